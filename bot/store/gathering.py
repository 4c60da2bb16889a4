"""What many nudges show of their contacts, read together: one query a subject, and not one a subject and contact.

It lies in the session until that ends. The look-ups of one contact (in `history`, `agenda`, `contacts`) find it there;
so only a session that writes nothing may gather.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    InteractionPersonRow,
    InteractionRow,
    NoteRow,
    NudgeRow,
    PromiseRow,
    TagRow,
)

_KEY = "rapport_gathered"
_IDS: BindParameter[Any] = bindparam("contacts", expanding=True)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """By subject and contact; `whom` are the contacts that were asked about, by their owner's id and their own."""

    whom: frozenset[tuple[int, int]]
    rows: dict[str, dict[int, list[Any]]]


def gather(session: Session, contacts: Iterable[ContactRow]) -> None:
    """Read what nudges about these contacts show; for a single one there is nothing to win."""
    whom = frozenset((contact.owner_id, contact.id) for contact in contacts)
    if len(whom) < 2:
        return
    ids = [contact_id for _, contact_id in whom]
    rows: dict[str, dict[int, list[Any]]] = {}
    for subject, query in _QUERIES.items():
        of: dict[int, list[Any]] = {}
        for contact_id, row in session.execute(query, {"contacts": ids}):
            of.setdefault(contact_id, []).append(row)
        rows[subject] = of
    session.info[_KEY] = _Gathered(whom, rows)


def gathered(session: Session, subject: str, owner_id: int, contact_id: int | None) -> Sequence[Any] | None:
    """The rows of a contact that were gathered in this session; None if it has to be asked."""
    found: _Gathered | None = session.info.get(_KEY)
    if found is None or contact_id is None or (owner_id, contact_id) not in found.whom:
        return None
    return found.rows[subject].get(contact_id, ())


def _newest(of: Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]) -> Select[*tuple[Any, ...]]:
    """The newest interaction of each contact."""
    newness = func.row_number().over(
        partition_by=InteractionPersonRow.contact_id, order_by=(InteractionRow.on.desc(), InteractionRow.id.desc())
    )
    ranked = of(
        select(InteractionPersonRow.contact_id, InteractionRow, newness.label("newness"))
        .join(InteractionPersonRow, InteractionPersonRow.interaction_id == InteractionRow.id)
        .where(InteractionPersonRow.contact_id.in_(_IDS))
    ).subquery()
    return select(ranked.c.contact_id, aliased(InteractionRow, ranked)).where(ranked.c.newness == 1)


_QUERIES: dict[str, Select[*tuple[Any, ...]]] = {
    "notes": select(NoteRow.contact_id, NoteRow)
    .where(NoteRow.contact_id.in_(_IDS))
    .order_by(NoteRow.on.desc(), NoteRow.id.desc()),
    "promises": select(PromiseRow.contact_id, PromiseRow)
    .where(PromiseRow.contact_id.in_(_IDS), PromiseRow.kept_on.is_(None))
    .order_by(PromiseRow.due_on.is_(None), PromiseRow.due_on, PromiseRow.id),
    "tags": select(ContactTagRow.contact_id, TagRow)
    .join(TagRow, (TagRow.tag == ContactTagRow.tag) & (TagRow.owner_id == ContactTagRow.owner_id))
    .where(ContactTagRow.contact_id.in_(_IDS))
    .order_by(TagRow.tag),
    "tries": select(NudgeRow.contact_id, NudgeRow.answered_at).where(
        NudgeRow.contact_id.in_(_IDS), NudgeRow.answered == "no_answer", NudgeRow.answered_at.is_not(None)
    ),
    "reached": _newest(lambda query: query.where(InteractionRow.outcome.is_(None))),
    "latest": _newest(lambda query: query),
}
