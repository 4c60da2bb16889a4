"""Buttons, menus, shortcuts and the Home tab, over HTTP and over Socket Mode alike."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.playground import Playground, PlaygroundError
from tests.playground.conftest import Connect
from tests.playground.samples import BUTTONS, MODAL, Payload


def test_a_click_on_a_message_rewrites_it_and_an_old_button_can_be_pressed_again(
    playground: Playground, app: App, connect: Connect
) -> None:
    seen: list[Payload] = []

    @app.action("done")
    def done(ack: Any, body: Payload, respond: Any) -> None:
        seen.append(body)
        respond(text=f"Done {len(seen)}", replace_original=True)
        ack()

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge", blocks=BUTTONS)
    [nudge] = ana.inbox

    first = ana.clicks("Done", on=nudge)
    second = ana.clicks("done", on=nudge)

    assert nudge.words == "Reach out to *Priya* & co\nDone\nSkip\nNever again"
    assert nudge.buttons == ["Done", "Skip"]
    assert (first.text, second.text, [message.text for message in ana.inbox]) == ("Done 1", "Done 2", ["Done 2"])
    body = seen[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": nudge.ts,
        "channel_id": nudge.channel,
        "is_ephemeral": False,
    }
    assert body["message"]["blocks"][1]["block_id"] == "nudge"
    assert body["channel"] == {"id": nudge.channel, "name": "directmessage"}
    [action] = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "block_id": "nudge",
        "action_id": "done",
        "value": "n1",
        "text": {"type": "plain_text", "text": "Done", "emoji": True},
    }
    assert seen[0]["trigger_id"] != seen[1]["trigger_id"]


def test_a_choice_from_a_menu_carries_its_option(playground: Playground, app: App, connect: Connect) -> None:
    @app.action("more")
    def more(ack: Any, action: Payload, respond: Any) -> None:
        ack()
        respond(action["selected_option"]["value"])

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="a nudge", blocks=BUTTONS)

    assert ana.clicks("Never again", on=ana.inbox[0]).text == "never"
    assert ana.clicks("more", on=ana.inbox[0], selected="never").text == "never"
    with pytest.raises(LookupError, match="nothing called 'Snooze'"):
        ana.clicks("Snooze", on=ana.inbox[0])


def test_a_click_on_an_ephemeral_answer_carries_no_message_and_can_replace_it(
    playground: Playground, app: App, connect: Connect
) -> None:
    seen: list[Payload] = []
    app.command("/echo")(lambda ack: ack(text="sure?", blocks=BUTTONS))

    @app.action("done")
    def done(ack: Any, body: Payload, respond: Any) -> None:
        seen.append(body)
        ack()
        respond(text="yes", replace_original=True)

    @app.action("skip")
    def skip(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    connect(app)
    ana = playground.person("Ana")

    asked = ana.types("/echo")
    answer = ana.clicks("Done", on=asked)

    assert asked.buttons == ["Done", "Skip"]
    assert (answer.text, answer.ephemeral_id) == ("yes", asked.ephemeral_id)
    assert [one.text for one in ana.answers] == ["yes"]
    assert "message" not in seen[0]
    assert seen[0]["container"]["is_ephemeral"] is True
    ana.clicks("Skip", on=asked)
    assert ana.answers == []


def test_a_message_shortcut_carries_the_message(playground: Playground, app: App, connect: Connect) -> None:
    @app.shortcut({"type": "message_action", "callback_id": "log_message"})
    def log_message(ack: Any, body: Payload, respond: Any) -> None:
        ack()
        respond(f"{body['channel']['name']}: {body['message']['text']}")

    app.event("app_mention")(lambda: None)
    connect(app)
    ana, tom = playground.person("Ana"), playground.person("Tom")
    playground.grace = 0.01
    said = tom.types("lunch?", channel=playground.channel("general")).sent
    playground.grace = 2

    assert ana.shortcut("log_message", message=said).text == "general: lunch?"
    assert [one.text for one in ana.answers] == ["general: lunch?"]
    assert tom.answers == []


def test_options_are_asked_for(playground: Playground, app: App, connect: Connect) -> None:
    menu = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "Who?"},
        "accessory": {"type": "external_select", "action_id": "who", "min_query_length": 0},
    }
    option = {"text": {"type": "plain_text", "text": "Priya"}, "value": "p7"}
    app.options("who")(lambda ack, payload: ack(options=[option] if payload["value"] == "pri" else []))

    @app.action("who")
    def who(ack: Any, action: Payload, respond: Any) -> None:
        ack()
        respond(action["selected_option"]["value"])

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    app.client.chat_postMessage(channel="U1", text="who", blocks=[menu])
    [message] = ana.inbox

    assert ana.asks_options(message, "who", "xyz") == []
    [offered] = ana.asks_options(message, "who", "pri")
    assert ana.clicks("who", on=message, selected=offered).text == "p7"


def test_the_home_tab_is_published_when_it_is_opened(playground: Playground, app: App, connect: Connect) -> None:
    tabs: list[str] = []

    @app.event("app_home_opened")
    def opened(event: Payload, client: WebClient) -> None:
        tabs.append(event["tab"])
        block = {"type": "header", "text": {"type": "plain_text", "text": f"Visit {len(tabs)}"}}
        client.views_publish(
            user_id=event["user"],
            view={"type": "home", "blocks": [block, *BUTTONS]},
            hash=event.get("view", {}).get("hash"),
        )

    app.action("done")(lambda ack, body, client: (ack(), client.views_publish(**_home(body))))
    connect(app)
    ana = playground.person("Ana")

    assert ana.home is None
    home = ana.opens_home()
    assert home.words.splitlines()[0] == "Visit 1"
    assert ana.opens_home().words.splitlines()[0] == "Visit 2"
    clicked = ana.clicks("Done", on=home)
    assert clicked.view
    assert clicked.view.words == "done"
    assert tabs == ["home", "home"]


def _home(body: Payload) -> Payload:
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert "channel" not in body
    block = {"type": "header", "text": {"type": "plain_text", "text": "done"}}
    return {"user_id": body["user"]["id"], "view": {"type": "home", "blocks": [block]}}


def test_opening_the_messages_tab_is_told(playground: Playground, app: App, connect: Connect) -> None:
    app.event("app_home_opened")(lambda event, say: say(f"welcome to {event['tab']}"))
    connect(app)
    ana = playground.person("Ana")

    assert ana.opens_messages().text == "welcome to messages"


def test_what_is_gone_cannot_be_clicked(playground: Playground, app: App, over_http: Connect) -> None:
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))
    app.view_closed("log_form")(lambda ack: ack())
    over_http(app)
    ana = playground.person("Ana", user_id="U1")
    posted = app.client.chat_postMessage(channel="U1", text="a nudge", blocks=BUTTONS)
    [nudge] = ana.inbox
    opened = ana.shortcut("log").view
    assert opened

    app.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    ana.closes(opened)

    with pytest.raises(PlaygroundError, match="that message is not there any more"):
        ana.clicks("Done", on=nudge)
    with pytest.raises(PlaygroundError, match="that message is not there any more"):
        ana.reacts("zzz", to=nudge)
    with pytest.raises(PlaygroundError, match="that modal is not open any more"):
        ana.submits(opened)
    with pytest.raises(PlaygroundError, match="that modal is not open any more"):
        ana.closes(opened)
    with pytest.raises(LookupError):
        ana.refreshed(nudge)
    with pytest.raises(PlaygroundError, match="no Home tab"):
        ana.opens_home()
