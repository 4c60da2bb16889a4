"""Words on their way to Slack and back."""

from __future__ import annotations

import pytest

from bot.blocks.text import bold, clip, code, counted, escape, listed, plain, words

ESCAPED = [
    ("R&D <3", "R&amp;D &lt;3"),
    ("<!channel>", "&lt;!channel&gt;"),
    ("*bold* _it_ ~no~ `code`", "∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ"),
    ("snake_case 2*3", "snake_case 2*3"),  # inside a word a marker formats nothing
    ("a\nb\t c", "a b c"),
    ("\u202eevil", "evil"),  # would turn the rest of the line round
    ("half \ud800", "half \ufffd"),
    ("👩‍👩‍👧 مريم", "👩‍👩‍👧 مريم"),
]


@pytest.mark.parametrize(("typed", "sent"), ESCAPED)
def test_escape(typed: str, sent: str) -> None:
    assert escape(typed) == sent


PLAIN = [
    ("met *Priya* (new)", "met Priya (new)"),
    ("type `/met R&amp;D`", "type /met R&D"),
    ("<mailto:a@b.c|a@b.c> · <https://x.example/a?b=1&amp;c=2|x.example>", "a@b.c · x.example"),
    ("<@U123> and *<@U5>*", "@U123 and @U5"),
    ("at <!date^1795424400^{time}|09:00 UTC>", "at 09:00 UTC"),
    ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
    ("∗ is a star again", "* is a star again"),
]


@pytest.mark.parametrize(("mrkdwn", "read"), PLAIN)
def test_plain(mrkdwn: str, read: str) -> None:
    assert plain(mrkdwn) == read


@pytest.mark.parametrize("name", ["a*b*", "*", "_x_", "O'Neill & <Sons>", "`"])
def test_a_name_stays_bold_and_comes_back_whole(name: str) -> None:
    shown = bold(name)

    assert shown.strip("*").count("*") == 0
    assert plain(f"met {shown} today") == f"met {name} today"


def test_a_clip_cuts_neither_entities_nor_links() -> None:
    assert clip("R&amp;D", 4) == "R…"
    assert clip("see <https://x.example|this>", 12) == "see…"
    assert clip("short", 5) == "short"
    assert len(words("&" * 700, 500)) <= 2500


def test_code_holds_one_line_that_can_be_copied() -> None:
    assert code("met `Ana`\n& co") == "`met ˋAnaˋ &amp; co`"


def test_lists_and_counts() -> None:
    assert listed([]) == ""
    assert listed(["Ana"]) == "Ana"
    assert listed(["Ana", "Sam", "Lee"]) == "Ana, Sam and Lee"
    assert listed(["Ana", "Sam"], "or") == "Ana or Sam"
    assert listed(["a", "b", "c", "d"], most=3) == "a, b and 2 others"
    assert (counted(1, "person", "people"), counted(1200, "note")) == ("1 person", "1,200 notes")
