"""The settings of the process, read once from the environment and from `.env`; an empty variable counts as unset.

What an owner sets for themselves (hours, limits, time zone) is no setting of the process: it lives in `network.owners`.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Mode = Literal["socket", "http", "oauth", "playground"]
LogLevel = Literal["debug", "info", "warning", "error", "critical"]

_KEY_RECIPE = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"


class SettingsError(Exception):
    """The environment cannot be used as it is. The message is one sentence a fault and shows no value."""


def _with_slash(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return url if url.endswith("/") else url + "/"


def _database_url(url: str) -> str:
    if url.split(":", 1)[0] not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url


def _fernet_key(key: str) -> str:
    try:
        size = len(base64.urlsafe_b64decode(key))
    except (binascii.Error, ValueError):
        size = 0
    if size != 32:  # Fernet's: 128 bits to sign with, 128 to encrypt with
        raise ValueError(f"must be a Fernet key; this makes one: {_KEY_RECIPE}")
    return key


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every variable of the environment that Rapport reads, by its name in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    slack_bot_token: str | None = Field(default=None, repr=False)
    slack_app_token: str | None = Field(default=None, repr=False)
    slack_signing_secret: str | None = Field(default=None, repr=False)
    slack_client_id: str | None = None
    slack_client_secret: str | None = Field(default=None, repr=False)
    slack_api_url: Annotated[str, AfterValidator(_with_slash)] = "https://slack.com/api/"
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite:///rapport.db",
        repr=False,  # it may hold a password
    )
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    rapport_encryption_key: Annotated[str, AfterValidator(_fernet_key)] | None = Field(default=None, repr=False)
    rapport_claim_seconds: int = Field(default=60, ge=1)
    log_level: Annotated[LogLevel, BeforeValidator(_lower)] = "info"
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = "console"

    @property
    def mode(self) -> Mode:
        """How Slack is reached. Raises `SettingsError` when half of a set of credentials is there.

        An app-level token always means Socket Mode; client credentials win over a bot token over HTTP.
        """
        self._check_tokens()
        if self.slack_bot_token and self.slack_app_token:
            return "socket"
        if self.slack_app_token:
            raise SettingsError("SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN: Socket Mode needs both.")
        if self.slack_client_id or self.slack_client_secret:
            return self._oauth()
        if self.slack_bot_token and self.slack_signing_secret:
            return "http"
        if self.slack_bot_token:
            raise SettingsError(
                "SLACK_BOT_TOKEN is set alone: add SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."
            )
        if self.slack_signing_secret:
            raise SettingsError(
                "SLACK_SIGNING_SECRET is set alone: add SLACK_BOT_TOKEN for one workspace, "
                "or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many."
            )
        return "playground"

    def _oauth(self) -> Mode:
        needed = {
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": self.slack_client_secret,
            "SLACK_SIGNING_SECRET": self.slack_signing_secret,
        }
        missing = [name for name, value in needed.items() if not value]
        if missing:
            raise SettingsError(f"Installing with OAuth also needs {' and '.join(missing)}.")
        return "oauth"

    def _check_tokens(self) -> None:
        """The two tokens lie side by side in Slack's pages and are easily taken for each other."""
        if self.slack_bot_token and self.slack_bot_token.startswith("xapp-"):
            raise SettingsError("SLACK_BOT_TOKEN holds an app-level token (xapp-…); the bot token begins with xoxb-.")
        if self.slack_app_token and self.slack_app_token.startswith("xox"):
            raise SettingsError("SLACK_APP_TOKEN holds a bot or user token; the app-level token begins with xapp-.")


def read_settings() -> Settings:
    """The settings of this process. Raises `SettingsError` naming each variable that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{_variable(fault['loc'])}: {_reason(fault['msg'])}" for fault in error.errors()]
        raise SettingsError("\n".join(faults)) from None  # pydantic's own report would show the values


def _variable(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper()


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
