"""One turn of a conversation: who speaks, when, by what way, and what was found out so far.

Every function that carries out a meaning takes a `Turn` first and works in its session; the caller opens and commits
the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property

from sqlalchemy.orm import Session

from bot.network.owners import OwnerSettings, hours, settings_of, weekdays
from bot.network.public_holidays import public_holiday
from bot.network.rules.calendar import Calendar, no_holidays
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, new_id

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # an owner's `next_at` that any run of the clock finds due


@dataclass
class Turn:
    """`at` is the instant in UTC; `chosen` and `resolved` map folded names to contact ids (0: somebody new).

    `at_hand` holds whom it is about: a session lets go of rows that nobody holds, and asks for them again.
    """

    session: Session
    owner: OwnerRow
    at: datetime
    source: str = "command"
    command: str = "rapport"
    message: str | None = None
    nudge: NudgeRow | None = None
    rows: tuple[NudgeRow, ...] = ()  # the nudges of the message answered, where it holds several
    chosen: dict[str, int] = field(default_factory=dict)
    resolved: dict[str, int] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)
    at_hand: set[ContactRow] = field(default_factory=set)
    change: str = field(default_factory=new_id)

    @cached_property
    def settings(self) -> OwnerSettings:
        return settings_of(self.owner)

    @cached_property
    def local(self) -> datetime:
        """The instant on the owner's own clock."""
        return self.at.astimezone(self.settings.zone)

    @property
    def today(self) -> date:
        return self.local.date()

    def local_day(self, at: datetime) -> date:
        """The day that an instant falls on for the owner."""
        return at.astimezone(self.settings.zone).date()

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.settings)

    def look_again(self) -> None:
        """The settings may have changed: what was worked out from them is worked out anew."""
        for name in ("settings", "local", "calendar"):
            self.__dict__.pop(name, None)

    def wake(self) -> None:
        """Let the next run of the clock look at this owner anew."""
        if self.owner.next_at != AT_ONCE:
            self.owner.next_at = AT_ONCE


def calendar_of(settings: OwnerSettings) -> Calendar:
    """The owner's days and hours for nudges."""
    return Calendar(
        zone=settings.zone,
        nudge_time=time.fromisoformat(settings.nudge_time),
        working=weekdays(settings.working_days),
        quiet=hours(settings.quiet_hours),
        is_holiday=public_holiday(settings.holidays) if settings.holidays else no_holidays,
    )
