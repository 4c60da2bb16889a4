"""Files: fetched from Slack with the bot's token, and brought into somebody's direct messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from slack_sdk import WebClient

from bot.slack.calling import Done, Refused, call
from bot.slack.clients import Clients, is_slacks

LARGEST = 5_000_000  # bytes: tens of thousands of contacts
_NO_CONTACTS = ("image/", "audio/", "video/", "text/html", "application/pdf", "application/zip")
_SIGN_IN = (301, 302, 303, 307, 401, 403)


@dataclass(frozen=True, slots=True)
class SlackFile:
    """A file as events and files.info tell of it: `user` sent it, `size` is in bytes, `url` wants the bot's token."""

    id: str
    name: str
    user: str
    size: int
    kind: str
    url: str

    @property
    def may_hold_contacts(self) -> bool:
        """Whether it could be one of ours at all: pictures, sound, films and pages are not looked into."""
        return not self.kind.startswith(_NO_CONTACTS)


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why there is no content.

    `too_large`, `gone` (no such file, or not Slack's to give), `not_shown` (Slack asks to sign in), `no_answer`.
    """

    code: str


def file_of(data: Mapping[str, Any]) -> SlackFile:
    """The file in Slack's object of it; what is missing is empty."""
    size = data.get("size")
    return SlackFile(
        id=str(data.get("id") or ""),
        name=str(data.get("name") or data.get("title") or ""),
        user=str(data.get("user") or ""),
        size=size if isinstance(size, int) else 0,
        kind=str(data.get("mimetype") or ""),
        url=str(data.get("url_private_download") or data.get("url_private") or ""),
    )


class Files:
    """The files of workspaces. Raises `NoTokenError` for a workspace without a token."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def find(self, team: str, file_id: str) -> SlackFile | NotFetched:
        """What Slack says of a file that the bot can see."""
        answer = call(self._clients.client(team).files_info, file=file_id)
        if isinstance(answer, Done):
            return file_of(answer.data.get("file") or {})
        return NotFetched("gone" if isinstance(answer, Refused) else "no_answer")

    def fetch(self, team: str, file: SlackFile) -> bytes | NotFetched:
        """The content of a file, at most `LARGEST` bytes of it."""
        if file.size > LARGEST:
            return NotFetched("too_large")
        client = self._clients.client(team)
        if not is_slacks(file.url, self._clients.base_url):
            return NotFetched("gone")
        return _fetched(client, file.url)

    def send(self, team: str, user: str, name: str, content: bytes) -> bool:
        """Bring a file into the direct messages with somebody; whether Slack has it."""
        client = self._clients.client(team)
        opened = call(client.conversations_open, users=user)
        if not isinstance(opened, Done):
            return False
        channel = (opened.data.get("channel") or {}).get("id")
        sent = call(client.files_upload_v2, filename=name, content=content, title=name, channel=channel)
        return isinstance(sent, Done)


class _NoRedirects(HTTPRedirectHandler):
    """Slack sends whom it does not let in to a page where to sign in; the token goes nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _fetched(client: WebClient, url: str) -> bytes | NotFetched:
    opener = build_opener(_NoRedirects, HTTPSHandler(context=client.ssl))
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310  # an address of Slack's
    try:
        with opener.open(request, timeout=client.timeout) as response:
            if response.headers.get_content_type() == "text/html":
                return NotFetched("not_shown")  # a page where to sign in comes with status 200, too
            content: bytes = response.read(LARGEST + 1)
    except HTTPError as error:
        refused = "not_shown" if error.code in _SIGN_IN else "gone"
        return NotFetched(refused if error.code < 500 else "no_answer")
    except (OSError, HTTPException):
        return NotFetched("no_answer")
    return NotFetched("too_large") if len(content) > LARGEST else content
