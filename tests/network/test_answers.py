"""Answers to a nudge by button, word and reaction: what each does, and that taking it back restores every row."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from bot.conversation import Conversation, Place
from bot.language.meanings import Meaning, MonthDay
from bot.network.errors import AlreadyAnsweredError
from bot.network.outcomes import Answered, Failed
from bot.network.owners import FOR_GOOD
from bot.store.engine import Database
from bot.store.tables import InteractionRow, NudgeRow, PlanRow, PromiseRow, ReminderRow
from tests.network.given import ANA, Speaker, day, differences

KINDS = ("check_in", "follow_up", "asked", "reminder", "about nobody", "milestone", "promise", "plan", "feedback")
ANSWERS = ("done", "no_answer", "snooze_day", "snooze_week", "snooze_month", "skip", "stop")
DAY = "2026-11-25 09:00"  # a Wednesday


def nudge(ana: Speaker, kind: str) -> NudgeRow:
    """A nudge of a kind, just sent."""
    sentences: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
        "check_in": ("log", ("Priya",), {"kind": "email", "every": "P2D"}),
        "follow_up": ("log", ("Priya",), {"kind": "met"}),
        "asked": ("log", ("Priya",), {"kind": "email", "follow_up": day("2026-11-25")}),
        "reminder": ("remind", ("Priya",), {"about": "the deck", "on": day("2026-11-25")}),
        "about nobody": ("remind", (), {"about": "water the plants", "on": day("2026-11-25")}),
        "milestone": ("milestone", ("Priya",), {"milestone": "birthday", "on": MonthDay(11, 25)}),
        "promise": ("promise", ("Priya",), {"about": "the deck", "on": day("2026-11-26")}),
        "plan": ("plan", ("Priya",), {"kind": "meal", "about": "rust", "on": day("2026-11-25")}),
        "feedback": ("feedback", ("Priya",), {"stage": "ask", "on": day("2026-11-25")}),
    }
    intent, people, fields = sentences[kind]
    ana.says(intent, *people, **fields)
    [row] = ana.ticks(DAY)
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_each_answer_to_each_kind_is_undone_exactly_and_redone_exactly(database: Database, kind: str) -> None:
    ana = Speaker(database)
    row = nudge(ana, kind)
    before = ana.facts()
    for answer in ANSWERS:
        change = ana.answers(row.id, answer)
        after = ana.facts()
        assert differences(before, after), answer
        with pytest.raises(AlreadyAnsweredError):
            ana.answers(row.id, "done")
        ana.undoes(change)
        assert differences(before, ana.facts()) == [], answer
        ana.redoes(change)
        assert differences(after, ana.facts()) == [], answer
        ana.undoes(change)
        [here] = ana.nudges()
        assert (here.answered, here.again_on, here.change_id, here.stale) == (None, None, None, True)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "about nobody"])
def test_done_is_being_in_touch_today(database: Database, kind: str) -> None:
    ana = Speaker(database)
    row = nudge(ana, kind)
    ana.answers(row.id, "done")
    last = max(ana.rows(InteractionRow), key=lambda one: one.id)
    assert last.on == day("2026-11-25")
    priya = ana.contact("Priya")
    assert priya.last_interaction_on == day("2026-11-25")
    assert priya.next_check_in_on == day("2026-11-27" if kind == "check_in" else "2027-02-25")
    assert all(one.done_on for one in ana.rows(ReminderRow))
    assert all(one.done_on for one in ana.rows(PlanRow))
    assert all(one.kept_on for one in ana.rows(PromiseRow))


def test_done_keeps_the_promise_that_it_is_about_and_no_other(database: Database) -> None:
    ana = Speaker(database)
    ana.says("promise", "Priya", about="the deck of slides", on=day("2026-12-20"))
    ana.says("promise", "Priya", about="the deck", on=day("2026-11-26"))
    [row] = ana.ticks(DAY)
    ana.answers(row.id, "done")
    assert [(one.about, one.kept_on) for one in ana.rows(PromiseRow)] == [
        ("the deck of slides", None),
        ("the deck", day("2026-11-25")),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_snoozed_for_a_week_it_comes_again_in_a_week_and_once(database: Database, kind: str) -> None:
    ana = Speaker(database)
    row = nudge(ana, kind)
    ana.answers(row.id, "snooze_week")
    came = [len(ana.ticks(f"2026-{on} 09:00")) for on in ("11-27", "12-01", "12-02", "12-03", "12-04")]
    assert came == [0, 0, 1, 0, 0] if kind != "plan" else came[2] == 1
    assert max(ana.nudges(), key=lambda one: one.planned_at).kind == row.kind


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_yet_asks_again_in_a_week_and_is_no_interaction(database: Database, kind: str) -> None:
    ana = Speaker(database)
    row = nudge(ana, kind)
    told = len(ana.rows(InteractionRow))
    ana.answers(row.id, "no_answer")
    assert len(ana.rows(InteractionRow)) == told
    assert {one.kind for one in ana.ticks("2026-12-02 09:00")} == {row.kind}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "plan"])  # which asks afterwards how it went
@pytest.mark.parametrize("answer", ["skip", "stop"])
def test_skipped_or_stopped_it_comes_no_more(database: Database, kind: str, answer: str) -> None:
    ana = Speaker(database)
    row = nudge(ana, kind)
    ana.says("cadence", "Priya", every="P6M") if kind not in ("check_in", "about nobody") else None
    ana.answers(row.id, answer)
    came = [len(ana.ticks(f"2026-{on} 09:00")) for on in ("11-26", "12-02", "12-09")]
    if kind == "check_in" and answer == "skip":
        assert came == [0, 1, 0]  # not this time: the rhythm goes on
    else:
        assert came == [0, 0, 0]
    if kind != "about nobody":
        assert ana.contact("Priya").paused_until == (FOR_GOOD if answer == "stop" else None)


def test_words_in_its_thread_answer_a_nudge(database: Database) -> None:
    ana = Speaker(database)
    row = nudge(ana, "check_in")
    before = ana.facts()
    for meaning, answered in (
        (Meaning(intent="done", kind="call"), "done"),
        (Meaning(intent="done", outcome="no_answer"), "no_answer"),
        (Meaning(intent="snooze", until=day("2026-12-10")), "snoozed"),
        (Meaning(intent="skip"), "skipped"),
        (Meaning(intent="pause"), "stopped"),
    ):
        outcome = ana.in_thread(row.id, meaning)
        assert isinstance(outcome, Answered)
        assert outcome.nudge.answered == answered
        ana.says("undo")
        assert differences(before, ana.facts()) == []


def test_done_with_nothing_to_answer_says_so(database: Database) -> None:
    ana = Speaker(database)
    assert isinstance(ana.says("done"), Failed)
    ana.says("done", "Priya")  # but with a name it is being in touch
    assert ana.contact("Priya").last_interaction_on == day("2026-11-23")


def test_a_log_answers_the_nudge_that_asked_for_it_and_its_undo_takes_that_back(database: Database) -> None:
    ana = Speaker(database)
    nudge(ana, "check_in")
    before = ana.facts()
    ana.says("log", "Priya", kind="call")
    assert [row.answered for row in ana.nudges()] == ["done"]
    ana.says("undo")
    assert differences(before, ana.facts()) == []


EVENTS = [
    ("white_check_mark", "1.0", True),
    ("zzz", "2.0", True),
    ("white_check_mark", "3.0", False),
    ("no_bell", "4.0", True),
]


@pytest.mark.parametrize("order", list(permutations(range(len(EVENTS)))))
def test_reactions_end_alike_in_whatever_order_slack_tells_of_them(sqlite_url: str, order: tuple[int, ...]) -> None:
    database = Database(sqlite_url)
    ana = Speaker(database)
    row = nudge(ana, "check_in")
    conversation, place = Conversation(database), Place(str(row.channel), str(row.ts))
    for reaction, event_ts, is_there in (EVENTS[place_] for place_ in order):
        conversation.react(ANA, place, reaction, is_there=is_there, event_ts=event_ts, at=ana.at, key=None)

    [here] = ana.nudges()
    assert (here.answered, here.answered_by) == ("snoozed", "zzz")
    assert len(ana.rows(InteractionRow)) == 1  # the one before the nudge
    assert ana.contact("Priya").paused_until is None
    database.close()


def test_a_reaction_taken_away_undoes_its_answer_whatever_its_skin_tone(database: Database) -> None:
    ana = Speaker(database)
    row = nudge(ana, "check_in")
    before = ana.facts()
    conversation, place = Conversation(database), Place(str(row.channel), str(row.ts))
    for step, is_there in enumerate((True, False, True, False)):
        reply = conversation.react(
            ANA, place, "+1::skin-tone-4", is_there=is_there, event_ts=f"{step}.0", at=ana.at, key=f"e{step}"
        )
        assert reply is not None
        assert reply.nudge == row.id
        assert bool(differences(before, ana.facts())) == is_there
    assert conversation.react(ANA, place, "tada", is_there=True, event_ts="9.0", at=ana.at, key=None) is None
    assert differences(before, ana.facts()) == []


def test_a_button_pressed_twice_acts_once(database: Database) -> None:
    ana = Speaker(database)
    row = nudge(ana, "check_in")
    conversation = Conversation(database)
    conversation.press(ANA, "nudge:done", row.id, at=ana.at, key="k")
    after = ana.facts()
    assert conversation.press(ANA, "nudge:done", row.id, at=ana.at, key="k").again
    conversation.press(ANA, "nudge:snooze_week", row.id, at=ana.at, key="other")
    assert differences(after, ana.facts()) == []
