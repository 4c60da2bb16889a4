"""The JSON export's objects, key by key in their order: which attribute of a record each is, and how it is read.

`own.py` writes and reads by these tables, so that what is written is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.language import meanings
from bot.network import archive
from bot.transfer.fields import (
    Reader,
    cadence,
    clock_time,
    day,
    day_of_year,
    default,
    flag,
    instant,
    maybe,
    name,
    names,
    needed,
    number,
    one_of,
    short,
    tag,
    tags,
    text,
    texts,
)

NUDGE_KINDS = ("check_in", "follow_up", "reminder", "milestone", "promise", "plan", "feedback", "review")
NUDGE_STATES = ("planned", "claimed", "sent", "unknown", "failed", "dropped")
ANSWERS = ("done", "no_answer", "snoozed", "skipped", "stopped")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an object."""

    name: str
    attribute: str
    read: Reader


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object: the record that it becomes and its keys in order."""

    record: type[Any]
    keys: tuple[Key, ...]


def _shape(record: type[Any], readers: Mapping[str, Reader], **attributes: str) -> Shape:
    """A shape whose keys are named as the record's attributes, but for those given."""
    return Shape(record, tuple(Key(key, attributes.get(key, key), read) for key, read in readers.items()))


SETTINGS = _shape(
    archive.SettingsRecord,
    {
        "timezone": text,
        "nudge_time": text,
        "working_days": text,
        "quiet_hours": text,
        "daily_limit": maybe(number),
        "default_cadence": maybe(cadence),
        "delivery": text,
        "lead_days": maybe(number),
        "holidays": short(16),
        "paused_until": maybe(day),
        "discreet": maybe(flag),
    },
)
TAG = _shape(archive.TagRecord, {"tag": tag, "cadence": maybe(cadence), "paused_until": maybe(day)})
REMINDER = _shape(
    archive.ReminderRecord, {"on": maybe(day), "time": maybe(clock_time), "about": text, "done_on": maybe(day)}
)
PERSON = _shape(
    archive.PersonRecord,
    {
        "name": name,
        "aliases": texts,
        "slack_user": short(32),
        "email": text,
        "phone": text,
        "links": texts,
        "company": short(200),
        "role": text,
        "where": text,
        "channel": short(16),
        "via": texts,
        "tags": tags,
        "status": maybe(one_of(get_args(meanings.Status))),
        "cadence": maybe(cadence),
        "paused_until": maybe(day),
        "created_on": maybe(day),
        "last_interaction_on": maybe(day),
        "next_check_in_on": maybe(day),
    },
    where="place",
)
LISTS = {
    "interactions": _shape(
        archive.InteractionRecord,
        {
            "on": day,
            "kind": one_of(meanings.KINDS),
            "where": text,
            "about": text,
            "outcome": maybe(one_of(("no_answer",))),
            "source": default(short(16), "import"),
            "people": names,
        },
        where="place",
    ),
    "plans": _shape(
        archive.PlanRecord,
        {
            "on": maybe(day),
            "time": maybe(clock_time),
            "kind": one_of(meanings.KINDS),
            "where": text,
            "about": text,
        },
        where="place",
    ),
    "reminders": REMINDER,
    "milestones": _shape(
        archive.MilestoneRecord,
        {"kind": one_of(get_args(meanings.MilestoneKind)), "on": maybe(day_of_year), "about": text},
    ),
    "promises": _shape(
        archive.PromiseRecord,
        {"direction": one_of(("mine", "theirs")), "about": text, "due_on": maybe(day), "kept_on": maybe(day)},
    ),
    "help": _shape(archive.HelpRecord, {"direction": one_of(("given", "received")), "about": text, "on": day}),
    "feedback": _shape(
        archive.FeedbackRecord, {"stage": one_of(get_args(meanings.Stage)), "about": text, "on": maybe(day)}
    ),
    "notes": _shape(archive.NoteRecord, {"on": day, "text": needed(text), "next_time": flag}),
    "positions": _shape(
        archive.PositionRecord,
        {"company": text, "role": text, "from": maybe(day), "to": maybe(day)},
        **{"from": "from_on", "to": "to_on"},
    ),
    "nudges": _shape(
        archive.NudgeRecord,
        {
            "id": needed(short(32)),
            "kind": one_of(NUDGE_KINDS),
            "due_on": day,
            "state": one_of(NUDGE_STATES),
            "sent_at": maybe(instant),
            "answered": maybe(one_of(ANSWERS)),
        },
    ),
}
