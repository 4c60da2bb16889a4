"""What the app did, in order: so that a test can wait for it, and a page can be told of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.playground.state import Ephemeral, OpenView, Post

Deed = Literal["post", "update", "delete", "ephemeral", "modal", "home", "reaction"]


@dataclass(frozen=True)
class Activity:
    """One effect of the app; `user` is whom it is meant for, where it is meant for one person."""

    number: int
    deed: Deed
    team: str
    channel: str | None = None
    user: str | None = None
    what: Post | Ephemeral | OpenView | None = None


class ActivityLog:
    """The last few thousand effects of the app. Lives in the server's thread."""

    KEPT = 5_000

    def __init__(self) -> None:
        self._entries: list[Activity] = []
        self._more = asyncio.Event()
        self.count = 0

    def add(
        self,
        deed: Deed,
        team: str,
        *,
        channel: str | None = None,
        user: str | None = None,
        what: Post | Ephemeral | OpenView | None = None,
    ) -> None:
        """Note an effect and wake whoever waits for one."""
        self.count += 1
        self._entries.append(Activity(self.count, deed, team, channel, user, what))
        if len(self._entries) > 2 * self.KEPT:
            del self._entries[: self.KEPT]
        self._more.set()
        self._more = asyncio.Event()

    def since(self, number: int, fits: Callable[[Activity], bool]) -> list[Activity]:
        """The fitting effects after the `number`th."""
        found: list[Activity] = []
        for entry in reversed(self._entries):
            if entry.number <= number:
                break
            if fits(entry):
                found.append(entry)
        return found[::-1]

    async def wait(self, number: int, fits: Callable[[Activity], bool], seconds: float) -> list[Activity]:
        """The fitting effects after the `number`th, waiting up to `seconds` for the first one."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := self.since(number, fits)):
                    await self._more.wait()
                return found
        except TimeoutError:
            return []


class Watchers:
    """The open pages: each is told that something changed which its member could see."""

    def __init__(self) -> None:
        self.version = 0
        self._events: dict[asyncio.Event, tuple[str, str]] = {}

    def changed(self, team: str, users: set[str] | None = None) -> None:
        """Something changed for these people of a team (None: for all of them)."""
        self.version += 1
        for event, (its_team, user) in self._events.items():
            if its_team == team and (users is None or user in users):
                event.set()

    def wake_all(self) -> None:
        """Let every page look, whether something changed or not."""
        for event in self._events:
            event.set()

    def watch(self, team: str, user: str) -> asyncio.Event:
        """An event that is set at each change; hand it to `forget` at the end."""
        event = asyncio.Event()
        self._events[event] = (team, user)
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Stop telling."""
        self._events.pop(event, None)
