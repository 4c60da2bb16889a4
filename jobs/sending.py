"""One nudge on its way to Slack, from the claim to what became of it. Which goes when: `deliver`.

Before anything is posted again that may have been posted, it is looked for; and no try is made that is not counted
first. So a kill at any instant leaves a claim that runs out, and whoever takes it then looks before it posts.

All nudges of a run share one event loop, its connections, and a few threads for the database: many are composed in one
look, and what became of many is written in one transaction. Each still waits for its own commit, before its post too.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.blocks.message import Message
from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.clients import DEAD_TOKEN_CODES, STOPPING_SECONDS, Clients, NoTokenError
from bot.slack.finding import Found, NotKnown, find
from bot.slack.posting import Opened, Posted, open_dm, post
from bot.slack.profiles import Profile, ask_profile
from bot.store import homes, nudge_queue, profiles
from bot.store.engine import Database
from bot.store.nudge_queue import Claim, Standing
from bot.telemetry import NUDGES_FAILED, NUDGES_SENT
from jobs.batches import Batches
from jobs.pacing import Pacing
from jobs.slots import Slots

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

Clock = Callable[[], datetime]
Compose = Callable[[Session, str], Message | None]
Postpone = Callable[[Session, str, datetime], datetime | None]

POST, LOOK = "chat.postMessage", "conversations.history"
MOST_ATTEMPTS = 8  # by then nearly two hours have passed
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
CLOSED_PAUSE = timedelta(minutes=1)  # for a workspace without a working token
LATE_EFFECT = timedelta(seconds=10)  # after a time-out, how long the effect may still come
PROFILE_EVERY = timedelta(days=1)
_COMPOSED_AT_ONCE = 20
_WRITTEN_AT_ONCE = 100
_TOKEN_KEPT = timedelta(seconds=1)  # any process may have another by then
_LINGER = 0.005  # seconds that a transaction waits for more to write: a commit costs the disk more than that
_GONE_CODES = frozenset({"user_disabled", "account_deactivated"})

log = structlog.get_logger(__name__)


def never(_session: Session, _nudge_id: str, _at: datetime) -> None:
    """A nudge that is due goes out."""


@dataclass(frozen=True)
class Desk:
    """What a sender works with. `clock` says what is due, `real` is the time of claims and of Slack's limits.

    `compose` renders a nudge from fresh facts, None if what it was about has gone. `postpone` gives the instant, by
    `clock`, before which a nudge must not go out (quiet hours, say), None if it may.
    """

    database: Database
    clients: Clients
    compose: Compose
    clock: Clock
    real: Clock
    claim_seconds: float = 60
    postpone: Postpone = never
    pacing: Pacing = field(default_factory=Pacing)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def claim_life(self) -> timedelta:
        return timedelta(seconds=self.claim_seconds)

    @property
    def request_seconds(self) -> float:
        """How long a request may wait: the claim that covers it lasts twice as long at least."""
        return min(STOPPING_SECONDS, self.claim_seconds / 2)


@dataclass(frozen=True, slots=True)
class _Composed:
    """A nudge just before it is sent: what it says (None: it is not wanted any more), and until when it must wait."""

    message: Message | None
    later: datetime | None = None


class Sender:
    """Sends what `deliver` hands it: many at a time, though never two for one owner."""

    def __init__(self, desk: Desk, session: ClientSession, pool: Executor, slots: Slots) -> None:
        self._desk = desk
        self._session = session
        self._slots = slots
        self._asked: dict[int, datetime] = {}  # when an owner's profile was asked for in this run
        self._clients: dict[str, tuple[AsyncWebClient, datetime]] = {}  # by workspace, and when their tokens were read
        side_by_side = 1 if desk.database.is_sqlite else 3  # PostgreSQL is waited for, SQLite is computed here
        self._token = Batches(self._read_tokens, pool, most=_WRITTEN_AT_ONCE)
        self._composed = Batches(self._compose, pool, most=_COMPOSED_AT_ONCE, at_once=side_by_side)
        self._write: Batches[Callable[[Session], Any], Any] = Batches(
            self._commit, pool, most=_WRITTEN_AT_ONCE, linger=_LINGER
        )
        self._refused = Batches(self._note_refusals, pool, most=1)

    async def send(self, claim: Claim) -> str:
        """Bring a nudge to its end or put it back: `sent`, `found`, `failed`, `dropped`, `held`; `lost` to another."""
        try:
            return await self._send(claim)
        except NoTokenError:
            return await self._close(claim, "no_token")
        except Exception:  # one nudge's bad row must not cost the others their sender
            log.exception("deliver.crashed", nudge=claim.id, team=claim.team)
            # It may have happened after the post, so it is looked for first; `_look` ends it after enough tries.
            return await self._put_back(claim, "unknown", self._later(claim), claim.attempts + 1, "crashed")

    async def _send(self, claim: Claim) -> str:
        desk = self._desk
        client = await self._client(claim.team)
        if not desk.stop.is_set() and await self._has_left(client, claim):
            return "dropped"
        if not desk.stop.is_set() and claim.channel is None:
            opened = await self._open(client, claim)
            if isinstance(opened, str):
                return opened
            claim = opened
        if not desk.stop.is_set() and claim.look:
            ended = await self._look(client, claim)
            if ended is not None:
                return ended
            claim = replace(claim, look=False)
        if desk.stop.is_set():
            return await self._let_go(claim)
        return await self._compose_and_post(client, claim)

    # What it needs

    async def _client(self, team: str) -> AsyncWebClient:
        """The workspace's client, its token read a moment ago at most. Raises `NoTokenError`."""
        client, read_at = self._clients.get(team, (None, None))
        now = self._desk.real()
        if client is not None and read_at is not None and now - read_at < _TOKEN_KEPT:
            return client
        token = await self._token(team)
        if token is None:
            raise NoTokenError(team)
        if client is None or client.token != token:
            client = self._desk.clients.client_of(token, self._session)
        self._clients[team] = client, now
        return client

    def _read_tokens(self, teams: Sequence[str]) -> Sequence[str | None]:
        tokens = {team: self._token_of(team) for team in set(teams)}
        return [tokens[team] for team in teams]

    def _token_of(self, team: str) -> str | None:
        try:
            return self._desk.clients.tokens.token(team)
        except NoTokenError:
            return None

    def _compose(self, claims: Sequence[Claim]) -> Sequence[_Composed | None]:
        """How each reads, from fresh facts; None for one that is no more."""
        with self._desk.database.reading() as session:
            standings = nudge_queue.standings(session, [claim.id for claim in claims])
            return [self._compose_one(session, claim, standings.get(claim.id)) for claim in claims]

    def _compose_one(self, session: Session, claim: Claim, standing: Standing | None) -> _Composed | None:
        desk = self._desk
        if standing is None:
            return None
        is_wanted = not (standing.answered or standing.owner_left or standing.contact_gone)
        message = desk.compose(session, claim.id) if is_wanted else None
        later = desk.postpone(session, claim.id, desk.clock()) if message is not None else None
        return _Composed(message, later)

    def _commit(self, works: Sequence[Callable[[Session], Any]]) -> Sequence[Any]:
        with self._desk.database.writing() as session:
            return [work(session) for work in works]

    def _note_refusals(self, refusals: Sequence[tuple[str, str, str]]) -> Sequence[None]:
        for team, token, code in refusals:
            self._desk.clients.tokens.refused(team, token, code, self._desk.real())
        return [None] * len(refusals)

    # Who it is for

    async def _has_left(self, client: AsyncWebClient, claim: Claim) -> bool:
        """Read the owner's profile, once a day. A profile that cannot be read holds nothing up."""
        at = self._desk.clock()
        asked_at = self._asked.get(claim.owner_id, claim.profile_at)
        if asked_at is not None and at - asked_at < PROFILE_EVERY:
            return False
        self._asked[claim.owner_id] = at
        async with self._slots.of(claim.team):
            profile = await ask_profile(client, claim.user)
        if not isinstance(profile, Profile):
            return False
        if profile.deleted:
            return await self._deactivate(claim)
        await self._write(lambda session: learn_owner(session, claim.owner_id, profile, at))
        return False

    async def _deactivate(self, claim: Claim) -> bool:
        at = self._desk.clock()
        dropped = await self._write(lambda session: profiles.deactivate_owner(session, claim.owner_id, at))
        log.info("owner.deactivated", owner=claim.owner_id, dropped=dropped)
        return True

    async def _open(self, client: AsyncWebClient, claim: Claim) -> Claim | str:
        """The claim with the channel of its owner, which finding needs; without one the owner's id does for posting."""
        async with self._slots.of(claim.team):
            opened = await open_dm(client, claim.user)
        if isinstance(opened, Refused) and opened.code in _GONE_CODES:
            await self._deactivate(claim)
            return "dropped"
        if isinstance(opened, Refused) and opened.code in DEAD_TOKEN_CODES:
            return await self._token_died(client, claim, opened.code)
        if isinstance(opened, Opened):
            await self._learn_channel(claim, opened.channel)
            return replace(claim, channel=opened.channel)
        return claim

    async def _learn_channel(self, claim: Claim, channel: str | None) -> None:
        await self._write(lambda session: profiles.learn_channel(session, claim.owner_id, channel))

    # Is it there already

    async def _look(self, client: AsyncWebClient, claim: Claim) -> str | None:
        """What became of a nudge that may have been posted; None if it certainly was not, and may be."""
        desk, channel = self._desk, claim.channel or claim.user
        async with self._slots.of(claim.team):
            result = await find(client, channel, claim.id, claim.since)
        if isinstance(result, NotKnown):
            return await self._not_known(client, claim, result)
        desk.pacing.answered(claim.team, LOOK)
        if isinstance(result, Found):
            return await self._mark_sent(claim, channel, result.ts, "found")
        if claim.attempts >= MOST_ATTEMPTS:
            return await self._fail(claim, claim.error or "unanswered")
        if claim.error is not None and claim.attempts > 1:  # Slack loses one after the other: not at once again
            again_at = desk.real() + delay(claim.attempts)
            return await self._put_back(claim, "planned", again_at, claim.attempts, claim.error)
        return None

    async def _not_known(self, client: AsyncWebClient, claim: Claim, result: NotKnown) -> str:
        """Still unknown: the workspace is not looked in for a while, all its unknown nudges wait."""
        desk = self._desk
        if result.refused:
            return await self._after_refusal(client, claim, result.reason, state="unknown")
        if result.retry_after is not None:
            until = desk.real() + timedelta(seconds=result.retry_after)
            desk.pacing.block(claim.team, LOOK, until)
        else:
            until = desk.pacing.lost(claim.team, LOOK, desk.real())
        return await self._put_back(claim, "unknown", until, claim.attempts, claim.error or result.reason)

    # The post

    async def _compose_and_post(self, client: AsyncWebClient, claim: Claim) -> str:
        composed = await self._composed(claim)
        if composed is None:
            return "lost"
        message, later = composed.message, composed.later
        if message is None:
            return await self._end(claim, "dropped")
        if later is not None:
            await self._write(lambda session: nudge_queue.postpone(session, claim, later))
            return "held"
        return await self._try(client, claim, message)

    async def _try(self, client: AsyncWebClient, claim: Claim, message: Message) -> str:
        desk = self._desk
        if desk.stop.is_set():
            return await self._let_go(claim)
        until = desk.real() + desk.claim_life
        if not await self._write(lambda session: nudge_queue.begin_try(session, claim, until)):
            return "lost"
        async with self._slots.of(claim.team):
            result = None
            if self._may_post(claim, until):
                desk.pacing.written(claim.owner_id, desk.real())
                result = await post(client, claim.channel or claim.user, message.text, message.blocks, claim.id)
                desk.pacing.taken(claim.owner_id, desk.real())
        if result is None:
            return await self._put_back(claim, "planned", None, claim.attempts)
        return await self._settle(client, claim, result, until)

    def _may_post(self, claim: Claim, until: datetime) -> bool:
        """Whether the wait for a slot changed nothing: no stop, no limit, and the claim outlasts the call."""
        desk, now = self._desk, self._desk.real()
        has_time = now + timedelta(seconds=desk.request_seconds) < until
        return has_time and not desk.stop.is_set() and claim.team not in desk.pacing.blocked(POST, now)

    async def _settle(
        self, client: AsyncWebClient, claim: Claim, result: Posted | Refused | RateLimited | Unknown, until: datetime
    ) -> str:
        """Write down what came of a try that ended while the claim lasts until `until`."""
        desk = self._desk
        if isinstance(result, Posted):
            return await self._mark_sent(claim, result.channel, result.ts, "sent")
        if isinstance(result, RateLimited):
            free_at = desk.real() + timedelta(seconds=result.seconds)
            desk.pacing.block(claim.team, POST, free_at)
            return await self._put_back(claim, "planned", free_at, claim.attempts, "ratelimited")
        if isinstance(result, Unknown):
            look_at = desk.real() + delay(1)
            if result.late:
                look_at = max(look_at, until, desk.real() + LATE_EFFECT)
            return await self._put_back(claim, "unknown", look_at, claim.attempts + 1, result.reason)
        return await self._after_refusal(client, claim, result.code)

    async def _after_refusal(self, client: AsyncWebClient, claim: Claim, code: str, state: str = "planned") -> str:
        if code in DEAD_TOKEN_CODES:
            return await self._token_died(client, claim, code)
        if code in _GONE_CODES:
            await self._deactivate(claim)
            return "dropped"
        if code == "channel_not_found":
            await self._learn_channel(claim, None)
        attempts = claim.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            return await self._fail(claim, code)
        return await self._put_back(claim, state, self._later(claim), attempts, code)

    # What became of it

    async def _mark_sent(self, claim: Claim, channel: str, ts: str, how: str) -> str:
        at = self._desk.clock()

        def mark(session: Session) -> None:
            nudge_queue.mark_sent(session, claim.id, channel=channel, ts=ts, at=at)
            homes.mark_stale(session, claim.owner_id)
            if claim.channel is None:
                profiles.learn_channel(session, claim.owner_id, channel)

        await self._write(mark)
        NUDGES_SENT.labels(kind=claim.kind).inc()
        log.info("nudge.delivered", nudge=claim.id, team=claim.team, how=how)
        return how

    async def _token_died(self, client: AsyncWebClient, claim: Claim, code: str) -> str:
        """The workspace waits until it has a token that works; the try does not count."""
        await self._refused((claim.team, client.token or "", code))
        self._clients.pop(claim.team, None)
        log.warning("team.token_refused", team=claim.team, reason=code)
        return await self._close(claim, code)

    async def _close(self, claim: Claim, code: str) -> str:
        for method in (POST, LOOK):
            self._desk.pacing.block(claim.team, method, self._desk.real() + CLOSED_PAUSE)
        return await self._put_back(claim, "unknown" if claim.look else "planned", None, claim.attempts, code)

    async def _let_go(self, claim: Claim) -> str:
        return await self._put_back(claim, "unknown" if claim.look else "planned", claim.again_at, claim.attempts)

    def _later(self, claim: Claim) -> datetime:
        return self._desk.real() + delay(claim.attempts + 1)

    async def _put_back(
        self, claim: Claim, state: str, try_at: datetime | None, attempts: int, error: str | None = None
    ) -> str:
        values: dict[str, Any] = {"state": state, "try_at": try_at, "attempts": attempts, "error": error}
        await self._write(lambda session: nudge_queue.put_back(session, claim, **values))
        return "held"

    async def _fail(self, claim: Claim, code: str) -> str:
        NUDGES_FAILED.labels(reason=code).inc()
        log.warning("nudge.failed", nudge=claim.id, team=claim.team, reason=code)
        return await self._end(claim, "failed", code)

    async def _end(self, claim: Claim, state: str, code: str | None = None) -> str:
        def end(session: Session) -> None:
            nudge_queue.end(session, claim, state=state, error=code)
            homes.mark_stale(session, claim.owner_id)

        await self._write(end)
        return state


def learn_owner(session: Session, owner_id: int, profile: Profile, at: datetime) -> bool:
    """Keep what a profile says of its owner; whether that changes when they are nudged."""
    return profiles.learn_owner(
        session, owner_id, zone=profile.zone, locale=profile.locale, away_until=profile.away_until, at=at
    )


def delay(attempts: int) -> timedelta:
    """How long to wait after so many tries: four times as long each time, and by up to a half less, at random."""
    longest = min(FIRST_DELAY * (1 << 2 * min(attempts - 1, 10)), LONGEST_DELAY)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  # it spreads load and guards nothing
