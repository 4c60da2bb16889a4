"""The names of time zones, as the system and the tzdata package know them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _by_city() -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {}
    for folded, name in _by_folded_name().items():
        if name.split("/", 1)[0] not in ("posix", "right", "Etc", "SystemV"):
            zones.setdefault(folded.rsplit("/", 1)[-1], []).append(name)
    return zones


def zone_named(text: str) -> str | None:
    """`europe/paris` gives `Europe/Paris`; so does a city alone, where only one zone is named for it."""
    wanted = text.strip().replace(" ", "_").casefold()
    names = _by_folded_name()
    if wanted in names:
        return names[wanted]
    regional = _by_city().get(wanted, [])
    return regional[0] if len(regional) == 1 else None
