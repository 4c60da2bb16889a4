"""Installing over OAuth, rotation, and the several ways in which an app loses a workspace or a person."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.playground import Playground
from tests.playground.conftest import Connect

Payload = dict[str, Any]


class Stay(HTTPRedirectHandler):
    """Tells where a redirect leads instead of going there."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> None:
        self.led_to = newurl


def code_for(playground: Playground, **more: str) -> tuple[str, dict[str, list[str]]]:
    """Where the authorize page leads, without its query, and the query."""
    generator = AuthorizeUrlGenerator(
        client_id=playground.client_id,
        scopes=["chat:write"],
        redirect_uri="http://127.0.0.1:9/slack/oauth_redirect",
        authorization_url=f"{playground.url}oauth/v2/authorize",
    )
    stay = Stay()
    with pytest.raises(OSError, match="302"):
        build_opener(stay).open(generator.generate("s-1", more.get("team")))
    parts = urlsplit(stay.led_to)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", parse_qs(parts.query)


def exchange(playground: Playground, **args: Any) -> Any:
    client = WebClient(base_url=playground.api_url)
    return client.oauth_v2_access(client_id=playground.client_id, client_secret=playground.client_secret, **args)


def test_a_code_is_exchanged_for_a_token_once(playground: Playground) -> None:
    where, query = code_for(playground)
    args = {"code": query["code"][0], "redirect_uri": where}

    answer = exchange(playground, **args)

    assert (where, query["state"]) == ("http://127.0.0.1:9/slack/oauth_redirect", ["s-1"])
    assert answer["team"] == {"id": "T0PLAYGRND", "name": "Acme Friends"}
    assert answer["token_type"] == "bot"
    assert "refresh_token" not in answer.data
    token = WebClient(token=answer["access_token"], base_url=playground.api_url)
    assert token.auth_test()["user_id"] == answer["bot_user_id"]
    with pytest.raises(SlackApiError, match="invalid_code"):
        exchange(playground, **args)


def test_a_wrong_redirect_or_secret_is_refused(playground: Playground) -> None:
    _, query = code_for(playground)

    with pytest.raises(SlackApiError, match="bad_redirect_uri"):
        exchange(playground, code=query["code"][0], redirect_uri="http://elsewhere.example/")
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        WebClient(base_url=playground.api_url).oauth_v2_access(
            client_id=playground.client_id, client_secret="guess", code="x"
        )


def test_one_of_several_workspaces_is_chosen(playground: Playground) -> None:
    playground.add_team("T2", "Second <Street>")
    page = build_opener().open(f"{playground.url}oauth/v2/authorize?client_id={playground.client_id}&state=s")

    assert "Second &lt;Street&gt;" in page.read().decode()
    where, query = code_for(playground, team="T2")
    assert exchange(playground, code=query["code"][0], redirect_uri=where)["team"]["id"] == "T2"


def test_tokens_rotate(playground: Playground) -> None:
    playground.token_lifetime = 43200
    where, query = code_for(playground)
    first = exchange(playground, code=query["code"][0], redirect_uri=where)

    second = exchange(playground, grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert first["access_token"].startswith("xoxe.xoxb-")
    assert first["expires_in"] == 43200
    for granted in (first, second):  # the old one lives on until its end
        assert WebClient(token=granted["access_token"], base_url=playground.api_url).auth_test()["ok"]
    third = exchange(playground, grant_type="refresh_token", refresh_token=first["refresh_token"])  # within the grace
    assert WebClient(token=third["access_token"], base_url=playground.api_url).auth_test()["ok"]
    with pytest.raises(SlackApiError, match="token_revoked"):  # two live at the most
        WebClient(token=first["access_token"], base_url=playground.api_url).auth_test()
    playground._core.refresh_grace = 0
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        exchange(playground, grant_type="refresh_token", refresh_token=first["refresh_token"])


def test_a_revoked_token_is_dead_and_told(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    @app.event("tokens_revoked")
    def revoked(event: Payload) -> None:
        seen.append(event)

    connect(app)
    bot = app.client.auth_test()["user_id"]

    playground.revoke("T0PLAYGRND")

    assert [event["tokens"] for event in seen] == [{"oauth": [], "bot": [bot]}]
    with pytest.raises(SlackApiError, match="token_revoked"):
        app.client.auth_test()
    renewed = playground.reinstall("T0PLAYGRND")
    assert WebClient(token=renewed, base_url=playground.api_url).auth_test()["ok"]


def test_an_app_revokes_its_own_token(playground: Playground, client: WebClient) -> None:
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True

    with pytest.raises(SlackApiError, match="token_revoked"):
        client.auth_test()
    with pytest.raises(LookupError):
        playground.bot_token()


def test_an_uninstalled_app_is_told_and_cannot_be_used(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[str] = []

    def note(event: Payload) -> None:
        seen.append(event["type"])

    app.event("tokens_revoked")(note)
    app.event("app_uninstalled")(note)
    connect(app)
    ana = playground.person("Ana")

    playground.uninstall("T0PLAYGRND")

    assert sorted(seen) == ["app_uninstalled", "tokens_revoked"]
    assert ana.types("/echo").error == "app_not_installed"


def test_a_changed_profile_and_a_deactivation_are_told(playground: Playground, app: App, connect: Connect) -> None:
    seen: list[Payload] = []

    @app.event("user_change")
    def changed(event: Payload) -> None:
        seen.append(event["user"])

    connect(app)
    ana = playground.person("Ana", timezone="Europe/Lisbon")

    playground.changes(ana, timezone="Asia/Tokyo", status_text="Vacation", status_emoji=":palm_tree:")
    playground.deactivate(ana)

    assert (seen[0]["tz"], seen[0]["profile"]["status_text"]) == ("Asia/Tokyo", "Vacation")
    assert (seen[1]["deleted"], "tz" in seen[1]) == (True, False)
