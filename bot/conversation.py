"""The one way from a sentence to its reply, whatever surface it came by; and from a button or a reaction to its own.

Each call is one transaction: what Slack delivers twice is found by its key, which is stored with its effect, and gets
the same reply again. Nothing here speaks to Slack.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bot.blocks.answers import answer as worded
from bot.blocks.discreet import ANSWER, hushed
from bot.blocks.errors import sentence
from bot.blocks.message import Message
from bot.blocks.sent import which_row as worded_which
from bot.blocks.welcome import welcome
from bot.language import Known, nearest, parse
from bot.language.meanings import Command, Meaning
from bot.network import answers, undo
from bot.network.carry_out import carry_out
from bot.network.errors import NothingToUndoError, RapportError
from bot.network.outcomes import (
    Answered,
    ExportAsked,
    Forgotten,
    HelpShown,
    ItemEdited,
    NotUnderstood,
    Outcome,
    PersonEdited,
    Question,
    Recorded,
    SettingsShown,
    Several,
    TriedAgain,
    Undone,
    WhichRow,
)
from bot.network.owners import Owner, at_a_glance, be_here, glance, held_owner, owner_row, settings_of
from bot.network.pressed import close_questions, pressed, reacted
from bot.network.spots import spot_at
from bot.network.turns import Turn
from bot.store import contacts, history, homes
from bot.store.engine import Database
from bot.store.inserting import insert_if_new
from bot.store.looking import connection_of
from bot.store.names import fold
from bot.store.tables import OwnerRow, SeenDeliveryRow, table_of
from bot.telemetry import ANSWER_SECONDS, COMMANDS

_MONTH_FIRST = frozenset({"en-US", "en-PH"})  # Slack locales whose dates begin with the month; unset means so too

_SEEN = table_of(SeenDeliveryRow)
_HERE = _SEEN.c.team == bindparam("of_team"), _SEEN.c.key == bindparam("of_key")
_KEEP = update(_SEEN).where(*_HERE).values(reply=bindparam("kept")).returning(homes.is_opened_by(bindparam("owner")))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person reads.

    `nudge` is the id of the nudge that it answered, whose message must be shown anew; `changed` says that the network
    is another than before, `at_home` that App Home may show what was, for its owner opened it; `exports` that a file
    was promised, `understood` that the words meant something; `again` marks the reply to a delivery seen before.
    `is_discreet`: where it notifies, that names nobody.
    """

    text: str
    blocks: list[dict[str, Any]]
    nudge: str | None = None
    changed: bool = False
    at_home: bool = True
    exports: bool = False
    understood: bool = True
    again: bool = False
    is_discreet: bool = False

    @property
    def as_message(self) -> Message:
        """What is posted where it brings a notification."""
        message = Message(self.text, self.blocks)
        return hushed(message, ANSWER) if self.is_discreet else message


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a conversation and the message's ts in it."""

    channel: str
    ts: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}"


def message_key(message: Place) -> str:
    """The key of a direct message as a delivery: it is said once, however many events tell of it."""
    return f"said:{message}"


_FOR_HELP = frozenset({"help", "?", ""})  # as commands; in other words the grammar finds it
_HELP_KNOWS = timedelta(minutes=1)  # how long help trusts what it read of an owner, where another process answers too
_HELP_OWNERS = 10_000  # so many are remembered
FirstWords = Callable[[Owner], None]


@dataclass
class Conversation:
    """`meet` is called once for each new owner, before their first words are read, to learn their zone from Slack."""

    database: Database
    meet: FirstWords = field(default=lambda _owner: None)
    _hours: dict[Owner, tuple[datetime, str]] = field(default_factory=dict, init=False, repr=False)

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
        with ANSWER_SECONDS.labels(command).time():
            asks_for_help = source == "command" and text.strip().casefold() in _FOR_HELP
            if asks_for_help and (help_ := self._help(owner, command, at)) is not None:
                COMMANDS.labels(command, "help_me").inc()
                return help_
            with self.turn(owner, at, key, source=source, message=message) as turn:
                if isinstance(turn, Reply):
                    return turn
                _take_up_thread(turn, thread, command)
                meaning = self.read(turn, text)
                COMMANDS.labels(command, meaning.intent).inc()
                return self.reply(turn, carry_out(turn, meaning, nearest), key)

    def amend(
        self,
        owner: Owner,
        text: str,
        *,
        at: datetime,
        message: Place,
        command: Command = "dm",
        thread: Place | None = None,
        key: str | None = None,
    ) -> Reply:
        """A direct message was edited: what it said before is taken back, what it says now is carried out."""
        with self.turn(owner, at, key, source="dm", message=message) as turn:
            if isinstance(turn, Reply):
                return turn
            undone = self._taken_back(turn, message)
            _take_up_thread(turn, thread, command)
            before = undone.change if undone else None
            outcome = carry_out(turn, self.read(turn, text), nearest, instead_of=before)
            if undone and not _any(outcome, lambda one: isinstance(one, Question | WhichRow) or _is_change(one)):
                outcome = Several((undone, outcome))  # what it says now puts nothing in the place of what it said
            return replace(self.reply(turn, outcome, key), changed=True)

    def withdraw(self, owner: Owner, *, at: datetime, message: Place, key: str | None = None) -> Reply | None:
        """A direct message was deleted: what it said is taken back. None when it had said nothing that stands."""
        with self.turn(owner, at, key, source="dm") as turn:
            if isinstance(turn, Reply):
                return None
            undone = self._taken_back(turn, message)
            return self.reply(turn, undone, key) if undone else None

    def _taken_back(self, turn: Turn, message: Place) -> Undone | None:
        """Take back what a message said, and what it may still say: it may be delivered again, later than its end."""
        _first_time(turn.session, turn.owner, message_key(message), turn.at)
        close_questions(turn, str(message))
        said: Undone | None = None
        while earlier := history.change_of_message(turn.session, turn.owner.id, str(message)):
            try:
                undone = undo.undo_change(turn, earlier.id)
            except NothingToUndoError:
                break  # it has become final
            said = said or undone  # what it said before that stands again, and goes as well
        return said

    def press(self, owner: Owner, action: str, value: str, *, at: datetime, key: str | None = None) -> Reply:
        """A button was pressed. Its value is a claim: what it names is looked for among the owner's own."""
        with self.turn(owner, at, key, source="button") as turn:
            if isinstance(turn, Reply):
                return turn
            try:
                outcome = pressed(turn, action, value, self.read, nearest)
            except RapportError as error:
                return self._keep(turn, _error_reply(error), key)
            return self.reply(turn, outcome, key)

    def react(
        self, owner: Owner, place: Place, reaction: str, *, is_there: bool, event_ts: str, at: datetime, key: str | None
    ) -> Reply | None:
        """A reaction came to a message or went: None when that changed nothing and there is nothing to say about it."""
        if answers.meaning_of(reaction) is None:
            return None
        with self.turn(owner, at, key, source="reaction", create=False) as turn:
            if isinstance(turn, Reply):
                return None
            spot = spot_at(turn, place.channel, place.ts)
            if spot is None:
                return None
            turn.at = max(turn.at, spot.keeper.sent_at or turn.at)  # an answer comes after its question
            came = reacted(turn, spot, reaction, event_ts, is_there=is_there)
            if came == "changed" and turn.nudge is not None:
                return Reply("", [], nudge=turn.nudge.id, changed=True)
            if came == "which" and answers.is_first_time(spot):
                message = worded_which()
                return Reply(message.text, message.blocks)
            return None

    def is_new(self, owner: Owner, key: str, at: datetime) -> bool:
        """Whether a delivery comes for the first time: for what has no reply of its own."""
        self.get_acquainted(owner, at)
        with self.database.writing() as session:
            return _first_time(session, owner_row(session, owner, at), key, at)

    # What stands below is how each of these works, and what `forms` works with.

    def _help(self, owner: Owner, command: Command, at: datetime) -> Reply | None:
        """Help changes nothing, so it needs no transaction; None for newcomers, whose first reply welcomes them."""
        hour = self._hour(owner, at)
        if hour is None:
            return None
        message = _worded_help(command, hour)
        return Reply(message.text, message.blocks)

    def _hour(self, owner: Owner, at: datetime) -> str | None:
        """The hour of an owner's nudges, None for newcomers; remembered for a moment, or until they say something."""
        read_at, hour = self._hours.get(owner, (at, None))
        if hour is not None and abs(at - read_at) < _HELP_KNOWS:
            return hour
        with self.database.glancing() as connection:
            seen = glance(connection, owner)
        if seen is None or not seen.was_welcomed:
            return None
        if len(self._hours) >= _HELP_OWNERS:
            self._hours.clear()
        self._hours[owner] = at, seen.nudge_time
        return seen.nudge_time

    def start_over(self) -> None:
        """Everything may have been erased: nothing is known of anybody."""
        self._hours.clear()

    def get_acquainted(self, owner: Owner, at: datetime) -> None:
        """Make the owner's row at the first sign of them, and learn their zone."""
        with self.database.glancing() as connection:
            seen = glance(connection, owner)
        if seen is None or not seen.is_known:
            with self.database.writing() as session:
                owner_row(session, owner, at)
            self.meet(owner)

    @contextmanager
    def turn(
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
        with ExitStack() as transaction:
            session = transaction.enter_context(self.database.writing())
            row = held_owner(session, owner)
            if create and (row is None or not at_a_glance(row).is_known):
                transaction.close()  # Slack is asked about them: no transaction waits for that
                self.get_acquainted(owner, at)
                session = transaction.enter_context(self.database.writing())
                row = owner_row(session, owner, at)
            elif create and row is not None:
                be_here(row, at)
            if row is None:
                yield Reply("", [], again=True)
            elif key is not None and not _first_time(session, row, key, at):
                yield _earlier_reply(session, owner.team, key)
            else:
                yield Turn(session, row, at, source=source, message=str(message) if message else None)
        self._hours.pop(owner, None)

    def read(self, turn: Turn, text: str) -> Meaning:
        """What a text means to its owner today."""
        people, companies = contacts.names_with_words(turn.session, turn.owner.id, fold(text).split())
        return parse(
            text,
            at=turn.local,
            command=turn.command,  # type: ignore[arg-type]  # one of Command, or "thread"
            day_first=(turn.owner.locale or "en-US") not in _MONTH_FIRST,
            known=Known.of(people, companies),
        )

    def reply(self, turn: Turn, outcome: Outcome, key: str | None) -> Reply:
        """An outcome in words, kept under the key of its delivery; the first one ever brings the card for newcomers."""
        message = worded(outcome)
        blocks = message.blocks
        if turn.owner.welcomed_at is None:
            turn.owner.welcomed_at = turn.at
            blocks = [*blocks, *welcome(settings_of(turn.owner).nudge_time)][:50]
        reply = Reply(
            message.text,
            blocks,
            nudge=turn.nudge.id if turn.nudge else None,
            changed=_any(outcome, _is_change),
            exports=_any(outcome, lambda one: isinstance(one, ExportAsked) and one.people > 0),
            understood=not _any(outcome, lambda one: isinstance(one, NotUnderstood)),
            is_discreet=turn.owner.discreet,
        )
        return self._keep(turn, reply, key)

    def _keep(self, turn: Turn, reply: Reply, key: str | None) -> Reply:
        if key is None:
            return reply
        kept = json.dumps({"text": reply.text, "blocks": reply.blocks})
        values = {"of_team": turn.owner.team, "of_key": key, "kept": kept, "owner": turn.owner.id}
        looks_at_home = connection_of(turn.session).execute(_KEEP, values).scalar()
        return replace(reply, at_home=bool(looks_at_home))


@lru_cache(maxsize=64)
def _worded_help(command: Command, nudge_time: str) -> Message:
    return worded(HelpShown(command=command, nudge_time=nudge_time))


def _take_up_thread(turn: Turn, thread: Place | None, command: Command) -> None:
    """What is said answers the nudge, or one of the nudges, that stand where it is said."""
    spot = spot_at(turn, thread.channel, thread.ts) if thread else None
    if spot is not None:
        turn.nudge, turn.rows = (None, spot.rows) if spot.is_shared else (spot.keeper, ())
    turn.command = "thread" if spot else command


def _any(outcome: Outcome, fits: Callable[[Outcome], bool]) -> bool:
    parts = outcome.outcomes if isinstance(outcome, Several) else (outcome,)
    return any(fits(part) for part in parts)


def _is_change(outcome: Outcome) -> bool:
    if isinstance(outcome, SettingsShown):
        return outcome.changed is not None
    if isinstance(outcome, PersonEdited | ItemEdited):
        return outcome.change is not None
    return isinstance(outcome, Recorded | Undone | Forgotten | Answered | TriedAgain)


def _first_time(session: Session, row: OwnerRow, key: str, at: datetime) -> bool:
    return insert_if_new(
        session, SeenDeliveryRow, {"team": row.team, "key": key, "at": at, "owner_id": row.id, "reply": None}
    )


def _earlier_reply(session: Session, team: str, key: str) -> Reply:
    seen = session.get(SeenDeliveryRow, (team, key))
    kept: dict[str, Any] = json.loads(seen.reply) if seen is not None and seen.reply else {"text": "", "blocks": []}
    return Reply(kept["text"], kept["blocks"], again=True)


def _error_reply(error: RapportError) -> Reply:
    text = sentence(error)
    message = Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])
    return Reply(message.text, message.blocks)
