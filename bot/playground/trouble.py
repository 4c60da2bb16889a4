"""The rougher side of the playground: faults, limits, patience, dead tokens, deliveries by hand. The rest: `server`."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from bot.playground import events, oauth
from bot.playground.core import ApiCall, Core
from bot.playground.delivery import Delivery, Kind, encode
from bot.playground.driver import Member
from bot.playground.faults import Faults
from bot.playground.people import People
from bot.playground.reader import Stage
from bot.playground.serving import Server
from bot.playground.state import Json

Result = TypeVar("Result")


class Trouble:
    """What makes life hard for an app; the base of `Playground`."""

    _core: Core
    _people: People
    _stage: Stage
    _server: Server

    def _soon(self, work: Callable[[], Result]) -> Result:
        """Read or change something in the server's thread."""

        async def step() -> Result:
            return work()

        return self._server.run(step())

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._core.faults

    @property
    def rate_limits(self) -> bool:
        """Whether Slack's rate limits hold."""
        return self._core.limits.enforced

    @rate_limits.setter
    def rate_limits(self, enforced: bool) -> None:
        self._core.limits.enforced = enforced

    @property
    def requests(self) -> list[ApiCall]:
        """The calls of the Web API so far, oldest first."""
        return self._core.requests

    @property
    def retry_delays(self) -> tuple[float, ...]:
        """Seconds of real time before each further attempt at an event: at once, 1 minute, 5 minutes."""
        return self._core.outlet.retry_delays

    @retry_delays.setter
    def retry_delays(self, delays: tuple[float, ...]) -> None:
        self._core.outlet.retry_delays = delays

    @property
    def ack_timeout(self) -> float:
        """Seconds of real time that Slack waits for an acknowledgement: 3."""
        return self._core.outlet.ack_timeout

    @ack_timeout.setter
    def ack_timeout(self, seconds: float) -> None:
        self._core.outlet.ack_timeout = seconds

    @property
    def grace(self) -> float:
        """Seconds of real time that a member waits for more after an acknowledgement that said nothing: 1."""
        return self._stage.grace

    @grace.setter
    def grace(self, seconds: float) -> None:
        self._stage.grace = seconds

    @property
    def token_lifetime(self) -> float | None:
        """Seconds of real time that new bot tokens live: None without token rotation."""
        return self._core.token_lifetime

    @token_lifetime.setter
    def token_lifetime(self, seconds: float | None) -> None:
        self._core.token_lifetime = seconds

    @property
    def trigger_lifetime(self) -> float:
        """Seconds of real time within which a trigger opens a modal: 3."""
        return self._core.trigger_lifetime

    @trigger_lifetime.setter
    def trigger_lifetime(self, seconds: float) -> None:
        self._core.trigger_lifetime = seconds

    @property
    def response_lifetime(self) -> float:
        """Seconds of real time that a response URL lives: 1800."""
        return self._core.response_lifetime

    @response_lifetime.setter
    def response_lifetime(self, seconds: float) -> None:
        self._core.response_lifetime = seconds

    def revoke(self, team: str) -> None:
        """End a workspace's tokens and tell the app; returns when it has been told."""
        self._settled(lambda: [oauth.revoke(self._core, team)])

    def uninstall(self, team: str) -> None:
        """Remove the app from a workspace and tell it; returns when it has been told."""
        self._settled(lambda: oauth.uninstall(self._core, team))

    def reinstall(self, team: str) -> str:
        """Install the app again without the OAuth pages; returns the new bot token."""

        def install() -> str:
            self._core.world.teams[team].installed = True
            return self._core.new_token(team).value

        return self._soon(install)

    def deactivate(self, member: Member) -> None:
        """End somebody's membership and tell the app; returns when it has been told."""
        self.changes(member, deleted=True)

    def changes(self, member: Member, **fields: Any) -> None:
        """Change a member's profile (timezone, title, status_text, deleted …) and tell the app."""

        def change() -> list[events.Sent]:
            person = self._core.world.people[member.team, member.id]
            for name, value in fields.items():
                setattr(person, name, value)
            self._core.changed_for(member.team, member.id)
            return [events.user_change(self._core, person)]

        self._settled(change)

    def disturb_not(
        self, member: Member, *, until: datetime | None = None, nightly: tuple[str, str] | None = None
    ) -> None:
        """Somebody pauses notifications `until` an instant, and keeps the schedule `nightly` (`22:00`, `08:00`).

        With neither they may be disturbed again. Returns when the app has been told, if it wants to be.
        """

        def change() -> list[events.Sent]:
            person = self._core.world.people[member.team, member.id]
            person.snoozed_until = int(until.timestamp()) if until else 0
            person.dnd_from, person.dnd_to = nightly or ("", "")
            self._core.changed_for(member.team, member.id)
            return [events.dnd_updated(self._core, person)]

        self._settled(change)

    def _settled(self, work: Callable[[], list[events.Sent]]) -> None:
        async def step() -> None:
            sent = [task for task in work() if task is not None]
            if sent:
                await asyncio.wait(sent, timeout=self._people.WAIT)

        self._server.run(step())

    def deliver_raw(
        self,
        payload: Json | Delivery,
        kind: Kind = "event",
        *,
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        together: bool = False,
    ) -> list[Delivery]:
        """Deliver something as it is: again, out of order, with other headers, `together` at the same time.

        A `Delivery` goes out with the bytes that it had, and is signed anew unless `headers` has a signature.
        """
        again = payload if isinstance(payload, Delivery) else Delivery(kind, payload, encode(kind, payload))

        async def one() -> Delivery:
            delivery = Delivery(again.kind, again.payload, again.body, dict(headers or {}))
            return await self._core.outlet.redeliver(delivery)

        async def work() -> list[Delivery]:
            if together:
                return list(await asyncio.gather(*(one() for _ in range(times))))
            return [await one() for _ in range(times)]

        return self._server.run(work())
