"""The form of an interaction: what it shows of what is known, and what its values mean. Settings: `settings_form`.

A form names people by claims: `c:<contact id>`, `m:<member of the workspace>` or `n:<name of somebody new>`. What it
claims is looked for among the owner's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from bot.language.meanings import KINDS, Meaning
from bot.network import interactions, replay
from bot.network.errors import NothingToUndoError, NotYoursError, RapportError
from bot.network.journaling import journaled
from bot.network.outcomes import Recorded
from bot.network.people import WhoIsMeant, own_contact, slot
from bot.network.rules.rhythm import Cadence
from bot.network.turns import Turn
from bot.store import contacts, history
from bot.store.names import fold
from bot.store.tables import ChangeRow, ContactRow

MOST_CHOICES = 20
_TAG = re.compile(r"[\w-]{1,100}")
_APART = re.compile(r"[\s,;#]+")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


class FormError(Exception):
    """Some fields cannot be taken as they are; nothing was stored. `faults`: field -> a code of `blocks.forms`."""

    def __init__(self, faults: Mapping[str, str | RapportError]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to choose: the claim, and what tells them apart."""

    claim: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class LogForm:
    """The fields of an interaction. `change` is what it edits; days are the owner's, `every` a duration or `none`."""

    people: tuple[Choice, ...] = ()
    kind: str = "met"
    on: date | None = None
    where: str = ""
    about: str = ""
    tags: tuple[str, ...] = ()
    follow_up: date | None = None
    every: str | None = None
    change: str | None = None


def new_log(turn: Turn, contact_id: str | None = None) -> LogForm:
    """The form of an interaction today, with one of the contacts if one is named. Raises `NotYoursError`."""
    people = (choice_of(own_contact(turn, contact_id)),) if contact_id else ()
    return LogForm(people=people, on=turn.today)


def log_of_message(turn: Turn, members: Mapping[str, str], about: str, at: datetime) -> LogForm:
    """The form of a conversation: `members` who take part, with their names, what was said, and when."""
    on = min(turn.today, at.astimezone(turn.settings.zone).date())
    people = [_member(turn, member, name) for member, name in members.items() if member != turn.owner.user]
    return LogForm(people=tuple(dict.fromkeys(people)), kind="message", on=on, about=about)


def _member(turn: Turn, member: str, name: str) -> Choice:
    row = contacts.contact_of_member(turn.session, turn.owner.id, member)
    return choice_of(row) if row else Choice(f"m:{member}", name or member)


def edit_log(turn: Turn, change_id: str) -> LogForm:
    """The form of what was logged. Raises `NotYoursError`, and `NothingToUndoError` when it was taken back."""
    row = _logged(turn, change_id)
    said = Meaning.from_json(json.loads(row.meaning))
    return LogForm(
        people=tuple(_who(turn, row, name) for name in said.people),
        kind=said.kind or "other",
        on=said.on if isinstance(said.on, date) else row.at.astimezone(turn.settings.zone).date(),
        where=said.where or "",
        about=said.about or "",
        tags=said.tags,
        follow_up=said.follow_up if isinstance(said.follow_up, date) else None,
        every=said.every,
        change=row.id,
    )


def _logged(turn: Turn, change_id: str) -> ChangeRow:
    row = history.change(turn.session, turn.owner.id, change_id)
    if row is None or not is_one_log(row):
        raise NotYoursError
    if row.undone_at is not None:
        raise NothingToUndoError
    return row


def is_one_log(row: ChangeRow) -> bool:
    """Whether a change logged one interaction and nothing else, which the form of one can hold."""
    return row.intent == "log" and not json.loads(row.meaning).get("then")


def _who(turn: Turn, row: ChangeRow, name: str) -> Choice:
    """Whom a name of a change led to."""
    ids = {*json.loads(row.chosen).values(), *row.contacts}
    mention = _MENTION.fullmatch(name)
    for contact in contacts.contacts_by_id(turn.session, turn.owner.id, ids).values():
        if contact.slack_user == mention[1] if mention else fold(contact.name) == fold(name):
            return choice_of(contact)
    return Choice(f"m:{mention[1]}", mention[1]) if mention else Choice(f"n:{name}"[:150], name)


def choice_of(row: ContactRow) -> Choice:
    """A contact as somebody to choose."""
    return Choice(f"c:{row.id}", row.name, row.company or row.role or "")


def choices(turn: Turn, typed: str, *, may_be_new: bool) -> tuple[Choice, ...]:
    """Whom a few letters may mean, likeliest first; with `may_be_new` the last is somebody new of that name."""
    key = fold(typed)
    ranked = sorted(
        (rank, fold(name), contact_id)
        for contact_id, name, aliases in contacts.all_names(turn.session, turn.owner.id)
        if (rank := _rank(key, (name, *aliases))) is not None
    )
    ids = [contact_id for _rank_of_it, _name, contact_id in ranked[:MOST_CHOICES]]
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, ids)
    found = tuple(choice_of(rows[contact_id]) for contact_id in ids if contact_id in rows)
    name = " ".join(typed.split())[:140]
    return (*found, Choice(f"n:{name}", name)) if may_be_new and key else found


def _rank(key: str, names: Iterable[str]) -> int | None:
    """0 for the name itself, 1 where it begins so, 2 where a word of it does, 3 where it is in it; None elsewhere."""
    best: int | None = None
    for name in map(fold, names):
        if key not in name:
            continue
        rank = 0 if name == key else 1 if name.startswith(key) else 2 if f" {key}" in name else 3
        best = rank if best is None else min(best, rank)
    return best


@dataclass
class Faults:
    """What is wrong, field by field."""

    found: dict[str, str | RapportError] = field(default_factory=dict)

    def check(self) -> None:
        """Raise `FormError` if there are any."""
        if self.found:
            raise FormError(self.found)

    def day(self, name: str, value: object) -> date | None:
        try:
            return date.fromisoformat(str(value)) if value else None
        except ValueError:
            self.found[name] = "no_day"
            return None

    def hour(self, name: str, value: object) -> str | None:
        try:
            return f"{time.fromisoformat(str(value)):%H:%M}" if value else None
        except ValueError:
            self.found[name] = "no_hour"
            return None


def log(turn: Turn, values: Mapping[str, object], change_id: str | None) -> Recorded:
    """Write down what the form says, in the place of `change_id` if it edits that, as a correction would.

    `values` holds texts by field, tuples where several can be chosen. Raises `FormError`, with every fault at its
    field; `NotYoursError` and `NothingToUndoError` when what it edits is not there.
    """
    row = _logged(turn, change_id) if change_id else None
    faults = Faults()
    said = _meaning(turn, values, faults)
    named = named_in(turn, values.get("people"), faults)
    faults.check()
    said = replace(said, people=tuple(named))
    if row is None:
        turn.chosen = {slot(name): contact_id for name, contact_id in named.items() if contact_id is not None}
        return journaled(turn, said, lambda: _write(turn, said))
    before = Meaning.from_json(json.loads(row.meaning))
    kept = replace(before, **{name: getattr(said, name) for name in _FIELDS})
    if before.follow_up == "soon" and kept.follow_up is None:
        kept = replace(kept, follow_up="soon")  # the form has no day to show for it
    turn.message = row.message
    return journaled(turn, kept, lambda: _instead(turn, row, kept, named), replaces=row.id)


_FIELDS = ("people", "kind", "on", "where", "about", "tags", "follow_up", "every")


def _write(turn: Turn, said: Meaning) -> Recorded:
    try:
        return interactions.log(turn, said)
    except RapportError as error:
        raise FormError({"people": error}) from error
    except WhoIsMeant as who:  # whoever introduced them is called like somebody else by now
        raise FormError({"people": "same_name"}) from who


def _instead(turn: Turn, row: ChangeRow, said: Meaning, named: Mapping[str, int | None]) -> Recorded:
    """Whom the earlier change had added is gone with it: they are added again, under the name that stands now."""
    replay.take_out(turn, row)
    here = contacts.contacts_by_id(turn.session, turn.owner.id, [one for one in named.values() if one])
    turn.chosen = json.loads(row.chosen) | {
        slot(name): contact_id if contact_id in here else 0
        for name, contact_id in named.items()
        if contact_id is not None
    }
    return _write(turn, said)


def _meaning(turn: Turn, values: Mapping[str, object], faults: Faults) -> Meaning:
    on = faults.day("on", values.get("on")) or turn.today
    if on > turn.today:
        faults.found["on"] = "ahead"
    follow_up = faults.day("follow_up", values.get("follow_up"))
    if follow_up is not None and follow_up <= turn.today:
        faults.found["follow_up"] = "past"
    kind = str(values.get("kind") or "other")
    return Meaning(
        intent="log",
        kind=kind if kind in KINDS else "other",
        on=on,
        where=text_of(values.get("where")),
        about=text_of(values.get("about")),
        tags=tags_of(str(values.get("tags") or ""), faults),
        follow_up=follow_up,
        every=cadence_of_field(str(values.get("every") or ""), faults),
    )


def text_of(value: object) -> str | None:
    return str(value).strip() or None if value else None


def tags_of(text: str, faults: Faults) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(part.lower() for part in _APART.split(text) if part))
    if not all(_TAG.fullmatch(tag) for tag in tags):
        faults.found["tags"] = "no_tag"
    return tags


def cadence_of_field(text: str, faults: Faults) -> str | None:
    if text in ("", "none"):
        return text or None
    try:
        return str(Cadence.parse(text))
    except ValueError:
        faults.found["every"] = "no_rhythm"
        return None


def named_in(turn: Turn, claims: object, faults: Faults) -> dict[str, int | None]:
    """The names of those chosen, each with the contact that it means: 0 for somebody new, None for a member."""
    named: dict[str, int | None] = {}
    for claim in claims if isinstance(claims, tuple) else ():
        name, contact_id = _claimed(turn, str(claim))
        if name is None:
            faults.found["people"] = "gone"
        elif any(slot(name) == slot(other) for other in named):
            faults.found["people"] = "same_name"
        else:
            named[name] = contact_id
    if not named:
        faults.found.setdefault("people", "nobody")
    return named


def _claimed(turn: Turn, claim: str) -> tuple[str | None, int | None]:
    kind, _, value = claim.partition(":")
    if kind == "m" and re.fullmatch(r"[A-Z0-9]{1,32}", value):
        return f"<@{value}>", None
    if kind == "n" and value.strip():
        return value.strip(), 0
    if kind == "c" and value.isdecimal():
        contact = contacts.contact(turn.session, turn.owner.id, int(value))
        return (contact.name, contact.id) if contact else (None, None)
    return None, None
