"""The checks of what Slack takes, checked: what is spoilt on purpose is found, by ours and the playground's alike."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks.home import home
from bot.blocks.layout import Ask, Button, actions, context, header, section
from bot.blocks.settings_form import settings_modal
from bot.network.outcomes import HomeView
from bot.network.owners import WEEKDAYS
from bot.playground.blockkit import check_view
from bot.playground.state import World
from tests.blocks.limits import wrong_with_home, wrong_with_modal
from tests.blocks.people import SETTINGS, TODAY

Json = dict[str, Any]
ASK = Ask("Sure?", "It goes.", "Yes", "No")
VALUES: dict[str, str | tuple[str, ...]] = {
    "nudge_time": "09:00", "working_days": WEEKDAYS, "default_cadence": "P3M", "delivery": "each",
    "daily_limit": "5", "lead_days": "0", "timezone": "Europe/Paris", "paused_until": "2031-01-05",
}  # fmt: skip


def plain_home() -> Json:
    """A Home with one block of each sort: heading, paragraph, small letters, buttons."""
    view = home(HomeView(TODAY, SETTINGS))
    two = [Button("One", "one", "1"), Button("Two", "two", "2", "The second", asks=ASK)]
    view["blocks"] = [header("Due"), section("Now", two[0]), context("small"), actions(two)]
    return view


def element(view: Json, kind: str) -> Json:
    """The first element of a kind."""
    found: Json = next(one["element"] for one in view["blocks"] if one.get("element", {}).get("type") == kind)
    return found


HOMES: dict[str, Callable[[Json], object]] = {
    "too many blocks": lambda view: view["blocks"].extend([section("x")] * 100),
    "a long heading": lambda view: view["blocks"][0]["text"].update(text="x" * 151),
    "a long paragraph": lambda view: view["blocks"][1]["text"].update(text="x" * 3001),
    "an empty paragraph": lambda view: view["blocks"][1]["text"].update(text=""),
    "long small letters": lambda view: view["blocks"][2]["elements"][0].update(text="x" * 2001),
    "a long label": lambda view: view["blocks"][3]["elements"][0]["text"].update(text="x" * 76),
    "a long value": lambda view: view["blocks"][3]["elements"][0].update(value="x" * 2001),
    "a long spoken label": lambda view: view["blocks"][3]["elements"][1].update(accessibility_label="x" * 76),
    "a strange style": lambda view: view["blocks"][3]["elements"][0].update(style="default"),
    "one id twice": lambda view: view["blocks"][3]["elements"][1].update(action_id="one"),
    "a long id": lambda view: view["blocks"][3]["elements"][1].update(action_id="x" * 256),
    "no buttons": lambda view: view["blocks"][3].update(elements=[]),
    "one block id twice": lambda view: [block.update(block_id="b") for block in view["blocks"][:2]],
    "a long question": lambda view: view["blocks"][3]["elements"][1]["confirm"]["text"].update(text="x" * 301),
    "a long state": lambda view: view.update(private_metadata="x" * 3001),
    "a heavy view": lambda view: view["blocks"].extend([section("é" * 2900)] * 90),
    "a modal's block": lambda view: view["blocks"].append({"type": "input", "label": {}, "element": {}}),
}
MODALS: dict[str, Callable[[Json], object]] = {
    "a long title": lambda view: view["title"].update(text="x" * 25),
    "no submit": lambda view: view.pop("submit"),
    "an option that is not offered": lambda view: element(view, "static_select")["initial_option"].update(value="?"),
    "nothing chosen": lambda view: element(view, "checkboxes").update(initial_options=[]),
    "a long option": lambda view: element(view, "radio_buttons")["options"][0]["text"].update(text="x" * 76),
    "a long option's value": lambda view: element(view, "static_select")["options"][0].update(value="x" * 151),
    "one option twice": lambda view: element(view, "static_select")["options"][1].update(value="P1W"),
    "too many options": lambda view: element(view, "radio_buttons").update(options=[{}] * 11),
    "no day": lambda view: element(view, "datepicker").update(initial_date="tomorrow"),
    "no hour": lambda view: element(view, "timepicker").update(initial_time="9 am"),
    "no label": lambda view: view["blocks"][0]["label"].update(text=""),
}


def found(view: Json, kind: str) -> tuple[bool, bool]:
    """Whether ours finds something, and whether the playground's does."""
    theirs = check_view(copy.deepcopy(view), kind, World(), "T1")
    try:
        ours = (wrong_with_home if kind == "home" else wrong_with_modal)(view)
    except KeyError as missing:
        ours = [f"{missing} is missing"]
    return set(ours) != set(theirs), bool(theirs)


@pytest.mark.parametrize("spoil", HOMES.values(), ids=HOMES)
def test_a_spoilt_home_is_found_by_both(spoil: Callable[[Json], object]) -> None:
    view = plain_home()
    assert found(view, "home") == (False, False)
    spoil(view)
    assert found(view, "home") == (True, True)


@pytest.mark.parametrize("spoil", MODALS.values(), ids=MODALS)
def test_a_spoilt_form_is_found_by_both(spoil: Callable[[Json], object]) -> None:
    view = settings_modal(VALUES, {})
    assert found(view, "modal") == (False, False)
    spoil(view)
    assert found(view, "modal") == (True, True)
