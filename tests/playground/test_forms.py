"""Modals: opened, filled in, complained about, stacked, closed, over HTTP and over Socket Mode alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltResponse
from slack_sdk import WebClient

from bot.playground import Playground
from tests.playground.conftest import Connect
from tests.playground.samples import MODAL, Payload


def test_a_modal_is_opened_checked_and_submitted(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    @app.shortcut("log")
    def log(ack: Any, body: Payload, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack()

    @app.view("log_form")
    def submitted(ack: Any, body: Payload, view: Payload, client: WebClient) -> None:
        seen.append(view)
        if view["state"]["values"]["who"]["name"]["value"] == "nobody":
            ack(response_action="errors", errors={"who": "Who is that?"})
            return
        client.chat_postMessage(channel=body["user"]["id"], text="logged")
        ack()

    connect(app)
    ana = playground.person("Ana")

    opened = ana.shortcut("log").view
    assert opened
    assert opened == ana.modal
    assert (opened.title, opened.callback_id, opened.private_metadata) == ("Log", "log_form", "p-1")

    assert ana.submits(opened, {"who": ""}).errors == {"who": "Please complete this required field."}
    assert seen == []  # Slack itself said so
    assert ana.submits(opened, {"who": "nobody"}).errors == {"who": "Who is that?"}
    assert ana.modal
    assert ana.submits(opened, {"who": "Tom", "kind": "Coffee"}).text == "logged"
    assert not ana.modal
    values = seen[-1]["state"]["values"]
    assert values["who"]["name"] == {"type": "plain_text_input", "value": "Tom"}
    assert values["how"]["kind"]["selected_option"]["value"] == "coffee"


def test_an_untouched_modal_submits_its_initial_values(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))

    @app.view("log_form")
    def submitted(ack: Any, view: Payload) -> None:
        seen.append(view["state"]["values"])
        ack()

    connect(app)
    playground.grace = 0.01
    ana = playground.person("Ana")
    playground.grace = 2

    opened = ana.shortcut("log").view
    assert opened
    playground.grace = 0.01
    ana.submits(opened)

    assert seen == [
        {
            "who": {"name": {"type": "plain_text_input", "value": "Priya"}},
            "how": {"kind": {"type": "static_select", "selected_option": None}},
        }
    ]


def test_a_modal_is_updated_pushed_and_cleared_by_the_answer(
    playground: Playground, app: App, connect: Connect
) -> None:
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))
    answers: Iterator[Payload] = iter(
        [
            {"response_action": "update", "view": MODAL | {"title": {"type": "plain_text", "text": "Updated"}}},
            {"response_action": "push", "view": MODAL | {"title": {"type": "plain_text", "text": "On top"}}},
            {"response_action": "clear"},
        ]
    )
    app.view("log_form")(lambda ack: ack(**next(answers)))
    connect(app)
    ana = playground.person("Ana")

    opened = ana.shortcut("log").view
    assert opened
    updated = ana.submits(opened).view
    assert updated
    assert (updated.id, updated.title) == (opened.id, "Updated")
    assert updated.hash != opened.hash
    pushed = ana.submits(updated).view
    assert pushed
    assert (pushed.id != opened.id, pushed.title) == (True, "On top")
    playground.grace = 0.01
    ana.submits(pushed)
    assert ana.modal is None


def test_closing_a_modal_is_told_if_it_asked_to_be(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))

    @app.view_closed("log_form")
    def closed(ack: Any, body: Payload) -> None:
        seen.append(body)
        ack()

    connect(app)
    ana = playground.person("Ana")

    opened = ana.shortcut("log").view
    assert opened
    ana.closes(opened)

    assert ana.modal is None
    assert (seen[0]["view"]["id"], seen[0]["is_cleared"]) == (opened.id, False)


def test_a_file_is_put_into_a_modal(playground: Playground, app: App, connect: Connect) -> None:
    element = {"type": "file_input", "action_id": "file", "filetypes": ["csv"], "max_files": 1}
    block = {"type": "input", "block_id": "file", "label": {"type": "plain_text", "text": "File"}, "element": element}
    view = MODAL | {"blocks": [block]}
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=view), ack()))

    @app.view("log_form")
    def submitted(ack: Any, body: Payload, view: Payload, client: WebClient) -> None:
        ack()
        [file] = view["state"]["values"]["file"]["file"]["files"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"{file['name']} {file['size']} {file['filetype']}")

    connect(app)
    ana = playground.person("Ana")

    opened = ana.shortcut("log").view
    assert opened
    assert ana.submits(opened).errors == {"file": "Please complete this required field."}
    assert ana.submits(opened, {"file": [("a.csv", b"First Name")]}).text == "a.csv 10 csv"
    assert [message.text for message in ana.messages()] == ["a.csv 10 csv"]  # the file itself is in no conversation


def test_what_was_chosen_in_a_view_comes_with_the_next_action_and_the_submission(
    playground: Playground, app: App, connect: Connect
) -> None:
    seen: list[Payload] = []
    options = [{"text": {"type": "plain_text", "text": text}, "value": text.lower()} for text in ("Call", "Coffee")]
    pickers: list[Payload] = [
        {"type": "static_select", "action_id": "kind", "options": options},
        {"type": "datepicker", "action_id": "on", "initial_date": "2026-11-23"},
        {"type": "checkboxes", "action_id": "tags", "options": options},
        {"type": "users_select", "action_id": "who"},
    ]
    view = MODAL | {"blocks": [{"type": "actions", "block_id": "pick", "elements": pickers}]}
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=view), ack()))

    @app.action({"block_id": "pick"})
    def picked(ack: Any, body: Payload) -> None:
        seen.append(body)
        ack()

    @app.view("log_form")
    def submitted(ack: Any, body: Payload) -> None:
        seen.append(body)
        ack()

    connect(app)
    ana = playground.person("Ana", user_id="U1")
    opened = ana.shortcut("log").view
    assert opened
    playground.grace = 0.01

    ana.clicks("kind", on=opened, selected="Coffee")
    ana.clicks("on", on=opened, selected="2027-01-02")
    ana.clicks("tags", on=opened, selected=["call", "Coffee"])
    ana.clicks("who", on=opened, value="U1")
    ana.submits(opened)

    assert [body["actions"][0]["type"] for body in seen[:4]] == [picker["type"] for picker in pickers]
    assert seen[1]["actions"][0]["selected_date"] == "2027-01-02"
    values = seen[-1]["view"]["state"]["values"]["pick"]
    assert values["kind"]["selected_option"]["value"] == "coffee"
    assert values["on"] == {"type": "datepicker", "selected_date": "2027-01-02"}
    assert [option["value"] for option in values["tags"]["selected_options"]] == ["call", "coffee"]
    assert values["who"]["selected_user"] == "U1"
    assert seen[1]["view"]["state"]["values"]["pick"]["kind"]["selected_option"]["value"] == "coffee"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
def test_an_answer_that_slack_would_not_take_leaves_the_modal_open(
    playground: Playground, app: App, over_http: Connect, answer: Payload
) -> None:
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))
    app.view("log_form")(lambda: BoltResponse(status=200, body=answer))
    over_http(app)
    ana = playground.person("Ana")

    opened = ana.shortcut("log").view
    assert opened
    assert ana.submits(opened).error
    assert ana.modal


def test_a_value_that_fits_nothing_is_refused(playground: Playground, app: App, over_http: Connect) -> None:
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))
    over_http(app)
    ana = playground.person("Ana")
    opened = ana.shortcut("log").view
    assert opened

    with pytest.raises(LookupError, match="no inputs"):
        ana.submits(opened, {"where": "PyCon"})
    with pytest.raises(LookupError, match="no option 'Letter'"):
        ana.submits(opened, {"how": "Letter"})
