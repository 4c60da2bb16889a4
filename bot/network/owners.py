"""A person who uses Rapport: who they are, their settings, their clock.

What a setting may be is decided here; what it does to a nudge is in `rules/calendar.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from bot.network.errors import BadSettingError
from bot.network.public_holidays import country_code
from bot.network.rules.rhythm import Cadence
from bot.store.inserting import insert_if_new
from bot.store.tables import OwnerRow
from bot.store.zones import zone_named

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FOR_GOOD = date.max  # the end of a pause that has none
MOST_A_DAY = 50  # a limit above it is no limit

DEFAULTS = {
    "timezone": "UTC",
    "nudge_time": "09:00",
    "working_days": "mon-fri",
    "quiet_hours": "20:00-08:00",
    "daily_limit": "5",
    "default_cadence": "P3M",
    "delivery": "each",
    "lead_days": "0",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """The key of everything: a user id is unique in its workspace only."""

    team: str
    user: str


@dataclass(frozen=True, slots=True)
class Glance:
    """An owner at a glance: whether Slack was asked about them or they read the newcomers' card, and their hour."""

    is_known: bool
    was_welcomed: bool
    nudge_time: str


@dataclass(frozen=True, slots=True)
class OwnerSettings:
    """The settings in force: the owner's own, else the defaults.

    `holidays` is a country's code; with `discreet` no notification names anybody.
    """

    timezone: str
    nudge_time: str
    working_days: str
    quiet_hours: str
    daily_limit: int
    default_cadence: str
    delivery: str
    lead_days: int
    holidays: str | None
    paused_until: date | None
    discreet: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


# Every sentence begins with these, so they are built once.
_FOUND = select(OwnerRow).where(OwnerRow.team == bindparam("team"), OwnerRow.user == bindparam("user"))
_GLANCE = _FOUND.with_only_columns(OwnerRow.profile_at, OwnerRow.welcomed_at, OwnerRow.nudge_time)
_HELD = _FOUND.with_for_update(key_share=True).execution_options(populate_existing=True)


def owner_row(session: Session, owner: Owner, at: datetime) -> OwnerRow:
    """The owner's row, made at the first word and held until the transaction ends.

    What one person says, even twice at once to two processes, is carried out one after the other, and never while the
    clock plans for them. `at` is the instant in UTC.
    """
    row = held_owner(session, owner)
    if row is None:
        insert_if_new(session, OwnerRow, {"team": owner.team, "user": owner.user, "created_at": at})
        row = held_owner(session, owner)
    assert row is not None  # noqa: S101  # it was just made, by this process or another
    be_here(row, at)
    return row


def be_here(row: OwnerRow, at: datetime) -> None:
    """Whoever speaks is here again, however long they were away."""
    if row.deactivated_at is not None:
        row.deactivated_at, row.next_at = None, at


def held_owner(session: Session, owner: Owner) -> OwnerRow | None:
    """The owner's row, if they ever said anything, held until the transaction ends."""
    return session.scalars(_HELD, {"team": owner.team, "user": owner.user}).first()


def glance(connection: Connection, owner: Owner) -> Glance | None:
    """What decides how an owner is spoken to, None of somebody who never said anything."""
    row = connection.execute(_GLANCE, {"team": owner.team, "user": owner.user}).first()
    if row is None:
        return None
    profile_at, welcomed_at, nudge_time = row
    return _glance(profile_at, welcomed_at, nudge_time)


def at_a_glance(row: OwnerRow) -> Glance:
    """The same of a row that is at hand."""
    return _glance(row.profile_at, row.welcomed_at, row.nudge_time)


def _glance(profile_at: datetime | None, welcomed_at: datetime | None, nudge_time: str | None) -> Glance:
    was_welcomed = welcomed_at is not None
    return Glance(was_welcomed or profile_at is not None, was_welcomed, nudge_time or DEFAULTS["nudge_time"])


def find_owner(session: Session, owner: Owner) -> OwnerRow | None:
    """The owner's row, if they ever said anything."""
    return session.scalars(_FOUND, {"team": owner.team, "user": owner.user}).first()


def settings_of(row: OwnerRow) -> OwnerSettings:
    """What is in force for this owner."""
    return OwnerSettings(
        timezone=_zone_of(row),
        nudge_time=row.nudge_time or DEFAULTS["nudge_time"],
        working_days=row.working_days or DEFAULTS["working_days"],
        quiet_hours=row.quiet_hours or DEFAULTS["quiet_hours"],
        daily_limit=int(DEFAULTS["daily_limit"]) if row.daily_limit is None else row.daily_limit,
        default_cadence=row.default_cadence or DEFAULTS["default_cadence"],
        delivery=row.delivery or DEFAULTS["delivery"],
        lead_days=row.lead_days or 0,
        holidays=row.holidays,
        paused_until=row.paused_until,
        discreet=bool(row.discreet),
    )


def local(row: OwnerRow, at: datetime) -> datetime:
    """The instant on the owner's own clock."""
    return at.astimezone(ZoneInfo(_zone_of(row)))


def _zone_of(row: OwnerRow) -> str:
    return row.zone or row.slack_zone or DEFAULTS["timezone"]


def set_setting(row: OwnerRow, setting: str, value: str) -> None:
    """Set one setting from its text. Raises `BadSettingError` when the text is no value of it."""
    try:
        _SETTERS[setting](row, value.strip())
    except (KeyError, ValueError, OverflowError) as error:
        raise BadSettingError(setting, value) from error


@lru_cache(maxsize=256)
def weekdays(text: str) -> frozenset[int]:
    """`mon-fri`, `sun-thu` or `mon,wed,fri` as days of the week, Monday 0. Raises `ValueError`."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        start = WEEKDAYS.index(first[:3])
        length = (WEEKDAYS.index((last or first)[:3]) - start) % 7
        days |= {(start + step) % 7 for step in range(length + 1)}
    return frozenset(days)


@lru_cache(maxsize=256)
def hours(text: str) -> tuple[time, time] | None:
    """`20:00-08:00` as its two ends, None for `none`. Raises `ValueError`."""
    if text.lower() in ("none", "off"):
        return None
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _set_zone(row: OwnerRow, value: str) -> None:
    if value.lower() in ("auto", "slack", "default"):
        row.zone = None
        return
    name = zone_named(value)
    if name is None:
        raise ValueError(value)
    row.zone = name


def _set_nudge_time(row: OwnerRow, value: str) -> None:
    row.nudge_time = time.fromisoformat(value).strftime("%H:%M")


def _set_working_days(row: OwnerRow, value: str) -> None:
    weekdays(value)
    row.working_days = value.lower().replace(" ", "")


def _set_quiet_hours(row: OwnerRow, value: str) -> None:
    ends = hours(value)
    row.quiet_hours = "none" if ends is None or ends[0] == ends[1] else f"{ends[0]:%H:%M}-{ends[1]:%H:%M}"


def _set_daily_limit(row: OwnerRow, value: str) -> None:
    limit = int(value)
    if limit < 1:
        raise ValueError(value)
    row.daily_limit = min(limit, MOST_A_DAY)


def _set_default_cadence(row: OwnerRow, value: str) -> None:
    row.default_cadence = value if value == "none" else str(Cadence.parse(value))


def _set_delivery(row: OwnerRow, value: str) -> None:
    if value not in ("each", "together"):
        raise ValueError(value)
    row.delivery = value


def _set_lead_days(row: OwnerRow, value: str) -> None:
    days = int(value)
    if not 0 <= days <= 30:
        raise ValueError(value)
    row.lead_days = days


def _set_holidays(row: OwnerRow, value: str) -> None:
    if value.lower() in ("none", "off", ""):
        row.holidays = None
    else:
        row.holidays = country_code(value)


def _set_discreet(row: OwnerRow, value: str) -> None:
    row.discreet = {"on": True, "off": False}[value.lower()]


_SETTERS = {
    "timezone": _set_zone,
    "nudge_time": _set_nudge_time,
    "working_days": _set_working_days,
    "quiet_hours": _set_quiet_hours,
    "daily_limit": _set_daily_limit,
    "default_cadence": _set_default_cadence,
    "delivery": _set_delivery,
    "lead_days": _set_lead_days,
    "holidays": _set_holidays,
    "discreet": _set_discreet,
}
