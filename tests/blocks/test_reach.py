"""How somebody likes to be reached, one tap away."""

from __future__ import annotations

import pytest

from bot.blocks.reach import Handles, ways
from bot.blocks.text import plain

ALL = Handles(email="p@acme.com", phone="+44 20 79", links=("https://linkedin.com/in/priya", "priya.dev"))
MAIL, PHONE = "<mailto:p@acme.com|p@acme.com>", "<tel:+442079|+44 20 79>"
PROFILE, SITE = "<https://linkedin.com/in/priya|linkedin.com/in/priya>", "<https://priya.dev|priya.dev>"
WAYS: list[tuple[str | None, list[str]]] = [
    (None, [MAIL, PHONE, PROFILE, SITE]),
    ("email", [f"{MAIL} (preferred)", PHONE, PROFILE, SITE]),
    ("phone", [f"{PHONE} (preferred)", MAIL, PROFILE, SITE]),
    ("text", [f"{PHONE} (prefers a text)", MAIL, PROFILE, SITE]),
    ("linkedin", [f"{PROFILE} (preferred)", MAIL, PHONE, SITE]),
    ("whatsapp", ["<https://wa.me/442079|WhatsApp> (preferred)", MAIL, PHONE, PROFILE, SITE]),
    ("slack", ["prefers Slack", MAIL, PHONE, PROFILE, SITE]),
    ("in person", ["prefers to meet in person", MAIL, PHONE, PROFILE, SITE]),
]


@pytest.mark.parametrize(("channel", "expected"), WAYS)
def test_what_they_prefer_comes_first(channel: str | None, expected: list[str]) -> None:
    assert ways(Handles(channel, ALL.email, ALL.phone, ALL.links)) == expected


def test_a_member_is_written_to_in_slack() -> None:
    [way] = ways(Handles("slack", team="T0ONE", slack_user="U0KIM"))

    assert way == "<slack://user?team=T0ONE&amp;id=U0KIM|message in Slack> (preferred)"


@pytest.mark.parametrize("bad", ["a b@c.d", "x|y@z", "<@U1>", "javascript:alert(1)", "a`b", "p" * 300])
def test_what_is_no_address_is_no_link_that_breaks_out(bad: str) -> None:
    for way in ways(Handles(None, bad, None, (bad,), team="T1|x", slack_user="U1>")):
        assert way.count("<") == way.count(">") <= 1
        assert "slack://" not in way
        assert plain(way)
