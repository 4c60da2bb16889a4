"""The README is true: its sentences are understood, its commands exist, its settings are read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import Settings
from bot.language import Known, parse
from bot.manifest import load, scopes

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def section(title: str) -> str:
    """The text under a heading, to the next of its rank."""
    return re.split(r"\n## ", README.split(f"\n## {title}\n", 1)[1], maxsplit=1)[0]


SENTENCES = re.findall(r"`([^`]+)`", section("What to say").split("\n### ", 1)[0].split("| --- | --- |", 1)[1])


def test_there_are_many_examples() -> None:
    assert len(SENTENCES) > 40


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_understood(sentence: str) -> None:
    found = re.fullmatch(r"/(met|nudge|whois|rapport) (.*)", sentence)
    command, text = (found[1], found[2]) if found else ("dm", sentence)
    meaning = parse(text, at=MONDAY, command=command, known=Known.of(["Priya", "Sam"], ["Acme"]))  # type: ignore[arg-type]  # one of Command
    assert meaning.intent != "unknown"
    assert meaning.doubts == ()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\| `rapport (\w+)", section("The command line")))))
def test_each_command_exists(command: str) -> None:
    from bot.cli import app

    assert command in {one.name or str(getattr(one.callback, "__name__", "")) for one in app.registered_commands}


def test_each_scope_has_its_reason_and_no_other() -> None:
    table = section("Install it in Slack").split("| scope | because |", 1)[1]
    assert set(re.findall(r"^\| `([a-z_:]+)` \|", table, re.MULTILINE)) == scopes()


def test_each_variable_is_read() -> None:
    table = section("Settings of the process")
    named = {name.lower() for name in re.findall(r"`([A-Z][A-Z_]+)`", table)}
    assert named == set(Settings.model_fields)


def test_each_slash_command_is_named() -> None:
    for command in load()["features"]["slash_commands"]:
        assert f"`{command['command']}`" in README
