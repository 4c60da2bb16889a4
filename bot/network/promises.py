"""What is owed either way, help given and received, feedback asked, had and acted on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rapidfuzz import fuzz

from bot.language.meanings import Meaning
from bot.network.errors import NobodyNamedError, NothingOpenError
from bot.network.outcomes import Owed, PromiseFact, Recorded
from bot.network.people import people_meant
from bot.network.rhythms import answer_by_log, recorded
from bot.network.turns import Turn
from bot.store import agenda, contacts
from bot.store.names import fold
from bot.store.tables import ContactRow, FeedbackRow, HelpRow, PromiseRow

_ASK_AGAIN = timedelta(days=7)  # "did it come?" a week after it was asked for, or after the day it was wanted
_ACT = timedelta(days=14)  # "what did you do with it?"
_SAME_THING = 60  # of 100: how like two descriptions of one promise must be


def promise(turn: Turn, meaning: Meaning) -> Recorded:
    """`promised Sam an intro to Lee by Friday`, `Sam owes me the deck`."""
    rows = _named(turn, meaning)
    due_on = meaning.on if isinstance(meaning.on, date) else None
    turn.session.add_all(
        PromiseRow(
            owner_id=turn.owner.id,
            contact_id=row.id,
            direction=meaning.direction or "mine",
            about=meaning.about,
            said_on=turn.today,
            due_on=due_on,
        )
        for row in rows
    )
    return recorded(turn, replace(meaning, direction=meaning.direction or "mine"), rows)


def kept(turn: Turn, meaning: Meaning) -> Recorded:
    """`sent Ana the book I promised`. Closes the promise that it speaks of; with none open it is kept all the same."""
    rows = _named(turn, meaning)
    on = meaning.on if isinstance(meaning.on, date) else turn.today
    found = [keep(turn, row, meaning.about, on, meaning.direction or "mine") for row in rows]
    extras = () if all(found) else ("promise_not_found",)
    return recorded(turn, replace(meaning, on=on), rows, extras=extras)


def keep(turn: Turn, row: ContactRow, about: str | None, on: date, direction: str) -> bool:
    """Mark the promise kept that `about` describes best; one that nobody wrote down is written as kept."""
    promises = agenda.open_promises(turn.session, turn.owner.id, row.id, direction)
    best = max(promises, key=lambda promise: _likeness(about, promise.about), default=None)
    if best is not None and (about is None or _likeness(about, best.about) >= _SAME_THING):
        mark_kept(turn, best, on)
        return True
    turn.session.add(
        PromiseRow(
            owner_id=turn.owner.id,
            contact_id=row.id,
            direction=direction,
            about=about,
            said_on=on,
            kept_on=on,
        )
    )
    return False


def mark_kept(turn: Turn, promise: PromiseRow, on: date) -> None:
    """The promise is kept, and what asked about it is answered."""
    promise.kept_on = on
    for nudge in agenda.open_nudges(turn.session, turn.owner.id, promise.contact_id, ("promise",)):
        if nudge.source_id == promise.id:
            answer_by_log(turn, nudge)


def _likeness(about: str | None, other: str | None) -> float:
    return fuzz.token_set_ratio(fold(about or ""), fold(other or ""))


def owed(turn: Turn, meaning: Meaning) -> Owed:
    """`what do I owe`, `what does Sam owe me`."""
    rows = people_meant(turn, meaning.people, create=False)
    ids = {row.id for row in rows}
    open_ones = agenda.open_promises(turn.session, turn.owner.id, direction=meaning.direction)
    wanted = [
        promise
        for promise in open_ones
        if (not ids or promise.contact_id in ids)
        and (meaning.until is None or promise.due_on is None or promise.due_on <= meaning.until)
    ]
    names = contacts.contacts_by_id(turn.session, turn.owner.id, {promise.contact_id for promise in wanted})
    facts = tuple(promise_fact(promise, names) for promise in wanted if promise.contact_id in names)
    return Owed(promises=facts, meaning=meaning, today=turn.today)


def promise_fact(promise: PromiseRow, names: dict[int, ContactRow]) -> PromiseFact:
    """A promise as others see it."""
    return PromiseFact(
        direction=promise.direction,
        about=promise.about,
        due_on=promise.due_on,
        said_on=promise.said_on,
        name=names[promise.contact_id].name,
        id=promise.id,
    )


def give_help(turn: Turn, meaning: Meaning) -> Recorded:
    """`helped Sam with his talk`, `Sam helped me with the deck`."""
    rows = _named(turn, meaning)
    on = meaning.on if isinstance(meaning.on, date) else turn.today
    turn.session.add_all(
        HelpRow(
            owner_id=turn.owner.id,
            contact_id=row.id,
            direction=meaning.direction or "given",
            about=meaning.about,
            on=on,
        )
        for row in rows
    )
    return recorded(turn, replace(meaning, on=on, direction=meaning.direction or "given"), rows)


def feedback(turn: Turn, meaning: Meaning) -> Recorded:
    """`ask Maria for feedback on my talk by Friday`, `feedback from Maria: slow down`, `acted on Maria's feedback`."""
    rows = _named(turn, meaning)
    stage = meaning.stage or "ask"
    on = meaning.on if isinstance(meaning.on, date) else None
    for row in rows:
        _settle_earlier(turn, row, stage)
        turn.session.add(
            FeedbackRow(
                owner_id=turn.owner.id,
                contact_id=row.id,
                stage=stage,
                about=meaning.about,
                on=on or (None if stage == "ask" else turn.today),
                next_on=next_step(stage, on, turn.today),
            )
        )
    return recorded(turn, replace(meaning, stage=stage), rows)


def next_step(stage: str, on: date | None, said_on: date) -> date | None:
    """When the bot asks on: to ask by its day, whether it came, what was done with it; None when nothing is left."""
    if stage == "ask":
        return on if on is not None and on >= said_on else (on or said_on) + _ASK_AGAIN
    return (on or said_on) + _ACT if stage == "got" else None


def go_on(turn: Turn, row: FeedbackRow, asked_for: date, on: date, about: str | None) -> None:
    """The next step of a feedback was done on a day: asked for, had, acted on. `asked_for`: the day of the question.

    `about` is what was said of it.
    """
    if row.stage == "ask" and row.on is not None and asked_for <= row.on:
        row.on, row.next_on = on, on + _ASK_AGAIN
        return
    later = {"ask": "got", "got": "acted"}.get(row.stage)
    row.next_on = None
    if later is not None:
        turn.session.add(
            FeedbackRow(
                owner_id=turn.owner.id,
                contact_id=row.contact_id,
                stage=later,
                about=about or row.about,
                on=on,
                next_on=next_step(later, on, on),
            )
        )


def _settle_earlier(turn: Turn, row: ContactRow, stage: str) -> None:
    """What comes later in the course of one feedback settles the questions about what was before."""
    before = {"ask": (), "got": ("ask",), "acted": ("ask", "got")}[stage]
    for earlier in agenda.feedback_of(turn.session, turn.owner.id, row.id):
        if earlier.stage in before:
            earlier.next_on = None


def open_promise(turn: Turn, promise_id: int) -> PromiseRow:
    """An open promise of the owner's. Raises `NothingOpenError`."""
    for promise_row in agenda.open_promises(turn.session, turn.owner.id):
        if promise_row.id == promise_id:
            return promise_row
    raise NothingOpenError("kept")


def _named(turn: Turn, meaning: Meaning) -> list[ContactRow]:
    if not meaning.people:
        raise NobodyNamedError(meaning.intent)
    return people_meant(turn, meaning.people, create=True)
