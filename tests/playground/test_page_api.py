"""What the page in the browser asks for and sends, over plain HTTP."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Member, Playground
from bot.playground.web_dnd import status
from tests.playground.conftest import MANIFEST, SECRET, Connect
from tests.playground.samples import BUTTONS, MODAL

Payload = dict[str, Any]


class Page:
    """The browser of one member."""

    def __init__(self, playground: Playground, member: Member) -> None:
        self.who = {"team": member.team, "user": member.id}
        self.address = str(urlsplit(playground.url).netloc)

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection(self.address, timeout=5)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, content

    def state(self, **query: str) -> Payload:
        status, content = self.request("GET", f"/ui/state?{urlencode(self.who | query)}")
        assert status == 200, content
        state: Payload = json.loads(content)
        return state

    def post(self, path: str, **body: Any) -> Payload:
        status, content = self.request("POST", f"/ui/{path}", json.dumps(self.who | body).encode())
        assert status == 200, content
        answer: Payload = json.loads(content)
        return answer

    def refused(self, path: str, **body: Any) -> str:
        status, content = self.request("POST", f"/ui/{path}", json.dumps(self.who | body).encode())
        assert status == 400
        return str(json.loads(content)["error"])


@pytest.fixture
def ana(playground: Playground) -> Member:
    return playground.person("Ana", user_id="U1", timezone="Europe/Paris")


@pytest.fixture
def page(playground: Playground, ana: Member) -> Page:
    return Page(playground, ana)


def test_the_state_is_all_that_a_member_sees(playground: Playground, page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel="U1", text="a nudge", blocks=BUTTONS)
    client.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})

    state = page.state()

    assert set(state) >= {
        *("teams", "members", "me", "team", "app", "channels", "dm", "messages", "home", "modals"),
        *("clock", "tz_clock", "busy", "toast"),
    }
    assert state["teams"] == [{"id": "T0PLAYGRND", "name": "Acme Friends"}]
    assert [member["real_name"] for member in state["members"]][1:] == ["Ana Lima", "Ben Okafor", "Chika Sato", "Ana"]
    assert (state["me"], state["busy"], state["toast"], state["modals"]) == ("U1", False, None, [])
    assert [command["command"] for command in state["app"]["commands"]] == ["/echo", "/plain"]
    welcome, nudge = state["messages"]
    assert (welcome["system"], nudge["system"], nudge["blocks"][1]["block_id"]) == (True, False, "nudge")
    assert set(nudge) == {
        *("ts", "channel", "user", "text", "blocks", "reactions", "edited", "thread_ts", "reply_count"),
        *("ephemeral", "ephemeral_id", "files", "system"),
    }
    assert state["home"]["blocks"][0]["type"] == "divider"
    general = page.state(channel=state["channels"][0]["id"])
    assert (general["channels"][0]["name"], general["messages"]) == ("general", [])
    tz = datetime.fromisoformat(state["tz_clock"]).utcoffset()
    assert tz
    assert tz.total_seconds() > 0


def test_without_names_the_page_is_the_first_members(playground: Playground, page: Page) -> None:
    page.who = {}

    assert page.state()["me"] == playground.members()[0].id
    assert page.state(team="T0PLAYGRND", user="U1")["me"] == "U1"
    assert page.request("GET", "/ui/state?team=T404&user=U1")[0] == 400


def test_writing_editing_reacting_and_deleting(playground: Playground, page: Page, ana: Member) -> None:
    assert page.post("say", text="met Tom & Priya") == {"ok": True}
    message = page.state()["messages"][-1]
    where = {"ts": message["ts"], "channel": message["channel"]}

    page.post("edit", **where, text="met Tom")
    page.post("react", **where, name="tada", add=True)
    reacted = page.state()["messages"][-1]
    page.post("react", **where, name="tada", add=False)
    page.post("say", text="in a thread", thread_ts=message["ts"])
    threaded = page.state()["messages"][-2:]
    page.post("delete", **where)

    assert message["text"] == "met Tom &amp; Priya"
    assert (reacted["text"], reacted["edited"], reacted["reactions"]) == (
        "met Tom",
        True,
        [{"name": "tada", "users": ["U1"]}],
    )
    assert [(one["reply_count"], one["thread_ts"]) for one in threaded] == [(1, None), (0, message["ts"])]
    assert [one["text"] for one in page.state()["messages"][1:]] == ["in a thread"]
    assert page.refused("edit", **where, text="x") == "only one's own messages can be edited or deleted"


def test_what_cannot_be_done_is_said(page: Page) -> None:
    assert "lacks or misstates" in page.refused("say")
    assert "no conversation" in page.refused("say", channel="C404", text="x")
    assert "not there any more" in page.refused("act", source={"view_id": "V1"}, action={"action_id": "x"})
    assert "not there any more" in page.refused("react", ts="1.0", name="x")
    assert "no shortcut" in page.refused("shortcut", callback_id="dance")
    assert page.request("POST", "/ui/say", b"not json")[0] == 400
    assert page.request("POST", "/ui/say", b"[]")[0] == 400


def test_no_other_site_acts_here(page: Page) -> None:
    body = json.dumps(page.who | {"text": "x"}).encode()

    assert page.request("POST", "/ui/say", body, Origin="https://evil.example")[0] == 403
    assert page.request("POST", "/ui/say", body, Host="evil.example:80", Origin="http://evil.example:80")[0] == 403
    assert page.request("POST", "/ui/say", body, Origin=f"http://{page.address}")[0] == 200


def test_a_command_and_a_click_on_its_answer(playground: Playground, page: Page, app: App, over_http: Connect) -> None:
    app.command("/echo")(lambda ack: ack(text="sure?", blocks=BUTTONS))

    @app.action("done")
    def done(ack: Any, respond: Any) -> None:
        ack()
        respond(text="yes", replace_original=True)

    over_http(app)

    page.post("say", text="/echo")
    asked = page.state()["messages"][-1]
    action = {"action_id": "done", "block_id": "nudge", "type": "button", "value": "n1"}
    page.post("act", source={"ephemeral_id": asked["ephemeral_id"]}, action=action, state={"values": {}})

    assert (asked["ephemeral"], asked["text"]) == (True, "sure?")
    assert page.state()["messages"][-1]["text"] == "yes"


def test_a_command_without_an_answer_leaves_a_note(page: Page) -> None:
    assert page.post("say", text="/echo") == {"ok": False, "problem": "dispatch_failed"}

    state = page.state()
    assert state["toast"] == '/echo failed with the error "dispatch_failed"'
    assert state["messages"][-1]["ephemeral"] is True


def test_a_modal_is_filled_in_and_submitted(playground: Playground, page: Page, app: App, over_http: Connect) -> None:
    values: list[Payload] = []
    app.shortcut("log")(lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=MODAL), ack()))

    @app.view("log_form")
    def submitted(ack: Any, view: Payload) -> None:
        values.append(view["state"]["values"])
        if len(values) == 1:
            ack(response_action="errors", errors={"who": "Really?"})
        else:
            ack()

    over_http(app)

    page.post("shortcut", callback_id="log")
    [modal] = page.state()["modals"]
    state = {"values": {"who": {"name": {"type": "plain_text_input", "value": "Tom"}}}}
    first = page.post("submit", view_id=modal["id"], state=state)
    second = page.post("submit", view_id=modal["id"], state=state)

    assert first == {"ok": False, "errors": {"who": "Really?"}}
    assert second == {"ok": True}
    assert values[1]["who"]["name"]["value"] == "Tom"
    assert page.state()["modals"] == []
    page.post("shortcut", callback_id="log")
    page.post("close", view_id=page.state()["modals"][0]["id"])
    assert page.state()["modals"] == []


def test_options_come_from_the_app(playground: Playground, page: Page, app: App, over_http: Connect) -> None:
    menu = {"type": "actions", "block_id": "b", "elements": [{"type": "external_select", "action_id": "who"}]}
    option = {"text": {"type": "plain_text", "text": "Priya"}, "value": "p7"}
    app.options("who")(lambda ack: ack(options=[option]))
    over_http(app)
    ts = app.client.chat_postMessage(channel="U1", text="who", blocks=[menu])["ts"]

    source = {"message_ts": ts, "channel": page.state()["dm"]}
    answer = page.post("options", source=source, action_id="who", block_id="b", value="pri")

    assert answer == {"options": [option], "option_groups": []}


def upload(page: Page, **fields: str) -> Payload:
    """Send a file as the page's form does."""
    every = page.who | {"channel": "", "text": ""} | fields
    parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in every.items()]
    parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nFirst Name\r\n--b--\r\n')
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    status, content = page.request("POST", "/ui/upload", "".join(parts).encode(), **headers)
    assert status == 200, content
    answer: Payload = json.loads(content)
    return answer


def test_a_file_is_uploaded_and_shown(page: Page) -> None:
    upload(page, text="mine")

    message = page.state()["messages"][-1]
    [file] = message["files"]
    assert (message["text"], file["name"], file["size"]) == ("mine", "a.csv", 10)
    assert page.request("GET", file["url"]) == (200, b"First Name")
    assert page.request("GET", "/ui/file/F404")[0] == 404


def test_a_file_for_a_form_is_kept_and_not_posted(page: Page) -> None:
    [file] = upload(page, purpose="input")["files"]

    assert (file["name"], file["size"]) == ("a.csv", 10)
    assert [message["system"] for message in page.state()["messages"]] == [True]


def test_an_upload_without_a_file_is_refused(page: Page) -> None:
    body = urlencode(page.who).encode()

    assert page.request("POST", "/ui/upload", body, **{"Content-Type": "application/x-www-form-urlencoded"})[0] == 400


def test_the_home_tab_is_opened_from_the_page(page: Page, app: App, over_http: Connect) -> None:
    @app.event("app_home_opened")
    def opened(event: Payload, client: WebClient) -> None:
        block = {"type": "image", "slack_file": {"id": image}, "alt_text": "A picture"}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    over_http(app)
    image = app.client.files_upload_v2(filename="a.png", content=b"\x89PNG")["file"]["id"]

    page.post("home")

    [block] = page.state()["home"]["blocks"]
    assert page.request("GET", block["image_url"]) == (200, b"\x89PNG")


def test_the_clock_jumps_and_what_runs_by_it_is_run() -> None:
    ran: list[datetime] = []

    def on_clock(at: datetime) -> Mapping[str, object]:
        client.chat_postMessage(channel="U1", text=f"due {at:%Y-%m-%d}")  # the server answers meanwhile
        ran.append(at)
        return {"sent": 1}

    playground = Playground(manifest=MANIFEST, signing_secret=SECRET, on_clock=on_clock)
    playground.start()
    client = WebClient(token=playground.bot_token(), base_url=playground.api_url)
    ana = playground.person("Ana", user_id="U1")
    page = Page(playground, ana)

    assert page.post("clock", to="2027-02-23T09:00:00+00:00") == {"did": {"sent": 1}}
    page.post("clock", by="week")
    ticked = playground.tick("2027-05-01 09:00")

    assert [f"{at:%Y-%m-%d}" for at in ran] == ["2027-02-23", "2027-03-02", "2027-05-01"]
    assert [message.text for message in ana.inbox] == ["due 2027-02-23", "due 2027-03-02", "due 2027-05-01"]
    assert ticked == {"sent": 1}
    assert page.state()["clock"].startswith("2027-05-01T09:00:00")
    playground.stop()


def test_a_reset_empties_everything_but_the_people(playground: Playground, page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel="U1", text="a nudge")
    client.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})

    page.post("reset")

    state = page.state()
    assert [message["system"] for message in state["messages"]] == [True]
    assert state["home"] is None
    assert client.chat_postMessage(channel="U1", text="again")["ok"]


def test_faults_are_set_from_another_process(page: Page, client: WebClient) -> None:
    fault = {"method": "auth.test", "kind": "error", "error": "from_afar", "times": None}

    assert page.request("POST", "/ui/faults", json.dumps(fault).encode())[0] == 200
    with pytest.raises(SlackApiError, match="from_afar"):
        client.auth_test()
    assert page.request("POST", "/ui/faults", b'{"kind": "earthquake"}')[0] == 400
    assert page.request("DELETE", "/ui/faults")[0] == 200
    assert client.auth_test()["ok"]


def test_a_page_is_told_of_what_its_member_could_see(playground: Playground, page: Page, client: WebClient) -> None:
    tom = playground.person("Tom", user_id="U2")
    connection = HTTPConnection(page.address, timeout=5)
    connection.request("GET", f"/ui/live?{urlencode(page.who)}")
    stream = connection.getresponse()

    def version() -> int:
        line = stream.readline()
        stream.readline()
        return int(json.loads(line.removeprefix(b"data: "))["version"])

    first = version()
    client.chat_postMessage(channel=tom.id, text="not for Ana")
    threading.Timer(0.05, client.chat_postMessage, kwargs={"channel": "U1", "text": "for Ana"}).start()
    second = version()

    assert second >= first + 2  # the first line after the start came for the second message
    assert page.state()["messages"][-1]["text"] == "for Ana"
    connection.close()


def test_the_page_itself_is_served_fresh(page: Page) -> None:
    connection = HTTPConnection(page.address, timeout=5)
    connection.request("GET", "/")
    response = connection.getresponse()

    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Content-Type"].startswith("text/html")
    connection.close()
    assert page.request("GET", "/static/app.js")[0] == 200
    assert page.request("GET", "/static/../server.py")[0] == 404
    assert page.request("GET", "/static/%2e%2e/server.py")[0] == 404
    assert page.request("GET", "/nowhere")[0] == 404


def test_notifications_are_paused_and_on_again(playground: Playground, ana: Member) -> None:
    page, person = Page(playground, ana), playground._core.world.people[ana.team, ana.id]
    playground.set_clock(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), frozen=True)
    assert page.state()["quiet_until"] is None

    for body, until in (
        ({"for": "hour"}, "2026-11-23T11:00:00+00:00"),
        ({"for": "day"}, "2026-11-24T08:00:00+00:00"),  # nine on her wall
        ({"until": "2026-12-01T00:00:00"}, "2026-12-01T00:00:00+00:00"),
    ):
        page.post("quiet", **body)
        assert page.state()["quiet_until"] == until
        assert status(person, playground.now())["next_dnd_end_ts"] == datetime.fromisoformat(until).timestamp()
    page.post("quiet")
    assert page.state()["quiet_until"] is None
    assert not status(person, playground.now())["dnd_enabled"]
    assert "misstates" in page.refused("quiet", **{"for": "ever"})
