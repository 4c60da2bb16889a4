"""Slips of the finger in keywords: "tommorow", "folow up", "calld". No slip is ever read as `forget`.

A word is compared by what is left of it when one letter is dropped, so a look-up costs a few dictionary reads.
"""

from __future__ import annotations

from functools import lru_cache

from bot.language.day import MONTHS, WEEKDAYS
from bot.language.words import COMMON, STOPS

# Words that are worth reading through a slip; the longer ones anywhere, the shorter ones where a verb must stand.
KEYWORDS = frozenset(
    [
        "yesterday",
        "tomorrow",
        "tonight",
        "follow",
        "remind",
        "reminder",
        "birthday",
        "promoted",
        "snooze",
        "resume",
        "quarterly",
        "monthly",
        "weekly",
        "fortnightly",
        "yearly",
        "annually",
        "weekend",
        "fortnight",
        "through",
        "feedback",
        "promised",
        "introduced",
        "coffee",
        "dinner",
        "breakfast",
        "meeting",
        "called",
        "emailed",
        "messaged",
        "texted",
        "talked",
        "chatted",
        "spoke",
        "phoned",
        "bumped",
        "grabbed",
        "caught",
        "settings",
        "upcoming",
        "milestones",
        "timezone",
        "conference",
        "stopped",
        "nudging",
        "cancel",
        "undo",
        "export",
        "import",
        "rename",
        "merge",
        "pause",
        "pinged",
        "helped",
        "asked",
        "having",
        "seeing",
        "working",
        "stats",
        "lunch",
        "brunch",
        "drinks",
        "visited",
    ]
) | {name for name in (*WEEKDAYS, *MONTHS) if len(name) > 5}
MISSPELT = {
    "wiht": "with", "wtih": "with", "abuot": "about", "abotu": "about", "aobut": "about",
    "rmd": "remind", "quik": "quick", "qick": "quick", "quck": "quick", "nxt": "next", "evry": "every",
    "chek": "check", "remnd": "remind", "mtng": "meeting", "tmrow": "tomorrow",
    "thrs": "thursday", "wensday": "wednesday", "wendsday": "wednesday", "wedensday": "wednesday", "tomoz":
    "tomorrow", "febuary": "february", "tommorrow": "tomorrow", "tommorow": "tomorrow", "tommorw": "tomorrow",
    "thurdsay": "thursday", "saterday": "saturday", "birtday": "birthday", "brithday": "birthday", "remaind":
    "remind", "fllow": "follow", "folow": "follow", "calld": "called",
}  # fmt: skip
ANYWHERE = 6  # letters from which on a slip counts wherever it stands
AT_VERB = 5
LONG = 8  # letters from which on one letter may be doubled and another missing at once
_NEVER = frozenset(
    ("forge", "forgot", "forgets", "augusta", "augustus", "marche", "frida", "januarie", "mondays", "weekends")
)


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


_BY_SHORTENED: dict[str, str] = {}
for _word in sorted(KEYWORDS):
    for _form in _shortened(_word) | {_word}:
        _BY_SHORTENED.setdefault(_form, _word)


@lru_cache(maxsize=4096)
def meant(word: str) -> str | None:
    """The keyword that a lower-case word most likely is a slip of, one letter wrong, missing, doubled or swapped."""
    if word in KEYWORDS or word in COMMON or word in STOPS or word in _NEVER or not word.isalpha():
        return None
    for form in (word, *_shortened(word)):
        found = _BY_SHORTENED.get(form)
        if found and found != word and found[0] == word[0] and _is_slip(word, found):
            return found
    return None


def _is_slip(word: str, keyword: str) -> bool:
    """One letter too many, too few, wrong, or two swapped; an ending ("mondays", "follows") is no slip."""
    if word.startswith(keyword) or (keyword.startswith(word) and len(word) < ANYWHERE - 1):
        return word[: len(keyword)] == keyword and word[len(keyword) :] == keyword[-1:]
    if abs(len(word) - len(keyword)) == 1:
        return True
    differ = [i for i, (a, b) in enumerate(zip(word, keyword, strict=False)) if a != b]
    if len(word) != len(keyword):
        return False
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and word[differ[0]] == keyword[differ[1]]
    return len(differ) == 1 or swapped or (len(word) >= LONG and len(differ) <= LONG // 2)
