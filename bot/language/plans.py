"""What is still to come: `plan`, and the log that turns out to be one.

Contacts that are told are next door (`contact.py`).
"""

from __future__ import annotations

from datetime import date

from bot.language.contact import verb_kind
from bot.language.day import fixed
from bot.language.draft import Draft
from bot.language.meanings import Kind
from bot.language.patterns import Match, rule
from bot.language.when import is_dated
from bot.language.words import ARTICLES, ME, words

LATEST_TONIGHT = 17  # the hour from which "tonight" may already have been
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
    "{people} is|'s|are|'re coming|visiting|dropping [over|by|round|around|in|to] [to|for] [me|us|visit|town|see|"
    "dinner|lunch]",
    "{people} is|'s|are|'re calling|phoning|emailing|texting|meeting|visiting|seeing me|us [back]",
    "{people} will|'ll call|phone|ring|email|text|message|ping|see|meet|visit|zoom me|us [back]",
    "{people} will|'ll come|drop|stop|swing [over|by|round|around|in|to]",
    "{people} is|are going to call|phone|ring|email|text|message|ping|see|meet|visit|zoom me|us [back]",
)
def coming_to_me(m: Match) -> Draft | None:
    """`Ana is coming over on Sunday`, `Sam will call me tomorrow`: who begins it does not matter, but a day is said."""
    line = m.line
    is_said = {"me", "us", "over", "by", "round", "around", "visit", "town"} & set(line.low[m.start : m.end])
    if not m.slots["people"].names or m.scene.follows or not is_said or not is_dated(line, m.end, m.scene):
        return None
    draft = plan(m, verb_kind(m, at=1))
    draft.kind = "met" if draft.kind == "other" else draft.kind
    return draft


@rule(
    "{people} are|'re meeting|seeing|talking|speaking|chatting|catching [up]",
    "{people} are|'re having|grabbing|getting|doing|on {kind}",
    "{people} will|are have|going meet|to|talk|speak|chat|catch [have] [up] [{kind}]",
)
def both_to_come(m: Match) -> Draft | None:
    """`Ana and I are meeting on Friday`: only with the speaker in the list."""
    people = m.slots["people"]
    if not any(low in ME for low in m.line.low[m.start : people.end]):
        return None
    return plan(m, m.slots.get("kind") or verb_kind(m, people.end - m.start))


@rule(
    "[am|'m|im|are|'re] going to {event} with|w/ {people}",
    "[am|'m|im|are|'re] attending|visiting {event} with|w/ {people}",
    rank=1,
)
def occasion(m: Match) -> Draft | None:
    """`going to the opera with Odile`: an occasion has its article or a capital ("going to wrap up with Sam")."""
    line = m.line
    first = next(k for k in range(m.start, m.end) if line.low[k] in ("going", "attending", "visiting")) + 1
    first += line.low[first] == "to"
    if line.low[first - 1] == "to" and not (line.cap[first] or line.low[first] in ARTICLES):
        return None
    draft = plan(m, "event")
    draft.where = m.slots["event"]
    return draft


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
        _ask_again(draft)
    if (
        draft.intent == "plan"
        and draft.day
        and not draft.day.loose
        and draft.day.ahead
        and draft.day.ahead < draft.scene.today
        and draft.style == "have"
    ):
        draft.intent, draft.look = "log", "back"


def _ask_again(plan: Draft) -> None:
    """`coffee with Ana tomorrow, ping her on Friday`: a log's follow-up, which a plan asks for besides."""
    if plan.follow_up is None and plan.every is None:
        return
    also = Draft(plan.line, plan.scene.after(tuple(plan.people)), "remind", plan.at, "ahead", frozenset())
    also.people, also.style, also.every = list(plan.people), "touch", plan.every
    also.intent = "cadence" if plan.every else "remind"
    if isinstance(plan.follow_up, date):
        also.day = fixed(plan.at, "follow-up", plan.follow_up)
    also.trace = [note for note in plan.trace if note[0] in ("follow_up", "every")]
    plan.also, plan.follow_up, plan.every = also, None, None


def _is_to_come(draft: Draft) -> bool:
    """Whether the day is still to come: a fixed one after today, or today at a later hour."""
    day, scene = draft.day, draft.scene
    if day is None or day.loose or day.back is None:
        return False
    if day.back != scene.today:
        return day.back > scene.today
    if draft.style == "past":
        return False
    if draft.time is not None:
        return draft.time > f"{scene.now:%H:%M}"
    words_of_day = [low for name, first, last, _ in draft.trace if name == "on" for low in draft.line.low[first:last]]
    return "tonight" in words_of_day and scene.now.hour < LATEST_TONIGHT
