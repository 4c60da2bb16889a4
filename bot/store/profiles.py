"""What Slack says of owners and of contacts who are members, written into their rows. Who asks Slack: `jobs`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from bot.store import contacts
from bot.store.looking import look
from bot.store.names import fold
from bot.store.nudge_queue import drop_all, look_again
from bot.store.tables import ContactRow, OwnerRow


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a workspace to ask Slack about; `id` is the owner's or the contact's."""

    id: int
    team: str
    user: str


def owners_unread_since(session: Session, before: datetime, limit: int) -> Sequence[Member]:
    """Active owners whose profile was last read at `before` or earlier, the longest unread first."""
    rows = look(session, _OWNERS_UNREAD, {"before": before, "most": limit})
    return [Member(row.id, row.team, row.user) for row in rows]


_OWNERS_UNREAD = (
    select(OwnerRow.id, OwnerRow.team, OwnerRow.user)
    .where(or_(OwnerRow.profile_at.is_(None), OwnerRow.profile_at <= bindparam("before")))
    # Two conditions would lead SQLite to the index of one, in which nearly all owners are.
    .where(func.coalesce(OwnerRow.deactivated_at, OwnerRow.erase_at).is_(None))
    .order_by(OwnerRow.profile_at.is_not(None), OwnerRow.profile_at, OwnerRow.id)
    .limit(bindparam("most"))
)


def members_unread(session: Session, limit: int) -> Sequence[Member]:
    """Contacts who are members of a workspace and whose profile was never read, the oldest contact first."""
    rows = look(session, _MEMBERS_UNREAD, {"most": limit})
    return [Member(row.id, row.team, row.slack_user) for row in rows]


_MEMBERS_UNREAD = (
    select(ContactRow.id, OwnerRow.team, ContactRow.slack_user)
    .join(OwnerRow, OwnerRow.id == ContactRow.owner_id)
    .where(ContactRow.profile_at.is_(None), ContactRow.slack_user > "", ContactRow.forgotten_at.is_(None))
    .where(OwnerRow.deactivated_at.is_(None))
    .order_by(ContactRow.id)
    .limit(bindparam("most"))
)


def learn_owner(
    session: Session, owner_id: int, *, zone: str | None, locale: str | None, away_until: datetime | None, at: datetime
) -> bool:
    """Keep what Slack said of an owner at `at`. If it changes when they are nudged, the plan looks again: True.

    `away_until` is what their status says; Do Not Disturb lasts besides.
    """
    row = session.get(OwnerRow, owner_id)
    if row is None:
        return False
    away = max((end for end in (away_until, row.dnd_until) if end is not None and end > at), default=None)
    was_away = row.away_until if row.away_until is not None and row.away_until > at else None
    changed = (zone is not None and zone != row.slack_zone) or away != was_away
    row.slack_zone, row.locale = zone or row.slack_zone, locale or row.locale
    row.away_until, row.profile_at = away, at
    if changed:
        row.next_at = at
        look_again(session, owner_id, at)
    return changed


def learn_dnd(session: Session, owner_id: int, until: datetime, at: datetime) -> None:
    """The owner is not to be disturbed until then, as Slack said at `at`: nothing more is planned before."""
    row = session.get_one(OwnerRow, owner_id)
    row.dnd_until = until
    row.away_until = max(until, row.away_until or at)


def learn_channel(session: Session, owner_id: int, channel: str | None) -> None:
    """The direct messages with an owner; None: what was known of them is wrong."""
    session.execute(update(OwnerRow).where(OwnerRow.id == owner_id).values(dm_channel=channel))


def deactivate_owner(session: Session, owner_id: int, at: datetime) -> int:
    """The owner has left the workspace: nothing is sent any more. How many nudges were still waiting."""
    active = OwnerRow.id == owner_id, OwnerRow.deactivated_at.is_(None)
    session.execute(update(OwnerRow).where(*active).values(deactivated_at=at, next_at=None))
    return drop_all(session, owner_id, "user_disabled")


def welcome_back(session: Session, owner_id: int, at: datetime) -> None:
    """The owner is in the workspace again."""
    session.execute(update(OwnerRow).where(OwnerRow.id == owner_id).values(deactivated_at=None, next_at=at))


def learn_contact(
    session: Session, contact_id: int, *, handle: str, name: str, title: str, zone: str | None, at: datetime
) -> bool:
    """Keep what Slack said of a member; whether their real name took the place of a mere mention."""
    row = session.get(ContactRow, contact_id)
    if row is None:
        return False
    row.profile_at, row.zone = at, zone or row.zone
    row.role = row.role or title.strip() or None  # what its owner said of them stands
    mentions = {fold(text) for text in (row.slack_user or "", handle) if text}
    if not name.strip() or fold(row.name) not in mentions or name == row.name:
        return False
    row.name, row.key = name, fold(name)
    contacts.index_names(session, row)
    return True


def mark_owner_read(session: Session, owner_id: int, at: datetime) -> None:
    """Slack knows no such member: it is not asked again before its time."""
    session.execute(update(OwnerRow).where(OwnerRow.id == owner_id).values(profile_at=at))


def mark_contact_read(session: Session, contact_id: int, at: datetime) -> None:
    """Slack knows no such member: it is not asked again."""
    session.execute(update(ContactRow).where(ContactRow.id == contact_id).values(profile_at=at))
