"""What modals are made of: the view itself, and its fields, filled with what is known. Which: `forms.py` and others.

A field's block id is its name in the form of `network` that it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)

from bot.blocks.days import rhythm_label
from bot.blocks.layout import LABEL_LIMIT, VIEW_BLOCKS, Json, made
from bot.blocks.text import one_line, shorten
from bot.network.forms import Choice
from bot.store.types import storable

TITLE_LIMIT = 24
METADATA_LIMIT = 3000
INPUT_LIMIT = 3000
OPTION_VALUE = 150
RHYTHMS = ("P1W", "P2W", "P1M", "P2M", "P3M", "P6M", "P1Y", "none")

State = Mapping[str, str]


def modal(title: str, blocks: Sequence[Json], *, callback: str = "", submit: str = "Save", state: State = {}) -> Json:  # noqa: B006  # read only
    """A view for views.open; with `submit` it is a form that can be submitted. `state` comes back with it."""
    is_form = bool(callback and submit)
    view: Json = {
        "type": "modal",
        "title": _plain(one_line(title) or "Rapport", TITLE_LIMIT),
        "close": _plain("Cancel" if is_form else "Close", TITLE_LIMIT),
        "blocks": list(blocks)[:VIEW_BLOCKS],
    }
    if callback:
        view["callback_id"] = callback
    if is_form:
        view["submit"] = _plain(submit, TITLE_LIMIT)
    if state:
        text = json.dumps(dict(state))
        view["private_metadata"] = text if len(text) <= METADATA_LIMIT else ""
    return view


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def field(name: str, label: str, element: InputInteractiveElement, *, hint: str = "", optional: bool = False) -> Json:
    """A field with its label; `hint` stands under it in small letters."""
    return made(
        InputBlock(
            block_id=name,
            label=PlainTextObject(text=label),
            element=element,
            hint=PlainTextObject(text=hint) if hint else None,
            optional=optional,
        )
    )


def option(choice: Choice) -> Option:
    """Somebody as an option: `Priya Sharma · Acme`, or `New: Priya`."""
    name = one_line(choice.name) or "someone"
    about = one_line(choice.about)
    text = f"New: {name}" if choice.claim.startswith("n:") else f"{name} · {about}" if about else name
    return _option(text, choice.claim)


def _option(label: str, value: str) -> Option:
    return Option(text=PlainTextObject(text=shorten(label, LABEL_LIMIT) or "…"), value=value[:OPTION_VALUE])


def select(name: str, labels: Mapping[str, str], chosen: str | None) -> StaticSelectElement:
    """One of a few. `labels` by value."""
    options = [_option(label, key) for key, label in labels.items()]
    initial = next((one for one in options if one.value == chosen), None)
    return StaticSelectElement(action_id=name, options=options, initial_option=initial)


def radio(name: str, labels: Mapping[str, str], chosen: str) -> RadioButtonsElement:
    """One of a few, all of them in sight."""
    options = [_option(label, key) for key, label in labels.items()]
    initial = next((one for one in options if one.value == chosen), None)
    return RadioButtonsElement(action_id=name, options=options, initial_option=initial)


def checkboxes(name: str, labels: Mapping[str, str], chosen: Sequence[str]) -> CheckboxesElement:
    """Any of a few."""
    options = [_option(label, key) for key, label in labels.items()]
    initial = [one for one in options if one.value in chosen]
    return CheckboxesElement(action_id=name, options=options, initial_options=initial or None)


def rhythms(chosen: str | None) -> dict[str, str]:
    """The rhythms to choose from, the one in force among them."""
    every: Iterable[str] = (*RHYTHMS, *([chosen] if chosen and chosen not in RHYTHMS else []))
    return {text: rhythm_label(text) for text in every}


def day(name: str, on: date | None) -> DatePickerElement:
    """A day from a calendar."""
    return DatePickerElement(action_id=name, initial_date=on.isoformat() if on else None)


def clock(name: str, value: str) -> TimePickerElement:
    """A time of day, `HH:MM`."""
    return TimePickerElement(action_id=name, initial_time=value or None)


def text(name: str, value: str, limit: int, *, lines: bool = False) -> PlainTextInputElement:
    """Words, on one line or on several."""
    return PlainTextInputElement(
        action_id=name, initial_value=shorten(storable(value), limit) or None, multiline=lines, max_length=limit
    )


def number(name: str, value: str, least: int, most: int) -> NumberInputElement:
    """A whole number."""
    return NumberInputElement(
        action_id=name,
        is_decimal_allowed=False,
        initial_value=value or None,
        min_value=str(least),
        max_value=str(most),
    )
