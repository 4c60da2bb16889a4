"""An owner's calendar: which days are for nudges, which hours, and what a local time is in UTC. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LONGEST_REST = 40  # days looked ahead for a working day; a calendar with none in that time has none
_EVENING = time(17)
_MEETING = timedelta(hours=2)  # by then it is over


def no_holidays(_day: date) -> bool:
    """Nobody set a country."""
    return False


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one owner may be written to. `quiet` may run over midnight; None is never quiet."""

    zone: ZoneInfo
    nudge_time: time
    working: frozenset[int]
    quiet: tuple[time, time] | None
    is_holiday: Callable[[date], bool] = no_holidays

    def is_working(self, day: date) -> bool:
        """Whether nudges come on this day."""
        return day.weekday() in self.working and not self.is_holiday(day)

    def working_from(self, day: date) -> date:
        """The first working day on or after `day`."""
        return self._search(day, 1)

    def working_until(self, day: date) -> date:
        """The last working day on or before `day`."""
        return self._search(day, -1)

    def working_after(self, day: date, count: int = 1) -> date:
        """The `count`th working day after `day`."""
        for _ in range(count):
            day = self.working_from(day + timedelta(days=1))
        return day

    def _search(self, day: date, step: int) -> date:
        candidate = day
        for _ in range(_LONGEST_REST):
            if self.is_working(candidate):
                return candidate
            candidate += timedelta(days=step)
        return day

    def is_quiet(self, moment: time) -> bool:
        """Whether this local time lies in the quiet hours: their start included, their end not."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= moment < end if start <= end else moment >= start or moment < end

    def awake(self, moment: time) -> time:
        """The time itself, or the end of the quiet hours that it lies in."""
        return self.quiet[1] if self.quiet is not None and self.is_quiet(moment) else moment

    def held(self, day: date, moment: time) -> tuple[date, time]:
        """A day and time, or the end of the quiet hours that it lies in: what is held comes later, never sooner."""
        over_midnight = self.quiet is not None and self.quiet[1] < self.quiet[0] <= moment
        return (day + timedelta(days=1) if over_midnight else day), self.awake(moment)

    def after_quiet(self, at: datetime) -> datetime:
        """An instant, or the one in UTC at which the quiet hours that it lies in are over."""
        here = at.astimezone(self.zone)
        return self.instant(*self.held(here.date(), here.time())) if self.is_quiet(here.time()) else at

    def after_meeting(self, day: date, clock: time | None) -> tuple[date, time | None]:
        """When to ask how a meeting went: that evening, where its hour is known and leaves one; else the next morning.

        The morning is that of the next working day, at the nudge time.
        """
        if clock is not None and self.is_working(day):
            over = datetime.combine(day, clock) + _MEETING
            evening = max(over, datetime.combine(day, _EVENING))
            if evening.date() == day and not self.is_quiet(evening.time()):
                return day, evening.time()
        return self.working_after(day), None

    def instant(self, day: date, moment: time) -> datetime:
        """A local day and time in UTC. In the gap of a clock change it is the same span after the change."""
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def nudging_at(self, day: date, moment: time | None = None) -> datetime:
        """The instant on `day` at which what is due then is sent: at its own time, else at the nudge time."""
        wanted = self.awake(self.nudge_time if moment is None else moment)
        return self.instant(day, wanted)
