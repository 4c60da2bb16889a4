"""conversations.* and users.conversations."""

import base64
from collections.abc import Iterable
from typing import TypeVar

from bot.playground.methods import Call, SlackError, invalid, method
from bot.playground.shapes import channel_json, message_json
from bot.playground.state import Channel, Json, Post

MOST_AT_ONCE = 999

Item = TypeVar("Item")


@method("conversations.open", "im:write")
def open_conversation(call: Call) -> Json:
    """Open the direct messages with one person; refuses for who is deactivated."""
    if call.text("channel"):
        channel = call.channel()
    else:
        users = [user for user in call.text("users").split(",") if user]
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("not_enough_users" if len(users) > 8 else "method_not_supported_for_channel_type")
        person = call.person(users[0])
        if person.deleted:
            raise SlackError("user_disabled")
        if person.id == call.team.bot_user:
            raise SlackError("cannot_dm_bot")
        channel = call.core.world.dm(call.team.id, person.id)
        call.core.dirty()
    if call.flag("return_im"):
        return {"no_op": True, "already_open": True, "channel": channel_json(channel, call.team.bot_user)}
    return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}


@method("conversations.info")
def info(call: Call) -> Json:
    """One conversation."""
    return {"channel": channel_json(call.channel(), call.team.bot_user)}


@method("conversations.members")
def members(call: Call) -> Json:
    """Who is in a conversation, page by page."""
    page, cursor = _page(call, call.channel().members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("users.conversations")
def users_conversations(call: Call) -> Json:
    """The conversations of a person, or of the app."""
    return _conversations(call, call.core.world.channels_of(call.team.id, call.text("user") or call.team.bot_user))


@method("conversations.list")
def list_conversations(call: Call) -> Json:
    """The conversations of the workspace that the app may know of."""
    every = (channel for channel in call.core.world.channels.values() if channel.team == call.team.id)
    return _conversations(call, every)


def _conversations(call: Call, channels: Iterable[Channel]) -> Json:
    types = call.text("types", "public_channel").split(",")
    fitting = [channel for channel in channels if ("im" if channel.is_im else "public_channel") in types]
    page, cursor = _page(call, fitting)
    shapes = [channel_json(channel, call.team.bot_user) for channel in page]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


def _page(call: Call, items: list[Item]) -> tuple[list[Item], str]:
    """A page by `limit` and `cursor`, and the cursor of the next."""
    start, limit = read_cursor(call), min(max(call.number("limit", 100), 1), 1000)
    more = start + limit < len(items)
    return items[start : start + limit], write_cursor(start + limit) if more else ""


def read_cursor(call: Call) -> int:
    """Where the page begins; raises `SlackError` (`invalid_cursor`)."""
    cursor = call.text("cursor")
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:")) if cursor else 0
    except ValueError:
        raise SlackError("invalid_cursor") from None


def write_cursor(start: int) -> str:
    """A cursor for what begins at `start`."""
    return base64.b64encode(f"next:{start}".encode()).decode()


@method("conversations.history")
def history(call: Call) -> Json:
    """The messages of a conversation, newest first; of threads only their roots."""
    channel = _read(call)
    posts = [post for post in channel.posts.values() if post.thread_ts in (None, post.ts)]
    return _messages(call, channel, sorted(posts, key=lambda post: post.ts, reverse=True))


@method("conversations.replies")
def replies(call: Call) -> Json:
    """A thread, its root first, oldest first."""
    channel = _read(call)
    root = call.post(channel, call.text("ts"), "thread_not_found")
    root = channel.posts.get(root.thread_ts or root.ts, root)
    answer = _messages(call, channel, [root, *channel.replies(root.ts)], keep=root)
    return {key: value for key, value in answer.items() if key != "pin_count"}


def _read(call: Call) -> Channel:
    """A conversation that the app may read."""
    channel = call.channel()
    needed = "im:history" if channel.is_im else "channels:history"
    if needed not in call.team.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(call.team.scopes))
    if call.team.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _messages(call: Call, channel: Channel, posts: list[Post], keep: Post | None = None) -> Json:
    fitting = [post for post in posts if not post.system and (post is keep or _within(call, post.ts))]
    start, limit = read_cursor(call), call.number("limit", 100)
    if not 1 <= limit <= MOST_AT_ONCE:
        raise invalid(f"[ERROR] must be between 1 and {MOST_AT_ONCE} [json-pointer:/limit]")
    page, more = fitting[start : start + limit], start + limit < len(fitting)
    metadata = call.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_json(post, channel, call.core.world, metadata=metadata) for post in page],
        "has_more": more,
        "pin_count": 0,
    }
    return answer | ({"response_metadata": {"next_cursor": write_cursor(start + limit)}} if more else {})


def _within(call: Call, ts: str) -> bool:
    """Whether a message is between `oldest` and `latest`, themselves counted with `inclusive`."""
    stamp, inclusive = _micros(ts), call.flag("inclusive")
    oldest, latest = call.text("oldest"), call.text("latest")
    after = not oldest or stamp > _micros(oldest) or (inclusive and stamp == _micros(oldest))
    return after and (not latest or stamp < _micros(latest) or (inclusive and stamp == _micros(latest)))


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(f"{fraction:0<6}"[:6])
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
