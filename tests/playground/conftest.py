"""A playground with a small Bolt app behind it, over HTTP or Socket Mode: real parts on both sides."""

import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.playground import Playground

SECRET = "playground-test-secret"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Echo"},
    "features": {
        "bot_user": {"display_name": "echo"},
        "slash_commands": [
            {"command": "/echo", "description": "Says it again", "usage_hint": "[text]", "should_escape": True},
            {"command": "/plain", "description": "Gets names as they are typed"},
        ],
        "shortcuts": [
            {"name": "Log it", "type": "global", "callback_id": "log", "description": "Opens a form"},
            {"name": "Log this", "type": "message", "callback_id": "log_message", "description": "Takes a message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("commands", "chat:write", "im:history", "im:write", "reactions:read", "reactions:write"),
                *("users:read", "app_mentions:read", "files:read", "files:write", "team:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                *("message.im", "app_mention", "reaction_added", "reaction_removed", "app_home_opened"),
                *("tokens_revoked", "app_uninstalled", "user_change", "file_shared"),
            ]
        }
    },
}

Connect = Callable[[App], None]


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground that nothing listens to yet."""
    playground = Playground(manifest=MANIFEST, signing_secret=SECRET)
    playground.retry_delays = (0.0, 0.05, 0.1)
    playground.start()
    yield playground
    playground.stop()


@pytest.fixture
def client(playground: Playground) -> WebClient:
    """The app's own client in the first workspace, which repeats nothing by itself."""
    return WebClient(token=playground.bot_token(), base_url=playground.api_url, retry_handlers=[])


@pytest.fixture
def app(client: WebClient) -> App:
    """A Bolt app that the tests give their listeners to."""
    return App(client=client, signing_secret=SECRET, process_before_response=True)


class Server(ThreadingMixIn, WSGIServer):
    """A WSGI server that answers several requests at once."""

    def handle_error(self, *_args: object) -> None:
        """Nothing: a playground that stops, or has waited long enough, hangs up."""


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def over_http(playground: Playground) -> Iterator[Connect]:
    """Connects an app over HTTP."""
    servers: list[WSGIServer] = []

    def connect(app: App) -> None:
        handler = SlackRequestHandler(app, path="/slack/events")
        server = make_server("127.0.0.1", 0, handler, Server, Quiet)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        playground.connect_http(f"http://127.0.0.1:{server.server_port}/slack/events")

    yield connect
    playground.stop()  # first, so that no delivery meets a closed app
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def over_socket(playground: Playground) -> Iterator[Connect]:
    """Connects an app over Socket Mode."""
    handlers: list[SocketModeHandler] = []

    def connect(app: App) -> None:
        handler = SocketModeHandler(app, playground.app_token, web_client=app.client)
        playground.connect_socket()
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
        handlers.append(handler)
        playground.wait_for_sockets(len(handlers))

    yield connect
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
    playground.stop()  # the clients wait for the server's end before they believe their own
    for handler in handlers:
        handler.client.closed = True
        handler.client.enqueue_message("")  # wakes its worker, which looks up once a second otherwise
        handler.close()  # type: ignore[no-untyped-call]  # Bolt leaves it bare


@pytest.fixture(params=["http", "socket"])
def connect(request: pytest.FixtureRequest) -> Connect:
    """Connects an app, once over HTTP and once over Socket Mode."""
    connection: Connect = request.getfixturevalue(f"over_{request.param}")
    return connection
