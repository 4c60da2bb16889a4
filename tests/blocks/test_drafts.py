"""Drafts to be sent as they stand: a short message for a chat, a letter for a mail, a line to say on the phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.blocks.drafts import draft
from bot.network.outcomes import InteractionFact, NudgeView
from tests.blocks.people import TODAY, nudge_view, person

AT_PYCON = InteractionFact(date(2026, 8, 23), "met", "PyCon", "hiring")
LATELY = InteractionFact(date(2026, 11, 19), "met", "PyCon", "their tracing tool")
PRIYA = nudge_view("check_in", reason_last=AT_PYCON)
ANA = person("Ana")


def reminder(about: str, **facts: object) -> NudgeView:
    return nudge_view("reminder", "Ana", about=about, **facts)


DRAFTS: list[tuple[NudgeView, str | None]] = [
    # Keeping in touch
    (
        PRIYA,
        "Hi Priya, it's been a while since we met at PyCon. How are things going with hiring? I'd love to catch up.",
    ),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, about="her new team")),
        (
            "Hi Priya, it's been a while since we met at PyCon. How are things going with your new team? "
            "I'd love to catch up."
        ),
    ),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, about="he quit; is free")),
        "Hi Priya, it's been a while since we met at PyCon. How have you been? I'd love to catch up.",
    ),
    (
        nudge_view("check_in", reason_last=replace(AT_PYCON, about="his divorce")),
        (
            "Hi Priya, it's been a while since we met at PyCon. I've been thinking of you, and I hope you are doing "
            "all right. I'd love to catch up."
        ),
    ),
    (
        nudge_view("check_in", reason_last=InteractionFact(date(2026, 11, 9), "coffee")),
        "Hi Priya, how have things been since our coffee? I'd love to catch up.",
    ),
    (
        nudge_view("check_in", reason_last=InteractionFact(date(2026, 11, 9), "coffee", about="her talk")),
        "Hi Priya, how are things going with your talk? I'd love to catch up.",
    ),
    (nudge_view("check_in"), "Hi Priya, I was just thinking of you. How have you been? I'd love to catch up."),
    (
        nudge_view("check_in", person=person("kim"), reason_last=AT_PYCON),
        (
            "Hi Kim, it's been a while since we met at PyCon. I was thinking of our conversation about "
            "hiring. What's new there? It would be good to talk again."
        ),
    ),
    (
        nudge_view("check_in", person=person("李 雷")),
        "Hi 李 雷, I was just thinking of you. How have you been? I'd love to catch up.",
    ),
    (
        nudge_view(
            "check_in",
            reason_last=AT_PYCON,
            channel="email",
            bring_up=("ask Priya about the marathon",),
            i_owe=("an intro to Lee",),
        ),
        (
            "Hi Priya,\n\nIt's been a while since we met at PyCon. How are things going with hiring? I've been meaning "
            "to ask about the marathon. And I haven't forgotten: I still owe you an intro to Lee. If you have half an "
            "hour in the next few weeks, I'd love to catch up.\n\nBest wishes"
        ),
    ),
    (
        replace(PRIYA, channel="phone"),
        "Hi Priya, is this a good moment? It's been a while since we met at PyCon. How are things going with hiring?",
    ),
    (
        replace(PRIYA, channel="in person"),
        (
            "Hi Priya, it's been a while since we met at PyCon. How are things going with hiring? "
            "Shall we meet for a coffee soon?"
        ),
    ),
    (
        nudge_view("check_in", person=person("Priya", company="Globex"), reason_last=AT_PYCON, moved_on=TODAY),
        (
            "Hi Priya, it's been a while since we met at PyCon. I heard that you're at Globex now. How is it going "
            "there? I'd love to catch up."
        ),
    ),
    (
        replace(PRIYA, status="laid_off"),
        (
            "Hi Priya, it's been a while since we met at PyCon. I was sorry to hear about your job. How are you? "
            "If an introduction would help, just say. I'd love to catch up."
        ),
    ),
    (
        replace(PRIYA, tried_on=date(2026, 11, 16)),
        (
            "Hi Priya, I know how busy things get, so just a short hello. How are things going with hiring? "
            "No hurry to answer."
        ),
    ),
    (
        nudge_view("check_in", i_owe=("review her CV",), bring_up=("ask how her move went",)),
        (
            "Hi Priya, I was just thinking of you. I've been meaning to ask how your move went. "
            "And I haven't forgotten: I promised to review your CV. I'd love to catch up."
        ),
    ),
    # After a first meeting, and following up
    (
        nudge_view("follow_up", first_met=LATELY),
        (
            "Hi Priya, it was good to meet you at PyCon. Thank you for the conversation about your tracing tool. "
            "I'd be glad to stay in touch."
        ),
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(TODAY, "call")),
        "Hi Priya, it was good to talk with you. Thank you for the conversation. I'd be glad to stay in touch.",
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(TODAY, "intro"), via=("Sam",)),
        "Hi Priya, I'm glad that Sam introduced us. Would you have time for a short call in the next few days?",
    ),
    (
        nudge_view("follow_up", first_met=InteractionFact(TODAY, "intro", others=("Lee",))),
        "Hi Priya, I hope that you and Lee have found each other. Did you get a chance to talk?",
    ),
    (
        nudge_view("follow_up", reason_last=replace(AT_PYCON, about="the pilot; the budget")),
        "Hi Priya, I wanted to follow up on the pilot and the budget. Do you have a few minutes this week?",
    ),
    (
        nudge_view("follow_up"),
        "Hi Priya, I wanted to pick up where we left off. Do you have a few minutes this week?",
    ),
    # What was to be done
    (reminder("send Ana the deck"), "Hi Ana, here is the deck. Let me know what you think."),
    (reminder("send her the deck"), "Hi Ana, here is the deck. Let me know what you think."),
    (reminder("email my slides to Ana"), "Hi Ana, here are my slides. Let me know what you think."),
    (reminder("call Ana"), "Hi Ana, is this a good moment? I wanted to have a quick word with you."),
    (reminder("call Ana about the offer"), "Hi Ana, is this a good moment? I'm calling about the offer."),
    (reminder("wish Ana a happy new year"), "Hi Ana, I wish you a happy new year."),
    (reminder("thank Ana for the intro"), "Hi Ana, thank you for the intro."),
    (reminder("congratulate Ana on the launch"), "Hi Ana, congratulations on the launch!"),
    (reminder("invite Ana to the dinner"), "Hi Ana, would you like to come to the dinner?"),
    (reminder("ask Ana about the venue"), "Hi Ana, I wanted to ask you about the venue."),
    (
        reminder("the Q1 budget"),
        "Hi Ana, I wanted to get in touch about the Q1 budget. Do you have a few minutes this week?",
    ),
    (reminder("book a table for Ana"), None),
    (nudge_view("reminder", None, about="book the flight"), None),
    # What is owed
    (
        nudge_view("promise", "Sam", direction="mine", about="an intro to Lee", on=date(2026, 11, 24)),
        "Hi Sam, I haven't forgotten the intro to Lee that I promised you. I'll get back to you by tomorrow.",
    ),
    (
        nudge_view("promise", "Sam", direction="mine", about="review her CV", on=date(2026, 11, 27)),
        "Hi Sam, I haven't forgotten that I promised to review your CV. I'll get to it by Friday.",
    ),
    (
        nudge_view("promise", "Sam", direction="mine", on=date(2026, 11, 20)),
        "Hi Sam, I haven't forgotten what I promised you. I'll get back to you this week.",
    ),
    (
        nudge_view("promise", "Sam", direction="theirs", about="the deck"),
        "Hi Sam, a quick question about the deck: is there anything you need from me? No rush at all.",
    ),
    # What was planned
    (
        nudge_view("plan", "Ana", milestone="call", stage="before", on=TODAY, time="16:00"),
        "Hi Ana, looking forward to talking to you today at 16:00.",
    ),
    (
        nudge_view("plan", "Ana", milestone="meal", stage="before", on=TODAY, time="12:30", place="Café Milo"),
        "Hi Ana, looking forward to seeing you today at 12:30, at Café Milo.",
    ),
    (
        nudge_view("plan", "Ana", milestone="meal", stage="after", on=date(2026, 11, 20), about="hiring"),
        "Hi Ana, it was good to see you. Thank you for the conversation about hiring.",
    ),
    # Feedback
    (
        nudge_view("feedback", "Maria", stage="ask", about="my talk"),
        "Hi Maria, could you give me some feedback on my talk? Two or three honest lines would help me a lot.",
    ),
    (
        nudge_view("feedback", "Maria", stage="asked", about="my talk"),
        "Hi Maria, did you get a chance to think about my talk? Even one honest line would help me.",
    ),
    (
        nudge_view("feedback", "Maria", stage="got", about="slow down"),
        "Hi Maria, thank you again for your feedback. It has been of real use to me.",
    ),
]


@pytest.mark.parametrize(("view", "said"), DRAFTS, ids=[f"{view.kind}-{n}" for n, (view, _) in enumerate(DRAFTS)])
def test_a_draft_can_be_sent_as_it_is(view: NudgeView, said: str | None) -> None:
    assert draft(view) == said


@pytest.mark.parametrize(
    "about",
    ["he quit; is free", "she wants to grow", "https://x.example", "x" * 300, "on Feb 30", "Sam's deal, his job"],
)
def test_a_draft_leaves_out_what_cannot_be_said_to_them(about: str) -> None:
    assert about not in (draft(nudge_view("check_in", reason_last=replace(AT_PYCON, about=about))) or "")


LETTERS = [
    ({"email": "p@acme.com"}, True),
    ({"email": "p@acme.com", "phone": "+44 20"}, False),
    ({"email": "p@acme.com", "channel": "slack"}, False),
    ({"channel": "email"}, True),
]


@pytest.mark.parametrize(("known", "is_letter"), LETTERS)
def test_a_letter_goes_to_whom_only_a_mail_reaches(known: dict[str, str], is_letter: bool) -> None:
    assert str(draft(nudge_view("check_in", reason_last=AT_PYCON, **known))).endswith("Best wishes") is is_letter


def test_whose_name_is_not_known_is_greeted_without() -> None:
    assert draft(nudge_view("check_in", person=person("<@U123>"))) == draft(nudge_view("check_in", person=person("")))
    assert str(draft(nudge_view("check_in", person=person("")))).startswith("Hi! I was just thinking of you.")
