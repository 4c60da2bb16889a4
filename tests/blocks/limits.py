"""What Slack refuses, as a list of what is wrong with a message or a view. Written from Slack's reference of blocks.

The playground has a check of its own, written by others' words: `wrong_with_…` ask both, and say what either finds.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.blocks.message import Message
from bot.playground.blockkit import check_message, check_view
from bot.playground.state import World

Json = dict[str, Any]

TEXTS = {"header": 150, "section": 3000}
BLOCKS = {
    "message": {"actions", "context", "divider", "header", "rich_text", "section"},
    "home": {"actions", "context", "divider", "header", "rich_text", "section"},
    "modal": {"actions", "context", "divider", "header", "rich_text", "section", "input"},
}
TOKEN = re.compile(
    r"<(?:@[UW][A-Z0-9]+|mailto:[^<>|]+\|[^<>|]+|tel:[^<>|]+\|[^<>|]+|https?://[^<>|]+\|[^<>|]+|!date[^<>]+)>"
)
ENTITY = re.compile(r"&(?:amp|lt|gt);")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
HOUR = re.compile(r"[0-2]\d:[0-5]\d")


def wrong_with_message(message: Message, *, ids_per_message: bool = True) -> list[str]:
    """Everything that Slack would refuse, or show otherwise than meant; nothing when all is well."""
    wrong = [*_text("text", message.text, 3000), *_mrkdwn("text", message.text)]
    if not 1 <= len(message.blocks) <= 50:
        wrong.append(f"{len(message.blocks)} blocks")
    if ids_per_message:
        twice = [one for one, count in Counter(_action_ids(message.blocks)).items() if count > 1]
        wrong += [f"{one} twice" for one in twice]
    theirs = check_message(_sent(message.blocks), World(), "T1")
    return [*wrong, *_blocks(message.blocks, "message"), *theirs]


def wrong_with_home(view: Json) -> list[str]:
    """The same for an App Home."""
    wrong = [] if view["type"] == "home" and 1 <= len(view["blocks"]) <= 100 else [f"{len(view['blocks'])} blocks"]
    return [*wrong, *_view(view), *check_view(_sent(view), "home", World(), "T1")]


def wrong_with_modal(view: Json) -> list[str]:
    """The same for a modal."""
    wrong = [] if view["type"] == "modal" and len(view["blocks"]) <= 100 else [f"{len(view['blocks'])} blocks"]
    for name, limit in (("title", 24), ("submit", 24), ("close", 24)):
        wrong += _object(name, view[name], limit) if name in view else []
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        wrong.append("an input without submit")
    return [*wrong, *_view(view), *check_view(_sent(view), "modal", World(), "T1")]


def _sent(payload: Any) -> Any:
    """As it goes over the wire."""
    return json.loads(json.dumps(payload))


def _view(view: Json) -> Iterator[str]:
    if len(json.dumps(view)) > 250_000:
        yield "view too large"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata too long"
    yield from _blocks(view["blocks"], view["type"])


def _blocks(blocks: list[Json], surface: str) -> Iterator[str]:
    json.dumps(blocks, ensure_ascii=False).encode()  # fails on half a character
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"block {name} twice" for name, count in names.items() if count > 1)
    for place, block in enumerate(blocks):
        kind = f"{place} {block['type']}"
        if block["type"] not in BLOCKS[surface]:
            yield f"{kind}: unknown"
        if "block_id" in block:
            yield from _text(f"{kind} block_id", block["block_id"], 255)
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
            yield from _object(kind, element, 2000)
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
    if block["type"] == "input":
        yield from _object(f"{kind} label", block["label"], 2000)
        yield from _object(f"{kind} hint", block["hint"], 2000) if "hint" in block else ()
        yield from _element(kind, block["element"])


def _action_ids(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "actions":
            yield from (element["action_id"] for element in block["elements"])
        if "accessory" in block:
            yield block["accessory"]["action_id"]


def _element(kind: str, element: Json) -> Iterator[str]:
    """What is wrong with what is clicked, chosen or typed into."""
    kind = f"{kind} {element['type']}"
    yield from _text(f"{kind} action_id", element["action_id"], 255)
    if "placeholder" in element:
        yield from _object(f"{kind} placeholder", element["placeholder"], 150)
    if "confirm" in element:
        for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _object(f"{kind} confirm {name}", element["confirm"][name], limit)
    if element["type"] == "button":
        yield from _button(kind, element)
    yield from _options(kind, element)
    yield from _put_in(kind, element)


def _button(kind: str, button: Json) -> Iterator[str]:
    yield from _object(kind, button["text"], 75)
    yield from _text(f"{kind} value", button["value"], 2000)
    if "accessibility_label" in button:
        yield from _text(f"{kind} label", button["accessibility_label"], 75)
    if button.get("style") not in (None, "primary", "danger"):
        yield f"{kind}: style {button['style']}"


MOST_OPTIONS = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10, "static_select": 100}


def _options(kind: str, element: Json) -> Iterator[str]:
    offered = element.get("options", [])
    most = MOST_OPTIONS.get(element["type"])
    if most is not None and not 1 <= len(offered) <= most:
        yield f"{kind}: {len(offered)} options"
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    if element.get("initial_options") == []:
        yield f"{kind}: no initial options"
    if most is not None and any(one not in offered for one in chosen):
        yield f"{kind}: an initial option that is none of the options"
    values = [one["value"] for one in offered]
    if len(set(values)) != len(values):
        yield f"{kind}: the same option twice"
    for option in [*offered, *chosen]:
        yield from _object(f"{kind} option", option["text"], 75)
        yield from _text(f"{kind} option value", option["value"], 150)


def _put_in(kind: str, element: Json) -> Iterator[str]:
    if "initial_value" in element and len(element["initial_value"]) > element.get("max_length", 3000):
        yield f"{kind}: an initial value that is too long"
    if "initial_date" in element and not DAY.fullmatch(element["initial_date"]):
        yield f"{kind}: {element['initial_date']} is no day"
    if "initial_time" in element and not HOUR.fullmatch(element["initial_time"]):
        yield f"{kind}: {element['initial_time']} is no hour"


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
