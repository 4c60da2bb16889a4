"""What a command of the command line opens before it does anything: the settings, the database, the person's row.

What it shows, and how it ends, is in `terminal.py`. Everything heavy is imported when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.terminal import fail

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.config import Settings
    from bot.store.engine import Database
    from bot.store.tables import OwnerRow


def settings() -> Settings:
    """The settings of this process, its logs set up by them. Raises `SettingsError`."""
    from bot import telemetry
    from bot.config import read_settings

    found = read_settings()
    telemetry.set_up(found.log_level, found.log_format)
    return found


@contextmanager
def opened(found: Settings, *, migrated: bool = True) -> Iterator[Database]:
    """The database, at the newest schema unless that is what the command is about."""
    from bot.store.engine import Database
    from bot.store.schema import migrate

    database = Database(found.database_url, found.rapport_encryption_key)
    try:
        if migrated:
            migrate(database)
        yield database
    finally:
        database.close()


def known_owner(session: Session, team: str, user: str) -> OwnerRow:
    """Somebody who has used Rapport before; with anybody else the command ends with 1."""
    from bot.network.owners import Owner, find_owner

    row = find_owner(session, Owner(team, user))
    if row is None:
        raise fail(f"Nobody has used Rapport as {user} in {team} yet.")
    return row
