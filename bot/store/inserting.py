"""`INSERT … ON CONFLICT DO NOTHING`, which SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import Row


def insert_if_new(session: Session, row: type[Row] | Table, values: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique key holds it already; whether it was inserted."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = row if isinstance(row, Table) else row.__table__
    statement = make(row).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return session.execute(statement).first() is not None  # psycopg gives an ORM insert no row count
