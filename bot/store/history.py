"""What was: interactions, notes, positions, changes. Each query begins with its owner."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from bot.store.gathering import gathered
from bot.store.looking import connection_of
from bot.store.tables import (
    ChangeRow,
    ContactRow,
    HelpRow,
    InteractionPersonRow,
    InteractionRow,
    NoteRow,
    PositionRow,
    table_of,
)

# What every change and every nudge asks is built once: that takes longer than the answer of SQLite.
_LAST_SEQ = select(func.max(ChangeRow.seq)).where(ChangeRow.owner_id == bindparam("of_owner")).scalar_subquery()
_KEEP_CHANGE = insert(table_of(ChangeRow)).values(seq=func.coalesce(_LAST_SEQ, 0) + 1)
_LAST_REACHED = (
    select(InteractionRow)
    .join(InteractionPersonRow, InteractionPersonRow.interaction_id == InteractionRow.id)
    .where(InteractionPersonRow.owner_id == bindparam("owner"), InteractionPersonRow.contact_id == bindparam("contact"))
    .where(InteractionRow.outcome.is_(None))
    .order_by(InteractionRow.on.desc(), InteractionRow.id.desc())
    .limit(1)
)
_NOTES = (
    select(NoteRow)
    .where(NoteRow.owner_id == bindparam("owner"), NoteRow.contact_id == bindparam("contact"))
    .order_by(NoteRow.on.desc(), NoteRow.id.desc())
)


def interactions_of(
    session: Session, owner_id: int, contact_id: int, limit: int | None = None, skip: int = 0
) -> Sequence[InteractionRow]:
    """A contact's interactions, newest first: after the first `skip`, at most `limit`."""
    if limit == 1 and not skip and (found := gathered(session, "latest", owner_id, contact_id)) is not None:
        return found
    query = (
        select(InteractionRow)
        .join(InteractionPersonRow, InteractionPersonRow.interaction_id == InteractionRow.id)
        .where(InteractionPersonRow.owner_id == owner_id, InteractionPersonRow.contact_id == contact_id)
        .order_by(InteractionRow.on.desc(), InteractionRow.id.desc())
    )
    return session.scalars(query.offset(skip).limit(limit) if limit else query).all()


def interaction_count(session: Session, owner_id: int, contact_id: int) -> int:
    """How many there are, tried ones included."""
    query = select(func.count()).where(
        InteractionPersonRow.owner_id == owner_id, InteractionPersonRow.contact_id == contact_id
    )
    return session.scalar(query) or 0


def last_reached(session: Session, owner_id: int, contact_id: int, before: date | None = None) -> InteractionRow | None:
    """The last interaction that reached the contact, on or before a day."""
    if before is None and (found := gathered(session, "reached", owner_id, contact_id)) is not None:
        return next(iter(found), None)
    query = _LAST_REACHED if before is None else _LAST_REACHED.where(InteractionRow.on <= before)
    return session.scalars(query, {"owner": owner_id, "contact": contact_id}).first()


def who_was_there(
    session: Session, owner_id: int, interaction_ids: Collection[int]
) -> dict[int, list[tuple[int, str]]]:
    """The contacts (id, name) of each interaction, by name."""
    there: dict[int, list[tuple[int, str]]] = {interaction_id: [] for interaction_id in interaction_ids}
    query = (
        select(InteractionPersonRow.interaction_id, ContactRow.id, ContactRow.name)
        .join(ContactRow, ContactRow.id == InteractionPersonRow.contact_id)
        .where(InteractionPersonRow.owner_id == owner_id, InteractionPersonRow.interaction_id.in_(interaction_ids))
        .where(ContactRow.forgotten_at.is_(None))
    )
    for interaction_id, contact_id, name in session.execute(query.order_by(ContactRow.name, ContactRow.id)):
        there[interaction_id].append((contact_id, name))
    return there


def notes_of(session: Session, owner_id: int, contact_id: int) -> Sequence[NoteRow]:
    """A contact's notes, newest first."""
    if (found := gathered(session, "notes", owner_id, contact_id)) is not None:
        return found
    return session.scalars(_NOTES, {"owner": owner_id, "contact": contact_id}).all()


def last_reached_on(session: Session, owner_id: int, contact_id: int) -> date | None:
    """The day of the last interaction that reached the contact."""
    query = (
        select(func.max(InteractionRow.on))
        .join(InteractionPersonRow, InteractionPersonRow.interaction_id == InteractionRow.id)
        .where(InteractionPersonRow.owner_id == owner_id, InteractionPersonRow.contact_id == contact_id)
    )
    return session.scalar(query.where(InteractionRow.outcome.is_(None)))


def positions_of(session: Session, owner_id: int, contact_id: int) -> Sequence[PositionRow]:
    """Where a contact works and worked, the latest first."""
    query = select(PositionRow).where(PositionRow.owner_id == owner_id, PositionRow.contact_id == contact_id)
    return session.scalars(query.order_by(PositionRow.id.desc())).all()


def help_with(session: Session, owner_id: int, contact_id: int) -> Sequence[HelpRow]:
    """Help given to and received from a contact, newest first."""
    query = select(HelpRow).where(HelpRow.owner_id == owner_id, HelpRow.contact_id == contact_id)
    return session.scalars(query.order_by(HelpRow.on.desc(), HelpRow.id.desc())).all()


def change(session: Session, owner_id: int, change_id: str) -> ChangeRow | None:
    """The owner's change of that id."""
    query = select(ChangeRow).where(ChangeRow.owner_id == owner_id, ChangeRow.id == change_id)
    return session.scalars(query).first()


def last_change(session: Session, owner_id: int) -> ChangeRow | None:
    """The last thing that was changed and not taken back."""
    query = select(ChangeRow).where(ChangeRow.owner_id == owner_id, ChangeRow.undone_at.is_(None))
    return session.scalars(query.order_by(ChangeRow.seq.desc()).limit(1)).first()


def changes_about(session: Session, owner_id: int, *, standing: bool) -> list[tuple[str, list[int]]]:
    """The id of each change that stands (or was taken back), with the contacts that it speaks of, oldest first."""
    query = select(ChangeRow.id, ChangeRow.contacts).where(
        ChangeRow.owner_id == owner_id, ChangeRow.undone_at.is_(None) if standing else ChangeRow.undone_at.is_not(None)
    )
    return [(row.id, row.contacts) for row in session.execute(query.order_by(ChangeRow.seq))]


def changes_after(session: Session, owner_id: int, seq: int) -> list[tuple[str, str, list[int]]]:
    """The id and the intent of each change after the `seq`th that stands, with the contacts that it speaks of."""
    query = select(ChangeRow.id, ChangeRow.intent, ChangeRow.contacts).where(
        ChangeRow.owner_id == owner_id, ChangeRow.seq > seq, ChangeRow.undone_at.is_(None)
    )
    return [(row.id, row.intent, row.contacts) for row in session.execute(query.order_by(ChangeRow.seq))]


def changes_by_id(session: Session, owner_id: int, ids: Collection[str]) -> Sequence[ChangeRow]:
    """The owner's changes of these ids, oldest first."""
    query = select(ChangeRow).where(ChangeRow.owner_id == owner_id, ChangeRow.id.in_(ids))
    return session.scalars(query.order_by(ChangeRow.seq)).all()


def correction_of(session: Session, owner_id: int, change_id: str) -> ChangeRow | None:
    """The change that stands in the place of one that was corrected."""
    query = select(ChangeRow).where(ChangeRow.owner_id == owner_id, ChangeRow.replaces == change_id)
    return session.scalars(query.where(ChangeRow.undone_at.is_(None)).order_by(ChangeRow.seq.desc())).first()


def change_of_message(session: Session, owner_id: int, message: str) -> ChangeRow | None:
    """What a direct message changed, the last of it."""
    query = select(ChangeRow).where(
        ChangeRow.owner_id == owner_id, ChangeRow.message == message, ChangeRow.undone_at.is_(None)
    )
    return session.scalars(query.order_by(ChangeRow.seq.desc()).limit(1)).first()


def keep_change(session: Session, owner_id: int, **values: Any) -> None:
    """Write a change down, as the last of what the owner said."""
    connection_of(session).execute(_KEEP_CHANGE, {"of_owner": owner_id, "owner_id": owner_id, **values})
