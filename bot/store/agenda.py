"""What is open and what is ahead: reminders, plans, promises, milestones. Each query begins with its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.tables import FeedbackRow, MilestoneRow, NudgeRow, PlanRow, PromiseRow, ReminderRow


def open_reminders(session: Session, owner_id: int, contact_id: int | None = None) -> Sequence[ReminderRow]:
    """Reminders not yet done, of one contact or of all, soonest first; those without a day last."""
    query = select(ReminderRow).where(ReminderRow.owner_id == owner_id, ReminderRow.done_on.is_(None))
    if contact_id is not None:
        query = query.where(ReminderRow.contact_id == contact_id)
    return session.scalars(query.order_by(ReminderRow.on.is_(None), ReminderRow.on, ReminderRow.id)).all()


def open_plans(session: Session, owner_id: int, contact_id: int | None = None) -> Sequence[PlanRow]:
    """Contacts still to come, soonest first."""
    query = select(PlanRow).where(PlanRow.owner_id == owner_id, PlanRow.done_on.is_(None))
    if contact_id is not None:
        query = query.where(PlanRow.contact_id == contact_id)
    return session.scalars(query.order_by(PlanRow.on.is_(None), PlanRow.on, PlanRow.id)).all()


def open_promises(
    session: Session, owner_id: int, contact_id: int | None = None, direction: str | None = None
) -> Sequence[PromiseRow]:
    """Promises not yet kept, soonest due first; those without a day last."""
    query = select(PromiseRow).where(PromiseRow.owner_id == owner_id, PromiseRow.kept_on.is_(None))
    if contact_id is not None:
        query = query.where(PromiseRow.contact_id == contact_id)
    if direction is not None:
        query = query.where(PromiseRow.direction == direction)
    return session.scalars(query.order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id)).all()


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
    query = select(NudgeRow).where(
        NudgeRow.owner_id == owner_id,
        NudgeRow.contact_id == contact_id,
        NudgeRow.kind.in_(kinds),
        NudgeRow.answered.is_(None),
        NudgeRow.state == "sent",
    )
    return session.scalars(query.order_by(NudgeRow.planned_at, NudgeRow.id)).all()


def snoozed_nudges(session: Session, owner_id: int, contact_id: int, kinds: Sequence[str]) -> Sequence[NudgeRow]:
    """Nudges about a contact that were put off and will be asked again."""
    query = select(NudgeRow).where(
        NudgeRow.owner_id == owner_id,
        NudgeRow.contact_id == contact_id,
        NudgeRow.kind.in_(kinds),
        NudgeRow.again_on.is_not(None),
        NudgeRow.asked_again.is_(False),
    )
    return session.scalars(query.order_by(NudgeRow.again_on, NudgeRow.id)).all()
