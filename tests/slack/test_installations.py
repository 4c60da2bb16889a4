"""Installations and states as Bolt uses them, and the clients' tokens that come of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store.models import Bot, Installation
from sqlalchemy import text

from bot.slack.clients import Clients, InstalledTokens, NoTokenError
from bot.slack.installations import DatabaseInstallationStore, DatabaseStateStore
from bot.store import installations
from bot.store.engine import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def installation(**more: Any) -> Installation:
    """A workspace that installed the app."""
    values = {
        "app_id": "A1", "enterprise_id": None, "team_id": "T1", "team_name": "Acme", "bot_token": "xoxb-1",
        "bot_id": "B1", "bot_user_id": "UB", "bot_scopes": ["chat:write", "commands"], "user_id": "U1",
        "installed_at": NOW.timestamp(),
    }  # fmt: skip
    return Installation(**(values | more))


@pytest.fixture
def store(database: Database) -> DatabaseInstallationStore:
    """The store as Bolt has it, an hour after `NOW`."""
    return DatabaseInstallationStore(database, lambda: NOW + timedelta(hours=1))


def find(store: DatabaseInstallationStore, team: str | None = "T1", **more: Any) -> Bot | None:
    """What Bolt asks before it handles anything."""
    return store.find_bot(enterprise_id=more.pop("enterprise_id", None), team_id=team, **more)


def test_an_installation_comes_back_as_it_was(store: DatabaseInstallationStore) -> None:
    store.save(installation())
    found = store.find_installation(enterprise_id=None, team_id="T1", user_id="U2")
    assert found is not None
    assert found.to_dict() == installation().to_dict()
    bot = find(store)
    assert bot is not None
    assert (bot.bot_token, bot.team_name, bot.bot_user_id) == ("xoxb-1", "Acme", "UB")
    assert find(store, "T2") is None


def test_a_persons_token_is_not_kept(store: DatabaseInstallationStore, database: Database) -> None:
    store.save(installation(user_token="xoxp-secret", user_refresh_token="xoxe-secret"))
    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM installation")).one()
    assert "secret" not in str(row)


def test_tokens_are_encrypted_when_a_key_is_set(sqlite_url: str) -> None:
    database = Database(sqlite_url, Fernet.generate_key().decode())
    store = DatabaseInstallationStore(database, lambda: NOW)
    store.save(installation())
    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM installation")).one()
    assert "xoxb" not in str(row)
    assert "Acme" not in str(row)
    assert Clients(InstalledTokens(database)).client("T1").token == "xoxb-1"
    database.close()


def test_installing_again_replaces_also_when_the_workspace_joined_an_organisation(
    store: DatabaseInstallationStore,
) -> None:
    store.save(installation())
    store.save(installation(enterprise_id="E1", bot_token="xoxb-2"))
    for enterprise in (None, "E1"):
        bot = find(store, enterprise_id=enterprise)
        assert bot is not None
        assert bot.bot_token == "xoxb-2"


def test_an_organisation_wide_installation_serves_its_workspaces(store: DatabaseInstallationStore) -> None:
    store.save(installation(enterprise_id="E1", team_id=None, is_enterprise_install=True))
    store.save(installation(enterprise_id="E2", team_id=None, is_enterprise_install=True, bot_token="xoxb-2"))
    bot = find(store, "T9", enterprise_id="E1", is_enterprise_install=True)
    assert bot is not None
    assert (bot.bot_token, bot.is_enterprise_install) == ("xoxb-1", True)


def test_a_rotated_token_is_kept_with_the_rest(store: DatabaseInstallationStore) -> None:
    store.save(installation(bot_refresh_token="xoxe-1", bot_token_expires_at=1795000000))
    bot = find(store)
    assert bot is not None
    bot.bot_token, bot.bot_refresh_token, bot.bot_token_expires_at = "xoxe.xoxb-2", "xoxe-2", 1795043200
    store.save_bot(bot)
    found = store.find_installation(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_refresh_token) == ("xoxe.xoxb-2", "xoxe-2")
    assert (found.bot_token_expires_at, found.user_id) == (1795043200, "U1")


def test_a_revoked_workspace_has_no_token_until_it_installs_again(
    store: DatabaseInstallationStore, database: Database
) -> None:
    clients = Clients(InstalledTokens(database))
    store.save(installation())
    store.delete_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert find(store) is not None  # one person's token says nothing of the bot's

    store.delete_all(enterprise_id=None, team_id="T1")
    assert find(store) is None
    assert clients.tokens.closed_teams() == {"T1"}
    with pytest.raises(NoTokenError):
        clients.client("T1")
    with pytest.raises(NoTokenError):
        clients.client("T2")

    store.save(installation(bot_token="xoxb-2"))
    assert clients.client("T1").token == "xoxb-2"
    assert clients.tokens.closed_teams() == frozenset()


def test_news_from_before_the_installation_is_no_news(store: DatabaseInstallationStore, database: Database) -> None:
    store.save(installation())
    with database.writing() as session:
        assert not installations.revoke(session, "", "T1", NOW - timedelta(minutes=5))
    assert find(store) is not None


def test_in_the_second_of_the_installation_news_came_after_it(
    store: DatabaseInstallationStore, database: Database
) -> None:
    store.save(installation(installed_at=NOW.timestamp() + 0.4))
    with database.writing() as session:
        assert installations.revoke(session, "", "T1", NOW)
    assert find(store) is None


def test_a_refused_token_closes_its_workspace_unless_it_has_another_by_now(
    store: DatabaseInstallationStore, database: Database
) -> None:
    store.save(installation(bot_token="xoxb-2"))
    tokens = InstalledTokens(database)
    tokens.refused("T1", "xoxb-1", "token_revoked", NOW)
    tokens.refused("T1", "xoxb-2", "token_expired", NOW)
    assert tokens.token("T1") == "xoxb-2"
    tokens.refused("T1", "xoxb-2", "token_revoked", NOW)
    assert tokens.closed_teams() == {"T1"}


def test_a_state_is_good_once_and_for_ten_minutes(database: Database) -> None:
    now = [NOW]
    states = DatabaseStateStore(database, lambda: now[0])
    first, second = states.issue(), states.issue()
    assert first != second
    assert [states.consume(first), states.consume(first), states.consume("made up")] == [True, False, False]
    now[0] += timedelta(minutes=10)
    assert not states.consume(second)
