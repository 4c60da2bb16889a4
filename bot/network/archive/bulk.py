"""Many rows in few statements: a thousand at once takes thirty thousand in under a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.store.tables import Row, table_of

AT_ONCE = 1000
T = TypeVar("T")


def in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, `AT_ONCE` at a time."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def add_rows(session: Session, row: type[Row], values: Sequence[dict[str, Any]]) -> int:
    """Add rows; how many."""
    for chunk in in_chunks(values):
        session.execute(insert(table_of(row)), chunk)
    return len(values)


def add_rows_for_ids(session: Session, row: type[Row], values: Sequence[dict[str, Any]]) -> list[int]:
    """Add rows of a table with an `id` of its own; their ids, in order.

    SQLite returns ids in no order, so SQLAlchemy would insert row by row there; but its writers stand in line, so that
    the next ids are free for whoever writes.
    """
    table = table_of(row)
    if session.get_bind().dialect.name == "sqlite":
        first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
        ids = list(range(first, first + len(values)))
        add_rows(session, row, [{**each, "id": key} for key, each in zip(ids, values, strict=True)])
        return ids
    adding = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [key for chunk in in_chunks(values) for key in session.execute(adding, chunk).scalars()]
