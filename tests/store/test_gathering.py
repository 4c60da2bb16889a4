"""What is read of many contacts together is what would be read of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bot.store import agenda, contacts, history
from bot.store.engine import Database
from bot.store.gathering import gather
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    InteractionPersonRow,
    InteractionRow,
    NoteRow,
    NudgeRow,
    OwnerRow,
    PromiseRow,
    TagRow,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = AT.date()


def fill(session: Session) -> None:
    """Two owners, with some contacts of whom much is known and some of whom nothing is."""
    for number in (1, 2):
        owner = OwnerRow(team="T1", user=f"U{number}", created_at=AT)
        session.add(owner)
        session.flush()
        session.add(TagRow(owner_id=owner.id, tag="python", cadence="P1M"))
        session.add(TagRow(owner_id=owner.id, tag="asleep"))
        for place in range(4):
            contact = ContactRow(owner_id=owner.id, name=f"Contact {place}", key=f"contact {place}", created_on=DAY)
            session.add(contact)
            session.flush()
            if place < 3:
                _tell(session, owner.id, contact.id, place)


def _tell(session: Session, owner_id: int, contact_id: int, place: int) -> None:
    mine: dict[str, Any] = {"owner_id": owner_id, "contact_id": contact_id}
    for days in range(place + 1):
        on = DAY - timedelta(days=days)
        outcome = None if days else "no_answer"
        met = InteractionRow(owner_id=owner_id, on=on, kind="met", outcome=outcome, source="dm", created_at=AT)
        session.add(met)
        session.flush()
        session.add(InteractionPersonRow(interaction_id=met.id, **mine))
        session.add(NoteRow(on=on, text=f"note {days}", next_time=bool(days % 2), **mine))
        session.add(PromiseRow(direction="mine", about="the deck", said_on=on, due_on=on if days else None, **mine))
        session.add(PromiseRow(direction="theirs", about="an intro", said_on=on, kept_on=on, **mine))
        nudge: dict[str, Any] = {"team": "T1", "kind": "check_in", "due_on": on, "planned_on": on, "planned_at": AT}
        answered = {"answered": "no_answer" if days else "done", "answered_at": AT}
        session.add(NudgeRow(occasion=f"{contact_id}:{days}", **nudge, **answered, **mine))
    session.add(ContactTagRow(tag="python", **mine))
    if place:
        session.add(ContactTagRow(tag="asleep", **mine))


def read(session: Session, owner_id: int, contact_id: int) -> list[Any]:
    """What a nudge asks of a contact."""
    return [
        [note.id for note in history.notes_of(session, owner_id, contact_id)],
        [one.id for one in agenda.open_promises(session, owner_id, contact_id)],
        contacts.rhythms_of_tags(session, owner_id, contact_id),
        agenda.unanswered_tries(session, owner_id, contact_id),
        getattr(history.last_reached(session, owner_id, contact_id), "id", None),
        [one.id for one in history.interactions_of(session, owner_id, contact_id, limit=1)],
    ]


def test_it_is_the_same_as_one_by_one_and_costs_six_queries(database: Database) -> None:
    with database.writing() as session:
        fill(session)
    with database.reading() as session:
        everybody = session.scalars(select(ContactRow).order_by(ContactRow.id)).all()
        alone = [read(session, row.owner_id, row.id) for row in everybody]
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with database.reading() as session:
        rows = session.scalars(select(ContactRow).order_by(ContactRow.id)).all()
        gather(session, rows)
        assert [read(session, row.owner_id, row.id) for row in rows] == alone
    assert sum(one.startswith("SELECT") for one in statements) == 7
    assert alone[2][0]
    assert alone[3] == [[], [], {}, [], None, []]


def test_nothing_is_found_under_another_owner_or_in_another_session(database: Database) -> None:
    with database.writing() as session:
        fill(session)
    with database.reading() as session:
        rows = session.scalars(select(ContactRow).order_by(ContactRow.id)).all()
        gather(session, rows)
        other = next(row.owner_id for row in rows if row.owner_id != rows[2].owner_id)
        assert read(session, other, rows[2].id)[:2] == [[], []]
        assert len(history.interactions_of(session, rows[2].owner_id, rows[2].id)) == 3
        assert history.last_reached(session, rows[2].owner_id, rows[2].id, before=date(2020, 1, 1)) is None
    with database.writing() as session:
        session.add(NoteRow(owner_id=rows[2].owner_id, contact_id=rows[2].id, on=DAY, text="new", next_time=False))
    with database.reading() as session:
        assert len(history.notes_of(session, rows[2].owner_id, rows[2].id)) == 4
