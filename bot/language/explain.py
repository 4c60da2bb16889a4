"""Why a sentence means what it means: which words became which field, by which rule.

Plain data for `rapport parse --explain`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.language.draft import Draft
from bot.language.grammar import drafts_of, meaning_of
from bot.language.known import Known
from bot.language.meanings import Command, Meaning
from bot.language.nearest import nearest


@dataclass(frozen=True, slots=True)
class Reason:
    """`words`, as typed, became `field` by `rule`; `command` counts the line's commands from 0."""

    command: int
    field: str
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A meaning, the reasons for it in the order of the words, and, of what is not understood, what it could mean."""

    meaning: Meaning
    reasons: tuple[Reason, ...]
    nearest: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        reasons = [{"command": r.command, "field": r.field, "words": r.words, "rule": r.rule} for r in self.reasons]
        return {"meaning": self.meaning.as_json(), "reasons": reasons, "nearest": list(self.nearest)}


def explain(
    text: str, *, at: datetime, command: Command = "rapport", day_first: bool = False, known: Known | None = None
) -> Explanation:
    """As `parse`, with its reasons."""
    drafts = drafts_of(text, at, command, day_first, known or Known())
    meaning = meaning_of(text, drafts)
    reasons = [reason for number, draft in enumerate(drafts) for reason in _reasons(number, draft)]
    return Explanation(meaning, tuple(reasons), nearest(text) if meaning.intent == "unknown" else ())


def _reasons(number: int, draft: Draft) -> list[Reason]:
    found = sorted(draft.trace, key=lambda note: (note[1], note[2]))
    return [Reason(number, name, draft.line.said(first, last), rule) for name, first, last, rule in found]
