"""One person of a foreign file, put together from whatever that file knows: the same rules for every kind of file.

Imported people have no rhythm, so that an import does not drown its owner in nudges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.network.archive import InteractionRecord, MilestoneRecord, NoteRecord, PersonRecord
from bot.transfer.fields import MOST_OF_A_NAME, FaultError, name, tags, text

_APART = re.compile(r"[\s,;]+")


@dataclass
class Draft:
    """What a file says of somebody. Texts may be empty; `None` and empty are unknown."""

    name: str
    aliases: Iterable[str | None] = ()
    emails: Iterable[str | None] = ()
    phones: Iterable[str | None] = ()
    links: Iterable[str | None] = ()
    company: str | None = None
    role: str | None = None
    place: str | None = None
    tags: Iterable[str] = ()
    is_dead: bool = False
    birthday: str | None = None  # `YYYY-MM-DD` or `--MM-DD`
    notes: list[NoteRecord] = field(default_factory=list)
    interactions: tuple[InteractionRecord, ...] = ()
    created_on: date | None = None
    last_interaction_on: date | None = None

    def person(self) -> PersonRecord:
        """The record. Raises `FaultError` for somebody without a name.

        A person has one address and one number here; the others are kept as links.
        """
        emails, phones = _each(self.emails), _each(self.phones)
        met = [one.on for one in self.interactions if one.outcome is None]
        return PersonRecord(
            name=_named(self.name),
            aliases=tuple(alias for alias in _each(self.aliases) if alias != self.name),
            email=emails[0] if emails else None,
            phone=phones[0] if phones else None,
            links=(*_each(self.links), *(f"mailto:{e}" for e in emails[1:]), *(f"tel:{p}" for p in phones[1:])),
            company=_short(self.company),
            role=_short(self.role),
            place=_short(self.place),
            tags=_tags(self.tags),
            status="deceased" if self.is_dead else None,
            created_on=self.created_on,
            last_interaction_on=max(
                [*met, *([self.last_interaction_on] if self.last_interaction_on else [])], default=None
            ),
            interactions=self.interactions,
            milestones=(MilestoneRecord("birthday", self.birthday),) if self.birthday else (),
            notes=tuple(self.notes),
        )


def _named(given: str) -> str:
    try:
        return name(given)
    except FaultError as error:
        raise FaultError(f"the name {error}") from None


def _each(values: Iterable[str | None]) -> list[str]:
    """The texts that are there, each once, in order."""
    return list(dict.fromkeys(found for value in values if (found := (text(value) or "").strip())))


def _short(value: str | None) -> str | None:
    """A name of something, on one line and clipped: a longer one is a paste gone wrong, and no index holds it."""
    return " ".join((text(value) or "").split())[:MOST_OF_A_NAME] or None


def _tags(given: Iterable[str]) -> tuple[str, ...]:
    """`Old friends` becomes `old-friends`: a tag is one word."""
    words = ["-".join(_APART.split(tag.strip().lstrip("#"))) for tag in given]
    return tags([word for word in words if 0 < len(word) <= 100])


def note(value: str | None, on: date) -> list[NoteRecord]:
    """A note, if there is anything to note."""
    found = (text(value) or "").strip()
    return [NoteRecord(on, found)] if found else []
