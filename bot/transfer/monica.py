"""The JSON export of Monica, the personal CRM (version 1.0-preview of its format): people, notes, calls, activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.network.archive import Archive, InteractionRecord, NoteRecord, PersonRecord, Problem
from bot.transfer.drafting import Draft, note
from bot.transfer.errors import UnreadableFileError
from bot.transfer.fields import FaultError, day, day_of_year

Json = Mapping[str, Any]


def is_monica(data: Any) -> bool:
    """Whether a JSON text is one of Monica's."""
    return isinstance(data, dict) and isinstance(data.get("account"), dict) and "data" in data["account"]


def load(data: Json, today: date) -> tuple[Archive, list[Problem]]:
    """The people of an account, and those who had to be left out, by their place in the list."""
    account = data["account"]
    contacts = _lists(account).get("contact")
    if contacts is None:
        raise UnreadableFileError("is an export of Monica's with no contacts in it")
    book = _Book(account)
    people: list[PersonRecord] = []
    problems: list[Problem] = []
    for index, contact in enumerate(contacts):
        if _properties(contact).get("is_partial"):
            continue  # somebody's child or partner, known by name only within that relation
        try:
            people.append(_draft(contact, book, today).person())
        except FaultError as error:
            problems.append(Problem(f"contact {index + 1}", str(error)))
    return Archive(None, None, None, (), tuple(people)), problems


def _lists(part: Any) -> dict[str, list[Any]]:
    """The lists of an object by their type; Monica writes them as `{"type", "count", "values"}`."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    entries = part.get("data") if isinstance(part, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("values"), list):
            found[str(entry.get("type"))] += entry["values"]
    return dict(found)


def _properties(part: Any) -> Json:
    found = part.get("properties") if isinstance(part, dict) else None
    return found if isinstance(found, dict) else {}


class _Book:
    """What contacts refer to by its uuid: activities, which several share, kinds of contact fields, each other."""

    def __init__(self, account: Json) -> None:
        lists = _lists(account)
        self.activities = {each.get("uuid"): _properties(each) for each in _objects(lists.get("activity"))}
        instance = account.get("instance")
        types = instance.get("contact_field_types") if isinstance(instance, dict) else None
        self.field_types = {each.get("uuid"): _properties(each) for each in _objects(types)}
        self._there: defaultdict[Any, list[str]] = defaultdict(list)
        for contact in _objects(lists.get("contact")):
            if not _properties(contact).get("is_partial"):
                for activity in _lists(contact).get("activity", ()):
                    self._there[_key(activity)].append(_name(contact))

    def others(self, activity: Any, name: str) -> tuple[str, ...]:
        """Who else took part."""
        names = sorted(self._there[_key(activity)])
        if name in names:
            names.remove(name)
        return tuple(other for other in names if other)


def _objects(values: Any) -> Iterator[Json]:
    yield from (each for each in values or () if isinstance(each, dict))


def _key(value: Any) -> str:
    return str(value)


def _name(contact: Any) -> str:
    properties = _properties(contact)
    parts = (properties.get("first_name"), properties.get("middle_name"), properties.get("last_name"))
    return " ".join(" ".join(str(part) for part in parts if part).split())


def _draft(contact: Any, book: _Book, today: date) -> Draft:
    properties, lists, name = _properties(contact), _lists(contact), _name(contact)
    fields = _fields(lists.get("contact_field"), book)
    tags = properties.get("tags")
    return Draft(
        name=name,
        aliases=[_text(properties.get("nickname"))],
        emails=fields["email"],
        phones=fields["phone"],
        links=fields["link"],
        company=_text(properties.get("company")),
        role=_text(properties.get("job")),
        place=_place(lists.get("address")),
        tags=[str(tag) for tag in tags] if isinstance(tags, list) else (),
        is_dead=bool(properties.get("is_dead")),
        birthday=_birthday(properties.get("birthdate")),
        notes=[
            *note(_text(properties.get("description")), today),
            *note(_text(properties.get("food_preferences")), today),
            *_notes(lists.get("note"), today),
        ],
        interactions=(*_calls(lists.get("call")), *_activities(lists.get("activity"), book, name)),
        created_on=_day(contact.get("created_at")) if isinstance(contact, dict) else None,
        last_interaction_on=_day(properties.get("last_talked_to")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _fields(values: Any, book: _Book) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"email": [], "phone": [], "link": []}
    for each in _objects(values):
        properties = _properties(each)
        kind = book.field_types.get(properties.get("type"), {})
        name = str(kind.get("type") or kind.get("name") or "").lower()
        data = str(properties.get("data") or "")
        found["email" if "mail" in name or "@" in data else "phone" if "phone" in name else "link"].append(data)
    return found


def _place(values: Any) -> str | None:
    for each in _objects(values):
        place = _properties(each).get("place")
        city = (place if isinstance(place, dict) else _properties(each)).get("city")
        if isinstance(city, str):
            return city
    return None


def _birthday(special: Any) -> str | None:
    """A birthday that was reckoned from an age is no day."""
    if not isinstance(special, dict) or special.get("is_age_based"):
        return None
    on = _day(special.get("date"))
    if on is None:
        return None
    return day_of_year(f"--{on:%m-%d}" if special.get("is_year_unknown") else on.isoformat())


def _day(value: Any) -> date | None:
    """The day of a date or an instant, None where there is neither."""
    try:
        return day(str(value)[:10])
    except FaultError:
        return None


def _notes(values: Any, today: date) -> Iterator[NoteRecord]:
    for each in _objects(values):
        yield from note(_text(_properties(each).get("body")), _day(each.get("created_at")) or today)


def _calls(values: Any) -> Iterator[InteractionRecord]:
    for each in _objects(values):
        properties = _properties(each)
        on = _day(properties.get("called_at"))
        if on is not None:
            yield InteractionRecord(on, "call", None, _text(properties.get("content")))


def _activities(values: Any, book: _Book, name: str) -> Iterator[InteractionRecord]:
    for key in values or ():
        properties = book.activities.get(key) if isinstance(key, str) else None
        on = _day(properties.get("happened_at")) if properties else None
        if properties and on is not None:
            about = "; ".join(part for part in (properties.get("summary"), properties.get("description")) if part)
            yield InteractionRecord(on, "met", None, about or None, people=book.others(key, name))
