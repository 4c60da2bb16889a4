"""`INSERT … ON CONFLICT DO NOTHING`, which SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from bot.store.looking import connection_of
from bot.store.tables import Row, table_of


def insert_if_new(session: Session, row: type[Row] | Table, values: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique key holds it already; whether it was inserted. What is pending is not flushed."""
    return insert_new(session, row, [values]) == 1


def insert_new(session: Session, row: type[Row] | Table, values: Sequence[Mapping[str, Any]]) -> int:
    """Insert each of some rows, all of the same columns, unless a unique key holds it; how many were inserted."""
    if not values:
        return 0
    table = row if isinstance(row, Table) else table_of(row)
    connection = connection_of(session)
    rows = [dict(each) for each in values]
    inserted = connection.execute(_statement(connection.dialect.name, table), rows if len(rows) > 1 else rows[0])
    return len(inserted.all())  # a row count is not always given


@cache  # building a statement takes longer than SQLite takes to carry it out
def _statement(dialect: str, table: Table) -> Executable:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    from sqlalchemy.dialects import postgresql  # it takes a tenth of a second to import

    return postgresql.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
