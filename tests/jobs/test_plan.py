"""Planning: twice is once, in ten threads and two processes too; one owner's failure is no other's."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.network.owners import Owner, owner_row
from bot.network.turns import AT_ONCE, Turn
from bot.store.engine import Database
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, ReminderRow
from jobs.plan import plan
from tests.network.given import AT, Speaker, day, moment

NOON = moment("2026-11-24 12:00")


def crowd(database: Database, count: int, reminders: int = 1) -> list[Speaker]:
    """So many people, each of whom is due something tomorrow."""
    people = [Speaker(database, Owner("T1", f"U{place:03}")) for place in range(count)]
    with database.writing() as session:
        for row in session.scalars(select(OwnerRow)):
            row.next_at = AT_ONCE
            session.add_all(
                ReminderRow(owner_id=row.id, kind="reminder", on=day("2026-11-24"), about=str(place))
                for place in range(reminders)
            )
    return people


def written(database: Database) -> Counter[int]:
    """How many nudges each owner has."""
    with database.reading() as session:
        return Counter(session.scalars(select(NudgeRow.owner_id)))


def at_the_same_time(work: Callable[[], object], threads: int) -> None:
    """Do something in several threads that begin together."""
    together = threading.Barrier(threads)
    failures: list[BaseException] = []

    def run() -> None:
        together.wait(10)
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # it is raised in the test's own thread
            failures.append(error)

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    if failures:
        raise failures[0]


def test_twice_is_once(database: Database) -> None:
    crowd(database, 3, reminders=2)
    assert plan(NOON, database) == {"planned": 6, "failed": 0}
    assert plan(NOON, database) == {"planned": 0, "failed": 0}
    assert set(written(database).values()) == {2}


def test_more_owners_than_fit_one_transaction_are_all_planned_for(database: Database) -> None:
    crowd(database, 130)
    assert plan(NOON, database) == {"planned": 130, "failed": 0}


def test_many_threads_at_once_write_each_nudge_once(database: Database) -> None:
    crowd(database, 40, reminders=7)
    planned: list[int] = []
    at_the_same_time(lambda: planned.append(plan(NOON, database)["planned"]), 6)
    assert sum(planned) == 40 * 5
    assert set(written(database).values()) == {5}  # the daily limit holds as well


def test_two_processes_at_once_write_each_nudge_once(database: Database, database_url: str) -> None:
    crowd(database, 40, reminders=7)
    code = (
        "import sys; from datetime import datetime; from bot.store.engine import Database; from jobs.plan import plan;"
        "print(plan(datetime.fromisoformat(sys.argv[2]), Database(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, database_url, NOON.isoformat()]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert all("'failed': 0" in line for line in said), said
    assert set(written(database).values()) == {5}
    assert len(written(database)) == 40


def test_what_is_said_while_the_clock_plans_is_planned_for(database: Database) -> None:
    """A sentence that ends after the plan was made wakes the owner again."""
    [ana] = crowd(database, 1)
    saying, go_on = threading.Event(), threading.Event()

    def say() -> None:
        with database.writing() as session:
            turn = Turn(session, owner_row(session, ana.owner, AT), AT)
            session.add(ReminderRow(owner_id=turn.owner.id, kind="reminder", on=day("2026-11-24"), about="late"))
            session.flush()
            saying.set()
            go_on.wait(10)
            turn.wake()

    speaking = threading.Thread(target=say)
    speaking.start()
    assert saying.wait(10)
    planning = threading.Thread(target=plan, args=(NOON, database))
    planning.start()
    go_on.set()
    speaking.join(30)
    planning.join(30)
    plan(NOON, database)
    assert written(database).total() == 2


def test_first_words_said_twice_at_once_make_one_owner_and_one_person(database: Database) -> None:
    ana = Owner("T9", "U9")

    def say() -> None:
        Speaker(database, ana).says("log", "Priya")

    at_the_same_time(say, 4)
    with database.reading() as session:
        assert len(session.scalars(select(OwnerRow)).all()) == 1
        assert len(session.scalars(select(ContactRow)).all()) == 1


def test_one_owners_bad_row_costs_no_other_their_nudges(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = crowd(database, 2)
    with database.writing() as session:
        session.execute(update(OwnerRow).where(OwnerRow.user == bad.owner.user).values(nudge_time="never"))
    assert plan(NOON, database) == {"planned": 1, "failed": 1}
    assert len(good.nudges()) == 1
    with database.writing() as session:
        session.execute(update(OwnerRow).values(nudge_time=None))
    assert plan(NOON, database) == {"planned": 1, "failed": 0}
    assert "plan.failed" in capsys.readouterr().out


@pytest.mark.parametrize("gone", [{"deactivated_at": AT}, {"erase_at": AT + timedelta(minutes=10)}])
def test_nothing_is_planned_for_who_has_gone(database: Database, gone: dict[str, object]) -> None:
    crowd(database, 2)
    with database.writing() as session:
        session.execute(update(OwnerRow).where(OwnerRow.user == "U000").values(**gone))
    assert plan(NOON, database) == {"planned": 1, "failed": 0}
    with database.reading() as session:
        assert session.scalars(select(OwnerRow.next_at).where(OwnerRow.user == "U000")).one() is None


def test_taking_forget_everything_back_wakes_the_clock(database: Database) -> None:
    [ana] = crowd(database, 1)
    ana.says("forget")
    assert plan(NOON, database) == {"planned": 0, "failed": 0}
    ana.says("undo")
    assert plan(NOON, database) == {"planned": 1, "failed": 0}
