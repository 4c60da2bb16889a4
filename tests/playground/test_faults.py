"""What goes wrong on purpose, as an app's clients meet it."""

import threading
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Fault, Playground

LOST = (HTTPException, URLError, ConnectionError)


def texts(playground: Playground) -> list[str]:
    return [message.text for message in playground.member("U1").inbox]


@pytest.fixture(autouse=True)
def ana(playground: Playground) -> None:
    """Somebody to write to."""
    playground.person("Ana", user_id="U1")


def test_an_answer_is_lost_after_the_effect(playground: Playground, client: WebClient) -> None:
    fault = playground.faults.add(Fault("chat.postMessage", "lose_answer", times=1))

    with pytest.raises(LOST):
        client.chat_postMessage(channel="U1", text="one")
    client.chat_postMessage(channel="U1", text="two")

    assert texts(playground) == ["one", "two"]
    assert fault.met == 1


def test_a_call_is_dropped_before_the_effect(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "drop", times=1))

    with pytest.raises(LOST):
        client.chat_postMessage(channel="U1", text="one")

    assert texts(playground) == []


@pytest.mark.parametrize("effect", [True, False])
def test_a_server_error_comes_after_the_effect_or_instead_of_it(
    playground: Playground, client: WebClient, effect: bool
) -> None:
    playground.faults.add(Fault("chat.postMessage", "status", times=1, status=503, effect=effect))

    with pytest.raises((SlackApiError, HTTPError)):
        client.chat_postMessage(channel="U1", text="one")

    assert texts(playground) == ["one"] * effect


def test_an_error_is_named_after_some_calls_were_spared(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "error", error="restricted_action", after=1, times=2))
    errors: list[str | None] = []

    for number in range(4):
        try:
            client.chat_postMessage(channel="U1", text=f"{number}")
            errors.append(None)
        except SlackApiError as error:
            errors.append(error.response["error"])

    assert errors == [None, "restricted_action", "restricted_action", None]
    assert [call.error for call in playground.requests] == [None, "error", "error", None]


def test_a_limit_says_how_long_to_wait(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "rate_limit", retry_after=7))

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="U1", text="one")

    answer = caught.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "7", "ratelimited")


def test_a_fault_meets_only_whom_it_is_meant_for(playground: Playground, client: WebClient) -> None:
    token = playground.add_team("T2", "Second Street")
    playground.person("Zoe", user_id="U1", team="T2")
    playground.person("Tom", user_id="U2")
    other = WebClient(token=token, base_url=playground.api_url)
    playground.faults.add(Fault("chat.postMessage", "error", error="team_trouble", team="T2"))
    playground.faults.add(Fault(kind="error", error="person_trouble", user="U2"))
    direct = playground.person("Ana", user_id="U1").types("hi").channel

    assert client.chat_postMessage(channel="U1", text="fine")["ok"]
    with pytest.raises(SlackApiError, match="team_trouble"):
        other.chat_postMessage(channel="U1", text="one")
    with pytest.raises(SlackApiError, match="person_trouble"):
        client.users_info(user="U2")
    with pytest.raises(SlackApiError, match="person_trouble"):
        client.conversations_open(users="U2")
    assert client.chat_postMessage(channel=str(direct), text="fine")["ok"]
    playground.faults.clear()
    assert client.users_info(user="U2")["ok"]


def test_slowness_holds_up_nobody_else(playground: Playground, client: WebClient) -> None:
    playground.faults.add(Fault("chat.postMessage", "latency", seconds=0.5))
    slow = threading.Thread(target=client.chat_postMessage, kwargs={"channel": "U1", "text": "one"})

    slow.start()
    client.auth_test()

    assert slow.is_alive()
    slow.join(5)
    assert texts(playground) == ["one"]


def test_no_such_fault() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        Fault(kind="earthquake")  # type: ignore[arg-type]  # what another process might ask for


def test_limits_hold_when_they_are_switched_on(playground: Playground, client: WebClient) -> None:
    playground.person("Tom", user_id="U2")
    playground.rate_limits = True

    def post(user: str) -> Any:
        try:
            return client.chat_postMessage(channel=user, text="x").status_code
        except SlackApiError as error:
            return error.response.headers["Retry-After"]

    assert [post("U1"), post("U1"), post("U2")] == [200, "1", 200]
    for _ in range(20):
        client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        client.users_list()
    playground.rate_limits = False
    assert client.users_list()["ok"]
