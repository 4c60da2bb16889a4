"""Queries about contacts. Each begins with its owner; forgotten contacts are never found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.store.gathering import gathered
from bot.store.names import lookup_words
from bot.store.tables import ContactNameRow, ContactRow, ContactTagRow, TagRow

_WORDS_A_QUERY = 500  # SQLite takes 32,766 parameters, PostgreSQL 65,535: far below both

# What every sentence asks is built once: building such a query takes longer than SQLite takes to answer it.
_CONTACT = select(ContactRow).where(
    ContactRow.owner_id == bindparam("owner"),
    ContactRow.id == bindparam("contact"),
    ContactRow.forgotten_at.is_(None),
)
_CONTACTS = select(ContactRow).where(
    ContactRow.owner_id == bindparam("owner"),
    ContactRow.id.in_(bindparam("contacts", expanding=True)),
    ContactRow.forgotten_at.is_(None),
)
_CONTACTS_WITH_WORD = (
    select(ContactRow)
    .join(ContactNameRow, ContactNameRow.contact_id == ContactRow.id)
    .where(
        ContactNameRow.owner_id == bindparam("owner"),
        ContactNameRow.word == bindparam("word"),
        ContactNameRow.kind == "n",
        ContactRow.forgotten_at.is_(None),
    )
    .order_by(ContactRow.name, ContactRow.id)
)
_NAMES_WITH_WORDS = (
    select(ContactNameRow.kind, ContactRow.name, ContactRow.aliases, ContactRow.company)
    .join(ContactRow, ContactRow.id == ContactNameRow.contact_id)
    .where(
        ContactNameRow.owner_id == bindparam("owner"),
        ContactNameRow.word.in_(bindparam("words", expanding=True)),
        ContactRow.forgotten_at.is_(None),
    )
)
_TAGS = select(ContactTagRow.tag).where(ContactTagRow.contact_id == bindparam("contact")).order_by(ContactTagRow.tag)
_TAG_ROWS = (
    select(TagRow)
    .join(ContactTagRow, ContactTagRow.tag == TagRow.tag)
    .where(TagRow.owner_id == bindparam("owner"), ContactTagRow.contact_id == bindparam("contact"))
    .order_by(TagRow.tag)
)


def contact(session: Session, owner_id: int, contact_id: int) -> ContactRow | None:
    """The contact of that id, if it is this owner's. What the session has at hand is not asked for again."""
    row = session.get(ContactRow, contact_id)
    return row if row is not None and row.owner_id == owner_id and row.forgotten_at is None else None


def contacts_by_id(session: Session, owner_id: int, ids: Collection[int]) -> dict[int, ContactRow]:
    """The owner's contacts of these ids."""
    return {row.id: row for row in session.scalars(_CONTACTS, {"owner": owner_id, "contacts": list(ids)})}


def contacts_with_word(session: Session, owner_id: int, word: str) -> Sequence[ContactRow]:
    """Contacts one of whose folded names, or words of them, is `word`; by name."""
    return session.scalars(_CONTACTS_WITH_WORD, {"owner": owner_id, "word": word}).all()


def contact_of_member(session: Session, owner_id: int, slack_user: str) -> ContactRow | None:
    """The contact that is this member of the workspace."""
    query = select(ContactRow).where(ContactRow.owner_id == owner_id, ContactRow.slack_user == slack_user)
    return session.scalars(query.where(ContactRow.forgotten_at.is_(None)).order_by(ContactRow.id)).first()


def all_names(session: Session, owner_id: int) -> list[tuple[int, str, list[str]]]:
    """Every contact's id, name and aliases."""
    query = select(ContactRow.id, ContactRow.name, ContactRow.aliases)
    rows = session.execute(query.where(ContactRow.owner_id == owner_id, ContactRow.forgotten_at.is_(None)))
    return [(row.id, row.name, row.aliases) for row in rows]


def words_beginning_with(session: Session, owner_id: int, letters: Collection[str]) -> Sequence[str]:
    """The folded words of people's names that begin with one of these letters."""
    query = select(ContactNameRow.word).where(ContactNameRow.owner_id == owner_id, ContactNameRow.kind == "n")
    first = func.substr(ContactNameRow.word, 1, 1).in_(letters)
    one_word = func.replace(ContactNameRow.word, " ", "") == ContactNameRow.word
    return session.scalars(query.where(first, one_word).distinct().order_by(ContactNameRow.word)).all()


def names_with_any_word(session: Session, owner_id: int, words: Collection[str]) -> list[tuple[int, str, list[str]]]:
    """The id, name and aliases of each contact one of whose names has one of these folded words, by id."""
    bearing = select(ContactNameRow.contact_id).where(
        ContactNameRow.owner_id == owner_id, ContactNameRow.kind == "n", ContactNameRow.word.in_(words)
    )
    query = select(ContactRow.id, ContactRow.name, ContactRow.aliases).where(ContactRow.id.in_(bearing))
    rows = session.execute(query.where(ContactRow.forgotten_at.is_(None)).order_by(ContactRow.id)) if words else ()
    return [(row.id, row.name, row.aliases) for row in rows]


def names_with_words(session: Session, owner_id: int, words: Iterable[str]) -> tuple[set[str], set[str]]:
    """The names of people, and of companies, that share a folded word with `words`: what a sentence may speak of."""
    people: set[str] = set()
    companies: set[str] = set()
    rest = iter(sorted(set(words)))
    while chunk := list(islice(rest, _WORDS_A_QUERY)):
        for kind, name, aliases, company in session.execute(_NAMES_WITH_WORDS, {"owner": owner_id, "words": chunk}):
            if kind == "n":
                people.update((name, *aliases))
            elif company:
                companies.add(company)
    return people, companies


def index_names(session: Session, row: ContactRow) -> None:
    """Write anew the words by which a contact is looked up. Part of every change of a name, an alias or a company."""
    wanted = {("n", word) for word in lookup_words(row.name, *row.aliases)}
    wanted |= {("c", word) for word in lookup_words(row.company or "")}
    present = session.scalars(select(ContactNameRow).where(ContactNameRow.contact_id == row.id)).all()
    for name in present:
        if (name.kind, name.word) in wanted:
            wanted.remove((name.kind, name.word))
        else:
            session.delete(name)
    session.add_all(
        ContactNameRow(contact_id=row.id, kind=kind, word=word, owner_id=row.owner_id) for kind, word in sorted(wanted)
    )


def index_names_in_bulk(session: Session, rows: Sequence[tuple[int, int, str, list[str], str | None]]) -> None:
    """The same for many at once: (contact id, owner id, name, aliases, company) of contacts that have no words yet."""
    values = [
        {"contact_id": contact_id, "kind": kind, "word": word, "owner_id": owner_id}
        for contact_id, owner_id, name, aliases, company in rows
        for kind, words in (("n", lookup_words(name, *aliases)), ("c", lookup_words(company or "")))
        for word in sorted(words)
    ]
    table = ContactNameRow.metadata.tables[ContactNameRow.__tablename__]  # Core: half the time of the mapped class
    for start in range(0, len(values), 1000):
        session.execute(insert(table), values[start : start + 1000])


def drop_names(session: Session, contact_id: int) -> None:
    """Forget the words of one contact."""
    session.execute(delete(ContactNameRow).where(ContactNameRow.contact_id == contact_id))


def tags_of(session: Session, contact_id: int) -> list[str]:
    """The contact's tags, by name."""
    return list(session.scalars(_TAGS, {"contact": contact_id}))


def tag_rows_of(session: Session, owner_id: int, contact_id: int) -> Sequence[TagRow]:
    """What the owner set for the tags of a contact."""
    if (found := gathered(session, "tags", owner_id, contact_id)) is not None:
        return found
    return session.scalars(_TAG_ROWS, {"owner": owner_id, "contact": contact_id}).all()


def contacts_with_tag(session: Session, owner_id: int, tag: str) -> Sequence[ContactRow]:
    """Contacts that bear a tag, by name."""
    query = (
        select(ContactRow)
        .join(ContactTagRow, ContactTagRow.contact_id == ContactRow.id)
        .where(ContactTagRow.owner_id == owner_id, ContactTagRow.tag == tag, ContactRow.forgotten_at.is_(None))
    )
    return session.scalars(query.order_by(ContactRow.name, ContactRow.id)).all()
