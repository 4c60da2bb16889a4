"""Days, spans of time and rhythms in words. Days are in the owner's zone, spans in calendar months, weeks, days."""

from __future__ import annotations

from datetime import date

from bot.language.meanings import MonthDay
from bot.network.rules.rhythm import Cadence, next_check_in

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SINGLE = {"P1D": "every day", "P1W": "every week", "P1M": "every month", "P1Y": "every year"}
_ADVERBS = {"P1D": "Daily", "P1W": "Weekly", "P1M": "Monthly", "P1Y": "Once a year"}
_SLACK_DAYS = 3  # a nudge held over a weekend still comes "2 weeks" after


def plain_day(on: date | MonthDay, today: date | None = None) -> str:
    """`3 May`, or `Thu 26 Nov`; with its year when that is not the one of `today`."""
    if isinstance(on, MonthDay):
        return f"{on.day} {_MONTHS[on.month - 1]}"
    year = "" if today is not None and on.year == today.year else f" {on.year}"
    return f"{_WEEKDAYS[on.weekday()][:3]} {on.day} {_MONTHS[on.month - 1]}{year}"


def day(on: date | MonthDay, today: date) -> str:
    """`today`, `yesterday`, `tomorrow`, else `Thu 26 Nov`."""
    near = None if isinstance(on, MonthDay) else _NEAR.get((on - today).days)
    return near or plain_day(on, today)


def on_day(on: date | MonthDay, today: date) -> str:
    """The day inside a sentence: `today`, `on Thu 26 Nov`."""
    said = day(on, today)
    return said if said in _NEAR.values() else f"on {said}"


def dated(on: date | MonthDay, today: date) -> str:
    """The day to be checked by its reader: `today, Mon 23 Nov`, `on Thu 26 Nov`."""
    said = day(on, today)
    return f"{said}, {plain_day(on, today)}" if said in _NEAR.values() else f"on {said}"


def long_day(on: date, today: date) -> str:
    """`Saturday, 5 Dec`, with the year when it is another one."""
    year = "" if on.year == today.year else f" {on.year}"
    return f"{_WEEKDAYS[on.weekday()]}, {on.day} {_MONTHS[on.month - 1]}{year}"


def past_day(on: date, today: date) -> str:
    """A day not long ago: `yesterday`, `on Sunday`, else `on Thu 12 Nov`."""
    if 1 < (today - on).days < 7:
        return f"on {_WEEKDAYS[on.weekday()]}"
    return on_day(on, today)


def coming_day(on: date, today: date) -> str:
    """A day soon to come: `today`, `tomorrow, Tuesday`, `on Saturday, 5 Dec`."""
    if (on - today).days == 1:
        return f"tomorrow, {weekday(on)}"
    return on_day(on, today) if on <= today else f"on {long_day(on, today)}"


def in_days(on: date, today: date) -> str:
    """A day ahead that is counted: `tomorrow, Tuesday`, `in 5 days, on Saturday, 5 Dec`."""
    days = (on - today).days
    return coming_day(on, today) if days < 2 else f"in {days} days, on {long_day(on, today)}"


def weekday(on: date) -> str:
    """`Saturday`."""
    return _WEEKDAYS[on.weekday()]


def ago(on: date, today: date) -> str:
    """`today`, `yesterday`, `5 days ago`, `a week ago`, `2 weeks ago`."""
    if (today - on).days < 2:
        return day(on, today)
    said = span(on, today)
    return f"{'a ' + said[2:] if said in ('1 week', '1 month', '1 year') else said} ago"


def number(count: int) -> str:
    """`two`, `ten`, `11`: as one writes it in a sentence."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def _units(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def months_between(start: date, end: date) -> int:
    """Whole calendar months from `start` to `end`; a month cut at its end counts (30 November to 28 February is 3)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months < 1 or _after(start, months) <= end else months - 1


def _after(start: date, months: int) -> date:
    return next_check_in(start, Cadence(months, 0, ""))


def span(start: date, end: date) -> str:
    """How long from one day to another, as one says it: `5 days`, `2 weeks`, `3 months`, `1 year`."""
    days = abs((end - start).days)
    start, end = min(start, end), max(start, end)
    months = months_between(start, end)
    if months >= 24 or (months and months % 12 == 0):
        return _units(months // 12, "year")
    if months >= 2:
        return _units(months, "month")
    if months == 1 and (end - _after(start, 1)).days <= _SLACK_DAYS:
        return "1 month"
    if (days % 7 <= _SLACK_DAYS and days >= 14) or days == 7 or days > 28:
        return _units(days // 7, "week")
    return _units(days, "day")


def is_exact(start: date, end: date) -> bool:
    """Whether the span between two days is just what `span` says of it."""
    months = months_between(min(start, end), max(start, end))
    if months >= 1:
        return (months < 24 or months % 12 == 0) and _after(min(start, end), months) == max(start, end)
    return span(start, end) == _units(abs((end - start).days), "day") or abs((end - start).days) % 7 == 0


def in_span(today: date, on: date) -> str:
    """`in 3 months`, `in about 6 weeks`, `tomorrow`: how far ahead a day lies."""
    if (on - today).days < 2:
        return day(on, today)
    return f"in {span(today, on)}" if is_exact(today, on) else f"in about {span(today, on)}"


def rhythm(text: str | None) -> str:
    """`P3M` as `every 3 months`; `none`, or nothing, as `no check-ins`. What is no duration stays as it is."""
    if text is None or text == "none":
        return "no check-ins"
    if text in _SINGLE:
        return _SINGLE[text]
    try:
        cadence = Cadence.parse(text)
    except ValueError:
        return "a rhythm of its own"
    return f"every {length(cadence)}"


def length(cadence: Cadence) -> str:
    """A rhythm's length: `3 months`, `2 weeks`, `1 month and 15 days`."""
    months, days = cadence.months, cadence.days
    parts = []
    if months:
        parts.append(_units(months // 12, "year") if months % 12 == 0 else _units(months, "month"))
    if days:
        parts.append(_units(days // 7, "week") if days % 7 == 0 else _units(days, "day"))
    return " and ".join(parts)


def rhythm_label(text: str) -> str:
    """A rhythm on a button: `Monthly`, `Every 6 months`, `No check-ins`."""
    said = _ADVERBS.get(text) or rhythm(text)
    return said[:1].upper() + said[1:]
