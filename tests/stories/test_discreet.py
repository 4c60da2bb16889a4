"""Discreet: what a notification shows names nobody, and what is opened shows all."""

from __future__ import annotations

import json

from bot.playground import Message
from bot.transfer import own
from tests.stories.stage import Person, Stage


def names_nobody(message: Message) -> bool:
    """Whether neither the notification nor the first block names Priya, and the message does."""
    first = json.dumps(message.blocks[0])
    return "Priya" not in message.text + first and "Priya" in json.dumps(message.blocks[1:])


def discreet(stage: Stage) -> Person:
    """Somebody who asked for discretion."""
    ana = stage.person("Ana")
    answer = ana.types("/rapport discreet on", at="2026-11-23 10:00")
    assert "notifications name nobody" in answer.text
    return ana


def test_a_nudge_names_nobody_until_it_is_opened(playground: Stage) -> None:
    ana = discreet(playground)
    ana.types("/met Priya at PyCon")
    playground.tick("2027-02-23 09:00")
    [nudge] = ana.inbox
    assert nudge.text == "Somebody to write to today."
    assert names_nobody(nudge)
    ana.reacts("white_check_mark", to=nudge)
    playground.settle()
    assert names_nobody(ana.inbox[0])
    assert "Undo" in ana.inbox[0].buttons


def test_an_answer_in_the_direct_messages_names_nobody(playground: Stage) -> None:
    ana = discreet(playground)
    ana.types("met Priya at PyCon")
    ana.member.uploads("Priya.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Priya\r\nEND:VCARD\r\n")
    ana.member.waits_for(lambda one: "Import" in one.buttons)
    assert len(ana.inbox) == 2
    assert all(names_nobody(message) for message in ana.inbox)


def test_it_is_switched_off_undone_and_exported_only_when_set(playground: Stage) -> None:
    ana = discreet(playground)
    assert ana.network["settings"]["discreet"] is True
    assert [own.load(ana.network)[0].settings.discreet] == [True]  # type: ignore[union-attr]  # it has settings
    ana.types("/rapport discreet off")
    assert "discreet" not in ana.network["settings"]
    ana.types("met Priya at PyCon")
    assert "Priya" in ana.inbox[0].text
    form = ana.clicks("Settings", on=ana.member.opens_home()).view
    assert form is not None
    ana.member.submits(form, {"discreet": "on"})
    assert ana.network["settings"]["discreet"] is True
    ana.types("/rapport undo")
    assert "discreet" not in ana.network["settings"]


def test_an_import_brings_it_back(playground: Stage) -> None:
    ana, bo = discreet(playground), playground.person("Bo")
    ana.types("/met Kenji")
    bo.member.uploads("ana.json", json.dumps(ana.network).encode())
    bo.clicks("Import", on=bo.member.waits_for(lambda one: "Import" in one.buttons))
    bo.member.waits_for(lambda one: "already" in one.text or "Imported" in one.text)
    assert bo.network["settings"]["discreet"] is True
