"""Absolute days: "May 3", "3rd of May 2027", "2026-05-03", "3/5", "3.5.", "mid-March"; dateparser reads what is rarer.

Relative days are next door (`days.py`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.language import almanac
from bot.language.day import EDGES, MONTHS, Day, doubtful, either, yeared
from bot.language.edges import read_edge
from bot.language.numbers import ordinal
from bot.language.text import Line

NO_DAYS = frozenset({"24/7", "50/50", "9/11"})  # figures that mean something else

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?")
_RARE = re.compile(r"\d{1,2}-?[a-z]{3,9}-?(?:\d{4}|\d{2})?|[a-z]{3,9}-\d{1,2}(?:-\d{4})?|\d{8}")
_YEAR = re.compile(r"[12]\d{3}")


def read_figures(line: Line, i: int, today: date, day_first: bool) -> Day | None:
    """A day that begins with a figure, or is written in one word."""
    low = line.low[i]
    number = ordinal(low) if not low.isdecimal() else int(low) if len(low) < 3 else None
    if number is not None:
        return _day_of_month(line, i, today, number)
    if low in NO_DAYS:
        return None
    iso = _ISO.fullmatch(low)
    if iso:
        return _whole(i + 1, int(iso[1]), int(iso[2]), int(iso[3]))
    figures = _FIGURES.fullmatch(low)
    if figures:
        if figures[4] is None and figures[2] != "/" and not low.endswith("."):
            return None  # "3.5" is a number, "9-5" are hours
        return _in_figures(i + 1, today, day_first or figures[2] == ".", figures[1], figures[3], figures[4])
    if low.startswith("mid-") and low[4:] in MONTHS:
        return read_edge(EDGES["mid"], i + 1, today, MONTHS[low[4:]])
    if _RARE.fullmatch(low):
        return _rare(i + 1, low, today)
    return None


def read_month(line: Line, i: int, today: date) -> Day | None:
    """A day or a month that begins with a month's name: "May 3rd, 2027", "March 2027", "March"."""
    month, low = MONTHS[line.low[i]], line.low[i + 1]
    i += low == "." and (line.low[i + 2][:1].isdigit() or line.low[i + 2] == "the")
    i += line.low[i + 1] == "the" and ordinal(line.low[i + 2]) is not None
    low = line.low[i + 1]
    number = int(low) if low.isdecimal() and len(low) < 3 else ordinal(low)
    if number is not None:
        return _with_year(line, i + 2, today, month, number)
    year = _year(line, i + 1)
    if year:
        return yeared(year[1], "month of a year", date(year[0], month, 1))
    return either(i + 1, "month", almanac.yearless(today, month, 1))


def _day_of_month(line: Line, i: int, today: date, number: int) -> Day | None:
    """`3 May`, `3rd of May 2027`; a bare number is no day, a bare ordinal is one only after "the" or "on"."""
    after = i + 1 + (line.low[i + 1] == "of")
    if line.low[after] in MONTHS:
        end = after + 1 + (line.low[after + 1] == "." and line.low[after + 2].isdecimal())
        return _with_year(line, end, today, MONTHS[line.low[after]], number)
    if line.low[i].isdecimal():
        return None
    return either(i + 1, "day of the month", almanac.dayless(today, number))


def _with_year(line: Line, end: int, today: date, month: int, number: int) -> Day:
    year = _year(line, end)
    if year:
        return _whole(year[1], year[0], month, number)
    return either(end, "date", almanac.yearless(today, month, number))


def _year(line: Line, i: int) -> tuple[int, int] | None:
    i += line.low[i] == ","
    low = line.low[i]
    if _YEAR.fullmatch(low):
        return int(low), i + 1
    if low == "'" and line.low[i + 1].isdecimal() and len(line.low[i + 1]) == 2:
        return _century(int(line.low[i + 1])), i + 2
    return None


def _century(year: int) -> int:
    return year + (1900 if year >= 70 else 2000)


def _whole(end: int, year: int, month: int, number: int) -> Day:
    try:
        return yeared(end, "date", date(year, month, number))
    except ValueError:
        return doubtful(end)


def _in_figures(end: int, today: date, day_first: bool, one: str, two: str, year: str | None) -> Day:
    """`3/5` in the speaker's order, `3.5.` day first; where only one order makes a day, that one."""
    first, second = int(one), int(two)
    for month, day in ((second, first), (first, second)) if day_first else ((first, second), (second, first)):
        days = almanac.yearless(today, month, day)
        if days:
            if year is None:
                return either(end, "date", days)
            return _whole(end, _century(int(year)) if len(year) == 2 else int(year), month, day)
    return doubtful(end)


def _rare(end: int, low: str, today: date) -> Day | None:
    day = _asked(low, today)
    return yeared(end, "date", day) if day else None


@lru_cache(maxsize=1024)
def _asked(phrase: str, today: date) -> date | None:
    """What dateparser makes of a date in an unusual form ("3-May-2027"); it is imported when one is first met."""
    import dateparser

    settings = {"STRICT_PARSING": True, "PREFER_DATES_FROM": "past"}
    found = dateparser.parse(phrase, languages=["en"], settings=settings)
    return found.date() if found else None
