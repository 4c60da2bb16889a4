"""Rhythms: how often, from when, and how the first check-ins of a crowd are spread. Pure: dates in, dates out."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

SPREAD = 0.15  # first check-ins of people logged together come up to this share of the rhythm later
NO_ANSWER_DAYS = 7  # tried, not reached: asked again in a week
_PATTERN = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?")


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often to be in touch: calendar months, then days. Its text is an ISO 8601 duration."""

    months: int
    days: int
    text: str

    @classmethod
    def parse(cls, text: str) -> Cadence:
        """`P2W`, `P1M15D`, `P1Y` … Raises `ValueError` for anything else, and for a rhythm of nothing."""
        match = _PATTERN.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"no duration in years, months, weeks and days: {len(text)} characters")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        cadence = cls(years * 12 + months, weeks * 7 + days, text.strip().upper())
        if not cadence.months and not cadence.days:
            raise ValueError("a rhythm of nothing")
        return cadence

    def __str__(self) -> str:
        return self.text

    @property
    def length(self) -> float:
        """About how many days it takes: for comparing rhythms, never for reckoning a day."""
        return self.months * 365.25 / 12 + self.days


def next_check_in(last: date, cadence: Cadence) -> date:
    """The day on which the rhythm is up: whole months first, then days, in the owner's time zone.

    A month without that day gives its last one (31 January + P1M is 28 February), as SKIP=BACKWARD of RFC 7529.
    Raises `ValueError` or `OverflowError` after 9999, the last year of a `date`.
    """
    years, month = divmod(last.month - 1 + cadence.months, 12)
    year, month = last.year + years, month + 1
    day = min(last.day, monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=cadence.days)


def spread(place: int, of: int, cadence: Cadence) -> timedelta:
    """How much later the first check-in of the `place`th (from 0) of `of` people logged together comes."""
    if of < 2:
        return timedelta()
    return timedelta(days=int(SPREAD * cadence.length * place / (of - 1)))


def shortest(texts: list[str]) -> str | None:
    """The shortest of several rhythms, as its text; None of none."""
    return min(texts, key=lambda text: Cadence.parse(text).length, default=None)
