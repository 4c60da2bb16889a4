"""The owner's weeks: when one begins, and on which day its review comes. Pure: dates in, dates out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.network.rules.calendar import Calendar

WEEK = timedelta(days=7)
_SATURDAY, _SUNDAY = 5, 6


def week_start(day: date, calendar: Calendar) -> date:
    """The first day of the week of a day: Monday, or Sunday where that is a working day after a free Saturday."""
    from_sunday = _SUNDAY in calendar.working and _SATURDAY not in calendar.working
    return day - timedelta(days=(day.weekday() + from_sunday) % 7)


def week_name(start: date) -> str:
    """The ISO name of the week that begins on a Sunday or Monday: `2026-W48`."""
    year, week, _ = (start + timedelta(days=3)).isocalendar()
    return f"{year}-W{week:02}"


def review_day(start: date, back_on: date, calendar: Calendar) -> date | None:
    """The first working day of a week, `back_on` or later; None when there is none left in it."""
    if back_on >= start + WEEK:
        return None
    first = calendar.working_from(back_on)
    return first if calendar.is_working(first) and first < start + WEEK else None


def weeks(first: date, last: date, calendar: Calendar) -> Iterator[date]:
    """The first days of the weeks from that of `first` up to that of `last`."""
    start = week_start(first, calendar)
    while start <= last:
        yield start
        start += WEEK
