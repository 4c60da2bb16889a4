"""Nudges to Slack, each exactly once: which goes when, and by how many threads. What happens to one is in `sending`.

A claim is taken when a thread is free for it, so a workspace that is slow, or that Slack holds back, keeps neither the
threads nor the claims from the others: each gets its share.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

import structlog

from bot.slack.clients import Clients
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.nudge_queue import Avoid, Claim
from jobs.pacing import Pacing
from jobs.sending import LOOK, POST, Clock, Compose, Desk, Postpone, Sender, never

SENDERS = 20
PATIENCE_SECONDS = 30
_BATCH = 20
_GLANCE = timedelta(seconds=0.25)  # how often a waiting run looks up: for a stop, for what others let go
_OUTCOMES = ("sent", "found", "failed", "dropped")

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
    postpone: Postpone = never,
) -> dict[str, int]:
    """Send what is due as of `at` and return when all of it is sent or ended, or must wait for over `patience` seconds.

    With a clock for `at`, what falls due meanwhile is sent as well. `held` counts what still waits. When `stop` is set,
    nothing new is begun, what is under way ends within 10 seconds, and no claim is left.
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
        stop=stop or threading.Event(),
    )
    done: Counter[str] = Counter()
    with database.reading() as session:
        waits = nudge_queue.waiting(session, desk.clock()).count
    if waits:
        done = Run(desk, senders, timedelta(seconds=patience)).run()
        with database.reading() as session:
            waits = nudge_queue.waiting(session, desk.clock()).count
    return {outcome: done[outcome] for outcome in _OUTCOMES} | {"held": waits}


class Run:
    """One run of `deliver`. All its state belongs to the thread that calls `run`; senders only put into `_ended`."""

    def __init__(self, desk: Desk, senders: int, patience: timedelta) -> None:
        self._desk = desk
        self._senders = senders
        self._patience = patience
        self._sender = Sender(desk)
        self._held: list[Claim] = []
        self._running: dict[int, Claim] = {}  # by owner: one at a time
        self._runs: Counter[str] = Counter()  # how many of them are of each workspace
        self._ended: SimpleQueue[tuple[Claim, str]] = SimpleQueue()
        self._done: Counter[str] = Counter()
        self._closed = desk.clients.tokens.closed_teams()
        self._claim_at = self._progress_at = desk.real()
        self._in_vain: set[str] = set()  # the workspaces that a claim which found nothing had left alone

    def run(self) -> Counter[str]:
        """Send until nothing is left that can be sent within the patience; how many nudges ended in which way."""
        with ThreadPoolExecutor(self._senders, thread_name_prefix="sender") as pool:
            try:
                while not self._desk.stop.is_set():
                    self._start(pool)
                    if self._claim_more():
                        continue
                    pause = self._pause()
                    if pause is None:
                        break
                    self._collect(pause)
            finally:
                self._let_go(self._held)
        while not self._ended.empty():
            self._collect(timedelta())
        return self._done

    def _start(self, pool: ThreadPoolExecutor) -> None:
        """Hand over every held nudge that may go now; put back those of workspaces that Slack holds back."""
        now = self._desk.real()
        blocked = {method: self._desk.pacing.blocked(method, now) for method in (POST, LOOK)}
        barred = [claim for claim in self._held if claim.team in blocked[LOOK if claim.look else POST]]
        self._let_go(barred)
        held, self._held = [claim for claim in self._held if claim not in barred], []
        share = self._share(held)
        for claim in held:
            if self._may_start(claim, now, share):
                self._running[claim.owner_id] = claim
                self._runs[claim.team] += 1
                pool.submit(self._sender.send, claim).add_done_callback(self._when_ended(claim))
            else:
                self._held.append(claim)

    def _may_start(self, claim: Claim, now: datetime, share: int) -> bool:
        return (
            len(self._running) < self._senders
            and claim.owner_id not in self._running
            and self._runs[claim.team] < share
            and self._desk.pacing.ready_at(claim.owner_id) <= now
        )

    def _when_ended(self, claim: Claim) -> Callable[[Future[str]], None]:
        def ended(future: Future[str]) -> None:
            error = future.exception()
            if error is not None:  # the database is away: the claim runs out, and the nudge is looked for
                log.error("deliver.lost_a_claim", nudge=claim.id, exc_info=error)
            self._ended.put((claim, future.result() if error is None else "held"))

        return ended

    def _share(self, held: list[Claim]) -> int:
        """How many threads one workspace may have: with all that are at it now there is always one left for another."""
        teams = {claim.team for claim in held} | {team for team, runs in self._runs.items() if runs}
        return max(1, self._senders // (len(teams) + 1))

    def _mine(self) -> Iterator[Claim]:
        yield from self._held
        yield from self._running.values()

    def _claim_more(self) -> bool:
        """Claim a batch if a thread is free and no held nudge could use it; whether there was anything."""
        desk, now = self._desk, self._desk.real()
        avoid = self._avoid(now)
        is_too_soon = now < self._claim_at and self._in_vain <= set(avoid.teams)
        if is_too_soon or len(self._running) >= self._senders:
            return False
        with desk.database.writing() as session:
            claims = nudge_queue.claim(
                session, at=desk.clock(), now=now, until=now + desk.claim_life, limit=_BATCH, avoid=avoid
            )
        self._held += claims
        if not claims:  # there is no point in asking again at once, unless a workspace is no longer left alone
            self._claim_at, self._in_vain = now + _GLANCE, set(avoid.teams)
            self._closed = desk.clients.tokens.closed_teams()
        return bool(claims)

    def _avoid(self, now: datetime) -> Avoid:
        pacing = self._desk.pacing
        held = Counter(claim.team for claim in self._held)
        share = self._share(self._held)
        busy = {team for team, count in held.items() if count >= _BATCH}
        busy |= {team for team, runs in self._runs.items() if runs >= share}
        return Avoid(
            teams=busy | self._closed,
            posting=pacing.blocked(POST, now).keys(),
            looking=pacing.blocked(LOOK, now).keys(),
            owners={claim.owner_id for claim in self._mine()},
        )

    def _pause(self) -> timedelta | None:
        """How long to wait for the next thing that can happen; None if there is none within the patience."""
        now = self._desk.real()
        if self._running or self._held:
            ready = (self._desk.pacing.ready_at(claim.owner_id) for claim in self._held)
            return min([_GLANCE, *(at - now for at in ready if at > now)])
        with self._desk.database.reading() as session:
            waits = nudge_queue.waiting(session, self._desk.clock(), self._closed)
        free_at = self._free_at(waits, now)
        if free_at is None or free_at > self._progress_at + self._patience:
            return None
        return _GLANCE

    def _free_at(self, waits: nudge_queue.Waiting, now: datetime) -> datetime | None:
        """When a nudge that nobody holds may next be claimed, as far as its row and Slack's limits tell."""
        times = [waits.free_at] if waits.free_at is not None else []
        if waits.free_now or (waits.free_at is not None and waits.free_at <= now):
            blocks = [until for method in (POST, LOOK) for until in self._desk.pacing.blocked(method, now).values()]
            times = [min(blocks, default=now + _GLANCE)]
        return min(times, default=None)

    def _collect(self, pause: timedelta) -> None:
        """Wait for a sender to end, and take note of all that have."""
        try:
            ended = self._ended.get(timeout=max(pause.total_seconds(), 0.001))
            while True:
                claim, outcome = ended
                del self._running[claim.owner_id]
                self._runs[claim.team] -= 1
                self._done[outcome] += 1
                if outcome in _OUTCOMES:
                    self._progress_at = self._desk.real()
                ended = self._ended.get_nowait()
        except Empty:
            return

    def _let_go(self, claims: list[Claim]) -> None:
        """Put back what was not begun, as it was."""
        if not claims:
            return
        with self._desk.database.writing() as session:
            for claim in claims:
                state = "unknown" if claim.look else "planned"
                nudge_queue.put_back(session, claim, state=state, try_at=claim.again_at, attempts=claim.attempts)
