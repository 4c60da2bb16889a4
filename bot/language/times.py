"""The clock: "3pm", "at 8:30am", "15:00", "at noon"; and hours that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.language.numbers import read_number
from bot.language.text import Line

NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm|a|p|h)?")
_MERIDIEM = {"am": 0, "a": 0, "pm": 12, "p": 12}
_COMPACT = re.compile(r"(\d{1,4})([a-z]+)")
_UNITS = dict.fromkeys(("minute", "minutes", "min", "mins"), timedelta(minutes=1)) | dict.fromkeys(
    ("hour", "hours", "hr", "hrs"), timedelta(hours=1)
)
MOST_MINUTES = 10_000
_EARLIEST_BARE = 7  # "at 9" is nine; "at 3" may be either, so it is neither


_EVENING = frozenset(
    (
        "tonight",
        "night",
        "evening",
        "dinner",
        "supper",
        "drinks",
        "drink",
        "beers",
        "beer",
        "pint",
        "pints",
        "cocktails",
    )
)
_AFTERNOON = frozenset(("afternoon", "lunch"))
_MORNING = frozenset(("morning", "breakfast", "brunch"))
_LATEST_LUNCH = 5


class Clock(NamedTuple):
    """A clock time as `HH:MM` and where its words end; `None` is an hour that does not exist or is not clear.

    `bare` is the hour of a time that does not say which half of the day it is in.
    """

    end: int
    time: str | None
    bare: int | None = None

    def within(self, said: Iterable[str]) -> Clock:
        """The same, its half of the day settled by the words around it: "dinner at 7", "at 3 in the afternoon"."""
        if self.bare is None or self.bare > 12:
            return self
        parts, hour = set(said), self.bare
        minute = self.time[-2:] if self.time else "00"
        if parts & _MORNING:
            return self._replace(time=f"{hour % 12 if hour == 12 else hour:02}:{minute}") if hour < 12 else self
        is_later = (parts & _EVENING and hour >= 4) or (parts & _AFTERNOON and hour <= _LATEST_LUNCH)
        return self._replace(time=f"{hour % 12 + 12:02}:{minute}") if is_later else self


def read_clock(line: Line, i: int, after_at: bool = False) -> Clock | None:
    """The time that the words from `i` say. A bare number is one only `after_at`."""
    low = line.low[i]
    if low in NAMED:
        return Clock(i + 1, NAMED[low])
    if low == "half" and line.low[i + 1] == "past" and line.low[i + 2].isdecimal():
        return None
    match = _CLOCK.fullmatch(low)
    if not match:
        return None
    hour, minute, half = int(match[1]), match[2], match[3]
    end = i + 1
    if not half:
        half, end = _meridiem(line, end)
    if half == "h":
        half = ""
    if minute is None and not half and match[3] != "h" and not after_at:
        return None
    if minute and "." in low and not half and not after_at:
        return None
    is_bare = not half and match[3] != "h" and 1 <= hour <= 12 and not low.startswith("0")
    time = _time(hour, int(minute or 0), half, bare=minute is None and match[3] != "h")
    return Clock(end, time, hour if is_bare else None)


def read_moment(line: Line, i: int, now: datetime) -> tuple[datetime, int] | None:
    """`in 90 minutes`, `in an hour`, `half an hour ago`: the instant that is meant, and where its words end."""
    ahead = line.low[i] in ("in", "within")
    found = _hours(line, i + ahead)
    if not found:
        return None
    length, end = found
    if line.low[end : end + 2] == ["or", "so"] or line.low[end : end + 2] == ["from", "now"]:
        ahead, end = ahead or line.low[end] == "from", end + 2
    if not ahead:
        return (now - length, end + 1) if line.low[end] == "ago" else None
    return (now + length, end + (line.low[end] == "time")) if line.low[end] != "ago" else None


def _hours(line: Line, i: int) -> tuple[timedelta, int] | None:
    """A length of time of less than some days, in minutes or hours."""
    i += line.low[i] in ("about", "around")
    compact = _COMPACT.fullmatch(line.low[i])
    if compact and compact[2] in _UNITS:
        return int(compact[1]) * _UNITS[compact[2]], i + 1
    if line.low[i] == "half":
        i += line.low[i + 1] in ("a", "an")
        return (timedelta(minutes=30), i + 2) if line.low[i + 1] == "hour" else None
    number = read_number(line, i) or ((1, i + 1) if line.low[i] in ("a", "an") else None)
    if not number or line.low[number[1]] not in _UNITS or number[0] > MOST_MINUTES:
        return None
    return number[0] * _UNITS[line.low[number[1]]], number[1] + 1


def _meridiem(line: Line, i: int) -> tuple[str, int]:
    """`am`, `pm`, `p.m.`, `o'clock` after a number."""
    low = line.low[i]
    if low in ("am", "pm"):
        return low, i + 1
    if low in ("a", "p") and line.low[i + 1 : i + 3] in ([".", "m"], [".", "m."]):
        return low, i + 4 if line.low[i + 3] == "." else i + 3
    return "", i + 1 if low in ("o'clock", "oclock") else i


def _time(hour: int, minute: int, half: str, bare: bool) -> str | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + _MERIDIEM[half]
    elif bare and hour < _EARLIEST_BARE:
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
