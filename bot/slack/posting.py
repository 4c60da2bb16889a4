"""Writing to a conversation: a nudge posted or rewritten, and the direct messages with a person opened.

What was posted and got no answer is looked for by `finding`, by the metadata that is set here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from bot.slack.calling import Done, RateLimited, Refused, Unknown, ask, asked, call

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

EVENT_TYPE = "rapport_nudge"
WELCOME_TYPE = "rapport_welcome"


@dataclass(frozen=True, slots=True)
class Posted:
    """The message is in the conversation."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The direct messages with the person."""

    channel: str


def metadata_of(nudge_id: str, shown: Sequence[str] = (), event_type: str = EVENT_TYPE) -> dict[str, Any]:
    """What marks a message as a nudge: everyone in the workspace may read it, so it holds opaque ids alone.

    A message of several nudges names the first as its own id, all of them in `ids`, what it is found by in `message`.
    """
    if not shown:
        return {"event_type": event_type, "event_payload": {"id": nudge_id}}
    return {"event_type": event_type, "event_payload": {"id": shown[0], "ids": list(shown), "message": nudge_id}}


async def post(
    client: AsyncWebClient,
    channel: str,
    text: str,
    blocks: list[dict[str, Any]],
    nudge_id: str,
    shown: Sequence[str] = (),
    event_type: str = EVENT_TYPE,
) -> Posted | Refused | RateLimited | Unknown:
    """Post a nudge (or several that are `shown`, or a welcome) into `channel`; a user's id means their DM."""
    message = {
        "channel": channel,
        "text": text,
        "blocks": blocks,
        "metadata": metadata_of(nudge_id, shown, event_type),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    answer = await asked(client.api_call, api_method="chat.postMessage", json=message)
    return _posted(answer)


def update(
    client: WebClient,
    channel: str,
    ts: str,
    text: str,
    blocks: list[dict[str, Any]],
    nudge_id: str,
    shown: Sequence[str] = (),
) -> Posted | Refused | RateLimited | Unknown:
    """Rewrite a nudge in its place; it stays findable, for its metadata goes along."""
    metadata = metadata_of(nudge_id, shown)
    answer = call(client.chat_update, channel=channel, ts=ts, text=text, blocks=blocks, metadata=metadata)
    return _posted(answer)


async def open_dm(client: AsyncWebClient, user: str) -> Opened | Refused | RateLimited | Unknown:
    """Open the direct messages with a person; doing it twice is the same as once. `user_disabled`: deactivated."""
    answer = await ask(client, "conversations.open", users=user)
    if not isinstance(answer, Done):
        return answer
    channel = answer.data.get("channel")
    found = channel.get("id") if isinstance(channel, dict) else None
    return Opened(found) if isinstance(found, str) else Unknown("unreadable")


def _posted(answer: Done | Refused | RateLimited | Unknown) -> Posted | Refused | RateLimited | Unknown:
    if not isinstance(answer, Done):
        return answer
    channel, ts = answer.data.get("channel"), answer.data.get("ts")
    if isinstance(channel, str) and isinstance(ts, str):
        return Posted(channel, ts)
    return Unknown("unreadable")
