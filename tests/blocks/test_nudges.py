"""A nudge as its owner reads it: why now, what helps, a draft of what was really said, and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.blocks.drafts import draft
from bot.blocks.nudges import nudge, together
from bot.blocks.reasons import reason
from bot.blocks.text import plain
from bot.network.outcomes import InteractionFact, NudgeView
from tests.blocks.people import TODAY, buttons, lines, nudge_view, person

AT_PYCON = InteractionFact(date(2026, 8, 23), "met", "PyCon", "hiring")
REASONS = [
    (
        nudge_view("check_in", reason_last=AT_PYCON),
        "Priya — it's been 3 months since you met at PyCon; you talked about hiring.",
    ),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, kind="coffee", place="Berlin", about="he quit; is free")),
        "Priya — it's been 3 months since you had coffee in Berlin; you noted “he quit; is free”.",
    ),
    (
        nudge_view("check_in", reason_last=InteractionFact(date(2026, 11, 9), "call")),
        "Priya — it's been 2 weeks since your last call.",
    ),
    (
        nudge_view("check_in", cadence="P6M"),
        "Priya — you wanted to be in touch every 6 months. A good day to say hello.",
    ),
    (nudge_view("check_in"), "Priya — a good day to say hello."),
    (
        nudge_view("follow_up", first_met=InteractionFact(date(2026, 11, 21), "met", "PyCon")),
        "Two days ago you met Priya at PyCon. A short thank-you keeps the door open.",
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(date(2026, 11, 22), "call", None, "hiring")),
        "Yesterday you first spoke with Priya and talked about hiring. A short thank-you keeps the door open.",
    ),
    (
        nudge_view("follow_up", about="the pilot", reason_last=InteractionFact(date(2026, 11, 9), "video")),
        "You wanted to follow up with Priya about the pilot today. It's been 2 weeks since your last video call.",
    ),
    (nudge_view("reminder", "Ana", about="send Ana the deck"), "You wanted to send Ana the deck today."),
    (nudge_view("reminder", "Ana", about="call Ana", time="15:00"), "You wanted to call Ana today at 15:00."),
    (
        nudge_view("reminder", "Ana", about="the budget", on=date(2026, 11, 21)),
        "You wanted to get in touch with Ana on Saturday about the budget.",
    ),
    (nudge_view("reminder", "Ana"), "You wanted to get in touch with Ana today."),
    (nudge_view("reminder", None, about="book the flight"), "You wanted to book the flight today."),
    (nudge_view("milestone", "Ana", milestone="birthday", on=TODAY), "It's Ana's birthday today."),
    (
        nudge_view("milestone", "Ana", milestone="birthday", on=date(2026, 11, 20), is_belated=True),
        "Ana's birthday was on Friday. A belated wish still counts.",
    ),
    (
        nudge_view("milestone", "Ana", milestone="birthday", on=date(2026, 11, 28)),
        "Ana's birthday is on Saturday, 28 Nov.",
    ),
    (
        nudge_view("milestone", person=person("Sam", company="Acme"), milestone="work_anniversary", years=5, on=TODAY),
        "Sam has been at Acme for 5 years today.",
    ),
    (
        nudge_view("milestone", "Lee", milestone="achievement", about="won the Turing Award", on=TODAY),
        "Lee won the Turing Award. A good moment to congratulate.",
    ),
    (
        nudge_view("milestone", "Lee", milestone="other", about="lost her father", on=TODAY),
        "Lee lost her father. A few kind words may help.",
    ),
    (
        nudge_view("promise", "Sam", direction="mine", about="an intro to Lee", on=TODAY),
        "You promised Sam an intro to Lee by today.",
    ),
    (
        nudge_view("promise", "Sam", direction="theirs", about="the deck", on=date(2026, 11, 20)),
        "Sam promised you the deck by Friday. A friendly word may help it along.",
    ),
    (
        nudge_view("plan", "Ana", milestone="coffee", stage="before", on=TODAY, time="12:30"),
        "Coffee with Ana is today at 12:30.",
    ),
    (
        nudge_view("plan", "Ana", milestone="coffee", stage="after", on=date(2026, 11, 20), about="hiring"),
        "Coffee with Ana was planned for Friday (hiring). How did it go?",
    ),
    (
        nudge_view("feedback", "Maria", stage="ask", about="my talk", on=TODAY),
        "You wanted to ask Maria for feedback on “my talk” today.",
    ),
    (
        nudge_view("feedback", "Maria", stage="got", about="slow down"),
        "You got feedback from Maria: “slow down”. Has any of it been of use? They may like to hear.",
    ),
]


@pytest.mark.parametrize(("view", "said"), REASONS, ids=[f"{view.kind}-{n}" for n, (view, _) in enumerate(REASONS)])
def test_reason(view: NudgeView, said: str) -> None:
    assert plain(reason(view)) == said
    assert lines(nudge(view))[0] == said


DRAFTS: list[tuple[NudgeView, tuple[str, ...]]] = [
    (nudge_view("check_in", reason_last=AT_PYCON), ("Hi Priya, it's been a while since we met at PyCon.", "hiring")),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, about="her new team")),
        ("it's been a while since we met at PyCon", "your new team"),
    ),
    (nudge_view("check_in", reason_last=InteractionFact(date(2026, 11, 9), "coffee")), ("since our coffee?",)),
    (nudge_view("check_in", channel="phone"), ("ten minutes for a call",)),
    (nudge_view("check_in", bring_up=("ask Priya about the marathon",)), ("been meaning to ask about the marathon.",)),
    (nudge_view("check_in", i_owe=("an intro to Lee",)), ("I still owe you an intro to Lee.",)),
    (
        nudge_view("follow_up", first_met=replace(AT_PYCON, on=date(2026, 11, 21))),
        ("It was good to meet you at PyCon. Thank you for the conversation about hiring.",),
    ),
    (nudge_view("reminder", "Ana", about="send Ana the deck"), ("Hi Ana, here is the deck.",)),
    (nudge_view("reminder", "Ana", about="call Ana"), ("a moment for a call today?",)),
    (nudge_view("milestone", "Ana", milestone="birthday", on=TODAY), ("Happy birthday, Ana!",)),
    (nudge_view("milestone", "Ana", milestone="birthday", on=date(2026, 11, 20)), ("Happy belated birthday, Ana!",)),
    (nudge_view("milestone", "Lee", milestone="other", about="lost her father", on=TODAY), ("I'm thinking of you.",)),
    (nudge_view("milestone", "Lee", milestone="other", about="had a baby", on=TODAY), ("I heard you had a baby.",)),
    (nudge_view("promise", "Sam", direction="mine", about="an intro"), ("I promised you an intro",)),
    (nudge_view("promise", "Sam", direction="theirs", about="the deck"), ("a friendly question about the deck",)),
    (
        nudge_view("plan", "Ana", milestone="call", stage="before", on=TODAY),
        ("Looking forward to talking to you today.",),
    ),
    (nudge_view("feedback", "Maria", stage="ask", about="my talk"), ("give me some feedback on my talk?",)),
]


@pytest.mark.parametrize(("view", "parts"), DRAFTS, ids=[f"{view.kind}-{n}" for n, (view, _) in enumerate(DRAFTS)])
def test_a_draft_is_made_of_what_was_said(view: NudgeView, parts: tuple[str, ...]) -> None:
    text = draft(view) or ""

    assert [part for part in parts if part.lower() not in text.lower()] == []
    assert "{" not in text


@pytest.mark.parametrize("about", ["he quit; is free", "she wants to grow", "https://x.example", "x" * 300, "you"])
def test_a_draft_leaves_out_what_cannot_be_said_to_them(about: str) -> None:
    text = draft(nudge_view("check_in", reason_last=replace(AT_PYCON, about=about))) or ""

    assert about not in text.replace("How are you", "").replace("hear how you are", "").replace("Would you", "")


def test_a_mail_is_longer_than_a_message_and_has_paragraphs() -> None:
    chat, mail = (draft(nudge_view("check_in", reason_last=AT_PYCON, channel=one)) or "" for one in ("slack", "email"))

    assert mail.startswith("Hi Priya,\n\nIt's been a while")
    assert mail.endswith("Best wishes")
    assert len(mail) > len(chat)


def test_nobody_to_write_to_gets_no_draft() -> None:
    assert draft(nudge_view("reminder", None, about="book the flight")) is None
    assert draft(nudge_view("check_in", person=person("<@U123>"))) == draft(nudge_view("check_in", person=person("")))


def test_what_helps_stands_between_reason_and_draft() -> None:
    view = nudge_view(
        "check_in",
        bring_up=("the marathon",),
        i_owe=("an intro",),
        they_owe=("the deck",),
        interests=("jazz", "maps", "tea", "chess"),
        channel="email",
        email="p@acme.com",
        phone="+44 20",
        links=("https://linkedin.com/in/priya",),
    )
    message = nudge(view)

    assert lines(message)[1:6] == [
        "Bring up: the marathon",
        "You owe them: an intro",
        "They owe you: the deck",
        "Good to know: jazz; maps; tea and 1 more",
        "Reach: prefers email · p@acme.com · +44 20 · linkedin.com/in/priya",
    ]
    assert "<mailto:p@acme.com|p@acme.com> · <tel:+4420|+44 20>" in message.text
    assert [block["type"] for block in message.blocks] == ["section", "context", "rich_text", "actions"]


def test_the_answers_to_somebody() -> None:
    assert buttons(nudge(nudge_view("check_in"))) == {
        "nudge:done": ("Done", "n1"),
        "nudge:no_answer": ("No answer yet", "n1"),
        "nudge:snooze_week": ("In a week", "n1"),
        "nudge:skip": ("Skip", "n1"),
        "snooze_day:n1": ("Tomorrow", "nudge:more"),
        "snooze_month:n1": ("In a month", "nudge:more"),
        "snooze_until:n1": ("Until a day…", "nudge:more"),
        "stop:n1": ("Stop these nudges", "nudge:more"),
        "page:7": ("Open their page", "nudge:more"),
    }


def test_an_errand_can_wait_until_tomorrow_and_is_about_nobody() -> None:
    assert list(buttons(nudge(nudge_view("reminder", None, about="book the flight")))) == [
        *("nudge:done", "nudge:snooze_day", "nudge:snooze_week", "nudge:skip"),
        *("snooze_month:n1", "snooze_until:n1"),
    ]


ANSWERED: list[tuple[dict[str, Any], str]] = [
    (
        {"answered": "done", "next_check_in_on": date(2027, 2, 23)},
        "✅ Logged today with Priya · next check-in Tue 23 Feb 2027",
    ),
    (
        {"answered": "no_answer", "again_on": date(2026, 11, 30)},
        "📨 Reached out to Priya today, no answer yet · I'll ask again on Mon 30 Nov",
    ),
    ({"answered": "snoozed", "again_on": date(2026, 11, 24)}, "💤 Snoozed Priya · I'll ask again tomorrow"),
    (
        {"answered": "skipped", "next_check_in_on": date(2026, 12, 1)},
        "⏭ Skipped Priya this time · next check-in Tue 1 Dec",
    ),
    ({"answered": "stopped"}, "🔕 No more nudges about Priya · to start again: resume Priya"),
]


@pytest.mark.parametrize(("facts", "said"), ANSWERED)
def test_an_answered_nudge_says_what_was_done_and_can_be_undone(facts: dict[str, Any], said: str) -> None:
    message = nudge(nudge_view("check_in", answered_on=TODAY, **facts))

    assert lines(message) == [said]
    assert buttons(message) == {"nudge:undo": ("Undo", "n1")}


def test_one_morning_message_has_a_row_for_each() -> None:
    views = [nudge_view("check_in"), nudge_view("reminder", None, about="book the flight")]
    message = together([*views, nudge_view("check_in", "Sam", answered="skipped")])

    assert lines(message) == [
        "3 nudges for today",
        "Priya — a good day to say hello.",
        "You wanted to book the flight today.",
        "⏭ Skipped Sam this time",
    ]
    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["section", "section", "rich_text", "actions", "section", "actions", "section"]


@pytest.mark.parametrize(("count", "rows"), [(16, 49), (24, 49), (25, 26), (48, 49), (60, 50)])
def test_many_nudges_in_one_message_get_shorter_rows(count: int, rows: int) -> None:
    assert len(together([nudge_view("check_in")] * count).blocks) == rows
