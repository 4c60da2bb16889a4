"""Sad news: no cheer, and a kind word or a note of them one click away. What news are sad: `topics`."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.blocks.layout import Button, Part
from bot.blocks.names import label
from bot.blocks.text import code, one_line, shorten
from bot.blocks.topics import is_sad
from bot.network.outcomes import Recorded

_WHEN = {"P1D": "tomorrow", "P1W": "in a week"}


def needs_kindness(outcome: Recorded) -> bool:
    """Whether somebody may need a kind word, and no nudge will say so by itself."""
    meaning = outcome.meaning
    if outcome.follow_up_on is not None:
        return False
    return meaning.status == "laid_off" or (
        meaning.intent == "note" and not meaning.next_time and is_sad(meaning.about)
    )


def kind_words(outcome: Recorded) -> list[Button]:
    """A reminder to write to somebody who may need it, where no nudge comes by itself."""
    if not needs_kindness(outcome) or len(outcome.people) != 1:
        return []
    person = outcome.people[0]
    spoken = f"to send {label(person)} a few kind words"
    return [
        Button(f"Remind me {when}", f"kindly:{span}", str(person.id), f"Remind me {when} {spoken}")
        for span, when in _WHEN.items()
    ]


def sorry(text: str, first: str) -> Part:
    """Sad news that were not read: what keeps them is one click away, where they seem to begin with a name."""
    told = f"I'm sorry to hear that. {first}"
    news = one_line(text).split()
    named_by = list(takewhile(lambda word: word[:1].isupper(), news[:_NAME_WORDS]))
    if not named_by or named_by[0].casefold() in _NOBODY or len(named_by) == len(news):
        return Part((told, f"To keep it among your notes: {code('note Lee: …')}"))
    name = _POSSESSIVE.sub("", " ".join(named_by))
    keep = f"note {name}: {' '.join(news[len(named_by) :])}"
    button = Button("Keep it as a note", "try:1", shorten(keep, 2000), f"Keep it as a note on {name}")
    return Part((told, f"To keep it among your notes: {code(keep)}"), (button,))


_NAME_WORDS = 4
_NOBODY = frozenset({"i", "my", "we", "our", "the", "a", "he", "she", "they", "his", "her", "their", "it", "sadly"})
_POSSESSIVE = re.compile(r"['’]s$")
