"""Read aloud, without colour and without emoji, everything still says what it is: each button whom it is about.

A screen reader says a button's `accessibility_label`, else its text; it reads a message's `text` in the place of its
blocks, and a desktop notification may show the first block alone.
"""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.answers import answer
from bot.blocks.home import home
from bot.blocks.message import Message
from bot.blocks.nudges import nudge, together
from bot.network.outcomes import (
    Answered,
    DueNow,
    FailedNudge,
    HomeView,
    NudgeView,
    Outcome,
    Page,
    PromiseFact,
    Question,
    RestingFact,
)
from tests.blocks.people import SETTINGS, TODAY, nudge_view, person, recorded
from tests.blocks.records import records
from tests.blocks.test_properties import many

Json = dict[str, Any]
NAMES = ("Ana", "Sam", "Lee")


def buttons(blocks: list[Json]) -> list[Json]:
    """Every button, in its order."""
    rows = [block.get("elements", []) for block in blocks if block["type"] == "actions"]
    beside = [[block["accessory"]] for block in blocks if "accessory" in block]
    return [one for row in [*rows, *beside] for one in row if one["type"] == "button"]


def spoken(button: Json) -> str:
    """What a screen reader calls it."""
    said: str = button.get("accessibility_label") or button["text"]["text"]
    return said


def one_by_one(view: HomeView) -> list[str]:
    return [spoken(button) for button in buttons(home(view)["blocks"])]


def test_no_two_buttons_of_home_are_called_alike() -> None:
    people = [person(name, id=place) for place, name in enumerate(NAMES, start=1)]
    nudges = [nudge_view("check_in", name, id=f"n{name}") for name in NAMES]
    view = HomeView(
        TODAY,
        SETTINGS,
        due=Page(tuple(DueNow(one) for one in nudges), 30),
        failed=Page((FailedNudge(nudge_view("check_in", "Kenji", id="n9"), None),), 30),
        mine=Page(tuple(PromiseFact("mine", "it", None, TODAY, one.name, one.id) for one in people), 30),
        theirs=Page(tuple(PromiseFact("theirs", "that", None, TODAY, one.name, one.id + 10) for one in people), 30),
        resting=Page(tuple(RestingFact("paused", None, one) for one in people), 30),
    )
    said = one_by_one(view)

    assert len(set(said)) == len(said)
    for name in NAMES:
        assert sum(name in one for one in said) == 8  # done, in a week, open, kept, got, two edits, resume


def test_each_row_of_one_message_names_its_person() -> None:
    said = [spoken(one) for one in buttons(together([nudge_view("check_in", name) for name in NAMES]).blocks)]

    assert len(set(said)) == len(said)
    assert all(any(name in one for name in NAMES) for one in said)


def test_the_buttons_of_an_answer_say_what_they_are_about() -> None:
    said = [spoken(one) for one in buttons(answer(recorded("log", person("Priya", is_new=True))).blocks)]

    assert said
    assert all("Priya" in one for one in said)


def test_a_question_names_whom_each_button_means() -> None:
    asked = recorded("log", person("Priya")).meaning
    question = Question("q1", "which", "Priya", (person("Priya Shah"), person("Priya Rao", id=8)), asked, True)
    said = [spoken(one) for one in buttons(answer(question).blocks)]

    assert said == ["Priya Shah", "Priya Rao", "Priya is someone new", "Cancel, store nothing"]


def first_text(message: Message) -> str:
    """What the first block says."""
    block = message.blocks[0]
    said: str = block["text"]["text"] if block["type"] == "section" else ""
    return said


def says_the_same(message: Message) -> bool:
    """Whether the text tells what the blocks do from their beginning, in letters and not by signs alone."""
    begins = message.text[:200].startswith(first_text(message)[:200].split("\n")[0])
    return begins and re.search(r"\w", message.text) is not None


@pytest.mark.parametrize(
    "kind", [one for one in get_args(Outcome) if one is not Answered], ids=lambda one: one.__name__
)
def test_the_text_of_an_answer_says_what_its_blocks_do(kind: type) -> None:
    @many(10)
    @given(records(kind))
    def holds(outcome: Any) -> None:
        assert says_the_same(answer(outcome))

    holds()


@many(60)
@given(records(NudgeView))
def test_the_text_of_a_nudge_says_what_its_blocks_do(view: NudgeView) -> None:
    assert says_the_same(nudge(view))


@many(20)
@given(st.lists(records(NudgeView), min_size=1, max_size=3))
def test_the_text_of_many_nudges_says_what_its_blocks_do(views: list[NudgeView]) -> None:
    assert says_the_same(together(views))
