"""Each intent that writes something: its sentence names who, when, what and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.blocks.answers import answer
from bot.language.meanings import Meaning, MonthDay
from bot.network.outcomes import Recorded
from tests.blocks.people import TODAY, lines, person, recorded

NEXT = {"next_check_in_on": date(2027, 2, 23), "cadence": "P3M"}
SAID = [
    (
        recorded("log", person("Priya", is_new=True), kind="met", on=TODAY, where="conference", outcome=NEXT),
        (
            "Logged: met Priya (new) at the conference today, Mon 23 Nov. "
            "I'll suggest a check-in in 3 months, on Tue 23 Feb 2027."
        ),
    ),
    (
        recorded(
            "log", person("Ana"), person("Sam"), kind="coffee", on=date(2026, 11, 22), where="Berlin", outcome=NEXT
        ),
        (
            "Logged: coffee with Ana and Sam in Berlin yesterday, Sun 22 Nov. "
            "I'll suggest check-ins from Tue 23 Feb 2027 on, a little apart."
        ),
    ),
    (
        recorded("log", person("Lee", slack_user="U0LEE"), kind="call", on=TODAY, about="the budget"),
        "Logged: a call with @U0LEE today, Mon 23 Nov, about the budget.",
    ),
    (
        recorded("log", person("Lee"), kind="met", on=TODAY, about="He's busy; call in May"),
        "Logged: met Lee today, Mon 23 Nov — “He's busy; call in May”.",
    ),
    (
        recorded("log", person("Priya"), kind="intro", on=TODAY, via=("Sam",)),
        "Logged: Sam introduced you to Priya today, Mon 23 Nov.",
    ),
    (
        recorded("log", person("Ana"), person("Lee"), kind="intro", on=TODAY),
        "Logged: you introduced Ana to Lee today, Mon 23 Nov.",
    ),
    (
        recorded("log", person("Ana"), kind="met", on=TODAY, about="the pilot; my budget"),
        "Logged: met Ana today, Mon 23 Nov, about the pilot and your budget.",
    ),
    (
        recorded("log", person("Zoe"), kind="met", on=TODAY, about="on Feb 30", doubts=("Feb 30",)),
        "Logged: met Zoe today, Mon 23 Nov.",
    ),
    (
        recorded(
            "log",
            person("Zoe"),
            kind="met",
            on=date(2025, 3, 3),
            outcome={"next_check_in_on": date(2025, 6, 3), "cadence": "P3M"},
        ),
        ("Logged: met Zoe on Mon 3 Mar 2025. I'll suggest a check-in in the next few days, as that was a while ago."),
    ),
    (
        recorded("remind", person("Dave"), about="call him", on=date(2026, 12, 3)),
        "I'll remind you to call Dave on Thu 3 Dec.",
    ),
    (
        recorded(
            "remind",
            person("Ana"),
            about="call Ana",
            on=date(2026, 11, 22),
            outcome={"held_until": TODAY},
        ),
        "Noted: a reminder to call Ana, for yesterday, Sun 22 Nov. That's past, so it will come today.",
    ),
    (
        recorded(
            "log",
            person("Ivo"),
            kind="call",
            on=TODAY,
            outcome={"next_check_in_on": date(2026, 11, 30), "cadence": "P3M"},
        ),
        "Logged: a call with Ivo today, Mon 23 Nov. I'll suggest a check-in in 1 week, on Mon 30 Nov.",
    ),
    (
        recorded("remind", person("Ana"), about="send Ana the deck", on=date(2026, 12, 4), time="15:00"),
        "I'll remind you to send Ana the deck on Fri 4 Dec at 15:00.",
    ),
    (
        recorded("remind", person("Ana"), on=date(2026, 11, 24)),
        "I'll remind you to get in touch with Ana tomorrow, Tue 24 Nov.",
    ),
    (
        recorded("remind", about="book the flight", on=date(2026, 11, 24)),
        "I'll remind you to book the flight tomorrow, Tue 24 Nov.",
    ),
    (
        recorded(
            "remind",
            person("Ana"),
            about="the budget",
            on=date(2026, 11, 28),
            time="22:00",
            outcome={"held_until": date(2026, 11, 30), "held_time": "08:00"},
        ),
        (
            "I'll remind you to get in touch with Ana about the budget on Sat 28 Nov at 22:00. "
            "That's a day off and in your quiet hours, so it will come on Monday, 30 Nov at 08:00."
        ),
    ),
    (
        recorded("plan", person("Ana"), kind="meal", on=date(2026, 12, 3), time="12:30", where="Café Milo"),
        (
            "Planned: lunch with Ana at Café Milo on Thu 3 Dec at 12:30. "
            "I'll remind you on the day, and ask afterwards how it went."
        ),
    ),
    (
        recorded("plan", person("Joe"), kind="call", on=TODAY, time="20:00", about="the budget"),
        "Planned: a call with Joe today, Mon 23 Nov at 20:00, about the budget. I'll ask afterwards how it went.",
    ),
    (
        recorded("plan", person("Joe"), kind="coffee"),
        "Planned: coffee with Joe. On which day? Say for instance make it Friday.",
    ),
    (
        recorded("cadence", person("Sam"), every="P2W", outcome={"next_check_in_on": date(2026, 12, 7)}),
        "I'll suggest a check-in with Sam every 2 weeks. The first one comes on Mon 7 Dec.",
    ),
    (recorded("cadence", every="P1M", tags=("mentors",)), "I'll suggest a check-in with #mentors every month."),
    (
        recorded("cadence", person("Sam"), every="none"),
        "No more check-ins with Sam. What you tell me about them is still kept.",
    ),
    (recorded("snooze", person("Priya"), until=date(2026, 12, 7)), "Snoozed Priya. I'll ask again on Mon 7 Dec."),
    (
        recorded("pause", person("Sam"), until=date(2027, 3, 1)),
        "No nudges about Sam until Mon 1 Mar 2027; then they start again by themselves.",
    ),
    (
        recorded("pause", person("Sam")),
        "No nudges about Sam until you say otherwise: resume Sam. What you noted is kept.",
    ),
    (
        recorded("pause", tags=("recruiters",)),
        "No nudges about #recruiters until you say otherwise: resume #recruiters. What you noted is kept.",
    ),
    (recorded("pause", until=date(2027, 1, 5)), "All nudges are paused until Tue 5 Jan 2027. To start again: resume"),
    (
        recorded("resume", person("Sam"), outcome={"next_check_in_on": date(2026, 12, 1)}),
        "Nudges about Sam are on again. The next check-in is on Tue 1 Dec.",
    ),
    (recorded("resume"), "Nudges are on again. What waited comes little by little, not in a heap."),
    (
        recorded("milestone", person("Priya"), milestone="birthday", on=MonthDay(5, 3)),
        "Noted: Priya's birthday, 3 May. I'll remind you each year.",
    ),
    (
        recorded("milestone", person("Sam"), milestone="work_anniversary", company="Acme", on=date(2021, 2, 1)),
        "Noted: Sam's work anniversary at Acme, Mon 1 Feb 2021. I'll remind you each year.",
    ),
    (
        recorded("milestone", person("Ana"), milestone="promotion", role="VP", on=TODAY),
        "Noted: Ana got promoted to VP. A few words from you would be welcome.",
    ),
    (
        recorded("milestone", person("Ana"), milestone="other", about="lost her father", on=TODAY),
        "Noted: Ana lost her father. A few kind words may help.",
    ),
    (
        recorded("milestone", person("Sam"), milestone="other", about="got married", on=date(2026, 11, 21)),
        "Noted: Sam got married on Sat 21 Nov. A few words from you would be welcome.",
    ),
    (
        recorded("milestone", person("Ana"), milestone="other", about="wedding", on=date(2027, 6, 12)),
        "Noted: Ana's wedding, Sat 12 Jun 2027. I'll remind you on the day.",
    ),
    (
        recorded("milestone", person("Ana"), milestone="new_job", company="Globex", on=TODAY),
        "Noted: Ana has a new job at Globex. A few words from you would be welcome.",
    ),
    (
        recorded("change", person("Lee"), company="Globex", role="CTO", on=date(2026, 11, 2)),
        "Updated Lee: CTO at Globex (since Mon 2 Nov). What was before stays in their history.",
    ),
    (
        recorded("change", person("Ana"), status="on_leave", until=date(2027, 3, 1)),
        "Noted: Ana is on leave until Mon 1 Mar 2027. I'll hold the nudges until then.",
    ),
    (
        recorded("change", person("Lee", is_new=True), status="deceased"),
        "I'm sorry to hear about Lee. I won't nudge you about them again; your memories of them stay here.",
    ),
    (
        recorded("change", person("Sam"), status="do_not_contact"),
        "Understood: no more nudges about Sam, for good. What you noted stays with you.",
    ),
    (recorded("note", person("Priya"), about="likes climbing"), "Noted about Priya: “likes climbing”."),
    (recorded("note", person("Priya"), channel="whatsapp"), "Noted about Priya: prefers WhatsApp."),
    (
        recorded("note", person("Priya"), about="ask about the marathon", next_time=True),
        "I'll bring this up the next time Priya comes round: “ask about the marathon”.",
    ),
    (
        recorded(
            "details", person("Priya"), email="p@acme.com", phone="+44", link="https://x.example", to="Pri", tags=("a",)
        ),
        "Kept for Priya: email p@acme.com, phone +44, link https://x.example, also goes by Pri and filed under #a.",
    ),
    (
        recorded("promise", person("Sam"), direction="mine", about="an intro to Lee", on=date(2026, 11, 27)),
        "Noted: you owe Sam an intro to Lee by Fri 27 Nov. I'll remind you in time.",
    ),
    (recorded("promise", person("Sam"), direction="theirs", about="the deck"), "Noted: Sam owes you the deck."),
    (
        recorded("promise", person("Sam"), direction="theirs", about="the deck", on=date(2026, 11, 27)),
        "Noted: Sam owes you the deck by Fri 27 Nov. I'll ask you afterwards whether it came.",
    ),
    (
        recorded("promise", person("Sam"), direction="mine", about="review her CV"),
        "Noted: you promised Sam to review her CV. It stays on your list until it is done.",
    ),
    (
        recorded("promise", person("Sam"), direction="theirs", about="send me the deck"),
        "Noted: Sam promised to send you the deck.",
    ),
    (recorded("kept", person("Sam"), on=TODAY), "Ticked off: your promise to Sam is kept."),
    (
        recorded("kept", person("Ana"), about="the book", on=TODAY),
        "Ticked off: your promise to Ana is kept (the book).",
    ),
    (
        recorded("help", person("Sam"), direction="given", about="his talk", on=TODAY),
        "Noted: you helped Sam with his talk today.",
    ),
    (
        recorded("feedback", person("Maria"), stage="ask", about="my talk", on=date(2026, 11, 27)),
        "I'll remind you to ask Maria for feedback on your talk by Fri 27 Nov.",
    ),
    (
        recorded("feedback", person("Maria"), stage="ask", about="my talk"),
        "Noted: feedback asked of Maria on your talk. I'll ask in a week whether it came.",
    ),
    (
        recorded("feedback", person("Maria"), stage="got", about="slow down"),
        "Noted: feedback from Maria: “slow down”. I'll ask in two weeks what came of it.",
    ),
    (
        recorded("correct", kind="meal", on=date(2026, 11, 19), time="16:00", where="Berlin"),
        "Corrected: a meal with them, on Thu 19 Nov, in Berlin, at 16:00.",
    ),
    (
        recorded("change", person("Sam"), company="Acme", status="left"),
        "Noted: Sam has left Acme. A good moment to ask what comes next for them.",
    ),
    (
        recorded("feedback", person("Maria"), stage="acted"),
        "Noted: you acted on feedback from Maria. Telling them would make their day.",
    ),
    (
        recorded("merge", person("Robert Smith"), people=("Bob",), to="Robert Smith"),
        "Bob and Robert Smith are one person now, with the history of both; Bob stays as another name.",
    ),
]


@pytest.mark.parametrize(
    ("outcome", "sentence"), SAID, ids=[f"{one.meaning.intent}-{place}" for place, (one, _) in enumerate(SAID)]
)
def test_the_first_line_says_what_was_understood(outcome: Recorded, sentence: str) -> None:
    assert lines(answer(outcome))[0] == sentence


def test_what_else_was_stored_has_a_line_of_its_own() -> None:
    met = recorded("log", person("Priya"), kind="met", company="Acme", role="CTO", tags=("python",), via=("Sam",))

    assert lines(answer(met))[1] == "Also noted: CTO at Acme · #python · through Sam."


def test_a_follow_up_that_was_asked_for_is_no_thank_you() -> None:
    asked = recorded(
        "log", person("Ana"), kind="met", follow_up=date(2026, 12, 7), outcome={"follow_up_on": date(2026, 12, 7)}
    )
    first = recorded("log", person("Ana"), kind="met", outcome={"follow_up_on": date(2026, 11, 25)})

    assert "I'll remind you to follow up on Mon 7 Dec." in lines(answer(asked))[0]
    assert "I'll suggest a short thank-you on Wed 25 Nov." in lines(answer(first))[0]


def test_nobody_reached_is_asked_again() -> None:
    tried = Meaning(intent="log", people=("Ivo",), kind="call", on=TODAY, outcome="no_answer")
    outcome = Recorded(tried, (person("Ivo"),), TODAY, "c1", next_check_in_on=date(2026, 11, 30), cadence="P3M")

    assert lines(answer(outcome)) == [
        "Logged: called Ivo today, Mon 23 Nov — no answer yet. I'll ask again on Mon 30 Nov."
    ]


def test_a_name_read_as_a_longer_one_is_said() -> None:
    meaning = Meaning(intent="log", people=("priya",), kind="met", on=TODAY)
    outcome = Recorded(meaning, (person("Priya Sharma", matched_by="part"),), TODAY, "c1")

    assert lines(answer(outcome)) == ["Logged: met Priya Sharma today, Mon 23 Nov."]
    task = Meaning(intent="remind", people=("priya",), about="call priya", on=TODAY)
    assert lines(answer(replace(outcome, meaning=task)))[1] == "I took that to be Priya Sharma, your only Priya."


DOUBTS = [
    ("log", "Feb 30", "I couldn't place “Feb 30”, so I took today. Tell me again, e.g. actually it was March 1."),
    ("remind", "Feb 30", "I couldn't place “Feb 30”, so no day is set for it. Tell me again, e.g. make it March 1."),
    ("remind", "at 25:00", "I couldn't place “at 25:00”, so no hour is set for it. Tell me again, e.g. make it 4pm."),
    (
        "cadence",
        "every 0 days",
        (
            "I couldn't place “every 0 days”, so no rhythm is set by it. "
            "Tell me again, e.g. check in with Dana every 2 weeks."
        ),
    ),
]


@pytest.mark.parametrize(("intent", "doubt", "asked"), DOUBTS)
def test_what_could_not_be_placed_is_asked_again(intent: str, doubt: str, asked: str) -> None:
    meaning = Meaning(intent=intent, people=("Dana",), doubts=(doubt,))  # type: ignore[arg-type]  # an intent by its name

    assert lines(answer(Recorded(meaning, (person("Dana"),), TODAY, "c1")))[-1] == asked
