"""What a sentence that is not understood could mean: the nearest sentences that would be.

Reading them is `grammar.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.language.known import Known
from bot.language.people import read_people
from bot.language.scene import Scene
from bot.language.text import read

MOST = 3
LEAST_LIKE = 55  # of 100; below it a sentence is not like any other, and the commonest are shown

_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # names are read the same on any day

EXAMPLES = (
    "met Priya at PyCon yesterday about hiring",
    "coffee with Ana tomorrow at 10",
    "called Sam, follow up in 2 weeks",
    "remind me to send Ana the deck next Friday",
    "ping Ana tomorrow",
    "check in with Sam every 2 weeks",
    "snooze Priya 2 weeks",
    "stop nudging Sam",
    "pause everything until Jan 5",
    "resume Sam",
    "Priya's birthday is May 3",
    "Ana got promoted to VP",
    "Lee moved to Globex as CTO",
    "Sam left Acme",
    "note Priya: likes climbing",
    "Priya prefers email",
    "next time ask Priya about the marathon",
    "Priya's email is p@acme.com",
    "tag Sam #investor",
    "promised Sam an intro to Lee by Friday",
    "Sam owes me the deck",
    "kept my promise to Sam",
    "helped Sam with his talk",
    "ask Maria for feedback on my talk",
    "feedback from Maria: slow down",
    "who is Priya",
    "when did I last talk to Priya",
    "who works at Acme",
    "who did I meet at PyCon",
    "who haven't I talked to in 6 months",
    "who's due",
    "upcoming birthdays",
    "what do I owe",
    "stats",
    "rename Pryia to Priya Sharma",
    "merge Bob into Robert Smith",
    "forget Priya",
    "forget everything about me",
    "undo",
    "quiet hours 8pm to 8am",
    "at most 2 nudges a day",
    "nudge me at 9:30",
    "timezone Europe/Paris",
    "settings",
    "import",
    "export my data",
    "help",
)
COMMONEST = (EXAMPLES[0], EXAMPLES[3], EXAMPLES[25])
OF_SOMEBODY = ("met {}", "remind me to call {} tomorrow", "who is {}")


def nearest(text: str) -> tuple[str, ...]:
    """Up to three example sentences: about whoever the text names, else those most like it, else the commonest."""
    line = read(text)
    scene = Scene(_SOME_DAY, _SOME_DAY.date(), "dm", False, Known())
    found = read_people(line, 0, scene, pronouns=False) if line.cap[0] else None
    if found and found.end == line.size:
        return tuple(example.format(" and ".join(found.names)) for example in OF_SOMEBODY)
    if found and line.low[found.end] in ("at", "on", "in", "from", "about", "yesterday", "today"):
        return (f"met {line.text.strip()}",)
    return _most_like(line.text) or COMMONEST


def _most_like(text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process, utils

    scored = process.extract(
        text[:200],
        EXAMPLES,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=MOST,
        score_cutoff=LEAST_LIKE,
    )
    return tuple(example for example, _, _ in scored)
