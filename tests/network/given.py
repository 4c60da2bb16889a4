"""What the network's tests begin with: somebody who says things at an instant, and every row that holds their facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.language.meanings import Meaning
from bot.network import answers, undo
from bot.network.carry_out import carry_out
from bot.network.outcomes import Outcome, Recorded, Undone
from bot.network.owners import Owner, held_owner, owner_row
from bot.network.people import slot
from bot.network.pressed import answer_nudge, pressed
from bot.network.turns import Turn
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.tables import (
    REVIEW,
    TOGETHER,
    ChangeRow,
    ContactRow,
    HomeRow,
    ImportRow,
    InstallationRow,
    NudgeRow,
    OAuthStateRow,
    OwnerRow,
    QuestionRow,
    Row,
    SeenDeliveryRow,
    WelcomeRow,
)
from jobs.plan import plan

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
TODAY = AT.date()
ANA = Owner("T1", "U1")
BEN = Owner("T2", "U1")  # the same user id in another workspace

_NO_FACTS = (
    ChangeRow,
    ImportRow,
    QuestionRow,
    SeenDeliveryRow,
    InstallationRow,
    OAuthStateRow,
    HomeRow,
    WelcomeRow,
)
_BOOKKEEPING = {
    "owner": {"next_at", "welcomed_at", "dm_channel", "profile_at"},
    "contact": {"asked_on"},
    "nudge": {"stale", "reactions"},
}
T = TypeVar("T")
Dump = dict[str, list[dict[str, Any]]]


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """An instant in UTC from its text without a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _unread(_turn: Turn, _text: str) -> Meaning:
    raise AssertionError("a button of these tests holds no sentence")


@dataclass
class Speaker:
    """A person who uses Rapport. `at` is now, until a test sets it."""

    database: Database
    owner: Owner = ANA
    at: datetime = AT
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.database.writing() as session:
            row = owner_row(session, self.owner, self.at)
            for name, value in self.settings.items():
                setattr(row, name, value)

    def turn(self, work: Callable[[Turn], T], **more: Any) -> T:
        """Do something in one turn of theirs."""
        with self.database.writing() as session:
            return work(Turn(session, owner_row(session, self.owner, self.at), self.at, **more))

    def says(self, intent: str, *people: str, **fields: Any) -> Outcome:
        """One sentence's meaning, carried out."""
        return self.means(Meaning(intent=intent, people=people, **fields))  # type: ignore[arg-type]  # a table's text

    def means(self, meaning: Meaning, **more: Any) -> Outcome:
        """A meaning, carried out."""
        return self.turn(lambda turn: carry_out(turn, meaning, lambda _text: ()), **more)

    def records(self, intent: str, *people: str, **fields: Any) -> Recorded:
        """A sentence of which something is written down."""
        outcome = self.says(intent, *people, **fields)
        assert isinstance(outcome, Recorded), outcome
        return outcome

    def changes(self, intent: str, *people: str, **fields: Any) -> str:
        """The id by which a sentence can be undone."""
        change = self.records(intent, *people, **fields).change
        assert change is not None
        return change

    def chooses(self, meaning: Meaning, name: str, contact_id: int) -> Outcome:
        """A meaning, once it is known who goes by a name."""
        return self.means(meaning, chosen={slot(name): contact_id})

    def chooses_new(self, name: str, intent: str, **fields: Any) -> Outcome:
        """A sentence about somebody whose name is like another's, and who is somebody new."""
        return self.chooses(Meaning(intent=intent, people=(name,), **fields), name, 0)  # type: ignore[arg-type]  # so is this

    def undoes(self, change: str) -> Undone:
        return self.turn(lambda turn: undo.undo_change(turn, change))

    def redoes(self, change: str) -> Undone:
        return self.turn(lambda turn: undo.redo_change(turn, change))

    def answers(self, nudge_id: str, answer: str, meaning: Meaning | None = None) -> str:
        """A nudge answered as a button does it; the id of the change."""

        def work(turn: Turn) -> str:
            answer_nudge(turn, answers.own_nudge(turn, nudge_id), answer, "button", meaning)
            return turn.change

        return self.turn(work)

    def in_thread(self, nudge_id: str, meaning: Meaning) -> Outcome:
        """A meaning said in a nudge's thread, carried out."""

        def work(turn: Turn) -> Outcome:
            turn.nudge = answers.own_nudge(turn, nudge_id)
            return carry_out(turn, meaning, lambda _text: ())

        return self.turn(work)

    def presses(self, action: str, value: str) -> Outcome:
        """A button. Raises what it is refused with."""
        return self.turn(lambda turn: pressed(turn, action, value, _unread, lambda _text: ()))

    def ticks(self, at: datetime | str) -> list[NudgeRow]:
        """The clock comes by at an instant, and what it plans is sent: the new nudges but for reviews, by their ids."""
        self.at = moment(at) if isinstance(at, str) else at
        before = {row.id for row in self.nudges()}
        plan(self.at, self.database)
        with self.database.writing() as session:
            waiting = [row for row in session.scalars(self._own(NudgeRow)) if row.state == "planned"]
            for place, row in enumerate(row for row in waiting if row.group_id is None):
                ts = f"{self.at.timestamp():.0f}.{place:06}"
                nudge_queue.mark_sent(session, row.id, channel="D1", ts=ts, at=self.at)
        return [row for row in self.nudges() if row.id not in before and row.kind not in (REVIEW, TOGETHER)]

    def nudged(self, at: datetime | str) -> list[tuple[str, str | None]]:
        """The kinds of the nudges that come at an instant, with the names they are about, sorted; reviews left out."""
        names = {row.id: row.name for row in self.rows(ContactRow)}
        return sorted((row.kind, names.get(row.contact_id or 0)) for row in self.ticks(at))

    def nudges(self) -> list[NudgeRow]:
        return self.rows(NudgeRow)

    def rows(self, table: type[T]) -> list[T]:
        """Their rows of a table, by key."""
        with self.database.reading() as session:
            return list(session.scalars(self._own(table)))

    def row(self) -> OwnerRow:
        """Their own row."""
        with self.database.reading() as session:
            row = held_owner(session, self.owner)
            assert row is not None
            return row

    def contact(self, name: str) -> ContactRow:
        """The one contact of that name."""
        [row] = [row for row in self.rows(ContactRow) if row.name == name]
        return row

    def _own(self, table: type[T]) -> Any:
        mapped: Any = table
        key = list(mapped.__table__.primary_key)
        mine = select(OwnerRow.id).where(OwnerRow.team == self.owner.team, OwnerRow.user == self.owner.user)
        return select(mapped).where(mapped.owner_id.in_(mine)).order_by(*key)

    def facts(self) -> Dump:
        """Every row of every table that holds facts of theirs."""
        with self.database.reading() as session:
            owner = held_owner(session, self.owner)
            assert owner is not None
            return {table.name: _rows_of(session, table, owner.id) for table in _fact_tables()}


def _fact_tables() -> Iterable[Table]:
    left_out = {row.__tablename__ for row in _NO_FACTS}
    return [table for table in Row.metadata.sorted_tables if table.name not in left_out]


def _rows_of(session: Session, table: Table, owner_id: int) -> list[dict[str, Any]]:
    owner = table.c.id if table.name == "owner" else table.c.owner_id
    wanted = [column for column in table.columns if column.name not in _BOOKKEEPING.get(table.name, ())]
    found = session.execute(select(*wanted).where(owner == owner_id).order_by(*table.primary_key))
    return [dict(row) for row in found.mappings()]


def differences(before: Dump, after: Dump) -> list[str]:
    """What is not the same in two dumps, a line a row; empty when they are equal."""
    lines: list[str] = []
    for table, rows in before.items():
        lines += [f"- {table} {row}" for row in rows if row not in after[table]]
        lines += [f"+ {table} {row}" for row in after[table] if row not in rows]
    return lines
