"""Taking back, putting back, and saying again but right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.language.meanings import Intent, Meaning
from bot.network import imports, replay
from bot.network.errors import AlreadyAnsweredError, NothingToCorrectError, NothingToUndoError
from bot.network.outcomes import ImportTaken, Undone
from bot.network.people import match_name, slot
from bot.network.roster import UNDO_TIME
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.journal import Entry
from bot.store.tables import ChangeRow

_REPLACED = (
    *("kind", "where", "time", "company", "role", "every"),
    *("until", "channel", "email", "phone", "link", "to"),
)
BY_HAND = frozenset({"edit", "remove", imports.IMPORT})  # intents of changes that no sentence corrects
_ANSWERS = frozenset({"done", "skip", "snooze", "pause"})  # what may answer a nudge
_ANSWERED_AS: dict[str, tuple[Intent, Literal["no_answer"] | None]] = {
    "done": ("done", None),
    "no_answer": ("done", "no_answer"),
    "snoozed": ("snooze", None),
    "skipped": ("skip", None),
    "stopped": ("pause", None),
}
_TODAY = frozenset({"log", "kept", "help"})  # meanings that speak of today when they name no day
_AHEAD = frozenset({"remind", "plan", "cadence", "promise", "snooze", "pause"})  # meanings whose day lies ahead


_CONTACTS = frozenset({"log", "plan", "done"})
_HAVE = {  # which meanings have what can be given anew
    "on": _CONTACTS | _AHEAD | {"milestone", "help", "kept", "change", "feedback"},
    "time": frozenset({"remind", "plan"}),
    "kind": _CONTACTS,
    "where": _CONTACTS | {"change"},
    "every": _CONTACTS | {"cadence"},
}


def keep_change(
    turn: Turn, meaning: Meaning, entries: Sequence[Entry], replaces: str | None = None, by_hand: str | None = None
) -> bool:
    """Write down what this turn changed, if it changed anything; whether it did.

    `replaces` is the change that this one corrects: taking this one back brings that one back. `by_hand` is kept in the
    place of the meaning's intent: no sentence corrects what was done in a form.
    """
    if not entries and replaces is None:
        return False
    history.keep_change(
        turn.session,
        turn.owner.id,
        id=turn.change,
        at=turn.at,
        intent=by_hand or meaning.intent,
        meaning=json.dumps(_with_its_day(turn, _with_known_names(turn, meaning)).as_json()),
        chosen=json.dumps(turn.resolved),
        rows=json.dumps([entry.as_json() for entry in entries]),
        contacts=sorted(_contacts(entries)),
        message=turn.message,
        replaces=replaces,
    )
    return True


def _with_its_day(turn: Turn, meaning: Meaning) -> Meaning:
    """What was said to be done is done on the day that it was said, also when it is said again but right, later."""
    dated = (
        replace(meaning, then=tuple(_with_its_day(turn, part) for part in meaning.then)) if meaning.then else meaning
    )
    return replace(dated, on=turn.today) if meaning.intent in _TODAY and meaning.on is None else dated


def _with_known_names(turn: Turn, meaning: Meaning) -> Meaning:
    """The meaning with the names that contacts go by, where the typed one led to them by part or by choice."""
    ids = {name: contact_id for name in meaning.people if (contact_id := turn.resolved.get(slot(name)))}
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, ids.values())
    known = {name: rows[contact_id].name for name, contact_id in ids.items() if contact_id in rows}
    shown = tuple(_shown(name, known) for name in meaning.people)
    return replace(meaning, people=shown) if shown != meaning.people else meaning


def _shown(name: str, known: Mapping[str, str]) -> str:
    return name if name.startswith("<@") else known.get(name, name)


def _contacts(entries: Iterable[Entry]) -> set[int]:
    """Whom the entries tell of; a row that was moved from one contact to another tells of both."""
    moved = {(part or {}).get("contact_id") for entry in entries for part in (entry.before, entry.after)}
    return {found for found in (*moved, *(entry.contact for entry in entries)) if isinstance(found, int)}


def undo(turn: Turn) -> Undone:
    """Take back the last thing that stands. Raises `NothingToUndoError`."""
    row = history.last_change(turn.session, turn.owner.id)
    if row is None:
        raise NothingToUndoError
    return undo_change(turn, row.id)


def undo_change(turn: Turn, change_id: str) -> Undone:
    """Take back one change of the owner's; what it corrected stands again.

    Raises `NothingToUndoError` when it is not there, was taken back, or is final by now.
    """
    row = _standing(turn, change_id)
    if row.intent == imports.IMPORT:
        return _afterwards(turn, row, again=False, taken=imports.take_back(turn, row))
    replay.take_out(turn, row)
    replaced = history.change(turn.session, turn.owner.id, row.replaces) if row.replaces else None
    if replaced is not None and replaced.undone_at is not None:
        replay.put_in(turn, replaced)
    return _afterwards(turn, row, again=False)


def _standing(turn: Turn, change_id: str) -> ChangeRow:
    row = history.change(turn.session, turn.owner.id, change_id)
    if row is None or row.undone_at is not None:
        raise NothingToUndoError
    if row.intent == "forget" and turn.at - row.at > UNDO_TIME:
        raise NothingToUndoError
    return row


def redo_change(turn: Turn, change_id: str) -> Undone:
    """Put back what was taken back.

    Raises `NothingToUndoError` when it stands, or a correction stands in its place, and `AlreadyAnsweredError` when the
    nudge that it answered has another answer.
    """
    row = history.change(turn.session, turn.owner.id, change_id)
    if row is None or row.undone_at is None or history.correction_of(turn.session, turn.owner.id, row.id) is not None:
        raise NothingToUndoError
    if row.intent == imports.IMPORT:
        return _afterwards(turn, row, again=True, taken=imports.put_back(turn, row))
    if row.intent in _ANSWERS and replay.is_answered_otherwise(turn, row):
        raise AlreadyAnsweredError
    replaced = history.change(turn.session, turn.owner.id, row.replaces) if row.replaces else None
    if replaced is not None and replaced.undone_at is None:
        replay.take_out(turn, replaced)
    replay.put_in(turn, row)
    return _afterwards(turn, row, again=True)


def _afterwards(turn: Turn, row: ChangeRow, *, again: bool, taken: ImportTaken | None = None) -> Undone:
    turn.wake()
    meaning = Meaning.from_json(json.loads(row.meaning))
    by_hand = row.intent if row.intent in BY_HAND else None
    return Undone(change=row.id, meaning=meaning, again=again, today=turn.today, by_hand=by_hand, taken=taken)


def corrected(turn: Turn, correction: Meaning) -> tuple[Meaning, str]:
    """The last thing said with what the correction puts in its place, and the id of the change that it was.

    That change is taken back; the caller carries out what is returned. Raises `NothingToUndoError` and, where nothing
    of the correction fits, `NothingToCorrectError`.
    """
    row = history.last_change(turn.session, turn.owner.id)
    if row is None:
        raise NothingToUndoError
    last = Meaning.from_json(json.loads(row.meaning))
    if row.intent in BY_HAND:
        raise NothingToCorrectError(last.intent)
    if last == Meaning(intent="details", people=last.people):
        raise NothingToUndoError  # changed in a form: no sentence says all of it again
    turn.chosen = json.loads(row.chosen) | turn.chosen
    last = _as_answered(turn, row, last)
    if not _fits(last, correction):
        raise NothingToCorrectError(last.intent)
    replay.take_out(turn, _standing(turn, row.id))
    return _merged(turn, last, correction), row.id


def _fits(last: Meaning, correction: Meaning) -> bool:
    """Whether the last thing has something of what is given anew: a note has no day, a milestone no hour."""
    given = [field for field in _HAVE if getattr(correction, field) is not None]
    is_anyones = correction.people or correction.about or correction.tags or correction.follow_up
    return bool(is_anyones) or not given or any(last.intent in _HAVE[field] for field in given)


def _as_answered(turn: Turn, row: ChangeRow, last: Meaning) -> Meaning:
    """An answer to a nudge is corrected as the answer that it was, to the same nudge."""
    nudge = replay.answered_with(turn, row) if last.intent in _ANSWERS else None
    if nudge is None:
        return last
    turn.nudge = nudge
    intent, outcome = _ANSWERED_AS.get(nudge.answered or "", ("done", None))
    return replace(last, intent=intent, outcome=outcome)


def _merged(turn: Turn, last: Meaning, correction: Meaning) -> Meaning:
    right = last
    if correction.people:
        right = replace(right, people=(*correction.people, *right.people[len(correction.people) :]))
    if isinstance(correction.on, date):
        right = _with_day(turn, right, correction.on)
    for field in _REPLACED:
        value = getattr(correction, field)
        if value is not None:
            right = replace(right, **{field: value})
    if correction.tags:
        right = replace(right, tags=correction.tags)
    if correction.follow_up:
        right = replace(right, follow_up=correction.follow_up)
    about = correction.about
    if about and right != last and about.lower().startswith("not "):
        about = None  # "it was in Porto, not Lisbon": what it was not is gone with it
    return _with_text(turn, right, about) if about else right


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
    named = (
        ("company", "where") if text[:1].isupper() else ()
    )  # a name may be a company's or a place's, a topic is none
    for field in (*named, "about", "to"):
        if getattr(last, field):
            return _with_fields(last, {field: text})
    if last.intent in ("details", "change"):
        return replace(last, company=text)
    return replace(last, about=text)
