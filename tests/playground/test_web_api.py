"""The Web API as slack_sdk's own client sees it: answers, refusals, limits of single methods."""

import threading
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground import Playground
from tests.playground.conftest import MANIFEST, SECRET
from tests.playground.samples import Payload, refused


def test_a_token_tells_whose_it_is(playground: Playground, client: WebClient) -> None:
    answer = client.auth_test()

    assert (answer["team"], answer["team_id"], answer["user"]) == ("Acme Friends", "T0PLAYGRND", "echo")
    assert answer["url"] == "https://acme-friends.slack.com/"
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert client.bots_info(bot=answer["bot_id"])["bot"]["user_id"] == answer["user_id"]
    assert client.team_info()["team"]["domain"] == "acme-friends"
    assert refused(WebClient(token="xoxb-none", base_url=playground.api_url).auth_test)["error"] == "invalid_auth"
    assert refused(WebClient(base_url=playground.api_url).auth_test)["error"] == "not_authed"
    assert refused(client.api_call, api_method="chat.dance")["error"] == "unknown_method"


def test_a_missing_scope_is_named(playground: Playground, client: WebClient) -> None:
    answer = refused(client.users_profile_get)

    assert (answer["error"], answer["needed"]) == ("missing_scope", "users.profile:read")
    assert "chat:write" in answer["provided"]


def test_a_message_to_a_person_opens_the_conversation_and_keeps_its_metadata(
    playground: Playground, client: WebClient
) -> None:
    ana = playground.person("Ana", user_id="U1")
    metadata = {"event_type": "rapport_nudge", "event_payload": {"id": "n1"}}

    posted = client.chat_postMessage(channel="U1", text="Tom & Jerry", metadata=metadata)
    channel = client.conversations_open(users="U1")["channel"]["id"]

    assert posted["channel"] == channel
    assert posted["channel"].startswith("D")
    assert posted["message"]["text"] == "Tom &amp; Jerry"
    assert posted["message"]["metadata"] == metadata
    assert [message.metadata for message in ana.inbox] == [metadata]
    plain = client.conversations_history(channel=channel)["messages"]
    assert [("metadata" in message) for message in plain] == [False]
    full = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert [message["metadata"] for message in full] == [metadata]
    assert client.conversations_info(channel=channel)["channel"]["user"] == "U1"
    assert set(client.conversations_members(channel=channel)["members"]) == {"U1", client.auth_test()["user_id"]}
    link = client.chat_getPermalink(channel=channel, message_ts=posted["ts"])["permalink"]
    assert link.endswith(f"/archives/{channel}/p{posted['ts'].replace('.', '')}")


def test_history_is_read_by_time_and_page_by_page(playground: Playground, client: WebClient) -> None:
    playground.person("Ana", user_id="U1")
    stamps = [client.chat_postMessage(channel="U1", text=f"{number}")["ts"] for number in range(5)]
    channel = client.conversations_open(users="U1")["channel"]["id"]

    def texts(**args: Any) -> list[str]:
        return [message["text"] for message in client.conversations_history(channel=channel, **args)["messages"]]

    assert stamps == sorted(set(stamps))
    assert texts() == ["4", "3", "2", "1", "0"]
    assert texts(oldest=stamps[2]) == ["4", "3"]
    assert texts(oldest=stamps[2], inclusive=True) == ["4", "3", "2"]
    assert texts(latest=stamps[2], inclusive=True) == ["2", "1", "0"]
    first = client.conversations_history(channel=channel, limit=2)
    assert first["has_more"] is True
    second = client.conversations_history(channel=channel, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [message["text"] for message in second["messages"]] == ["2", "1"]
    assert refused(client.conversations_history, channel=channel, limit=1000)["error"] == "invalid_arguments"
    assert refused(client.conversations_history, channel=channel, cursor="?")["error"] == "invalid_cursor"
    assert refused(client.conversations_history, channel="D0")["error"] == "channel_not_found"


def test_only_the_apps_own_messages_are_rewritten_and_deleted(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    theirs = ana.types("hello").sent
    assert theirs
    posted = client.chat_postMessage(channel="U1", text="one")
    where = {"channel": posted["channel"], "ts": posted["ts"]}

    updated = client.chat_update(**where, text="two")

    assert (updated["text"], updated["message"]["edited"]["user"]) == ("two", client.auth_test()["user_id"])
    assert refused(client.chat_update, **where, text="x" * 4001)["error"] == "msg_too_long"
    assert refused(client.chat_update, channel=theirs.channel, ts=theirs.ts, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_update, channel=theirs.channel, ts="1.0", text="x")["error"] == "message_not_found"
    assert refused(client.chat_delete, channel=theirs.channel, ts=theirs.ts)["error"] == "cant_delete_message"
    assert client.chat_delete(**where)["ts"] == posted["ts"]
    assert ana.inbox == []


def test_what_cannot_be_posted_is_refused(playground: Playground, client: WebClient) -> None:
    playground.person("Ana", user_id="U1")

    assert refused(client.api_call, api_method="chat.postMessage", json={"channel": "U1"})["error"] == "no_text"
    assert refused(client.chat_postMessage, channel="U404", text="x")["error"] == "channel_not_found"
    wrong = {"event_type": "x"}
    assert (
        refused(client.chat_postMessage, channel="U1", text="x", metadata=wrong)["error"] == "invalid_metadata_schema"
    )
    long = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    answer = refused(client.chat_postMessage, channel="U1", text="x", blocks=long)
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_an_ephemeral_message_is_seen_by_one_member_and_kept_nowhere(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    channel = client.conversations_open(users="U1")["channel"]["id"]

    assert client.chat_postEphemeral(channel=channel, user="U1", text="psst")["message_ts"]

    assert [answer.text for answer in ana.answers] == ["psst"]
    assert client.conversations_history(channel=channel)["messages"] == []
    assert refused(client.chat_postEphemeral, channel=channel, user="U2", text="x")["error"] == "user_not_in_channel"


def test_people_are_told_with_their_zone_until_they_are_deactivated(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana Lima", user_id="U1", timezone="Europe/Lisbon", locale="pt-PT", email="a@acme.example")

    user = client.users_info(user="U1", include_locale=True)["user"]
    assert (user["tz"], user["real_name"], user["locale"], user["deleted"]) == (
        "Europe/Lisbon",
        "Ana Lima",
        "pt-PT",
        False,
    )
    assert "email" not in user["profile"]  # the manifest does not ask for users:read.email
    assert "locale" not in client.users_info(user="U1")["user"]
    assert {"Ana Lima", "Chika Sato"} <= {one.get("real_name") for one in client.users_list()["members"]}
    assert refused(client.users_info, user="U404")["error"] == "user_not_found"

    playground.deactivate(ana)

    user = client.users_info(user="U1")["user"]
    assert user["deleted"] is True
    assert {"tz", "real_name", "is_admin"} & set(user) == set()
    assert refused(client.conversations_open, users="U1")["error"] == "user_disabled"
    assert client.chat_postMessage(channel="U1", text="Slack says nothing")["ok"]


def test_the_app_reacts_too(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    message = ana.types("hello").sent
    assert message
    item: Payload = {"channel": message.channel, "timestamp": message.ts}

    client.reactions_add(**item, name="eyes")

    bot = client.auth_test()["user_id"]
    assert ana.refreshed(message).reactions == {"eyes": [bot]}
    assert client.reactions_get(**item)["message"]["reactions"] == [{"name": "eyes", "users": [bot], "count": 1}]
    assert refused(client.reactions_add, **item, name="eyes")["error"] == "already_reacted"
    assert refused(client.reactions_add, **item, name="No Such")["error"] == "invalid_name"
    client.reactions_remove(**item, name="eyes")
    assert ana.refreshed(message).reactions == {}
    assert refused(client.reactions_remove, **item, name="eyes")["error"] == "no_reaction"


def test_a_home_tab_is_published_without_losing_a_race(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    view = {"type": "home", "blocks": [{"type": "divider"}]}

    first = client.views_publish(user_id="U1", view=view)["view"]
    second = client.views_publish(user_id="U1", view=view, hash=first["hash"])["view"]

    assert ana.home
    assert (second["id"], ana.home.hash) == (first["id"], second["hash"])
    assert refused(client.views_publish, user_id="U1", view=view, hash=first["hash"])["error"] == "hash_conflict"
    wrong = view | {"type": "modal"}
    assert refused(client.views_publish, user_id="U1", view=wrong)["error"] == "invalid_arguments"
    assert refused(client.views_publish, user_id="U404", view=view)["error"] == "invalid_arguments"


def test_a_trigger_opens_one_modal_within_its_time(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "blocks": [{"type": "divider"}]}

    def trigger() -> str:
        ana.shortcut("log")  # nothing listens; the trigger is good all the same
        return str(ana.last_delivery.payload["trigger_id"])

    first = trigger()
    opened = client.views_open(trigger_id=first, view=view)["view"]
    assert refused(client.views_open, trigger_id=first, view=view)["error"] == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="1.2.3", view=view)["error"] == "invalid_trigger_id"
    assert refused(client.views_open, view=view, trigger_id="")["error"] == "invalid_arguments"
    client.views_push(trigger_id=trigger(), view=view)
    third = client.views_push(trigger_id=trigger(), view=view)["view"]
    assert third["root_view_id"] == opened["id"]
    assert refused(client.views_push, trigger_id=trigger(), view=view)["error"] == "push_limit_reached"
    playground.trigger_lifetime = 0.0
    assert refused(client.views_open, trigger_id=trigger(), view=view)["error"] == "expired_trigger_id"


def test_an_open_view_is_updated_by_its_hash(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "blocks": [{"type": "divider"}]}
    ana.shortcut("log")
    opened = client.views_open(trigger_id=ana.last_delivery.payload["trigger_id"], view=view)["view"]

    ready = view | {"title": {"type": "plain_text", "text": "Ready"}}
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=ready)

    assert ana.modal
    assert ana.modal.title == "Ready"
    late = refused(client.views_update, view_id=opened["id"], hash=opened["hash"], view=ready)
    assert late["error"] == "hash_conflict"
    assert refused(client.views_update, view_id="V404", view=ready)["error"] == "not_found"


def test_calls_are_kept_for_those_who_ask(playground: Playground, client: WebClient) -> None:
    playground.person("Ana", user_id="U1")

    client.chat_postMessage(channel="U1", text="hello")
    refused(client.users_info, user="U404")

    calls = [(call.method, call.team, call.error) for call in playground.requests]
    assert calls == [("chat.postMessage", "T0PLAYGRND", None), ("users.info", "T0PLAYGRND", "user_not_found")]
    assert playground.requests[0].args["text"] == "hello"


def test_messages_are_stamped_by_the_playgrounds_clock(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1", timezone="Europe/Paris")

    sent = ana.types("hello", at="2027-02-23 09:00").sent
    first = client.chat_postMessage(channel="U1", text="1")["ts"]
    second = client.chat_postMessage(channel="U1", text="2")["ts"]

    assert sent
    assert playground.now().isoformat() == "2027-02-23T08:00:00+00:00"
    assert [int(float(ts)) for ts in (sent.ts, first, second)] == [1803369600] * 3
    assert sent.ts < first < second


def test_without_a_seed_there_is_nobody() -> None:
    playground = Playground(manifest=MANIFEST, signing_secret=SECRET, seed=False)

    ana = playground.person("Ana")  # makes the workspace

    assert [member.name for member in playground.members()] == ["Ana"]
    assert playground.bot_token().startswith(f"xoxb-{ana.team}-")


def test_conversations_are_listed_page_by_page(playground: Playground, client: WebClient) -> None:
    playground.person("Ana", user_id="U1")
    bot = client.auth_test()["user_id"]

    [general] = client.conversations_list()["channels"]
    ours = client.users_conversations(types="im,public_channel", limit=2)
    more = client.users_conversations(types="im,public_channel", cursor=ours["response_metadata"]["next_cursor"])

    assert (general["name"], general["is_member"], general["num_members"]) == ("general", True, 5)
    assert len(ours["channels"]) + len(more["channels"]) == 5  # #general, and one with each person
    assert more["response_metadata"]["next_cursor"] == ""
    assert bot in client.conversations_members(channel=general["id"])["members"]
    assert [one["name"] for one in client.users_conversations(user="U1")["channels"]] == ["general"]
    assert refused(client.conversations_history, channel=general["id"])["needed"] == "channels:history"


def test_with_every_scope_profiles_and_addresses_are_told() -> None:
    playground = Playground(manifest={}, signing_secret=SECRET)
    playground.start()
    client = WebClient(token=playground.bot_token(), base_url=playground.api_url)
    playground.person("Ana Lima", user_id="U1", email="ana@home.example", phone="+351", start_date="2021-04-01")

    profile = client.users_profile_get(user="U1")["profile"]

    assert (profile["email"], profile["phone"], profile["start_date"]) == ("ana@home.example", "+351", "2021-04-01")
    assert client.users_lookupByEmail(email="ANA@home.example")["user"]["id"] == "U1"
    assert refused(client.users_lookupByEmail, email="nobody@home.example")["error"] == "users_not_found"
    assert client.api_test(x="1")["args"] == {"x": "1"}
    first = client.users_list(limit=2)
    rest = client.users_list(limit=9, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) + len(rest["members"]) == 5
    playground.stop()


def test_a_message_in_markdown_takes_nothing_beside_it(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")

    client.chat_postMessage(channel="U1", markdown_text="**Priya**")

    assert ana.inbox[0].blocks[0]["text"] == "**Priya**"
    both = refused(client.chat_postMessage, channel="U1", markdown_text="x", text="y")
    assert both["error"] == "markdown_text_conflict"


def test_a_message_that_comes_later_is_waited_for(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    client.chat_postMessage(channel="U1", text="first")

    timer = threading.Timer(0.05, client.chat_postMessage, kwargs={"channel": "U1", "text": "second"})
    timer.start()

    assert ana.waits_for(lambda message: message.text == "second").text == "second"
    with pytest.raises(TimeoutError):
        ana.waits_for(lambda message: message.text == "third", seconds=0.05)
    timer.join()


def test_the_app_neither_hears_nor_speaks_where_it_is_not(playground: Playground, client: WebClient) -> None:
    playground.grace = 0.01
    playground.connect_http("http://127.0.0.1:9/slack/events")  # nobody listens there
    ana = playground.person("Ana", user_id="U1")
    channel = playground.add_channel("random")

    said = ana.types("lunch?", channel=channel)

    assert (said.status, said.error) == (0, None)  # nothing was sent, so nothing failed
    assert refused(client.chat_postMessage, channel=channel, text="x")["error"] == "not_in_channel"
    assert refused(client.conversations_history, channel=channel)["error"] in ("missing_scope", "not_in_channel")
    joined = playground.add_channel("projects", with_app=True)
    assert client.chat_postMessage(channel=joined, text="here")["ok"]


def test_views_are_found_by_the_apps_own_id(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana")
    title = {"type": "plain_text", "text": "A form"}
    view = {"type": "modal", "external_id": "mine", "title": title, "blocks": [{"type": "divider"}]}
    ana.shortcut("log")
    client.views_open(trigger_id=ana.last_delivery.payload["trigger_id"], view=view)

    updated = client.views_update(external_id="mine", view=view | {"title": title | {"text": "Ready"}})

    assert updated["view"]["title"]["text"] == "Ready"
    assert refused(client.api_call, api_method="views.update", json={"view": view})["error"] == "invalid_arguments"
    assert refused(client.views_push, trigger_id="", view=view)["error"] == "invalid_arguments"
