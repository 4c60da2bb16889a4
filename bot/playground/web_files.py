"""files.*: what the app uploads, and fetching of what anyone uploaded."""

import mimetypes
from pathlib import PurePath

from aiohttp import web

from bot.playground import events
from bot.playground.core import Core
from bot.playground.methods import Call, SlackError, invalid, method, missing
from bot.playground.shapes import file_json
from bot.playground.state import Json, Post, StoredFile
from bot.playground.text import stored


def new_file(core: Core, team: str, user: str, name: str, content: bytes = b"") -> StoredFile:
    """A file of a person or of the app, not yet in any conversation."""
    name = PurePath(name.replace("\\", "/")).name or "file"
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = StoredFile(core.world.new_id("F"), team, user, name, mimetype, content, core.clock.seconds())
    core.world.files[file.id] = file
    core.dirty()
    return file


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(call: Call) -> Json:
    """Where to send a file's content."""
    if not call.text("filename"):
        raise missing("filename")
    if call.number("length", 0) <= 0:
        raise invalid("[ERROR] must be greater than 0 [json-pointer:/length]")
    file = new_file(call.core, call.team.id, call.team.bot_user, call.text("filename"))
    return {"upload_url": f"{call.core.world.base}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    """Finish uploads, and write them into a conversation if one is named."""
    asked = call.json("files")
    if not isinstance(asked, list) or not asked:
        raise missing("files")
    files = [_uploaded(call, item) for item in asked]
    if call.text("channel_id"):
        channel = call.channel("channel_id")
        if call.team.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        ids, ts = [file.id for file in files], call.core.stamp(channel)
        text, thread = stored(call.text("initial_comment")), call.text("thread_ts") or None
        post = Post(ts, call.team.bot_user, text, files=ids, thread_ts=thread, by_app=True)
        events.message(call.core, channel, call.core.post(channel, post))
    return {"files": [file_json(file, call.core.world) for file in files]}


def _uploaded(call: Call, item: object) -> StoredFile:
    known = call.core.world.files.get(str(item.get("id"))) if isinstance(item, dict) else None
    if not isinstance(item, dict) or known is None or known.team != call.team.id:
        raise SlackError("file_not_found")
    if not known.content:
        raise SlackError("file_update_failed")
    known.title, known.shared = str(item.get("title") or known.name), True
    return known


@method("files.info", "files:read")
def files_info(call: Call) -> Json:
    """One file."""
    file = call.core.world.files.get(call.text("file"))
    if file is None or file.team != call.team.id:
        raise SlackError("file_not_found")
    return {"file": file_json(file, call.core.world), "comments": [], "response_metadata": {"next_cursor": ""}}


class FileServer:
    """The addresses that files are sent to and fetched from."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """POST /upload/v1/{file}: the content, bare or as the first file of a form."""
        file = self._core.world.files.get(request.match_info["file"])
        if file is None or file.shared:
            return web.Response(status=404, text="upload not found")
        file.content = await _content(request)
        return web.Response(text=f"OK - {len(file.content)}")

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """GET /files-pri/{team}-{file}/…: the content, for who has a token; others are sent to sign in."""
        team, _, name = request.match_info["file"].partition("-")
        file = self._core.world.files.get(name)
        if file is None or file.team != team:
            return web.Response(status=404, text="file not found")
        token = self._core.world.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if token is None or token.revoked or token.team != team:
            raise web.HTTPFound("/signin")
        return content_of(file)

    async def sign_in(self, _request: web.Request) -> web.StreamResponse:
        """GET /signin: what a request without a token ends at, with status 200 as Slack's does."""
        return web.Response(text="<!doctype html><title>Sign in</title><h1>Sign in</h1>", content_type="text/html")


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    fields = (await request.post()).values()
    return next((field.file.read() for field in fields if isinstance(field, web.FileField)), b"")


def content_of(file: StoredFile) -> web.Response:
    """A file's content; nothing but an image is ever shown by a browser as what it says it is."""
    shown = file.mimetype if file.mimetype in ("image/png", "image/jpeg", "image/gif") else "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if shown == "application/octet-stream":
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=file.content, headers=headers | {"Content-Type": file.mimetype})
