"""Messages that do not say yet what became of their nudge, rewritten. Nudges that were never posted: `deliver`."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

import structlog
from slack_sdk import WebClient

from bot.slack.calling import RateLimited, Refused
from bot.slack.clients import DEAD_TOKEN_CODES, STOPPING_SECONDS, Clients, NoTokenError
from bot.slack.posting import Posted, update
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.nudge_queue import Stale
from jobs.desk import CLOSED_PAUSE, Clock, Compose
from jobs.pacing import Pacing

UPDATE = "chat.update"
_AT_ONCE = 100  # messages in one run; there is another soon
_THREADS = 8

log = structlog.get_logger(__name__)


def refresh_stale(
    database: Database,
    clients: Clients,
    compose: Compose,
    *,
    real: Clock,
    stop: threading.Event | None = None,
    pacing: Pacing | None = None,
) -> dict[str, int]:
    """Rewrite messages that are out of date, each workspace's in a thread of its own.

    `refreshed` now say how things stand; `given_up` cannot be rewritten, for they are gone, say; `held` come later.
    """
    with database.reading() as session:
        stale = nudge_queue.stale_nudges(session, _AT_ONCE)
    done: Counter[str] = Counter()
    if stale:
        work = Refresher(database, clients, compose, real, stop or threading.Event(), pacing or Pacing())
        teams = [list(group) for _, group in groupby(sorted(stale, key=lambda nudge: nudge.team), lambda one: one.team)]
        with ThreadPoolExecutor(min(_THREADS, len(teams)), thread_name_prefix="refresher") as pool:
            for outcomes in pool.map(work.refresh_team, teams):
                done += outcomes
    return {outcome: done[outcome] for outcome in ("refreshed", "given_up", "held")}


@dataclass(frozen=True)
class Refresher:
    """Rewrites the messages of one workspace after the other."""

    database: Database
    clients: Clients
    compose: Compose
    real: Clock
    stop: threading.Event = field(default_factory=threading.Event)
    pacing: Pacing = field(default_factory=Pacing)

    def refresh_team(self, stale: Sequence[Stale]) -> Counter[str]:
        """Rewrite one workspace's messages until it wants a pause; how many ended in which way."""
        done: Counter[str] = Counter()
        for nudge in stale:
            waits = self.stop.is_set() or nudge.team in self.pacing.blocked(UPDATE, self.real())
            done["held" if waits else self._refresh(nudge)] += 1
        return done

    def _refresh(self, nudge: Stale) -> str:
        try:
            client = self.clients.client(nudge.team, STOPPING_SECONDS)
        except NoTokenError:
            return self._pause(nudge, CLOSED_PAUSE)
        try:
            with self.database.reading() as session:
                message = self.compose(session, nudge.id)
        except Exception:  # one nudge's bad row must not cost the others their answer
            log.exception("refresh.crashed", nudge=nudge.id, team=nudge.team)
            return "held"
        if message is None:
            return self._settle(nudge, "given_up")
        result = update(client, nudge.channel, nudge.ts, message.text, message.blocks, nudge.id, message.nudges)
        if isinstance(result, Posted):
            self.pacing.answered(nudge.team, UPDATE)
            return self._settle(nudge, "refreshed")
        if isinstance(result, RateLimited):
            return self._pause(nudge, timedelta(seconds=result.seconds))
        if isinstance(result, Refused):
            return self._refused(client, nudge, result.code)
        self.pacing.lost(nudge.team, UPDATE, self.real())
        return "held"

    def _refused(self, client: WebClient, nudge: Stale, code: str) -> str:
        """A refusal is for good (the message is gone, or too old), but for a token's, which says nothing of it."""
        if code not in DEAD_TOKEN_CODES:
            log.info("refresh.refused", nudge=nudge.id, team=nudge.team, reason=code)
            return self._settle(nudge, "given_up")
        self.clients.tokens.refused(nudge.team, client.token or "", code, self.real())
        return self._pause(nudge, CLOSED_PAUSE)

    def _pause(self, nudge: Stale, pause: timedelta) -> str:
        self.pacing.block(nudge.team, UPDATE, self.real() + pause)
        return "held"

    def _settle(self, nudge: Stale, outcome: str) -> str:
        with self.database.writing() as session:
            return outcome if nudge_queue.mark_fresh(session, nudge) else "held"
