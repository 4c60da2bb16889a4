"""App Homes that lack what happened by the clock, or what Slack did not take at once, shown anew.

What they show, and how a race is not lost: `bot.homes`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.homes import NO_TOKEN, Homes
from bot.network.owners import Owner
from bot.slack.calling import Done, RateLimited, Refused
from bot.store import homes as stale
from bot.store.engine import Database
from jobs.desk import CLOSED_PAUSE
from jobs.pacing import Pacing

PUBLISH = "views.publish"
_AT_ONCE = 100  # in one run; there is another soon
Clock = Callable[[], datetime]


def show_homes(
    at: datetime, database: Database, homes: Homes, *, real: Clock, pacing: Pacing, stop: threading.Event
) -> dict[str, int]:
    """Show anew what is out of date, as of `at`, one after the other.

    `shown` say how things stand; `given_up` Slack does not take; `held` come later.
    """
    done: Counter[str] = Counter()
    with database.reading() as session:
        behind = stale.stale_homes(session, _AT_ONCE, list(pacing.blocked(PUBLISH, real())))
    for one in behind:
        waits = stop.is_set() or one.team in pacing.blocked(PUBLISH, real())
        done["held" if waits else _show(Owner(one.team, one.user), at, homes, real, pacing)] += 1
    return {outcome: done[outcome] for outcome in ("shown", "given_up", "held")}


def _show(owner: Owner, at: datetime, homes: Homes, real: Clock, pacing: Pacing) -> str:
    answer = homes.show(owner, at)
    if answer is None or isinstance(answer, Done):
        pacing.answered(owner.team, PUBLISH)
        return "shown"
    if isinstance(answer, Refused):
        homes.give_up(owner)
        return "given_up"
    if isinstance(answer, RateLimited):
        pacing.block(owner.team, PUBLISH, real() + timedelta(seconds=answer.seconds))
    elif answer.reason == NO_TOKEN:
        pacing.block(owner.team, PUBLISH, real() + CLOSED_PAUSE)
    else:
        pacing.lost(owner.team, PUBLISH, real())
    return "held"
