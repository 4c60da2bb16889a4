"""Rhythms as ISO 8601 durations, and the clock."""

from datetime import date

import pytest

from bot.language.rhythms import read_rhythm
from bot.language.text import read
from bot.language.times import read_clock

MONDAY = date(2026, 11, 23)

RHYTHMS = [
    ("every day", "P1D"),
    ("weekly", "P1W"),
    ("every other week", "P2W"),
    ("biweekly", "P2W"),
    ("fortnightly", "P2W"),
    ("every few weeks", "P3W"),
    ("once a month", "P1M"),
    ("every other month", "P2M"),
    ("every couple of months", "P2M"),
    ("quarterly", "P3M"),
    ("every quarter", "P3M"),
    ("twice a year", "P6M"),
    ("every half year", "P6M"),
    ("half-yearly", "P6M"),
    ("annually", "P1Y"),
    ("once every 2 months", "P2M"),
    ("every 10 days", "P10D"),
    ("every 3mo", "P3M"),
    ("three times a year", "P4M"),
]

BEGINNING = [
    ("every Friday", "P1W", "2026-11-27"),
    ("every other Friday", "P2W", "2026-11-27"),
    ("every first Monday of the month", "P1M", "2026-12-07"),
    ("the first Monday of every month", "P1M", "2026-12-07"),
    ("every 15th", "P1M", "2026-12-15"),
    ("every 2 weeks on Friday", "P2W", "2026-11-27"),
]


@pytest.mark.parametrize(("phrase", "every"), RHYTHMS)
def test_a_rhythm(phrase: str, every: str) -> None:
    line = read(phrase)
    found = read_rhythm(line, 0, MONDAY)
    assert found is not None
    assert (found.end, found.every, found.on) == (line.size, every, None)


@pytest.mark.parametrize(("phrase", "every", "on"), BEGINNING)
def test_a_rhythm_with_its_first_day(phrase: str, every: str, on: str) -> None:
    found = read_rhythm(read(phrase), 0, MONDAY)
    assert found is not None
    assert (found.every, str(found.on)) == (every, on)


@pytest.mark.parametrize("phrase", ["every 0 days", "every -3 days", "every 99999999999 days"])
def test_a_rhythm_of_nothing_is_a_doubt(phrase: str) -> None:
    found = read_rhythm(read(phrase), 0, MONDAY)
    assert found is not None
    assert found.every is None


@pytest.mark.parametrize(
    ("phrase", "time"),
    [
        ("3pm", "15:00"), ("8:30am", "08:30"), ("15:00", "15:00"), ("noon", "12:00"), ("12am", "00:00"),
        ("3 pm", "15:00"), ("8 p.m.", "20:00"), ("9", "09:00"), ("25:00", None), ("13pm", None), ("3", None),
    ],
)  # fmt: skip
def test_the_clock_after_at(phrase: str, time: str | None) -> None:
    found = read_clock(read(phrase), 0, after_at=True)
    assert found is not None
    assert found.time == time


@pytest.mark.parametrize("phrase", ["9", "3.5", "2026"])
def test_a_bare_number_is_no_time(phrase: str) -> None:
    assert read_clock(read(phrase), 0) is None
