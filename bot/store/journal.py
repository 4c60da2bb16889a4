"""What a session changes, row by row, so that a command can be undone and redone exactly.

A `Journal` listens to one session's flushes, and to `add_row`. Its entries are plain JSON: table, primary key, the
columns before and after. Playing one touches only columns that still hold what it found or wrote: what came later
wins. In which order the commands of an owner are taken back and put back: `bot.network.replay`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Insert, Table, and_, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session, UOWTransaction

from bot.store.inserting import insert_if_new
from bot.store.looking import connection_of
from bot.store.tables import (
    ChangeRow,
    ContactNameRow,
    ContactRow,
    ImportRow,
    NudgeRow,
    QuestionRow,
    Row,
    SeenDeliveryRow,
    table_of,
)
from bot.store.types import UtcDateTime

_NOT_JOURNALED = (
    ChangeRow,
    ImportRow,
    QuestionRow,
    SeenDeliveryRow,
    ContactNameRow,
)  # no facts, or what follows from facts
_OF_A_NUDGE = frozenset(  # what an owner does to a nudge; all else in it is the senders' bookkeeping
    {
        *("contact_id", "answered", "answered_at", "answered_by", "again_on", "asked_again", "change_id"),
        *("proposes", "adapted_by"),
    }
)
_NOT_JOURNALED_COLUMNS = frozenset(
    {
        "next_at",
        "welcomed_at",
        "dm_channel",
        "profile_at",
        "slack_zone",
        "locale",
        "away_until",
        "dnd_until",
        "asked_on",
        "deactivated_at",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row's change. `before` is None for a row that was added, `after` for one that was deleted.

    `contact` is the contact that it is, or belongs to.
    """

    table: str
    key: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    contact: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def reversed(self) -> Entry:
        return replace(self, before=self.after, after=self.before)


class Journal:
    """Collects the entries of one session, from its making until `close`. Of several only the newest listens."""

    def __init__(self, session: Session) -> None:
        self.entries: list[Entry] = []
        self._open: list[Journal] = session.info.setdefault("journals", [])
        self._open.append(self)

    @staticmethod
    def of(session: Session) -> Journal | None:
        """The one that listens, if any does."""
        journals: list[Journal] = session.info.get("journals", [])
        return journals[-1] if journals else None

    def close(self) -> None:
        """Stop listening."""
        self._open.remove(self)

    def flushed(self, session: Session) -> None:
        """Note what is just being flushed."""
        for row in session.new:
            if not isinstance(row, NudgeRow):
                self._note(row, before=None, after=_values(row))
        for row in session.dirty:
            before, after = _differences(row)
            if after:
                self._note(row, before=before, after=after)
        for row in session.deleted:
            self._note(row, before=_values(row), after=None)

    def added(self, table: Table, values: dict[str, Any]) -> None:
        """Note a row that was added by a statement of its own, with all of its columns."""
        self._append(table, values, before=None, after={name: plain(value) for name, value in values.items()})

    def _note(self, row: Row, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if not isinstance(row, _NOT_JOURNALED):
            self._append(table_of(type(row)), _values(row), before=before, after=after)

    def _append(
        self, table: Table, row: dict[str, Any], *, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        key = {column.name: row[column.name] for column in table.primary_key}
        contact = row["id"] if table.name == ContactRow.__tablename__ else row.get("contact_id")
        self.entries.append(Entry(table.name, key, before, after, contact))


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _context: UOWTransaction) -> None:
    if (journal := Journal.of(session)) is not None:
        journal.flushed(session)


def add_row(session: Session, row: type[Row], **values: Any) -> int:
    """Add one row by a statement of its own, in a third of the ORM's time; gives its (first) key.

    What is pending is not flushed before.
    """
    table = table_of(row)
    added = connection_of(session).execute(_adding(table), values)
    key: dict[str, Any] = dict(zip(table.primary_key.columns.keys(), added.inserted_primary_key or (), strict=True))
    if (journal := Journal.of(session)) is not None:
        values = cast("dict[str, Any]", added.last_inserted_params())  # with what columns are by default
        journal.added(table, {**dict.fromkeys(table.columns.keys()), **values, **key})
    first: int = next(iter(key.values()))
    return first


@cache  # building a statement takes longer than SQLite takes to carry it out
def _adding(table: Table) -> Insert:
    return insert(table)


def _values(row: Row) -> dict[str, Any]:
    state = inspect(row)
    return {attr.columns[0].name: plain(state.dict.get(attr.key)) for attr in state.mapper.column_attrs}


def _differences(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    state = inspect(row)
    for attr in state.mapper.column_attrs:
        if attr.key not in state.committed_state:  # never written to: most of a row
            continue
        name = attr.columns[0].name
        history = state.attrs[attr.key].history
        if history.has_changes() and _is_journaled(row, name):
            before[name] = plain(history.deleted[0] if history.deleted else None)
            after[name] = plain(history.added[0] if history.added else None)
    return before, after


def _is_journaled(row: Row, column: str) -> bool:
    return column in _OF_A_NUDGE if isinstance(row, NudgeRow) else column not in _NOT_JOURNALED_COLUMNS


def plain(value: object) -> object:
    """A column's value as JSON has it; `typed` reads it again."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def play(session: Session, entry: Entry) -> None:
    """Do again what an entry tells of; its `reversed` takes it back.

    A row is added only where it is missing and what it belongs to is still there, and a column is written only where
    it holds what the entry found.
    """
    table = Row.metadata.tables[entry.table]
    here = _where(table, entry.key)
    if entry.after is None:
        session.execute(delete(table).where(here))
    elif entry.before is None:
        _add_again(session, table, typed(table, entry.after))
    else:
        present = session.execute(select(*table.columns).where(here)).mappings().first()
        before, after = typed(table, entry.before), typed(table, entry.after)
        still = {name: value for name, value in after.items() if present is not None and present[name] == before[name]}
        still = {name: value for name, value in still.items() if _has_parent(session, table, name, value)}
        if still and (entry.table != NudgeRow.__tablename__ or still == after):  # an answer is whole or none
            session.execute(update(table).where(here).values(still))


def present_values(session: Session, entry: Entry) -> dict[str, Any]:
    """What the columns that an entry wrote hold now, as plain JSON; nothing of a row that is not there."""
    table = Row.metadata.tables[entry.table]
    present = session.execute(select(*table.columns).where(_where(table, entry.key))).mappings().first()
    return {} if present is None else {name: plain(present[name]) for name in entry.after or {}}


def _add_again(session: Session, table: Table, values: dict[str, Any]) -> None:
    if all(_has_parent(session, table, name, value) for name, value in values.items()):
        insert_if_new(session, table, values)


def _has_parent(session: Session, table: Table, name: str, value: Any) -> bool:
    """Whether what a column points to, if it points to anything, is there."""
    if value is None:
        return True
    keys = [key.column for key in table.c[name].foreign_keys]
    return all(session.execute(select(column).where(column == value)).first() is not None for column in keys)


def _where(table: Table, key: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def typed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of columns from their JSON."""
    return {name: _of_type(table.c[name], value) for name, value in values.items()}


def _of_type(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column.type.python_type is date else value
