"""A morning in one message, a week in review, a rhythm that learns: from the sentence to what stands in Slack."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from bot.playground import Message
from jobs.plan import plan
from tests.stories.stage import Person, Stage


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return Stage(stack, url, "http")


def nudges(person: Person) -> list[Message]:
    """What the clock sent."""
    return [message for message in person.inbox if message.metadata is not None]


def rows(message: Message) -> list[str]:
    return message.text.splitlines()[1:]


def test_a_morning_in_one_message_answered_row_by_row(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("/rapport send nudges together", at="2026-11-23 10:00")
    ana.types("/nudge call Priya tomorrow")
    ana.types("/nudge call Sam tomorrow")
    ana.types("/nudge book the flight tomorrow")
    ana.types("/nudge call Lee tomorrow at 3pm")
    stage.tick("2026-11-24 09:00")
    stage.tick("2026-11-24 09:00")

    [morning] = nudges(ana)
    assert "Three to think of today" in morning.text
    assert morning.metadata is not None
    ids = morning.metadata["event_payload"]["ids"]
    assert morning.metadata["event_payload"]["id"] == ids[0]
    [of_priya] = ana.export("Priya")["nudges"]
    assert (of_priya["state"], of_priya["sent_at"]) == ("sent", "2026-11-24T09:00:00Z")
    assert of_priya["id"] in ids

    ana.clicks("Done", on=morning)  # of the first row
    stage.settle()
    [morning] = nudges(ana)
    assert [line.startswith("✅") for line in rows(morning)] == [True, False, False]
    ana.types("snooze Sam a week", thread=morning)
    stage.settle()
    said = ana.types("done", thread=morning)
    assert "Undo" not in said.text
    ana.reacts("next_track", to=morning)
    stage.settle()
    [morning] = nudges(ana)
    assert [line[0] for line in rows(morning)] == ["✅", "💤", "✅"]

    stage.tick("2026-11-24 15:00")
    assert ["call Lee" in one.text for one in nudges(ana)] == [False, True]  # its own hour, by itself


def test_a_reaction_that_does_not_say_which_is_answered_kindly(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("/rapport send nudges together", at="2026-11-23 10:00")
    for name in ("Priya", "Sam"):
        ana.types(f"/nudge call {name} tomorrow")
    stage.tick("2026-11-24 09:00")
    [morning] = nudges(ana)
    ana.reacts("white_check_mark", to=morning)
    stage.settle()
    ana.unreacts("white_check_mark", to=morning)
    ana.reacts("zzz", to=morning)
    stage.settle()
    told = [one for one in ana.inbox if one.thread_ts == morning.ts]
    assert ["buttons" in one.text for one in told] == [True]
    assert [ana.export(name)["nudges"][0]["answered"] for name in ("Priya", "Sam")] == [None, None]


def test_the_setting_may_change_while_nudges_are_on_their_way(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("/rapport send nudges together", at="2026-11-23 10:00")
    for name in ("Priya", "Sam"):
        ana.types(f"/nudge call {name} tomorrow")
    stage.now_is("2026-11-24 09:00")
    plan(stage.slack.now(), stage.rapport.database)
    ana.types("/rapport send nudges separately")
    stage.tick("2026-11-24 09:01")
    stage.tick("2026-11-25 09:00")
    assert len(nudges(ana)) == 1
    assert {ana.export(name)["nudges"][0]["state"] for name in ("Priya", "Sam")} == {"sent"}


def test_the_week_in_review_lists_what_waits_and_answers_it_in_place(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("/met Priya at PyCon about hiring", at="2026-11-23 10:00")
    ana.types("/nudge call Sam tomorrow")
    ana.types("Lee's birthday is December 3")
    stage.tick("2026-11-24 09:00")
    stage.tick("2026-11-25 09:00")
    [_call, thanks] = nudges(ana)
    ana.reacts("white_check_mark", to=thanks)
    stage.tick("2026-11-30 09:00")
    stage.tick("2026-11-30 10:00")

    [call, _thanks, review] = nudges(ana)
    assert "Your week" in review.text
    assert "in touch with *Priya*" in review.text
    assert "call Sam" in review.text
    assert "birthday" in review.text
    ana.clicks("Done", on=review)
    stage.settle()
    [call, _thanks, review] = nudges(ana)
    assert "All answered" in review.text
    assert "✅" in call.text  # the nudge itself says so, too
    assert ana.export("Sam")["nudges"][0]["answered"] == "done"


def test_a_third_snooze_proposes_a_slower_rhythm_in_place(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("emailed Priya, check in every 2 weeks", at="2026-11-23 10:00")
    for on in ("2026-12-07", "2026-12-14", "2026-12-21"):
        stage.tick(f"{on} 09:00")
        nudge = next(one for one in nudges(ana)[::-1] if "Priya" in one.text and "Your week" not in one.text)
        ana.clicks("In a week", on=nudge)
        stage.settle()
    nudge = next(one for one in nudges(ana) if one.ts == nudge.ts)
    assert "Would every month suit you better?" in nudge.text
    assert ana.export("Priya")["cadence"] == "P2W"
    ana.clicks("Monthly", on=nudge)
    stage.settle()
    nudge = next(one for one in nudges(ana) if one.ts == nudge.ts)
    assert "every month from now on" in nudge.text
    assert ana.export("Priya")["cadence"] == "P1M"


def test_whats_coming_says_what_then_comes(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    ana.types("/rapport send nudges together", at="2026-11-23 10:00")
    ana.types("/nudge call Priya on Friday")
    ana.types("/nudge call Sam on Friday")
    answer = ana.types("/rapport what's coming")
    assert answer.text.splitlines()[1:4] == [
        "• Fri 27 Nov, 09:00 · *Priya* · reminder: call Priya · in one message",
        "• Fri 27 Nov, 09:00 · *Sam* · reminder: call Sam · in one message",
        "• Mon 30 Nov, 09:00 · your week in review",
    ]
    stage.tick("2026-11-27 09:00")
    stage.tick("2026-11-30 09:00")
    assert ["Your week" in one.text for one in nudges(ana)] == [False, True]
