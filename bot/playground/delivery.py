"""From the playground to the app: signed HTTP requests, or Socket Mode envelopes. In them: `payloads`, `events`."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from bot.playground.socket_mode import NoConnectionError, Sockets
from bot.playground.state import Json

Kind = Literal["command", "interactive", "event"]


@dataclass
class Delivery:
    """One request to the app and what became of it.

    `status` is the HTTP status of the acknowledgement (200 for one over Socket Mode, 0 when none came); `answer`
    its body, as JSON where it was JSON; `error` is None, `operation_timeout` (nothing in time) or `dispatch_failed`;
    `reason` is Slack's word for why it would be sent again; `seconds` of real time passed until the acknowledgement.
    """

    kind: Kind
    payload: Json
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    answer: Any = None
    error: str | None = None
    reason: str = ""
    seconds: float = 0.0
    final: bool = False


class Outlet:
    """Delivers to wherever the app listens. `retry_delays` are seconds of real time before each further attempt."""

    def __init__(self, signing_secret: str, sockets: Sockets) -> None:
        self.signing_secret, self.sockets = signing_secret, sockets
        self.events_url: str | None = None
        self.over_socket = False
        self.ack_timeout = 3.0
        self.retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.wants: Callable[[str], bool] = lambda _event: True
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Delivery]] = set()

    @property
    def connected(self) -> bool:
        """Whether there is an app to deliver to, reachable or not."""
        return self.over_socket or self.events_url is not None

    async def close(self) -> None:
        """Give up what is under way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def deliver(self, kind: Kind, payload: Json, headers: Mapping[str, str] | None = None) -> Delivery:
        """One attempt, never repeated by itself."""
        delivery = Delivery(kind, payload, encode(kind, payload), dict(headers or {}))
        return await self.redeliver(delivery)

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """One attempt with the very bytes of `delivery`; headers given there beat those that are signed here."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(self.ack_timeout):
                await (self._send(delivery) if self.over_socket else self._post(delivery))
        except TimeoutError:
            delivery.error, delivery.reason = "operation_timeout", "http_timeout"
        except (aiohttp.ClientError, OSError, NoConnectionError):
            delivery.error, delivery.reason = "dispatch_failed", "connection_failed"
        delivery.seconds = time.monotonic() - started
        return delivery

    async def _send(self, delivery: Delivery) -> None:
        attempt = int(delivery.headers.get("X-Slack-Retry-Num", 0))
        kind = {"command": "slash_commands", "interactive": "interactive", "event": "events_api"}[delivery.kind]
        reason = "timeout" if attempt else ""
        delivery.answer = await self.sockets.send(kind, delivery.payload, attempt=attempt, reason=reason)
        delivery.status = 200

    async def _post(self, delivery: Delivery) -> None:
        if self.events_url is None:
            raise NoConnectionError
        if self._session is None:
            # No connection is kept: an app that closes an idle one just as it is used would look like a lost event.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        delivery.headers = self._signed(delivery) | delivery.headers
        request = self._session.post(
            self.events_url, data=delivery.body, headers=delivery.headers, allow_redirects=False
        )
        async with request as response:
            delivery.status, content = response.status, await response.read()
            delivery.final = response.headers.get("X-Slack-No-Retry") == "1"
        delivery.answer = decode(content)
        fine = 200 <= delivery.status < 300 if delivery.kind == "event" else delivery.status == 200
        if not fine:
            delivery.error, delivery.reason = "dispatch_failed", "http_error"

    def _signed(self, delivery: Delivery) -> dict[str, str]:
        now = str(int(time.time()))  # real time, whatever the playground's clock says: apps refuse what is minutes old
        content = "application/json" if delivery.kind == "event" else "application/x-www-form-urlencoded"
        return {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": signature(self.signing_secret, now, delivery.body),
        }

    def event(self, payload: Json) -> "asyncio.Task[Delivery] | None":
        """Start delivering an event, repeatedly as Slack does; None if the app is nowhere or did not ask for it."""
        event = payload.get("event", payload)
        name = event.get("type", "")
        if name == "message":
            name += {"im": ".im", "channel": ".channels"}.get(event.get("channel_type"), "")
        if not self.connected or not self.wants(name):
            return None
        return self._start(self._persist(payload))

    def _start(self, work: Any) -> "asyncio.Task[Delivery]":
        task: asyncio.Task[Delivery] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _persist(self, payload: Json) -> Delivery:
        delivery = await self.deliver("event", payload)
        for number, delay in enumerate(self.retry_delays, start=1):
            if delivery.error is None or delivery.final:
                break
            await asyncio.sleep(delay)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": delivery.reason}
            delivery = await self.deliver("event", payload, headers)
        return delivery


def encode(kind: Kind, payload: Json) -> bytes:
    """The body of a request: a form for commands, a form with JSON in it for interactions, JSON for events."""
    if kind == "command":
        return urlencode(payload).encode()
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode()
    return json.dumps(payload).encode()


def decode(content: bytes) -> Any:
    """An acknowledgement's body: JSON, or text; None when empty."""
    if not content.strip():
        return None
    text = content.decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`X-Slack-Signature` of a request."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
