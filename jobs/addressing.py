"""Whom a nudge is for, asked of Slack before it goes: are they there, in which conversation, may they be disturbed?"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.slack.calling import Refused
from bot.slack.disturbing import MOST_USERS, ask_windows
from bot.slack.posting import Opened, open_dm
from bot.slack.profiles import Profile, ask_profile
from bot.store import nudge_queue, profiles
from bot.store.nudge_queue import Claim
from jobs.batches import Batches
from jobs.desk import Desk
from jobs.slots import Slots

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

Write = Batches[Callable[[Session], Any], Any]

PROFILE_EVERY = timedelta(days=1)
PROFILE_TRUSTED = timedelta(hours=4)  # before a nudge: who left since gets none, though Slack would take it
GONE_CODES = frozenset({"user_disabled", "account_deactivated"})

log = structlog.get_logger(__name__)


class Addressees:
    """The people of one run. What cannot be asked holds nothing up."""

    def __init__(self, desk: Desk, slots: Slots, pool: Executor, write: Write) -> None:
        self._desk = desk
        self._slots = slots
        self._write = write
        self._users_waiting = Batches(self._read_users_waiting, pool, most=1)
        self._asked: dict[int, datetime] = {}  # when an owner's profile was asked for in this run
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # about Do Not Disturb, by workspace

    async def have_left(self, client: AsyncWebClient, claim: Claim) -> bool:
        """Read the owner's profile, unless that was just done. A profile that cannot be read holds nothing up."""
        at = self._desk.clock()
        asked_at = self._asked.get(claim.owner_id, claim.profile_at)
        if asked_at is not None and at - asked_at < PROFILE_TRUSTED:
            return False
        self._asked[claim.owner_id] = at
        async with self._slots.of(claim.team):
            profile = await ask_profile(client, claim.user)
        if not isinstance(profile, Profile):
            return False
        if profile.deleted or profile.is_stranger_in(claim.team):
            return await self.deactivate(claim)
        await self._write(lambda session: learn_owner(session, claim.owner_id, profile, at))
        return False

    async def deactivate(self, claim: Claim) -> bool:
        at = self._desk.clock()
        dropped = await self._write(lambda session: profiles.deactivate_owner(session, claim.owner_id, at))
        log.info("owner.deactivated", owner=claim.owner_id, dropped=dropped)
        return True

    async def channel_of(self, client: AsyncWebClient, claim: Claim) -> str | Refused | None:
        """The direct messages with the owner, which finding needs; without them the owner's id does for posting."""
        async with self._slots.of(claim.team):
            opened = await open_dm(client, claim.user)
        if isinstance(opened, Opened):
            await self.learn_channel(claim, opened.channel)
            return opened.channel
        return opened if isinstance(opened, Refused) else None

    async def learn_channel(self, claim: Claim, channel: str | None) -> None:
        await self._write(lambda session: profiles.learn_channel(session, claim.owner_id, channel))

    async def not_before(self, client: AsyncWebClient, claim: Claim) -> datetime | None:
        """When the Do Not Disturb ends that its owner is in. What cannot be asked holds nothing up."""
        desk, (team, user) = self._desk, (claim.team, claim.user)
        async with self._asking[team]:
            at, now = desk.clock(), desk.real()
            if desk.dnd.must_ask(team, user, at, now) and not desk.stop.is_set():
                waiting = await self._users_waiting((team, at))
                others = [one for one in waiting if one != user and desk.dnd.must_ask(team, one, at, now)]
                async with self._slots.of(team):
                    told = await ask_windows(client, team, [user, *others][:MOST_USERS])
                if isinstance(told, dict):
                    desk.dnd.learn(team, {user: None} | told, at, desk.real())
                else:
                    log.info("dnd.not_told", team=team, reason=getattr(told, "code", type(told).__name__))
                    desk.dnd.failed(team, told, desk.real())
        return desk.dnd.until(team, user, desk.clock(), desk.real())

    def _read_users_waiting(self, asked: Sequence[tuple[str, datetime]]) -> Sequence[Sequence[str]]:
        with self._desk.database.reading() as session:
            return [nudge_queue.users_waiting(session, at, team) for team, at in asked]


def learn_owner(session: Session, owner_id: int, profile: Profile, at: datetime) -> bool:
    """Keep what a profile says of its owner; whether that changes when they are nudged."""
    return profiles.learn_owner(
        session, owner_id, zone=profile.zone, locale=profile.locale, away_until=profile.away_until, at=at
    )
