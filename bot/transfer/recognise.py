"""Which kind of file it is, by what it holds and not by its name, and what it holds as an archive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from bot.network.archive import Archive, Problem
from bot.transfer import monica, own, sheets, vcard
from bot.transfer.errors import UnreadableFileError


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file holds. Our own export (`is_ours`) may replace what is known; any other only fills what is not."""

    kind: str
    archive: Archive
    problems: tuple[Problem, ...]

    @property
    def is_ours(self) -> bool:
        return self.kind == "rapport"


def read(data: bytes, today: date) -> Incoming:
    """The people of a file of any kind that we know; what has no day of its own was written down `today`.

    Raises `UnreadableFileError` for a file of no kind that we know.
    """
    text = decoded(data)
    if not text.strip():
        raise UnreadableFileError("is empty")
    if text.lstrip()[:1] in ("{", "["):
        return _json(text, today)
    if vcard.is_vcard(text):
        return _incoming("vcard", vcard.load(text, today))
    sheet = sheets.opened(text)
    if sheet is not None:
        return _incoming(sheet.kind, sheets.load(sheet, today))
    raise UnreadableFileError(
        "is of no kind that I know: a Rapport export, LinkedIn's Connections.csv, a Google Contacts CSV, vCards, "
        "or Monica's JSON"
    )


def decoded(data: bytes) -> str:
    """The text: UTF-8 or, by its mark, UTF-16; else Windows-1252, as older spreadsheets write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _json(text: str, today: date) -> Incoming:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFileError(f"is no JSON that can be read{line}") from None
    if monica.is_monica(data):
        return _incoming("monica", monica.load(data, today))
    return _incoming("rapport", own.load(data))


def _incoming(kind: str, loaded: tuple[Archive, list[Problem]]) -> Incoming:
    archive, problems = loaded
    return Incoming(kind, archive, tuple(problems))
