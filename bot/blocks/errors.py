"""What a person reads when something cannot be done: what was understood, and what to type instead."""

from __future__ import annotations

from functools import singledispatch

from bot.blocks.names import named, plain_name
from bot.blocks.text import code, listed, words
from bot.network.errors import (
    AlreadyAnsweredError,
    BadSettingError,
    MissingPartError,
    NobodyNamedError,
    NothingOpenError,
    NothingToCorrectError,
    NothingToUndoError,
    NotYoursError,
    RapportError,
    TooFarError,
    UnknownPersonError,
)

_EXAMPLES = {
    "log": "met Priya at PyCon about hiring",
    "remind": "remind me to call Priya on Friday",
    "plan": "coffee with Priya next Thursday",
    "cadence": "check in with Priya every 2 months",
    "snooze": "snooze Priya 2 weeks",
    "pause": "pause Priya until March",
    "resume": "resume Priya",
    "milestone": "Priya's birthday is May 3",
    "change": "Priya moved to Globex as CTO",
    "note": "note Priya: likes climbing",
    "details": "Priya's email is priya@example.com",
    "promise": "promised Priya the deck by Friday",
    "kept": "kept my promise to Priya",
    "help": "helped Priya with her talk",
    "feedback": "ask Priya for feedback on my talk by Friday",
    "brief": "who is Priya",
    "find": "who did I meet at PyCon",
    "rename": "rename Pryia to Priya Sharma",
    "merge": "merge Pri into Priya Sharma",
    "forget": "forget Priya",
    "settings": "nudge me at 9:30",
    "correct": "actually it was Thursday",
}
_MISSING = {
    "day": "On which day?",
    "rhythm": "How often should it be?",
    "about": "What is it about?",
    "to": "What should the new name be?",
}
_SETTINGS = {
    "timezone": ("a time zone", "timezone Europe/Paris"),
    "nudge_time": ("a time of day", "nudge me at 9:30"),
    "working_days": ("working days", "no nudges on weekends"),
    "quiet_hours": ("quiet hours", "quiet hours 8pm to 8am"),
    "daily_limit": ("a number of nudges a day (1 or more)", "at most 3 nudges a day"),
    "default_cadence": ("a rhythm", "default rhythm every 2 months"),
    "delivery": ("a way to deliver: each or together", "send nudges together"),
    "lead_days": ("a number of days from 0 to 30", "announce milestones 7 days ahead"),
    "holidays": ("a country that I know", "holidays DE"),
    "discreet": ("on or off", "discreet on"),
    "paused_until": ("a day", "pause everything until Jan 5"),
}


@singledispatch
def sentence(error: RapportError) -> str:
    """What was understood and what to do next, as mrkdwn."""
    return "I couldn't do that, so nothing was stored. " + _try("help")


def unexpected(said: str | None = None) -> str:
    """The sentence for a failure of our own; the words come back so that they need not be typed again."""
    shown = words(said)
    back = f" Your words: “{shown}”." if shown else ""
    return f"Something went wrong on my side, and nothing was stored.{back} Please try again in a moment."


def not_installed() -> str:
    """The sentence for whoever writes from a workspace that has not installed the app, or has removed it."""
    return (
        "Rapport isn't installed in this workspace, so nothing was stored. If you used it before, what you told it is "
        "kept for a while: once somebody installs the app again, all of it is back."
    )


def _try(example: str) -> str:
    return f"Try {code(example)}."


@sentence.register
def _unknown_person(error: UnknownPersonError) -> str:
    near = listed([named(name) for name in error.near[:3]], "or")
    name = plain_name(error.name)
    first = f"I don't know {named(error.name)} yet."
    if near:
        return f"{first} Did you mean {near}? If it is someone new: {code(f'/met {name}')}"
    return f"{first} To add them: {code(f'/met {name}')}"


@sentence.register
def _nobody_named(error: NobodyNamedError) -> str:
    example = _EXAMPLES.get(error.intent)
    return f"I need a name to file that under, so nothing was stored. {_try(example or _EXAMPLES['log'])}"


@sentence.register
def _missing_part(error: MissingPartError) -> str:
    example = _EXAMPLES.get(error.intent, _EXAMPLES["remind"])
    if error.name and not error.name.startswith("<@"):
        example = example.replace("Priya", plain_name(error.name))
    return f"{_MISSING.get(error.part, 'Something is missing there.')} Nothing is stored yet. {_try(example)}"


@sentence.register
def _bad_setting(error: BadSettingError) -> str:
    wanted, example = _SETTINGS.get(error.setting, ("a setting I know", "settings"))
    value = words(error.value, 100)
    found = f"“{value}” isn't {wanted}" if value else f"I couldn't find {wanted} there"
    return f"{found}, so I left the setting as it is. {_try(example)}"


@sentence.register
def _nothing_to_undo(_error: NothingToUndoError) -> str:
    return "There is nothing left to take back: that is undone already, or too long ago."


@sentence.register
def _nothing_to_correct(error: NothingToCorrectError) -> str:
    example = _EXAMPLES.get(error.intent, _EXAMPLES["log"])
    return f"That doesn't fit the last thing you told me, so nothing changed. Say it anew, e.g. {code(example)}"


@sentence.register
def _nothing_open(error: NothingOpenError) -> str:
    whom = f" with {named(error.name)}" if error.name else ""
    if error.intent == "kept":
        return f"I have no open promise{whom} on my list, so nothing changed. To see them: {code('what do I owe')}"
    if error.intent in ("done", "skip", "snooze"):
        return f"There is no open nudge{whom} that this could answer. To note a contact: {code('called Priya')}"
    return f"I found nothing open{whom} for that, so nothing changed. To see what is due: {code('who is due')}"


@sentence.register
def _not_yours(_error: NotYoursError) -> str:
    return "That is no longer there, so nothing changed. It may have been undone or forgotten since."


@sentence.register
def _already_answered(_error: AlreadyAnsweredError) -> str:
    return "That was answered already, so nothing changed. To take the last thing back: `undo`"


@sentence.register
def _too_far(_error: TooFarError) -> str:
    return (
        "That day lies beyond my calendar, so nothing was stored. A nearer one will do, such as "
        + code("in 6 months")
        + "."
    )
