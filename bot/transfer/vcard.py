"""vCards (2.1 to 4.0): the address books of phones, of Apple, Outlook, Nextcloud and others, read and written."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from bot.network.archive import Archive, PersonRecord, Problem
from bot.transfer.drafting import Draft, note
from bot.transfer.errors import UnreadableFileError
from bot.transfer.fields import FaultError, day_of_year

_CARD = re.compile(r"^BEGIN:VCARD[ \t]*\r?$.*?^END:VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_NO_YEAR = "1604"  # Apple's way to say that the year of a birthday is not known


@cache
def _library() -> Any:
    """vobject, imported when the first card comes: few processes ever see one."""
    import vobject

    logging.getLogger(vobject.base.__name__).disabled = True  # it prints the lines it cannot read: people's words
    return vobject


def is_vcard(text: str) -> bool:
    """Whether a text holds cards."""
    return text.lstrip()[:11].upper() == "BEGIN:VCARD"


def load(text: str, today: date) -> tuple[Archive, list[Problem]]:
    """The people of the cards, and the cards that had to be left out, by the line on which they begin."""
    people: list[PersonRecord] = []
    problems: list[Problem] = []
    for line, card in _cards(text):
        try:
            people.append(_draft(_parsed(card), today).person())
        except FaultError as error:
            problems.append(Problem(f"line {line}", str(error)))
    if not people and not problems:
        raise UnreadableFileError("holds no complete vCard")
    return Archive(None, None, None, (), tuple(people)), problems


def _cards(text: str) -> Iterator[tuple[int, str]]:
    """Each card by itself, so that a broken one costs no other."""
    line, position = 1, 0
    for found in _CARD.finditer(text):
        line += text.count("\n", position, found.start())
        position = found.start()
        yield line, found[0]


def _parsed(card: str) -> Any:
    vobject = _library()
    try:
        return vobject.readOne(card, ignoreUnreadable=True)
    except (
        vobject.base.VObjectError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
    ):  # vobject meets bad cards unprepared
        raise FaultError("is no vCard that can be read") from None


def _draft(card: Any, today: date) -> Draft:
    contents: dict[str, list[Any]] = card.contents

    def values(name: str) -> list[str]:
        return [_flat(line.value) for line in contents.get(name, ())]

    organisation = (values("org") or [""])[0].split("; ")[0]
    return Draft(
        name=next(iter(values("fn")), "") or next(iter(values("n")), "") or organisation,
        aliases=[part.strip() for value in values("nickname") for part in value.split(",")],
        emails=values("email"),
        phones=[value.removeprefix("tel:") for value in values("tel")],
        links=[*values("url"), *values("x-socialprofile")],
        company=organisation,
        role=next(iter(values("title")), None),
        place=next((line.value.city for line in contents.get("adr", ()) if getattr(line.value, "city", "")), None),
        tags=[tag for value in values("categories") for tag in re.split(r"[,;]", value)],
        birthday=_birthday(next(iter(values("bday")), None)),
        notes=note("\n".join(values("note")), today),
    )


def _flat(value: Any) -> str:
    """A value as text: organisations come as a list, names as an object of their parts."""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value if part)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "given"):
        parts = (value.given, value.additional, value.family)
        return " ".join(_flat(part) for part in parts if part)
    return str(value).strip()


def _birthday(text: str | None) -> str | None:
    """`1990-05-03`, `19900503`, `--0503`, each with a time or without; Apple's 1604 is no year."""
    if not text:
        return None
    match = re.match(r"(\d{4}|--)-?(\d{2})-?(\d{2})", text)
    if match is None:
        return None  # a season or a whole sentence, which vCard allows: no day to celebrate
    year = "-" if match[1] in ("--", _NO_YEAR) else match[1]
    try:
        return day_of_year(f"{year}-{match[2]}-{match[3]}")
    except FaultError as error:
        raise FaultError(f"BDAY {error}") from None


def dump(archive: Archive) -> str:
    """A card (version 3.0) for each person."""
    return "".join(_card(person) for person in archive.people)


def _card(person: PersonRecord) -> str:
    vobject = _library()
    card = vobject.vCard()
    card.add("fn").value = person.name
    given, _, family = person.name.rpartition(" ")
    card.add("n").value = vobject.vcard.Name(family=family if given else "", given=given or family)
    if person.company:
        card.add("org").value = [person.company]
    for name, value in _lines(person):
        card.add(name).value = value
    if person.tags:
        card.add("categories").value = list(person.tags)
    text: str = card.serialize()
    return text


def _lines(person: PersonRecord) -> Iterator[tuple[str, str]]:
    simple = (("title", person.role), ("email", person.email), ("tel", person.phone))
    yield from ((name, value) for name, value in simple if value)
    if person.aliases:
        yield "nickname", ",".join(person.aliases)
    for link in person.links:
        scheme, _, rest = link.partition(":")
        yield {"mailto": ("email", rest), "tel": ("tel", rest)}.get(scheme, ("url", link))
    birthdays = [each.on for each in person.milestones if each.kind == "birthday" and each.on]
    if birthdays:
        yield "bday", birthdays[0].replace("--", f"{_NO_YEAR}-", 1)
    if person.notes:
        yield "note", "\n".join(each.text for each in person.notes)
