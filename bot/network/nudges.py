"""What is due for an owner: read from the store as candidates, chosen by `rules/ranking.py`, written down by `jobs`.

`ahead` walks the same rules day by day without writing, so that what is foretold is what will be sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.network.owners import FOR_GOOD, OwnerSettings, settings_of
from bot.network.rhythms import ENDED
from bot.network.rules.calendar import Calendar
from bot.network.rules.milestones import BELATED_DAYS, next_celebration, parse_on
from bot.network.rules.ranking import Candidate, for_day, sending_at
from bot.network.rules.rhythm import Cadence
from bot.network.turns import calendar_of
from bot.store.inserting import insert_if_new
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    FeedbackRow,
    MilestoneRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PromiseRow,
    ReminderRow,
    TagRow,
    new_id,
)

THANKS_DAYS = 7  # a thank-you that is later than that is none
_REST = timedelta(days=10)  # how much earlier than its day a milestone may have to come, over days off
_MOST = 500  # candidates looked at for one owner and one day


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that will be sent at an instant in UTC."""

    at: datetime
    candidate: Candidate


def ahead(session: Session, row: OwnerRow, at: datetime, days: int) -> list[Ahead]:
    """What will be sent in the days after `at`, were nothing answered or said until then. Writes nothing."""
    settings = settings_of(row)
    calendar = calendar_of(settings)
    today = at.astimezone(calendar.zone).date()
    pool = candidates(session, row, settings, calendar, today + timedelta(days=days))
    found: list[Ahead] = []
    for day in (today + timedelta(days=step) for step in range(days + 1)):
        noon = calendar.nudging_at(day)
        if not calendar.is_working(day) or _is_away(row, settings, max(noon, at), day):
            continue
        room = settings.daily_limit - (_written_on(session, row.id, today) if day == today else 0)
        chosen = for_day(pool, day, room)
        found += [Ahead(max(sending_at(candidate, day, calendar), at), candidate) for candidate in chosen]
        pool = [candidate for candidate in pool if candidate not in chosen]
    return sorted(found, key=lambda one: one.at)


def candidates(
    session: Session, row: OwnerRow, settings: OwnerSettings, calendar: Calendar, until: date
) -> list[Candidate]:
    """Everything that may be sent up to `until` and is not written down yet; paused people keep their day of return."""
    found = [
        *_check_ins(session, row.id, until),
        *_thanks(session, row.id, until),
        *_reminders(session, row.id, until),
        *_plans(session, row.id, calendar, until),
        *_milestones(session, row.id, calendar, until, settings.lead_days),
        *_promises(session, row.id, calendar, until),
        *_feedback(session, row.id, until),
        *_snoozed(session, row.id, until),
    ]
    return _held_back(session, row, found)


def _check_ins(session: Session, owner_id: int, until: date) -> Iterable[Candidate]:
    query = (
        select(ContactRow.id, ContactRow.next_check_in_on, ContactRow.cadence, ContactRow.created_on)
        .where(ContactRow.owner_id == owner_id, ContactRow.next_check_in_on <= until)
        .where(or_(ContactRow.asked_on.is_(None), ContactRow.asked_on != ContactRow.next_check_in_on))
        .order_by(ContactRow.next_check_in_on, ContactRow.id)
        .limit(_MOST)
    )
    for contact_id, due_on, cadence, created_on in session.execute(query):
        if due_on is None:
            continue
        yield Candidate(
            kind="check_in",
            occasion=f"{contact_id}:{due_on}",
            contact_id=contact_id,
            source_id=None,
            due_on=due_on,
            send_on=max(due_on, created_on + timedelta(days=1)),
            rhythm_days=_length(cadence),
        )


def _length(cadence: str | None) -> float:
    return Cadence.parse(cadence).length if cadence and cadence != "none" else 90.0


def _thanks(session: Session, owner_id: int, until: date) -> Iterable[Candidate]:
    query = select(ContactRow.id, ContactRow.thanks_on).where(
        ContactRow.owner_id == owner_id, ContactRow.thanks_on <= until
    )
    for contact_id, due_on in session.execute(query.order_by(ContactRow.thanks_on).limit(_MOST)):
        if due_on is None:
            continue
        yield Candidate(
            kind="follow_up",
            occasion=f"{contact_id}:first:{due_on}",
            contact_id=contact_id,
            source_id=None,
            due_on=due_on,
            send_on=due_on,
            expires_on=due_on + timedelta(days=THANKS_DAYS),
        )


def _reminders(session: Session, owner_id: int, until: date) -> Iterable[Candidate]:
    query = (
        select(ReminderRow.id, ReminderRow.contact_id, ReminderRow.kind, ReminderRow.on, ReminderRow.time)
        .where(ReminderRow.owner_id == owner_id, ReminderRow.on <= until, ReminderRow.done_on.is_(None))
        .where(or_(ReminderRow.asked_on.is_(None), ReminderRow.asked_on != ReminderRow.on))
        .order_by(ReminderRow.on, ReminderRow.id)
        .limit(_MOST)
    )
    for reminder_id, contact_id, kind, on, clock_time in session.execute(query):
        if on is None:
            continue
        yield Candidate(
            kind=kind,
            occasion=f"r{reminder_id}:{on}",
            contact_id=contact_id,
            source_id=reminder_id,
            due_on=on,
            send_on=on,
            at=time.fromisoformat(clock_time) if clock_time else None,
        )


def _plans(session: Session, owner_id: int, calendar: Calendar, until: date) -> Iterable[Candidate]:
    query = (
        select(PlanRow)
        .where(PlanRow.owner_id == owner_id, PlanRow.on <= until, PlanRow.done_on.is_(None))
        .where(or_(PlanRow.after_on.is_(None), PlanRow.after_on != PlanRow.on))
        .order_by(PlanRow.on, PlanRow.id)
        .limit(_MOST)
    )
    for row in session.scalars(query):
        if row.on is None:
            continue
        if row.asked_on != row.on:
            yield Candidate("plan", f"p{row.id}:{row.on}", row.contact_id, row.id, row.on, row.on, expires_on=row.on)
        yield Candidate(
            kind="plan",
            occasion=f"p{row.id}:{row.on}:after",
            contact_id=row.contact_id,
            source_id=row.id,
            due_on=row.on,
            send_on=calendar.working_after(row.on),
            expires_on=row.on + timedelta(days=14),
        )


def _milestones(
    session: Session, owner_id: int, calendar: Calendar, until: date, lead_days: int
) -> Iterable[Candidate]:
    lead = timedelta(days=lead_days)
    query = (
        select(MilestoneRow)
        .where(MilestoneRow.owner_id == owner_id, MilestoneRow.next_on <= until + lead + _REST)
        .order_by(MilestoneRow.next_on, MilestoneRow.id)
        .limit(_MOST)
    )
    for row in session.scalars(query):
        if row.next_on is None:
            continue
        send_on = calendar.working_until(row.next_on)
        yield Candidate(
            kind="milestone",
            occasion=f"m{row.id}:{row.next_on}",
            contact_id=row.contact_id,
            source_id=row.id,
            due_on=row.next_on,
            send_on=send_on,
            expires_on=row.next_on + timedelta(days=BELATED_DAYS),
        )
        ahead_on = calendar.working_until(row.next_on - lead)
        if lead_days and ahead_on < send_on and row.led_on != row.next_on:
            yield Candidate(
                kind="milestone",
                occasion=f"m{row.id}:{row.next_on}:ahead",
                contact_id=row.contact_id,
                source_id=row.id,
                due_on=row.next_on,
                send_on=ahead_on,
                expires_on=send_on - timedelta(days=1),
            )


def _promises(session: Session, owner_id: int, calendar: Calendar, until: date) -> Iterable[Candidate]:
    query = (
        select(PromiseRow)
        .where(PromiseRow.owner_id == owner_id, PromiseRow.due_on <= until + _REST, PromiseRow.kept_on.is_(None))
        .where(or_(PromiseRow.asked_on.is_(None), PromiseRow.asked_on != PromiseRow.due_on))
        .order_by(PromiseRow.due_on, PromiseRow.id)
        .limit(_MOST)
    )
    for row in session.scalars(query):
        if row.due_on is None:
            continue
        before = max(calendar.working_until(row.due_on - timedelta(days=1)), min(row.said_on, row.due_on))
        yield Candidate(
            kind="promise",
            occasion=f"o{row.id}:{row.due_on}",
            contact_id=row.contact_id,
            source_id=row.id,
            due_on=row.due_on,
            send_on=before if row.direction == "mine" else calendar.working_after(row.due_on),
        )


def _feedback(session: Session, owner_id: int, until: date) -> Iterable[Candidate]:
    query = select(FeedbackRow).where(FeedbackRow.owner_id == owner_id, FeedbackRow.next_on <= until)
    for row in session.scalars(query.order_by(FeedbackRow.next_on, FeedbackRow.id).limit(_MOST)):
        if row.next_on is not None:
            occasion = f"f{row.id}:{row.next_on}"
            yield Candidate("feedback", occasion, row.contact_id, row.id, row.next_on, row.next_on)


def _snoozed(session: Session, owner_id: int, until: date) -> Iterable[Candidate]:
    query = (
        select(NudgeRow)
        .where(NudgeRow.owner_id == owner_id, NudgeRow.again_on <= until, NudgeRow.asked_again.is_(False))
        .order_by(NudgeRow.again_on, NudgeRow.id)
        .limit(_MOST)
    )
    for row in session.scalars(query):
        if row.again_on is not None:
            occasion = f"{row.occasion.split('~')[0]}~{row.again_on}"
            yield Candidate(row.kind, occasion, row.contact_id, row.source_id, row.again_on, row.again_on)


def _held_back(session: Session, row: OwnerRow, found: list[Candidate]) -> list[Candidate]:
    """Leave out whom no nudge may be about, and move what is paused to the day on which the pause ends."""
    ids = {candidate.contact_id for candidate in found if candidate.contact_id is not None}
    if not ids:
        return found
    query = select(ContactRow.id, ContactRow.paused_until, ContactRow.status, ContactRow.forgotten_at)
    facts = {one.id: one for one in session.execute(query.where(ContactRow.id.in_(ids)))}
    tags = _tag_pauses(session, row.id, ids)
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.contact_id is None:
            kept.append(candidate)
            continue
        fact = facts.get(candidate.contact_id)
        if fact is None or fact.forgotten_at is not None or fact.status in ENDED:
            continue
        back = max(fact.paused_until or date.min, tags.get(candidate.contact_id, date.min))
        if back < date.max:
            kept.append(replace(candidate, send_on=max(candidate.send_on, back)))
    return kept


def _tag_pauses(session: Session, owner_id: int, ids: set[int]) -> dict[int, date]:
    query = (
        select(ContactTagRow.contact_id, func.max(TagRow.paused_until))
        .join(TagRow, TagRow.tag == ContactTagRow.tag)
        .where(TagRow.owner_id == owner_id, TagRow.paused_until.is_not(None), ContactTagRow.contact_id.in_(ids))
        .group_by(ContactTagRow.contact_id)
    )
    return {contact_id: until for contact_id, until in session.execute(query) if until is not None}


def write_down(session: Session, row: OwnerRow, at: datetime) -> int:
    """Write down each nudge that is due for this owner at `at`, set when to look again, and say how many there were.

    Twice, or in two processes, is the same as once: the occasion is unique.
    """
    settings = settings_of(row)
    calendar = calendar_of(settings)
    here = at.astimezone(calendar.zone)
    today = here.date()
    if _is_away(row, settings, at, today):
        row.next_at = _back(row, settings, calendar, at)
        return 0
    _roll_milestones(session, row.id, today)
    found = candidates(session, row, settings, calendar, today)
    due = (
        for_day(found, today, settings.daily_limit - _written_on(session, row.id, today))
        if calendar.is_working(today)
        else []
    )
    ready = [c for c in due if sending_at(c, today, calendar) <= at and not calendar.is_quiet(here.time())]
    written = sum(_write(session, row, candidate, today, at) for candidate in ready)
    later = [sending_at(c, today, calendar) for c in due if c not in ready]
    row.next_at = _next_look(session, row, calendar, at, later, has_rest=len(found) > len(ready))
    return written


def _is_away(row: OwnerRow, settings: OwnerSettings, at: datetime, today: date) -> bool:
    status = row.away_until is not None and row.away_until > at
    return status or (settings.paused_until is not None and settings.paused_until > today)


def _back(row: OwnerRow, settings: OwnerSettings, calendar: Calendar, at: datetime) -> datetime | None:
    """When an owner who is away is back; None when nobody knows."""
    if settings.paused_until == FOR_GOOD:
        return None
    back = row.away_until if row.away_until is not None and row.away_until > at else at
    if settings.paused_until is not None:
        back = max(back, calendar.nudging_at(calendar.working_from(settings.paused_until)))
    return back


def _roll_milestones(session: Session, owner_id: int, today: date) -> None:
    """Days too long past for a belated word make place for their next time."""
    query = select(MilestoneRow).where(
        MilestoneRow.owner_id == owner_id, MilestoneRow.next_on < today - timedelta(days=BELATED_DAYS)
    )
    for row in session.scalars(query):
        _advance(row, today)


def _advance(row: MilestoneRow, since: date) -> None:
    on = parse_on(row.on)
    row.next_on = next_celebration(row.kind, on, since) if on is not None else None


def _written_on(session: Session, owner_id: int, day: date) -> int:
    query = select(func.count()).where(NudgeRow.owner_id == owner_id, NudgeRow.planned_on == day)
    return session.scalar(query) or 0


def _write(session: Session, row: OwnerRow, candidate: Candidate, today: date, at: datetime) -> bool:
    _mark_asked(session, row.id, candidate)
    return insert_if_new(
        session,
        NudgeRow,
        {
            "id": new_id(),
            "owner_id": row.id,
            "team": row.team,
            "contact_id": candidate.contact_id,
            "kind": candidate.kind,
            "occasion": candidate.occasion,
            "source_id": candidate.source_id,
            "due_on": candidate.due_on,
            "planned_on": today,
            "planned_at": at,
        },
    )


def _mark_asked(session: Session, owner_id: int, candidate: Candidate) -> None:
    """Leave on the source which day it was asked for, so that it is no candidate again until that changes."""
    if "~" in candidate.occasion:
        query = select(NudgeRow).where(NudgeRow.owner_id == owner_id, NudgeRow.again_on == candidate.due_on)
        for nudge in session.scalars(query.where(NudgeRow.source_id == candidate.source_id)):
            if nudge.contact_id == candidate.contact_id and nudge.kind == candidate.kind:
                nudge.asked_again = True
        return
    if candidate.source_id is None and candidate.contact_id is not None:
        contact = session.get_one(ContactRow, candidate.contact_id)
        if candidate.kind == "check_in":
            contact.asked_on = candidate.due_on
        contact.thanks_on = None
        return
    _MARKS[candidate.kind](session, candidate)


def _mark_reminder(session: Session, candidate: Candidate) -> None:
    session.get_one(ReminderRow, candidate.source_id).asked_on = candidate.due_on


def _mark_plan(session: Session, candidate: Candidate) -> None:
    plan = session.get_one(PlanRow, candidate.source_id)
    if candidate.occasion.endswith(":after"):
        plan.after_on = candidate.due_on
    plan.asked_on = candidate.due_on


def _mark_milestone(session: Session, candidate: Candidate) -> None:
    row = session.get_one(MilestoneRow, candidate.source_id)
    row.led_on = candidate.due_on
    if not candidate.occasion.endswith(":ahead"):
        _advance(row, candidate.due_on + timedelta(days=BELATED_DAYS + 1))


def _mark_promise(session: Session, candidate: Candidate) -> None:
    session.get_one(PromiseRow, candidate.source_id).asked_on = candidate.due_on


def _mark_feedback(session: Session, candidate: Candidate) -> None:
    session.get_one(FeedbackRow, candidate.source_id).next_on = None


_MARKS = {
    "reminder": _mark_reminder,
    "follow_up": _mark_reminder,
    "plan": _mark_plan,
    "milestone": _mark_milestone,
    "promise": _mark_promise,
    "feedback": _mark_feedback,
}


def _next_look(
    session: Session, row: OwnerRow, calendar: Calendar, at: datetime, later: list[datetime], *, has_rest: bool
) -> datetime | None:
    """When the clock must look at this owner again: for what is due later today, for what waits, for what comes."""
    today = at.astimezone(calendar.zone).date()
    tomorrow = today + timedelta(days=1)
    days = [day for day in _coming_days(session, row.id, today) if day is not None]
    if has_rest:
        days.append(tomorrow)
    looks = [moment for moment in later if moment > at]
    if days:
        day = calendar.working_from(max(min(days), tomorrow))
        looks.append(min([calendar.nudging_at(day), *_clock_times(session, row.id, calendar, day)]))
    return min(looks, default=None)


def _coming_days(session: Session, owner_id: int, today: date) -> Iterable[date | None]:
    """The first day after today of each subject; of milestones and promises, early enough for days off."""
    lead = session.scalar(select(OwnerRow.lead_days).where(OwnerRow.id == owner_id)) or 0
    early = _REST + timedelta(days=lead)
    columns = (
        (ContactRow.next_check_in_on, ContactRow.owner_id, timedelta()),
        (ContactRow.thanks_on, ContactRow.owner_id, timedelta()),
        (ReminderRow.on, ReminderRow.owner_id, timedelta()),
        (PlanRow.on, PlanRow.owner_id, timedelta()),
        (MilestoneRow.next_on, MilestoneRow.owner_id, early),
        (PromiseRow.due_on, PromiseRow.owner_id, _REST),
        (FeedbackRow.next_on, FeedbackRow.owner_id, timedelta()),
        (NudgeRow.again_on, NudgeRow.owner_id, timedelta()),
    )
    for column, owner, before in columns:
        first = session.scalar(select(func.min(column)).where(owner == owner_id, column > today))
        yield None if first is None else max(first - before, today)


def _clock_times(session: Session, owner_id: int, calendar: Calendar, day: date) -> list[datetime]:
    query = select(ReminderRow.time).where(
        ReminderRow.owner_id == owner_id, ReminderRow.on == day, ReminderRow.time.is_not(None)
    )
    return [calendar.nudging_at(day, time.fromisoformat(text)) for text in session.scalars(query) if text]
