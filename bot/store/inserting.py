"""`INSERT … ON CONFLICT DO NOTHING`, which SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import Row


def insert_if_new(session: Session, row: type[Row], values: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique key holds it already; whether it was inserted."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    result = session.execute(make(row).values(**values).on_conflict_do_nothing())
    assert isinstance(result, CursorResult)  # noqa: S101  # an insert always gives one
    return result.rowcount == 1
