"""What a person in the playground sees, as tests read it. What a person does: `driver`."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.playground.activity import Activity, Deed
from bot.playground.clock import Clock
from bot.playground.core import Core
from bot.playground.delivery import Delivery
from bot.playground.people import People
from bot.playground.readings import Answer, Message, View, answer_of, message_of, view_of
from bot.playground.serving import Server
from bot.playground.state import Channel, Ephemeral, OpenView, Person, Post
from bot.playground.telling import Act, PlaygroundError

Result = TypeVar("Result")

SAYING: tuple[Deed, ...] = ("ephemeral", "post", "modal", "update", "delete")
SHOWING: tuple[Deed, ...] = (*SAYING, "home")
_RANK: tuple[Deed, ...] = ("ephemeral", "post", "modal", "update", "delete", "home")


@dataclass
class Stage:
    """What a member needs of the server.

    `grace` is how many seconds of real time a member waits for the app to say something after an acknowledgement
    that said nothing.
    """

    core: Core
    people: People
    clock: Clock
    server: Server
    grace: float = 1.0

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Carry a coroutine out in the server's thread."""
        return self.server.run(work)


class Reader:
    """The eyes of a person in a workspace."""

    def __init__(self, stage: Stage, person: Person) -> None:
        self._stage, self._person = stage, person
        self.id, self.team, self.name = person.id, person.team, person.name

    @property
    def timezone(self) -> str:
        """The person's IANA time zone."""
        return self._person.timezone

    def _now(self, work: Callable[[], Result]) -> Result:
        """Read or change something in the server's thread."""

        async def step() -> Result:
            return work()

        return self._stage.run(step())

    @property
    def inbox(self) -> list[Message]:
        """What the app wrote in the direct messages, oldest first, without what it deleted and without ephemerals."""
        return [message for message in self.messages() if message.by_app]

    def messages(self, channel: str | None = None) -> list[Message]:
        """Everything in a conversation (the direct messages by default), oldest first."""

        def read() -> list[Message]:
            where = self._channel(channel)
            return [message_of(post, where, self._stage.core.world) for post in where.posts.values() if not post.system]

        return self._now(read)

    @property
    def answers(self) -> list[Answer]:
        """The ephemeral messages that this person has been shown and that are still there, oldest first."""
        world = self._stage.core.world

        def read() -> list[Answer]:
            mine = [one for one in world.ephemerals.values() if (one.team, one.user) == (self.team, self.id)]
            return [answer_of(Act(0), one, world.channels[one.channel], world) for one in mine]

        return self._now(read)

    def refreshed(self, message: Message) -> Message:
        """A message as it is by now; raises `LookupError` if it was deleted."""
        found = [other for other in self.messages(message.channel) if other.ts == message.ts]
        if not found:
            raise LookupError(message.ts)
        return found[0]

    def waits_for(self, fits: Callable[[Message], bool], seconds: float = 5.0) -> Message:
        """The first message of the app in the direct messages that fits, waited for; raises `TimeoutError`."""

        async def work() -> Message:
            channel, core = self._channel(None), self._stage.core
            async with asyncio.timeout(seconds):
                while True:
                    seen = core.activity.count
                    posts = [post for post in channel.posts.values() if post.by_app]
                    for message in (message_of(post, channel, core.world) for post in posts):
                        if fits(message):
                            return message
                    await core.activity.wait(seen, self._meant(channel, SAYING), seconds)

        return self._stage.run(work())

    @property
    def last_delivery(self) -> Delivery:
        """The last request that the app got because of this person, for sending it again."""
        return self._stage.people.last[self.team, self.id]

    @property
    def home(self) -> View | None:
        """The Home tab as last published."""
        home = self._now(lambda: self._stage.core.world.home(self.team, self.id))
        return view_of(home) if home else None

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        modals = self._now(lambda: self._stage.core.world.modals(self.team, self.id))
        return view_of(modals[-1]) if modals else None

    def local(self, at: datetime | str) -> datetime:
        """An instant from what a clock on the person's wall shows (`2026-11-23 10:00`)."""
        at = datetime.fromisoformat(at) if isinstance(at, str) else at
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(self.timezone))

    def _channel(self, channel: str | None) -> Channel:
        world = self._stage.core.world
        found = world.channels.get(channel) if channel else world.dm(self.team, self.id)
        if found is None or found.team != self.team:
            raise PlaygroundError(f"there is no conversation {channel}")
        return found

    async def _answer(self, act: Act, channel: Channel | None, deeds: tuple[Deed, ...] = SAYING) -> Answer:
        """What came back: with the acknowledgement, else the most telling of what the app did for this person."""
        core = self._stage.core
        shown: Post | Ephemeral | OpenView | None = act.shown
        if act.shown is None and not act.problem and not act.errors and act.delivery is not None:
            entries = await core.activity.wait(act.started, self._meant(channel, deeds), self._stage.grace)
            best = min(entries, key=lambda entry: (_RANK.index(entry.deed), entry.number), default=None)
            shown = best.what if best and best.deed != "delete" else None
        return answer_of(act, shown, channel, core.world)

    def _meant(self, channel: Channel | None, deeds: tuple[Deed, ...]) -> Callable[[Activity], bool]:
        def fits(entry: Activity) -> bool:
            here = entry.user is None and channel is not None and entry.channel == channel.id
            return entry.team == self.team and entry.deed in deeds and (entry.user == self.id or here)

        return fits
