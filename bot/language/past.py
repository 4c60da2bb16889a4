"""How far back a question looks: `since September`, `in 6 months`, `before March`."""

from __future__ import annotations

from datetime import date

from bot.language import almanac
from bot.language.day import Day, doubtful, fixed
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.numbers import read_span
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.when import in_period, is_meant


def past(draft: Draft, i: int) -> int:
    """`since September`, `in 6 months`, `this year`: how far back a question looks."""
    line, low = draft.line, draft.line.low[i]
    if "past" not in draft.takes:
        return 0
    negative = draft.negative
    preposition = low in ("since", "after", "before", "in", "for", "from", "over", "within", "during", "on", "as")
    start = i + preposition
    span = _span_back(line, start, draft.scene) if low in ("in", "for", "over", "within", "since", "during") else None
    day = span or read_day(line, start, draft.scene.today, draft.scene.day_first) or in_period(line, start, draft.scene)
    if not day or not is_meant(draft, i, day, low if preposition else ""):
        return 0
    if day.doubt:
        draft.doubts.append(line.said(i, day.end))
        return -day.end
    value = (
        _period_start(day, draft.scene)
        if low != "before" and (span or day.rule.startswith(("this", "last")))
        else day.back
    )
    if value is None:
        return 0
    _file(draft, low, value, negative, day, is_span=span is not None)
    draft.note("since", i, day.end, day.rule)
    return day.end


def _file(draft: Draft, low: str, value: date, negative: bool, day: Day, is_span: bool) -> None:
    if negative or low == "before":
        draft.before = value
    elif draft.intent == "stats":
        draft.since = value  # they have no other beginning
    elif (
        low in ("since", "after", "from")
        or is_span
        or (
            day.rule.startswith(("this ", "last week", "last month", "last year", "last quarter"))
            and day.rule != "this weekday"
        )
    ):
        draft.since = value
    else:
        draft.day = day


def _span_back(line: Line, i: int, scene: Scene) -> Day | None:
    """`the last 2 weeks`, `6 months`, `over a year`."""
    i += line.low[i] in ("over", "more", "about", "at")
    i += line.low[i] in ("than", "least")
    i += line.low[i] == "the"
    i += line.low[i] in ("last", "past")
    found = read_span(line, i)
    if not found:
        return None
    try:
        return fixed(found[1], "span back", almanac.step(scene.today, found[0], -1))
    except (OverflowError, ValueError):
        return doubtful(found[1])


def _period_start(day: Day, scene: Scene) -> date | None:
    """The first day of `this week`, `this month`; of anything else the day itself."""
    starts = {
        "this week": almanac.monday(scene.today),
        "this month": scene.today.replace(day=1),
        "this year": date(scene.today.year, 1, 1),
    }
    return starts.get(day.rule) or (almanac.quarter_start(scene.today) if day.rule == "this quarter" else day.back)
