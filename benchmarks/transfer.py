"""Files: how long an import and an export take, beside the same rows written and read by plain Core.

Run: `python -m benchmarks.transfer [--full]`. Two files come in: LinkedIn's table of 30,000 people, and an export of
our own of 10,000 people with three interactions each, which then goes out again (a fifth of that unless `--full`).
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert, select

from benchmarks.databases import KINDS, fresh
from benchmarks.rows import Row, table
from bot.network.archive import Archive, InteractionRecord, PersonRecord, everything
from bot.network.owners import Owner, find_owner
from bot.store.engine import Database
from bot.store.tables import Row as StoredRow
from bot.transfer.taking_in import take_in
from bot.transfer.writing import written

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANA = Owner("T1", "U1")
PEOPLE = 10_000
MOST = 5.0  # times the raw rows
AT_ONCE = 1000
Stored = list[tuple[Table, list[dict[str, Any]]]]


def measure(people: int = PEOPLE // 5) -> list[Row]:
    """The rows of the table."""
    connections, own = linkedin(3 * people), export(people)
    rows: list[Row] = []
    for kind in KINDS:
        rows.append(_import(kind, f"import of {3 * people:,} connections", connections)[0])
        row, stored = _import(kind, f"import of {people:,} people, {3 * people:,} interactions", own)
        rows += [row, _export(kind, f"export of {people:,} people, {3 * people:,} interactions", stored)]
    return rows


# The files


def linkedin(count: int) -> bytes:
    """A table of connections, as LinkedIn writes it."""
    lines = ["First Name,Last Name,URL,Email Address,Company,Position,Connected On"]
    lines += (
        f"Person{number},Numbered,https://www.linkedin.com/in/p{number},p{number}@example.com,Company {number % 500},"
        "Engineer,05 Jan 2024"
        for number in range(count)
    )
    return "\n".join(lines).encode()


def export(count: int) -> bytes:
    """An export of ours."""
    people = tuple(_person(number) for number in range(count))
    return written(Archive(None, None, None, (), people), "json", AT).encode()


def _person(number: int) -> PersonRecord:
    met = [date(2026, 1, 5) + timedelta(days=90 * index + number % 60) for index in range(3)]
    return PersonRecord(
        name=f"Person{number} Numbered",
        company=f"Company {number % 500}",
        cadence="P3M",
        created_on=met[0],
        last_interaction_on=met[-1],
        next_check_in_on=met[-1] + timedelta(days=90),
        interactions=tuple(InteractionRecord(on=on, kind="met", about="hiring and the weather") for on in met),
    )


# What is measured


def _timed(act: Callable[[], object]) -> float:
    gc.collect()
    began = perf_counter()
    act()
    return 1000 * (perf_counter() - began)


def _import(kind: str, what: str, data: bytes) -> tuple[Row, Stored]:
    with fresh(kind) as database:
        ours = _timed(lambda: take_in(database, ANA, data, AT))
        stored = _stored(database)
    with fresh(kind) as database:
        raw = _timed(lambda: _write(database, stored))
    return Row(what=f"{what}, {kind}", ours=ours, beside=raw, than="the same rows by Core", most=MOST), stored


def _export(kind: str, what: str, stored: Stored) -> Row:
    with fresh(kind) as database:
        _write(database, stored)
        tables = [stored_table for stored_table, _rows in stored]
        raw = _timed(lambda: _read(database, tables))
        ours = _timed(lambda: _written(database))
    return Row(what=f"{what}, {kind}", ours=ours, beside=raw, than="the same rows as JSON", most=MOST)


def _written(database: Database) -> str:
    with database.reading() as session:
        owner = find_owner(session, ANA)
        assert owner is not None
        return written(everything(session, owner.id), "json", AT)


def _stored(database: Database) -> Stored:
    """Every row of every table that has any, in the order in which they may be written."""
    with database.reading() as session:
        found = [
            (one, [dict(row) for row in session.execute(select(one)).mappings()])
            for one in StoredRow.metadata.sorted_tables
        ]
    return [(one, rows) for one, rows in found if rows]


def _write(database: Database, stored: Stored) -> None:
    with database.writing() as session:
        connection = session.connection()
        for one, rows in stored:
            for start in range(0, len(rows), AT_ONCE):
                connection.execute(insert(one), rows[start : start + AT_ONCE])


def _read(database: Database, tables: list[Table]) -> str:
    """The tables of an export as they are, all words in and no order made."""
    with database.reading() as session:
        found = {
            one.name: [list(row) for row in session.connection().execute(select(one))]
            for one in tables
            if one.name != "contact_name"
        }
    return json.dumps(found, ensure_ascii=False, default=str)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 people and 30,000 interactions or connections")
    print(table(measure(PEOPLE if parser.parse_args().full else PEOPLE // 5)))
