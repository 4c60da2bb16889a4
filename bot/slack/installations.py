"""What Bolt's OAuth flow and authorization need of us: installations and states, kept in the database.

The rows are in `bot.store.installations`. Bolt gets `None` for a workspace whose token was revoked, and then tells its
people to install the app.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from logging import Logger
from typing import Any
from uuid import uuid4

from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store.models import Bot, Installation

from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import StoredInstallation

STATE_LIFE = timedelta(minutes=10)
_log = logging.getLogger(__name__)

# A person's own token is never asked for; should one come, it is not kept.
_NOT_IN_DATA = frozenset(
    {
        "bot_token", "bot_refresh_token", "bot_token_expires_at", "user_token", "user_refresh_token",
        "user_token_expires_at", "incoming_webhook_url", "incoming_webhook_configuration_url", "installed_at",
    }
)  # fmt: skip


class DatabaseInstallationStore(InstallationStore):
    """Installations by organisation and workspace; who installed it makes no difference."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        installed: Callable[[str, str, str], object] = lambda _enterprise, _team, _user: None,
    ) -> None:
        """`installed` is told the organisation, the workspace and the person whenever somebody installs the app.

        The organisation where it is for all its workspaces, the workspace otherwise; the other one is empty.
        """
        self._database = database
        self._clock = clock
        self._installed = installed

    @property
    def logger(self) -> Logger:
        return _log

    def save(self, installation: Installation) -> None:
        self._keep(installation)
        stored = _stored(installation)
        if installation.user_id:
            self._installed("" if stored.team else stored.enterprise, stored.team, installation.user_id)

    def _keep(self, installation: Installation) -> None:
        with self._database.writing() as session:
            installations.save(session, _stored(installation))

    def save_bot(self, bot: Bot) -> None:
        """Bolt calls this after it rotated a token: what else was known of the installation is kept."""
        known = self.find_installation(
            enterprise_id=bot.enterprise_id, team_id=bot.team_id, is_enterprise_install=bot.is_enterprise_install
        )
        if known is None:
            known = Installation(user_id="", **_shared(bot))
        known.bot_token, known.bot_refresh_token = bot.bot_token, bot.bot_refresh_token
        known.bot_token_expires_at = bot.bot_token_expires_at
        self._keep(known)

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        found = self.find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found is not None else None

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        team = "" if is_enterprise_install else team_id or ""
        with self._database.reading() as session:
            stored = installations.installation_of(session, enterprise_id or "", team)
        return _installation(stored) if stored is not None else None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        with self._database.writing() as session:
            installations.revoke(session, enterprise_id or "", team_id or "", self._clock())

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person who leaves takes no workspace along: only with nobody named the installation goes."""
        if user_id is None:
            self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)


def _shared(bot: Bot) -> dict[str, Any]:
    names = (
        "app_id",
        "enterprise_id",
        "enterprise_name",
        "team_id",
        "team_name",
        "bot_id",
        "bot_user_id",
        "bot_scopes",
    )
    return {name: getattr(bot, name) for name in (*names, "is_enterprise_install", "installed_at")}


def _stored(installation: Installation) -> StoredInstallation:
    data = {name: value for name, value in vars(installation).items() if name not in _NOT_IN_DATA}
    expires_at = installation.bot_token_expires_at
    return StoredInstallation(
        enterprise=installation.enterprise_id or "",
        team="" if installation.is_enterprise_install else installation.team_id or "",
        installed_at=datetime.fromtimestamp(installation.installed_at, UTC),
        bot_token=installation.bot_token,
        bot_refresh_token=installation.bot_refresh_token,
        bot_token_expires_at=datetime.fromtimestamp(expires_at, UTC) if expires_at is not None else None,
        data=json.dumps(data, ensure_ascii=False),
    )


def _installation(stored: StoredInstallation) -> Installation:
    expires_at = stored.bot_token_expires_at
    return Installation(
        **json.loads(stored.data),
        bot_token=stored.bot_token,
        bot_refresh_token=stored.bot_refresh_token,
        bot_token_expires_at=int(expires_at.timestamp()) if expires_at is not None else None,
        installed_at=stored.installed_at.timestamp(),
    )


class DatabaseStateStore(OAuthStateStore):
    """States of the OAuth flow, each good once, for ten minutes, in whichever process it comes back to."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    @property
    def logger(self) -> Logger:
        return _log

    def issue(self, *_args: Any, **_kwargs: Any) -> str:
        state = uuid4().hex
        with self._database.writing() as session:
            installations.issue_state(session, state, self._clock() + STATE_LIFE)
        return state

    def consume(self, state: str) -> bool:
        with self._database.writing() as session:
            return installations.consume_state(session, state, self._clock())
