"""Being in touch: what was (log), what is to come (plan), and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.language.meanings import Meaning
from bot.network.adapting import proposal
from bot.network.errors import NobodyNamedError
from bot.network.outcomes import Recorded
from bot.network.people import people_meant
from bot.network.rhythms import (
    NONE,
    answer_by_log,
    ask_again,
    first_spread,
    give_default,
    reckon,
    recorded,
    set_cadence,
    take_rhythm_of_tags,
)
from bot.network.turns import Turn
from bot.store import agenda, contacts
from bot.store.journal import add_row
from bot.store.tables import (
    ContactRow,
    ContactTagRow,
    InteractionPersonRow,
    InteractionRow,
    PlanRow,
    ReminderRow,
    new_id,
    put,
)

THANKS_AFTER = 2  # working days after a first meeting
MEETINGS = frozenset({"met", "coffee", "meal", "event", "video", "call", "intro", "other"})
_TOUCH = ("check_in", "follow_up")  # nudges that any contact answers


def log(turn: Turn, meaning: Meaning) -> Recorded:
    """`met Priya at PyCon yesterday about hiring #python follow up in 2 weeks`."""
    if not meaning.people:
        raise NobodyNamedError("log")
    via = people_meant(turn, meaning.via, create=True) if meaning.via else []
    rows = people_meant(turn, meaning.people, create=True)
    on = meaning.on if isinstance(meaning.on, date) else turn.today
    kind = meaning.kind or "other"
    before = [row.last_interaction_on for row in rows]
    write_interaction(turn, rows, on, kind, meaning.where, meaning.about, meaning.outcome)
    for row in rows:
        take_details(turn, row, meaning, via)
    with turn.session.no_autoflush:  # nothing that is asked from here on depends on what is written from here on
        return _followed(turn, replace(meaning, on=on, kind=kind), rows, before, on)


def _followed(
    turn: Turn, meaning: Meaning, rows: list[ContactRow], before: Sequence[date | None], on: date
) -> Recorded:
    """What a log leads to: the next check-in, a rhythm, a follow-up, a thank-you.

    `before` are the days on which they were last in touch until now.
    """
    is_first = [last is None for last in before]
    cadences: list[str | None] = []
    if meaning.outcome == "no_answer":
        for row in rows:
            ask_again(turn, row)
    else:
        cadences = _keep_in_touch(turn, rows, is_first, on)
    if meaning.every:
        cadences = [set_cadence(turn, row, meaning.every) for row in rows]
    follow_up_on = follow_up(turn, rows, meaning)
    if follow_up_on is None and meaning.outcome is None and meaning.kind in MEETINGS:
        firsts = [row for row, first, often in zip(rows, is_first, cadences, strict=True) if first and often != NONE]
        follow_up_on = _thank(turn, firsts, on)
    told = recorded(turn, meaning, rows, cadence=next(iter(cadences), None), follow_up_on=follow_up_on)
    is_new_day = len(before) == 1 and before[0] is not None and before[0] < on  # no other makes contact more frequent
    may_adapt = is_new_day and meaning.every is None and meaning.outcome is None
    return replace(told, proposes=proposal(turn, rows[0], cadence=told.cadence)) if may_adapt else told


def write_interaction(
    turn: Turn,
    rows: Sequence[ContactRow],
    on: date,
    kind: str,
    place: str | None = None,
    about: str | None = None,
    outcome: str | None = None,
) -> None:
    """Write one interaction with everyone who was there. Only one that reached them counts as the last."""
    interaction = add_row(
        turn.session,
        InteractionRow,
        owner_id=turn.owner.id,
        on=on,
        kind=kind,
        place=place,
        about=about,
        outcome=outcome,
        source=turn.source,
        created_at=turn.at,
    )
    for row in rows:
        there = {"contact_id": row.id, "owner_id": turn.owner.id}
        add_row(turn.session, InteractionPersonRow, interaction_id=interaction, **there)
    if outcome is None:
        for row in rows:
            put(row, last_interaction_on=max(row.last_interaction_on or on, on))


def take_details(turn: Turn, row: ContactRow, meaning: Meaning, via: Sequence[ContactRow] = ()) -> None:
    """What a log says of the person beside the meeting: company, role, tags, who introduced them."""
    if meaning.company or meaning.role:
        row.company = meaning.company or row.company
        row.role = meaning.role or row.role
        contacts.index_names(turn.session, row)
    if via:
        row.via = [*row.via, *(name for name in (who.name for who in via) if name not in row.via)]
    add_tags(turn, row, meaning.tags)


def add_tags(turn: Turn, row: ContactRow, tags: Sequence[str]) -> None:
    """Put tags on a contact; one that it bears already changes nothing."""
    present = set(contacts.tags_of(turn.session, row.id)) if tags else set()
    fresh = [tag for tag in dict.fromkeys(tags) if tag not in present]
    turn.session.add_all(ContactTagRow(contact_id=row.id, tag=tag, owner_id=turn.owner.id) for tag in fresh)
    if fresh:
        turn.session.flush()
        take_rhythm_of_tags(turn, row, fresh)


def _keep_in_touch(turn: Turn, rows: Sequence[ContactRow], is_first: Sequence[bool], on: date) -> list[str | None]:
    """What follows from being in touch, for each of them; their rhythms."""
    cadences = []
    for place, (row, first) in enumerate(zip(rows, is_first, strict=True)):
        give_default(turn, row)
        later = first_spread(turn, row, place, len(rows)) if first else timedelta()
        cadences.append(reckon(turn, row, later=later))
        put(row, thanks_on=None)
        was_in_touch(turn, row, on)
    return cadences


def was_in_touch(turn: Turn, row: ContactRow, on: date) -> None:
    """What being in touch settles: plans for that day or before, nudges that asked for it."""
    if not agenda.is_anything_open(turn.session, turn.owner.id, row.id, _TOUCH):
        return
    for plan_row in agenda.open_plans(turn.session, turn.owner.id, row.id):
        if plan_row.on is not None and plan_row.on <= on:
            plan_row.done_on = on
    for reminder in agenda.open_reminders(turn.session, turn.owner.id, row.id):
        if reminder.kind == "follow_up" and reminder.on is not None and reminder.on <= on:
            reminder.done_on = on
    for nudge in agenda.open_nudges(turn.session, turn.owner.id, row.id, _TOUCH):
        if nudge.planned_on <= on:
            answer_by_log(turn, nudge)
    for nudge in agenda.snoozed_nudges(turn.session, turn.owner.id, row.id, _TOUCH):
        nudge.asked_again = True


def follow_up(turn: Turn, rows: Sequence[ContactRow], meaning: Meaning) -> date | None:
    """Write the one-off follow-up that was asked for; `soon` is in two working days."""
    if meaning.follow_up is None:
        return None
    on = turn.calendar.working_after(turn.today, THANKS_AFTER) if meaning.follow_up == "soon" else meaning.follow_up
    turn.session.add_all(
        ReminderRow(owner_id=turn.owner.id, contact_id=row.id, kind="follow_up", on=on) for row in rows
    )
    return on


def _thank(turn: Turn, firsts: Sequence[ContactRow], on: date) -> date | None:
    """A first meeting asks for a thank-you within two working days, where that is still ahead."""
    thanks_on = turn.calendar.working_after(on, THANKS_AFTER) if firsts else None
    if thanks_on is None or thanks_on < turn.today:
        return None
    for row in firsts:
        row.thanks_on = thanks_on
    return thanks_on


def plan(turn: Turn, meaning: Meaning) -> Recorded:
    """`lunch with Ana next Thursday at 12:30`."""
    if not meaning.people:
        raise NobodyNamedError("plan")
    rows = people_meant(turn, meaning.people, create=True)
    on = meaning.on if isinstance(meaning.on, date) else None
    if on is None and meaning.time is not None:
        on = turn.today
    group_id = new_id() if len(rows) > 1 else None
    for row in rows:
        take_details(turn, row, meaning)
        turn.session.add(
            PlanRow(
                owner_id=turn.owner.id,
                contact_id=row.id,
                on=on,
                time=meaning.time,
                kind=meaning.kind or "met",
                place=meaning.where,
                about=meaning.about,
                group_id=group_id,
            )
        )
    return recorded(turn, replace(meaning, on=on), rows)
