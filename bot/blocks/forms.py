"""The modals of what is logged and put off. The settings, people and imports have modules of their own.

What a person sees of Home is in `home.py`; what is said at a field that cannot be taken, in `faults.py`.
"""

from __future__ import annotations

from datetime import date

from slack_sdk.models.blocks import ExternalDataMultiSelectElement

from bot.blocks.days import plain_day
from bot.blocks.fields import INPUT_LIMIT, State, day, field, modal, option, rhythms, select, text
from bot.blocks.layout import Json, context, section
from bot.blocks.message import Message
from bot.blocks.text import one_line, shorten
from bot.network.forms import LogForm

KINDS = {
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


def waiting(title: str, text: str = "One moment …", *, callback: str = "", state: State = {}) -> Json:  # noqa: B006  # read only
    """What is shown while a form is still being filled with what is known."""
    return modal(title, [section(text)], callback=callback, submit="", state=state)


def shown(message: Message, title: str = "Rapport") -> Json:
    """An answer in a modal, where there is no message to answer in."""
    return modal(title, message.blocks)


def log_modal(form: LogForm, state: State) -> Json:
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
    return [
        field("people", "Who", people, hint="Somebody new? Type the name and choose it."),
        field("kind", "How", select("kind", KINDS, form.kind)),
        field("on", "When", day("on", form.on)),
        field("where", "Where", text("where", form.where, 300), optional=True),
        field("about", "About", text("about", form.about, INPUT_LIMIT, lines=True), optional=True),
        field("tags", "Tags", text("tags", " ".join(f"#{tag}" for tag in form.tags), 500), optional=True),
        field("follow_up", "Follow up on", day("follow_up", form.follow_up), optional=True),
        field("every", "Then check in", select("every", rhythms(form.every), form.every), optional=True),
    ]


def snooze_modal(name: str, today: date, state: State) -> Json:
    """Until when a nudge is put off. `name` is the person's, or what it is about."""
    ask = context(f"Today is {plain_day(today)}. I'll ask again on the day you choose.")
    until = field("until", f"Ask again about {shorten(one_line(name) or 'this', 100)} on", day("until", None))
    return modal("Snooze until a day", [until, ask], callback="snooze", state=state)
