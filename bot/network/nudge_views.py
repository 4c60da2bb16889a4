"""A nudge as its owner reads it: why now, what was last said, what is owed; read afresh each time it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.network.due import THANKS_DAYS
from bot.network.facets import celebrated, interaction_facts
from bot.network.outcomes import InteractionFact, NudgeView, Person, TogetherView
from bot.network.owners import local
from bot.network.rhythms import ENDED, cadence_of
from bot.network.rules.milestones import BELATED_DAYS
from bot.network.rules.ranking import Candidate
from bot.network.turns import Turn
from bot.store import agenda, contacts, history
from bot.store.looking import got
from bot.store.tables import (
    ContactRow,
    FeedbackRow,
    MilestoneRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PromiseRow,
    ReminderRow,
)

_NOTES = 3


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a nudge is about: the same of one that is written down and of one foretold."""

    id: str
    kind: str
    occasion: str
    contact_id: int | None
    source_id: int | None
    due_on: date


def nudge_view(session: Session, nudge: NudgeRow, at: datetime) -> NudgeView | None:
    """The nudge at an instant. None when it was not sent and what it was about has gone: then it is not sent."""
    owner = got(session, OwnerRow, nudge.owner_id)
    assert owner is not None  # noqa: S101  # its nudge would not be there
    subject = _Subject(nudge.id, nudge.kind, nudge.occasion, nudge.contact_id, nudge.source_id, nudge.due_on)
    sent_or_answered = nudge.ts is not None or nudge.answered is not None
    today, is_over = local(owner, at).date(), nudge.answered is not None
    view = _view(session, owner, subject, today, must_hold=not sent_or_answered, is_over=is_over)
    if view is None or nudge.answered is None:
        return view
    return replace(
        view,
        proposes=nudge.proposes,
        is_adapted=nudge.adapted_by is not None,
        answered=nudge.answered,
        answered_on=local(owner, nudge.answered_at).date() if nudge.answered_at else None,
        again_on=nudge.again_on,
        change=nudge.change_id,
    )


def together_view(session: Session, message: NudgeRow, now: datetime) -> TogetherView | None:
    """The nudges that stand, or are to stand, in one message; None when nothing is left of them.

    One that has a message of its own (a release that knew of no groups sent it) does not come again in this one.
    """
    query = select(NudgeRow).where(NudgeRow.group_id == message.id, NudgeRow.state != "dropped")
    here = query.where(NudgeRow.ts.is_not_distinct_from(message.ts)).order_by(NudgeRow.id)
    views = [nudge_view(session, nudge, shown_at(nudge, now)) for nudge in session.scalars(here)]
    left = tuple(view for view in views if view is not None)
    return TogetherView(left) if left else None


def shown_at(nudge: NudgeRow, now: datetime) -> datetime:
    """As of when a nudge is read: of its answer, else of its sending, which is now if it is still to be sent."""
    return max(nudge.planned_at, nudge.sent_at or now, nudge.answered_at or nudge.planned_at)


def foretold_view(session: Session, owner: OwnerRow, candidate: Candidate, on: date) -> NudgeView | None:
    """What a nudge would say that is not written down yet, on the day it would be sent."""
    subject = _Subject(
        "", candidate.kind, candidate.occasion, candidate.contact_id, candidate.source_id, candidate.due_on
    )
    return _view(session, owner, subject, on, must_hold=False)


def _view(
    session: Session, owner: OwnerRow, subject: _Subject, today: date, *, must_hold: bool, is_over: bool = False
) -> NudgeView | None:
    """`must_hold`: None where it makes no sense any more; `is_over`: what was answered stays so when its item goes."""
    contact = _contact(session, owner.id, subject)
    if subject.contact_id is not None and contact is None:
        return None
    if must_hold and _is_too_late(subject, today):
        return None
    if must_hold and contact is not None and (contact.status in ENDED or (contact.paused_until or today) > today):
        return None
    if contact is None:
        view = NudgeView(subject.id, subject.kind, None, today, subject.due_on, team=owner.team)
    else:
        view = _about_person(session, owner, subject, contact, today)
    found = _KINDS[subject.kind](session, view, subject, contact, must_hold)
    return view if found is None and is_over else found


def _is_too_late(subject: _Subject, today: date) -> bool:
    """Whether it waited (for Slack, for a token) until it makes no sense any more; what was snoozed is asked for."""
    if "~" in subject.occasion:
        return False
    days = None
    if ":first:" in subject.occasion:
        days = THANKS_DAYS
    elif subject.kind == "milestone":
        days = BELATED_DAYS
    elif subject.kind == "plan" and not subject.occasion.endswith(":after"):
        days = 0
    return days is not None and today > subject.due_on + timedelta(days=days)


def _contact(session: Session, owner_id: int, subject: _Subject) -> ContactRow | None:
    return None if subject.contact_id is None else contacts.contact(session, owner_id, subject.contact_id)


def _about_person(session: Session, owner: OwnerRow, subject: _Subject, contact: ContactRow, today: date) -> NudgeView:
    notes = history.notes_of(session, owner.id, contact.id)
    owed = agenda.open_promises(session, owner.id, contact.id)
    turn = Turn(session, owner, owner.created_at, change="")  # nothing is changed; an id of chance is dear
    last = _last(session, owner.id, contact)
    return NudgeView(
        id=subject.id,
        kind=subject.kind,
        today=today,
        due_on=subject.due_on,
        team=owner.team,
        person=Person(
            id=contact.id,
            name=contact.name,
            slack_user=contact.slack_user,
            company=contact.company,
            role=contact.role,
            last_interaction_on=contact.last_interaction_on,
        ),
        reason_last=last,
        cadence=cadence_of(turn, contact),
        status=contact.status,
        moved_on=_moved_on(session, owner.id, contact, last.on if last else None),
        via=tuple(contact.via),
        channel=contact.channel,
        email=contact.email,
        phone=contact.phone,
        links=tuple(contact.links),
        bring_up=tuple(note.text for note in notes if note.next_time)[:_NOTES],
        interests=tuple(note.text for note in notes if not note.next_time)[:_NOTES],
        i_owe=tuple(one.about for one in owed if one.direction == "mine" and one.about)[:_NOTES],
        they_owe=tuple(one.about for one in owed if one.direction == "theirs" and one.about)[:_NOTES],
        next_check_in_on=contact.next_check_in_on,
    )


def _last(session: Session, owner_id: int, contact: ContactRow) -> InteractionFact | None:
    row = history.last_reached(session, owner_id, contact.id)
    return interaction_facts(session, owner_id, [row], contact.id)[0] if row is not None else None


def _tried_on(session: Session, contact: ContactRow, last_on: date | None) -> date | None:
    """When they were last tried in vain, by a log or by the answer to a nudge, since they were reached."""
    tried_at = agenda.unanswered_tries(session, contact.owner_id, contact.id)
    owner = session.get_one(OwnerRow, contact.owner_id) if tried_at else None
    tries = [local(owner, at).date() for at in tried_at] if owner is not None else []
    latest = history.interactions_of(session, contact.owner_id, contact.id, limit=1)
    tries += [row.on for row in latest if row.outcome == "no_answer"]
    return max((on for on in tries if last_on is None or on >= last_on), default=None)


def _moved_on(session: Session, owner_id: int, contact: ContactRow, last_on: date | None) -> date | None:
    """The day from which they work elsewhere than when they were last reached."""
    if last_on is None or not contact.company:
        return None
    positions = history.positions_of(session, owner_id, contact.id)
    if len(positions) < 2 or positions[0].to_on is not None:
        return None
    since = positions[0].from_on
    return since if since is not None and since >= last_on else None


def _check_in(
    session: Session, view: NudgeView, subject: _Subject, contact: ContactRow | None, must_hold: bool
) -> NudgeView | None:
    if must_hold and contact is not None and contact.next_check_in_on != subject.due_on:
        return None  # they were in touch meanwhile, or the rhythm was changed
    if contact is None:
        return view
    last = view.reason_last
    tried_on = _tried_on(session, contact, last.on if last else None)
    return replace(view, tried_on=tried_on) if tried_on is not None else view


def _follow_up(
    session: Session, view: NudgeView, subject: _Subject, contact: ContactRow | None, must_hold: bool
) -> NudgeView | None:
    if subject.source_id is not None:
        return _reminder(session, view, subject, contact, must_hold)
    return replace(view, first_met=view.reason_last)


def _reminder(
    session: Session, view: NudgeView, subject: _Subject, _contact: ContactRow | None, must_hold: bool
) -> NudgeView | None:
    row = session.get(ReminderRow, subject.source_id)
    if row is None or (must_hold and (row.done_on is not None or _moved(row.on, subject))):
        return None
    return replace(view, about=row.about, time=row.time, on=row.on)


def _moved(day: date | None, subject: _Subject) -> bool:
    return day != subject.due_on and "~" not in subject.occasion


def _milestone(
    session: Session, view: NudgeView, subject: _Subject, _contact: ContactRow | None, _must_hold: bool
) -> NudgeView | None:
    row = session.get(MilestoneRow, subject.source_id)
    if row is None:
        return None
    on = _first_due(subject)
    return replace(
        view,
        on=on,
        milestone=row.kind,
        about=row.about,
        years=celebrated(row, on),
        is_belated=view.today > on,
        is_ahead=_first_occasion(subject).endswith(":ahead"),
    )


def _first_due(subject: _Subject) -> date:
    """The day that the occasion was due for, however often it was snoozed since."""
    found = _DAY.search(_first_occasion(subject))
    return date.fromisoformat(found[0]) if found else subject.due_on


def _first_occasion(subject: _Subject) -> str:
    """The occasion before anything was snoozed."""
    return subject.occasion.split("~")[0]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _promise(
    session: Session, view: NudgeView, subject: _Subject, _contact: ContactRow | None, must_hold: bool
) -> NudgeView | None:
    row = session.get(PromiseRow, subject.source_id)
    if row is None or (must_hold and (row.kept_on is not None or _moved(row.due_on, subject))):
        return None
    return replace(view, about=row.about, direction=row.direction, on=row.due_on)


def _plan(
    session: Session, view: NudgeView, subject: _Subject, _contact: ContactRow | None, must_hold: bool
) -> NudgeView | None:
    row = session.get(PlanRow, subject.source_id)
    if row is None or (must_hold and (row.done_on is not None or _moved(row.on, subject))):
        return None
    stage = "after" if _first_occasion(subject).endswith(":after") else "before"
    return replace(view, about=row.about, time=row.time, place=row.place, on=row.on, stage=stage, milestone=row.kind)


def _feedback(
    session: Session, view: NudgeView, subject: _Subject, _contact: ContactRow | None, _must_hold: bool
) -> NudgeView | None:
    row = session.get(FeedbackRow, subject.source_id)
    if row is None:
        return None
    is_asked = row.stage == "ask" and (row.on is None or _first_due(subject) > row.on)
    return replace(view, about=row.about, stage="asked" if is_asked else row.stage, on=row.on)


def _review(
    _session: Session, view: NudgeView, _subject: _Subject, _contact: ContactRow | None, _must_hold: bool
) -> NudgeView:
    return view


_KINDS = {
    "review": _review,
    "check_in": _check_in,
    "follow_up": _follow_up,
    "reminder": _reminder,
    "milestone": _milestone,
    "promise": _promise,
    "plan": _plan,
    "feedback": _feedback,
}
