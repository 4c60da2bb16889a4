"""The weekly review: whether there is anything to say, which nudges it lists, and what it shows of the week.

It is decided once, on the first working day of a week (the next one, where nothing ran on that day), and listed nudges
name it: each is listed once. What stands in it is read afresh whenever it is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, aliased

from bot.network.due import candidates
from bot.network.owners import OwnerSettings
from bot.network.rhythms import ENDED
from bot.network.rules.calendar import Calendar
from bot.network.rules.ranking import Candidate
from bot.network.rules.week import WEEK
from bot.store.tables import (
    REVIEW,
    TOGETHER,
    ContactRow,
    InteractionRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PromiseRow,
    ReminderRow,
)

NEWS_DAYS = timedelta(days=28)  # a nudge that was not answered for longer is listed no more


@dataclass(frozen=True, slots=True)
class Asked:
    """A nudge that came on a day and waits for its answer; about somebody paused not before `back_on`."""

    planned_on: date
    id: str = ""
    back_on: date | None = None

    def is_listed(self, day: date) -> bool:
        """Whether a review of that day lists it."""
        is_recent = self.planned_on < day <= self.planned_on + NEWS_DAYS
        return is_recent and (self.back_on is None or self.back_on <= day)


def is_asking(kind: str, occasion: str) -> bool:
    """Whether a nudge waits for an answer: the brief before a meeting does not."""
    return kind not in (TOGETHER, REVIEW) and (kind != "plan" or ":after" in occasion)


def is_worth_it(start: date, touched: Iterable[date], asked: Collection[Asked]) -> bool:
    """Whether the review of the week that begins on `start` has anything to say: what only comes, says so itself."""
    return bool(asked) or any(start - WEEK <= on < start for on in touched)


def touched_on(session: Session, owner_id: int, since: date) -> Sequence[date]:
    """The days since then on which the owner was in touch with anybody."""
    query = select(InteractionRow.on).where(InteractionRow.owner_id == owner_id, InteractionRow.on >= since)
    return session.scalars(query.where(InteractionRow.outcome.is_(None)).distinct()).all()


def open_nudges(session: Session, owner_id: int, today: date) -> list[Asked]:
    """The nudges of the last weeks that wait for an answer and that no review has listed."""
    review = aliased(NudgeRow)
    unsent = select(review.id).where(review.owner_id == owner_id, review.kind == REVIEW, review.state == "dropped")
    query = (
        select(NudgeRow, ContactRow.paused_until)
        .outerjoin(ContactRow, ContactRow.id == NudgeRow.contact_id)
        .where(NudgeRow.owner_id == owner_id, NudgeRow.planned_on >= today - NEWS_DAYS)
        .where(NudgeRow.answered.is_(None), NudgeRow.state != "dropped")
        .where(NudgeRow.review_id.is_(None) | NudgeRow.review_id.in_(unsent))
        .where(NudgeRow.contact_id.is_(None) | (ContactRow.forgotten_at.is_(None) & _may_be_contacted()))
        .order_by(NudgeRow.id)
    )
    return [
        Asked(nudge.planned_on, nudge.id, paused_until)
        for nudge, paused_until in session.execute(query)
        if is_asking(nudge.kind, nudge.occasion) and _still_asks(session, nudge)
    ]


def _may_be_contacted() -> ColumnElement[bool]:
    return ContactRow.status.is_(None) | ContactRow.status.not_in(ENDED)


def _still_asks(session: Session, nudge: NudgeRow) -> bool:
    """Whether what it was about is neither done nor gone."""
    if nudge.kind in ("reminder", "follow_up") and nudge.source_id is not None:
        reminder = session.get(ReminderRow, nudge.source_id)
        return reminder is not None and reminder.done_on is None
    if nudge.kind == "promise":
        promise = session.get(PromiseRow, nudge.source_id)
        return promise is not None and promise.kept_on is None
    if nudge.kind == "plan":
        plan = session.get(PlanRow, nudge.source_id)
        return plan is not None and plan.done_on is None
    return True


def decide(session: Session, owner_id: int, start: date, today: date) -> Sequence[str] | None:
    """The ids of the nudges that a week's review, sent today, lists; None if there is nothing to say."""
    asked = [one for one in open_nudges(session, owner_id, today) if one.is_listed(today)]
    is_news = is_worth_it(start, touched_on(session, owner_id, start - WEEK), asked)
    return [one.id for one in asked] if is_news else None


def coming(
    session: Session, row: OwnerRow, settings: OwnerSettings, calendar: Calendar, start: date, today: date
) -> list[Candidate]:
    """What comes after today in the week that begins on `start`."""
    last = start + WEEK - timedelta(days=1)
    pool = candidates(session, row, settings, calendar, today=today, until=last)
    return [one for one in pool if one.kind != REVIEW and today < one.send_on <= last and one.is_ahead(today)]


def list_in(session: Session, review_id: str, nudges: Sequence[str]) -> None:
    """Let the review be the one that lists these."""
    session.execute(update(NudgeRow).where(NudgeRow.id.in_(nudges)).values(review_id=review_id))
