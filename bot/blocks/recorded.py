"""What was written down, line by line: the statement, what comes next, what else was kept, what was not placed.

The statement of each intent is in `statements.py`; buttons and all other outcomes are in `answers.py`.
"""

from __future__ import annotations

import re
from datetime import date

from bot.blocks.days import coming_day, in_span, is_exact, on_day, plain_day, rhythm
from bot.blocks.names import named, who, work
from bot.blocks.phrases import joined, tags
from bot.blocks.statements import statement
from bot.blocks.text import code, listed, one_line, words
from bot.language.meanings import Meaning
from bot.network.outcomes import Person, Recorded

_EXTRAS = {
    "already_known": "I had that already; nothing was doubled.",
    "no_rhythm": "No check-ins are set.",
    "promise_not_found": "It wasn't on my list, so I wrote it down as kept.",
    "plan_kept": "The plan for it is ticked off.",
    "ask_when": "Choose one below, or say for instance `make it Friday`.",
}
_TAGGED = frozenset({"log", "plan", "note", "change", "remind", "promise", "kept", "help", "feedback", "milestone"})
_NOTED = frozenset({"snooze", "pause", "resume"})  # what else they say is kept as a note
_EMPLOYED = frozenset({"log", "plan", "details"})
_WHOLE = frozenset({"rename", "merge"})  # they say themselves which name is which
_HOUR = re.compile(r"\d:\d|\d\s*[ap]\.?m|o'clock|\bat\b", re.IGNORECASE)
_EVERY = re.compile(r"\bevery\b|ly\b|\ba (?:week|month|year)\b", re.IGNORECASE)


def recorded_lines(outcome: Recorded) -> tuple[str, ...]:
    """What was understood and what comes next; then what else was stored, how names were read, what was not placed."""
    first = joined(statement(outcome), held_line(outcome), _next_up(outcome))
    lines = (first, _also(outcome), _matched(outcome, first), *_doubts(outcome), _proposal(outcome), *_extras(outcome))
    return tuple(line for line in lines if line)


def held_line(outcome: Recorded) -> str:
    """Why a reminder comes on another day or at another hour than was said."""
    meaning, today, until = outcome.meaning, outcome.today, outcome.held_until
    reasons = []
    if until is not None and isinstance(meaning.on, date):
        reasons.append("past" if meaning.on < today else "a day off")
    if outcome.held_time and meaning.time:
        reasons.append("in your quiet hours")
    if not reasons:
        return ""
    on = coming_day(until, today) if until is not None else ""
    clock = f"at {words(outcome.held_time, 20)}" if outcome.held_time else ""
    return f"That's {listed(reasons)}, so it will come {joined(on, clock)}."


def _next_up(outcome: Recorded) -> str:
    """The follow-up and the next check-in that a log leads to."""
    steps = []
    if outcome.follow_up_on is not None:
        what = "remind you to follow up" if outcome.meaning.follow_up is not None else "suggest a short thank-you"
        steps.append(f"{what} {on_day(outcome.follow_up_on, outcome.today)}")
    if outcome.meaning.intent == "log" and outcome.next_check_in_on is not None:
        steps.append(_check_in(outcome, outcome.next_check_in_on, is_first=not steps))
    if not steps and outcome.meaning.intent == "log" and outcome.cadence == "none":
        return "No check-ins are set."
    return f"I'll {' and '.join(steps)}." if steps else ""


def _check_in(outcome: Recorded, on: date, *, is_first: bool) -> str:
    """`suggest a check-in in 3 months, on Tue 23 Feb 2027`."""
    today = outcome.today
    if outcome.meaning.outcome == "no_answer":
        return f"ask again {on_day(on, today)}"
    verb = "suggest " if is_first or outcome.meaning.follow_up is not None else ""
    if on <= today:
        return f"{verb}a check-in in the next few days, as that was a while ago"
    if len(outcome.people) > 1:
        return f"{verb}check-ins from {plain_day(on, today)} on, a little apart"
    if (on - today).days < 2:
        return f"{verb}a check-in {on_day(on, today)}"
    often = rhythm(outcome.cadence)
    then = f", then {often}" if outcome.meaning.every else ""
    if is_exact(today, on):
        return f"{verb}a check-in {in_span(today, on)}, on {plain_day(on, today)}{then}"
    return f"{verb}a check-in on {plain_day(on, today)}" + (f" ({often})" if outcome.cadence else "")


def _also(outcome: Recorded) -> str:
    """What was stored besides the sentence: work, tags, introductions, a rhythm."""
    meaning = outcome.meaning
    parts = [
        work(meaning.company, meaning.role) if meaning.intent in _EMPLOYED else "",
        tags(meaning.tags) if meaning.intent in _TAGGED and outcome.people else "",
        f"“{words(meaning.about)}”" if _is_noted(outcome) else "",
        f"through {listed([named(name) for name in meaning.via])}" if meaning.via and meaning.kind != "intro" else "",
    ]
    shown = [part for part in parts if part]
    return f"Also noted: {' · '.join(shown)}." if shown else ""


def _is_noted(outcome: Recorded) -> bool:
    """Whether what it was about was kept as a note beside."""
    meaning = outcome.meaning
    is_said = meaning.about is not None and meaning.about not in meaning.doubts
    return is_said and meaning.intent in _NOTED and bool(outcome.people)


def _matched(outcome: Recorded, first: str) -> str:
    """Names that were read as somebody whose whole name is longer, where the first line does not show that name."""
    if outcome.meaning.intent in _WHOLE:
        return ""
    parts = [person for person in outcome.people if person.matched_by == "part" and who(person) not in first]
    read = [_taken(person, outcome.meaning) for person in parts]
    return f"I took that to be {listed(read)}." if read else ""


def _taken(person: Person, meaning: Meaning) -> str:
    """`Priya Sharma, your only Priya`, with the part spelled as in the whole name."""
    own = one_line(person.name).split()
    folded = [word.casefold() for word in own]
    for name in meaning.people:
        typed = [word.casefold() for word in one_line(name).split()]
        if typed and set(typed) < set(folded):
            part = " ".join(word for word in own if word.casefold() in typed)
            return f"{who(person)}, your only {words(part, 60)}"
    return f"{who(person)}, the only one who fits"


def _proposal(outcome: Recorded) -> str:
    """A faster rhythm for somebody with whom one is in touch far more often than theirs asks."""
    if outcome.proposes is None or not outcome.people:
        return ""
    now, then = rhythm(outcome.cadence), rhythm(outcome.proposes)
    return f"You are in touch with {who(outcome.people[0])} more often than {now}. Shall I make it {then}?"


def _doubts(outcome: Recorded) -> tuple[str, ...]:
    """What looks like a day, a rhythm or an hour and is none: said, and asked again."""
    return tuple(_doubt(doubt, outcome) for doubt in outcome.meaning.doubts if words(doubt))


def _doubt(doubt: str, outcome: Recorded) -> str:
    shown = f"I couldn't place “{words(doubt, 80)}”"
    if "ask_when" in outcome.extras:
        return f"{shown}."
    if _EVERY.search(doubt):
        name = outcome.meaning.people[0] if outcome.meaning.people else "Priya"
        example = code(f"check in with {'Priya' if name.startswith('<') else name} every 2 weeks")
        return f"{shown}, so no rhythm is set by it. Tell me again, e.g. {example}."
    if _HOUR.search(doubt):
        return f"{shown}, so no hour is set for it. Tell me again, e.g. `make it 4pm`."
    if outcome.meaning.intent in _NOTED and doubt.startswith(("from ", "between ")):
        return f"It begins today: I can't hold nudges back {words(doubt, 80)}."
    if outcome.meaning.intent == "log":
        return f"{shown}, so I took today. Tell me again, e.g. `actually it was March 1`."
    return f"{shown}, so no day is set for it. Tell me again, e.g. `make it March 1`."


def _extras(outcome: Recorded) -> tuple[str, ...]:
    return tuple(_EXTRAS[extra] for extra in outcome.extras if extra in _EXTRAS)
