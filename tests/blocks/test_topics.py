"""What a text is, so that a sentence can be built around it."""

from __future__ import annotations

import pytest

from bot.blocks.topics import addressed, asked, naming, topic, yours

TOPICS = [
    ("the budget", "the budget"),
    ("the pilot; the budget", "the pilot and the budget"),
    ("He's busy", ""),
    ("on Feb 30", ""),
    ("he quit; is free", ""),
    ("x" * 100, ""),
    (None, ""),
]
YOURS = [("my talk", "your talk"), ("send me the deck", "send you the deck"), ("what I said about my talk",) * 2]
ADDRESSED = [
    ("her new team", "your new team"),
    ("Their tracing tool", "Your tracing tool"),
    ("his plans with her boss", ""),
    ("Sam's deal and his job", ""),
    ("what she said", ""),
]
ASKED = [
    ("ask Priya about the marathon", "the marathon"),
    ("ask how her move went", "how her move went"),
    ("the marathon", ""),
]
NAMING = [
    ("call Dave", "call Dave"),
    ("call him", "call Dave"),
    ("send her the deck", "send Dave the deck"),
    ("review her CV", "review her CV (Dave)"),
    ("ping them about my offer", "ping Dave about your offer"),
    ("book a table", "book a table (Dave)"),
]


@pytest.mark.parametrize(("text", "expected"), TOPICS)
def test_topic(text: str | None, expected: str) -> None:
    assert topic(text) == expected


@pytest.mark.parametrize(("text", "expected"), YOURS)
def test_the_owners_words_told_back(text: str, expected: str) -> None:
    assert yours(text) == expected


@pytest.mark.parametrize(("text", "expected"), ADDRESSED)
def test_words_about_somebody_said_to_them(text: str, expected: str) -> None:
    assert addressed(text) == expected


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_what_is_to_be_asked(text: str, expected: str) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMING)
def test_a_task_names_for_whom_it_is(text: str, expected: str) -> None:
    assert naming(text, ["Dave", "Jones"][0]) == expected
