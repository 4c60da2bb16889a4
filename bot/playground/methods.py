"""What a method of the Web API is: a function of a `Call`, registered under its name. Who calls them: `web_api`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.core import Core
from bot.playground.state import Channel, Json, Person, Post, Team


class SlackError(Exception):
    """The call is refused with Slack's `error` code; `more` goes into the answer beside it."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more


def missing(field: str) -> SlackError:
    """The refusal of a call that lacks an argument."""
    return invalid(f"[ERROR] missing required field: {field}")


def invalid(*messages: str) -> SlackError:
    """The refusal of a call whose arguments are wrong."""
    return SlackError("invalid_arguments", response_metadata={"messages": list(messages)})


@dataclass(frozen=True)
class Call:
    """One call, its token already checked."""

    core: Core
    team: Team
    args: Json
    token: str

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """An argument as yes or no, as forms (`1`, `true`) and JSON write it."""
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """An argument as a whole number; raises `SlackError`."""
        try:
            return int(self.args.get(name, default))
        except ValueError:
            raise invalid(f"[ERROR] must be a valid integer [json-pointer:/{name}]") from None

    def json(self, name: str) -> Any:
        """An argument that is JSON, whether it came as JSON or as text in a form; None if absent or not JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            return None

    def person(self, user: str) -> Person:
        """A member of the team; raises `SlackError` (`user_not_found`)."""
        person = self.core.world.people.get((self.team.id, user))
        if person is None:
            raise SlackError("user_not_found")
        return person

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names; raises `SlackError` (`channel_not_found`)."""
        channel = self.core.world.channels.get(self.text(name))
        if channel is None or channel.team != self.team.id:
            raise SlackError("channel_not_found")
        if channel.is_im and self.team.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def post(self, channel: Channel, ts: str, error: str = "message_not_found") -> Post:
        """A message of a conversation; raises `SlackError`."""
        post = channel.posts.get(ts)
        if post is None:
            raise SlackError(error)
        return post


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A handler, and the scope that it takes (empty: none)."""

    handler: Handler
    scope: str


METHODS: dict[str, Method] = {}


def method(name: str, scope: str = "") -> Callable[[Handler], Handler]:
    """Register a handler; it runs in the server's thread and must not wait for anything."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scope)
        return handler

    return register
