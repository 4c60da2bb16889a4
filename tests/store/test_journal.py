"""The journal: what a session changed, and playing it back and again over whatever came in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.engine import Database
from bot.store.journal import Entry, Journal, play, present_values
from bot.store.tables import ContactRow, NoteRow, NudgeRow, OwnerRow, TagRow
from tests.network.given import AT, TODAY, day


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        session.add(OwnerRow(team="T1", user="U1", created_at=AT))
        session.flush()
        yield session


def owner_id(session: Session) -> int:
    return session.scalars(select(OwnerRow.id)).one()


def contact(session: Session, name: str = "Priya") -> ContactRow:
    row = ContactRow(owner_id=owner_id(session), name=name, key=name.casefold(), created_on=TODAY, aliases=["Pri"])
    session.add(row)
    session.flush()
    return row


def journaled(session: Session, work: Callable[[], object]) -> list[Entry]:
    """What some work changed, as it comes back from JSON."""
    journal = Journal(session)
    work()
    session.flush()
    journal.close()
    return [Entry(**json.loads(json.dumps(entry.as_json()))) for entry in journal.entries]


def back(session: Session, entries: list[Entry]) -> None:
    for entry in reversed(entries):
        play(session, entry.reversed())
    session.expire_all()


def again(session: Session, entries: list[Entry]) -> None:
    for entry in entries:
        play(session, entry)
    session.expire_all()


def test_an_added_row_goes_and_comes_back_as_it_was(session: Session) -> None:
    entries = journaled(session, lambda: contact(session))
    before = dict(session.execute(select(ContactRow.__table__)).mappings().one())
    back(session, entries)
    assert session.scalars(select(ContactRow)).all() == []
    again(session, entries)
    again(session, entries)  # it is there
    assert dict(session.execute(select(ContactRow.__table__)).mappings().one()) == before
    assert [entry.contact for entry in entries] == [before["id"]]


def test_a_changed_column_goes_back_unless_something_else_was_written_since(session: Session) -> None:
    row = contact(session)

    def change() -> None:
        row.company, row.paused_until, row.aliases = "Acme", day("2027-01-01"), ["Pri", "P"]

    entries = journaled(session, change)
    row.company = "Globex"
    session.flush()
    back(session, entries)
    assert (row.company, row.paused_until, row.aliases) == ("Globex", None, ["Pri"])
    again(session, entries)
    assert (row.company, row.paused_until, row.aliases) == ("Globex", day("2027-01-01"), ["Pri", "P"])


def test_a_deleted_row_comes_back(session: Session) -> None:
    row = contact(session)
    session.add(NoteRow(owner_id=row.owner_id, contact_id=row.id, on=TODAY, text="climbs"))
    session.flush()
    note = session.scalars(select(NoteRow)).one()
    entries = journaled(session, lambda: session.delete(note))
    back(session, entries)
    assert session.scalars(select(NoteRow.text)).all() == ["climbs"]


def test_a_row_whose_contact_has_gone_stays_away(session: Session) -> None:
    row = contact(session)
    note = NoteRow(owner_id=row.owner_id, contact_id=row.id, on=TODAY, text="climbs")
    entries = journaled(session, lambda: session.add(note))
    back(session, entries)
    session.delete(row)
    session.flush()
    again(session, entries)
    assert session.scalars(select(NoteRow)).all() == []


def test_a_row_whose_place_is_taken_stays_away(session: Session) -> None:
    mine = owner_id(session)
    entries = journaled(session, lambda: session.add(TagRow(owner_id=mine, tag="x", cadence="P1M")))
    back(session, entries)
    session.add(TagRow(owner_id=mine, tag="x", cadence="P2W"))
    session.flush()
    again(session, entries)
    assert session.scalars(select(TagRow.cadence)).all() == ["P2W"]


def test_bookkeeping_is_not_journaled_and_a_nudges_answer_is(session: Session) -> None:
    row = contact(session)
    nudge = NudgeRow(
        owner_id=row.owner_id, team="T1", contact_id=row.id, kind="check_in", occasion="1", due_on=TODAY,
        planned_on=TODAY, planned_at=AT,
    )  # fmt: skip
    owner = session.get_one(OwnerRow, row.owner_id)
    assert journaled(session, lambda: session.add(nudge)) == []

    def keep_books() -> None:
        owner.next_at = owner.profile_at = nudge.sent_at = AT
        row.asked_on, nudge.stale, nudge.state = TODAY, True, "sent"

    def answer() -> None:
        nudge.answered, nudge.answered_at, nudge.answered_by = "done", AT, "button"

    assert journaled(session, keep_books) == []
    entries = journaled(session, answer)
    back(session, entries)
    assert (nudge.answered, nudge.answered_at) == (None, None)
    nudge.answered = "skipped"
    session.flush()
    again(session, entries)  # whole or not at all
    assert (nudge.answered, nudge.answered_by) == ("skipped", None)


def test_of_several_journals_only_the_newest_listens(session: Session) -> None:
    outer = Journal(session)
    inner = journaled(session, lambda: contact(session))
    contact(session, "Sam")
    outer.close()
    assert len(inner) == len(outer.entries) == 1
    assert outer.entries[0].after is not None
    assert outer.entries[0].after["name"] == "Sam"


def test_what_columns_hold_now(session: Session) -> None:
    row = contact(session)
    [entry] = journaled(session, lambda: setattr(row, "paused_until", TODAY))
    assert present_values(session, entry) == {"paused_until": TODAY.isoformat()}
    session.delete(row)
    session.flush()
    assert present_values(session, entry) == {}
