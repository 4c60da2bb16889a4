"""The modals, from opening to submission: `conversation` for what is filled in instead of said.

What a form carries as its state is a claim, checked against the owner when it comes back. Nothing here speaks to Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.blocks import faults, fields, import_form, person_forms, person_page
from bot.blocks import forms as worded
from bot.blocks import item_forms as item_words
from bot.blocks import settings_form as settings_words
from bot.blocks.errors import sentence
from bot.blocks.layout import section
from bot.blocks.message import Message
from bot.conversation import Conversation, Reply
from bot.language import nearest
from bot.language.meanings import Meaning, MonthDay
from bot.network import answers, forms, item_forms, people_forms, person_form, settings_form
from bot.network.carry_out import carry_out
from bot.network.errors import AlreadyAnsweredError, NotYoursError, RapportError
from bot.network.forms import FormError
from bot.network.nudge_views import nudge_view
from bot.network.outcomes import Outcome, SettingsShown
from bot.network.owners import Owner, find_owner, settings_of
from bot.network.person_page import PAGES
from bot.network.person_page import person_page as person_page_of
from bot.network.turns import Turn

State = Mapping[str, str]
Json = dict[str, Any]
TITLES = {
    "log": "Log an interaction",
    "edit": "Edit this interaction",
    "item": "Edit",
    "settings": "Settings",
    "snooze": "Snooze until a day",
    "person": "Rapport",
    "edit_person": "Edit",
    "merge": "Merge",
    "merge_chosen": "Merge",
    "forget": "Forget",
    "import": import_form.TITLE,
}
_FIRST = {"log": "people", "snooze": "until", "settings": "nudge_time", "edit_person": "name", "merge": "other"}


@dataclass(frozen=True, slots=True)
class Complaints:
    """Nothing was stored: what is said at which field, by its block id."""

    at: dict[str, str]


@dataclass(frozen=True, slots=True)
class Instead:
    """Nothing was stored (yet): what is shown in the place of the form, a refusal or what is to be asked next."""

    view: Json


@dataclass(frozen=True, slots=True)
class Forms:
    """Each form is a view for views.open. `at` is the instant in UTC; `state` comes back with the submission."""

    conversation: Conversation

    def log(self, owner: Owner, at: datetime, state: State, contact: str | None = None) -> Json:
        """The form of a new interaction, with one of the contacts if one is named."""
        return self._or_why_not(owner, at, lambda turn: worded.log_modal(forms.new_log(turn, contact), state))

    def log_message(
        self, owner: Owner, at: datetime, members: Mapping[str, str], about: str, said_at: datetime
    ) -> Json:
        """The form of a conversation: the members who take part, by id, with their names; what was said, and when."""
        with self._looking(owner, at) as turn:
            return worded.log_modal(forms.log_of_message(turn, members, about, said_at), {})

    def edit(self, owner: Owner, at: datetime, change: str, state: State) -> Json:
        """The form of what a change logged."""
        return self._or_why_not(
            owner, at, lambda turn: worded.log_modal(forms.edit_log(turn, change), {**state, "change": change})
        )

    def settings(self, owner: Owner, at: datetime, state: State) -> Json:
        """The form of all settings."""
        with self._looking(owner, at) as turn:
            values = settings_form.settings_values(turn.settings)
            country = settings_form.country_name(turn.settings.holidays)
            return settings_words.settings_modal({**values, "country": country}, state)

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

    def person(self, owner: Owner, at: datetime, contact: str, state: State, said: Reply | None = None) -> Json:
        """A person's page, with the parts of its lists that the state names; `said` answers what was done there."""
        turned = {name: _number(state.get(name, "")) for name in PAGES}
        state = {"person": contact, **{name: str(number) for name, number in turned.items() if number}}
        try:
            with self._looking(owner, at) as turn:
                return person_page.person_modal(
                    person_page_of(turn, contact, turned), state, said.blocks if said else ()
                )
        except RapportError as error:
            told = Message(said.text, said.blocks) if said else _told(error)
            return person_page.person_gone(told, state)

    def item(self, owner: Owner, at: datetime, claim: str, state: State) -> Json:
        """The form of a plan, a promise, a reminder or a note."""
        return self._or_why_not(owner, at, lambda turn: item_words.item_modal(item_forms.item_form(turn, claim), state))

    def edit_person(self, owner: Owner, at: datetime, contact: str, state: State) -> Json:
        """The form of what is known of a person."""
        return self._or_why_not(
            owner,
            at,
            lambda turn: person_forms.edit_person_modal(
                person_form.person_form(turn, contact), {**state, "person": contact}
            ),
        )

    def merge(self, owner: Owner, at: datetime, contact: str, state: State) -> Json:
        """The form that asks who a person is the same as."""
        return self._or_why_not(
            owner,
            at,
            lambda turn: person_forms.merge_modal(people_forms.kept_of(turn, contact), {**state, "person": contact}),
        )

    def forget(self, owner: Owner, at: datetime, contact: str, state: State) -> Json:
        """What goes when a person is forgotten, to be confirmed."""
        return self._or_why_not(
            owner,
            at,
            lambda turn: person_forms.forget_modal(people_forms.kept_of(turn, contact), {**state, "person": contact}),
        )

    @staticmethod
    def imports(state: State) -> Json:
        """The form that takes a file of contacts."""
        return import_form.import_modal(state)

    def people(self, owner: Owner, at: datetime, typed: str, *, may_be_new: bool, but: str = "") -> list[Json]:
        """The options for letters typed into a search for people; without the contact `but`."""
        with self._looking(owner, at) as turn:
            found = forms.choices(turn, typed, may_be_new=may_be_new)
        return [fields.option(choice).to_dict() for choice in found if choice.claim != f"c:{but}"]

    @staticmethod
    def zones(typed: str) -> list[Json]:
        """The options for letters typed into a search for a time zone."""
        return [settings_words.zone_option(name).to_dict() for name in (*settings_form.zones(typed), "auto")]

    @staticmethod
    def countries(typed: str) -> list[Json]:
        """The options for letters typed into a search for a country; none of them is one, too."""
        found = (*settings_form.countries(typed), ("none", ""))
        return [settings_words.country_option(*one).to_dict() for one in found]

    def submit(
        self, owner: Owner, form: str, values: Mapping[str, object], state: State, *, at: datetime, key: str
    ) -> Reply | Complaints | Instead:
        """Carry out what a form says, once for each `key`. Faults are told at their fields: then nothing is done."""
        try:
            if form == "merge" and (asked := self._differing(owner, at, values, state)) is not None:
                return Instead(asked)
            with self.conversation.turn(owner, at, key, source="modal") as turn:
                if isinstance(turn, Reply):
                    return turn
                return self.conversation.reply(turn, self._submitted(turn, form, values, state), key)
        except FormError as error:
            return Complaints({name: faults.fault(what) for name, what in error.faults.items()})
        except RapportError as error:
            if form not in _FIRST:
                return Instead(worded.shown(_told(error), TITLES[form]))
            return Complaints({_FIRST[form]: faults.fault(error)})

    def _submitted(self, turn: Turn, form: str, values: Mapping[str, object], state: State) -> Outcome:
        person = state.get("person", "")
        if form == "log":
            return forms.log(turn, values, state.get("change"))
        if form == "snooze":
            return _snoozed(turn, values, state.get("nudge", ""))
        if form == "item":
            return item_forms.edit_item(turn, state.get("item", ""), values)
        if form == "edit_person":
            return person_form.edit_person(turn, person, values, lambda text: self._day(turn, text))
        if form in ("merge", "merge_chosen"):
            return people_forms.merge(turn, person, values.get("other") or state.get("other"), values)
        if form == "forget":
            return people_forms.forget(turn, person)
        changed = settings_form.change_settings(turn, values, lambda meaning: carry_out(turn, meaning, nearest))
        return changed or SettingsShown(settings_of(turn.owner))

    def _differing(self, owner: Owner, at: datetime, values: Mapping[str, object], state: State) -> Json | None:
        """What is to be asked before two are made one; None where they do not differ."""
        with self._looking(owner, at) as turn:
            form = people_forms.merge_form(turn, state.get("person", ""), values.get("other"))
            return person_forms.differing_modal(form, state) if form.differing else None

    def _day(self, turn: Turn, text: str) -> MonthDay | date | None:
        """A birthday as people write it: what the sentence that says one would take it for."""
        said = self.conversation.read(turn, f"Priya's birthday is {text}")
        plain = Meaning(intent="milestone", people=("Priya",), milestone="birthday", on=said.on)
        return said.on if said == plain else None

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
            return worded.shown(_told(error))


def _told(error: RapportError) -> Message:
    text = sentence(error)
    return Message(text, [section(text)])


def _number(text: str) -> int:
    """The number of a page: a claim, which is held to what there is."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def page_after(form: str, values: Mapping[str, object], state: State) -> str:
    """The contact whose page is shown once a form that was opened on one is submitted: of two made one, that one."""
    if form in ("merge", "merge_chosen"):
        return str(values.get("other") or state.get("other") or "").partition(":")[2]
    return state.get("person", "")


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
