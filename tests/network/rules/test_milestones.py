"""Days to celebrate: which comes next, for how long it may be belated, and how many years it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.meanings import MonthDay
from bot.network.rules.milestones import BELATED_DAYS, in_year, next_celebration, parse_on, years

NEXT = [
    # kind, day, asked on, the next one
    ("birthday", "--05-03", "2026-11-23", "2027-05-03"),
    ("birthday", "--11-23", "2026-11-23", "2026-11-23"),
    ("birthday", "--11-16", "2026-11-23", "2026-11-16"),  # a week ago: belated
    ("birthday", "--11-15", "2026-11-23", "2027-11-15"),
    ("birthday", "--12-30", "2027-01-03", "2026-12-30"),  # over the turn of the year
    ("birthday", "--02-29", "2026-11-23", "2027-02-28"),
    ("birthday", "--02-29", "2027-11-23", "2028-02-29"),
    ("birthday", "1990-05-03", "2026-11-23", "2027-05-03"),
    ("work_anniversary", "2021-02-01", "2026-11-23", "2027-02-01"),
    ("work_anniversary", "2026-11-20", "2026-11-23", "2027-11-20"),  # nobody congratulates on the first day
    ("work_anniversary", "2024-02-29", "2026-11-23", "2027-02-28"),
    ("promotion", "2026-11-20", "2026-11-23", "2026-11-20"),
    ("promotion", "2026-11-15", "2026-11-23", None),
    ("promotion", "2027-01-10", "2026-11-23", "2027-01-10"),
    ("achievement", "--11-23", "2026-11-23", None),  # once, and nobody knows when
]


@pytest.mark.parametrize(("kind", "on", "since", "expected"), NEXT)
def test_next_celebration(kind: str, on: str, since: str, expected: str | None) -> None:
    found = next_celebration(kind, parse_on(on) or MonthDay(1, 1), date.fromisoformat(since))
    assert found == (date.fromisoformat(expected) if expected else None)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 29))
def test_a_yearly_day_comes_once_a_year_for_ever(since: date, month: int, number: int) -> None:
    on = MonthDay(month, min(number, 29 if month == 2 else 28))
    found = next_celebration("birthday", on, since)
    assert found is not None
    assert -BELATED_DAYS <= (found - since).days <= 366
    assert found == in_year(on, found.year)
    following = next_celebration("birthday", on, date.fromordinal(found.toordinal() + BELATED_DAYS + 1))
    assert following is not None
    assert following.year == found.year + 1


@pytest.mark.parametrize(
    ("text", "expected"), [("--05-03", MonthDay(5, 3)), ("2021-02-01", date(2021, 2, 1)), (None, None)]
)
def test_what_a_column_holds(text: str | None, expected: object) -> None:
    assert parse_on(text) == expected


@pytest.mark.parametrize(
    ("on", "celebrated", "expected"),
    [("1990-05-03", "2027-05-03", 37), ("--05-03", "2027-05-03", None), ("2027-05-03", "2027-05-03", None)],
)
def test_how_many_years_it_is(on: str, celebrated: str, expected: int | None) -> None:
    assert years(parse_on(on), date.fromisoformat(celebrated)) == expected
