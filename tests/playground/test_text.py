"""Text between keyboard, mark-up and eye."""

import pytest

from bot.playground.state import Person
from bot.playground.text import stored, typed, words

PEOPLE = [Person("U1", "T1", "Ana"), Person("U2", "T1", "Ana Lima")]


@pytest.mark.parametrize(
    ("text", "command", "message"),
    [
        ("met Priya", "met Priya", "met Priya"),
        ("R&D <3 a>b", "R&amp;D &lt;3 a&gt;b", "R&amp;D &lt;3 a&gt;b"),
        ("met <@U1> & <@U9>", "met <@U1|ana> &amp; <@U9>", "met <@U1> &amp; <@U9>"),
        ("met @Ana Lima, @ana and @anatole", "met <@U2|ana.lima>, <@U1|ana> and @anatole", None),
        ("in <#C1|general>", "in <#C1|general>", "in <#C1|general>"),
        ("see https://x.example/a?b&c.", "see https://x.example/a?b&amp;c.", "see <https://x.example/a?b&amp;c>."),
        ("mail a.b@x.example!", "mail a.b@x.example!", "mail <mailto:a.b@x.example|a.b@x.example>!"),
        ("", "", ""),
    ],
)
def test_what_is_typed_is_escaped_and_marked(text: str, command: str, message: str | None) -> None:
    assert typed(text, PEOPLE, names=True, links=False) == command
    if message is not None:
        assert typed(text, PEOPLE, names=False, links=True) == message


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Tom & Jerry", "Tom &amp; Jerry"),
        ("Tom &amp; Jerry", "Tom &amp; Jerry"),
        ("a < b, <@U1> and <https://x.example|x>", "a &lt; b, <@U1> and <https://x.example|x>"),
        ("> quoted", "> quoted"),
    ],
)
def test_what_an_app_writes_is_kept_as_slack_does(text: str, kept: str) -> None:
    assert stored(text) == kept


def test_words_are_all_that_can_be_read() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Tom &amp; *Priya*"}}
    run = [{"type": "text", "text": "Hi "}, {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "wave"}]
    draft = {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": run}]}
    confirm = {"title": {"type": "plain_text", "text": "Sure?"}}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Done"}, "confirm": confirm}

    assert words([section, draft, {"type": "actions", "elements": [button]}]) == "Tom & *Priya*\nHi <@U1>:wave:\nDone"
    assert words([], "only &lt;text&gt;") == "only <text>"
