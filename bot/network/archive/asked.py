"""Nudges put back, and with each the mark on what it was about: what was asked once is not asked again.

How a nudge that is due is named, and what it marks, is decided in `network.nudges`; here the same is done for many
that were sent elsewhere, told only by kind, person and day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.network.archive.records import NudgeRecord, PersonRecord
from bot.network.owners import local
from bot.network.rules.milestones import BELATED_DAYS, in_year, next_celebration, parse_on
from bot.store.bulk import add_rows, in_chunks
from bot.store.tables import (
    ContactRow,
    FeedbackRow,
    MilestoneRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PromiseRow,
    ReminderRow,
    Row,
    new_id,
    table_of,
)

People = Sequence[tuple[int, PersonRecord]]
_LETTERS: dict[type[Row], str] = {ReminderRow: "r", PlanRow: "p", MilestoneRow: "m", PromiseRow: "o", FeedbackRow: "f"}
_SOURCES: dict[str, type[Row]] = {
    "reminder": ReminderRow,
    "follow_up": ReminderRow,
    "plan": PlanRow,
    "milestone": MilestoneRow,
    "promise": PromiseRow,
    "feedback": FeedbackRow,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """One nudge of an archive, and the contact that it was about."""

    contact_id: int
    nudge: NudgeRecord


def write_nudges(session: Session, owner: OwnerRow, people: People, at: datetime) -> int:
    """Add the nudges that are not there yet; how many. An id that is taken in this database is given anew."""
    new = _missing(session, owner.id, people)
    if not new:
        return 0
    used = set(_ids_in_use(session, [told.nudge.id for told in new]))
    sources = _Sources(session, owner.id)
    occasions = _occasions_in_use(session, owner.id)
    rows = []
    for told in new:
        key = new_id() if told.nudge.id in used else told.nudge.id
        used.add(key)
        source = sources.asked_about(told)
        occasion = _occasion(told, source)
        if (told.nudge.kind, occasion) in occasions:
            occasion = f"{occasion}#{key}"  # asked again after a snooze, of which the archive does not tell
        occasions.add((told.nudge.kind, occasion))
        rows.append(_row(owner, key, told, source, occasion, at))
    return add_rows(session, NudgeRow, rows)


def _missing(session: Session, owner_id: int, people: People) -> list[_Told]:
    table = table_of(NudgeRow)
    query = select(table.c.contact_id, table.c.kind, table.c.due_on).where(table.c.owner_id == owner_id)
    present = Counter(tuple(row) for row in session.execute(query))
    new = []
    for contact_id, person in people:
        for nudge in person.nudges:
            if present[contact_id, nudge.kind, nudge.due_on] > 0:
                present[contact_id, nudge.kind, nudge.due_on] -= 1
            else:
                new.append(_Told(contact_id, nudge))
    return new


def _ids_in_use(session: Session, ids: Sequence[str]) -> Iterator[str]:
    """Ids are unique in the whole database: another owner may have restored the same file."""
    for chunk in in_chunks(ids):
        yield from session.scalars(select(NudgeRow.id).where(NudgeRow.id.in_(chunk)))


def _occasions_in_use(session: Session, owner_id: int) -> set[tuple[str, str]]:
    query = select(NudgeRow.kind, NudgeRow.occasion).where(NudgeRow.owner_id == owner_id)
    return {(kind, occasion) for kind, occasion in session.execute(query)}


class _Sources:
    """What the owner's nudges may have been about, found by kind, contact and day; each mark is left as it is found."""

    def __init__(self, session: Session, owner_id: int) -> None:
        self._of: defaultdict[tuple[str, int | None], list[Any]] = defaultdict(list)
        for row in _LETTERS:
            table: Any = row  # each of these has an owner, a contact and an id
            for source in session.scalars(select(table).where(table.owner_id == owner_id).order_by(table.id)):
                self._of[row.__tablename__, source.contact_id].append(source)
        contacts = select(ContactRow).where(ContactRow.owner_id == owner_id, ContactRow.next_check_in_on.is_not(None))
        self._contacts = {contact.id: contact for contact in session.scalars(contacts)}

    def asked_about(self, told: _Told) -> Any | None:
        """The row that a nudge was about, marked as asked; None when it was about the contact as such."""
        row = _SOURCES.get(told.nudge.kind)
        candidates = self._of[row.__tablename__, told.contact_id] if row else []
        source = next((each for each in candidates if _marked(each, told.nudge.due_on)), None)
        contact = self._contacts.get(told.contact_id)
        if source is None and contact is not None and told.nudge.kind == "check_in":
            contact.asked_on = told.nudge.due_on
        return source


def _marked(source: Any, due_on: date) -> bool:
    """Whether a nudge of that day was about this row; if so, the row is marked as `network.nudges` marks it."""
    if isinstance(source, MilestoneRow):
        return _milestone_marked(source, due_on)
    if isinstance(source, FeedbackRow):
        if source.next_on != due_on:
            return False
        source.next_on = None
        return True
    day = source.due_on if isinstance(source, PromiseRow) else source.on
    if day != due_on:
        return False
    if source.asked_on != due_on:
        source.asked_on = due_on
        return True
    if isinstance(source, PlanRow) and source.after_on != due_on:
        source.after_on = due_on
        return True
    return False


def _milestone_marked(row: MilestoneRow, due_on: date) -> bool:
    on = parse_on(row.on)
    if on is None or in_year(on, due_on.year) != due_on:
        return False
    row.led_on = max(row.led_on or due_on, due_on)
    if row.next_on is not None and row.next_on <= due_on:
        row.next_on = next_celebration(row.kind, on, due_on + timedelta(days=BELATED_DAYS + 1))
    return True


def _occasion(told: _Told, source: Any | None) -> str:
    if source is None:
        first = "first:" if told.nudge.kind == "follow_up" else ""
        return f"{told.contact_id}:{first}{told.nudge.due_on}"
    after = ":after" if isinstance(source, PlanRow) and source.after_on == told.nudge.due_on else ""
    return f"{_LETTERS[type(source)]}{source.id}:{told.nudge.due_on}{after}"


def _row(owner: OwnerRow, key: str, told: _Told, source: Any | None, occasion: str, at: datetime) -> dict[str, Any]:
    nudge = told.nudge
    return {
        "id": key,
        "owner_id": owner.id,
        "team": owner.team,
        "contact_id": told.contact_id,
        "kind": nudge.kind,
        "occasion": occasion,
        "source_id": source.id if source is not None else None,
        "due_on": nudge.due_on,
        "planned_on": local(owner, nudge.sent_at).date() if nudge.sent_at else nudge.due_on,
        "planned_at": nudge.sent_at or at,
        "state": nudge.state,
        "claimed_until": at if nudge.state == "claimed" else None,  # run out: it is looked for before it is sent
        "sent_at": nudge.sent_at,
        "answered": nudge.answered,
        "answered_at": (nudge.sent_at or at) if nudge.answered else None,
        "attempts": 0,
        "stale": False,
    }
