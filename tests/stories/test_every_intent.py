"""Each thing that can be said, from the sentence to what is kept or answered: nothing only looks done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.stories.stage import Person, Stage

MONDAY = "2026-11-23 10:00"


@pytest.fixture
def ana(playground: Stage) -> Person:
    """Somebody in London who knows Priya Sharma, Sam and Lee since Monday, 2 November 2026."""
    ana = playground.person("Ana", timezone="Europe/London")
    ana.types("/met Priya Sharma at PyCon about hiring #python", at="2026-11-02 10:00")
    ana.types("/met Sam and Lee at the Acme office", at="2026-11-02 10:05")
    return ana


def last(contact: dict[str, Any], what: str) -> dict[str, Any]:
    """The last entry of one of a contact's lists."""
    entry: dict[str, Any] = contact[what][-1]
    return entry


Kept = Callable[[dict[str, Any]], object]

# The sentence; whose record; what to look at in it; what it must be.
KEPT: list[tuple[str, str, Kept, object]] = [
    ("called Sam yesterday about the budget", "Sam", lambda p: last(p, "interactions")["on"], "2026-11-22"),
    ("called Sam yesterday about the budget", "Sam", lambda p: last(p, "interactions")["kind"], "call"),
    ("called Sam yesterday about the budget", "Sam", lambda p: p["last_interaction_on"], "2026-11-22"),
    ("tried calling Sam, no answer", "Sam", lambda p: last(p, "interactions")["outcome"], "no_answer"),
    ("tried calling Sam, no answer", "Sam", lambda p: p["last_interaction_on"], "2026-11-02"),
    ("tried calling Sam, no answer", "Sam", lambda p: p["next_check_in_on"], "2026-11-30"),
    ("met Kim (CTO, Globex) through Sam", "Kim",
     lambda p: (p["company"], p["role"], p["via"]), ("Globex", "CTO", ["Sam"])),
    ("met Kim, follow up in 2 weeks", "Kim", lambda p: last(p, "reminders")["on"], "2026-12-07"),
    ("met Kim, check in monthly", "Kim", lambda p: (p["cadence"], p["next_check_in_on"]), ("P1M", "2026-12-23")),
    ("remind me to send Lee the deck next Friday", "Lee", lambda p: last(p, "reminders"),
     {"on": "2026-12-04", "time": None, "about": "send Lee the deck", "done_on": None}),
    ("remind me to call Lee tomorrow at 3pm", "Lee", lambda p: last(p, "reminders")["time"], "15:00"),
    ("lunch with Lee next Thursday at 12:30", "Lee", lambda p: last(p, "plans"),
     {"on": "2026-12-03", "time": "12:30", "kind": "meal", "where": None, "about": None}),
    ("check in with Sam every 2 weeks", "Sam", lambda p: p["cadence"], "P2W"),
    ("no rhythm for Sam", "Sam", lambda p: (p["cadence"], p["next_check_in_on"]), ("none", None)),
    ("snooze Sam 2 weeks", "Sam", lambda p: p["next_check_in_on"], "2026-12-07"),
    ("pause Sam until March", "Sam", lambda p: p["paused_until"], "2027-03-01"),
    ("Sam's birthday is May 3", "Sam",
     lambda p: last(p, "milestones"), {"kind": "birthday", "on": "--05-03", "about": None}),
    ("Sam got promoted to VP", "Sam", lambda p: (last(p, "milestones")["kind"], p["role"]), ("promotion", "VP")),
    ("Lee moved to Globex as CTO", "Lee", lambda p: (p["company"], p["role"]), ("Globex", "CTO")),
    ("Lee moved to Globex as CTO", "Lee", lambda p: last(p, "positions")["from"], "2026-11-23"),
    ("Sam moved to Berlin", "Sam", lambda p: p["where"], "Berlin"),
    ("Lee passed away", "Lee", lambda p: (p["status"], p["next_check_in_on"]), ("deceased", None)),
    ("don't contact Sam", "Sam", lambda p: p["status"], "do_not_contact"),
    ("Sam is on leave until March", "Sam", lambda p: (p["status"], p["paused_until"]), ("on_leave", "2027-03-01")),
    ("note Sam: likes climbing", "Sam", lambda p: last(p, "notes")["text"], "likes climbing"),
    ("next time ask Sam about the marathon", "Sam", lambda p: last(p, "notes")["next_time"], True),
    ("Sam prefers email", "Sam", lambda p: p["channel"], "email"),
    ("Sam's email is sam@acme.com", "Sam", lambda p: p["email"], "sam@acme.com"),
    ("Sam's number is +44 20 7946 0958", "Sam", lambda p: p["phone"], "+44 20 7946 0958"),
    ("Sam's LinkedIn is https://linkedin.com/in/sam", "Sam", lambda p: p["links"], ["https://linkedin.com/in/sam"]),
    ("Sam goes by Sammy", "Sam", lambda p: p["aliases"], ["Sammy"]),
    ("tag Sam #investor", "Sam", lambda p: p["tags"], ["investor"]),
    ("promised Sam an intro to Lee by Friday", "Sam", lambda p: last(p, "promises"),
     {"direction": "mine", "about": "an intro to Lee", "due_on": "2026-11-27", "kept_on": None}),
    ("Sam owes me the deck", "Sam", lambda p: last(p, "promises")["direction"], "theirs"),
    ("sent Sam the book I promised", "Sam", lambda p: last(p, "promises")["kept_on"], "2026-11-23"),
    ("helped Sam with his talk", "Sam",
     lambda p: last(p, "help"), {"direction": "given", "about": "his talk", "on": "2026-11-23"}),
    ("ask Sam for feedback on my talk by Friday", "Sam", lambda p: last(p, "feedback"),
     {"stage": "ask", "about": "my talk", "on": "2026-11-27"}),
    ("feedback from Sam: slow down", "Sam", lambda p: last(p, "feedback")["stage"], "got"),
    ("acted on Sam's feedback", "Sam", lambda p: last(p, "feedback")["stage"], "acted"),
    ("promised Sam a book by Friday #readers", "Sam", lambda p: p["tags"], ["readers"]),
    ("snooze Sam 3 weeks, he's swamped", "Sam",
     lambda p: (p["next_check_in_on"], last(p, "notes")["text"]), ("2026-12-14", "he's swamped")),
    ("dinner with Lee tomorrow at 7", "Lee", lambda p: last(p, "plans")["time"], "19:00"),
    ("remind me in 90 minutes to call Lee", "Lee",
     lambda p: (last(p, "reminders")["on"], last(p, "reminders")["time"]), ("2026-11-23", "11:30")),
    ("Sam got promoted to VP and moved to Berlin", "Sam", lambda p: (p["role"], p["where"]), ("VP", "Berlin")),
    ("coffee with Lee tomorrow, ping him on Friday", "Lee",
     lambda p: (last(p, "plans")["on"], last(p, "reminders")["on"]), ("2026-11-24", "2026-11-27")),
    ("coffee with Lee. He loves running. Ping him in 3mo.", "Lee",
     lambda p: (last(p, "notes")["text"], last(p, "reminders")["on"]), ("loves running", "2027-02-23")),
    ("rename Sam to Sam Lee", "Sam Lee", lambda p: last(p, "interactions")["where"], "Acme office"),
    ("merge Lee into Sam", "Sam", lambda p: p["aliases"], ["Lee"]),
    ("coffee with Sam, promised him the deck by Friday", "Sam", lambda p: last(p, "promises")["about"], "the deck"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "name", "look", "expected"), KEPT)
def test_what_is_said_is_kept(ana: Person, sentence: str, name: str, look: Kept, expected: object) -> None:
    answer = ana.types(f"/rapport {sentence}", at=MONDAY)
    assert look(ana.export(name)) == expected
    assert name.split(maxsplit=1)[0] in answer.text
    assert "Undo" in answer.buttons


# The sentence; what the settings and tags of the export then hold.
SET: list[tuple[str, str, object]] = [
    ("nudge me at 9:30", "nudge_time", "09:30"),
    ("quiet hours 7pm to 7am", "quiet_hours", "19:00-07:00"),
    ("at most 2 nudges a day", "daily_limit", 2),
    ("timezone Europe/Paris", "timezone", "Europe/Paris"),
    ("working days sunday to thursday", "working_days", "sun-thu"),
    ("default rhythm every 2 months", "default_cadence", "P2M"),
    ("pause everything until Jan 5", "paused_until", "2027-01-05"),
]


@pytest.mark.parametrize(("sentence", "setting", "expected"), SET)
def test_settings_are_kept_and_undone(ana: Person, sentence: str, setting: str, expected: object) -> None:
    before = ana.network["settings"]
    answer = ana.types(f"/rapport {sentence}", at=MONDAY)
    assert ana.network["settings"][setting] == expected
    ana.clicks("Undo", on=answer)
    assert ana.network["settings"] == before


def test_a_tag_has_a_rhythm_and_a_pause(ana: Person) -> None:
    ana.types("/rapport check in with #python monthly", at=MONDAY)
    ana.types("/rapport pause #python until March", at=MONDAY)
    assert ana.network["tags"] == [{"tag": "python", "cadence": "P1M", "paused_until": "2027-03-01"}]
    assert ana.export("Priya Sharma")["cadence"] == "P1M"
    ana.types("/rapport resume #python", at=MONDAY)
    assert ana.network["tags"][0]["paused_until"] is None


# The sentence; what the answer says.
SAID = [
    ("who is Priya", "PyCon"),
    ("when did I last talk to Sam", "Acme office"),
    ("who did I meet at PyCon", "Priya Sharma"),
    ("#python", "Priya Sharma"),
    ("who did I meet since November", "3 people"),
    ("who haven't I talked to in 2 weeks", "Sam"),
    ("who's due", "Nobody"),
    ("who should I reach out to this month", "Nobody"),
    ("upcoming birthdays", "birthday"),
    ("what do I owe", "owe"),
    ("stats", "3 people"),
    ("settings", "09:00"),
    ("import", "file"),
    ("export", "comes as a file"),
    ("help", "met Priya"),
    ("?", "met Priya"),
    ("blue bananas fly", "didn't understand"),
    ("done", "didn't understand"),
]


@pytest.mark.parametrize(("sentence", "said"), SAID)
def test_what_is_asked_is_answered(ana: Person, sentence: str, said: str) -> None:
    before = ana.network
    answer = ana.types(f"/rapport {sentence}", at=MONDAY)
    assert said.lower() in answer.words.lower()
    assert ana.network == before


def test_forget_hides_at_once_and_ends_after_ten_minutes(playground: Stage, ana: Person) -> None:
    before = ana.network
    answer = ana.types("/rapport forget Priya Sharma", at=MONDAY)
    assert [one["name"] for one in ana.network["people"]] == ["Lee", "Sam"]
    undone = ana.clicks("Undo", on=answer)
    assert ana.network == before
    ana.clicks("Redo", on=undone)
    playground.tick("2026-11-23 10:15")
    assert "don't know" in ana.types("/whois Priya Sharma").text
    assert "nothing" in ana.clicks("Undo", on=answer).text.lower()
    assert [one["name"] for one in ana.network["people"]] == ["Lee", "Sam"]


def test_undo_in_words_goes_back_step_by_step(ana: Person) -> None:
    states = [ana.network]
    for sentence in ("called Sam", "check in with Sam weekly", "note Sam: likes jazz"):
        ana.types(f"/rapport {sentence}", at=MONDAY)
        states.append(ana.network)
    for state in reversed(states[:-1]):
        ana.types("/rapport undo")
        assert ana.network == state


def test_a_correction_replaces_and_its_undo_brings_back(ana: Person) -> None:
    ana.types("/rapport called Sam yesterday about budget", at=MONDAY)
    before = ana.network
    answer = ana.types("/rapport actually it was Thursday", at=MONDAY)
    called = [one for one in ana.export("Sam")["interactions"] if one["kind"] == "call"]
    assert [(one["on"], one["about"]) for one in called] == [("2026-11-19", "budget")]
    ana.clicks("Undo", on=answer)
    assert ana.network == before


def test_editing_a_message_amends_and_deleting_takes_back(ana: Person) -> None:
    empty = ana.network
    said = ana.types("coffee with Sam about apples", at=MONDAY)
    assert said.sent is not None
    ana.member.edits(said.sent, "lunch with Sam about pears")
    assert [(one["kind"], one["about"]) for one in ana.export("Sam")["interactions"]][-1] == ("meal", "pears")
    assert len(ana.export("Sam")["interactions"]) == 2
    ana.member.deletes(said.sent)
    assert ana.network == empty


THREAD = [
    ("done", "done", "Logged"),
    ("called her", "done", "Logged"),
    ("not yet, she hasn't replied", "no_answer", "no answer"),
    ("next week", "snoozed", ""),
    ("skip", "skipped", ""),
    ("not her again", "stopped", ""),
]


@pytest.mark.parametrize(("words", "answered", "shown"), THREAD)
def test_a_nudge_is_answered_in_its_thread(
    playground: Stage, ana: Person, words: str, answered: str, shown: str
) -> None:
    ana.types("/rapport no rhythm for Sam and Lee", at=MONDAY)
    playground.tick("2027-02-02 09:00")
    [nudge] = [one for one in ana.inbox if "Priya" in one.text]
    before = ana.network
    ana.types(words, thread=nudge)
    assert ana.export("Priya Sharma")["nudges"][-1]["answered"] == answered
    playground.settle()
    [rewritten] = [one for one in ana.inbox if one.ts == nudge.ts]
    assert shown in rewritten.text
    ana.clicks("Undo", on=rewritten)
    assert ana.network == before


def test_a_correction_days_later_keeps_the_day_and_the_place(ana: Person) -> None:
    ana.types("/met Kim at FOSDEM", at=MONDAY)
    ana.types("/rapport actually it was about hiring", at="2026-11-25 10:00")
    [met] = ana.export("Kim")["interactions"]
    assert (met["on"], met["where"], met["about"]) == ("2026-11-23", "FOSDEM", "hiring")
    ana.types("/rapport I meant PyCon", at="2026-11-25 10:00")
    assert ana.export("Kim")["interactions"][0]["where"] == "PyCon"
