"""Where a role ends: `CTO`, `VP of Sales`, `senior software engineer`. Whose it is, is next door (`places.py`)."""

from __future__ import annotations

from bot.language.text import Line
from bot.language.words import FIELDS_OF_WORK, MARKS, ROLE_WORDS, ROLES, STOPS, words

_RANKS = words("senior junior staff principal lead chief founding associate sr jr")
_SHORT = words("eng dev mgr")  # roles after a rank: "staff eng", "sr dev"


def role_end(line: Line, i: int) -> int:
    """Where a role ends, 0 if none begins here: a word for one must stand in it."""
    if line.low[i] in _RANKS and line.low[i + 1] in _SHORT and line.low[i + 2] not in ROLE_WORDS:
        return i + 2
    if line.low[i] not in ROLE_WORDS and not (
        line.cap[i]
        and any(line.low[k] in ROLES for k in range(i + 1, i + 4))
        and line.low[i] not in STOPS
        and line.low[i] not in MARKS
    ):
        return 0
    end, found = i, False
    while end < line.size and end < i + 6:
        low = line.low[end]
        if low in ROLE_WORDS or (end == i and line.cap[end]):
            found = found or low in ROLES
        elif low in ("&", "and") and line.low[end + 1] in ROLE_WORDS and found:
            pass
        elif not (line.cap[end] and low not in STOPS and any(line.low[k] in ROLES for k in (end + 1, end + 2))):
            break
        end += 1
    if not found:
        return 0
    if line.low[end] in ("of", "for") and line.low[end + 1] in FIELDS_OF_WORK:
        end += 2
        while line.low[end] in FIELDS_OF_WORK or (
            line.low[end] in ("and", "&") and line.low[end + 1] in FIELDS_OF_WORK
        ):
            end += 1
    return end
