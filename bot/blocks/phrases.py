"""Pieces of sentences about what was said or is known: places, topics, kinds of contact, and `gist` of a meaning.

Everything given back is mrkdwn, escaped. Whole sentences about what was stored live in `recorded.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.blocks.days import plain_day, rhythm
from bot.blocks.names import NOBODY, named, work
from bot.blocks.text import WORDS_LIMIT, code, listed, words
from bot.blocks.topics import is_task, naming, yours
from bot.blocks.topics import topic as as_topic
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
    *before, last = place.split() or [""]
    is_name = bool(before) and last[:1].isupper()  # `Web Summit`, but `the Summit`, `the Berlin office`
    return "at the" if last.casefold() in _COMMON_PLACES and not is_name else "at"


def talked(about: str | None, limit: int = WORDS_LIMIT) -> str:
    """`you talked about hiring`, or the note itself in quotes; empty of none."""
    if topic := words(yours(as_topic(about))):
        return f"you talked about {topic}"
    shown = words(about, limit)
    return f"you noted “{shown}”" if shown else ""


def contact(kind: str | None, who: str, outcome: str | None = None) -> str:
    """What was done, as a clause: `met Priya`, `a call with Sam`, `tried to reach Lee`."""
    if outcome == "no_answer":
        return _TRIED.get(kind or "", "tried to reach {who}").format(who=who)
    return _DONE.get(kind or "", "in touch with {who}").format(who=who)


def ahead(kind: str | None, who: str, time: str | None = None) -> str:
    """What is planned: `coffee with Ana`; a meal by its hour, `lunch with Ana`."""
    if kind == "meal" and (meal := _meal(time)):
        return f"{meal} with {who}"
    return _AHEAD.get(kind or "", "catching up with {who}").format(who=who)


def _meal(time: str | None) -> str:
    return next((name for name, start, end in _MEALS if time and start <= time < end), "")


_MEALS = (("breakfast", "05:00", "10:30"), ("lunch", "11:30", "15:00"), ("dinner", "17:30", "23:59"))


def task(meaning: Meaning, who: str) -> str:
    """What a reminder is for: `to send Ana the deck`, `about the budget`, `to get in touch with Ana`."""
    if not words(meaning.about):
        return f"to get in touch with {who}"
    if is_task(meaning.about) and len(meaning.people) == 1:
        return f"to {_for_one(meaning, who)}"
    if is_task(meaning.about):
        return f"to {words(yours(meaning.about))}" + ("" if _names_all(meaning) else f" ({who})")
    topic = about(yours(meaning.about))
    return topic if _names_all(meaning) else f"to get in touch with {who} {topic}"


def _for_one(meaning: Meaning, who: str) -> str:
    """A task for one person, whose name is put where "him" was said."""
    name = meaning.people[0]
    is_mention = name.startswith("<@")
    said = words(naming(meaning.about, _SLOT if is_mention else name))
    return said.replace(_SLOT, who)


def _names_all(meaning: Meaning) -> bool:
    text = str(meaning.about).casefold()
    return all(name.split()[0].casefold() in text for name in meaning.people if name.split())


_SLOT = "\ue000"  # stands for a mention while the words around it are escaped


def joined(*pieces: str) -> str:
    """The pieces that say something, with a blank between them."""
    return " ".join(piece for piece in pieces if piece)


def tags(names: Sequence[str]) -> str:
    """`#python and #rust`."""
    return listed([f"#{words(name, 60)}" for name in names if words(name, 60)])


def about(text: str | None) -> str:
    """`about the budget`, or `— “he is busy”`; empty of none."""
    if topic := words(yours(as_topic(text))):
        return f"about {topic}"
    shown = words(text)
    return f"— “{shown}”" if shown else ""


def and_about(said: str, text: str | None) -> str:
    """`met Ana today, about the budget`, or `met Ana today — “he is busy”`."""
    topic = about(text)
    return f"{said}{'' if topic.startswith('—') else ','} {topic}" if topic else said


def feedback_on(text: str | None) -> str:
    """`on your talk`; empty of none."""
    topic = words(yours(as_topic(text)))
    return f"on {topic}" if topic else f"on “{words(text)}”" if words(text) else ""


def people_of(meaning: Meaning) -> str:
    """Who a meaning is about, as named in it: people, tags, or someone."""
    return listed([named(name) for name in meaning.people]) or tags(meaning.tags) or NOBODY


def channel_name(channel: str | None) -> str:
    """`WhatsApp`, `LinkedIn`, `email`: escaped, as it is written."""
    return _CHANNELS.get((channel or "").lower(), words(channel, 40))


def milestone_name(kind: str | None, text: str | None = None) -> str:
    """`birthday`, `work anniversary`, or an occasion's own words: `had a baby`."""
    if kind in ("achievement", "other", None) and words(text):
        return words(text)
    return MILESTONES.get(kind or "", "milestone")


def gist(meaning: Meaning, today: date | None = None) -> str:
    """What a meaning would write down, in a few words that stand after a colon; empty of a mere question.

    Days stand with their year where it is not that of `today`.
    """
    special = _GISTS.get(meaning.intent)
    return special(meaning, people_of(meaning), today) if special else ""


def _on(on: date | MonthDay | None, today: date | None) -> str:
    return f"on {plain_day(on, today)}" if on is not None else ""


def _log(meaning: Meaning, who: str, today: date | None) -> str:
    done = contact(meaning.kind, who, meaning.outcome)
    missed = "(no answer yet)" if meaning.outcome == "no_answer" else ""
    return joined(done, at(meaning.where), _on(meaning.on, today), about(meaning.about), missed)


def _plan(meaning: Meaning, who: str, today: date | None) -> str:
    planned = ahead(meaning.kind, who, meaning.time)
    return joined(planned, at(meaning.where), _on(meaning.on, today), about(meaning.about))


def _pause(meaning: Meaning, who: str, today: date | None) -> str:
    whom = who if meaning.people or meaning.tags else "everything"
    until = f"until {plain_day(meaning.until, today)}" if meaning.until else ""
    return joined("a pause for" if meaning.intent == "pause" else "a snooze for", whom, until)


def _milestone(meaning: Meaning, who: str, today: date | None) -> str:
    name = milestone_name(meaning.milestone, meaning.about)
    if meaning.milestone in MILESTONES and who.endswith("*"):
        return joined(f"{who[:-1]}'s*", name, _on(meaning.on, today))
    return joined(f"{who}:", name, _on(meaning.on, today))


def _change(meaning: Meaning, who: str, _today: date | None) -> str:
    status = f"{STATUSES[meaning.status]} {words(meaning.company, 100)}".strip() if meaning.status else ""
    news = status or work(meaning.company, meaning.role) or (f"now {at(meaning.where)}" if meaning.where else "")
    return f"news of {who}" + (f": {news}" if news else "")


def _promise(meaning: Meaning, who: str, _today: date | None) -> str:
    what = words(yours(meaning.about))
    side = f"a promise {'by' if meaning.direction == 'theirs' else 'to'} {who}"
    return f"{side} ({what})" if what else side


_GISTS: dict[str, Callable[[Meaning, str, date | None], str]] = {
    "log": _log,
    "remind": lambda m, who, today: joined("a reminder", task(m, who), _on(m.on, today)),
    "plan": _plan,
    "cadence": lambda m, who, _: f"{rhythm(m.every) if m.every else 'a rhythm'} for {who}",
    "snooze": _pause,
    "pause": _pause,
    "resume": lambda m, who, _: "nudges again" + (f" about {who}" if m.people or m.tags else ""),
    "milestone": _milestone,
    "change": _change,
    "note": lambda m, who, _: f"a note on {who}" + (f": “{words(m.about)}”" if words(m.about) else ""),
    "details": lambda m, who, _: f"details of {who}",
    "promise": _promise,
    "kept": lambda m, who, today: f"{_promise(m, who, today)}, kept",
    "help": lambda m, who, _: joined("help", "from" if m.direction == "received" else "for", who, about(m.about)),
    "feedback": lambda m, who, _: joined("feedback from", who, feedback_on(m.about)),
    "rename": lambda m, who, _: f"{who} renamed to {named(m.to or '')}",
    "merge": lambda m, who, _: f"{who} merged into {named(m.to or '')}",
    "forget": lambda m, who, _: f"forgetting {who if m.people else 'everything'}",
    "correct": lambda m, who, _: "your correction",
    "undo": lambda m, who, _: "taking the last thing back",
    "done": lambda m, who, _: "an answer to a nudge",
    "skip": lambda m, who, _: "skipping a nudge",
    "settings": lambda m, who, _: f"the setting {code((m.setting or 'settings').replace('_', ' '))}",
}
