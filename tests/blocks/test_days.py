"""Days, spans and rhythms in words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.blocks import days
from bot.language.meanings import MonthDay
from tests.blocks.people import TODAY

DAYS = [
    ("2026-11-23", "today"),
    ("2026-11-22", "yesterday"),
    ("2026-11-24", "tomorrow"),
    ("2026-11-26", "Thu 26 Nov"),
    ("2027-02-23", "Tue 23 Feb 2027"),  # with its year, as it is another one
    ("2025-11-23", "Sun 23 Nov 2025"),
]


@pytest.mark.parametrize(("on", "said"), DAYS)
def test_day(on: str, said: str) -> None:
    assert days.day(date.fromisoformat(on), TODAY) == said


def test_a_day_in_a_sentence() -> None:
    assert days.on_day(TODAY, TODAY) == "today"
    assert days.on_day(date(2026, 12, 4), TODAY) == "on Fri 4 Dec"
    assert days.dated(TODAY, TODAY) == "today, Mon 23 Nov"
    assert days.past_day(date(2026, 11, 20), TODAY) == "on Friday"
    assert days.past_day(date(2026, 11, 10), TODAY) == "on Tue 10 Nov"
    assert days.coming_day(date(2026, 12, 5), TODAY) == "on Saturday, 5 Dec"
    assert days.coming_day(date(2026, 11, 24), TODAY) == "tomorrow, Tuesday"
    assert days.day(MonthDay(5, 3), TODAY) == "3 May"


AGO = [
    ("2026-11-23", "today"),
    ("2026-11-20", "3 days ago"),
    ("2026-11-16", "a week ago"),
    ("2026-09-23", "2 months ago"),
]


@pytest.mark.parametrize(("on", "said"), AGO)
def test_how_long_ago(on: str, said: str) -> None:
    assert days.ago(date.fromisoformat(on), TODAY) == said


def test_a_day_that_is_counted_to() -> None:
    assert days.in_days(date(2026, 11, 28), TODAY) == "in 5 days, on Saturday, 28 Nov"


SPANS = [
    ("2026-11-23", "2026-11-24", "1 day"),
    ("2026-11-23", "2026-11-30", "1 week"),
    ("2026-11-23", "2026-12-03", "10 days"),
    ("2026-11-23", "2026-12-07", "2 weeks"),
    ("2026-11-21", "2026-12-07", "2 weeks"),  # held over a weekend
    ("2026-11-23", "2026-12-23", "1 month"),
    ("2026-11-23", "2027-01-05", "6 weeks"),
    ("2026-11-23", "2027-02-23", "3 months"),
    ("2026-11-30", "2027-02-28", "3 months"),  # a short month gives its last day
    ("2026-11-23", "2027-02-22", "2 months"),
    ("2026-11-23", "2027-11-23", "1 year"),
    ("2026-11-23", "2028-02-23", "15 months"),
    ("2026-11-23", "2029-12-01", "3 years"),
    ("0001-01-01", "9999-12-31", "9998 years"),
]


@pytest.mark.parametrize(("start", "end", "said"), SPANS)
def test_span_counts_calendar_months(start: str, end: str, said: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)

    assert days.span(first, last) == said
    assert days.span(last, first) == said


RHYTHMS = [
    ("P3M", "every 3 months", "Every 3 months"),
    ("P1M", "every month", "Monthly"),
    ("P1W", "every week", "Weekly"),
    ("P2W", "every 2 weeks", "Every 2 weeks"),
    ("P10D", "every 10 days", "Every 10 days"),
    ("P2Y", "every 2 years", "Every 2 years"),
    ("P1M15D", "every 1 month and 15 days", "Every 1 month and 15 days"),
    ("none", "no check-ins", "No check-ins"),
    ("nonsense", "a rhythm of its own", "A rhythm of its own"),
]


@pytest.mark.parametrize(("duration", "said", "label"), RHYTHMS)
def test_rhythm(duration: str, said: str, label: str) -> None:
    assert days.rhythm(duration) == said
    assert days.rhythm_label(duration) == label


def test_a_span_ahead_is_said_as_it_is() -> None:
    assert days.in_span(TODAY, date(2027, 2, 23)) == "in 3 months"
    assert days.in_span(TODAY, date(2027, 2, 25)) == "in about 3 months"
    assert days.in_span(TODAY, date(2026, 11, 24)) == "tomorrow"
