"""What belongs to a day: the order of kinds, lateness, the limit, one word a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.rules.calendar import Calendar
from bot.network.rules.ranking import ORDER, TOUCH, Candidate, for_day, sending_at

TODAY = date(2026, 11, 25)
CALENDAR = Calendar(ZoneInfo("UTC"), time(9), frozenset(range(5)), (time(20), time(8)))


def candidate(kind: str, contact_id: int = 1, *, days: int = 0, **more: Any) -> Candidate:
    """Something due some days from today."""
    on = TODAY + timedelta(days=days)
    values: dict[str, Any] = {"source_id": 7, "due_on": on, "send_on": on, "occasion": f"{kind}{contact_id}{on}"}
    return Candidate(kind=kind, contact_id=contact_id, **(values | more))


def test_milestones_first_then_promises_reminders_follow_ups_and_check_ins() -> None:
    kinds = ["check_in", "follow_up", "reminder", "promise", "milestone"]
    found = for_day([candidate(kind, place) for place, kind in enumerate(kinds)], TODAY, 5)
    assert [one.kind for one in found] == kinds[::-1]


def test_check_ins_by_lateness_relative_to_their_rhythm() -> None:
    yearly = candidate("check_in", 1, days=-30, rhythm_days=365)
    weekly = candidate("check_in", 2, days=-3, rhythm_days=7)
    monthly = candidate("check_in", 3, days=0, rhythm_days=30)
    assert for_day([yearly, weekly, monthly], TODAY, 5) == [weekly, yearly, monthly]


def test_the_older_of_one_kind_comes_first() -> None:
    older, newer = candidate("promise", 1, days=-2), candidate("promise", 2, days=-1)
    assert for_day([newer, older], TODAY, 5) == [older, newer]


@pytest.mark.parametrize(("room", "count"), [(0, 0), (-1, 0), (2, 2), (9, 3)])
def test_no_more_than_there_is_room_for(room: int, count: int) -> None:
    assert len(for_day([candidate("reminder", one) for one in range(3)], TODAY, room)) == count


OPEN = [
    ({"days": 1}, False),
    ({"days": 0}, True),
    ({"days": -300}, True),
    ({"days": -2, "expires_on": TODAY}, True),
    ({"days": -2, "expires_on": TODAY - timedelta(days=1)}, False),
]


@pytest.mark.parametrize(("fields", "is_open"), OPEN)
def test_what_is_not_due_yet_or_has_expired_stays_away(fields: dict[str, Any], is_open: bool) -> None:
    assert bool(for_day([candidate("reminder", **fields)], TODAY, 5)) == is_open


def test_one_touch_a_person_a_day() -> None:
    check_in, asked = candidate("check_in"), candidate("follow_up")
    thanks, birthday = candidate("follow_up", source_id=None), candidate("milestone")
    assert for_day([check_in, asked], TODAY, 5) == [asked]
    assert for_day([check_in, thanks], TODAY, 5) == [check_in]  # a check-in says thank you as well
    assert for_day([check_in, birthday], TODAY, 5) == [birthday, check_in]
    assert for_day([check_in, candidate("check_in", 2)], TODAY, 5, {1}) == [candidate("check_in", 2)]


SENDING = [
    ({}, "2026-11-25 06:00", "2026-11-25 09:00"),
    ({"at": time(15)}, "2026-11-25 06:00", "2026-11-25 15:00"),
    ({"at": time(15), "days": -1}, "2026-11-25 06:00", "2026-11-25 09:00"),  # its hour was yesterday's
    ({}, "2026-11-25 11:11", "2026-11-25 11:11"),
    ({}, "2026-11-25 20:00", None),  # quiet for the rest of the day
    ({}, "2026-11-26 08:00", None),
]


@pytest.mark.parametrize(("fields", "since", "expected"), SENDING)
def test_when_it_is_sent(fields: dict[str, Any], since: str, expected: str | None) -> None:
    found = sending_at(candidate("reminder", **fields), TODAY, CALENDAR, moment(since))
    assert found == (moment(expected) if expected else None)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CANDIDATES = st.lists(
    st.builds(
        candidate,
        st.sampled_from(ORDER),
        st.integers(1, 4),
        days=st.integers(-3, 1),
        source_id=st.sampled_from((None, 1)),
    ),
    max_size=12,
    unique_by=lambda one: (one.kind, one.occasion),
)


@given(CANDIDATES, st.integers(0, 6))
def test_writing_some_and_looking_again_chooses_the_same_for_the_day(pool: list[Candidate], room: int) -> None:
    at_once = for_day(pool, TODAY, room)
    first, touched, rest = for_day(pool, TODAY, room)[:1], set(), pool
    if first:
        rest = [one for one in pool if one not in first]
        touched = {one.contact_id for one in first if one.kind in TOUCH}
    later = for_day(rest, TODAY, room - len(first), touched)
    assert [one.kind for one in at_once] == [one.kind for one in (*first, *later)]
    assert len({one.contact_id for one in at_once if one.kind in TOUCH}) == sum(one.kind in TOUCH for one in at_once)
