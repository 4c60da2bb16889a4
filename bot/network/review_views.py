"""What a message shows that the clock sends: one nudge, several of a morning, or the review of a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.network.nudge_views import foretold_view, nudge_view, shown_at, together_view
from bot.network.outcomes import NudgeView, Person, PromiseFact, ReviewView, TogetherView
from bot.network.owners import local, settings_of
from bot.network.people import persons
from bot.network.reviews import coming, is_asking
from bot.network.rules.ranking import Candidate
from bot.network.rules.week import WEEK
from bot.network.turns import Turn, calendar_of
from bot.store import agenda, contacts
from bot.store.looking import got
from bot.store.tables import (
    REVIEW,
    TOGETHER,
    InteractionPersonRow,
    InteractionRow,
    NudgeRow,
    OwnerRow,
)


def message_view(session: Session, nudge_id: str, now: datetime) -> NudgeView | TogetherView | ReviewView | None:
    """What the message of a nudge says, were it written now; None when what it was about has gone."""
    nudge = got(session, NudgeRow, nudge_id)
    if nudge is None:
        return None
    if nudge.kind == TOGETHER:
        return together_view(session, nudge, now)
    if nudge.kind == REVIEW:
        return _review(session, nudge, now)
    return nudge_view(session, nudge, shown_at(nudge, now))


def _review(session: Session, review: NudgeRow, now: datetime) -> ReviewView | None:
    owner = session.get_one(OwnerRow, review.owner_id)
    start = review.due_on
    if review.ts is None and local(owner, now).date() >= start + WEEK:
        return None  # it was held beyond its week: the next one says as much
    at = max(shown_at(review, now), now)
    return ReviewView(
        id=review.id,
        today=local(owner, at).date(),
        touched=_touched(session, owner, start),
        asked=_asked(session, review, now),
        promises=_promises(session, owner, review),
        coming=_coming(session, owner, review),
        asks=_asks(review),
        is_adapted=review.adapted_by is not None,
    )


def _touched(session: Session, owner: OwnerRow, start: date) -> tuple[Person, ...]:
    """With whom the owner was in touch in the week before, the last first."""
    query = (
        select(InteractionPersonRow.contact_id)
        .join(InteractionRow, InteractionRow.id == InteractionPersonRow.interaction_id)
        .where(InteractionRow.owner_id == owner.id, InteractionRow.outcome.is_(None))
        .where(InteractionRow.on >= start - WEEK, InteractionRow.on < start)
        .order_by(InteractionRow.on.desc(), InteractionRow.id.desc(), InteractionPersonRow.contact_id)
    )
    ids = list(dict.fromkeys(session.scalars(query)))
    rows = contacts.contacts_by_id(session, owner.id, ids)
    return persons(Turn(session, owner, owner.created_at), [rows[one] for one in ids if one in rows])


def _asked(session: Session, review: NudgeRow, now: datetime) -> tuple[NudgeView, ...]:
    query = select(NudgeRow).where(NudgeRow.review_id == review.id).order_by(NudgeRow.planned_at, NudgeRow.id)
    at = shown_at(review, now)  # a day that was ahead when the nudge came may be past by now
    found = [(nudge, nudge_view(session, nudge, nudge.answered_at or at)) for nudge in session.scalars(query)]
    return tuple(replace(view, is_unsent=nudge.ts is None) for nudge, view in found if view is not None)


def _promises(session: Session, owner: OwnerRow, review: NudgeRow) -> tuple[PromiseFact, ...]:
    """What is owed either way, but for what is asked above."""
    asked = select(NudgeRow.source_id).where(NudgeRow.review_id == review.id, NudgeRow.kind == "promise")
    above = set(session.scalars(asked.where(NudgeRow.answered.is_(None))))
    promises = [one for one in agenda.open_promises(session, owner.id) if one.id not in above]
    names = contacts.contacts_by_id(session, owner.id, {one.contact_id for one in promises})
    return tuple(
        PromiseFact(one.direction, one.about, one.due_on, one.said_on, names[one.contact_id].name, one.id)
        for one in promises
        if one.contact_id in names
    )


def _coming(session: Session, owner: OwnerRow, review: NudgeRow) -> tuple[tuple[date, NudgeView], ...]:
    """What comes after the review until its week ends; what came by now stays in its place."""
    settings = settings_of(owner)
    ahead = coming(session, owner, settings, calendar_of(settings), review.due_on, review.planned_on)
    days = [(one.send_on, one) for one in ahead] + [
        (one.planned_on, _as_candidate(one)) for one in _came(session, review)
    ]
    views = [
        (day, view)
        for day, one in sorted(days, key=lambda each: (each[0], each[1].rank(each[0])))
        if is_asking(one.kind, one.occasion) or one.kind == "plan"
        if (view := foretold_view(session, owner, one, day)) is not None
    ]
    return tuple(_each_once(views))


def _came(session: Session, review: NudgeRow) -> Iterable[NudgeRow]:
    first, last = review.planned_on, review.due_on + WEEK - timedelta(days=1)
    query = select(NudgeRow).where(NudgeRow.owner_id == review.owner_id, NudgeRow.planned_on > first)
    query = query.where(NudgeRow.planned_on <= last, NudgeRow.kind.not_in((TOGETHER, REVIEW)))
    return session.scalars(query.order_by(NudgeRow.planned_at, NudgeRow.id)).all()


def _as_candidate(nudge: NudgeRow) -> Candidate:
    return Candidate(nudge.kind, nudge.occasion, nudge.contact_id, nudge.source_id, nudge.due_on, nudge.planned_on)


def _each_once(views: Iterable[tuple[date, NudgeView]]) -> Iterable[tuple[date, NudgeView]]:
    """A milestone with its announcement ahead, a meeting with "how did it go?": the first of them says enough."""
    seen: set[tuple[object, ...]] = set()
    for day, view in views:
        key = (view.kind, view.person.id if view.person else view.about, view.due_on, view.about)
        if key not in seen:
            seen.add(key)
            yield day, view


def _asks(review: NudgeRow) -> tuple[int, int] | None:
    if review.proposes is None:
        return None
    asked, _, kept = review.proposes.partition(":")
    return int(asked), int(kept)
