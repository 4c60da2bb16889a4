"""Interactive elements: their fields and limits. The blocks that hold them: `blockkit_blocks`."""

from typing import Any

from bot.playground import inputs
from bot.playground.blockkit_fields import (
    CONFIRM,
    OPTION,
    OPTION_GROUP,
    Check,
    Field,
    Shape,
    anything,
    boolean,
    focus,
    image_source,
    number,
    one_of,
    option,
    pattern,
    plain,
    several,
    slack_file,
    string,
)
from bot.playground.state import Json

ID = string(255)
_COMMON: dict[str, Field] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": focus}
_MENU: dict[str, Field] = _COMMON | {"placeholder": plain(150)}
_TYPED: dict[str, Field] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": focus,
    "dispatch_action_config": Shape(
        {}, {"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}
_MANY: dict[str, Field] = {"max_selected_items": number(1, 1000)}
_STATIC: dict[str, Field] = {"options": several(OPTION, 100), "option_groups": several(OPTION_GROUP, 100)}
_EXTERNAL: dict[str, Field] = {"min_query_length": number(0, 3000)}
_CONVERSATIONS: dict[str, Field] = {"default_to_current_conversation": boolean, "filter": anything}
_RESPONSE_URL: dict[str, Field] = {"response_url_enabled": boolean}
_DAY = pattern(r"\d{4}-\d{2}-\d{2}", "a date, YYYY-MM-DD")
_MARKED_OPTION = option(markdown=True)
_NUMERAL = pattern(r"-?\d+(\.\d+)?", "a number written as a string")
_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {"text": plain(75)},
        {
            "action_id": ID,
            "url": string(3000),
            "value": string(2000, 0),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "workflow_button": Shape(
        {"text": plain(75), "workflow": anything},
        {"action_id": ID, "style": one_of("primary", "danger"), "accessibility_label": string(75)},
    ),
    "overflow": Shape({"options": several(option(url=True), 5)}, {"action_id": ID, "confirm": CONFIRM}),
    "static_select": Shape({}, _MENU | _STATIC | {"initial_option": OPTION}),
    "external_select": Shape({}, _MENU | _EXTERNAL | {"initial_option": OPTION}),
    "users_select": Shape({}, _MENU | {"initial_user": string(255)}),
    "conversations_select": Shape({}, _MENU | _CONVERSATIONS | _RESPONSE_URL | {"initial_conversation": string(255)}),
    "channels_select": Shape({}, _MENU | _RESPONSE_URL | {"initial_channel": string(255)}),
    "multi_static_select": Shape({}, _MENU | _STATIC | _MANY | {"initial_options": several(OPTION, 100)}),
    "multi_external_select": Shape({}, _MENU | _EXTERNAL | _MANY | {"initial_options": several(OPTION, 100)}),
    "multi_users_select": Shape({}, _MENU | _MANY | {"initial_users": several(string(255), 100)}),
    "multi_conversations_select": Shape(
        {}, _MENU | _CONVERSATIONS | _MANY | {"initial_conversations": several(string(255), 100)}
    ),
    "multi_channels_select": Shape({}, _MENU | _MANY | {"initial_channels": several(string(255), 100)}),
    "checkboxes": Shape(
        {"options": several(_MARKED_OPTION, 10)}, _COMMON | {"initial_options": several(_MARKED_OPTION, 10)}
    ),
    "radio_buttons": Shape({"options": several(_MARKED_OPTION, 10)}, _COMMON | {"initial_option": _MARKED_OPTION}),
    "datepicker": Shape({}, _MENU | {"initial_date": _DAY}),
    "timepicker": Shape(
        {}, _MENU | {"initial_time": pattern(r"[0-2]\d:[0-5]\d", "a time, HH:mm"), "timezone": string(255)}
    ),
    "datetimepicker": Shape({}, _COMMON | {"initial_date_time": number(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": Shape(
        {},
        _TYPED
        | {
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
    ),
    "email_text_input": Shape({}, _TYPED | {"initial_value": string(3000, 0)}),
    "url_text_input": Shape({}, _TYPED | {"initial_value": string(3000, 0)}),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        _TYPED | {"initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
    ),
    "rich_text_input": Shape({}, _TYPED | {"initial_value": anything}),
    "file_input": Shape({}, {"action_id": ID, "filetypes": several(string(255), 100), "max_files": number(1, 10)}),
    "feedback_buttons": Shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": ID}),
    "icon_button": Shape(
        {"icon": string(255), "text": plain(75)},
        {
            "action_id": ID,
            "value": string(2000, 0),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": several(string(255), 10),
        },
    ),
    "image": Shape({"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": slack_file}),
}

_SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_TYPING = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input")
IN_SECTION = ("button", "workflow_button", "overflow", "image", *_SELECTS, *_CHOICES)
IN_ACTIONS = ("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_SELECTS, *_CHOICES)
IN_INPUT = (*_SELECTS, *_CHOICES, *_TYPING, "datetimepicker")
IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")


def element(*allowed: str) -> Field:
    """An element of one of some kinds."""

    def rule(check: Check, value: Any, path: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in ELEMENTS:
            check.wrong(path, f"unsupported type: {kind}")
        elif kind not in allowed:
            check.wrong(path, f"element {kind} is not allowed in this block")
        elif kind == "file_input" and check.surface != "modal":
            check.wrong(path, "file_input is available in modals only")
        else:
            ELEMENTS[kind](check, value, path)
            _across(check, value, path)

    return rule


def _across(check: Check, value: Json, path: str) -> None:
    """What holds between the fields of an element."""
    kind = value["type"]
    if kind == "image":
        image_source(check, value, path)
    if kind in ("static_select", "multi_static_select") and ("options" in value) == ("option_groups" in value):
        check.wrong(path, "must have exactly one of options and option_groups")
    if kind in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        _initial(check, value, path)
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        check.wrong(path, "min_length must not be more than max_length")


def _initial(check: Check, value: Json, path: str) -> None:
    """What is chosen at first has to be among the options, exactly as it is there."""
    offered = [_bare(one) for one in inputs.options(value) if isinstance(one, dict)]
    single = value.get("initial_option")
    if isinstance(single, dict) and _bare(single) not in offered:
        check.wrong(f"{path}/initial_option", "initial option must be among the options")
    for one in value.get("initial_options") or []:
        if isinstance(one, dict) and _bare(one) not in offered:
            check.wrong(f"{path}/initial_options", "initial options must be among the options")
    values = [str(one.get("value")) for one in offered]
    if len(values) != len(set(values)):
        check.wrong(path, "options must have unique values")


def _bare(one: Json) -> Json:
    """An option without what Slack fills in by itself."""
    label = one.get("text")
    if isinstance(label, dict):
        label = {key: part for key, part in label.items() if key not in ("emoji", "verbatim")}
    return one | {"text": label}
