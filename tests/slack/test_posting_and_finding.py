"""A nudge posted, rewritten, and found again by its metadata."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Fault, Member, Playground
from bot.slack import finding, posting
from bot.slack.calling import Refused, Unknown
from bot.slack.clients import Clients, FixedToken
from bot.slack.finding import Absent, Found, NotKnown, Place
from bot.slack.posting import Opened, Posted, update

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Result = TypeVar("Result")
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "Priya"}}]


class Bot:
    """The app's calls, each over connections of its own."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self.client = clients.client("T1")

    def _do(self, call: Callable[[AsyncWebClient], Coroutine[Any, Any, Result]]) -> Result:
        async def done() -> Result:
            async with self._clients.session(timeout=5) as session:
                return await call(self._clients.client_of(self.client.token or "", session))

        return asyncio.run(done())

    def post(self, channel: str, nudge_id: str) -> Any:
        return self._do(lambda client: posting.post(client, channel, "Priya", BLOCKS, nudge_id))

    def open_dm(self, user: str) -> Any:
        return self._do(lambda client: posting.open_dm(client, user))

    def find(self, channel: str, nudge_id: str, since: datetime, **more: Any) -> Any:
        return self._do(lambda client: finding.find(client, channel, nudge_id, since, **more))


@pytest.fixture
def bot(slack: Playground) -> Bot:
    """The app."""
    return Bot(Clients(FixedToken(slack.bot_token()), slack.api_url))


@pytest.fixture
def ana(slack: Playground) -> Member:
    """Somebody to write to."""
    return slack.members()[0]


def posted(bot: Bot, member: Member, nudge_id: str) -> Posted:
    """A nudge in the direct messages."""
    result = bot.post(member.id, nudge_id)
    assert isinstance(result, Posted)
    return result


def test_a_post_opens_the_conversation_and_carries_an_opaque_id(bot: Bot, ana: Member) -> None:
    result = posted(bot, ana, "n1")
    [message] = ana.inbox
    assert (message.channel, message.ts) == (result.channel, result.ts)
    assert message.metadata == {"event_type": "rapport_nudge", "event_payload": {"id": "n1"}}
    assert bot.open_dm(ana.id) == Opened(result.channel)


def test_a_rewritten_nudge_is_still_found(bot: Bot, ana: Member) -> None:
    there = posted(bot, ana, "n1")
    assert update(bot.client, there.channel, there.ts, "Done", [], "n1") == there
    assert ana.inbox[0].text == "Done"
    assert bot.find(there.channel, "n1", NOW) == Found(there.ts)


def test_what_slack_refuses_is_named(bot: Bot, ana: Member, slack: Playground) -> None:
    there = posted(bot, ana, "n1")
    assert bot.post("D0NOBODY", "n2") == Refused("channel_not_found")
    assert update(bot.client, there.channel, "1.000001", "Done", [], "n1") == Refused("message_not_found")
    slack.deactivate(ana)
    assert bot.open_dm(ana.id) == Refused("user_disabled")


def test_a_lost_answer_is_unknown_and_the_message_is_there_once(bot: Bot, ana: Member, slack: Playground) -> None:
    channel = posted(bot, ana, "n1").channel
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))
    assert bot.post(channel, "n2") == Unknown("ServerDisconnectedError")
    assert bot.find(channel, "n2", NOW) == Found(ana.inbox[-1].ts)
    assert len(ana.inbox) == 2


def test_another_nudge_or_another_apps_metadata_is_not_it(bot: Bot, ana: Member) -> None:
    channel = posted(bot, ana, "n1").channel
    bot.client.chat_postMessage(
        channel=channel, text="x", metadata={"event_type": "other", "event_payload": {"id": "n2"}}
    )
    assert bot.find(channel, "n2", NOW) == Absent()


@pytest.mark.parametrize("ahead", [timedelta(days=-3000), timedelta(days=-1), timedelta(days=3000)])
def test_slacks_clock_may_stand_anywhere(bot: Bot, ana: Member, slack: Playground, ahead: timedelta) -> None:
    slack.set_clock(NOW + ahead, frozen=True)
    there = posted(bot, ana, "n1")
    assert bot.find(there.channel, "n1", NOW) == Found(there.ts)
    assert bot.find(there.channel, "n2", NOW) == Absent()


def test_slack_is_told_from_when_on_where_its_clock_is_ours(bot: Bot, ana: Member, slack: Playground) -> None:
    slack.set_clock(NOW, frozen=True)
    before = posted(bot, ana, "n1")
    slack.set_clock(NOW + timedelta(hours=1), frozen=True)
    there = posted(bot, ana, "n2")
    since = NOW + timedelta(minutes=50)
    assert bot.find(there.channel, "n2", since, clock_is_ours=True) == Found(there.ts)
    assert bot.find(before.channel, "n1", since, clock_is_ours=True) == Absent()  # it was not listed
    [*_, asked] = [call for call in slack.requests if call.method == "conversations.history"]
    assert float(asked.args["oldest"]) == (since - finding.CLOCKS_APART).timestamp()


def test_it_is_found_among_many_later_messages(bot: Bot, ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    there = posted(bot, ana, "n1")
    for number in range(7):
        posted(bot, ana, f"later {number}")
    long_ago = NOW - timedelta(days=9000)
    assert bot.find(there.channel, "n1", long_ago) == Found(there.ts)
    assert bot.find(there.channel, "n2", long_ago) == Absent()

    for number in range(7):
        posted(bot, ana, f"much later {number}")
    assert bot.find(there.channel, "n1", long_ago) == NotKnown("too_many_messages")
    places: dict[str, Place] = {}
    assert bot.find(there.channel, "n1", long_ago, places=places) == NotKnown("too_many_messages")
    assert bot.find(there.channel, "n1", long_ago, places=places) == Found(there.ts)  # it goes on from there
    assert places == {}


def test_with_a_page_a_minute_it_is_found_however_many_came_after_it(bot: Bot, ana: Member, slack: Playground) -> None:
    there = posted(bot, ana, "n1")
    for number in range(40):
        posted(bot, ana, f"later {number}")
    places: dict[str, Place] = {}

    def minute(nudge_id: str) -> Any:
        slack.faults.clear()
        slack.faults.add(Fault("conversations.history", "rate_limit", retry_after=60, after=1))
        return bot.find(there.channel, nudge_id, NOW - timedelta(days=9000), places=places)

    limited = NotKnown("ratelimited", retry_after=60)
    assert [minute("n1") for _ in range(3)] == [limited, limited, Found(there.ts)]
    assert [minute("n2") for _ in range(3)] == [limited, limited, Absent()]
    assert places == {}
    asked = [call for call in slack.requests if call.method == "conversations.history"]
    assert {int(call.args["limit"]) for call in asked} == {15}


def test_a_place_that_slack_forgot_is_begun_anew(bot: Bot, ana: Member) -> None:
    there = posted(bot, ana, "n1")
    places = {"n1": Place(None, "not-a-cursor!")}
    assert bot.find(there.channel, "n1", NOW, places=places) == NotKnown("invalid_cursor")
    assert bot.find(there.channel, "n1", NOW, places=places) == Found(there.ts)


def test_pages_end_where_it_cannot_have_been_posted_yet(
    bot: Bot, ana: Member, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    for hours in range(10):
        slack.set_clock(NOW + timedelta(hours=hours), frozen=True)
        channel = posted(bot, ana, f"at {hours}").channel
    assert bot.find(channel, "n1", NOW + timedelta(hours=8)) == Absent()
    assert sum(call.method == "conversations.history" for call in slack.requests) == 2


LOOK_UPS = [
    (Fault("conversations.history", "rate_limit", retry_after=60), NotKnown("ratelimited", retry_after=60)),
    (Fault("conversations.history", "status", status=500), NotKnown("http_500")),
    (Fault("conversations.history", "drop"), NotKnown("ServerDisconnectedError")),
    (Fault("conversations.history", "error", error="missing_scope"), NotKnown("missing_scope", refused=True)),
]


@pytest.mark.parametrize(("fault", "result"), LOOK_UPS, ids=[str(result) for _, result in LOOK_UPS])
def test_a_failed_look_up_never_means_absent(
    bot: Bot, ana: Member, slack: Playground, fault: Fault, result: NotKnown
) -> None:
    there = posted(bot, ana, "n1")
    slack.faults.add(fault)
    assert bot.find(there.channel, "n1", NOW) == result
    assert bot.find(there.channel, "n2", NOW) == result
