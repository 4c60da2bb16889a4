"""Rhythms: what a duration says, the day one of them later, and how a crowd is spread."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.rules.rhythm import SPREAD, Cadence, next_check_in, shortest, spread

DURATIONS = [
    ("P1D", 0, 1),
    ("P2W", 0, 14),
    ("p3m", 3, 0),
    (" P1Y ", 12, 0),
    ("P1Y2M3W4D", 14, 25),
    ("P1M15D", 1, 15),
    ("P10D", 0, 10),
]
NO_DURATIONS = ["", "P", "P0D", "P0Y0M", "PT1H", "P1H", "P-1D", "P1.5M", "P1D2W", "1M", "monthly", "none", "P99999Y"]
RHYTHMS = [
    ("2026-11-23", "P2W", "2026-12-07"),
    ("2026-11-23", "P3M", "2027-02-23"),
    ("2026-01-31", "P1M", "2026-02-28"),  # a short month gives its last day
    ("2028-01-31", "P1M", "2028-02-29"),
    ("2026-10-31", "P1M", "2026-11-30"),
    ("2028-02-29", "P1Y", "2029-02-28"),  # and so does a common year
    ("2028-02-29", "P4Y", "2032-02-29"),
    ("2026-12-15", "P1M", "2027-01-15"),
    ("2026-01-31", "P1M1D", "2026-03-01"),  # months first, then days
    ("2026-12-31", "P1D", "2027-01-01"),
    ("9999-11-30", "P1M", "9999-12-30"),
]


@pytest.mark.parametrize(("text", "months", "days"), DURATIONS)
def test_a_duration_is_months_and_days(text: str, months: int, days: int) -> None:
    cadence = Cadence.parse(text)
    assert (cadence.months, cadence.days, str(cadence)) == (months, days, text.strip().upper())


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_anything_else_is_no_rhythm(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|nothing"):
        Cadence.parse(text)


@pytest.mark.parametrize(("last", "cadence", "due"), RHYTHMS)
def test_next_check_in(last: str, cadence: str, due: str) -> None:
    assert next_check_in(date.fromisoformat(last), Cadence.parse(cadence)) == date.fromisoformat(due)


@pytest.mark.parametrize(("last", "cadence"), [("9999-12-31", "P1D"), ("9999-12-01", "P1M"), ("2026-01-01", "P9999Y")])
def test_a_rhythm_out_of_the_calendar_is_an_error(last: str, cadence: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        next_check_in(date.fromisoformat(last), Cadence.parse(cadence))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 60), st.integers(0, 400))
def test_the_next_check_in_lies_ahead_by_about_the_length_of_the_rhythm(last: date, months: int, days: int) -> None:
    if months or days:
        cadence = Cadence.parse(f"P{months}M{days}D")
        ahead = (next_check_in(last, cadence) - last).days
        assert ahead > 0
        assert abs(ahead - cadence.length) <= 4


def test_the_first_check_ins_of_a_crowd_are_spread_evenly_over_a_share_of_the_rhythm() -> None:
    cadence = Cadence.parse("P3M")
    later = [spread(place, 12, cadence).days for place in range(12)]
    assert later == sorted(later)
    assert (later[0], later[-1]) == (0, int(SPREAD * cadence.length))
    assert len(set(later)) == 12
    assert spread(0, 1, cadence) == timedelta()
    assert {spread(place, 5, Cadence.parse("P1D")) for place in range(5)} == {timedelta()}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [([], None), (["P1M"], "P1M"), (["P1M", "P2W", "P1Y"], "P2W"), (["P1M", "P31D"], "P1M"), (["P30D", "P1M"], "P30D")],
)
def test_the_shortest_of_several_rhythms(texts: list[str], expected: str | None) -> None:
    assert shortest(texts) == expected
