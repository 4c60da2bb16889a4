"""Whom to welcome: written down before anything is sent, claimed by one process at a time, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from bot.store.inserting import insert_if_new
from bot.store.tables import InstallationRow, WelcomeRow, new_id

WAITING = ("planned", "unknown")


@dataclass(frozen=True, slots=True)
class Welcome:
    """A claimed one. `tried_at` is when it may first have been posted; whether it was is not known if `is_unknown`."""

    id: str
    enterprise: str
    team: str
    user: str
    is_unknown: bool
    attempts: int
    tried_at: datetime | None


def write_down(session: Session, enterprise: str, team: str, user: str, owner_id: int | None) -> str | None:
    """Somebody is to be welcomed; its id, None where they were or will be. One that was given up begins anew."""
    fresh = {"state": "planned", "attempts": 0, "tried_at": None, "try_at": None, "claimed_until": None, "error": None}
    values = {"id": new_id(), "enterprise": enterprise, "team": team, "user": user, "owner_id": owner_id, **fresh}
    if insert_if_new(session, WelcomeRow, values):
        return str(values["id"])
    given_up = update(WelcomeRow).where(*_of(enterprise, team, user), WelcomeRow.state == "failed")
    return session.scalars(given_up.values(**fresh).returning(WelcomeRow.id)).first()


def _of(enterprise: str, team: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return WelcomeRow.enterprise == enterprise, WelcomeRow.team == team, WelcomeRow.user == user


def waiting(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Those that may be tried now; for an organisation's installer once the app is in one of its workspaces."""
    member = select(InstallationRow.id).where(
        InstallationRow.enterprise == WelcomeRow.enterprise,
        InstallationRow.team != "",
        InstallationRow.bot_token.is_(None),
        InstallationRow.revoked_at.is_(None),
    )
    query = select(WelcomeRow.id).where(*_free(now), or_(WelcomeRow.team != "", member.exists()))
    return session.scalars(query.order_by(WelcomeRow.try_at, WelcomeRow.id).limit(limit)).all()


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        WelcomeRow.state.in_(WAITING),
        or_(WelcomeRow.try_at.is_(None), WelcomeRow.try_at <= now),
        or_(WelcomeRow.claimed_until.is_(None), WelcomeRow.claimed_until <= now),
    )


def claim(session: Session, welcome_id: str, now: datetime, until: datetime) -> Welcome | None:
    """Claim one until `until`, real time; None where another process has it, or it is done.

    One whose claim ran out may have been posted: it is looked for first.
    """
    row = session.scalars(
        select(WelcomeRow).where(WelcomeRow.id == welcome_id, *_free(now)).with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    is_unknown = row.state == "unknown" or row.claimed_until is not None
    row.claimed_until, row.tried_at = until, row.tried_at or now
    return Welcome(row.id, row.enterprise, row.team, row.user, is_unknown, row.attempts, row.tried_at)


def settle(
    session: Session,
    welcome_id: str,
    state: str,
    *,
    owner_id: int | None,
    attempts: int,
    try_at: datetime | None = None,
    error: str | None = None,
) -> None:
    """Write down how a try ended, and give the claim back."""
    mine = update(WelcomeRow).where(WelcomeRow.id == welcome_id)
    values = {"state": state, "owner_id": owner_id, "attempts": attempts, "try_at": try_at, "error": error}
    session.execute(mine.values(claimed_until=None, **values))
