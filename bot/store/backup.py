"""A consistent copy of a SQLite database, made while others write to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.engine import Database

_PAGES_AT_ONCE = 1000  # between two steps others get to write


def copy_to(database: Database, target: Path) -> int:
    """Copy the SQLite database to a new file; the size of the copy in bytes.

    SQLite's own online backup is used: the copy is of one instant, the write-ahead log included. Raises
    `FileExistsError` for a file that is there; a copy that was cut short leaves none behind.
    """
    target.touch(mode=0o600, exist_ok=False)  # people's words: for nobody else to read
    try:
        source = database.engine.raw_connection()
        try:
            with closing(sqlite3.connect(target)) as copy:
                source.driver_connection.backup(copy, pages=_PAGES_AT_ONCE)  # type: ignore[union-attr]  # a live one
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
        finally:
            source.close()
    except BaseException:  # an interrupt, too, must leave no half copy behind
        target.unlink(missing_ok=True)
        raise
    return target.stat().st_size
