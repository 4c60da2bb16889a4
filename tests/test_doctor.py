"""The doctor against a Slack that is well, and one that is not; a database likewise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text, update

from bot import manifest
from bot.config import Settings
from bot.doctor import Check, examine
from bot.playground import Fault, Playground
from bot.store.engine import Database
from bot.store.tables import InstallationRow, NudgeRow, OwnerRow
from tests.test_config import VARIABLES
from tests.transfer.networks import AT, fill

MANIFEST = manifest.load()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)  # so that no `.env` of a developer is read


@pytest.fixture
def slack() -> Iterator[Playground]:
    slack = Playground(manifest=MANIFEST, signing_secret="shh", seed=False)
    slack.add_team("T1", "Acme")
    slack.start()
    yield slack
    slack.stop()


def now() -> datetime:
    return datetime.now(UTC)


def found(settings: Settings, clock: Callable[[], datetime] = now) -> dict[str, Check]:
    return {check.subject: check for check in examine(settings, clock)}


def over_http(slack: Playground, url: str, **more: Any) -> Settings:
    secrets = {"slack_bot_token": slack.bot_token(), "slack_signing_secret": "shh"}
    return Settings(slack_api_url=slack.api_url, database_url=url, **(secrets | more))


def ill(checks: dict[str, Check]) -> dict[str, str]:
    return {subject: check.says for subject, check in checks.items() if not check.is_fine}


def test_all_is_well_over_http(slack: Playground, sqlite_url: str) -> None:
    checks = found(over_http(slack, sqlite_url))

    assert ill(checks) == {}
    assert list(checks) == [
        "settings", "database", "migrations", "encryption", "nudges", "waiting", "bot token", "scopes", "clock",
    ]  # fmt: skip


def test_socket_mode_is_tried(slack: Playground, sqlite_url: str) -> None:
    good = over_http(slack, sqlite_url, slack_app_token=slack.app_token)
    bad = over_http(slack, sqlite_url, slack_app_token="xapp-wrong")

    assert found(good)["app token"].is_fine
    assert ill(found(bad)) == {"app token": "Slack refuses it: invalid_auth"}


def test_a_token_that_slack_refuses(slack: Playground, sqlite_url: str) -> None:
    checks = found(over_http(slack, sqlite_url, slack_bot_token="xoxb-wrong"))

    assert ill(checks) == {"bot token": "Slack refuses it: invalid_auth"}
    assert "scopes" not in checks


def test_a_slack_that_does_not_answer(slack: Playground, sqlite_url: str) -> None:
    settings = over_http(slack, sqlite_url)
    slack.stop()

    assert ill(found(settings))["bot token"].startswith("Slack cannot be reached")


def test_a_scope_that_was_not_granted(sqlite_url: str) -> None:
    scopes = [scope for scope in MANIFEST["oauth_config"]["scopes"]["bot"] if scope != "im:history"]
    less = MANIFEST | {"oauth_config": {"scopes": {"bot": scopes}}}
    slack = Playground(manifest=less, signing_secret="shh", seed=False)
    slack.add_team("T1", "Acme")
    slack.start()
    try:
        told = ill(found(over_http(slack, sqlite_url)))
    finally:
        slack.stop()

    assert list(told) == ["scopes"]
    assert told["scopes"].startswith("missing: im:history.")


def test_a_clock_that_is_wrong(slack: Playground, sqlite_url: str) -> None:
    told = ill(found(over_http(slack, sqlite_url), lambda: now() + timedelta(minutes=10)))

    assert list(told) == ["clock"]


def test_each_workspace_that_installed_the_app(slack: Playground, database: Database) -> None:
    tokens = {"T1": slack.bot_token("T1"), "T2": "xoxb-dead", "T3": "xoxb-revoked"}
    with database.writing() as session:
        for team, token in tokens.items():
            revoked = AT if team == "T3" else None
            session.add(InstallationRow(team=team, installed_at=AT, revoked_at=revoked, bot_token=token, data="{}"))
    settings = Settings(
        slack_client_id="1.2",
        slack_client_secret="s",
        slack_signing_secret="shh",
        slack_api_url=slack.api_url,
        database_url=database.url.render_as_string(hide_password=False),
    )

    checks = found(settings)

    assert checks["token of T1"].is_fine
    assert ill(checks) == {"token of T2": "Slack refuses it: invalid_auth"}
    assert "token of T3" not in checks


def settings_of(database: Database) -> Settings:
    return Settings(database_url=database.url.render_as_string(hide_password=False))


def put(database: Database, **values: Any) -> None:
    """Change the one nudge that there is."""
    with database.writing() as session:
        session.execute(update(NudgeRow).values(**values))


def test_nudges_that_failed_of_late(database: Database) -> None:
    fill(database)
    put(database, state="failed", error="restricted_action")

    told = "1 failed in the last 7 days: restricted_action 1"
    assert ill(found(settings_of(database), lambda: AT)) == {"nudges": told}
    assert ill(found(settings_of(database), lambda: AT + timedelta(days=30))) == {}


@pytest.mark.parametrize(("error", "told"), [(None, "does a worker run?"), ("ratelimited", "ratelimited 1")])
def test_nudges_that_should_have_gone_by_now(database: Database, error: str | None, told: str) -> None:
    fill(database)
    put(database, state="planned", planned_at=AT, error=error)

    assert ill(found(settings_of(database), lambda: AT + timedelta(minutes=59))) == {}
    late = ill(found(settings_of(database), lambda: AT + timedelta(minutes=61)))
    assert late == {"waiting": f"1 for more than an hour: {told}"}


def test_a_workspace_whose_token_is_dead(database: Database) -> None:
    fill(database)
    put(database, state="planned", planned_at=AT)
    with database.writing() as session:
        team = session.scalars(select(OwnerRow.team)).one()
        for closed in (team, "T0NOBODY"):
            session.add(InstallationRow(team=closed, installed_at=AT, revoked_at=AT, data="{}"))

    told = ill(found(settings_of(database), lambda: AT + timedelta(days=1)))
    assert list(told) == [f"workspace {team}"]
    assert "install it again" in told[f"workspace {team}"]


def test_a_key_that_is_not_the_one(sqlite_url: str) -> None:
    first, second = (Fernet.generate_key().decode() for _ in range(2))
    database = Database(sqlite_url, first)
    fill(database)
    database.close()

    def told(key: str | None) -> dict[str, str]:
        return ill(found(Settings(database_url=sqlite_url, rapport_encryption_key=key), lambda: AT))

    assert told(first) == {}
    assert "encryption" in told(second)
    assert "encryption" in told(None)


def test_a_schema_from_the_future(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    settings = Settings(database_url=database.url.render_as_string(hide_password=False))

    assert "a newer Rapport has used it" in ill(found(settings))["migrations"]


def test_a_slack_in_trouble(slack: Playground, sqlite_url: str) -> None:
    slack.faults.add(Fault("auth.test", "status", status=503))

    assert list(ill(found(over_http(slack, sqlite_url)))) == ["bot token"]
