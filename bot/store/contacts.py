"""Queries about contacts. Each begins with its owner; forgotten contacts are never found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from sqlalchemy import BindParameter, Select, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.store.gathering import gathered
from bot.store.looking import at_hand, got, look
from bot.store.names import lookup_words
from bot.store.tables import ContactNameRow, ContactRow, ContactTagRow, TagRow, table_of

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
_TAGS = select(ContactTagRow.tag).where(ContactTagRow.contact_id == bindparam("contact")).order_by(ContactTagRow.tag)
_RHYTHMS_OF_TAGS = (
    select(TagRow.tag, TagRow.cadence)
    .join(ContactTagRow, ContactTagRow.tag == TagRow.tag)
    .where(TagRow.owner_id == bindparam("owner"), ContactTagRow.contact_id == bindparam("contact"))
    .where(TagRow.cadence.is_not(None))
)


def contact(session: Session, owner_id: int, contact_id: int) -> ContactRow | None:
    """The contact of that id, if it is this owner's. What the session has at hand is not asked for again."""
    row = got(session, ContactRow, contact_id)
    return row if row is not None and row.owner_id == owner_id and row.forgotten_at is None else None


def contacts_by_id(session: Session, owner_id: int, ids: Collection[int]) -> dict[int, ContactRow]:
    """The owner's contacts of these ids. Those that the session holds already are not asked for again."""
    session.flush()
    rows = {contact_id: row for contact_id in ids if (row := _at_hand(session, owner_id, contact_id)) is not None}
    rest = [contact_id for contact_id in ids if contact_id not in rows]
    found = session.scalars(_CONTACTS, {"owner": owner_id, "contacts": rest}) if rest else ()
    return rows | {row.id: row for row in found}


def _at_hand(session: Session, owner_id: int, contact_id: int) -> ContactRow | None:
    row = at_hand(session, ContactRow, contact_id)
    return None if row is None or row.owner_id != owner_id or row.forgotten_at is not None else row


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
        values = {f"word{place}": word for place, word in enumerate(chunk)}
        for row in look(session, _names_with_words(len(chunk)), {"owner": owner_id, **values}):
            if row.kind == "n":
                people.update((row.name, *row.aliases))
            elif row.company:
                companies.add(row.company)
    return people, companies


@lru_cache(maxsize=50)  # so many words has a long sentence; an `IN` of no fixed length is written anew for each
def _names_with_words(count: int) -> Select[str, str, list[str], str | None]:
    words: list[BindParameter[str]] = [bindparam(f"word{place}") for place in range(count)]
    return (
        select(ContactNameRow.kind, ContactRow.name, ContactRow.aliases, ContactRow.company)
        .join(ContactRow, ContactRow.id == ContactNameRow.contact_id)
        .where(
            ContactNameRow.owner_id == bindparam("owner"),
            ContactNameRow.word.in_(words),
            ContactRow.forgotten_at.is_(None),
        )
    )


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
    for start in range(0, len(values), 1000):
        session.execute(insert(table_of(ContactNameRow)), values[start : start + 1000])


def drop_names(session: Session, contact_id: int) -> None:
    """Forget the words of one contact."""
    session.execute(delete(ContactNameRow).where(ContactNameRow.contact_id == contact_id))


def tags_of(session: Session, contact_id: int) -> list[str]:
    """The contact's tags, by name."""
    return list(session.scalars(_TAGS, {"contact": contact_id}))


def rhythms_of_tags(session: Session, owner_id: int, contact_id: int) -> dict[str, str]:
    """The rhythms that the owner set for tags of a contact, by tag."""
    if (found := gathered(session, "tags", owner_id, contact_id)) is not None:
        return {row.tag: row.cadence for row in found if row.cadence is not None}
    rows = look(session, _RHYTHMS_OF_TAGS, {"owner": owner_id, "contact": contact_id})
    return {row.tag: row.cadence for row in rows}


def contacts_with_tag(session: Session, owner_id: int, tag: str) -> Sequence[ContactRow]:
    """Contacts that bear a tag, by name."""
    query = (
        select(ContactRow)
        .join(ContactTagRow, ContactTagRow.contact_id == ContactRow.id)
        .where(ContactTagRow.owner_id == owner_id, ContactTagRow.tag == tag, ContactRow.forgotten_at.is_(None))
    )
    return session.scalars(query.order_by(ContactRow.name, ContactRow.id)).all()
