"""One change made by hand: kept like that of a sentence, so that one Undo takes it back. Sentences: `carry_out`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.language.meanings import Meaning
from bot.network import undo
from bot.network.turns import Turn
from bot.store.journal import Journal

Outcome = TypeVar("Outcome")


def journaled(
    turn: Turn, meaning: Meaning, work: Callable[[], Outcome], replaces: str | None = None, by_hand: str | None = None
) -> Outcome:
    """Do the work and write down what it changed as `meaning`; `replaces` is the change that it stands in for.

    `by_hand` is `edit` or `remove` where no sentence says the like of it.
    """
    journal = Journal(turn.session)
    try:
        outcome = work()
        turn.session.flush()
        if undo.keep_change(turn, meaning, journal.entries, replaces, by_hand):
            turn.wake()
            turn.session.flush()
    finally:
        journal.close()
    return outcome
