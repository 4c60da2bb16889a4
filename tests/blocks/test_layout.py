"""Blocks that are written as they are sent: just what slack_sdk's models make of them, and within its limits."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.layout import Button, actions, context, divider, element, section

LONG = "Priya & <the> *others* " * 500
QUIET, LOUD = Button("Undo", "undo", "1"), Button(LONG, "rhythm:P1M", LONG, LONG, is_primary=True)
EMPTY = Button("\u200b", "try:1", " ", "\u200b")

BLOCKS = [
    section("met *Priya*"),
    section(LONG),
    section("", QUIET),
    section("met *Priya*", LOUD),
    context("noted"),
    context(LONG),
    divider(),
    actions([QUIET, LOUD, EMPTY]),
    actions([Button(str(place), f"pick:{place}", str(place)) for place in range(30)]),
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_is_what_slacks_models_make_of_it(block: dict[str, Any]) -> None:
    model = Block.parse(block)
    assert model is not None
    model.validate_json()
    assert model.to_dict() == block


@pytest.mark.parametrize("button", [QUIET, LOUD, EMPTY])
def test_a_button_among_other_elements_is_the_same(button: Button) -> None:
    made = element(button)
    assert isinstance(made, ButtonElement)
    assert made.to_dict() == actions([button])["elements"][0]
