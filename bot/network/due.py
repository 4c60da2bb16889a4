"""What may be sent to an owner, read from the store as candidates. Which of it is sent, and when: `nudges`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session

from bot.network.leaving_out import held_back, unwritten
from bot.network.owners import OwnerSettings
from bot.network.rules.calendar import Calendar
from bot.network.rules.milestones import BELATED_DAYS, next_celebration, parse_on
from bot.network.rules.ranking import Candidate
from bot.network.rules.rhythm import Cadence
from bot.network.rules.week import WEEK, review_day, week_name, weeks
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
)

THANKS_DAYS = 7  # a thank-you that is later than that is none
AFTER_DAYS = 14  # so is "how did it go?"
EARLY = timedelta(days=10)  # how much before its day a milestone or a promise may have to come, over days off


def candidates(
    session: Session,
    row: OwnerRow,
    settings: OwnerSettings,
    calendar: Calendar,
    *,
    today: date,
    until: date,
    most: int | None = None,
) -> list[Candidate]:
    """Everything that may be sent from `today` up to `until` and is not written down yet, `most` of each kind.

    What is about somebody paused comes on their day of return.
    """
    reading: dict[str, Callable[[], Iterable[Candidate]]] = {
        "check_in": lambda: _check_ins(session, row.id, until, most),
        "thanks": lambda: _thanks(session, row.id, today, until, most),
        "reminder": lambda: _reminders(session, row.id, calendar, until, most),
        "plan": lambda: _plans(session, row.id, calendar, today, until, most),
        "milestone": lambda: _milestones(session, row.id, calendar, until, settings.lead_days, most),
        "promise": lambda: _promises(session, row.id, calendar, until, most),
        "feedback": lambda: _feedback(session, row.id, until, most),
        "snoozed": lambda: _snoozed(session, row.id, until, most),
        "review": lambda: reviews(row, calendar, today, until),
    }
    kinds = _kinds_until(session, row.id, until, settings.lead_days)
    found = [one for kind, read in reading.items() if kind in kinds for one in read()]
    ahead = [one for one in held_back(session, row, found) if one.is_ahead(today)]
    return unwritten(session, row.id, ahead) if ahead else []


def _kinds_until(session: Session, owner_id: int, until: date, lead_days: int) -> set[str]:
    """The kinds of which there is anything up to a day. One statement: most owners have one or two."""
    values = {
        "owner": owner_id,
        "until": until,
        "promised": until + EARLY,
        "celebrated": until + EARLY + timedelta(days=lead_days),
    }
    return set(session.scalars(_KINDS, values))


def reviews(row: OwnerRow, calendar: Calendar, first: date, last: date) -> Iterator[Candidate]:
    """The reviews of the weeks from that of `first` up to `last`: of none that began before its owner did.

    One comes on the first working day of its week on which the owner is there, or, where nothing ran on that day, on
    the next one of the week. Beyond the week it is not caught up: the next lists as much.
    """
    began_on = row.created_at.astimezone(calendar.zone).date()
    back_on = row.away_until.astimezone(calendar.zone).date() if row.away_until is not None else date.min
    for start in weeks(first, last, calendar):
        day = review_day(start, max(start, back_on, row.paused_until or start), calendar)
        if day is not None and start > began_on:
            yield Candidate(
                "review", week_name(start), None, None, start, day, expires_on=start + WEEK - timedelta(days=1)
            )


def _any_until(kind: str, column: Any, limit: str = "until") -> Select[str]:
    owner = column.parent.class_.owner_id
    return select(literal(kind)).where(exists().where(owner == bindparam("owner"), column <= bindparam(limit)))


_KINDS = union_all(
    _any_until("check_in", ContactRow.next_check_in_on),
    _any_until("thanks", ContactRow.thanks_on),
    _any_until("reminder", ReminderRow.on),
    _any_until("plan", PlanRow.on),
    _any_until("milestone", MilestoneRow.next_on, "celebrated"),
    _any_until("promise", PromiseRow.due_on, "promised"),
    _any_until("feedback", FeedbackRow.next_on),
    _any_until("snoozed", NudgeRow.again_on),
    select(literal("review")).where(exists().where(ContactRow.owner_id == bindparam("owner"))),
)


def _check_ins(session: Session, owner_id: int, until: date, most: int | None) -> Iterable[Candidate]:
    found = session.execute(_check_ins_due(most), {"owner": owner_id, "until": until})
    for contact_id, due_on, cadence, created_on in found:
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


@cache
def _check_ins_due(most: int | None) -> Select[int, date | None, str | None, date]:
    return (
        select(ContactRow.id, ContactRow.next_check_in_on, ContactRow.cadence, ContactRow.created_on)
        .where(ContactRow.owner_id == bindparam("owner"), ContactRow.next_check_in_on <= bindparam("until"))
        .where(or_(ContactRow.asked_on.is_(None), ContactRow.asked_on != ContactRow.next_check_in_on))
        .where(ContactRow.forgotten_at.is_(None), *_awake(bindparam("until")))
        .order_by(ContactRow.next_check_in_on, ContactRow.id)
        .limit(most)
    )


def _awake(until: BindParameter[Any]) -> tuple[ColumnElement[bool], ...]:
    """Contacts who come back by then: the paused ones of a large network must not fill the first `most`."""
    asleep = exists().where(
        ContactTagRow.contact_id == ContactRow.id,
        TagRow.owner_id == ContactRow.owner_id,
        TagRow.tag == ContactTagRow.tag,
        TagRow.paused_until > until,
    )
    return or_(ContactRow.paused_until.is_(None), ContactRow.paused_until <= until), ~asleep


def _length(cadence: str | None) -> float:
    return Cadence.parse(cadence).length if cadence and cadence != "none" else 90.0


def _thanks(session: Session, owner_id: int, today: date, until: date, most: int | None) -> Iterable[Candidate]:
    query = select(ContactRow.id, ContactRow.thanks_on).where(
        ContactRow.owner_id == owner_id,
        ContactRow.thanks_on <= until,
        ContactRow.thanks_on >= today - timedelta(days=THANKS_DAYS),
    )
    for contact_id, due_on in session.execute(query.order_by(ContactRow.thanks_on, ContactRow.id).limit(most)):
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


def _reminders(
    session: Session, owner_id: int, calendar: Calendar, until: date, most: int | None
) -> Iterable[Candidate]:
    query = (
        select(ReminderRow.id, ReminderRow.contact_id, ReminderRow.kind, ReminderRow.on, ReminderRow.time)
        .where(ReminderRow.owner_id == owner_id, ReminderRow.on <= until, ReminderRow.done_on.is_(None))
        .where(or_(ReminderRow.asked_on.is_(None), ReminderRow.asked_on != ReminderRow.on))
        .order_by(ReminderRow.on, ReminderRow.id)
        .limit(most)
    )
    for reminder_id, contact_id, kind, on, clock_time in session.execute(query):
        if on is None:
            continue
        send_on, moment = calendar.held(on, time.fromisoformat(clock_time)) if clock_time else (on, None)
        yield Candidate(
            kind=kind,
            occasion=f"r{reminder_id}:{on}",
            contact_id=contact_id,
            source_id=reminder_id,
            due_on=on,
            send_on=send_on,
            at=moment,
        )


def _plans(
    session: Session, owner_id: int, calendar: Calendar, today: date, until: date, most: int | None
) -> Iterable[Candidate]:
    query = (
        select(PlanRow)
        .where(PlanRow.owner_id == owner_id, PlanRow.on <= until, PlanRow.done_on.is_(None))
        .where(PlanRow.on >= today - timedelta(days=AFTER_DAYS))
        .where(or_(PlanRow.after_on.is_(None), PlanRow.after_on != PlanRow.on))
        .order_by(PlanRow.on, PlanRow.id)
        .limit(most)
    )
    for row in session.scalars(query):
        if row.on is None:
            continue
        if row.asked_on != row.on:
            yield Candidate("plan", f"p{row.id}:{row.on}", row.contact_id, row.id, row.on, row.on, expires_on=row.on)
        send_on, moment = calendar.after_meeting(row.on, time.fromisoformat(row.time) if row.time else None)
        yield Candidate(
            kind="plan",
            occasion=f"p{row.id}:{row.on}:after",
            contact_id=row.contact_id,
            source_id=row.id,
            due_on=row.on,
            send_on=send_on,
            expires_on=row.on + timedelta(days=AFTER_DAYS),
            at=moment,
        )


def _milestones(
    session: Session, owner_id: int, calendar: Calendar, until: date, lead_days: int, most: int | None
) -> Iterable[Candidate]:
    last = until + timedelta(days=lead_days) + EARLY
    query = (
        select(MilestoneRow)
        .where(MilestoneRow.owner_id == owner_id, MilestoneRow.next_on <= last)
        .order_by(MilestoneRow.next_on, MilestoneRow.id)
        .limit(most)
    )
    for row in session.scalars(query):
        for day in _celebrations(row, last):
            yield from _of_celebration(row, day, calendar, lead_days)


def _celebrations(row: MilestoneRow, last: date) -> Iterator[date]:
    on, day = parse_on(row.on), row.next_on
    while day is not None and day <= last:
        yield day
        day = next_celebration(row.kind, on, day + timedelta(days=BELATED_DAYS + 1)) if on is not None else None


def _of_celebration(row: MilestoneRow, day: date, calendar: Calendar, lead_days: int) -> Iterator[Candidate]:
    on_the_day = Candidate(
        kind="milestone",
        occasion=f"m{row.id}:{day}",
        contact_id=row.contact_id,
        source_id=row.id,
        due_on=day,
        send_on=calendar.working_until(day),
        expires_on=day + timedelta(days=BELATED_DAYS),
    )
    yield on_the_day
    ahead_on = calendar.working_until(day - timedelta(days=lead_days))
    if lead_days and ahead_on < on_the_day.send_on and row.led_on != day:
        yield replace(
            on_the_day,
            occasion=f"m{row.id}:{day}:ahead",
            send_on=ahead_on,
            expires_on=on_the_day.send_on - timedelta(days=1),
        )


def _promises(
    session: Session, owner_id: int, calendar: Calendar, until: date, most: int | None
) -> Iterable[Candidate]:
    query = (
        select(PromiseRow)
        .where(PromiseRow.owner_id == owner_id, PromiseRow.due_on <= until + EARLY, PromiseRow.kept_on.is_(None))
        .where(or_(PromiseRow.asked_on.is_(None), PromiseRow.asked_on != PromiseRow.due_on))
        .order_by(PromiseRow.due_on, PromiseRow.id)
        .limit(most)
    )
    for row in session.scalars(query):
        if row.due_on is None:
            continue
        yield Candidate(
            kind="promise",
            occasion=f"o{row.id}:{row.due_on}",
            contact_id=row.contact_id,
            source_id=row.id,
            due_on=row.due_on,
            send_on=promise_asked_on(row, row.due_on, calendar),
        )


def promise_asked_on(row: PromiseRow, due_on: date, calendar: Calendar) -> date:
    """The day on which a promise is asked about: one's own the working day before it is due, theirs the one after."""
    if row.direction != "mine":
        return calendar.working_after(due_on)
    return max(calendar.working_until(due_on - timedelta(days=1)), min(row.said_on, due_on))


def _feedback(session: Session, owner_id: int, until: date, most: int | None) -> Iterable[Candidate]:
    query = select(FeedbackRow).where(FeedbackRow.owner_id == owner_id, FeedbackRow.next_on <= until)
    for row in session.scalars(query.order_by(FeedbackRow.next_on, FeedbackRow.id).limit(most)):
        if row.next_on is not None:
            occasion = f"f{row.id}:{row.next_on}"
            yield Candidate("feedback", occasion, row.contact_id, row.id, row.next_on, row.next_on)


def _snoozed(session: Session, owner_id: int, until: date, most: int | None) -> Iterable[Candidate]:
    query = (
        select(NudgeRow)
        .where(NudgeRow.owner_id == owner_id, NudgeRow.again_on <= until, NudgeRow.asked_again.is_(False))
        .order_by(NudgeRow.again_on, NudgeRow.id)
        .limit(most)
    )
    for row in session.scalars(query):
        if row.again_on is not None:
            occasion = f"{row.occasion.split('~')[0]}~{row.again_on}"
            yield Candidate(row.kind, occasion, row.contact_id, row.source_id, row.again_on, row.again_on)
