"""Weeks: where one begins, what it is called, on which day its review comes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.network.rules.week import review_day, week_name, week_start
from tests.network.rules.test_calendar import calendar, day

WEEKS = [
    # working days, a day, the first day of its week, its name, the day of its review
    ("mon-fri", "2026-11-23", "2026-11-23", "2026-W48", "2026-11-23"),
    ("mon-fri", "2026-11-29", "2026-11-23", "2026-W48", "2026-11-23"),
    ("tue-sat", "2026-11-23", "2026-11-23", "2026-W48", "2026-11-24"),
    ("sun-thu", "2026-11-22", "2026-11-22", "2026-W48", "2026-11-22"),
    ("sun-thu", "2026-11-28", "2026-11-22", "2026-W48", "2026-11-22"),
    ("mon-sun", "2026-11-22", "2026-11-16", "2026-W47", "2026-11-16"),
    ("wed", "2026-11-23", "2026-11-23", "2026-W48", "2026-11-25"),
    ("mon-fri", "2027-01-01", "2026-12-28", "2026-W53", "2026-12-28"),
]


@pytest.mark.parametrize(("working", "on", "first", "name", "review"), WEEKS)
def test_weeks(working: str, on: str, first: str, name: str, review: str) -> None:
    ours = calendar(working=working)
    start = week_start(day(on), ours)
    assert (start, week_name(start), review_day(start, start, ours)) == (day(first), name, day(review))


@pytest.mark.parametrize(
    ("back_on", "review"),
    [("2026-11-20", "2026-11-23"), ("2026-11-25", "2026-11-25"), ("2026-11-28", None), ("9999-12-31", None)],
)
def test_a_review_waits_until_its_owner_is_back_in_its_week(back_on: str, review: str | None) -> None:
    found = review_day(day("2026-11-23"), max(day(back_on), date(2026, 11, 23)), calendar())
    assert found == (day(review) if review else None)
