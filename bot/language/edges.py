"""Days by their place in a month, a week or a year: `end of March`, `the first Monday of May`, `eow`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language import almanac
from bot.language.day import EDGES, MONTHS, WEEKDAYS, Day, doubtful, either, fixed
from bot.language.numbers import ORDINALS
from bot.language.text import Line

BUSINESS = {"eow": "week", "eom": "month", "eoy": "year", "eoq": "quarter"}


def starts(unit: str, today: date) -> tuple[date, date]:
    """The first day of the running and of the next month, quarter or year."""
    if unit == "quarter":
        return almanac.quarter_start(today), almanac.quarter_start(today, 1)
    if unit == "year":
        return date(today.year, 1, 1), date(today.year + 1, 1, 1)
    return almanac.month_start(today), almanac.month_start(today, 1)


def last(unit: str, start: date) -> date:
    months = {"quarter": 3, "year": 12}.get(unit, 1)
    return almanac.months_on(start, months) - timedelta(days=1)


def nth_day_of(line: Line, i: int, today: date) -> Day | None:
    """`the last day of March`, `the last day of the month`."""
    if line.low[i + 2] != "of":
        return None
    return _edge("end", line, i + 3, today)


def read_ordinal(line: Line, i: int, today: date) -> Day | None:
    """`first Monday of March`, `last day of the month`, `first of May`."""
    count, month = ORDINALS.get(line.low[i], 0), MONTHS.get(line.low[i + 2])
    if count > 0 and line.low[i + 1] == "of" and month:
        return either(i + 3, "date", almanac.yearless(today, month, count))
    if line.low[i + 1] == "day":
        return (
            _edge("start" if line.low[i] == "first" else "end", line, i + 3, today) if line.low[i + 2] == "of" else None
        )
    return nth_of_month(line, i, today)


def nth_of_month(line: Line, i: int, today: date) -> Day | None:
    count, weekday = ORDINALS.get(line.low[i]), WEEKDAYS.get(line.low[i + 1])
    if count is None or weekday is None or line.low[i + 2] not in ("of", "in"):
        return None
    low, after = line.low[i + 3], line.low[i + 4]
    if low in ("the", "this", "next", "last") and after == "month":
        found = almanac.nth_weekday(almanac.month_start(today, {"next": 1, "last": -1}.get(low, 0)), count, weekday)
        return fixed(i + 5, "weekday of a month", found) if found else doubtful(i + 5)
    if low in MONTHS:
        return _nth_of_named_month(i + 4, today, MONTHS[low], count, weekday)
    return None


def _nth_of_named_month(end: int, today: date, month: int, count: int, weekday: int) -> Day:
    years = range(today.year - 2, today.year + 3)
    days = [day for year in years if (day := almanac.nth_weekday(date(year, month, 1), count, weekday))]
    back, ahead = [day for day in days if day <= today], [day for day in days if day >= today]
    return either(end, "weekday of a month", (max(back), min(ahead)) if back and ahead else None)


def read_edges(line: Line, i: int, today: date) -> Day | None:
    """`end of March`, `mid March`, `early next week`, `the end of the month`."""
    edge, end = EDGES[line.low[i]], i + 1
    end += line.low[end] == "of"
    if line.low[i] in ("end", "middle", "start", "beginning") and line.low[end - 1] != "of":
        return _edge(edge, line, end, today) if line.low[end] in (*MONTHS, "next") and edge == "end" else None
    return _edge(edge, line, end, today)


def _edge(edge: str, line: Line, i: int, today: date) -> Day | None:
    if edge == "late":
        return None  # which day of late March is meant, nobody can tell
    low, which = line.low[i], "this"
    if low in ("the", "this", "next", "last", "day"):
        which, i = low, i + 1
        low = line.low[i]
    if low == "day":
        return fixed(i + 1, "end of the day", today)
    if low in MONTHS:
        return _edge_of_month(edge, i + 1, today, MONTHS[low], which == "next")
    if low not in ("week", "wk", "month", "quarter", "year"):
        return None
    return _edge_of(edge, i + 1, today, low, {"next": 1, "last": -1}.get(which, 0))


def read_edge(edge: str, end: int, today: date, month: int) -> Day:
    """`mid March`, looking both ways."""
    return _edge_of_month(edge, end, today, month, later=False)


def _edge_of_month(edge: str, end: int, today: date, month: int, later: bool) -> Day:
    from_day = almanac.month_start(today, 1) if later else today
    days = almanac.yearless(from_day.replace(day=1), month, 1)
    back = almanac.yearless(today, month, 1)
    if not days or not back:
        return doubtful(end)
    ahead = _within_month(edge, days[1])
    if ahead < today:
        ahead = _within_month(edge, almanac.months_on(days[1], 12))
    before = _within_month(edge, back[0])
    if before > today:
        before = _within_month(edge, almanac.months_on(back[0], -12))
    return Day(end, f"{edge} of a month", before, ahead, ahead, loose=True)


def _within_month(edge: str, start: date) -> date:
    return {"end": almanac.month_end(start), "mid": start.replace(day=15)}.get(edge, start)


def _edge_of(edge: str, end: int, today: date, unit: str, shift: int) -> Day | None:
    """`end of the week` is its Friday; said on a weekend, the next one."""
    if unit in ("week", "wk"):
        start = almanac.monday(today, shift)
        if edge == "end":
            friday = start + timedelta(days=4)
            return fixed(end, "end of the week", friday if friday >= today or shift else friday + timedelta(days=7))
        return fixed(end, f"{edge} of the week", start + timedelta(days=2 if edge == "mid" else 0))
    months = {"quarter": 3, "year": 12}.get(unit, 1)
    start = almanac.months_on(starts(unit, today)[0], months * shift)
    if edge == "mid":
        return fixed(end, "mid month", start.replace(day=15)) if months == 1 else None
    return fixed(end, f"{edge} of the {unit}", last(unit, start) if edge == "end" else start)


def business(line: Line, i: int, today: date) -> Day | None:
    return _edge_of("end", i + 1, today, BUSINESS[line.low[i]], 0)
