"""One nudge on its way to Slack, from the claim to what became of it. Which goes when: `deliver`.

Before anything is posted again that may have been posted, it is looked for; and no try is made that is not counted
first. So a kill at any instant leaves a claim that runs out, and whoever takes it then looks before it posts.

All nudges of a run share one event loop, its connections, and a few threads for the database: many are composed in one
look, and what became of many is written in one transaction. Each still waits for its own commit, before its post too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.orm import Session

from bot.blocks.message import Message
from bot.network.owners import local
from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.clients import DEAD_TOKEN_CODES, NoTokenError
from bot.slack.finding import Found, NotKnown, find
from bot.slack.posting import Posted, post
from bot.store import homes, nudge_queue, profiles
from bot.store.nudge_queue import Claim, Standing
from bot.store.tables import OwnerRow
from bot.telemetry import NUDGES_FAILED, NUDGES_SENT
from jobs.addressing import GONE_CODES, Addressees, Write
from jobs.batches import Batches
from jobs.desk import CLOSED_PAUSE, Desk
from jobs.slots import Slots

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

POST, LOOK = "chat.postMessage", "conversations.history"
MOST_ATTEMPTS = 8  # by then nearly two hours have passed
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
ROTATION_PAUSE = timedelta(seconds=10)  # for one whose token has ended: another process may just be exchanging it
LATE_EFFECT = timedelta(seconds=10)  # after a time-out, how long the effect may still come
_COMPOSED_AT_ONCE = 40
_WRITTEN_AT_ONCE = 100
_TOKEN_KEPT = timedelta(seconds=1)  # any process may have another by then
_NEAR = 7_200  # seconds from a claim to the ts of its message: tries explain them, another clock need not
_LINGER = 0.03  # seconds that a batch waits for more: a look at the database, or a commit to the disk, costs more

log = structlog.get_logger(__name__)


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
        self._clients: dict[str, tuple[AsyncWebClient, datetime]] = {}  # by workspace, and when their tokens were read
        side_by_side = 1 if desk.database.is_sqlite else 3  # PostgreSQL is waited for, SQLite is computed here
        self._token = Batches(self._read_tokens, pool, most=_WRITTEN_AT_ONCE)
        self._composed = Batches(self._compose, pool, most=_COMPOSED_AT_ONCE, at_once=side_by_side, linger=_LINGER)
        self._write: Write = Batches(self._commit, pool, most=_WRITTEN_AT_ONCE, linger=_LINGER)
        self._refused = Batches(self._note_refusals, pool, most=1)
        self._clock = Batches(self._read_clocks, pool, most=_COMPOSED_AT_ONCE)
        self._people = Addressees(desk, slots, pool, self._write)

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
        if not desk.stop.is_set() and await self._people.have_left(client, claim):
            return "dropped"
        if not desk.stop.is_set() and claim.channel is None:
            channel = await self._people.channel_of(client, claim)
            if isinstance(channel, Refused) and channel.code in GONE_CODES | DEAD_TOKEN_CODES:
                return await self._after_refusal(client, claim, channel.code)
            claim = replace(claim, channel=channel if isinstance(channel, str) else None)
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

    # Is it there already

    def _read_clocks(self, conversations: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Whether Slack's clock stands near ours, as far as the newest nudge of each conversation tells."""
        with self._desk.database.reading() as session:
            stamps = [nudge_queue.newest_stamp(session, team, channel) for team, channel in conversations]
        return [stamp is not None and abs(float(stamp[0]) - stamp[1].timestamp()) < _NEAR for stamp in stamps]

    async def _look(self, client: AsyncWebClient, claim: Claim) -> str | None:
        """What became of a nudge that may have been posted; None if it certainly was not, and may be."""
        desk, channel = self._desk, claim.channel or claim.user
        clock_is_ours = await self._clock((claim.team, channel))
        async with self._slots.of(claim.team):
            result = await find(
                client, channel, claim.id, claim.since, clock_is_ours=clock_is_ours, places=desk.pacing.places
            )
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
        disturbed_until = await self._people.not_before(client, claim)
        if disturbed_until is not None:
            return await self._postpone(claim, disturbed_until, dnd=True)
        composed = await self._composed(claim)
        if composed is None:
            return "lost"
        message, later = composed.message, composed.later
        if message is None:
            return await self._end(claim, "dropped")
        if later is not None:
            return await self._postpone(claim, later)
        return await self._try(client, claim, message)

    async def _try(self, client: AsyncWebClient, claim: Claim, message: Message) -> str:
        desk = self._desk
        if desk.stop.is_set():
            return await self._let_go(claim)
        until = desk.real() + desk.claim_life
        if not await self._write(lambda session: nudge_queue.begin_try(session, claim, until, message.nudges)):
            return "lost"
        async with self._slots.of(claim.team):
            result = None
            if self._may_post(claim, until):
                desk.pacing.written(claim.owner_id, desk.real())
                where = claim.channel or claim.user
                result = await post(client, where, message.text, message.blocks, claim.id, message.nudges)
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
        if code in GONE_CODES:
            await self._people.deactivate(claim)
            return "dropped"
        if code == "channel_not_found":
            await self._people.learn_channel(claim, None)
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
        self._clients.pop(claim.team, None)
        if await self._token(claim.team) not in (None, client.token):  # it was exchanged, or installed anew, meanwhile
            return await self._let_go(claim)
        await self._refused((claim.team, client.token or "", code))
        log.warning("team.token_refused", team=claim.team, reason=code)
        return await self._close(claim, code)

    async def _close(self, claim: Claim, code: str) -> str:
        pause = ROTATION_PAUSE if code == "token_expired" else CLOSED_PAUSE
        for method in (POST, LOOK):
            self._desk.pacing.block(claim.team, method, self._desk.real() + pause)
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

    async def _postpone(self, claim: Claim, until: datetime, *, dnd: bool = False) -> str:
        """Let it be due at `until`, by the limit of that day; with `dnd` nothing more is written down before then."""
        at = self._desk.clock()

        def postpone(session: Session) -> None:
            owner = session.get_one(OwnerRow, claim.owner_id)
            nudge_queue.postpone(session, claim, until, local(owner, until).date())
            if dnd:
                profiles.learn_dnd(session, claim.owner_id, until, at)

        await self._write(postpone)
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


def delay(attempts: int) -> timedelta:
    """How long to wait after so many tries: four times as long each time, and by up to a half less, at random."""
    longest = min(FIRST_DELAY * (1 << 2 * min(attempts - 1, 10)), LONGEST_DELAY)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  # it spreads load and guards nothing
