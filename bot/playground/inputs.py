"""The interactive parts of blocks: found, read out as `state.values`, filled in by a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.state import Json

_VALUE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
_OPTION_KEYS = ("selected_option", "selected_options")


@dataclass(frozen=True)
class Part:
    """An interactive element and the block that it is in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def label(self) -> str:
        """What a person reads on a button."""
        text = self.element.get("text")
        return str(text.get("text", "")) if isinstance(text, dict) else ""


def parts(blocks: list[Json]) -> Iterator[Part]:
    """All interactive elements, in the order of reading."""
    for block in blocks:
        found = [block.get("accessory"), block.get("element")]
        found += block.get("elements", []) if block.get("type") in ("actions", "context_actions") else []
        found += block.get("actions", []) if block.get("type") == "card" else []
        for element in found:
            if isinstance(element, dict) and element.get("action_id") is not None:
                yield Part(block, element)
        for inner in ("blocks", "child_blocks", "elements"):
            if block.get("type") in ("container", "carousel"):
                yield from parts([part for part in block.get(inner, []) if isinstance(part, dict)])


def value_key(kind: str) -> str | None:
    """Under which key an element's value is found in a payload; None for what has no value (buttons)."""
    keys = _VALUE_KEYS.get(kind)
    return keys[0] if keys else None


def initial_values(blocks: list[Json]) -> Json:
    """`state.values` of blocks that nobody has touched yet."""
    values: Json = {}
    for part in parts(blocks):
        keys = _VALUE_KEYS.get(part.element["type"])
        if keys:
            several = keys[0].endswith("s") and keys[0].startswith("selected")
            initial = part.element.get(keys[1], [] if several or keys[0] == "files" else None)
            value = {"type": part.element["type"], keys[0]: initial}
            values.setdefault(part.block_id, {})[part.action_id] = value
    return values


def options(element: Json) -> list[Json]:
    """The options that an element offers, those in groups too."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(option for group in groups for option in group.get("options", []))]


def option(element: Json, wanted: Any) -> Json:
    """An option by its value or label; one of an external menu is given whole. Raises `LookupError`."""
    if isinstance(wanted, dict):
        return wanted
    for offered in options(element):
        if wanted in (offered.get("value"), offered["text"]["text"]):
            return offered
    raise LookupError(f"no option {wanted!r} in {element.get('action_id')}")


def filled(element: Json, wanted: Any) -> Json:
    """What `state.values` holds once a person has put `wanted` into an element. Raises `LookupError`."""
    key = value_key(element["type"])
    if key is None:
        raise LookupError(f"nothing can be put into a {element['type']}")
    if key == "selected_option":
        wanted = None if wanted is None else option(element, wanted)
    elif key == "selected_options":
        wanted = [option(element, one) for one in wanted or []]
    elif key == "value" and wanted is not None:
        wanted = str(wanted)
    return {"type": element["type"], key: wanted}


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself says about inputs before it sends a submission: by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = values.get(block["block_id"], {}).get(element["action_id"], {}).get(value_key(element["type"]) or "")
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = "Please complete this required field."
        elif len(str(value)) < element.get("min_length", 0):
            found[block["block_id"]] = f"Please write at least {element['min_length']} characters."
        elif "max_length" in element and len(str(value)) > element["max_length"]:
            found[block["block_id"]] = f"Please write at most {element['max_length']} characters."
    return found
