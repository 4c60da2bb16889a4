"""The schema: an empty database is brought to the newest, once, and one from the future is refused."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.store.engine import Database
from bot.store.schema import NewerSchemaError, is_current, known, migrate, newest
from bot.store.tables import Row


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'empty.db'}")


def test_an_empty_database_is_brought_to_the_newest_schema_once(empty: Database) -> None:
    assert not is_current(empty)
    assert migrate(empty)
    assert is_current(empty)
    assert not migrate(empty)
    empty.close()


def test_what_the_migrations_make_is_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
        assert set(Row.metadata.tables) <= set(inspect(connection).get_table_names())


def test_several_may_migrate_at_once(empty: Database) -> None:
    together, results = threading.Barrier(4), []

    def run() -> None:
        together.wait(10)
        results.append(migrate(empty))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 4
    assert is_current(empty)
    empty.close()


def test_a_database_of_a_newer_release_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchemaError, match="9999"):
        migrate(database)
    with pytest.raises(NewerSchemaError, match=newest()):
        is_current(database)


def test_versions_are_known_in_their_order() -> None:
    assert known() == sorted(known())
    assert newest() == known()[-1]


def test_no_id_of_a_row_that_has_gone_is_given_again(database: Database) -> None:
    """An undo may put the row back: its id must still be its own."""
    with database.engine.begin() as connection:
        given = []
        for name in ("x", "y"):
            connection.execute(
                text("INSERT INTO installation (enterprise, team, installed_at, data) VALUES (:name, '', :at, '')"),
                {"name": name, "at": "2026-11-23 00:00:00+00:00"},
            )
            given.append(connection.execute(text("SELECT max(id) FROM installation")).scalar_one())
            connection.execute(text("DELETE FROM installation"))
    assert given[0] < given[1]
