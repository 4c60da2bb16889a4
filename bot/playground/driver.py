"""What tests do as a person: type, react, click, fill in, read. What happens then in the server: `people`."""

from datetime import datetime
from typing import Any, TypeVar

from bot.playground import inputs
from bot.playground.choosing import action_for, state_for
from bot.playground.reader import SAYING, SHOWING, Reader
from bot.playground.readings import Answer, Message, View, message_of, view_of
from bot.playground.state import Channel, Ephemeral, Json, OpenView, Post
from bot.playground.telling import PlaygroundError

Result = TypeVar("Result")


_PATIENCE = 5  # times as long as for an answer a member waits for the first Home


class Member(Reader):
    """A person in a workspace. Every deed waits (5 seconds at most) for the app's acknowledgement."""

    # Writing

    def types(
        self,
        text: str,
        *,
        thread: Message | None = None,
        channel: str | None = None,
        at: datetime | str | None = None,
    ) -> Answer:
        """Type a slash command (`/met …`) or a message; `at` first stops the clock then, in the person's zone.

        In the direct messages with the app unless `channel` (an id) or `thread` says otherwise.
        """
        if at is not None:
            self._stage.clock.set(self.local(at), frozen=True)

        async def work() -> Answer:
            where = self._channel(thread.channel if thread else channel)
            root = (thread.thread_ts or thread.ts) if thread else None
            return await self._answer(await self._stage.people.say(self._person, text, where, root), where)

        return self._stage.run(work())

    def edits(self, message: Message, text: str) -> Answer:
        """Rewrite one of one's own messages."""

        async def work() -> Answer:
            channel = self._channel(message.channel)
            return await self._answer(await self._stage.people.edit(self._person, channel, message.ts, text), channel)

        return self._stage.run(work())

    def deletes(self, message: Message) -> Answer:
        """Delete one of one's own messages."""

        async def work() -> Answer:
            channel = self._channel(message.channel)
            return await self._answer(await self._stage.people.delete(self._person, channel, message.ts), channel)

        return self._stage.run(work())

    def uploads(self, filename: str, content: bytes, text: str = "") -> Message:
        """Send the app a file; returns the message that carries it."""

        async def work() -> Message:
            channel = self._channel(None)
            act = await self._stage.people.upload(self._person, [(filename, content)], channel, text)
            if act.post is None:
                raise PlaygroundError("nothing was uploaded")
            return message_of(act.post, channel, self._stage.core.world)

        return self._stage.run(work())

    # Reacting and clicking

    def reacts(self, name: str, *, to: Message) -> Answer:
        """React to a message."""
        return self._react(name, to, added=True)

    def unreacts(self, name: str, *, to: Message) -> Answer:
        """Take a reaction back."""
        return self._react(name, to, added=False)

    def _react(self, name: str, message: Message, *, added: bool) -> Answer:
        async def work() -> Answer:
            channel = self._channel(message.channel)
            act = await self._stage.people.react(self._person, channel, message.ts, name.strip(":"), added=added)
            return await self._answer(act, channel)

        return self._stage.run(work())

    def clicks(
        self,
        button: str,
        *,
        on: Message | Answer | View,
        value: Any = None,
        selected: Any = None,
        values: dict[str, Any] | None = None,
    ) -> Answer:
        """Press a button or choose from a menu, named by its label, its action id or how that begins.

        Of several buttons alike, `value` picks one; `selected` is what a menu or picker is set to; `values` is what was
        put into others before, as `submits` takes it. What is pressed is what `on` showed when it was read: an old
        button, too. Raises `LookupError` when it shows no such thing.
        """
        part, action = action_for(on.blocks, button, value, selected)
        state = state_for(on.blocks, values or {}, self._keep)

        async def work() -> Answer:
            source, channel = self._source(on)
            pressed = {"block_id": part.block_id} | action
            act = await self._stage.people.click(self._person, source, channel, pressed, state)
            deeds = SHOWING if isinstance(source, OpenView) else SAYING
            return await self._answer(act, channel or self._channel(None), deeds)

        return self._stage.run(work())

    def _source(self, on: Message | Answer | View) -> tuple[Post | Ephemeral | OpenView, Channel | None]:
        world = self._stage.core.world
        if isinstance(on, Answer):
            if on.ephemeral_id in world.ephemerals:
                ephemeral = world.ephemerals[str(on.ephemeral_id)]
                return ephemeral, world.channels[ephemeral.channel]
            on_further = on.view or on.message
            if on_further is None:
                raise PlaygroundError("that answer is not there any more")
            on = on_further
        if isinstance(on, View):
            if on.id not in world.views:
                raise PlaygroundError("that view is not open any more")
            return world.views[on.id], None
        channel = self._channel(on.channel)
        if on.ts not in channel.posts:
            raise PlaygroundError("that message is not there any more")
        return channel.posts[on.ts], channel

    def asks_options(self, on: Message | Answer | View, action_id: str, text: str) -> list[Json]:
        """What an external menu offers for what was typed into it."""
        part = next(part for part in inputs.parts(on.blocks) if part.action_id == action_id)

        async def work() -> list[Json]:
            source, channel = self._source(on)
            asked = {"action_id": action_id, "block_id": part.block_id, "value": text}
            found = await self._stage.people.options(self._person, source, channel, asked)
            groups = [option for group in found["option_groups"] for option in group["options"]]
            return [*found["options"], *groups]

        return self._stage.run(work())

    def shortcut(self, callback_id: str, *, message: Message | None = None) -> Answer:
        """Use one of the app's shortcuts, on a message if it is a message's."""

        async def work() -> Answer:
            channel = self._channel(message.channel) if message else None
            ts = message.ts if message else None
            act = await self._stage.people.shortcut(self._person, callback_id, channel, ts)
            return await self._answer(act, channel or self._channel(None))

        return self._stage.run(work())

    # Views

    def opens_messages(self) -> Answer:
        """Open the app's Messages tab."""

        async def work() -> Answer:
            return await self._answer(await self._stage.people.open_home(self._person, "messages"), self._channel(None))

        return self._stage.run(work())

    def opens_home(self) -> View:
        """Open the app's Home tab; returns what it shows, waiting for the first publishing."""

        async def work() -> View:
            world, grace = self._stage.core.world, self._stage.grace
            act = await self._stage.people.open_home(self._person)
            if world.home(self.team, self.id) is None:  # there is nothing to look at meanwhile
                grace *= _PATIENCE
            await self._stage.core.activity.wait(act.started, self._meant(None, ("home",)), grace)
            home = world.home(self.team, self.id)
            if home is None:
                raise PlaygroundError("the app has published no Home tab")
            return view_of(home)

        return self._stage.run(work())

    def submits(self, view: View, values: dict[str, Any] | None = None) -> Answer:
        """Submit a modal; `values` by block id (or action id), options by their value or label; others stay as shown.

        Files are lists of names and contents.
        The complaints of Slack or of the app about single inputs are in the answer's `errors`.
        """

        async def work() -> Answer:
            opened = self._stage.core.world.views.get(view.id)
            if opened is None:
                raise PlaygroundError("that modal is not open any more")
            state = state_for(opened.payload["blocks"], values or {}, self._keep)
            act = await self._stage.people.submit(self._person, opened, state)
            return await self._answer(act, self._channel(None), SHOWING)

        return self._stage.run(work())

    def _keep(self, files: list[tuple[str, bytes]]) -> list[Json]:
        return [{"id": file} for file in self._stage.people.keep(self._person, files)]

    def closes(self, view: View) -> None:
        """Close a modal unsubmitted."""

        async def work() -> None:
            opened = self._stage.core.world.views.get(view.id)
            if opened is None:
                raise PlaygroundError("that modal is not open any more")
            await self._stage.people.close(self._person, opened)

        self._stage.run(work())
