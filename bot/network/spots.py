"""The nudges that stand in one message, and which of them a reaction or a few words are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from bot.language.meanings import Meaning
from bot.network.people import slot
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.names import fold
from bot.store.tables import REVIEW, TOGETHER, ContactRow, NudgeRow, ReminderRow

ANSWERING = frozenset({"done", "skip", "snooze", "pause"})  # what may answer a nudge in its thread
_BARE = frozenset({"done", "skip"})  # of which the words that follow may be a name
_AND = re.compile(r"\s*(?:,|&|\+|\band\b)\s*", re.IGNORECASE)


class WhichRowIsMeant(Exception):  # noqa: N818  # no error: a question to the person
    """Words that answer a nudge, where several stand open: nothing was written yet."""

    def __init__(self, rows: Iterable[NudgeRow]) -> None:
        super().__init__("which")
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True)
class Spot:
    """A message of nudges. `keeper` is the row of the message, which is the nudge itself where it stands alone."""

    keeper: NudgeRow
    rows: tuple[NudgeRow, ...]

    @property
    def is_shared(self) -> bool:
        return self.rows != (self.keeper,)


def spot_at(turn: Turn, channel: str, ts: str) -> Spot | None:
    """What stands at this place; None where no nudge of the owner's does."""
    query = select(NudgeRow).where(NudgeRow.team == turn.owner.team, NudgeRow.channel == channel, NudgeRow.ts == ts)
    query = query.where(NudgeRow.owner_id == turn.owner.id, NudgeRow.group_id.is_(None))
    keeper = turn.session.scalars(query).first()
    if keeper is None:
        return None
    if keeper.kind not in (TOGETHER, REVIEW):
        return Spot(keeper, (keeper,))
    is_here = NudgeRow.review_id if keeper.kind == REVIEW else NudgeRow.group_id
    rows = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, is_here == keeper.id, NudgeRow.state != "dropped")
    return Spot(keeper, tuple(turn.session.scalars(rows.order_by(NudgeRow.planned_at, NudgeRow.id))))


def one_by_one(turn: Turn, meaning: Meaning) -> list[Meaning]:
    """Words that answer several of the nudges that stand together, as words for each: `done Priya and Sam`."""
    if not turn.rows or meaning.intent not in ANSWERING:
        return [meaning]
    if meaning.people:
        return [replace(meaning, people=(name,)) for name in meaning.people]
    names = [name for name in _AND.split(meaning.about or "") if name]
    if meaning.intent in _BARE and meaning.kind is None and names and all(_called(turn, name) for name in names):
        return [replace(meaning, people=(name,), about=None) for name in names]
    return [meaning]


def point_out(turn: Turn, meaning: Meaning) -> Meaning:
    """Let the turn be about the one of several nudges that is meant. Raises `WhichRowIsMeant`."""
    if not turn.rows:
        return meaning
    waiting = [row for row in turn.rows if row.answered is None]
    named = [row for name in meaning.people for row in _called(turn, name)]
    found = [row for row in waiting if row in named] if meaning.people else waiting
    turn.nudge = found[0] if len(found) == 1 else None
    if meaning.intent in ANSWERING and len(found) > 1:
        raise WhichRowIsMeant(found)
    if turn.nudge is not None and meaning.people:
        if turn.nudge.contact_id is None:
            return replace(meaning, people=())
        turn.resolved[slot(meaning.people[0])] = turn.nudge.contact_id
    return meaning


def _called(turn: Turn, name: str) -> list[NudgeRow]:
    """The nudges about whoever goes by a name, or by part of it; or about a task in these words."""
    people = contacts.contacts_by_id(
        turn.session, turn.owner.id, {row.contact_id for row in turn.rows if row.contact_id}
    )
    return [row for row in turn.rows if _fits(turn, row, people.get(row.contact_id or 0), name)]


def _fits(turn: Turn, row: NudgeRow, contact: ContactRow | None, name: str) -> bool:
    if contact is not None:
        known = [fold(each) for each in (contact.name, *contact.aliases)]
        is_named = any(set(fold(name).split()) <= set(each.split()) for each in known) and bool(fold(name))
        return is_named or slot(name) == f"<@{contact.slack_user}>"
    source = turn.session.get(ReminderRow, row.source_id) if row.source_id is not None else None
    return source is not None and bool(fold(name)) and fold(name) in fold(source.about or "")
