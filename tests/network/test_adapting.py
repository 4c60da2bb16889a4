"""Rhythms that learn: what is proposed after answers and logs, taken up, declined, and taken back exactly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.language.meanings import Meaning
from bot.network.errors import AlreadyAnsweredError
from bot.network.outcomes import Answered, RhythmKept
from bot.store.engine import Database
from bot.store.tables import NudgeRow
from tests.network.given import AT, Speaker, day, differences


def put_off(ana: Speaker, answer: str = "snooze_week", times: int = 3) -> NudgeRow:
    """Priya's check-in, put off so many times in a row; the last nudge."""
    ana.says("log", "Priya", kind="email", on=day("2026-11-20"), every="P2W")
    nudge = None
    at = AT
    while times:
        at += timedelta(days=1)
        for nudge in ana.ticks(at):
            ana.answers(nudge.id, answer)
            times -= 1
    assert nudge is not None
    return row_of(ana, nudge)


def row_of(ana: Speaker, nudge: NudgeRow) -> NudgeRow:
    [row] = [row for row in ana.nudges() if row.id == nudge.id]
    return row


@pytest.mark.parametrize("answer", ["snooze_week", "snooze_day", "skip"])
def test_the_third_time_in_a_row_proposes_a_slower_rhythm_and_sets_none(database: Database, answer: str) -> None:
    ana = Speaker(database)
    nudge = put_off(ana, answer)
    assert [row.proposes for row in ana.nudges() if row.answered and row.id != nudge.id] == [None, None]
    assert nudge.proposes == "P1M"
    assert ana.contact("Priya").cadence == "P2W"


def test_it_is_taken_up_with_one_click_and_taken_back_exactly(database: Database) -> None:
    ana = Speaker(database)
    nudge = put_off(ana)
    asked_on = ana.contact("Priya").next_check_in_on
    before = ana.facts()
    outcome = ana.presses("nudge:slower", nudge.id)
    assert isinstance(outcome, Answered)
    assert outcome.nudge.is_adapted
    assert ana.contact("Priya").cadence == "P1M"
    assert asked_on is not None
    assert (ana.contact("Priya").next_check_in_on or AT.date()) >= asked_on  # no sooner than it was put off to
    with pytest.raises(AlreadyAnsweredError):
        ana.presses("nudge:slower", nudge.id)
    ana.presses("nudge:back", nudge.id)
    assert differences(before, ana.facts()) == []
    ana.presses("nudge:slower", nudge.id)
    ana.says("undo")  # by word as well
    assert differences(before, ana.facts()) == []
    assert row_of(ana, nudge).stale


def test_undoing_the_third_answer_takes_its_proposal_with_it(database: Database) -> None:
    ana = Speaker(database)
    nudge = put_off(ana)
    ana.presses("nudge:undo", nudge.id)
    assert (row_of(ana, nudge).answered, row_of(ana, nudge).proposes) == (None, None)


def test_declined_it_is_not_proposed_again_for_half_a_year(database: Database) -> None:
    ana = Speaker(database)
    nudge = put_off(ana)
    before = ana.facts()
    ana.presses("nudge:keep", nudge.id)
    assert row_of(ana, nudge).proposes is None
    assert ana.contact("Priya").rhythm_kept_on == ana.at.date()
    ana.says("undo")
    assert differences(before, ana.facts()) == []
    ana.presses("nudge:keep", nudge.id)

    declined, at = ana.at, ana.at
    while at < declined + timedelta(days=260):
        at += timedelta(days=1)
        for one in ana.ticks(at):
            ana.answers(one.id, "skip")
    proposed = [row.planned_at for row in ana.nudges() if row.proposes is not None]
    assert proposed
    assert min(proposed) >= declined + timedelta(days=180)


@pytest.mark.parametrize("between", ["done", "log", "no_answer"])
def test_what_comes_between_begins_the_count_anew(database: Database, between: str) -> None:
    ana = Speaker(database)
    put_off(ana, times=2)
    at, answered = ana.at, False
    while not answered:
        at += timedelta(days=1)
        for nudge in ana.ticks(at):
            if between == "log":
                ana.says("log", "Priya", kind="call")
            else:
                ana.answers(nudge.id, between)
            answered = True
    while sum(row.answered in ("snoozed", "skipped") for row in ana.nudges()) < 4:
        at += timedelta(days=1)
        for nudge in ana.ticks(at):
            ana.answers(nudge.id, "skip")
    assert all(row.proposes is None for row in ana.nudges())


def test_contact_much_more_often_proposes_a_faster_rhythm_once_in_the_reply(database: Database) -> None:
    ana = Speaker(database)
    told = []
    for week in range(6):
        ana.at = AT + timedelta(days=14 * week)
        told.append(ana.records("log", "Priya", kind="call").proposes)
    assert told == [None, None, None, "P2W", None, None]
    assert ana.contact("Priya").cadence == "P3M"  # nothing is set unasked

    before = ana.facts()
    outcome = ana.presses("rhythm:keep", f"{ana.contact('Priya').id}:x")
    assert isinstance(outcome, RhythmKept)
    ana.says("undo")
    assert differences(before, ana.facts()) == []
    ana.presses("rhythm:P2W", f"{ana.contact('Priya').id}:x")
    assert ana.contact("Priya").cadence == "P2W"


def test_a_nudge_answered_by_being_in_touch_often_proposes_a_faster_rhythm(database: Database) -> None:
    ana = Speaker(database)
    for week in range(3):
        ana.at = AT + timedelta(days=14 * week)
        ana.says("log", "Priya", kind="call")
    ana.says("remind", "Priya", about="the deck", on=day("2027-01-04"))
    [nudge] = ana.ticks("2027-01-04 09:00")
    ana.in_thread(nudge.id, Meaning(intent="done", kind="call"))
    assert row_of(ana, nudge).proposes == "P2W"
    ana.presses("nudge:slower", nudge.id)
    assert ana.contact("Priya").cadence == "P2W"
