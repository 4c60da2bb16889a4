"""Numbers and spans of time as people type them: "2", "two", "a couple of", "3mo", "a fortnight", "2 working days"."""

from __future__ import annotations

import re

from bot.language.almanac import Span
from bot.language.text import Line

LARGEST = 99_999  # of anything; what is more is no number of days, weeks or months that a calendar has

NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
    "few": 3,
    "couple": 2,
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
} | {"last": -1}
UNITS: dict[str, tuple[int, str]] = {}
for _words, _unit in (
    ("day days d dy dys", (1, "day")),
    ("week weeks wk wks w", (1, "week")),
    ("fortnight fortnights", (2, "week")),
    ("month months mo mos mth mths mon m", (1, "month")),
    ("quarter quarters qtr qtrs", (3, "month")),
    ("year years yr yrs y", (1, "year")),
):
    UNITS.update(dict.fromkeys(_words.split(), _unit))
SPAN_WORDS = frozenset(NUMBERS) | {"a", "an", "half"}
_COMPACT = re.compile(r"(\d{1,12})([a-z]+)")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


def read_number(line: Line, i: int) -> tuple[int, int] | None:
    """A number and where it ends: "12", "twelve", "a couple of", "a few"."""
    low = line.low[i]
    if low.isdecimal():
        return (int(low) if len(low) < 12 else LARGEST + 1), i + 1
    if low in ("a", "an") and line.low[i + 1] in ("couple", "few", "dozen", "hundred"):
        return read_number(line, i + 1)
    if low in NUMBERS:
        return NUMBERS[low], i + 2 if low == "couple" and line.low[i + 1] == "of" else i + 1
    return None


def read_span(line: Line, i: int) -> tuple[Span, int] | None:
    """A length of time and where it ends.

    Its count may be 0 or beyond the calendar, which is for the caller to judge.
    """
    low = line.low[i]
    compact = _COMPACT.fullmatch(low)
    if compact and compact[2] in UNITS:
        return _span(int(compact[1]), *UNITS[compact[2]]), i + 1
    if low == "half" and line.low[i + 1] in ("a", "an") and line.low[i + 2] == "year":
        return Span(6, "month"), i + 3
    if low == "fortnight":
        return Span(2, "week"), i + 1
    number = read_number(line, i)
    if number is None and low in ("a", "an", "one", "another"):
        number = 1, i + 1
    return _with_unit(line, *number) if number else None


def _with_unit(line: Line, count: int, i: int) -> tuple[Span, int] | None:
    low = line.low[i]
    if low in ("working", "business", "work") and line.low[i + 1] in ("day", "days"):
        return Span(count, "working day"), i + 2
    if low in ("more", "full", "whole", "good"):
        low, i = line.low[i + 1], i + 1
    if low not in UNITS or len(low) < 2 or low == "mon":
        return None
    if line.low[i + 1] == "and" and line.low[i + 2 : i + 4] == ["a", "half"]:
        return (Span(18, "month"), i + 4) if low == "year" and count == 1 else None
    return _span(count, *UNITS[low]), i + 1


def _span(count: int, size: int, unit: str) -> Span:
    return Span(count * size, unit)


def ordinal(low: str) -> int | None:
    """The number of "5th", or `None`."""
    match = _ORDINAL.fullmatch(low)
    return int(match[1]) if match else None
