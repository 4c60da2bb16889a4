"""Tables of people, as LinkedIn (`Connections.csv`) and Google Contacts write them; ours for spreadsheets.

Which table it is, its headings tell. `dump` writes one that a spreadsheet shows, and that no spreadsheet carries out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from itertools import islice

from bot.network.archive import Archive, NoteRecord, PersonRecord, Problem
from bot.transfer.drafting import Draft, note
from bot.transfer.errors import UnreadableFileError
from bot.transfer.fields import FaultError, day_of_year

Row = Mapping[str, str]
_PREAMBLE = 12  # lines in which the headings must come: LinkedIn puts notes before them
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEVERAL = " ::: "  # how Google writes several values in one cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: which kind, its headings, and its rows with the line that each ends on."""

    kind: str
    headings: list[str]
    rows: Iterator[tuple[int, list[str]]]


def opened(text: str) -> Sheet | None:
    """The table that a text is; None for a text that is no table of people that we know."""
    rows = _rows(text)
    for _line, row in islice(rows, _PREAMBLE):
        headings = [cell.strip() for cell in row]
        kind = _kind(set(headings))
        if kind is not None:
            return Sheet(kind, headings, rows)
    return None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows by the line they begin on; spreadsheets of some countries write semicolons."""
    first = next((line for line in text.splitlines()[:_PREAMBLE] if "Name" in line), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = []  # a cell beyond any measure
        yield line, row
        line = reader.line_num + 1


def _kind(headings: set[str]) -> str | None:
    if {"First Name", "Last Name", "Connected On"} <= headings:
        return "linkedin"
    if {"Given Name", "Family Name"} <= headings or {"First Name", "Last Name", "Labels"} <= headings:
        return "google"
    return "google" if {"First Name", "E-mail 1 - Value"} <= headings else None


def load(sheet: Sheet, today: date) -> tuple[Archive, list[Problem]]:
    """The people of a table, and the lines that had to be left out. `today` is when a note without a day was made."""
    drafted = _DRAFTS[sheet.kind]
    people: list[PersonRecord] = []
    problems: list[Problem] = []
    for line, row in sheet.rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            people.append(drafted(_cells(sheet.headings, row), today).person())
        except FaultError as error:
            problems.append(Problem(f"line {line}", str(error)))
    if not people and not problems:
        raise UnreadableFileError("has headings and no people")
    return Archive(None, None, None, (), tuple(people)), problems


def _cells(headings: list[str], row: list[str]) -> dict[str, str]:
    while len(row) > len(headings) and not row[-1].strip():
        row = row[:-1]
    if len(row) != len(headings):
        raise FaultError(f"has {len(row)} cells where the headings are {len(headings)}")
    return {heading: cell.strip() for heading, cell in zip(headings, row, strict=True)}


def _joined(row: Row, *headings: str) -> str:
    return " ".join(cell for heading in headings if (cell := row.get(heading, "")))


def _linkedin(row: Row, _today: date) -> Draft:
    connected = row["Connected On"]
    return Draft(
        name=_joined(row, "First Name", "Last Name"),
        emails=[row.get("Email Address")],
        links=[row.get("URL")],
        company=row.get("Company"),
        role=row.get("Position"),
        notes=[NoteRecord(_connected_on(connected), "Connected on LinkedIn")] if connected else [],
    )


def _connected_on(text: str) -> date:
    """`12 Mar 2023`, or as older files have it, `3/12/23, 4:05 PM`."""
    try:
        if match := re.fullmatch(r"(\d{1,2}) (\w{3})\w* (\d{4})", text):
            return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
        if match := re.match(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", text):
            return date(int(match[3]) % 100 + 2000, int(match[1]), int(match[2]))
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise FaultError("Connected On is no day") from None


def _google(row: Row, today: date) -> Draft:
    full = _joined(row, "First Name", "Middle Name", "Last Name", "Name Suffix")
    older = row.get("Name") or _joined(row, "Given Name", "Additional Name", "Family Name")
    company = row.get("Organization Name") or row.get("Organization 1 - Name") or ""
    labels = (row.get("Labels") or row.get("Group Membership") or "").split(_SEVERAL)
    return Draft(
        name=full or older or row.get("File As") or row.get("Nickname") or company,
        aliases=_several(row, "Nickname"),
        emails=_several(row, r"E-mail \d+ - Value"),
        phones=_several(row, r"Phone \d+ - Value"),
        links=_several(row, r"Website \d+ - Value"),
        company=company,
        role=row.get("Organization Title") or row.get("Organization 1 - Title"),
        place=next(iter(_several(row, r"Address \d+ - City")), None),
        tags=[label for label in labels if not label.startswith("*")],  # "* myContacts" is everybody
        birthday=_birthday(row.get("Birthday")),
        notes=note(row.get("Notes"), today),
    )


def _several(row: Row, pattern: str) -> list[str]:
    return [
        value
        for heading, cell in row.items()
        if cell and re.fullmatch(pattern, heading)
        for value in cell.split(_SEVERAL)
    ]


def _birthday(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return day_of_year(text.replace(" ", ""))
    except FaultError as error:
        raise FaultError(f"Birthday {error}") from None


_DRAFTS: dict[str, Callable[[Row, date], Draft]] = {"linkedin": _linkedin, "google": _google}


_COLUMNS = (
    "name", "aliases", "email", "phone", "company", "role", "place", "tags", "status", "cadence", "created_on",
    "last_interaction_on", "next_check_in_on", "paused_until", "channel", "via", "links", "slack_user",
)  # fmt: skip
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s()./-]*$)")


def dump(archive: Archive) -> str:
    """A row for each person; several values in one cell stand on lines of their own."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["where" if name == "place" else name for name in _COLUMNS])
    writer.writerows([_cell(getattr(person, name)) for name in _COLUMNS] for person in archive.people)
    return file.getvalue()


def _cell(value: object) -> str:
    """The value as text. One that a spreadsheet would take for a formula begins with an apostrophe."""
    shown = "\n".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return "'" + shown if _FORMULA.match(shown) else shown
