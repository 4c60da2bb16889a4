"""What the fields of blocks may hold: texts, numbers, options. Which fields an element has: `blockkit_elements`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.state import Json, World


@dataclass
class Check:
    """One checking of a message or a view: where it is shown, and what is wrong with it so far."""

    surface: str
    world: World
    team: str
    problems: list[str] = field(default_factory=list)
    focused: int = 0

    def wrong(self, path: str, why: str) -> None:
        """Note a problem, as Slack words it, at a JSON pointer."""
        self.problems.append(f"[ERROR] {why} [json-pointer:{path}]")


Field = Callable[[Check, Any, str], None]
"""Checks a value, found at a path."""


@dataclass(frozen=True)
class Shape:
    """An object's fields; whatever has none of these names is refused."""

    required: Mapping[str, Field]
    optional: Mapping[str, Field] = field(default_factory=dict)

    def __call__(self, check: Check, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            check.wrong(path, "must provide an object")
            return
        for name in self.required:
            if value.get(name) is None:
                check.wrong(path, f"missing required field: {name}")
        for name, content in value.items():
            rule = self.required.get(name) or self.optional.get(name)
            if rule is not None:
                if content is not None:
                    rule(check, content, f"{path}/{name}")
            elif name != "type":
                check.wrong(path, f"invalid additional property: {name}")


def anything(_check: Check, _value: Any, _path: str) -> None:
    """A field whose content is not looked into."""


def string(most: int, least: int = 1) -> Field:
    """Text of so many characters."""

    def rule(check: Check, value: Any, path: str) -> None:
        if not isinstance(value, str):
            check.wrong(path, "must be a string")
        elif len(value) < least:
            check.wrong(path, f"must be more than {least - 1} characters")
        elif len(value) > most:
            check.wrong(path, f"must be less than {most + 1} characters")

    return rule


def boolean(check: Check, value: Any, path: str) -> None:
    """Yes or no."""
    if not isinstance(value, bool):
        check.wrong(path, "must be a boolean")


def focus(check: Check, value: Any, path: str) -> None:
    """`focus_on_load`, which one element of a view may have."""
    boolean(check, value, path)
    check.focused += value is True
    if value is True and check.focused > 1:
        check.wrong(path, "only one element can have focus_on_load set to true")


def number(least: int, most: int) -> Field:
    """A whole number."""

    def rule(check: Check, value: Any, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            check.wrong(path, f"must be an integer from {least} to {most}")

    return rule


def one_of(*allowed: str) -> Field:
    """One of some words."""

    def rule(check: Check, value: Any, path: str) -> None:
        if value not in allowed:
            check.wrong(path, f"must be one of: {', '.join(allowed)}")

    return rule


def pattern(expression: str, meaning: str) -> Field:
    """Text of a certain form."""

    def rule(check: Check, value: Any, path: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            check.wrong(path, f"must be {meaning}")

    return rule


def several(rule: Field, most: int, least: int = 1) -> Field:
    """A list of so many."""

    def check_all(check: Check, value: Any, path: str) -> None:
        if not isinstance(value, list):
            check.wrong(path, "must provide an array")
            return
        if len(value) < least:
            check.wrong(path, f"no fewer than {least} items allowed")
        if len(value) > most:
            check.wrong(path, f"no more than {most} items allowed")
        for place, item in enumerate(value):
            rule(check, item, f"{path}/{place}")

    return check_all


def text(most: int, *, markdown: bool = True) -> Field:
    """A text object of so many characters, `plain_text` or (if `markdown`) `mrkdwn`; never an empty one."""
    kinds = {"plain_text": {"emoji": boolean}} | ({"mrkdwn": {"verbatim": boolean}} if markdown else {})

    def rule(check: Check, value: Any, path: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            check.wrong(path, f"must be a valid text object: {' or '.join(kinds)}")
            return
        Shape({"text": string(most)}, kinds[kind])(check, value, path)

    return rule


def plain(most: int) -> Field:
    """A `plain_text` object of so many characters."""
    return text(most, markdown=False)


CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(*, markdown: bool = False, url: bool = False) -> Shape:
    """An option of a menu; radio buttons and checkboxes may have mark-up in theirs, overflow menus addresses."""
    more: dict[str, Field] = {"description": text(75, markdown=markdown)}
    return Shape(
        {"text": text(75, markdown=markdown), "value": string(150)}, more | ({"url": string(3000)} if url else {})
    )


OPTION = option()
OPTION_GROUP = Shape({"label": plain(75), "options": several(OPTION, 100)})


def slack_file(check: Check, value: Any, path: str) -> None:
    """An uploaded picture of the same workspace, by id or by address."""
    if not isinstance(value, dict) or ("id" in value) == ("url" in value):
        check.wrong(path, "must have exactly one of id and url")
        return
    known = value.get("id") or str(value.get("url")).partition("/files-pri/")[2].partition("/")[0].partition("-")[2]
    file = check.world.files.get(str(known))
    if file is None or file.team != check.team or not file.content:
        check.wrong(path, "invalid slack file")
    elif file.mimetype not in ("image/png", "image/jpeg", "image/gif"):
        check.wrong(path, "slack file is not an image that can be shown")


def image_source(check: Check, value: Json, path: str) -> None:
    """Exactly one of an address and an uploaded file."""
    if ("image_url" in value) == ("slack_file" in value):
        check.wrong(path, "must have exactly one of image_url and slack_file")
