"""App Homes that lack what happened by the clock, or what Slack did not take at once, shown anew.

Some are shown at once, of each workspace no more than its share, so that a slow one delays no other; and while a run
lasts it looks up for others that fell behind meanwhile. What they show, and how a race is not lost: `bot.homes`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import structlog

from bot.homes import NO_TOKEN, Homes
from bot.network.owners import Owner
from bot.slack.calling import Done, RateLimited, Refused
from bot.store import homes as stale
from bot.store.engine import Database
from jobs.desk import CLOSED_PAUSE
from jobs.pacing import Pacing

PUBLISH = "views.publish"
PUBLISHERS = 12
SHARE = 2  # of one workspace at once; of one that was just slow, one
SLOW = timedelta(seconds=1)
PATIENCE = timedelta(seconds=30)  # a run begins nothing after that; there is another soon
_GLANCE = timedelta(seconds=1)
_EACH = 20  # of one workspace in one reading
_AT_ONCE = 200
_TRIES = 2  # in one run: what changed while it was shown is shown once more
Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


def show_homes(
    at: datetime, database: Database, homes: Homes, *, real: Clock, pacing: Pacing, stop: threading.Event
) -> dict[str, int]:
    """Show anew what is out of date, as of `at`.

    `shown` say how things stand; `given_up` Slack does not take; `held` come later.
    """
    with database.reading() as session:
        if not stale.stale_homes(session, 1, each=1):
            return dict.fromkeys(("shown", "given_up", "held"), 0)
    with ThreadPoolExecutor(PUBLISHERS, thread_name_prefix="homes") as pool:
        return _Run(at, database, homes, real=real, pacing=pacing, stop=stop, pool=pool).run()


class _Run:
    """One run of `show_homes`. Only the thread that runs it touches what it remembers."""

    def __init__(
        self,
        at: datetime,
        database: Database,
        homes: Homes,
        *,
        real: Clock,
        pacing: Pacing,
        stop: threading.Event,
        pool: ThreadPoolExecutor,
    ) -> None:
        self._at, self._database, self._homes = at, database, homes
        self._real, self._pacing, self._stop, self._pool = real, pacing, stop, pool
        self._running: dict[Future[tuple[str, timedelta]], Owner] = {}
        self._behind: list[Owner] = []  # read, and not begun
        self._read_at: datetime | None = None
        self._tries: Counter[Owner] = Counter()
        self._slow: set[str] = set()
        self._done: Counter[str] = Counter()

    def run(self) -> dict[str, int]:
        until = self._real() + PATIENCE
        while True:
            if not self._stop.is_set() and self._real() < until:
                self._begin()
            if not self._running:
                break
            ended, _ = wait(self._running, timeout=_GLANCE.total_seconds(), return_when=FIRST_COMPLETED)
            for future in ended:
                self._take(future)
        self._done["held"] += len(self._behind)
        return {outcome: self._done[outcome] for outcome in ("shown", "given_up", "held")}

    def _begin(self) -> None:
        """Begin what there is room for."""
        if self._is_time_to_read():
            self._read()
        blocked = self._pacing.blocked(PUBLISH, self._real())
        busy = Counter(owner.team for owner in self._running.values())
        rest: list[Owner] = []
        for owner in self._behind:
            has_room = len(self._running) < PUBLISHERS and busy[owner.team] < self._share(owner.team)
            if owner.team in blocked or not has_room:
                rest.append(owner)
                continue
            busy[owner.team] += 1
            self._tries[owner] += 1
            self._running[self._pool.submit(self._show, owner)] = owner
        self._behind = rest

    def _share(self, team: str) -> int:
        return 1 if team in self._slow else SHARE

    def _is_time_to_read(self) -> bool:
        """At the beginning, when all that was read is begun, and from time to time."""
        return self._read_at is None or not self._behind or self._real() >= self._read_at + _GLANCE

    def _read(self) -> None:
        self._read_at = self._real()
        closed = list(self._pacing.blocked(PUBLISH, self._read_at))
        with self._database.reading() as session:
            found = stale.stale_homes(session, _AT_ONCE, each=_EACH, closed=closed)
        running = set(self._running.values())
        owners = [Owner(one.team, one.user) for one in found]
        self._behind = [one for one in owners if one not in running and self._tries[one] < _TRIES]

    def _take(self, future: Future[tuple[str, timedelta]]) -> None:
        owner = self._running.pop(future)
        outcome, took = future.result()
        self._done[outcome] += 1
        if took > SLOW:
            self._slow.add(owner.team)
        else:
            self._slow.discard(owner.team)

    def _show(self, owner: Owner) -> tuple[str, timedelta]:
        """In another thread: publish it; what came of it, and how long that took."""
        begun = self._real()
        try:
            outcome = _show(owner, self._at, self._homes, self._real, self._pacing)
        except Exception:  # one owner's bad row must not cost the others their Homes
            log.exception("homes.failed", team=owner.team, user=owner.user)
            outcome = "held"
        return outcome, self._real() - begun


def _show(owner: Owner, at: datetime, homes: Homes, real: Clock, pacing: Pacing) -> str:
    answer = homes.show(owner, at)
    if answer is None or isinstance(answer, Done):
        pacing.answered(owner.team, PUBLISH)
        return "shown"
    if isinstance(answer, Refused):
        homes.give_up(owner)
        return "given_up"
    if isinstance(answer, RateLimited):
        pacing.block(owner.team, PUBLISH, real() + timedelta(seconds=answer.seconds))
    elif answer.reason == NO_TOKEN:
        pacing.block(owner.team, PUBLISH, real() + CLOSED_PAUSE)
    else:
        pacing.lost(owner.team, PUBLISH, real())
    return "held"
