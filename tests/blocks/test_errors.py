"""Every error says what was understood and what to type instead."""

from __future__ import annotations

import pytest

from bot.blocks.errors import sentence, unexpected
from bot.blocks.text import plain
from bot.network import errors
from bot.network.errors import RapportError

SENTENCES = [
    (errors.UnknownPersonError("Zed"), "I don't know Zed yet. To add them: /met Zed"),
    (
        errors.UnknownPersonError("Pryia", ("Priya", "Prya")),
        "I don't know Pryia yet. Did you mean Priya or Prya? If it is someone new: /met Pryia",
    ),
    (
        errors.NobodyNamedError("promise"),
        "I need a name to file that under, so nothing was stored. Try promised Priya the deck by Friday.",
    ),
    (
        errors.MissingPartError("remind", "day", "Ana"),
        "On which day? Nothing is stored yet. Try remind me to call Ana on Friday.",
    ),
    (
        errors.MissingPartError("cadence", "rhythm"),
        "How often should it be? Nothing is stored yet. Try check in with Priya every 2 months.",
    ),
    (
        errors.BadSettingError("daily_limit", "0"),
        "“0” isn't a number of nudges a day (1 or more), so I left the setting as it is. Try at most 3 nudges a day.",
    ),
    (errors.NothingToUndoError(), "There is nothing left to take back: that is undone already, or too long ago."),
    (
        errors.NothingToCorrectError("note"),
        "That doesn't fit the last thing you told me, so nothing changed. Say it anew, e.g. note Priya: likes climbing",
    ),
    (
        errors.NothingOpenError("kept", "Sam"),
        "I have no open promise with Sam on my list, so nothing changed. To see them: what do I owe",
    ),
    (
        errors.NothingOpenError("done"),
        "There is no open nudge that this could answer. To note a contact: called Priya",
    ),
    (
        errors.NotYoursError(),
        "That is no longer there, so nothing changed. It may have been undone or forgotten since.",
    ),
    (
        errors.AlreadyAnsweredError(),
        "That was answered already, so nothing changed. To take the last thing back: undo",
    ),
    (
        errors.TooFarError(),
        "That day lies beyond my calendar, so nothing was stored. A nearer one will do, such as in 6 months.",
    ),
]


@pytest.mark.parametrize(("error", "said"), SENTENCES, ids=[type(error).__name__ for error, _ in SENTENCES])
def test_sentence(error: RapportError, said: str) -> None:
    assert plain(sentence(error)) == said


def test_each_class_of_error_has_its_own_sentence() -> None:
    covered = {type(error) for error, _ in SENTENCES}
    known = {one for one in RapportError.__subclasses__() if one.__module__ == RapportError.__module__}
    assert covered == known
    assert all(sentence(error) != sentence(RapportError()) for error, _ in SENTENCES)


def test_a_failure_of_our_own_gives_the_words_back() -> None:
    assert "Your words: “met R&D &lt;3”" not in unexpected("met R&D <3")
    assert plain(unexpected("met R&D <3")).startswith(
        "Something went wrong on my side, and nothing was stored. Your words: “met R&D <3”."
    )
    assert "Your words" not in unexpected(None)
