"""What is published on each owner's App Home, and whose is to be shown anew. What it lists: `dashboard`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from bot.store.inserting import insert_if_new
from bot.store.looking import connection_of
from bot.store.tables import HomeRow, OwnerRow

PAGES_KEPT = timedelta(minutes=30)  # opened later than that, every list begins at its beginning

_HOMES = HomeRow.metadata.tables[HomeRow.__tablename__]
_OWNERS = OwnerRow.metadata.tables[OwnerRow.__tablename__]
_OF = (
    select(_HOMES.c.owner_id, _HOMES.c.hash, _HOMES.c.pages, _HOMES.c.stale)
    .join(_OWNERS, _OWNERS.c.id == _HOMES.c.owner_id)
    .where(_OWNERS.c.team == bindparam("team"), _OWNERS.c.user == bindparam("user"))
)
_MARK = update(_HOMES).where(_HOMES.c.owner_id == bindparam("owner")).values(stale=_HOMES.c.stale + 1)


@dataclass(frozen=True, slots=True)
class Published:
    """What stands on an owner's App Home. `hash` is None before anything was; `stale` counts what it lacks."""

    owner_id: int
    hash: str | None
    pages: Mapping[str, int]
    stale: int


@dataclass(frozen=True, slots=True)
class StaleHome:
    """Whose App Home lacks something."""

    team: str
    user: str


def opened(session: Session, owner_id: int, at: datetime) -> None:
    """The owner looks at App Home: from now on it is kept up to date."""
    if insert_if_new(session, HomeRow, {"owner_id": owner_id, "opened_at": at, "hash": None, "pages": {}, "stale": 0}):
        return
    row = session.get_one(HomeRow, owner_id)
    if at - row.opened_at > PAGES_KEPT:
        row.pages = {}
    row.opened_at = max(row.opened_at, at)


def is_opened_by(owner_id: BindParameter[int]) -> ColumnElement[bool]:
    """Whether an owner ever looked at App Home, as a part of another statement: only then is anything shown there."""
    return exists().where(_HOMES.c.owner_id == owner_id)


def published(session: Session, team: str, user: str) -> Published | None:
    """What stands there; None for somebody who never opened it."""
    row = session.execute(_OF, {"team": team, "user": user}).first()
    return Published(*row) if row is not None else None


def keep(
    session: Session, home: Published, new_hash: str | None, pages: Mapping[str, int], *, sure: bool = False
) -> bool:
    """Write down what was published in the place of `home`; False if another publication was written down meanwhile.

    With `sure` it is written down in any case.
    """
    same = _HOMES.c.hash.is_not_distinct_from(home.hash)
    mine = _HOMES.c.owner_id == home.owner_id
    statement = update(_HOMES).where(mine) if sure else update(_HOMES).where(mine, same)
    kept = session.execute(statement.values(hash=new_hash, pages=dict(pages)).returning(_HOMES.c.owner_id)).first()
    session.execute(update(_HOMES).where(mine, _HOMES.c.stale == home.stale).values(stale=0))
    return kept is not None


def mark_stale(session: Session, owner_id: int) -> None:
    """Something changed that the owner's App Home does not show; nothing happens where it was never opened."""
    connection_of(session).execute(_MARK, {"owner": owner_id})


def give_up(session: Session, home: Published) -> None:
    """Slack does not take it: it is shown when it is opened again."""
    mine = _HOMES.c.owner_id == home.owner_id, _HOMES.c.stale == home.stale
    session.execute(update(_HOMES).where(*mine).values(stale=0))


def stale_homes(session: Session, limit: int, *, each: int, closed: Sequence[str] = ()) -> list[StaleHome]:
    """Homes that lack something, `each` of a workspace at the most, and of each its first before another's second.

    Those of `closed` workspaces are left out.
    """
    place = func.row_number().over(partition_by=_OWNERS.c.team, order_by=_HOMES.c.owner_id).label("place")
    query = select(_OWNERS.c.team, _OWNERS.c.user, place).join(_HOMES, _HOMES.c.owner_id == _OWNERS.c.id)
    query = query.where(_HOMES.c.stale > 0)
    if closed:
        query = query.where(_OWNERS.c.team.not_in(closed))
    found = query.subquery()
    first = select(found.c.team, found.c.user).where(found.c.place <= each)
    return [StaleHome(*row) for row in session.execute(first.order_by(found.c.place, found.c.team).limit(limit))]


def opened_by(session: Session, owner_ids: Sequence[int]) -> dict[int, StaleHome]:
    """Of some owners, those who ever opened App Home."""
    query = select(_OWNERS.c.id, _OWNERS.c.team, _OWNERS.c.user).join(_HOMES, _HOMES.c.owner_id == _OWNERS.c.id)
    return {key: StaleHome(team, user) for key, team, user in session.execute(query.where(_OWNERS.c.id.in_(owner_ids)))}
