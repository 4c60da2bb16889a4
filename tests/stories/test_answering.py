"""Answers to a nudge by button, reaction and words in its thread: taken back, put back, given twice or by others."""

from __future__ import annotations

import pytest

from bot.network.owners import Owner, find_owner
from bot.playground import Message, View
from tests.stories.stage import Person, Stage

SAID = "2026-08-10 09:00"
NUDGED = "2026-11-10 09:00"


def nudged(playground: Stage, said: str = "met Priya at PyCon", *ticks: str) -> tuple[Person, Message]:
    """Somebody with one nudge to answer, and that nudge."""
    ana = playground.person("Ana", timezone="UTC")
    ana.types("help", at=SAID)
    ana.types(said, at=SAID)
    for at in ticks or (NUDGED,):
        playground.tick(at)
    return ana, ana.nudges[-1]


def answered(person: Person, nudge: Message) -> Message:
    """The same nudge as it reads now."""
    return next(message for message in person.nudges if message.ts == nudge.ts)


def last_about(person: Person, name: str) -> Message:
    """The last nudge about somebody."""
    return next(nudge for nudge in reversed(person.nudges) if name in nudge.text and "Your week" not in nudge.text)


WAYS = [
    ("click", "Done", "Logged today with *Priya*"),
    ("click", "No answer yet", "no answer yet · I'll ask again on Tue 17 Nov"),
    ("click", "In a week", "I'll ask again on Tue 17 Nov"),
    ("click", "Skip", "Skipped *Priya* this time"),
    ("menu", "snooze_day", "I'll ask again tomorrow"),
    ("menu", "snooze_month", "I'll ask again on Thu 10 Dec"),
    ("menu", "stop", "No more nudges about *Priya*"),
    ("react", "white_check_mark", "Logged today with *Priya*"),
    ("react", "zzz", "I'll ask again on Tue 17 Nov"),
    ("react", "-1", "Skipped *Priya* this time"),
    ("react", "no_bell", "No more nudges about *Priya*"),
    ("form", "2026-12-01", "I'll ask again on Tue 1 Dec"),
    ("say", "done", "Logged today with *Priya*"),
    ("say", "no answer yet", "no answer yet · I'll ask again on Tue 17 Nov"),
    ("say", "until Dec 1", "I'll ask again on Tue 1 Dec"),
    ("say", "skip", "Skipped *Priya* this time"),
    ("say", "not her again", "No more nudges about *Priya*"),
]


def answer(person: Person, nudge: Message, way: str, what: str) -> None:
    if way == "click":
        person.clicks(what, on=nudge)
    elif way == "menu":
        assert nudge.metadata is not None
        person.clicks("nudge:more", on=nudge, selected=f"{what}:{nudge.metadata['event_payload']['id']}")
    elif way == "form":
        person.member.submits(snooze_form(person, nudge), {"until": what})
    elif way == "react":
        person.reacts(what, to=nudge)
    else:
        person.types(what, thread=nudge)


def snooze_form(person: Person, nudge: Message) -> View:
    """The form that asks until which day."""
    assert nudge.metadata is not None
    form = person.clicks("nudge:more", on=nudge, selected=f"snooze_until:{nudge.metadata['event_payload']['id']}").view
    assert form is not None
    return form


def test_each_answer_is_said_and_taken_back_exactly(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    before = ana.network
    for way, what, said in WAYS:
        answer(ana, nudge, way, what)
        playground.settle()
        now = answered(ana, nudge)
        assert said in now.text, (way, what)
        assert ana.network != before
        if way == "react":
            ana.unreacts(what, to=nudge)
        else:
            ana.clicks("Undo", on=now)
        playground.settle()
        assert ana.network == before, (way, what)
        assert answered(ana, nudge).buttons == nudge.buttons


def test_an_undo_is_taken_back_too(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    ana.types("called her about the deck, follow up in 2 weeks", thread=nudge)
    playground.settle()
    done = ana.network
    undone = ana.types("undo")
    assert "Undone" in undone.text
    ana.clicks("Redo", on=undone)
    playground.settle()

    assert ana.network == done
    assert "Logged today with *Priya*" in answered(ana, nudge).text


def test_an_old_button_acts_once_and_says_so(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    ana.clicks("In a week", on=nudge)
    playground.settle()
    before = ana.network
    late = ana.clicks("Done", on=nudge)

    assert "answered already" in late.text
    assert ana.network == before
    snoozed = answered(ana, nudge)
    ana.clicks("Undo", on=snoozed)
    playground.settle()
    twice = ana.clicks("Undo", on=snoozed)
    assert "undone already" in twice.text
    assert answered(ana, nudge).buttons == nudge.buttons


@pytest.mark.parametrize("day", ["2026-11-10", "2020-01-01", None])
def test_a_day_that_is_not_ahead_is_told_at_its_field_and_changes_nothing(playground: Stage, day: str | None) -> None:
    ana, nudge = nudged(playground)
    before = ana.network
    form = snooze_form(ana, nudge)
    refused = ana.member.submits(form, {"until": day} if day else {})

    assert refused.errors
    assert ana.network == before
    assert answered(ana, nudge).buttons == nudge.buttons


def test_a_form_that_was_open_when_the_nudge_was_answered_elsewhere_says_so(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    form = snooze_form(ana, nudge)
    ana.clicks("Done", on=nudge)
    playground.settle()
    before = ana.network
    late = ana.member.submits(form, {"until": "2026-12-01"})
    playground.settle()

    assert "answered already" in str((late.errors, late.view and late.view.blocks, late.text))
    assert ana.network == before


def strangers_reaction(playground: Stage, stranger: Person, reaction: str, channel: str, ts: str, number: int) -> None:
    """Slack tells of somebody else's reaction to a message, its coming and its going."""
    for step, kind in enumerate(("reaction_added", "reaction_removed")):
        inner = {
            "type": kind, "user": stranger.id, "reaction": reaction, "item_user": "UB", "event_ts": f"1794000{step}.1",
            "item": {"type": "message", "channel": channel, "ts": ts},
        }  # fmt: skip
        body = {
            "token": "x", "team_id": stranger.team, "api_app_id": "A1", "event": inner, "type": "event_callback",
            "event_id": f"Ev{number}.{step}", "event_time": 1794000000,
        }  # fmt: skip
        playground.slack.deliver_raw(body)


@pytest.mark.parametrize("known", [True, False], ids=["who uses it, too", "who never did"])
def test_strangers_reactions_do_nothing_in_any_state_and_learn_nothing(playground: Stage, known: bool) -> None:
    ana, nudge = nudged(playground)
    bob = playground.person("Bob", timezone="UTC")
    if known:
        bob.types("/rapport help", at=NUDGED)
    channel = playground.slack.add_channel("general-2", with_app=True)
    copy = ana.types(f"look what it says: {nudge.text}", at=NUDGED)  # with herself, and pasted into a channel
    assert copy.text
    pasted = ana.member.types(nudge.text, channel=channel).sent
    assert pasted is not None
    playground.settle()
    heard = (len(ana.inbox), len(bob.inbox), len(bob.member.messages(channel)))

    for number, (way, what, said) in enumerate([("none", "", ""), *WAYS]):
        if way != "none":
            answer(ana, nudge, way, what)
            playground.settle()
        before, shown = ana.network, answered(ana, nudge).text
        assert said in shown
        for reaction in ("white_check_mark", "zzz", "-1", "no_bell"):
            strangers_reaction(playground, bob, reaction, nudge.channel, nudge.ts, 100 * number)
            strangers_reaction(playground, bob, reaction, channel, pasted.ts, 100 * number + 50)
        playground.settle()
        assert ana.network == before, (way, what)
        assert answered(ana, nudge).text == shown
        if way == "react":
            ana.unreacts(what, to=nudge)
        elif way != "none":
            ana.clicks("Undo", on=answered(ana, nudge))
        playground.settle()

    assert len(bob.member.messages(channel)) == heard[2]
    assert len(bob.inbox) == heard[1]
    with playground.rapport.database.reading() as session:
        assert (find_owner(session, Owner(bob.team, bob.id)) is not None) == known


def test_somebody_elses_click_does_nothing(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    bob = playground.person("Bob", timezone="UTC")
    bob.types("help", at=NUDGED)
    before = ana.network
    assert nudge.metadata is not None
    mine = playground.rapport.conversation.press(
        Owner(bob.team, bob.id), "nudge:done", nudge.metadata["event_payload"]["id"], at=playground.slack.now()
    )

    assert "no longer there" in mine.text
    assert ana.network == before


HOW_IT_WENT = [
    ("it went great, she will send her CV", "it went great, she will send her CV"),
    ("done", "hiring"),
]


@pytest.mark.parametrize(("said", "about"), HOW_IT_WENT)
def test_how_a_meeting_went_is_kept_on_its_own_day(playground: Stage, said: str, about: str) -> None:
    ana, nudge = nudged(
        playground, "coffee with Priya tomorrow at Café Milo about hiring", "2026-08-11 18:00", "2026-08-12 09:00"
    )
    assert "How did it go?" in nudge.text
    reply = ana.types(said, thread=nudge)

    assert "Logged: coffee with *Priya* yesterday" in reply.text
    [met] = ana.export("Priya")["interactions"]
    assert (met["on"], met["kind"], met["where"], met["about"]) == ("2026-08-11", "coffee", "Café Milo", about)


def test_feedback_is_asked_for_comes_and_is_acted_on(playground: Stage) -> None:
    ana, asking = nudged(playground, "ask Maria for feedback on my talk by Nov 10", NUDGED)
    assert "You wanted to ask *Maria* for feedback on your talk today." in asking.text
    ana.clicks("Done", on=asking)
    playground.tick("2026-11-17 09:00")
    asked = last_about(ana, "Maria")
    assert "You asked *Maria* for feedback on your talk a week ago. Did it come?" in asked.text
    ana.types("she said to slow down", thread=asked)
    playground.tick("2026-12-01 09:00")
    got = last_about(ana, "Maria")
    assert "You got feedback from *Maria* (“she said to slow down”)." in got.text
    ana.clicks("Done", on=got)

    assert {one["stage"] for one in ana.export("Maria")["feedback"]} == {"ask", "got", "acted"}


def test_in_a_thread_what_is_not_understood_names_the_answers(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    reply = ana.types("hm, lorem ipsum", thread=nudge)

    assert "To answer the nudge: `done`" in reply.text
    assert answered(ana, nudge).buttons == nudge.buttons


def test_nobody_is_congratulated_on_years_at_a_place_that_they_left(playground: Stage) -> None:
    ana = playground.person("Ana", timezone="UTC")
    ana.types("Sam started at Acme on 11 Nov 2021", at="2026-11-09 09:00")
    ana.types("Sam moved to Globex as CTO")
    playground.tick("2026-11-11 09:00")
    assert ana.nudges == []
    ana.types("undo")
    playground.tick("2026-11-11 10:00")

    assert "has been at Acme for 5 years" in ana.nudges[0].text


def test_a_nudge_that_comes_back_knows_what_was_tried(playground: Stage) -> None:
    ana, nudge = nudged(playground)
    ana.clicks("No answer yet", on=nudge)
    playground.tick("2026-11-17 09:00")

    assert "*Priya* — you reached out a week ago and haven't noted an answer yet." in ana.nudges[-1].text
    assert "No hurry to answer." in ana.nudges[-1].text


def test_a_nudge_tells_of_a_new_job(playground: Stage) -> None:
    ana = playground.person("Ana", timezone="UTC")
    ana.types("met Lee (CTO, Acme) at PyCon", at=SAID)
    ana.types("Lee moved to Globex as VP Engineering", at="2026-10-20 09:00")
    playground.tick(NUDGED)

    assert "New: VP Engineering at Globex since Tue 20 Oct" in ana.nudges[-1].text
    assert "I heard that you're at Globex now." in ana.nudges[-1].text


def test_a_snoozed_birthday_is_still_on_its_own_day(playground: Stage) -> None:
    ana, nudge = nudged(playground, "Olga's birthday is Nov 10")
    ana.clicks("Tomorrow", on=nudge)
    playground.tick("2026-11-11 09:00")

    assert "*Olga's* birthday was yesterday. A belated wish still counts." in ana.nudges[-1].text
