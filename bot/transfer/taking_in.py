"""A file into somebody's network, from its bytes to what came of it: the one way in for the command line and Slack."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.network.archive import Problem, restore
from bot.network.imports import as_one_change
from bot.network.owners import Owner, find_owner, local, owner_row
from bot.network.turns import Turn
from bot.network.warm import keep_warm
from bot.store.engine import Database
from bot.transfer.recognise import Incoming, read

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: people added, people who were known, records added to histories, what was left out.

    `people` are all who are in it, by name and company, in the file's order; `warm` how many of them are kept in touch
    with from now on, `cadence` how often. `change` takes all of it back; None where nothing was changed.
    """

    kind: str
    added: int
    known: int
    records: int
    problems: tuple[Problem, ...]
    people: tuple[tuple[str, str], ...] = ()
    warm: int = 0
    cadence: str | None = None
    change: str | None = None


def take_in(
    database: Database,
    owner: Owner,
    data: bytes,
    at: datetime,
    progress: Progress = lambda _doing, _share: None,
    warm: Collection[int] = (),
    name: str = "",
) -> Taken:
    """Read a file and put it into the owner's network, in one transaction. Raises `UnreadableFileError`.

    `progress` is told what is being done, and how much of all is done already (0 to 1). `warm` are the places in the
    file, from 0, of those whom the owner wants to keep in touch with; `name` is the file's.
    """
    progress("Reading", 0.1)
    today = _today(database, owner, at)
    incoming = read(data, today)  # before the transaction, which keeps every other writer waiting
    with database.writing() as session:
        progress(f"Writing {len(incoming.archive.people):,} people", 0.4)
        turn = Turn(session, owner_row(session, owner, at), at)
        taken, change = as_one_change(turn, name, lambda: _put(turn, incoming, today, warm))
        progress("Storing", 0.9)
    return replace(taken, change=change)


def look_at(database: Database, owner: Owner, data: bytes, at: datetime) -> Taken:
    """What would come of taking a file in: it is done, counted and rolled back. Raises `UnreadableFileError`."""
    today = _today(database, owner, at)
    incoming = read(data, today)
    with database.writing() as session:
        taken = _put(Turn(session, owner_row(session, owner, at), at), incoming, today)
        session.rollback()
    return taken


def _put(turn: Turn, incoming: Incoming, today: date, warm: Collection[int] = ()) -> Taken:
    people = incoming.archive.people
    restored = restore(turn.session, turn.owner.id, incoming.archive, today=today, at=turn.at, wins=incoming.is_ours)
    picked = [restored.ids[place] for place in sorted(set(warm)) if 0 <= place < len(restored.ids)]
    kept, cadence = keep_warm(turn, picked) if picked else (0, None)
    return Taken(
        kind=incoming.kind,
        added=restored.people,
        known=restored.known,
        records=restored.records,
        problems=(*incoming.problems, *restored.problems),
        people=tuple((one.name, one.company or one.role or "") for one in people),
        warm=kept,
        cadence=cadence,
    )


def _today(database: Database, owner: Owner, at: datetime) -> date:
    with database.reading() as session:
        row = find_owner(session, owner)
        return local(row, at).date() if row else at.date()
