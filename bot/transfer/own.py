"""Our own JSON export, `rapport/1`: an archive written and read to the letter.

One person stands on one line, so that two exports can be compared, and ten thousand people take the fast encoder of
the standard library. What cannot be read is reported by where it stands, and the rest is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bot.network.archive import Archive, PersonRecord, Problem, SettingsRecord
from bot.transfer.errors import UnreadableFileError
from bot.transfer.fields import FaultError
from bot.transfer.shapes import LISTS, PERSON, REMINDER, SETTINGS, TAG, Shape

FORMAT = "rapport/1"
Report = Callable[[str, str], None]


def dump(archive: Archive) -> str:
    """The archive as JSON text, ending with a line end."""
    head = {
        "format": FORMAT,
        "team": archive.team,
        "user": archive.user,
        "settings": _settings(archive.settings) if archive.settings else None,
        "tags": [_object(TAG, tag) for tag in archive.tags],
    }
    lines = [f"{_text(key)}: {_text(value)}" for key, value in head.items()]
    lines.append(f'"people": {_list([_person(person) for person in archive.people])}')
    if archive.reminders:
        lines.append(f'"reminders": {_list([_object(REMINDER, reminder) for reminder in archive.reminders])}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _settings(settings: SettingsRecord) -> dict[str, Any]:
    """All settings; what came after the first release stands there only where it is set."""
    told = _object(SETTINGS, settings)
    return {name: value for name, value in told.items() if name != "discreet" or value is not None}


def _list(objects: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(_text(each) for each in objects) + "\n]" if objects else "[]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _person(person: PersonRecord) -> dict[str, Any]:
    lists = {name: [_object(shape, record) for record in getattr(person, name)] for name, shape in LISTS.items()}
    return _object(PERSON, person) | lists


def _object(shape: Shape, record: Any) -> dict[str, Any]:
    return {key.name: _plain(getattr(record, key.attribute)) for key in shape.keys}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def load(data: Any) -> tuple[Archive, list[Problem]]:
    """The archive that `dump` wrote, from the parsed JSON, and what had to be left out of it.

    Raises `UnreadableFileError` for JSON that is no export of ours at all.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableFileError(f'is no Rapport export: its "format" is not "{FORMAT}"')
    if not isinstance(data.get("people"), list):
        raise UnreadableFileError('is no complete Rapport export: it has no list of "people"')
    problems: list[Problem] = []

    def report(where: str, reason: str) -> None:
        problems.append(Problem(where, reason))

    settings = data.get("settings")
    archive = Archive(
        team=data.get("team") if isinstance(data.get("team"), str) else None,
        user=data.get("user") if isinstance(data.get("user"), str) else None,
        settings=_leniently(SETTINGS, settings, "settings", report) if settings is not None else None,
        tags=_records(TAG, data.get("tags"), "tags", report),
        people=tuple(_people(data["people"], report)),
        reminders=_records(REMINDER, data.get("reminders"), "reminders", report),
    )
    return archive, problems


def _people(people: list[Any], report: Report) -> list[PersonRecord]:
    found = []
    for index, data in enumerate(people):
        where = f"people[{index}]"
        person = _leniently(PERSON, data, where, report, needs="name", **_lists(data, where, report))
        if person is not None:
            found.append(person)
    return found


def _lists(data: Any, where: str, report: Report) -> dict[str, tuple[Any, ...]]:
    if not isinstance(data, dict):
        return {}
    return {
        name: _records(shape, data.get(name), f"{where}.{name}", report)
        for name, shape in LISTS.items()
        if data.get(name)
    }


def _records(shape: Shape, data: Any, where: str, report: Report) -> tuple[Any, ...]:
    """The records of one list; one with a value that cannot be read is left out."""
    if data is None:
        return ()
    if not isinstance(data, list):
        report(where, "is no list")
        return ()
    found = []
    for index, each in enumerate(data):
        try:
            found.append(_strictly(shape, each))
        except FaultError as error:
            report(f"{where}[{index}]", str(error))
    return tuple(found)


def _strictly(shape: Shape, data: Any) -> Any:
    if not isinstance(data, dict):
        raise FaultError("is no object")
    values = {}
    for key in shape.keys:
        try:
            values[key.attribute] = key.read(data.get(key.name))
        except FaultError as error:
            raise FaultError(f"{key.name} {error}") from None
    return shape.record(**values)


def _leniently(shape: Shape, data: Any, where: str, report: Report, needs: str | None = None, **more: Any) -> Any:
    """A record of which only the values that cannot be read are left out; None without the one that it needs."""
    if not isinstance(data, dict):
        report(where, "is no object")
        return None
    values = {}
    for key in shape.keys:
        try:
            values[key.attribute] = key.read(data.get(key.name))
        except FaultError as error:
            report(where, f"{key.name} {error}")
            if key.name == needs:
                return None
    return shape.record(**values, **more)
