"""The one way from a sentence to its reply, whatever surface it came by; and from a button or a reaction to its own.

Each call is one transaction: what Slack delivers twice is found by its key, which is stored with its effect, and gets
the same reply again. Nothing here speaks to Slack.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blocks.answers import answer as worded
from bot.blocks.errors import sentence
from bot.blocks.home import home as home_blocks
from bot.blocks.message import Message
from bot.blocks.welcome import welcome
from bot.language import Known, nearest, parse
from bot.language.meanings import Command, Meaning
from bot.network import answers, rhythms, undo
from bot.network.carry_out import carry_out
from bot.network.errors import AlreadyAnsweredError, NothingToUndoError, NotYoursError, RapportError
from bot.network.home import home
from bot.network.outcomes import Outcome
from bot.network.owners import Owner, find_owner, held_owner, owner_row, settings_of
from bot.network.people import slot
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.engine import Database
from bot.store.inserting import insert_if_new
from bot.store.journal import Journal
from bot.store.names import fold
from bot.store.tables import NudgeRow, OwnerRow, QuestionRow, SeenDeliveryRow, new_id

_MONTH_FIRST = frozenset({"en-US", "en-PH"})  # Slack locales whose dates begin with the month; unset means so too


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person reads.

    `nudge` is the id of the nudge that it answered, whose message must be shown anew; `again` marks the reply to a
    delivery that was seen before.
    """

    text: str
    blocks: list[dict[str, Any]]
    nudge: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a conversation and the message's ts in it."""

    channel: str
    ts: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}"


FirstWords = Callable[[Owner], None]


@dataclass
class Conversation:
    """`meet` is called once for each new owner, before their first words are read, to learn their zone from Slack."""

    database: Database
    meet: FirstWords = field(default=lambda _owner: None)

    def answer(
        self,
        owner: Owner,
        text: str,
        *,
        at: datetime,
        command: Command = "rapport",
        source: str = "command",
        key: str | None = None,
        message: Place | None = None,
        thread: Place | None = None,
    ) -> Reply:
        """Do what a sentence says for its owner at an instant, and say what was understood.

        `key` names the delivery, `message` the direct message that said it, `thread` the message it answers.
        """
        self._meet(owner, at)
        with self._turn(owner, at, key, source=source, message=message) as turn:
            if isinstance(turn, Reply):
                return turn
            turn.nudge = answers.own_nudge_at(turn, thread.channel, thread.ts) if thread else None
            turn.command = "thread" if turn.nudge else command
            meaning = self._read(turn, text)
            outcome = carry_out(turn, meaning, nearest)
            return self._reply(turn, outcome, key)

    def amend(self, owner: Owner, text: str, *, at: datetime, message: Place, key: str | None = None) -> Reply:
        """A direct message was edited: what it said before is taken back, what it says now is carried out."""
        with self._turn(owner, at, key, source="dm", message=message) as turn:
            if isinstance(turn, Reply):
                return turn
            earlier = history.change_of_message(turn.session, turn.owner.id, str(message))
            if earlier is not None:
                undo.undo_change(turn, earlier.id)
            turn.command = "dm"
            outcome = carry_out(turn, self._read(turn, text), nearest)
            return self._reply(turn, outcome, key)

    def withdraw(self, owner: Owner, *, at: datetime, message: Place, key: str | None = None) -> Reply | None:
        """A direct message was deleted: what it said is taken back. None when it had said nothing that stands."""
        with self._turn(owner, at, key, source="dm") as turn:
            if isinstance(turn, Reply):
                return None
            earlier = history.change_of_message(turn.session, turn.owner.id, str(message))
            if earlier is None:
                return None
            return self._reply(turn, undo.undo_change(turn, earlier.id), key)

    def press(self, owner: Owner, action: str, value: str, *, at: datetime, key: str | None = None) -> Reply:
        """A button was pressed. Its value is a claim: what it names is looked for among the owner's own."""
        with self._turn(owner, at, key, source="button") as turn:
            if isinstance(turn, Reply):
                return turn
            try:
                outcome = self._pressed(turn, action, value)
            except RapportError as error:
                return self._keep(turn, _error_reply(error), key)
            return self._reply(turn, outcome, key)

    def react(
        self, owner: Owner, place: Place, reaction: str, *, is_there: bool, event_ts: str, at: datetime, key: str | None
    ) -> str | None:
        """A reaction came to a message or went: the id of the nudge that it changed, None when it changed none."""
        if answers.meaning_of(reaction) is None:
            return None
        with self._turn(owner, at, key, source="reaction", create=False) as turn:
            if isinstance(turn, Reply):
                return None
            nudge = answers.own_nudge_at(turn, place.channel, place.ts)
            if nudge is None:
                return None
            turn.at = max(turn.at, nudge.sent_at or turn.at)  # an answer comes after its question
            return nudge.id if self._reacted(turn, nudge, reaction, event_ts, is_there=is_there) else None

    def home(self, owner: Owner, at: datetime) -> dict[str, Any]:
        """The App Home of an owner, as Slack's views.publish takes it."""
        self._meet(owner, at)
        with self.database.reading() as session:
            return home_blocks(home(Turn(session, owner_row(session, owner, at), at)))

    # What stands below is how each of these works.

    def _meet(self, owner: Owner, at: datetime) -> None:
        with self.database.reading() as session:
            row = find_owner(session, owner)
            known = row is not None and (row.profile_at is not None or row.welcomed_at is not None)
        if not known:
            with self.database.writing() as session:
                owner_row(session, owner, at)
            self.meet(owner)

    @contextmanager
    def _turn(
        self,
        owner: Owner,
        at: datetime,
        key: str | None,
        *,
        source: str,
        message: Place | None = None,
        create: bool = True,
    ) -> Iterator[Turn | Reply]:
        """A transaction for one delivery; the earlier reply for one that was seen before."""
        with self.database.writing() as session:
            row = owner_row(session, owner, at) if create else held_owner(session, owner)
            if row is None:
                yield Reply("", [], again=True)
                return
            if key is not None and not _first_time(session, row, key, at):
                yield _earlier_reply(session, owner.team, key)
                return
            yield Turn(session, row, at, source=source, message=str(message) if message else None)

    def _read(self, turn: Turn, text: str) -> Meaning:
        people, companies = contacts.names_with_words(turn.session, turn.owner.id, fold(text).split())
        return parse(
            text,
            at=turn.local,
            command=turn.command,  # type: ignore[arg-type]  # one of Command, or "thread"
            day_first=(turn.owner.locale or "en-US") not in _MONTH_FIRST,
            known=Known.of(people, companies),
        )

    def _reply(self, turn: Turn, outcome: Outcome, key: str | None) -> Reply:
        message = worded(outcome)
        blocks = message.blocks
        if turn.owner.welcomed_at is None:
            turn.owner.welcomed_at = turn.at
            blocks = [*blocks, *welcome(settings_of(turn.owner).nudge_time)][:50]
        reply = Reply(message.text, blocks, nudge=turn.nudge.id if turn.nudge else None)
        return self._keep(turn, reply, key)

    def _keep(self, turn: Turn, reply: Reply, key: str | None) -> Reply:
        if key is not None:
            seen = turn.session.get_one(SeenDeliveryRow, (turn.owner.team, key))
            seen.reply = json.dumps({"text": reply.text, "blocks": reply.blocks})
        return reply

    def _pressed(self, turn: Turn, action: str, value: str) -> Outcome:
        family, _, rest = action.partition(":")
        if action == "undo":
            return undo.undo_change(turn, value)
        if action == "redo":
            return undo.redo_change(turn, value)
        if family == "choose":
            return self._chosen(turn, rest, value)
        if family == "rhythm":
            return self._rhythm(turn, rest, value)
        if family == "when":
            return self._when(turn, rest, value)
        if family == "nudge":
            return self._nudge_answered(turn, rest, value)
        if family in ("try", "home"):
            return self._sentence(turn, rest, value)
        raise NotYoursError

    def _sentence(self, turn: Turn, rest: str, value: str) -> Outcome:
        if rest in ("brief", "resume"):
            contact = contacts.contact(turn.session, turn.owner.id, int(value)) if value.isdigit() else None
            if contact is None:
                raise NotYoursError
            turn.resolved[fold(contact.name)] = contact.id
            named = Meaning(intent="brief" if rest == "brief" else "resume", people=(contact.name,))
            return carry_out(turn, named, nearest)
        turn.command = "dm"
        return carry_out(turn, self._read(turn, value), nearest)

    def _chosen(self, turn: Turn, choice: str, question_id: str) -> Outcome:
        """The answer to "which Priya?": the sentence that waited is carried out."""
        query = select(QuestionRow).where(QuestionRow.owner_id == turn.owner.id, QuestionRow.id == question_id)
        question = turn.session.scalars(query).first()
        if question is None:
            raise NotYoursError
        if question.answered_at is not None:
            raise AlreadyAnsweredError
        question.answered_at = turn.at
        meaning = Meaning.from_json(json.loads(question.meaning))
        if choice == "cancel":
            return carry_out(turn, Meaning(intent="unknown", about=question.name), lambda _text: ())
        turn.chosen = json.loads(question.chosen) | {slot(question.name or ""): int(choice) if choice.isdigit() else 0}
        turn.source, turn.message = question.source, question.message
        turn.nudge = answers.own_nudge(turn, question.nudge_id) if question.nudge_id else None
        return carry_out(turn, meaning, nearest)

    def _rhythm(self, turn: Turn, cadence: str, value: str) -> Outcome:
        contact_id, _, _change = value.partition(":")
        contact = contacts.contact(turn.session, turn.owner.id, int(contact_id)) if contact_id.isdigit() else None
        if contact is None:
            raise NotYoursError
        turn.resolved[fold(contact.name)] = contact.id
        return carry_out(turn, Meaning(intent="cadence", people=(contact.name,), every=cadence), nearest)

    def _when(self, turn: Turn, cadence: str, value: str) -> Outcome:
        last = history.last_change(turn.session, turn.owner.id)
        if last is None or last.id != value:
            raise AlreadyAnsweredError
        on = rhythms.day_after(turn.today, cadence)
        return carry_out(turn, Meaning(intent="correct", on=on), nearest)

    def _nudge_answered(self, turn: Turn, answer: str, nudge_id: str) -> Outcome:
        nudge = answers.own_nudge(turn, nudge_id)
        turn.at = max(turn.at, nudge.sent_at or turn.at)  # an answer comes after its question
        if answer == "undo":
            if nudge.change_id is None or nudge.answered is None:
                raise NothingToUndoError
            undo.undo_change(turn, nudge.change_id)
        else:
            self._answer_nudge(turn, nudge, answer, "button")
        return answers.answered(turn, nudge)

    def _answer_nudge(self, turn: Turn, nudge: NudgeRow, answer: str, by: str) -> None:
        journal = Journal(turn.session)
        try:
            answers.answer_nudge(turn, nudge, answer, by)
            turn.session.flush()
            undo.keep_change(turn, Meaning(intent="done"), journal.entries)
            turn.wake()
        finally:
            journal.close()

    def _reacted(self, turn: Turn, nudge: NudgeRow, reaction: str, event_ts: str, *, is_there: bool) -> bool:
        to_do = answers.react(turn, nudge, reaction, event_ts, is_there=is_there)
        if to_do == "undo" and nudge.change_id is not None:
            undo.undo_change(turn, nudge.change_id)
            reaction = answers.standing_reaction(nudge) or ""
            to_do = "answer" if reaction else "undone"
        if to_do == "answer":
            turn.change = new_id()
            self._answer_nudge(turn, nudge, answers.meaning_of(reaction) or "done", reaction)
        return to_do != "nothing"


def _first_time(session: Session, row: OwnerRow, key: str, at: datetime) -> bool:
    return insert_if_new(
        session, SeenDeliveryRow, {"team": row.team, "key": key, "at": at, "owner_id": row.id, "reply": None}
    )


def _earlier_reply(session: Session, team: str, key: str) -> Reply:
    seen = session.get(SeenDeliveryRow, (team, key))
    kept = json.loads(seen.reply) if seen is not None and seen.reply else {"text": "", "blocks": []}
    return Reply(kept["text"], kept["blocks"], again=True)


def _error_reply(error: RapportError) -> Reply:
    text = sentence(error)
    message = Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])
    return Reply(message.text, message.blocks)
