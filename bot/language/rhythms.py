"""Rhythms: "every 2 weeks", "quarterly", "twice a year", "every first Monday of the month", as ISO 8601 durations."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.language import almanac
from bot.language.almanac import Span
from bot.language.dates import read_month
from bot.language.day import MONTHS, PARTS_OF_DAY, WEEKDAYS
from bot.language.days import read_day
from bot.language.numbers import LARGEST, ORDINALS, UNITS, ordinal, read_number, read_span
from bot.language.text import Line

ADVERBS = {
    "daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "bi-weekly": "P2W", "fortnightly": "P2W", "monthly": "P1M",
    "bimonthly": "P2M", "bi-monthly": "P2M", "quarterly": "P3M", "half-yearly": "P6M", "halfyearly": "P6M",
    "semiannually": "P6M", "semi-annually": "P6M", "semiannual": "P6M", "biannually": "P6M", "yearly": "P1Y",
    "annually": "P1Y", "annual": "P1Y", "wkly": "P1W", "qtrly": "P3M",
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
# How often in such a unit gives which rhythm; what does not divide evenly is no rhythm.
_OFTEN = {
    (1, "day"): "P1D", (1, "week"): "P1W", (1, "fortnight"): "P2W", (2, "month"): "P2W", (4, "month"): "P1W", (1,
    "month"): "P1M", (1, "quarter"): "P3M", (3, "quarter"): "P1M", (1, "year"): "P1Y", (2, "year"): "P6M", (3,
    "year"): "P4M", (4, "year"): "P3M", (6, "year"): "P2M", (12, "year"): "P1M",
}  # fmt: skip
_ONCE_IN = frozenset(("a", "an", "per", "each", "every"))


class Rhythm(NamedTuple):
    """A rhythm, the day on which it begins if it says one, and where its words end; no `every` is a doubt."""

    end: int
    every: str | None
    on: date | None = None


def read_rhythm(line: Line, i: int, today: date) -> Rhythm | None:
    """The rhythm that the words from `i` say."""
    low = line.low[i]
    if low in ADVERBS:
        return _with_start(line, i + 1, ADVERBS[low], today)
    if low in ("at", "about", "roughly", "around", "approximately", "ideally", "maybe"):
        return _about_so_often(line, i + 1 + (low == "at" and line.low[i + 1] in ("least", "most")), today)
    try:
        if low in ("every", "each", "ev"):
            return _every(line, i + 1, today)
        if low in _TIMES or line.low[i + 1] in ("times", "x"):
            return _so_often(line, i)
        if low in ("first", "last", "second", "third", "fourth") or (low == "the" and line.low[i + 1] in ORDINALS):
            return _ordinal_of_every(line, i + (low == "the"), today)
        if low == "on" and (line.low[i + 1] in ORDINALS or line.low[i + 1] == "the"):
            return _ordinal_of_every(line, i + 1 + (line.low[i + 1] == "the"), today)
        plural = line.low[i + (low == "on")]
        if plural[-1:] == "s" and plural[:-1] in WEEKDAYS and plural not in WEEKDAYS:
            return Rhythm(i + 1 + (low == "on"), "P1W", almanac.weekday_after(today, WEEKDAYS[plural[:-1]]))
        if low == "half" and line.low[i + 1] == "yearly":
            return Rhythm(i + 2, "P6M")
        if low in ("on", "a") and line.low[i + 2] in ADVERBS | {"regular": ""} and line.low[i + 3] == "basis":
            return Rhythm(i + 4, ADVERBS.get(line.low[i + 2]))
        if low == "per":
            return _so_often_in(line, i + 1, 1)
    except (OverflowError, ValueError):
        return Rhythm(i + 1, None)
    return None


def _about_so_often(line: Line, i: int, today: date) -> Rhythm | None:
    """`at least every six weeks`, `roughly once a month`: as often as that."""
    low = line.low[i]
    if line.low[i - 1] == "at" or not (low in ADVERBS or low in ("every", "each", "ev") or low in _TIMES):
        return None
    return read_rhythm(line, i, today)


def _every(line: Line, i: int, today: date) -> Rhythm | None:
    low, after = line.low[i], line.low[i + 1]
    if low == "single":
        return _every(line, i + 1, today)
    if low in ("other", "second", "2nd") and (after in UNITS or after in WEEKDAYS):
        return _every_other(line, i + 1, today)
    if low in WEEKDAYS:
        end = i + 1 + (after in PARTS_OF_DAY)
        return Rhythm(end, "P1W", almanac.weekday_after(today, WEEKDAYS[low]))
    if low in ("weekday", "workday", "morning", "evening", "afternoon", "night"):
        return Rhythm(i + 1, "P1D")
    if low == "half" and (after in ("year", "yr") or line.low[i + 1 : i + 3] == ["a", "year"]):
        return Rhythm(i + 3 - (after != "a"), "P6M")
    if low in MONTHS:
        return _every_month(line, i, today)
    if low in UNITS and len(low) > 1:
        count, unit = UNITS[low]
        return _with_start(line, i + 1, Span(count, unit).iso(), today)
    return _every_ordinal(line, i, today) or _every_span(line, i, today)


def _every_other(line: Line, i: int, today: date) -> Rhythm:
    low = line.low[i]
    if low in WEEKDAYS:
        return Rhythm(i + 1, "P2W", almanac.weekday_after(today, WEEKDAYS[low]))
    count, unit = UNITS[low]
    return _with_start(line, i + 1, Span(2 * count, unit).iso(), today)


def _every_month(line: Line, i: int, today: date) -> Rhythm | None:
    """`every May 3`, `every March`: once a year from the next one on."""
    found = read_month(line, i, today)
    return Rhythm(found.end, "P1Y", found.ahead) if found and not found.doubt else None


def _every_ordinal(line: Line, i: int, today: date) -> Rhythm | None:
    """`every first Monday of the month`, `every 15th`."""
    low, after = line.low[i], line.low[i + 1]
    if low in ORDINALS and after in WEEKDAYS:
        end = i + 2
        if line.low[end] in ("of", "in"):
            end += 2 + (line.low[end + 1] in ("the", "each", "every", "a")) - (line.low[end + 1] == "month")
        return _monthly_weekday(end, today, ORDINALS[low], WEEKDAYS[after])
    number = ordinal(low)
    if number is None:
        return None
    end = i + 4 if line.low[i + 1 : i + 4] == ["of", "the", "month"] else i + 1
    days = almanac.dayless(today, number)
    if not days:
        return Rhythm(end, None)
    return Rhythm(end, "P1M", days[1])


def _ordinal_of_every(line: Line, i: int, today: date) -> Rhythm | None:
    """`the first Monday of every month`."""
    low, after = line.low[i], line.low[i + 1]
    if (
        after in WEEKDAYS
        and line.low[i + 2] in ("of", "in")
        and line.low[i + 3] in ("every", "each")
        and line.low[i + 4] == "month"
    ):
        return _monthly_weekday(i + 5, today, ORDINALS[low], WEEKDAYS[after]) if low in ORDINALS else None
    number = ordinal(low)
    if (
        number
        and line.low[i + 1] in ("of", "in")
        and line.low[i + 2 : i + 4] in (["every", "month"], ["each", "month"])
    ):
        days = almanac.dayless(today, number)
        return Rhythm(i + 4, "P1M", days[1]) if days else Rhythm(i + 4, None)
    return None


def _monthly_weekday(end: int, today: date, count: int, weekday: int) -> Rhythm:
    days = (almanac.nth_weekday(almanac.month_start(today, months), count, weekday) for months in range(4))
    return Rhythm(end, "P1M", next((day for day in days if day and day > today), None))


def _every_span(line: Line, i: int, today: date) -> Rhythm | None:
    if line.low[i] in ("-", "–") and line.touches(i + 1):
        found = read_span(line, i + 1)  # "every -3 days"
        return Rhythm(found[1], None) if found else None
    found = read_span(line, i)
    if not found:
        return None
    span, end = found
    if span.unit == "working day" or not 0 < span.size <= LARGEST:
        return Rhythm(end, None)
    almanac.step(today, span)  # a rhythm that leaves the calendar is none
    return _with_start(line, end, span.iso(), today)


def _with_start(line: Line, end: int, every: str, today: date) -> Rhythm:
    """The day in "every 2 weeks on Friday", "every month on the 5th"."""
    low = line.low[end]
    is_plural = low == "on" and line.low[end + 1][-1:] == "s" and line.low[end + 1] not in WEEKDAYS
    plural = read_rhythm(line, end, today) if is_plural else None
    if plural:
        return Rhythm(plural.end, every, plural.on)
    if low == "on" and (line.low[end + 1] in WEEKDAYS or line.low[end + 1] == "the"):
        found = read_day(line, end + 1, today)
        if found and found.loose and found.rule in ("weekday", "day of the month"):
            return Rhythm(found.end, every, found.ahead)
    return Rhythm(end, every)


def _so_often(line: Line, i: int) -> Rhythm | None:
    """`twice a year`, `3 times a year`, `once every 2 months`."""
    low = line.low[i]
    if low in _TIMES:
        count, end = _TIMES[low], i + 1
    else:
        number = read_number(line, i)
        if not number:
            return None
        count, end = number[0], number[1] + 1
    if count == 1 and line.low[end] in ("every", "each", "in"):
        found = read_span(line, end + 1)
        if found and found[0].unit != "working day" and 0 < found[0].size <= LARGEST:
            return Rhythm(found[1], found[0].iso())
    return _so_often_in(line, end + 1, count) if line.low[end] in _ONCE_IN else None


def _so_often_in(line: Line, i: int, count: int) -> Rhythm | None:
    every = _OFTEN.get((count, line.low[i]))
    return Rhythm(i + 1, every) if every else None
