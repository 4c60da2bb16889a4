"""The modals of an import: the file, a look at it with whom to keep in touch with, what came of it."""

from __future__ import annotations

from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.blocks.answers import answer
from bot.blocks.fields import State, field, modal, option
from bot.blocks.imports import KINDS, WARM, WARM_MEANS, can_be_warm, warm_field, warm_menu
from bot.blocks.layout import Json, context
from bot.network.forms import Choice
from bot.network.outcomes import FileRefused, Imported, ImportPreview

TITLE = "Import contacts"
_ENDINGS = ["csv", "vcf", "json"]


def import_modal(state: State) -> Json:
    """Which file."""
    file = field("file", "A file of contacts", FileInputElement(action_id="file", filetypes=_ENDINGS, max_files=1))
    how = context(
        f"{KINDS}. You see what is in it before anything is stored; dropping it into our messages works, too."
    )
    return modal(TITLE, [file, how], callback="import", submit="Look at it", state=state)


def looked_at_modal(looked_at: ImportPreview | FileRefused, state: State) -> Json:
    """What the file would bring; a form only where there is somebody to import."""
    blocks = [block for block in answer(looked_at).blocks if block["type"] != "actions"]
    if not isinstance(looked_at, ImportPreview) or not looked_at.added + looked_at.known:
        return modal(TITLE, blocks)
    if can_be_warm(looked_at):
        blocks.append(field(warm_field(looked_at.file), WARM, warm_menu(), hint=WARM_MEANS, optional=True))
    state = {**state, "file": looked_at.file}
    return modal(TITLE, blocks, callback="import_take", submit="Import", state=state)


def taken_modal(taken: Imported | FileRefused) -> Json:
    """What came of it."""
    return modal(TITLE, answer(taken).blocks)


def person_option(place: int, name: str, about: str) -> Json:
    """Somebody in a file, by their place in it."""
    found: Json = option(Choice(f"w:{place}", name, about)).to_dict()
    return found
