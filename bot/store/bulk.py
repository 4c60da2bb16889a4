"""Many rows in few statements: a thousand at once takes thirty thousand in under a second.

What is written so passes by the journal. While a `Written` watches, it notes what would be needed to take it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from bot.store.contacts import index_names_in_bulk
from bot.store.tables import ContactNameRow, ContactRow, Row, table_of

AT_ONCE = 1000
NAMING = frozenset({"name", "aliases", "company"})  # what the words come from by which a contact is found
_WATCHING = "written"
T = TypeVar("T")


@dataclass
class Written:
    """What was added and changed in bulk.

    `people` are the contacts that were added; what belongs to them goes and comes with them, so `added` has only rows
    of others, by table, each by its key. `changed` are contacts who were there: id, columns before, columns after.
    """

    people: list[int] = field(default_factory=list)
    added: dict[str, list[list[Any]]] = field(default_factory=dict)
    changed: list[tuple[int, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    _new: set[int] = field(default_factory=set)

    @staticmethod
    def of(session: Session) -> Written | None:
        """The one that watches, if any does."""
        found: Written | None = session.info.get(_WATCHING)
        return found

    def note(self, row: type[Row], values: Sequence[Mapping[str, Any]]) -> None:
        """Note rows that were added, with their keys."""
        if row is ContactRow:
            self.people += [each["id"] for each in values]
            self._new.update(self.people)
            return
        table = table_of(row)
        keys = [column.name for column in table.primary_key]
        others = [each for each in values if each.get("contact_id") not in self._new]
        if others and "contact_id" in table.c:
            self.added.setdefault(table.name, []).extend([each[name] for name in keys] for each in others)


@contextmanager
def watched(session: Session) -> Iterator[Written]:
    """Note what is written in bulk meanwhile."""
    written = session.info[_WATCHING] = Written()
    try:
        yield written
    finally:
        del session.info[_WATCHING]


def in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, `AT_ONCE` at a time."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def add_rows(session: Session, row: type[Row], values: Sequence[dict[str, Any]]) -> int:
    """Add rows; how many."""
    written = Written.of(session)
    if written is not None and values and _counts(row) and "id" not in values[0]:
        add_rows_for_ids(session, row, values)
    else:
        _insert(session, row, values)
        if written is not None:
            written.note(row, values)
    return len(values)


def _counts(row: type[Row]) -> bool:
    """Whether its rows are numbered by the database."""
    return [column.name for column in table_of(row).primary_key] == ["id"]


def _insert(session: Session, row: type[Row], values: Sequence[dict[str, Any]]) -> None:
    for chunk in in_chunks(values):
        session.execute(insert(table_of(row)), chunk)


def add_rows_for_ids(session: Session, row: type[Row], values: Sequence[dict[str, Any]]) -> list[int]:
    """Add rows of a table with an `id` of its own; their ids, in order.

    SQLite returns ids in no order, so SQLAlchemy would insert row by row there; but its writers stand in line, so that
    the next ids are free for whoever writes.
    """
    if session.get_bind().dialect.name == "sqlite":
        first = _last_id(session, row) + 1
        ids = list(range(first, first + len(values)))
        _insert(session, row, [{**each, "id": key} for key, each in zip(ids, values, strict=True)])
    else:
        adding = insert(table_of(row)).returning(table_of(row).c.id, sort_by_parameter_order=True)
        ids = [key for chunk in in_chunks(values) for key in session.execute(adding, chunk).scalars()]
    if (written := Written.of(session)) is not None:
        written.note(row, [{**each, "id": key} for key, each in zip(ids, values, strict=True)])
    return ids


def _last_id(session: Session, row: type[Row]) -> int:
    """The highest id that was ever given: that of a row that has gone is not given again."""
    table = table_of(row)
    given = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    return max(session.scalar(select(func.max(table.c.id))) or 0, given or 0)


def change_contacts(
    session: Session, owner_id: int, rows: Sequence[Mapping[str, Any]], columns: Collection[str], named: Collection[int]
) -> None:
    """Write these columns of an owner's contacts anew, each row with the id of its `contact`.

    `named` are those whose names or company are others than before: they are found by other words from now on.
    """
    if not rows:
        return
    table = table_of(ContactRow)
    changing = update(table).where(table.c.id == bindparam("contact"), table.c.owner_id == bindparam("of_owner"))
    values = [{**row, "of_owner": owner_id} for row in rows]
    session.connection().execute(changing.values({name: bindparam(name) for name in columns}), values)
    for ids in in_chunks(sorted(named)):
        session.execute(delete(ContactNameRow).where(ContactNameRow.contact_id.in_(ids)))
    renamed = [row for row in rows if row["contact"] in named]
    index_contacts(session, ((row["contact"], {"owner_id": owner_id, **row}) for row in renamed))


def index_contacts(session: Session, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write the words by which contacts are found, who have none yet."""
    index_names_in_bulk(session, [(key, v["owner_id"], v["name"], v["aliases"], v["company"]) for key, v in rows])
