"""The list of people itself: rename, merge, forget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.language.meanings import Meaning
from bot.network.errors import MissingPartError
from bot.network.outcomes import Forgotten, Recorded
from bot.network.people import one_person, people_meant
from bot.network.rhythms import NONE, cadence_of, reckon, recorded
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.names import fold
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
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

UNDO_TIME = timedelta(minutes=10)  # what is forgotten can be had back for so long, then it is gone for good
_TAKEN_OVER = (
    *("slack_user", "email", "phone", "company", "role"),
    *("place", "channel", "status", "zone", "paused_until"),
)
FIELDS = {  # of a contact, of which a merge may keep either value: the name of the field, and of the column
    "company": "company",
    "role": "role",
    "where": "place",
    "email": "email",
    "phone": "phone",
    "slack_user": "slack_user",
    "channel": "channel",
    "status": "status",
}
_MOVED = (PlanRow, ReminderRow, MilestoneRow, PromiseRow, HelpRow, FeedbackRow, NoteRow, PositionRow, NudgeRow)
_HISTORY = (
    ("interactions", InteractionPersonRow.contact_id),
    ("notes", NoteRow.contact_id),
    ("reminders", ReminderRow.contact_id),
    ("plans", PlanRow.contact_id),
    ("promises", PromiseRow.contact_id),
    ("milestones", MilestoneRow.contact_id),
)


def rename(turn: Turn, meaning: Meaning) -> Recorded:
    """`rename Pryia to Priya Sharma`."""
    row = one_person(turn, meaning.people, "rename")
    if not meaning.to:
        raise MissingPartError("rename", "to", row.name)
    row.name, row.key = " ".join(meaning.to.split()), fold(meaning.to)
    contacts.index_names(turn.session, row)
    return recorded(turn, meaning, [row])


def merge(turn: Turn, meaning: Meaning) -> Recorded:
    """`merge Bob into Robert Smith`: all of Bob's history is Robert's, and Bob one of his other names."""
    source = one_person(turn, meaning.people, "merge")
    if not meaning.to:
        raise MissingPartError("merge", "to", source.name)
    target = people_meant(turn, [meaning.to], create=False)[0]
    if target is source:
        raise MissingPartError("merge", "to", source.name)
    return merge_contacts(turn, meaning, source, target)


def merge_contacts(
    turn: Turn, meaning: Meaning, source: ContactRow, target: ContactRow, chosen: Mapping[str, bool] | None = None
) -> Recorded:
    """Give all that is known of one contact to another; `meaning` says so by their names.

    `chosen` says of a field in which they differ whether it is the value of the one who goes that stays.
    """
    chosen = chosen or {}
    _one_birthday(turn, source, target, keeps_source=chosen.get("birthday", False))
    _move_history(turn.session, source, target)
    _take_over(turn.session, source, target, chosen)
    contacts.drop_names(turn.session, source.id)
    turn.session.flush()
    turn.session.delete(source)
    turn.session.flush()
    contacts.index_names(turn.session, target)
    cadence = cadence_of(turn, target)
    if cadence == NONE:
        target.next_check_in_on = target.thanks_on = None
    elif cadence is not None and (target.next_check_in_on is None or "every" in chosen):
        reckon(turn, target)
        if target.next_check_in_on is not None:
            target.next_check_in_on = max(target.next_check_in_on, turn.today)
    return recorded(turn, meaning, [target])


def birthday_of(turn: Turn, row: ContactRow) -> MilestoneRow | None:
    """When somebody's birthday is, if that is known."""
    query = select(MilestoneRow).where(MilestoneRow.contact_id == row.id, MilestoneRow.kind == "birthday")
    return turn.session.scalars(query.order_by(MilestoneRow.id)).first()


def _one_birthday(turn: Turn, source: ContactRow, target: ContactRow, *, keeps_source: bool) -> None:
    """Nobody has two."""
    own, other = birthday_of(turn, target), birthday_of(turn, source)
    if own is not None and other is not None:
        turn.session.delete(own if keeps_source else other)
        turn.session.flush()


def _move_history(session: Session, source: ContactRow, target: ContactRow) -> None:
    for table in _MOVED:
        for row in session.scalars(select(table).where(table.contact_id == source.id)):
            row.contact_id = target.id  # type: ignore[attr-defined]  # each of these tables has it
    there = set(
        session.scalars(select(InteractionPersonRow.interaction_id).where(InteractionPersonRow.contact_id == target.id))
    )
    for link in session.scalars(select(InteractionPersonRow).where(InteractionPersonRow.contact_id == source.id)):
        session.delete(link)
        if link.interaction_id not in there:
            session.add(
                InteractionPersonRow(interaction_id=link.interaction_id, contact_id=target.id, owner_id=target.owner_id)
            )
    _move_tags(session, source, target)


def _move_tags(session: Session, source: ContactRow, target: ContactRow) -> None:
    present = set(contacts.tags_of(session, target.id))
    for tag in session.scalars(select(ContactTagRow).where(ContactTagRow.contact_id == source.id)):
        session.delete(tag)
        if tag.tag not in present:
            session.add(ContactTagRow(contact_id=target.id, tag=tag.tag, owner_id=target.owner_id))


def rhythm_wins(source: ContactRow, target: ContactRow) -> bool:
    """Whether it is the rhythm of the one who goes that stays, unless it was chosen."""
    return target.cadence is None or (source.cadence_is_own and not target.cadence_is_own)


def _take_over(session: Session, source: ContactRow, target: ContactRow, chosen: Mapping[str, bool]) -> None:
    """What only the one that goes has, the one that stays takes; what both have differs as it was chosen, else nothing
    of the one that stays is overwritten."""
    preferred = {column for field, column in FIELDS.items() if chosen.get(field)}
    for field in _TAKEN_OVER:
        own, other = getattr(target, field), getattr(source, field)
        if other is None or other == own:
            continue
        if own is None or field in preferred:
            setattr(target, field, other)
        if own is not None and field in ("email", "phone"):
            _keep_as_note(session, source, target, str(own if field in preferred else other))
    if chosen.get("every", rhythm_wins(source, target)):
        target.cadence, target.cadence_is_own = source.cadence, source.cadence_is_own
    names = dict.fromkeys((*target.aliases, source.name, *source.aliases, target.name))
    if chosen.get("name"):
        target.name, target.key = source.name, source.key
    target.aliases = [name for name in names if name != target.name]
    target.links = [*target.links, *(link for link in source.links if link not in target.links)]
    target.via = [*target.via, *(name for name in source.via if name not in target.via)]
    target.created_on = min(target.created_on, source.created_on)
    if source.last_interaction_on and target.last_interaction_on:
        source.thanks_on = None  # they were met before
    days = [day for day in (source.last_interaction_on, target.last_interaction_on) if day]
    target.last_interaction_on = max(days, default=None)
    _take_over_days(source, target)


def _take_over_days(source: ContactRow, target: ContactRow) -> None:
    """The later check-in counts, and that it was asked for; so does the thank-you of a first meeting."""
    if source.next_check_in_on and (
        target.next_check_in_on is None or source.next_check_in_on > target.next_check_in_on
    ):
        target.next_check_in_on, target.asked_on = source.next_check_in_on, source.asked_on
    target.thanks_on = target.thanks_on or source.thanks_on


def _keep_as_note(session: Session, source: ContactRow, target: ContactRow, text: str) -> None:
    session.add(NoteRow(owner_id=target.owner_id, contact_id=target.id, on=source.created_on, text=text))


def forget(turn: Turn, meaning: Meaning) -> Forgotten:
    """`forget Priya`: hidden at once, gone for good in ten minutes. Without a name: everything of the owner's."""
    until = turn.at + UNDO_TIME
    if not meaning.people:
        turn.owner.erase_at = until
        count = turn.session.scalar(select(func.count()).where(ContactRow.owner_id == turn.owner.id)) or 0
        return Forgotten(name=None, counts=(("people", count),), until=until, change=turn.change)
    return forget_contacts(turn, people_meant(turn, meaning.people, create=False))


def forget_contacts(turn: Turn, rows: Sequence[ContactRow]) -> Forgotten:
    """Hide these contacts at once; until they are gone for good it can be undone."""
    for row in rows:
        row.forgotten_at = turn.at
    names = ", ".join(row.name for row in rows)
    return Forgotten(name=names, counts=what_is_kept(turn, rows), until=turn.at + UNDO_TIME, change=turn.change)


def what_is_kept(turn: Turn, rows: Sequence[ContactRow]) -> tuple[tuple[str, int], ...]:
    """How much of each kind is kept of these contacts: `("interactions", 12)` …, without what there is none of."""
    ids = [row.id for row in rows]
    counts = ((what, _count(turn.session, column.in_(ids))) for what, column in _HISTORY)
    return tuple(one for one in counts if one[1])


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0
