"""What is due is written down before anything is sent. What is due: `network.nudges`; sending it: `deliver`."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.network.nudges import write_down
from bot.store.engine import Database
from bot.store.tables import OwnerRow

_AT_ONCE = 100  # owners in one transaction: a commit to the disk costs more than the work for one of them

_HELD = (
    select(OwnerRow)
    .where(OwnerRow.id == bindparam("owner"), OwnerRow.next_at <= bindparam("at"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)

log = structlog.get_logger(__name__)


def plan(at: datetime, database: Database) -> dict[str, int]:
    """Write down each nudge that is due at `at`. Twice, or in ten processes, is the same as once.

    Only owners whose `next_at` has come are looked at: a run costs what is due, not what is stored.
    """
    planned = failed = 0
    seen: set[int] = set()
    while owners := _owners_to_look_at(database, at, seen):
        seen.update(owners)
        with database.writing() as session:
            for owner_id in sorted(owners):  # in one order everywhere: two processes never wait for each other
                try:
                    with session.begin_nested():
                        planned += _plan_owner(session, owner_id, at)
                except Exception:  # one owner's bad row must not cost the others their nudges
                    log.exception("plan.failed", owner=owner_id)
                    failed += 1
    return {"planned": planned, "failed": failed}


def _owners_to_look_at(database: Database, at: datetime, seen: set[int]) -> list[int]:
    query = select(OwnerRow.id).where(OwnerRow.next_at <= at)  # and no more: one index answers it
    with database.reading() as session:
        found = session.scalars(query.order_by(OwnerRow.next_at, OwnerRow.id).limit(_AT_ONCE + len(seen)))
        return [owner_id for owner_id in found if owner_id not in seen][:_AT_ONCE]


def _plan_owner(session: Session, owner_id: int, at: datetime) -> int:
    """Hold the owner, unless another process has just planned for them, and write down what is due."""
    row = session.scalars(_HELD, {"owner": owner_id, "at": at}).first()
    if row is None:
        return 0
    if row.erase_at is not None or row.deactivated_at is not None:
        row.next_at = None
        return 0
    return write_down(session, row, at)
