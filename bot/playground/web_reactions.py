"""reactions.*: what the app itself reacts with."""

import re

from bot.playground import events
from bot.playground.methods import Call, SlackError, method
from bot.playground.shapes import message_json
from bot.playground.state import Channel, Json, Post

_NAME = re.compile(r"[a-z0-9_+'-]+(?:::skin-tone-[2-6])?")


def _item(call: Call) -> tuple[Channel, Post]:
    if not call.text("channel") or not call.text("timestamp"):
        raise SlackError("no_item_specified")
    channel = call.channel()
    return channel, call.post(channel, call.text("timestamp"))


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name


@method("reactions.add", "reactions:write")
def add(call: Call) -> Json:
    """React to a message."""
    (channel, post), name = _item(call), _name(call)
    users = post.reactions.setdefault(name, [])
    if call.team.bot_user in users:
        raise SlackError("already_reacted")
    users.append(call.team.bot_user)
    _tell(call, channel, post, name, added=True)
    return {}


@method("reactions.remove", "reactions:write")
def remove(call: Call) -> Json:
    """Take a reaction back."""
    (channel, post), name = _item(call), _name(call)
    if call.team.bot_user not in post.reactions.get(name, []):
        raise SlackError("no_reaction")
    post.reactions[name].remove(call.team.bot_user)
    if not post.reactions[name]:
        del post.reactions[name]
    _tell(call, channel, post, name, added=False)
    return {}


def _tell(call: Call, channel: Channel, post: Post, name: str, *, added: bool) -> None:
    call.core.activity.add("reaction", call.team.id, channel=channel.id, what=post)
    call.core.changed(channel)
    events.reaction(call.core, channel, post, call.team.bot_user, name, added=added)


@method("reactions.get", "reactions:read")
def get(call: Call) -> Json:
    """A message with its reactions."""
    channel, post = _item(call)
    return {"type": "message", "channel": channel.id, "message": message_json(post, channel, call.core.world)}
