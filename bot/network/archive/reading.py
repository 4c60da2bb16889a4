"""Rows -> records: everything of one owner, read table by table with Core, for ten thousand contacts in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.network.archive.records import (
    Archive,
    FeedbackRecord,
    HelpRecord,
    InteractionRecord,
    MilestoneRecord,
    NoteRecord,
    NudgeRecord,
    PersonRecord,
    PlanRecord,
    PositionRecord,
    PromiseRecord,
    ReminderRecord,
    SettingsRecord,
    TagRecord,
    in_order,
)
from bot.network.owners import settings_of
from bot.network.rhythms import ENDED, NONE
from bot.network.rules.rhythm import shortest
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    FeedbackRow,
    HelpRow,
    InteractionPersonRow,
    InteractionRow,
    MilestoneRow,
    NoteRow,
    NudgeRow,
    OwnerRow,
    PlanRow,
    PositionRow,
    PromiseRow,
    ReminderRow,
    TagRow,
)

_LISTS = (
    "interactions", "plans", "reminders", "milestones", "promises", "help", "feedback", "notes", "positions", "nudges",
)  # fmt: skip

ByContact = Mapping[int | None, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of all people, each by contact id."""

    tags: Mapping[int, list[str]]
    tag_cadences: Mapping[str, str | None]
    interactions: ByContact
    plans: ByContact
    reminders: ByContact
    milestones: ByContact
    promises: ByContact
    help: ByContact
    feedback: ByContact
    notes: ByContact
    positions: ByContact
    nudges: ByContact


def everything(session: Session, owner_id: int) -> Archive:
    """The whole archive of one owner. What was forgotten is not in it. Raises `LookupError` for an unknown owner."""
    owner = session.get(OwnerRow, owner_id)
    if owner is None:
        raise LookupError(f"no owner {owner_id}")
    contacts = session.execute(
        select(*ContactRow.__table__.c).where(ContactRow.owner_id == owner_id, ContactRow.forgotten_at.is_(None))
    ).all()
    tags = _tags(session, owner_id)
    lists = _lists(session, owner_id, {row.id: row.name for row in contacts}, tags)
    ordered = sorted(contacts, key=_person_order)
    return Archive(
        team=owner.team,
        user=owner.user,
        settings=_settings(owner),
        tags=tags,
        people=tuple(_person(row, lists) for row in ordered),
        reminders=lists.reminders.get(None, ()),
    )


def _settings(owner: OwnerRow) -> SettingsRecord:
    found = settings_of(owner)
    in_force = {name: getattr(found, name) for name in SettingsRecord.__slots__}
    return SettingsRecord(**{**in_force, "discreet": found.discreet or None})


def _tags(session: Session, owner_id: int) -> tuple[TagRecord, ...]:
    query = select(TagRow.tag, TagRow.cadence, TagRow.paused_until).where(TagRow.owner_id == owner_id)
    return in_order([TagRecord(*row) for row in session.execute(query)])


def _person_order(row: Any) -> tuple[Any, ...]:
    """By name; namesakes by what tells them apart, so that an archive that was restored stands in the same order."""
    apart = (row.name, row.slack_user, row.email, row.company, row.role, row.created_on)
    return (row.key, *("" if part is None else str(part) for part in apart), row.id)


def _lists(session: Session, owner_id: int, names: Mapping[int, str], tags: Iterable[TagRecord]) -> _Lists:
    def listed(make: Callable[..., Any], *columns: InstrumentedAttribute[Any], only: Any = None) -> ByContact:
        return _by_contact(session, owner_id, make, columns, only)

    return _Lists(
        tags=_contact_tags(session, owner_id),
        tag_cadences={tag.tag: tag.cadence for tag in tags},
        interactions=_interactions(session, owner_id, names),
        plans=listed(
            PlanRecord,
            PlanRow.on,
            PlanRow.time,
            PlanRow.kind,
            PlanRow.place,
            PlanRow.about,
            only=PlanRow.done_on.is_(None),
        ),
        reminders=listed(ReminderRecord, ReminderRow.on, ReminderRow.time, ReminderRow.about, ReminderRow.done_on),
        milestones=listed(MilestoneRecord, MilestoneRow.kind, MilestoneRow.on, MilestoneRow.about),
        promises=listed(PromiseRecord, PromiseRow.direction, PromiseRow.about, PromiseRow.due_on, PromiseRow.kept_on),
        help=listed(HelpRecord, HelpRow.direction, HelpRow.about, HelpRow.on),
        feedback=listed(FeedbackRecord, FeedbackRow.stage, FeedbackRow.about, FeedbackRow.on),
        notes=listed(NoteRecord, NoteRow.on, NoteRow.text, NoteRow.next_time),
        positions=listed(PositionRecord, PositionRow.company, PositionRow.role, PositionRow.from_on, PositionRow.to_on),
        nudges=_nudges(session, owner_id),
    )


def _by_contact(
    session: Session,
    owner_id: int,
    make: Callable[..., Any],
    columns: Sequence[InstrumentedAttribute[Any]],
    only: ColumnElement[bool] | None = None,
) -> ByContact:
    table = columns[0].class_
    query = select(table.contact_id, *columns).where(table.owner_id == owner_id)
    found: defaultdict[int | None, list[Any]] = defaultdict(list)
    for contact_id, *values in session.execute(query if only is None else query.where(only)):
        found[contact_id].append(make(*values))
    return {contact_id: in_order(records) for contact_id, records in found.items()}


def _contact_tags(session: Session, owner_id: int) -> Mapping[int, list[str]]:
    query = select(ContactTagRow.contact_id, ContactTagRow.tag).where(ContactTagRow.owner_id == owner_id)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for contact_id, tag in session.execute(query):
        found[contact_id].append(tag)
    return {contact_id: sorted(tags) for contact_id, tags in found.items()}


def _interactions(session: Session, owner_id: int, names: Mapping[int, str]) -> ByContact:
    """Each interaction once for everyone who was there and is not forgotten."""
    there: defaultdict[int, list[int]] = defaultdict(list)
    pairs = select(InteractionPersonRow.interaction_id, InteractionPersonRow.contact_id)
    for interaction_id, contact_id in session.execute(pairs.where(InteractionPersonRow.owner_id == owner_id)):
        if contact_id in names:
            there[interaction_id].append(contact_id)
    i = InteractionRow
    query = select(i.id, i.on, i.kind, i.place, i.about, i.outcome, i.source).where(i.owner_id == owner_id)
    found: defaultdict[int | None, list[InteractionRecord]] = defaultdict(list)
    for row in session.execute(query):
        present = there.get(row.id, ())
        for contact_id in present:
            others = sorted(names[other] for other in present if other != contact_id)
            found[contact_id].append(InteractionRecord(*row[1:], tuple(others)))
    return {contact_id: in_order(records) for contact_id, records in found.items()}


def _nudges(session: Session, owner_id: int) -> ByContact:
    """By day, not by id: a nudge whose id was taken gets another one when it is restored."""
    n = NudgeRow
    columns = (n.id, n.kind, n.due_on, n.state, n.sent_at, n.answered)
    found = _by_contact(session, owner_id, NudgeRecord, columns)
    return {
        contact_id: tuple(sorted(nudges, key=lambda nudge: (nudge.due_on, nudge.kind, nudge.id)))
        for contact_id, nudges in found.items()
    }


def _person(row: Any, lists: _Lists) -> PersonRecord:
    tags = lists.tags.get(row.id, [])
    return PersonRecord(
        name=row.name,
        aliases=tuple(row.aliases),
        slack_user=row.slack_user,
        email=row.email,
        phone=row.phone,
        links=tuple(row.links),
        company=row.company,
        role=row.role,
        place=row.place,
        channel=row.channel,
        via=tuple(row.via),
        tags=tuple(tags),
        status=row.status,
        cadence=cadence_in_force(
            row.cadence, [lists.tag_cadences.get(tag) for tag in tags], row.status, own=row.cadence_is_own
        ),
        paused_until=row.paused_until,
        created_on=row.created_on,
        last_interaction_on=row.last_interaction_on,
        next_check_in_on=row.next_check_in_on,
        **{name: getattr(lists, name).get(row.id, ()) for name in _LISTS},
    )


def cadence_in_force(
    cadence: str | None, of_tags: Iterable[str | None], status: str | None, *, own: bool
) -> str | None:
    """As `rhythms.cadence_of` has it, for a contact whose tags' rhythms are at hand."""
    if status in ENDED:
        return NONE
    if own and cadence is not None:
        return cadence
    return shortest([text for text in of_tags if text and text != NONE]) or cadence
