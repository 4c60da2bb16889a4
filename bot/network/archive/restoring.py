"""Records -> rows: an archive put back into an owner's network, in one transaction and in bulk.

Twice is the same as once: people are found again by their membership or their folded name, their records by being
equal. Who is who is decided here; the histories are written next door, in `history.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.network.archive.history import write_history
from bot.network.archive.reading import cadence_in_force
from bot.network.archive.records import Archive, PersonRecord, Problem, SettingsRecord, TagRecord
from bot.network.errors import BadSettingError
from bot.network.interactions import MEETINGS, THANKS_AFTER
from bot.network.owners import DEFAULTS, set_setting, settings_of
from bot.network.rhythms import NONE
from bot.network.rules.calendar import Calendar
from bot.network.turns import AT_ONCE, calendar_of
from bot.store import homes
from bot.store.bulk import NAMING, Written, add_rows, add_rows_for_ids, change_contacts, in_chunks, index_contacts
from bot.store.names import fold
from bot.store.tables import ContactRow, ContactTagRow, MilestoneRow, OwnerRow, TagRow

_FACTS = ("slack_user", "email", "phone", "company", "role", "place", "channel", "status", "paused_until")
_LISTS = ("aliases", "links", "via")
_RHYTHM = ("cadence", "cadence_is_own", "last_interaction_on", "next_check_in_on")
KEPT = ("name", "key", *_FACTS, *_LISTS, *_RHYTHM, "created_on")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: people added, people who were there already, records added to their histories, what was left.

    `ids` are the contacts that the people of the archive are, in their order.
    """

    people: int
    known: int
    records: int
    problems: tuple[Problem, ...] = ()
    ids: tuple[int, ...] = ()


def restore(
    session: Session, owner_id: int, archive: Archive, *, today: date, at: datetime, wins: bool = True
) -> Restored:
    """Put an archive into the network of an owner, whose day is `today` at the instant `at`.

    With `wins` (our own export) what the archive says of somebody already known replaces what is there; without (a
    foreign file) it only fills what is unknown. Nothing is ever removed. Raises `LookupError` for an unknown owner.
    """
    owner = session.get(OwnerRow, owner_id)
    if owner is None:
        raise LookupError(f"no owner {owner_id}")
    problems = _restore_settings(owner, archive.settings) if archive.settings else []
    owner.next_at = AT_ONCE  # the clock looks again, for whatever has come
    session.flush()
    _restore_tags(session, owner_id, archive.tags)
    cadences = _Cadences(settings_of(owner).default_cadence, _tag_cadences(session, owner_id))
    thanks = _Thanks(calendar_of(settings_of(owner)), today) if wins else None
    ids, new = _restore_people(session, owner_id, archive.people, cadences, today, thanks)
    _restore_contact_tags(session, owner_id, archive.people, ids)
    records, unknown = write_history(session, owner, archive, ids, today=today, at=at)
    if not wins:
        _keep_quiet(session, new)
    homes.mark_stale(session, owner_id)
    return Restored(len(new), len(ids) - len(new), records, (*problems, *unknown), tuple(ids))


def _restore_settings(owner: OwnerRow, settings: SettingsRecord) -> list[Problem]:
    """Set what differs from what is in force: a default stays unset and so follows the default of later releases."""
    problems = []
    owner.paused_until = settings.paused_until
    owner.discreet = bool(settings.discreet)
    owner.holidays = None if settings.holidays is None else owner.holidays
    for name in (*DEFAULTS, "holidays"):
        value = getattr(settings, name)
        if value is None or value == getattr(settings_of(owner), name):
            continue
        try:
            set_setting(owner, name, str(value))
        except BadSettingError:
            problems.append(Problem(f"settings.{name}", "is no value of this setting"))
    return problems


def _restore_tags(session: Session, owner_id: int, tags: Iterable[TagRecord]) -> None:
    present = {row.tag: row for row in session.scalars(select(TagRow).where(TagRow.owner_id == owner_id))}
    for tag in tags:
        row = present.get(tag.tag)
        if row is None:
            row = present[tag.tag] = TagRow(owner_id=owner_id, tag=tag.tag)
            session.add(row)
        row.cadence, row.paused_until = tag.cadence, tag.paused_until
    session.flush()


def _tag_cadences(session: Session, owner_id: int) -> dict[str, str | None]:
    query = select(TagRow.tag, TagRow.cadence).where(TagRow.owner_id == owner_id)
    return {row.tag: row.cadence for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class _Cadences:
    """What somebody without a rhythm of their own would have."""

    default: str
    of_tags: Mapping[str, str | None]

    def columns(self, person: PersonRecord) -> dict[str, Any]:
        """The columns of a rhythm in force. One that would be there anyway is not the contact's own."""
        was_given = person.last_interaction_on is not None or person.cadence == self.default
        given = self.default if was_given else None  # an imported contact who was never met has no rhythm
        without = cadence_in_force(given, [self.of_tags.get(tag) for tag in person.tags], person.status, own=False)
        if person.cadence is None or person.cadence == without:
            return {"cadence": None if person.cadence is None else given, "cadence_is_own": False}
        return {"cadence": person.cadence, "cadence_is_own": True}


@dataclass(frozen=True, slots=True)
class _Thanks:
    """When a first meeting of the last days asks for a thank-you: an export does not say, the meeting does."""

    calendar: Calendar
    today: date

    def on(self, person: PersonRecord) -> date | None:
        """The day, where somebody was met once, nothing else was asked for, and it is not past."""
        met = person.interactions[0] if len(person.interactions) == 1 else None
        if met is None or met.outcome or met.kind not in MEETINGS or person.cadence in (None, NONE):
            return None
        if any(nudge.kind == "follow_up" for nudge in person.nudges) or person.reminders:
            return None
        on = self.calendar.working_after(met.on, THANKS_AFTER)
        return on if on >= self.today else None


def _restore_people(
    session: Session,
    owner_id: int,
    people: Sequence[PersonRecord],
    cadences: _Cadences,
    today: date,
    thanks: _Thanks | None,
) -> tuple[list[int], list[int]]:
    """The contact id of each person, and the ids of those who were added."""
    known = _Known(session, owner_id)
    matches = [known.claim(person) for person in people]
    new, changed = [], []
    named: set[int] = set()
    for person, row in zip(people, matches, strict=True):
        values = _columns(person, cadences, today)
        if row is None:
            new.append({"owner_id": owner_id, "thanks_on": thanks.on(person) if thanks else None, **values})
        elif (merged := _merged(row, values, wins=thanks is not None)) != (here := _kept(row)):
            changed.append({"contact": row.id, **merged})
            other = [name for name in KEPT if merged[name] != here[name]]
            if not NAMING.isdisjoint(other):
                named.add(row.id)
            if (written := Written.of(session)) is not None:
                written.changed.append((row.id, *({name: each[name] for name in other} for each in (here, merged))))
    added = _insert(session, new)
    change_contacts(session, owner_id, changed, KEPT, named)
    unused = iter(added)
    return [next(unused) if row is None else row.id for row in matches], added


class _Known:
    """The contacts that are there; each is claimed by one person of the archive at most."""

    def __init__(self, session: Session, owner_id: int) -> None:
        query = select(ContactRow.id, *(ContactRow.__table__.c[name] for name in KEPT))
        here = query.where(ContactRow.owner_id == owner_id, ContactRow.forgotten_at.is_(None)).order_by(ContactRow.id)
        self._by_member: dict[str, Any] = {}
        self._by_name: defaultdict[str, list[Any]] = defaultdict(list)
        self._claimed: set[int] = set()
        for row in session.execute(here):
            if row.slack_user:
                self._by_member.setdefault(row.slack_user, row)
            self._by_name[row.key].append(row)

    def claim(self, person: PersonRecord) -> Any | None:
        """The contact that this person is: the same member, else the likest of the same name; None for nobody."""
        row = self._by_member.get(person.slack_user or "")
        if row is None or row.id in self._claimed:
            row = max(self._namesakes(person), key=lambda row: (_likeness(row, person), -row.id), default=None)
        if row is not None:
            self._claimed.add(row.id)
        return row

    def _namesakes(self, person: PersonRecord) -> list[Any]:
        return [
            row
            for row in self._by_name.get(fold(person.name), ())
            if row.id not in self._claimed and not (row.slack_user and person.slack_user)
        ]


def _likeness(row: Any, person: PersonRecord) -> int:
    same = ("email", "phone", "company", "role", "created_on")
    facts = [name for name in same if getattr(person, name) is not None and getattr(row, name) == getattr(person, name)]
    return len(facts) + len(set(row.links) & set(person.links))


def _columns(person: PersonRecord, cadences: _Cadences, today: date) -> dict[str, Any]:
    return {
        "name": person.name,
        "key": fold(person.name),
        **{name: getattr(person, name) for name in _FACTS},
        **{name: list(getattr(person, name)) for name in _LISTS},
        **cadences.columns(person),
        "last_interaction_on": person.last_interaction_on,
        "next_check_in_on": person.next_check_in_on,
        "created_on": person.created_on or person.last_interaction_on or today,
    }


def _kept(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def _merged(row: Any, values: dict[str, Any], *, wins: bool) -> dict[str, Any]:
    """The columns of somebody known, with what the archive adds."""
    here = _kept(row)
    first, second = (values, here) if wins else (here, values)
    merged = dict(here)
    for name in _FACTS:
        merged[name] = second[name] if first[name] is None else first[name]
    for name in _LISTS:
        merged[name] = list(dict.fromkeys([*first[name], *second[name]]))
    merged["created_on"] = min(here["created_on"], values["created_on"])
    if wins:
        merged |= {"name": values["name"], "key": values["key"]}
    met, was_met = values["last_interaction_on"] or date.min, here["last_interaction_on"] or date.min
    if wins and met >= was_met and (values["cadence"] or values["next_check_in_on"]):
        merged |= {name: values[name] for name in _RHYTHM}
    merged["last_interaction_on"] = max(met, was_met) if max(met, was_met) > date.min else None
    return merged


def _insert(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    """Add contacts with the words they are found by; their ids, in order."""
    ids = add_rows_for_ids(session, ContactRow, rows)
    index_contacts(session, zip(ids, rows, strict=True))
    return ids


def _restore_contact_tags(session: Session, owner_id: int, people: Iterable[PersonRecord], ids: Sequence[int]) -> None:
    query = select(ContactTagRow.contact_id, ContactTagRow.tag).where(ContactTagRow.owner_id == owner_id)
    present = {(contact_id, tag) for contact_id, tag in session.execute(query)}
    wanted = {(contact_id, tag) for contact_id, person in zip(ids, people, strict=True) for tag in person.tags}
    rows = [{"contact_id": c, "tag": tag, "owner_id": owner_id} for c, tag in sorted(wanted - present)]
    add_rows(session, ContactTagRow, rows)


def _keep_quiet(session: Session, ids: Sequence[int]) -> None:
    """No birthday of somebody who came with a foreign file is nudged about: thousands would drown their owner.

    It is there to be asked for; the first time in touch, or a rhythm, sets when it is next.
    """
    for chunk in in_chunks(ids):
        session.execute(update(MilestoneRow).where(MilestoneRow.contact_id.in_(chunk)).values(next_on=None))
