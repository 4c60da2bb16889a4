"""The records of an archive: one frozen class for each list of the JSON export, and the order in which lists stand.

Days are in the owner's zone, instants in UTC, durations ISO 8601. Lists stand in a canonical order, so that the same
network always gives the same archive, whatever the ids of its rows.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SettingsRecord:
    """The settings in force, the defaults included: a person who reads the export sees what the bot does."""

    timezone: str | None = None
    nudge_time: str | None = None
    working_days: str | None = None
    quiet_hours: str | None = None
    daily_limit: int | None = None
    default_cadence: str | None = None
    delivery: str | None = None
    lead_days: int | None = None
    holidays: str | None = None
    paused_until: date | None = None
    discreet: bool | None = None  # in the export only where it is set


@dataclass(frozen=True, slots=True)
class TagRecord:
    """What was set for a tag."""

    tag: str
    cadence: str | None = None
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class InteractionRecord:
    """One time in touch, as one of those who were there has it: `people` names the others."""

    on: date
    kind: str
    place: str | None = None
    about: str | None = None
    outcome: str | None = None
    source: str = "import"
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A contact still to come."""

    on: date | None
    time: str | None
    kind: str
    place: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderRecord:
    """One nudge asked for."""

    on: date | None
    time: str | None = None
    about: str | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A day to celebrate; `on` is `YYYY-MM-DD`, or `--MM-DD` when the year is unknown."""

    kind: str
    on: str | None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """Something owed, `mine` or `theirs`."""

    direction: str
    about: str | None = None
    due_on: date | None = None
    kept_on: date | None = None


@dataclass(frozen=True, slots=True)
class HelpRecord:
    """Help `given` or `received`."""

    direction: str
    about: str | None
    on: date


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """Feedback asked, got or acted on."""

    stage: str
    about: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A fact worth remembering."""

    on: date
    text: str
    next_time: bool = False


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """Where somebody works or worked."""

    company: str | None
    role: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class NudgeRecord:
    """A nudge that was written down, and how it was answered."""

    id: str
    kind: str
    due_on: date
    state: str
    sent_at: datetime | None = None
    answered: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person in the network. `cadence` is the rhythm in force: a duration, `none` when it was ended, or null."""

    name: str
    aliases: tuple[str, ...] = ()
    slack_user: str | None = None
    email: str | None = None
    phone: str | None = None
    links: tuple[str, ...] = ()
    company: str | None = None
    role: str | None = None
    place: str | None = None
    channel: str | None = None
    via: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str | None = None
    cadence: str | None = None
    paused_until: date | None = None
    created_on: date | None = None
    last_interaction_on: date | None = None
    next_check_in_on: date | None = None
    interactions: tuple[InteractionRecord, ...] = ()
    plans: tuple[PlanRecord, ...] = ()
    reminders: tuple[ReminderRecord, ...] = ()
    milestones: tuple[MilestoneRecord, ...] = ()
    promises: tuple[PromiseRecord, ...] = ()
    help: tuple[HelpRecord, ...] = ()
    feedback: tuple[FeedbackRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    positions: tuple[PositionRecord, ...] = ()
    nudges: tuple[NudgeRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything of one owner. `reminders` are about nobody. A foreign file has people only, and no settings."""

    team: str | None
    user: str | None
    settings: SettingsRecord | None
    tags: tuple[TagRecord, ...]
    people: tuple[PersonRecord, ...]
    reminders: tuple[ReminderRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was left out: where it stands (a line, an index), and why."""

    where: str
    reason: str


def in_order(records: list[Any]) -> tuple[Any, ...]:
    """The records of one list in their canonical order: by their fields from the first, what is unknown before all."""
    if len(records) < 2:
        return tuple(records)
    return tuple(sorted(records, key=lambda record: tuple("" if v is None else str(v) for v in astuple(record))))
