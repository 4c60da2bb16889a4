"""An import is one change: taken back as a whole, put back, and what was changed since stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.network.archive import everything
from bot.network.errors import NothingToUndoError
from bot.network.outcomes import ImportTaken
from bot.store.engine import Database
from bot.store.keeping import forget_contacts
from bot.transfer import own
from bot.transfer.taking_in import Taken, take_in
from tests.network.given import ANA, BEN, Speaker

HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def csv(*names: str) -> bytes:
    rows = (f"{name},Lee,,{name.lower()}@new.example,Globex,CTO,1 Feb 2022\n" for name in names)
    return (HEAD + "".join(rows)).encode()


def network(who: Speaker) -> dict[str, Any]:
    """Everything that is theirs, as an export has it."""
    exported: dict[str, Any] = who.turn(lambda turn: json.loads(own.dump(everything(turn.session, turn.owner.id))))
    return exported


def brings(who: Speaker, data: bytes, warm: tuple[int, ...] = ()) -> Taken:
    return take_in(who.database, who.owner, data, who.at, warm=warm, name="people.csv")


def taken(who: Speaker, change: str | None) -> ImportTaken:
    assert change is not None
    found = who.undoes(change).taken
    assert found is not None
    return found


@pytest.fixture
def ana(database: Database) -> Speaker:
    ana = Speaker(database, ANA)
    ana.records("log", "Kim Lee", where="PyCon", tags=("python",))
    ana.records("details", "Kim Lee", email="kim@old.example")
    ana.records("log", "Noor")
    return ana


def test_all_of_it_is_taken_back_and_put_back(ana: Speaker) -> None:
    before = network(ana)
    first = brings(ana, csv("Kim", "Sam", "Pat", "Lou"), warm=(1,))
    after = network(ana)
    assert (first.added, first.known, first.warm) == (3, 1, 1)
    assert after != before

    assert taken(ana, first.change) == ImportTaken("people.csv", people=3, known=1, stayed=0)
    assert network(ana) == before
    again = ana.redoes(first.change or "")
    assert again.taken == ImportTaken("people.csv", people=3, known=1, stayed=0)
    assert network(ana) == after
    taken(ana, first.change)
    assert network(ana) == before


def test_what_was_changed_since_stays(ana: Speaker) -> None:
    first = brings(ana, csv("Kim", "Sam", "Pat", "Lou"), warm=(1, 2))
    ana.records("note", "Sam Lee", about="likes climbing")
    ana.records("details", "Kim Lee", company="Initech")
    ana.records("promise", "Lou Lee", about="the deck")
    ana.undoes(ana.changes("note", "Lou Lee", about="nothing much"))
    kim, people = network(ana)["people"], network(ana)["people"]
    sam, lou = (next(one for one in people if one["name"] == name) for name in ("Sam Lee", "Lou Lee"))

    assert taken(ana, first.change) == ImportTaken("people.csv", people=1, known=0, stayed=3)

    left = {one["name"]: one for one in network(ana)["people"]}
    assert sorted(left) == ["Kim Lee", "Lou Lee", "Noor", "Sam Lee"]
    assert (left["Sam Lee"], left["Lou Lee"]) == (sam, lou)
    assert (left["Kim Lee"]["company"], left["Kim Lee"]["role"]) == ("Initech", None)
    assert left["Kim Lee"]["email"] == "kim@old.example"
    assert left["Kim Lee"]["notes"] == []  # that it brought
    assert kim is not None


def test_a_second_import_of_the_same_is_no_change(ana: Speaker) -> None:
    brings(ana, csv("Sam"))
    assert brings(ana, csv("Sam")).change is None


def test_our_own_export_is_taken_back_with_the_settings(database: Database) -> None:
    ana, ben = Speaker(database, ANA, settings={"nudge_time": "07:30"}), Speaker(database, BEN)
    for who in (ana, ben):
        who.records("log", "Priya", where="PyCon" if who is ana else "FOSDEM")
    ana.records("log", "Priya", "Kenji", about="hiring")
    ana.records("cadence", tags=("python",), every="P1M")
    ana.records("plan", "Kenji", on=ana.at.date() + timedelta(days=3), kind="coffee")
    ana.records("promise", "Priya", about="the deck")
    ana.says("remind", on=ana.at.date() + timedelta(days=3), about="file the taxes")
    before = network(ben)

    first = brings(ben, json.dumps(network(ana)).encode())
    after = network(ben)
    assert after["settings"]["nudge_time"] == "07:30"

    taken(ben, first.change)
    assert network(ben) == before
    ben.redoes(first.change or "")
    assert network(ben) == after


def test_the_import_of_another_is_not_ones_to_take_back(ana: Speaker) -> None:
    first, ben = brings(ana, csv("Sam")), Speaker(ana.database, BEN)
    with pytest.raises(NothingToUndoError):
        ben.undoes(first.change or "")
    assert len(network(ana)["people"]) == 3


LATE: list[Callable[[Speaker], object]] = [
    lambda ana: setattr(ana, "at", ana.at + timedelta(minutes=11)),
    lambda ana: brings(ana, csv("Sam")),  # it came again: twice would be double
]


@pytest.mark.parametrize("happens", LATE)
def test_what_is_gone_for_good_is_not_put_back(ana: Speaker, happens: Callable[[Speaker], object]) -> None:
    first = brings(ana, csv("Sam", "Pat"))
    taken(ana, first.change)
    happens(ana)
    before = network(ana)
    with pytest.raises(NothingToUndoError):
        ana.redoes(first.change or "")
    assert network(ana) == before


def test_an_import_taken_back_is_erased_like_what_was_forgotten(ana: Speaker) -> None:
    first = brings(ana, csv(*(f"Sam{place}" for place in range(2500))))
    taken(ana, first.change)
    gone = ana.turn(lambda turn: forget_contacts(turn.session, turn.owner.id, turn.at))
    assert gone == 2500
    assert len(network(ana)["people"]) == 2


def test_undo_in_words_takes_back_an_import_if_that_was_the_last_thing(ana: Speaker) -> None:
    before = network(ana)
    brings(ana, csv("Sam"))
    ana.says("undo")
    assert network(ana) == before
    ana.says("undo")
    assert len(network(ana)["people"]) == 1
