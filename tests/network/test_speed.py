"""What must stay quick, in time of the processor: a log in a large network, and a clock that finds nothing due."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text

from bot.network.owners import Owner
from bot.store.contacts import index_names_in_bulk
from bot.store.engine import Database
from bot.store.names import fold
from bot.store.tables import ContactRow, OwnerRow
from jobs.plan import plan
from tests.network.given import AT, TODAY, Speaker

FIRST = ("Ana", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kofi", "Lena", "Mila")
LAST = (
    "Almeida",
    "Brandt",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Hansen",
    "Ivanov",
    "Jensen",
    "Kowalski",
)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.close()


def fill(database: Database, owner: Owner, count: int) -> None:
    """Give an owner so many contacts, each with a name of its own."""
    with database.writing() as session:
        owner_id = session.scalars(select(OwnerRow.id).where(OwnerRow.user == owner.user)).one()
        rows = [_contact(owner_id, place) for place in range(count)]
        keys = session.execute(insert(ContactRow).returning(ContactRow.id), rows).scalars()
        index_names_in_bulk(
            session, [(key, owner_id, row["name"], [], None) for key, row in zip(keys, rows, strict=True)]
        )


def _contact(owner_id: int, place: int) -> dict[str, Any]:
    name = f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST) % len(LAST)]}{place:x}"
    later = TODAY + timedelta(days=30 + place % 300)
    return {
        "owner_id": owner_id, "name": name, "key": fold(name), "created_on": TODAY, "next_check_in_on": later,
        "cadence": "P1Y", "aliases": [], "links": [], "via": [], "cadence_is_own": False,
    }  # fmt: skip


def test_a_log_about_somebody_new_among_five_thousand_takes_milliseconds(database: Database) -> None:
    ana = Speaker(database)
    fill(database, ana.owner, 5000)
    ana.records("log", "Wolfgang Amadeus", where="the opera")
    spent = []
    for name in ("Noor", "Priya Sharma", "Gustavo", "Ottilie Quist", "Zoë"):
        began = time.thread_time()
        ana.records("log", name, where="conference")
        spent.append(time.thread_time() - began)
    assert min(spent) < 0.015, spent


def test_a_clock_that_finds_nothing_due_reads_one_index_whatever_is_stored(database: Database) -> None:
    with database.writing() as session:
        later = AT + timedelta(days=3)
        session.execute(
            insert(OwnerRow),
            [
                {"team": "T1", "user": f"U{place}", "created_at": AT, "next_at": later if place % 2 else None}
                for place in range(2000)
            ],
        )
    statements: list[tuple[str, Any]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _cur, sql, values, *_: statements.append((sql, values))
    )
    assert plan(AT, database) == {"planned": 0, "failed": 0}

    [(sql, values)] = [one for one in statements if one[0].startswith("SELECT")]
    with database.engine.connect() as connection:
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
    assert [step[3] for step in steps] == ["SEARCH owner USING COVERING INDEX ix_owner_next_at (next_at<?)"]


def test_a_due_owner_is_found_without_reading_their_whole_network(database: Database) -> None:
    ana = Speaker(database)
    fill(database, ana.owner, 3000)
    with database.writing() as session:
        session.execute(text("ANALYZE"))
    ana.says("cadence", "Wolfgang", every="P2D")
    ana.ticks(AT)
    spent = []
    for step in (2, 3, 4):
        began = time.thread_time()
        plan(AT + timedelta(days=step), database)
        spent.append(time.thread_time() - began)
    assert min(spent) < 0.05, spent
    assert len(ana.nudges()) == 1
