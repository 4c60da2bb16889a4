"""What is due, and of it what is sent today: by kind, then by lateness, up to the daily limit. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.network.rules.calendar import Calendar

ORDER = ("milestone", "promise", "reminder", "plan", "follow_up", "feedback", "check_in", "review")
TOUCH = frozenset({"follow_up", "check_in"})
MOST_SHARED = 49  # nudges in one message, which Slack lets have 50 blocks


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

    @property
    def is_thanks(self) -> bool:
        """Whether it is the thank-you that a first meeting asks for by itself."""
        return self.kind == "follow_up" and self.source_id is None

    @property
    def is_first_thanks(self) -> bool:
        """Whether it is one that was never put off."""
        return self.is_thanks and "~" not in self.occasion

    def has_its_hour(self, day: date) -> bool:
        """Whether it comes at a clock time of its own on this day, and so by itself."""
        return self.at is not None and self.send_on == day

    def may_share(self, day: date) -> bool:
        """Whether it may come in one message with others on this day."""
        return self.kind != "review" and not self.has_its_hour(day)

    def rank(self, day: date) -> tuple[int, float, date, str]:
        """Smaller is sooner."""
        late = (day - self.due_on).days / self.rhythm_days if self.kind == "check_in" else 0.0
        return (ORDER.index(self.kind), -late, self.due_on, self.occasion)

    def is_ahead(self, day: date) -> bool:
        """Whether it may be sent on this day or later."""
        return self.expires_on is None or max(day, self.send_on) <= self.expires_on

    def is_open(self, day: date) -> bool:
        """Whether it may be sent on this day, a working one."""
        return self.send_on <= day and (self.expires_on is None or day <= self.expires_on)


def for_day(
    candidates: Iterable[Candidate], day: date, room: int, touched: Collection[int | None] = ()
) -> list[Candidate]:
    """What belongs to a working day, in the order of importance, `room` at the most; a review beside and after it.

    Of a check-in and a follow-up about one person only one comes on a day, and none where one came already
    (`touched`): one message says enough. A thank-you gives way to a check-in.
    """
    ranked = sorted((c for c in candidates if c.is_open(day)), key=lambda c: c.rank(day))
    checked = {c.contact_id for c in ranked if c.kind == "check_in"}
    chosen: list[Candidate] = []
    in_touch = set(touched)
    for candidate in ranked:
        if candidate.is_thanks and candidate.contact_id in checked:
            continue
        if candidate.kind in TOUCH and candidate.contact_id in in_touch:
            continue
        if candidate.kind in TOUCH:
            in_touch.add(candidate.contact_id)
        chosen.append(candidate)
    reviews = [candidate for candidate in chosen if candidate.kind == "review"]
    return [*[candidate for candidate in chosen if candidate.kind != "review"][: max(room, 0)], *reviews]


def sending_at(candidate: Candidate, day: date, calendar: Calendar, since: datetime) -> datetime | None:
    """The instant in UTC at which it is sent on that day, `since` or later; None when that is no more on that day."""
    wanted = calendar.nudging_at(day, candidate.at if candidate.has_its_hour(day) else None)
    moment = calendar.after_quiet(max(wanted, since))
    return moment if moment.astimezone(calendar.zone).date() == day else None
