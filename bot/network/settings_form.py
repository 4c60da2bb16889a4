"""The form of an owner's settings: its values by field, and what a submission changes. Interactions: `forms`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from bot.language.meanings import Meaning
from bot.network.errors import BadSettingError, RapportError
from bot.network.forms import FormError
from bot.network.outcomes import Failed, Outcome, Several
from bot.network.owners import FOR_GOOD, WEEKDAYS, OwnerSettings, hours, weekdays
from bot.network.turns import Turn
from bot.store.zones import zone_named

# The fields of the form, and the setting that each one belongs to.
FIELDS = {
    "nudge_time": "nudge_time",
    "working_days": "working_days",
    "quiet_from": "quiet_hours",
    "quiet_to": "quiet_hours",
    "daily_limit": "daily_limit",
    "default_cadence": "default_cadence",
    "delivery": "delivery",
    "lead_days": "lead_days",
    "holidays": "holidays",
    "timezone": "timezone",
    "discreet": "discreet",
    "paused_until": "paused_until",
}
CarryOut = Callable[[Meaning], Outcome]


def settings_values(settings: OwnerSettings) -> dict[str, str | tuple[str, ...]]:
    """What is in force, as the form's fields have it; what is not set is empty."""
    quiet = hours(settings.quiet_hours)
    paused = settings.paused_until
    return {
        "nudge_time": settings.nudge_time,
        "working_days": tuple(WEEKDAYS[day] for day in sorted(weekdays(settings.working_days))),
        "quiet_from": f"{quiet[0]:%H:%M}" if quiet else "",
        "quiet_to": f"{quiet[1]:%H:%M}" if quiet else "",
        "daily_limit": str(settings.daily_limit),
        "default_cadence": settings.default_cadence,
        "delivery": settings.delivery,
        "lead_days": str(settings.lead_days),
        "holidays": settings.holidays or "none",
        "timezone": settings.timezone,
        "discreet": "on" if settings.discreet else "off",
        "paused_until": "" if paused is None or paused == FOR_GOOD else paused.isoformat(),
    }


def change_settings(turn: Turn, values: Mapping[str, object], carry_out: CarryOut) -> Outcome | None:
    """Set what differs from what is in force, as one change; None when nothing does.

    Raises `FormError` with every fault at its field.
    """
    now = settings_values(turn.settings)
    given = {name: _plain(values.get(name)) for name in FIELDS}
    faults = _faults(turn, given)
    if faults:
        raise FormError(faults)
    changed = {name for name in FIELDS if given[name] != now[name]}
    meanings = [_setting(name, value) for name, value in _texts(given).items() if _is_of(name, changed)]
    meanings += _pause(turn, given["paused_until"]) if "paused_until" in changed else []
    if not meanings:
        return None
    outcome = carry_out(_joined(meanings))
    _refuse_failed(outcome, given)
    return outcome


def _plain(value: object) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(day for day in WEEKDAYS if day in value)
    return str(value or "").strip()


def _faults(turn: Turn, given: Mapping[str, str | tuple[str, ...]]) -> dict[str, str | RapportError]:
    """What can be seen to be wrong before anything is set."""
    faults: dict[str, str | RapportError] = {}
    if not given["working_days"]:
        faults["working_days"] = "no_days"
    if bool(given["quiet_from"]) != bool(given["quiet_to"]):
        faults["quiet_to" if given["quiet_from"] else "quiet_from"] = "half"
    if given["paused_until"] and str(given["paused_until"]) <= turn.today.isoformat():
        faults["paused_until"] = "past"
    for name in ("daily_limit", "lead_days"):
        if not str(given[name]).isdecimal():
            faults[name] = BadSettingError(name, str(given[name]))
    return faults


def _texts(given: Mapping[str, str | tuple[str, ...]]) -> dict[str, str]:
    """The settings, each as the text that sets it."""
    quiet = f"{given['quiet_from']}-{given['quiet_to']}" if given["quiet_from"] else "none"
    simple = ("nudge_time", "daily_limit", "default_cadence", "delivery", "lead_days", "timezone", "discreet")
    return {
        **{name: str(given[name]) for name in simple},
        "working_days": _days(tuple(given["working_days"])),
        "quiet_hours": quiet,
        "holidays": str(given["holidays"]) or "none",
    }


def _days(days: tuple[str, ...]) -> str:
    """`mon-fri` for days in a row, else `mon,wed,fri`."""
    places = [WEEKDAYS.index(day) for day in days]
    in_a_row = len(places) > 2 and places == list(range(places[0], places[0] + len(places)))
    return f"{days[0]}-{days[-1]}" if in_a_row else ",".join(days)


def _is_of(setting: str, changed: set[str]) -> bool:
    return any(FIELDS[name] == setting for name in changed)


def _setting(name: str, value: str) -> Meaning:
    return Meaning(intent="settings", setting=name, value=value)


def _pause(turn: Turn, until: str | tuple[str, ...]) -> list[Meaning]:
    """A day pauses everything; an emptied field ends a pause, but not one that has no day to show."""
    if until:
        return [Meaning(intent="pause", until=date.fromisoformat(str(until)))]
    return [Meaning(intent="resume")] if turn.settings.paused_until not in (None, FOR_GOOD) else []


def _joined(meanings: list[Meaning]) -> Meaning:
    return replace(meanings[0], then=tuple(meanings[1:]))


def _refuse_failed(outcome: Outcome, given: Mapping[str, object]) -> None:
    """What could not be set is shown at its field, and then nothing is."""
    parts = outcome.outcomes if isinstance(outcome, Several) else (outcome,)
    faults: dict[str, str | RapportError] = {}
    for part in parts:
        if isinstance(part, Failed):
            setting = part.meaning.setting or "paused_until"
            faults[next((name for name in given if FIELDS.get(name) == setting), "paused_until")] = part.error
    if faults:
        raise FormError(faults)


def zones(typed: str) -> tuple[str, ...]:
    """Time zones for what was typed, at most 20: those that are named so, then those in whose name it is."""
    key = typed.strip().replace(" ", "_").casefold()
    fitting = sorted(name for name in available_timezones() if key in name.casefold() and "/" in name)
    exact = zone_named(typed) if key else None
    return tuple(dict.fromkeys([*([exact] if exact else []), *fitting]))[:20]


@cache
def _countries() -> dict[str, str]:
    """The name of each country whose public holidays are known, by its code."""
    from holidays.registry import COUNTRIES  # with the library, 100 ms to load: only for who looks

    return {code: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name, code, *_ in COUNTRIES.values()}


def country_name(code: str | None) -> str:
    """What a country is called; empty for no country, or none that is known."""
    return _countries().get(code.partition("-")[0], "") if code and code != "none" else ""


def countries(typed: str) -> tuple[tuple[str, str], ...]:
    """Countries, by code and name, for what was typed, at most 20: the one of that code, then those named so."""
    key = typed.strip().casefold()
    named = sorted(_countries().items(), key=lambda one: (not one[1].casefold().startswith(key), one[1]))
    exact = [one for one in named if one[0].casefold() == key]
    return tuple(dict.fromkeys([*exact, *(one for one in named if key in one[1].casefold())]))[:20]
