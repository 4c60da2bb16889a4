"""Finding what a person means by "the Undo button", and what pressing it or filling it in sends."""

from collections.abc import Callable
from typing import Any

from bot.playground import inputs
from bot.playground.state import Json


def action_for(blocks: list[Json], name: str, value: Any, selected: Any) -> tuple[inputs.Part, Json]:
    """The element that goes by `name`, and the action that it sends; raises `LookupError`."""
    parts = list(inputs.parts(blocks))
    for fits in _WAYS_TO_NAME:
        for part in parts:
            if fits(part, name) and (part.element["type"] != "button" or value in (None, part.element.get("value"))):
                return part, _pressed(part.element, name, value if selected is None else selected)
    known = [part.label or part.action_id for part in parts]
    raise LookupError(f"nothing called {name!r} among {known}")


def _offers(part: inputs.Part, name: str) -> bool:
    is_menu = part.element["type"] == "overflow"
    return is_menu and any(option["text"]["text"] == name for option in inputs.options(part.element))


_WAYS_TO_NAME: tuple[Callable[[inputs.Part, str], bool], ...] = (
    lambda part, name: part.label == name,
    lambda part, name: part.action_id == name,
    _offers,
    lambda part, name: part.action_id.startswith(name),
    lambda part, name: name.casefold() in part.label.casefold() != "",
)


def _pressed(element: Json, name: str, chosen: Any) -> Json:
    action = {"type": element["type"], "action_id": element["action_id"]}
    if element["type"] == "button":
        return action | ({"value": element["value"]} if "value" in element else {})
    if element["type"] == "overflow":
        return action | {"selected_option": inputs.option(element, name if chosen is None else chosen)}
    return action | inputs.filled(element, chosen)


def state_for(blocks: list[Json], values: dict[str, Any], keep: Callable[[Any], Any]) -> Json:
    """`state.values` for what a person put in; `keep` takes files. Raises `LookupError` for what names no input."""
    state: Json = {}
    left = dict(values)
    for part in inputs.parts(blocks):
        for name in (part.block_id, part.action_id):
            if name in left:
                wanted = left.pop(name)
                wanted = keep(wanted) if part.element["type"] == "file_input" else wanted
                state.setdefault(part.block_id, {})[part.action_id] = inputs.filled(part.element, wanted)
    if left:
        raise LookupError(f"no inputs {sorted(left)} in this view")
    return state
