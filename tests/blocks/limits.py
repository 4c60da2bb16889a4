"""What Slack refuses, as a list of what is wrong with a message or a view. Written from Slack's reference of blocks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.blocks.message import Message

Json = dict[str, Any]

TEXTS = {"header": 150, "section": 3000}
KNOWN = {"actions", "context", "divider", "header", "rich_text", "section"}
TOKEN = re.compile(
    r"<(?:@[UW][A-Z0-9]+|mailto:[^<>|]+\|[^<>|]+|tel:[^<>|]+\|[^<>|]+|https?://[^<>|]+\|[^<>|]+|!date[^<>]+)>"
)
ENTITY = re.compile(r"&(?:amp|lt|gt);")


def wrong_with_message(message: Message, *, ids_per_message: bool = True) -> list[str]:
    """Everything that Slack would refuse, or show otherwise than meant; nothing when all is well."""
    wrong = [*_text("text", message.text, 3000), *_mrkdwn("text", message.text)]
    if not 1 <= len(message.blocks) <= 50:
        wrong.append(f"{len(message.blocks)} blocks")
    if ids_per_message:
        twice = [one for one, count in Counter(_action_ids(message.blocks)).items() if count > 1]
        wrong += [f"{one} twice" for one in twice]
    return [*wrong, *_blocks(message.blocks)]


def wrong_with_home(view: Json) -> list[str]:
    """The same for an App Home."""
    wrong = [] if view["type"] == "home" and 1 <= len(view["blocks"]) <= 100 else [f"{len(view['blocks'])} blocks"]
    if len(json.dumps(view)) > 250_000:
        wrong.append("view too large")
    return [*wrong, *_blocks(view["blocks"])]


def _blocks(blocks: list[Json]) -> Iterator[str]:
    json.dumps(blocks).encode()
    json.dumps(blocks, ensure_ascii=False).encode()  # fails on half a character
    for place, block in enumerate(blocks):
        kind = f"{place} {block['type']}"
        if block["type"] not in KNOWN:
            yield f"{kind}: unknown"
        if "text" in block:
            yield from _object(kind, block["text"], TEXTS[block["type"]])
        if "accessory" in block:
            yield from _element(kind, block["accessory"])
        yield from _elements(kind, block)


def _elements(kind: str, block: Json) -> Iterator[str]:
    elements = block.get("elements", [])
    if block["type"] == "context":
        if not 1 <= len(elements) <= 10:
            yield f"{kind}: {len(elements)} elements"
        for element in elements:
            yield from _object(kind, element, 3000)
    if block["type"] == "actions":
        if not 1 <= len(elements) <= 25:
            yield f"{kind}: {len(elements)} elements"
        ids = list(_action_ids([block]))
        if len(set(ids)) != len(ids):
            yield f"{kind}: the same action id twice"
        for element in elements:
            yield from _element(kind, element)
    if block["type"] == "rich_text":
        for element in elements:
            for part in element["elements"]:
                yield from _text(kind, part["text"], 3000)


def _action_ids(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "actions":
            yield from (element["action_id"] for element in block["elements"])
        if "accessory" in block:
            yield block["accessory"]["action_id"]


def _element(kind: str, element: Json) -> Iterator[str]:
    yield from _text(f"{kind} action_id", element["action_id"], 255)
    if element["type"] == "overflow":
        if not 1 <= len(element["options"]) <= 5:
            yield f"{kind}: {len(element['options'])} options"
        for option in element["options"]:
            yield from _object(kind, option["text"], 75)
            yield from _text(f"{kind} option", option["value"], 150)
        return
    if element["type"] == "external_select":
        yield from _object(f"{kind} placeholder", element["placeholder"], 150)
        return
    yield from _object(f"{kind} button", element["text"], 75)
    yield from _text(f"{kind} value", element["value"], 2000)
    if "accessibility_label" in element:
        yield from _text(f"{kind} label", element["accessibility_label"], 75)
    if element.get("style") not in (None, "primary", "danger"):
        yield f"{kind}: style {element['style']}"


def _object(kind: str, text: Json, limit: int) -> Iterator[str]:
    yield from _text(kind, text["text"], limit)
    if text["type"] == "mrkdwn":
        yield from _mrkdwn(kind, text["text"])


def _text(kind: str, text: str, limit: int) -> Iterator[str]:
    if not 1 <= len(text) <= limit:
        yield f"{kind}: {len(text)} characters"
    if not text.strip():
        yield f"{kind}: blank"


def _mrkdwn(kind: str, text: str) -> Iterator[str]:
    """No mention, link or entity but those that are meant: nothing that a person typed is mark-up."""
    rest = ENTITY.sub("", TOKEN.sub("", text))
    if re.search(r"[<>&]", rest):
        yield f"{kind}: unescaped {rest!r}"
