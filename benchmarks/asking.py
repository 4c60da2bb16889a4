"""Slack's side of the front's benchmark: slash commands, signed, over connections that are kept alive.

All requests of a slice are made before its time begins, and answers are read as bytes: what is measured is the server,
in a process of its own, and as little as can be of who asks.
"""

from __future__ import annotations

import hashlib
import hmac
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

SECRET = "benchmark"
WORDS = "Priya at conference"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked what: a server's address, the words after `/met`, and the workspaces in which, in turn."""

    address: str
    words: str = WORDS
    teams: tuple[str, ...] = ("T0000",)

    def requests(self, count: int) -> list[bytes]:
        """So many requests, as they go over the wire; each is another delivery."""
        return [self._request(self.teams[number % len(self.teams)]) for number in range(count)]

    def _request(self, team: str) -> bytes:
        form = {
            "token": "x",
            "team_id": team,
            "team_domain": "one",
            "channel_id": f"D{team[1:]}",
            "channel_name": "directmessage",
            "user_id": user_of(team),
            "user_name": "ana",
            "command": "/met",
            "text": self.words,
            "api_app_id": "A0ONE",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1/{uuid4().hex}",
            "trigger_id": uuid4().hex,
        }
        payload = urlencode(form).encode()
        now = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), b"v0:" + now.encode() + b":" + payload, hashlib.sha256).hexdigest()
        head = (
            f"POST /slack/events HTTP/1.1\r\nHost: {urlsplit(self.address).netloc}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(payload)}\r\n"
            f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
        )
        return head.encode() + payload


def user_of(team: str) -> str:
    """The one who speaks in a workspace."""
    return f"U{team[1:]}"


class Client:
    """One connection that is kept alive."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._socket = socket.create_connection((str(parts.hostname), parts.port or 80), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[float, bool]:
        """Seconds until the whole answer was read, and whether it was a 200 that says something."""
        began = time.perf_counter()
        self._socket.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._received()
        head, _, rest = got.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(rest) < length:
            rest += self._received()
        return time.perf_counter() - began, head.startswith(b"HTTP/1.1 200") and length > 0

    def _received(self) -> bytes:
        some = self._socket.recv(65_536)
        if not some:
            raise ConnectionError
        return some


@dataclass(frozen=True, slots=True)
class Answers:
    """How many answers came a second, the seconds that each took, and how many were none."""

    rate: float
    took: tuple[float, ...]
    failed: int

    @property
    def p50(self) -> float:
        """In milliseconds."""
        return 1000 * statistics.median(self.took)

    @property
    def p99(self) -> float:
        """In milliseconds."""
        return 1000 * sorted(self.took)[int(len(self.took) * 0.99)]


def together(slices: Sequence[Answers]) -> Answers:
    """Slices of one server as one: all their answers, at the middle one of their rates."""
    took = tuple(seconds for one in slices for seconds in one.took)
    return Answers(statistics.median(one.rate for one in slices), took, sum(one.failed for one in slices))


def paced(asked: Asked, count: int, a_second: float) -> Answers:
    """Ask so often a second over one connection, whatever the answers take."""
    client, requests = Client(asked.address), asked.requests(count)
    began = time.perf_counter()
    answers = []
    for number, request in enumerate(requests):
        time.sleep(max(0.0, began + number / a_second - time.perf_counter()))
        answers.append(client.ask(request))
    return _answers(answers, time.perf_counter() - began)


def at_once(asked: Asked, clients: int, each: int) -> Answers:
    """Ask with many clients at once, each of them again as soon as it is answered."""
    connected = [(Client(asked.address), asked.requests(each)) for _ in range(clients)]
    answers: list[tuple[float, bool]] = []
    start = threading.Barrier(clients + 1)

    def work(client: Client, requests: Sequence[bytes]) -> None:
        start.wait()
        answers.extend(client.ask(request) for request in requests)

    threads = [threading.Thread(target=work, args=one) for one in connected]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return _answers(answers, time.perf_counter() - began, missing=clients * each - len(answers))


def _answers(answers: Sequence[tuple[float, bool]], seconds: float, missing: int = 0) -> Answers:
    failed = missing + sum(not is_good for _took, is_good in answers)
    return Answers(len(answers) / seconds, tuple(took for took, _is_good in answers), failed)
