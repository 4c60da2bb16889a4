"""The App Home and the first card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.blocks.home import home
from bot.blocks.layout import Button, actions, section
from bot.blocks.text import plain
from bot.blocks.welcome import welcome
from bot.language.meanings import MonthDay
from bot.network.home import SIZES
from bot.network.outcomes import (
    DueNow,
    DuePerson,
    FailedNudge,
    HomeView,
    InteractionFact,
    MilestoneFact,
    NudgeView,
    Page,
    PromiseFact,
    ReminderFact,
    RestingFact,
)
from tests.blocks.limits import wrong_with_home
from tests.blocks.people import SETTINGS, TODAY, nudge_view, person

MET = InteractionFact(date(2026, 8, 23), "met", "PyCon")
PRIYA = DueNow(nudge_view("check_in", reason_last=MET, id=""))


def page(*rows: Any, size: int = 8) -> Page[Any]:
    """All of a short list."""
    return Page(rows, len(rows), 0, size)


VIEW = HomeView(
    TODAY,
    SETTINGS,
    due=page(PRIYA),
    milestones=page(MilestoneFact("birthday", MonthDay(5, 3), None, date(2027, 5, 3), None, "Ana")),
    mine=page(PromiseFact("mine", "the deck", None, TODAY, "Sam", 4)),
    theirs=page(PromiseFact("theirs", "a book", None, TODAY, "Lee", 5)),
    plans=page(ReminderFact("coffee", date(2026, 11, 26), "12:30", "hiring", "Café Milo", "Ana", 3)),
    reminders=page(ReminderFact("reminder", date(2026, 11, 27), None, "file the taxes", id=2)),
    resting=page(
        RestingFact("paused", date(2027, 1, 4), person("Noor", id=9)),
        RestingFact("snoozed", date(2027, 1, 5), person("Emre", id=8), nudge="n8", about="the deck"),
        RestingFact("snoozed", date(2027, 1, 6), None, nudge="n9", about="file the taxes"),
        RestingFact("paused", None, person("Ravi")),
        RestingFact("paused", None, tag="recruiters"),
    ),
    people=5,
    with_rhythm=2,
)


def shown(view: HomeView) -> list[str]:
    """What the sections of a Home say."""
    texts = [block["text"]["text"] for block in home(view)["blocks"] if "text" in block]
    return [line for text in texts for line in plain(text).splitlines()]


def values(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Action ids and values of the buttons beside sections."""
    beside = [one["accessory"] for one in blocks if "accessory" in one]
    return [(one["action_id"], one["value"]) for one in beside if one["type"] == "button"]


def answers(view: HomeView) -> list[list[tuple[str, str]]]:
    """Action ids and values of the rows of buttons, without the first row and the last."""
    rows = [block["elements"] for block in home(view)["blocks"] if block["type"] == "actions"]
    return [[(one["action_id"], one["value"]) for one in row] for row in rows[1:-1]]


def test_home_shows_what_is_due_ahead_owed_and_resting() -> None:
    assert shown(VIEW) == [
        "Due now",
        "Priya — it's been 3 months since you met at PyCon.",
        "To celebrate",
        "• Ana · birthday · Mon 3 May 2027",
        "Planned",
        "• Ana · coffee about hiring at Café Milo (Thu 26 Nov at 12:30)",
        "To be reminded of",
        "• file the taxes (Fri 27 Nov)",
        "You owe",
        "Sam · the deck · said today",
        "You are waiting for",
        "Lee · a book · said today",
        "Paused and snoozed",
        "Noor · paused until Mon 4 Jan 2027",
        "Emre · the deck · snoozed until Tue 5 Jan 2027",
        "file the taxes · snoozed until Wed 6 Jan 2027",
        "Ravi · paused",
        "#recruiters · paused",
    ]
    assert values(home(VIEW)["blocks"]) == [
        ("home:item", "plan:3"),
        ("home:item", "reminder:2"),
        ("home:resume", "9"),
        ("home:resume", "8"),
        ("home:wake", "n9"),
        ("home:resume", "7"),
        ("home:tag", "recruiters"),
    ]


OWED = [
    [("home:kept", "4"), ("home:item", "promise:4")],
    [("home:kept", "5"), ("home:item", "promise:5")],
]


def due(kind: str, name: str | None = "Sam", **facts: Any) -> DueNow:
    """Something due that no nudge came about yet."""
    return DueNow(nudge_view(kind, name, id="", **facts))


def test_who_is_due_can_be_answered_there() -> None:
    asked = DueNow(nudge_view("promise", "Ana", direction="mine", about="the deck"))
    promised = DueNow(
        nudge_view("promise", "Lee", id="", direction="mine", about="the deck"), promise=12, item="promise:12"
    )
    held = due("plan", milestone="coffee", stage="after", on=date(2026, 11, 20))
    view = replace(VIEW, due=page(PRIYA, asked, promised, held))

    assert answers(view) == [
        [("home:done", "7"), ("home:snooze", "7"), ("home:brief", "7")],
        [("nudge:done", "n1"), ("nudge:snooze_week", "n1"), ("home:brief", "7")],
        [("home:kept", "12"), ("home:item", "promise:12"), ("home:brief", "7")],
        [("home:done", "7"), ("home:brief", "7")],
        *OWED,
    ]


def test_what_can_only_be_looked_at_is_opened_beside_it() -> None:
    view = replace(VIEW, due=page(due("milestone", milestone="birthday", on=TODAY)), resting=page())

    assert answers(view) == OWED
    assert ("home:brief", "7") in values(home(view)["blocks"])


def test_a_nudge_has_the_rarer_answers_in_a_menu() -> None:
    view = replace(VIEW, due=page(DueNow(nudge_view("check_in")), DueNow(nudge_view("reminder", None, about="taxes"))))
    menus = [one["accessory"]["options"] for one in home(view)["blocks"] if "overflow" in str(one.get("accessory"))]

    assert [[option["value"] for option in menu] for menu in menus] == [
        ["no_answer:n1", "snooze_month:n1", "snooze_until:n1", "skip:n1", "stop:n1"],
        ["snooze_month:n1", "snooze_until:n1", "skip:n1"],
    ]


def test_what_slack_did_not_take_says_why_and_what_to_do() -> None:
    def failed(code: str | None) -> str:
        view = replace(VIEW, failed=page(FailedNudge(nudge_view("check_in", id="n7"), code)))
        assert [("home:retry", "n7"), ("nudge:done", "n7"), ("nudge:snooze_week", "n7")] in answers(view)
        return " ".join(shown(view))

    assert "Could not be sent to you" in failed("timeout")
    assert "Messages tab" in failed("messages_tab_disabled")
    assert "rapport doctor" in failed("missing_scope")
    assert "answered here" in failed("msg_too_long")
    assert "tell whoever runs me" in failed(None)


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
    assert "nobody has a rhythm yet" in shown(HomeView(TODAY, SETTINGS, people=3000))[1]


def test_a_pause_of_everything_can_be_ended_from_home() -> None:
    away = HomeView(TODAY, replace(SETTINGS, paused_until=date(2027, 1, 5)))

    assert shown(away)[1] == "All nudges are paused until Tue 5 Jan 2027."
    assert values(home(away)["blocks"]) == [("home:say", "resume")]


def test_a_newcomer_reads_how_to_begin() -> None:
    first = shown(HomeView(TODAY, SETTINGS, is_first=True))

    assert any("met Priya at PyCon about hiring" in line for line in first)
    assert not any("Due now" in line for line in first)


def test_a_long_list_is_turned_page_by_page() -> None:
    rows = tuple(PromiseFact("mine", "the deck", None, TODAY, "Sam", number) for number in range(6))
    first = replace(VIEW, mine=Page(rows, 15, 0, 6))
    middle, last = replace(VIEW, mine=Page(rows, 15, 1, 6)), replace(VIEW, mine=Page(rows[:3], 15, 2, 6))

    assert [turned(view) for view in (first, middle, last)] == [
        [("Show 6 more", "mine:1")],
        [("Back", "mine:0"), ("Show 3 more", "mine:2")],
        [("Back", "mine:1")],
    ]
    assert "You owe · 7 to 12 of 15" in shown(middle)
    assert "You owe · 13 to 15 of 15" in shown(last)


def turned(view: HomeView) -> list[tuple[str, str]]:
    """The buttons that turn pages: what they say, and where they lead."""
    rows = [block["elements"] for block in home(view)["blocks"] if block["type"] == "actions"]
    buttons = [one for row in rows for one in row if one["action_id"].startswith("home:page:")]
    return [(one["text"]["text"], one["value"]) for one in buttons]


def test_what_is_about_to_be_erased_can_be_kept() -> None:
    going = replace(VIEW, erased_at=datetime(2026, 11, 23, 10, 10, tzinfo=UTC), erasure="c7")

    assert "erased for good" in " ".join(shown(going))
    assert "Sam" not in " ".join(shown(going))
    assert values(home(going)["blocks"]) == [("undo", "c7")]


def test_erasing_asks_first() -> None:
    [erase] = [one for one in home(VIEW)["blocks"][-1]["elements"] if "confirm" in one]

    assert erase["value"] == "forget everything about me"
    assert "10 minutes" in erase["confirm"]["text"]["text"]


def test_the_fullest_pages_fit() -> None:
    long = person("x" * 500)
    nudge = NudgeView("n1", "reminder", long, TODAY, TODAY, about="y" * 5000, reason_last=MET)

    def full(fact: Any, size: int) -> Page[Any]:
        return Page((fact,) * size, 3000, 1, size, or_more=True)

    many = HomeView(
        TODAY,
        replace(SETTINGS, paused_until=date(2027, 1, 5)),
        due=full(DueNow(nudge, item="reminder:2"), SIZES["due"]),
        failed=full(FailedNudge(nudge, "x" * 64), SIZES["failed"]),
        milestones=full(VIEW.milestones.rows[0], SIZES["milestones"]),
        plans=full(replace(VIEW.plans.rows[0], about="z" * 5000, name="x" * 500), SIZES["plans"]),
        reminders=full(replace(VIEW.reminders.rows[0], about="z" * 5000), SIZES["reminders"]),
        mine=full(replace(VIEW.mine.rows[0], about="z" * 5000), SIZES["mine"]),
        theirs=full(VIEW.theirs.rows[0], SIZES["theirs"]),
        resting=full(RestingFact("snoozed", TODAY, long, about="z" * 5000), SIZES["resting"]),
    )
    said = [*[section("Done.")] * 20, actions([Button("Undo", "undo", "c1")])]
    view = home(many, said)
    assert wrong_with_home(view) == []
    assert view["blocks"][-1]["elements"][-1]["text"]["text"] == "Erase everything"  # nothing was cut off


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
