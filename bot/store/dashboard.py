"""What App Home lists, a page at a time: counted whole, read in part. Each query begins with its owner.

What is published there: `homes`. Whom no nudge may be about (`ended`) is named by the caller: it is the network's word.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from bot.store.tables import (
    REVIEW,
    TOGETHER,
    ChangeRow,
    ContactRow,
    InteractionPersonRow,
    InteractionRow,
    MilestoneRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PromiseRow,
    ReminderRow,
    TagRow,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a list: from the how-manieth, how many."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The network in figures."""

    people: int
    with_rhythm: int
    in_touch: int  # people, since a day
    open_tasks: int  # reminders and plans not done


def counts(session: Session, owner_id: int, since: date) -> Counts:
    """Four figures by one statement."""
    mine = ContactRow.owner_id == owner_id, ContactRow.forgotten_at.is_(None)
    people = select(func.count()).select_from(ContactRow).where(*mine)
    touched = (
        select(func.count(InteractionPersonRow.contact_id.distinct()))
        .join(InteractionRow, InteractionRow.id == InteractionPersonRow.interaction_id)
        .where(InteractionRow.owner_id == owner_id, InteractionRow.on >= since, InteractionRow.outcome.is_(None))
    )
    plans = select(func.count()).where(PlanRow.owner_id == owner_id, PlanRow.done_on.is_(None))
    tasks = select(func.count()).where(ReminderRow.owner_id == owner_id, ReminderRow.done_on.is_(None))
    asked = select(
        people.scalar_subquery(),
        people.where(ContactRow.next_check_in_on.is_not(None)).scalar_subquery(),
        touched.scalar_subquery(),
        plans.scalar_subquery() + tasks.scalar_subquery(),
    )
    return Counts(*session.execute(asked).one())


def _known(owner_id: int) -> tuple[ColumnElement[bool], ...]:
    return ContactRow.owner_id == owner_id, ContactRow.forgotten_at.is_(None)


def count_of(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """How many rows a list has."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def part_of(session: Session, query: Select[*tuple[Any, ...]], span: Span) -> Sequence[Any]:
    """A part of a list."""
    return session.execute(query.limit(span.length).offset(span.start)).all()


def milestones(owner_id: int, first: date, last: date, ended: Collection[str]) -> Select[MilestoneRow, str]:
    """Days to celebrate in a span, soonest first, each with its person's name."""
    return (
        select(MilestoneRow, ContactRow.name)
        .join(ContactRow, ContactRow.id == MilestoneRow.contact_id)
        .where(
            MilestoneRow.owner_id == owner_id,
            MilestoneRow.next_on.between(first, last),
            *_known(owner_id),
            _alive(ended),
        )
        .order_by(MilestoneRow.next_on, MilestoneRow.id)
    )


def plans(owner_id: int, first: date) -> Select[PlanRow, str]:
    """Contacts still to come from a day on, soonest first; those without a day last. One with several people is one."""
    ahead = or_(PlanRow.on.is_(None), PlanRow.on >= first)
    return (
        select(PlanRow, ContactRow.name)
        .join(ContactRow, ContactRow.id == PlanRow.contact_id)
        .where(PlanRow.owner_id == owner_id, PlanRow.done_on.is_(None), ahead, *_known(owner_id))
        .where(or_(PlanRow.group_id.is_(None), PlanRow.id.in_(_first_of_groups(owner_id))))
        .order_by(PlanRow.on.is_(None), PlanRow.on, PlanRow.id)
    )


def _first_of_groups(owner_id: int) -> Select[int | None]:
    """Of each plan with several people the row that stands for all of them."""
    return (
        select(func.min(PlanRow.id))
        .join(ContactRow, ContactRow.id == PlanRow.contact_id)
        .where(PlanRow.owner_id == owner_id, PlanRow.group_id.is_not(None), PlanRow.done_on.is_(None))
        .where(*_known(owner_id))
        .group_by(PlanRow.group_id)
    )


def names_in_group(session: Session, owner_id: int, group_id: str) -> Sequence[str]:
    """Who is in a plan with several people, by name."""
    query = (
        select(ContactRow.name)
        .join(PlanRow, PlanRow.contact_id == ContactRow.id)
        .where(PlanRow.owner_id == owner_id, PlanRow.group_id == group_id, PlanRow.done_on.is_(None))
    )
    return session.scalars(query.where(*_known(owner_id)).order_by(ContactRow.name, ContactRow.id)).all()


def reminders(owner_id: int, after: date) -> Select[ReminderRow, str | None]:
    """What is to be reminded of after a day, soonest first, each with its person's name; without a day last."""
    ahead = or_(ReminderRow.on.is_(None), ReminderRow.on > after)
    return (
        select(ReminderRow, ContactRow.name)
        .outerjoin(ContactRow, ContactRow.id == ReminderRow.contact_id)
        .where(ReminderRow.owner_id == owner_id, ReminderRow.done_on.is_(None), ahead)
        .where(ContactRow.forgotten_at.is_(None))
        .order_by(ReminderRow.on.is_(None), ReminderRow.on, ReminderRow.id)
    )


def promises(owner_id: int, direction: str) -> Select[PromiseRow, str]:
    """Open promises of one direction, soonest due first; those without a day last."""
    return (
        select(PromiseRow, ContactRow.name)
        .join(ContactRow, ContactRow.id == PromiseRow.contact_id)
        .where(PromiseRow.owner_id == owner_id, PromiseRow.kept_on.is_(None), PromiseRow.direction == direction)
        .where(*_known(owner_id))
        .order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id)
    )


def resting(owner_id: int, today: date) -> Select[*tuple[Any, ...]]:
    """What is paused or snoozed, the first to come back first: (kind, until, contact, tag, nudge) by their keys.

    A snoozed check-in is a contact whose next check-in is the day that a snooze set; what else was put off is known
    by its nudge.
    """
    paused = select(
        literal("paused").label("kind"),
        ContactRow.paused_until.label("until"),
        ContactRow.id.label("contact_id"),
        null().label("tag"),
        null().label("nudge"),
    ).where(*_known(owner_id), ContactRow.paused_until > today)
    is_snoozed = and_(ContactRow.snoozed_until > today, ContactRow.snoozed_until == ContactRow.next_check_in_on)
    is_paused = and_(ContactRow.paused_until.is_not(None), ContactRow.paused_until > today)
    snoozed = select(literal("snoozed"), ContactRow.snoozed_until, ContactRow.id, null(), null()).where(
        *_known(owner_id), is_snoozed, ~is_paused
    )
    tags = select(literal("paused"), TagRow.paused_until, null(), TagRow.tag, null()).where(
        TagRow.owner_id == owner_id, TagRow.paused_until > today
    )
    put_off = (
        select(literal("snoozed"), NudgeRow.again_on, NudgeRow.contact_id, null(), NudgeRow.id)
        .outerjoin(ContactRow, ContactRow.id == NudgeRow.contact_id)
        .where(NudgeRow.owner_id == owner_id, NudgeRow.again_on > today, NudgeRow.asked_again.is_(False))
        .where(NudgeRow.answered == "snoozed", ContactRow.forgotten_at.is_(None))
        .where(or_(ContactRow.paused_until.is_(None), ContactRow.paused_until <= today))
    )
    rows = union_all(paused, snoozed, tags, put_off).subquery()
    return select(rows).order_by(rows.c.until, rows.c.kind, rows.c.contact_id, rows.c.tag, rows.c.nudge)


def nudges(owner_id: int, state: str, since: date, *, today: date, ended: Collection[str]) -> Select[NudgeRow]:
    """Nudges in a state that nobody answered, written down on a day or later, the newest day first.

    What is about somebody who rests, or about whom none may be, is left out.
    """
    return (
        select(NudgeRow)
        .outerjoin(ContactRow, ContactRow.id == NudgeRow.contact_id)
        .where(NudgeRow.owner_id == owner_id, NudgeRow.planned_on >= since, NudgeRow.state == state)
        .where(NudgeRow.answered.is_(None), NudgeRow.kind.not_in((TOGETHER, REVIEW)))
        .where(ContactRow.forgotten_at.is_(None), *_open(today, ended))
        .order_by(NudgeRow.planned_on.desc(), NudgeRow.planned_at, NudgeRow.id)
    )


def _open(today: date, ended: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Whom a nudge may be about today."""
    awake = or_(ContactRow.paused_until.is_(None), ContactRow.paused_until <= today)
    return awake, _alive(ended)


def _alive(ended: Collection[str]) -> ColumnElement[bool]:
    return or_(ContactRow.status.is_(None), ContactRow.status.not_in(ended))


def asked_long_ago(owner_id: int, today: date, ended: Collection[str]) -> Select[int, date | None]:
    """Whose check-in was asked for and is still to come, the latest first: (contact, the day it was due)."""
    return (
        select(ContactRow.id, ContactRow.next_check_in_on)
        .where(ContactRow.owner_id == owner_id, ContactRow.next_check_in_on <= today, *_open(today, ended))
        .where(ContactRow.asked_on == ContactRow.next_check_in_on, ContactRow.forgotten_at.is_(None))
        .order_by(ContactRow.next_check_in_on.desc(), ContactRow.id)
    )


def last_forgetting(session: Session, owner: OwnerRow) -> str | None:
    """The change by which an owner asked for everything to be forgotten, if it stands."""
    query = select(ChangeRow.id).where(
        ChangeRow.owner_id == owner.id, ChangeRow.intent == "forget", ChangeRow.undone_at.is_(None)
    )
    return session.scalars(query.order_by(ChangeRow.seq.desc()).limit(1)).first()
