"""The people, days and outcomes that the examples of this room are made of. Today is Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.blocks.message import Message
from bot.blocks.text import plain
from bot.language.meanings import Intent, Meaning
from bot.network.outcomes import NudgeView, Person, Recorded
from bot.network.owners import OwnerSettings

TODAY = date(2026, 11, 23)
SETTINGS = OwnerSettings("Europe/Paris", "09:00", "mon-fri", "20:00-08:00", 5, "P3M", "each", 0, "FR", None)


def person(name: str, **facts: Any) -> Person:
    """A contact by this name."""
    return Person(**{"id": 7, "name": name, **facts})


def recorded(intent: Intent, *people: Person, outcome: dict[str, Any] | None = None, **said: Any) -> Recorded:
    """Something written down: `said` is its meaning, `outcome` what else came of it."""
    meaning = Meaning(**{"intent": intent, "people": tuple(each.name for each in people), **said})
    return Recorded(**{"meaning": meaning, "people": people, "today": TODAY, "change": "c1", **(outcome or {})})


def nudge_view(kind: str, name: str | None = "Priya", **facts: Any) -> NudgeView:
    """An open nudge of today."""
    who = person(name) if name is not None else None
    return NudgeView(**{"id": "n1", "kind": kind, "person": who, "today": TODAY, "due_on": TODAY, **facts})


def lines(message: Message) -> list[str]:
    """What a message says, as a terminal shows it."""
    return plain(message.text).splitlines()


def buttons(message: Message) -> dict[str, tuple[str, str]]:
    """The buttons of a message: action id -> label and value; of a menu, each option's value -> its label."""
    found: dict[str, tuple[str, str]] = {}
    for block in message.blocks:
        for element in block["elements"] if block["type"] == "actions" else []:
            for option in element.get("options", []):
                found[option["value"]] = (option["text"]["text"], element["action_id"])
            if element["type"] == "button":
                found[element["action_id"]] = (element["text"]["text"], element["value"])
    return found
