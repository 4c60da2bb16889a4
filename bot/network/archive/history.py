"""The histories of people, put back: what is not there yet is added, record by record and in bulk.

A record that is there as often as the archive has it is left alone. What is derived from the day (when a birthday is
next, when feedback is asked after) is reckoned anew. Interactions are in `meetings.py`, nudges in `asked.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.network.archive.asked import write_nudges
from bot.network.archive.meetings import write_interactions
from bot.network.archive.records import (
    Archive,
    FeedbackRecord,
    MilestoneRecord,
    PersonRecord,
    Problem,
    PromiseRecord,
    ReminderRecord,
)
from bot.network.promises import next_step
from bot.network.rules.milestones import next_celebration, parse_on
from bot.store.bulk import add_rows
from bot.store.tables import (
    FeedbackRow,
    HelpRow,
    MilestoneRow,
    NoteRow,
    OwnerRow,
    PlanRow,
    PositionRow,
    PromiseRow,
    ReminderRow,
    Row,
    table_of,
)

Derive = Callable[[Any, PersonRecord | None, date], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One list of a person: its table, the columns by which two records are the same, and the others."""

    name: str
    row: type[Row]
    same: tuple[str, ...]
    more: tuple[str, ...] = ()
    derive: Derive = lambda _record, _person, _today: {}


def _milestone(record: MilestoneRecord, _person: PersonRecord | None, today: date) -> dict[str, Any]:
    on = parse_on(record.on)
    return {"next_on": next_celebration(record.kind, on, today) if on else None}


def _promise(record: PromiseRecord, person: PersonRecord | None, today: date) -> dict[str, Any]:
    """An export does not say when a promise was made: at the latest when it was kept."""
    made_on = person.created_on if person and person.created_on else today
    return {"said_on": min(made_on, record.kept_on or made_on)}


def _reminder(record: ReminderRecord, person: PersonRecord | None, _today: date) -> dict[str, Any]:
    """An export does not say which reminder a log asked for as a follow-up: it has neither a task nor an hour."""
    follows = record.about is None and record.time is None and person is not None and bool(person.interactions)
    return {"kind": "follow_up" if follows else "reminder"}


_LATER = {"ask": ("got", "acted"), "got": ("acted",), "acted": ()}


def _feedback(record: FeedbackRecord, person: PersonRecord | None, today: date) -> dict[str, Any]:
    """What came later in the course of one feedback, and a question whose day has passed, are settled."""
    after = [other for other in person.feedback if other.stage in _LATER[record.stage]] if person else []
    settled = any((other.on or today) >= (record.on or date.min) for other in after)
    on = next_step(record.stage, record.on, record.on or today)
    return {"next_on": None if settled or on is None or on < today else on}


_KINDS = (
    _Kind("plans", PlanRow, ("on", "time", "kind", "place", "about")),
    _Kind("reminders", ReminderRow, ("on", "time", "about"), ("done_on",), _reminder),
    _Kind("milestones", MilestoneRow, ("kind", "on", "about"), (), _milestone),
    _Kind("promises", PromiseRow, ("direction", "about", "due_on"), ("kept_on",), _promise),
    _Kind("help", HelpRow, ("direction", "about", "on")),
    _Kind("feedback", FeedbackRow, ("stage", "about", "on"), (), _feedback),
    _Kind("notes", NoteRow, ("text",), ("on", "next_time")),  # another day does not make it another fact
    _Kind("positions", PositionRow, ("company", "role", "from_on"), ("to_on",)),
)


def write_history(
    session: Session, owner: OwnerRow, archive: Archive, ids: Sequence[int], *, today: date, at: datetime
) -> tuple[int, list[Problem]]:
    """Add what the archive's people lived through; how many records, and the names that lead to nobody."""
    people = list(zip(ids, archive.people, strict=True))
    added, problems = write_interactions(session, owner.id, people)
    for kind in _KINDS:
        wanted = [
            (contact_id, person, record) for contact_id, person in people for record in getattr(person, kind.name)
        ]
        added += _add_missing(session, owner.id, kind, wanted, today)
    of_nobody = [(None, None, record) for record in archive.reminders]
    added += _add_missing(session, owner.id, _KINDS[1], of_nobody, today)
    return added + write_nudges(session, owner, people, at), problems


def _add_missing(
    session: Session,
    owner_id: int,
    kind: _Kind,
    wanted: Iterable[tuple[int | None, PersonRecord | None, Any]],
    today: date,
) -> int:
    table = table_of(kind.row)
    query = select(table.c.contact_id, *(table.c[name] for name in kind.same)).where(table.c.owner_id == owner_id)
    present = Counter(tuple(row) for row in session.execute(query))
    new = []
    for contact_id, person, record in wanted:
        values = {name: getattr(record, name) for name in kind.same}
        if _taken(present, (contact_id, *values.values())):
            continue
        more = {name: getattr(record, name) for name in kind.more}
        new.append(
            {"owner_id": owner_id, "contact_id": contact_id} | values | more | kind.derive(record, person, today)
        )
    return add_rows(session, kind.row, new)


def _taken(present: Counter[tuple[Any, ...]], key: tuple[Any, ...]) -> bool:
    """Whether such a record is there already; each counts for one."""
    if present[key] < 1:
        return False
    present[key] -= 1
    return True
