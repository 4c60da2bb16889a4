"""The /ui routes: what the page in the browser shows, and what the person in front of it does."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.playground import events, first
from bot.playground.clock import later
from bot.playground.faults import Fault
from bot.playground.page_state import file_of, page_state
from bot.playground.people import Source
from bot.playground.routes import Services
from bot.playground.state import Channel, Json, Person
from bot.playground.telling import Act, PlaygroundError
from bot.playground.web_files import content_of

HEARTBEAT = 15.0
"""Seconds of real time after which a silent stream says that it lives."""

Deed = Callable[[Person, Json], Awaitable[Json]]


class PageApi:
    """Answers the page. Whatever is wrong with a request is a 4xx with `{"error": …}`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._core, self._people = services.core, services.people

    def routes(self) -> list[web.AbstractRouteDef]:
        """The addresses of the page."""
        deeds: dict[str, Deed] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "act": self._act,
            "submit": self._submit,
            "close": self._close,
            "options": self._options,
            "shortcut": self._shortcut,
            "home": self._home,
            "quiet": self._quiet,
            "clock": self._clock,
            "reset": self._reset,
        }
        return [
            web.get("/ui/state", self._state),
            web.get("/ui/live", self._live),
            web.get("/ui/file/{file}", self._file),
            web.post("/ui/upload", self._upload),
            web.post("/ui/faults", self._add_fault),
            web.delete("/ui/faults", self._clear_faults),
            *(web.post(f"/ui/{name}", self._serve(deed)) for name, deed in deeds.items()),
        ]

    def _serve(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                body = json.loads(await request.read() or b"{}")
                return web.json_response(await deed(self._me(body), body))
            except PlaygroundError as refused:
                return _wrong(str(refused))
            except (AttributeError, TypeError, ValueError, LookupError) as wrong:
                return _wrong(f"the request lacks or misstates something: {wrong}")

        return serve

    def _me(self, body: Json) -> Person:
        """Who is in front of the page: whom it names, or the first member of the first workspace."""
        world = self._core.world
        team = body.get("team") or next(iter(world.teams), "")
        people = [person for person in world.members(team) if not person.is_bot]
        user = body.get("user") or (people[0].id if people else "")
        person = world.people.get((team, user))
        if person is None:
            raise PlaygroundError(f"there is no member {user} in {team}")
        return person

    # Looking

    async def _state(self, request: web.Request) -> web.StreamResponse:
        try:
            me = self._me(dict(request.query))
            channel = self._channel(me, request.query.get("channel"))
        except PlaygroundError as refused:
            return _wrong(str(refused))
        return web.json_response(page_state(self._services, me, channel))

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: a line whenever there is something new for this member."""
        try:
            me = self._me(dict(request.query))
        except PlaygroundError as refused:
            return _wrong(str(refused))
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await stream.prepare(request)
        changed = self._core.watchers.watch(me.team, me.id)
        try:
            await self._tell(stream, changed)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._core.watchers.forget(changed)
        return stream

    async def _tell(self, stream: web.StreamResponse, changed: asyncio.Event) -> None:
        await stream.write(self._line())
        while not self._services.stopping:
            try:
                await asyncio.wait_for(changed.wait(), HEARTBEAT)
            except TimeoutError:
                await stream.write(b": still here\n\n")
                continue
            changed.clear()
            await stream.write(self._line())
            await asyncio.sleep(0.02)  # many changes in a row are one for the page

    def _line(self) -> bytes:
        return f"data: {json.dumps({'version': self._core.watchers.version})}\n\n".encode()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._core.world.files.get(request.match_info["file"])
        return content_of(file) if file else _wrong("there is no such file", 404)

    # Doing

    def _channel(self, me: Person, channel: str | None) -> Channel:
        world = self._core.world
        found = world.channels.get(channel) if channel else world.dm(me.team, me.id)
        if found is None or found.team != me.team or me.id not in found.members:
            raise PlaygroundError(f"there is no conversation {channel}")
        return found

    async def _say(self, me: Person, body: Json) -> Json:
        channel = self._channel(me, body.get("channel"))
        return _done(await self._people.say(me, str(body["text"]), channel, body.get("thread_ts")))

    async def _edit(self, me: Person, body: Json) -> Json:
        channel = self._channel(me, body.get("channel"))
        return _done(await self._people.edit(me, channel, body["ts"], str(body["text"])))

    async def _delete(self, me: Person, body: Json) -> Json:
        return _done(await self._people.delete(me, self._channel(me, body.get("channel")), body["ts"]))

    async def _react(self, me: Person, body: Json) -> Json:
        channel, added = self._channel(me, body.get("channel")), body.get("add", True) is not False
        return _done(await self._people.react(me, channel, body["ts"], str(body["name"]), added=added))

    def _source(self, me: Person, where: Json) -> tuple[Source, Channel | None]:
        """What the person acted on: `ephemeral_id`, `view_id`, or `message_ts` in `channel`."""
        world = self._core.world
        if where.get("ephemeral_id"):
            ephemeral = world.ephemerals.get(where["ephemeral_id"])
            if ephemeral and (ephemeral.team, ephemeral.user) == (me.team, me.id):
                return ephemeral, world.channels[ephemeral.channel]
        elif where.get("view_id"):
            view = world.views.get(where["view_id"])
            if view and (view.team, view.user) == (me.team, me.id):
                return view, None
        else:
            channel = self._channel(me, where.get("channel"))
            if where.get("message_ts") in channel.posts:
                return channel.posts[where["message_ts"]], channel
        raise PlaygroundError("that is not there any more")

    async def _act(self, me: Person, body: Json) -> Json:
        source, channel = self._source(me, body["source"])
        values = (body.get("state") or {}).get("values") or {}
        return _done(await self._people.click(me, source, channel, dict(body["action"]), values))

    async def _submit(self, me: Person, body: Json) -> Json:
        view, _ = self._source(me, {"view_id": body["view_id"]})
        values = (body.get("state") or {}).get("values") or {}
        return _done(await self._people.submit(me, view, values))  # type: ignore[arg-type]

    async def _close(self, me: Person, body: Json) -> Json:
        view, _ = self._source(me, {"view_id": body["view_id"]})
        return _done(await self._people.close(me, view))  # type: ignore[arg-type]

    async def _options(self, me: Person, body: Json) -> Json:
        source, channel = self._source(me, body.get("source") or body)
        asked = {key: body.get(key, "") for key in ("action_id", "block_id", "value")}
        return await self._people.options(me, source, channel, asked)

    async def _shortcut(self, me: Person, body: Json) -> Json:
        channel = self._channel(me, body.get("channel")) if body.get("message_ts") else None
        return _done(await self._people.shortcut(me, body["callback_id"], channel, body.get("message_ts")))

    async def _home(self, me: Person, body: Json) -> Json:
        return _done(await self._people.open_home(me, body.get("tab", "home")))

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        files = [field for field in form.values() if isinstance(field, web.FileField)]
        if not files:
            return _wrong("there is no file in the form")
        try:
            me = self._me({key: value for key, value in form.items() if isinstance(value, str)})
            channel = self._channel(me, str(form.get("channel") or "") or None)
        except PlaygroundError as refused:
            return _wrong(str(refused))
        contents = [(file.filename, file.file.read()) for file in files]
        if form.get("purpose") == "input":  # for a file_input: kept until the view is submitted
            ids = self._people.keep(me, contents)
            return web.json_response({"ok": True, "files": [file_of(self._core.world, file) for file in ids]})
        text, thread = str(form.get("text") or ""), str(form.get("thread_ts") or "") or None
        return web.json_response(_done(await self._people.upload(me, contents, channel, text, thread)))

    # Time and trouble

    async def _quiet(self, me: Person, body: Json) -> Json:
        """Pause notifications `for` an hour, a day or a week, or `until` an instant; with neither they are on again."""
        now = self._core.now()
        until = datetime.fromisoformat(body["until"]) if body.get("until") else None
        if body.get("for"):
            until = later(now, str(body["for"]), me.timezone)
        me.snoozed_until = int((until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp()) if until else 0
        self._core.changed_for(me.team, me.id)
        await self._people.told(me, events.dnd_updated(self._core, me))
        return {"ok": True}

    async def _clock(self, me: Person, body: Json) -> Json:
        """Move the clock, and run what runs by it, beside the server so that it can be called meanwhile."""
        clock = self._core.clock
        to = datetime.fromisoformat(body["to"]) if body.get("to") else later(clock.now(), body["by"], me.timezone)
        clock.set(to if to.tzinfo else to.replace(tzinfo=UTC), frozen=clock.frozen_at is not None)
        did: Any = {}
        if self._services.on_clock:
            did = dict(await asyncio.to_thread(self._services.on_clock, clock.now()))
        for team in self._core.world.teams:
            self._core.watchers.changed(team)
        self._core.dirty()
        return {"did": did}

    async def _reset(self, me: Person, _body: Json) -> Json:
        first.empty(self._core)
        if self._services.on_reset:
            await asyncio.to_thread(self._services.on_reset)
        if self._services.saver:
            await self._services.saver.remove()
        self._core.watchers.changed(me.team)
        return {"ok": True}

    async def _add_fault(self, request: web.Request) -> web.StreamResponse:
        try:
            fields = await request.json()
            fault = Fault(**{key: value for key, value in fields.items() if key != "times" or value is not None})
        except (TypeError, ValueError) as wrong:
            return _wrong(str(wrong))
        self._core.faults.add(fault)
        return web.json_response({"ok": True})

    async def _clear_faults(self, _request: web.Request) -> web.StreamResponse:
        self._core.faults.clear()
        return web.json_response({"ok": True})


def _wrong(why: str, status: int = 400) -> web.Response:
    return web.json_response({"error": why}, status=status)


def _done(act: Act) -> Json:
    """What the page is told of a deed; whatever came of it is in the state that it fetches next."""
    done: Json = {"ok": act.problem is None and not act.errors}
    if act.errors:
        done["errors"] = act.errors
    if act.problem:
        done["problem"] = act.problem
    return done
