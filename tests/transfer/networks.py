"""A network with one of everything, and what moves it about. The fixture `database` is `tests/conftest.py`'s."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from bot.network.archive import Archive, Restored, everything, restore
from bot.network.owners import Owner, owner_row
from bot.store.contacts import index_names
from bot.store.engine import Database
from bot.store.names import fold
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    FeedbackRow,
    HelpRow,
    InteractionPersonRow,
    InteractionRow,
    MilestoneRow,
    NoteRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PositionRow,
    PromiseRow,
    ReminderRow,
    TagRow,
)

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ANA = Owner("T1", "U1")
BEN = Owner("T1", "U2")


def day(text: str) -> date:
    return date.fromisoformat(text)


def taken_out(database: Database, owner: Owner) -> Archive:
    with database.reading() as session:
        return everything(session, owner_row(session, owner, AT).id)


def put_in(database: Database, owner: Owner, archive: Archive, *, wins: bool = True) -> Restored:
    with database.writing() as session:
        owner_id = owner_row(session, owner, AT).id
        return restore(session, owner_id, archive, today=TODAY, at=AT, wins=wins)


def contact(session: Session, owner: OwnerRow, name: str, **columns: object) -> ContactRow:
    row = ContactRow(owner_id=owner.id, name=name, key=fold(name), **({"created_on": TODAY} | columns))
    session.add(row)
    session.flush()
    index_names(session, row)
    return row


def interaction(session: Session, people: list[ContactRow], on: str, **columns: object) -> None:
    owner_id = people[0].owner_id
    row = InteractionRow(owner_id=owner_id, on=day(on), created_at=AT, **({"kind": "met", "source": "met"} | columns))
    session.add(row)
    session.flush()
    session.add_all(
        InteractionPersonRow(interaction_id=row.id, contact_id=person.id, owner_id=owner_id) for person in people
    )


def fill(database: Database, owner: Owner = ANA) -> None:
    """One of everything that an export holds, namesakes and a forgotten contact among it."""
    with database.writing() as session:
        row = owner_row(session, owner, AT)
        row.slack_zone, row.daily_limit, row.paused_until = "Europe/Paris", 3, day("2026-12-24")
        session.add(TagRow(owner_id=row.id, tag="python", cadence="P2M"))
        session.add(TagRow(owner_id=row.id, tag="quiet", paused_until=day("2027-01-01")))
        priya = contact(
            session, row, "Priya Sharma", aliases=["Pri"], slack_user="U77", email="p@acme.example",
            phone="+44 20 7946 0958", links=["https://example.org/in/priya"],
            company="Acme", role="CTO", place="Berlin", channel="email",
            via=["Sam"], cadence="P3M", last_interaction_on=TODAY, next_check_in_on=day("2027-01-23"),
        )  # fmt: skip
        sam = contact(session, row, "Sam", cadence="P1M15D", cadence_is_own=True, last_interaction_on=day("2026-11-01"),
                      next_check_in_on=day("2026-12-16"))  # fmt: skip
        namesake = contact(session, row, "Sam", company="Globex", cadence="none", cadence_is_own=True)
        contact(session, row, "Zoë O'Neill", status="deceased", cadence="P3M", last_interaction_on=day("2020-02-29"))
        gone = contact(session, row, "Gone", forgotten_at=AT)
        session.add(ContactTagRow(contact_id=priya.id, tag="python", owner_id=row.id))
        session.add(ContactTagRow(contact_id=priya.id, tag="ai", owner_id=row.id))
        interaction(session, [priya, sam, gone], "2026-11-23", place="PyCon", about='hiring "now"; später')
        interaction(session, [priya, namesake], "2026-11-23", place="PyCon", about='hiring "now"; später')
        interaction(session, [priya], "2026-11-20", kind="call", outcome="no_answer", source="dm")
        interaction(session, [priya], "2026-11-20", kind="call", outcome="no_answer", source="dm")
        _facts(session, row, priya)


def _facts(session: Session, owner: OwnerRow, priya: ContactRow) -> None:
    ids = {"owner_id": owner.id, "contact_id": priya.id}
    session.add_all(
        [
            PlanRow(**ids, on=day("2026-12-03"), time="12:30", kind="meal", place="Milan", about=None),
            PlanRow(**ids, on=day("2026-11-02"), time=None, kind="met", done_on=day("2026-11-02")),
            ReminderRow(**ids, kind="reminder", on=day("2026-12-04"), time="15:00", about="send Priya the deck"),
            ReminderRow(**ids, kind="follow_up", on=day("2026-11-24"), time=None, about=None, done_on=TODAY),
            ReminderRow(owner_id=owner.id, contact_id=None, kind="reminder", on=TODAY, about="file the taxes"),
            MilestoneRow(**ids, kind="birthday", on="--02-29", about=None, next_on=day("2027-02-28")),
            MilestoneRow(**ids, kind="work_anniversary", on="2021-02-01", about="Acme"),
            PromiseRow(**ids, direction="mine", about="an intro to Lee", said_on=TODAY, due_on=day("2026-11-27")),
            PromiseRow(**ids, direction="theirs", about=None, said_on=TODAY, kept_on=TODAY),
            HelpRow(**ids, direction="given", about="with her talk", on=TODAY),
            FeedbackRow(**ids, stage="ask", about="my talk", on=day("2026-11-30")),
            NoteRow(**ids, on=TODAY, text="likes climbing", next_time=True),
            PositionRow(**ids, company="Initech", role=None, from_on=None, to_on=day("2025-06-30")),
            NudgeRow(
                **ids, id="a1b2", team=owner.team, kind="check_in", occasion="1", due_on=TODAY, planned_on=TODAY,
                planned_at=AT, state="sent", sent_at=AT, answered="done",
            ),
        ]
    )  # fmt: skip
