"""Workspaces that installed the app with OAuth, their tokens, and the states handed out on the way.

A workspace has one row at most. A revoked one stays, without tokens, so that it is known when its people's data goes.
Where an organisation installed the app for all its workspaces, the token is in the row of the organisation; each
workspace gets a row of its own, without one, when it is first heard of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.store.inserting import insert_if_new
from bot.store.tables import InstallationRow, OAuthStateRow

AHEAD = timedelta(hours=2)  # of the 12 that a token lives, so long before its end it is exchanged
LATE_NEWS = timedelta(minutes=15)  # Slack's last try with an event comes five minutes after its first


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
        again = {"revoked_at": None, "installed_at": installation.installed_at}
        session.execute(update(InstallationRow).where(*_members(installation.enterprise)).values(**again))
    session.execute(delete(InstallationRow).where(before))
    session.execute(insert(InstallationRow).values(**asdict(installation)))


def _members(enterprise: str) -> tuple[ColumnElement[bool], ...]:
    """The rows of workspaces that use the token of their organisation."""
    return InstallationRow.enterprise == enterprise, InstallationRow.team != "", InstallationRow.bot_token.is_(None)


def join(session: Session, enterprise: str, team: str, at: datetime) -> bool:
    """Take a workspace that is heard of at `at` for one of an organisation; False if that one did not install the app.

    So soon after a workspace was taken out, what is heard of it was sent before that.
    """
    row = session.scalars(select(InstallationRow).where(*_working(""), _of(enterprise, ""))).first()
    taken_out = InstallationRow.team == team, *_members(enterprise), InstallationRow.revoked_at > at - LATE_NEWS
    if row is None or session.scalars(select(InstallationRow.id).where(*taken_out)).first() is not None:
        return False
    values = {"enterprise": enterprise, "team": team, "installed_at": row.installed_at, "data": "{}"}
    session.execute(delete(InstallationRow).where(InstallationRow.team == team, InstallationRow.bot_token.is_(None)))
    return insert_if_new(session, InstallationRow, values)


def take_out(session: Session, enterprise: str, teams: Sequence[str], at: datetime) -> None:
    """The organisation took the app out of some workspaces at `at`; those with a token of their own keep it."""
    for row in _members_among(session, teams, InstallationRow.enterprise == enterprise):
        if row.revoked_at is None and row.installed_at.replace(microsecond=0) <= at:
            _close(session, row, at)


def let_in(session: Session, enterprise: str, teams: Sequence[str], at: datetime) -> None:
    """The organisation let the app into some workspaces, at `at`: those that it was taken out of before work again."""
    if installation_of(session, enterprise, "") is None:
        return
    for row in _members_among(session, teams, InstallationRow.enterprise == enterprise):
        if row.revoked_at is not None and row.revoked_at.replace(microsecond=0) <= at:
            row.revoked_at, row.installed_at = None, at


def shut_out(session: Session, team: str, at: datetime) -> None:
    """Slack said at `at` that the token of its organisation is not good for this workspace."""
    for row in _members_among(session, [team]):
        row.revoked_at = row.revoked_at or at


def _members_among(session: Session, teams: Sequence[str], *more: ColumnElement[bool]) -> Sequence[InstallationRow]:
    """Those of some workspaces that use the token of their organisation, locked."""
    query = select(InstallationRow).where(InstallationRow.team.in_([team for team in teams if team]), *more)
    query = query.where(InstallationRow.enterprise != "", InstallationRow.bot_token.is_(None))
    return session.scalars(query.order_by(InstallationRow.id).with_for_update()).all()


def first_workspace(session: Session, enterprise: str) -> str | None:
    """The workspace of an organisation that was first heard of, of those where its app works."""
    working = InstallationRow.revoked_at.is_(None), *_members(enterprise)
    return session.scalars(select(InstallationRow.team).where(*working).order_by(InstallationRow.id)).first()


def installation_of(session: Session, enterprise: str, team: str) -> StoredInstallation | None:
    """The working installation of a workspace or, without a team, of an organisation."""
    query = select(InstallationRow).where(*_working(team), _of(enterprise, team))
    row = session.scalars(query).first()
    return _stored(row) if row is not None else None


def _stored(row: InstallationRow) -> StoredInstallation:
    return StoredInstallation(
        enterprise=row.enterprise,
        team=row.team,
        installed_at=row.installed_at,
        bot_token=row.bot_token,
        bot_refresh_token=row.bot_refresh_token,
        bot_token_expires_at=row.bot_token_expires_at,
        data=row.data,
    )


def token_of(connection: Connection, team: str) -> str | None:
    """The bot token of a workspace, its own or its organisation's; None if it has none that works."""
    return connection.execute(_TOKEN, {"team": team}).scalars().first()


def _working(team: str | BindParameter[str]) -> tuple[ColumnElement[bool], ...]:
    return InstallationRow.team == team, InstallationRow.revoked_at.is_(None), InstallationRow.bot_token.is_not(None)


_HERE = aliased(InstallationRow)
_IS_OURS = or_(
    InstallationRow.team == _HERE.team, and_(InstallationRow.team == "", InstallationRow.enterprise == _HERE.enterprise)
)
_TOKEN = (  # asked for with every call; a token of its own goes first
    select(InstallationRow.bot_token)
    .join(_HERE, and_(_HERE.team == bindparam("team"), _HERE.revoked_at.is_(None), _IS_OURS))
    .where(InstallationRow.revoked_at.is_(None), InstallationRow.bot_token.is_not(None))
    .order_by(InstallationRow.team.desc())
)


def _of(enterprise: str, team: str) -> ColumnElement[bool]:
    """A team's id says it all; an organisation's row is told by its own."""
    return InstallationRow.team == team if team else InstallationRow.enterprise == enterprise


def closed_teams(session: Session) -> frozenset[str]:
    """Workspaces whose token was revoked and which have not installed the app again."""
    return frozenset(session.scalars(select(InstallationRow.team).where(InstallationRow.revoked_at.is_not(None))))


def close_token(session: Session, team: str, token: str, at: datetime) -> bool:
    """Slack refused this token at `at`. False if the workspace has another one by now, which may well work."""
    here = session.scalars(select(InstallationRow).where(InstallationRow.team == team).with_for_update()).first()
    for row in (here, _organisation(session, here.enterprise if here is not None else "")):
        if row is not None and row.bot_token == token:
            _close(session, row, at)
            return True
    return False


def revoke(session: Session, enterprise: str, team: str, at: datetime) -> bool:
    """The app was uninstalled or its tokens revoked at `at`; news from before the newest installation is no news.

    Slack tells the time of an event in whole seconds: within the second of the installation it is what came after it.
    Without a team it is an organisation that did so, for all its workspaces.
    """
    row = session.scalars(select(InstallationRow).where(_of(enterprise, team)).with_for_update()).first()
    if row is None or row.installed_at.replace(microsecond=0) > at:
        return False
    _close(session, row, at)
    return True


def _organisation(session: Session, enterprise: str) -> InstallationRow | None:
    whole = InstallationRow.enterprise == enterprise, InstallationRow.enterprise != "", InstallationRow.team == ""
    return session.scalars(select(InstallationRow).where(*whole).with_for_update()).first()


def _close(session: Session, row: InstallationRow, at: datetime) -> None:
    row.revoked_at = row.revoked_at or at
    row.bot_token = row.bot_refresh_token = None
    if not row.team:
        still = InstallationRow.revoked_at.is_(None), *_members(row.enterprise)
        session.execute(update(InstallationRow).where(*still).values(revoked_at=row.revoked_at))


# Rotation. A refresh token is good for one exchange: one process at a time makes it, and keeps what comes of it.


def expiring(session: Session, before: datetime, now: datetime, limit: int) -> Sequence[int]:
    """The rows whose tokens end at `before` or earlier and are not just being exchanged, the first to end first."""
    query = select(InstallationRow.id).where(*_to_exchange(before, now))
    return session.scalars(query.order_by(InstallationRow.bot_token_expires_at).limit(limit)).all()


def lock(
    session: Session, row_id: int, *, before: datetime, now: datetime, until: datetime
) -> StoredInstallation | None:
    """Lock a row until `until`, real time, to exchange its refresh token. None: another process is at it, or was."""
    mine = update(InstallationRow).where(InstallationRow.id == row_id, *_to_exchange(before, now))
    row = session.scalars(mine.values(refreshing_until=until).returning(InstallationRow)).first()
    return _stored(row) if row is not None else None


def _to_exchange(before: datetime, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InstallationRow.bot_token_expires_at <= before,
        InstallationRow.revoked_at.is_(None),
        InstallationRow.bot_refresh_token.is_not(None),
        or_(InstallationRow.refreshing_until.is_(None), InstallationRow.refreshing_until <= now),
    )


def unlock(
    session: Session,
    row_id: int,
    before: StoredInstallation,
    rotated: StoredInstallation | None,
    again_at: datetime | None = None,
) -> bool:
    """Keep what came of an exchange (None: nothing) of `before`, unless the app was installed anew meanwhile.

    It may be tried again at once, or from `again_at` on.
    """
    row = session.scalars(select(InstallationRow).where(InstallationRow.id == row_id).with_for_update()).first()
    if row is None or row.bot_refresh_token != before.bot_refresh_token:
        return False
    row.refreshing_until = again_at
    if rotated is not None:
        row.bot_token, row.bot_refresh_token = rotated.bot_token, rotated.bot_refresh_token
        row.bot_token_expires_at = rotated.bot_token_expires_at
    return True


def close_expired(session: Session, row_id: int, now: datetime) -> bool:
    """Slack takes the refresh token no more: close the installation if its token has ended, too."""
    row = session.scalars(select(InstallationRow).where(InstallationRow.id == row_id).with_for_update()).first()
    if row is None or row.bot_token_expires_at is None or row.bot_token_expires_at > now:
        return False
    _close(session, row, now)
    return True


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
