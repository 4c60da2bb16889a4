"""Blocks within Slack's limits, and how lines and buttons become a message.

Everything that builds Block Kit goes through here: what is too long is clipped, what is too many is left out, and
buttons of one message get action ids that differ. What every answer is made of (paragraphs, small print, buttons) is
written as it is sent: slack_sdk's models take longer over one answer than the database over its look-ups. A test holds
it to what they make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    HeaderBlock,
    InteractiveElement,
    PlainTextObject,
)

from bot.blocks.message import Message
from bot.blocks.text import TEXT_LIMIT, clip, one_line, shorten
from bot.store.types import storable

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BUTTONS = 25
OPTIONS = 5  # of an overflow menu
LABEL_LIMIT = 75
_NOTHING = "There is nothing to say to that."
CONTEXT_LIMIT = 2000  # of a text in small letters
VALUE_LIMIT = 2000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked before a button does what it says; plain text."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, what it does, and what a screen reader calls it when that says more."""

    label: str
    action: str
    value: str
    spoken: str = ""
    is_primary: bool = False
    asks: Ask | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer: its lines (mrkdwn), and the buttons under them."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = field(default=())


def section(text: str, accessory: Button | InteractiveElement | None = None) -> Json:
    """A paragraph, with a button or a menu beside it if need be."""
    block = {"type": "section", "text": _mrkdwn(text, TEXT_LIMIT)}
    if accessory is None:
        return block
    return block | {"accessory": _pressed(accessory) if isinstance(accessory, Button) else accessory.to_dict()}


def context(text: str) -> Json:
    """A line in small letters."""
    return {"type": "context", "elements": [_mrkdwn(text, CONTEXT_LIMIT)]}


def _mrkdwn(text: str, limit: int) -> Json:
    return {"type": "mrkdwn", "text": clip(text, limit) or "…"}


def header(text: str) -> Json:
    """A heading."""
    return made(HeaderBlock(text=shorten(one_line(text), 150) or "…"))


def divider() -> Json:
    """A line across."""
    return {"type": "divider"}


def actions(buttons: Sequence[Button]) -> Json:
    """A row of buttons. There must be at least one."""
    return {"type": "actions", "elements": [_pressed(button) for button in buttons[:BUTTONS]]}


def preformatted(text: str) -> Json:
    """A text to copy, exactly as it stands; `text` may have several lines and is read as no mark-up."""
    lines = {"type": "text", "text": shorten(text, TEXT_LIMIT) or "…"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [lines]}]}


def element(button: Button) -> ButtonElement:
    """A button as Slack's model of it, for blocks that hold other elements too."""
    return ButtonElement(**{name: value for name, value in _pressed(button).items() if name != "type"})


def _pressed(button: Button) -> Json:
    label, spoken = (shorten(one_line(text), LABEL_LIMIT) for text in (button.label, button.spoken))
    made: Json = {
        "type": "button",
        "action_id": button.action[:255],
        "text": {"type": "plain_text", "text": label or "…", "emoji": True},
        "value": storable(button.value)[:VALUE_LIMIT].strip() or "-",
    }
    if button.is_primary:
        made["style"] = "primary"
    if spoken:
        made["accessibility_label"] = spoken
    if button.asks is not None:
        made["confirm"] = _confirm(button.asks).to_dict()
    return made


def _confirm(ask: Ask) -> ConfirmObject:
    text = PlainTextObject(text=ask.text)
    return ConfirmObject(title=ask.title, text=text, confirm=ask.yes, deny=ask.no, style="danger")


def made(block: Block) -> Json:
    """A block as the dictionary that is sent."""
    made: Json = block.to_dict()
    return made


def paragraphs(lines: Iterable[str]) -> list[Json]:
    """Lines as few sections as hold them, none cut in its middle that fits in one."""
    sections: list[str] = []
    for line in lines:
        if sections and len(sections[-1]) + len(line) < TEXT_LIMIT:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return [section(text) for text in sections]


def composed(parts: Sequence[Part]) -> Message:
    """Parts one after the other as one message; a text that is too long for Slack ends in `…`."""
    lines = [line for part in parts for line in part.lines if line]
    blocks: list[Json] = []
    rows = _apart([part.buttons for part in parts])
    for part, row in zip(parts, rows, strict=True):
        blocks += paragraphs(line for line in part.lines if line)
        blocks += [actions(row)] if row else []
    if not lines:
        lines, blocks = [_NOTHING], [section(_NOTHING), *blocks]
    return Message(text=clip("\n".join(lines), TEXT_LIMIT), blocks=blocks[:MESSAGE_BLOCKS])


def _apart(rows: Sequence[Sequence[Button]]) -> list[list[Button]]:
    """Each action id once in a message: the Undo of one change stands under its last part, examples are numbered on."""
    used: set[str] = set()
    kept: list[list[Button]] = []
    for row in reversed(rows):
        fresh: list[Button] = []
        for button in row:
            action = button.action
            if action.startswith("try:"):
                action = f"try:{sum(one.startswith('try:') for one in used) + 1}"
            if action not in used:
                used.add(action)
                fresh.append(replace(button, action=action))
        kept.append(fresh)
    return kept[::-1]
