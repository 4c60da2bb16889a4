"""App Home: what is due answered in place, promises kept, somebody looked up, and always up to date."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from bot.homes import Homes
from bot.listeners.home import page_named
from bot.network.nudges import write_down
from bot.network.owners import Owner, find_owner
from bot.playground import View
from bot.slack.calling import Done
from bot.store.tables import HomeRow, NudgeRow
from bot.transfer.taking_in import take_in
from tests.stories.stage import Person, Stage


def home_of(person: Person) -> View:
    """Home as it is by now."""
    person._stage.settle()
    home = person.member.home
    assert home is not None
    return home


def test_a_newcomer_finds_how_to_begin_and_a_form(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    home = ana.member.opens_home()
    assert "met Priya at PyCon about hiring" in home.words
    ana.clicks("Log an interaction", on=home)
    every_stage.settle()  # on a busy machine it opens empty and is filled then
    form = ana.member.modal
    assert form is not None
    [new] = ana.member.asks_options(form, "people", "Priya")
    ana.member.submits(form, {"people": [new]})
    assert "Priya" in home_of(ana).words
    assert "Undo" in home_of(ana).buttons
    assert ana.inbox == []  # it was said where it was done
    ana.clicks("Undo", on=home_of(ana))
    assert "Undone" in home_of(ana).words
    assert ana.network["people"] == []


def test_who_is_due_is_answered_in_place(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    every_stage.tick("2027-02-23 09:00")
    home = ana.member.opens_home()
    assert "Priya" in home.words

    ana.clicks("nudge:done", on=home)

    assert "Nobody is due" in home_of(ana).words
    assert "Logged" in home_of(ana).words
    assert "Logged today" in ana.inbox[0].text  # the nudge itself says so, too
    assert ana.export("Priya")["next_check_in_on"] == "2027-05-23"
    ana.clicks("Undo", on=home_of(ana))
    assert "Nobody is due" not in home_of(ana).words
    assert ana.export("Priya")["nudges"][0]["answered"] is None


def test_who_is_due_before_any_nudge_was_sent(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/rapport check in with Priya every week", at="2026-11-16 10:00")
    ana.types("/rapport check in with Kenji every week", at="2026-11-16 10:00")
    playground.now_is("2026-11-23 06:00")
    home = ana.member.opens_home()
    people = {one["name"]: one["next_check_in_on"] for one in ana.network["people"]}
    assert people == {"Priya": "2026-11-23", "Kenji": "2026-11-23"}

    done, *_ = [
        one for block in home.blocks for one in block.get("elements", []) if one.get("action_id") == "home:done"
    ]
    ana.clicks("home:done", on=home, value=done["value"])
    ana.clicks("home:snooze", on=home_of(ana))

    assert "Nobody is due" in home_of(ana).words
    assert sorted(len(one["interactions"]) for one in ana.network["people"]) == [0, 1]
    playground.tick("2026-11-23 09:00")
    assert ana.inbox == []


def test_a_promise_is_kept_there(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/rapport promised Sam the deck by Friday", at="2026-11-23 10:00")
    ana.types("/rapport promised Sam the book", at="2026-11-23 10:00")
    home = ana.member.opens_home()
    assert home.buttons.count("Kept") == 2

    ana.clicks("Kept", on=home)

    kept = {one["about"]: one["kept_on"] for one in ana.export("Sam")["promises"]}
    assert kept == {"the deck": "2026-11-23", "the book": None}
    assert home_of(ana).buttons.count("Kept") == 1
    stale = ana.clicks("Kept", on=home).view  # an old button: it was kept already
    assert stale is not None
    assert "no open promise" in stale.words
    ana.clicks("Undo", on=home_of(ana))
    assert [one["kept_on"] for one in ana.export("Sam")["promises"]] == [None, None]


def test_somebody_is_looked_up(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya Sharma at PyCon about hiring", at="2026-11-23 10:00")
    home = ana.member.opens_home()
    [found] = ana.member.asks_options(home, "home:brief", "shar")  # nobody new: there is nothing to look up

    brief = ana.clicks("home:brief", on=home, selected=found).view

    assert brief is not None
    assert brief.type == "modal"
    assert "Priya Sharma" in brief.words
    assert "hiring" in brief.words


def test_a_search_finds_nothing_of_others(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.types("/met Priya")
    bo.types("/met Kenji")
    home = bo.member.opens_home()
    assert bo.member.asks_options(home, "home:brief", "priya") == []
    theirs = {"text": {"type": "plain_text", "text": "Priya"}, "value": "c:1"}
    refused = bo.clicks("home:brief", on=home, selected=theirs).view
    assert refused is not None
    assert "no longer there" in refused.words


def test_what_is_asked_on_home_is_answered_in_a_modal(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon")
    home = ana.member.opens_home()
    for button, said in (
        ("Help", "tell me in one line"),
        ("Import", "Connections.csv"),
        ("Figures", "Your network: 1 person"),
    ):
        shown = ana.clicks(button, on=home).view
        assert shown is not None
        assert said.lower() in shown.words.lower()
    ana.clicks("Export", on=home)
    assert ana.member.waits_for(lambda one: bool(one.files)).files


def test_what_happens_by_the_clock_shows_on_home_too(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    assert "Nobody is due" in ana.member.opens_home().words

    every_stage.tick("2027-02-23 09:00")

    assert "since you met at PyCon" in home_of(ana).words
    ana.reacts("zzz", to=ana.inbox[0])
    assert "snoozed until" in home_of(ana).words


def test_what_is_done_at_the_command_line_shows_with_the_next_tick(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya", at="2026-11-23 10:00")
    ana.member.opens_home()
    rapport, owner = playground.rapport, Owner(ana.team, ana.id)
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lee\r\nEND:VCARD\r\n"
    take_in(rapport.database, owner, card, playground.slack.now())  # rapport import
    playground.tick("2026-11-23 10:01")
    assert "2 people" in home_of(ana).words

    rapport.conversation.answer(owner, "met Sam", at=playground.slack.now(), source="say")  # rapport say
    rapport.homes.fall_behind(owner)
    playground.tick("2026-11-23 10:02")
    assert "3 people" in home_of(ana).words


def test_what_is_snoozed_is_resumed_there(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/rapport check in with Priya every month", at="2026-11-16 10:00")
    ana.types("/rapport snooze Priya until 2027-05-03")
    ana.types("/nudge file the taxes on 2026-11-23")
    playground.tick("2026-11-23 09:00")
    ana.clicks("nudge:snooze_week", on=ana.inbox[0])
    home = ana.member.opens_home()
    assert home.words.count("snoozed until") == 2

    ana.clicks("home:wake", on=home)
    ana.clicks("home:resume", on=home_of(ana))

    assert "snoozed until" not in home_of(ana).words
    assert ana.export("Priya")["next_check_in_on"] == "2026-11-23"
    playground.tick("2026-11-23 10:00")
    assert [part for part in ("taxes", "Priya") if any(part in one.text for one in ana.inbox[1:])] == ["taxes", "Priya"]


def test_a_paused_tag_is_resumed_there(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.types("/rapport tag Sam #recruiters", at="2026-11-23 10:00")
    ana.types("/met Sam")
    ana.types("/rapport pause #recruiters")
    bo.types("/met Kenji")
    theirs = bo.clicks("home:say", on=bo.member.opens_home(), value="stats")
    assert theirs.view is not None
    home = ana.member.opens_home()
    assert "#recruiters · paused" in home.words
    ana.clicks("home:tag", on=home)
    assert "#recruiters" not in home_of(ana).words.split("Due now")[1]


def test_what_could_not_be_sent_is_shown_and_tried_again(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    ana.member.opens_home()
    with playground.rapport.database.writing() as session:
        owner = find_owner(session, Owner(ana.team, ana.id))
        assert owner is not None
        write_down(session, owner, datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
        [nudge] = session.scalars(select(NudgeRow))
        nudge.state, nudge.attempts, nudge.error = "failed", 8, "messages_tab_disabled"
    playground.now_is("2026-11-25 09:00")
    home = ana.member.opens_home()
    assert "Could not be sent to you" in home.words
    assert "Messages tab" in home.words

    ana.clicks("Try again", on=home)

    assert "try again to send you the nudge about *Priya*" in home_of(ana).words
    playground.tick("2026-11-25 09:01")
    assert len(ana.inbox) == 1
    assert "Could not be sent" not in home_of(ana).words
    stale = ana.clicks("Try again", on=home).view  # an old button
    assert stale is not None
    assert "nothing changed" in stale.words or "no open nudge" in stale.words


def test_everything_is_erased_and_kept_from_home(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    ana.clicks("Erase everything", on=ana.member.opens_home())
    assert "Priya" not in home_of(ana).words
    ana.clicks("Keep everything", on=home_of(ana))
    assert ana.export("Priya")["name"] == "Priya"

    ana.clicks("Erase everything", on=home_of(ana))
    playground.tick("2026-11-23 10:11")

    assert "met Priya at PyCon about hiring" in home_of(ana).words  # as somebody new sees it
    assert "Keep everything" not in home_of(ana).buttons


def test_an_older_view_never_takes_the_place_of_a_newer_one(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya")
    ana.member.opens_home()
    every_stage.settle()
    owner, homes = Owner(ana.team, ana.id), every_stage.rapport.homes
    many = [every_stage.rapport.homes, *(Homes(homes.conversation, homes.clients) for _ in range(3))]  # replicas

    def says_and_shows(place: int) -> None:
        homes.conversation.answer(owner, f"promised Priya thing number {place}", at=every_stage.slack.now())
        assert isinstance(many[place % 4].show(owner, every_stage.slack.now()), Done)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(says_and_shows, range(6)))

    assert sorted(re.findall(r"number (\d)", home_of(ana).words.split("You owe")[1])) == list("012345")


def test_a_hash_that_went_astray_does_not_keep_home_from_being_shown(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.member.opens_home()
    with playground.rapport.database.writing() as session:
        session.execute(update(HomeRow).values(hash="somebody else's"))
    ana.types("/met Priya")
    assert "Priya" in home_of(ana).words or "1 person" in home_of(ana).words
    ana.types("/met Sam")
    assert "2 people" in home_of(ana).words


def test_home_follows_every_change_once_it_was_opened(every_stage: Stage) -> None:
    ana, bo = every_stage.person("Ana"), every_stage.person("Bo")
    bo.types("/met Kenji")
    every_stage.settle()
    assert bo.member.home is None  # never opened: nothing is published unasked
    ana.types("/met Sam")
    ana.member.opens_home()

    ana.types("/rapport promised Sam the deck by Friday")
    assert "the deck" in home_of(ana).words
    ana.types("/rapport undo")
    assert "the deck" not in home_of(ana).words
    ana.types("pause Sam until 2031-01-05")
    assert "Paused" in home_of(ana).words
    ana.clicks("Resume", on=home_of(ana))
    assert "Paused" not in home_of(ana).words
    ana.member.uploads("lee.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lee\r\nEND:VCARD\r\n")
    ana.clicks("Import", on=ana.member.waits_for(lambda one: "Import" in one.buttons))
    assert "2 people" in home_of(ana).words


def test_long_lists_are_turned_page_by_page(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    promises = [{"direction": "mine", "about": f"thing {number:02}."} for number in range(15)]
    people = json.dumps({"format": "rapport/1", "people": [{"name": "Sam", "promises": promises}]}).encode()
    ana.member.uploads("all.json", people)
    ana.clicks("Import", on=ana.member.waits_for(lambda one: "Import" in one.buttons))
    ana.member.waits_for(lambda one: "Imported" in one.text)
    home = ana.member.opens_home()
    assert "1 to 6 of 15" in home.words

    ana.clicks("home:page:1", on=home)
    assert "thing 06" in home_of(ana).words
    ana.types("/met Priya")  # a change that comes from elsewhere leaves the page as it is
    assert "7 to 12 of 15" in home_of(ana).words
    ana.clicks("home:page:2", on=home_of(ana))
    assert "13 to 15 of 15" in home_of(ana).words
    ana.clicks("Kept", on=home_of(ana))
    assert "13 to 14 of 14" in home_of(ana).words
    ana.clicks("home:page:1", on=home_of(ana))
    assert "7 to 12 of 14" in home_of(ana).words

    bo.types("/met Kenji")  # whoever turns to a page that they do not have sees the last one
    theirs = bo.member.opens_home()
    bo.clicks("home:say:1", on=theirs)
    for claim in ("mine:9", "mine:-1", "nonsense:1", "mine:999999999999"):
        playground.rapport.homes.show(Owner(bo.team, bo.id), playground.slack.now(), turned=page_named(claim))
    assert "Kenji" not in home_of(ana).words
    assert home_of(bo).blocks


def test_a_large_network_fits(playground: Stage) -> None:
    ana = playground.person("Ana")
    people: list[dict[str, Any]] = [
        {
            "name": f"Person {'x' * 180} {number}",
            "cadence": "P1W",
            "last_interaction_on": "2026-01-01",
            "next_check_in_on": "2026-01-08",
            "promises": [{"direction": "mine", "about": "y" * 3000}],
        }
        for number in range(300)
    ]
    ana.member.uploads("all.json", json.dumps({"format": "rapport/1", "people": people}).encode())
    ana.clicks("Import", on=ana.member.waits_for(lambda one: "Import" in one.buttons))
    ana.member.waits_for(lambda one: "Imported" in one.text)
    home = ana.member.opens_home()
    assert len(home.blocks) <= 100
    assert "300 people" in home.words
