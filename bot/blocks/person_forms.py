"""The modals that a person's page opens: edit, merge, forget. The page itself: `person_page.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    UserMultiSelectElement,
)

from bot.blocks.days import plain_day, rhythm_label
from bot.blocks.fields import INPUT_LIMIT, State, day, field, modal, option, rhythms, select, text
from bot.blocks.layout import LABEL_LIMIT, Json, context, section
from bot.blocks.names import named, plain_name
from bot.blocks.phrases import STATUSES, channel_name
from bot.blocks.text import counted, listed, one_line, plain, sentence_case, shorten, words
from bot.language.meanings import MonthDay
from bot.network.people_forms import Differing, Kept, MergeForm, MergeValue
from bot.network.person_form import PersonForm

_CHANNELS = ("email", "phone", "text", "slack", "whatsapp", "linkedin", "in person")
_NUDGES = {"on": "On", "paused": "Paused until the day below", "stopped": "Stopped"}
_MOST_VIA = 10
_MOST_OPTIONS = 100
_FIELDS = {
    "name": "name",
    "status": "status",
    "aliases": "other names",
    "company": "company",
    "role": "role",
    "where": "place",
    "email": "email",
    "phone": "phone",
    "links": "links",
    "slack_user": "Slack member",
    "channel": "channel",
    "via": "whom you know them through",
    "tags": "tags",
    "every": "rhythm",
    "nudges": "nudges",
    "until": "the day of return",
    "birthday": "birthday",
}


def edit_person_modal(form: PersonForm, state: State) -> Json:
    """All that is known of a person and fits in a field."""
    return modal(
        f"Edit {one_line(form.name)}",
        [*_who(form), *_handles(form), *_upkeep(form)],
        callback="edit_person",
        state=state,
    )


def _who(form: PersonForm) -> list[Json]:
    return [
        field("name", "Name", text("name", form.name, 200)),
        field(
            "aliases",
            "Also called",
            text("aliases", ", ".join(form.aliases), 500),
            hint="With commas between them.",
            optional=True,
        ),
        field("company", "Company", text("company", form.company, 200), optional=True),
        field("role", "Role", text("role", form.role, 200), optional=True),
        field("where", "Lives in", text("where", form.where, 200), optional=True),
    ]


def _handles(form: PersonForm) -> list[Json]:
    channel = one_line(form.channel)
    member = UserMultiSelectElement(
        action_id="slack_user",
        placeholder="Nobody chosen",
        max_selected_items=1,  # one of these can be emptied again, a menu for one cannot
        initial_users=[form.slack_user] if form.slack_user else None,
    )
    return [
        field("email", "Email", text("email", form.email, 250), optional=True),
        field("phone", "Phone", text("phone", form.phone, 60), optional=True),
        field(
            "links",
            "Links",
            text("links", "\n".join(form.links), INPUT_LIMIT, lines=True),
            hint="LinkedIn, a web site: one a line.",
            optional=True,
        ),
        field("slack_user", "In this Slack", member, optional=True),
        field("channel", "Prefers", select("channel", _channels(channel), channel or "none"), optional=True),
    ]


def _channels(chosen: str) -> dict[str, str]:
    every = (*_CHANNELS, *([chosen] if chosen and chosen not in _CHANNELS else []))
    return {"none": "No preference", **{one: sentence_case(plain(channel_name(one))) for one in every}}


def _upkeep(form: PersonForm) -> list[Json]:
    birthday = _written(form.birthday)
    via = ExternalDataMultiSelectElement(
        action_id="via",
        placeholder="Type a name",
        min_query_length=1,
        max_selected_items=max(_MOST_VIA, len(form.via)),
        initial_options=[option(one) for one in form.via[:_MOST_OPTIONS]] or None,
    )
    statuses = {"none": "Active", **{one: sentence_case(text) for one, text in STATUSES.items()}}
    return [
        field("via", "Known through", via, optional=True),
        field("tags", "Tags", text("tags", " ".join(f"#{tag}" for tag in form.tags), 1000), optional=True),
        field("every", "Check in", select("every", rhythms(form.every), form.every), optional=True),
        field("status", "Status", select("status", statuses, form.status or "none"), optional=True),
        field("nudges", "Nudges", select("nudges", _NUDGES, form.nudges), optional=True),
        field("until", "Paused until", day("until", form.until), optional=True),
        field(
            "birthday",
            "Birthday",
            text("birthday", birthday, 60),
            hint="Like May 3, or 3 May 1985.",
            optional=True,
        ),
    ]


def _written(on: MonthDay | date | None) -> str:
    """A day as it is written in a field: with its year, where that is known."""
    if on is None:
        return ""
    return plain_day(on) if isinstance(on, MonthDay) else plain_day(on)[4:]


def merge_modal(kept: Kept, state: State) -> Json:
    """Who the person really is, and what becomes of what is known of both."""
    name = named(kept.name)
    moves = _counted(kept.counts)
    other = ExternalDataSelectElement(action_id="other", placeholder="Type a name", min_query_length=1)
    blocks = [
        section(f"{name} is somebody you know by another name? Choose whom, and the two become one person."),
        field("other", "The same person as", other),
        context(
            f"{sentence_case(moves) if moves else 'What is known'} of {name} goes to the one you choose. Where their "
            f"details differ you are asked which stays; {name} stays as another name. You can undo it."
        ),
    ]
    return modal("Merge", blocks, callback="merge", submit="Merge", state=state)


def differing_modal(form: MergeForm, state: State) -> Json:
    """Whose value stays, for each thing of which the two hold something else."""
    name, kept = plain_name(form.name), plain_name(form.kept)
    blocks = [
        section(f"{named(form.name)} and {named(form.kept)} differ here. What shall stay?"),
        *(field(one.field, _label(one.field), _either(one, kept, name)) for one in form.differing),
        context(
            "All else of both is kept: histories, notes, tags, links. A name that does not stay becomes another name, "
            "an email or a phone number a note. You can undo it."
        ),
    ]
    return modal("Merge", blocks, callback="merge_chosen", submit="Merge", state={**state, "other": form.other})


def _label(name: str) -> str:
    return {"where": "Lives in", "slack_user": "In this Slack", "channel": "Prefers", "every": "Check in"}.get(
        name, sentence_case(_FIELDS.get(name, name))
    )


def _either(one: Differing, kept: str, goes: str) -> RadioButtonsElement:
    options = [
        Option(
            value=value,
            text=PlainTextObject(text=shorten(_told(one.field, told, whose), LABEL_LIMIT)),
            description=None if one.field in _OWN else PlainTextObject(text=shorten(f"of {whose}", LABEL_LIMIT)),
        )
        for value, told, whose in (("own", one.own, kept), ("other", one.other, goes))
    ]
    return RadioButtonsElement(action_id=one.field, options=options, initial_option=options[one.is_other])


_OWN = ("name", "slack_user")  # these say themselves whose they are


def _told(name: str, value: MergeValue, whose: str) -> str:
    """A value where no mark-up is read."""
    if name == "slack_user":
        return f"The account of {whose}"
    if name == "every":
        return rhythm_label(str(value))
    if not isinstance(value, str):
        return _written(value)
    if name in ("status", "channel"):
        value = sentence_case(STATUSES.get(value, value) if name == "status" else plain(channel_name(value)))
    return one_line(value) or "…"


def forget_modal(kept: Kept, state: State) -> Json:
    """What goes when a person is forgotten, asked once more."""
    what = _counted(kept.counts)
    goes = f", with {what}" if what else ""
    blocks = [
        section(f"Forget {named(kept.name)}{goes}?"),
        context("For 10 minutes you can undo it. Then it is gone for good, and nobody can bring it back."),
    ]
    return modal("Forget", blocks, callback="forget", submit="Forget", state=state)


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    return listed([counted(count, words(noun, 40).removesuffix("s")) for noun, count in counts])


def edited_line(name: str, fields: Sequence[str]) -> str:
    """What of a person was changed by hand."""
    said = [one for one in fields if one in _FIELDS and not (one == "until" and "nudges" in fields)]
    changed = listed([_FIELDS[one] for one in said])
    return f"Changed for {name}: {changed}." if changed else f"{sentence_case(name)} stays as it was."
