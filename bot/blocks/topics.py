"""What a text is, so that a sentence can be built around it: a topic, a task, news; sad, or about its writer.

Nothing here is escaped and nothing decides what is stored: a wrong guess only makes a sentence less smooth.
"""

from __future__ import annotations

import re

from bot.blocks.text import one_line
from bot.language.words import words as those

_LONGEST_TOPIC = 90
_VERBS = those("""
    accept add answer apologise apologize arrange ask attend bake bring book buy call cancel celebrate chase check
    collect come compare complete confirm congratulate connect deliver discuss do draft drop email explain fetch fill
    find finish fix follow forward get give go hand help hire include inform introduce invite join keep learn lend let
    listen mail make meet message move nominate offer order organise organize pass pay phone pick ping post prepare
    present print propose publish put raise reach read recommend refer register remind renew repay reply request
    reschedule respond return review ring say schedule see sell send set share show sign speak start stop submit suggest
    support take talk tell test text thank think track translate transfer try tweet update upload visit vote wait watch
    welcome wish write
""")
_LONGEST_NEWS = 160
_TOLD = re.compile(r"(?:\w+ed|won|got|had|became|gave|ran|wrote|made|sold|built|spoke|did|lost|left|is|was|has)\b")
_SAD = re.compile(
    r"divorc|separat|\blost\b|\bdied\b|passed|funeral|\bill\b|\bsick|surgery|hospital|accident|fired|laid off|injur",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|my|me|mine)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"[;.!?]\s|\b(?:is|are|was|were|has|had|will|wants?|needs?|likes?|said|says|he|she|they)\b|['’](?:s|re|ll)\s(?:a|the|in|on|not)\b",
    re.IGNORECASE,
)


def is_topic(about: str | None) -> bool:
    """Whether a text can follow "about": a topic such as "the budget", no sentence of its own."""
    return bool(about) and len(str(about)) <= 90 and not _STATEMENT.search(str(about))


def is_task(about: str | None) -> bool:
    """Whether a text can follow "to": something to do, such as "send Ana the deck"."""
    return bool(about) and re.split(r"\W", str(about).strip(), maxsplit=1)[0].lower() in _VERBS


def told(text: str | None) -> str:
    """News that can follow a name: `won the Turing Award`, `had a baby`; empty of what cannot."""
    line = one_line(text).rstrip(".!? ")
    return line if _TOLD.match(line) and len(line) <= _LONGEST_NEWS else ""


def is_sad(text: str | None) -> bool:
    """Whether news are none to congratulate on."""
    return bool(_SAD.search(text or ""))


def is_own(text: str | None) -> bool:
    """Whether a text speaks of the owner as "I" or "my", so that it reads as a quotation only."""
    return bool(_OWN.search(text or ""))
