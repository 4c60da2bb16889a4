"""What is past its keeping, and its removal. How long it is kept: `jobs.upkeep`. What is erased by hand: `network`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, literal, select, union_all, update
from sqlalchemy.orm import Session

from bot.store.bulk import in_chunks
from bot.store.tables import (
    ChangeRow,
    ContactRow,
    InstallationRow,
    InteractionPersonRow,
    InteractionRow,
    OAuthStateRow,
    OwnerRow,
    QuestionRow,
    Row,
    SeenDeliveryRow,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to which instant what is past its keeping, in UTC; `erase` and `states` are the present."""

    erase: datetime
    left: datetime
    forgotten: datetime
    deliveries: datetime
    questions: datetime
    changes: datetime
    states: datetime


def what_is_past(session: Session, limits: Limits) -> frozenset[str]:
    """Which kinds of things, by their names in `Limits`, have any to remove. One SELECT by indexes."""
    return frozenset(session.scalars(_WHAT_IS_PAST, asdict(limits)))


_PAST = {
    "erase": OwnerRow.erase_at <= bindparam("erase"),
    "left": OwnerRow.deactivated_at <= bindparam("left"),
    "uninstalled": InstallationRow.revoked_at <= bindparam("left"),
    "forgotten": ContactRow.forgotten_at <= bindparam("forgotten"),
    "deliveries": SeenDeliveryRow.at <= bindparam("deliveries"),
    "questions": QuestionRow.asked_at <= bindparam("questions"),
    "changes": ChangeRow.at <= bindparam("changes"),
    "states": OAuthStateRow.expires_at <= bindparam("states"),
}
_WHAT_IS_PAST = union_all(*(select(literal(name)).where(exists().where(is_past)) for name, is_past in _PAST.items()))


def remove_deliveries(session: Session, before: datetime) -> int:
    """Remove what Slack will not deliver again; how many."""
    return _remove(session, SeenDeliveryRow.__table__.c.at <= before, SeenDeliveryRow)


def remove_questions(session: Session, before: datetime) -> int:
    """Remove questions asked so long ago that nobody answers them; how many."""
    return _remove(session, QuestionRow.__table__.c.asked_at <= before, QuestionRow)


def remove_changes(session: Session, before: datetime) -> int:
    """Remove what can no longer be undone; how many."""
    return _remove(session, ChangeRow.__table__.c.at <= before, ChangeRow)


def _remove(session: Session, where: ColumnElement[bool], table: type[Row]) -> int:
    return len(session.execute(delete(table).where(where).returning(*table.__table__.primary_key)).all())


def owners_to_erase(session: Session, at: datetime, *, left_before: datetime) -> Sequence[int]:
    """Owners whose data goes at `at`, by their own wish, or because they or their workspace left by `left_before`."""
    uninstalled = select(InstallationRow.team).where(InstallationRow.revoked_at <= left_before)
    whose = (OwnerRow.erase_at <= at, OwnerRow.deactivated_at <= left_before, OwnerRow.team.in_(uninstalled))
    # One query each, for SQLite reads the whole table when they are joined by OR.
    return sorted({owner_id for gone in whose for owner_id in session.scalars(select(OwnerRow.id).where(gone))})


def erase_owner(session: Session, owner_id: int) -> None:
    """Remove an owner and, with the row, everything that is theirs."""
    session.execute(delete(OwnerRow).where(OwnerRow.id == owner_id))


def owners_who_forgot(session: Session, before: datetime) -> Sequence[int]:
    """Owners with contacts forgotten at `before` or earlier."""
    # Without DISTINCT and ORDER BY, which lead SQLite to another index and so through the whole table.
    return sorted(set(session.scalars(select(ContactRow.owner_id).where(ContactRow.forgotten_at <= before))))


def forget_contacts(session: Session, owner_id: int, before: datetime) -> int:
    """Remove for good the contacts that their owner forgot at `before` or earlier, with every trace; how many.

    Traces are: interactions with nobody else, changes that touched them, what was asked about them, and what was
    answered, for it may name them. Deliveries stay known without their replies, so that none takes effect twice.
    """
    forgotten = select(ContactRow.id).where(ContactRow.owner_id == owner_id, ContactRow.forgotten_at <= before)
    ids = set(session.scalars(forgotten))
    _remove_changes_of(session, owner_id, ids)
    for chunk in in_chunks(sorted(ids)):  # an import taken back may have brought more than one statement can name
        met = select(InteractionPersonRow.interaction_id).where(InteractionPersonRow.contact_id.in_(chunk))
        interactions = set(session.scalars(met))
        session.execute(delete(ContactRow).where(ContactRow.owner_id == owner_id, ContactRow.id.in_(chunk)))
        _remove_unattended(session, interactions)
    session.execute(delete(QuestionRow).where(QuestionRow.owner_id == owner_id, QuestionRow.asked_at <= before))
    answered = SeenDeliveryRow.owner_id == owner_id, SeenDeliveryRow.at <= before
    session.execute(update(SeenDeliveryRow).where(*answered).values(reply=None))
    return len(ids)


def _remove_unattended(session: Session, interactions: set[int]) -> None:
    for chunk in in_chunks(sorted(interactions)):
        still_met = select(InteractionPersonRow.interaction_id).where(InteractionPersonRow.interaction_id.in_(chunk))
        session.execute(delete(InteractionRow).where(InteractionRow.id.in_(chunk), InteractionRow.id.not_in(still_met)))


def _remove_changes_of(session: Session, owner_id: int, contacts: set[int]) -> None:
    rows: Sequence[Any] = session.execute(
        select(ChangeRow.id, ChangeRow.contacts).where(ChangeRow.owner_id == owner_id)
    ).all()
    touched = [change_id for change_id, touched in rows if contacts.intersection(touched)]
    session.execute(delete(ChangeRow).where(ChangeRow.id.in_(touched)))
