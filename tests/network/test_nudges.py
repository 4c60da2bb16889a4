"""Which nudge comes on which day: each kind, the limit, pauses, quiet hours; never twice, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.language.meanings import MonthDay
from bot.network.nudge_views import nudge_view
from bot.store.engine import Database
from bot.store.tables import ContactRow, MilestoneRow, NudgeRow
from tests.network.given import AT, Speaker, day, moment


def nothing_from(ana: Speaker, first: str, last: str) -> None:
    """On no day of a span does anything come."""
    on = day(first)
    while on <= day(last):
        assert ana.nudged(f"{on} 12:00") == [], on
        on += timedelta(days=1)


def test_a_check_in_comes_when_the_rhythm_is_up_and_once(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", on=day("2026-11-20"))
    nothing_from(ana, "2027-02-17", "2027-02-19")
    assert ana.nudged("2027-02-22 08:59") == []  # the 20th is a Saturday
    assert ana.nudged("2027-02-22 09:00") == [("check_in", "Priya")]
    nothing_from(ana, "2027-02-23", "2027-03-12")  # unanswered, it is not repeated


def test_a_first_meeting_asks_for_thanks_in_two_working_days(database: Database) -> None:
    ana = Speaker(database)
    ana.at = moment("2026-11-26 10:00")  # a Thursday
    ana.says("log", "Priya", kind="met")
    assert ana.nudged("2026-11-27 09:00") == []
    assert ana.nudged("2026-11-30 09:00") == [("follow_up", "Priya")]
    nothing_from(ana, "2026-12-01", "2026-12-11")


@pytest.mark.parametrize("told", ["email", "message"])
def test_writing_to_somebody_is_no_first_meeting(database: Database, told: str) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind=told)
    nothing_from(ana, "2026-11-24", "2026-11-27")


def test_thanks_come_late_but_not_after_a_week_and_not_beside_a_check_in(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", "Lee", kind="met")
    ana.says("log", "Sam", kind="met", every="P2D")
    assert ana.nudged("2026-11-25 09:00") == [("check_in", "Sam"), ("follow_up", "Lee"), ("follow_up", "Priya")]

    late = Speaker(database, type(ana.owner)("T1", "U9"))
    late.says("log", "Priya", kind="met")
    late.says("pause", until=day("2026-12-02"))
    assert late.nudged("2026-12-02 09:00") == [("follow_up", "Priya")]
    later = Speaker(database, type(ana.owner)("T1", "U8"))
    later.says("log", "Priya", kind="met")
    later.says("pause", until=day("2026-12-03"))
    nothing_from(later, "2026-12-03", "2026-12-11")


def test_a_second_meeting_before_the_thanks_takes_them_away(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="met")
    ana.at += timedelta(days=1)
    ana.says("log", "Priya", kind="call")
    nothing_from(ana, "2026-11-25", "2026-12-04")


def test_a_follow_up_comes_on_the_day_asked_for_and_not_when_they_were_in_touch(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", "Lee", kind="email", follow_up=day("2026-12-07"))
    ana.at = moment("2026-12-05 10:00")
    ana.says("log", "Lee", kind="call")
    assert ana.nudged("2026-12-07 09:00") == [("follow_up", "Lee"), ("follow_up", "Priya")]

    ana.says("log", "Priya", kind="call")
    answers = {row.contact_id: row.answered for row in ana.nudges() if row.kind == "follow_up"}
    assert answers == {ana.contact("Priya").id: "done", ana.contact("Lee").id: None}


REMINDERS = [
    # asked for, settings, the last instant at which it is not there yet, the first at which it is
    ("2026-11-25", None, {}, "2026-11-25 08:59", "2026-11-25 09:00"),
    ("2026-11-25", "08:15", {}, "2026-11-25 08:14", "2026-11-25 08:15"),  # before the nudge time
    ("2026-11-25", "15:00", {}, "2026-11-25 14:59", "2026-11-25 15:00"),
    ("2026-11-25", "06:00", {}, "2026-11-25 07:59", "2026-11-25 08:00"),  # quiet until eight
    ("2026-11-25", "22:00", {}, "2026-11-26 07:59", "2026-11-26 08:00"),  # quiet: afterwards, not before
    ("2026-11-27", "22:00", {}, "2026-11-30 08:59", "2026-11-30 09:00"),  # then a weekend
    ("2026-11-28", "10:00", {}, "2026-11-30 08:59", "2026-11-30 09:00"),  # a day off
    ("2026-11-25", "13:00", {"quiet_hours": "12:00-14:00"}, "2026-11-25 13:59", "2026-11-25 14:00"),
    ("2026-11-25", "22:00", {"quiet_hours": "none"}, "2026-11-25 21:59", "2026-11-25 22:00"),
    ("2026-11-25", "15:00", {"zone": "Asia/Kolkata"}, "2026-11-25 09:29", "2026-11-25 09:30"),
    ("2026-11-25", "09:30", {"zone": "Pacific/Kiritimati"}, "2026-11-24 19:29", "2026-11-24 19:30"),  # +14
    ("2026-11-25", "09:30", {"zone": "Pacific/Pago_Pago"}, "2026-11-25 20:29", "2026-11-25 20:30"),  # -11
]


@pytest.mark.parametrize(("on", "time", "settings", "before", "then"), REMINDERS)
def test_a_reminder_comes_at_its_hour(
    database: Database, on: str, time: str | None, settings: dict[str, Any], before: str, then: str
) -> None:
    ana = Speaker(database, settings=settings)
    told = ana.records("remind", "Sam", about="the deck", on=day(on), time=time)
    assert ana.nudged(before) == []
    assert ana.nudged(then) == [("reminder", "Sam")]
    assert ana.nudged(moment(then) + timedelta(days=3)) == []
    if told.held_until is not None:
        assert told.held_until == ana.nudges()[0].planned_on


def test_what_fell_into_quiet_hours_comes_when_they_are_over(database: Database) -> None:
    ana = Speaker(database, settings={"quiet_hours": "12:00-14:00"})
    ana.says("remind", about="water the plants", on=day("2026-11-24"))
    assert ana.nudged("2026-11-24 13:00") == []  # nobody ticked at nine
    assert ana.row().next_at == moment("2026-11-24 14:00")
    assert ana.nudged("2026-11-24 14:00") == [("reminder", None)]


MILESTONES = [
    # the day, settings, when it comes and whether it is belated then
    ("2026-12-02", {}, "2026-12-02", False),
    ("2026-12-05", {}, "2026-12-04", False),  # a Saturday: on Friday
    ("2026-12-06", {"working_days": "sun-thu"}, "2026-12-06", False),
    ("2026-12-04", {"working_days": "sun-thu"}, "2026-12-03", False),
    ("2026-11-20", {}, "2026-11-24", True),  # said three days later, and ticked the day after
]


@pytest.mark.parametrize(("on", "settings", "comes", "belated"), MILESTONES)
def test_a_milestone_comes_on_its_day_or_the_working_day_before(
    database: Database, on: str, settings: dict[str, Any], comes: str, belated: bool
) -> None:
    ana = Speaker(database, settings=settings)
    ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(*map(int, on.split("-")[1:])))
    nothing_from(ana, "2026-11-24", str(day(comes) - timedelta(days=1)))
    [nudge] = ana.ticks(f"{comes} 09:00")
    assert (nudge.kind, nudge.due_on) == ("milestone", day(on))
    with database.reading() as session:
        view = nudge_view(session, session.get_one(NudgeRow, nudge.id), ana.at)
    assert view is not None
    assert (view.is_belated, view.on) == (belated, day(on))
    assert [row.next_on for row in ana.rows(MilestoneRow)] == [day(on).replace(year=2027)]


def test_a_milestone_that_was_missed_comes_for_a_week_and_then_next_year(database: Database) -> None:
    for late, comes in ((7, True), (8, False)):
        ana = Speaker(database, type(Speaker(database).owner)("T1", f"U{late}"))
        ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(12, 2))
        came = ana.nudged(moment("2026-12-02 09:00") + timedelta(days=late))
        assert bool(came) == comes
        assert [row.next_on for row in ana.rows(MilestoneRow)] == [day("2027-12-02")]


def test_lead_days_announce_a_milestone_ahead_as_well(database: Database) -> None:
    ana = Speaker(database, settings={"lead_days": 4})
    ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(12, 9))
    nothing_from(ana, "2026-11-24", "2026-12-03")
    assert ana.nudged("2026-12-04 09:00") == [("milestone", "Priya")]  # the 5th is a Saturday
    nothing_from(ana, "2026-12-05", "2026-12-08")
    assert ana.nudged("2026-12-09 09:00") == [("milestone", "Priya")]


def test_a_promise_comes_the_working_day_before_and_theirs_the_day_after(database: Database) -> None:
    ana = Speaker(database)
    ana.says("promise", "Priya", about="the deck", on=day("2026-11-30"), direction="mine")
    ana.says("promise", "Sam", about="the book", on=day("2026-11-27"), direction="theirs")
    nothing_from(ana, "2026-11-24", "2026-11-26")
    assert ana.nudged("2026-11-27 09:00") == [("promise", "Priya")]
    assert ana.nudged("2026-11-30 09:00") == [("promise", "Sam")]
    nothing_from(ana, "2026-12-01", "2026-12-11")


def test_a_plan_comes_on_its_day_and_asks_on_the_next_how_it_went(database: Database) -> None:
    ana = Speaker(database)
    ana.says("plan", "Priya", "Sam", kind="meal", on=day("2026-11-27"))
    nothing_from(ana, "2026-11-24", "2026-11-26")
    assert ana.nudged("2026-11-27 09:00") == [("plan", "Priya"), ("plan", "Sam")]
    ana.says("log", "Sam", kind="email", on=day("2026-11-27"))
    assert ana.nudged("2026-11-30 09:00") == [("plan", "Priya")]
    nothing_from(ana, "2026-12-01", "2026-12-18")


def test_feedback_is_asked_for_then_asked_about_then_acted_on(database: Database) -> None:
    ana = Speaker(database)
    ana.says("feedback", "Priya", stage="ask", about="my talk", on=day("2026-11-25"))
    assert ana.nudged("2026-11-25 09:00") == [("feedback", "Priya")]
    ana.says("feedback", "Priya", stage="got", about="slow down")
    nothing_from(ana, "2026-11-26", "2026-12-08")
    assert ana.nudged("2026-12-09 09:00") == [("feedback", "Priya")]
    ana.says("feedback", "Priya", stage="acted")
    nothing_from(ana, "2026-12-10", "2026-12-31")


def test_the_limit_holds_and_the_rest_comes_on_the_next_working_days(database: Database) -> None:
    ana = Speaker(database, settings={"daily_limit": 3})
    people = [f"Name{letter * 3}" for letter in "abcdefgh"]
    for name in people:
        ana.chooses_new(name, "remind", about="hello", on=day("2026-11-27"))
    ana.says("milestone", people[7], milestone="birthday", on=MonthDay(11, 27))
    came = [len(ana.ticks(f"2026-11-27 {hour:02}:00")) for hour in range(9, 20)]
    assert came == [3, *[0] * 10]
    assert sorted(row.kind for row in ana.nudges()) == ["milestone", "reminder", "reminder"]
    assert len(ana.ticks("2026-11-28 09:00")) == 0
    assert [len(ana.ticks(f"2026-{on} 09:00")) for on in ("11-30", "12-01", "12-02")] == [3, 3, 0]
    assert len([row for row in ana.nudges() if row.kind != "review"]) == 9


def test_of_a_follow_up_and_a_check_in_one_comes_a_day_even_if_the_clock_looks_twice(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", on=day("2026-11-18"), every="P1W", follow_up=day("2026-11-25"))
    assert ana.nudged("2026-11-25 09:00") == [("follow_up", "Priya")]
    ana.says("note", "Sam", about="climbs")  # the clock looks again
    assert ana.nudged("2026-11-25 10:00") == []
    assert ana.nudged("2026-11-26 09:00") == [("check_in", "Priya")]


def test_a_pause_of_somebody_a_tag_or_everything_holds_and_then_lets_come(database: Database) -> None:
    for what, fields in (("Priya",), {}), ((), {"tags": ("x",)}), ((), {}):
        ana = Speaker(database, type(Speaker(database).owner)("T1", f"U{what}{len(fields)}"[:32]))
        ana.says("log", "Priya", kind="email", every="P2D", tags=("x",))
        ana.says("pause", *what, until=day("2026-12-01"), **fields)
        nothing_from(ana, "2026-11-24", "2026-11-30")
        assert ana.nudged("2026-12-01 09:00") == [("check_in", "Priya")]


def test_nobody_is_nudged_about_who_is_paused_for_good_until_resumed(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", every="P2D")
    ana.says("pause", "Priya")
    nothing_from(ana, "2026-11-24", "2026-12-04")
    ana.says("resume", "Priya")
    assert ana.nudged("2026-12-04 12:00") == [("check_in", "Priya")]


@pytest.mark.parametrize("status", ["deceased", "do_not_contact"])
def test_nothing_ever_comes_about_who_is_not_to_be_contacted(database: Database, status: str) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="met", every="P2D", follow_up=day("2026-11-26"))
    ana.says("milestone", "Priya", milestone="birthday", on=MonthDay(11, 27))
    ana.says("promise", "Priya", about="the deck", on=day("2026-11-27"))
    ana.says("change", "Priya", status=status)
    nothing_from(ana, "2026-11-24", "2026-12-04")
    ana.says("undo")
    assert ana.nudged("2026-12-04 12:00") != []


def test_while_away_nothing_comes_and_afterwards_not_in_a_heap(database: Database) -> None:
    ana = Speaker(database, settings={"daily_limit": 2, "away_until": moment("2026-11-26 11:00")})
    for name in ("Priya", "Sam", "Lee"):
        ana.says("remind", name, about="hello", on=day("2026-11-24"))
    assert ana.nudged("2026-11-24 09:00") == []
    assert ana.row().next_at == moment("2026-11-26 11:00")
    assert len(ana.ticks("2026-11-26 11:00")) == 2
    assert len(ana.ticks("2026-11-27 09:00")) == 1


def test_clock_changes_move_no_nudge_from_its_local_hour(database: Database) -> None:
    ana = Speaker(database, settings={"zone": "America/New_York"})
    ana.at = moment("2027-03-01 12:00")
    ana.says("remind", about="before", on=day("2027-03-12"))
    ana.says("remind", about="after", on=day("2027-03-15"))  # clocks go forward on the 14th
    assert ana.nudged("2027-03-12 13:59") == []
    assert ana.nudged("2027-03-12 14:00") == [("reminder", None)]
    assert ana.nudged("2027-03-15 12:59") == []
    assert ana.nudged("2027-03-15 13:00") == [("reminder", None)]


def test_contacts_without_a_rhythm_are_never_nudged_about_until_given_one(database: Database) -> None:
    ana = Speaker(database)
    ana.says("note", "Priya", about="climbs")
    ana.says("cadence", tags=("mentors",), every="P1M")
    nothing_from(ana, "2026-11-24", "2026-11-27")
    ana.says("details", "Priya", tags=("mentors",))
    assert ana.contact("Priya").next_check_in_on == day("2026-12-27")
    ana.says("undo")
    assert ana.contact("Priya").next_check_in_on is None


def test_people_logged_together_do_not_come_back_on_one_day(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", *(f"{letter * 4}" for letter in "abcdefghijkl"), kind="email")
    due = sorted(row.next_check_in_on or AT.date() for row in ana.rows(ContactRow))
    assert (due[0], due[-1]) == (day("2027-02-23"), day("2027-03-08"))  # 15 % of three months
    assert max(due.count(on) for on in due) <= 2


def test_more_paused_people_than_are_looked_at_hide_nobody(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", every="P2D")

    def crowd(turn: Any) -> None:
        for place in range(600):
            name = f"Paused {place}"
            turn.session.add(
                ContactRow(
                    owner_id=turn.owner.id,
                    name=name,
                    key=name,
                    created_on=day("2026-01-01"),
                    next_check_in_on=day("2026-06-01"),
                    paused_until=day("2027-06-01"),
                    cadence="P1M",
                )
            )

    ana.turn(crowd)
    assert ana.nudged("2026-11-25 09:00") == [("check_in", "Priya")]
    assert ana.row().next_at == moment("2026-11-30 09:00")  # only the week's review to look at before June
