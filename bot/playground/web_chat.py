"""chat.*: what the app writes."""

from bot.playground import blockkit, events
from bot.playground.methods import Call, SlackError, method
from bot.playground.shapes import message_json, team_url
from bot.playground.state import Channel, Json, Post
from bot.playground.text import stored

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
"""chat.update refuses what is longer; chat.postMessage takes it."""


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    """Write into a conversation; `channel=U…` opens the direct messages with that person."""
    channel = _target(call)
    text, blocks = _content(call)
    thread = call.text("thread_ts") or None
    if thread and thread in channel.posts:
        thread = channel.posts[thread].thread_ts or thread
    post = Post(
        ts=call.core.stamp(channel),
        user=call.team.bot_user,
        text=text[:LONGEST_TEXT],
        blocks=blocks,
        metadata=_metadata(call),
        thread_ts=thread,
        by_app=True,
    )
    call.core.post(channel, post)
    events.message(call.core, channel, post)
    return _told(call, channel, post)


def _target(call: Call) -> Channel:
    """Where to write. A deactivated person can be written to: Slack says nothing."""
    name = call.text("channel")
    if name[:1] in ("U", "W") and (call.team.id, name) in call.core.world.people:
        return call.core.world.dm(call.team.id, name)
    channel = call.channel()
    if call.team.bot_user not in channel.members and "chat:write.public" not in call.team.scopes:
        raise SlackError("not_in_channel")
    return channel


def _content(call: Call) -> tuple[str, list[Json]]:
    """The text and the checked blocks of a message; raises `SlackError` when both are empty or the blocks are wrong."""
    blocks = call.json("blocks")
    if blocks is None and call.args.get("blocks"):
        raise SlackError("invalid_blocks_format")
    text, markdown = stored(call.text("text")), call.text("markdown_text")
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        return stored(markdown), blockkit.complete([{"type": "markdown", "text": markdown}])
    if not text.strip() and not blocks and not call.json("attachments"):
        raise SlackError("no_text")
    if not blocks:
        return text, []
    problems = blockkit.check_message(blocks, call.core.world, call.team.id)
    if problems:
        raise SlackError("invalid_blocks", errors=problems, response_metadata={"messages": problems})
    return text, blockkit.complete(blocks)


def _metadata(call: Call) -> Json | None:
    metadata = call.json("metadata")
    if metadata is None:
        if call.args.get("metadata"):
            raise SlackError("invalid_metadata_format")
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_schema")
    return metadata


def _told(call: Call, channel: Channel, post: Post) -> Json:
    message = message_json(post, channel, call.core.world, metadata=True)
    return {"channel": channel.id, "ts": post.ts, "message": message}


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    """Rewrite a message of the app's own; blocks that are not given again go."""
    channel = call.channel()
    post = call.post(channel, call.text("ts"))
    if not post.by_app or post.user != call.team.bot_user:
        raise SlackError("cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    before = message_json(post, channel, call.core.world)
    text, blocks = _content(call)
    metadata = _metadata(call)
    post.text, post.blocks, post.edited = text, blocks, call.core.stamp(channel)
    post.metadata = metadata if metadata is not None else post.metadata
    call.core.activity.add("update", call.team.id, channel=channel.id, what=post)
    call.core.changed(channel)
    events.changed(call.core, channel, post, before)
    return {"text": post.text} | _told(call, channel, post)


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    """Delete a message of the app's own."""
    channel = call.channel()
    post = call.post(channel, call.text("ts"))
    if not post.by_app:
        raise SlackError("cant_delete_message")
    before = message_json(post, channel, call.core.world)
    del channel.posts[post.ts]
    call.core.activity.add("delete", call.team.id, channel=channel.id, what=post)
    call.core.changed(channel)
    events.deleted(call.core, channel, before)
    return {"channel": channel.id, "ts": post.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    """Show something to one member of a conversation."""
    user = call.text("user")
    channel = _target(call)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(call)
    shown = call.core.new_ephemeral(channel, user, text, blocks, thread_ts=call.text("thread_ts") or None)
    return {"message_ts": shown.ts}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    post = call.post(channel, call.text("message_ts"))
    link = f"{team_url(call.team)}archives/{channel.id}/p{post.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}
