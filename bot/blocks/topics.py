"""What a text is, so that a sentence can be built around it: a topic, a task, news; sad, or about its writer.

Nothing here is escaped and nothing decides what is stored: a wrong guess only makes a sentence less smooth.
"""

from __future__ import annotations

import re

from bot.blocks.text import listed, one_line
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
_KIN = (
    "father|mother|dad|mum|mom|parents?|wife|husband|partner|sons?|daughters?|child|children|baby|brother|sister|"
    r"grand\w+|uncle|aunt|friend|dog|cat"
)
_LOSS = re.compile(
    r"\b(?:died|death|passed away|funeral|bereave\w*|grie[fv]\w*|miscarr\w*|"
    rf"(?:lost|loss of) (?:his|her|their|an?) (?:best |close |old |older |younger )?(?:{_KIN}))\b",
    re.IGNORECASE,
)
_SAD = re.compile(
    r"divorc|\bseparat(?:ed|ion)|\b(?:ill|illness|cancer|leuk\w+|dementia|stroke|depress\w+)\b|"
    r"\bburn(?:ed|t)?[ -]?out|\bdiagnos|\bsick|\bsurgery|\boperation\b|\bin (?:the )?hospital\b|"
    r"\bhospitali|\baccident|\bheart attack|\binjur|\bstruggling\b|\b(?:tough|hard|rough|difficult|bad) time\b|"
    r"\b(?:broke|broken|split) (?:his|her|their|up)\b|\b(?:was|got|been|were) fired\b|"
    r"\blaid off\b|\blayoff|\bbankrupt|\blost (?:his|her|their|the) (?:job|home|house|company|case|funding|election)\b|"
    r"\b(?:startup|start-up|company|business|firm) (?:failed|folded|went (?:bust|under))\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:her|his|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|hers|theirs|you|your)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\bI\b")
_MINE = re.compile(r"\b(?:my|mine|me|myself|our|us)\b", re.IGNORECASE)
_YOURS = {"my": "your", "mine": "yours", "me": "you", "myself": "yourself", "our": "your", "us": "you"}
_STATEMENT = re.compile(
    r"[;.!?]\s|\b(?:is|are|was|were|has|had|will|wants?|needs?|likes?|said|says|he|she|they)\b|['’](?:s|re|ll)\s(?:a|the|in|on|not)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:on|in|at|by|of|to|for|from|with|w/)\s", re.IGNORECASE)
_ASK = re.compile(r"ask\s+(?:\S+\s+){0,3}?(?:about\s+(?P<what>\S.*)|(?P<how>how\s.+))", re.IGNORECASE)
# "her" is an object only where nothing follows that could be hers.
_OBJECT = re.compile(
    r"\b(?:him|them|her(?=\s*$|\s+(?:a|about|again|an|at|back|for|how|if|in|my|on|our|that|the|to|what|when|whether|with)\b))(?=\W|$)",
    re.IGNORECASE,
)


def topic(about: str | None) -> str:
    """What can follow "about": `the budget`; of several, `the pilot and the budget`; empty of a sentence of its own."""
    line = one_line(about)
    pieces = [piece.rstrip(".!? ") for piece in line.split("; ")]
    if len(line) > _LONGEST_TOPIC or any(_STATEMENT.search(one) or _PREPOSITION.match(one) for one in pieces):
        return ""
    return listed([piece for piece in pieces if piece])


def is_task(about: str | None) -> bool:
    """Whether a text can follow "to": something to do, such as "send Ana the deck"."""
    return bool(about) and re.split(r"\W", str(about).strip(), maxsplit=1)[0].lower() in _VERBS


def told(text: str | None) -> str:
    """News that can follow a name: `won the Turing Award`, `had a baby`; empty of what cannot."""
    line = one_line(text).rstrip(".!? ")
    return line if _TOLD.match(line) and len(line) <= _LONGEST_NEWS else ""


def is_sad(text: str | None) -> bool:
    """Whether news are none to congratulate on."""
    return bool(_SAD.search(text or "")) or is_loss(text)


def is_loss(text: str | None) -> bool:
    """Whether somebody died."""
    return bool(_LOSS.search(text or ""))


def addressed(text: str) -> str:
    """Words about somebody as said to themselves: `her new team` as `your new team`; empty where that is not sure."""
    owned = {found.casefold() for found in _THEIRS.findall(text)}
    if _PRONOUN.search(_THEIRS.sub("", text)) or len(owned) > 1 or (owned and re.search(r"['’]s\b", text)):
        return ""
    turned = _THEIRS.sub("your", text)
    return f"Y{turned[1:]}" if text[:1].isupper() and turned.startswith("your") else turned


def yours(text: str | None) -> str:
    """The owner's own words as told back to them: `my talk` as `your talk`; unchanged where they say "I"."""
    line = one_line(text)
    return line if _FIRST_PERSON.search(line) else _MINE.sub(lambda found: _YOURS[found[0].lower()], line)


def asked(text: str | None) -> str:
    """What a note wants to be asked: `the marathon` of "ask Priya about the marathon"; empty of other notes."""
    found = _ASK.fullmatch(one_line(text).rstrip(".!? "))
    return (found["what"] or found["how"]) if found else ""


def naming(text: str | None, name: str) -> str:
    """A task that says for whom it is: "call him" as `call Dave`; what names nobody gets `(Dave)`."""
    line = yours(text)
    first = name.split(maxsplit=1)[0].casefold() if name.split() else ""
    if not first or re.search(rf"(?<!\w){re.escape(first)}(?!\w)", line.casefold()):
        return line
    told_to, count = _OBJECT.subn(lambda _found: name, line)
    return told_to if count else f"{line} ({name})"
