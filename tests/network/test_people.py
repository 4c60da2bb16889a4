"""Which contact is meant: the same name files, a near one or several ask, a new one is said to be new."""

from __future__ import annotations

import pytest

from bot.language.meanings import Meaning
from bot.network.outcomes import Failed, Question, Recorded
from bot.network.people import near_names
from bot.store.engine import Database
from bot.store.tables import ContactRow
from tests.network.given import Speaker


def names(ana: Speaker) -> list[str]:
    return sorted(row.name for row in ana.rows(ContactRow))


def acquainted(database: Database, *people: str) -> Speaker:
    ana = Speaker(database)
    for name in people:
        ana.chooses_new(name, "note", about="known")
    return ana


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Priya", "priya"),
        ("José Núñez", "jose nunez"),
        ("Søren", "Soren"),
        ("O'Neill", "o neill"),
        ("Jean-Luc", "JEAN LUC"),
        ("李雷", "李雷"),
        ("🦊", "🦊"),
        ("Priya Sharma", "Sharma"),
        ("Priya Sharma", "Priya"),
    ],
)
def test_the_same_name_in_other_letters_and_a_part_of_it_file(database: Database, known: str, typed: str) -> None:
    ana = acquainted(database, known)
    told = ana.records("log", typed)
    [person] = told.people
    assert (person.name, person.is_new) == (known, False)
    assert person.matched_by == ("part" if len(typed) < len(known) and " " in known and " " not in typed else "name")
    assert names(ana) == [known]


def test_an_alias_files(database: Database) -> None:
    ana = acquainted(database, "Priya Sharma")
    ana.says("details", "Priya", to="Pri")
    assert ana.records("log", "pri").people[0].name == "Priya Sharma"


def test_the_whole_name_of_one_beats_being_part_of_anothers(database: Database) -> None:
    ana = acquainted(database, "Priya", "Priya Sharma")
    assert ana.records("log", "priya").people[0].name == "Priya"


def test_several_of_the_name_ask_and_the_answer_is_carried_out(database: Database) -> None:
    ana = acquainted(database, "Priya Shah", "Priya Sharma")
    question = ana.says("log", "Priya", kind="call")
    assert isinstance(question, Question)
    assert (question.kind, question.may_be_new) == ("which", True)
    assert [person.name for person in question.candidates] == ["Priya Shah", "Priya Sharma"]

    sharma = question.candidates[1].id
    told = ana.chooses(Meaning(intent="log", people=("Priya",)), "Priya", sharma)
    assert isinstance(told, Recorded)
    assert [person.name for person in told.people] == ["Priya Sharma"]
    assert ana.contact("Priya Shah").last_interaction_on is None


@pytest.mark.parametrize("typed", ["Pryia", "Pryia Sharma", "priya sharm"])
def test_a_near_name_asks_and_writes_nothing(database: Database, typed: str) -> None:
    ana = acquainted(database, "Priya Sharma", "Sam")
    before = ana.facts()
    question = ana.says("log", "Noor", typed)
    assert isinstance(question, Question)
    assert question.kind == "near"
    assert [person.name for person in question.candidates] == ["Priya Sharma"]
    assert ana.facts() == before


@pytest.mark.parametrize("typed", ["Noor", "Priya Shah", "Samantha", "Al"])
def test_a_new_name_is_somebody_new(database: Database, typed: str) -> None:
    ana = acquainted(database, "Priya Sharma", "Sam")
    told = ana.records("log", typed)
    assert told.people[0].is_new
    assert names(ana) == sorted(["Priya Sharma", "Sam", typed])


def test_nobody_is_added_by_a_sentence_that_needs_somebody_known(database: Database) -> None:
    ana = acquainted(database, "Priya Sharma")
    for intent in ("snooze", "pause", "resume", "brief", "forget", "rename", "merge"):
        assert isinstance(ana.says(intent, "Wolfgang", to="X"), Failed), intent
    assert names(ana) == ["Priya Sharma"]


def test_a_member_is_found_by_their_mention_whatever_they_are_called(database: Database) -> None:
    ana = Speaker(database)
    assert ana.records("log", "<@U7>").people[0].is_new
    ana.says("rename", "<@U7>", to="Priya Sharma")
    for typed in ("<@U7>", "<@U7|priya>", "Priya"):
        told = ana.records("log", typed)
        assert (told.people[0].name, told.people[0].slack_user) == ("Priya Sharma", "U7")
    assert names(ana) == ["Priya Sharma"]


def test_somebody_named_twice_in_a_sentence_counts_once(database: Database) -> None:
    ana = acquainted(database, "Priya Sharma")
    assert len(ana.records("log", "Priya", "Priya Sharma", "Noor", "noor").people) == 2


NEAR = [
    ("pryia", ["priya sharma", "sam"], ["priya sharma"]),
    ("priya sharma", ["priya"], ["priya"]),
    ("priya shah", ["priya sharma"], []),
    ("sam", ["samantha", "sam beck"], ["sam beck"]),
    ("jon smith", ["john smith", "jon smyth", "jane smith"], ["john smith", "jon smyth"]),
    ("ben", ["ken", "len"], []),  # another first letter is another name
]


@pytest.mark.parametrize(("typed", "known", "near"), NEAR)
def test_near_names(typed: str, known: list[str], near: list[str]) -> None:
    assert sorted(near_names(typed, known)) == sorted(near)
