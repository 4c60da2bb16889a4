"""Socket Mode: the connections that the app has opened, and the envelopes that go over them."""

import asyncio
import json
import random
import secrets
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.state import Json

MOST_CONNECTIONS = 10


class NoConnectionError(Exception):
    """The app is not connected."""


class Sockets:
    """Up to ten connections; each payload goes to one of them, chosen at random."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._opened = asyncio.Event()

    async def wait(self, count: int, seconds: float) -> None:
        """Wait until `count` connections are open; raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while len(self._open) < count:
                self._opened.clear()
                await self._opened.wait()

    def new_url(self, base: str) -> str:
        """A web socket's address that is good for one connection; `base` is the server's."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET /link/: a connection of the app, until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._open[socket] = request.transport
        try:
            await socket.send_json(self._hello(request.host))
            self._opened.set()
            await self._listen(socket)
        finally:
            self._open.pop(socket, None)
        return socket

    def _hello(self, host: str) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": host, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            answer = json.loads(message.data)
            waiting = self._waiting.get(answer.get("envelope_id", ""))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload") or None)

    async def send(self, kind: str, payload: Json, *, attempt: int = 0, reason: str = "") -> Any:
        """Send an envelope and wait for the payload of its acknowledgement; the caller limits the time.

        Raises `NoConnectionError` when the app is not connected or the connection is lost meanwhile.
        """
        if not self._open:
            raise NoConnectionError
        socket, envelope_id = random.choice(list(self._open)), str(uuid.uuid4())  # noqa: S311 - no secret
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            return await waiting
        except ConnectionError as lost:
            raise NoConnectionError from lost
        finally:
            del self._waiting[envelope_id]

    def cut(self) -> None:
        """End all connections without a word, as when the line is cut."""
        for transport in tuple(self._open.values()):
            if transport is not None:
                transport.abort()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew (`warning`, `refresh_requested`) or turn it away (`link_disabled`), and close."""
        for socket in tuple(self._open):
            del self._open[socket]
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})
            if reason != "warning":
                await socket.close()
