"""Blocks: their fields, their limits, and where each may be shown."""

from typing import Any

from bot.playground.blockkit_elements import (
    ID,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element,
)
from bot.playground.blockkit_fields import (
    Check,
    Field,
    Shape,
    anything,
    boolean,
    image_source,
    number,
    one_of,
    plain,
    several,
    slack_file,
    string,
    text,
)
from bot.playground.state import Json

_EVERYWHERE = ("message", "modal", "home")
_NOT_IN_MODALS = ("message", "home")
_RICH = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")


def _context_part(check: Check, value: Any, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    (element("image") if kind == "image" else text(2000))(check, value, path)


def _rich_part(check: Check, value: Any, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in _RICH:
        check.wrong(path, f"unsupported type: {kind}")
    elif not isinstance(value.get("elements"), list):
        check.wrong(path, "missing required field: elements")
    else:
        for place, run in enumerate(value["elements"]):
            _rich_run(check, run, f"{path}/elements/{place}", in_list=kind == "rich_text_list")


def _rich_run(check: Check, run: Any, path: str, *, in_list: bool) -> None:
    kind = run.get("type") if isinstance(run, dict) else None
    if in_list:
        _rich_part(check, run, path)
    elif kind not in ("text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date", "color", "team"):
        check.wrong(path, f"unsupported type: {kind}")
    elif kind == "text" and not run.get("text"):
        check.wrong(f"{path}/text", "must be more than 0 characters")


def _cell(check: Check, value: Any, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "raw_text" and not value.get("text"):
        check.wrong(f"{path}/text", "must be more than 0 characters")
    elif kind not in ("raw_text", "raw_number", "rich_text", "action"):
        check.wrong(path, f"unsupported type: {kind}")


def _amount(check: Check, value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        check.wrong(path, "must be a number")


_POINT = Shape({"label": string(20), "value": _amount})
_PIE = Shape({"segments": several(_POINT, 6)})
_AXES = Shape({"categories": several(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
_SERIES = Shape({"name": string(20), "data": several(_POINT, 20)})
_LINES = Shape({"series": several(_SERIES, 6), "axis_config": _AXES})


def _chart(check: Check, value: Any, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "pie":
        _PIE(check, value, path)
    elif kind in ("bar", "line", "area"):
        so_far = len(check.problems)
        _LINES(check, value, path)
        if len(check.problems) == so_far:
            _along_the_axis(check, value, path)
    else:
        check.wrong(path, f"unsupported type: {kind}")


def _along_the_axis(check: Check, value: Json, path: str) -> None:
    """Each series has one point for each category, and a name of its own."""
    categories = sorted(value["axis_config"]["categories"])
    for place, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            check.wrong(f"{path}/series/{place}/data", "labels must match the categories of the axis")
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        check.wrong(f"{path}/series", "series must have unique names")


def _child(check: Check, value: Any, path: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in ("container", "carousel", "input"):
        check.wrong(path, f"block {kind} is not allowed in a container")
    else:
        block(check, value, path)


def _card(check: Check, value: Any, path: str) -> None:
    if isinstance(value, dict) and value.get("type") != "card":
        check.wrong(path, "only cards are allowed in a carousel")
    else:
        block(check, value, path)


_ICON = element("image")
_SHAPES: dict[str, Shape] = {
    "section": Shape(
        {},
        {
            "text": text(3000),
            "fields": several(text(2000), 10),
            "accessory": element(*IN_SECTION),
            "expand": boolean,
        },
    ),
    "header": Shape({"text": plain(150)}, {"level": number(1, 6)}),
    "divider": Shape({}),
    "image": Shape(
        {"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": slack_file, "title": plain(2000)}
    ),
    "actions": Shape({"elements": several(element(*IN_ACTIONS), 25)}),
    "context": Shape({"elements": several(_context_part, 10)}),
    "context_actions": Shape({"elements": several(element(*IN_CONTEXT_ACTIONS), 5)}),
    "input": Shape(
        {"label": plain(2000), "element": element(*IN_INPUT)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": Shape({"elements": several(_rich_part, 1000, 0)}),
    "markdown": Shape({"text": string(12_000)}),
    "table": Shape({"rows": several(several(_cell, 20), 100)}, {"column_settings": several(anything, 20, 0)}),
    "data_table": Shape(
        {"caption": string(2000), "rows": several(several(_cell, 20), 201, 2)},
        {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "data_visualization": Shape({"title": string(50), "chart": _chart}),
    "alert": Shape({"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
    "card": Shape(
        {},
        {
            "hero_image": _ICON,
            "icon": _ICON,
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "actions": several(element("button"), 3),
        },
    ),
    "carousel": Shape({"elements": several(_card, 10)}),
    "container": Shape(
        {"child_blocks": several(_child, 10)},
        {
            "title": plain(150),
            "rich_text_title": anything,
            "subtitle": text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": _ICON,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    "task_card": Shape(
        {"task_id": string(255), "title": string(255), "status": one_of("pending", "in_progress", "complete", "error")},
        {"details": anything, "output": anything, "sources": anything},
    ),
    "plan": Shape({"title": string(255)}, {"tasks": several(anything, 50)}),
    "video": Shape(
        {"alt_text": string(2000), "title": plain(199), "thumbnail_url": string(3000), "video_url": string(3000)},
        {
            "author_name": string(49),
            "description": plain(199),
            "provider_icon_url": string(3000),
            "provider_name": string(255),
            "title_url": string(3000),
        },
    ),
}
_SHOWN: dict[str, tuple[str, ...]] = {
    "context_actions": ("message",),
    "markdown": ("message",),
    "task_card": ("message",),
    "plan": ("message",),
    "alert": ("modal",),
    "table": _NOT_IN_MODALS,
    "data_table": _NOT_IN_MODALS,
    "data_visualization": _NOT_IN_MODALS,
    "carousel": _NOT_IN_MODALS,
    "container": _NOT_IN_MODALS,
}
_COMMON: dict[str, Field] = {"block_id": ID}
BLOCKS = {name: Shape(shape.required, {**shape.optional, **_COMMON}) for name, shape in _SHAPES.items()}


def block(check: Check, value: Any, path: str) -> None:
    """Any block."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in BLOCKS:
        check.wrong(path, f"unsupported type: {kind}")
    elif check.surface not in _SHOWN.get(kind, _EVERYWHERE):
        check.wrong(path, f"block {kind} is not allowed in a {check.surface}")
    else:
        BLOCKS[kind](check, value, path)
        _across(check, value, path)


def _across(check: Check, value: Json, path: str) -> None:
    """What holds between the fields of a block."""
    match value["type"]:
        case "section" if not value.get("text") and not value.get("fields"):
            check.wrong(path, "must have at least one of text and fields")
        case "image":
            image_source(check, value, path)
        case "card" if not any(value.get(name) for name in ("hero_image", "title", "actions", "body")):
            check.wrong(path, "must have at least one of hero_image, title, actions and body")
        case "container" if not value.get("title") and not value.get("rich_text_title"):
            check.wrong(path, "must have one of title and rich_text_title")
        case "data_table" if len({len(row) for row in value.get("rows") or [] if isinstance(row, list)}) > 1:
            check.wrong(path, "all rows must have the same number of cells")
    actions = [one.get("action_id") for one in _elements(value)]
    named = [action for action in actions if action]
    for action in {action for action in named if named.count(action) > 1}:
        check.wrong(path, f'`action_id` "{action}" already exists for another element')


def _elements(value: Json) -> list[Json]:
    found = value.get("elements") if value["type"] in ("actions", "context_actions") else value.get("actions")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
