"""Sad news: kept where they belong, answered without cheer, and a kind word one click away."""

from __future__ import annotations

import pytest

from tests.stories.stage import Stage

SAID = "2026-11-23 10:00"
NEWS = [
    ("Lee lost her father", ["lost her father"]),
    ("Lee's mother passed away", ["mother passed away"]),
    ("Lee got laid off", []),  # it is kept as her status
    ("Lee is in hospital", ["is in hospital"]),
]
CHEER = ("congrat", "great", "🎉", "!", "celebrat")


@pytest.mark.parametrize(("said", "notes"), NEWS)
def test_sad_news_are_kept_and_a_kind_word_is_one_click_away(every_stage: Stage, said: str, notes: list[str]) -> None:
    ana = every_stage.person("Ana", timezone="UTC")
    ana.types("/met Lee at PyCon", at="2026-10-01 10:00")

    answer = ana.types(f"/rapport {said}", at=SAID)
    assert "kind word" in answer.text
    assert not any(word in answer.text.casefold() for word in CHEER)
    assert [note["text"] for note in ana.export("Lee")["notes"]] == notes

    after = ana.clicks("Remind me tomorrow", on=answer)
    assert "I'll remind you to send Lee a few kind words tomorrow" in after.text
    assert [(one["on"], one["about"]) for one in ana.export("Lee")["reminders"]] == [
        ("2026-11-24", "send Lee a few kind words")
    ]
    every_stage.tick("2026-11-24 09:00")
    [nudge] = [one for one in ana.nudges if "a few kind words" in one.text]
    shown = str(nudge.blocks)
    assert "I've been thinking of you" in shown
    assert not any(word in shown.casefold() for word in ("congrat", "🎉"))


def test_one_click_too_many_makes_no_second_reminder(playground: Stage) -> None:
    ana = playground.person("Ana", timezone="UTC")
    ana.types("/met Lee at PyCon", at="2026-10-01 10:00")
    answer = ana.types("/rapport Lee lost her father", at=SAID)

    ana.clicks("Remind me in a week", on=answer)
    ana.clicks("Remind me in a week", on=answer)

    assert [one["on"] for one in ana.export("Lee")["reminders"]] == ["2026-11-30"]


def test_whom_the_news_are_about_is_asked_where_it_is_not_known(playground: Stage) -> None:
    ana = playground.person("Ana", timezone="UTC")
    ana.types("/met Lee Park and Lee Stone at PyCon", at="2026-10-01 10:00")

    question = ana.types("/rapport Lee lost her father", at=SAID)
    assert "Which Lee" in question.text.replace("*", "")
    chosen = ana.clicks("Lee Stone", on=question)

    assert "A few kind words may help" in chosen.text
    assert [note["text"] for note in ana.export("Lee Stone")["notes"]] == ["lost her father"]
    assert ana.export("Lee Park")["notes"] == []
