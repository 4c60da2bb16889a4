"""JSON in, JSON out: one object of `rapport parse`'s standard input and the object that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.language.grammar import parse
from bot.language.known import Known
from bot.language.meanings import COMMANDS, Command


def parse_line(data: object, *, now: datetime) -> dict[str, Any]:
    """The parse of `{"text", "at"?, "tz"?, "command"?, "day_first"?, "known"?}`, or `{"error": …}` for what is none.

    `at` (default `now`, which is aware) may carry an offset and is turned to `tz`; with no `tz` it keeps its offset,
    and without either it is UTC. The command is `dm` unless given.
    """
    try:
        request = request_of(data, now)
    except (ValueError, OverflowError) as error:
        return {"error": str(error)}
    return parse(**request).as_json()


def explain_line(data: object, *, now: datetime) -> dict[str, Any]:
    """The same with its reasons: `{"meaning", "reasons": [{"command", "field", "words", "rule"}], "nearest"}`."""
    from bot.language.explain import explain

    try:
        request = request_of(data, now)
    except (ValueError, OverflowError) as error:
        return {"error": str(error)}
    return explain(**request).as_json()


def request_of(data: object, now: datetime) -> dict[str, Any]:
    """What `parse` takes. Raises `ValueError` or `OverflowError` for what is no request."""
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
        raise ValueError("expected an object with a text")  # noqa: TRY004  # the caller answers one kind of error
    command = data.get("command") or "dm"
    if command not in COMMANDS:
        raise ValueError(f"command must be one of {', '.join(COMMANDS)}")
    return {
        "text": data["text"],
        "at": instant(data.get("at"), zone_named(data.get("tz")), now),
        "command": cast("Command", command),
        "day_first": data.get("day_first") is True,
        "known": known_of(data.get("known")),
    }


def zone_named(name: object) -> tzinfo | None:
    """The zone of that IANA name, None for none. Raises `ValueError` for one that does not exist."""
    if name is None or name == "":
        return None
    try:
        return ZoneInfo(str(name))
    except (ValueError, OSError, LookupError):  # malformed, a folder of the zone database, unknown
        raise ValueError("tz must be an IANA time zone, such as Europe/Paris") from None


def instant(text: object, zone: tzinfo | None, now: datetime) -> datetime:
    """An ISO 8601 instant in `zone`, else in its own. Raises `ValueError` for what is none."""
    if text is None or text == "":
        return now.astimezone(zone or UTC)
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError("at must be ISO 8601, such as 2026-11-23T09:30:00+01:00") from None
    if at.tzinfo is None:
        return at.replace(tzinfo=zone or UTC)
    return at.astimezone(zone) if zone is not None else at


def known_of(data: object) -> Known:
    """`{"people": [...], "companies": [...]}`, or a list of people; whatever in it is no text is left out."""
    if isinstance(data, list | tuple):
        return Known.of(_texts(data), ())
    if not isinstance(data, Mapping):
        return Known()
    return Known.of(_texts(data.get("people")), _texts(data.get("companies")))


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []
