"""What the jobs' tests begin with: owners, contacts and nudges written into the tables, and what a nudge looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.blocks.message import Message
from bot.playground import Member, Playground
from bot.slack.clients import Clients, FixedToken, InstalledTokens
from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import StoredInstallation
from bot.store.tables import TOGETHER, ContactRow, NudgeRow, OwnerRow, new_id

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def real() -> datetime:
    """The time of claims and of Slack's limits."""
    return datetime.now(UTC)


def compose(session: Session, nudge_id: str) -> Message | None:
    """A nudge as these tests have it."""
    row = session.get(NudgeRow, nudge_id)
    text = f"{row.kind}: {row.answered or 'it has been a while'}" if row else "gone"
    inside = select(NudgeRow).where(NudgeRow.group_id == nudge_id, NudgeRow.state != "dropped").order_by(NudgeRow.id)
    shown = [one for one in session.scalars(inside) if one.ts is not None or one.answered is None]
    if row is not None and row.kind == TOGETHER and not shown:
        return None
    lines = [text, *(f"{one.id}: {one.answered or 'open'}" for one in shown)]
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": line}} for line in lines]
    return Message("\n".join(lines), blocks, tuple(one.id for one in shown))


def one_team(playground: Playground) -> Clients:
    """Clients with one token, as from the environment."""
    return Clients(FixedToken(playground.bot_token()), playground.api_url)


def installed(playground: Playground, database: Database, *teams: str) -> Clients:
    """Clients for workspaces that installed the app."""
    for team in teams:
        install(database, team, playground.add_team(team, team))
    return Clients(InstalledTokens(database), playground.api_url)


def install(database: Database, team: str, token: str) -> None:
    """The workspace installs the app."""
    with database.writing() as session:
        installations.save(session, StoredInstallation("", team, real(), token, None, None, "{}"))


def owner(database: Database, member: Member, **more: Any) -> int:
    """A person who uses Rapport; their profile was just read, unless `more` says else."""
    values = {"created_at": AT, "profile_at": AT} | more
    with database.writing() as session:
        row = OwnerRow(team=member.team, user=member.id, **values)
        session.add(row)
        session.flush()
        return row.id


def contact(database: Database, owner_id: int, name: str, **more: Any) -> int:
    """Somebody in an owner's network."""
    with database.writing() as session:
        row = ContactRow(owner_id=owner_id, name=name, key=name.casefold(), created_on=AT.date(), **more)
        session.add(row)
        session.flush()
        return row.id


def nudges(database: Database, owner_id: int, count: int = 1, **more: Any) -> list[str]:
    """Nudges that were planned as of `AT`."""
    with database.writing() as session:
        team = session.scalars(select(OwnerRow.team).where(OwnerRow.id == owner_id)).one()
        rows = [_nudge(owner_id, team) | more for _ in range(count)]
        session.execute(insert(NudgeRow), rows)
    return [row["id"] for row in rows]


def together(database: Database, owner_id: int, count: int) -> tuple[str, list[str]]:
    """So many nudges that come in one message: its id, and theirs in their order."""
    [message] = nudges(database, owner_id, kind=TOGETHER)
    return message, sorted(nudges(database, owner_id, count, group_id=message))


def _nudge(owner_id: int, team: str) -> dict[str, Any]:
    return {
        "id": new_id(), "owner_id": owner_id, "team": team, "kind": "check_in", "occasion": new_id(),
        "due_on": date(2026, 11, 23), "planned_on": date(2026, 11, 23), "planned_at": AT,
    }  # fmt: skip


def row_of(database: Database, nudge_id: str) -> NudgeRow:
    """A nudge as it is in the table now."""
    with database.reading() as session:
        return session.scalars(select(NudgeRow).where(NudgeRow.id == nudge_id)).one()


def states(database: Database) -> Counter[str]:
    """How many nudges are in each state."""
    with database.reading() as session:
        return Counter(session.scalars(select(NudgeRow.state)))


def delivered(members: Iterable[Member]) -> Counter[str]:
    """How often each nudge is in the inboxes, by its id."""
    messages = (message for member in members for message in member.inbox)
    return Counter(message.metadata["event_payload"]["id"] for message in messages if message.metadata)
