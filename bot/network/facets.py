"""Facts read for showing: one time in touch, a day to celebrate, what is open with somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from bot.network.outcomes import InteractionFact, MilestoneFact, ReminderFact
from bot.network.rules.milestones import parse_on, years
from bot.store import history
from bot.store.tables import InteractionRow, MilestoneRow, PlanRow, ReminderRow


def interaction_facts(
    session: Session, owner_id: int, rows: Sequence[InteractionRow], contact_id: int
) -> tuple[InteractionFact, ...]:
    """Interactions as they are shown on one contact's page: with the names of the others."""
    there = history.who_was_there(session, owner_id, [row.id for row in rows])
    return tuple(
        InteractionFact(
            on=row.on,
            kind=row.kind,
            place=row.place,
            about=row.about,
            outcome=row.outcome,
            others=tuple(name for other, name in there[row.id] if other != contact_id),
        )
        for row in rows
    )


def milestone_fact(row: MilestoneRow, name: str = "") -> MilestoneFact:
    """A day to celebrate."""
    on = parse_on(row.on)
    return MilestoneFact(
        kind=row.kind,
        on=on,
        about=row.about,
        next_on=row.next_on,
        years=years(on, row.next_on) if row.next_on else None,
        name=name,
    )


def reminder_fact(row: ReminderRow, name: str | None = None) -> ReminderFact:
    """A reminder."""
    return ReminderFact(kind=row.kind, on=row.on, time=row.time, about=row.about, name=name, id=row.id)


def plan_fact(row: PlanRow, name: str | None = None) -> ReminderFact:
    """A contact still to come."""
    return ReminderFact(kind=row.kind, on=row.on, time=row.time, about=row.about, place=row.place, name=name, id=row.id)


def celebrated(row: MilestoneRow, day: date) -> int | None:
    """How many years it is on that day."""
    return years(parse_on(row.on), day)
