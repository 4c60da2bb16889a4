"""What a session changes, row by row, so that a command can be undone and redone exactly.

A `Journal` listens to one session's flushes. Its entries are plain JSON: table, primary key, the columns before and
after. Playing one back touches only columns that still hold what the command wrote: what came later wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session, UOWTransaction

from bot.store.tables import ChangeRow, NudgeRow, QuestionRow, Row, SeenDeliveryRow
from bot.store.types import UtcDateTime

_NOT_JOURNALED = (ChangeRow, NudgeRow, QuestionRow, SeenDeliveryRow)  # no facts of the network
_NOT_JOURNALED_COLUMNS = frozenset(
    {"next_at", "welcomed_at", "dm_channel", "profile_at", "slack_zone", "locale", "away_until", "asked_on"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row's change. `before` is None for a row that was added, `after` for one that was deleted."""

    table: str
    key: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def reversed(self) -> Entry:
        return Entry(self.table, self.key, before=self.after, after=self.before)


class Journal:
    """Collects the entries of one session, from its making until `close`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.entries: list[Entry] = []
        event.listen(session, "after_flush", self._after_flush)

    def close(self) -> None:
        """Stop listening."""
        event.remove(self._session, "after_flush", self._after_flush)

    def _after_flush(self, session: Session, _context: UOWTransaction) -> None:
        for row in session.new:
            self._add(row, before=None, after=_values(row))
        for row in session.dirty:
            before, after = _differences(row)
            if after:
                self._add(row, before=before, after=after)
        for row in session.deleted:
            self._add(row, before=_values(row), after=None)

    def _add(self, row: Row, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if isinstance(row, _NOT_JOURNALED):
            return
        table = _table(row)
        values = _values(row)
        key = {column.name: values[column.name] for column in table.primary_key}
        self.entries.append(Entry(table.name, key, before, after))


def _table(row: Row) -> Table:
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101  # every row of ours maps one plain table
    return table


def _values(row: Row) -> dict[str, Any]:
    state = inspect(row)
    return {attr.columns[0].name: _plain(state.dict.get(attr.key)) for attr in state.mapper.column_attrs}


def _differences(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    state = inspect(row)
    for attr in state.mapper.column_attrs:
        name = attr.columns[0].name
        history = state.attrs[attr.key].history
        if history.has_changes() and name not in _NOT_JOURNALED_COLUMNS:
            before[name] = _plain(history.deleted[0] if history.deleted else None)
            after[name] = _plain(history.added[0] if history.added else None)
    return before, after


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def take_back(session: Session, entries: Iterable[Entry]) -> None:
    """Undo the entries, last first."""
    for entry in reversed(list(entries)):
        _play(session, entry.reversed())


def play_again(session: Session, entries: Iterable[Entry]) -> None:
    """Redo entries that were taken back, first first."""
    for entry in entries:
        _play(session, entry)


def _play(session: Session, entry: Entry) -> None:
    table = Row.metadata.tables[entry.table]
    here = _where(table, entry.key)
    present = session.execute(select(*table.columns).where(here)).mappings().first()
    if entry.after is None:
        session.execute(delete(table).where(here))
    elif entry.before is None:
        if present is None:
            session.execute(insert(table).values(_typed(table, entry.after)))
    elif present is not None:
        before, after = _typed(table, entry.before), _typed(table, entry.after)
        still = {name: value for name, value in after.items() if present[name] == before[name]}
        if still:
            session.execute(update(table).where(here).values(still))


def _where(table: Table, key: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _typed(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    return {name: _of_type(table.c[name], value) for name, value in values.items()}


def _of_type(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column.type.python_type is date else value
