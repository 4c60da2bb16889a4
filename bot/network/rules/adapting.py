"""When another rhythm is worth proposing, and which; when all rhythms ask for more than is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.network.rules.rhythm import Cadence, next_check_in

IN_A_ROW = 3
DECLINED = Cadence.parse("P6M")  # so long no rhythm is proposed to who declined one
_STEPS = tuple(Cadence.parse(text) for text in ("P1W", "P2W", "P1M", "P2M", "P3M", "P6M", "P1Y"))
_MUCH = 1.5  # how many times as long, or as short, another rhythm is at the least
_TIMES = 4  # in touch within one rhythm: three times as often as it asks
_MANY = 2.0  # how many times as much as is kept the rhythms must ask for
_FEW = 3.0  # check-ins a week that are never too many
_LONGEST_MONTHS = 60


def may_propose(declined_on: date | None, today: date) -> bool:
    """Whether half a year has gone since a rhythm was declined."""
    return declined_on is None or next_check_in(declined_on, DECLINED) <= today


def slower(cadence: str, put_off: int) -> str | None:
    """The rhythm to propose once `put_off` nudges in a row were snoozed or skipped: after each third one, a longer."""
    if put_off == 0 or put_off % IN_A_ROW:
        return None
    now = Cadence.parse(cadence)
    longer = next((step for step in _STEPS if step.length >= now.length * _MUCH), None)
    return str(longer) if longer is not None else doubled(cadence)


def doubled(cadence: str) -> str | None:
    """Half as often; None where that would be hardly ever."""
    now = Cadence.parse(cadence)
    months, days = now.months * 2, now.days * 2
    if months + days / 31 > _LONGEST_MONTHS:
        return None
    weeks = days // 7 if not months and days % 7 == 0 else 0
    text = f"{months}M" if months else ""
    if months and months % 12 == 0:
        text = f"{months // 12}Y"
    rest = f"{weeks}W" if weeks else f"{days}D" if days else ""
    return f"P{text}{rest}"


def faster(cadence: str, touches: Iterable[date]) -> str | None:
    """The rhythm to propose when the last day in touch made contact much more frequent than the rhythm asks.

    That is so when four days in touch lie within one rhythm, yet not in one week of it, and did not before that day.
    """
    days = sorted(set(touches), reverse=True)
    now = Cadence.parse(cadence)
    gap = _usual_gap(now, days)
    if gap is None or _usual_gap(now, days[1:]) is not None:
        return None
    fitting = [step for step in _STEPS if gap <= step.length <= now.length / _MUCH]
    return str(fitting[0]) if fitting else None


def _usual_gap(cadence: Cadence, days: Sequence[date]) -> float | None:
    """Days between two days in touch, where the last four are close together; None where they are not."""
    if len(days) < _TIMES:
        return None
    span = (days[0] - days[_TIMES - 1]).days
    is_often = cadence.length / _TIMES <= span <= cadence.length
    return span / (_TIMES - 1) if is_often else None


def asks_too_much(asked: float, kept: float) -> bool:
    """Whether rhythms that ask for so many check-ins a week ask for far more than are kept."""
    return asked > _FEW and asked >= kept * _MANY


def per_week(cadences: Iterable[tuple[str, int]]) -> float:
    """How many check-ins a week so many people of each rhythm ask for."""
    return sum(count * timedelta(weeks=1).days / Cadence.parse(cadence).length for cadence, count in cadences)
