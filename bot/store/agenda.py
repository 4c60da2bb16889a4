"""What is open and what is ahead: reminders, plans, promises, milestones. Each query begins with its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import Session

from bot.store.gathering import gathered
from bot.store.looking import look
from bot.store.tables import FeedbackRow, MilestoneRow, NudgeRow, PlanRow, PromiseRow, ReminderRow

# What every log asks is built once: building such a query takes longer than SQLite takes to answer it.
_REMINDERS = (
    select(ReminderRow)
    .where(ReminderRow.owner_id == bindparam("owner"), ReminderRow.done_on.is_(None))
    .order_by(ReminderRow.on.is_(None), ReminderRow.on, ReminderRow.id)
)
_REMINDERS_OF_CONTACT = _REMINDERS.where(ReminderRow.contact_id == bindparam("contact"))
_PLANS = (
    select(PlanRow)
    .where(PlanRow.owner_id == bindparam("owner"), PlanRow.done_on.is_(None))
    .order_by(PlanRow.on.is_(None), PlanRow.on, PlanRow.id)
)
_PLANS_OF_CONTACT = _PLANS.where(PlanRow.contact_id == bindparam("contact"))
_PROMISES = (
    select(PromiseRow)
    .where(PromiseRow.owner_id == bindparam("owner"), PromiseRow.kept_on.is_(None))
    .order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id)
)
_PROMISES_OF_CONTACT = _PROMISES.where(PromiseRow.contact_id == bindparam("contact"))
_NUDGES_OF_CONTACT = select(NudgeRow).where(
    NudgeRow.owner_id == bindparam("owner"),
    NudgeRow.contact_id == bindparam("contact"),
    NudgeRow.kind.in_(bindparam("kinds", expanding=True)),
)
_OPEN_NUDGES = _NUDGES_OF_CONTACT.where(NudgeRow.answered.is_(None), NudgeRow.state == "sent").order_by(
    NudgeRow.planned_at, NudgeRow.id
)
_SNOOZED_NUDGES = _NUDGES_OF_CONTACT.where(NudgeRow.again_on.is_not(None), NudgeRow.asked_again.is_(False)).order_by(
    NudgeRow.again_on, NudgeRow.id
)
_TRIES = select(NudgeRow.answered_at).where(
    NudgeRow.owner_id == bindparam("owner"),
    NudgeRow.contact_id == bindparam("contact"),
    NudgeRow.answered == "no_answer",
    NudgeRow.answered_at.is_not(None),
)


def is_anything_open(session: Session, owner_id: int, contact_id: int, kinds: tuple[str, ...]) -> bool:
    """Whether a contact has any open plan, reminder or nudge of these kinds: mostly not, so one look is enough."""
    found = look(session, _open_of_kinds(kinds), {"owner": owner_id, "contact": contact_id})
    return bool(found.scalar_one())


@cache
def _open_of_kinds(kinds: tuple[str, ...]) -> Select[bool]:
    nudges = select(NudgeRow.id).where(
        NudgeRow.owner_id == bindparam("owner"),
        NudgeRow.contact_id == bindparam("contact"),
        or_(*(NudgeRow.kind == kind for kind in kinds)),
        or_(
            and_(NudgeRow.answered.is_(None), NudgeRow.state == "sent"),
            and_(NudgeRow.again_on.is_not(None), NudgeRow.asked_again.is_(False)),
        ),
    )
    others = (
        query.order_by(None).with_only_columns(literal(1)) for query in (_PLANS_OF_CONTACT, _REMINDERS_OF_CONTACT)
    )
    return select(or_(*(query.exists() for query in (*others, nudges))))


def open_reminders(session: Session, owner_id: int, contact_id: int | None = None) -> Sequence[ReminderRow]:
    """Reminders not yet done, of one contact or of all, soonest first; those without a day last."""
    query = _REMINDERS if contact_id is None else _REMINDERS_OF_CONTACT
    return session.scalars(query, {"owner": owner_id, "contact": contact_id}).all()


def open_plans(session: Session, owner_id: int, contact_id: int | None = None) -> Sequence[PlanRow]:
    """Contacts still to come, soonest first."""
    query = _PLANS if contact_id is None else _PLANS_OF_CONTACT
    return session.scalars(query, {"owner": owner_id, "contact": contact_id}).all()


def open_promises(
    session: Session, owner_id: int, contact_id: int | None = None, direction: str | None = None
) -> Sequence[PromiseRow]:
    """Promises not yet kept, soonest due first; those without a day last."""
    if direction is None and (found := gathered(session, "promises", owner_id, contact_id)) is not None:
        return found
    query = _PROMISES if contact_id is None else _PROMISES_OF_CONTACT
    if direction is not None:
        query = query.where(PromiseRow.direction == direction)
    return session.scalars(query, {"owner": owner_id, "contact": contact_id}).all()


def milestones_of(session: Session, owner_id: int, contact_id: int) -> Sequence[MilestoneRow]:
    """A contact's days to celebrate, the next first."""
    query = select(MilestoneRow).where(MilestoneRow.owner_id == owner_id, MilestoneRow.contact_id == contact_id)
    return session.scalars(query.order_by(MilestoneRow.next_on.is_(None), MilestoneRow.next_on, MilestoneRow.id)).all()


def milestones_until(session: Session, owner_id: int, first: date, last: date | None) -> Sequence[MilestoneRow]:
    """Milestones whose next day lies in a span, soonest first."""
    query = select(MilestoneRow).where(MilestoneRow.owner_id == owner_id, MilestoneRow.next_on >= first)
    if last is not None:
        query = query.where(MilestoneRow.next_on <= last)
    return session.scalars(query.order_by(MilestoneRow.next_on, MilestoneRow.id)).all()


def feedback_of(session: Session, owner_id: int, contact_id: int) -> Sequence[FeedbackRow]:
    """Feedback with a contact, newest first."""
    query = select(FeedbackRow).where(FeedbackRow.owner_id == owner_id, FeedbackRow.contact_id == contact_id)
    return session.scalars(query.order_by(FeedbackRow.id.desc())).all()


def open_nudges(session: Session, owner_id: int, contact_id: int, kinds: Sequence[str]) -> Sequence[NudgeRow]:
    """Nudges about a contact that were sent and not answered."""
    return session.scalars(_OPEN_NUDGES, {"owner": owner_id, "contact": contact_id, "kinds": list(kinds)}).all()


def unanswered_tries(session: Session, owner_id: int, contact_id: int) -> list[datetime]:
    """When nudges about a contact were answered with "no answer yet"."""
    if (told := gathered(session, "tries", owner_id, contact_id)) is not None:
        return list(told)
    found = session.scalars(_TRIES, {"owner": owner_id, "contact": contact_id})
    return [answered_at for answered_at in found if answered_at is not None]


def snoozed_nudges(session: Session, owner_id: int, contact_id: int, kinds: Sequence[str]) -> Sequence[NudgeRow]:
    """Nudges about a contact that were put off and will be asked again."""
    return session.scalars(_SNOOZED_NUDGES, {"owner": owner_id, "contact": contact_id, "kinds": list(kinds)}).all()
