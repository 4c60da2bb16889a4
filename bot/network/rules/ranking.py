"""What is due, and of it what is sent today: by kind, then by lateness, up to the daily limit. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.network.rules.calendar import Calendar

ORDER = ("milestone", "promise", "reminder", "plan", "follow_up", "feedback", "check_in", "review")
_TOUCH = frozenset({"follow_up", "check_in"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a nudge may be written for.

    `due_on` is the day that it is for; it is sent on a working day from `send_on` on and, unless `expires_on` is None,
    not after that day. `at` is a clock time of its own. `late_by` is days late over the length of the rhythm.
    """

    kind: str
    occasion: str
    contact_id: int | None
    source_id: int | None
    due_on: date
    send_on: date
    expires_on: date | None = None
    at: time | None = None
    rhythm_days: float = 1.0

    def rank(self, day: date) -> tuple[int, float, date, str]:
        """Smaller is sooner."""
        late = (day - self.due_on).days / self.rhythm_days if self.kind == "check_in" else 0.0
        return (ORDER.index(self.kind), -late, self.due_on, self.occasion)

    def is_open(self, day: date) -> bool:
        """Whether it may be sent on this day, a working one."""
        return self.send_on <= day and (self.expires_on is None or day <= self.expires_on)


def for_day(candidates: Iterable[Candidate], day: date, room: int) -> list[Candidate]:
    """What belongs to a working day, in the order of importance, `room` at the most.

    Of a check-in and a follow-up about one person only one comes: one message says enough.
    """
    chosen: list[Candidate] = []
    in_touch: set[int | None] = set()
    for candidate in sorted((c for c in candidates if c.is_open(day)), key=lambda c: c.rank(day)):
        if candidate.kind in _TOUCH and candidate.contact_id in in_touch:
            continue
        if candidate.kind in _TOUCH:
            in_touch.add(candidate.contact_id)
        chosen.append(candidate)
    return chosen[: max(room, 0)]


def sending_at(candidate: Candidate, day: date, calendar: Calendar) -> datetime:
    """The instant in UTC at which it is sent on that day."""
    return calendar.nudging_at(day, candidate.at if candidate.send_on == day else None)
