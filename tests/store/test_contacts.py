"""Looking people up: by folded names and words, aliases, companies, tags; never across owners, never the forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.store import contacts
from bot.store.engine import Database
from bot.store.names import fold, lookup_words
from bot.store.tables import ContactRow, ContactTagRow, OwnerRow
from tests.network.given import AT, TODAY

FOLDED = [
    ("  José  O'Neill-Ruiz ", "jose o neill ruiz"),
    ("PRIYA", "priya"),
    ("Søren Łukasz Đorđe", "soren lukasz dorde"),
    ("Straße", "strasse"),
    ("李雷", "李雷"),
    ("José", "jose"),  # composed of two characters
    ("Jose\u0301", "jose"),
    ("🦊  🦊", "🦊 🦊"),
    ("ﬁona", "fiona"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "folded"), FOLDED)
def test_names_are_compared_folded(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(folded) == folded


def test_a_contact_is_found_under_each_word_of_each_name() -> None:
    assert lookup_words("Priya Sharma", "Pri", " ") == {"priya sharma", "priya", "sharma", "pri"}


def add(session: Session, user: str, name: str, **more: object) -> ContactRow:
    owner = session.query(OwnerRow).filter_by(user=user).one_or_none()
    if owner is None:
        owner = OwnerRow(team="T1", user=user, created_at=AT)
        session.add(owner)
        session.flush()
    values = {"aliases": [], **more}
    row = ContactRow(owner_id=owner.id, name=name, key=fold(name), created_on=TODAY, **values)
    session.add(row)
    session.flush()
    contacts.index_names(session, row)
    session.flush()
    return row


def test_words_find_contacts_of_one_owner_that_are_not_forgotten(database: Database) -> None:
    with database.writing() as session:
        priya = add(session, "U1", "Priya Sharma", aliases=["Pri"])
        add(session, "U2", "Priya Sharma")
        add(session, "U1", "Priya Gone", forgotten_at=AT)
        for word in ("priya", "sharma", "priya sharma", "pri"):
            assert [row.id for row in contacts.contacts_with_word(session, priya.owner_id, word)] == [priya.id]
        assert contacts.contacts_with_word(session, priya.owner_id, "shar") == []
        assert contacts.words_beginning_with(session, priya.owner_id, {"p"}) == ["pri", "priya"]
        assert contacts.names_with_any_word(session, priya.owner_id, {"priya"}) == [(priya.id, "Priya Sharma", ["Pri"])]
        assert contacts.names_with_any_word(session, priya.owner_id, set()) == []
        assert contacts.all_names(session, priya.owner_id) == [(priya.id, "Priya Sharma", ["Pri"])]


def test_a_name_changed_is_found_under_the_new_one_alone(database: Database) -> None:
    with database.writing() as session:
        row = add(session, "U1", "Pryia", company="Acme Inc")
        row.name, row.company = "Priya Sharma", "Globex"
        contacts.index_names(session, row)
        session.flush()
        assert contacts.contacts_with_word(session, row.owner_id, "pryia") == []
        assert len(contacts.contacts_with_word(session, row.owner_id, "priya")) == 1
        people, companies = contacts.names_with_words(session, row.owner_id, ["priya", "globex", "acme"])
        assert (people, companies) == ({"Priya Sharma"}, {"Globex"})
        assert contacts.contacts_with_word(session, row.owner_id, "globex") == []  # a company is nobody's name


def test_indexing_in_bulk_is_indexing_one_by_one(database: Database) -> None:
    with database.writing() as session:
        one = add(session, "U1", "Priya Sharma", aliases=["Pri"], company="Acme Inc")
        other = ContactRow(owner_id=one.owner_id, name="Priya Sharma", key="x", created_on=TODAY, aliases=["Pri"])
        session.add(other)
        session.flush()
        contacts.index_names_in_bulk(session, [(other.id, one.owner_id, "Priya Sharma", ["Pri"], "Acme Inc")])
        words = [contacts.contacts_with_word(session, one.owner_id, word) for word in ("priya", "pri", "priya sharma")]
        assert all([row.id for row in found] == [one.id, other.id] for found in words)
        contacts.drop_names(session, other.id)
        assert len(contacts.contacts_with_word(session, one.owner_id, "pri")) == 1


def test_many_words_at_once_are_looked_up_in_parts(database: Database) -> None:
    with database.writing() as session:
        row = add(session, "U1", "Priya")
        words = [f"word{place}" for place in range(2000)] + ["priya"]
        assert contacts.names_with_words(session, row.owner_id, words) == ({"Priya"}, set())


def test_tags_and_members(database: Database) -> None:
    with database.writing() as session:
        priya = add(session, "U1", "Priya", slack_user="U7")
        sam = add(session, "U1", "Sam")
        other = add(session, "U2", "Priya", slack_user="U7")
        for row, tag in ((sam, "x"), (priya, "x"), (priya, "a"), (other, "x")):
            session.add(ContactTagRow(contact_id=row.id, tag=tag, owner_id=row.owner_id))
        session.flush()
        assert contacts.tags_of(session, priya.id) == ["a", "x"]
        assert [row.id for row in contacts.contacts_with_tag(session, priya.owner_id, "x")] == [priya.id, sam.id]
        member = contacts.contact_of_member(session, other.owner_id, "U7")
        assert member is not None
        assert member.id == other.id
        assert contacts.contact(session, priya.owner_id, other.id) is None
        assert contacts.contacts_by_id(session, priya.owner_id, {priya.id, other.id}) == {priya.id: priya}
