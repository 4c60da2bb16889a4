"""The HTTP front: `/slack/events` and the OAuth pages through Bolt, and what operators ask for.

WSGI under waitress: in one process with scheduler and Socket Mode it was within a fifth of the fastest stack measured.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from prometheus_client import make_wsgi_app
from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.request.internals import build_context
from waitress.server import create_server
from waitress.trigger import trigger
from waitress.wasyncore import close_all

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EVENTS = "/slack/events"
THREADS = 8
STOPPING_SECONDS = 5
LARGEST_BODY = 1_000_000  # bytes; Slack's own payloads stay below a quarter of that
_TEXT = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]


class Front:
    """The WSGI application. `is_ready` is asked by `/readyz`; without an app (Socket Mode) Slack's paths are 404."""

    def __init__(self, app: App | None, is_ready: Callable[[], bool]) -> None:
        self._slack: WSGIApplication | None = BodyKeepingHandler(app, EVENTS) if app is not None else None
        self._is_ready = is_ready
        self._metrics: WSGIApplication = make_wsgi_app()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/healthz":
            return _plain(start_response, "200 OK", "ok")
        if path == "/readyz":
            return self._ready(start_response)
        if path == "/metrics":
            return self._metrics(environ, start_response)
        if self._slack is None or not path.startswith("/slack/"):
            return _plain(start_response, "404 Not Found", "There is nothing here.")
        return self._slack(environ, start_response)

    def _ready(self, start_response: StartResponse) -> Iterable[bytes]:
        if self._is_ready():
            return _plain(start_response, "200 OK", "ready")
        return _plain(start_response, "503 Service Unavailable", "not ready: the database or its schema")


def _plain(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    start_response(status, _TEXT)
    return [text.encode()]


class BodyKeepingHandler(SlackRequestHandler):
    """Bolt's handler, with two mends: bodies it would lose, and bytes that are no UTF-8.

    slack_bolt 1.30 takes a form whose text holds the word "payload" for an interaction, finds none in it, and goes on
    with an empty body: the command is answered 404.
    """

    def dispatch(self, request: WsgiHttpRequest) -> BoltResponse:
        headers = request.get_headers()
        if not str(headers.get("x-slack-request-timestamp", "0")).isdecimal():  # Bolt would stumble over it
            return BoltResponse(status=401, body="This is no request of Slack's.")
        try:
            body = request.get_body()
            bolt_request = BoltRequest(body=body, query=request.query_string, headers=headers)
        except ValueError:  # no UTF-8, or no JSON: nothing that Slack sends
            return BoltResponse(status=400, body="This is no request of Slack's.")
        if body and not bolt_request.body:
            bolt_request.body = dict(parse_qsl(body, keep_blank_values=True))
            bolt_request.context = build_context(BoltContext({}), bolt_request.body)
        return self.app.dispatch(bolt_request)


class Server:
    """The front, served in a thread of its own. `port` 0 takes any free one."""

    def __init__(self, front: Front, host: str, port: int) -> None:
        self._map: dict[int, Any] = {}
        self._server: Any = create_server(
            front,
            map=self._map,
            host=host,
            port=port,
            threads=THREADS,
            ident="rapport",
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=True,
        )
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    @property
    def address(self) -> str:
        """Where it listens, as a URL without a slash at its end."""
        several = getattr(self._server, "effective_listen", None)  # a name such as localhost may mean two addresses
        host, port = several[0] if several else (self._server.effective_host, self._server.effective_port)
        return f"http://{host}:{port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Answer what is being answered, then end. The sockets are closed by the thread that waits on them."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=STOPPING_SECONDS)
        waker = next(one for one in list(self._map.values()) if isinstance(one, trigger))
        with suppress(OSError):  # another wake-up may carry it out, and close the pipe, before ours is written
            waker.pull_trigger(self._close)  # type: ignore[arg-type]  # the stub has it wrong: it is given nothing
        self._thread.join(timeout=STOPPING_SECONDS)

    def _close(self) -> None:
        close_all(self._map, ignore_all=True)
