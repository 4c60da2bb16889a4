"""When each conversation may next be written to, and each workspace's method next be called. It lives in one process.

Slack takes about one message a second in a conversation, and short bursts, of which nobody knows how long they may
be: so a burst is of one message, unless said otherwise. What Slack says by a 429 holds for one method
in one workspace; so does the pause after calls whose answers were lost.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from bot.slack.finding import Place

EVERY = timedelta(seconds=1.02)  # a little over the second: what leaves evenly does not arrive evenly
BURST = 1
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
_CHANNELS_KEPT = 10_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Pacing:
    """All instants are real time, given by the caller. Safe in any thread. `burst` messages go at once."""

    def __init__(self, burst: int = BURST) -> None:
        self._ahead = EVERY * (burst - 1)
        self._lock = threading.Lock()
        self._due: dict[int, datetime] = {}  # when the burst would be used up and paid back
        self._blocked: dict[tuple[str, str], datetime] = {}
        self._losses: dict[tuple[str, str], int] = {}
        self.places: dict[str, Place] = {}  # of nudges that are looked for: how far their conversations were read

    def ready_at(self, owner_id: int) -> datetime:
        """From when an owner may be written to; an instant long past for who was not written to lately."""
        with self._lock:
            due = self._due.get(owner_id)
        if due is None:
            return _LONG_AGO
        return due - self._ahead

    def written(self, owner_id: int, now: datetime) -> None:
        """An owner is written to now."""
        with self._lock:
            if len(self._due) >= _CHANNELS_KEPT:
                self._due = {owner: due for owner, due in self._due.items() if due > now}
            self._due[owner_id] = max(self._due.get(owner_id, _LONG_AGO), now) + EVERY

    def taken(self, owner_id: int, now: datetime) -> None:
        """Slack has answered: it counts from when it took the message, which was at some time until now."""
        with self._lock:
            self._due[owner_id] = max(self._due.get(owner_id, _LONG_AGO), now + EVERY)

    def block(self, team: str, method: str, until: datetime) -> None:
        """Nothing is called by that method in the workspace until then."""
        with self._lock:
            self._blocked[team, method] = max(until, self._blocked.get((team, method), _LONG_AGO))

    def lost(self, team: str, method: str, now: datetime) -> datetime:
        """An answer was lost: block the method, the longer the more were lost in a row. Until when is returned."""
        with self._lock:
            losses = self._losses[team, method] = self._losses.get((team, method), 0) + 1
        until = now + min(FIRST_PAUSE * (1 << min(losses - 1, 20)), LONGEST_PAUSE)
        self.block(team, method, until)
        return until

    def answered(self, team: str, method: str) -> None:
        """An answer came: what was lost before counts no more."""
        with self._lock:
            self._losses.pop((team, method), None)

    def blocked(self, method: str, now: datetime) -> dict[str, datetime]:
        """The workspaces where the method may not be called yet, and until when."""
        with self._lock:
            self._blocked = {key: until for key, until in self._blocked.items() if until > now}
            return {team: until for (team, blocked), until in self._blocked.items() if blocked == method}
