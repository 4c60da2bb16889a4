"""How people are named: as a mention where they are in Slack, in bold else. Facts about them in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.blocks.days import plain_day
from bot.blocks.text import NAME_LIMIT, bold, listed, one_line, shorten, words
from bot.network.outcomes import Person

_MENTION = re.compile(r"<@[UW][A-Z0-9]{1,30}>")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
NOBODY = "someone"


def who(person: Person) -> str:
    """A person in a sentence."""
    if person.slack_user and _USER.fullmatch(person.slack_user):
        return f"<@{person.slack_user}>"
    return named(person.name)


def named(name: str) -> str:
    """Somebody by the name as typed; a typed mention stays one."""
    if _MENTION.fullmatch(name):
        return name
    return bold(name) if one_line(name) else NOBODY


def whose(person: Person) -> str:
    """`*Ana's*`, or a mention's `<@U1>'s`."""
    shown = who(person)
    return f"{shown[:-1]}'s*" if shown.startswith("*") else f"{shown}'s"


def everyone(people: Sequence[Person]) -> str:
    """`*Ana* (new), *Sam* and *Lee*`."""
    return listed([f"{who(person)} (new)" if person.is_new else who(person) for person in people])


def names(people: Sequence[Person]) -> str:
    """Several people in a sentence, or `someone`."""
    return listed([who(person) for person in people]) or NOBODY


def label(person: Person) -> str:
    """A person where no mark-up is read: on a button, in its accessibility label."""
    return plain_name(person.name)


def plain_name(name: str) -> str:
    """A name where no mark-up is read."""
    if _MENTION.fullmatch(name):
        return "this person"
    return shorten(one_line(name), NAME_LIMIT) or NOBODY


def first_name(person: Person) -> str | None:
    """How a draft greets them; None when no name is known. Where the family's name stands first, by the whole name."""
    name = one_line(person.name)
    if not name or _MENTION.fullmatch(name):
        return None
    first = name.split()[0]
    first = name if first.endswith(".") or _FAMILY_FIRST.search(name) else first
    return shorten(f"{first[:1].upper()}{first[1:]}" if name.islower() else first, 40)


def work(company: str | None, role: str | None) -> str:
    """`CTO at Acme`, `Acme`, `CTO`, escaped; empty when neither is known."""
    return " at ".join(part for part in (words(role, 100), words(company, 100)) if part)


def choice(person: Person, today: date | None = None) -> str:
    """What tells one Priya from another: `Priya Sharma · Acme · last 3 May`."""
    parts = [label(person), shorten(one_line(person.company or person.role), 30)]
    if person.last_interaction_on is not None:
        parts.append(f"last {plain_day(person.last_interaction_on, today)[4:]}")
    return " · ".join(part for part in parts if part)
