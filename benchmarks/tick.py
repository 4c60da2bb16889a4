"""The clock: what it costs to write down what is due, on SQLite and on PostgreSQL.

Run: `python -m benchmarks.tick [--full]`. A thousand contacts of two hundred owners are due at one instant, in a small
network and in a large one (100,000 contacts of 1,000 owners; with `--full` 1,000,000 of 10,000). Beside it stand the
raw SQL that leaves the same nudges behind, one transaction an owner, and the naive way: an APScheduler job a contact.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from benchmarks.databases import KINDS, fresh, tidy
from benchmarks.rows import Row, table
from bot.slack.clients import Clients, FixedToken
from bot.store.engine import BEGIN_WRITING, Database
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, new_id
from jobs import scheduler
from jobs.plan import plan

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, at the nudge time
TODAY = AT.date()
BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)
DUE_OWNERS, DUE_EACH = 200, 5  # five is the daily limit
ROUNDS = 3
AT_ONCE = 10_000
_OWNERS, _CONTACTS, _NUDGES = (row.metadata.tables[row.__tablename__] for row in (OwnerRow, ContactRow, NudgeRow))


@dataclass(frozen=True, slots=True)
class Size:
    """How large the stored network is."""

    contacts: int
    owners: int


SMALL, LARGE, FULL = Size(10_000, 200), Size(100_000, 1_000), Size(1_000_000, 10_000)
NAIVE = {LARGE: 2_000, FULL: 10_000}  # jobs: each of so many costs some milliseconds to add


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one database: writing down what is due, the raw SQL, a tick and a plan when nothing is due."""

    plan: float
    raw: float
    idle_plan: float
    idle_tick: float


def measure(large: Size = LARGE) -> list[Row]:
    """The rows of the table."""
    rows: list[Row] = []
    for kind in KINDS:
        times = {size: _times(kind, size) for size in (SMALL, large)}
        rows += _rows(kind, times[SMALL], times[large], large)
    return rows + _naive(NAIVE[large], next(row.ours for row in rows))


def _rows(kind: str, small: Times, large: Times, size: Size) -> list[Row]:
    stored = f"of {size.contacts:,} contacts, {kind}"
    due = DUE_OWNERS * DUE_EACH
    most = 10 if kind == "SQLite" else 25
    return [
        Row(what=f"{due:,} due {stored}", ours=large.plan, beside=large.raw, than="raw SQL", most=most),
        Row(what=f"{due:,} due {stored}", ours=large.plan, beside=small.plan, than="of 10,000", most=1.5),
        Row(what=f"nothing due {stored}: plan", ours=large.idle_plan, most=10),
        Row(what=f"nothing due {stored}: the whole tick", ours=large.idle_tick, most=10),
    ]


def _times(kind: str, size: Size) -> Times:
    with fresh(kind) as database:
        fill(database, size)
        tidy(database)
        plan(BEFORE, database)  # what a process does only once is done
        ours, raw = [], []
        for _ in range(ROUNDS):
            raw.append(_timed(lambda: raw_plan(database)))
            _take_back(database)
            ours.append(_timed(lambda: plan(AT, database)))
            _check(database)
            _take_back(database)
        context = scheduler.JobContext(
            database=database,
            clients=Clients(FixedToken("x"), "http://127.0.0.1:9/"),  # nobody is asked anything
            compose=lambda _session, _nudge: None,
        )
        return Times(
            plan=median(ours),
            raw=median(raw),
            idle_plan=median(_timed(lambda: plan(BEFORE, database)) for _ in range(9)),
            idle_tick=median(_timed(lambda: scheduler.tick(context, BEFORE)) for _ in range(9)),
        )


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return 1000 * (perf_counter() - began)


# The network


def fill(database: Database, size: Size) -> None:
    """Owners with their contacts, in bulk: those of `DUE_OWNERS` of them who are due, all others' days are to come."""
    each = size.contacts // size.owners
    with database.writing() as session:
        connection = session.connection()
        connection.execute(insert(_OWNERS), [_owner(number) for number in range(1, size.owners + 1)])
        batch: list[dict[str, Any]] = []
        for number in range(1, size.owners + 1):
            batch += (_contact(number, index) for index in range(each))
            if len(batch) >= AT_ONCE or number == size.owners:
                connection.execute(insert(_CONTACTS), batch)
                batch.clear()


def _owner(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "team": f"T{number % 50}",
        "user": f"U{number}",
        "created_at": BEFORE,
        "profile_at": BEFORE,
        "next_at": AT if number <= DUE_OWNERS else AFTER,
        "discreet": False,
    }


def _contact(owner: int, index: int) -> dict[str, Any]:
    is_due = owner <= DUE_OWNERS and index < DUE_EACH
    return {
        "owner_id": owner,
        "name": f"Person {index}",
        "key": f"person {index}",
        "aliases": [],
        "links": [],
        "via": [],
        "cadence": "P3M",
        "cadence_is_own": False,
        "created_on": date(2026, 1, 5),
        "last_interaction_on": date(2026, 8, 24),
        "next_check_in_on": TODAY if is_due else TODAY + timedelta(days=1 + index % 90),
    }


def _take_back(database: Database) -> None:
    mine = range(1, DUE_OWNERS + 1)
    with database.writing() as session:
        session.execute(delete(_NUDGES))
        session.execute(update(_OWNERS).where(_OWNERS.c.id.in_(mine)).values(next_at=AT))
        session.execute(update(_CONTACTS).where(_CONTACTS.c.owner_id.in_(mine)).values(asked_on=None))


def _check(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(_NUDGES)) == DUE_OWNERS * DUE_EACH


# The raw SQL


def raw_plan(database: Database) -> None:
    """Leave the same nudges behind as `plan`, knowing beforehand that check-ins are all there is."""
    with database.engine.connect() as connection:
        owners = connection.execute(
            select(_OWNERS.c.id, _OWNERS.c.team).where(_OWNERS.c.next_at <= AT, _OWNERS.c.deactivated_at.is_(None))
        ).all()
        connection.commit()
        for owner_id, team in owners:
            with connection.begin():
                if database.is_sqlite:
                    connection.exec_driver_sql(BEGIN_WRITING)
                _raw_owner(connection, owner_id, team)


_TAKE = (
    update(_OWNERS)
    .where(_OWNERS.c.id == bindparam("owner"), _OWNERS.c.next_at == bindparam("seen"))
    .values(next_at=bindparam("later"))
)
_DUE = (
    select(_CONTACTS.c.id, _CONTACTS.c.next_check_in_on)
    .where(_CONTACTS.c.owner_id == bindparam("owner"), _CONTACTS.c.next_check_in_on <= bindparam("today"))
    .order_by(_CONTACTS.c.next_check_in_on)
    .limit(DUE_EACH)
)
_WRITE = {
    "sqlite": sqlite.insert(_NUDGES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_NUDGES).on_conflict_do_nothing(),
}
_ASKED = update(_CONTACTS).where(_CONTACTS.c.id == bindparam("contact")).values(asked_on=bindparam("day"))


def _raw_owner(connection: Connection, owner_id: int, team: str) -> None:
    assert connection.execute(_TAKE, {"owner": owner_id, "seen": AT, "later": AFTER}).rowcount == 1
    found = connection.execute(_DUE, {"owner": owner_id, "today": TODAY}).all()
    nudges = [_raw_nudge(owner_id, team, contact_id, due_on) for contact_id, due_on in found]
    connection.execute(_WRITE[connection.dialect.name], nudges)
    connection.execute(_ASKED, [{"contact": contact_id, "day": due_on} for contact_id, due_on in found])


def _raw_nudge(owner_id: int, team: str, contact_id: int, due_on: date) -> dict[str, Any]:
    return {
        "id": new_id(),
        "owner_id": owner_id,
        "team": team,
        "contact_id": contact_id,
        "kind": "check_in",
        "occasion": f"{contact_id}:{due_on}",
        "due_on": due_on,
        "planned_on": TODAY,
        "planned_at": AT,
    }


# The naive way


class _Fired:
    """Counts the jobs that ran; a job store keeps a function by its name, so what counts is kept here."""

    count = 0
    wanted = 0
    all = threading.Event()

    @classmethod
    def one(cls, _event: object) -> None:
        cls.count += 1
        if cls.count >= cls.wanted:
            cls.all.set()


def nudge(_contact: int) -> None:
    """A contact's job: it would nudge."""


def _naive(count: int, ours: float) -> list[Row]:
    """One recurring job a contact in APScheduler's job store, on SQLite: adding them, and a wake with as many due."""
    due = DUE_OWNERS * DUE_EACH
    with tempfile.TemporaryDirectory() as folder:
        added, woken = _with_jobs(f"sqlite:///{folder}/jobs.db", count, due)
    return [
        Row(what=f"one APScheduler job a contact: adding {count:,}", ours=added),
        Row(what=f"one APScheduler job a contact: {due:,} due", ours=woken, beside=ours, than="ours, SQLite"),
    ]


def _with_jobs(url: str, count: int, due: int) -> tuple[float, float]:
    from apscheduler.events import EVENT_JOB_EXECUTED
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    jobs = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)}, timezone=UTC)
    jobs.add_listener(_Fired.one, EVENT_JOB_EXECUTED)
    jobs.start(paused=True)
    now = datetime.now(UTC)
    added = _timed(lambda: _add_jobs(jobs, now, count, due))
    _Fired.count, _Fired.wanted = 0, due
    _Fired.all.clear()

    def wake() -> None:
        jobs.resume()
        assert _Fired.all.wait(300)

    woken = _timed(wake)
    jobs.shutdown()
    return added, woken


def _add_jobs(jobs: Any, now: datetime, count: int, due: int) -> None:
    for number in range(count):
        first = now if number < due else now + timedelta(days=1 + number % 90)
        jobs.add_job(
            nudge, "interval", args=(number,), days=90, next_run_time=first, coalesce=True, misfire_grace_time=None
        )


def sizes() -> Iterator[Size]:
    """The large network that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,000,000 contacts of 10,000 owners")
    yield FULL if parser.parse_args().full else LARGE


if __name__ == "__main__":
    print(table(measure(next(sizes()))))
