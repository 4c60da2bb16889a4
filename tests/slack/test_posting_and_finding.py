"""A nudge posted, rewritten, and found again by its metadata."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.playground import Fault, Member, Playground
from bot.slack import finding
from bot.slack.calling import Refused, Unknown
from bot.slack.clients import Clients, FixedToken
from bot.slack.finding import Absent, Found, NotKnown, find
from bot.slack.posting import Opened, Posted, open_dm, post, update

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "Priya"}}]


@pytest.fixture
def client(slack: Playground) -> WebClient:
    """The app's client."""
    return Clients(FixedToken(slack.bot_token()), slack.api_url).client("T1")


@pytest.fixture
def ana(slack: Playground) -> Member:
    """Somebody to write to."""
    return slack.members()[0]


def posted(client: WebClient, member: Member, nudge_id: str) -> Posted:
    """A nudge in the direct messages."""
    result = post(client, member.id, "Priya", BLOCKS, nudge_id)
    assert isinstance(result, Posted)
    return result


def test_a_post_opens_the_conversation_and_carries_an_opaque_id(client: WebClient, ana: Member) -> None:
    result = posted(client, ana, "n1")
    [message] = ana.inbox
    assert (message.channel, message.ts) == (result.channel, result.ts)
    assert message.metadata == {"event_type": "rapport_nudge", "event_payload": {"id": "n1"}}
    assert open_dm(client, ana.id) == Opened(result.channel)


def test_a_rewritten_nudge_is_still_found(client: WebClient, ana: Member) -> None:
    there = posted(client, ana, "n1")
    assert update(client, there.channel, there.ts, "Done", [], "n1") == there
    assert ana.inbox[0].text == "Done"
    assert find(client, there.channel, "n1", NOW) == Found(there.ts)


def test_what_slack_refuses_is_named(client: WebClient, ana: Member, slack: Playground) -> None:
    there = posted(client, ana, "n1")
    assert post(client, "D0NOBODY", "Priya", BLOCKS, "n2") == Refused("channel_not_found")
    assert update(client, there.channel, "1.000001", "Done", [], "n1") == Refused("message_not_found")
    slack.deactivate(ana)
    assert open_dm(client, ana.id) == Refused("user_disabled")


def test_a_lost_answer_is_unknown_and_the_message_is_there_once(
    client: WebClient, ana: Member, slack: Playground
) -> None:
    channel = posted(client, ana, "n1").channel
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))
    assert post(client, channel, "Priya", BLOCKS, "n2") == Unknown("RemoteDisconnected")
    assert find(client, channel, "n2", NOW) == Found(ana.inbox[-1].ts)
    assert len(ana.inbox) == 2


def test_another_nudge_or_another_apps_metadata_is_not_it(client: WebClient, ana: Member) -> None:
    channel = posted(client, ana, "n1").channel
    client.chat_postMessage(channel=channel, text="x", metadata={"event_type": "other", "event_payload": {"id": "n2"}})
    assert find(client, channel, "n2", NOW) == Absent()


@pytest.mark.parametrize("ahead", [timedelta(days=-3000), timedelta(days=-1), timedelta(days=3000)])
def test_slacks_clock_may_stand_anywhere(client: WebClient, ana: Member, slack: Playground, ahead: timedelta) -> None:
    slack.set_clock(NOW + ahead, frozen=True)
    there = posted(client, ana, "n1")
    assert find(client, there.channel, "n1", NOW) == Found(there.ts)
    assert find(client, there.channel, "n2", NOW) == Absent()


def test_it_is_found_among_many_later_messages(client: WebClient, ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    there = posted(client, ana, "n1")
    for number in range(7):
        posted(client, ana, f"later {number}")
    long_ago = NOW - timedelta(days=9000)
    assert find(client, there.channel, "n1", long_ago) == Found(there.ts)
    assert find(client, there.channel, "n2", long_ago) == Absent()

    for number in range(7):
        posted(client, ana, f"much later {number}")
    assert find(client, there.channel, "n1", long_ago) == NotKnown("too_many_messages")


def test_pages_end_where_it_cannot_have_been_posted_yet(
    client: WebClient, ana: Member, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    for hours in range(10):
        slack.set_clock(NOW + timedelta(hours=hours), frozen=True)
        channel = posted(client, ana, f"at {hours}").channel
    assert find(client, channel, "n1", NOW + timedelta(hours=8)) == Absent()
    assert sum(call.method == "conversations.history" for call in slack.requests) == 2


LOOK_UPS = [
    (Fault("conversations.history", "rate_limit", retry_after=60), NotKnown("ratelimited", retry_after=60)),
    (Fault("conversations.history", "status", status=500), NotKnown("http_500")),
    (Fault("conversations.history", "drop"), NotKnown("RemoteDisconnected")),
    (Fault("conversations.history", "error", error="missing_scope"), NotKnown("missing_scope", refused=True)),
]


@pytest.mark.parametrize(("fault", "result"), LOOK_UPS, ids=[str(result) for _, result in LOOK_UPS])
def test_a_failed_look_up_never_means_absent(
    client: WebClient, ana: Member, slack: Playground, fault: Fault, result: NotKnown
) -> None:
    there = posted(client, ana, "n1")
    slack.faults.add(fault)
    assert find(client, there.channel, "n1", NOW) == result
    assert find(client, there.channel, "n2", NOW) == result
