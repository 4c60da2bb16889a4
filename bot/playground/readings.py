"""Messages, answers and views as a test reads them: plain, and as they were when they were read."""

import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.playground import inputs
from bot.playground.state import Channel, Ephemeral, Json, OpenView, Post, World
from bot.playground.telling import Act
from bot.playground.text import words


class Readable:
    """Anything with blocks."""

    text: str
    blocks: list[Json]

    @cached_property
    def words(self) -> str:
        """All that a person can read in the blocks, a line each, unescaped; the text where there are no blocks."""
        return words(self.blocks, self.text)

    @cached_property
    def buttons(self) -> list[str]:
        """The labels of the buttons."""
        return [part.label for part in inputs.parts(self.blocks) if part.element["type"] == "button"]


@dataclass(frozen=True)
class Message(Readable):
    """A message in a conversation; `reactions` has the ids of people by name, `files` the names of files."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: bool = False
    thread_ts: str | None = None
    by_app: bool = False
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class View(Readable):
    """A modal or a Home tab; `values` is its `state.values`."""

    id: str
    type: str
    text: str
    blocks: list[Json]
    values: Json
    hash: str
    callback_id: str = ""
    private_metadata: str = ""

    @property
    def title(self) -> str:
        """A modal's title."""
        return self.text


@dataclass(frozen=True)
class Answer(Readable):
    """What the app answered.

    `status` is the HTTP status of the acknowledgement (200 for Socket Mode's, 0 when none came), `seconds` how long it
    took, `error` what Slack says went wrong (`operation_timeout`, `dispatch_failed`), `errors` a modal's complaints by
    block id. `response_type` is `ephemeral` or `in_channel`, None where nothing was shown. `message` and `view` are
    what was written or opened, `sent` is the person's own message that was answered.
    """

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    status: int = 0
    response_type: str | None = None
    seconds: float = 0.0
    error: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    ephemeral_id: str | None = None
    channel: str | None = None
    message: Message | None = None
    view: View | None = None
    sent: Message | None = None


def message_of(post: Post, channel: Channel, world: World) -> Message:
    """A message as it is now."""
    return Message(
        ts=post.ts,
        channel=channel.id,
        user=post.user,
        text=post.text,
        blocks=copy.deepcopy(post.blocks),
        metadata=copy.deepcopy(post.metadata),
        reactions={name: list(users) for name, users in post.reactions.items()},
        edited=post.edited is not None,
        thread_ts=post.thread_ts,
        by_app=post.by_app,
        files=[world.files[file].name for file in post.files if file in world.files],
    )


def view_of(view: OpenView) -> View:
    """A view as it is now."""
    payload = copy.deepcopy(view.payload)
    return View(
        id=view.id,
        type=payload["type"],
        text=payload.get("title", {}).get("text", ""),
        blocks=payload["blocks"],
        values=copy.deepcopy(view.values),
        hash=view.hash,
        callback_id=payload.get("callback_id", ""),
        private_metadata=payload.get("private_metadata", ""),
    )


def answer_of(act: Act, shown: Post | Ephemeral | OpenView | None, channel: Channel | None, world: World) -> Answer:
    """What came of an act: `shown` is what the person sees of it."""
    more: dict[str, Any] = {}
    if isinstance(shown, OpenView):
        view = view_of(shown)
        more = {"text": view.text, "blocks": view.blocks, "view": view}
    elif shown is not None:
        more = {"text": shown.text, "blocks": copy.deepcopy(shown.blocks), "response_type": "ephemeral"}
        if isinstance(shown, Ephemeral):
            more |= {"ephemeral_id": shown.id}
        elif channel is not None:
            more |= {"response_type": "in_channel", "message": message_of(shown, channel, world)}
    delivery = act.delivery
    return Answer(
        status=delivery.status if delivery else 0,
        seconds=delivery.seconds if delivery else 0.0,
        error=act.problem or (delivery.error if delivery else None),
        errors=act.errors,
        channel=channel.id if channel else None,
        sent=message_of(act.post, channel, world) if act.post and channel else None,
        **more,
    )
