"""An owner's calendar: working days, quiet hours, and local times in zones of every kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.owners import hours, weekdays
from bot.network.rules.calendar import Calendar


def calendar(zone: str = "UTC", nudge: str = "09:00", working: str = "mon-fri", quiet: str = "20:00-08:00") -> Calendar:
    return Calendar(ZoneInfo(zone), time.fromisoformat(nudge), weekdays(working), hours(quiet))


def day(text: str) -> date:
    return date.fromisoformat(text)


DAYS = [
    ("mon-fri", {0, 1, 2, 3, 4}),
    ("sun-thu", {6, 0, 1, 2, 3}),
    ("fri-mon", {4, 5, 6, 0}),
    ("mon, wed,fri", {0, 2, 4}),
    ("Monday-Thursday", {0, 1, 2, 3}),
    ("sat", {5}),
    ("mon-sun", set(range(7))),
]
NEXT = [
    # working days, day, the first from it, the last until it, the second after it
    ("mon-fri", "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-25"),
    ("mon-fri", "2026-11-28", "2026-11-30", "2026-11-27", "2026-12-01"),
    ("sun-thu", "2026-11-27", "2026-11-29", "2026-11-26", "2026-11-30"),
    ("wed", "2026-11-26", "2026-12-02", "2026-11-25", "2026-12-09"),
]
QUIET = [
    ("20:00-08:00", "19:59", False, "19:59"),
    ("20:00-08:00", "20:00", True, "08:00"),
    ("20:00-08:00", "00:00", True, "08:00"),
    ("20:00-08:00", "07:59", True, "08:00"),
    ("20:00-08:00", "08:00", False, "08:00"),
    ("12:00-14:00", "11:59", False, "11:59"),
    ("12:00-14:00", "13:00", True, "14:00"),
    ("12:00-14:00", "14:00", False, "14:00"),
    ("none", "03:00", False, "03:00"),
]
HELD = [
    ("20:00-08:00", "2026-11-25", "22:00", ("2026-11-26", "08:00")),
    ("20:00-08:00", "2026-11-25", "06:00", ("2026-11-25", "08:00")),
    ("20:00-08:00", "2026-12-31", "20:00", ("2027-01-01", "08:00")),
    ("12:00-14:00", "2026-11-25", "13:00", ("2026-11-25", "14:00")),
    ("18:00-00:00", "2026-11-25", "19:00", ("2026-11-26", "00:00")),
    ("20:00-08:00", "2026-11-25", "09:00", ("2026-11-25", "09:00")),
]
AFTER = [
    # quiet hours, day and hour of a meeting, when to ask how it went
    ("20:00-08:00", "2026-11-25", "12:30", ("2026-11-25", "17:00")),  # a Wednesday
    ("20:00-08:00", "2026-11-25", "16:30", ("2026-11-25", "18:30")),
    ("20:00-08:00", "2026-11-25", "18:30", ("2026-11-26", None)),  # then it is night
    ("none", "2026-11-25", "20:30", ("2026-11-25", "22:30")),
    ("none", "2026-11-25", "23:00", ("2026-11-26", None)),
    ("20:00-08:00", "2026-11-25", None, ("2026-11-26", None)),
    ("20:00-08:00", "2026-11-27", "19:00", ("2026-11-30", None)),  # over the weekend
    ("20:00-08:00", "2026-11-28", "12:30", ("2026-11-30", None)),  # a Saturday
    ("16:00-18:00", "2026-11-25", "12:30", ("2026-11-26", None)),
]
INSTANTS = [
    ("UTC", "2026-11-25", "09:00", "2026-11-25 09:00"),
    ("Europe/Paris", "2026-03-29", "01:59", "2026-03-29 00:59"),
    ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29 01:30"),  # there is no such time: half past three
    ("Europe/Paris", "2026-03-29", "09:00", "2026-03-29 07:00"),
    ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25 00:30"),  # it is twice: the first
    ("Europe/Paris", "2026-10-25", "09:00", "2026-10-25 08:00"),
    ("America/New_York", "2026-11-01", "09:00", "2026-11-01 14:00"),
    ("Australia/Lord_Howe", "2026-10-04", "09:00", "2026-10-03 22:00"),  # half an hour forward
    ("Asia/Kolkata", "2026-11-25", "09:00", "2026-11-25 03:30"),
    ("Asia/Kathmandu", "2026-11-25", "09:00", "2026-11-25 03:15"),
    ("Pacific/Pago_Pago", "2026-11-25", "09:00", "2026-11-25 20:00"),
    ("Pacific/Kiritimati", "2026-11-25", "09:00", "2026-11-24 19:00"),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_working_days_as_typed(text: str, expected: set[int]) -> None:
    assert weekdays(text) == expected


@pytest.mark.parametrize(("working", "on", "first", "last", "second"), NEXT)
def test_working_days_around_a_day(working: str, on: str, first: str, last: str, second: str) -> None:
    ours = calendar(working=working)
    assert ours.working_from(day(on)) == day(first)
    assert ours.working_until(day(on)) == day(last)
    assert ours.working_after(day(on), 2) == day(second)


def test_a_holiday_is_no_working_day_and_a_calendar_of_holidays_ends() -> None:
    ours = calendar()
    with_holiday = Calendar(ours.zone, ours.nudge_time, ours.working, ours.quiet, lambda on: on == day("2026-12-25"))
    assert with_holiday.working_from(day("2026-12-25")) == day("2026-12-28")
    assert with_holiday.working_until(day("2026-12-25")) == day("2026-12-24")
    never = Calendar(ours.zone, ours.nudge_time, ours.working, ours.quiet, lambda _on: True)
    assert never.working_from(day("2026-12-25")) == day("2026-12-25")


@pytest.mark.parametrize(("quiet", "moment", "is_quiet", "awake"), QUIET)
def test_quiet_hours(quiet: str, moment: str, is_quiet: bool, awake: str) -> None:
    ours = calendar(quiet=quiet)
    assert ours.is_quiet(time.fromisoformat(moment)) == is_quiet
    assert ours.awake(time.fromisoformat(moment)) == time.fromisoformat(awake)


@pytest.mark.parametrize(("quiet", "on", "moment", "held"), HELD)
def test_what_is_held_comes_afterwards(quiet: str, on: str, moment: str, held: tuple[str, str]) -> None:
    expected = (day(held[0]), time.fromisoformat(held[1]))
    assert calendar(quiet=quiet).held(day(on), time.fromisoformat(moment)) == expected


@pytest.mark.parametrize(("quiet", "on", "clock", "asks"), AFTER)
def test_how_it_went_is_asked_that_evening_or_the_next_morning(
    quiet: str, on: str, clock: str | None, asks: tuple[str, str | None]
) -> None:
    found = calendar(quiet=quiet).after_meeting(day(on), time.fromisoformat(clock) if clock else None)
    assert found == (day(asks[0]), time.fromisoformat(asks[1]) if asks[1] else None)


@pytest.mark.parametrize(("zone", "on", "moment", "expected"), INSTANTS)
def test_a_local_time_as_an_instant(zone: str, on: str, moment: str, expected: str) -> None:
    at = calendar(zone=zone).instant(day(on), time.fromisoformat(moment))
    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert at.tzinfo is UTC


@pytest.mark.parametrize(("nudge", "expected"), [("09:00", "09:00"), ("06:00", "08:00"), ("21:00", "08:00")])
def test_the_nudge_time_waits_for_the_end_of_the_quiet_hours(nudge: str, expected: str) -> None:
    at = calendar(nudge=nudge).nudging_at(day("2026-11-25"))
    assert at == datetime.fromisoformat(f"2026-11-25 {expected}").replace(tzinfo=UTC)


ZONES = ("UTC", "Europe/Paris", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe")


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001  # the zone comes right after
    st.sampled_from(("20:00-08:00", "12:00-14:00", "23:30-05:15", "none")),
)
def test_after_the_quiet_hours_it_is_never_quiet_nor_earlier(zone: str, naive: datetime, quiet: str) -> None:
    ours, at = calendar(zone=zone, quiet=quiet), naive.replace(tzinfo=UTC)
    then = ours.after_quiet(at)
    assert then >= at
    assert not ours.is_quiet(then.astimezone(ours.zone).time())
