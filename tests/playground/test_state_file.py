"""What is still there after a restart."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.playground import Playground
from tests.playground.conftest import MANIFEST, SECRET

PNG = b"\x89PNG\r\n\x1a\n"


def opened(path: Path) -> Playground:
    playground = Playground(manifest=MANIFEST, signing_secret=SECRET, state_file=path)
    playground.grace = 0.01
    playground.start()
    return playground


def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "playground.json"
    before = opened(path)
    ana = before.person("Ana", user_id="U1", timezone="Europe/Paris")
    token = before.bot_token()
    client = WebClient(token=token, base_url=before.api_url)
    before.set_clock(datetime(2027, 2, 23, 9, tzinfo=UTC), frozen=True)
    posted = client.chat_postMessage(
        channel="U1", text="a nudge", metadata={"event_type": "n", "event_payload": {"id": "7"}}
    )
    client.chat_postEphemeral(channel=posted["channel"], user="U1", text="psst")
    client.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})
    ana.uploads("network.png", PNG)
    ana.reacts("zzz", to=ana.inbox[0])
    ana.types("done", thread=ana.inbox[0])
    messages, home, answers = ana.messages(), ana.home, ana.answers
    before.stop()

    after = opened(path)
    again = after.member("U1")

    assert (again.messages(), again.home, again.answers) == (messages, home, answers)
    assert after.now() == datetime(2027, 2, 23, 9, tzinfo=UTC)
    assert again.timezone == "Europe/Paris"
    client = WebClient(token=token, base_url=after.api_url)
    later = client.chat_postMessage(channel="U1", text="more")
    assert later["ts"] > posted["ts"]
    assert client.files_info(file=_file_id(client, posted["channel"]))["file"]["size"] == len(PNG)
    after.stop()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600  # tokens are in it
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def _file_id(client: WebClient, channel: str) -> str:
    messages = client.conversations_history(channel=channel)["messages"]
    return str(next(message["files"][0]["id"] for message in messages if "files" in message))


def test_it_is_saved_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    playground = opened(path)
    playground.person("Ana", user_id="U1")

    playground.wait_until_saved()

    assert "U1" in [person["id"] for person in json.loads(path.read_text())["people"]]
    playground.stop()


def test_another_file_is_not_taken_for_a_state(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    path.write_text('{"format": "something else"}')

    with pytest.raises(ValueError, match="not a state file"):
        Playground(manifest=MANIFEST, signing_secret=SECRET, state_file=path)


def test_starting_and_stopping_twice_is_the_same_as_once(tmp_path: Path) -> None:
    playground = opened(tmp_path / "playground.json")
    url = playground.url
    playground.start()
    other = Playground(manifest=MANIFEST, signing_secret=SECRET, port=int(url.rstrip("/").rpartition(":")[2]))

    with pytest.raises(OSError, match="in use"):
        other.start()
    playground.stop()
    playground.stop()
    playground.start()

    assert playground.url == url  # the app goes on with the address that it knows
    playground.stop()
