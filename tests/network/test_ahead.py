"""What is foretold is what comes, day by day; and looking only when it is said to be time misses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language.meanings import Meaning, MonthDay
from bot.network.ahead import ahead
from bot.network.nudges import write_down
from bot.network.owners import Owner, owner_row
from bot.store.engine import Database
from bot.store.tables import TOGETHER, ContactRow, NudgeRow
from jobs.plan import plan
from tests.network.given import AT, TODAY, Speaker

BOUNDED = settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAYS = 60
Speaking = Callable[..., Speaker]

names = st.sampled_from(("Priya", "Sam", "Lee", "Wolfgang", "Ottilie", "Xerxes"))
days = st.integers(-10, 70).map(lambda step: TODAY + timedelta(days=step))
past = st.integers(0, 100).map(lambda step: TODAY - timedelta(days=step))
clock = st.sampled_from((None, None, "07:15", "08:30", "13:30", "15:00", "19:59", "22:30"))


def meaning(intent: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Meaning]:
    return st.builds(Meaning, intent=st.just(intent), people=st.tuples(names), **fields)


MEANINGS = st.one_of(
    meaning("log", kind=st.just("met"), on=past, tags=st.sampled_from(((), ("x",))), follow_up=st.none() | days),
    meaning("cadence", every=st.sampled_from(("P3D", "P1W", "P2W", "P1M"))),
    meaning("remind", on=days, time=clock, about=st.just("the deck")),
    meaning("plan", on=days, time=clock),
    meaning("milestone", milestone=st.just("birthday"), on=days.map(lambda day: MonthDay(day.month, day.day))),
    meaning("milestone", milestone=st.just("achievement"), on=days),
    meaning("promise", on=days, direction=st.sampled_from(("mine", "theirs"))),
    meaning("feedback", stage=st.sampled_from(("ask", "got")), on=days),
    meaning("pause", until=st.none() | days),
    meaning("snooze", until=days),
    st.builds(Meaning, intent=st.just("pause"), tags=st.just(("x",)), until=days),
    st.builds(Meaning, intent=st.just("pause"), until=days),
)
SETTINGS = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")),
        "nudge_time": st.sampled_from((None, "06:00", "12:30", "21:00")),
        "quiet_hours": st.sampled_from((None, "none", "12:00-14:00", "22:00-06:30")),
        "working_days": st.sampled_from((None, "sun-thu", "mon,wed,fri", "mon-sun")),
        "daily_limit": st.sampled_from((None, 1, 2)),
        "lead_days": st.sampled_from((None, 3, 30)),
        "delivery": st.sampled_from((None, "together")),
        "away_until": st.none() | st.integers(0, 200).map(lambda hours: AT + timedelta(hours=hours)),
    }
)
STARTS = st.integers(0, 23).map(lambda hours: AT + timedelta(hours=hours))


@pytest.fixture
def speaking(sqlite_url: str) -> Iterator[Speaking]:
    """Somebody new each time, with settings."""
    database = Database(sqlite_url)
    yield lambda at, settings: Speaker(database, Owner("T1", uuid4().hex), at, settings)
    database.close()


@BOUNDED
@given(st.lists(MEANINGS, min_size=1, max_size=12), SETTINGS, STARTS)
def test_what_is_foretold_comes_when_it_was_foretold(
    speaking: Speaking, said: list[Meaning], wanted: dict[str, Any], start: datetime
) -> None:
    ana = speaking(start, wanted)
    for one in said:
        ana.means(one)
    with ana.database.reading() as session:
        foretold = ahead(session, ana.row(), start, DAYS)
    looks = looked_at_when_it_is_time(ana, start)

    end = start + timedelta(days=DAYS - 2)
    assert said_so(foretold, end) == came(ana.nudges(), end)
    assert looks <= DAYS * 3  # and the clock need not look often


def said_so(foretold: list[Any], end: datetime) -> list[tuple[datetime, str, str, bool]]:
    return sorted(
        (one.at, one.candidate.kind, one.candidate.occasion, one.message > 0) for one in foretold if one.at < end
    )


def came(nudges: list[NudgeRow], end: datetime) -> list[tuple[datetime, str, str, bool]]:
    """What was written down to be sent; whether it comes in one message with others."""
    return sorted(
        (row.planned_at, row.kind, row.occasion, row.group_id is not None)
        for row in nudges
        if row.planned_at < end and row.kind != TOGETHER and row.state != "dropped"
    )


def looked_at_when_it_is_time(ana: Speaker, start: datetime) -> int:
    """Plan at `start` and then at each instant at which the owner is to be looked at; how often that was."""
    at, count = start, 0
    while at < start + timedelta(days=DAYS):
        assert plan(at, ana.database)["failed"] == 0
        count += 1
        next_at = ana.row().next_at
        if next_at is None:
            break
        assert next_at > at
        at = next_at
    return count


@settings(BOUNDED, max_examples=8)
@given(st.lists(MEANINGS, min_size=3, max_size=10), SETTINGS)
def test_looking_every_hour_finds_no_more_than_looking_when_it_is_time(
    speaking: Speaking, said: list[Meaning], wanted: dict[str, Any]
) -> None:
    patient, hasty = speaking(AT, wanted), speaking(AT, wanted)
    for one in said:
        patient.means(one)
        hasty.means(one)
    for hour in range(12 * 24):
        at = AT + timedelta(hours=hour)
        plan_if_it_is_time(patient, at)
        with hasty.database.writing() as session:
            write_down(session, owner_row(session, hasty.owner, at), at)

    assert days_of(patient) == days_of(hasty)


def plan_if_it_is_time(ana: Speaker, at: datetime) -> None:
    next_at = ana.row().next_at
    if next_at is not None and next_at <= at:
        with ana.database.writing() as session:
            write_down(session, owner_row(session, ana.owner, at), at)


def days_of(ana: Speaker) -> list[tuple[Any, ...]]:
    """What came on which day; ids are each one's own."""
    names = {row.id: row.name for row in ana.rows(ContactRow)}
    return sorted((row.planned_on, row.kind, str(names.get(row.contact_id or 0)), row.due_on) for row in ana.nudges())
