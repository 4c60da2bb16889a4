"""What is answered beside what was written down: questions, refusals, lists, and the buttons of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.blocks.answers import answer
from bot.language.meanings import Intent, Meaning, MonthDay
from bot.network.errors import (
    MissingPartError,
    NobodyNamedError,
    NothingOpenError,
    RapportError,
    UnknownPersonError,
)
from bot.network.outcomes import (
    Answered,
    Brief,
    DueList,
    DuePerson,
    ExportAsked,
    Failed,
    Forgotten,
    Found,
    HelpShown,
    ImportAsked,
    InteractionFact,
    MilestoneFact,
    NoteFact,
    NotUnderstood,
    Owed,
    PromiseFact,
    Question,
    ReminderFact,
    SettingsShown,
    Several,
    Stats,
    Undone,
    Upcoming,
)
from tests.blocks.people import SETTINGS, TODAY, buttons, lines, nudge_view, person, recorded

MET = Meaning(intent="log", people=("Priya",), kind="met", on=date(2026, 11, 22), where="PyCon")


def test_somebody_new_may_get_another_rhythm_at_once() -> None:
    met = recorded("log", person("Priya", is_new=True), kind="met", outcome={"cadence": "P3M"})

    assert buttons(answer(met)) == {
        "undo": ("Undo", "c1"),
        "edit": ("Edit", "c1"),
        "rhythm:P1M": ("Monthly", "7:c1"),
        "rhythm:P6M": ("Every 6 months", "7:c1"),
        "rhythm:none": ("No check-ins", "7:c1"),
    }
    assert answer(met).blocks[-1]["elements"][0]["accessibility_label"] == "Undo logging Priya"


def test_who_is_known_or_has_a_rhythm_gets_no_such_buttons() -> None:
    known = recorded("log", person("Priya"), kind="met", outcome={"cadence": "P3M"})
    told = recorded("log", person("Priya", is_new=True), kind="met", every="P1M", outcome={"cadence": "P1M"})

    assert list(buttons(answer(known))) == list(buttons(answer(told))) == ["undo", "edit"]


def test_a_reminder_without_a_day_asks_when() -> None:
    message = answer(recorded("remind", person("Ana"), about="call Ana", outcome={"extras": ("ask_when",)}))

    assert lines(message) == [
        "I'll remind you to call Ana. On which day?",
        "Choose one below, or say for instance make it Friday.",
    ]
    assert list(buttons(message)) == ["undo", "edit:item", "when:P1D", "when:P1W", "when:P1M"]


def test_nothing_changed_offers_no_undo() -> None:
    assert buttons(answer(recorded("resume", outcome={"change": None}))) == {}


def test_which_priya() -> None:
    sharma = person("Priya Sharma", id=1, company="Acme", last_interaction_on=date(2026, 5, 3))
    message = answer(Question("q1", "which", "Priya", (sharma, person("Priya Patel", id=2)), MET, may_be_new=True))

    assert lines(message) == [
        "Which Priya do you mean: Priya Sharma (Acme) or Priya Patel?",
        "Nothing is stored yet; once I know who, I'll note: met Priya at PyCon on Sun 22 Nov 2026.",
    ]
    assert buttons(message) == {
        "choose:1": ("Priya Sharma · Acme · last 3 May 2026", "q1"),
        "choose:2": ("Priya Patel", "q1"),
        "choose:0": ("Someone new", "q1"),
        "choose:cancel": ("Cancel", "q1"),
    }


def test_of_many_the_first_are_offered() -> None:
    many = tuple(person(f"Priya {number}", id=number) for number in range(1, 13))
    message = answer(Question("q1", "which", "Priya", many, MET, may_be_new=False))

    assert lines(message)[0].endswith("There are 4 others; the full name finds them.")
    assert len(buttons(message)) == 9


def test_a_slip_in_a_name_is_asked_about() -> None:
    message = answer(Question("q1", "near", "Pryia", (person("Priya", id=1),), MET, may_be_new=True))

    assert lines(message)[0] == "I don't know Pryia yet. Did you mean Priya?"


def test_words_that_mean_nothing_come_back_with_examples() -> None:
    message = answer(NotUnderstood("lorem & ipsum", ("who's due", "stats")))

    assert lines(message)[0] == "I didn't understand “lorem & ipsum”, so nothing was stored."
    assert buttons(message) == {
        "try:1": ("who's due", "who's due"),
        "try:2": ("stats", "stats"),
        "try:3": ("Help", "help"),
    }


def test_what_failed_says_what_it_was() -> None:
    assert lines(answer(Failed(MET, UnknownPersonError("Zoe")))) == [
        "Not done: met Priya at PyCon on Sun 22 Nov 2026. I don't know Zoe yet. To add them: /met Zoe"
    ]


UNREAD: list[tuple[Intent, dict[str, Any], RapportError, str]] = [
    (
        "cadence",
        {"people": ("Ana",), "doubts": ("every 0 days",)},
        MissingPartError("cadence", "rhythm", "Ana"),
        (
            "Not done: a rhythm for Ana. I couldn't place “every 0 days”. How often should it be? Nothing is stored "
            "yet. Try check in with Ana every 2 months."
        ),
    ),
    (
        "milestone",
        {"people": ("Priya",), "milestone": "birthday"},
        MissingPartError("milestone", "day", "Priya"),
        "Not done: Priya's birthday. On which day? Nothing is stored yet. Try Priya's birthday is May 3.",
    ),
    (
        "settings",
        {"setting": "nudge_time", "doubts": ("25:00",)},
        MissingPartError("settings", "value", "nudge_time"),
        "“25:00” isn't a time of day, so I left the setting as it is. Try nudge me at 9:30.",
    ),
    (
        "settings",
        {"setting": "daily_limit"},
        MissingPartError("settings", "value", "daily_limit"),
        (
            "I couldn't find a number of nudges a day (1 or more) there, so I left the setting as it is. "
            "Try at most 3 nudges a day."
        ),
    ),
    (
        "log",
        {"kind": "met", "where": "Web Summit"},
        NobodyNamedError("log"),
        (
            "Not done: met someone at Web Summit. I need a name to file that under, so nothing was stored. "
            "Try met Priya at PyCon about hiring."
        ),
    ),
    (
        "skip",
        {},
        NothingOpenError("skip"),
        "There is no open nudge that this could answer. To note a contact: called Priya",
    ),
]


@pytest.mark.parametrize(("intent", "said", "error", "read"), UNREAD)
def test_an_error_says_what_was_understood_and_what_to_type(
    intent: Intent, said: dict[str, Any], error: RapportError, read: str
) -> None:
    assert lines(answer(Failed(Meaning(intent=intent, **said), error, TODAY))) == [read]


POLITE = [
    ("hello", "Hello! Tell me in one line whom you met, and I'll remember it."),
    ("Thanks!", "You're welcome!"),
]


@pytest.mark.parametrize(("text", "said"), POLITE)
def test_a_greeting_is_greeted(text: str, said: str) -> None:
    message = answer(NotUnderstood(text, ("help",)))

    assert lines(message) == [said]
    assert buttons(message) == {"try:1": ("Help", "help")}


SAD_AND_UNREAD = [
    ("Lee's godmother died", "note Lee: godmother died"),
    ("Ana Ruiz is sick", "note Ana Ruiz: is sick"),
    ("my father died", None),  # nobody's note
]


@pytest.mark.parametrize(("text", "kept_by"), SAD_AND_UNREAD)
def test_sad_news_get_no_cheerful_examples(text: str, kept_by: str | None) -> None:
    message = answer(NotUnderstood(text, ("met Priya at PyCon",)))

    assert lines(message) == [
        f"I'm sorry to hear that. I didn't understand “{text}”, so nothing was stored.",
        f"To keep it among your notes: {kept_by or 'note Lee: …'}",
    ]
    assert buttons(message) == ({"try:1": ("Keep it as a note", kept_by)} if kept_by else {})


SAD = [
    ("note", {"about": "lost her father"}, "Noted about *Lee*: “lost her father”. A few kind words may help."),
    ("change", {"status": "laid_off"}, "Noted: *Lee* was laid off. A kind word may be welcome now."),
]


@pytest.mark.parametrize(("intent", "fields", "said"), SAD)
def test_after_sad_news_a_kind_word_is_one_click_away(intent: Intent, fields: dict[str, Any], said: str) -> None:
    message = answer(recorded(intent, person("Lee"), **fields))

    assert message.blocks[0]["text"]["text"] == said
    assert buttons(message)["kindly:P1D"] == ("Remind me tomorrow", "7")
    assert buttons(message)["kindly:P1W"] == ("Remind me in a week", "7")


def test_what_is_not_sad_offers_no_kind_word() -> None:
    for about in ("loves jazz", "daughter got married"):
        assert not any(
            action.startswith("kindly") for action in buttons(answer(recorded("note", person("Lee"), about=about)))
        )


def test_in_a_nudges_thread_the_answers_are_named() -> None:
    message = answer(NotUnderstood("hmm", ("stats",), answers_nudge=True))

    assert lines(message)[1] == "To answer the nudge: done · no answer yet · tomorrow · next week · skip · stop"
    assert buttons(message) == {}


def test_undo_and_redo_change_places() -> None:
    undone, again = answer(Undone("c1", MET)), answer(Undone("c1", MET, again=True))

    assert lines(undone) == ["Undone: met Priya at PyCon on Sun 22 Nov 2026."]
    assert buttons(undone) == {"redo": ("Redo", "c1")}
    assert lines(again) == ["Put back: met Priya at PyCon on Sun 22 Nov 2026."]
    assert buttons(again) == {"undo": ("Undo", "c1")}
    assert lines(answer(Undone("c1", MET, today=TODAY))) == ["Undone: met Priya at PyCon on Sun 22 Nov."]


def test_several_things_in_a_line_share_their_undo() -> None:
    met = recorded("log", person("Sam"), kind="met")
    owed = recorded("promise", person("Sam"), direction="mine", about="the deck")
    unread = NotUnderstood("blah", ("stats",))
    message = answer(Several((met, owed, unread, unread)))

    assert len(lines(message)) == 6
    newcomer = person("Sam", is_new=True)
    told = answer(Several((recorded("log", newcomer, kind="met"), recorded("promise", newcomer, about="the deck"))))
    assert lines(told)[1] == "Noted: you owe Sam the deck. It stays on your list until it is done."
    assert buttons(message)["undo"] == ("Undo", "c1")
    assert sorted(buttons(message)) == ["try:1", "try:2", "try:3", "try:4", "undo"]


def test_forgetting_says_what_goes_and_until_when() -> None:
    until = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
    message = answer(Forgotten("Priya", (("interactions", 12), ("notes", 1), ("plans", 0)), until, "c1"))

    assert lines(message) == [
        "Forgotten: Priya, with 12 interactions and 1 note. Gone for good at 09:10 UTC; until then you can undo it."
    ]
    assert lines(answer(Forgotten(None, (("people", 2),), until, None)))[0].startswith(
        "Forgotten: everything of yours: 2 contacts."
    )


def test_settings() -> None:
    shown = lines(answer(SettingsShown(SETTINGS)))
    changed = answer(SettingsShown(replace(SETTINGS, nudge_time="09:30"), "nudge_time", "c1"))

    assert "• Nudges come at 09:00" in shown
    assert "• Working days are Mon to Fri" in shown
    assert lines(changed) == ["Changed: nudges come at 09:30."]
    assert buttons(changed) == {"undo": ("Undo", "c1")}


def test_help_import_and_export_say_what_to_type() -> None:
    for command, line in (("met", "/met Ana"), ("nudge", "/nudge Sam every 2 weeks"), ("whois", "/whois into rust")):
        own = answer(HelpShown(command, "09:00")).text
        assert line in own.replace("&amp;", "&")
        assert own.endswith("Everything else: `/rapport help`")
    assert "write to you at 09:00" in answer(HelpShown("rapport", "09:00")).text
    assert "Connections.csv" in answer(ImportAsked()).text
    assert "48 people" in answer(ExportAsked(48)).text
    assert "nobody" in answer(ExportAsked(0)).text


def test_an_answered_nudge_is_said_and_then_what_else_the_line_did() -> None:
    nudge = nudge_view("check_in", answered="done", answered_on=TODAY)
    message = answer(Answered(nudge, (recorded("note", person("Priya"), about="likes jazz"),)))

    assert lines(message) == ["✅ Logged today with Priya", "Noted about Priya: “likes jazz”."]


def test_who_fits() -> None:
    meaning = Meaning(intent="find", where="PyCon")
    sharma = person("Priya", company="Acme", last_interaction_on=date(2026, 11, 22))

    assert lines(answer(Found(meaning, (sharma, person("Lee")), ("met there", None), 30, TODAY))) == [
        "Found 30 people (at PyCon):",
        "• Priya · Acme · met there · last yesterday",
        "• Lee",
        "… and 28 more.",
    ]
    assert lines(answer(Found(meaning, (), (), 0, TODAY)))[0] == "I found nobody (at PyCon)."


def test_who_is_due() -> None:
    priya = DuePerson(person("Priya"), "check_in", TODAY)
    sam = DuePerson(person("Sam"), "reminder", date(2026, 11, 20), "send the deck")

    assert lines(answer(DueList((priya, sam), date(2026, 11, 29), TODAY, 2, None))) == [
        "2 people to be in touch with until Sun 29 Nov:",
        "• Priya · check-in · today",
        "• Sam · reminder: send the deck · from Friday",
    ]
    later = DuePerson(person("Lee"), "check_in", date(2026, 12, 3))
    assert lines(answer(DueList((), TODAY, TODAY, 0, later))) == [
        "Nobody is due today. Next up: Lee · check-in · Thu 3 Dec."
    ]


def test_what_is_coming_and_what_is_owed() -> None:
    birthday = MilestoneFact("birthday", MonthDay(11, 25), None, date(2026, 11, 25), None, "Ana")
    mine = PromiseFact("mine", "the deck", date(2026, 11, 27), TODAY, "Sam")
    theirs = PromiseFact("theirs", None, None, date(2026, 11, 2), "Ana")

    upcoming = Upcoming((birthday,), None, TODAY, Meaning(intent="upcoming", milestone="birthday"))
    assert lines(answer(upcoming)) == ["Birthdays ahead:", "• Ana · birthday · Wed 25 Nov"]
    assert lines(answer(Owed((mine, theirs), Meaning(intent="owed"), TODAY))) == [
        "You owe:",
        "• Sam · the deck · by Fri 27 Nov",
        "You are waiting for:",
        "• Ana · something · said Mon 2 Nov",
    ]
    nothing = answer(Owed((), Meaning(intent="owed", direction="mine"), TODAY))
    assert lines(nothing) == ["You owe nothing that I know of. All clear."]


def test_stats_are_counts() -> None:
    stats = Stats(
        48, 31, 2, 57, 22, 6, date(2026, 8, 25), TODAY, 4, 1, 2, (("Acme", 5),), (("python", 7),), (("PyCon", 9),), 6, 4
    )

    assert lines(answer(stats))[0] == "Your network: 48 people, 31 with a rhythm, 2 paused."
    assert "Tags: #python (7)." in lines(answer(stats))
    assert "empty so far" in lines(answer(replace(stats, people=0)))[0]


def test_a_brief_says_what_matters_and_nothing_of_what_is_unknown() -> None:
    brief = Brief(
        person=person("Priya Sharma", company="Acme", role="CTO"),
        today=TODAY,
        email="p@acme.com",
        phone=None,
        links=(),
        aliases=(),
        place="Berlin",
        channel="whatsapp",
        via=(),
        tags=("python",),
        status=None,
        cadence="P3M",
        paused_until=None,
        created_on=date(2026, 5, 3),
        next_check_in_on=date(2026, 12, 3),
        interactions=(InteractionFact(date(2026, 9, 3), "met", "PyCon", "hiring", None, ("Ana",)),),
        interaction_count=2,
        plans=(ReminderFact("coffee", date(2026, 11, 26), "12:30", None, "Café Milo"),),
        reminders=(),
        milestones=(MilestoneFact("birthday", MonthDay(5, 3), None, date(2027, 5, 3)),),
        promises=(PromiseFact("mine", "an intro", date(2026, 11, 27), TODAY),),
        help=(("given", "her talk", date(2026, 6, 1)),),
        feedback=(),
        notes=(NoteFact("likes climbing"), NoteFact("ask about the marathon", next_time=True)),
        positions=(("Globex", "VP", date(2020, 1, 1), date(2023, 1, 1)),),
    )

    assert lines(answer(brief)) == [
        "Priya Sharma · CTO at Acme · Berlin · #python",
        "Last in touch Thu 3 Sep (2 months ago) · 2 times in all · check-ins every 3 months, next Thu 3 Dec.",
        "Ahead: coffee at Café Milo (Thu 26 Nov at 12:30)",
        "Bring up: ask about the marathon",
        "You owe: an intro (by Fri 27 Nov)",
        "To celebrate: birthday (Mon 3 May 2027)",
        "History",
        "• Thu 3 Sep: met at PyCon with Ana — hiring",
        "Notes: likes climbing",
        "Help: you helped with her talk (Mon 1 Jun)",
        "Before: VP at Globex (2020–2023)",
        "Reach: prefers WhatsApp; p@acme.com",
    ]
