"""A Web API client for each workspace, and whose tokens still work. What is called with it: `posting` and others."""

from __future__ import annotations

import logging
import ssl
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.store import installations
from bot.store.engine import Database

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

REQUEST_SECONDS = 10
STOPPING_SECONDS = 8  # for a worker, which must be able to stop within 10 seconds
HURRIED_SECONDS = 1  # for a look-up on the way to a first answer, which has 3 seconds in all

NOT_GRANTED = "team_access_not_granted"  # the token of an organisation, in a workspace that the app was taken out of
DEAD_TOKEN_CODES = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", NOT_GRANTED}
)


def is_slacks(url: str, base_url: str) -> bool:
    """Whether an address belongs to the Slack that the Web API's `base_url` is of: no other gets a token or an answer.

    A file may lie elsewhere (`mode: external`), and what a view carries is only a claim.
    """
    try:
        asked, own = urlsplit(url), urlsplit(base_url)
        same_port = asked.port == own.port
    except ValueError:
        return False
    if asked.scheme != own.scheme or not asked.hostname or not own.hostname or asked.username is not None:
        return False
    return same_port and (asked.hostname == own.hostname or asked.hostname.endswith(f".{own.hostname}"))


class NoTokenError(Exception):
    """The workspace has no token, or Slack has refused it."""

    code = "no_token"

    def __init__(self, team: str) -> None:
        super().__init__(self.code)
        self.team = team


class Tokens(Protocol):
    """Where the tokens of workspaces come from."""

    def token(self, team: str) -> str:
        """The bot token of a workspace. Raises `NoTokenError`."""
        ...

    def organisation(self, enterprise: str) -> str:
        """The bot token of an organisation that installed the app for its workspaces. Raises `NoTokenError`."""
        ...

    def refused(self, team: str, token: str, code: str, at: datetime) -> None:
        """Slack said at `at`, by one of `DEAD_TOKEN_CODES`, that this token is dead."""
        ...

    def join(self, enterprise: str, team: str, at: datetime) -> bool:
        """Whether a workspace without a token, heard of at `at`, may use that of its organisation from now on."""
        ...

    def closed_teams(self) -> frozenset[str]:
        """The workspaces that are known to have no working token."""
        ...


class FixedToken:
    """One token, from the environment, for whatever workspace is asked for."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self, team: str) -> str:
        return self._token

    def organisation(self, enterprise: str) -> str:
        return self._token

    def refused(self, team: str, token: str, code: str, at: datetime) -> None:
        """Nothing to note: it is tried again from time to time, for an operator may have mended it at Slack."""

    def join(self, enterprise: str, team: str, at: datetime) -> bool:
        return False

    def closed_teams(self) -> frozenset[str]:
        return frozenset()


class InstalledTokens:
    """The tokens of workspaces that installed the app, read anew at each use: any process may have changed them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def token(self, team: str) -> str:
        with self._database.glancing() as connection:  # every delivery asks
            token = installations.token_of(connection, team)
        if token is None:
            raise NoTokenError(team)
        return token

    def organisation(self, enterprise: str) -> str:
        with self._database.reading() as session:
            found = installations.installation_of(session, enterprise, "") if enterprise else None
        if found is None or found.bot_token is None:
            raise NoTokenError(enterprise)
        return found.bot_token

    def refused(self, team: str, token: str, code: str, at: datetime) -> None:
        if code == "token_expired":  # one that is rotated: it only needs to be refreshed
            return
        with self._database.writing() as session:
            if code == NOT_GRANTED:  # it is good for the other workspaces
                installations.shut_out(session, team, at)
            else:
                installations.close_token(session, team, token, at)

    def join(self, enterprise: str, team: str, at: datetime) -> bool:
        with self._database.writing() as session:
            return installations.join(session, enterprise, team, at)

    def closed_teams(self) -> frozenset[str]:
        with self._database.reading() as session:
            return installations.closed_teams(session)


class Clients:
    """Gives a client for a workspace. None of them repeats a call by itself: a lost answer would post twice."""

    def __init__(self, tokens: Tokens, base_url: str = WebClient.BASE_URL) -> None:
        self.tokens = tokens
        self.base_url = base_url
        self._ssl = ssl.create_default_context()  # loading the certificates anew costs 20 ms a call
        self._last: dict[str, str] = {}  # the token that a workspace had last
        self._logger = logging.getLogger("slack_sdk.rapport")
        self._logger.setLevel(logging.CRITICAL)  # it would format, and at DEBUG print, every request with its words

    def client(self, team: str, timeout: float = REQUEST_SECONDS) -> WebClient:
        """A client for one workspace, each of whose waits lasts up to `timeout` seconds. Raises `NoTokenError`."""
        return self._web_client(self.tokens.token(team), timeout)

    def at_once(self, team: str, timeout: float) -> WebClient:
        """A client for what cannot wait for the database: with the token that the delivery was let in with, if any."""
        token = self._last.get(team)
        return self._web_client(token, timeout) if token else self.client(team, timeout)

    def let_in(self, team: str) -> str:
        """The token of a workspace, for a delivery from it. Raises `NoTokenError`."""
        self._last.pop(team, None)
        token = self._last[team] = self.tokens.token(team)
        return token

    def without_token(self, timeout: float) -> WebClient:
        """A client for the calls that name the app itself."""
        return self._web_client(None, timeout)

    def _web_client(self, token: str | None, timeout: float) -> WebClient:
        return WebClient(
            token=token,
            base_url=self.base_url,
            timeout=timeout,  # type: ignore[arg-type]  # it goes to urlopen, which takes parts of a second
            ssl=self._ssl,
            retry_handlers=[],
            logger=self._logger,
        )

    def session(self, timeout: float) -> ClientSession:
        """Connections that are kept open for the calls of many workspaces, each of which takes up to `timeout` seconds.

        Like those of one workspace, none is repeated: aiohttp does so by itself with a GET alone.
        """
        from aiohttp import ClientSession, ClientTimeout, TCPConnector

        return ClientSession(connector=TCPConnector(ssl=self._ssl, limit=0), timeout=ClientTimeout(total=timeout))

    def client_of(self, token: str, session: ClientSession) -> AsyncWebClient:
        """A client for the workspace of a token over the connections of a session."""
        from slack_sdk.web.async_client import AsyncWebClient

        return AsyncWebClient(
            token=token,
            base_url=self.base_url,
            session=session,
            ssl=self._ssl,
            retry_handlers=[],
            logger=self._logger,
        )
