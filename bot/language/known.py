"""The names that the speaker's network already holds: they settle where a lower-case name ends.

Building one is a join of strings and nothing more, because it is done for a sentence at a time; a look-up is a
search in
that string. Reading names is next door (`people.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APART = str.maketrans({"\n": " ", "\r": " ", "’": "'", "-": " "})
LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class Known:
    """People and companies, one folded name a line; empty when nothing is known."""

    people: str = ""
    companies: str = ""
    _looked_up: dict[tuple[bool, str], bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, people: Iterable[str], companies: Iterable[str]) -> Known:
        """Names as the network holds them; case and accents will not matter."""
        return cls(_lines(people), _lines(companies))

    def person(self, said: Sequence[str], start: int, whole: bool = False) -> int:
        """How many words from `start` are somebody's name or part of one; `whole` asks for all of it."""
        return self._longest(self.people, said, start, whole) if self.people else 0

    def company(self, said: Sequence[str], start: int) -> int:
        """How many words from `start` are the whole name of a company."""
        return self._longest(self.companies, said, start, whole=True) if self.companies else 0

    def _longest(self, names: str, said: Sequence[str], start: int, whole: bool) -> int:
        """The first word decides whether to look any further, so that a stranger costs one search."""
        phrase, found = "", 0
        for count in range(1, LONGEST_NAME + 1):
            word = said[start + count - 1]
            if not word:
                break
            phrase = fold(word) if count == 1 else f"{phrase} {fold(word)}"
            if not phrase or not self._has(names, phrase):
                break
            ends = [("\n", "\n")] if whole else [(one, other) for one in "\n " for other in "\n "]
            if any(self._has(names, f"{one}{phrase}{other}") for one, other in ends):
                found = count
        return found

    def _has(self, names: str, phrase: str) -> bool:
        """Whether the phrase stands in the names; rules ask for the same word again and again."""
        key = names is self.people, phrase
        known = self._looked_up.get(key)
        if known is None:
            known = self._looked_up[key] = phrase in names
        return known


def fold(name: str) -> str:
    """A name without case, accents and hyphens, to compare by."""
    return " ".join(_without_accents(name).casefold().translate(_APART).split())


def _without_accents(text: str) -> str:
    return text if text.isascii() else _FOREIGN.sub(lambda run: _ACCENTS.sub("", normalize("NFKD", run[0])), text)


def _lines(names: Iterable[str]) -> str:
    joined = "\n".join(names)
    if not joined:
        return ""
    return "\n" + _without_accents(joined).casefold().replace("-", " ").replace("’", "'") + "\n"
