"""The weekly review: when it comes, what it lists and how often, and rhythms that ask for too much."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.language.meanings import MonthDay
from bot.network.ahead import ahead
from bot.network.outcomes import ReviewView
from bot.network.review_views import message_view
from bot.network.turns import Turn
from bot.store.contacts import index_names
from bot.store.engine import Database
from bot.store.tables import ContactRow, NudgeRow
from jobs.plan import plan
from tests.network.given import AT, Speaker, day, differences, moment


def reviews(ana: Speaker) -> list[NudgeRow]:
    return sorted((row for row in ana.nudges() if row.kind == "review" and row.ts), key=lambda row: row.planned_at)


def shown(ana: Speaker, review: NudgeRow, at: datetime | None = None) -> ReviewView:
    with ana.database.reading() as session:
        view = message_view(session, review.id, at or ana.at)
    assert isinstance(view, ReviewView)
    return view


def days_of(ana: Speaker, first: str, count: int) -> None:
    """The clock comes by at noon of so many days."""
    for step in range(count):
        ana.ticks(moment(f"{first} 12:00") + timedelta(days=step))


def test_it_comes_on_monday_and_says_whom_one_was_in_touch_with(database: Database) -> None:
    ana = Speaker(database)
    ana.at = moment("2026-11-25 10:00")
    ana.says("log", "Priya", "Sam", kind="email")
    ana.at = moment("2026-11-30 08:30")
    ana.says("log", "Lee", kind="email")  # this week
    ana.ticks("2026-11-30 08:59")
    assert reviews(ana) == []
    ana.ticks("2026-11-30 09:00")
    [review] = reviews(ana)
    assert (review.occasion, review.contact_id) == ("2026-W49", None)
    assert [one.name for one in shown(ana, review).touched] == ["Priya", "Sam"]
    days_of(ana, "2026-11-30", 7)
    assert len(reviews(ana)) == 1


def test_on_an_empty_week_nothing_comes(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email")
    days_of(ana, "2026-11-24", 50)
    assert [row.occasion for row in reviews(ana)] == ["2026-W49"]
    ana.says("note", "Nobody", about="new")
    assert ana.row().next_at is not None


def test_nothing_comes_to_somebody_in_the_week_that_they_begin(database: Database) -> None:
    ana = Speaker(database, at=moment("2026-11-25 10:00"))
    ana.says("log", "Priya", kind="email", on=day("2026-11-17"))
    days_of(ana, "2026-11-25", 4)
    assert reviews(ana) == []


def test_an_unanswered_nudge_is_listed_once_and_can_be_answered_there(database: Database) -> None:
    ana = Speaker(database)
    ana.says("remind", "Sam", about="the deck", on=day("2026-11-24"))
    ana.says("remind", "Lee", about="the book", on=day("2026-11-24"))
    [first, second] = ana.ticks("2026-11-24 09:00")
    ana.answers(first.id, "done")
    days_of(ana, "2026-11-25", 20)
    listed = [one.id for review in reviews(ana) for one in shown(ana, review).asked]
    assert listed == [second.id]

    review = reviews(ana)[0]
    with database.writing() as session:
        session.get_one(NudgeRow, review.id).stale = False
    ana.answers(second.id, "done")
    assert {row.id for row in ana.nudges() if row.stale} >= {second.id, review.id}  # both messages are rewritten
    assert [one.answered for one in shown(ana, review).asked] == ["done"]


def test_what_is_settled_otherwise_is_not_listed(database: Database) -> None:
    ana = Speaker(database)
    ana.says("promise", "Sam", about="the deck", on=day("2026-11-25"))
    ana.says("plan", "Lee", kind="coffee", on=day("2026-11-24"))
    ana.says("remind", "Mo", about="the book", on=day("2026-11-24"))
    ana.says("remind", "Gone", about="the pen", on=day("2026-11-24"))
    days_of(ana, "2026-11-24", 2)
    ana.says("kept", "Sam", about="the deck")
    ana.says("forget", "Gone")
    ana.says("log", "Lee", kind="email")
    days_of(ana, "2026-11-26", 5)
    [review] = reviews(ana)
    assert [one.about for one in shown(ana, review).asked] == ["the book"]


def test_it_looks_ahead_and_names_what_is_owed_either_way(database: Database) -> None:
    ana = Speaker(database)
    ana.says("promise", "Sam", about="the deck", on=day("2027-03-01"))
    ana.says("promise", "Sam", about="the book", direction="theirs")
    ana.says("plan", "Lee", kind="coffee", on=day("2026-12-02"), time="12:30")
    ana.says("milestone", "Mara", milestone="birthday", on=MonthDay(12, 4))
    ana.says("cadence", "Priya", every="P1W", on=day("2026-12-03"))
    ana.says("log", "Otto", kind="email", every="none")  # what only comes is no reason for a review
    ana.ticks("2026-11-30 09:00")
    [review] = reviews(ana)
    view = shown(ana, review)
    assert [(on.day, one.kind, one.person.name if one.person else "") for on, one in view.coming] == [
        (2, "plan", "Lee"),
        (3, "check_in", "Priya"),
        (4, "milestone", "Mara"),
    ]
    assert [(one.direction, one.about) for one in view.promises] == [("mine", "the deck"), ("theirs", "the book")]
    days_of(ana, "2026-12-01", 4)  # what came by then stays in its place
    assert [one.kind for _on, one in shown(ana, review).coming] == ["plan", "check_in", "milestone"]


def test_what_could_not_be_delivered_is_seen_there(database: Database) -> None:
    ana = Speaker(database)
    ana.says("remind", "Sam", about="the deck", on=day("2026-11-24"))
    [nudge] = ana.ticks("2026-11-24 09:00")
    with database.writing() as session:
        row = session.get_one(NudgeRow, nudge.id)
        row.state, row.ts, row.sent_at = "failed", None, None
    ana.ticks("2026-11-30 09:00")
    [review] = reviews(ana)
    assert [(one.id, one.is_unsent) for one in shown(ana, review).asked] == [(nudge.id, True)]


def test_it_counts_towards_no_limit(database: Database) -> None:
    ana = Speaker(database, settings={"daily_limit": 1})
    ana.says("log", "Priya", kind="email")
    for name in ("Sam", "Lee"):
        ana.says("remind", name, about="hello", on=day("2026-11-30"))
    assert len(ana.ticks("2026-11-30 09:00")) == 1
    assert len(reviews(ana)) == 1


@pytest.mark.parametrize(
    ("settings", "comes"),
    [
        ({"working_days": "sun-thu"}, "2026-11-29"),
        ({"working_days": "tue-sat"}, "2026-12-01"),
        ({"paused_until": day("2026-12-02")}, "2026-12-02"),
        ({"away_until": moment("2026-12-03 08:00")}, "2026-12-03"),
        ({"paused_until": day("2026-12-07")}, None),
    ],
)
def test_it_comes_on_the_first_working_day_that_one_is_there(
    database: Database, settings: dict[str, object], comes: str | None
) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", on=day("2026-11-23"))
    with database.writing() as session:
        row = session.merge(ana.row())
        for name, value in settings.items():
            setattr(row, name, value)
    days_of(ana, "2026-11-26", 11)
    came = [str(row.planned_on) for row in reviews(ana)]
    assert came == ([comes] if comes else [])


@pytest.mark.parametrize(
    ("settings", "runs_from", "comes"),
    [
        ({}, "2026-12-01 06:00", "2026-12-01 09:00"),  # down all Monday: the next morning, at the nudge time
        ({}, "2026-11-30 21:00", "2026-12-01 09:00"),  # down until the quiet hours of its day
        ({}, "2026-12-02 14:00", "2026-12-02 14:00"),  # down until the afternoon: as all that was held
        ({"working_days": "mon,fri"}, "2026-12-01 06:00", "2026-12-04 09:00"),
        ({"paused_until": day("2026-12-03")}, "2026-12-04 06:00", "2026-12-04 09:00"),
        ({}, "2026-12-04 21:00", None),  # no working day is left: the next week's says as much
        ({}, "2026-12-05 09:00", None),
    ],
)
def test_a_review_missed_because_nothing_ran_comes_later_in_its_week_as_foretold(
    database: Database, settings: dict[str, object], runs_from: str, comes: str | None
) -> None:
    ana = Speaker(database, settings=settings)
    ana.says("log", "Priya", kind="email", on=day("2026-11-25"), every="none")
    start = moment(runs_from)
    with database.reading() as session:
        foretold = [one.at for one in ahead(session, ana.row(), start, 30) if one.candidate.kind == "review"]
    for hour in range(24 * 10):
        ana.ticks(start + timedelta(hours=hour))

    assert [(row.occasion, row.planned_at) for row in reviews(ana)] == ([("2026-W49", moment(comes))] if comes else [])
    assert foretold == [row.planned_at for row in reviews(ana)]


def test_a_review_that_had_nothing_to_say_on_its_day_says_nothing_later_in_its_week(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="email", on=day("2026-11-01"), every="none")
    ana.ticks("2026-11-30 09:00")
    ana.at = moment("2026-12-01 08:00")
    ana.says("log", "Sam", kind="email", on=day("2026-11-26"), every="none")
    days_of(ana, "2026-12-01", 6)
    assert reviews(ana) == []


def test_a_review_that_was_held_beyond_its_week_is_not_sent_and_the_next_lists_as_much(database: Database) -> None:
    ana = Speaker(database)
    ana.says("remind", "Sam", about="the deck", on=day("2026-11-25"))
    [nudge] = ana.ticks("2026-11-25 09:00")
    plan(moment("2026-11-30 09:00"), database)  # and Slack does not take it
    [held] = [row for row in ana.nudges() if row.kind == "review"]
    with database.reading() as session:
        assert message_view(session, held.id, moment("2026-12-06 20:00")) is not None
        assert message_view(session, held.id, moment("2026-12-07 08:00")) is None
    with database.writing() as session:
        session.get_one(NudgeRow, held.id).state = "dropped"  # as the sender does with what has gone
    ana.ticks("2026-12-07 09:00")
    [review] = reviews(ana)
    assert [one.id for one in shown(ana, review).asked] == [nudge.id]


def crowd(ana: Speaker, cadence: str, count: int, *, own: bool = False) -> None:
    """So many people of a rhythm, met in October."""

    def work(turn: Turn) -> None:
        for place in range(count):
            row = ContactRow(
                owner_id=turn.owner.id, name=f"Person {place}", key=f"person {place}", created_on=day("2026-10-01"),
                cadence=cadence, cadence_is_own=own, next_check_in_on=day("2027-01-20"),
                last_interaction_on=day("2026-10-01"),
            )  # fmt: skip
            turn.session.add(row)
            turn.session.flush()
            index_names(turn.session, row)

    ana.turn(work)


@pytest.mark.parametrize("own", [False, True])
def test_when_the_rhythms_ask_for_too_much_one_click_makes_them_half_as_often(database: Database, own: bool) -> None:
    ana = Speaker(database)
    crowd(ana, "P3M", 160, own=own)  # twelve a week
    for name in ("Priya", "Sam"):
        ana.says("log", name, kind="email", on=day("2027-01-01"), every="none")
    ana.says("cadence", tags=("mentors",), every="P1M")
    ana.ticks("2027-01-04 09:00")
    [review] = reviews(ana)
    assert shown(ana, review).asks == (12, 0)

    before = ana.facts()
    ana.presses("nudge:slower", review.id)
    assert {row.cadence for row in ana.rows(ContactRow)} == {"P6M", "none"}
    assert min(row.next_check_in_on for row in ana.rows(ContactRow) if row.next_check_in_on) == day("2027-04-01")
    assert shown(ana, review).is_adapted
    ana.presses("nudge:back", review.id)
    assert differences(before, ana.facts()) == []
    ana.presses("nudge:keep", review.id)
    assert shown(ana, review).asks is None
    days_of(ana, "2027-01-05", 150)
    assert all(row.proposes is None for row in reviews(ana))


def test_who_keeps_their_rhythms_is_told_nothing_of_them(database: Database) -> None:
    ana = Speaker(database)
    crowd(ana, "P1Y", 100)
    ana.says("log", "Priya", kind="email", on=day("2027-01-01"))
    ana.ticks("2027-01-04 09:00")
    assert [row.proposes for row in reviews(ana)] == [None]
    assert ana.at > AT
