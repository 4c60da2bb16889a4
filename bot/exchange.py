"""Files in and out of a network, as Slack brings and takes them: what each would do, and what came of it.

`conversation` is the way of sentences, this that of files; nothing here speaks to Slack. Fetching and sending files is
`slack.files`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.blocks.answers import answer
from bot.blocks.discreet import ANSWER, hushed
from bot.blocks.message import Message
from bot.network.archive import Problem, everything
from bot.network.outcomes import Cancelled, ExportFailed, FileRefused, Imported, ImportPreview
from bot.network.owners import Owner, find_owner, local
from bot.store.engine import Database
from bot.transfer.errors import UnreadableFileError
from bot.transfer.taking_in import look_at, take_in
from bot.transfer.writing import written


@dataclass(frozen=True, slots=True)
class Exchange:
    """Export and import for people in Slack. `at` is the instant in UTC."""

    database: Database

    def export(self, owner: Owner, at: datetime) -> tuple[str, bytes] | None:
        """The JSON export: the name of the file and its content; None for somebody who never said anything."""
        with self.database.reading() as session:
            row = find_owner(session, owner)
            if row is None:
                return None
            name = f"rapport-{local(row, at):%Y-%m-%d}.json"
            return name, written(everything(session, row.id), "json", at).encode()

    def preview(self, owner: Owner, file: str, name: str, data: bytes, at: datetime) -> Message:
        """What importing a file would do, with the buttons to do it. `file` is Slack's id of it."""
        try:
            taken = look_at(self.database, owner, data, at)
        except UnreadableFileError as error:
            return answer(FileRefused(name, "unreadable", error.reason))
        problems = _plain(taken.problems)
        return answer(ImportPreview(file, name, taken.added, taken.known, problems, taken.kind == "rapport"))

    def take(self, owner: Owner, name: str, data: bytes, at: datetime) -> Message:
        """Import a file. A second time changes nothing."""
        try:
            taken = take_in(self.database, owner, data, at)
        except UnreadableFileError as error:
            return answer(FileRefused(name, "unreadable", error.reason))
        return answer(Imported(name, taken.added, taken.known, taken.records, _plain(taken.problems)))

    def unasked(self, owner: Owner, message: Message) -> Message:
        """What is posted where it brings a notification: of a discreet owner, that names nobody."""
        with self.database.reading() as session:
            row = find_owner(session, owner)
        return hushed(message, ANSWER) if row is not None and row.discreet else message

    @staticmethod
    def refused(name: str, code: str) -> Message:
        """Why a file was not even read: `too_large`, `gone`, `no_answer`."""
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
