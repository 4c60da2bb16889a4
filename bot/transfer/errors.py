"""What can be wrong with a whole file. What is wrong inside one is a `Problem`, and the rest of the file is kept."""

from __future__ import annotations

from bot.network.errors import RapportError


class UnreadableFileError(RapportError):
    """Nothing of the file can be used. `reason` fits behind its name: "contacts.csv is empty"."""

    code = "unreadable_file"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
