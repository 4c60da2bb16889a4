"""What is still to come: `plan`, and the log that turns out to be one.

Contacts that are told are next door (`contact.py`).
"""

from __future__ import annotations

from bot.language.contact import verb_kind
from bot.language.draft import Draft
from bot.language.meanings import Kind
from bot.language.patterns import Match, rule
from bot.language.words import words

PLAN = words("day time place company tag topic via medium rhythm with")


def plan(m: Match, kind: Kind | None) -> Draft:
    draft = m.draft("plan", "ahead", PLAN)
    draft.kind, draft.style = kind, "ahead"
    return draft


@rule(
    "[am|'m|im|are|'re|be] seeing|meeting|visiting|calling|phoning|emailing|texting|messaging [up] [with|w/] {people}",
    "[am|'m|im|are|'re|be] talking|speaking|chatting|catching|zooming|checking [up|in] to|with|w/ {people}",
    "[am|'m|im|are|'re] having|grabbing|getting|doing {kind} [with|w/] {people}",
    "[am|'m|im|are|'re] having|grabbing {kind}",
    "[am|'m|im|are|'re] going to|for {kind} with|w/ {people}",
)
def coming(m: Match) -> Draft | None:
    if m.line.low[m.start] == "meeting" and m.line.low[m.start + 1] in ("with", "w/"):
        return None
    return plan(m, m.slots.get("kind") or verb_kind(m))


@rule(
    "will|'ll|gonna [be] call|phone|ring|email|text|message|ping|see|meet|visit|calling|seeing|"
    "meeting|visiting|zoom|facetime [up] [with|w/] {people}",
    "will|'ll|gonna catch|talk|speak|chat [up] to|with|w/ {people}",
    "will|'ll|gonna have|grab|get|do {kind} with|w/ {people}",
    "['m|am|'re|are|im] going|planning|hoping to call|phone|ring|email|text|message|ping|see|"
    "meet|visit|zoom [up] [with|w/] {people}",
    "['m|am|'re|are|im] going|planning|hoping to catch|talk|speak|chat [up] to|with|w/ {people}",
    "['m|am|'re|are|im] going|planning|hoping to have|grab|get|do {kind} with|w/ {people}",
    "plan|planning|planned|scheduled|booked|arranged|have|got|having|there's [up] [for] {kind} with|w/ {people}",
    "set up {kind} with|w/ {people}",
    "['m|am|'re|are] on for {kind} with|w/ {people}",
)
def intended(m: Match) -> Draft | None:
    draft = plan(m, m.slots.get("kind") or verb_kind(m, at=1))
    draft.style = "verb"
    if m.line.low[m.start] in ("got", "have") or m.line.low[m.start : m.start + 2] == ["set", "up"]:
        draft.style = "have"
    return draft


def settle(draft: Draft) -> None:
    """What the day says of a contact: one still to come is a plan, and one at a rhythm is a cadence."""
    if draft.intent == "plan" and draft.every:
        draft.intent = "cadence"
    if (
        draft.intent == "log"
        and draft.every
        and draft.style == "noun"
        and draft.follow_up is None
        and draft.day is None
    ):
        draft.intent, draft.kind = "cadence", None
    nudged = draft.scene.command == "nudge" and draft.style == "noun" and draft.day is not None and draft.day.loose
    if draft.intent == "log" and (nudged or _is_to_come(draft)):
        draft.intent, draft.look = "plan", "ahead"
    if (
        draft.intent == "plan"
        and draft.day
        and not draft.day.loose
        and draft.day.ahead
        and draft.day.ahead < draft.scene.today
        and draft.style == "have"
    ):
        draft.intent, draft.look = "log", "back"


def _is_to_come(draft: Draft) -> bool:
    day, scene = draft.day, draft.scene
    if draft.style == "noun" and day is None and draft.time is None:
        return False
    if day is None or day.loose or day.ahead is None:
        return False
    if day.ahead != scene.today:
        return day.ahead > scene.today
    if draft.style == "past":
        return False
    if draft.time is not None:
        return draft.time > f"{scene.now:%H:%M}"
    tonight = any(
        draft.line.low[k] == "tonight" for f, first, last, _ in draft.trace if f == "on" for k in range(first, last)
    )
    return tonight and scene.now.hour < 17
