"""What was said in plain sentences goes out and comes back as it was: no word of it is lost on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation import Conversation
from bot.network.nudges import write_down
from bot.network.owners import Owner, find_owner
from bot.store.engine import Database
from bot.transfer.own import dump
from bot.transfer.taking_in import take_in
from tests.transfer.networks import ANA, taken_out

CLEO = Owner("T2", "U9")
SAID_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SENTENCES = (
    "met Priya Sharma and Sam at PyCon yesterday about hiring #python follow up in 2 weeks",
    "called Priya Sharma on Friday, no answer",
    "met Lee through Sam",
    "remind me to send Sam the deck next Friday at 3pm",
    "remind me to file the taxes on Dec 4",
    "lunch with Sam next Thursday at 12:30 in Milan",
    "check in with Sam every 10 days",
    "check in with #python every 2 months",
    "pause Lee until March",
    "Priya Sharma's birthday is May 3",
    "Sam started at Acme on 1 Feb 2021",
    "Priya Sharma got promoted to VP",
    "Lee moved to Globex as CTO",
    "Lee moved to Berlin",
    "note Priya Sharma: likes climbing",
    "next time ask Priya Sharma about the marathon",
    "Priya Sharma prefers email",
    "Priya Sharma's email is p@acme.example",
    "Sam's number is +44 20 7946 0958",
    "Lee goes by Leo",
    "promised Sam an intro to Lee by Friday",
    "Sam owes me the deck",
    "sent Sam the intro I promised",
    "helped Lee with the talk",
    "ask Priya Sharma for feedback on my talk by Friday",
    "feedback from Sam: slow down",
    "met Noor at the Berlin office",
    "met Zoe",
    "Zoe passed away",
    "no rhythm for Lee",
    "at most 3 nudges a day",
    "quiet hours 9pm to 7am",
)


def talked(database: Database, days: int) -> None:
    """Everything is said, and what is due in the first days written down."""
    conversation = Conversation(database)
    for sentence in SENTENCES:
        conversation.answer(ANA, sentence, at=SAID_AT, command="dm")
    for day in range(days):
        clock_strikes(database, ANA, day)


def clock_strikes(database: Database, owner: Owner, day: int) -> None:
    """What is due so many days later is written down."""
    with database.writing() as session:
        row = find_owner(session, owner)
        assert row is not None
        write_down(session, row, SAID_AT + timedelta(days=day))


def exported(database: Database, owner: Owner) -> dict[str, Any]:
    """The export without what names its owner; a nudge's id is free for one owner only."""
    data: dict[str, Any] = json.loads(dump(taken_out(database, owner)))
    del data["team"], data["user"]
    for person in data["people"]:
        person["nudges"] = sorted(
            ({name: value for name, value in nudge.items() if name != "id"} for nudge in person["nudges"]), key=str
        )
    return data


def test_what_was_said_comes_back(database: Database) -> None:
    talked(database, 8)

    taken = take_in(database, CLEO, dump(taken_out(database, ANA)).encode(), SAID_AT)

    assert taken.problems == ()
    before = exported(database, ANA)
    assert sum(len(person["nudges"]) for person in before["people"]) > 2
    assert exported(database, CLEO) == before


def test_a_second_time_changes_nothing(database: Database) -> None:
    talked(database, 8)
    file = dump(taken_out(database, ANA)).encode()
    take_in(database, CLEO, file, SAID_AT)
    before = exported(database, CLEO)

    again = take_in(database, CLEO, file, SAID_AT)

    assert (again.added, again.records) == (0, 0)
    assert exported(database, CLEO) == before


@pytest.mark.parametrize("days", [2, 8])  # before and after the thank-you for a first meeting
def test_the_next_months_bring_the_same_nudges(database: Database, days: int) -> None:
    talked(database, days)
    take_in(database, CLEO, dump(taken_out(database, ANA)).encode(), SAID_AT + timedelta(days=days - 1))

    for day in range(days, 120):
        for owner in (ANA, CLEO):
            clock_strikes(database, owner, day)

    assert exported(database, CLEO) == exported(database, ANA)
