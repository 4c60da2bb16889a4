"""The one welcome that whoever installs the app gets. Everybody else reads it with their first answer, or on Home.

It is written down before it is sent, so that no re-installation sends it twice and no trouble loses it; what was
posted, perhaps, is looked for before it is posted again. It is read as welcome only when Slack has it, so that the
first answer brings the card where it is late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.blocks.message import Message
from bot.blocks.welcome import installed
from bot.conversation import Conversation
from bot.network.owners import Owner, find_owner, settings_of
from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.clients import DEAD_TOKEN_CODES, STOPPING_SECONDS, Clients, NoTokenError
from bot.slack.finding import Found, NotKnown, find
from bot.slack.posting import WELCOME_TYPE, Opened, Posted, open_dm, post
from bot.store import installations, welcomes
from bot.store.welcomes import Welcome

CLAIMED = timedelta(minutes=1)  # four calls, each with its wait, are over by then
MOST_ATTEMPTS = 7  # by then some three hours have passed
_FIRST_DELAY = timedelta(seconds=10)
_LONGEST_DELAY = timedelta(hours=1)
_NO_TOKEN = "no_token"  # noqa: S105  # a reason, no secret

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Welcoming:
    """`at` is the instant in UTC; claims and tries run on `real` time."""

    conversation: Conversation
    clients: Clients
    real: Callable[[], datetime]

    def write_down(self, enterprise: str, team: str, user: str) -> str | None:
        """Whoever installed the app is to be welcomed; what `send` is given, None where they were or will be.

        With an organisation and no workspace they did so for all of its workspaces.
        """
        with self.conversation.database.writing() as session:
            row = find_owner(session, Owner(team, user)) if team else None
            if row is not None and row.welcomed_at is not None:
                return None
            return welcomes.write_down(session, enterprise, team, user, row.id if row is not None else None)

    def waiting(self, limit: int) -> list[str]:
        """Those that may be sent now."""
        with self.conversation.database.reading() as session:
            return list(welcomes.waiting(session, self.real(), limit))

    def send(self, welcome_id: str, at: datetime) -> str:
        """Try one: `sent`, `given_up`, or `held` for later, or by another process."""
        now = self.real()
        with self.conversation.database.writing() as session:
            welcome = welcomes.claim(session, welcome_id, now, now + CLAIMED)
            team = welcome and (welcome.team or installations.first_workspace(session, welcome.enterprise))
        if welcome is None:
            return "held"
        if not team:  # the organisation's app is in none of its workspaces yet
            return self._settle(welcome, None, _unsure(welcome), at)
        owner = Owner(team, welcome.user)
        self.conversation.get_acquainted(owner, at)
        with self.conversation.database.reading() as session:
            row = find_owner(session, owner)
            if row is None or row.welcomed_at is not None or row.deactivated_at is not None:
                return self._settle(welcome, owner, "sent" if row is not None and row.welcomed_at else "failed", at)
            message = installed(settings_of(row).nudge_time)
        try:
            token = self.clients.tokens.token(team)
        except NoTokenError:
            return self._again(welcome, owner, _unsure(welcome), _NO_TOKEN, at)
        return self._take(welcome, owner, asyncio.run(self._post(token, welcome, message)), at)

    async def _post(
        self, token: str, welcome: Welcome, message: Message
    ) -> Posted | Refused | RateLimited | Unknown | NotKnown:
        async with self.clients.session(STOPPING_SECONDS) as session:
            client = self.clients.client_of(token, session)
            if welcome.is_unknown:
                opened = await open_dm(client, welcome.user)
                if not isinstance(opened, Opened):
                    return NotKnown(getattr(opened, "code", "unopened"))
                found = await find(client, opened.channel, welcome.id, welcome.tried_at or self.real())
                if isinstance(found, Found):
                    return Posted(opened.channel, found.ts)
                if isinstance(found, NotKnown):
                    return found
            return await post(client, welcome.user, message.text, message.blocks, welcome.id, event_type=WELCOME_TYPE)

    def _take(
        self,
        welcome: Welcome,
        owner: Owner,
        answer: Posted | Refused | RateLimited | Unknown | NotKnown,
        at: datetime,
    ) -> str:
        if isinstance(answer, Posted):
            return self._settle(welcome, owner, "sent", at)
        if isinstance(answer, RateLimited):
            wait = timedelta(seconds=answer.seconds)
            return self._settle(welcome, owner, "planned", at, try_at=self.real() + wait, error="ratelimited")
        if isinstance(answer, NotKnown):
            wait = timedelta(seconds=answer.retry_after or 0)
            return self._again(welcome, owner, "unknown", answer.reason, at, wait)
        if isinstance(answer, Unknown):
            return self._again(welcome, owner, "unknown", answer.reason, at)
        if answer.code in DEAD_TOKEN_CODES or not welcome.team:  # elsewhere in the organisation it may be taken
            return self._again(welcome, owner, "planned", answer.code, at)
        return self._settle(welcome, owner, "failed", at, error=answer.code)

    def _again(
        self, welcome: Welcome, owner: Owner, state: str, reason: str, at: datetime, wait: timedelta = timedelta()
    ) -> str:
        """Try it later; given up in the end."""
        attempts = welcome.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            return self._settle(welcome, owner, "failed", at, error=reason)
        pause = max(min(_FIRST_DELAY * 4**welcome.attempts, _LONGEST_DELAY), wait)
        return self._settle(welcome, owner, state, at, attempts=attempts, try_at=self.real() + pause, error=reason)

    def _settle(
        self,
        welcome: Welcome,
        owner: Owner | None,
        state: str,
        at: datetime,
        *,
        attempts: int | None = None,
        try_at: datetime | None = None,
        error: str | None = None,
    ) -> str:
        attempts = welcome.attempts if attempts is None else attempts
        with self.conversation.database.writing() as session:
            row = find_owner(session, owner) if owner is not None else None
            whose = row.id if row is not None else None
            welcomes.settle(session, welcome.id, state, owner_id=whose, attempts=attempts, try_at=try_at, error=error)
            if state == "sent" and row is not None:
                row.welcomed_at = row.welcomed_at or at
        if error is not None:
            log.info("welcome.not_sent", team=owner and owner.team, user=welcome.user, reason=error, state=state)
        return {"sent": "sent", "failed": "given_up"}.get(state, "held")


def _unsure(welcome: Welcome) -> str:
    return "unknown" if welcome.is_unknown else "planned"
