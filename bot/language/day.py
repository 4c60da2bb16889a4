"""What a day is to a sentence: the words for it, and one phrase read both ways.

Reading the phrases is next door (`days.py`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

LARGEST_SPAN = 40_000  # days, weeks or months; beyond the calendar anyway

WEEKDAYS: dict[str, int] = {}

for _number, _names in enumerate(
    ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
    "saturday sat", "sunday sun")
):  # fmt: skip
    WEEKDAYS.update(dict.fromkeys(_names.split(), _number))

MONTHS: dict[str, int] = {}

for _number, _names in enumerate(
    (
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sep sept", "october oct", "november nov", "december dec",
    ),
    start=1,
):  # fmt: skip
    MONTHS.update(dict.fromkeys(_names.split(), _number))

TODAY = frozenset(["today", "tonight", "eod", "tday", "2day"])

TOMORROW = frozenset(["tomorrow", "tmrw", "tmr", "tomo", "tmw", "2moro", "tmrrw", "2mrw"])

YESTERDAY = frozenset(["yesterday", "yday", "yest", "ystd", "yestd", "ysterday"])

PARTS_OF_DAY = frozenset(["morning", "afternoon", "evening", "night", "noonish", "lunchtime", "am", "pm", "eod"])

EDGES = {
    "end": "end", "mid": "mid", "middle": "mid", "early": "start", "start": "start", "beginning": "start", "late":
    "late",
}  # fmt: skip


class Day(NamedTuple):
    """A phrase for a day: where it ends and what it means, `None` where it means nothing that way.

    `limit` is the last day when it is asked how far to look. A `loose` one ("Friday", "May 3") turns with its clause;
    a `yeared` one says its year. A `doubt` only looks like a day ("Feb 30").
    """

    end: int
    rule: str
    back: date | None
    ahead: date | None
    limit: date | None = None
    loose: bool = False
    yeared: bool = False
    doubt: bool = False


def fixed(end: int, rule: str, day: date, limit: date | None = None) -> Day:
    return Day(end, rule, day, day, limit or day)


def yeared(end: int, rule: str, day: date) -> Day:
    """A day that is said with its year."""
    return Day(end, rule, day, day, day, yeared=True)


def doubtful(end: int) -> Day:
    return Day(end, "no such day", None, None, doubt=True)


def either(end: int, rule: str, days: tuple[date, date] | None) -> Day:
    """A day that is the last one or the next one; one that does not exist is a doubt."""
    if not days:
        return doubtful(end)
    return Day(end, rule, days[0], days[1], days[1], loose=True)
