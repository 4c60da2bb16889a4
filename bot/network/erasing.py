"""Everything of a person, or of a workspace, deleted at once and for good. What can be taken back is in `forget`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from bot.store.tables import TOGETHER, ContactRow, InteractionRow, NudgeRow, OwnerRow, SeenDeliveryRow, WelcomeRow


@dataclass(frozen=True, slots=True)
class Erased:
    """What went. `owners` are the people who used Rapport."""

    owners: int
    people: int
    interactions: int
    nudges: int


def erase(session: Session, team: str, user: str | None = None) -> Erased:
    """Delete all that one person of a workspace has here, or (with no `user`) all that anybody of it has.

    The rows of an owner go with it; deliveries of the workspace that name no owner go with the workspace. Its
    installation stays: it holds a token, nobody's words, and Slack says when it ends.
    """
    whose = OwnerRow.team == team if user is None else and_(OwnerRow.team == team, OwnerRow.user == user)
    erased = Erased(
        owners=session.scalar(select(func.count()).select_from(OwnerRow).where(whose)) or 0,
        people=_count(session, ContactRow, whose),
        interactions=_count(session, InteractionRow, whose),
        nudges=_count(session, NudgeRow, and_(whose, NudgeRow.kind != TOGETHER)),
    )
    session.execute(delete(OwnerRow).where(whose))
    welcomed = WelcomeRow.team == team if user is None else and_(WelcomeRow.team == team, WelcomeRow.user == user)
    session.execute(delete(WelcomeRow).where(welcomed))
    if user is None:
        session.execute(delete(SeenDeliveryRow).where(SeenDeliveryRow.team == team))
    return erased


def _count(session: Session, table: type[ContactRow | InteractionRow | NudgeRow], whose: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).join(OwnerRow, OwnerRow.id == table.owner_id)
    return session.scalar(query.where(whose)) or 0
