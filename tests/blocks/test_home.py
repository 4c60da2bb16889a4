"""The App Home and the first card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.blocks.home import home
from bot.blocks.layout import Button, actions, section
from bot.blocks.text import plain
from bot.blocks.welcome import welcome
from bot.language.meanings import MonthDay
from bot.network.outcomes import DuePerson, HomeView, MilestoneFact, PromiseFact, ReminderFact
from tests.blocks.limits import wrong_with_home
from tests.blocks.people import SETTINGS, TODAY, person

VIEW = HomeView(
    TODAY,
    SETTINGS,
    due=(DuePerson(person("Priya"), "check_in", TODAY),),
    milestones=(MilestoneFact("birthday", MonthDay(5, 3), None, date(2027, 5, 3), None, "Ana"),),
    promises=(PromiseFact("mine", "the deck", None, TODAY, "Sam"), PromiseFact("theirs", "a book", None, TODAY, "Lee")),
    plans=(ReminderFact("coffee", date(2026, 11, 26), "12:30", "hiring", "Café Milo", "Ana"),),
    paused=((person("Noor", id=9), date(2027, 1, 4)), (person("Ravi"), date.max)),
)


def shown(view: HomeView) -> list[str]:
    """What the sections of a Home say."""
    texts = [block["text"]["text"] for block in home(view)["blocks"] if "text" in block]
    return [line for text in texts for line in plain(text).splitlines()]


def values(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Action ids and values of the buttons beside sections."""
    return [(one["accessory"]["action_id"], one["accessory"]["value"]) for one in blocks if "accessory" in one]


def answers(view: HomeView) -> list[list[tuple[str, str]]]:
    """Action ids and values of the rows of buttons about somebody due."""
    rows = [block["elements"] for block in home(view)["blocks"] if block["type"] == "actions"]
    return [[(one["action_id"], one["value"]) for one in row] for row in rows[1:-1]]


def test_home_shows_what_is_due_ahead_owed_and_paused() -> None:
    assert shown(VIEW) == [
        "Due now",
        "Priya · check-in · today",
        "To celebrate",
        "• Ana · birthday · Mon 3 May 2027",
        "Planned",
        "• Ana · coffee about hiring at Café Milo (Thu 26 Nov at 12:30)",
        "You owe",
        "Sam · the deck · said today",
        "You are waiting for",
        "Lee · a book · said today",
        "Paused",
        "Noor · until Mon 4 Jan 2027",
        "Ravi",
    ]
    assert values(home(VIEW)["blocks"]) == [
        ("home:kept", "0"),
        ("home:kept", "0"),
        ("home:resume", "9"),
        ("home:resume", "7"),
    ]


def test_who_is_due_can_be_answered_there() -> None:
    asked = DuePerson(person("Ana", id=3), "promise", TODAY, nudge="n1")
    untold = DuePerson(person("Sam", id=4), "milestone", TODAY)
    view = replace(VIEW, due=(*VIEW.due, asked, untold))

    assert answers(view) == [
        [("home:done", "7"), ("home:snooze", "7"), ("home:brief", "7")],
        [("nudge:done", "n1"), ("nudge:snooze_week", "n1"), ("home:brief", "3")],
        [("home:brief", "4")],
    ]


def test_what_was_just_done_stands_first_with_its_undo() -> None:
    said = [section("Done."), section("And more."), actions([Button("Undo", "undo", "c1")])]
    blocks = home(VIEW, said)["blocks"]

    assert blocks[:3] == said
    assert wrong_with_home(home(VIEW, said * 20)) == []


def test_an_empty_day_says_who_is_next() -> None:
    up = DuePerson(person("Lee"), "check_in", date(2026, 12, 3))

    assert (
        shown(HomeView(TODAY, SETTINGS, next_up=up))[1] == "Nobody is due today. Next up: Lee · check-in · Thu 3 Dec."
    )
    assert shown(HomeView(TODAY, SETTINGS))[1] == "Nobody is due today. Enjoy the quiet."


def test_a_pause_of_everything_can_be_ended_from_home() -> None:
    away = HomeView(TODAY, replace(SETTINGS, paused_until=date(2027, 1, 5)))

    assert shown(away)[1] == "All nudges are paused until Tue 5 Jan 2027."
    assert values(home(away)["blocks"]) == [("home:say", "resume")]


def test_a_newcomer_reads_how_to_begin() -> None:
    first = shown(HomeView(TODAY, SETTINGS, is_first=True))

    assert any("met Priya at PyCon about hiring" in line for line in first)
    assert not any("Due now" in line for line in first)


def test_three_thousand_people_fit() -> None:
    due = tuple(DuePerson(person("x" * 500, id=n), "check_in", TODAY, "y" * 900) for n in range(3000))
    many = HomeView(TODAY, SETTINGS, due, None, VIEW.milestones * 3000, VIEW.promises * 3000, VIEW.plans * 3000)

    assert wrong_with_home(home(replace(many, paused=VIEW.paused * 3000))) == []
    assert any(
        "2,985 more" in block["elements"][0]["text"] for block in home(many)["blocks"] if block["type"] == "context"
    )


def test_the_first_card_says_what_is_kept_and_who_can_read_it() -> None:
    card = " ".join(block.get("text", (block.get("elements") or [{}])[0]).get("text", "") for block in welcome("08:30"))

    for words in (
        "met Priya at PyCon",
        "at 08:30",
        "Whoever runs that database",
        "`export`",
        "`forget everything about me`",
    ):
        assert words in card
