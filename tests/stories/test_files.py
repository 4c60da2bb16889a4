"""Files in the direct messages: an export as a file, a file dropped in and imported after a look at it."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from bot.playground import Fault, Message, View
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


@pytest.mark.parametrize(
    ("button", "ending", "holds"),
    [("CSV", "csv", "Priya"), ("vCard", "vcf", "BEGIN:VCARD"), ("Calendar", "ics", "BEGIN:VCALENDAR")],
)
def test_an_export_comes_in_other_forms_too(playground: Stage, button: str, ending: str, holds: str) -> None:
    ana = playground.person("Ana", timezone="Europe/Paris")
    ana.types("/met Priya at PyCon about hiring", at="2026-11-23 10:00")
    answer = ana.types("/rapport export")

    ana.clicks(button, on=answer)
    playground.slack.deliver_raw(ana.member.last_delivery)

    message = ana.member.waits_for(lambda one: one.files == [f"rapport-2026-11-23.{ending}"])
    assert holds in content_of(playground, message).decode()
    playground.settle()
    assert sorted(name for one in ana.inbox for name in one.files) == sorted(
        ["rapport-2026-11-23.json", f"rapport-2026-11-23.{ending}"]
    )


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


MANY = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(
    f"Kim,Number{place},,kim{place}@example.com,Acme,Engineer,12 Mar 2023\n" for place in range(412)
)


def test_whom_to_keep_warm_is_picked_from_the_preview(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    every_stage.now_is("2026-11-23 10:00")
    ana.member.uploads("Connections.csv", MANY.encode())
    preview = ana.member.waits_for(is_preview)
    assert "412 people" in preview.text
    assert "Keep up to 20 of them warm?" in preview.text
    picked = [ana.member.asks_options(preview, "warm", f"number{place}")[0] for place in (7, 300)]
    assert [one["text"]["text"] for one in picked] == ["Kim Number7 · Acme", "Kim Number300 · Acme"]
    assert ana.clicks("warm", on=preview, selected=picked).status == 200

    ana.clicks("Import", on=preview, values={"warm": picked})

    done = ana.member.waits_for(lambda one: "Imported" in one.text)
    assert "about two of them, every 3 months" in done.text
    people = {one["name"]: one for one in ana.network["people"]}
    assert len(people) == 412
    warm = {name: one["next_check_in_on"] for name, one in people.items() if one["cadence"]}
    assert list(warm) == ["Kim Number300", "Kim Number7"] or list(warm) == ["Kim Number7", "Kim Number300"]
    assert warm["Kim Number7"] == "2027-02-23"
    assert "2027-02-23" < warm["Kim Number300"] < "2027-03-15"  # a little apart
    every_stage.tick("2026-11-24 09:00")
    assert len(ana.inbox) == 1  # nobody is nudged about, nobody drowns


def test_a_whole_import_is_taken_back_and_put_back(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya Sharma at PyCon", at="2026-11-23 10:00")
    before = ana.network
    ana.member.uploads("Connections.csv", LINKEDIN.encode())
    ana.clicks("Import", on=ana.member.waits_for(is_preview))
    done = ana.member.waits_for(lambda one: "Imported" in one.text)
    after = ana.network

    ana.clicks("Undo", on=done)

    undone = ana.member.waits_for(lambda one: "Undone" in one.text)
    assert undone.ts == done.ts
    assert "Undone: the import of Connections.csv. 1 person is gone again and 1 other is as they were" in undone.text
    assert "10 minutes" in undone.text
    assert ana.network == before
    ana.clicks("Redo", on=undone)
    put_back = ana.member.waits_for(lambda one: "Put back" in one.text)
    assert "1 person is here again" in put_back.text
    assert ana.network == after
    ana.types("/met Sam Lee at FOSDEM")
    ana.clicks("Undo", on=put_back)
    assert "1 person stays as they are" in ana.member.waits_for(lambda one: "Undone" in one.text).text
    assert names(ana) == ["Priya Sharma", "Sam Lee"]
    assert ana.clicks("Undo", on=put_back).status == 200  # once more: nothing happens
    every_stage.settle()
    assert names(ana) == ["Priya Sharma", "Sam Lee"]


def test_an_import_in_a_form_is_taken_back_there_and_only_by_its_owner(every_stage: Stage) -> None:
    ana, bo = every_stage.person("Ana"), every_stage.person("Bo")
    ana.member.submits(import_form(ana), {"file": [("Connections.csv", LINKEDIN.encode())]})
    preview = top(every_stage, ana)
    ana.member.submits(preview, {"warm": ana.member.asks_options(preview, "warm", "sam")[:1]})
    done = top(every_stage, ana)
    assert len(names(ana)) == 2
    [undo] = [one for block in done.blocks for one in block.get("elements", []) if one.get("action_id") == "undo"]
    bo.clicks("Undo", on=bo.types("/met Kenji"))
    payload = bo.member.last_delivery.payload
    payload["actions"][0]["value"] = undo["value"]
    every_stage.slack.deliver_raw(payload, "interactive")
    every_stage.settle()
    assert len(names(ana)) == 2

    ana.clicks("Undo", on=done)

    assert "2 people are gone again" in top(every_stage, ana).words
    assert names(ana) == []
    every_stage.tick("2026-11-30 10:00")
    ana.clicks("Redo", on=top(every_stage, ana))
    assert "nothing left to take back" in top(every_stage, ana).words


def test_a_search_in_a_file_that_another_process_looked_at(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.member.uploads("Connections.csv", MANY.encode())
    preview = ana.member.waits_for(is_preview)
    ana.member.asks_options(preview, "warm", "number7")
    payload = ana.member.last_delivery.payload
    for place in range(9):  # more files than are remembered
        ana.member.uploads(f"{place}.vcf", VCARD.encode())
    playground.settle()

    [again] = playground.slack.deliver_raw(payload, "interactive")

    assert again.answer["options"][0]["text"]["text"] == "Kim Number7 · Acme"
    payload["user"]["id"] = bo.id
    [theirs] = playground.slack.deliver_raw(payload, "interactive")
    assert theirs.answer["options"] == []


def import_form(person: Person) -> View:
    form = person.clicks("Choose a file", on=person.types("/rapport import")).view
    assert form is not None
    return form


def top(stage: Stage, person: Person) -> View:
    """The view on top once all is done."""
    stage.settle()
    view = person.member.modal
    assert view is not None
    return view


def test_a_file_is_imported_in_a_form(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya Sharma at PyCon")
    form = import_form(ana)
    ana.member.submits(form, {"file": [("Connections.csv", LINKEDIN.encode())]})

    preview = top(every_stage, ana)
    assert preview.id == form.id
    assert "2 people, 1 line unreadable, 1 already here" in preview.words
    assert "line 7" in preview.words
    assert names(ana) == ["Priya Sharma"]
    [sam] = ana.member.asks_options(preview, "warm", "sam")
    ana.member.submits(preview, {"warm": [sam]})

    done = top(every_stage, ana)
    assert "1 person added" in done.words
    assert "about one of them" in done.words
    assert names(ana) == ["Priya Sharma", "Sam Lee"]
    assert ana.export("Sam Lee")["cadence"] == "P3M"
    before = ana.network
    every_stage.slack.deliver_raw(ana.member.last_delivery, times=2, together=True)
    every_stage.settle()
    assert ana.network == before


def test_a_form_that_is_closed_over_its_import_is_answered_in_the_messages(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.submits(import_form(ana), {"file": [("ana.vcf", VCARD.encode())]})
    preview = top(playground, ana)
    ana.member.submits(preview)
    again = ana.member.last_delivery.payload
    again["view"]["hash"] = "1.another"  # a submission of its own, and not this one delivered twice
    ana.member.closes(top(playground, ana))

    playground.slack.deliver_raw(again, "interactive")

    assert "already" in ana.member.waits_for(lambda one: "ana.vcf" in one.text).text


@pytest.mark.parametrize(
    ("content", "said"), [(b"just some words", "no kind that I know"), (b"x" * 5_000_001, "larger than 5 MB")]
)
def test_what_a_form_cannot_read_is_said_in_it(playground: Stage, content: bytes, said: str) -> None:
    ana = playground.person("Ana")
    ana.member.submits(import_form(ana), {"file": [("people.csv", content)]})
    playground.settle()  # on a busy machine the view is filled late
    view = top(playground, ana)
    assert said in view.words
    assert names(ana) == []


def test_a_file_claimed_in_a_form_must_be_ones_own(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.member.submits(import_form(ana), {"file": [("ana.vcf", VCARD.encode())]})
    theirs = json.loads(top(playground, ana).private_metadata)["file"]
    bo.member.submits(import_form(bo), {"file": [("kim.vcf", VCARD.replace("Ana Silva", "Kim").encode())]})
    bo.member.submits(top(playground, bo))
    assert "1 person added" in top(playground, bo).words
    payload = bo.member.last_delivery.payload
    payload["view"] |= {"private_metadata": json.dumps({"file": theirs}), "hash": "1.another"}

    playground.slack.deliver_raw(payload, "interactive")

    assert "no longer there" in top(playground, bo).words
    assert names(bo) == ["Kim"]


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
        ("large.csv", b"x" * 10_000_001, "larger than 5 MB"),
        ("us.png", b"\x89PNG\r\n\x1a\n", "us.png is no file of contacts"),
        ("page.html", b"<!doctype html><p>Hello", "page.html is no file of contacts"),
        ("notes.pdf", b"%PDF-1.7", "notes.pdf is no file of contacts"),
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
