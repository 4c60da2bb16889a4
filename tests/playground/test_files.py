"""Files up and down: uploaded by the app and by people, shown, fetched with a token."""

from collections.abc import Mapping
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.playground import Playground
from tests.playground.samples import refused


class Fetched(NamedTuple):
    """An HTTP answer, redirects not followed."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def fetch(url: str, token: str | None = None, body: bytes | None = None) -> Fetched:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request("POST" if body else "GET", parts.path, body, headers)
    response = connection.getresponse()
    fetched = Fetched(response.status, dict(response.headers), response.read())
    connection.close()
    return fetched


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_file_is_uploaded_shared_and_shown(playground: Playground, client: WebClient) -> None:
    ana = playground.person("Ana", user_id="U1")
    channel = client.conversations_open(users="U1")["channel"]["id"]

    uploaded = client.files_upload_v2(filename="network.png", content=PNG, channel=channel, initial_comment="yours")

    file = uploaded["file"]
    assert (file["mimetype"], file["size"]) == ("image/png", len(PNG))
    [message] = ana.inbox
    assert (message.text, message.files) == ("yours", ["network.png"])
    image = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "A picture of the network"}
    assert client.chat_postMessage(channel="U1", text="picture", blocks=[image])["ok"]
    other = image | {"slack_file": {"id": "F404"}}
    assert refused(client.chat_postMessage, channel="U1", text="x", blocks=[other])["error"] == "invalid_blocks"
    assert refused(client.files_info, file="F404")["error"] == "file_not_found"


def test_a_private_file_is_fetched_with_a_token_or_ends_at_the_sign_in(
    playground: Playground, client: WebClient
) -> None:
    ana = playground.person("Ana")
    ana.uploads("Connections.csv", b"First Name")
    message = client.conversations_history(channel=client.conversations_open(users=ana.id)["channel"]["id"])[
        "messages"
    ][0]
    url = message["files"][0]["url_private_download"]

    fetched = fetch(url, client.token)

    assert (fetched.status, fetched.content) == (200, b"First Name")
    assert fetched.headers["Content-Disposition"] == "attachment"
    turned_away = fetch(url)
    assert (turned_away.status, turned_away.headers["Location"]) == (302, "/signin")
    sign_in = fetch(f"{playground.url}signin")
    assert (sign_in.status, sign_in.headers["Content-Type"].startswith("text/html")) == (200, True)
    assert fetch(url.replace("-F", "-G")).status == 404


def test_uploads_are_checked(playground: Playground, client: WebClient) -> None:
    playground.person("Ana", user_id="U1")

    assert refused(client.files_getUploadURLExternal, filename="a.png", length=0)["error"] == "invalid_arguments"
    started = client.files_getUploadURLExternal(filename="a.png", length=4)
    files = [{"id": started["file_id"], "title": "A"}]
    early = refused(client.files_completeUploadExternal, files=files)
    assert fetch(started["upload_url"], body=b"1234").content == b"OK - 4"
    assert client.files_completeUploadExternal(files=files)["files"][0]["title"] == "A"
    assert early["error"] == "file_update_failed"
    assert fetch(started["upload_url"], body=b"5678").status == 404
    assert refused(client.files_completeUploadExternal, files=[{"id": "F404"}])["error"] == "file_not_found"
