"""Everything that happens by the clock, as one table of jobs: `tick` walks it once, `start` does so again and again.

APScheduler only wakes the jobs; what is due they read from the database. So a wake-up that was missed, or came twice,
or came in two processes, makes no difference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.homes import Homes
from bot.slack.clients import Clients
from bot.store.engine import Database
from bot.welcoming import Welcoming
from jobs.deliver import deliver
from jobs.desk import Clock, Compose, Postpone, never
from jobs.dnd import DoNotDisturb
from jobs.homes import show_homes
from jobs.pacing import Pacing
from jobs.plan import plan
from jobs.refresh import refresh_stale
from jobs.rotate import rotate_tokens
from jobs.upkeep import upkeep
from jobs.welcomes import welcome_installers

if TYPE_CHECKING:
    from slack_sdk.oauth.token_rotation import TokenRotator

SECONDS = 3
UPKEEP_SECONDS = 300
ROTATE_SECONDS = 10  # a refresh token whose new pair a process lost is good for a short while only
WELCOME_SECONDS = 10
_BRIEFLY = 0.0  # a scheduled delivery need not wait for what waits: it comes again

log = structlog.get_logger(__name__)


def real_time() -> datetime:
    """Now, in UTC, for claims and for Slack's limits."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class JobContext:
    """What the jobs work with. `clock` says what is due; claims and Slack's limits run on `real` time."""

    database: Database
    clients: Clients
    compose: Compose
    clock: Clock = real_time
    claim_seconds: float = 60
    real: Clock = real_time
    postpone: Postpone = never
    pacing: Pacing = field(default_factory=Pacing)
    dnd: DoNotDisturb = field(default_factory=DoNotDisturb)
    stop: threading.Event = field(default_factory=threading.Event)
    homes: Homes | None = None
    welcoming: Welcoming | None = None
    rotator: TokenRotator | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job, and every how many seconds it runs. It is given `at`, the instant as of which it works."""

    run: Callable[[JobContext, datetime], dict[str, int]]
    seconds: int


def _rotate(context: JobContext, _at: datetime) -> dict[str, int]:
    return rotate_tokens(context.database, context.rotator, real=context.real, stop=context.stop)


def _plan(context: JobContext, at: datetime) -> dict[str, int]:
    return plan(at, context.database)


def _deliver(context: JobContext, at: datetime | Clock, **more: Any) -> dict[str, int]:
    return deliver(
        at,
        context.database,
        context.clients,
        context.compose,
        real=context.real,
        claim_seconds=context.claim_seconds,
        postpone=context.postpone,
        pacing=context.pacing,
        dnd=context.dnd,
        stop=context.stop,
        **more,
    )


def _refresh(context: JobContext, _at: datetime) -> dict[str, int]:
    return refresh_stale(
        context.database,
        context.clients,
        context.compose,
        real=context.real,
        pacing=context.pacing,
        stop=context.stop,
    )


def _homes(context: JobContext, at: datetime) -> dict[str, int]:
    if context.homes is None:
        return {}
    return show_homes(at, context.database, context.homes, real=context.real, pacing=context.pacing, stop=context.stop)


def _welcome(context: JobContext, at: datetime) -> dict[str, int]:
    return welcome_installers(at, context.welcoming, stop=context.stop) if context.welcoming is not None else {}


def _upkeep(context: JobContext, at: datetime) -> dict[str, int]:
    clear = context.homes.clear if context.homes is not None else None
    return upkeep(at, context.database, context.clients, real=context.real(), stop=context.stop, clear_home=clear)


JOBS: dict[str, Job] = {
    "rotate": Job(_rotate, ROTATE_SECONDS),
    "plan": Job(_plan, SECONDS),
    "deliver": Job(_deliver, SECONDS),
    "refresh": Job(_refresh, SECONDS),
    "homes": Job(_homes, SECONDS),
    "welcome": Job(_welcome, WELCOME_SECONDS),
    "upkeep": Job(_upkeep, UPKEEP_SECONDS),
}


def tick(context: JobContext, at: datetime) -> dict[str, dict[str, int]]:
    """Run every job once as of `at`; what each did. One that breaks off shows as `{"crashed": 1}`, the others go on."""
    return {name: _guarded(name, partial(job.run, context, at)) for name, job in JOBS.items()}


def _guarded(name: str, run: Callable[[], dict[str, int]]) -> dict[str, int]:
    try:
        return run()
    except Exception:  # one job's failure must not keep the others from their work
        log.exception("job.crashed", job=name)
        return {"crashed": 1}


class Running:
    """The jobs at work in threads of their own."""

    def __init__(self, context: JobContext, scheduler: BackgroundScheduler) -> None:
        self._context = context
        self._scheduler = scheduler

    def stop(self) -> None:
        """Begin nothing new, wait for what is under way (10 seconds at most), leave nothing claimed."""
        self._context.stop.set()
        self._scheduler.shutdown(wait=True)
        self._context.stop.clear()


def start(context: JobContext) -> Running:
    """Run every job now and then at its interval, until `stop`. No job runs twice at once in one process."""
    scheduler = BackgroundScheduler(timezone=UTC)
    for name, job in JOBS.items():
        scheduler.add_job(
            _wake,
            "interval",
            args=(context, name),
            id=name,
            seconds=job.seconds,
            next_run_time=real_time(),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
        )
    scheduler.start()
    return Running(context, scheduler)


def _wake(context: JobContext, name: str) -> None:
    if context.stop.is_set():
        return
    if name == "deliver":  # what falls due while it is at work need not wait until it comes to an end
        done = _guarded(name, partial(_deliver, context, context.clock, patience=_BRIEFLY))
    else:
        done = _guarded(name, partial(JOBS[name].run, context, context.clock()))
    if any(count for what, count in done.items() if what != "held"):
        log.info("job.done", job=name, **done)
