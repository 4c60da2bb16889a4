"""How one value of a file is read: a reader takes what the JSON holds and gives the record's value, or says why not.

Readers raise `FaultError` with a reason that fits behind the field's name: "email: is no text".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time
from typing import Any

from bot.network.rules.milestones import parse_on
from bot.network.rules.rhythm import Cadence
from bot.store.names import fold
from bot.store.types import storable

Reader = Callable[[Any], Any]


class FaultError(ValueError):
    """A value that is not what its field takes; the message says what is wrong with it, and does not show it."""


MOST_OF_A_NAME = 200  # a longer name is a paste gone wrong, and no index holds it
MOST_OF_A_WORD = 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(value: Any) -> str | None:
    """Any text, as it stands, less what no database can hold; empty is unknown."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise FaultError("is no text")
    return storable(value) or None


def name(value: Any) -> str:
    """A name: a text with something to read in it, and not a whole page."""
    found = " ".join((text(value) or "").split())
    if not found:
        raise FaultError("is missing")
    if len(found) > MOST_OF_A_NAME or (not found.isascii() and len(fold(found)) > MOST_OF_A_NAME):
        raise FaultError(f"has more than {MOST_OF_A_NAME} characters")
    return found


def short(most: int) -> Reader:
    """A text of at most so many characters."""

    def read(value: Any) -> str | None:
        found = text(value)
        if found is not None and len(found) > most:
            raise FaultError(f"has more than {most} characters")
        return found

    return read


def one_of(known: Collection[str]) -> Reader:
    """One of a few words."""

    def read(value: Any) -> str:
        if value not in known:
            raise FaultError(f"is none of {', '.join(known)}")
        return str(value)

    return read


def needed(reader: Reader) -> Reader:
    """A value that must be there."""

    def read(value: Any) -> Any:
        found = reader(value)
        if found is None:
            raise FaultError("is missing")
        return found

    return read


def maybe(reader: Reader) -> Reader:
    """A value that may be unknown."""
    return lambda value: None if value is None else reader(value)


def default(reader: Reader, instead: Any) -> Reader:
    """A value with another in its stead when it is unknown."""
    return lambda value: instead if value is None else reader(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, each once."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise FaultError("is no list")
    return tuple(dict.fromkeys(found for part in value if (found := text(part)) is not None))


def names(value: Any) -> tuple[str, ...]:
    """A list of names; namesakes stay."""
    if value is not None and not isinstance(value, list):
        raise FaultError("is no list")
    return tuple(name(part) for part in value or ())


def tags(value: Any) -> tuple[str, ...]:
    """A list of tags, lower case and without their `#`."""
    return tuple(sorted({tag(part) for part in texts(value)}))


def tag(value: Any) -> str:
    """One tag."""
    found = (text(value) or "").lstrip("#").lower()
    if not found or len(found) > MOST_OF_A_WORD:
        raise FaultError("is no tag")
    return found


def day(value: Any) -> date:
    """`2026-11-23`."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise FaultError("is no day (YYYY-MM-DD)")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FaultError("is a day that does not exist") from None


def day_of_year(value: Any) -> str:
    """`2026-11-23`, or `--11-23` when the year is unknown."""
    if not isinstance(value, str) or not re.fullmatch(r"(\d{4}|-)-\d{2}-\d{2}", value):
        raise FaultError("is no day (YYYY-MM-DD or --MM-DD)")
    try:
        parse_on(value.replace("--", "2000-", 1))  # a leap year: the 29th of February is a birthday too
    except ValueError:
        raise FaultError("is a day that does not exist") from None
    return value


def clock_time(value: Any) -> str:
    """`09:30`."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{2}:\d{2}", value):
        raise FaultError("is no time (HH:MM)")
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        raise FaultError("is a time that does not exist") from None


def instant(value: Any) -> datetime:
    """`2026-11-23T09:00:00Z`, or with another offset."""
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise FaultError("is no instant (ISO 8601)") from None


def cadence(value: Any) -> str:
    """Any ISO 8601 duration, as it stands, or `none`."""
    if value == "none":
        return "none"
    try:
        return str(Cadence.parse(value))
    except (ValueError, AttributeError):
        raise FaultError("is no duration in days, weeks, months or years (P3M)") from None


def number(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise FaultError("is no whole number")
    return value


def flag(value: Any) -> bool:
    """True or false; unknown is false."""
    if value is not None and not isinstance(value, bool):
        raise FaultError("is neither true nor false")
    return bool(value)
