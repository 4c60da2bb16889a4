"""Going back to a place in a transaction: what was written since is gone, what was before stands, and work goes on."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.engine import Database
from bot.store.marks import Mark
from bot.store.tables import ContactRow, OwnerRow
from tests.network.given import AT, TODAY


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(ContactRow.name)))


def new(owner: OwnerRow, name: str) -> ContactRow:
    return ContactRow(owner_id=owner.id, name=name, key=name.casefold(), created_on=TODAY)


def test_what_was_added_changed_and_deleted_since_is_as_it_was(database: Database) -> None:
    with database.writing() as session:
        owner = OwnerRow(team="T1", user="U1", created_at=AT)
        session.add(owner)
        session.flush()
        priya, sam, lee = (new(owner, name) for name in ("Priya", "Sam", "Lee"))
        session.add_all((priya, sam, lee))
        mark = Mark(session)
        session.add(new(owner, "Noor"))
        priya.name = "Pryia"
        session.delete(sam)
        session.flush()
        session.add(new(owner, "Zoë"))
        session.delete(lee)
        owner.locale = "fr-FR"
        mark.go_back()
        assert [priya.name, owner.locale] == ["Priya", None]
        priya.company = "Acme"
        session.add(new(owner, "Ana"))

    assert names(database) == ["Ana", "Lee", "Priya", "Sam"]


def test_a_later_mark_goes_back_less_far(database: Database) -> None:
    with database.writing() as session:
        owner = OwnerRow(team="T1", user="U1", created_at=AT)
        session.add(owner)
        first = Mark(session)
        session.add(new(owner, "Priya"))
        second = Mark(session)
        session.add(new(owner, "Sam"))
        second.go_back()
        assert list(session.scalars(select(ContactRow.name))) == ["Priya"]
        session.add(new(owner, "Lee"))
        first.go_back()
        session.add(new(owner, "Ana"))

    assert names(database) == ["Ana"]
