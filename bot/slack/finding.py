"""Looking in a conversation for a nudge whose posting was cut short, by the id in its metadata."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.slack.calling import Done, RateLimited, Refused, Unknown, ask
from bot.slack.posting import EVENT_TYPE, WELCOME_TYPE

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

PAGE = 15  # what Slack gives at the most to apps under its stricter limit, which is one call a minute
MOST_PAGES = 4  # in one go
CLOCKS_APART = timedelta(minutes=30)  # how far our clock and Slack's may disagree


@dataclass(frozen=True, slots=True)
class Found:
    """It is there."""

    ts: str


@dataclass(frozen=True, slots=True)
class Absent:
    """It is not there: everything since it may first have been posted was seen."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The look-up failed, which says nothing; it may be tried again after `retry_after` seconds, if Slack said so."""

    reason: str
    retry_after: int | None = None
    refused: bool = False  # by a reason that Slack named: asking again will hardly help


@dataclass(frozen=True, slots=True)
class Place:
    """How far a conversation was read: a page a minute is all that some apps get, and the nudge may be far down."""

    oldest: str | None
    cursor: str | None = None

    def asks(self) -> dict[str, Any]:
        """What `conversations.history` is asked for the next page."""
        asked = {"limit": PAGE, "include_all_metadata": 1, "oldest": self.oldest, "cursor": self.cursor}
        return {name: value for name, value in asked.items() if value is not None}


async def find(
    client: AsyncWebClient,
    channel: str,
    nudge_id: str,
    since: datetime,
    *,
    clock_is_ours: bool = False,
    places: dict[str, Place] | None = None,
) -> Found | Absent | NotKnown:
    """Look for a nudge that can not have been posted before `since`.

    Slack is told `since` only if its clock is known to be near ours (`clock_is_ours`): where it stands apart, the
    message would be left out. Otherwise the newest are read, until a page reaches back far enough. With `oldest` alone
    Slack gives the messages next to that, not the newest (github.com/slackhq/slack-api-docs/issues/4): there too all
    since then is read.

    Where a look-up comes to an end before its time it goes on with the next, from its place in `places`.
    """
    places = {} if places is None else places
    place = places.pop(nudge_id, None) or _beginning(since, clock_is_ours)
    for _ in range(MOST_PAGES):
        answer = await ask(client, "conversations.history", channel=channel, **place.asks())
        if not isinstance(answer, Done):
            if place.cursor is not None and answer != Refused("invalid_cursor"):
                places[nudge_id] = place
            return _not_known(answer)
        messages = answer.data.get("messages")
        if not isinstance(messages, list):
            return NotKnown("unreadable")
        ts = _ts_of(messages, nudge_id)
        if ts is not None:
            return Found(ts)
        if not answer.data.get("has_more") or (place.oldest is None and _reaches_back(messages, since - CLOCKS_APART)):
            return Absent()
        place = replace(place, cursor=(answer.data.get("response_metadata") or {}).get("next_cursor"))
    if place.cursor is not None:
        places[nudge_id] = place
    return NotKnown("too_many_messages")


def _beginning(since: datetime, clock_is_ours: bool) -> Place:
    return Place(f"{(since - CLOCKS_APART).timestamp():.6f}" if clock_is_ours else None)


def _not_known(answer: Refused | RateLimited | Unknown) -> NotKnown:
    if isinstance(answer, RateLimited):
        return NotKnown("ratelimited", retry_after=answer.seconds)
    if isinstance(answer, Refused):
        return NotKnown(answer.code, refused=answer.code != "invalid_cursor")
    return NotKnown(answer.reason)


def _ts_of(messages: list[dict[str, Any]], nudge_id: str) -> str | None:
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") in (EVENT_TYPE, WELCOME_TYPE) and nudge_id in (
            payload.get("message"),
            payload.get("id"),
        ):
            return str(message["ts"])
    return None


def _reaches_back(messages: list[dict[str, Any]], to: datetime) -> bool:
    return any(float(message["ts"]) < to.timestamp() for message in messages)
