"""Whom of an import to keep in touch with: those picked get the owner's rhythm, everybody else stays as they came."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from bot.network.owners import DEFAULTS
from bot.network.rhythms import ENDED, NONE, first_spread, reckon
from bot.network.rules.milestones import next_celebration, parse_on
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.tables import MilestoneRow

MOST_WARM = 20  # picked at once: more would come back as a flood


def keep_warm(turn: Turn, contact_ids: Sequence[int]) -> tuple[int, str]:
    """Give a rhythm to these contacts, where they have none; how many of them have one now, and which they got.

    Their first check-ins are spread, and their birthdays are told of from now on. Twice is the same as once.
    """
    every = turn.settings.default_cadence
    every = DEFAULTS["default_cadence"] if every == NONE else every
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, contact_ids[:MOST_WARM])
    picked = [rows[one] for one in contact_ids[:MOST_WARM] if one in rows and rows[one].status not in ENDED]
    fresh = [row for row in picked if row.cadence in (None, NONE)]
    for place, row in enumerate(fresh):
        row.cadence = every
        reckon(turn, row, later=first_spread(turn, row, place, len(fresh)))
        if row.next_check_in_on is not None and row.next_check_in_on <= turn.today:
            row.next_check_in_on = turn.today + timedelta(days=place + 1)  # it has been a while: one after the other
    _celebrate(turn, [row.id for row in fresh])
    turn.wake()
    return len(picked), every


def _celebrate(turn: Turn, contact_ids: Collection[int]) -> None:
    query = select(MilestoneRow).where(MilestoneRow.owner_id == turn.owner.id, MilestoneRow.next_on.is_(None))
    for row in turn.session.scalars(query.where(MilestoneRow.contact_id.in_(contact_ids))):
        on = parse_on(row.on)
        row.next_on = next_celebration(row.kind, on, turn.today) if on is not None else None
