"""How things get to the app: signed, in time, again and again, forged, shuffled; and what is said when they do not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient
from websocket import WebSocket, WebSocketBadStatusException, create_connection

from bot.playground import Playground
from tests.playground.conftest import SECRET, Connect
from tests.playground.samples import refused

Payload = dict[str, Any]


class Listener:
    """An app that answers what it is told to, and keeps what it got."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, bytes, dict[str, str]]] = []
        self.release = threading.Event()
        self.slow = False
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
                if listener.slow:
                    listener.release.wait(5)
                status, content, headers = listener.answers.pop(0) if listener.answers else (200, b"", {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def retries(self) -> list[tuple[str | None, str | None]]:
        """The retry headers of each request."""
        headers = [headers for headers, _ in self.requests]
        return [(one.get("x-slack-retry-num"), one.get("x-slack-retry-reason")) for one in headers]

    def close(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


@pytest.fixture
def listener(playground: Playground) -> Iterator[Listener]:
    """A bare HTTP server in the app's place."""
    listener = Listener()
    playground.connect_http(listener.url)
    playground.grace = 0.01
    yield listener
    playground.stop()
    listener.close()


def test_requests_are_signed_with_real_time(playground: Playground, listener: Listener) -> None:
    ana = playground.person("Ana", timezone="Europe/Paris")

    ana.types("/echo hello", at="2031-01-01 09:00")
    ana.types("hello")

    verifier = SignatureVerifier(SECRET)
    assert [verifier.is_valid_request(body, headers) for headers, body in listener.requests] == [True, True]
    command, event = listener.requests
    assert command[0]["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(command[1].decode())["text"] == ["hello"]
    assert event[0]["content-type"] == "application/json"


def test_a_command_that_is_not_answered_in_time_says_so(playground: Playground, listener: Listener) -> None:
    playground.ack_timeout = 0.1
    listener.slow = True
    ana = playground.person("Ana")

    answer = ana.types("/echo hello")

    assert (answer.status, answer.error) == (0, "operation_timeout")
    assert answer.text == '/echo failed with the error "operation_timeout"'
    assert [one.text for one in ana.answers] == [answer.text]
    assert len(listener.requests) == 1  # commands are not sent again


def test_a_command_that_is_refused_says_so(playground: Playground, listener: Listener) -> None:
    listener.answers = [(500, b"oops", {})]
    ana = playground.person("Ana")

    answer = ana.types("/echo hello")

    assert (answer.status, answer.error) == (500, "dispatch_failed")
    assert "dispatch_failed" in answer.text


def test_a_command_with_no_app_behind_it_says_so(playground: Playground) -> None:
    ana = playground.person("Ana")

    assert ana.types("/echo hello").error == "dispatch_failed"
    assert ana.types("/dance").error == "unknown_command"
    assert "`/dance` is not a valid command" in ana.answers[-1].text


def test_plain_text_and_public_answers_are_shown(playground: Playground, listener: Listener) -> None:
    listener.answers = [
        (200, b"just words", {}),
        (200, b'{"blocks": [{"type": "nonsense"}]}', {}),
        (200, b'{"response_type": "in_channel", "text": "for all"}', {}),
    ]
    ana = playground.person("Ana")

    assert ana.types("/echo").text == "just words"
    assert ana.types("/echo").error == "invalid_blocks"
    public = ana.types("/echo")
    assert (public.response_type, [message.text for message in ana.inbox]) == ("in_channel", ["for all"])


def test_an_event_is_sent_again_until_it_is_taken(playground: Playground, listener: Listener) -> None:
    listener.answers = [(500, b"", {}), (503, b"", {}), (200, b"", {})]
    ana = playground.person("Ana")

    ana.types("hello")

    assert listener.retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body for _, body in listener.requests}) == 1  # the same event_id, the same ts


def test_an_event_is_given_up_after_three_more_attempts_or_at_once_on_request(
    playground: Playground, listener: Listener
) -> None:
    listener.answers = [(500, b"", {})] * 9
    ana = playground.person("Ana")

    ana.types("hello")
    assert len(listener.requests) == 4
    listener.answers = [(500, b"", {"X-Slack-No-Retry": "1"})]
    ana.types("hello again")
    assert len(listener.requests) == 5


def test_a_slow_event_comes_again_while_the_first_is_under_way(playground: Playground, listener: Listener) -> None:
    playground.ack_timeout, playground.retry_delays = 0.1, (0.0,)
    listener.slow = True
    ana = playground.person("Ana")

    ana.types("hello")

    assert listener.retries == [(None, None), ("1", "http_timeout")]


def test_what_the_app_did_not_ask_for_is_not_sent(playground: Playground, listener: Listener) -> None:
    ana = playground.person("Ana")  # team_join, to which the manifest does not subscribe

    ana.types("hello", channel=playground.channel("general"))  # nor to message.channels

    assert listener.requests == []


def test_a_delivery_is_repeated_and_forged_by_hand(playground: Playground, app: App, over_http: Connect) -> None:
    seen: list[str] = []
    app.event("message")(lambda body: seen.append(body["event_id"]))
    over_http(app)
    playground.grace = 0.01
    ana = playground.person("Ana")

    ana.types("hello")
    again = playground.deliver_raw(ana.last_delivery, times=3, together=True, headers={"X-Slack-Retry-Num": "1"})
    forged = playground.deliver_raw(ana.last_delivery, headers={"X-Slack-Signature": "v0=00"})
    stale = playground.deliver_raw(ana.last_delivery, headers={"X-Slack-Request-Timestamp": "1700000000"})

    assert [delivery.status for delivery in (*again, *forged, *stale)] == [200, 200, 200, 401, 401]
    assert len(seen) == 4
    assert len(set(seen)) == 1


def test_a_retry_over_socket_mode_says_so(playground: Playground, app: App, over_socket: Connect) -> None:
    retries: list[list[str] | None] = []
    app.event("message")(lambda request: retries.append(request.headers.get("x-slack-retry-num")))
    over_socket(app)
    playground.grace = 0.01
    ana = playground.person("Ana")

    ana.types("hello")
    [again] = playground.deliver_raw(ana.last_delivery, headers={"X-Slack-Retry-Num": "1"})

    assert (again.status, retries) == (200, [["0"], ["1"]])


def test_a_refreshed_socket_is_opened_anew(playground: Playground, app: App, over_socket: Connect) -> None:
    app.command("/echo")(lambda ack: ack("here"))
    over_socket(app)
    ana = playground.person("Ana")

    playground.disconnect_sockets()
    playground.wait_for_sockets()

    assert ana.types("/echo").text == "here"


def test_a_response_url_is_good_for_five_answers_in_its_time(playground: Playground, listener: Listener) -> None:
    ana = playground.person("Ana")
    ana.types("/echo")
    url = parse_qs(listener.requests[0][1].decode())["response_url"][0]
    webhook = WebhookClient(url)

    assert webhook.send(text="").status_code == 400
    answers = [webhook.send(text=f"answer {number}") for number in range(1, 7)]

    assert [(answer.status_code, answer.body) for answer in answers[:5]] == [(200, "ok")] * 5
    assert answers[5].status_code == 404
    assert "used_url" in answers[5].body
    assert [one.text for one in ana.answers] == [f"answer {number}" for number in range(1, 6)]
    playground.response_lifetime = 0.0
    late = webhook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    assert WebhookClient(url + "0").send(text="x").status_code == 404


def test_a_response_url_reaches_everyone_if_it_says_so(playground: Playground, listener: Listener) -> None:
    ana, tom = playground.person("Ana"), playground.person("Tom")
    general = playground.channel("general")
    ana.types("/echo", channel=general)
    url = parse_qs(listener.requests[0][1].decode())["response_url"][0]

    WebhookClient(url).send(text="for Ana", response_type="ephemeral")
    WebhookClient(url).send(text="for all", response_type="in_channel")

    assert [one.text for one in ana.answers] == ["for Ana"]
    assert tom.answers == []
    assert [message.text for message in tom.messages(general)] == ["for all"]


def test_an_eleventh_connection_is_turned_away(playground: Playground, client: WebClient) -> None:
    def connected() -> WebSocket:
        return create_connection(client.apps_connections_open(app_token=playground.app_token)["url"], timeout=5)

    sockets = [connected() for _ in range(11)]
    greetings = [json.loads(socket.recv()) for socket in sockets]

    assert [greeting["type"] for greeting in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[9]["num_connections"] == 10
    assert greetings[10]["reason"] == "too_many_websockets"
    for socket in sockets:
        socket.close()


def test_a_socket_needs_a_fresh_ticket_and_the_apps_own_token(playground: Playground, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=playground.app_token)["url"]
    create_connection(url, timeout=5).close()

    with pytest.raises(WebSocketBadStatusException, match="401"):
        create_connection(url, timeout=5)
    assert refused(client.apps_connections_open, app_token="xapp-guess")["error"] == "invalid_auth"
    assert refused(client.apps_connections_open, app_token=client.token)["error"] == "not_allowed_token_type"


def test_an_envelope_that_nobody_answers_is_told_to_another_try(playground: Playground, client: WebClient) -> None:
    playground.connect_socket()
    playground.ack_timeout, playground.retry_delays, playground.grace = 0.1, (0.0,), 0.01
    url = client.apps_connections_open(app_token=playground.app_token)["url"]
    socket = create_connection(url, timeout=5)
    playground.wait_for_sockets()
    ana = playground.person("Ana")

    assert ana.types("/echo").error == "operation_timeout"
    ana.types("hello")
    hello, command, first, second = (json.loads(socket.recv()) for _ in range(4))

    assert (hello["type"], command["type"], command["payload"]["command"]) == ("hello", "slash_commands", "/echo")
    assert [(one["type"], one["retry_attempt"], one["retry_reason"]) for one in (first, second)] == [
        ("events_api", 0, ""),
        ("events_api", 1, "timeout"),
    ]
    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]
    socket.close()
