"""What a button, a menu or a reaction asks for -> its outcome. What a form says: `forms`.

A button's value is a claim: what it names is looked for among the owner's own, and an old button acts once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from sqlalchemy import select

from bot.language.meanings import Direction, Meaning
from bot.network import adapting, answers, promises, rhythms, undo
from bot.network.carry_out import Suggest, carry_out
from bot.network.errors import AlreadyAnsweredError, NothingOpenError, NothingToUndoError, NotYoursError
from bot.network.journaling import journaled
from bot.network.outcomes import Answered, Cancelled, Outcome, Recorded, TriedAgain
from bot.network.people import own_contact, slot
from bot.network.spots import Spot
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.tables import NudgeRow, QuestionRow, ReminderRow, TagRow, new_id

Read = Callable[[Turn, str], Meaning]


def pressed(turn: Turn, action: str, value: str, read: Read, suggest: Suggest) -> Outcome:
    """Do what a button says. `read` understands a sentence. Raises `NotYoursError` and what carrying out raises."""
    family, _, rest = action.partition(":")
    if action == "undo":
        return undo.undo_change(turn, value)
    if action == "redo":
        return undo.redo_change(turn, value)
    if family == "nudge":
        return _nudge_answered(turn, rest, value)
    if family == "choose":
        return _chosen(turn, rest, value, suggest)
    if family == "rhythm":
        return _rhythm(turn, rest, value, suggest)
    if family == "kindly":
        return _kindly(turn, rest, value, suggest)
    if family == "when":
        return _when(turn, rest, value, suggest)
    if family in ("home", "person") and rest in _ABOUT_ONE:
        return _ABOUT_ONE[rest](turn, value, suggest)
    if family in ("try", "home"):
        turn.command = "dm"
        return carry_out(turn, read(turn, value), suggest)
    raise NotYoursError


def _chosen(turn: Turn, choice: str, question_id: str, suggest: Suggest) -> Outcome:
    """The answer to "which Priya?": the sentence that waited is carried out."""
    query = select(QuestionRow).where(QuestionRow.owner_id == turn.owner.id, QuestionRow.id == question_id)
    question = turn.session.scalars(query).first()
    if question is None:
        raise NotYoursError
    if question.answered_at is not None:
        raise AlreadyAnsweredError
    question.answered_at = turn.at
    if choice == "cancel":
        return Cancelled()
    meaning = Meaning.from_json(json.loads(question.meaning))
    turn.source, turn.message = question.source, question.message
    turn.chosen = json.loads(question.chosen)
    if question.name is None:  # which of several nudges
        turn.nudge = answers.own_nudge(turn, choice)
        meaning = replace(meaning, people=())
    else:
        turn.chosen |= {slot(question.name): int(choice) if choice.isdecimal() else 0}
        turn.nudge = answers.own_nudge(turn, question.nudge_id) if question.nudge_id else None
    return carry_out(turn, meaning, suggest)


def close_questions(turn: Turn, message: str) -> None:
    """What a message asked for is not wanted any more: the questions that wait for an answer act no more."""
    query = select(QuestionRow).where(QuestionRow.owner_id == turn.owner.id, QuestionRow.message == message)
    for question in turn.session.scalars(query.where(QuestionRow.answered_at.is_(None))):
        question.answered_at = turn.at


def _rhythm(turn: Turn, cadence: str, value: str, suggest: Suggest) -> Outcome:
    contact = own_contact(turn, value.partition(":")[0])
    if cadence == "keep":
        return adapting.decline_for(turn, contact)
    return carry_out(turn, Meaning(intent="cadence", people=(contact.name,), every=cadence), suggest)


def _when(turn: Turn, cadence: str, value: str, suggest: Suggest) -> Outcome:
    last = history.last_change(turn.session, turn.owner.id)
    if last is None or last.id != value:
        raise AlreadyAnsweredError
    on = rhythms.day_after(turn.today, cadence)
    return carry_out(turn, Meaning(intent="correct", on=on), suggest)


def _kindly(turn: Turn, cadence: str, value: str, suggest: Suggest) -> Outcome:
    """A reminder to write to somebody of whom something sad was said; on one day once, however often it is clicked."""
    contact = own_contact(turn, value)
    about, on = KIND_WORDS.format(name=contact.name), rhythms.day_after(turn.today, cadence)
    same = (ReminderRow.contact_id == contact.id, ReminderRow.about == about, ReminderRow.on == on)
    query = select(ReminderRow.id).where(ReminderRow.owner_id == turn.owner.id, *same, ReminderRow.done_on.is_(None))
    if turn.session.scalars(query).first() is not None:
        raise AlreadyAnsweredError
    turn.chosen = {slot(contact.name): contact.id}
    return carry_out(turn, Meaning(intent="remind", people=(contact.name,), about=about, on=on), suggest)


KIND_WORDS = "send {name} a few kind words"


def _about(turn: Turn, value: str, meaning: Meaning, suggest: Suggest) -> Outcome:
    return carry_out(turn, replace(meaning, people=(own_contact(turn, value).name,)), suggest)


def _kept(turn: Turn, value: str) -> Recorded:
    """The very promise that the button names, whatever others are called."""
    promise = promises.open_promise(turn, int(value) if value.isdecimal() else 0)
    contact = own_contact(turn, str(promise.contact_id))
    said = Meaning(
        intent="kept",
        people=(contact.name,),
        about=promise.about,
        direction=cast("Direction", promise.direction),
        on=turn.today,
    )

    def keep() -> Recorded:
        promises.mark_kept(turn, promise, turn.today)
        return rhythms.recorded(turn, said, [contact])

    return journaled(turn, said, keep)


def _woken(turn: Turn, nudge_id: str) -> Recorded:
    """What was put off and is about nobody: asked again from today on."""
    nudge = answers.own_nudge(turn, nudge_id)
    if nudge.answered != "snoozed" or nudge.asked_again or nudge.again_on is None:
        raise NothingOpenError("snooze")
    reminder = turn.session.get(ReminderRow, nudge.source_id) if nudge.source_id is not None else None
    said = Meaning(intent="remind", about=reminder.about if reminder is not None else None, on=turn.today)

    def wake() -> Recorded:
        rhythms.wake_nudge(turn, nudge)
        return rhythms.recorded(turn, said, [])

    return journaled(turn, said, wake)


def _tried_again(turn: Turn, nudge_id: str) -> TriedAgain:
    """A nudge that Slack did not take is tried anew, and looked for first: nobody knows how its last try ended."""
    nudge = answers.own_nudge(turn, nudge_id)
    if nudge.state != "failed":
        raise NothingOpenError("done")
    if nudge.answered is not None:
        raise AlreadyAnsweredError
    for row in answers.sent_with(turn, nudge):
        row.state, row.attempts, row.try_at, row.error = "unknown", 1, None, None
    contact = contacts.contact(turn.session, turn.owner.id, nudge.contact_id) if nudge.contact_id else None
    return TriedAgain(contact.name if contact is not None else None)


def _tag_resumed(turn: Turn, tag: str, suggest: Suggest) -> Outcome:
    query = select(TagRow.id).where(TagRow.owner_id == turn.owner.id, TagRow.tag == tag)
    if turn.session.scalars(query).first() is None:
        raise NotYoursError
    return carry_out(turn, Meaning(intent="resume", tags=(tag,)), suggest)


_ABOUT_ONE: dict[str, Callable[[Turn, str, Suggest], Outcome]] = {
    "brief": lambda turn, value, suggest: _about(turn, value, Meaning(intent="brief"), suggest),
    "stop": lambda turn, value, suggest: _about(turn, value, Meaning(intent="pause"), suggest),
    "resume": lambda turn, value, suggest: _about(turn, value, Meaning(intent="resume"), suggest),
    "done": lambda turn, value, suggest: _about(turn, value, Meaning(intent="done"), suggest),
    "snooze": lambda turn, value, suggest: _about(turn, value, Meaning(intent="snooze"), suggest),
    "kept": lambda turn, value, _suggest: _kept(turn, value),
    "wake": lambda turn, value, _suggest: _woken(turn, value),
    "retry": lambda turn, value, _suggest: _tried_again(turn, value),
    "tag": _tag_resumed,
}


_ADAPTING = {"slower": adapting.take_up, "keep": adapting.decline, "back": adapting.go_back}


def _nudge_answered(turn: Turn, answer: str, nudge_id: str) -> Answered:
    nudge = answers.own_nudge(turn, nudge_id)
    turn.at = max(turn.at, nudge.sent_at or turn.at)  # an answer comes after its question
    if answer in _ADAPTING:
        _ADAPTING[answer](turn, nudge)
    elif answer == "undo":
        if nudge.change_id is None or nudge.answered is None:
            raise NothingToUndoError
        undo.undo_change(turn, nudge.change_id)
    else:
        answer_nudge(turn, nudge, answer, "button")
    return answers.answered(turn, nudge)


def answer_nudge(turn: Turn, nudge: NudgeRow, answer: str, by: str, said: Meaning | None = None) -> None:
    """Answer a nudge as one change. Raises `AlreadyAnsweredError`."""
    meaning = said or Meaning(intent="done")
    journaled(turn, meaning, lambda: answers.answer_nudge(turn, nudge, answer, by, said))


def reacted(turn: Turn, spot: Spot, reaction: str, event_ts: str, *, is_there: bool) -> str:
    """A reaction came to a message of nudges or went: `changed`, `which` (several wait for an answer) or `nothing`."""
    to_do, nudge = answers.react(spot, reaction, event_ts, is_there=is_there)
    if nudge is None:
        return to_do
    if to_do == "undo":
        if nudge.change_id is None:
            return "nothing"
        undo.undo_change(turn, nudge.change_id)
        reaction = answers.standing_reaction(spot) or ""
    if reaction:
        turn.change = new_id()
        answer_nudge(turn, nudge, answers.meaning_of(reaction) or "done", reaction)
    turn.nudge = nudge
    return "changed"
