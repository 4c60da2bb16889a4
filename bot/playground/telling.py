"""Telling the app what a person does, and the person what became of it. What they do: `people`."""

import asyncio
import time
from dataclasses import dataclass, field

from bot.playground import events
from bot.playground.core import Core
from bot.playground.delivery import Delivery, Kind
from bot.playground.state import Ephemeral, Json, Person, Post


class PlaygroundError(Exception):
    """What the person wants to do cannot be done; the message says why."""


@dataclass
class Act:
    """What came of something that a person did.

    `delivery` is None where the app was told nothing. `shown` is what the acknowledgement carried, `errors` what a
    modal complains of by block id, `problem` what Slack itself says went wrong (`operation_timeout` …).
    """

    started: int
    delivery: Delivery | None = None
    shown: Post | Ephemeral | None = None
    errors: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    post: Post | None = None


class Telling:
    """The way from a person to the app. Runs in the server's thread."""

    TOAST_SECONDS = 4.0
    WAIT = 5.0
    """Seconds of real time that anything waits for the app to have taken an event."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.busy: dict[tuple[str, str], int] = {}
        self.toasts: dict[tuple[str, str], tuple[float, str]] = {}
        self.last: dict[tuple[str, str], Delivery] = {}

    def present(self, person: Person) -> None:
        """Raise `PlaygroundError` for who is no member any more."""
        if person.deleted:
            raise PlaygroundError(f"{person.name} is deactivated")

    async def tell(self, person: Person, kind: Kind, payload: Json) -> Delivery:
        """Deliver at once, without a second try, as Slack does with all but events."""
        self.present(person)
        key = (person.team, person.id)
        if not self.core.world.teams[person.team].installed:
            return Delivery(kind, payload, error="app_not_installed")
        self.busy[key] = self.busy.get(key, 0) + 1
        self.core.watchers.changed(person.team, {person.id})
        try:
            delivery = await self.core.outlet.deliver(kind, payload)
        finally:
            self.busy[key] -= 1
            self.core.watchers.changed(person.team, {person.id})
        self.last[key] = delivery
        return delivery

    async def told(self, person: Person, sent: events.Sent) -> Delivery | None:
        """Wait until the app has taken an event; its further attempts go on behind."""
        if sent is None:
            return None
        try:
            delivery = await asyncio.wait_for(asyncio.shield(sent), self.WAIT)
        except TimeoutError:
            return None
        self.last[person.team, person.id] = delivery
        return delivery

    def toast(self, person: Person, text: str) -> None:
        """Show the person a passing line."""
        self.toasts[person.team, person.id] = (time.monotonic() + self.TOAST_SECONDS, text)
        self.core.watchers.changed(person.team, {person.id})
