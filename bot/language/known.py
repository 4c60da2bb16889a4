"""The names that the speaker's network already holds: they settle where a lower-case name ends.

Building one is a join of strings and nothing more, because it is done for a sentence at a time; a look-up is a
search in
that string. Reading names is next door (`people.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ACCENTS = re.compile("[\u0300-\u036f]+")
_APART = str.maketrans({"\n": " ", "\r": " ", "’": "'", "-": " "})
LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class Known:
    """People and companies, one folded name a line; empty when nothing is known."""

    people: str = ""
    companies: str = ""

    @classmethod
    def of(cls, people: Iterable[str], companies: Iterable[str]) -> Known:
        """Names as the network holds them; case and accents will not matter."""
        return cls(_lines(people), _lines(companies))

    def person(self, said: Sequence[str], start: int, whole: bool = False) -> int:
        """How many words from `start` are somebody's name or the end or beginning of one.

        `whole` asks for all of it.
        """
        return _longest(self.people, said, start, whole)

    def company(self, said: Sequence[str], start: int) -> int:
        """How many words from `start` are the whole name of a company."""
        return _longest(self.companies, said, start, whole=True)

    def is_person(self, name: str) -> bool:
        return bool(self.people) and f"\n{fold(name)}\n" in self.people

    def is_company(self, name: str) -> bool:
        return bool(self.companies) and f"\n{fold(name)}\n" in self.companies


def fold(name: str) -> str:
    """A name without case, accents and hyphens, to compare by."""
    if not name.isascii():
        name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(name.casefold().translate(_APART).split())


def _lines(names: Iterable[str]) -> str:
    joined = "\n".join(names)
    if not joined:
        return ""
    if not joined.isascii():
        joined = _ACCENTS.sub("", unicodedata.normalize("NFKD", joined))
    return "\n" + joined.casefold().replace("-", " ").replace("’", "'") + "\n"


def _longest(names: str, said: Sequence[str], start: int, whole: bool) -> int:
    """The first word decides whether to look any further, so that a stranger costs one search."""
    if not names:
        return 0
    phrase, found = "", 0
    for count in range(1, LONGEST_NAME + 1):
        word = said[start + count - 1]
        if not word:
            break
        phrase = fold(word) if count == 1 else f"{phrase} {fold(word)}"
        if not phrase or phrase not in names:
            break
        if f"\n{phrase}\n" in names or (
            not whole and any(f"{before}{phrase}{after}" in names for before in "\n " for after in " \n")
        ):
            found = count
    return found
