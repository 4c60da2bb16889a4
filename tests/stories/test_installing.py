"""The app installed with OAuth, removed, and installed again: what was said stays, and nobody else is disturbed."""

from __future__ import annotations

import re
from contextlib import ExitStack
from html import unescape
from urllib.error import HTTPError
from urllib.request import build_opener, urlopen

import pytest

from bot.playground import Fault
from tests.stories.stage import Stage


@pytest.fixture
def stage(sqlite_url: str, stack: ExitStack) -> Stage:
    """The bot over HTTP, installed nowhere."""
    return Stage(stack, sqlite_url, "http", installed=False)


def installs(stage: Stage, team: str = "T0ONE") -> str:
    """Somebody installs the app in a workspace; the page they end on.

    The state's cookie is for https alone, which stands in front of the bot; here it is carried by hand.
    """
    with urlopen(f"{stage.address}/slack/install", timeout=10) as answer:
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]
    found = re.search(r'href="([^"]*oauth/v2/authorize[^"]*)"', page)
    assert found is not None
    opener = build_opener()
    opener.addheaders = [("Cookie", cookie)]
    with opener.open(f"{unescape(found[1])}&team={team}", timeout=10) as answer:
        ended: str = answer.read().decode()
    return ended


def test_a_workspace_that_installs_is_served(stage: Stage) -> None:
    stage.person("Zoe")  # who installs it
    ana = stage.person("Ana")
    assert "Thank you" in installs(stage)
    answer = ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    assert "Logged" in answer.text
    stage.tick("2027-02-23 09:00")
    assert len(ana.inbox) == 1


def everybodys_inbox(stage: Stage) -> list[str]:
    """What the app wrote to anybody at all."""
    stage.settle()
    return [message.text for member in stage.slack.members() for message in member.inbox]


def test_whoever_installs_is_welcomed_once_and_nobody_else(stage: Stage) -> None:
    ana, bo = stage.person("Ana"), stage.person("Bo")
    installs(stage)
    [welcome] = everybodys_inbox(stage)
    assert "Thank you for installing me" in welcome

    installs(stage)  # again, over the first one
    stage.slack.uninstall("T0ONE")
    stage.slack.reinstall("T0ONE")
    installs(stage)
    assert len(everybodys_inbox(stage)) == 1

    installer, other = (ana, bo) if ana.inbox else (bo, ana)
    assert "Three lines to try" not in installer.types("/met Priya at PyCon").words
    assert "Three lines to try" in other.types("/met Priya at PyCon").words
    assert "Three lines to try" not in other.types("/met Kenji at PyCon").words


def test_a_welcome_that_slack_did_not_take_comes_with_the_first_answer(stage: Stage) -> None:
    ana = stage.person("Ana")
    stage.slack.faults.add(Fault("chat.postMessage", "error", error="restricted_action", times=1))
    installs(stage)
    assert everybodys_inbox(stage) == []
    assert "Three lines to try" in ana.types("/met Priya at PyCon").words


def test_a_forged_state_installs_nothing(stage: Stage) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{stage.address}/slack/oauth_redirect?code=x&state=y", timeout=10)
    assert refused.value.code == 400
    refused.value.close()


def test_a_removed_app_falls_silent_and_comes_back_with_everything(stage: Stage) -> None:
    stage.person("Zoe")  # who installs it
    ana = stage.person("Ana")
    installs(stage)
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    stage.slack.uninstall("T0ONE")
    stage.tick("2026-12-01 09:00")
    assert ana.inbox == []
    stage.slack.reinstall("T0ONE")
    installs(stage)
    stage.restart_jobs()
    assert ana.export("Priya")["next_check_in_on"] == "2027-02-23"
    stage.tick("2027-02-23 09:00")
    assert len(ana.inbox) == 1
