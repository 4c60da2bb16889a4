"""Taking back, putting back, and saying again but right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot.language.meanings import Meaning
from bot.network.answers import take_back as unanswer
from bot.network.errors import NothingToUndoError
from bot.network.outcomes import Undone
from bot.network.people import match_name, slot
from bot.network.turns import Turn
from bot.store import contacts, history, journal
from bot.store.tables import ChangeRow, NudgeRow

_REPLACED = (
    *("kind", "where", "time", "company", "role", "every"),
    *("until", "channel", "email", "phone", "link", "to", "milestone"),
)
_AHEAD = frozenset({"remind", "plan", "cadence", "promise", "snooze", "pause"})  # meanings whose day lies ahead


def keep_change(turn: Turn, meaning: Meaning, entries: Iterable[journal.Entry], replaces: str | None = None) -> bool:
    """Write down what this turn changed, if it changed anything; whether it did.

    `replaces` is the change that this one corrects: taking this one back brings that one back.
    """
    rows = [entry.as_json() for entry in entries]
    if not rows and replaces is None:
        return False
    turn.session.add(
        ChangeRow(
            id=turn.change,
            owner_id=turn.owner.id,
            at=turn.at,
            seq=history.next_seq(turn.session, turn.owner.id),
            intent=meaning.intent,
            meaning=json.dumps(_with_known_names(turn, meaning).as_json()),
            chosen=json.dumps(turn.resolved),
            rows=json.dumps(rows),
            contacts=sorted(_contacts(rows)),
            message=turn.message,
            replaces=replaces,
        )
    )
    return True


def _with_known_names(turn: Turn, meaning: Meaning) -> Meaning:
    """The meaning with the names that contacts go by, where the typed one led to them by part or by choice."""
    ids = {name: contact_id for name in meaning.people if (contact_id := turn.resolved.get(slot(name)))}
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, ids.values())
    known = {name: rows[contact_id].name for name, contact_id in ids.items() if contact_id in rows}
    return replace(meaning, people=tuple(_shown(name, known) for name in meaning.people))


def _shown(name: str, known: Mapping[str, str]) -> str:
    return name if name.startswith("<@") else known.get(name, name)


def _contacts(rows: Iterable[dict[str, object]]) -> set[int]:
    found: set[int] = set()
    for row in rows:
        if row["table"] == "contact":
            found.add(_number(row["key"], "id"))
        for part in (row["before"], row["after"], row["key"]):
            if isinstance(part, dict) and isinstance(part.get("contact_id"), int):
                found.add(part["contact_id"])
    return found


def _number(key: object, name: str) -> int:
    return int(key[name]) if isinstance(key, dict) else 0


def undo(turn: Turn) -> Undone:
    """Take back the last thing that stands. Raises `NothingToUndoError`."""
    row = history.last_change(turn.session, turn.owner.id)
    if row is None:
        raise NothingToUndoError
    return undo_change(turn, row.id)


def undo_change(turn: Turn, change_id: str) -> Undone:
    """Take back one change of the owner's. Raises `NothingToUndoError` when it is not there or was taken back."""
    row = history.change(turn.session, turn.owner.id, change_id)
    if row is None or row.undone_at is not None:
        raise NothingToUndoError
    journal.take_back(turn.session, _removable(turn, row))
    row.undone_at = turn.at
    for nudge in _answered_with(turn, change_id):
        unanswer(turn, nudge)
    if row.replaces is not None:
        redo_change(turn, row.replaces)
    return _afterwards(turn, row, again=False)


def redo_change(turn: Turn, change_id: str) -> Undone:
    """Put back what was taken back. Raises `NothingToUndoError` when it stands."""
    row = history.change(turn.session, turn.owner.id, change_id)
    if row is None or row.undone_at is None:
        raise NothingToUndoError
    if row.replaces is not None:
        undo_change(turn, row.replaces)
    journal.play_again(turn.session, _entries(row))
    row.undone_at = None
    return _afterwards(turn, row, again=True)


def _afterwards(turn: Turn, row: ChangeRow, *, again: bool) -> Undone:
    turn.session.flush()
    turn.session.expire_all()
    turn.wake()
    return Undone(change=row.id, meaning=Meaning.from_json(json.loads(row.meaning)), again=again)


def _entries(row: ChangeRow) -> list[journal.Entry]:
    return [journal.Entry(**entry) for entry in json.loads(row.rows)]


def _removable(turn: Turn, row: ChangeRow) -> list[journal.Entry]:
    """The entries to take back: a contact that this added and later words speak of stays, with its name."""
    later = history.changes_after(turn.session, turn.owner.id, row.seq)
    still_needed = {contact_id for change in later for contact_id in change.contacts}
    return [entry for entry in _entries(row) if not _adds_one_of(entry, still_needed)]


def _adds_one_of(entry: journal.Entry, contact_ids: set[int]) -> bool:
    if entry.before is not None or entry.after is None:
        return False
    if entry.table == "contact":
        return entry.key["id"] in contact_ids
    return entry.table == "contact_name" and entry.key["contact_id"] in contact_ids


def _answered_with(turn: Turn, change_id: str) -> list[NudgeRow]:
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.change_id == change_id)
    return list(turn.session.scalars(query.where(NudgeRow.answered.is_not(None))))


def corrected(turn: Turn, correction: Meaning) -> tuple[Meaning, str]:
    """The last thing said with what the correction puts in its place, and the id of the change that it was.

    That change is taken back; the caller carries out what is returned. Raises `NothingToUndoError`.
    """
    row = history.last_change(turn.session, turn.owner.id)
    if row is None:
        raise NothingToUndoError
    last = Meaning.from_json(json.loads(row.meaning))
    turn.chosen = json.loads(row.chosen) | turn.chosen
    undo_change(turn, row.id)
    return _merged(turn, last, correction), row.id


def _merged(turn: Turn, last: Meaning, correction: Meaning) -> Meaning:
    right = last
    if correction.people:
        right = replace(right, people=(*correction.people, *right.people[len(correction.people) :]))
    if isinstance(correction.on, date):
        right = _with_day(turn, right, correction.on)
    for field in (
        "kind",
        "where",
        "time",
        "company",
        "role",
        "every",
        "until",
        "channel",
        "email",
        "phone",
        "link",
        "to",
    ):
        value = getattr(correction, field)
        if value is not None:
            right = replace(right, **{field: value})
    if correction.tags:
        right = replace(right, tags=correction.tags)
    if correction.follow_up:
        right = replace(right, follow_up=correction.follow_up)
    return _with_text(turn, right, correction.about) if correction.about else right


def _with_fields(meaning: Meaning, fields: Mapping[str, Any]) -> Meaning:
    return replace(meaning, **{field: value for field, value in fields.items() if value is not None})


def _with_day(turn: Turn, last: Meaning, on: date) -> Meaning:
    """A day that was read looking back is the coming one where the last thing looks ahead."""
    if last.intent in _AHEAD and on < turn.today:
        on = _ahead(turn.today, on)
    if last.intent in ("snooze", "pause"):
        return replace(last, until=on)
    return replace(last, on=on)


def _ahead(today: date, on: date) -> date:
    while on < today:
        on = on + timedelta(days=7) if (today - on).days <= 7 else _next_year(on)
    return on


def _next_year(on: date) -> date:
    return on.replace(year=on.year + 1, day=min(on.day, 28) if on.month == 2 else on.day)


def _with_text(turn: Turn, last: Meaning, text: str) -> Meaning:
    """`I meant Globex` replaces whichever field of the last thing fits: a person, a company, a place, a topic."""
    if match_name(turn, text).contact is not None and last.people:
        return replace(last, people=(text, *last.people[1:]))
    for field in ("company", "where", "about", "to"):
        if getattr(last, field):
            return _with_fields(last, {field: text})
    if last.intent in ("details", "change"):
        return replace(last, company=text)
    return replace(last, about=text)
