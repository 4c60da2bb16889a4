"""Whether messages and views are ones that Slack would take, and what it fills in. Single blocks: `blockkit_blocks`."""

import json
import random
from typing import Any

from bot.playground.blockkit_blocks import block
from bot.playground.blockkit_fields import Check, Shape, anything, boolean, plain, several, string
from bot.playground.state import Json, World

MOST_BYTES = 250_000
"""How large a view may be."""
_LIMITED = {"table": 1, "data_visualization": 2}
"""How many of a kind a message may hold."""
_MARKDOWN_CHARACTERS = 12_000

_MODAL = Shape(
    {"title": plain(24), "blocks": several(block, 100, 0)},
    {
        "submit": plain(24),
        "close": plain(24),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = Shape(
    {"blocks": several(block, 100, 0)},
    {
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "title": anything,
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)


def check_message(blocks: object, world: World, team: str) -> list[str]:
    """What is wrong with a message's blocks, in Slack's words; empty if nothing."""
    check = Check("message", world, team)
    several(block, 50)(check, blocks, "/blocks")
    kinds = [one.get("type") for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    for kind, most in _LIMITED.items():
        if kinds.count(kind) > most:
            check.wrong("/blocks", f"no more than {most} {kind} blocks allowed")
    _together(check, blocks)
    return check.problems


def _together(check: Check, blocks: Any) -> None:
    """What holds for all blocks of a message or view together."""
    found = [one for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    names = [one["block_id"] for one in found if one.get("block_id")]
    for name in {name for name in names if names.count(name) > 1}:
        check.wrong("/blocks", f'`block_id` "{name}" already exists')
    markdown = sum(len(str(one.get("text"))) for one in found if one.get("type") == "markdown")
    if markdown > _MARKDOWN_CHARACTERS:
        check.wrong("/blocks", f"no more than {_MARKDOWN_CHARACTERS} characters in all markdown blocks")


def check_view(payload: object, kind: str, world: World, team: str) -> list[str]:
    """What is wrong with a view that has to be a `modal` or a `home`; empty if nothing."""
    check = Check(kind, world, team)
    if not isinstance(payload, dict):
        check.wrong("/view", "must provide an object")
        return check.problems
    if payload.get("type") != kind:
        check.wrong("/view/type", f"must be {kind}")
        return check.problems
    (_MODAL if kind == "modal" else _HOME)(check, payload, "/view")
    blocks = payload.get("blocks") if isinstance(payload.get("blocks"), list) else []
    _together(check, blocks)
    inputs = any(isinstance(one, dict) and one.get("type") == "input" for one in blocks or [])
    if kind == "modal" and inputs and not payload.get("submit"):
        check.wrong("/view/submit", "missing required field: submit (a modal with an input needs it)")
    if len(json.dumps(payload)) > MOST_BYTES:
        check.wrong("/view", f"must be no larger than {MOST_BYTES} bytes")
    return check.problems


_NESTED = (dict, list)


def complete(blocks: list[Json]) -> list[Json]:
    """Checked blocks as Slack keeps them: ids where there were none, and the defaults of text objects."""
    return [_completed(one) for one in blocks]


def _completed(one: Json) -> Json:
    """A block with ids; of its inner parts, those that need some."""
    done: Json = {}
    for key, value in one.items():
        if value is not None:
            done[key] = _texts(value) if isinstance(value, _NESTED) else value
    done.setdefault("block_id", _new_name())
    for key in ("accessory", "element"):
        if isinstance(done.get(key), dict):
            _name(done[key])
    holds_elements = done["type"] in ("actions", "context_actions")
    for part in done.get("elements" if holds_elements else "actions") or []:
        _name(part)
    for key in ("child_blocks", "elements"):
        if done["type"] in ("container", "carousel") and key in done:
            done[key] = complete(done[key])
    return done


def _new_name() -> str:
    return f"{random.getrandbits(32):x}"


def _name(part: Json) -> None:
    if part["type"] != "image":
        part.setdefault("action_id", _new_name())


def _texts(value: Any) -> Any:
    """Text objects with the defaults that Slack writes out."""
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "plain_text":
        return {"emoji": True} | value
    if value.get("type") == "mrkdwn":
        return {"verbatim": False} | value
    return {key: _texts(item) if isinstance(item, _NESTED) else item for key, item in value.items()}
