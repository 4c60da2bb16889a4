"""What those work with who send: the database, Slack, two clocks, what is remembered between runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.blocks.message import Message
from bot.slack.clients import STOPPING_SECONDS, Clients
from bot.store.engine import Database
from jobs.dnd import DoNotDisturb
from jobs.pacing import Pacing

Clock = Callable[[], datetime]
Compose = Callable[[Session, str], Message | None]
Postpone = Callable[[Session, str, datetime], datetime | None]

CLOSED_PAUSE = timedelta(minutes=1)  # for a workspace without a working token


def never(_session: Session, _nudge_id: str, _at: datetime) -> None:
    """A nudge that is due goes out."""


@dataclass(frozen=True)
class Desk:
    """What a sender works with. `clock` says what is due, `real` is the time of claims and of Slack's limits.

    `compose` renders a nudge from fresh facts, None if what it was about has gone. `postpone` gives the instant, by
    `clock`, before which a nudge must not go out (quiet hours, say), None if it may.
    """

    database: Database
    clients: Clients
    compose: Compose
    clock: Clock
    real: Clock
    claim_seconds: float = 60
    postpone: Postpone = never
    pacing: Pacing = field(default_factory=Pacing)
    dnd: DoNotDisturb = field(default_factory=DoNotDisturb)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def claim_life(self) -> timedelta:
        return timedelta(seconds=self.claim_seconds)

    @property
    def request_seconds(self) -> float:
        """How long a request may wait: the claim that covers it lasts twice as long at least."""
        return min(STOPPING_SECONDS, self.claim_seconds / 2)
