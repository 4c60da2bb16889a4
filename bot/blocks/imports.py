"""Files in and out, in words: what one would bring, what came of it, why it was refused."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.layout import Button
from bot.blocks.text import code, counted, words
from bot.network.outcomes import FileRefused, Imported, ImportPreview

_SHOWN = 3  # of what could not be read
_KINDS = "LinkedIn's `Connections.csv`, a Google Contacts CSV, a vCard or my own JSON export"


def preview_lines(preview: ImportPreview) -> tuple[str, ...]:
    """`412 people, 3 lines unreadable, 17 already here.`, and what importing them means."""
    people = preview.added + preview.known
    counts = [counted(people, "person", "people")]
    counts += [f"{counted(len(preview.problems), 'line')} unreadable"] if preview.problems else []
    counts += [f"{preview.known:,} already here"] if preview.known else []
    first = f"{words(preview.name, 100)}: {', '.join(counts)}."
    if not people:
        return (first, "There is nobody in it to import.", *_problems(preview.problems))
    return (first, *_problems(preview.problems), _meaning(preview))


def _meaning(preview: ImportPreview) -> str:
    if preview.is_ours:
        return "It is an export of mine: people, their histories and your settings come back as they were."
    return "They get no nudges until you meet them or give them a rhythm. What you know already stays as it is."


def _problems(problems: Sequence[tuple[str, str]]) -> list[str]:
    rows = [f"• {words(where, 100)}: {words(why, 200)}" for where, why in problems[:_SHOWN]]
    return [*rows, *([f"… and {len(problems) - _SHOWN:,} more"] if len(problems) > _SHOWN else [])]


def preview_buttons(preview: ImportPreview) -> tuple[Button, ...]:
    """Import and Cancel, where there is somebody to import."""
    people = preview.added + preview.known
    if not people:
        return ()
    spoken = f"Import {counted(people, 'person', 'people')}"
    return (
        Button("Import", "file:import", preview.file, spoken, is_primary=True),
        Button("Cancel", "file:cancel", preview.file, "Cancel, import nothing"),
    )


def imported_lines(imported: Imported) -> tuple[str, ...]:
    """What is here now that was not before."""
    name = words(imported.name, 100)
    if not imported.added and not imported.records:
        return (f"{name}: all of it was here already, so nothing was doubled.", *_problems(imported.problems))
    added = counted(imported.added, "person", "people")
    known = f", {imported.known:,} were here already" if imported.known else ""
    records = f" and {counted(imported.records, 'record')} of history" if imported.records else ""
    then = f"To give somebody a rhythm: {code('check in with Priya every 3 months')}"
    return (f"Imported {name}: {added} added{records}{known}.", *_problems(imported.problems), then)


def refused_lines(refused: FileRefused) -> tuple[str, ...]:
    """Why a file is not taken in, and what to send instead."""
    name = words(refused.name, 100) or "The file"
    if refused.code == "unreadable":
        return (f"{name} {words(refused.reason)}, so nothing was imported.", f"I can read {_KINDS}.")
    if refused.code == "too_large":
        return (f"{name} is larger than 5 MB, so nothing was imported.", "Split it and send me the parts.")
    if refused.code == "gone":
        return (f"{name} is no longer there, so nothing was imported. Send it to me again.",)
    return (f"I couldn't fetch {name} from Slack, so nothing was imported. Please send it again in a moment.",)
