"""The modals: their fields, filled with what is known, and what is said at a field that cannot be taken as it is.

A field's block id is its name in `network.forms`. What a person sees of Home is in `home.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)

from bot.blocks.days import plain_day, rhythm_label
from bot.blocks.errors import sentence
from bot.blocks.layout import LABEL_LIMIT, VIEW_BLOCKS, Json, context, made, section
from bot.blocks.message import Message
from bot.blocks.text import one_line, plain, shorten
from bot.network.errors import RapportError
from bot.network.forms import Choice, LogForm
from bot.store.types import storable

TITLE_LIMIT = 24
METADATA_LIMIT = 3000
INPUT_LIMIT = 3000
OPTION_VALUE = 150
_KINDS = {
    "met": "Met in person",
    "call": "Call",
    "video": "Video call",
    "message": "Messages",
    "email": "Email",
    "coffee": "Coffee",
    "meal": "Meal",
    "event": "Event",
    "intro": "Introduction",
    "other": "Something else",
}
_RHYTHMS = ("P1W", "P2W", "P1M", "P2M", "P3M", "P6M", "P1Y", "none")
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_DELIVERY = {"each": "Each nudge is a message of its own", "together": "One message in the morning with all of them"}
_NOTIFICATIONS = {"off": "Say whom a message is about", "on": "Name nobody until the message is opened"}
_FAULTS = {
    "no_day": "That is no day. Choose one from the calendar.",
    "ahead": "That day is still to come. Here you log what has been; for a plan type: lunch with Ana next Thursday",
    "past": "That day is past. Choose one that is still to come.",
    "no_tag": "A tag is one word of letters, digits and hyphens: python, old-friends",
    "no_rhythm": "That is no rhythm I know. Choose one from the list.",
    "gone": "One of them is no longer there. Choose again.",
    "same_name": "Two of them go by the same name. Log them one after the other.",
    "nobody": "Choose who it was; for somebody new, type the name.",
    "no_days": "Choose at least one day. To have no nudges for a while, pause below.",
    "half": "Quiet hours need both ends; leave both empty for none.",
}


def modal(title: str, blocks: Sequence[Json], *, callback: str = "", state: Mapping[str, str] | None = None) -> Json:
    """A view for views.open; with a `callback` it is a form that can be submitted. `state` comes back with it."""
    view: Json = {
        "type": "modal",
        "title": _plain(title, TITLE_LIMIT),
        "close": _plain("Cancel" if callback else "Close", TITLE_LIMIT),
        "blocks": list(blocks)[:VIEW_BLOCKS],
    }
    if callback:
        view |= {"callback_id": callback, "submit": _plain("Save", TITLE_LIMIT)}
    if state:
        text = json.dumps(state)
        view["private_metadata"] = text if len(text) <= METADATA_LIMIT else ""
    return view


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def waiting(title: str) -> Json:
    """What is shown while a form is still being filled with what is known."""
    return modal(title, [section("One moment …")])


def shown(message: Message, title: str = "Rapport") -> Json:
    """An answer in a modal, where there is no message to answer in."""
    return modal(title, message.blocks)


def log_modal(form: LogForm, state: Mapping[str, str]) -> Json:
    """The form of an interaction, new or to be edited."""
    title = "Edit this interaction" if form.change else "Log an interaction"
    return modal(title, _log_fields(form), callback="log", state=state)


def _log_fields(form: LogForm) -> list[Json]:
    people = ExternalDataMultiSelectElement(
        action_id="people",
        placeholder="Type a name",
        min_query_length=1,
        max_selected_items=25,
        initial_options=[option(one) for one in form.people] or None,
    )
    every = [*_RHYTHMS, *([form.every] if form.every and form.every not in _RHYTHMS else [])]
    return [
        _field("people", "Who", people, hint="Somebody new? Type the name and choose it."),
        _field("kind", "How", _select("kind", _KINDS, form.kind)),
        _field("on", "When", _day("on", form.on)),
        _field("where", "Where", _text("where", form.where, 300), optional=True),
        _field("about", "About", _text("about", form.about, INPUT_LIMIT, lines=True), optional=True),
        _field("tags", "Tags", _text("tags", " ".join(f"#{tag}" for tag in form.tags), 500), optional=True),
        _field("follow_up", "Follow up on", _day("follow_up", form.follow_up), optional=True),
        _field("every", "Then check in", _select("every", _rhythms(every), form.every), optional=True),
    ]


def _rhythms(every: Iterable[str]) -> dict[str, str]:
    return {text: rhythm_label(text) for text in every}


def _field(name: str, label: str, element: InputInteractiveElement, *, hint: str = "", optional: bool = False) -> Json:
    return made(
        InputBlock(
            block_id=name,
            label=PlainTextObject(text=label),
            element=element,
            hint=PlainTextObject(text=hint) if hint else None,
            optional=optional,
        )
    )


def option(choice: Choice, *, new: bool = False) -> Option:
    """Somebody as an option: `Priya Sharma · Acme`, or `New: Priya`."""
    name = one_line(choice.name) or "someone"
    is_new = new or choice.claim.startswith("n:")
    about = one_line(choice.about)
    text = f"New: {name}" if is_new else f"{name} · {about}" if about else name
    return Option(text=PlainTextObject(text=shorten(text, LABEL_LIMIT)), value=choice.claim[:OPTION_VALUE])


def _select(name: str, labels: Mapping[str, str], chosen: str | None) -> StaticSelectElement:
    options = [
        Option(text=PlainTextObject(text=shorten(label, LABEL_LIMIT)), value=key) for key, label in labels.items()
    ]
    initial = next((one for one in options if one.value == chosen), None)
    return StaticSelectElement(action_id=name, options=options, initial_option=initial)


def _day(name: str, on: date | None) -> DatePickerElement:
    return DatePickerElement(action_id=name, initial_date=on.isoformat() if on else None)


def _text(name: str, value: str, limit: int, *, lines: bool = False) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=name, initial_value=shorten(storable(value), limit) or None, multiline=lines, max_length=limit
    )


def settings_modal(values: Mapping[str, str | tuple[str, ...]], state: Mapping[str, str]) -> Json:
    """All settings. `values` by field, as `network.settings_form` gives them."""

    def text(name: str) -> str:
        return str(values.get(name) or "")

    cadence = text("default_cadence")
    cadences = [*_RHYTHMS, *([cadence] if cadence and cadence not in _RHYTHMS else [])]
    return modal(
        "Settings",
        [
            _field("nudge_time", "Nudges come at", _time("nudge_time", text("nudge_time"))),
            _field("working_days", "On these days", _weekdays(tuple(values.get("working_days") or ()))),
            _field("quiet_from", "Quiet from", _time("quiet_from", text("quiet_from")), optional=True),
            _field("quiet_to", "Quiet until", _time("quiet_to", text("quiet_to")), optional=True),
            _field("daily_limit", "At most so many nudges a day", _number("daily_limit", text("daily_limit"), 1, 50)),
            _field(
                "default_cadence",
                "Somebody new: check in",
                _select("default_cadence", _rhythms(cadences), cadence),
            ),
            _field("delivery", "Delivery", _radio("delivery", _DELIVERY, text("delivery"))),
            _field(
                "lead_days",
                "Days ahead that a milestone is announced",
                _number("lead_days", text("lead_days"), 0, 30),
            ),
            _field(
                "holidays",
                "Public holidays of",
                _text("holidays", text("holidays"), 10),
                hint="A country's two letters, such as DE or US; empty for none.",
                optional=True,
            ),
            _field("timezone", "Time zone", _zone(text("timezone"))),
            _field("discreet", "Notifications", _radio("discreet", _NOTIFICATIONS, text("discreet"))),
            _field(
                "paused_until",
                "Pause everything until",
                DatePickerElement(action_id="paused_until", initial_date=text("paused_until") or None),
                optional=True,
            ),
        ],
        callback="settings",
        state=state,
    )


def _time(name: str, value: str) -> TimePickerElement:
    return TimePickerElement(action_id=name, initial_time=value or None)


def _number(name: str, value: str, least: int, most: int) -> NumberInputElement:
    return NumberInputElement(
        action_id=name,
        is_decimal_allowed=False,
        initial_value=value or None,
        min_value=str(least),
        max_value=str(most),
    )


def _weekdays(chosen: tuple[str, ...]) -> CheckboxesElement:
    options = [Option(text=PlainTextObject(text=label), value=day) for day, label in _DAYS.items()]
    initial = [one for one in options if one.value in chosen]
    return CheckboxesElement(action_id="working_days", options=options, initial_options=initial or None)


def _radio(name: str, labels: Mapping[str, str], chosen: str) -> RadioButtonsElement:
    options = [Option(text=PlainTextObject(text=label), value=key) for key, label in labels.items()]
    initial = next((one for one in options if one.value == chosen), None)
    return RadioButtonsElement(action_id=name, options=options, initial_option=initial)


def _zone(name: str) -> ExternalDataSelectElement:
    return ExternalDataSelectElement(
        action_id="timezone",
        placeholder="Type a city",
        min_query_length=2,
        initial_option=zone_option(name) if name else None,
    )


def zone_option(name: str) -> Option:
    """A time zone to choose; `auto` is the one that Slack says."""
    text = "As in Slack" if name == "auto" else name.replace("_", " ")
    return Option(text=PlainTextObject(text=shorten(text, LABEL_LIMIT)), value=name)


def snooze_modal(name: str, today: date, state: Mapping[str, str]) -> Json:
    """Until when a nudge is put off. `name` is the person's, or what it is about."""
    ask = context(f"Today is {plain_day(today)}. I'll ask again on the day you choose.")
    day = _field("until", f"Ask again about {shorten(one_line(name) or 'this', 100)} on", _day("until", None))
    return modal("Snooze until a day", [day, ask], callback="snooze", state=state)


def fault(what: str | RapportError) -> str:
    """What is said at a field, as plain text: Slack reads no mark-up there."""
    if isinstance(what, RapportError):
        return plain(sentence(what))
    return _FAULTS.get(what, "That cannot be taken as it is.")
