"""Which contact is meant. The same name files; a near one, or several, ask; a new one is said to be new.

A name may also be a mention (`<@U123>`), which is the member of the workspace, whatever they are called here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.network.errors import NobodyNamedError, NotYoursError, UnknownPersonError
from bot.network.outcomes import Person
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.names import fold
from bot.store.tables import ContactRow

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_NEAR = 80  # of 100 by rapidfuzz's ratio: one slip in a name of five letters
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """Where a typed name leads: to one contact, to several or near ones to ask about, or to nobody."""

    name: str
    contact: ContactRow | None = None
    by: str = "name"
    ask: str | None = None
    candidates: tuple[ContactRow, ...] = ()


class WhoIsMeant(Exception):  # noqa: N818  # no error: a question to the person
    """A name leads to several contacts, or to near ones: nothing was written yet."""

    def __init__(self, match: Match, *, may_be_new: bool) -> None:
        super().__init__(match.ask)
        self.match = match
        self.may_be_new = may_be_new


def people_meant(turn: Turn, names: Iterable[str], *, create: bool) -> list[ContactRow]:
    """The contacts of these names, each once; with `create` unknown ones are added.

    Raises `WhoIsMeant` before anything is written, and `UnknownPersonError` where nobody may be added.
    """
    matches = [_certain(turn, match_name(turn, name), create=create) for name in names]
    rows: list[ContactRow] = []
    for match in matches:
        row = match.contact or _resolved(turn, match.name) or add_contact(turn, match.name)
        turn.resolved[slot(match.name)] = row.id
        turn.at_hand.add(row)
        if row not in rows:
            rows.append(row)
    return rows


def one_person(turn: Turn, names: Sequence[str], intent: str) -> ContactRow:
    """The one known contact that a sentence is about. Raises `NobodyNamedError` when it names none."""
    if not names:
        raise NobodyNamedError(intent)
    return people_meant(turn, names[:1], create=False)[0]


def _certain(turn: Turn, match: Match, *, create: bool) -> Match:
    if match.ask is not None:
        raise WhoIsMeant(match, may_be_new=create)
    if match.contact is None and not create:
        near = tuple(row.name for row in _near(turn, match.name))
        raise UnknownPersonError(match.name, near)
    return match


def match_name(turn: Turn, name: str) -> Match:
    """Where a name leads, without writing anything."""
    known = _resolved(turn, name)
    if known is not None:
        return Match(name, known, by="choice" if slot(name) in turn.chosen else "name")
    if turn.chosen.get(slot(name)) == 0:
        return Match(name)
    if mention := _MENTION.fullmatch(name):
        return Match(name, contacts.contact_of_member(turn.session, turn.owner.id, mention[1]))
    return _match_words(turn, name)


def slot(name: str) -> str:
    """What a typed name is remembered under within a turn and in a question."""
    mention = _MENTION.fullmatch(name)
    return f"<@{mention[1]}>" if mention else fold(name)


def _resolved(turn: Turn, name: str) -> ContactRow | None:
    contact_id = turn.resolved.get(slot(name)) or turn.chosen.get(slot(name))
    return contacts.contact(turn.session, turn.owner.id, contact_id) if contact_id else None


def _match_words(turn: Turn, name: str) -> Match:
    key = fold(name)
    found = contacts.contacts_with_word(turn.session, turn.owner.id, key)
    same = [row for row in found if key in {fold(known) for known in (row.name, *row.aliases)}]
    if len(same) == 1:
        return Match(name, same[0])
    if same or len(found) > 1:
        return Match(name, ask="which", candidates=tuple((same or found)[:_CANDIDATES]))
    if found:
        return Match(name, found[0], by="part")
    near = _near(turn, name)
    return Match(name, ask="near", candidates=near) if near else Match(name)


def _near(turn: Turn, name: str) -> tuple[ContactRow, ...]:
    """Contacts whose name is like the typed one: a slip away, or the same with a word more or less."""
    key = fold(name)
    if _MENTION.fullmatch(name) or len(key) < 3:
        return ()
    typed = key.split()
    vocabulary = contacts.words_beginning_with(turn.session, turn.owner.id, {word[0] for word in typed})
    likely = set().union(*(_words_like(word, vocabulary) for word in typed))
    names: dict[str, int] = {}
    for contact_id, known, aliases in contacts.names_with_any_word(turn.session, turn.owner.id, likely):
        names.update({fold(text): contact_id for text in (known, *aliases)})
    close = list(dict.fromkeys(names[known] for known in near_names(key, list(names))))[:_CANDIDATES]
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, close)
    return tuple(rows[contact_id] for contact_id in close if contact_id in rows)


def near_names(key: str, names: Sequence[str]) -> list[str]:
    """The folded names that may be the same person's as `key`, likeliest first.

    Every word of the shorter name must have its like in the longer one: `pryia` is near `priya sharma`, which is near
    `priya`; `priya shah` is near neither.
    """
    vocabulary = {word for name in names for word in name.split()}
    like = {word: _words_like(word, vocabulary) for word in key.split()}
    some = set().union(*like.values()) if like else set()
    close = [name for name in names if not some.isdisjoint(name.split()) and _fits(like, name.split())]
    return sorted(close, key=lambda name: (-fuzz.ratio(key, name), name))


def _words_like(word: str, vocabulary: Collection[str]) -> set[str]:
    likely = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
    return {other for other, _score, _index in likely if other[:1] == word[:1]}


def _fits(like: dict[str, set[str]], others: list[str]) -> bool:
    hits = [not likes.isdisjoint(others) for likes in like.values()]
    if len(hits) <= len(others):
        return all(hits)
    return all(any(other in likes for likes in like.values()) for other in others)


def own_contact(turn: Turn, contact_id: str) -> ContactRow:
    """The owner's contact of that id, which is who their name means in this turn. Raises `NotYoursError`."""
    is_id = contact_id.isascii() and contact_id.isdecimal() and len(contact_id) < 10
    contact = contacts.contact(turn.session, turn.owner.id, int(contact_id)) if is_id else None
    if contact is None:
        raise NotYoursError
    turn.resolved[fold(contact.name)] = contact.id
    return contact


def add_contact(turn: Turn, name: str) -> ContactRow:
    """Somebody new, under the name as typed. A member goes by their mention until Slack has said their name."""
    mention = _MENTION.fullmatch(name)
    shown = mention[1] if mention else " ".join(name.split())
    row = ContactRow(
        owner_id=turn.owner.id,
        name=shown,
        key=fold(shown),
        slack_user=mention[1] if mention else None,
        aliases=[],
        links=[],
        via=[],
        created_on=turn.today,
    )
    turn.session.add(row)
    turn.session.flush()
    contacts.index_names_in_bulk(turn.session, [(row.id, row.owner_id, row.name, row.aliases, row.company)])
    turn.new.add(row.id)
    turn.resolved[slot(name)] = row.id
    return row


def person(turn: Turn, row: ContactRow, *, matched_by: str = "name") -> Person:
    """The contact as an answer names it."""
    return Person(
        id=row.id,
        name=row.name,
        slack_user=row.slack_user,
        company=row.company,
        role=row.role,
        last_interaction_on=row.last_interaction_on,
        is_new=row.id in turn.new,
        matched_by=matched_by,
    )


def persons(turn: Turn, rows: Iterable[ContactRow], names: Iterable[str] = ()) -> tuple[Person, ...]:
    """The contacts as an answer names them; a name that was only part of theirs is said to be."""
    typed = {fold(name) for name in names}
    return tuple(person(turn, row, matched_by="name" if _goes_by(row, typed) else "part") for row in rows)


def _goes_by(row: ContactRow, typed: set[str]) -> bool:
    own = {fold(name) for name in (row.name, *row.aliases)}
    partly = any(set(name.split()) < set(known.split()) for name in typed for known in own)
    return bool(own & typed) or not partly
