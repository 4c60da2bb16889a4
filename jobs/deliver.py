"""Nudges to Slack, each exactly once: which goes when, and how many at once. What happens to one is in `sending`.

A claim is taken when there is room for it, so a workspace that is slow, or that Slack holds back, keeps neither the
room nor the claims from the others: each gets its share.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.slack.clients import Clients
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.nudge_queue import Avoid, Claim, Waiting
from jobs.desk import Clock, Compose, Desk, Postpone, never
from jobs.dnd import DoNotDisturb
from jobs.pacing import Pacing
from jobs.sending import LOOK, POST, Sender
from jobs.slots import Slots

if TYPE_CHECKING:
    from aiohttp import ClientSession

SENDERS = 50
PATIENCE_SECONDS = 30
_BATCH = 20
_AHEAD = 6
_OF_ONE = 3  # nudges of one owner that are held or under way: more of theirs would only wait here
_GATHER = 0.02  # seconds in which what ends is gathered before the next are begun
_THREADS = 5  # for the database
_GLANCE = timedelta(seconds=0.25)  # how often a waiting run looks up: for a stop, for what others let go
_OUTCOMES = ("sent", "found", "failed", "dropped")
Result = TypeVar("Result")

log = structlog.get_logger(__name__)


def deliver(
    at: datetime | Clock,
    database: Database,
    clients: Clients,
    compose: Compose,
    *,
    real: Clock,
    claim_seconds: float = 60,
    senders: int = SENDERS,
    stop: threading.Event | None = None,
    patience: float = PATIENCE_SECONDS,
    pacing: Pacing | None = None,
    dnd: DoNotDisturb | None = None,
    postpone: Postpone = never,
) -> dict[str, int]:
    """Send what is due as of `at` and return when all of it is sent or ended, or must wait for over `patience` seconds.

    `senders` is how many requests to Slack are under way at once, in an event loop of this call's own. With a clock for
    `at`, what falls due meanwhile is sent as well. `held` counts what still waits. When `stop` is set, nothing new is
    begun, what is under way ends within 10 seconds, and no claim is left.
    """
    desk = Desk(
        database=database,
        clients=clients,
        compose=compose,
        clock=at if callable(at) else lambda: at,
        real=real,
        claim_seconds=claim_seconds,
        postpone=postpone,
        pacing=pacing or Pacing(),
        dnd=dnd or DoNotDisturb(),
        stop=stop or threading.Event(),
    )
    done: Counter[str] = Counter()
    with database.reading() as session:
        waits = nudge_queue.waiting(session, desk.clock()).count
    if waits:
        done = asyncio.run(_run(desk, senders, timedelta(seconds=patience)))
        with database.reading() as session:
            waits = nudge_queue.waiting(session, desk.clock()).count
    return {outcome: done[outcome] for outcome in _OUTCOMES} | {"held": waits}


async def _run(desk: Desk, senders: int, patience: timedelta) -> Counter[str]:
    slots = Slots(senders)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="store") as pool:
        async with desk.clients.session(desk.request_seconds) as session:
            return await Run(desk, slots, patience, session, pool).run()


class Run:
    """One run of `deliver`."""

    def __init__(
        self, desk: Desk, slots: Slots, patience: timedelta, session: ClientSession, pool: ThreadPoolExecutor
    ) -> None:
        self._desk = desk
        self._slots = slots
        self._room = _AHEAD * slots.count
        self._patience = patience
        self._pool = pool
        self._sender = Sender(desk, session, pool, slots)
        self._held: list[Claim] = []
        self._running: dict[int, asyncio.Task[str]] = {}  # by owner: one at a time
        self._runs: Counter[str] = Counter()  # how many of them are of each workspace
        self._ended = asyncio.Event()
        self._done: Counter[str] = Counter()
        self._closed = desk.clients.tokens.closed_teams()
        self._claim_at = self._progress_at = desk.real()
        self._in_vain: set[str] = set()  # the workspaces that a claim which found nothing had left alone
        self._was_idle = False  # when the last claim was made

    async def run(self) -> Counter[str]:
        """Send until nothing is left that can be sent within the patience; how many nudges ended in which way."""
        try:
            while not self._desk.stop.is_set():
                await self._start()
                if await self._claim_more():
                    continue
                pause = await self._pause()
                if pause is None:
                    break
                await self._wait(pause)
        finally:
            self._slots.close()
            await self._let_go(self._held)
            await asyncio.gather(*self._running.values(), return_exceptions=True)
        return self._done

    async def _start(self) -> None:
        """Begin with every held nudge that may go now; put back those of workspaces that Slack holds back."""
        now = self._desk.real()
        blocked = {method: self._desk.pacing.blocked(method, now) for method in (POST, LOOK)}
        barred = [claim for claim in self._held if claim.team in blocked[LOOK if claim.look else POST]]
        await self._let_go(barred)
        held, self._held = [claim for claim in self._held if claim not in barred], []
        self._slots.teams = len({claim.team for claim in held} | {team for team, runs in self._runs.items() if runs})
        for claim in held:
            if self._may_start(claim, now):
                self._begin(claim)
            else:
                self._held.append(claim)

    def _may_start(self, claim: Claim, now: datetime) -> bool:
        return (
            len(self._running) < self._room
            and claim.owner_id not in self._running
            and self._runs[claim.team] < _AHEAD * self._slots.share
            and self._desk.pacing.ready_at(claim.owner_id) <= now
        )

    def _begin(self, claim: Claim) -> None:
        task = asyncio.create_task(self._sender.send(claim))
        self._running[claim.owner_id] = task
        self._runs[claim.team] += 1
        task.add_done_callback(partial(self._when_ended, claim))

    def _when_ended(self, claim: Claim, task: asyncio.Task[str]) -> None:
        del self._running[claim.owner_id]
        self._runs[claim.team] -= 1
        error = None if task.cancelled() else task.exception()
        if error is not None:  # the database is away: the claim runs out, and the nudge is looked for
            log.error("deliver.lost_a_claim", nudge=claim.id, exc_info=error)
        outcome = "held" if task.cancelled() or error is not None else task.result()
        self._done[outcome] += 1
        if outcome in _OUTCOMES:
            self._progress_at = self._desk.real()
        self._ended.set()

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        """What waits for the database does not hold up what waits for Slack."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def _claim_more(self) -> bool:
        """Claim a batch if there is room and no held nudge could use it; whether there was anything."""
        desk, now = self._desk, self._desk.real()
        avoid = self._avoid(now)
        is_idle = not (self._running or self._held)
        is_too_soon = now < self._claim_at and self._in_vain <= set(avoid.teams) and is_idle <= self._was_idle
        if is_too_soon or len(self._running) >= self._room:
            return False
        claims = await self._in_thread(partial(self._claim, now, avoid))
        self._held += claims
        self._was_idle = is_idle  # and so left no owner alone
        if not claims:  # there is no point in asking again at once, unless a workspace is no longer left alone
            self._claim_at, self._in_vain = now + _GLANCE, set(avoid.teams)
            self._closed = await self._in_thread(desk.clients.tokens.closed_teams)
        return bool(claims)

    def _claim(self, now: datetime, avoid: Avoid) -> list[Claim]:
        desk = self._desk
        with desk.database.writing() as session:
            return nudge_queue.claim(
                session, at=desk.clock(), now=now, until=now + desk.claim_life, limit=_BATCH, avoid=avoid
            )

    def _avoid(self, now: datetime) -> Avoid:
        pacing = self._desk.pacing
        held = Counter(claim.team for claim in self._held)
        busy = {team for team, count in held.items() if count >= _BATCH}
        busy |= {team for team, runs in self._runs.items() if runs >= _AHEAD * self._slots.share}
        waiting = Counter([*self._running, *(claim.owner_id for claim in self._held)])
        return Avoid(
            teams=busy | self._closed,
            posting=pacing.blocked(POST, now).keys(),
            looking=pacing.blocked(LOOK, now).keys(),
            owners={owner for owner, count in waiting.items() if count >= _OF_ONE},
        )

    async def _pause(self) -> timedelta | None:
        """How long to wait for the next thing that can happen; None if there is none within the patience."""
        now = self._desk.real()
        if self._running or self._held:
            ready = (self._desk.pacing.ready_at(claim.owner_id) for claim in self._held)
            return min([_GLANCE, *(at - now for at in ready if at > now)])
        waits = await self._in_thread(self._waiting)
        free_at = self._free_at(waits, now)
        if free_at is None or free_at > self._progress_at + self._patience:
            return None
        return _GLANCE

    def _waiting(self) -> Waiting:
        with self._desk.database.reading() as session:
            return nudge_queue.waiting(session, self._desk.clock(), self._closed)

    def _free_at(self, waits: Waiting, now: datetime) -> datetime | None:
        """When a nudge that nobody holds may next be claimed, as far as its row and Slack's limits tell."""
        times = [waits.free_at] if waits.free_at is not None else []
        if waits.free_now or (waits.free_at is not None and waits.free_at <= now):
            blocks = [until for method in (POST, LOOK) for until in self._desk.pacing.blocked(method, now).values()]
            times = [min(blocks, default=now + _GLANCE)]
        return min(times, default=None)

    async def _wait(self, pause: timedelta) -> None:
        """Wait for a nudge to come to its end, then a moment for others."""
        self._ended.clear()
        try:
            async with asyncio.timeout(max(pause.total_seconds(), 0.001)):
                await self._ended.wait()
        except TimeoutError:
            return
        await asyncio.sleep(_GATHER)

    async def _let_go(self, claims: list[Claim]) -> None:
        """Put back what was not begun, as it was."""
        if claims:
            await self._in_thread(partial(self._put_back, claims))

    def _put_back(self, claims: list[Claim]) -> None:
        with self._desk.database.writing() as session:
            for claim in claims:
                state = "unknown" if claim.look else "planned"
                nudge_queue.put_back(session, claim, state=state, try_at=claim.again_at, attempts=claim.attempts)
