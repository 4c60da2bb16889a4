"""What each intent writes, and that taking it back restores every row, and putting it back too."""

from __future__ import annotations

from typing import Any

import pytest

from bot.language.meanings import Meaning, MonthDay
from bot.network.outcomes import Forgotten, Recorded, SettingsShown, Several, Undone
from bot.store.engine import Database
from tests.network.given import Speaker, day, differences

# intent, people, fields, and how many rows each table has more (or fewer) of afterwards
CHANGES: list[tuple[str, tuple[str, ...], dict[str, Any], dict[str, int]]] = [
    ("log", ("Priya",), {"kind": "met", "where": "PyCon", "about": "hiring"}, {"contact": 1, "interaction": 1}),
    ("log", ("Sam",), {"kind": "call", "on": day("2026-11-20")}, {"interaction": 1}),
    ("log", ("Sam", "Priya", "Lee"), {"tags": ("x", "y")}, {"contact": 1, "interaction_person": 3, "contact_tag": 6}),
    ("log", ("Sam",), {"follow_up": day("2026-12-07")}, {"interaction": 1, "reminder": 1}),
    ("log", ("Sam",), {"follow_up": "soon", "every": "P1M"}, {"interaction": 1, "reminder": 1}),
    ("log", ("Sam",), {"outcome": "no_answer", "kind": "call"}, {"interaction": 1}),
    ("log", ("Priya",), {"via": ("Sam", "Noor"), "company": "Acme", "role": "CTO"}, {"contact": 2, "interaction": 1}),
    ("remind", ("Sam",), {"about": "send the deck", "on": day("2026-12-04"), "time": "15:00"}, {"reminder": 1}),
    ("remind", (), {"about": "water the plants"}, {"reminder": 1}),
    ("plan", ("Lee", "Noor"), {"kind": "meal", "on": day("2026-12-03"), "time": "12:30"}, {"plan": 2, "contact": 1}),
    ("cadence", ("Sam",), {"every": "P2W", "about": "the budget"}, {"note": 1}),
    ("cadence", ("Sam",), {"every": "none"}, {}),
    ("cadence", (), {"tags": ("friends",), "every": "P1M"}, {"tag": 1}),
    ("snooze", ("Sam",), {"until": day("2026-12-07")}, {}),
    ("snooze", (), {"tags": ("friends",)}, {}),
    ("pause", ("Sam",), {}, {}),
    ("pause", (), {"tags": ("friends",), "until": day("2027-01-05")}, {"tag": 1}),
    ("pause", (), {"until": day("2027-01-05")}, {}),
    ("resume", ("Max",), {}, {}),
    ("milestone", ("Sam",), {"milestone": "birthday", "on": MonthDay(5, 3)}, {"milestone": 1}),
    ("milestone", ("Lee",), {"milestone": "birthday", "on": MonthDay(5, 3)}, {}),  # it replaces the one that is known
    ("milestone", ("Sam",), {"milestone": "promotion", "role": "VP"}, {"milestone": 1, "position": 1}),
    ("change", ("Lee",), {"company": "Globex", "role": "CTO"}, {"position": 2}),
    ("change", ("Lee",), {"company": "Acme", "status": "left"}, {"position": 1}),
    ("change", ("Sam",), {"status": "deceased"}, {}),
    ("change", ("Sam",), {"status": "on_leave", "until": day("2027-03-01")}, {}),
    ("change", ("Sam",), {"where": "Berlin", "about": "for a while"}, {"note": 1}),
    ("note", ("Sam",), {"about": "likes climbing", "channel": "email"}, {"note": 1}),
    ("note", ("Noor",), {"about": "the marathon", "next_time": True}, {"contact": 1, "note": 1}),
    ("details", ("Sam",), {"email": "s@acme.com", "phone": "+44 1", "link": "https://s.com", "to": "Sammy"}, {}),
    ("details", ("Sam",), {"tags": ("investor",)}, {"contact_tag": 1}),
    ("promise", ("Sam", "Noor"), {"about": "an intro", "on": day("2026-11-27")}, {"promise": 2, "contact": 1}),
    ("kept", ("Lee",), {"about": "the book"}, {}),
    ("kept", ("Sam",), {"about": "the deck"}, {"promise": 1}),
    ("help", ("Sam",), {"direction": "received", "about": "his talk"}, {"help": 1}),
    ("feedback", ("Sam",), {"stage": "ask", "about": "my talk"}, {"feedback": 1}),
    ("feedback", ("Lee",), {"stage": "got", "about": "slow down"}, {"feedback": 1}),
    ("rename", ("Sam",), {"to": "Samuel Beck"}, {}),
    ("merge", ("Max",), {"to": "Lee"}, {"contact": -1}),
    ("merge", ("Lee",), {"to": "Sam"}, {"contact": -1}),
    ("forget", ("Lee",), {}, {}),
    ("forget", (), {}, {}),
    ("settings", (), {"setting": "nudge_time", "value": "07:30"}, {}),
    ("settings", (), {"setting": "timezone", "value": "Europe/Paris"}, {}),
]
_COUNTED = (
    *("contact", "interaction", "interaction_person", "reminder", "plan", "tag", "contact_tag"),
    *("milestone", "position", "note", "promise", "help", "feedback"),
)


def network(database: Database) -> Speaker:
    """Somebody who knows Sam, Lee and Max; Lee has a bit of everything, and two nudges about Lee were sent."""
    ana = Speaker(database)
    ana.says("log", "Sam", "Lee", kind="coffee", on=day("2026-08-20"), tags=("friends",))
    ana.says("log", "Max", "Lee", kind="meal", on=day("2026-10-01"))
    ana.says("details", "Lee", company="Acme", role="Engineer", email="lee@acme.com", to="Leo")
    ana.says("milestone", "Lee", milestone="birthday", on=MonthDay(11, 24))
    ana.says("promise", "Lee", about="the book", on=day("2026-11-24"))
    ana.says("feedback", "Lee", stage="ask", about="my talk", on=day("2026-11-23"))
    ana.says("remind", "Max", about="the deck", on=day("2026-11-23"))
    ana.says("plan", "Lee", kind="meal", on=day("2026-11-20"))
    ana.says("pause", "Max")
    assert len(ana.ticks("2026-11-23 10:00")) > 2
    return ana


@pytest.mark.parametrize(("intent", "people", "fields", "counts"), CHANGES)
def test_what_is_said_is_written_and_can_be_undone_and_redone(
    database: Database, intent: str, people: tuple[str, ...], fields: dict[str, Any], counts: dict[str, int]
) -> None:
    ana = network(database)
    before = ana.facts()
    outcome = ana.says(intent, *people, **fields)
    assert isinstance(outcome, Recorded | Forgotten | SettingsShown), outcome
    after = ana.facts()

    changed = {name: len(after[name]) - len(before[name]) for name in _COUNTED if len(after[name]) != len(before[name])}
    if intent != "merge":  # which moves rows
        assert {name: changed.get(name, 0) for name in counts} == counts
    assert differences(before, after)
    assert outcome.change is not None

    ana.undoes(outcome.change)
    assert differences(before, ana.facts()) == []
    ana.redoes(outcome.change)
    assert differences(after, ana.facts()) == []
    ana.undoes(outcome.change)
    assert differences(before, ana.facts()) == []


@pytest.mark.parametrize("intent", ["brief", "find", "due", "upcoming", "owed", "stats", "help_me", "export", "import"])
def test_a_question_changes_nothing_and_leaves_nothing_to_undo(database: Database, intent: str) -> None:
    ana = network(database)
    before = ana.facts()
    ana.says(intent, *(["Lee"] if intent == "brief" else []))

    assert differences(before, ana.facts()) == []
    undone = ana.says("undo")
    assert isinstance(undone, Undone)
    assert undone.meaning.intent == "pause"  # the last thing that was said before


def test_a_line_of_several_things_is_one_change(database: Database) -> None:
    ana = network(database)
    before = ana.facts()
    outcome = ana.means(
        Meaning(
            intent="log",
            people=("Noor",),
            then=(
                Meaning(intent="promise", people=("Noor",), about="the deck"),
                Meaning(intent="cadence", people=("Noor",), every="P1M"),
            ),
        )
    )

    assert isinstance(outcome, Several)
    assert len(outcome.outcomes) == 3
    ana.says("undo")
    assert differences(before, ana.facts()) == []
