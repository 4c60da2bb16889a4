"""What can be said: one frozen record a command, and its JSON, as `rapport parse` prints it.

The grammar that fills it lives next door (`grammar.py`); what comes of it lives in `network`. Nothing here reads a
clock, a database or Slack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Command = Literal["met", "nudge", "whois", "rapport", "dm", "thread"]
Intent = Literal[
    "log",
    "remind",
    "plan",
    "cadence",
    "snooze",
    "pause",
    "resume",
    "milestone",
    "change",
    "note",
    "details",
    "promise",
    "kept",
    "help",
    "feedback",
    "brief",
    "find",
    "due",
    "upcoming",
    "owed",
    "stats",
    "rename",
    "merge",
    "forget",
    "undo",
    "correct",
    "done",
    "skip",
    "settings",
    "import",
    "export",
    "help_me",
    "unknown",
]
Kind = Literal["met", "call", "video", "message", "email", "coffee", "meal", "event", "intro", "other"]
MilestoneKind = Literal["birthday", "work_anniversary", "promotion", "new_job", "achievement", "other"]
Direction = Literal["mine", "theirs", "given", "received"]
Stage = Literal["ask", "got", "acted"]
Status = Literal["left", "laid_off", "retired", "on_leave", "deceased", "do_not_contact"]

COMMANDS: tuple[Command, ...] = get_args(Command)
INTENTS: tuple[Intent, ...] = get_args(Intent)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of the year whose year is unknown, as a birthday is: written `--05-03`."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"--{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One command as it was said; a field that the sentence does not state is absent (`None` or empty).

    Days are in the speaker's own time zone. `every` is an ISO 8601 duration, or `"none"`; `time` is `HH:MM`;
    `about`, `where` and names keep the speaker's own words, unescaped. `doubts` holds the words that look like a
    day, a rhythm or an hour and are none ("Feb 30"), so that the answer can ask about them.
    """

    intent: Intent
    people: tuple[str, ...] = ()
    kind: Kind | None = None
    on: date | MonthDay | None = None
    where: str | None = None
    about: str | None = None
    company: str | None = None
    role: str | None = None
    tags: tuple[str, ...] = ()
    follow_up: date | Literal["soon"] | None = None
    every: str | None = None
    until: date | None = None
    milestone: MilestoneKind | None = None
    direction: Direction | None = None
    stage: Stage | None = None
    channel: str | None = None
    since: date | None = None
    before: date | None = None
    time: str | None = None
    via: tuple[str, ...] = ()
    outcome: Literal["no_answer"] | None = None
    status: Status | None = None
    email: str | None = None
    phone: str | None = None
    link: str | None = None
    next_time: bool = False
    to: str | None = None
    setting: str | None = None
    value: str | None = None
    then: tuple[Meaning, ...] = ()
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The parse as `language.md` has it: absent fields left out, days as `YYYY-MM-DD` or `--MM-DD`."""
        return {
            f.name: _plain(value) for f in fields(self) if (value := getattr(self, f.name)) not in (None, (), False)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Meaning:
        """The meaning that `as_json` wrote. Raises `KeyError`, `TypeError` or `ValueError` on anything else."""
        values: dict[str, Any] = dict(data)
        for name in ("people", "tags", "via", "doubts"):
            if name in values:
                values[name] = tuple(values[name])
        for name in ("on", "follow_up", "until", "since", "before"):
            if name in values:
                values[name] = _day(values[name])
        if "then" in values:
            values["then"] = tuple(cls.from_json(part) for part in values["then"])
        return cls(**values)


def _plain(value: object) -> object:
    if isinstance(value, date | MonthDay):
        return str(value)
    if isinstance(value, tuple):
        return [part.as_json() if isinstance(part, Meaning) else part for part in value]
    return value


def _day(text: str) -> date | MonthDay | str:
    if text == "soon":
        return text
    if text.startswith("--"):
        return MonthDay(int(text[2:4]), int(text[5:7]))
    return date.fromisoformat(text)
