"""What is due for an owner is written down, by `jobs`, before anything of it is sent.

What may be sent: `due`. In which order, and how much a day: `rules/ranking.py`. By the same rules `ahead` foretells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal, select, union_all, update
from sqlalchemy.orm import Session

from bot.network import due, reviews
from bot.network.adapting import too_much
from bot.network.due import EARLY, candidates
from bot.network.owners import FOR_GOOD, OwnerSettings, local, settings_of
from bot.network.rules.calendar import Calendar
from bot.network.rules.milestones import BELATED_DAYS, next_celebration, parse_on
from bot.network.rules.ranking import MOST_SHARED, TOUCH, Candidate, for_day, sending_at
from bot.network.rules.week import WEEK
from bot.network.turns import Turn, calendar_of
from bot.store.inserting import insert_new
from bot.store.tables import (
    REVIEW,
    TOGETHER,
    ContactRow,
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

_MOST = 500  # candidates of a kind looked at for one owner and one day


def of_day(
    pool: Iterable[Candidate],
    settings: OwnerSettings,
    calendar: Calendar,
    day: date,
    room: int,
    touched: set[int | None],
) -> list[Candidate]:
    """What of a pool comes on a day; `room` is what the limit leaves, `touched` whom a nudge of the day is about."""
    if not calendar.is_working(day) or (settings.paused_until or day) > day:
        return []
    return for_day(pool, day, room, touched)


def left(pool: Iterable[Candidate], sent: Sequence[Candidate]) -> list[Candidate]:
    """What is still to come: writing a check-in down takes the thank-you that is owed the same person with it."""
    checked = {one.contact_id for one in sent if one.kind == "check_in"}
    return [one for one in pool if one not in sent and not (one.is_first_thanks and one.contact_id in checked)]


def write_down(session: Session, row: OwnerRow, at: datetime) -> int:
    """Write down each nudge that is due for this owner at `at`, set when to look again, and say how many there were.

    Twice, or in two processes, is the same as once: the occasion is unique.
    """
    settings = settings_of(row)
    calendar = calendar_of(settings)
    today = at.astimezone(calendar.zone).date()
    if _is_away(row, settings, at, today):
        row.next_at = _back(row, settings, calendar, at)
        return 0
    _roll_milestones(session, row.id, today)
    pool = candidates(session, row, settings, calendar, today=today, until=today, most=_MOST)
    written, touched = written_on(session, row.id, today)
    moments = {
        one: moment
        for one in of_day(pool, settings, calendar, today, settings.daily_limit - written, touched)
        if (moment := sending_at(one, today, calendar, at)) is not None
    }
    ready = [one for one, moment in moments.items() if moment <= at]
    count = _write(session, row, settings, [one for one in ready if one.kind != REVIEW], today, at)
    count += sum(_review(session, row, one, at) for one in ready if one.kind == REVIEW)
    looks = [moment for moment in moments.values() if moment > at]
    rest = [one for one in left(pool, ready) if one not in moments]
    days = [*_days_of(rest, calendar, today), *_coming_days(session, row, settings, calendar, today)]
    row.next_at = min([*looks, *_first_of(session, row.id, calendar, days, today)], default=None)
    return count


def _is_away(row: OwnerRow, settings: OwnerSettings, at: datetime, today: date) -> bool:
    status = row.away_until is not None and row.away_until > at
    return status or (settings.paused_until is not None and settings.paused_until > today)


def _back(row: OwnerRow, settings: OwnerSettings, calendar: Calendar, at: datetime) -> datetime | None:
    """When an owner who is away is back; None when nobody knows."""
    if settings.paused_until == FOR_GOOD:
        return None
    paused_until = settings.paused_until or at.astimezone(calendar.zone).date()
    return max(row.away_until or at, calendar.instant(paused_until, time.min))


def _roll_milestones(session: Session, owner_id: int, today: date) -> None:
    """Days too long past for a belated word make place for their next time."""
    for row in session.scalars(_MISSED, {"owner": owner_id, "before": today - timedelta(days=BELATED_DAYS)}):
        _advance(row, today)


_MISSED = select(MilestoneRow).where(
    MilestoneRow.owner_id == bindparam("owner"), MilestoneRow.next_on < bindparam("before")
)


def _advance(row: MilestoneRow, since: date) -> None:
    on = parse_on(row.on)
    row.next_on = next_celebration(row.kind, on, since) if on is not None else None


def written_on(session: Session, owner_id: int, day: date) -> tuple[int, set[int | None]]:
    """How many nudges were written on a day, reviews not counted; and whom one that asks to be in touch was about."""
    written = session.execute(_WRITTEN, {"owner": owner_id, "day": day}).all()
    return len(written), {contact_id for kind, contact_id in written if kind in TOUCH}


_WRITTEN = select(NudgeRow.kind, NudgeRow.contact_id).where(
    NudgeRow.owner_id == bindparam("owner"),
    NudgeRow.planned_on == bindparam("day"),
    NudgeRow.kind.not_in((TOGETHER, REVIEW)),
)


def _write(
    session: Session, row: OwnerRow, settings: OwnerSettings, ready: Sequence[Candidate], today: date, at: datetime
) -> int:
    """All in a few statements, however many there are; how many were new."""
    _mark_contacts(session, [one for one in ready if _is_of_contact(one)])
    for one in ready:
        if not _is_of_contact(one):
            _mark_asked(session, row.id, one)
    ids = sorted(new_id() for _ in ready)  # in the order of importance, which a message of several keeps
    values = [_values(row, one, today, at) | {"id": id_} for one, id_ in zip(ready, ids, strict=True)]
    shared = [place for place, one in enumerate(ready) if one.may_share(today)][:MOST_SHARED]
    if settings.delivery == "together" and len(shared) > 1:
        first = ready[shared[0]]
        message = Candidate(TOGETHER, f"{first.kind}:{first.occasion}", None, None, today, today)
        group = _values(row, message, today, at)
        for place in shared:
            values[place]["group_id"] = group["id"]
        insert_new(session, NudgeRow, [group])
    return insert_new(session, NudgeRow, values)


def _review(session: Session, row: OwnerRow, review: Candidate, at: datetime) -> int:
    """Write the week's review down: as dropped where there is nothing to say, so that it is decided once."""
    today = local(row, at).date()
    listed = reviews.decide(session, row.id, review.due_on, today)
    values = _values(row, review, today, at) | {
        "state": "dropped" if listed is None else "planned",
        "proposes": too_much(Turn(session, row, at)) if listed is not None else None,
    }
    is_new = insert_new(session, NudgeRow, [values])
    if listed and is_new:
        reviews.list_in(session, values["id"], listed)
    return is_new if listed is not None else 0


def _values(row: OwnerRow, candidate: Candidate, today: date, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "group_id": None,
        "owner_id": row.id,
        "team": row.team,
        "contact_id": candidate.contact_id,
        "kind": candidate.kind,
        "occasion": candidate.occasion,
        "source_id": candidate.source_id,
        "due_on": candidate.due_on,
        "planned_on": today,
        "planned_at": at,
    }


def _is_of_contact(candidate: Candidate) -> bool:
    """Whether it is due by what the contact's own row says, and is marked there."""
    is_first = "~" not in candidate.occasion
    return is_first and candidate.source_id is None and candidate.contact_id is not None


def _mark_contacts(session: Session, written: Sequence[Candidate]) -> None:
    """Leave on the contacts what was asked; a check-in does for the thank-you, too."""
    asked = [{"contact": one.contact_id, "day": one.due_on} for one in written if one.kind == "check_in"]
    thanked = [{"contact": one.contact_id} for one in written if one.kind != "check_in"]
    for mark, contacts in ((_ASKED, asked), (_THANKED, thanked)):
        if contacts:
            session.execute(mark, contacts)


_CONTACTS = ContactRow.metadata.tables[ContactRow.__tablename__]
_THANKED = update(_CONTACTS).where(_CONTACTS.c.id == bindparam("contact")).values(thanks_on=None)
_ASKED = _THANKED.values(asked_on=bindparam("day"))


def _mark_asked(session: Session, owner_id: int, candidate: Candidate) -> None:
    """Leave on the source which day it was asked for, so that it is no candidate again until that changes."""
    if "~" in candidate.occasion:
        query = select(NudgeRow).where(NudgeRow.owner_id == owner_id, NudgeRow.again_on == candidate.due_on)
        for nudge in session.scalars(query.where(NudgeRow.source_id == candidate.source_id)):
            if nudge.contact_id == candidate.contact_id and nudge.kind == candidate.kind:
                nudge.asked_again = True
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


def _days_of(rest: Iterable[Candidate], calendar: Calendar, today: date) -> list[date]:
    """The working days, from tomorrow, on which what was not sent may be."""
    tomorrow = today + timedelta(days=1)
    return [calendar.working_from(max(one.send_on, tomorrow)) for one in rest if one.is_ahead(tomorrow)]


def _coming_days(
    session: Session, row: OwnerRow, settings: OwnerSettings, calendar: Calendar, today: date
) -> Iterable[date]:
    """The first day of each subject that was not looked at today; milestones and promises early enough for days off."""
    early = EARLY + timedelta(days=settings.lead_days)
    limits = {"today": today, "promised": today + EARLY, "celebrated": today + early}
    for limit, first in session.execute(_FIRST_DAYS, {"owner": row.id, **limits}):
        if first is not None:
            yield first - (limits[limit] - today)
    if session.scalar(_HAS_CONTACTS, {"owner": row.id}):
        yield from (one.send_on for one in due.reviews(row, calendar, today + WEEK, today + 4 * WEEK))


def _first_after(column: Any, limit: str = "today") -> Select[str, date | None]:
    owner = column.parent.class_.owner_id
    after = owner == bindparam("owner"), column > bindparam(limit), column < FOR_GOOD
    return select(literal(limit), func.min(column)).where(*after)


_FIRST_DAYS = union_all(
    _first_after(ContactRow.next_check_in_on),
    _first_after(ContactRow.thanks_on),
    _first_after(ContactRow.paused_until),
    _first_after(TagRow.paused_until),
    _first_after(ReminderRow.on),
    _first_after(PlanRow.on),
    _first_after(MilestoneRow.next_on, "celebrated"),
    _first_after(PromiseRow.due_on, "promised"),
    _first_after(FeedbackRow.next_on),
    _first_after(NudgeRow.again_on),
)


_HAS_CONTACTS = select(exists().where(ContactRow.owner_id == bindparam("owner")))


def _first_of(session: Session, owner_id: int, calendar: Calendar, days: Iterable[date], today: date) -> list[datetime]:
    """When to look on the first of some days after today: at the nudge time, or before it for a clock time."""
    first = min(days, default=None)
    if first is None:
        return []
    day = calendar.working_from(max(first, today + timedelta(days=1)))
    return [calendar.nudging_at(day), *_clock_times(session, owner_id, calendar, day)]


def _clock_times(session: Session, owner_id: int, calendar: Calendar, day: date) -> list[datetime]:
    """The instants of what comes at an hour of that day; reminders of the evening before may be held till then."""
    values = {"owner": owner_id, "before": day - timedelta(days=1), "day": day}
    reminders, plans = session.execute(_TIMED, values), session.execute(_PLANNED, values)
    held: list[tuple[date, time | None]] = [
        calendar.held(on, time.fromisoformat(text)) for on, text in reminders if on and text
    ]
    held += [calendar.after_meeting(on, time.fromisoformat(text)) for on, text in plans if on and text]
    return [calendar.instant(on, moment) for on, moment in held if on == day and moment is not None]


_TIMED = select(ReminderRow.on, ReminderRow.time).where(
    ReminderRow.owner_id == bindparam("owner"),
    ReminderRow.on.between(bindparam("before"), bindparam("day")),
    ReminderRow.time.is_not(None),
    ReminderRow.done_on.is_(None),
)
_PLANNED = select(PlanRow.on, PlanRow.time).where(
    PlanRow.owner_id == bindparam("owner"),
    PlanRow.on == bindparam("day"),
    PlanRow.time.is_not(None),
    PlanRow.done_on.is_(None),
)
