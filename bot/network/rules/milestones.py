"""Days to celebrate: which come back each year, when next, and how long one may still be called belated. Pure."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

from bot.language.meanings import MonthDay

BELATED_DAYS = 7
YEARLY = frozenset({"birthday", "work_anniversary"})


def in_year(on: MonthDay | date, year: int) -> date:
    """The day in a year; 29 February is 28 February in common years."""
    if on.month == 2 and on.day == 29 and not isleap(year):
        return date(year, 2, 28)
    return date(year, on.month, on.day)


def next_celebration(kind: str, on: MonthDay | date, since: date) -> date | None:
    """The first day to celebrate that is no more than a belated nudge before `since`; None when there is none left.

    A yearly one comes back each year after the first (nobody congratulates on the day somebody starts); any other
    comes once.
    """
    earliest = since - timedelta(days=BELATED_DAYS)
    if kind not in YEARLY:
        return on if isinstance(on, date) and on >= earliest else None
    first = _first_year(on, since)
    for year in range(max(earliest.year, first), min(max(earliest.year, first) + 2, date.max.year + 1)):
        day = in_year(on, year)
        if day >= earliest:
            return day
    return None


def _first_year(on: MonthDay | date, since: date) -> int:
    if not isinstance(on, date):
        return date.min.year
    return on.year if on >= since else on.year + 1


def parse_on(text: str | None) -> MonthDay | date | None:
    """What a milestone's column holds: `--MM-DD`, `YYYY-MM-DD` or nothing."""
    if text is None:
        return None
    if text.startswith("--"):
        return MonthDay(int(text[2:4]), int(text[5:7]))
    return date.fromisoformat(text)


def years(on: MonthDay | date | None, celebrated: date) -> int | None:
    """How many years it is on the day celebrated, where the year is known."""
    return celebrated.year - on.year if isinstance(on, date) and celebrated.year > on.year else None
