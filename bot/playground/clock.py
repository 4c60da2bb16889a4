"""The playground's time: real time plus an offset, or standing still. What is stamped with it lives in `state`."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def real_time() -> datetime:
    """The real instant, UTC aware."""
    return datetime.now(UTC)


class Clock:
    """The instant that people in the playground live in; safe to read from any thread."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or real_time
        self.offset = timedelta()
        self.frozen_at: datetime | None = None

    def now(self) -> datetime:
        """The present instant in UTC."""
        if self.frozen_at is not None:
            return self.frozen_at
        return self._source().astimezone(UTC) + self.offset

    def set(self, at: datetime, *, frozen: bool = False) -> None:
        """Jump to `at` and go on from there, or stand still there. Raises `ValueError` for a naive `at`."""
        if at.tzinfo is None:
            raise ValueError("the clock needs an instant with a time zone")
        at = at.astimezone(UTC)
        self.offset = at - self._source().astimezone(UTC)
        self.frozen_at = at if frozen else None

    def micros(self) -> int:
        """The present instant in microseconds since 1970."""
        return (self.now() - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

    def seconds(self) -> int:
        """The present instant in whole seconds since 1970."""
        return self.micros() // 1_000_000


def later(now: datetime, by: str, timezone: str) -> datetime:
    """An hour later, or nine in the morning, on somebody's wall, of the day a `day`, a `week` or a `month` later.

    A month without that day gives its last one. Raises `KeyError` for any other step.
    """
    if by == "hour":
        return now + timedelta(hours=1)
    here = now.astimezone(ZoneInfo(timezone))
    day = here.date() + timedelta(days={"day": 1, "week": 7, "month": 0}[by])
    if by == "month":
        year, month = divmod(day.year * 12 + day.month, 12)
        day = day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
    return datetime.combine(day, time(9), here.tzinfo).astimezone(UTC)


class Stamps:
    """Slack's `ts`: seconds and microseconds, unique, and increasing as long as the clock does not go back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, int] = {}

    def next(self, series: str) -> str:
        """The next stamp of a series (a channel id, or any other name)."""
        micros, last = self._clock.micros(), self._last.get(series, 0)
        if last - 1_000_000 < micros <= last:  # a frozen clock, or two in one microsecond; a clock set back goes back
            micros = last + 1
        self._last[series] = micros
        return stamp(micros)


def stamp(micros: int) -> str:
    """Microseconds since 1970 as Slack writes them: `1700000000.000100`."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
