"""What may be sent and is not: whom no nudge may be about (yet), and what one was written for. All of it: `due`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.network.rhythms import ENDED
from bot.network.rules.ranking import Candidate
from bot.store.tables import ContactRow, ContactTagRow, NudgeRow, OwnerRow, TagRow

_AT_ONCE = 500  # keys in one query
T = TypeVar("T")

# Asked for each owner who is due, so they are built once.
_FACTS = select(ContactRow.id, ContactRow.paused_until, ContactRow.status, ContactRow.forgotten_at).where(
    ContactRow.id.in_(bindparam("contacts", expanding=True))
)
_TAG_PAUSES = (
    select(ContactTagRow.contact_id, func.max(TagRow.paused_until))
    .join(TagRow, TagRow.tag == ContactTagRow.tag)
    .where(TagRow.owner_id == bindparam("owner"), TagRow.paused_until.is_not(None))
    .where(ContactTagRow.contact_id.in_(bindparam("contacts", expanding=True)))
    .group_by(ContactTagRow.contact_id)
)
_WRITTEN = select(NudgeRow.kind, NudgeRow.occasion).where(
    NudgeRow.owner_id == bindparam("owner"), NudgeRow.occasion.in_(bindparam("occasions", expanding=True))
)


def held_back(session: Session, row: OwnerRow, found: list[Candidate]) -> list[Candidate]:
    """Leave out whom no nudge may be about, and move what is paused to the day on which the pause ends."""
    ids = sorted({candidate.contact_id for candidate in found if candidate.contact_id is not None})
    facts = {one.id: one for part in _parts(ids) for one in session.execute(_FACTS, {"contacts": part})}
    tags = {key: until for part in _parts(ids) for key, until in _tag_pauses(session, row.id, part).items()}
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.contact_id is None:
            kept.append(candidate)
            continue
        fact = facts.get(candidate.contact_id)
        if fact is None or fact.forgotten_at is not None or fact.status in ENDED:
            continue
        back = max(fact.paused_until or date.min, tags.get(candidate.contact_id, date.min))
        if back < date.max:
            kept.append(replace(candidate, send_on=max(candidate.send_on, back)))
    return kept


def _tag_pauses(session: Session, owner_id: int, ids: Sequence[int]) -> dict[int, date]:
    found = session.execute(_TAG_PAUSES, {"owner": owner_id, "contacts": ids})
    return {contact_id: until for contact_id, until in found if until is not None}


def unwritten(session: Session, owner_id: int, found: list[Candidate]) -> list[Candidate]:
    """Each occasion once, and none that a nudge was written for."""
    by_occasion = {(one.kind, one.occasion): one for one in found}
    for part in _parts(sorted({occasion for _kind, occasion in by_occasion})):
        for kind, occasion in session.execute(_WRITTEN, {"owner": owner_id, "occasions": part}):
            by_occasion.pop((kind, occasion), None)
    return list(by_occasion.values())


def _parts(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
