"""Taking one change out of the order in which things were said, and putting it back into its place.

Whatever is undone and redone, in whatever order, the network is then as if the changes that stand had been said, in
their order, and the others never. So what a later change found is rewritten when an earlier one goes or returns, and
what an earlier one added and another still speaks of is handed over to that other. Which change it is: `undo`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from bot.network.rhythms import give_default, reckon
from bot.network.rules.milestones import in_year, next_celebration, parse_on
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.journal import Entry, Journal, play, present_values
from bot.store.nudge_queue import make_stale
from bot.store.tables import (
    ChangeRow,
    ContactRow,
    FeedbackRow,
    HelpRow,
    InteractionPersonRow,
    MilestoneRow,
    NoteRow,
    NudgeRow,
    PlanRow,
    PositionRow,
    PromiseRow,
    ReminderRow,
)

_BELONGINGS = (
    *(InteractionPersonRow, PlanRow, ReminderRow, MilestoneRow, PromiseRow),
    *(HelpRow, FeedbackRow, NoteRow, PositionRow),
)

NUDGES_ABOUT = {"plan": ("plan",), "promise": ("promise",), "reminder": ("reminder", "follow_up")}  # by table


@dataclass
class _Change:
    """A change that stands, with its entries at hand; `is_rewritten` when they must be stored anew."""

    row: ChangeRow
    entries: list[Entry]
    is_rewritten: bool = False

    @classmethod
    def of(cls, row: ChangeRow) -> _Change:
        return cls(row, entries_of(row))

    @property
    def seq(self) -> int:
        return self.row.seq

    def speaks_of(self, entry: Entry) -> bool:
        """Whether it has to do with the row of an entry: wrote it, or belongs to the contact that it is."""
        if entry.table == "contact" and entry.key["id"] in self.row.contacts:
            return True
        return any(other.table == entry.table and other.key == entry.key for other in self.entries)

    def take_over(self, entry: Entry) -> None:
        """Be the one that added a row from now on."""
        if not any(_is_of(other, entry) and other.before is None for other in self.entries):
            self.entries.insert(0, entry)
            self.is_rewritten = True

    def found(self, place: int, name: str) -> object:
        """What the entry at a place found in a column."""
        return (self.entries[place].before or {})[name]

    def finds(self, place: int, name: str, value: object) -> None:
        """Have found another value there."""
        entry = self.entries[place]
        self.entries[place] = replace(entry, before={**(entry.before or {}), name: value})
        self.is_rewritten = True

    def store(self) -> None:
        if self.is_rewritten:
            self.row.rows = json.dumps([entry.as_json() for entry in self.entries])


def entries_of(row: ChangeRow) -> list[Entry]:
    """What a change did, row by row."""
    return [Entry(**entry) for entry in json.loads(row.rows)]


def take_out(turn: Turn, row: ChangeRow) -> None:
    """Undo a change that stands; what others that stand have to do with stays."""
    with _aside(turn):
        nudges = _nudges_of(turn, row)
        others = _others(turn, row)
        later = [other for other in others if other.seq > row.seq]
        for entry in reversed(entries_of(row)):
            _retrace(turn, entry, others, later)
        row.undone_at = turn.at
        _settle(turn, row, others, later)
        _show_anew(turn, nudges)
        _show_edited(turn, row)


def put_in(turn: Turn, row: ChangeRow) -> None:
    """Redo a change that was taken out."""
    with _aside(turn):
        change, others = _Change.of(row), _others(turn, row)
        _take_along(turn, change)
        later = [other for other in others if other.seq > row.seq]
        for place in range(len(change.entries)):
            _play_again(turn, change, place, later)
        row.undone_at = None
        _settle(turn, row, [change, *others], [change, *later])
        _show_anew(turn, _nudges_of(turn, row))
        _show_edited(turn, row)


def _take_along(turn: Turn, change: _Change) -> None:
    """What it speaks of may have been added by a change that is still taken out: then it is added by this one."""
    for other in reversed(_others(turn, change.row, standing=False)):
        for entry in reversed(other.entries):
            if entry.before is None and change.speaks_of(entry):
                change.take_over(entry)


class _aside:  # noqa: N801  # reads as the verb that it is
    """What is done here is no part of the command that asks for it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def __enter__(self) -> None:
        self._turn.session.flush()
        self._journal = Journal(self._turn.session)

    def __exit__(self, *_error: object) -> None:
        self._journal.close()


def _nudges_of(turn: Turn, row: ChangeRow) -> Sequence[NudgeRow]:
    """The nudges that a change answered, or whose proposal it took up."""
    is_theirs = or_(NudgeRow.change_id == row.id, NudgeRow.adapted_by == row.id)
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, is_theirs)
    return turn.session.scalars(query.order_by(NudgeRow.planned_at, NudgeRow.id)).all()


def _others(turn: Turn, row: ChangeRow, *, standing: bool = True) -> list[_Change]:
    """The other changes that stand (or that were taken out) and may have written the same rows, oldest first."""
    mine = set(row.contacts)
    ids = [
        change_id
        for change_id, contact_ids in history.changes_about(turn.session, turn.owner.id, standing=standing)
        if change_id != row.id and (not mine or not contact_ids or not mine.isdisjoint(contact_ids))
    ]
    return [_Change.of(other) for other in history.changes_by_id(turn.session, turn.owner.id, ids)]


def _retrace(turn: Turn, entry: Entry, others: Sequence[_Change], later: Sequence[_Change]) -> None:
    """Undo one entry, unless another change still needs the row that it added."""
    if entry.before is not None:
        _play_back(turn, entry, later)
        return
    heir = next((other for other in others if other.speaks_of(entry)), None)
    if heir is not None:
        heir.take_over(entry)
    elif entry.table != "contact" or not _has_belongings(turn, entry.key["id"]):
        play(turn.session, entry.reversed())


def _has_belongings(turn: Turn, contact_id: int) -> bool:
    """Whether a contact holds what no command wrote, an import say."""
    found = (select(table).where(table.contact_id == contact_id).exists() for table in _BELONGINGS)
    return any(turn.session.scalar(select(one)) for one in found)


def _play_back(turn: Turn, entry: Entry, later: Sequence[_Change]) -> None:
    """Undo one entry; of a column that a later change wrote, it is what that one found that goes back."""
    if entry.before is None or entry.after is None:
        play(turn.session, entry.reversed())
        return
    before, after = dict(entry.before), dict(entry.after)
    for name in entry.after:
        if touching := _touching(entry, name, later):
            change, place = touching
            if change.found(place, name) == after[name]:
                change.finds(place, name, before[name])
            del before[name], after[name]
    play(turn.session, replace(entry, before=after, after=before))


def _play_again(turn: Turn, change: _Change, place: int, later: Sequence[_Change]) -> None:
    """Redo one entry: it finds what is there now, and a later change that wrote the same column finds what it wrote."""
    entry = change.entries[place]
    if entry.before is None or entry.after is None:
        play(turn.session, entry)
        return
    present = {} if entry.table == "nudge" else present_values(turn.session, entry)
    after = dict(entry.after)
    for name, value in entry.after.items():
        if touching := _touching(entry, name, later):
            other, there = touching
            change.finds(place, name, other.found(there, name))
            other.finds(there, name, value)
            del after[name]
        elif name in present:
            change.finds(place, name, present[name])
    before = change.entries[place].before or {}
    play(turn.session, replace(entry, before={name: before[name] for name in after}, after=after))


def _touching(entry: Entry, name: str, later: Iterable[_Change]) -> tuple[_Change, int] | None:
    """The first later change that wrote the same column of the same row, and the place of its entry."""
    for change in later:
        for place, other in enumerate(change.entries):
            if _is_of(other, entry) and other.before is not None and name in other.before:
                return change, place
    return None


def _is_of(entry: Entry, other: Entry) -> bool:
    return entry.table == other.table and entry.key == other.key


def _settle(turn: Turn, row: ChangeRow, others: Sequence[_Change], later: Sequence[_Change]) -> None:
    """Put right what follows from the facts: the words to look up, the last time in touch, the next celebration."""
    for other in others:
        other.store()
    turn.session.flush()
    turn.session.expire_all()
    turn.look_again()
    touched = set(row.contacts).union(*(other.row.contacts for other in others))
    for contact in turn.session.scalars(
        select(ContactRow).where(ContactRow.owner_id == turn.owner.id, ContactRow.id.in_(touched))
    ):
        contacts.index_names(turn.session, contact)
        _mend(turn, contact, [other for other in later if contact.id in other.row.contacts])
    for entry in entries_of(row):
        if entry.table == "milestone":
            _celebrate(turn, entry.key["id"])
    turn.session.flush()


def _mend(turn: Turn, contact: ContactRow, later: Sequence[_Change]) -> None:
    """The last time in touch and the rhythm, where later changes still tell of a contact; the first of them owns it."""
    heir = next((change for change in later if _tells_of_contact(change, contact.id)), None)
    last = history.last_reached_on(turn.session, turn.owner.id, contact.id)
    if heir is None or last is None or last == contact.last_interaction_on:
        return
    journal = Journal(turn.session)
    try:
        contact.last_interaction_on = last
        give_default(turn, contact)
        reckon(turn, contact)
        turn.session.flush()
    finally:
        journal.close()
    heir.entries += journal.entries
    heir.is_rewritten = True
    heir.store()


def _tells_of_contact(change: _Change, contact_id: int) -> bool:
    return any(
        entry.table == "interaction_person" and entry.key["contact_id"] == contact_id for entry in change.entries
    )


def _celebrate(turn: Turn, milestone_id: int) -> None:
    """A day that the clock moved on while another was set: it must be one of those that are celebrated."""
    row = turn.session.get(MilestoneRow, milestone_id)
    on = parse_on(row.on) if row is not None else None
    if row is None or on is None or row.next_on is None or in_year(on, row.next_on.year) == row.next_on:
        return
    row.next_on = next_celebration(row.kind, on, turn.today)


def _show_anew(turn: Turn, nudges: Iterable[NudgeRow]) -> None:
    for nudge in nudges:
        make_stale(turn.session, nudge)
        turn.nudge = nudge
    turn.session.flush()


def _show_edited(turn: Turn, row: ChangeRow) -> None:
    """What a nudge says of a plan, a promise or a reminder that is another now."""
    for entry in entries_of(row):
        if entry.table in NUDGES_ABOUT and entry.before is not None and entry.after is not None:
            for nudge in nudges_about(turn, entry.table, [entry.key["id"]]):
                make_stale(turn.session, nudge)


def nudges_about(turn: Turn, table: str, ids: Collection[int]) -> Sequence[NudgeRow]:
    """The nudges about plans, promises or reminders, by the name of their table and their ids."""
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.source_id.in_(ids))
    return turn.session.scalars(query.where(NudgeRow.kind.in_(NUDGES_ABOUT[table])).order_by(NudgeRow.id)).all()


def answered_with(turn: Turn, row: ChangeRow) -> NudgeRow | None:
    """The nudge that this change answered."""
    return next(iter(_nudges_of(turn, row)), None)


def is_answered_otherwise(turn: Turn, row: ChangeRow) -> bool:
    """Whether a nudge that this change, which was taken out, answered has another answer by now."""
    ids = [
        entry.key["id"] for entry in entries_of(row) if entry.table == "nudge" and (entry.after or {}).get("answered")
    ]
    query = select(NudgeRow.id).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.id.in_(ids))
    return turn.session.scalars(query.where(NudgeRow.answered.is_not(None))).first() is not None
