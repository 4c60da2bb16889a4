"""Statements of Core in a session, past the ORM: what every sentence asks takes half the time so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.orm import Session

_AT_HAND = "connection"


def begin(session: Session, statement: str | None) -> None:
    """Begin the session's transaction, by a statement where the driver does not do it, and keep its connection."""
    session.info[_AT_HAND] = connection = session.connection()
    if statement is not None:
        connection.exec_driver_sql(statement)


def connection_of(session: Session) -> Connection:
    """The connection of the session's transaction. To ask the session itself takes as long as many a query."""
    kept: Connection | None = session.info.get(_AT_HAND)
    return session.connection() if kept is None or kept.closed else kept


def look(session: Session, query: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """The rows of a query of columns. What is pending is flushed first, as it is for a query of the ORM."""
    if session.autoflush:
        session.flush()
    return connection_of(session).execute(query, values)
