"""How many requests to Slack are under way at once, in all and to one workspace: a slow one gets its share alone."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """So many requests at once. Of one event loop; `close` lets everybody through who waits, to find out why."""

    def __init__(self, count: int) -> None:
        self.count = self._free = count
        self._taken: Counter[str] = Counter()
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._is_closed = False
        self.teams = 1  # how many workspaces are at it: the run says so

    @property
    def share(self) -> int:
        """How many one workspace may take: with all that are at it now there are always some left for another."""
        return max(-(-self.count // (self.teams + 1)), min(2, self.count // 4), 1)

    @asynccontextmanager
    async def of(self, team: str) -> AsyncIterator[None]:
        """Wait for a slot of the workspace and have it while the block runs."""
        if not self._may_take(team):
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((team, future))
            await future
        else:
            self._take(team)
        try:
            yield
        finally:
            self._free += 1
            self._taken[team] -= 1
            self._hand_on()

    def close(self) -> None:
        """Let everybody through."""
        self._is_closed = True
        self._hand_on()

    def _may_take(self, team: str) -> bool:
        return self._is_closed or (self._free > 0 and self._taken[team] < self.share)

    def _take(self, team: str) -> None:
        self._free -= 1
        self._taken[team] += 1

    def _hand_on(self) -> None:
        """Give what is free to those who wait, first come, first served, as far as their workspaces may."""
        still: deque[tuple[str, asyncio.Future[None]]] = deque()
        for team, future in self._waiting:
            if self._may_take(team):
                self._take(team)
                future.set_result(None)
            else:
                still.append((team, future))
        self._waiting = still
