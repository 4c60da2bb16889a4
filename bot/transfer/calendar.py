"""What lies ahead as a calendar (iCalendar, RFC 5545): milestones, plans, reminders, promises and next check-ins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.language.meanings import MonthDay
from bot.network.archive import Archive, PersonRecord
from bot.network.rules.milestones import YEARLY, in_year, parse_on

_HOUR = timedelta(hours=1)
_KINDS = {"work_anniversary": "work anniversary", "new_job": "new job", "other": "a day to celebrate"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One day of the calendar; `every_year` brings it back."""

    what: str
    title: str
    on: date
    time: str | None = None
    place: str | None = None
    note: str | None = None
    every_year: bool = False


def dump(archive: Archive, at: datetime) -> str:
    """The calendar as of an instant in UTC. An event keeps its UID from one export to the next."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rapport//Rapport//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Rapport")
    zone = ZoneInfo(archive.settings.timezone) if archive.settings and archive.settings.timezone else ZoneInfo("UTC")
    today = at.astimezone(zone).date()
    for entry in _entries(archive, today):
        calendar.add_component(_event(entry, f"{archive.team}/{archive.user}", zone, at))
    text: str = calendar.to_ical().decode()
    return text


def _entries(archive: Archive, today: date) -> Iterator[_Entry]:
    for person in archive.people:
        yield from _of(person, today)
    for reminder in archive.reminders:
        if reminder.on is not None and reminder.done_on is None:
            yield _Entry("reminder", reminder.about or "Reminder", reminder.on, reminder.time)


def _of(person: PersonRecord, today: date) -> Iterator[_Entry]:
    name = person.name
    if person.next_check_in_on is not None:
        yield _Entry("check_in", f"Check in with {name}", person.next_check_in_on)
    for milestone in person.milestones:
        on = parse_on(milestone.on)
        if on is not None:
            yearly = milestone.kind in YEARLY
            title = f"{name}: {_KINDS.get(milestone.kind, milestone.kind)}"
            yield _Entry("milestone", title, _first(on, today), note=milestone.about, every_year=yearly)
    for plan in person.plans:
        if plan.on is not None:
            title = f"{plan.kind.capitalize()} with {name}"
            yield _Entry("plan", title, plan.on, plan.time, plan.place, plan.about)
    for reminder in person.reminders:
        if reminder.on is not None and reminder.done_on is None:
            yield _Entry("reminder", f"{name}: {reminder.about or 'reminder'}", reminder.on, reminder.time)
    for promise in person.promises:
        if promise.due_on is not None and promise.kept_on is None:
            whose = f"Promised to {name}" if promise.direction == "mine" else f"Promised by {name}"
            yield _Entry("promise", f"{whose}: {promise.about or '…'}", promise.due_on)


def _first(on: MonthDay | date, today: date) -> date:
    """The day that a repeated event begins: its own, or this year's where the year is not known."""
    return on if isinstance(on, date) else in_year(on, today.year)


def _event(entry: _Entry, owner: str, zone: ZoneInfo, at: datetime) -> Event:
    event = Event()
    about = "/".join((owner, entry.what, entry.title, "" if entry.every_year else entry.on.isoformat()))
    event.add("uid", f"{uuid5(NAMESPACE_URL, about)}@rapport")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", entry.title)
    if entry.time is None:
        event.add("dtstart", entry.on)
        event.add("transp", "TRANSPARENT")  # a day to know of is no time taken
    else:
        start = datetime.combine(entry.on, time.fromisoformat(entry.time), zone).astimezone(UTC)
        event.add("dtstart", start)
        event.add("dtend", start + _HOUR)
    if entry.place:
        event.add("location", entry.place)
    if entry.note:
        event.add("description", entry.note)
    if entry.every_year:
        event.add("rrule", _every_year(entry.on))
    return event


def _every_year(on: date) -> dict[str, object]:
    """29 February comes on the last day of February."""
    if (on.month, on.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}
