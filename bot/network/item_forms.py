"""The forms of what stands on a person's page: a plan, a promise, a reminder, a note; what each changes, or removes.

An item is named by a claim: `plan:12`, or `change:<id>` for what a change wrote down. It is looked for among the
owner's own. What is done here is kept like what a sentence does, so that Undo takes exactly that back, and the nudges
about it follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from typing import Any, cast

from sqlalchemy import select

from bot.language.meanings import KINDS, Direction, Kind, Meaning
from bot.network import replay
from bot.network.due import promise_asked_on
from bot.network.errors import NothingToUndoError, NotYoursError
from bot.network.forms import Choice, Faults, FormError, choice_of, named_in, text_of
from bot.network.journaling import journaled
from bot.network.outcomes import FieldChange, ItemEdited
from bot.network.people import WhoIsMeant, people_meant, persons, slot
from bot.network.reminders import held
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.nudge_queue import make_stale
from bot.store.tables import ContactRow, NoteRow, NudgeRow, PlanRow, PromiseRow, ReminderRow, new_id, put

_ROWS: dict[str, Any] = {"plan": PlanRow, "promise": PromiseRow, "reminder": ReminderRow, "note": NoteRow}
_OPEN = {"plan": "done_on", "promise": "kept_on", "reminder": "done_on"}
_INTENTS = {"plan": "plan", "promise": "promise", "reminder": "remind", "note": "note"}
_DAYS = {"plan": "on", "promise": "due_on", "reminder": "on"}
_FURTHEST = timedelta(days=36525)


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The fields of an item, of `kind` `plan`, `promise`, `reminder` or `note`; a kind has only some of them.

    `people` is whom it is about; of a plan it can be changed. `how` is a plan's kind of contact.
    """

    item: str
    kind: str
    people: tuple[Choice, ...] = ()
    how: str = ""
    direction: str = ""
    about: str = ""
    where: str = ""
    on: date | None = None
    time: str = ""
    next_time: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """The rows of an item: one, but of a plan one for each person."""

    kind: str
    rows: Sequence[Any]
    people: Sequence[ContactRow]


def item_form(turn: Turn, claim: str) -> ItemForm:
    """What an item says. Raises `NotYoursError`, and `NothingToUndoError` when the change was taken back."""
    return _form(_own_item(turn, claim))


def _own_item(turn: Turn, claim: str) -> _Item:
    kind, _, key = claim.partition(":")
    if kind == "change":
        kind, key = _written_by(turn, key)
    table = _ROWS.get(kind)
    if table is None or not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise NotYoursError
    row = turn.session.scalars(select(table).where(table.owner_id == turn.owner.id, table.id == int(key))).first()
    if row is None or (kind in _OPEN and getattr(row, _OPEN[kind]) is not None):
        raise NotYoursError
    rows = _of_group(turn, row) if kind == "plan" else [row]
    here = contacts.contacts_by_id(turn.session, turn.owner.id, [one.contact_id for one in rows if one.contact_id])
    if row.contact_id is not None and row.contact_id not in here:
        raise NotYoursError
    rows = [one for one in rows if one.contact_id is None or one.contact_id in here]
    return _Item(kind, rows, [here[one.contact_id] for one in rows if one.contact_id is not None])


def _written_by(turn: Turn, change_id: str) -> tuple[str, str]:
    """The first item that a change wrote down, or whose nudge it woke."""
    change = history.change(turn.session, turn.owner.id, change_id)
    if change is None:
        raise NotYoursError
    if change.undone_at is not None:
        raise NothingToUndoError
    for entry in replay.entries_of(change):
        if entry.table in _ROWS and entry.before is None:
            return entry.table, str(entry.key["id"])
        nudge = turn.session.get(NudgeRow, entry.key["id"]) if entry.table == "nudge" else None
        if nudge is not None and (kind := item_of_nudge(nudge.kind)) and nudge.source_id is not None:
            return kind, str(nudge.source_id)
    raise NotYoursError


def item_of_nudge(nudge_kind: str) -> str | None:
    """The kind of item that a nudge is about, if it is about one."""
    return next((kind for kind, kinds in replay.NUDGES_ABOUT.items() if nudge_kind in kinds), None)


def _of_group(turn: Turn, row: PlanRow) -> Sequence[PlanRow]:
    """The rows of one plan, of which each person has one."""
    if row.group_id is None:
        return [row]
    query = select(PlanRow).where(PlanRow.owner_id == turn.owner.id, PlanRow.group_id == row.group_id)
    return turn.session.scalars(query.where(PlanRow.done_on.is_(None)).order_by(PlanRow.id)).all()


def _form(item: _Item) -> ItemForm:
    row = item.rows[0]
    is_note, day = item.kind == "note", _DAYS.get(item.kind)
    return ItemForm(
        item=f"{item.kind}:{row.id}",
        kind=item.kind,
        people=tuple(map(choice_of, item.people)),
        how=row.kind if item.kind == "plan" else "",
        direction=row.direction if item.kind == "promise" else "",
        about=(row.text if is_note else row.about) or "",
        where=(row.place or "") if item.kind == "plan" else "",
        on=getattr(row, day) if day else None,
        time=(row.time or "") if item.kind in ("plan", "reminder") else "",
        next_time=row.next_time if is_note else False,
    )


def edit_item(turn: Turn, claim: str, values: Mapping[str, object]) -> ItemEdited:
    """Set what differs from what stands there, or remove it. Raises `FormError` with every fault at its field, and
    `NotYoursError`."""
    item = _own_item(turn, claim)
    if values.get("remove"):
        return _remove(turn, item)
    before = _form(item)
    given, named = _given(turn, item, before, values)
    changed = tuple(
        FieldChange(one.name, _shown(before, one.name), _shown(given, one.name))
        for one in fields(ItemForm)
        if getattr(given, one.name) != getattr(before, one.name)
    )
    said = _meaning(given, tuple(named))
    if not changed:
        return ItemEdited(item.kind, said, persons(turn, item.people), turn.today, None)

    def edit() -> ItemEdited:
        rows, people = item.rows, item.people
        if given.people != before.people:
            rows, people = _with(turn, item.rows, named)
        for row in rows:
            _set(item.kind, row, given)
        turn.session.flush()
        (_move_nudges if given.on != before.on else _show_nudges)(turn, item.kind, rows)
        comes = held(turn, given.on, given.time or None) if item.kind == "reminder" and given.on else (None, None)
        edited = ItemEdited(item.kind, said, persons(turn, people), turn.today, turn.change, changed)
        return replace(edited, held_until=comes[0], held_time=comes[1])

    return journaled(turn, said, edit, by_hand="edit")


def _shown(form: ItemForm, name: str) -> Any:
    value = getattr(form, name)
    return tuple(one.name for one in value) if name == "people" else value


def _given(
    turn: Turn, item: _Item, before: ItemForm, values: Mapping[str, object]
) -> tuple[ItemForm, dict[str, int | None]]:
    """What the fields say, and the names of those it is about, each with the contact that it means.

    A field that was left as it stood is as before, whatever would be said of it today.
    """
    faults = Faults()
    given = replace(before, about=text_of(values.get("about")) or "")
    named: dict[str, int | None] = {one.name: row.id for one, row in zip(before.people, item.people, strict=True)}
    if before.kind in _DAYS:
        given = replace(given, on=faults.day("on", values.get("on")))
    if before.kind in ("plan", "reminder"):
        given = replace(given, time=faults.hour("time", values.get("time")) or "")
    if before.kind == "plan":
        how = str(values.get("how") or "")
        given = replace(given, how=how if how in KINDS else before.how, where=text_of(values.get("where")) or "")
        if "people" in values and _claims(values) != {one.claim for one in before.people}:
            named = named_in(turn, values.get("people"), faults)
            given = replace(given, people=tuple(Choice(f"c:{key or 0}", name) for name, key in named.items()))
    elif before.kind == "promise":
        given = replace(given, direction="theirs" if values.get("direction") == "theirs" else "mine")
    elif before.kind == "note":
        given = replace(given, next_time=bool(values.get("next_time")))
    _doubt(turn, item, given, before, faults)
    faults.check()
    return given, named


def _claims(values: Mapping[str, object]) -> set[str]:
    claims = values.get("people")
    return set(map(str, claims)) if isinstance(claims, tuple) else set()


def _doubt(turn: Turn, item: _Item, given: ItemForm, before: ItemForm, faults: Faults) -> None:
    """Say at its field what cannot be; what stands there already is left in peace."""
    if not given.about and (before.about or not before.people) and given.kind != "plan":
        faults.found["about"] = "no_text"
    if given.time and given.on is None and not faults.found:
        faults.found["on"] = "no_day_for_hour"
    if given.on is not None and given.on != before.on:
        if given.on < turn.today:
            faults.found["on"] = "past"
        elif given.on > turn.today + _FURTHEST:
            faults.found["on"] = "too_far"
    is_moved = (given.on, given.time) != (before.on, before.time)
    if is_moved and given.on == turn.today and given.time and "time" not in faults.found:
        if time.fromisoformat(given.time) <= turn.local.time():
            faults.found["time"] = "past_hour"
        elif given.kind == "reminder" and item.rows[0].asked_on == turn.today:
            faults.found["time"] = "asked_today"


def _meaning(form: ItemForm, people: tuple[str, ...]) -> Meaning:
    return Meaning(
        intent=_INTENTS[form.kind],  # type: ignore[arg-type]  # a table's text
        people=people,
        kind=cast("Kind", form.how) if form.how else None,
        on=form.on,
        time=form.time or None,
        where=form.where or None,
        about=form.about or None,
        direction=cast("Direction", form.direction) if form.direction else None,
        next_time=form.next_time,
    )


def _with(
    turn: Turn, rows: Sequence[PlanRow], named: Mapping[str, int | None]
) -> tuple[Sequence[PlanRow], list[ContactRow]]:
    """Have a plan with these people: who is new to it gets a row of it, the row of who is not in it any more goes."""
    turn.chosen = {slot(name): key for name, key in named.items() if key is not None}
    try:
        people = people_meant(turn, named, create=True)
    except WhoIsMeant as who:
        raise FormError({"people": "same_name"}) from who
    here, wanted = {row.contact_id for row in rows}, {one.id for one in people}
    group_id = rows[0].group_id or (new_id() if len(wanted) > 1 else None)
    added = [
        PlanRow(owner_id=turn.owner.id, contact_id=one.id, group_id=group_id, kind=rows[0].kind)
        for one in people
        if one.id not in here
    ]
    turn.session.add_all(added)
    kept = [row for row in rows if row.contact_id in wanted]
    for row in kept:
        put(row, group_id=group_id)
    gone = [row for row in rows if row.contact_id not in wanted]
    _end_nudges(turn, "plan", gone)
    for row in gone:
        turn.session.delete(row)
    return [*kept, *added], people


def _set(kind: str, row: Any, given: ItemForm) -> None:
    about, clock = given.about or None, given.time or None
    if kind == "plan":
        put(row, kind=given.how, on=given.on, time=clock, place=given.where or None, about=about)
    elif kind == "promise":
        put(row, direction=given.direction, about=about, due_on=given.on)
    elif kind == "reminder":
        put(row, on=given.on, time=clock, about=about)
    else:
        put(row, text=given.about, next_time=given.next_time)


def _remove(turn: Turn, item: _Item) -> ItemEdited:
    said = _meaning(_form(item), tuple(row.name for row in item.people))

    def remove() -> ItemEdited:
        _end_nudges(turn, item.kind, item.rows)
        for row in item.rows:
            turn.session.delete(row)
        return ItemEdited(item.kind, said, persons(turn, item.people), turn.today, turn.change, is_removed=True)

    return journaled(turn, said, remove, by_hand="remove")


def _end_nudges(turn: Turn, kind: str, rows: Sequence[Any]) -> None:
    """What was asked about an item that goes needs no answer any more."""
    for nudge in _nudges_about(turn, kind, rows):
        if nudge.answered is None and nudge.state == "sent":
            _answer(turn, nudge, "skipped", None)
        elif _is_asked_again(nudge):
            nudge.asked_again = True


def _move_nudges(turn: Turn, kind: str, rows: Sequence[Any]) -> None:
    """What was asked about an item before its day comes on its new day instead, and says so."""
    for nudge in _nudges_about(turn, kind, rows):
        row = next(one for one in rows if one.id == nudge.source_id)
        on = row.due_on if kind == "promise" else row.on
        comes_on = promise_asked_on(row, on, turn.calendar) if kind == "promise" and on else on
        if nudge.answered is None and nudge.state == "sent":
            _answer(turn, nudge, "snoozed" if comes_on else "skipped", comes_on)
        elif _is_asked_again(nudge):
            nudge.again_on, nudge.asked_again = comes_on, True
            make_stale(turn.session, nudge)


def _show_nudges(turn: Turn, kind: str, rows: Sequence[Any]) -> None:
    for nudge in _nudges_about(turn, kind, rows):
        make_stale(turn.session, nudge)
        turn.nudge = nudge


def _nudges_about(turn: Turn, kind: str, rows: Sequence[Any]) -> Sequence[NudgeRow]:
    ids = [row.id for row in rows]
    return replay.nudges_about(turn, kind, ids) if kind in replay.NUDGES_ABOUT and ids else ()


def _is_asked_again(nudge: NudgeRow) -> bool:
    """Whether it was put off and is still to be asked again: now its item itself says when."""
    return nudge.again_on is not None and not nudge.asked_again


def _answer(turn: Turn, nudge: NudgeRow, answer: str, again_on: date | None) -> None:
    nudge.answered, nudge.answered_at, nudge.answered_by = answer, turn.at, "form"
    nudge.again_on, nudge.asked_again, nudge.change_id = again_on, again_on is not None, turn.change
    make_stale(turn.session, nudge)
    turn.nudge = nudge
