"""The modals, from opening to submission: `conversation` for what is filled in instead of said.

What a form carries as its state is a claim, checked against the owner when it comes back. Nothing here speaks to Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.blocks import forms as worded
from bot.blocks.errors import sentence
from bot.blocks.message import Message
from bot.conversation import Conversation, Reply
from bot.language import nearest
from bot.language.meanings import Meaning
from bot.network import answers, forms, settings_form
from bot.network.carry_out import carry_out
from bot.network.errors import AlreadyAnsweredError, NotYoursError, RapportError
from bot.network.forms import FormError
from bot.network.nudge_views import nudge_view
from bot.network.outcomes import Outcome, SettingsShown
from bot.network.owners import Owner, find_owner, settings_of
from bot.network.turns import Turn

State = Mapping[str, str]
Json = dict[str, Any]
TITLES = {"log": "Log an interaction", "edit": "Edit this interaction", "settings": "Settings", "snooze": "Snooze"}


@dataclass(frozen=True, slots=True)
class Complaints:
    """Nothing was stored: what is said at which field, by its block id."""

    at: dict[str, str]


@dataclass(frozen=True, slots=True)
class Forms:
    """Each form is a view for views.open. `at` is the instant in UTC; `state` comes back with the submission."""

    conversation: Conversation

    def log(
        self, owner: Owner, at: datetime, state: State, *, member: str | None = None, name: str = "", about: str = ""
    ) -> Json:
        """The form of a new interaction; about a message: the member who wrote it, their name, and what it says."""
        with self._looking(owner, at) as turn:
            return worded.log_modal(forms.new_log(turn, member, name, about), state)

    def edit(self, owner: Owner, at: datetime, change: str, state: State) -> Json:
        """The form of what a change logged."""
        return self._or_why_not(
            owner, at, lambda turn: worded.log_modal(forms.edit_log(turn, change), {**state, "change": change})
        )

    def settings(self, owner: Owner, at: datetime, state: State) -> Json:
        """The form of all settings."""
        with self._looking(owner, at) as turn:
            return worded.settings_modal(settings_form.settings_values(turn.settings), state)

    def snooze(self, owner: Owner, at: datetime, nudge: str, state: State) -> Json:
        """The form that asks until when a nudge is put off."""

        def build(turn: Turn) -> Json:
            row = answers.own_nudge(turn, nudge)
            view = nudge_view(turn.session, row, turn.at)
            if view is None:
                raise NotYoursError
            if row.answered is not None:
                raise AlreadyAnsweredError
            name = view.person.name if view.person else view.about or ""
            return worded.snooze_modal(name, turn.today, {**state, "nudge": nudge})

        return self._or_why_not(owner, at, build)

    def people(self, owner: Owner, at: datetime, typed: str, *, may_be_new: bool) -> list[Json]:
        """The options for letters typed into a search for people."""
        with self._looking(owner, at) as turn:
            found = forms.choices(turn, typed, may_be_new=may_be_new)
        return [worded.option(choice).to_dict() for choice in found]

    @staticmethod
    def zones(typed: str) -> list[Json]:
        """The options for letters typed into a search for a time zone."""
        return [worded.zone_option(name).to_dict() for name in (*settings_form.zones(typed), "auto")]

    def submit(
        self, owner: Owner, form: str, values: Mapping[str, object], state: State, *, at: datetime, key: str
    ) -> Reply | Complaints:
        """Carry out what a form says, once for each `key`. Faults are told at their fields: then nothing is done."""
        try:
            with self.conversation.turn(owner, at, key, source="modal") as turn:
                if isinstance(turn, Reply):
                    return turn
                return self.conversation.reply(turn, _submitted(turn, form, values, state), key)
        except FormError as error:
            return Complaints({name: worded.fault(what) for name, what in error.faults.items()})

    @contextmanager
    def _looking(self, owner: Owner, at: datetime) -> Iterator[Turn]:
        """A turn that only looks: it waits for nobody who writes."""
        self.conversation.get_acquainted(owner, at)
        with self.conversation.database.reading() as session:
            row = find_owner(session, owner)
            assert row is not None  # noqa: S101  # they are acquainted
            yield Turn(session, row, at)

    def _or_why_not(self, owner: Owner, at: datetime, build: Callable[[Turn], Json]) -> Json:
        try:
            with self._looking(owner, at) as turn:
                return build(turn)
        except RapportError as error:
            text = sentence(error)
            return worded.shown(Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]))


def _submitted(turn: Turn, form: str, values: Mapping[str, object], state: State) -> Outcome:
    try:
        if form == "log":
            return forms.log(turn, values, state.get("change"))
        if form == "snooze":
            return _snoozed(turn, values, state.get("nudge", ""))
        changed = settings_form.change_settings(turn, values, lambda meaning: carry_out(turn, meaning, nearest))
        return changed or SettingsShown(settings_of(turn.owner))
    except RapportError as error:
        first = {"log": "people", "snooze": "until"}.get(form, "nudge_time")
        raise FormError({first: error}) from error


def _snoozed(turn: Turn, values: Mapping[str, object], nudge_id: str) -> Outcome:
    nudge = answers.own_nudge(turn, nudge_id)
    turn.at = max(turn.at, nudge.sent_at or turn.at)  # an answer comes after its question
    if nudge.answered is not None:
        raise AlreadyAnsweredError
    try:
        until = date.fromisoformat(str(values.get("until")))
    except ValueError as error:
        raise FormError({"until": "no_day"}) from error
    if until <= turn.today:
        raise FormError({"until": "past"})
    turn.nudge = nudge
    return carry_out(turn, Meaning(intent="snooze", until=until), nearest)
