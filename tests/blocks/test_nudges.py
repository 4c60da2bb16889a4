"""A nudge as its owner reads it: why now, what helps, a draft of what was really said, and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from slack_sdk.models.blocks import ActionsBlock, RichTextBlock, RichTextElementParts, RichTextPreformattedElement

from bot.blocks.answers import answer
from bot.blocks.layout import preformatted
from bot.blocks.nudges import answers, nudge, together
from bot.blocks.reasons import reason
from bot.blocks.text import plain
from bot.language.meanings import Meaning
from bot.network.outcomes import Answered, InteractionFact, NudgeView
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
        "Yesterday you spoke with Priya about hiring. A short thank-you keeps the door open.",
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(date(2026, 11, 21), "coffee", "Berlin", "her start-up")),
        (
            "Two days ago you had coffee with Priya in Berlin and talked about her start-up. "
            "A short thank-you keeps the door open."
        ),
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(TODAY, "intro"), via=("Sam",)),
        "Today Sam introduced you to Priya. A short hello gets it started.",
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(TODAY, "intro", others=("Lee",))),
        "Today you introduced Priya to Lee. A good moment to ask whether they have talked.",
    ),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, about="my new job; the pilot")),
        "Priya — it's been 3 months since you met at PyCon; you talked about your new job and the pilot.",
    ),
    (
        nudge_view("check_in", reason_last=AT_PYCON, tried_on=date(2026, 11, 16)),
        (
            "Priya — you reached out a week ago and haven't noted an answer yet. "
            "It's been 3 months since you met at PyCon; you talked about hiring."
        ),
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
    (
        nudge_view("promise", "Sam", direction="mine", about="an intro to Lee", on=TODAY),
        "You promised Sam an intro to Lee by today.",
    ),
    (
        nudge_view("promise", "Sam", direction="mine", about="review her CV", on=date(2026, 11, 24)),
        "You promised Sam to review her CV by tomorrow.",
    ),
    (
        nudge_view("reminder", "Dave Jones", about="call him", time="15:00"),
        "You wanted to call Dave Jones today at 15:00.",
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
        nudge_view(
            "plan", "Ana", milestone="meal", stage="before", on=TODAY, time="12:30", place="Café Milo", about="hiring"
        ),
        "Lunch with Ana is today at 12:30 at Café Milo, about hiring.",
    ),
    (
        nudge_view("plan", "Ana", milestone="coffee", stage="after", on=date(2026, 11, 20), about="hiring"),
        (
            "Coffee with Ana was planned for Friday, about hiring. How did it go? "
            "A line in this thread keeps it for the next time."
        ),
    ),
    (
        nudge_view("feedback", "Maria", stage="ask", about="my talk", on=TODAY),
        "You wanted to ask Maria for feedback on your talk today.",
    ),
    (
        nudge_view("feedback", "Maria", stage="asked", about="my talk", on=date(2026, 11, 16)),
        "You asked Maria for feedback on your talk a week ago. Did it come?",
    ),
    (
        nudge_view("feedback", "Maria", stage="got", about="slow down"),
        "You got feedback from Maria (“slow down”). Has any of it been of use? They may like to hear.",
    ),
]


@pytest.mark.parametrize(("view", "said"), REASONS, ids=[f"{view.kind}-{n}" for n, (view, _) in enumerate(REASONS)])
def test_reason(view: NudgeView, said: str) -> None:
    assert plain(reason(view)) == said
    assert lines(nudge(view))[0] == said


def test_what_helps_stands_between_reason_and_draft() -> None:
    view = nudge_view(
        "check_in",
        bring_up=("ask Priya about the marathon",),
        i_owe=("an intro", "review her CV"),
        they_owe=("the deck",),
        interests=("jazz", "maps", "tea", "chess"),
        channel="email",
        email="p@acme.com",
        phone="+44 20",
        links=("https://linkedin.com/in/priya",),
    )
    message = nudge(view)

    assert lines(message)[1:7] == [
        "Bring up: the marathon",
        "You owe them: an intro",
        "You promised to review her CV",
        "They owe you: the deck",
        "Good to know: jazz; maps; tea and 1 more",
        "Reach: p@acme.com (preferred) · +44 20 · linkedin.com/in/priya",
    ]
    assert "<mailto:p@acme.com|p@acme.com> (preferred) · <tel:+4420|+44 20>" in message.text
    assert [block["type"] for block in message.blocks] == ["section", "context", "rich_text", "actions"]


NEWS = [
    (
        {"person": person("Lee", company="Globex", role="CTO"), "moved_on": date(2026, 11, 2)},
        "New: CTO at Globex since Mon 2 Nov",
    ),
    ({"status": "laid_off"}, "New: was laid off"),
]


@pytest.mark.parametrize(("facts", "said"), NEWS)
def test_what_has_changed_for_them_is_told(facts: dict[str, Any], said: str) -> None:
    assert lines(nudge(nudge_view("check_in", reason_last=AT_PYCON, **facts)))[1] == said


def test_what_the_reason_says_is_not_said_again() -> None:
    promised = nudge_view(
        "promise", "Sam", direction="mine", about="the deck", i_owe=("the deck", "an intro"), on=TODAY
    )
    assert lines(nudge(promised))[1] == "You owe them: an intro"
    over = nudge_view("plan", "Ana", stage="after", on=date(2026, 11, 20), bring_up=("jazz",), reason_last=AT_PYCON)
    assert [block["type"] for block in nudge(over).blocks] == ["section", "rich_text", "actions"]


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


ANSWERED: list[tuple[str, dict[str, Any], str]] = [
    (
        "check_in",
        {"answered": "done", "next_check_in_on": date(2027, 2, 23)},
        "✅ Logged today with Priya · next check-in Tue 23 Feb 2027",
    ),
    (
        "check_in",
        {"answered": "no_answer", "again_on": date(2026, 11, 30)},
        "📨 Reached out to Priya today, no answer yet · I'll ask again on Mon 30 Nov",
    ),
    ("check_in", {"answered": "snoozed", "again_on": date(2026, 11, 24)}, "💤 Snoozed Priya · I'll ask again tomorrow"),
    (
        "check_in",
        {"answered": "skipped", "next_check_in_on": date(2026, 12, 1)},
        "⏭ Skipped Priya this time · next check-in Tue 1 Dec",
    ),
    ("check_in", {"answered": "stopped"}, "🔕 No more nudges about Priya · to start again: resume Priya"),
    ("reminder", {"answered": "done", "about": "call her"}, "✅ Done today: call Priya · logged with Priya"),
    ("reminder", {"answered": "skipped", "about": "call Priya"}, "⏭ Skipped: call Priya"),
    ("reminder", {"person": None, "answered": "done", "about": "book my flight"}, "✅ Done today: book your flight"),
    (
        "reminder",
        {"person": None, "answered": "snoozed", "about": "book a table", "again_on": date(2026, 11, 30)},
        "💤 Snoozed: book a table · I'll ask again on Mon 30 Nov",
    ),
    ("reminder", {"person": None, "answered": "stopped", "about": "book a table"}, "🔕 Dropped: book a table"),
    (
        "promise",
        {"answered": "done", "direction": "mine", "about": "the deck"},
        "✅ Promise to Priya kept today: the deck",
    ),
    (
        "promise",
        {"answered": "done", "direction": "theirs", "about": "the deck"},
        "✅ Priya kept the promise: the deck",
    ),
    (
        "plan",
        {"answered": "done", "stage": "after", "milestone": "coffee", "on": date(2026, 11, 22)},
        "✅ Logged: coffee with Priya yesterday",
    ),
    (
        "feedback",
        {"answered": "done", "stage": "ask"},
        "✅ Asked Priya for feedback today · I'll ask in a week whether it came",
    ),
    (
        "feedback",
        {"answered": "done", "stage": "asked"},
        "✅ Got feedback from Priya today · I'll ask in two weeks what came of it",
    ),
]


@pytest.mark.parametrize(("kind", "facts", "said"), ANSWERED)
def test_an_answered_nudge_says_what_was_done_and_can_be_undone(kind: str, facts: dict[str, Any], said: str) -> None:
    message = nudge(nudge_view(kind, answered_on=TODAY, **facts))

    assert lines(message) == [said]
    assert buttons(message) == {"nudge:undo": ("Undo", "n1")}


def test_an_answer_in_words_says_what_was_understood() -> None:
    said = Meaning(intent="done", kind="call", about="the deck", follow_up=date(2026, 12, 7))
    view = nudge_view("check_in", answered="done", answered_on=TODAY, next_check_in_on=date(2027, 2, 23))

    assert lines(answer(Answered(view, said=said))) == [
        (
            "✅ Logged today with Priya · a call with Priya, about the deck · I'll remind you to follow up on Mon 7 Dec"
            " · next check-in Tue 23 Feb 2027"
        )
    ]


def test_one_morning_message_has_a_row_for_each() -> None:
    views = [nudge_view("check_in"), nudge_view("reminder", None, about="book the flight")]
    message = together([*views, nudge_view("check_in", "Sam", answered="skipped")])

    assert lines(message) == [
        "Three to think of today",
        "Priya — a good day to say hello.",
        "You wanted to book the flight today.",
        "⏭ Skipped Sam this time",
    ]
    kinds = [block["type"] for block in message.blocks]
    row = ["divider", "section", "rich_text", "actions"]
    assert kinds == ["section", *row, *[kind for kind in row if kind != "rich_text"], "section"]


@pytest.mark.parametrize(("count", "rows"), [(9, 37), (16, 49), (24, 49), (25, 26), (49, 50)])
def test_many_nudges_in_one_message_get_shorter_rows(count: int, rows: int) -> None:
    assert len(together([nudge_view("check_in")] * count).blocks) == rows


def test_an_answer_suggests_another_rhythm_and_says_once_it_is_taken_up() -> None:
    view = nudge_view("check_in", answered="snoozed", again_on=date(2026, 11, 30), proposes="P6M")
    message = nudge(view)
    assert lines(message)[1] == "That has been put off a few times now. Would every 6 months suit you better?"
    assert buttons(message)["nudge:slower"] == ("Every 6 months", "n1")
    assert buttons(message)["nudge:keep"] == ("No thanks", "n1")

    taken = nudge(replace(view, is_adapted=True, next_check_in_on=date(2027, 2, 23)))
    assert lines(taken) == ["💤 Snoozed Priya · next check-in Tue 23 Feb 2027", "Priya every 6 months from now on."]
    assert set(buttons(taken)) == {"nudge:undo", "nudge:back"}


@pytest.mark.parametrize("kind", ["check_in", "reminder", "milestone", "promise"])
def test_the_row_of_answers_is_what_slacks_models_make_of_it(kind: str) -> None:
    first, second = (answers(replace(nudge_view(kind), id=id_)) for id_ in ("n1", "n2"))
    for row in (first, second):
        assert ActionsBlock(**row).to_dict() == row
    assert str(first).replace("n1", "n2") == str(second)  # what is made once is shared by all, and stays as it was
    assert "n1" in str(first)


def test_a_draft_is_what_slacks_models_make_of_it() -> None:
    text = "Hi Priya,\n\nhow are you?"
    content = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])
    assert preformatted(text) == RichTextBlock(elements=[content]).to_dict()
