"""The environment: what is read, which mode it means, and how a fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Mode, Settings, SettingsError, read_settings

VARIABLES = (
    "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET",
    "SLACK_API_URL", "DATABASE_URL", "HOST", "PORT", "RAPPORT_ENCRYPTION_KEY", "RAPPORT_CLAIM_SECONDS",
    "LOG_LEVEL", "LOG_FORMAT",
)  # fmt: skip
BOT = {"SLACK_BOT_TOKEN": "xoxb-1"}
APP = {"SLACK_APP_TOKEN": "xapp-1"}
SIGNING = {"SLACK_SIGNING_SECRET": "s3cret"}
CLIENT = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush"}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)  # so that no `.env` of a developer is read


def settings(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_nothing_set_gives_the_defaults_of_the_playground() -> None:
    found = read_settings()

    assert found.mode == "playground"
    assert found.database_url == "sqlite:///rapport.db"
    assert (found.host, found.port) == ("127.0.0.1", 3000)
    assert found.slack_api_url == "https://slack.com/api/"
    assert found.rapport_claim_seconds == 60
    assert (found.log_level, found.log_format) == ("info", "console")


MODES: list[tuple[dict[str, str], Mode]] = [
    (BOT | APP, "socket"),
    (BOT | SIGNING, "http"),
    (CLIENT | SIGNING, "oauth"),
    (BOT | APP | SIGNING | CLIENT, "socket"),  # everything copied from Slack's pages: the app token decides
    (BOT | SIGNING | CLIENT, "oauth"),
    (BOT | APP | dict.fromkeys(SIGNING | CLIENT, ""), "socket"),
    (dict.fromkeys(VARIABLES, ""), "playground"),
    (dict.fromkeys(BOT, "  "), "playground"),
]


@pytest.mark.parametrize(("variables", "mode"), MODES)
def test_mode(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], mode: Mode) -> None:
    assert settings(monkeypatch, variables).mode == mode


HALVES = [
    (BOT, "SLACK_APP_TOKEN"),
    (APP, "SLACK_BOT_TOKEN"),
    (APP | SIGNING, "SLACK_BOT_TOKEN"),
    (SIGNING, "SLACK_BOT_TOKEN"),
    (CLIENT, "SLACK_SIGNING_SECRET"),
    ({"SLACK_CLIENT_ID": "1.2"} | SIGNING, "SLACK_CLIENT_SECRET"),
    ({"SLACK_BOT_TOKEN": "xapp-1"} | APP, "SLACK_BOT_TOKEN holds an app-level token"),
    ({"SLACK_APP_TOKEN": "xoxb-1"} | BOT, "SLACK_APP_TOKEN holds a bot or user token"),
]


@pytest.mark.parametrize(("variables", "told"), HALVES)
def test_half_a_set_of_credentials_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        _ = settings(monkeypatch, variables).mode


FAULTS = [
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("LOG_LEVEL", "loud"),
    ("LOG_FORMAT", "xml"),
    ("SLACK_API_URL", "slack.com/api"),
    ("RAPPORT_CLAIM_SECONDS", "0"),
    ("DATABASE_URL", "mysql://u:secret@h/d"),
    ("RAPPORT_ENCRYPTION_KEY", "too-short-a-key"),
]


@pytest.mark.parametrize(("name", "value"), FAULTS)
def test_a_fault_names_its_variable_and_hides_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(monkeypatch, {name: value})

    assert str(raised.value).startswith(f"{name}: ")
    assert value not in str(raised.value)


def test_dotenv_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nHOST=0.0.0.0\nLOG_LEVEL=\nUNRELATED=1\n")

    found = settings(monkeypatch, {"PORT": "5000", "LOG_FORMAT": "JSON"})

    assert (found.port, found.host, found.log_level, found.log_format) == (5000, "0.0.0.0", "info", "json")  # noqa: S104


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(settings(monkeypatch, BOT | APP | SIGNING | CLIENT | {"DATABASE_URL": "postgresql://u:pw@h/d"}))

    for secret in ("xoxb-1", "xapp-1", "s3cret", "hush", "pw"):
        assert secret not in shown


def test_the_base_of_the_web_api_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {"SLACK_API_URL": "http://127.0.0.1:9/api"}).slack_api_url == "http://127.0.0.1:9/api/"
