"""Every line of `tests/sentences.jsonl` means what it says there; the comparison lives in `sentences.py`."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.language import explain, parse
from bot.language.meanings import INTENTS

from .sentences import Sentence, differences, plain, sentences

LINES = sentences()


@pytest.mark.parametrize("line", LINES, ids=[line.id for line in LINES])
def test_a_sentence_means_what_its_line_says(line: Sentence) -> None:
    wrong = differences(line.expect, parse(line.text, **line.told).as_json())

    assert not wrong, _failure(line, wrong)


def _failure(line: Sentence, wrong: list[str]) -> str:
    said = f"{line.text!r} in {line.command}, said {line.at:%A %Y-%m-%d %H:%M} in {line.at.tzinfo}"
    reason = [f"  ({line.why})"] if line.why else []
    trace = [
        f"    {each.field}: {each.words!r} by {each.rule!r}" + f", command {each.command}" * bool(each.command)
        for each in explain(line.text, **line.told).reasons
    ]
    return "\n".join([said, *reason, *(f"  {each}" for each in wrong), "  read as:", *trace])


def test_every_line_has_an_id_of_its_own() -> None:
    assert [each for each, count in Counter(line.id for line in LINES).items() if count > 1] == []


def test_every_intent_is_spoken_for() -> None:
    spoken = Counter(line.expect["intent"] for line in LINES)

    assert {intent: spoken[intent] for intent in INTENTS if spoken[intent] < 5} == {}


SAME = [
    ("The “Deck” — v2!", "the 'deck' v2"),
    ("O’Neill", "o'neill"),
    ("🎉 hiring 🎉", "Hiring"),
    ("busy; call back", "busy. call back"),
    ("Jose\u0301", "José"),
]
APART = [("C++", "C"), ("50%", "50"), ("re:Invent", "reInvent"), ("the deck", "deck")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_reads_differently_is_not(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_fault_is_seen_in_every_field_and_place() -> None:
    right = {"intent": "log", "people": ["Ana", "Lee"], "then": [{"intent": "remind", "on": "2026-11-24"}]}

    assert differences(right, {**right, "people": ["lee", "ANA"], "doubts": ["Feb 30"]}) == []
    assert differences(right, {**right, "people": ["Ana"]}) == ["people: expected ['Ana', 'Lee'], got ['Ana']"]
    assert differences(right, {**right, "about": "x"}) == ["about: expected None, got 'x'"]
    late = {**right, "then": [{"intent": "remind", "on": "2026-11-25"}]}
    assert differences(right, late) == ["then[0].on: expected '2026-11-24', got '2026-11-25'"]
    assert differences(right, {**right, "then": []}) != []
