"""The JSON lines of `rapport parse`, the names that are known, the reasons and the suggestions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.language import Known, explain, nearest, parse, parse_line

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_a_line_is_read_in_its_own_zone() -> None:
    line = {"text": "met Kenji yesterday", "at": "2026-08-31T16:30:00Z", "tz": "Asia/Tokyo"}
    assert parse_line(line, now=NOW)["on"] == "2026-08-31"  # it is already 1 September in Tokyo


def test_a_line_takes_its_command_order_and_names() -> None:
    assert parse_line({"text": "Priya at conference", "command": "met"}, now=NOW)["intent"] == "log"
    assert parse_line({"text": "met Tom on 3/5", "day_first": True}, now=NOW)["on"] == "2026-05-03"
    known = {"people": ["Will Friday"], "companies": ["Acme"]}
    assert parse_line({"text": "met will friday (acme)", "known": known}, now=NOW) == {
        "intent": "log",
        "people": ["will friday"],
        "kind": "met",
        "company": "acme",
    }


@pytest.mark.parametrize(
    "line",
    [
        None,
        [],
        "met Sam",
        {},
        {"text": 3},
        {"text": "x", "at": "noon"},
        {"text": "x", "tz": "Mars/Phobos"},
        {"text": "x", "tz": "../etc"},
        {"text": "x", "at": "0001-01-01T00:00:00+14:00", "tz": "America/New_York"},
        {"text": "x", "command": "shout"},
        {"text": "x", "command": ["met"]},
    ],
)
def test_a_malformed_line_is_answered_with_an_error(line: Any) -> None:
    assert set(parse_line(line, now=NOW)) == {"error"}


@pytest.mark.parametrize("known", [3, [], {"people": "Sam"}, {"people": [1, None, "Sam"]}, {"companies": {}}])
def test_names_that_are_none_are_left_out(known: Any) -> None:
    assert parse_line({"text": "met Sam", "known": known}, now=NOW)["people"] == ["Sam"]


@pytest.mark.parametrize(
    ("said", "words"),
    [("will friday called", 2), ("mercedes", 1), ("JOSE Álvarez", 2), ("sam", 0), ("ortega and", 1), ("orte", 0)],
)
def test_known_names_end_where_the_network_says(said: str, words: int) -> None:
    known = Known.of(["Will Friday", "Mercedes Ortega", "José Alvarez"], [])
    assert known.person([*said.split(), ""], 0) == words


def test_a_known_company_is_no_person() -> None:
    known = Known.of(["Priya"], ["Stripe"])
    assert parse("stripe", at=NOW, command="whois", known=known).intent == "find"
    assert parse("priya moved to stripe", at=NOW, known=known).company == "stripe"
    assert parse("priya moved to lyon", at=NOW, known=known).where == "lyon"


def test_each_field_has_its_words_and_its_rule() -> None:
    found = explain("met Priya at PyCon yesterday about hiring", at=NOW)
    fields = {reason.field: reason.words for reason in found.reasons}
    assert fields["where"] == "at PyCon"
    assert fields["on"] == "yesterday"
    assert fields["about"] == "hiring"
    assert found.meaning == parse("met Priya at PyCon yesterday about hiring", at=NOW)
    assert found.nearest == ()


def test_what_is_not_understood_comes_with_what_it_could_mean() -> None:
    assert nearest("Priya Sharma")[0] == "met Priya Sharma"
    assert nearest("Priya at conference") == ("met Priya at conference",)
    assert "upcoming birthdays" in nearest("birthdays upcoming??")
    assert len(nearest("asdf qwerty")) == 3
    assert explain("asdf qwerty", at=NOW).nearest == nearest("asdf qwerty")


@pytest.mark.parametrize("words", ["Feb 30", "13/13"])
def test_a_doubt_stays_in_the_text(words: str) -> None:
    found = parse(f"remind me to call Sam on {words}", at=NOW)
    assert (found.on, found.about, found.doubts) == (None, f"call Sam on {words}", (words,))


@pytest.mark.parametrize("said", ["forget", "forgt Sam", "froget everything about me"])
def test_nothing_is_forgotten_by_a_slip_or_without_a_name(said: str) -> None:
    assert parse(said, at=NOW).intent == "unknown"
