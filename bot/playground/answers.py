"""What the app answers to a command or an interaction: in the acknowledgement, or later at a response URL."""

import json
import time
from dataclasses import dataclass

from aiohttp import web

from bot.playground import blockkit, events
from bot.playground.core import Core, ResponseUrl
from bot.playground.shapes import message_json
from bot.playground.state import Channel, Ephemeral, Json, Post
from bot.playground.text import stored

MOST_USES = 5


class AnswerError(Exception):
    """The answer cannot be shown; `error` is Slack's code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Body:
    """The content of an answer, checked."""

    text: str
    blocks: list[Json]
    in_channel: bool
    replace: bool
    delete: bool
    thread_ts: str | None


def read(core: Core, team: str, given: object) -> Body | None:
    """An answer's body; None when it says nothing. Raises `AnswerError`."""
    if isinstance(given, str):
        given = {"text": given}
    if not isinstance(given, dict):
        return None
    text, blocks = stored(str(given.get("text") or "")), given.get("blocks") or []
    if isinstance(blocks, str):
        blocks = json.loads(blocks)
    problems = blockkit.check_message(blocks, core.world, team) if blocks else []
    if problems:
        raise AnswerError("invalid_blocks")
    delete, replace = given.get("delete_original") is True, given.get("replace_original") is True
    if not text.strip() and not blocks and not delete:
        return None
    in_channel = given.get("response_type") == "in_channel"
    return Body(text, blockkit.complete(blocks), in_channel, replace, delete, given.get("thread_ts"))


def show(core: Core, channel: Channel, user: str, body: Body) -> Post | Ephemeral:
    """Put an answer where it belongs: before one person's eyes, or into the conversation."""
    if not body.in_channel:
        return core.new_ephemeral(channel, user, body.text, body.blocks, thread_ts=body.thread_ts)
    ts = core.stamp(channel)
    bot = core.team_of(channel).bot_user
    post = Post(ts, bot, body.text, body.blocks, thread_ts=body.thread_ts, by_app=True)
    core.post(channel, post)
    events.message(core, channel, post)
    return post


class ResponseUrls:
    """POST /response/…: 5 answers within 30 minutes, without a token."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.StreamResponse:
        url = self._core.response_urls.get(request.match_info["key"])
        if url is None:
            return _refused("no_service", 404)
        if time.monotonic() - url.made_at > self._core.response_lifetime:
            return _refused("expired_url", 404)
        if url.uses >= MOST_USES:
            return _refused("used_url", 404)
        try:
            body = read(self._core, url.team, await request.json())
        except ValueError:
            return _refused("invalid_payload", 400)
        except AnswerError as refused:
            return _refused(refused.error, 400)
        if body is None:
            return _refused("no_text", 400)
        url.uses += 1
        self._answer(url, body)
        return web.Response(text="ok")

    def _answer(self, url: ResponseUrl, body: Body) -> None:
        channel = self._core.world.channels[url.channel]
        if body.delete:
            self._delete(url, channel)
        elif not (body.replace and self._replace(url, channel, body)):
            show(self._core, channel, url.user, body)

    def _delete(self, url: ResponseUrl, channel: Channel) -> None:
        ephemeral = self._core.world.ephemerals.pop(url.ephemeral_id or "", None)
        post = channel.posts.get(url.message_ts or "")
        if post is not None and post.by_app:
            before = message_json(post, channel, self._core.world)
            del channel.posts[post.ts]
            events.deleted(self._core, channel, before)
        self._core.activity.add("delete", url.team, channel=url.channel, user=url.user, what=ephemeral or post)
        self._core.changed(channel)

    def _replace(self, url: ResponseUrl, channel: Channel, body: Body) -> bool:
        """Rewrite what was clicked; False if it is not there any more, or was nothing of the app's."""
        ephemeral = self._core.world.ephemerals.get(url.ephemeral_id or "")
        if ephemeral is not None:
            ephemeral.text, ephemeral.blocks = body.text, body.blocks
            self._core.show(ephemeral)
            return True
        post = channel.posts.get(url.message_ts or "")
        if post is None or not post.by_app:
            return False
        before = message_json(post, channel, self._core.world)
        post.text, post.blocks, post.edited = body.text, body.blocks, self._core.stamp(channel)
        self._core.activity.add("update", url.team, channel=channel.id, what=post)
        self._core.changed(channel)
        events.changed(self._core, channel, post, before)
        return True


def _refused(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
