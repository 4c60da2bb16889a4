"""The schema's version: is it current, bring it there, refuse one from the future.

A release may run beside the one before it, so a migration adds now and removes one release later.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.engine import BEGIN_WRITING, Database

MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 7_243_392_101  # any number that nothing else in the database uses


class NewerSchemaError(Exception):
    """The database was migrated by a newer Rapport than this one."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"the database has schema {version}, this Rapport knows up to {newest()}: "
            "a newer Rapport has used it; upgrade this one"
        )


def known() -> list[str]:
    """The versions that this release can make, oldest first, by their file names."""
    return sorted(path.stem.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The version that this release works with."""
    return known()[-1]


def version_of(connection: Connection) -> str | None:
    """The version of the database, None for an empty one. Raises `NewerSchemaError` for one that we do not know."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version not in known():
        raise NewerSchemaError(version)
    return version


def is_current(database: Database) -> bool:
    """Whether the schema is the one that this release works with."""
    with database.engine.connect() as connection:
        return version_of(connection) == newest()


def migrate(database: Database) -> bool:
    """Bring the schema to the newest version; whether there was anything to do. Safe in several processes at once."""
    if is_current(database):
        return False
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql(BEGIN_WRITING)
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        if version_of(connection) != newest():  # another process may have been quicker
            _upgrade(connection)
    return True


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
