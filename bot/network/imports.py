"""An import as one change: kept when it is made, taken back as a whole, put back. What it brings in: `archive`.

Thirty thousand people are no thirty thousand entries of a journal: who was added is hidden, as somebody forgotten is,
and gone for good ten minutes later; what was changed of others, or added to them, goes row by row, but in bulk. What
the owner changed since stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Table, and_, delete, insert, select, tuple_, update

from bot.language.meanings import Meaning
from bot.network import replay
from bot.network.errors import NothingToUndoError
from bot.network.outcomes import ImportTaken
from bot.network.roster import UNDO_TIME
from bot.network.turns import Turn
from bot.store import history
from bot.store.bulk import NAMING, Written, change_contacts, in_chunks, watched
from bot.store.inserting import insert_new
from bot.store.journal import Entry, Journal, plain, play, typed
from bot.store.tables import ChangeRow, ContactRow, ImportRow, InteractionRow, Row, table_of

IMPORT = "import"
_PAIRS = "interaction_person"
_CONTACTS = table_of(ContactRow)
Done = TypeVar("Done")
Keys = set[tuple[str, tuple[Any, ...]]]


def as_one_change(turn: Turn, name: str, work: Callable[[], Done]) -> tuple[Done, str | None]:
    """Do an import and keep it as one change, by which it can be taken back; None where it changed nothing."""
    journal = Journal(turn.session)
    try:
        with watched(turn.session) as written:
            done = work()
            turn.session.flush()
    finally:
        journal.close()
    if not (journal.entries or written.people or written.added or written.changed):
        return done, None
    _keep(turn, name, journal.entries, written)
    return done, turn.change


def _keep(turn: Turn, name: str, entries: Sequence[Entry], written: Written) -> None:
    touched = {contact_id for contact_id, _before, _after in written.changed}
    touched |= {entry.contact for entry in entries if entry.contact is not None}
    touched |= set(_contacts_of(turn, written.added))
    history.keep_change(
        turn.session,
        turn.owner.id,
        id=turn.change,
        at=turn.at,
        intent=IMPORT,
        meaning=json.dumps(Meaning(intent="import", about=name or None).as_json()),
        chosen="{}",
        rows=json.dumps([entry.as_json() for entry in entries]),
        contacts=sorted(touched),
        message=None,
        replaces=None,
    )
    changed = [(one, *(_as_json(part) for part in parts)) for one, *parts in written.changed]
    kept = {"people": _spans(written.people), "added": written.added, "changed": changed}
    values = {"change_id": turn.change, "owner_id": turn.owner.id, "written": json.dumps(kept), "removed": None}
    turn.session.execute(insert(table_of(ImportRow)), values)


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


def _contacts_of(turn: Turn, added: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[int]:
    """The contacts to whom rows were added."""
    for name, keys in added.items():
        for row in _rows(turn, Row.metadata.tables[name], keys):
            if row["contact_id"] is not None:
                yield row["contact_id"]


def _rows(turn: Turn, table: Table, keys: Sequence[Sequence[Any]]) -> Iterator[Mapping[str, Any]]:
    """The owner's rows of these keys, as far as they are there."""
    columns = tuple(table.primary_key)
    for chunk in in_chunks(keys):
        wanted = columns[0].in_([key[0] for key in chunk]) if len(columns) == 1 else tuple_(*columns).in_(chunk)
        query = select(table).where(table.c.owner_id == turn.owner.id, wanted)
        for row in turn.session.execute(query).mappings():
            yield dict(row)


def _spans(ids: Sequence[int]) -> list[list[int]]:
    """Ids as spans of following ones: `[[1, 30000]]`."""
    spans: list[list[int]] = []
    for one in sorted(ids):
        if spans and spans[-1][1] == one - 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return spans


def _ids(spans: Iterable[Sequence[int]]) -> list[int]:
    return [one for first, last in spans for one in range(first, last + 1)]


def take_back(turn: Turn, row: ChangeRow) -> ImportTaken:
    """Take back what an import did, but for what its owner changed since."""
    kept = _kept_of(turn, row)
    written, since = json.loads(kept.written), _Since(turn, row)
    people = [one for one in _ids(written["people"]) if one not in since.people]
    hidden = _hide(turn, people)
    rows = _remove_added(turn, written["added"], since.rows)
    restored, stayed = _change(turn, [(one, after, before) for one, before, after in written["changed"]])
    entries = [entry for entry in replay.entries_of(row) if entry.contact not in since.people]
    for entry in reversed(entries):
        if (entry.table, tuple(entry.key.values())) not in since.rows or entry.before is not None:
            play(turn.session, entry.reversed())
    row.undone_at = turn.at
    removed = {"people": _spans(hidden), "rows": rows, "changed": restored, "left": sorted(since.people)}
    kept.removed = json.dumps(removed)
    _afresh(turn)
    left = stayed | (set(_ids(written["people"])) & since.people)
    known = {one for one, *_ in restored} | {one.get("contact_id") for each in rows.values() for one in each}
    return ImportTaken(_name(row), len(hidden), len(known - left - {None}), len(left))


def put_back(turn: Turn, row: ChangeRow) -> ImportTaken:
    """Put back what was taken back. Raises `NothingToUndoError` once that is gone for good, or came again since."""
    kept = _kept_of(turn, row)
    since = _Since(turn, row)
    if kept.removed is None or row.undone_at is None or turn.at - row.undone_at > UNDO_TIME or since.is_imported:
        raise NothingToUndoError
    removed = json.loads(kept.removed)
    people = _show(turn, _ids(removed["people"]), row.undone_at)
    _add_again(turn, removed["rows"])
    changed, stayed = _change(turn, [(one, after, before) for one, before, after in removed["changed"]])
    left = set(removed["left"])
    for entry in replay.entries_of(row):
        if entry.contact not in left:
            play(turn.session, entry)
    row.undone_at, kept.removed = None, None
    _afresh(turn)
    return ImportTaken(_name(row), people, len(changed), len(stayed))


def _kept_of(turn: Turn, row: ChangeRow) -> ImportRow:
    turn.session.flush()
    query = select(ImportRow).where(ImportRow.owner_id == turn.owner.id, ImportRow.change_id == row.id)
    kept = turn.session.scalars(query).first()
    if kept is None:
        raise NothingToUndoError
    return kept


def _name(row: ChangeRow) -> str | None:
    return Meaning.from_json(json.loads(row.meaning)).about


class _Since:
    """What stands of what the owner changed after an import: of whom, and which rows."""

    def __init__(self, turn: Turn, row: ChangeRow) -> None:
        standing = history.changes_after(turn.session, turn.owner.id, row.seq)
        self.people = {contact_id for _id, _intent, contacts in standing for contact_id in contacts}
        self.is_imported = any(intent == IMPORT for _id, intent, _contacts in standing)
        self.rows: Keys = set()
        for chunk in in_chunks([change_id for change_id, *_ in standing]):
            for change in history.changes_by_id(turn.session, turn.owner.id, chunk):
                self.rows |= {(entry.table, tuple(entry.key.values())) for entry in replay.entries_of(change)}


def _hide(turn: Turn, people: Sequence[int]) -> list[int]:
    """Hide contacts as forgotten ones are, until they are gone for good; whom."""
    here = _CONTACTS.c.owner_id == turn.owner.id, _CONTACTS.c.forgotten_at.is_(None)
    hiding = update(_CONTACTS).where(*here).values(forgotten_at=turn.at).returning(_CONTACTS.c.id)
    hidden: list[int] = []
    for chunk in in_chunks(people):
        hidden += turn.session.execute(hiding.where(_CONTACTS.c.id.in_(chunk))).scalars()
    return hidden


def _show(turn: Turn, people: Sequence[int], hidden_at: datetime) -> int:
    hidden = _CONTACTS.c.owner_id == turn.owner.id, _CONTACTS.c.forgotten_at == hidden_at
    showing = update(_CONTACTS).where(*hidden).values(forgotten_at=None).returning(_CONTACTS.c.id)
    return sum(len(turn.session.execute(showing.where(_CONTACTS.c.id.in_(chunk))).all()) for chunk in in_chunks(people))


def _remove_added(turn: Turn, added: Mapping[str, Sequence[Sequence[Any]]], since: Keys) -> dict[str, list[Any]]:
    """Remove the rows that were added to others, but for those changed since; what they held, by table."""
    removed: dict[str, list[Any]] = {}
    for name, keys in added.items():
        table = Row.metadata.tables[name]
        own = [list(key) for key in keys if (name, tuple(key)) not in since]
        rows = list(_rows(turn, table, own))
        _delete(turn, table, [[row[column.name] for column in table.primary_key] for row in rows])
        removed[name] = [_as_json(row) for row in rows]
    met = sorted({row["interaction_id"] for row in removed.get(_PAIRS, ())})
    if met:
        removed = {"interaction": _remove_unattended(turn, met), **removed}
    return removed


def _delete(turn: Turn, table: Table, keys: Sequence[Sequence[Any]]) -> None:
    columns = tuple(table.primary_key)
    for chunk in in_chunks(keys):
        gone = columns[0].in_([key[0] for key in chunk]) if len(columns) == 1 else tuple_(*columns).in_(chunk)
        turn.session.execute(delete(table).where(and_(table.c.owner_id == turn.owner.id, gone)))


def _remove_unattended(turn: Turn, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Remove the interactions at which nobody is left; what they held."""
    pairs, table = Row.metadata.tables[_PAIRS], table_of(InteractionRow)
    left: set[int] = set()
    for chunk in in_chunks(ids):
        mine = select(pairs.c.interaction_id).where(pairs.c.owner_id == turn.owner.id)
        left |= set(turn.session.scalars(mine.where(pairs.c.interaction_id.in_(chunk))))
    keys = [[one] for one in ids if one not in left]
    rows = [_as_json(row) for row in _rows(turn, table, keys)]
    _delete(turn, table, keys)
    return rows


def _add_again(turn: Turn, rows: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    """Add rows that were removed, as far as those are there to whom they belong."""
    wanted = sorted({row["contact_id"] for each in rows.values() for row in each if row.get("contact_id") is not None})
    here = {None}
    for chunk in in_chunks(wanted):
        query = select(_CONTACTS.c.id).where(_CONTACTS.c.owner_id == turn.owner.id, _CONTACTS.c.id.in_(chunk))
        here |= set(turn.session.scalars(query))
    for name, each in rows.items():
        table = Row.metadata.tables[name]
        values = [typed(table, row) for row in each if row.get("contact_id") in here]
        for chunk in in_chunks(values):
            insert_new(turn.session, table, chunk)


def _change(
    turn: Turn, changed: Sequence[tuple[int, dict[str, Any], dict[str, Any]]]
) -> tuple[list[tuple[int, dict[str, Any], dict[str, Any]]], set[int]]:
    """Change columns of contacts from what they are to hold now to something else: what was changed, in whom it was
    not, for they hold other things by now."""
    done: list[tuple[int, dict[str, Any], dict[str, Any]]] = []
    stayed: set[int] = set()
    named: set[int] = set()
    columns = {name for _id, before, _after in changed for name in before}
    columns |= set() if NAMING.isdisjoint(columns) else NAMING
    wanted = {contact_id: (before, after) for contact_id, before, after in changed}
    here = (_CONTACTS.c.id, *(_CONTACTS.c[name] for name in sorted(columns)))
    new: list[dict[str, Any]] = []
    for chunk in in_chunks(sorted(wanted)):
        query = select(*here).where(_CONTACTS.c.owner_id == turn.owner.id, _CONTACTS.c.id.in_(chunk))
        for row in turn.session.execute(query).mappings():
            before, after = wanted[row["id"]]
            still = [name for name in before if plain(row[name]) == before[name]]
            if len(still) < len(before):
                stayed.add(row["id"])
            if still:
                done.append((row["id"], {name: before[name] for name in still}, {name: after[name] for name in still}))
                held = {name: row[name] for name in columns}
                if not NAMING.isdisjoint(still):
                    named.add(row["id"])
                new.append({"contact": row["id"], **held, **typed(_CONTACTS, {name: after[name] for name in still})})
    change_contacts(turn.session, turn.owner.id, new, columns, named)
    return done, stayed


def _afresh(turn: Turn) -> None:
    """All that is at hand may be another now."""
    turn.session.flush()
    turn.session.expire_all()
    turn.look_again()
    turn.wake()
