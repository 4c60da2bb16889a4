"""Clocks that change, owners who fly, days that are not in every year: nothing comes twice, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language.meanings import Meaning, MonthDay
from bot.network.ahead import ahead
from bot.network.owners import Owner
from bot.store.engine import Database
from bot.store.tables import ContactRow, OwnerRow
from tests.network.given import AT, Speaker, day, moment

CHANGES = [
    # zone, nudge time, quiet hours, the day, the last instant at which it is not there yet, the first at which it is
    ("America/New_York", "09:00", None, "2027-03-15", "2027-03-15 12:59", "2027-03-15 13:00"),  # after spring forward
    ("America/New_York", "09:00", None, "2026-10-30", "2026-10-30 12:59", "2026-10-30 13:00"),
    ("America/New_York", "09:00", None, "2026-11-02", "2026-11-02 13:59", "2026-11-02 14:00"),  # after fall back
    ("Europe/Paris", "02:30", "none", "2027-03-28", "2027-03-28 01:29", "2027-03-28 01:30"),  # no such hour
    ("Europe/Paris", "02:30", "none", "2026-10-25", "2026-10-25 00:29", "2026-10-25 00:30"),  # twice: the first
    ("Europe/Paris", "02:30", "22:00-03:00", "2027-03-28", "2027-03-28 00:59", "2027-03-28 01:00"),
    ("Australia/Lord_Howe", "09:00", None, "2026-10-05", "2026-10-04 21:59", "2026-10-04 22:00"),  # by half an hour
    ("Asia/Kathmandu", "09:00", None, "2026-11-25", "2026-11-25 03:14", "2026-11-25 03:15"),
    ("Pacific/Chatham", "09:00", None, "2026-11-25", "2026-11-24 19:14", "2026-11-24 19:15"),  # +13:45 in summer
    ("Pacific/Kiritimati", "09:00", None, "2026-11-25", "2026-11-24 18:59", "2026-11-24 19:00"),  # +14
    ("Pacific/Pago_Pago", "09:00", None, "2026-11-25", "2026-11-25 19:59", "2026-11-25 20:00"),  # -11
]


@pytest.mark.parametrize(("zone", "nudge_time", "quiet", "on", "before", "then"), CHANGES)
def test_the_local_hour_holds_across_changes_of_the_clock(
    database: Database, zone: str, nudge_time: str, quiet: str | None, on: str, before: str, then: str
) -> None:
    hours = {"zone": zone, "nudge_time": nudge_time, "quiet_hours": quiet, "working_days": "mon-sun"}
    ana = Speaker(database, at=moment(before) - timedelta(days=3), settings=hours)
    ana.says("remind", about="water the plants", on=day(on))
    assert ana.nudged(before) == []
    assert ana.nudged(then) == [("reminder", None)]
    assert ana.nudged(moment(then) + timedelta(hours=1)) == []
    assert ana.nudged(moment(then) + timedelta(days=1)) == []


LEAP_DAYS = [
    # born, when it comes (working days are all days)
    ("--02-29", "2027-02-28"),
    ("--02-29", "2028-02-29"),
    ("2000-02-29", "2027-02-28"),
    ("2000-02-29", "2028-02-29"),
]


@pytest.mark.parametrize(("born", "comes"), LEAP_DAYS)
def test_whoever_is_born_on_a_leap_day_has_a_birthday_each_year(database: Database, born: str, comes: str) -> None:
    ana = Speaker(database, at=moment(f"{comes[:4]}-01-04 10:00"), settings={"working_days": "mon-sun"})
    on = MonthDay(2, 29) if born.startswith("--") else day(born)
    ana.says("milestone", "Priya", milestone="birthday", on=on)
    eve = day(comes) - timedelta(days=1)
    assert ana.nudged(f"{eve} 12:00") == []
    assert ana.nudged(f"{comes} 09:00") == [("milestone", "Priya")]
    assert ana.nudged(moment(f"{comes} 09:00") + timedelta(days=1)) == []


def test_a_lead_announces_ahead_over_days_off_and_holidays(database: Database) -> None:
    ana = Speaker(database, settings={"lead_days": 2, "holidays": "DE"})
    ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(12, 28))  # a Monday; the 25th and 26th are off
    came = {f"2026-12-{on}": ana.nudged(f"2026-12-{on} 12:00") for on in range(21, 30)}
    assert [on for on, what in came.items() if what] == ["2026-12-24", "2026-12-28"]


def test_nobody_imported_is_nudged_about_until_they_are_met(database: Database) -> None:
    ana = Speaker(database)

    def imported(turn: Any) -> None:
        turn.session.add(ContactRow(owner_id=turn.owner.id, name="Priya", key="priya", created_on=day("2026-11-20")))

    ana.turn(imported)
    for step in range(1, 120):
        assert ana.nudged(AT + timedelta(days=step)) == []
    ana.at = moment("2027-04-01 10:00")
    ana.chooses(Meaning(intent="log", people=("Priya",), kind="email"), "Priya", ana.contact("Priya").id)
    assert ana.nudged("2027-07-01 09:00") == [("check_in", "Priya")]


ZONES = ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "Europe/Paris", "Pacific/Kiritimati",
         "Pacific/Pago_Pago", "Australia/Lord_Howe")  # fmt: skip
FLIGHTS = st.lists(st.tuples(st.integers(0, 14 * 24), st.sampled_from(ZONES)), max_size=5)
DELIVERIES = st.sampled_from((None, "together"))


@pytest.fixture
def flying(sqlite_url: str) -> Any:
    """Somebody new each time."""
    database = Database(sqlite_url)
    yield lambda wanted: Speaker(database, Owner("T1", uuid4().hex), AT, wanted)
    database.close()


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FLIGHTS, DELIVERIES, st.integers(1, 3))
def test_whoever_flies_misses_nothing_and_gets_nothing_twice(
    flying: Any, flights: list[tuple[int, str]], delivery: str | None, limit: int
) -> None:
    ana = flying({"zone": "Europe/London", "delivery": delivery, "daily_limit": limit})
    for step in range(6):
        ana.says("remind", about=f"thing {step}", on=AT.date() + timedelta(days=1 + step))
    ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(11, 27))
    zones = dict(flights)
    for hour in range(24 * 24):
        if hour in zones:
            with ana.database.writing() as session:
                row = session.get_one(OwnerRow, ana.row().id)
                row.zone, row.next_at = zones[hour], AT  # as learning it from Slack, or setting it, does
        next_at = ana.row().next_at
        if next_at is not None and next_at <= AT + timedelta(hours=hour):
            ana.ticks(AT + timedelta(hours=hour))

    came = [row for row in ana.nudges() if row.kind in ("reminder", "milestone")]
    assert Counter((row.kind, row.occasion) for row in came).most_common(1)[0][1] == 1
    assert len(came) == 7
    by_day = Counter(row.planned_on for row in came)
    assert max(by_day.values()) <= limit


STARTS = [date(2026, 3, 9), date(2026, 10, 12), date(2026, 12, 14), date(2028, 2, 1)]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"])
@pytest.mark.parametrize("delivery", [None, "together"])
def test_ninety_days_foretold_are_what_comes_day_by_day(
    database: Database, start: date, zone: str, delivery: str | None
) -> None:
    """Across changes of the clock, holidays, a leap day: snoozes, leads, what the limit holds, reviews, all of it."""
    here = ZoneInfo(zone)
    ana = Speaker(database, at=moment(f"{start} 12:00"), settings={
        "zone": zone, "delivery": delivery, "daily_limit": 3, "lead_days": 3, "holidays": "US",
    })  # fmt: skip
    for place, every in enumerate(("P1W", "P2W", "P1M", "P10D", "P3M")):
        ana.chooses_new(f"Person{'abcdefgh'[place] * 4}", "log", kind="met", every=every, on=start)
    for place in range(5):
        on = start + timedelta(days=5 + place * 17)
        name = f"Friend{'klmnopqr'[place] * 4}"
        ana.chooses_new(name, "milestone", milestone="birthday", on=MonthDay(on.month, on.day))
        ana.says("plan", name, kind="meal", on=on, time="12:30")
        ana.says("promise", name, about="the deck", on=on + timedelta(days=2), direction="mine")
        ana.says("remind", name, about="the book", on=on, time=("07:10", "15:00", "21:00")[place % 3])
    ana.says("snooze", "Personaaaa", until=start + timedelta(days=20))
    ana.says("pause", "Personbbbb", until=start + timedelta(days=40))

    begin = ana.at
    with database.reading() as session:
        foretold = [
            (one.at.astimezone(here), one.candidate.kind, one.candidate.occasion, one.message > 0)
            for one in ahead(session, ana.row(), begin, 90)
        ]
    while (next_at := ana.row().next_at) is not None and next_at <= begin + timedelta(days=91):
        ana.ticks(max(next_at, begin))
    end = begin + timedelta(days=89)
    came = [
        (row.planned_at.astimezone(here), row.kind, row.occasion, row.group_id is not None)
        for row in ana.nudges()
        if row.kind != "together" and row.state == "sent"
    ]
    assert sorted(one for one in came if one[0] < end) == sorted(one for one in foretold if one[0] < end)
    assert {kind for _at, kind, _occasion, _shared in came} >= {"review", "plan", "milestone", "check_in", "reminder"}
