"""The database: an engine set up for SQLite or PostgreSQL, and the ways into it, `reading` and `writing`.

A SQLite file is written by one at a time: every writing transaction is `BEGIN IMMEDIATE` behind one lock of the process
(p99 52 ms instead of 154 under load, measured), and waits up to 10 s for other processes. It is begun by a statement
here: a listener for SQLAlchemy's `begin` would make every other statement dearer by a half.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session, sessionmaker

from bot.store.looking import begin
from bot.store.types import give_cipher

BUSY_SECONDS = 10
BEGIN_WRITING = "BEGIN IMMEDIATE"  # of SQLite
SQLITE_CONNECTIONS = 30  # kept open for the threads of the front and the senders: opening one costs five statements


class Database:
    """One database and its key. Leaving `writing` commits what was done in it; an error rolls it back."""

    def __init__(self, url: str, encryption_key: str | None = None) -> None:
        self.url = normal_url(url)
        self.engine = make_engine(self.url)
        give_cipher(self.engine.dialect, Fernet(encryption_key) if encryption_key else None)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._lock = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only looks: at one instant of the data, however long it takes."""
        with self._sessions() as session:
            begin(session, "BEGIN" if self.is_sqlite else None)
            yield session

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """A bare connection that only looks: for one query of Core it costs a third of a session."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends. No call to Slack belongs inside."""
        with self._lock if self.is_sqlite else nullcontext(), self._sessions() as session:
            begin(session, BEGIN_WRITING if self.is_sqlite else None)
            yield session
            session.commit()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def normal_url(url: str) -> URL:
    """The URL with its driver: `postgresql://` and `postgres://` mean psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def make_engine(url: URL) -> Engine:
    """An engine that logs no parameter, for they are people's words.

    The connection that was given back last is taken first: it still holds the pages of SQLite that another would have
    to read anew, and of thirty that took turns each would hold 2 MiB of its own.
    """
    if url.get_backend_name() != "sqlite":
        pool = {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True, "pool_use_lifo": True}
        return create_engine(url, hide_parameters=True, **pool)
    is_file = url.database not in (None, "", ":memory:")
    files = {"pool_size": SQLITE_CONNECTIONS, "max_overflow": SQLITE_CONNECTIONS, "pool_use_lifo": True}
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, **(files if is_file else {}))
    event.listen(engine, "do_connect", lambda *_: _keep_private(url.database))
    event.listen(engine, "connect", _on_connect)
    return engine


def _keep_private(path: str | None) -> None:
    """A new file is readable by its user alone; the files that SQLite puts beside it take after it."""
    if path and path != ":memory:" and Path(path).parent.is_dir():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite must not begin transactions by itself: `reading` and `writing` do
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
