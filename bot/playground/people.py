"""What a person does: writes, reacts, clicks, fills in; from the page (`page_api`) and from tests (`driver`) alike."""

import uuid
from typing import Any

from bot.playground import answers, events, inputs, payloads, views, web_files
from bot.playground.shapes import file_json, message_json
from bot.playground.state import Channel, Json, OpenView, Person, Post
from bot.playground.telling import Act, PlaygroundError, Telling
from bot.playground.text import typed, words

Source = payloads.Source


class People(Telling):
    """The hands of the people in the playground. Runs in the server's thread."""

    # Writing

    async def say(self, person: Person, text: str, channel: Channel | None = None, thread: str | None = None) -> Act:
        """Send what was typed: a slash command, or a message."""
        self.present(person)
        channel = channel or self.core.world.dm(person.team, person.id)
        if person.id not in channel.members:
            raise PlaygroundError(f"{person.name} is not in that conversation")
        if text.startswith("/"):
            return await self._command(person, channel, text, thread)
        if channel.is_im and not self.core.manifest.may_write:
            raise PlaygroundError("sending messages to this app has been turned off")
        people = self.core.world.members(person.team)
        return await self._write(person, channel, typed(text, people, names=False, links=True), thread, [])

    async def _command(self, person: Person, channel: Channel, line: str, thread: str | None) -> Act:
        name, _, rest = line.partition(" ")
        known, act = self.core.manifest.command(name), Act(self.core.activity.count)
        if known is None or thread:
            why = "is not supported in threads" if known else "is not a valid command"
            shown = self.core.new_ephemeral(channel, person.id, f"`{name}` {why}.", [], by_app=False, thread_ts=thread)
            act.shown, act.problem = shown, "not_in_threads" if known else "unknown_command"
            return act
        people = self.core.world.members(person.team) if known.get("should_escape") else []
        text = typed(rest.strip(), people, names=True, links=False)
        act.delivery = await self.tell(person, "command", payloads.command(self.core, person, channel, name, text))
        act.problem = act.delivery.error
        try:
            body = None if act.problem else answers.read(self.core, person.team, act.delivery.answer)
        except answers.AnswerError as refused:
            act.problem, body = refused.error, None
        if act.problem:
            failed = f'{name} failed with the error "{act.problem}"'
            act.shown = self.core.new_ephemeral(channel, person.id, failed, [], by_app=False)
            self.toast(person, failed)
        elif body:
            act.shown = answers.show(self.core, channel, person.id, body)
        return act

    async def _write(self, person: Person, channel: Channel, text: str, thread: str | None, files: list[str]) -> Act:
        act = Act(self.core.activity.count)
        ts = self.core.stamp(channel)
        act.post = Post(
            ts, person.id, text, _rich(text), thread_ts=thread, files=files, client_msg_id=str(uuid.uuid4())
        )
        self.core.post(channel, act.post)
        sent = events.message(self.core, channel, act.post)
        for file in files:
            events.file_shared(self.core, channel, act.post, self.core.world.files[file])
        act.delivery = await self.told(person, sent)
        return act

    async def upload(
        self, person: Person, files: list[tuple[str, bytes]], channel: Channel, text: str, thread: str | None = None
    ) -> Act:
        """Put files (names and contents) into a conversation: a message, and an event for each."""
        self.present(person)
        ids, people = self.keep(person, files), self.core.world.members(person.team)
        return await self._write(person, channel, typed(text, people, names=False, links=True), thread, ids)

    def keep(self, person: Person, files: list[tuple[str, bytes]]) -> list[str]:
        """Keep files of a person, in no conversation yet; returns their ids."""
        ids = []
        for name, content in files:
            file = web_files.new_file(self.core, person.team, person.id, name, content)
            file.shared = True
            ids.append(file.id)
        return ids

    async def edit(self, person: Person, channel: Channel, ts: str, text: str) -> Act:
        """Rewrite one's own message."""
        post, act = self._own(person, channel, ts), Act(self.core.activity.count)
        before = message_json(post, channel, self.core.world)
        people = self.core.world.members(person.team)
        post.text = typed(text, people, names=False, links=True)
        post.blocks, post.edited = _rich(post.text), self.core.stamp(channel)
        self.core.changed(channel)
        act.delivery = await self.told(person, events.changed(self.core, channel, post, before))
        return act

    async def delete(self, person: Person, channel: Channel, ts: str) -> Act:
        """Delete one's own message."""
        post, act = self._own(person, channel, ts), Act(self.core.activity.count)
        before = message_json(post, channel, self.core.world)
        del channel.posts[post.ts]
        self.core.changed(channel)
        act.delivery = await self.told(person, events.deleted(self.core, channel, before))
        return act

    def _own(self, person: Person, channel: Channel, ts: str) -> Post:
        post = channel.posts.get(ts)
        if post is None or post.user != person.id:
            raise PlaygroundError("only one's own messages can be edited or deleted")
        return post

    async def react(self, person: Person, channel: Channel, ts: str, name: str, *, added: bool) -> Act:
        """React to a message, or take that back; once is as good as twice."""
        self.present(person)
        post, act = channel.posts.get(ts), Act(self.core.activity.count)
        if post is None:
            raise PlaygroundError("that message is not there any more")
        users = post.reactions.setdefault(name, [])
        if added == (person.id in users):
            return act
        if added:
            users.append(person.id)
        else:
            users.remove(person.id)
        post.reactions = {key: value for key, value in post.reactions.items() if value}
        self.core.changed(channel)
        sent = events.reaction(self.core, channel, post, person.id, name, added=added)
        act.delivery = await self.told(person, sent)
        return act

    # Clicking and filling in

    async def click(
        self, person: Person, source: Source, channel: Channel | None, action: Json, values: Json | None = None
    ) -> Act:
        """Press a button or choose something; `action` needs its ids, and a value as the payload's."""
        act = Act(self.core.activity.count)
        if isinstance(source, OpenView):
            self._put(source, action, values or {})
        blocks = source.payload["blocks"] if isinstance(source, OpenView) else source.blocks
        full = _completed(blocks, action)
        state = inputs.initial_values(blocks) | (values or {})
        payload = payloads.block_actions(self.core, person, source, channel, full, state)
        act.delivery = await self.tell(person, "interactive", payload)
        return self._judged(person, act)

    def _put(self, view: OpenView, action: Json, values: Json) -> None:
        """Keep what the person has put into a view so far, the element acted on among it."""
        for block, elements in values.items():
            view.values.setdefault(block, {}).update(elements)
        key = inputs.value_key(action.get("type", ""))
        if key and key in action:
            value = {"type": action["type"], key: action[key]}
            view.values.setdefault(action.get("block_id", ""), {})[action["action_id"]] = value

    def _judged(self, person: Person, act: Act) -> Act:
        act.problem = act.delivery.error if act.delivery else None
        if act.problem:
            self.toast(person, f"This app is not responding ({act.problem}).")
        return act

    async def submit(self, person: Person, view: OpenView, values: Json) -> Act:
        """Submit a modal; Slack's own complaints keep it from being sent."""
        act = Act(self.core.activity.count)
        for block, elements in values.items():
            view.values.setdefault(block, {}).update({key: self._whole(value) for key, value in elements.items()})
        act.errors = inputs.complaints(view.payload["blocks"], view.values)
        if act.errors:
            return act
        act.delivery = await self.tell(person, "interactive", payloads.view_submission(self.core, person, view))
        self._judged(person, act)
        if not act.problem:
            self._follow(view, act)
        if act.problem:
            self.toast(person, "We had some trouble connecting. Try again?")
        return act

    def _whole(self, value: Json) -> Json:
        """An input's value as it is sent: files, which are named by their ids until then, as file objects."""
        if value.get("type") != "file_input":
            return value
        world = self.core.world
        known = [world.files[file["id"]] for file in value.get("files") or [] if file["id"] in world.files]
        return value | {"files": [file_json(file, world) for file in known]}

    def _follow(self, view: OpenView, act: Act) -> None:
        """Do with a modal what the app's answer to its submission says."""
        answer: Any = act.delivery.answer if act.delivery else None
        answer = answer if isinstance(answer, dict) else {}
        try:
            match answer.get("response_action"):
                case None:
                    views.close(self.core, view)
                case "clear":
                    views.clear(self.core, view.team, view.user)
                case "errors":
                    self._complain(view, act, answer.get("errors"))
                case "update":
                    views.replace(self.core, view, self._next(view, answer))
                case "push":
                    views.push(self.core, view.team, view.user, self._next(view, answer))
                case other:
                    act.problem = f"invalid response_action {other}"
        except views.ViewError as refused:
            act.problem = "; ".join([refused.error, *refused.messages])

    def _next(self, view: OpenView, answer: Json) -> Json:
        return views.checked(self.core, view.team, answer.get("view"), "modal")

    def _complain(self, view: OpenView, act: Act, errors: object) -> None:
        input_blocks = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= input_blocks:
            act.problem = "invalid errors: they may name input blocks only"
            return
        act.errors = {str(block): str(text) for block, text in errors.items()}

    async def close(self, person: Person, view: OpenView) -> Act:
        """Close a modal; the app hears of it if it asked to."""
        act = Act(self.core.activity.count)
        payload = payloads.view_closed(self.core, person, view, cleared=False)
        views.close(self.core, view)
        if view.payload.get("notify_on_close"):
            act.delivery = await self.tell(person, "interactive", payload)
        return act

    async def options(self, person: Person, source: Source, channel: Channel | None, asked: Json) -> Json:
        """The options of an external menu for what was typed into it; empty when the app does not answer."""
        payload = payloads.block_suggestion(self.core, person, source, channel, asked)
        delivery = await self.tell(person, "interactive", payload)
        found = delivery.answer if isinstance(delivery.answer, dict) else {}
        return {"options": found.get("options") or [], "option_groups": found.get("option_groups") or []}

    async def shortcut(self, person: Person, callback_id: str, channel: Channel | None, ts: str | None) -> Act:
        """Use one of the app's shortcuts, a message's on the message `ts`."""
        known, act = self.core.manifest.shortcut(callback_id), Act(self.core.activity.count)
        if known is None:
            raise PlaygroundError(f"the app has no shortcut {callback_id}")
        if known.get("type") != "message":
            payload = payloads.global_shortcut(self.core, person, callback_id)
        elif channel is not None and ts in channel.posts:
            post = channel.posts[str(ts)]
            payload = payloads.message_shortcut(self.core, person, callback_id, channel, post)
        else:
            raise PlaygroundError("that shortcut needs a message")
        act.delivery = await self.tell(person, "interactive", payload)
        return self._judged(person, act)

    async def open_home(self, person: Person, tab: str = "home") -> Act:
        """Open the app's Home or Messages tab."""
        act = Act(self.core.activity.count)
        act.delivery = await self.told(person, events.home_opened(self.core, person, tab))
        return act


def _completed(blocks: list[Json], action: Json) -> Json:
    """The action with what Slack adds from its element: its text, its type."""
    for part in inputs.parts(blocks):
        if part.action_id == action.get("action_id") and part.block_id == action.get("block_id", part.block_id):
            kept = {key: part.element[key] for key in ("type", "text", "placeholder", "value") if key in part.element}
            return {"block_id": part.block_id} | kept | action
    return action


def _rich(text: str) -> list[Json]:
    """The rich text that Slack's own clients send along with a message."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words([], text)}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]
