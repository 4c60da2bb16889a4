"""What people write to a Bolt app in the playground, over HTTP and over Socket Mode alike."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground import Answer, Playground, PlaygroundError
from tests.playground.conftest import Connect
from tests.playground.samples import BUTTONS, Payload


def test_a_command_is_answered_with_the_acknowledgement(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    @app.command("/echo")
    def echo(ack: Any, body: Payload) -> None:
        seen.append(body)
        ack(text=f"You said {body['text']}")

    connect(app)
    ana = playground.person("Ana", timezone="Europe/Paris", user_id="U1")

    answer = ana.types("/echo  Tom & <Jerry> know <@U1> ")

    assert (answer.status, answer.response_type, answer.error) == (200, "ephemeral", None)
    assert answer.text == "You said Tom &amp; &lt;Jerry&gt; know <@U1|ana>"
    assert answer.words == "You said Tom & <Jerry> know <@U1|ana>"
    assert [one.text for one in ana.answers] == [answer.text]
    assert ana.inbox == []
    assert {
        "team_domain": "acme-friends",
        "channel_name": "directmessage",
        "user_id": "U1",
        "user_name": "ana",
        "command": "/echo",
        "is_enterprise_install": "false",
    }.items() <= seen[0].items()
    assert seen[0]["response_url"].startswith(playground.url)


def test_names_reach_a_command_as_they_are_typed_unless_it_asks(
    playground: Playground, app: App, connect: Connect
) -> None:
    app.command("/plain")(lambda ack, body: ack(body["text"]))
    app.command("/echo")(lambda ack, body: ack(body["text"]))
    connect(app)
    ana = playground.person("Ana", user_id="U1")
    playground.person("Priya Patel", user_id="U2")

    assert ana.types("/plain met @Priya Patel").text == "met @Priya Patel"
    assert ana.types("/echo met @Priya Patel, @nobody").text == "met <@U2|priya.patel>, @nobody"


def test_a_direct_message_is_answered_by_a_message(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    @app.event("message")
    def answer(event: Payload, client: WebClient) -> None:
        seen.append(event)
        client.chat_postMessage(channel=event["channel"], text=f"Heard {event['text']}")

    connect(app)
    ana = playground.person("Ana", user_id="U1")

    back = ana.types("see https://acme.example/a?b=1&c=2")

    assert (back.status, back.response_type) == (200, "in_channel")
    assert back.text == "Heard see <https://acme.example/a?b=1&amp;c=2>"
    assert [message.text for message in ana.inbox] == [back.text]
    assert len(seen) == 1  # the app's own message came back too, and Bolt left it out
    assert {"channel_type": "im", "user": "U1", "type": "message"}.items() <= seen[0].items()
    assert seen[0]["ts"] == seen[0]["event_ts"]


def test_editing_and_deleting_a_message_is_told(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    def note(event: Payload) -> None:
        seen.append(event)

    app.event({"type": "message", "subtype": "message_changed"})(note)
    app.event({"type": "message", "subtype": "message_deleted"})(note)
    app.event("message")(lambda: None)
    connect(app)
    playground.grace = 0.01
    ana = playground.person("Ana")

    message = ana.types("met Priya").sent
    assert message
    ana.edits(message, "met Priya & Tom")
    ana.deletes(message)

    changed, deleted = seen
    assert changed["message"]["text"] == "met Priya &amp; Tom"
    assert changed["message"]["ts"] == changed["previous_message"]["ts"] == message.ts
    assert changed["message"]["edited"]["user"] == ana.id
    assert changed["previous_message"]["text"] == "met Priya"
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (message.ts, "met Priya &amp; Tom")
    assert "user" not in deleted
    assert ana.messages() == []


def test_a_reaction_and_taking_it_back_are_told(playground: Playground, app: App, connect: Connect) -> None:
    @app.event("reaction_added")
    def added(event: Payload, client: WebClient) -> None:
        item = event["item"]
        client.chat_update(channel=item["channel"], ts=item["ts"], text=f"{event['reaction']} by {event['user']}")

    @app.event("reaction_removed")
    def removed(event: Payload, client: WebClient) -> None:
        client.chat_update(channel=event["item"]["channel"], ts=event["item"]["ts"], text="as before")

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge")
    [nudge] = ana.inbox

    assert ana.reacts("white_check_mark::skin-tone-2", to=nudge).text == "white_check_mark::skin-tone-2 by U1"
    assert ana.inbox[0].reactions == {"white_check_mark::skin-tone-2": ["U1"]}
    assert ana.unreacts("white_check_mark::skin-tone-2", to=nudge).text == "as before"
    assert ana.refreshed(nudge).edited
    assert ana.refreshed(nudge).reactions == {}


def test_an_answer_in_a_thread_is_told_with_its_thread(playground: Playground, app: App, connect: Connect) -> None:
    @app.event("message")
    def answer(event: Payload, say: Any) -> None:
        say(text=f"in {event['thread_ts']}", thread_ts=event["thread_ts"])

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge")
    [nudge] = ana.inbox

    back = ana.types("done", thread=nudge)

    assert back.text == f"in {nudge.ts}"
    assert back.message
    assert back.message.thread_ts == nudge.ts
    replies = app.client.conversations_replies(channel=nudge.channel, ts=nudge.ts)["messages"]
    assert [reply["text"] for reply in replies] == ["a nudge", "done", back.text]
    assert replies[0]["reply_count"] == 2


def test_a_file_comes_as_a_message_and_an_event_and_can_be_fetched(
    playground: Playground, app: App, connect: Connect
) -> None:
    seen: list[Payload] = []

    def note(event: Payload) -> None:
        seen.append(event)

    app.event({"type": "message", "subtype": "file_share"})(note)
    app.event("file_shared")(note)
    connect(app)
    ana = playground.person("Ana")

    message = ana.uploads("Connections.csv", b"First Name,Last Name\n", text="mine")

    assert message.files == ["Connections.csv"]
    shared = next(event for event in seen if event["type"] == "message")
    assert (shared["subtype"], shared["text"], shared["files"][0]["filetype"]) == ("file_share", "mine", "csv")
    info = app.client.files_info(file=shared["files"][0]["id"])["file"]
    assert info["size"] == 21


def test_a_mention_in_a_channel_is_told_and_answered_there(playground: Playground, app: App, connect: Connect) -> None:
    app.event("app_mention")(lambda event, say: say(f"yes, <@{event['user']}>?"))
    connect(app)
    ana = playground.person("Ana", user_id="U1")
    bot = app.client.auth_test()["user_id"]

    back: Answer = ana.types(f"<@{bot}> hello", channel=playground.channel("general"))

    assert back.text == "yes, <@U1>?"
    assert ana.inbox == []


def test_the_same_id_in_two_workspaces_is_two_people(playground: Playground, app: App, connect: Connect) -> None:
    other = playground.add_team("T2", "Second Street")
    tokens = {"T2": other}

    @app.command("/echo")
    def echo(ack: Any, body: Payload) -> None:
        ack(f"{body['team_id']} {body['team_domain']}")

    connect(app)
    here, there = playground.person("Ana", user_id="U1"), playground.person("Zoe", user_id="U1", team="T2")
    WebClient(token=tokens["T2"], base_url=playground.api_url).chat_postMessage(channel="U1", text="hello Zoe")

    assert here.types("/echo").text == f"{here.team} acme-friends"
    assert (here.inbox, [message.text for message in there.inbox]) == ([], ["hello Zoe"])


def test_who_is_deactivated_does_nothing_any_more(playground: Playground, app: App, connect: Connect) -> None:
    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge", blocks=BUTTONS)
    [nudge] = ana.inbox

    playground.changes(ana, deleted=True)

    with pytest.raises(PlaygroundError, match="Ana is deactivated"):
        ana.types("hi")
    with pytest.raises(PlaygroundError, match="Ana is deactivated"):
        ana.clicks("Done", on=nudge)
    with pytest.raises(PlaygroundError, match="Ana is deactivated"):
        ana.reacts("zzz", to=nudge)


def test_commands_are_not_for_threads(playground: Playground, app: App, connect: Connect) -> None:
    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge")

    answer = ana.types("/echo", thread=ana.inbox[0])

    assert (answer.error, answer.text) == ("not_in_threads", "`/echo` is not supported in threads.")
