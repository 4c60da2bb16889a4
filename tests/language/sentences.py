"""The lines of `tests/sentences.jsonl`, and whether a parse says what a line expects.

Texts are compared as people read them: without case, white space, kind of quotes, and the punctuation or emoji around
them and between their pieces. People, introducers and tags are sets, a phone number is its digits, all else is exact.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.language import Known
from bot.language.meanings import Command

SENTENCES = Path(__file__).parents[1] / "sentences.jsonl"
TEXTS = {"where", "about", "company", "role", "to", "email", "link"}
SETS = {"people", "via", "tags"}
IGNORED = {"doubts", "then"}  # doubts are for the answer's question; what follows is compared on its own
QUOTES = dict.fromkeys(map(ord, '’‘‛`´ʼ"“”„«»'), "'")
BETWEEN = re.compile(r"[;:,.—–]+(?=\s|$)|(?<=\s)-+(?=\s|$)|[—–]")
MEANT = "+#%$€£"  # a symbol that belongs to its word: C++, F#, 5%


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: what was typed, where, when (in the speaker's zone), by someone who knows whom, and its parse."""

    id: str
    text: str
    command: Command
    at: datetime
    day_first: bool
    known: Known
    expect: dict[str, Any]
    why: str

    @property
    def told(self) -> dict[str, Any]:
        """Everything but the text, as `parse` and `explain` take it."""
        return {"at": self.at, "command": self.command, "day_first": self.day_first, "known": self.known}


def sentences() -> list[Sentence]:
    """Every line of the file, in its order."""
    return [_sentence(json.loads(line)) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


def _sentence(row: Mapping[str, Any]) -> Sentence:
    known = row.get("known", {})
    return Sentence(
        id=row["id"],
        text=row["text"],
        command=cast("Command", row["command"]),
        at=datetime.fromisoformat(row["at"]).astimezone(ZoneInfo(row["tz"])),
        day_first=row.get("day_first", False),
        known=Known.of(known.get("people", ()), known.get("companies", ())),
        expect=row["expect"],
        why=row.get("why", ""),
    )


def differences(expected: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    """A line for each field that differs, those of `then` with their place in it."""
    found: list[str] = []
    nothing: Mapping[str, Any] = {}
    for place, (want, got) in enumerate(zip_longest(_parts(expected), _parts(given), fillvalue=nothing)):
        one, other = _comparable(want), _comparable(got)
        at = f"then[{place - 1}]." if place else ""
        found += [
            f"{at}{field}: expected {want.get(field)!r}, got {got.get(field)!r}"
            for field in sorted(one.keys() | other.keys())
            if one.get(field) != other.get(field)
        ]
    return found


def _parts(parse: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [parse, *parse.get("then", ())]


def _comparable(parse: Mapping[str, Any]) -> dict[str, object]:
    fields = {name: _value(name, value) for name, value in parse.items() if name not in IGNORED}
    return {name: value for name, value in fields.items() if value}


def _value(name: str, value: Any) -> object:
    if name in SETS:
        return frozenset(filter(None, map(plain, value)))
    if name in TEXTS:
        return plain(value)
    if name == "phone":
        return re.sub(r"[^\d+]", "", value)
    return value


def plain(text: str) -> str:
    """`text` as it is compared: "  The “Deck” — v2! " and `the 'deck' v2` are the same."""
    words = BETWEEN.sub(" ", unicodedata.normalize("NFC", text).translate(QUOTES).casefold()).strip()
    start, end = 0, len(words)
    while start < end and _is_outer(words[start]):
        start += 1
    while end > start and _is_outer(words[end - 1]):
        end -= 1
    return " ".join(words[start:end].split())


def _is_outer(character: str) -> bool:
    if character in MEANT:
        return False
    return character in "\ufe0f\u20e3" or unicodedata.category(character)[0] in "PSZC"
