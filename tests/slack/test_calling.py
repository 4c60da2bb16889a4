"""What became of a call: what is certain, what is not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pytest

from bot.playground import Fault, Playground
from bot.slack.calling import Answer, Done, RateLimited, Refused, Unknown, asked, call
from bot.slack.clients import Clients, FixedToken

FAULTS: list[tuple[Fault, Answer]] = [
    (Fault("auth.test", "error", error="channel_not_found"), Refused("channel_not_found")),
    (Fault("auth.test", "error", error="ratelimited"), RateLimited(5)),
    (Fault("auth.test", "error", error="internal_error"), Unknown("internal_error")),
    (Fault("auth.test", "error", error="fatal_error"), Unknown("fatal_error")),
    (Fault("auth.test", "rate_limit", retry_after=7), RateLimited(7)),
    (Fault("auth.test", "status", status=500), Unknown("http_500")),
    (Fault("auth.test", "status", status=503, effect=True), Unknown("http_503")),
    (Fault("auth.test", "status", status=504), Unknown("http_504", late=True)),
    (Fault("auth.test", "status", status=404), Unknown("http_404")),
    (Fault("auth.test", "lose_answer"), Unknown("RemoteDisconnected")),
    (Fault("auth.test", "drop"), Unknown("RemoteDisconnected")),
    (Fault("auth.test", "latency", seconds=0.5), Unknown("timeout", late=True)),
]


@pytest.mark.parametrize(("fault", "answer"), FAULTS, ids=[str(answer) for _, answer in FAULTS])
def test_what_goes_wrong_is_told_apart_and_never_repeated(slack: Playground, fault: Fault, answer: Answer) -> None:
    slack.faults.add(fault)
    client = Clients(FixedToken(slack.bot_token()), slack.api_url).client("T1", timeout=0.2)
    assert call(client.auth_test) == answer
    assert fault.met == 1


@pytest.mark.parametrize(("fault", "answer"), FAULTS, ids=[str(answer) for _, answer in FAULTS])
def test_it_is_the_same_over_kept_connections(slack: Playground, fault: Fault, answer: Answer) -> None:
    clients = Clients(FixedToken(slack.bot_token()), slack.api_url)
    fault = slack.faults.add(replace(fault))

    async def twice() -> list[Answer]:
        async with clients.session(timeout=0.2) as session:
            client = clients.client_of(slack.bot_token(), session)
            return [await asked(client.auth_test) for _ in range(2)]

    same = Unknown("ServerDisconnectedError") if answer == Unknown("RemoteDisconnected") else answer
    assert asyncio.run(twice()) == [same, same]
    assert fault.met == 2


def test_what_goes_well_gives_the_answer(slack: Playground) -> None:
    answer = call(Clients(FixedToken(slack.bot_token()), slack.api_url).client("T1").auth_test)
    assert isinstance(answer, Done)
    assert answer.data["ok"] is True


def test_nobody_listening_is_unknown() -> None:
    client = Clients(FixedToken("xoxb-1"), "http://127.0.0.1:9/").client("T1", timeout=1)
    assert call(client.auth_test) == Unknown("ConnectionRefusedError")


KINDS = ["application/json", "text/html", "text/plain", "application/gzip"]
BODIES = [b"", b"<html>Sign in</html>", b"[1, 2]", b"null", b'{"ok": false}', b'{"ok": false, "error": 5}', b"\xff\xfe"]


@pytest.fixture
def raw(request: pytest.FixtureRequest) -> Iterator[Clients]:
    """Clients of a server that answers 200 with the body of the parameter."""
    body, content_type = request.param

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Clients(FixedToken("xoxb-1"), f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("raw", list(product(BODIES, KINDS)), indirect=True, ids=repr)
def test_a_body_that_says_nothing_is_unknown(raw: Clients) -> None:
    async def once() -> Answer:
        async with raw.session(timeout=5) as session:
            return await asked(raw.client_of("xoxb-1", session).auth_test)

    assert isinstance(call(raw.client("T1").auth_test), Unknown)
    assert isinstance(asyncio.run(once()), Unknown)
