"""What will be sent, foretold by the rules by which it then is: `rapport plan`, "what's coming". Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from bot.network.due import candidates
from bot.network.nudges import left, of_day, written_on
from bot.network.owners import OwnerSettings, settings_of
from bot.network.reviews import NEWS_DAYS, Asked, is_asking, is_worth_it, open_nudges, touched_on
from bot.network.rules.calendar import Calendar
from bot.network.rules.ranking import MOST_SHARED, Candidate, sending_at
from bot.network.rules.week import WEEK
from bot.network.turns import calendar_of
from bot.store.tables import REVIEW, OwnerRow


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that will be sent at an instant in UTC; what comes in one message has the same number above 0."""

    at: datetime
    candidate: Candidate
    message: int = 0


def ahead(session: Session, row: OwnerRow, at: datetime, days: int) -> list[Ahead]:
    """What will be sent in the days after `at`, were nothing answered or said until then."""
    settings = settings_of(row)
    calendar = calendar_of(settings)
    today = at.astimezone(calendar.zone).date()
    pool = candidates(session, row, settings, calendar, today=today, until=today + timedelta(days=days))
    since = max(at, row.away_until or at)
    weeks = _Weeks(session, row, today)
    found: list[Ahead] = []
    for day in (today + timedelta(days=step) for step in range(days + 1)):
        written, touched = written_on(session, row.id, day) if day == today else (0, set())
        sent = [
            Ahead(moment, one)
            for one in of_day(pool, settings, calendar, day, settings.daily_limit - written, touched)
            if (moment := sending_at(one, day, calendar, since)) is not None
        ]
        came = [one.candidate for one in sent if one.candidate.kind != REVIEW]
        pool = left(pool, [one.candidate for one in sent])
        found += [one for one in sent if one.candidate.kind != REVIEW or weeks.has_news(one.candidate, day)]
        weeks.ask(day, came)
    return _numbered(sorted(found, key=lambda one: one.at), settings, calendar)


class _Weeks:
    """What the coming reviews will have to say."""

    def __init__(self, session: Session, row: OwnerRow, today: date) -> None:
        self._touched = touched_on(session, row.id, today - 2 * WEEK)
        self._asked: list[Asked] = open_nudges(session, row.id, today)

    def has_news(self, review: Candidate, day: date) -> bool:
        """Whether a review of that day is worth sending; what it lists is listed once."""
        asked = [one for one in self._asked if one.is_listed(day)]
        self._asked = [one for one in self._asked if one not in asked]
        return is_worth_it(review.due_on, self._touched, asked)

    def ask(self, day: date, came: Sequence[Candidate]) -> None:
        """Nudges that come on a day are asked from then on."""
        self._asked += [Asked(day) for one in came if is_asking(one.kind, one.occasion)]
        self._asked = [one for one in self._asked if one.planned_on + NEWS_DAYS > day]


def _numbered(found: Sequence[Ahead], settings: OwnerSettings, calendar: Calendar) -> list[Ahead]:
    """The same, with what comes in one message marked as such."""
    if settings.delivery != "together":
        return list(found)
    numbered: list[Ahead] = []
    for number, (at, group) in enumerate(groupby(found, key=lambda one: one.at), start=1):
        day = at.astimezone(calendar.zone).date()
        those = list(group)
        shared = [one for one in those if one.candidate.may_share(day)][:MOST_SHARED]
        numbered += [replace(one, message=number) if one in shared and len(shared) > 1 else one for one in those]
    return numbered
