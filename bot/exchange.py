"""Files in and out of a network, as Slack brings and takes them: what each would do, and what came of it.

`conversation` is the way of sentences, this that of files; nothing here speaks to Slack. Fetching and sending files is
`slack.files`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.blocks import import_form
from bot.blocks.answers import answer
from bot.blocks.discreet import ANSWER, hushed
from bot.blocks.imports import WARM, WARM_MEANS, can_be_warm, warm_block
from bot.blocks.message import Message
from bot.network.archive import Problem, everything
from bot.network.outcomes import Cancelled, ExportFailed, FileRefused, Imported, ImportPreview
from bot.network.owners import Owner, find_owner, local
from bot.store.engine import Database
from bot.store.names import fold
from bot.transfer.errors import UnreadableFileError
from bot.transfer.taking_in import look_at, take_in
from bot.transfer.writing import written

Json = dict[str, Any]
_ENDINGS = {"json": "json", "csv": "csv", "vcard": "vcf", "ics": "ics"}
_MOST_CHOICES = 20
_REMEMBERED = 8  # files


class _Names:
    """Who is in the files that were looked at last, for the searches in them; any process can look again."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[Owner, str], tuple[tuple[str, str], ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, owner: Owner, file: str, people: tuple[tuple[str, str], ...]) -> None:
        with self._lock:
            self._files[owner, file] = people
            self._files.move_to_end((owner, file))
            while len(self._files) > _REMEMBERED:
                self._files.popitem(last=False)

    def of(self, owner: Owner, file: str) -> tuple[tuple[str, str], ...] | None:
        with self._lock:
            return self._files.get((owner, file))


@dataclass(frozen=True, slots=True)
class Exchange:
    """Export and import for people in Slack. `at` is the instant in UTC, `file` Slack's id of a file."""

    database: Database
    names: _Names = field(default_factory=_Names)

    def export(self, owner: Owner, at: datetime, form: str = "json") -> tuple[str, bytes] | None:
        """The export as `json`, `csv`, `vcard` or `ics`: the file's name and its content; None for who is not known."""
        with self.database.reading() as session:
            row = find_owner(session, owner)
            if row is None:
                return None
            name = f"rapport-{local(row, at):%Y-%m-%d}.{_ENDINGS[form]}"
            return name, written(everything(session, row.id), form, at).encode()

    def preview(self, owner: Owner, file: str, name: str, data: bytes, at: datetime) -> Message:
        """What importing a file would do, with the buttons to do it."""
        looked_at = self._look(owner, file, name, data, at)
        message = answer(looked_at)
        if isinstance(looked_at, ImportPreview) and can_be_warm(looked_at):
            blocks = [*message.blocks[:-1], warm_block(file), message.blocks[-1]]
            return Message(f"{message.text}\n{WARM} {WARM_MEANS}", blocks)
        return message

    def preview_form(self, owner: Owner, file: str, name: str, data: bytes, at: datetime) -> Json:
        """The same in a modal, to be submitted."""
        return import_form.looked_at_modal(self._look(owner, file, name, data, at), {})

    def _look(self, owner: Owner, file: str, name: str, data: bytes, at: datetime) -> ImportPreview | FileRefused:
        try:
            taken = look_at(self.database, owner, data, at)
        except UnreadableFileError as error:
            return FileRefused(name, "unreadable", error.reason)
        self.names.keep(owner, file, taken.people)
        problems = _plain(taken.problems)
        return ImportPreview(file, name, taken.added, taken.known, problems, taken.kind == "rapport")

    def search(self, owner: Owner, file: str, typed: str) -> list[Json] | None:
        """The options for letters typed into the search in a file; None for one that must be looked at first."""
        people = self.names.of(owner, file)
        if people is None:
            return None
        key = fold(typed)
        found = [(place, *one) for place, one in enumerate(people) if key in fold(" ".join(one))]
        found.sort(key=lambda one: (not f" {fold(one[1])}".count(f" {key}"), fold(one[1])))
        return [import_form.person_option(*one) for one in found[:_MOST_CHOICES]]

    def take(
        self, owner: Owner, name: str, data: bytes, at: datetime, warm: Collection[str] = ()
    ) -> Imported | FileRefused:
        """Import a file. A second time changes nothing. `warm` are the options chosen to be kept in touch with."""
        places = [int(one[2:]) for one in warm if one[:2] == "w:" and one[2:].isascii() and one[2:].isdecimal()]
        try:
            taken = take_in(self.database, owner, data, at, warm=places, name=name)
        except UnreadableFileError as error:
            return FileRefused(name, "unreadable", error.reason)
        problems = _plain(taken.problems)
        found = taken.added, taken.known, taken.records
        return Imported(name, *found, problems, taken.warm, taken.cadence, taken.change)

    def unasked(self, owner: Owner, message: Message) -> Message:
        """What is posted where it brings a notification: of a discreet owner, that names nobody."""
        with self.database.reading() as session:
            row = find_owner(session, owner)
        return hushed(message, ANSWER) if row is not None and row.discreet else message

    @staticmethod
    def refused(name: str, code: str) -> Message:
        """Why a file was not even read: a code of `FileRefused`."""
        return answer(FileRefused(name, code))

    @staticmethod
    def cancelled() -> Message:
        """The file is not imported after all."""
        return answer(Cancelled())

    @staticmethod
    def export_failed() -> Message:
        """The file that was promised does not come."""
        return answer(ExportFailed())


def _plain(problems: tuple[Problem, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((problem.where, problem.reason) for problem in problems)
