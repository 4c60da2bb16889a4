"""Files: whose addresses get the token, and what is no content."""

from __future__ import annotations

import pytest

from bot.playground import Playground
from bot.slack.clients import Clients, FixedToken, is_slacks
from bot.slack.files import Files, NotFetched, SlackFile, file_of

SLACK = "https://slack.com/api/"
ADDRESSES = [
    ("https://slack.com/files-pri/T1-F1/x.csv", SLACK, True),
    ("https://files.slack.com/files-pri/T1-F1/x.csv", SLACK, True),
    ("https://hooks.slack.com/actions/T1/1/x", SLACK, True),
    ("http://127.0.0.1:4000/files-pri/T1-F1/x.csv", "http://127.0.0.1:4000/api/", True),
    ("http://files.slack.com/x", SLACK, False),  # the token would be read on the way
    ("https://evil-slack.com/x", SLACK, False),
    ("https://slack.com.evil.example/x", SLACK, False),
    ("https://slack.com:8443/x", SLACK, False),
    ("https://evil.example@slack.com/x", SLACK, False),
    ("https://slack.com@evil.example/x", SLACK, False),
    ("https://slack.com:port/x", SLACK, False),
    ("https://[::1/x", SLACK, False),
    ("http://127.0.0.1:4001/x", "http://127.0.0.1:4000/api/", False),
    ("file:///etc/passwd", SLACK, False),
    ("", SLACK, False),
]


@pytest.mark.parametrize(("url", "base", "is_theirs"), ADDRESSES)
def test_only_slack_gets_a_token(url: str, base: str, *, is_theirs: bool) -> None:
    assert is_slacks(url, base) is is_theirs


def a_file(url: str, size: int = 10) -> SlackFile:
    return SlackFile("F1", "x.csv", "U1", size, "text/csv", url)


def test_a_file_that_lies_elsewhere_is_not_asked_for() -> None:
    files = Files(Clients(FixedToken("xoxb-1")))
    assert files.fetch("T1", a_file("https://drive.example/x.csv")) == NotFetched("gone")
    assert files.fetch("T1", a_file("https://files.slack.com/x.csv", 5_000_001)) == NotFetched("too_large")


def test_the_page_to_sign_in_is_no_content(slack: Playground) -> None:
    files = Files(Clients(FixedToken("xoxb-of-nobody"), slack.api_url))
    base = slack.api_url.removesuffix("/api/")
    assert files.fetch("T0TEST", a_file(f"{base}/signin")) == NotFetched("not_shown")  # status 200, but a page
    ana = slack.person("Ana")
    sent = ana.uploads("x.csv", b"a,b\n")
    assert sent.files == ["x.csv"]
    content = files.fetch(ana.team, a_file(f"{base}/files-pri/{ana.team}-F1/x.csv"))
    assert content == NotFetched("gone")


def test_what_slack_leaves_out_of_a_file_is_empty() -> None:
    assert file_of({}) == SlackFile("", "", "", 0, "", "")
    assert not file_of({"mimetype": "image/png"}).may_hold_contacts
    assert file_of({"mimetype": "text/csv", "name": "x.csv", "size": 3}).may_hold_contacts
