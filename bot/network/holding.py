"""Whether a nudge that is written down may go out at this instant: it may have waited into the night, or a vacation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.network.owners import FOR_GOOD, settings_of
from bot.network.turns import calendar_of
from bot.store.looking import got
from bot.store.tables import NudgeRow, OwnerRow


def held_until(session: Session, nudge_id: str, at: datetime) -> datetime | None:
    """The instant (UTC) before which it must not go out: the end of a pause, of quiet hours, of days off; None: now."""
    nudge = got(session, NudgeRow, nudge_id)
    owner = got(session, OwnerRow, nudge.owner_id) if nudge is not None else None
    if owner is None:
        return None
    settings = settings_of(owner)
    calendar = calendar_of(settings)
    here = at.astimezone(calendar.zone)
    if owner.away_until is not None and owner.away_until > at:
        return owner.away_until
    if settings.paused_until is not None and settings.paused_until > here.date():
        back = settings.paused_until
        return calendar.nudging_at(back if back == FOR_GOOD else calendar.working_from(back))
    if not calendar.is_working(here.date()):
        return calendar.nudging_at(calendar.working_from(here.date()))
    if not calendar.is_quiet(here.time()):
        return None
    end = calendar.instant(here.date(), calendar.awake(here.time()))
    return end if end > at else calendar.nudging_at(calendar.working_after(here.date()))
