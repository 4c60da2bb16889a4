"""The database: what `writing` commits and rolls back, who waits for whom, what logs may show."""

from __future__ import annotations

import threading

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.store.engine import Database, normal_url
from bot.store.tables import ContactRow, NoteRow, OwnerRow, Row
from bot.store.types import MissingKeyError, storable
from tests.network.given import AT, TODAY

URLS = [
    ("sqlite:///rapport.db", "sqlite"),
    ("postgresql://u:p@host/db", "postgresql+psycopg"),
    ("postgres://u:p@host/db", "postgresql+psycopg"),
    ("postgresql+psycopg://u:p@host/db", "postgresql+psycopg"),
]


@pytest.mark.parametrize(("url", "driver"), URLS)
def test_a_url_gets_its_driver(url: str, driver: str) -> None:
    assert normal_url(url).drivername == driver


def owner(user: str) -> OwnerRow:
    return OwnerRow(team="T1", user=user, created_at=AT)


def add(database: Database, *rows: Row) -> None:
    """Add rows, each in its turn, in one transaction."""
    with database.writing() as session:
        for row in rows:
            session.add(row)
            session.flush()


def test_writing_commits_and_an_error_rolls_back(database: Database) -> None:
    with database.writing() as session:
        session.add(owner("U1"))
    with pytest.raises(IntegrityError):
        add(database, owner("U2"), owner("U1"))
    with database.reading() as session:
        assert session.scalars(select(OwnerRow.user)).all() == ["U1"]


def test_what_only_looks_commits_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(owner("U1"))
        session.flush()
    with database.reading() as session:
        assert session.scalars(select(OwnerRow.user)).all() == []


def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    with database.writing() as session:
        session.add(owner("U1"))
    together = threading.Barrier(8)

    def add() -> None:
        together.wait(10)
        for _ in range(5):
            with database.writing() as session:
                row = session.scalars(select(OwnerRow).with_for_update()).one()
                row.daily_limit = (row.daily_limit or 0) + 1

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.reading() as session:
        assert session.scalars(select(OwnerRow.daily_limit)).one() == 40


def test_rows_of_an_owner_go_with_the_owner(database: Database) -> None:
    with database.writing() as session:
        session.add(owner("U1"))
        session.flush()
        row = session.scalars(select(OwnerRow)).one()
        session.add(ContactRow(owner_id=row.id, name="Priya", key="priya", created_on=TODAY))
    with database.writing() as session:
        session.execute(text("DELETE FROM owner"))
    with database.reading() as session:
        assert session.scalars(select(ContactRow)).all() == []


def test_an_error_shows_nobodys_words(database: Database) -> None:
    row = ContactRow(owner_id=4711, name="Priya Sharma", key="priya sharma", created_on=TODAY, email="p@x.com")
    with pytest.raises(IntegrityError) as raised:
        add(database, row)
    assert "Priya" not in str(raised.value)
    assert "p@x.com" not in str(raised.value)


def test_words_are_encrypted_under_a_key_and_older_ones_stay_readable(database_url: str) -> None:
    plain, key = Database(database_url), Fernet.generate_key().decode()
    secret = Database(database_url, key)
    with plain.writing() as session:
        session.add(owner("U1"))
        session.flush()
        session.add(ContactRow(owner_id=1, name="Priya", key="priya", created_on=TODAY, email="old@x.com"))
    with secret.writing() as session:
        contact = session.scalars(select(ContactRow)).one()
        assert contact.email == "old@x.com"
        session.add(NoteRow(owner_id=1, contact_id=contact.id, on=TODAY, text="climbs"))
    with secret.reading() as session:
        assert session.scalars(select(NoteRow.text)).one() == "climbs"
        assert "climbs" not in session.execute(text("SELECT text FROM note")).scalar_one()
    with pytest.raises(MissingKeyError), plain.reading() as session:
        session.scalars(select(NoteRow.text)).one()
    plain.close()
    secret.close()


@pytest.mark.parametrize(("typed", "kept"), [("a\0b", "ab"), ("\ud83e", "�"), ("🦊", "🦊"), ("é\n", "é\n")])
def test_text_that_no_database_can_hold_is_made_storable(typed: str, kept: str) -> None:
    assert storable(typed) == kept


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs its zone"):
        add(database, OwnerRow(team="T1", user="U1", created_at=AT.replace(tzinfo=None)))
