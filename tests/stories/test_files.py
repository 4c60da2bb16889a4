"""Files in the direct messages: an export as a file, a file dropped in and imported after a look at it."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from bot.playground import Fault, Message
from tests.stories.stage import Person, Stage

LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Priya,Sharma,https://www.linkedin.com/in/priya,priya@example.com,Acme,CTO,12 Mar 2023
Sam,Lee,,,Globex,Engineer,1 Feb 2022
Broken,Row
"""
VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Silva\r\nEMAIL:ana@example.com\r\nEND:VCARD\r\n"


def is_preview(message: Any) -> bool:
    return "Import" in message.buttons


def content_of(stage: Stage, message: Message) -> bytes:
    """The content of a message's file, as its reader would get it."""
    client = WebClient(stage.slack.bot_token("T0ONE"), base_url=stage.slack.api_url)
    history = client.conversations_history(channel=message.channel)["messages"]
    [url] = [one["files"][0]["url_private_download"] for one in history if one["ts"] == message.ts]
    with urlopen(Request(url, headers={"Authorization": f"Bearer {client.token}"})) as response:
        content: bytes = response.read()
    return content


def names(person: Person) -> list[str]:
    return [one["name"] for one in person.network["people"]]


def test_an_export_comes_as_a_file(every_stage: Stage) -> None:
    ana = every_stage.person("Ana", timezone="Europe/Paris")
    ana.types("/met Priya at PyCon about hiring", at="2026-11-23 10:00")

    answer = ana.types("/rapport export")

    assert "1 person" in answer.text
    assert "file in our direct messages" in answer.text
    message = ana.member.waits_for(lambda one: bool(one.files))
    assert message.files == ["rapport-2026-11-23.json"]
    assert json.loads(content_of(every_stage, message))["people"] == ana.network["people"]


def test_an_export_that_slack_refuses_is_said_to_fail(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya")
    playground.slack.faults.add(Fault("files.completeUploadExternal", "error", error="internal_error"))

    ana.types("/rapport export")

    assert "please ask again" in ana.member.waits_for(lambda one: "couldn't send" in one.text).text


def test_an_empty_network_has_no_file(playground: Stage) -> None:
    ana = playground.person("Ana")
    assert "nothing to take out" in ana.types("/rapport export").text
    playground.settle()
    assert ana.inbox == []


def test_a_dropped_file_is_looked_at_first_and_imported_on_the_click(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya Sharma at PyCon")
    ana.member.uploads("Connections.csv", LINKEDIN.encode())

    preview = ana.member.waits_for(is_preview)
    assert "2 people, 1 line unreadable, 1 already here" in preview.text
    assert names(ana) == ["Priya Sharma"]

    answer = ana.clicks("Import", on=preview)
    done = ana.member.waits_for(lambda one: "Imported" in one.text)
    assert "1 person added" in done.text
    assert done.ts == preview.ts  # in its place, so that it is not pressed again
    assert names(ana) == ["Priya Sharma", "Sam Lee"]
    assert ana.export("Sam Lee")["cadence"] is None
    assert answer.status == 200


def test_a_second_import_changes_nothing(playground: Stage) -> None:
    ana = playground.person("Ana")
    before: dict[str, Any] = {}
    for _ in range(2):
        ana.member.uploads("ana.vcf", VCARD.encode())
        ana.clicks("Import", on=ana.member.waits_for(is_preview))
        playground.settle()
        imported = ana.network
        assert names(ana) == ["Ana Silva"]
        assert imported == (before or imported)
        before = imported
    assert ["was here already" in one.text for one in ana.inbox] == [False, True]


def test_our_own_export_comes_back_as_it_was(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.types("/met Priya at PyCon about hiring #python", at="2026-11-23 10:00")
    bo.member.uploads("export.json", json.dumps(ana.network).encode())

    preview = bo.member.waits_for(is_preview)
    assert "your settings come back" in preview.text
    bo.clicks("Import", on=preview)
    bo.member.waits_for(lambda one: "Imported" in one.text)

    assert bo.network["people"] == ana.network["people"]


def test_cancel_imports_nothing(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.uploads("ana.vcf", VCARD.encode())
    ana.clicks("Cancel", on=ana.member.waits_for(is_preview))

    ana.member.waits_for(lambda one: one.text == "Fine, nothing was stored.")
    assert names(ana) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"\n", "empty.csv is empty"),
        ("notes.txt", b"just some words", "is of no kind that I know"),
        ("large.csv", b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said_to_be(playground: Stage, name: str, content: bytes, said: str) -> None:
    ana = playground.person("Ana")
    ana.member.uploads(name, content)
    assert said in ana.member.waits_for(lambda one: said in one.text).text
    assert names(ana) == []


def test_the_file_of_another_is_nobodys_to_import(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    for person in (ana, bo):
        person.member.uploads("ana.vcf", VCARD.encode())
    theirs = ana.member.waits_for(is_preview)
    [button] = [one for one in theirs.blocks[-1]["elements"] if one["action_id"] == "file:import"]
    mine = bo.member.waits_for(is_preview)
    bo.clicks("Cancel", on=mine)
    payload = bo.member.last_delivery.payload
    payload["actions"][0] |= {"action_id": "file:import", "value": button["value"]}

    playground.slack.deliver_raw(payload, "interactive")

    bo.member.waits_for(lambda one: "no longer there" in one.text)
    assert names(bo) == []


def test_a_picture_is_no_matter_and_its_words_count(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.uploads("us.png", b"\x89PNG\r\n\x1a\n", "met Kenji at FOSDEM")
    ana.member.waits_for(lambda one: "Kenji" in one.text)
    playground.settle()
    assert len(ana.inbox) == 1
    assert names(ana) == ["Kenji"]


def test_a_file_delivered_four_times_is_looked_at_once(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.uploads("ana.vcf", VCARD.encode(), "my contacts")
    delivery = ana.member.last_delivery
    playground.slack.deliver_raw(delivery, times=3, together=True)
    ana.member.waits_for(is_preview)
    playground.settle()
    assert len(ana.inbox) == 1


def test_a_file_of_the_bots_own_is_not_looked_at(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.uploads("ana.vcf", VCARD.encode())
    ana.member.waits_for(is_preview)
    payload = ana.member.last_delivery.payload
    [us] = [one["user_id"] for one in payload["authorizations"]]
    payload["event_id"] = "Ev0ANOTHER"
    payload["event"] |= {"user": us}  # Slack tells of it so, and need not name a bot

    playground.slack.deliver_raw(payload, "event")

    playground.settle()
    assert len(ana.inbox) == 1


def test_choosing_nobody_stores_nothing(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya Sharma")
    ana.types("/met Priya Patel")
    question = ana.types("/met Priya")
    ana.clicks("Cancel", on=question)
    playground.settle()
    assert ana.member.answers[-1].text == "Fine, nothing was stored."
    assert len(ana.network["people"]) == 2
