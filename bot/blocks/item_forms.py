"""The modals of what stands on a person's page: a plan, a promise, a reminder, a note; what is said once it changed.

Whom they belong to is in `people_forms.py`, the page itself in `person_page.py`.
"""

from __future__ import annotations

from datetime import date

from slack_sdk.models.blocks import ExternalDataMultiSelectElement

from bot.blocks.days import plain_day
from bot.blocks.fields import INPUT_LIMIT, State, checkboxes, clock, day, field, modal, option, radio, select, text
from bot.blocks.forms import KINDS
from bot.blocks.layout import Button, Json
from bot.blocks.names import named, names, plain_name
from bot.blocks.phrases import gist
from bot.blocks.recorded import held_line
from bot.blocks.text import listed, one_line, shorten, words
from bot.network.item_forms import ItemForm
from bot.network.outcomes import FieldChange, FieldValue, ItemEdited, Recorded

_MOST_PEOPLE = 25
_MOST_OPTIONS = 100
_FIELDS = {
    "people": "with",
    "on": "day",
    "time": "hour",
    "where": "place",
    "how": "how",
    "direction": "whose",
    "about": "what",
    "next_time": "to bring up next time",
}
_WHOSE = {"mine": "yours", "theirs": "theirs"}
_VALUE = 160


def edit_button(action: str, item: str, name: str | None, about: str | None) -> Button:
    """The way to the form of an item, beside it; a screen reader hears which one."""
    whom, what = f" with {plain_name(name)}" if name else "", shorten(one_line(about), 40)
    return Button("Edit", action, item, f"Edit the {item.partition(':')[0]}{whom}{': ' + what if what else ''}")


def item_modal(form: ItemForm, state: State) -> Json:
    """The form of one item, filled with what it says, and the choice to remove it."""
    fields = {"plan": _plan, "promise": _promise, "reminder": _reminder, "note": _note}[form.kind](form)
    remove = checkboxes("remove", {"yes": f"Remove this {form.kind}; it can be undone"}, ())
    blocks = [*fields, field("remove", "Not any more?", remove, optional=True)]
    return modal(f"Edit this {form.kind}", blocks, callback="item", state={**state, "item": form.item})


def _plan(form: ItemForm) -> list[Json]:
    people = ExternalDataMultiSelectElement(
        action_id="people",
        placeholder="Type a name",
        min_query_length=1,
        max_selected_items=max(_MOST_PEOPLE, len(form.people)),
        initial_options=[option(one) for one in form.people] or None,
    )
    return [
        *([field("people", "With", people)] if len(form.people) <= _MOST_OPTIONS else []),
        field("how", "How", select("how", KINDS, form.how)),
        field("on", "Day", day("on", form.on), optional=True),
        field("time", "Hour", clock("time", form.time), optional=True),
        field("where", "Where", text("where", form.where, 300), optional=True),
        field("about", "About", text("about", form.about, INPUT_LIMIT, lines=True), optional=True),
    ]


def _promise(form: ItemForm) -> list[Json]:
    name = plain_name(form.people[0].name) if form.people else "them"
    whose = {"mine": f"I promised it to {name}", "theirs": f"{name} promised it to me"}
    return [
        field("direction", "Whose promise", radio("direction", whose, form.direction)),
        field("about", "What", text("about", form.about, INPUT_LIMIT, lines=True), optional=not form.about),
        field("on", "Due on", day("on", form.on), optional=True),
    ]


def _reminder(form: ItemForm) -> list[Json]:
    is_needed = bool(form.about) or not form.people
    return [
        field("about", "What", text("about", form.about, INPUT_LIMIT, lines=True), optional=not is_needed),
        field("on", "Day", day("on", form.on), optional=form.on is None),
        field(
            "time",
            "Hour",
            clock("time", form.time),
            hint="Without one it comes at the hour of your nudges.",
            optional=True,
        ),
    ]


def _note(form: ItemForm) -> list[Json]:
    labels = {"yes": "Bring it up the next time you are in touch"}
    chosen = ("yes",) if form.next_time else ()
    return [
        field("about", "Note", text("about", form.about, INPUT_LIMIT, lines=True)),
        field("next_time", "Next time", checkboxes("next_time", labels, chosen), optional=True),
    ]


def edited_lines(edited: ItemEdited) -> tuple[str, ...]:
    """What is another than before, and what it was; of a reminder, when it really comes."""
    if edited.is_removed:
        return (f"Removed: {gist(edited.said, edited.today)}.",)
    if edited.change is None:
        return (f"Nothing changed: {gist(edited.said, edited.today)}.",)
    order = list(_FIELDS)
    known = sorted((one for one in edited.changed if one.field in order), key=lambda one: order.index(one.field))
    changes = "; ".join(_changed(edited, one) for one in known) or "done"
    held = Recorded(
        edited.said, edited.people, edited.today, None, held_until=edited.held_until, held_time=edited.held_time
    )
    return (f"Changed {_what(edited)}: {changes}.", held_line(held))


def _what(edited: ItemEdited) -> str:
    whom = names(edited.people)
    if not edited.people:
        return f"the {edited.kind}"
    if edited.kind == "promise":
        return f"the promise {'by' if edited.said.direction == 'theirs' else 'to'} {whom}"
    return f"the {edited.kind} {_WITH.get(edited.kind, 'about')} {whom}"


_WITH = {"plan": "with"}


def _changed(edited: ItemEdited, change: FieldChange) -> str:
    """`day Fri 27 Nov (was Thu 26 Nov)`, `no hour any more (was 12:30)`."""
    name = "due" if edited.kind == "promise" and change.field == "on" else _FIELDS[change.field]
    after, before = (_said(change.field, value, edited.today) for value in (change.after, change.before))
    if change.field == "next_time":
        return f"{'' if change.after else 'not '}{name}"
    if change.field == "about":
        after, before = (f"“{one}”" if one else "" for one in (after, before))
    if not after:
        return f"no {'day' if name == 'due' else name} any more" + (f" (was {before})" if before else "")
    return f"{name} {after}" + (f" (was {before})" if before else "")


def _said(name: str, value: FieldValue, today: date) -> str:
    if isinstance(value, date):
        return plain_day(value, today)
    if isinstance(value, tuple):
        return listed([named(one) for one in value])
    if name == "how":
        return words(KINDS.get(str(value), str(value)), _VALUE).lower()
    if name == "direction":
        return _WHOSE.get(str(value), "")
    return words(value if isinstance(value, str) else None, _VALUE)
