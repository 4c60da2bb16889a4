"""What is known of somebody: days to celebrate, changes in their circumstances, notes, how to reach them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from bot.language.meanings import Meaning, MonthDay
from bot.network.errors import MissingPartError, NobodyNamedError
from bot.network.interactions import add_tags, follow_up
from bot.network.notes import add_note, keep_rest
from bot.network.outcomes import Recorded
from bot.network.people import people_meant
from bot.network.rhythms import ENDED, recorded
from bot.network.rules.milestones import next_celebration
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.tables import ContactRow, MilestoneRow, PositionRow

_ONE_OF_EACH = frozenset({"birthday"})  # said again, it replaces the day


def milestone(turn: Turn, meaning: Meaning) -> Recorded:
    """`Priya's birthday is May 3`, `Ana got promoted to VP`. One that has just happened is congratulated soon."""
    rows = _named(turn, meaning)
    kind = meaning.milestone or "other"
    on = meaning.on if meaning.on is not None or kind == "birthday" else turn.today
    if on is None:
        raise MissingPartError("milestone", "day", meaning.people[0])
    for row in rows:
        _write_milestone(turn, row, kind, on, meaning)
        if kind in ("promotion", "new_job", "work_anniversary") and (meaning.company or meaning.role):
            take_position(turn, row, meaning.company, meaning.role, on if isinstance(on, date) else None)
    return recorded(turn, replace(meaning, on=on, milestone=kind), rows)


def _write_milestone(turn: Turn, row: ContactRow, kind: str, on: MonthDay | date, meaning: Meaning) -> None:
    known = select(MilestoneRow).where(MilestoneRow.contact_id == row.id, MilestoneRow.kind == kind)
    old = turn.session.scalars(known).first() if kind in _ONE_OF_EACH else None
    milestone_row = old or MilestoneRow(owner_id=turn.owner.id, contact_id=row.id, kind=kind)
    milestone_row.on = str(on)
    milestone_row.about = _about(meaning)
    milestone_row.next_on = next_celebration(kind, on, turn.today)
    turn.session.add(milestone_row)


def write_birthday(turn: Turn, row: ContactRow, on: MonthDay | date) -> None:
    """Write when somebody's birthday is, in the place of what was said before."""
    _write_milestone(turn, row, "birthday", on, Meaning(intent="milestone"))


def _about(meaning: Meaning) -> str | None:
    place = " at ".join(part for part in (meaning.role, meaning.company) if part)
    return "; ".join(part for part in (place, meaning.about) if part) or None


def take_position(turn: Turn, row: ContactRow, company: str | None, role: str | None, on: date | None) -> None:
    """Somebody works elsewhere, or as something else, from a day on (None: unknown); what was before is kept."""
    moved = company is not None and row.company is not None and company.casefold() != row.company.casefold()
    if moved:
        _end_anniversaries(turn, row, company)
    _close_position(turn, row, on)
    row.company = company or row.company
    row.role = role or (None if moved else row.role)
    if row.status in ("left", "laid_off", "retired"):
        row.status = None
    turn.session.add(
        PositionRow(owner_id=turn.owner.id, contact_id=row.id, company=row.company, role=row.role, from_on=on)
    )
    contacts.index_names(turn.session, row)


def _end_anniversaries(turn: Turn, row: ContactRow, company: str | None = None) -> None:
    """Nobody is congratulated on their years at a place that they have left."""
    query = select(MilestoneRow).where(MilestoneRow.contact_id == row.id, MilestoneRow.kind == "work_anniversary")
    for milestone_row in turn.session.scalars(query):
        if company is None or company.casefold() not in (milestone_row.about or "").casefold():
            milestone_row.next_on = None


def _close_position(turn: Turn, row: ContactRow, on: date | None) -> None:
    """End the position they are in; one that was only known from the contact's own line becomes history."""
    query = select(PositionRow).where(PositionRow.contact_id == row.id, PositionRow.to_on.is_(None))
    current = turn.session.scalars(query.order_by(PositionRow.id.desc())).first()
    if current is not None:
        current.to_on = on or turn.today
    elif row.company or row.role:
        turn.session.add(
            PositionRow(
                owner_id=turn.owner.id,
                contact_id=row.id,
                company=row.company,
                role=row.role,
                to_on=on or turn.today,
            )
        )


def change(turn: Turn, meaning: Meaning) -> Recorded:
    """`Lee moved to Globex as CTO`, `Sam left Acme`, `Ana is on leave until March`, `Lee passed away`."""
    rows = _named(turn, meaning)
    on = meaning.on if isinstance(meaning.on, date) else None
    for row in rows:
        if meaning.status is not None:
            take_status(turn, row, meaning, on)
        elif meaning.company or meaning.role:
            take_position(turn, row, meaning.company, meaning.role, on or turn.today)
        if meaning.where:
            row.place = meaning.where
        add_tags(turn, row, meaning.tags)
    keep_rest(turn, rows, meaning)
    return recorded(turn, meaning, rows)


def take_status(turn: Turn, row: ContactRow, meaning: Meaning, on: date | None) -> None:
    """What has become of somebody, from a day on (None: unknown), and what follows from it."""
    row.status = meaning.status
    if meaning.status in ENDED:
        row.next_check_in_on = row.thanks_on = None
    elif meaning.status == "on_leave":
        row.paused_until = meaning.until or row.paused_until
    else:
        row.company = row.company or meaning.company
        _end_anniversaries(turn, row)
        _close_position(turn, row, on)
        row.company = row.role = None
        contacts.index_names(turn.session, row)


def note(turn: Turn, meaning: Meaning) -> Recorded:
    """`note Priya: likes climbing`, `Priya prefers email`, `next time ask Priya about the marathon`."""
    rows = _named(turn, meaning)
    if not meaning.about and not meaning.channel:
        raise MissingPartError("note", "about", meaning.people[0])
    for row in rows:
        row.channel = meaning.channel or row.channel
        if meaning.about:
            add_note(turn, row, meaning.about, next_time=meaning.next_time)
        add_tags(turn, row, meaning.tags)
    follow_up_on = follow_up(turn, rows, meaning)
    return recorded(turn, meaning, rows, follow_up_on=follow_up_on)


def details(turn: Turn, meaning: Meaning) -> Recorded:
    """`Priya's email is p@acme.com`, `Priya goes by Pri`, `tag Sam #investor`."""
    rows = _named(turn, meaning)
    for row in rows:
        row.email = meaning.email or row.email
        row.phone = meaning.phone or row.phone
        if meaning.link and meaning.link not in row.links:
            row.links = [*row.links, meaning.link]
        if meaning.to and meaning.to not in row.aliases:
            row.aliases = [*row.aliases, meaning.to]
        if meaning.company or meaning.role:
            row.company, row.role = meaning.company or row.company, meaning.role or row.role
        contacts.index_names(turn.session, row)
        add_tags(turn, row, meaning.tags)
    keep_rest(turn, rows, meaning)
    return recorded(turn, meaning, rows)


def _named(turn: Turn, meaning: Meaning) -> list[ContactRow]:
    if not meaning.people:
        raise NobodyNamedError(meaning.intent)
    return people_meant(turn, meaning.people, create=True)
