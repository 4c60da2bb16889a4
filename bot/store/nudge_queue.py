"""The nudges that wait to be sent: claiming them, and what became of each. Who sends them: `jobs.deliver`.

A claim is a token in the row. Whatever a sender then writes names its token, so that one whose claim ran out and was
taken by another changes nothing. While a nudge waits, `try_at` says from when it may be claimed: for a claimed one
that is the end of the claim, so that one index finds all. What happens to the row of a message that holds several
nudges happens to all of these that still wait.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, not_, or_, select, update
from sqlalchemy.orm import Session

from bot.store.gathering import gather
from bot.store.looking import connection_of
from bot.store.tables import TOGETHER, ContactRow, NudgeRow, OwnerRow, new_id

_USERS_AT_ONCE = 200
WAITING = ("planned", "unknown", "claimed")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many nudges wait, and whether any, or from when the first, is free to be claimed."""

    count: int
    free_now: bool
    free_at: datetime | None


@dataclass(frozen=True, slots=True)
class Avoid:
    """What a claim leaves alone: busy workspaces, those that may not be posted to, or looked in, yet; busy owners."""

    teams: Collection[str] = ()
    posting: Collection[str] = ()
    looking: Collection[str] = ()
    owners: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One nudge in the hands of one sender. `look`: it may have been posted already, after `since`."""

    id: str
    token: str
    kind: str
    team: str
    owner_id: int
    user: str
    channel: str | None
    profile_at: datetime | None
    look: bool
    since: datetime
    attempts: int
    error: str | None  # what Slack said last
    again_at: datetime | None  # from when it was free to be claimed


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides, just before it is sent, whether a nudge still should be."""

    answered: bool
    owner_left: bool
    contact_gone: bool
    rows: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    """What it is of: while they are held, the session gives them to whoever composes it and asks for nothing twice."""


def waiting(session: Session, at: datetime, closed: Collection[str] = ()) -> Waiting:
    """What waits as of `at`, in workspaces that are not `closed`. One SELECT by index."""
    free = case((NudgeRow.state != "claimed", 1), else_=0)
    query = select(
        func.count(),
        func.sum(case((NudgeRow.try_at.is_(None), free), else_=0)),
        func.min(case((NudgeRow.state != "claimed", NudgeRow.try_at))),
    ).where(_due(at))
    if closed:
        query = query.where(NudgeRow.team.not_in(closed))
    count, free_now, free_at = session.execute(query).one()
    return Waiting(count, bool(free_now), free_at)


def _due(at: datetime) -> ColumnElement[bool]:
    return and_(NudgeRow.state.in_(WAITING), NudgeRow.planned_at <= at, NudgeRow.group_id.is_(None))


def claim(session: Session, *, at: datetime, now: datetime, until: datetime, limit: int, avoid: Avoid) -> list[Claim]:
    """Take up to `limit` nudges that are due as of `at`, until `until`; `now` and `until` are real time.

    Those that were tried come by the time from which they are free, others as they were written down, by and large.
    On PostgreSQL rows that another process is just taking are passed over; on SQLite the writing transaction is alone.
    """
    rows = session.execute(_free(at, now, avoid).limit(limit).with_for_update(skip_locked=True, of=NudgeRow)).all()
    if not rows:
        return []
    token = new_id()
    claimed_at = case((_may_be_posted(), NudgeRow.claimed_at), else_=now)
    values = {"state": "claimed", "claim": token, "claimed_until": until, "try_at": until, "claimed_at": claimed_at}
    session.execute(update(NudgeRow).where(NudgeRow.id.in_([row.id for row in rows])).values(**values))
    groups = [row.id for row in rows if row.kind == TOGETHER]
    if groups:
        held = and_(NudgeRow.group_id.in_(groups), NudgeRow.state.in_(WAITING))
        session.execute(update(NudgeRow).where(held).values(**values))
    return [_claimed(row, token, now) for row in rows]


def _free(at: datetime, now: datetime, avoid: Avoid) -> Select[*tuple[Any, ...]]:
    columns = (
        NudgeRow.id, NudgeRow.kind, NudgeRow.team, NudgeRow.owner_id, NudgeRow.planned_at, NudgeRow.claimed_at,
        NudgeRow.attempts, NudgeRow.try_at, NudgeRow.error, _may_be_posted().label("look"),
        OwnerRow.user, OwnerRow.dm_channel, OwnerRow.profile_at,
    )  # fmt: skip
    query = select(*columns).join(OwnerRow, OwnerRow.id == NudgeRow.owner_id).where(_due(at))
    query = query.where(or_(NudgeRow.try_at.is_(None), NudgeRow.try_at <= now))
    if avoid.teams:
        query = query.where(NudgeRow.team.not_in(avoid.teams))
    if avoid.posting:
        query = query.where(or_(_may_be_posted(), NudgeRow.team.not_in(avoid.posting)))
    if avoid.looking:
        query = query.where(or_(not_(_may_be_posted()), NudgeRow.team.not_in(avoid.looking)))
    if avoid.owners:
        query = query.where(NudgeRow.owner_id.not_in(avoid.owners))
    return query.order_by(NudgeRow.state, NudgeRow.try_at)  # as the index has them: a batch costs no sorting


def _may_be_posted() -> ColumnElement[bool]:
    return and_(NudgeRow.state != "planned", NudgeRow.attempts > 0)


def _claimed(row: Any, token: str, now: datetime) -> Claim:
    tried_at = row.claimed_at if row.look and row.claimed_at is not None else now
    return Claim(
        id=row.id,
        token=token,
        kind=row.kind,
        team=row.team,
        owner_id=row.owner_id,
        user=row.user,
        channel=row.dm_channel,
        profile_at=row.profile_at,
        look=bool(row.look),
        since=min(row.planned_at, tried_at),
        attempts=row.attempts,
        error=row.error,
        again_at=row.try_at,
    )


def standings(session: Session, nudge_ids: Sequence[str]) -> dict[str, Standing]:
    """Whether each of the nudges still should be sent; those that are no more are left out.

    What they are about is gathered in the session, which is to write nothing.
    """
    found = session.execute(_STANDINGS, {"nudges": list(nudge_ids)}).all()
    gather(session, [contact for _, _, contact in found if contact is not None])
    return {
        row.id: Standing(
            answered=row.answered is not None,
            owner_left=owner.deactivated_at is not None or owner.erase_at is not None,
            contact_gone=row.contact_id is not None and contact is None,
            rows=(row, owner, contact),
        )
        for row, owner, contact in found
    }


_STANDINGS = (
    select(NudgeRow, OwnerRow, ContactRow)
    .join(OwnerRow, OwnerRow.id == NudgeRow.owner_id)
    .outerjoin(ContactRow, and_(ContactRow.id == NudgeRow.contact_id, ContactRow.forgotten_at.is_(None)))
    .where(NudgeRow.id.in_(bindparam("nudges", expanding=True)))
)


def newest_stamp(session: Session, team: str, channel: str) -> tuple[str, datetime] | None:
    """The ts of the newest nudge in a conversation, and when, by our own clock, it was claimed. One SELECT by index."""
    query = select(NudgeRow.ts, NudgeRow.claimed_at).where(NudgeRow.team == team, NudgeRow.channel == channel)
    row = session.execute(query.where(NudgeRow.ts.is_not(None)).order_by(NudgeRow.ts.desc()).limit(1)).first()
    return (row.ts, row.claimed_at) if row is not None and row.ts and row.claimed_at is not None else None


def begin_try(session: Session, claim: Claim, until: datetime, shown: Collection[str] = ()) -> bool:
    """Count the try that follows and hold the claim until `until`; False if the claim is no longer this sender's.

    Of a message of several nudges `shown` are those that it will show; what the others were about has gone.
    """
    values = {"mine": claim.id, "token": claim.token, "until": until}
    if connection_of(session).execute(_BEGIN, values).first() is None:
        return False
    if claim.kind == TOGETHER:
        rest = and_(_held_by(claim), NudgeRow.group_id == claim.id)
        left_out = and_(rest, NudgeRow.id.not_in(shown))
        session.execute(update(NudgeRow).where(left_out).values(state="dropped", try_at=None, **_NO_CLAIM))
        begun = {"attempts": NudgeRow.attempts + 1, "error": None, "claimed_until": until, "try_at": until}
        session.execute(update(NudgeRow).where(rest).values(**begun))
    return True


def put_back(
    session: Session, claim: Claim, *, state: str, try_at: datetime | None, attempts: int, error: str | None = None
) -> bool:
    """Let go of a claim: `planned` if it is certain that nothing was posted, else `unknown`."""
    return _write(session, claim, state=state, try_at=try_at, attempts=attempts, error=error, **_NO_CLAIM)


def end(session: Session, claim: Claim, *, state: str, error: str | None = None) -> bool:
    """Nothing more is tried: `failed`, or `dropped` because what it was about has gone."""
    return _write(session, claim, state=state, try_at=None, error=error, **_NO_CLAIM)


def postpone(session: Session, claim: Claim, until: datetime, on: date) -> bool:
    """Let it be due later: at `until`, by the clock that says what is due, within the limit of its owner's day `on`."""
    return _write(session, claim, state="planned", try_at=None, planned_at=until, planned_on=on, **_NO_CLAIM)


def look_again(session: Session, owner_id: int, at: datetime) -> None:
    """What was put off may go by now: all of it is due as of `at`, and whoever sends it sees."""
    held = NudgeRow.owner_id == owner_id, NudgeRow.state == "planned", NudgeRow.planned_at > at
    session.execute(update(NudgeRow).where(*held).values(planned_at=at))


def users_waiting(session: Session, at: datetime, team: str) -> Sequence[str]:
    """People of a workspace, not all of very many, for whom something is due as of `at`. One SELECT."""
    query = select(OwnerRow.user).distinct().join(NudgeRow, NudgeRow.owner_id == OwnerRow.id)
    return session.scalars(query.where(_due(at), NudgeRow.team == team).limit(_USERS_AT_ONCE)).all()


def mark_sent(session: Session, nudge_id: str, *, channel: str, ts: str, at: datetime) -> None:
    """The message is in the conversation, with all that it holds: true whoever holds the claim by now."""
    values = {"mine": nudge_id, "in_channel": channel, "at_ts": ts, "at": at}
    connection = connection_of(session)
    if connection.execute(_SENT, values).scalar() == TOGETHER:
        connection.execute(_SENT_WITH, values)


def drop_all(session: Session, owner_id: int, error: str) -> int:
    """End every waiting nudge of an owner; how many there were."""
    mine = and_(NudgeRow.owner_id == owner_id, NudgeRow.state.in_(WAITING))
    return _changed(session, mine, {"state": "dropped", "try_at": None, "error": error, **_NO_CLAIM})


_NO_CLAIM = {"claim": None, "claimed_until": None}


# Each nudge passes through these two, so they are built once, and of Core.
_NUDGES = NudgeRow.metadata.tables[NudgeRow.__tablename__]
_THIS = update(_NUDGES).where(_NUDGES.c.id == bindparam("mine"))
_BEGIN = (
    _THIS.where(_NUDGES.c.state == "claimed", _NUDGES.c.claim == bindparam("token"))
    .values(attempts=_NUDGES.c.attempts + 1, error=None)
    .values(claimed_until=bindparam("until"), try_at=bindparam("until"))
    .returning(_NUDGES.c.id)
)
_IS_SENT: dict[str, Any] = {
    "state": "sent",
    "channel": bindparam("in_channel"),
    "ts": bindparam("at_ts"),
    "sent_at": bindparam("at"),
    "try_at": None,
    "error": None,
    **_NO_CLAIM,
}
_SENT = _THIS.where(_NUDGES.c.state != "sent").values(**_IS_SENT).returning(_NUDGES.c.kind)
_SENT_WITH = (
    update(_NUDGES)
    .where(_NUDGES.c.group_id == bindparam("mine"), _NUDGES.c.state.in_((*WAITING, "failed")))
    .values(**_IS_SENT)
)


def _write(session: Session, claim: Claim, /, **values: Any) -> bool:
    """Write to a claimed nudge, and to all that its message holds; whether the claim was still this sender's."""
    mine = and_(NudgeRow.id == claim.id, _held_by(claim))
    if _changed(session, mine, values) != 1:
        return False
    if claim.kind == TOGETHER:
        session.execute(update(NudgeRow).where(_held_by(claim), NudgeRow.group_id == claim.id).values(**values))
    return True


def _held_by(claim: Claim) -> ColumnElement[bool]:
    return and_(NudgeRow.state == "claimed", NudgeRow.claim == claim.token)


def _changed(session: Session, where: ColumnElement[bool], values: dict[str, Any]) -> int:
    return len(session.scalars(update(NudgeRow).where(where).values(**values).returning(NudgeRow.id)).all())


@dataclass(frozen=True, slots=True)
class Stale:
    """A message that does not say yet what became of its nudges; `facts` are what it is about to say."""

    id: str
    team: str
    channel: str
    ts: str
    facts: tuple[Any, ...]


_FACTS = (NudgeRow.id, NudgeRow.answered, NudgeRow.answered_at, NudgeRow.change_id, NudgeRow.adapted_by)


def make_stale(session: Session, nudge: NudgeRow) -> None:
    """Let every message that shows a nudge be rewritten: its own, or that which it shares; a review that lists it.

    It is written in any case, also where it was so before: a rewriting that is just coming to its end sees it.
    """
    shown_in = [id_ for id_ in (nudge.group_id or nudge.id, nudge.review_id) if id_ is not None]
    session.execute(update(NudgeRow).where(NudgeRow.id.in_(shown_in)).values(stale=True))


def stale_nudges(session: Session, limit: int) -> Sequence[Stale]:
    """Messages to be rewritten, by their nudge's id. One SELECT by index, one more for those that hold several."""
    columns = NudgeRow.id, NudgeRow.kind, NudgeRow.team, NudgeRow.channel, NudgeRow.ts
    query = select(*columns).where(NudgeRow.stale.is_(True), NudgeRow.ts.is_not(None))
    found = session.execute(query.order_by(NudgeRow.id).limit(limit)).all()
    facts = _facts(session, [row.id for row in found]) if found else {}
    return [Stale(row.id, row.team, row.channel or "", row.ts or "", facts[row.id]) for row in found]


def _facts(session: Session, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """What each message says, of all the nudges that it shows."""
    shown_in = NudgeRow.id, NudgeRow.group_id, NudgeRow.review_id
    query = select(*shown_in, *_FACTS).where(or_(*(column.in_(ids) for column in shown_in)))
    facts: dict[str | None, list[Any]] = {id_: [] for id_ in ids}
    for id_, group_id, review_id, *fact in session.execute(query.order_by(NudgeRow.id)):
        for message in {id_, group_id, review_id} & facts.keys():
            facts[message].append(tuple(fact))
    return {id_: tuple(facts[id_]) for id_ in ids}


def mark_fresh(session: Session, nudge: Stale) -> bool:
    """The message says `nudge.facts` now. If others hold by now, it stays, or is again, to be rewritten: False."""
    here = NudgeRow.id == nudge.id
    if session.scalars(select(NudgeRow.id).where(here).with_for_update()).first() is None:
        return False
    is_fresh = _facts(session, [nudge.id])[nudge.id] == nudge.facts
    session.execute(update(NudgeRow).where(here).values(stale=not is_fresh))
    return is_fresh
