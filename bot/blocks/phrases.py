"""Pieces of sentences about what was said or is known: places, topics, kinds of contact, and `gist` of a meaning.

Everything given back is mrkdwn, escaped. Whole sentences about what was stored live in `recorded.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.blocks.days import plain_day, rhythm
from bot.blocks.names import NOBODY, named, work
from bot.blocks.text import code, listed, words
from bot.blocks.topics import is_task, is_topic
from bot.language.meanings import Meaning, MonthDay
from bot.store.zones import zone_named

_DONE = {
    "met": "met {who}",
    "call": "a call with {who}",
    "video": "a video call with {who}",
    "message": "messages with {who}",
    "email": "email with {who}",
    "coffee": "coffee with {who}",
    "meal": "a meal with {who}",
    "event": "an event with {who}",
    "intro": "an introduction of {who}",
}
_TRIED = {
    "call": "called {who}",
    "email": "emailed {who}",
    "message": "messaged {who}",
    "video": "tried a video call with {who}",
}
_AHEAD = {
    "met": "meeting {who}",
    "call": "a call with {who}",
    "video": "a video call with {who}",
    "message": "a message to {who}",
    "email": "an email to {who}",
    "coffee": "coffee with {who}",
    "meal": "a meal with {who}",
    "event": "an event with {who}",
    "intro": "an introduction of {who}",
}
PLANNED = {
    "met": "meeting",
    "call": "call",
    "video": "video call",
    "message": "message",
    "email": "email",
    "coffee": "coffee",
    "meal": "meal",
    "event": "event",
    "intro": "introduction",
}
SINCE = {
    "met": "you met",
    "call": "your last call",
    "video": "your last video call",
    "message": "you last exchanged messages",
    "email": "you last emailed",
    "coffee": "you had coffee",
    "meal": "you shared a meal",
    "event": "you were at an event together",
    "intro": "you were introduced",
}
MILESTONES = {
    "birthday": "birthday",
    "work_anniversary": "work anniversary",
    "promotion": "promotion",
    "new_job": "new job",
    "achievement": "achievement",
}
STATUSES = {
    "left": "has left",
    "laid_off": "was laid off",
    "retired": "has retired",
    "on_leave": "is on leave",
    "deceased": "has passed away",
    "do_not_contact": "is not to be contacted",
}
_CHANNELS = {"whatsapp": "WhatsApp", "linkedin": "LinkedIn", "slack": "Slack"}


_COMMON_PLACES = frozenset(
    {
        "airport",
        "bar",
        "booth",
        "cafe",
        "café",
        "conference",
        "congress",
        "convention",
        "event",
        "fair",
        "gala",
        "gym",
        "hackathon",
        "hotel",
        "library",
        "lobby",
        "meetup",
        "museum",
        "office",
        "offsite",
        "park",
        "party",
        "pub",
        "reception",
        "restaurant",
        "retreat",
        "station",
        "summit",
        "talk",
        "university",
        "venue",
        "wedding",
        "workshop",
    }
)


def at(place: str | None) -> str:
    """`at PyCon`, `in Berlin` where a city is known, `at the conference`; empty of none."""
    shown = words(place, 150)
    return f"{towards(place)} {shown}" if shown and place is not None else ""


def towards(place: str) -> str:
    """The words before a place: what was typed comes without its article, which a common noun wants back."""
    if len(place) > 3 and zone_named(place):
        return "in"
    return "at the" if place.rsplit(maxsplit=1)[-1].casefold() in _COMMON_PLACES else "at"


def talked(about: str | None) -> str:
    """`you talked about hiring`, or the note itself in quotes; empty of none."""
    shown = words(about)
    if not shown:
        return ""
    return f"you talked about {shown}" if is_topic(about) else f"you noted “{shown}”"


def contact(kind: str | None, who: str, outcome: str | None = None) -> str:
    """What was done, as a clause: `met Priya`, `a call with Sam`, `tried to reach Lee`."""
    if outcome == "no_answer":
        return _TRIED.get(kind or "", "tried to reach {who}").format(who=who)
    return _DONE.get(kind or "", "in touch with {who}").format(who=who)


def ahead(kind: str | None, who: str) -> str:
    """What is planned: `coffee with Ana`."""
    return _AHEAD.get(kind or "", "catching up with {who}").format(who=who)


def task(meaning: Meaning, who: str) -> str:
    """What a reminder is for: `to send Ana the deck`, `about the budget`, `to get in touch with Ana`."""
    shown = words(meaning.about)
    if not shown:
        return f"to get in touch with {who}"
    said = f"to {shown}" if is_task(meaning.about) else f"about {shown}"
    is_named = not meaning.people or all(_first(name) in str(meaning.about).lower() for name in meaning.people)
    return said if is_named else f"{said} ({who})"


def _first(name: str) -> str:
    return name.lower().split()[0] if name.split() else ""


def joined(*pieces: str) -> str:
    """The pieces that say something, with a blank between them."""
    return " ".join(piece for piece in pieces if piece)


def on_absolute(on: date | MonthDay | None) -> str:
    """`on Sun 22 Nov 2026`: a day where nothing says what day it is today."""
    return f"on {plain_day(on)}" if on is not None else ""


def tags(names: Sequence[str]) -> str:
    """`#python and #rust`."""
    return listed([f"#{words(name, 60)}" for name in names if words(name, 60)])


def about(text: str | None) -> str:
    """`about the budget`, or `— “he is busy”`; empty of none."""
    shown = words(text)
    if not shown:
        return ""
    return f"about {shown}" if is_topic(text) else f"— “{shown}”"


def people_of(meaning: Meaning) -> str:
    """Who a meaning is about, as named in it: people, tags, or someone."""
    return listed([named(name) for name in meaning.people]) or tags(meaning.tags) or NOBODY


def channel_name(channel: str | None) -> str:
    """`WhatsApp`, `LinkedIn`, `email`: escaped, as it is written."""
    return _CHANNELS.get((channel or "").lower(), words(channel, 40))


def milestone_name(kind: str | None, text: str | None = None) -> str:
    """`birthday`, `work anniversary`, or an occasion's own words: `had a baby`."""
    if kind in ("achievement", "other", None) and words(text):
        return f"“{words(text)}”"
    return MILESTONES.get(kind or "", "milestone")


def gist(meaning: Meaning) -> str:
    """What a meaning would write down, in a few words that stand after a colon; empty of a mere question.

    Days stand with their year, as nothing says what day it is today.
    """
    special = _GISTS.get(meaning.intent)
    return special(meaning, people_of(meaning)) if special else ""


def _log(meaning: Meaning, who: str) -> str:
    done = contact(meaning.kind, who, meaning.outcome)
    missed = "(no answer yet)" if meaning.outcome == "no_answer" else ""
    return joined(done, at(meaning.where), on_absolute(meaning.on), about(meaning.about), missed)


def _pause(meaning: Meaning, who: str) -> str:
    whom = who if meaning.people or meaning.tags else "everything"
    until = f"until {plain_day(meaning.until)}" if meaning.until else ""
    return joined("a pause for" if meaning.intent == "pause" else "a snooze for", whom, until)


def _change(meaning: Meaning, who: str) -> str:
    status = f"{STATUSES[meaning.status]} {words(meaning.company, 100)}".strip() if meaning.status else ""
    news = status or work(meaning.company, meaning.role) or (f"now {at(meaning.where)}" if meaning.where else "")
    return f"news of {who}" + (f": {news}" if news else "")


_GISTS: dict[str, Callable[[Meaning, str], str]] = {
    "log": _log,
    "remind": lambda m, who: joined("a reminder", task(m, who), on_absolute(m.on)),
    "plan": lambda m, who: joined(ahead(m.kind, who), at(m.where), on_absolute(m.on), about(m.about)),
    "cadence": lambda m, who: f"{rhythm(m.every)} for {who}",
    "snooze": _pause,
    "pause": _pause,
    "resume": lambda m, who: "nudges again" + (f" about {who}" if m.people or m.tags else ""),
    "milestone": lambda m, who: joined(f"{who}:", milestone_name(m.milestone, m.about), on_absolute(m.on)),
    "change": _change,
    "note": lambda m, who: f"a note on {who}" + (f": “{words(m.about)}”" if words(m.about) else ""),
    "details": lambda m, who: f"details of {who}",
    "promise": lambda m, who: joined("a promise", "to" if m.direction != "theirs" else "by", who, about(m.about)),
    "kept": lambda m, who: joined("a promise kept,", "to", who, about(m.about)),
    "help": lambda m, who: joined("help", "from" if m.direction == "received" else "for", who, about(m.about)),
    "feedback": lambda m, who: joined("feedback from", who, about(m.about)),
    "rename": lambda m, who: f"{who} renamed to {named(m.to or '')}",
    "merge": lambda m, who: f"{who} merged into {named(m.to or '')}",
    "forget": lambda m, who: f"forgetting {who if m.people else 'everything'}",
    "correct": lambda m, who: "your correction",
    "undo": lambda m, who: "taking the last thing back",
    "done": lambda m, who: "an answer to a nudge",
    "skip": lambda m, who: "skipping a nudge",
    "settings": lambda m, who: f"the setting {code((m.setting or 'settings').replace('_', ' '))}",
}
