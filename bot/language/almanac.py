"""Arithmetic of days: steps of the calendar, and the days that a phrase means when it is said. Pure; no words here.

Reading the phrases is next door (`days.py`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

Unit = str  # "day", "week", "month", "year" or "working day"


class Span(NamedTuple):
    """So many days, weeks, months, years or working days."""

    size: int
    unit: Unit

    def iso(self) -> str:
        """The span as an ISO 8601 duration."""
        return f"P{self.size}{self.unit[0].upper()}"


def step(start: date, span: Span, sign: int = 1) -> date:
    """`start` plus (or minus) a span; months and years are cut at the month's end.

    Raises `OverflowError`, `ValueError`.
    """
    count = sign * span.size
    if span.unit == "day":
        return start + timedelta(days=count)
    if span.unit == "week":
        return start + timedelta(weeks=count)
    if span.unit == "working day":
        return _working_days(start, count)
    return months_on(start, count * (12 if span.unit == "year" else 1))


def months_on(start: date, months: int) -> date:
    """`start` some months later; 31 January and a month is 28 February. Raises `ValueError` beyond the calendar."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _working_days(start: date, count: int) -> date:
    sign = 1 if count > 0 else -1
    weeks, rest = divmod(abs(count), 5)
    if start.weekday() > 4:  # a weekend counts like the Friday before it (ahead) or the Monday after it (back)
        start += timedelta(days=4 - start.weekday() if sign > 0 else 7 - start.weekday())
    day = start + timedelta(weeks=sign * weeks)
    while rest:
        day += timedelta(days=sign)
        rest -= day.weekday() < 5
    return day


def monday(today: date, weeks: int = 0) -> date:
    """Monday of the week of `today`, or of one some weeks later."""
    return today + timedelta(days=7 * weeks - today.weekday())


def weekday_after(today: date, weekday: int) -> date:
    """The first such weekday after `today`."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_before(today: date, weekday: int) -> date:
    """The last such weekday before `today`."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def month_start(today: date, months: int = 0) -> date:
    return months_on(today.replace(day=1), months)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_start(today: date, quarters: int = 0) -> date:
    return months_on(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), 3 * quarters)


def nth_weekday(month: date, count: int, weekday: int) -> date | None:
    """The `count`th such weekday of a month (-1 is the last), or `None` where there is none."""
    if count < 0:
        last = month_end(month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month.replace(day=1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    return day if day.month == month.month else None


def yearless(today: date, month: int, day: int) -> tuple[date, date] | None:
    """The last and the next such day, today's being today; `None` for a day that no year has."""
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]):
        return None
    found = [_in_year(today.year + years, month, day) for years in range(-8, 9)]
    days = [one for one in found if one]
    return max(d for d in days if d <= today), min(d for d in days if d >= today)


def _in_year(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= year <= 9999 and day <= monthrange(year, month)[1] else None


def dayless(today: date, day: int) -> tuple[date, date] | None:
    """The last and the next day of that number ("the 5th") in any month; `None` for one that no month has."""
    if not 1 <= day <= 31:
        return None
    months = [month_start(today, step) for step in range(-2, 3)]
    days = [m.replace(day=day) for m in months if day <= monthrange(m.year, m.month)[1]]
    return max(d for d in days if d <= today), min(d for d in days if d >= today)
