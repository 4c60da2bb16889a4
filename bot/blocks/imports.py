"""Files in and out: what one would bring, what came of it, why it was refused. In a modal: `import_form.py`."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ExternalDataMultiSelectElement

from bot.blocks.days import number, rhythm
from bot.blocks.layout import Button, Json
from bot.blocks.text import code, counted, listed, words
from bot.network.outcomes import FileRefused, Imported, ImportPreview, ImportTaken
from bot.network.warm import MOST_WARM

_SHOWN = 5  # of what could not be read
KINDS = "LinkedIn's `Connections.csv`, a Google Contacts CSV, a vCard, a Monica export or my own JSON export"


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


def warm_menu() -> ExternalDataMultiSelectElement:
    """The search for those in a file whom to keep in touch with; the block around it says in which."""
    return ExternalDataMultiSelectElement(
        action_id="warm", placeholder="Type a name", min_query_length=1, max_selected_items=MOST_WARM
    )


def warm_block(file: str) -> Json:
    """The question in a message. The choice comes with the click on Import."""
    return {
        "type": "section",
        "block_id": warm_field(file),
        "text": {"type": "mrkdwn", "text": f"*{WARM}* {WARM_MEANS}"},
        "accessory": warm_menu().to_dict(),
    }


def warm_field(file: str) -> str:
    """The block whose menu searches in a file, by Slack's id of it."""
    return f"warm:{file}"[:255]


WARM = f"Keep up to {MOST_WARM} of them warm?"
WARM_MEANS = "Whoever you choose comes back at your usual rhythm."


def can_be_warm(preview: ImportPreview) -> bool:
    """Whether to ask whom to keep in touch with: our own export says so itself."""
    return not preview.is_ours and preview.added + preview.known > 0


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
        first = f"{name}: all of it was here already, so nothing was doubled."
        return (first, _warmed(imported), *_problems(imported.problems))
    added = counted(imported.added, "person", "people")
    known = f", {imported.known:,} were here already" if imported.known else ""
    records = f" and {counted(imported.records, 'record')} of history" if imported.records else ""
    first = f"Imported {name}: {added} added{records}{known}."
    return (first, _warmed(imported), *_problems(imported.problems), _RHYTHM)


_RHYTHM = f"To give somebody a rhythm: {code('check in with Priya every 3 months')}"


def _warmed(imported: Imported) -> str:
    if not imported.warm:
        return ""
    return f"You'll hear from me about {number(imported.warm)} of them, {rhythm(imported.cadence)}."


def taken_lines(taken: ImportTaken, *, again: bool) -> tuple[str, ...]:
    """What taking an import back, or putting it back, did; and what stays, for it was changed since."""
    file = words(taken.name, 100)
    first = f"{'Put back' if again else 'Undone'}: the import{f' of {file}' if file else ''}."
    gone = counted(taken.people, "person", "people")
    went = f"{gone} {'is' if taken.people == 1 else 'are'} {'here again' if again else 'gone again'}"
    known = f"{counted(taken.known, 'other')} {'is' if taken.known == 1 else 'are'} {_AS[again]}" if taken.known else ""
    said = f"{listed([one for one in (went, known) if one])}."
    stays = "stays as they are" if taken.stayed == 1 else "stay as they are"
    stayed = f"{counted(taken.stayed, 'person', 'people')} {stays}, for you changed something about them since."
    back = "" if again else "For 10 minutes it can be put back."
    return (f"{first} {said}", stayed if taken.stayed else "", back)


_AS = {True: "as it made them", False: "as they were before"}


def refused_lines(refused: FileRefused) -> tuple[str, ...]:
    """Why a file is not taken in, and what to send instead."""
    name = words(refused.name, 100) or "The file"
    if refused.code == "unreadable":
        return (f"{name} {words(refused.reason)}, so nothing was imported.", f"I can read {KINDS}.")
    if refused.code == "too_large":
        return (f"{name} is larger than 5 MB, so nothing was imported.", "Split it and send me the parts.")
    if refused.code == "no_contacts":
        return (f"{name} is no file of contacts, so nothing was imported.", f"I can read {KINDS}.")
    if refused.code == "not_shown":
        return (
            f"Slack doesn't let me read {name}, so nothing was imported. Please send it to me once more.",
            "Should that fail again, whoever runs me can see why with `rapport doctor`.",
        )
    if refused.code == "gone":
        return (f"{name} is no longer there, so nothing was imported. Send it to me again.",)
    return (f"I couldn't fetch {name} from Slack, so nothing was imported. Please send it again in a moment.",)
