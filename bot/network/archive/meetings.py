"""Interactions put back: what each of those who were there tells of one time in touch becomes one row again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.network.archive.records import PersonRecord, Problem
from bot.store.bulk import add_rows, add_rows_for_ids
from bot.store.names import fold
from bot.store.tables import ContactRow, InteractionPersonRow, InteractionRow, table_of

_FACTS = ("on", "kind", "place", "about", "outcome", "source")
_NOON = time(12, tzinfo=UTC)

Facts = tuple[Any, ...]
Meeting = tuple[Facts, frozenset[int]]


def write_interactions(
    session: Session, owner_id: int, people: Sequence[tuple[int, PersonRecord]]
) -> tuple[int, list[Problem]]:
    """Add the interactions that are not there yet; how many, and the names of others that lead to nobody."""
    problems: list[Problem] = []
    told = list(_meetings(people, _Names(session, owner_id, people), problems))
    present = _present(session, owner_id)
    new = []
    for meeting in told:
        if present[meeting] > 0:
            present[meeting] -= 1
        else:
            new.append(meeting)
    _add(session, owner_id, new)
    return len(new), problems


def _meetings(people: Sequence[tuple[int, PersonRecord]], names: _Names, problems: list[Problem]) -> Iterator[Meeting]:
    """One meeting for the records of all who were there: those that agree in their facts and in the names."""
    records: defaultdict[tuple[Facts, tuple[str, ...]], dict[str, list[int]]] = defaultdict(dict)
    for contact_id, person in people:
        for record in person.interactions:
            facts = tuple(getattr(record, name) for name in _FACTS)
            there = tuple(sorted((person.name, *record.people)))
            records[facts, there].setdefault(person.name, []).append(contact_id)
    for (facts, there), tellers in records.items():
        while any(tellers.values()):
            ids = _picked(there, tellers)
            missing = Counter(there) - Counter(names.of(contact_id) for contact_id in ids)
            yield facts, frozenset(ids | _looked_up(missing.elements(), ids, names, facts, problems))


def _picked(there: Iterable[str], tellers: Mapping[str, list[int]]) -> set[int]:
    """One teller for each name that was there, namesakes apart; what they told is used up."""
    ids: set[int] = set()
    for name in there:
        left = tellers.get(name, [])
        other = next((contact_id for contact_id in left if contact_id not in ids), None)
        if other is not None:
            left.remove(other)
            ids.add(other)
    return ids


def _looked_up(missing: Iterable[str], ids: set[int], names: _Names, facts: Facts, problems: list[Problem]) -> set[int]:
    """People who were there and do not tell of it themselves, as in a file written by hand."""
    found: set[int] = set()
    for name in missing:
        contact_id = names.find(name, ids | found)
        if contact_id is None:
            problems.append(Problem(f"interaction of {facts[0]}", f"{name} is not among the people"))
        else:
            found.add(contact_id)
    return found


class _Names:
    """Who goes by a name: in the archive first, then in the network."""

    def __init__(self, session: Session, owner_id: int, people: Sequence[tuple[int, PersonRecord]]) -> None:
        self._session = session
        self._owner_id = owner_id
        self._of = {contact_id: person.name for contact_id, person in people}
        self._ids: defaultdict[str, list[int]] | None = None

    def of(self, contact_id: int) -> str:
        """The name that the archive has for a contact."""
        return self._of[contact_id]

    def find(self, name: str, taken: set[int]) -> int | None:
        """A contact of that name who is not taken."""
        if self._ids is None:
            self._ids = self._read()
        return next((contact_id for contact_id in self._ids[fold(name)] if contact_id not in taken), None)

    def _read(self) -> defaultdict[str, list[int]]:
        ids: defaultdict[str, list[int]] = defaultdict(list)
        for contact_id, name in self._of.items():
            ids[fold(name)].append(contact_id)
        here = select(ContactRow.key, ContactRow.id).where(ContactRow.owner_id == self._owner_id)
        for key, contact_id in self._session.execute(here.where(ContactRow.forgotten_at.is_(None))):
            if contact_id not in ids[key]:
                ids[key].append(contact_id)
        return ids


def _present(session: Session, owner_id: int) -> Counter[Meeting]:
    there: defaultdict[int, set[int]] = defaultdict(set)
    pair = InteractionPersonRow
    query = select(pair.interaction_id, pair.contact_id).join(ContactRow, ContactRow.id == pair.contact_id)
    here = query.where(pair.owner_id == owner_id, ContactRow.forgotten_at.is_(None))
    for interaction_id, contact_id in session.execute(here):
        there[interaction_id].add(contact_id)
    table = table_of(InteractionRow)
    facts = select(table.c.id, *(table.c[name] for name in _FACTS)).where(table.c.owner_id == owner_id)
    return Counter((tuple(row[1:]), frozenset(there.get(row.id, ()))) for row in session.execute(facts))


def _add(session: Session, owner_id: int, meetings: Sequence[Meeting]) -> None:
    rows = [
        {
            "owner_id": owner_id,
            **dict(zip(_FACTS, facts, strict=True)),
            "created_at": datetime.combine(facts[0], _NOON),  # an export tells the day only
        }
        for facts, _ids in meetings
    ]
    keys = add_rows_for_ids(session, InteractionRow, rows)
    pairs = [
        {"interaction_id": key, "contact_id": contact_id, "owner_id": owner_id}
        for key, (_facts, ids) in zip(keys, meetings, strict=True)
        for contact_id in sorted(ids)
    ]
    add_rows(session, InteractionPersonRow, pairs)
