"""What an owner asks of their network: a brief on one person, who fits, who is due, what is coming, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select

from bot.language.meanings import Meaning
from bot.network.ahead import ahead
from bot.network.due import candidates
from bot.network.errors import NobodyNamedError
from bot.network.facets import interaction_facts, milestone_fact, plan_fact, reminder_fact
from bot.network.nudge_views import foretold_view
from bot.network.outcomes import Brief, DueList, DuePerson, Foretold, Found, NoteFact, PromiseFact, Stats, Upcoming
from bot.network.people import one_person, people_meant, person
from bot.network.rhythms import ENDED, cadence_of
from bot.network.rules.ranking import Candidate
from bot.network.turns import Turn
from bot.store import agenda, contacts, history
from bot.store.names import fold
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    HelpRow,
    InteractionPersonRow,
    InteractionRow,
    NoteRow,
    PromiseRow,
    ReminderRow,
)

_SHOWN = 20
_COMING, _FURTHEST = 30, 366  # days ahead: as a rule, and at the most
_HISTORY = 8
_STATS_DAYS = 90


def brief(turn: Turn, meaning: Meaning) -> Brief:
    """Everything worth knowing before talking to one person."""
    if not meaning.people:
        raise NobodyNamedError("brief")
    row = one_person(turn, meaning.people, "brief")
    return brief_on(turn, row, history.interactions_of(turn.session, turn.owner.id, row.id, _HISTORY))


def brief_on(turn: Turn, row: ContactRow, interactions: Sequence[InteractionRow]) -> Brief:
    """The brief on a contact, with these of their interactions."""
    owner_id, session = turn.owner.id, turn.session
    return Brief(
        person=person(turn, row),
        today=turn.today,
        email=row.email,
        phone=row.phone,
        links=tuple(row.links),
        aliases=tuple(row.aliases),
        place=row.place,
        channel=row.channel,
        via=tuple(row.via),
        tags=tuple(contacts.tags_of(session, row.id)),
        status=row.status,
        cadence=cadence_of(turn, row),
        paused_until=row.paused_until,
        created_on=row.created_on,
        next_check_in_on=row.next_check_in_on,
        interactions=interaction_facts(session, owner_id, interactions, row.id),
        interaction_count=history.interaction_count(session, owner_id, row.id),
        plans=tuple(plan_fact(one) for one in agenda.open_plans(session, owner_id, row.id)),
        reminders=tuple(reminder_fact(one) for one in agenda.open_reminders(session, owner_id, row.id)),
        milestones=tuple(milestone_fact(one) for one in agenda.milestones_of(session, owner_id, row.id)),
        promises=tuple(_promise(one, row.name) for one in agenda.open_promises(session, owner_id, row.id)),
        help=tuple((one.direction, one.about, one.on) for one in history.help_with(session, owner_id, row.id)),
        feedback=tuple((one.stage, one.about, one.on) for one in agenda.feedback_of(session, owner_id, row.id)),
        notes=tuple(NoteFact(one.text, one.next_time, one.id) for one in history.notes_of(session, owner_id, row.id)),
        positions=tuple(
            (one.company, one.role, one.from_on, one.to_on) for one in history.positions_of(session, owner_id, row.id)
        ),
    )


def _promise(row: PromiseRow, name: str) -> PromiseFact:
    return PromiseFact(row.direction, row.about, row.due_on, row.said_on, name, row.id)


def find(turn: Turn, meaning: Meaning) -> Found:
    """Who fits: by place, company, role, tag, topic, or when they were in touch; all that is asked must fit."""
    rows = list(turn.session.scalars(_known(turn).order_by(ContactRow.name, ContactRow.id)))
    why: dict[int, str | None] = dict.fromkeys((row.id for row in rows), None)
    for reasons in _conditions(turn, meaning, rows):
        why = {one: reasons[one] or why[one] for one in why if one in reasons}
    fitting = [row for row in rows if row.id in why]
    shown = fitting[:_SHOWN]
    return Found(
        meaning=meaning,
        people=tuple(person(turn, row) for row in shown),
        why=tuple(why[row.id] for row in shown),
        total=len(fitting),
        today=turn.today,
    )


def _known(turn: Turn) -> Select[ContactRow]:
    return select(ContactRow).where(ContactRow.owner_id == turn.owner.id, ContactRow.forgotten_at.is_(None))


def _conditions(turn: Turn, meaning: Meaning, rows: Sequence[ContactRow]) -> list[dict[int, str | None]]:
    """For each thing asked: the contacts that fit it, with what fitted."""
    found: list[dict[int, str | None]] = []
    if meaning.company:
        found.append({row.id: row.company for row in rows if _has(row.company, meaning.company)})
    if meaning.role:
        found.append({row.id: row.role for row in rows if _has(row.role, meaning.role)})
    if meaning.people:
        ids = {row.id for row in people_meant(turn, meaning.people, create=False)}
        found.append(dict.fromkeys(ids, None))
    found += [_with_tag(turn, tag) for tag in meaning.tags]
    if meaning.where:
        found.append({**_met_where(turn, meaning.where), **_living_in(rows, meaning.where)})
    if meaning.about:
        found.append(_into(turn, meaning.about, rows))
    if meaning.since or isinstance(meaning.on, date):
        found.append(_in_touch(turn, meaning))
    if meaning.before:
        before = meaning.before
        found.append({row.id: None for row in rows if row.last_interaction_on and row.last_interaction_on < before})
    return found


def _has(text: str | None, wanted: str) -> bool:
    return f" {fold(wanted)} " in f" {fold(text or '')} "


def _with_tag(turn: Turn, tag: str) -> dict[int, str | None]:
    rows = contacts.contacts_with_tag(turn.session, turn.owner.id, tag)
    return {row.id: f"#{tag}" for row in rows}


def _living_in(rows: Sequence[ContactRow], where: str) -> dict[int, str | None]:
    return {row.id: row.place for row in rows if _has(row.place, where)}


def _met(turn: Turn) -> Sequence[tuple[int, InteractionRow]]:
    query = (
        select(InteractionPersonRow.contact_id, InteractionRow)
        .join(InteractionRow, InteractionRow.id == InteractionPersonRow.interaction_id)
        .where(InteractionPersonRow.owner_id == turn.owner.id)
        .order_by(InteractionRow.on, InteractionRow.id)
    )
    return [(contact_id, row) for contact_id, row in turn.session.execute(query)]


def _met_where(turn: Turn, where: str) -> dict[int, str | None]:
    return {contact_id: row.place for contact_id, row in _met(turn) if _has(row.place, where)}


def _into(turn: Turn, about: str, rows: Sequence[ContactRow]) -> dict[int, str | None]:
    """Who is into something: by a note, a tag, a role, or what was talked about."""
    found: dict[int, str | None] = {row.id: row.role for row in rows if _has(row.role, about)}
    found.update({contact_id: row.about for contact_id, row in _met(turn) if _has(row.about, about)})
    query = select(ContactTagRow.contact_id, ContactTagRow.tag).where(ContactTagRow.owner_id == turn.owner.id)
    found.update({contact_id: f"#{tag}" for contact_id, tag in turn.session.execute(query) if fold(tag) == fold(about)})
    notes = select(NoteRow).where(NoteRow.owner_id == turn.owner.id)
    found.update({note.contact_id: note.text for note in turn.session.scalars(notes) if _has(note.text, about)})
    return found


def _in_touch(turn: Turn, meaning: Meaning) -> dict[int, str | None]:
    first = meaning.since or (meaning.on if isinstance(meaning.on, date) else None)
    last = meaning.on if isinstance(meaning.on, date) else turn.today
    return {
        contact_id: None
        for contact_id, row in _met(turn)
        if row.outcome is None and first is not None and first <= row.on <= last
    }


def due(turn: Turn, meaning: Meaning) -> DueList:
    """Who is due until a day (today, unless said), and who comes next."""
    until = meaning.until or turn.today
    found = _due_people(turn, until, meaning.tags)
    next_up = None
    if not found:
        later = _due_people(turn, until + timedelta(days=366), meaning.tags)
        next_up = later[0] if later else None
    return DueList(people=tuple(found[:_SHOWN]), until=until, today=turn.today, total=len(found), next_up=next_up)


def _due_people(turn: Turn, until: date, tags: Sequence[str]) -> list[DuePerson]:
    """Everything due for somebody until a day: what waits for its nudge, and what was nudged and not answered."""
    ahead = candidates(turn.session, turn.owner, turn.settings, turn.calendar, today=turn.today, until=until)
    places = {(one.kind, one.contact_id): one for one in ahead if one.contact_id and one.due_on <= until}
    asked = select(ContactRow).where(
        ContactRow.owner_id == turn.owner.id,
        ContactRow.next_check_in_on <= until,
        ContactRow.asked_on == ContactRow.next_check_in_on,
        ContactRow.forgotten_at.is_(None),
        or_(ContactRow.paused_until.is_(None), ContactRow.paused_until <= turn.today),
    )
    days = [(one.due_on, one.kind, int(one.contact_id or 0), _about(turn, one)) for one in places.values()]
    days += [
        (row.next_check_in_on, "check_in", row.id, None) for row in turn.session.scalars(asked) if row.next_check_in_on
    ]
    bearing = [{row.id for row in contacts.contacts_with_tag(turn.session, turn.owner.id, tag)} for tag in tags]
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, {contact_id for _day, _kind, contact_id, _ in days})
    return [
        DuePerson(person=person(turn, rows[contact_id]), kind=kind, due_on=day, about=about)
        for day, kind, contact_id, about in sorted(days, key=lambda one: (one[0], one[2], one[1]))
        if contact_id in rows and all(contact_id in ids for ids in bearing)
    ]


def _about(turn: Turn, candidate: Candidate) -> str | None:
    if candidate.kind in ("reminder", "follow_up") and candidate.source_id is not None:
        row = turn.session.get(ReminderRow, candidate.source_id)
        return row.about if row else None
    return None


def upcoming(turn: Turn, meaning: Meaning) -> Upcoming:
    """What is coming: milestones; and what will be sent, unless only milestones of one kind are asked for."""
    coming = milestones_ahead(turn, meaning)
    if meaning.milestone is not None:
        return coming
    days = min((meaning.until - turn.today).days, _FURTHEST) if meaning.until is not None else _COMING
    ids = {row.id for row in people_meant(turn, meaning.people, create=False)}
    found = [
        Foretold(one.at.astimezone(turn.settings.zone), view, one.message > 0)
        for one in ahead(turn.session, turn.owner, turn.at, max(days, 0))
        if (not ids or one.candidate.contact_id in ids)
        and (view := foretold_view(turn.session, turn.owner, one.candidate, turn.local_day(one.at))) is not None
    ]
    return replace(coming, nudges=tuple(found))


def milestones_ahead(turn: Turn, meaning: Meaning) -> Upcoming:
    """Milestones ahead: of one kind, of some people, until a day."""
    rows = agenda.milestones_until(turn.session, turn.owner.id, turn.today, meaning.until)
    ids = {row.id for row in people_meant(turn, meaning.people, create=False)}
    names = contacts.contacts_by_id(turn.session, turn.owner.id, {row.contact_id for row in rows})
    wanted = [
        milestone_fact(row, names[row.contact_id].name)
        for row in rows
        if row.contact_id in names
        and names[row.contact_id].status not in ENDED
        and (meaning.milestone is None or row.kind == meaning.milestone)
        and (not ids or row.contact_id in ids)
    ]
    return Upcoming(milestones=tuple(wanted[:_SHOWN]), until=meaning.until, today=turn.today, meaning=meaning)


def stats(turn: Turn, meaning: Meaning) -> Stats:
    """The state of the network: what is there, not how good anybody is."""
    since = meaning.since or turn.today - timedelta(days=_STATS_DAYS)
    rows = list(turn.session.scalars(_known(turn)))
    met = [(contact_id, row) for contact_id, row in _met(turn) if row.outcome is None and row.on >= since]
    owed = Counter(one.direction for one in agenda.open_promises(turn.session, turn.owner.id))
    tags = select(ContactTagRow.tag).where(ContactTagRow.owner_id == turn.owner.id)
    return Stats(
        people=len(rows),
        with_rhythm=sum(row.next_check_in_on is not None for row in rows),
        paused=sum(row.paused_until is not None and row.paused_until > turn.today for row in rows),
        interactions=len({row.id for _contact, row in met}),
        people_met=len({contact_id for contact_id, _row in met}),
        new_people=sum(row.created_on >= since for row in rows),
        since=since,
        today=turn.today,
        due_soon=len(_due_people(turn, turn.today + timedelta(days=7), ())),
        promises_mine=owed["mine"],
        promises_theirs=owed["theirs"],
        companies=_most([row.company for row in rows]),
        tags=_most(list(turn.session.scalars(tags))),
        places=_most([row.place for _contact, row in met]),
        help_given=_help(turn, "given"),
        help_received=_help(turn, "received"),
    )


def _most(texts: Sequence[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(text for text in texts if text).most_common(5))


def _help(turn: Turn, direction: str) -> int:
    query = select(func.count()).where(HelpRow.owner_id == turn.owner.id, HelpRow.direction == direction)
    return turn.session.scalar(query) or 0
