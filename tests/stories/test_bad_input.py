"""What nobody should type, and what nobody should send: a clear answer or a proper refusal, never an error of ours."""

from __future__ import annotations

import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.stories.stage import Stage

LINES = [
    ("/met", "who"),
    ("/met    ", "who"),
    ("/nudge", "tell me in one line"),
    ("/rapport", "met Priya"),  # alone, it shows how
    ("/met 🎉🎉🎉", "who"),
    ("/rapport 🎉", "nothing"),
    ("/met Priya on Feb 30", "Feb 30"),
    ("/nudge Priya every 0 days", "every 0 days"),
    ("/nudge Priya in 99999999999 days", "99999999999"),
    ("/met " + "Priya " * 660, ""),
    ("/met " + "a" * 4000, ""),
    ("/rapport " + "and " * 1000, ""),
    ("/met Priya \u202e\u0000\u200b about \u0301", "Priya"),
    ("/rapport undo", "nothing"),
    ("/rapport forget Zorro", "don't know"),
    ("/rapport nudge me at 25:00", ""),
    ("/rapport timezone Mars/Olympus", ""),
]


@pytest.mark.parametrize(("line", "said"), LINES)
def test_odd_input_gets_a_clear_answer(playground: Stage, line: str, said: str) -> None:
    ana = playground.person("Ana")
    answer = ana.types(line)
    assert answer.status == 200
    assert answer.error is None
    assert answer.text
    assert said.lower() in answer.words.lower()
    assert len(answer.text) <= 4000


def test_an_empty_line_stores_nothing(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met")
    ana.types("/rapport 🎉")
    assert ana.network["people"] == []


def test_the_word_payload_does_not_lose_the_command(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    answer = ana.types("/met Priya about payloads")
    assert answer.status == 200
    assert ana.export("Priya")["interactions"][0]["about"] == "payloads"


def test_what_was_typed_is_kept_as_typed_and_shown_escaped(playground: Stage) -> None:
    ana = playground.person("Ana")
    answer = ana.types("/met Priya about <!channel> & *bold* <b>tags</b>")
    assert "<!channel>" not in answer.text
    assert "&amp;" in answer.text
    about = ana.export("Priya")["interactions"][0]["about"]
    assert "& *bold*" in about
    assert "<b>tags</b>" in about


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-request-timestamp": str(int(time.time()) - 3600)}, 401),
        ({"x-slack-request-timestamp": "soon"}, 401),
    ],
)
def test_forged_and_replayed_requests_are_refused(playground: Stage, headers: dict[str, str], status: int) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya")
    [refused] = playground.slack.deliver_raw(ana.member.last_delivery, headers=headers)
    assert refused.status == status
    assert len(ana.export("Priya")["interactions"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/slack/events", b"", 401),
        ("POST", "/slack/events", b"\xff\xfe\x00payload", 400),
        ("POST", "/slack/events", b"{", 400),
        ("POST", "/slack/events", b'{"type":"event_callback"}', 401),
        ("GET", "/slack/events", None, 404),
        ("GET", "/nowhere", None, 404),
        ("GET", "/healthz", None, 200),
        ("GET", "/readyz", None, 200),
        ("GET", "/metrics", None, 200),
    ],
)
def test_requests_of_strangers(playground: Stage, method: str, path: str, body: bytes | None, status: int) -> None:
    parts = urlsplit(playground.address)
    with closing(HTTPConnection(str(parts.hostname), parts.port, timeout=10)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        assert connection.getresponse().status == status


def test_a_command_delivered_four_times_has_one_effect(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    first = ana.types("/met Priya at PyCon")
    again = every_stage.slack.deliver_raw(ana.member.last_delivery, times=4, together=True)
    assert {one.status for one in again} == {200}
    assert len(ana.export("Priya")["interactions"]) == 1
    assert first.text


def test_a_message_delivered_four_times_is_answered_once(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("met Priya at PyCon")
    delivery = ana.member.last_delivery
    playground.slack.deliver_raw(delivery, times=4, together=True, headers={"x-slack-retry-num": "1"})
    playground.settle()
    assert len(ana.export("Priya")["interactions"]) == 1
    assert len(ana.inbox) == 1


def test_a_first_delivery_that_carries_a_retry_number_counts(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("met Priya at PyCon")
    payload = {**ana.member.last_delivery.payload, "event_id": "Ev0NEVERSEEN"}
    payload["event"] = {**payload["event"], "text": "met Kenji at PyCon", "ts": "1795000000.000100"}
    playground.slack.deliver_raw(payload, "event", headers={"x-slack-retry-num": "2"})
    assert ana.export("Kenji")["interactions"][0]["where"] == "PyCon"
