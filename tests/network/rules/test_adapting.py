"""When another rhythm is proposed, and which; when all of them ask for too much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.network.rules.adapting import asks_too_much, doubled, faster, may_propose, per_week, slower

TODAY = date(2026, 11, 23)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=count) for count in days]


SLOWER = [
    # the rhythm, put off so many times in a row, proposed
    ("P3M", 0, None),
    ("P3M", 1, None),
    ("P3M", 2, None),
    ("P3M", 3, "P6M"),
    ("P3M", 4, None),  # said once, not each time
    ("P3M", 6, "P6M"),
    ("P1W", 3, "P2W"),
    ("P10D", 3, "P1M"),  # two weeks is not much longer
    ("P1M", 3, "P2M"),
    ("P6M", 3, "P1Y"),
    ("P1Y", 3, "P2Y"),
    ("P5Y", 3, None),  # hardly ever is slow enough
]
DOUBLED = [
    ("P1W", "P2W"), ("P10D", "P20D"), ("P1M", "P2M"), ("P3M", "P6M"), ("P6M", "P1Y"),
    ("P9M", "P18M"), ("P1M15D", "P2M30D"), ("P2Y", "P4Y"), ("P3Y", None),
]  # fmt: skip
FASTER = [
    # the rhythm, in touch so many days ago, proposed
    ("P3M", ago(0, 25, 50, 75), "P1M"),
    ("P3M", ago(0, 14, 28, 42), "P2W"),
    ("P1M", ago(0, 7, 14, 21), "P1W"),
    ("P1M", ago(0, 9, 18, 27), "P2W"),
    ("P1Y", ago(0, 80, 160, 240), "P3M"),
    ("P3M", ago(0, 25, 50), None),  # three times are no habit
    ("P3M", ago(0, 1, 2, 3), None),  # nor are four days of one conference
    ("P3M", ago(0, 30, 60, 120), None),  # about as often as asked
    ("P3M", ago(0, 0, 25, 25, 50), None),  # twice a day is once
    ("P3M", ago(0, 20, 40, 60, 80), None),  # it was so before: said when it begins
    ("P1W", ago(0, 2, 4, 6), None),  # there is none faster
]


@pytest.mark.parametrize(("cadence", "put_off", "proposed"), SLOWER)
def test_slower(cadence: str, put_off: int, proposed: str | None) -> None:
    assert slower(cadence, put_off) == proposed


@pytest.mark.parametrize(("cadence", "twice"), DOUBLED)
def test_half_as_often(cadence: str, twice: str | None) -> None:
    assert doubled(cadence) == twice


@pytest.mark.parametrize(("cadence", "touches", "proposed"), FASTER)
def test_faster(cadence: str, touches: list[date], proposed: str | None) -> None:
    assert faster(cadence, touches) == proposed


@pytest.mark.parametrize(
    ("declined", "may"),
    [(None, True), (date(2026, 5, 23), True), (date(2026, 5, 24), False), (date(2026, 11, 23), False)],
)
def test_what_was_declined_is_not_proposed_for_half_a_year(declined: date | None, may: bool) -> None:
    assert may_propose(declined, TODAY) == may


@pytest.mark.parametrize(("asked", "kept", "is_much"), [(12, 4, True), (12, 7, False), (8, 4, True), (3, 0, False)])
def test_rhythms_that_ask_for_more_than_is_kept(asked: float, kept: float, is_much: bool) -> None:
    assert asks_too_much(asked, kept) == is_much
    assert round(per_week([("P1W", 10), ("P2W", 4)])) == 12
