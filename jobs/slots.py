"""How many requests to Slack are under way at once, in all and to one workspace: a slow one gets its share alone."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass


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

    def of(self, team: str) -> Slot:
        """`async with slots.of(team)` waits for a slot of the workspace and has it while the block runs."""
        return Slot(self, team)

    async def take(self, team: str) -> None:
        """Wait for a slot; whoever has it gives it back."""
        if self._may_take(team):
            self._take(team)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((team, future))
        await future

    def give_back(self, team: str) -> None:
        """Let others have it."""
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
            if future.done():  # whoever waited for it was cancelled
                continue
            if self._may_take(team):
                self._take(team)
                future.set_result(None)
            else:
                still.append((team, future))
        self._waiting = still


@dataclass(frozen=True, slots=True)
class Slot:
    """One request under way to a workspace."""

    slots: Slots
    team: str

    async def __aenter__(self) -> None:
        await self.slots.take(self.team)

    async def __aexit__(self, *_error: object) -> None:
        self.slots.give_back(self.team)
