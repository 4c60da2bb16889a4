"""Answers to a nudge, by button, reaction or word: done, no answer yet, snoozed, skipped, stopped; and back again.

An answer is a change like any other, so that taking it back restores exactly what was before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from sqlalchemy import or_, select

from bot.language.meanings import Kind, Meaning
from bot.network.adapting import proposal
from bot.network.errors import AlreadyAnsweredError, NotYoursError
from bot.network.interactions import follow_up, take_details, was_in_touch, write_interaction
from bot.network.nudge_views import nudge_view
from bot.network.outcomes import Answered
from bot.network.owners import FOR_GOOD
from bot.network.promises import go_on
from bot.network.rhythms import NONE, ask_again, cadence_of, day_after, give_default, reckon
from bot.network.spots import Spot
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.names import fold
from bot.store.nudge_queue import make_stale
from bot.store.tables import ContactRow, FeedbackRow, NudgeRow, PlanRow, PromiseRow, ReminderRow

REACTIONS = {
    "white_check_mark": "done",
    "heavy_check_mark": "done",
    "+1": "done",
    "thumbsup": "done",
    "zzz": "snooze_week",
    "alarm_clock": "snooze_week",
    "hourglass_flowing_sand": "snooze_week",
    "next_track": "skip",
    "black_right_pointing_double_triangle_with_vertical_bar": "skip",
    "-1": "skip",
    "thumbsdown": "skip",
    "no_bell": "stop",
    "mute": "stop",
}
_TOLD = "told"  # noted beside the reactions; none of those that count is called so
_SNOOZES = {"snooze_day": "P1D", "snooze_week": "P1W", "snooze_month": "P1M"}


def own_nudge(turn: Turn, nudge_id: str) -> NudgeRow:
    """The owner's nudge of that id. Raises `NotYoursError`."""
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.id == nudge_id)
    nudge = turn.session.scalars(query).first()
    if nudge is None:
        raise NotYoursError
    return nudge


def sent_with(turn: Turn, nudge: NudgeRow) -> Sequence[NudgeRow]:
    """What failed with a nudge: itself, or the message that it was to stand in, with all that it was to hold."""
    if nudge.group_id is None:
        return [nudge]
    of_message = or_(NudgeRow.id == nudge.group_id, NudgeRow.group_id == nudge.group_id)
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, of_message, NudgeRow.state == "failed")
    return turn.session.scalars(query).all()


def answer_nudge(turn: Turn, nudge: NudgeRow, answer: str, by: str, meaning: Meaning | None = None) -> None:
    """Carry out one answer. `answer` is one of `done`, `no_answer`, `snooze_…`, `skip`, `stop`.

    Raises `AlreadyAnsweredError` when the nudge has an answer already.
    """
    if nudge.answered is not None:
        raise AlreadyAnsweredError
    said = meaning or Meaning(intent="done")
    contact = contacts.contact(turn.session, turn.owner.id, nudge.contact_id) if nudge.contact_id else None
    if answer == "done":
        _done(turn, nudge, contact, said)
    elif answer == "no_answer":
        _no_answer(turn, nudge, contact, said)
    elif answer == "skip":
        _skip(turn, nudge, contact)
    elif answer == "stop":
        _stop(turn, nudge, contact, said)
    else:
        _snooze(turn, nudge, contact, said.until or _snoozed_until(turn.today, answer))
    nudge.answered_at, nudge.answered_by, nudge.change_id = turn.at, by, turn.change
    if contact is not None and answer not in ("no_answer", "stop"):
        nudge.proposes = proposal(turn, contact, nudge)
    make_stale(turn.session, nudge)
    turn.nudge = nudge


def _done(turn: Turn, nudge: NudgeRow, contact: ContactRow | None, said: Meaning) -> None:
    nudge.answered = "done"
    on = said.on if isinstance(said.on, date) else turn.today
    said = _settle_source(turn, nudge, on, said)
    if contact is None:
        return
    on = said.on if isinstance(said.on, date) else on
    write_interaction(turn, [contact], on, said.kind or "other", said.where, said.about)
    take_details(turn, contact, said)
    give_default(turn, contact)
    reckon(turn, contact)
    contact.thanks_on = None
    was_in_touch(turn, contact, on)
    follow_up(turn, [contact], said)


def _settle_source(turn: Turn, nudge: NudgeRow, on: date, said: Meaning) -> Meaning:
    """Close what the nudge was about; what was said, with what that knows of the interaction."""
    if nudge.kind in ("reminder", "follow_up") and nudge.source_id is not None:
        reminder = turn.session.get(ReminderRow, nudge.source_id)
        if reminder is not None:
            reminder.done_on = on
            return replace(said, about=said.about or reminder.about)
    if nudge.kind == "promise":
        promise = turn.session.get(PromiseRow, nudge.source_id)
        if promise is not None:
            promise.kept_on = promise.kept_on or on
            return replace(said, about=said.about or promise.about)
    if nudge.kind == "plan":
        plan = turn.session.get(PlanRow, nudge.source_id)
        if plan is not None:
            return _took_place(plan, on, said)
    if nudge.kind == "feedback":
        feedback = turn.session.get(FeedbackRow, nudge.source_id)
        if feedback is not None:
            go_on(turn, feedback, nudge.due_on, on, said.about)
    return said


def _took_place(plan: PlanRow, on: date, said: Meaning) -> Meaning:
    """What was planned took place on its day, as it was planned, unless it was said otherwise."""
    plan.done_on = plan.done_on or on
    day = said.on or (plan.on if plan.on is not None and plan.on <= on else on)
    return replace(
        said,
        on=day,
        kind=said.kind or cast("Kind", plan.kind),
        where=said.where or plan.place,
        about=said.about or plan.about,
    )


def _no_answer(turn: Turn, nudge: NudgeRow, contact: ContactRow | None, said: Meaning) -> None:
    nudge.answered = "no_answer"
    until = turn.today + timedelta(days=7)
    if contact is not None and (said.kind or said.about):
        on = said.on if isinstance(said.on, date) else turn.today
        write_interaction(turn, [contact], on, said.kind or "other", said.where, said.about, "no_answer")
    nudge.again_on, nudge.asked_again = until, False
    if nudge.kind == "check_in" and contact is not None:
        nudge.asked_again = ask_again(turn, contact)
    if contact is not None:
        follow_up(turn, [contact], said)


def _snooze(turn: Turn, nudge: NudgeRow, contact: ContactRow | None, until: date) -> None:
    nudge.answered, nudge.again_on, nudge.asked_again = "snoozed", until, False
    if nudge.kind == "check_in" and contact is not None:
        contact.next_check_in_on = contact.snoozed_until = until
        nudge.asked_again = True


def _snoozed_until(today: date, answer: str) -> date:
    return day_after(today, _SNOOZES.get(answer, _SNOOZES["snooze_week"]))


def _skip(turn: Turn, nudge: NudgeRow, contact: ContactRow | None) -> None:
    nudge.answered = "skipped"
    if nudge.kind == "check_in" and contact is not None:
        cadence = cadence_of(turn, contact)
        if cadence not in (None, NONE):
            contact.next_check_in_on = day_after(turn.today, str(cadence))
    elif nudge.kind in ("reminder", "follow_up") and nudge.source_id is not None:
        reminder = turn.session.get(ReminderRow, nudge.source_id)
        if reminder is not None:
            reminder.done_on = turn.today


def _stop(turn: Turn, nudge: NudgeRow, contact: ContactRow | None, said: Meaning) -> None:
    nudge.answered = "stopped"
    if contact is not None:
        contact.paused_until = said.until or FOR_GOOD


def react(spot: Spot, reaction: str, event_ts: str, *, is_there: bool) -> tuple[str, NudgeRow | None]:
    """Note a reaction's coming or going, in whatever order Slack tells of them; what is to be done about it.

    Returns `answer` (carry out `REACTIONS[reaction]`) or `undo` (the answer it gave is gone) with the nudge; `which`,
    where several wait for an answer; or `nothing`.
    """
    keeper = spot.keeper
    seen = keeper.reactions.get(reaction)
    if seen is not None and _as_number(seen[0]) >= _as_number(event_ts):
        return "nothing", None  # an older event, or the same once more
    waiting = [row for row in spot.rows if row.answered is None]
    is_answer = is_there and len(waiting) < 2  # one that answers nothing stands for nothing later
    keeper.reactions = {**keeper.reactions, reaction: [event_ts, is_answer]}
    if is_there and waiting:
        return ("answer", waiting[0]) if is_answer else ("which", None)
    answered = [row for row in spot.rows if row.answered is not None]
    if is_there:
        gone = [row for row in answered if _came_before(keeper, row, event_ts)]
    else:
        gone = [row for row in answered if row.answered_by == reaction]
    return ("undo", gone[0]) if gone else ("nothing", None)


def _came_before(keeper: NudgeRow, nudge: NudgeRow, event_ts: str) -> bool:
    """Whether an instant lies before the reaction that answered: Slack told of them the other way round."""
    answered_by = keeper.reactions.get(nudge.answered_by or "")
    return answered_by is not None and _as_number(event_ts) < _as_number(answered_by[0])


def is_first_time(spot: Spot) -> bool:
    """Whether a message's owner is told for the first time that a reaction does not say which nudge it answers."""
    if _TOLD in spot.keeper.reactions:
        return False
    spot.keeper.reactions = {**spot.keeper.reactions, _TOLD: ["0", False]}
    return True


def standing_reaction(spot: Spot) -> str | None:
    """The first reaction with a meaning that still stands on the message, and answers nothing in it."""
    used = {row.answered_by for row in spot.rows if row.answered is not None}
    there = [(ts, name) for name, (ts, is_there) in spot.keeper.reactions.items() if is_there and name not in used]
    return min(there, key=lambda one: _as_number(one[0]), default=(None, None))[1]


def meaning_of(reaction: str) -> str | None:
    """The answer that a reaction gives, whatever its skin tone; None for any other."""
    return REACTIONS.get(reaction.split("::", 1)[0])


def _as_number(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        return 0.0


def answered(turn: Turn, nudge: NudgeRow) -> Answered:
    """The outcome of an answer: the nudge as it now reads."""
    turn.session.flush()
    view = nudge_view(turn.session, nudge, turn.at)
    if view is None:
        raise NotYoursError
    return Answered(nudge=view)


def asks_how_it_went(turn: Turn) -> bool:
    """Whether the nudge in whose thread it is said asks for words: how did it go, did the feedback come."""
    nudge = turn.nudge
    if nudge is None:
        return False
    view = nudge_view(turn.session, nudge, turn.at)
    return view is not None and (view.kind, view.stage) in (("plan", "after"), ("feedback", "asked"))


def said_of_nudge(turn: Turn, meaning: Meaning) -> Meaning:
    """A sentence in a nudge's thread that names nobody is about the nudge's person."""
    nudge = turn.nudge
    if nudge is None or nudge.contact_id is None or meaning.people or meaning.tags:
        return meaning
    contact = contacts.contact(turn.session, turn.owner.id, nudge.contact_id)
    if contact is None:
        return meaning
    turn.resolved[fold(contact.name)] = contact.id
    return replace(meaning, people=(contact.name,))
