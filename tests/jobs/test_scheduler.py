"""The table of jobs, walked once and by the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.playground import Fault, Playground
from bot.store.engine import Database
from jobs import scheduler
from jobs.scheduler import JOBS, Job, JobContext, start, tick
from tests.jobs.given import AT, compose, delivered, nudges, one_team, owner, row_of, states


@pytest.fixture
def context(database: Database, slack: Playground) -> JobContext:
    """The jobs of a bot with one workspace, at an hour that stands still."""
    return JobContext(database=database, clients=one_team(slack), compose=compose, clock=lambda: AT)


def wait_until(condition: Iterator[bool]) -> None:
    """Wait, 5 seconds at most, for something that another thread does."""
    deadline = time.monotonic() + 5
    while not next(condition):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_a_tick_runs_every_job_and_says_what_each_did(context: JobContext, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(context.database, owner(context.database, ana))
    done = tick(context, AT)

    assert list(done) == ["rotate", "plan", "deliver", "refresh", "homes", "welcome", "upkeep"]
    assert done["deliver"] == {"sent": 1, "found": 0, "failed": 0, "dropped": 0, "held": 0}
    assert delivered([ana]) == {nudge: 1}
    assert not any(number for job in tick(context, AT).values() for number in job.values())


def test_what_is_due_and_what_sent_at_says_is_by_the_instant_of_the_tick(
    context: JobContext, slack: Playground
) -> None:
    then = AT + timedelta(days=400)
    [nudge] = nudges(context.database, owner(context.database, slack.members()[0]), planned_at=then)
    assert tick(context, AT)["deliver"]["sent"] == 0
    assert tick(context, then)["deliver"]["sent"] == 1
    assert row_of(context.database, nudge).sent_at == then


def test_a_job_that_breaks_off_does_not_keep_the_others_from_working(
    context: JobContext, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_context: JobContext, _at: datetime) -> dict[str, int]:
        raise RuntimeError

    monkeypatch.setitem(JOBS, "plan", Job(broken, 1))
    nudges(context.database, owner(context.database, slack.members()[0]))
    done = tick(context, AT)
    assert done["plan"] == {"crashed": 1}
    assert done["deliver"]["sent"] == 1


def test_the_scheduler_sends_what_falls_due_and_stops_with_nothing_claimed(
    context: JobContext, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "JOBS", {name: Job(job.run, 1) for name, job in JOBS.items()})
    members = [slack.person(f"Person {number}") for number in range(20)]
    running = start(context)
    for member in members:
        nudges(context.database, owner(context.database, member))
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.2))
    wait_until(iter(lambda: bool(delivered(members)), None))

    started = time.monotonic()
    running.stop()
    assert time.monotonic() - started < 10
    assert set(states(context.database)) <= {"sent", "planned"}

    slack.faults.clear()
    tick(context, AT)
    assert sorted(delivered(members).values()) == [1] * 20
