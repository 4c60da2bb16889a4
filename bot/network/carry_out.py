"""Meaning -> outcome: each intent to the function that carries it out, each line to its parts in their order.

What a line changes is one change: one Undo takes all of it back. A part that needs an answer first waits, with what
follows it, in a question.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from bot.language.meanings import Intent, Meaning
from bot.network import facts, insight, interactions, preferences, promises, reminders, rhythms, roster, undo
from bot.network.answers import answer_nudge, answered, asks_how_it_went, said_of_nudge
from bot.network.errors import NothingOpenError, RapportError
from bot.network.nudge_views import nudge_view
from bot.network.outcomes import (
    Answered,
    ExportAsked,
    Failed,
    HelpShown,
    ImportAsked,
    NotUnderstood,
    Outcome,
    Question,
    Recorded,
    Several,
    WhichRow,
)
from bot.network.people import WhoIsMeant, person
from bot.network.spots import WhichRowIsMeant, one_by_one, point_out
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.journal import Journal
from bot.store.marks import Mark
from bot.store.tables import ContactRow, QuestionRow, new_id

_FILED_BESIDES = frozenset({"remind", "promise", "kept", "help", "feedback", "milestone"})  # `promised Pat a book #vip`
Suggest = Callable[[str], tuple[str, ...]]


def carry_out(turn: Turn, meaning: Meaning, suggest: Suggest, instead_of: str | None = None) -> Outcome:
    """Do what the whole line says. Errors of its parts are outcomes; what could be done is done.

    `instead_of` is a change that was taken back for it: it stands again when this one is taken back.
    """
    journal = Journal(turn.session)
    try:
        outcome, said, replaces = _line(turn, meaning, suggest, journal)
        turn.session.flush()
        replaces = replaces or (instead_of if journal.entries else None)
        if undo.keep_change(turn, said, journal.entries, replaces):
            turn.wake()
            turn.session.flush()
    finally:
        journal.close()
    return outcome


def _line(turn: Turn, meaning: Meaning, suggest: Suggest, journal: Journal) -> tuple[Outcome, Meaning, str | None]:
    """The outcome, the line as it was carried out, and the change that it corrects."""
    if meaning.intent != "correct":
        return _parts(turn, meaning, suggest, journal), meaning, None
    before = Mark(turn.session)
    try:
        right, replaces = undo.corrected(turn, meaning)
        outcome = _parts(turn, right, suggest, journal)
        if isinstance(outcome, Failed):
            raise outcome.error
    except RapportError as error:
        before.go_back()  # a correction that fails leaves the last thing as it was
        turn.look_again()
        return Failed(meaning, error, turn.today), meaning, None
    return outcome, right, replaces


def _parts(turn: Turn, meaning: Meaning, suggest: Suggest, journal: Journal) -> Outcome:
    parts = [one for part in (replace(meaning, then=()), *meaning.then) for one in one_by_one(turn, part)]
    outcomes: list[Outcome] = []
    for place, part in enumerate(parts):
        outcome = _part(turn, part, tuple(parts[place + 1 :]), suggest, journal)
        outcomes.append(outcome)
        if isinstance(outcome, Question | WhichRow):
            break
    return outcomes[0] if len(outcomes) == 1 else Several(tuple(outcomes))


def _part(turn: Turn, meaning: Meaning, rest: tuple[Meaning, ...], suggest: Suggest, journal: Journal) -> Outcome:
    """One command. What it wrote before it failed, or found that it must ask, is taken out again."""
    before, written, resolved, new = Mark(turn.session), len(journal.entries), dict(turn.resolved), set(turn.new)
    try:
        meaning = said_of_nudge(turn, point_out(turn, meaning))
        outcome = _carry_out_one(turn, meaning, suggest)
        turn.session.flush()
    except WhichRowIsMeant as which:
        return _ask_which_row(turn, which, replace(meaning, then=rest))
    except (RapportError, WhoIsMeant) as stopped:
        before.go_back()
        del journal.entries[written:]
        turn.resolved, turn.new = resolved, new  # whom this part added is no longer there
        if isinstance(stopped, WhoIsMeant):
            return _ask(turn, stopped, replace(meaning, then=rest))
        return Failed(meaning, stopped, turn.today)
    return outcome


def _carry_out_one(turn: Turn, meaning: Meaning, suggest: Suggest) -> Outcome:
    is_open = turn.nudge is not None and turn.nudge.answered is None
    if meaning.intent == "unknown":
        if is_open and meaning.about and asks_how_it_went(turn):
            return _answer(turn, Meaning(intent="done", people=meaning.people, about=meaning.about))
        return NotUnderstood(meaning.about or "", suggest(meaning.about or ""), answers_nudge=is_open)
    if meaning.intent in _IN_THREAD and is_open:
        return _answer(turn, meaning)
    outcome = _HANDLERS[meaning.intent](turn, meaning)
    if isinstance(outcome, Recorded) and meaning.intent in _FILED_BESIDES and meaning.tags:
        for named in outcome.people:
            interactions.add_tags(turn, turn.session.get_one(ContactRow, named.id), meaning.tags)
    return outcome


def _answer(turn: Turn, meaning: Meaning) -> Answered:
    nudge = turn.nudge
    assert nudge is not None  # noqa: S101  # the caller looked
    answer = _IN_THREAD[meaning.intent]
    if meaning.outcome == "no_answer":
        answer = "no_answer"
    answer_nudge(turn, nudge, answer, "words", meaning)
    return replace(answered(turn, nudge), said=meaning)


def _ask(turn: Turn, who: WhoIsMeant, waiting: Meaning) -> Question:
    return Question(
        id=_question(turn, waiting, who.match.name),
        kind=who.match.ask or "which",
        name=who.match.name,
        candidates=tuple(person(turn, candidate) for candidate in who.match.candidates),
        meaning=replace(waiting, then=()),
        may_be_new=who.may_be_new,
        today=turn.today,
    )


def _ask_which_row(turn: Turn, which: WhichRowIsMeant, waiting: Meaning) -> WhichRow:
    views = [nudge_view(turn.session, row, turn.at) for row in which.rows]
    return WhichRow(
        id=_question(turn, waiting, None),
        rows=tuple(view for view in views if view is not None),
        meaning=replace(waiting, then=()),
    )


def _question(turn: Turn, waiting: Meaning, name: str | None) -> str:
    """Keep what waits for an answer; the question's id. Without a `name` it is asked which nudge is meant."""
    row = QuestionRow(
        id=new_id(),
        owner_id=turn.owner.id,
        asked_at=turn.at,
        meaning=json.dumps(waiting.as_json()),
        chosen=json.dumps(turn.chosen | turn.resolved),
        name=name,
        source=turn.source,
        message=turn.message,
        nudge_id=turn.nudge.id if turn.nudge else None,
    )
    turn.session.add(row)
    return row.id


def _nothing_to_answer(turn: Turn, meaning: Meaning) -> Outcome:
    """`done` outside a nudge's thread: where a person is named, they were in touch; else nobody knows what is."""
    if not meaning.people:
        raise NothingOpenError(meaning.intent)
    return interactions.log(turn, replace(meaning, intent="log"))


def _help_me(turn: Turn, _meaning: Meaning) -> HelpShown:
    return HelpShown(command=turn.command, nudge_time=turn.settings.nudge_time)


def _import(_turn: Turn, _meaning: Meaning) -> ImportAsked:
    return ImportAsked()


def _export(turn: Turn, _meaning: Meaning) -> ExportAsked:
    return ExportAsked(people=len(contacts.all_names(turn.session, turn.owner.id)))


def _undo(turn: Turn, _meaning: Meaning) -> Outcome:
    return undo.undo(turn)


_IN_THREAD = {"done": "done", "skip": "skip", "snooze": "snooze_week", "pause": "stop"}
_HANDLERS: dict[Intent, Callable[[Turn, Meaning], Outcome]] = {
    "log": interactions.log,
    "remind": reminders.remind,
    "plan": interactions.plan,
    "cadence": rhythms.cadence,
    "snooze": rhythms.snooze,
    "pause": rhythms.pause,
    "resume": rhythms.resume,
    "milestone": facts.milestone,
    "change": facts.change,
    "note": facts.note,
    "details": facts.details,
    "promise": promises.promise,
    "kept": promises.kept,
    "help": promises.give_help,
    "feedback": promises.feedback,
    "brief": insight.brief,
    "find": insight.find,
    "due": insight.due,
    "upcoming": insight.upcoming,
    "owed": promises.owed,
    "stats": insight.stats,
    "rename": roster.rename,
    "merge": roster.merge,
    "forget": roster.forget,
    "undo": _undo,
    "done": _nothing_to_answer,
    "skip": _nothing_to_answer,
    "settings": preferences.settings,
    "import": _import,
    "export": _export,
    "help_me": _help_me,
}
