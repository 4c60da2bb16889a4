"""Direct messages that are edited, deleted, delivered late or again: what counts is what the message says last."""

from __future__ import annotations

import pytest

from bot.playground import Answer, Message
from tests.stories.stage import Person, Stage


def said(person: Person, text: str, at: str | None = None) -> Message:
    """What a person wrote, as their own message."""
    answer = person.types(text, at=at)
    assert answer.sent is not None
    return answer.sent


def edited(stage: Stage, person: Person, message: Message, text: str) -> Answer:
    answer = person.member.edits(message, text)
    stage.settle()
    return answer


def test_an_edit_amends_what_was_logged_and_undo_brings_it_back(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    message = said(ana, "met Priya at PyCon about hiring", at="2026-11-23 10:00")
    before = ana.network

    edited(every_stage, ana, message, "met Priya and Sam at FOSDEM")

    assert sorted(one["name"] for one in ana.network["people"]) == ["Priya", "Sam"]
    assert [(one["where"], one["about"]) for one in ana.export("Priya")["interactions"]] == [("FOSDEM", None)]
    ana.clicks("Undo", on=ana.inbox[-1])
    assert ana.network == before  # exactly what was before: what the message said first
    ana.member.deletes(message)
    every_stage.settle()
    assert ana.network["people"] == []


def test_an_edit_into_nonsense_takes_back_and_says_so(playground: Stage) -> None:
    ana = playground.person("Ana")
    message = said(ana, "met Priya at PyCon")

    edited(playground, ana, message, "blargh the foo")

    assert ana.network["people"] == []
    answer = ana.inbox[-1]
    assert "Undone" in answer.text
    assert "didn't understand" in answer.text
    ana.clicks("Redo", on=answer)
    assert ana.export("Priya")["interactions"][0]["where"] == "PyCon"


def test_an_edit_of_a_line_of_several_things_amends_all_of_them(playground: Stage) -> None:
    ana = playground.person("Ana")
    message = said(ana, "met Priya at PyCon; remind me to call Sam on Friday", at="2026-11-23 10:00")
    assert len(ana.export("Sam")["reminders"]) == 1

    edited(playground, ana, message, "met Priya at FOSDEM; remind me to call Kenji on Friday")

    assert sorted(one["name"] for one in ana.network["people"]) == ["Kenji", "Priya"]
    assert [one["where"] for one in ana.export("Priya")["interactions"]] == ["FOSDEM"]
    ana.member.deletes(message)
    playground.settle()
    assert ana.network["people"] == []


def test_an_edit_after_an_undo_says_it_anew(playground: Stage) -> None:
    ana = playground.person("Ana")
    message = said(ana, "met Priya at PyCon")
    ana.clicks("Undo", on=ana.inbox[-1])
    assert ana.network["people"] == []

    edited(playground, ana, message, "met Priya at FOSDEM")

    assert [one["where"] for one in ana.export("Priya")["interactions"]] == ["FOSDEM"]


def test_an_edit_that_asks_takes_back_first(playground: Stage) -> None:
    ana = playground.person("Ana")
    for name in ("Priya Sharma", "Priya Patel"):
        ana.types(f"/met {name}")
    message = said(ana, "met Kenji at PyCon")

    edited(playground, ana, message, "met Priya at PyCon")
    question = ana.inbox[-1]
    assert "Kenji" not in [one["name"] for one in ana.network["people"]]
    ana.clicks("Priya Patel", on=question)
    playground.settle()
    assert [one["where"] for one in ana.export("Priya Patel")["interactions"]] == [None, "PyCon"] or [
        one["where"] for one in ana.export("Priya Patel")["interactions"]
    ] == ["PyCon", None]

    ana.member.deletes(message)
    playground.settle()
    assert len(ana.export("Priya Patel")["interactions"]) == 1


@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_what_a_message_asked_is_not_answered_any_more(playground: Stage, how: str) -> None:
    ana = playground.person("Ana")
    for name in ("Priya Sharma", "Priya Patel"):
        ana.types(f"/met {name}")
    message = said(ana, "met Priya at PyCon")
    question = ana.inbox[-1]
    if how == "edited":
        edited(playground, ana, message, "met Kenji at PyCon")
    else:
        ana.member.deletes(message)
    playground.settle()
    before = ana.network

    ana.clicks("Priya Patel", on=question)

    playground.settle()
    assert ana.network == before
    assert "already" in ana.inbox[0].text


@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_a_message_delivered_again_after_its_end_says_nothing(every_stage: Stage, how: str) -> None:
    ana = every_stage.person("Ana")
    message = said(ana, "met Priya at PyCon", at="2026-11-23 10:00")
    first = ana.member.last_delivery.payload
    if how == "edited":
        edited(every_stage, ana, message, "met Kenji at PyCon")
    else:
        ana.member.deletes(message)
    every_stage.settle()
    before, inbox = ana.network, len(ana.inbox)

    first["event_id"] = "Ev0LATE"
    every_stage.slack.deliver_raw(first, "event")
    every_stage.slack.deliver_raw(ana.member.last_delivery, times=3, together=True)

    every_stage.settle()
    assert ana.network == before
    assert len(ana.inbox) == inbox


def test_an_edit_that_comes_before_its_message_wins(playground: Stage) -> None:
    ana = playground.person("Ana")
    message = said(ana, "met Priya at PyCon")
    first = ana.member.last_delivery.payload
    edited(playground, ana, message, "met Priya at FOSDEM")
    edit = ana.member.last_delivery.payload
    for payload, ts in ((edit, "1795000000.000100"), (first, "1795000000.000100")):  # another message, out of order
        event = payload["event"]
        payload["event_id"] = f"Ev0{id(payload)}"
        for part in (event, event.get("message") or {}, event.get("previous_message") or {}):
            if "ts" in part:
                part["ts"] = ts
        playground.slack.deliver_raw(payload, "event")
    playground.settle()
    assert sorted(one["where"] for one in ana.export("Priya")["interactions"]) == ["FOSDEM", "FOSDEM"]


def test_an_answer_in_a_nudges_thread_is_amended_and_taken_back(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    every_stage.tick("2027-02-23 09:00")
    [nudge] = ana.inbox
    answer = ana.types("done", thread=nudge)
    assert answer.sent is not None
    every_stage.settle()
    assert ana.export("Priya")["next_check_in_on"] == "2027-05-23"

    edited(every_stage, ana, answer.sent, "next week")
    assert "Snoozed" in ana.inbox[0].text
    assert ana.export("Priya")["next_check_in_on"] != "2027-05-23"
    assert len(ana.export("Priya")["interactions"]) == 1

    ana.member.deletes(answer.sent)
    every_stage.settle()
    assert "Snoozed" not in ana.inbox[0].text
    assert ana.export("Priya")["next_check_in_on"] == "2027-02-23"


def test_what_was_edited_in_a_form_goes_with_its_message(playground: Stage) -> None:
    ana = playground.person("Ana")
    message = said(ana, "met Priya at PyCon")
    form = ana.clicks("Edit", on=ana.inbox[-1]).view
    assert form is not None
    ana.member.submits(form, {"where": "FOSDEM"})
    playground.settle()
    assert [one["where"] for one in ana.export("Priya")["interactions"]] == ["FOSDEM"]

    ana.member.deletes(message)

    playground.settle()
    assert ana.network["people"] == []
