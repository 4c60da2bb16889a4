"""The form of a person: what is known of them by field, and what a submission changes. To read: `person_page`.

What is changed here is changed as one: one Undo takes all of it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import cast, get_args

from sqlalchemy import select

from bot.language.meanings import Meaning, MonthDay, Status
from bot.network.facts import take_status, write_birthday
from bot.network.forms import Choice, Faults, cadence_of_field, choice_of, tags_of, text_of
from bot.network.interactions import add_tags
from bot.network.journaling import journaled
from bot.network.outcomes import PersonEdited
from bot.network.owners import FOR_GOOD
from bot.network.people import add_contact, own_contact, person
from bot.network.rhythms import ENDED, NONE, cadence_of, reckon, set_cadence
from bot.network.roster import birthday_of
from bot.network.rules.milestones import parse_on
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.names import fold
from bot.store.tables import ContactRow, ContactTagRow, PositionRow

ON, PAUSED, STOPPED = "on", "paused", "stopped"
STATUSES: tuple[Status, ...] = get_args(Status)
ReadDay = Callable[[str], MonthDay | date | None]

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_PHONE = re.compile(r"[+\d][\d\s()./-]{2,38}(?:\s*(?:x|ext\.?)\s*\d{1,6})?", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://)?[^\s/<>\"|.]+(?:\.[^\s/<>\"|.]+)+(?:[/?#][^\s<>\"|]*)?")
_COLUMNS = {"company": "company", "role": "role", "where": "place", "email": "email", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class PersonForm:
    """The fields of a person; what is not known is empty. `every` is the rhythm in force, a duration or `none`.

    `nudges` about them are `on`, `paused` until a day, or `stopped`. Who is in `via` and is no contact has the claim
    `v:<place>`.
    """

    name: str
    status: str = ""
    aliases: tuple[str, ...] = ()
    company: str = ""
    role: str = ""
    where: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()
    slack_user: str = ""
    channel: str = ""
    via: tuple[Choice, ...] = ()
    tags: tuple[str, ...] = ()
    every: str = ""
    nudges: str = ON
    until: date | None = None
    birthday: MonthDay | date | None = None


def person_form(turn: Turn, contact_id: str) -> PersonForm:
    """What is known of a contact. Raises `NotYoursError`."""
    return _known(turn, own_contact(turn, contact_id))


def _known(turn: Turn, row: ContactRow) -> PersonForm:
    birthday = birthday_of(turn, row)
    is_paused = row.paused_until is not None and row.paused_until > turn.today
    nudges = ON if not is_paused else STOPPED if row.paused_until == FOR_GOOD else PAUSED
    return PersonForm(
        name=row.name,
        status=row.status or "",
        aliases=tuple(row.aliases),
        links=tuple(row.links),
        slack_user=row.slack_user or "",
        channel=row.channel or "",
        via=tuple(_known_through(turn, row)),
        tags=tuple(contacts.tags_of(turn.session, row.id)),
        every=cadence_of(turn, row) or "",
        nudges=nudges,
        until=row.paused_until if nudges == PAUSED else None,
        birthday=parse_on(birthday.on) if birthday else None,
        **{field: getattr(row, column) or "" for field, column in _COLUMNS.items()},
    )


def _known_through(turn: Turn, row: ContactRow) -> Iterator[Choice]:
    for place, name in enumerate(row.via):
        contact = _named(turn, name)
        yield choice_of(contact) if contact is not None else Choice(f"v:{place}", name)


def _named(turn: Turn, name: str) -> ContactRow | None:
    """The contact who goes by just that name."""
    key = fold(name)
    found = contacts.contacts_with_word(turn.session, turn.owner.id, key)
    return next((one for one in found if fold(one.name) == key), None)


def edit_person(turn: Turn, contact_id: str, values: Mapping[str, object], read_day: ReadDay) -> PersonEdited:
    """Set what differs from what is known. Raises `FormError` with every fault at its field, and `NotYoursError`.

    `read_day` reads a day as people write it, and gives None for what is none.
    """
    row = own_contact(turn, contact_id)
    before = _known(turn, row)
    given = _given(turn, row, values, before, read_day)
    changed = tuple(one.name for one in fields(given) if getattr(given, one.name) != getattr(before, one.name))
    if not changed:
        return PersonEdited(person(turn, row), (), None)

    def edit() -> PersonEdited:
        for field in changed:
            _set(turn, row, field, given)
        _keep_position(turn, row, before)
        contacts.index_names(turn.session, row)
        return PersonEdited(person(turn, row), changed, turn.change)

    return journaled(turn, Meaning(intent="details", people=(given.name,)), edit)


def _given(
    turn: Turn, row: ContactRow, values: Mapping[str, object], before: PersonForm, read_day: ReadDay
) -> PersonForm:
    """What the fields say; one that was left as it stood is as before, whatever would be said of it today."""
    faults = Faults()
    given = PersonForm(
        name=" ".join(str(values.get("name") or "").split()),
        status=text_of(values.get("status")) or before.status,
        aliases=_several(values.get("aliases"), r"[,;\n]"),
        company=text_of(values.get("company")) or "",
        role=text_of(values.get("role")) or "",
        where=text_of(values.get("where")) or "",
        email=(text_of(values.get("email")) or "").removeprefix("mailto:"),
        phone=text_of(values.get("phone")) or "",
        links=_several(values.get("links"), r"[\s,;]"),
        slack_user=_first(values.get("slack_user")),
        channel=text_of(values.get("channel")) or "",
        via=_through(turn, row, values["via"], before, faults) if "via" in values else before.via,
        tags=tuple(sorted(tags_of(str(values.get("tags") or ""), faults))),
        every=cadence_of_field(str(values.get("every") or before.every), faults) or "",
        nudges=text_of(values.get("nudges")) or before.nudges,
        until=faults.day("until", values["until"]) if "until" in values else before.until,
        birthday=_day(values.get("birthday"), before, read_day, faults),
    )
    given = _without_none(given)
    _doubt(turn, row, given, before, faults)
    faults.check()
    return given if given.nudges == PAUSED else replace(given, until=None)


def _several(value: object, apart: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split(apart, str(value or "")))
    return tuple(dict.fromkeys(part for part in parts if part))


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, tuple) and value else ""


def _without_none(given: PersonForm) -> PersonForm:
    """A menu cannot be emptied: its first choice says that there is none."""
    return replace(
        given,
        channel="" if given.channel == NONE else given.channel,
        status="" if given.status == NONE else given.status,
    )


def _through(turn: Turn, row: ContactRow, claims: object, before: PersonForm, faults: Faults) -> tuple[Choice, ...]:
    """Who made them known, by their claims."""
    chosen: dict[str, Choice] = {}
    for claim in map(str, claims if isinstance(claims, tuple) else ()):
        kind, _, value = claim.partition(":")
        there = next((one for one in before.via if one.claim == claim), None)
        contact = contacts.contact(turn.session, turn.owner.id, int(value)) if _is_id(kind, value) else None
        if there is None and kind == "n" and value.strip():
            there = Choice(claim, " ".join(value.split()))
        elif there is None and contact is not None and contact.id != row.id:
            there = choice_of(contact)
        if there is None:
            faults.found["via"] = "gone"
        else:
            chosen.setdefault(fold(there.name), there)
    given = tuple(chosen.values())
    return before.via if {one.claim for one in given} == {one.claim for one in before.via} else given


def _is_id(kind: str, value: str) -> bool:
    return kind == "c" and value.isascii() and value.isdecimal() and len(value) < 10


def _day(value: object, before: PersonForm, read_day: ReadDay, faults: Faults) -> MonthDay | date | None:
    text = str(value or "").strip()
    if not text:
        return None
    on = read_day(text)
    if on is None:
        faults.found["birthday"] = "no_birthday"
    return on or before.birthday


def _doubt(turn: Turn, row: ContactRow, given: PersonForm, before: PersonForm, faults: Faults) -> None:
    """Say at its field what cannot be; what stands there already is left in peace."""
    if not given.name:
        faults.found["name"] = "no_name"
    elif fold(given.name) != fold(before.name) and _is_anothers(turn, row, given.name):
        faults.found["name"] = "anothers_name"
    if given.email not in ("", before.email) and not _EMAIL.fullmatch(given.email):
        faults.found["email"] = "no_email"
    if given.phone not in ("", before.phone) and not _PHONE.fullmatch(given.phone):
        faults.found["phone"] = "no_phone"
    if not all(link in before.links or _LINK.fullmatch(link) for link in given.links):
        faults.found["links"] = "no_link"
    _doubt_status(turn, given, before, faults)
    if given.slack_user not in ("", before.slack_user):
        other = contacts.contact_of_member(turn.session, turn.owner.id, given.slack_user)
        if given.slack_user == turn.owner.user:
            faults.found["slack_user"] = "yourself"
        elif other is not None and other.id != row.id:
            faults.found["slack_user"] = "anothers_member"


def _doubt_status(turn: Turn, given: PersonForm, before: PersonForm, faults: Faults) -> None:
    if given.status != before.status and given.status not in ("", *STATUSES):
        faults.found["status"] = "no_status"
    if given.nudges == PAUSED and given.until is None:
        faults.found.setdefault("until", "no_until")
    elif given.until is not None and given.until != before.until:
        if given.nudges != PAUSED:
            faults.found["until"] = "not_paused"
        elif given.until <= turn.today:
            faults.found["until"] = "past"


def _is_anothers(turn: Turn, row: ContactRow, name: str) -> bool:
    key = fold(name)
    others = contacts.contacts_with_word(turn.session, turn.owner.id, key)
    return any(other.id != row.id and fold(other.name) == key for other in others)


def _set(turn: Turn, row: ContactRow, field: str, given: PersonForm) -> None:
    if field in _COLUMNS:
        setattr(row, _COLUMNS[field], getattr(given, field) or None)
    elif field in ("aliases", "links"):
        setattr(row, field, list(getattr(given, field)))
    elif field == "name":
        row.name, row.key = given.name, fold(given.name)
    elif field in ("slack_user", "channel"):
        setattr(row, field, getattr(given, field) or None)
    elif field == "status":
        _set_status(turn, row, given.status)
    elif field == "via":
        _set_via(turn, row, given.via)
    elif field in ("nudges", "until"):
        _set_pause(turn, row, given)
    elif field == "tags":
        _set_tags(turn, row, given.tags)
    elif field == "every":
        set_cadence(turn, row, given.every)
    else:
        _set_birthday(turn, row, given.birthday)


def _set_status(turn: Turn, row: ContactRow, status: str) -> None:
    if status:
        take_status(turn, row, Meaning(intent="change", status=cast("Status", status)), None)
        return
    was_ended = row.status in ENDED
    row.status = None
    if was_ended:
        reckon(turn, row)
        _not_past(turn, row)


def _set_via(turn: Turn, row: ContactRow, via: Iterable[Choice]) -> None:
    """Whoever is not known yet is added, as a sentence does that says through whom."""
    for one in via:
        if one.claim.startswith("n:") and _named(turn, one.name) is None:
            add_contact(turn, one.name)
    row.via = [one.name for one in via]


def _set_pause(turn: Turn, row: ContactRow, given: PersonForm) -> None:
    row.paused_until = {ON: None, STOPPED: FOR_GOOD}.get(given.nudges, given.until)
    if given.nudges == ON:
        _not_past(turn, row)


def _not_past(turn: Turn, row: ContactRow) -> None:
    """Nobody waits for a past day."""
    if row.next_check_in_on is not None:
        row.next_check_in_on = max(row.next_check_in_on, turn.today)


def _set_tags(turn: Turn, row: ContactRow, tags: Iterable[str]) -> None:
    wanted, was = list(tags), cadence_of(turn, row)
    for tag in turn.session.scalars(select(ContactTagRow).where(ContactTagRow.contact_id == row.id)):
        if tag.tag not in wanted:
            turn.session.delete(tag)
    turn.session.flush()
    add_tags(turn, row, wanted)
    if cadence_of(turn, row) != was:  # it was that of a tag
        reckon(turn, row)
        _not_past(turn, row)


def _set_birthday(turn: Turn, row: ContactRow, on: MonthDay | date | None) -> None:
    known = birthday_of(turn, row)
    if on is not None:
        write_birthday(turn, row, on)
    elif known is not None:
        turn.session.delete(known)


def _keep_position(turn: Turn, row: ContactRow, before: PersonForm) -> None:
    """The position they are in is corrected with them: somebody who moved on is told of in words."""
    if (row.company or "", row.role or "") == (before.company, before.role):
        return
    query = select(PositionRow).where(PositionRow.contact_id == row.id, PositionRow.to_on.is_(None))
    current = turn.session.scalars(query.order_by(PositionRow.id.desc())).first()
    if current is not None:
        current.company, current.role = row.company, row.role
