"""Workspaces that installed the app with OAuth, their tokens, and the states handed out on the way.

A workspace has one row at most. A revoked one stays, without tokens, so that it is known when its people's data goes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bot.store.tables import InstallationRow, OAuthStateRow


@dataclass(frozen=True, slots=True)
class StoredInstallation:
    """An installation as it is kept; an organisation-wide one has no team."""

    enterprise: str
    team: str
    installed_at: datetime
    bot_token: str | None
    bot_refresh_token: str | None
    bot_token_expires_at: datetime | None
    data: str


def save(session: Session, installation: StoredInstallation) -> None:
    """Keep an installation in the place of any before it, also one from before the workspace joined an organisation."""
    before = InstallationRow.team == installation.team
    if not installation.team:
        before &= InstallationRow.enterprise == installation.enterprise
    session.execute(delete(InstallationRow).where(before))
    session.execute(insert(InstallationRow).values(**asdict(installation)))


def installation_of(session: Session, enterprise: str, team: str) -> StoredInstallation | None:
    """The working installation of a workspace or, without a team, of an organisation."""
    query = select(InstallationRow).where(*_working(team), _of(enterprise, team))
    row = session.scalars(query).first()
    if row is None:
        return None
    return StoredInstallation(
        enterprise=row.enterprise,
        team=row.team,
        installed_at=row.installed_at,
        bot_token=row.bot_token,
        bot_refresh_token=row.bot_refresh_token,
        bot_token_expires_at=row.bot_token_expires_at,
        data=row.data,
    )


def token_of(session: Session, team: str) -> str | None:
    """The bot token of a workspace, None if it has none that works."""
    return session.scalars(_TOKEN, {"team": team}).first()


def _working(team: str | BindParameter[str]) -> tuple[ColumnElement[bool], ...]:
    return InstallationRow.team == team, InstallationRow.revoked_at.is_(None), InstallationRow.bot_token.is_not(None)


_TOKEN = select(InstallationRow.bot_token).where(*_working(bindparam("team")))  # asked for with every call


def _of(enterprise: str, team: str) -> ColumnElement[bool]:
    """A team's id says it all; an organisation's row is told by its own."""
    return InstallationRow.team == team if team else InstallationRow.enterprise == enterprise


def closed_teams(session: Session) -> frozenset[str]:
    """Workspaces whose token was revoked and which have not installed the app again."""
    return frozenset(session.scalars(select(InstallationRow.team).where(InstallationRow.revoked_at.is_not(None))))


def close_token(session: Session, team: str, token: str, at: datetime) -> bool:
    """Slack refused this token at `at`. False if the workspace has another one by now, which may well work."""
    row = session.scalars(select(InstallationRow).where(InstallationRow.team == team).with_for_update()).first()
    if row is None or row.bot_token != token:
        return False
    _close(row, at)
    return True


def revoke(session: Session, enterprise: str, team: str, at: datetime) -> bool:
    """The app was uninstalled or its tokens revoked at `at`; news from before the newest installation is no news."""
    row = session.scalars(select(InstallationRow).where(_of(enterprise, team)).with_for_update()).first()
    if row is None or row.installed_at > at:
        return False
    _close(row, at)
    return True


def _close(row: InstallationRow, at: datetime) -> None:
    row.revoked_at = row.revoked_at or at
    row.bot_token = row.bot_refresh_token = None


def issue_state(session: Session, state: str, expires_at: datetime) -> None:
    """Remember a state that was handed out."""
    session.execute(insert(OAuthStateRow).values(state=state, expires_at=expires_at))


def consume_state(session: Session, state: str, now: datetime) -> bool:
    """Whether the state was handed out, is still good, and was not used before. It is used now."""
    used = delete(OAuthStateRow).where(OAuthStateRow.state == state).returning(OAuthStateRow.expires_at)
    expires_at = session.scalars(used).first()
    return expires_at is not None and expires_at > now


def forget_states(session: Session, now: datetime) -> int:
    """Remove the states that nobody came back with; how many."""
    gone = delete(OAuthStateRow).where(OAuthStateRow.expires_at <= now).returning(OAuthStateRow.state)
    return len(session.scalars(gone).all())
