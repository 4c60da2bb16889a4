"""Tokens that end soon, exchanged for new ones: in whichever process comes first, and never in two at once."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.slack.calling import Refused, Unknown
from bot.slack.rotation import Rotated, rotate
from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import AHEAD

if TYPE_CHECKING:
    from slack_sdk.oauth.token_rotation import TokenRotator

    from jobs.desk import Clock

LOCKED = timedelta(seconds=20)  # longer than two calls may take
REFUSED_PAUSE = timedelta(minutes=10)
_AT_ONCE = 50  # in one run; there is another soon

log = structlog.get_logger(__name__)


def rotate_tokens(
    database: Database, rotator: TokenRotator | None, *, real: Clock, stop: threading.Event | None = None
) -> dict[str, int]:
    """Exchange what ends within `AHEAD`, each under a lock of its row.

    `rotated` have new tokens; `refused` Slack would not exchange, and closes when their tokens end; `held` come later.
    """
    done: Counter[str] = Counter()
    if rotator is not None:
        with database.reading() as session:
            rows = installations.expiring(session, real() + AHEAD, real(), _AT_ONCE)
        for row in rows:
            done["held" if stop is not None and stop.is_set() else _rotate(database, rotator, row, real)] += 1
    return {outcome: done[outcome] for outcome in ("rotated", "refused", "held")}


def _rotate(database: Database, rotator: TokenRotator, row: int, real: Clock) -> str:
    """The lock is in the row, not in a transaction: SQLite's would keep everybody else from writing meanwhile.

    Slack takes a refresh token that was used for a short while yet, so an exchange whose answer is lost is made again
    at once; one that a process did not live to write down, by the next that comes once the lock has run out.
    """
    now = real()
    with database.writing() as session:
        installation = installations.lock(session, row, before=now + AHEAD, now=now, until=now + LOCKED)
    if installation is None:
        return "held"
    answer = rotate(rotator, installation)
    if isinstance(answer, Unknown):
        answer = rotate(rotator, installation)
    with database.writing() as session:
        rotated = answer.installation if isinstance(answer, Rotated) else None
        again_at = real() + REFUSED_PAUSE if isinstance(answer, Refused) else None
        kept = installations.unlock(session, row, installation, rotated, again_at)
        if isinstance(answer, Refused) and kept and installations.close_expired(session, row, real()):
            log.warning("team.token_ended", team=installation.team, reason=answer.code)
    if isinstance(answer, Rotated):
        log.info("team.token_rotated", team=installation.team, enterprise=installation.enterprise)
        return "rotated"
    log.warning("team.token_not_rotated", team=installation.team, reason=getattr(answer, "code", "unknown"))
    return "refused" if isinstance(answer, Refused) else "held"
