"""An archive as text, in each of the formats of `rapport export`, and into a file that only its owner may read."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from bot.network.archive import Archive


def written(archive: Archive, form: str, at: datetime) -> str:
    """The archive as `json`, `csv`, `vcard` or `ics`; `at` is the instant of writing, in UTC.

    What a format needs is imported with it: a JSON export loads no calendar.
    """
    if form == "csv":
        from bot.transfer import sheets

        return sheets.dump(archive)
    if form == "vcard":
        from bot.transfer import vcard

        return vcard.dump(archive)
    if form == "ics":
        from bot.transfer import calendar

        return calendar.dump(archive, at)
    from bot.transfer import own

    return own.dump(archive)


def save(text: str, path: Path) -> None:
    """Write the text to a file, in place of what it held; a new one is readable for nobody else."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it is people's words
    with os.fdopen(file, "w", encoding="utf-8", newline="") as stream:
        stream.write(text)
