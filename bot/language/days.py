"""Days as people say them, each read to the day it means looking back and the one it means looking ahead.

Which of the two counts is for the sentence to say (`clauses.py`); dates in figures are next door (`dates.py`), the
arithmetic in `almanac.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.language import almanac, edges
from bot.language.almanac import Span
from bot.language.dates import read_figures, read_month
from bot.language.day import (
    EDGES,
    LARGEST_SPAN,
    MONTHS,
    PARTS_OF_DAY,
    TODAY,
    TOMORROW,
    WEEKDAYS,
    YESTERDAY,
    Day,
    doubtful,
    either,
    fixed,
)
from bot.language.numbers import ORDINALS, SPAN_WORDS, ordinal, read_number, read_span
from bot.language.text import Line


def read_day(line: Line, i: int, today: date, day_first: bool = False) -> Day | None:
    """The day that the words from `i` say, without a preposition ("next Friday", "3 May", "two weeks ago")."""
    low = line.low[i]
    reader = _READERS.get(low)
    try:
        if reader:
            return reader(line, i, today)
        if low[:1].isdigit() or low.startswith(("'", "mid-", "the-")) or "-" in low:
            return read_figures(line, i, today, day_first) or _counted(line, i, today)
    except (OverflowError, ValueError):  # a step beyond the years that a calendar has
        return doubtful(i + 1)
    return None


def _relative(shift: int) -> Callable[[Line, int, date], Day]:
    def read(line: Line, i: int, today: date) -> Day:
        day = today + timedelta(days=shift)
        return Day(_part_of_day(line, i + 1), "relative day", day, day, day)

    return read


def _part_of_day(line: Line, i: int) -> int:
    """Past "morning" in "tomorrow morning", "on Friday in the morning"."""
    if line.low[i] == "in" and line.low[i + 1] == "the" and line.low[i + 2] in PARTS_OF_DAY:
        return i + 3
    return i + 1 if line.low[i] in PARTS_OF_DAY else i


def _weekday(line: Line, i: int, today: date) -> Day:
    number = WEEKDAYS[line.low[i]]
    end = _part_of_day(line, i + 1)
    if line.low[end] in ("last", "next", "this") and line.low[end + 1] == "week":
        weeks = {"last": -1, "next": 1, "this": 0}[line.low[end]]
        return fixed(end + 2, "weekday of a week", almanac.monday(today, weeks) + timedelta(days=number))
    dated = _dated_weekday(line, i + 1, today)
    if dated:
        return dated
    ahead = almanac.weekday_after(today, number)
    return Day(end, "weekday", almanac.weekday_before(today, number), ahead, ahead, loose=True)


def _dated_weekday(line: Line, i: int, today: date) -> Day | None:
    """The date in "Friday 4 December", "Tue the 5th", "Mon, May 3": the date decides."""
    i += line.low[i] in (",", ".")
    i += line.low[i] == "the" and ordinal(line.low[i + 1]) is not None
    low = line.low[i]
    if not (low in MONTHS or low[:1].isdigit()):
        return None
    if ordinal(low) is not None and low[:-2].isdecimal():
        return _numbered(line, i, today)
    found = _month(line, i, today) if low in MONTHS else read_day(line, i, today)
    return found if found and (found.rule == "date" or found.doubt) else None


def _month(line: Line, i: int, today: date) -> Day | None:
    return read_month(line, i, today)


def _next(line: Line, i: int, today: date) -> Day | None:
    low, end = line.low[i + 1], i + 2
    found: Day | None
    if low in WEEKDAYS:
        found = fixed(_part_of_day(line, end), "next weekday", almanac.monday(today, 1) + timedelta(days=WEEKDAYS[low]))
    elif low in ("week", "wk"):
        return _next_week(line, end, today)
    elif low in ("month", "mo", "quarter", "year"):
        start = edges.starts(low, today)[1]
        found = fixed(end, f"next {low}", start, edges.last(low, start))
    elif low == "weekend":
        found = fixed(end, "weekend", almanac.monday(today, 1) + timedelta(days=5))
    elif low in MONTHS:
        days = almanac.yearless(today + timedelta(days=1), MONTHS[low], 1)
        found = fixed(end, "next month of that name", days[1]) if days else None
    else:
        span = read_span(line, i + 1) if low in SPAN_WORDS or low[:1].isdigit() else None
        found = fixed(span[1], "span ahead", almanac.step(today, span[0])) if span else None
    return found


def _next_week(line: Line, end: int, today: date) -> Day:
    start = almanac.monday(today, 1)
    if line.low[end] == "on":
        end += line.low[end + 1] in WEEKDAYS
    if line.low[end] in WEEKDAYS:
        return fixed(_part_of_day(line, end + 1), "weekday of a week", start + timedelta(days=WEEKDAYS[line.low[end]]))
    return fixed(end, "next week", start, start + timedelta(days=6))


def _last_or_past(line: Line, i: int, today: date) -> Day | None:
    low, end = line.low[i + 1], i + 2
    if low in WEEKDAYS:
        found = edges.nth_of_month(line, i, today)
        return found or fixed(_part_of_day(line, end), "last weekday", almanac.weekday_before(today, WEEKDAYS[low]))
    if low in ("night", "evening"):
        return fixed(end, "last night", today - timedelta(days=1))
    if low in ("week", "wk"):
        if line.low[end] in WEEKDAYS:
            return fixed(
                end + 1, "weekday of a week", almanac.monday(today, -1) + timedelta(days=WEEKDAYS[line.low[end]])
            )
        return fixed(end, "last week", today - timedelta(days=7))
    if low in ("month", "mo", "year", "quarter"):
        return fixed(end, f"last {low}", almanac.months_on(today, -{"year": 12, "quarter": 3}.get(low, 1)))
    if low == "weekend":
        return fixed(end, "weekend", almanac.monday(today, -1) + timedelta(days=5))
    if low in MONTHS:
        days = almanac.yearless(almanac.month_start(today) - timedelta(days=1), MONTHS[low], 1)
        return fixed(end, "last month of that name", days[0]) if days else None
    if low == "day":
        return edges.nth_day_of(line, i, today)
    return None


def _this(line: Line, i: int, today: date) -> Day | None:
    low, end = line.low[i + 1], i + 2
    end += low in ("coming", "past")
    if low == "coming":
        found = read_day(line, i + 2, today)
        return found._replace(back=found.ahead, loose=False) if found and found.rule == "weekday" else None
    if low == "past":
        return _last_or_past(line, i + 1, today)
    if low in WEEKDAYS:
        day = almanac.monday(today) + timedelta(days=WEEKDAYS[low])
        ahead = day if day >= today else day + timedelta(days=7)
        return Day(_part_of_day(line, end), "this weekday", day, ahead, ahead)
    if low in PARTS_OF_DAY:
        return fixed(end, "today", today)
    if low in ("week", "wk", "month", "quarter", "year"):
        limit = almanac.monday(today) + timedelta(days=6)
        if low not in ("week", "wk"):
            limit = edges.last(low, edges.starts(low, today)[0])
        return Day(end, f"this {low}", None, limit, limit)
    if low == "weekend":
        return _weekend(end, today)
    if low in MONTHS:
        return either(end, "month", almanac.yearless(today, MONTHS[low], 1))
    return None


def _weekend(end: int, today: date) -> Day:
    saturday = almanac.monday(today) + timedelta(days=5)
    back = saturday if saturday <= today else saturday - timedelta(days=7)
    ahead = saturday if today.weekday() < 5 else saturday + timedelta(days=7)
    return Day(end, "weekend", back, ahead, ahead, loose=True)


def _the(line: Line, i: int, today: date) -> Day | None:
    low, end = line.low[i + 1], i + 2
    if low == "weekend":
        return _weekend(end, today)
    if low == "other" and line.low[i + 2] == "day":
        return fixed(i + 3, "the other day", today - timedelta(days=2))
    if low == "day" and line.low[i + 2] in ("after", "before"):
        return _day_beside(line, i + 1, today)
    if low == "week" and line.low[i + 2] in ("after", "before"):
        return _week_beside(line, i + 1, today)
    if low in ORDINALS or low == "very":
        return _first(line, i + 1, today)
    if low in ("rest", "remainder") and line.low[i + 2] == "of":
        start = i + 3 + (line.low[i + 3] == "the")
        rest = _this(line, start - (line.low[start] != "this"), today)
        return fixed(rest.end, "rest of a period", rest.limit) if rest and rest.limit else None
    if low == "following" or (low in ("last", "past", "next") and line.low[i + 2] in WEEKDAYS):
        return edges.nth_of_month(line, i + 1, today)
    if low in EDGES:
        return edges.read_edges(line, i + 1, today)
    number = ordinal(low)
    if number is not None:
        return _numbered(line, i + 1, today)
    return read_day(line, i + 1, today) if low.isdecimal() and line.low[i + 2] in ("of", *MONTHS) else None


def _numbered(line: Line, i: int, today: date) -> Day | None:
    """`the 5th`, `the 5th of May`, `the 5th of next month`."""
    number = ordinal(line.low[i])
    if number is None:
        return None
    if line.low[i + 1] == "of" and line.low[i + 2] in ("next", "this", "last", "the") and line.low[i + 3] == "month":
        month = almanac.month_start(today, {"next": 1, "last": -1}.get(line.low[i + 2], 0))
        exists = 1 <= number <= almanac.month_end(month).day
        return fixed(i + 4, "day of a month", month.replace(day=number)) if exists else doubtful(i + 4)
    if line.low[i + 1] in MONTHS or (line.low[i + 1] == "of" and line.low[i + 2] in MONTHS):
        return read_figures(line, i, today, False)
    return either(i + 1, "day of the month", almanac.dayless(today, number))


def _first(line: Line, i: int, today: date) -> Day | None:
    """`first thing tomorrow` is tomorrow; `first Monday of March` is next door."""
    if line.low[i + 1] != "thing":
        return edges.read_ordinal(line, i, today)
    found = read_day(line, i + 2, today)
    return found if found and not found.doubt else None


def _day_beside(line: Line, i: int, today: date) -> Day | None:
    """`day after tomorrow`, `day before yesterday`."""
    sign = 1 if line.low[i + 1] == "after" else -1
    if line.low[i + 2] in (TOMORROW if sign > 0 else YESTERDAY):
        return fixed(_part_of_day(line, i + 3), "relative day", today + timedelta(days=2 * sign))
    return None


def _week_beside(line: Line, i: int, today: date) -> Day | None:
    if line.low[i + 1 : i + 3] == ["after", "next"]:
        return fixed(i + 3, "week after next", almanac.monday(today, 2), almanac.monday(today, 2) + timedelta(days=6))
    if line.low[i + 1 : i + 3] == ["before", "last"]:
        return fixed(i + 3, "week before last", today - timedelta(days=14))
    return None


def _week(line: Line, i: int, today: date) -> Day | None:
    return _week_beside(line, i, today) or (_counted(line, i, today) if line.low[i + 1] == "from" else None)


def _counted(line: Line, i: int, today: date) -> Day | None:
    """`two weeks ago`, `3 days from now`, `a week from Friday`, `two Fridays ago`."""
    if line.low[i] == "week":
        span: tuple[Span, int] | None = (Span(1, "week"), i + 1)
    else:
        span = read_span(line, i)
    if not span:
        return _weekdays_ago(line, i, today)
    length, end = span
    low = line.low[end]
    if length.size > LARGEST_SPAN and low in ("ago", "from", "back"):
        return doubtful(end + 1)
    if low in ("ago", "back"):
        return fixed(end + 1, "span ago", almanac.step(today, length, -1))
    if low in ("from", "after", "on") and line.low[end + 1] == "now":
        return fixed(end + 2, "span ahead", almanac.step(today, length))
    if low in ("from", "on", "after") and line.low[end + 1] in (*WEEKDAYS, *TODAY, *TOMORROW, "next", "this"):
        start = read_day(line, end + 1, today)
        if start and start.ahead:
            return fixed(start.end, "span from a day", almanac.step(start.ahead, length))
    if low in TODAY | TOMORROW and length.unit == "week":  # "2 weeks today"
        return fixed(end + 1, "span from a day", almanac.step(today + timedelta(days=low in TOMORROW), length))
    return None


def _weekdays_ago(line: Line, i: int, today: date) -> Day | None:
    number = read_number(line, i)
    if not number or line.low[number[1] + 1] != "ago" or not 0 < number[0] < LARGEST_SPAN:
        return None
    weekday = WEEKDAYS.get(line.low[number[1]].removesuffix("s"))
    if weekday is None:
        return None
    return fixed(number[1] + 2, "weekdays ago", almanac.weekday_before(today, weekday) - timedelta(weeks=number[0] - 1))


def _just(line: Line, i: int, today: date) -> Day | None:
    return fixed(i + 2, "today", today) if line.low[i + 1] == "now" else None


def _earlier(line: Line, i: int, today: date) -> Day | None:
    return read_day(line, i + 1, today) if line.low[i + 1] in ("today", "tonight") else None


def _coming(line: Line, i: int, today: date) -> Day | None:
    return _this(line, i - 1, today) if line.low[i + 1] in WEEKDAYS else None


_READERS: dict[str, Callable[[Line, int, date], Day | None]] = {
    **dict.fromkeys(TODAY, _relative(0)),
    **dict.fromkeys(TOMORROW, _relative(1)),
    **dict.fromkeys(YESTERDAY, _relative(-1)),
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(SPAN_WORDS, _counted),
    **dict.fromkeys(MONTHS, _month),
    **dict.fromkeys(EDGES, edges.read_edges),
    **dict.fromkeys(edges.BUSINESS, edges.business),
    **dict.fromkeys(("first", "second", "third", "fourth", "fifth"), _first),
    "one": _counted,
    "another": _counted,
    "next": _next,
    "last": _last_or_past,
    "past": _last_or_past,
    "this": _this,
    "coming": _coming,
    "the": _the,
    "day": _day_beside,
    "week": _week,
    "just": _just,
    "earlier": _earlier,
    "later": _earlier,
}
