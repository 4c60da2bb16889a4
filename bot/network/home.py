"""What the App Home shows: due now, what comes, what is owed, who is paused. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from bot.language.meanings import Meaning
from bot.network import insight, promises
from bot.network.facets import plan_fact
from bot.network.outcomes import DuePerson, HomeView, Person
from bot.network.owners import FOR_GOOD
from bot.network.people import person
from bot.network.turns import Turn
from bot.store import agenda, contacts
from bot.store.tables import ContactRow, NudgeRow

_AHEAD = timedelta(days=60)
_WAITS = timedelta(days=30)  # an older nudge is left to the weekly review


def home(turn: Turn) -> HomeView:
    """The dashboard of one owner."""
    due = insight.due(turn, Meaning(intent="due"))
    waiting = _waiting(turn)
    stats = insight.stats(turn, Meaning(intent="stats"))
    coming = insight.upcoming(turn, Meaning(intent="upcoming", until=turn.today + _AHEAD))
    plans = agenda.open_plans(turn.session, turn.owner.id)
    names = contacts.contacts_by_id(turn.session, turn.owner.id, {plan.contact_id for plan in plans})
    return HomeView(
        today=turn.today,
        settings=turn.settings,
        due=_with_nudges(due.people, waiting),
        next_up=due.next_up,
        milestones=coming.milestones,
        promises=promises.owed(turn, Meaning(intent="owed")).promises,
        plans=tuple(plan_fact(plan, names[plan.contact_id].name) for plan in plans if plan.contact_id in names),
        paused=_paused(turn),
        stats=stats,
        is_first=stats.people == 0,
    )


def _waiting(turn: Turn) -> list[DuePerson]:
    """Nudges of the last weeks that wait for an answer, oldest first."""
    query = select(NudgeRow).where(
        NudgeRow.owner_id == turn.owner.id,
        NudgeRow.state == "sent",
        NudgeRow.answered.is_(None),
        NudgeRow.contact_id.is_not(None),
        NudgeRow.planned_on >= turn.today - _WAITS,
    )
    nudges = turn.session.scalars(query.order_by(NudgeRow.planned_at, NudgeRow.id)).all()
    ids = {nudge.contact_id for nudge in nudges if nudge.contact_id is not None}
    rows = contacts.contacts_by_id(turn.session, turn.owner.id, ids)
    return [
        DuePerson(person(turn, rows[nudge.contact_id]), nudge.kind, nudge.due_on, nudge=nudge.id)
        for nudge in nudges
        if nudge.contact_id in rows
    ]


def _with_nudges(due: Sequence[DuePerson], waiting: Sequence[DuePerson]) -> tuple[DuePerson, ...]:
    """Everybody due once for each kind, with the newest nudge about it, soonest first."""
    rows = {(one.person.id, one.kind): one for one in due}
    for asked in waiting:
        key = (asked.person.id, asked.kind)
        rows[key] = replace(rows.get(key, asked), nudge=asked.nudge)
    return tuple(sorted(rows.values(), key=lambda one: (one.due_on, one.person.id, one.kind)))


def _paused(turn: Turn) -> tuple[tuple[Person, date | None], ...]:
    """Who is paused, with the day of their return; None for those paused until further notice."""
    query = select(ContactRow).where(
        ContactRow.owner_id == turn.owner.id,
        ContactRow.paused_until > turn.today,
        ContactRow.forgotten_at.is_(None),
    )
    rows = turn.session.scalars(query.order_by(ContactRow.paused_until, ContactRow.name))
    return tuple((person(turn, row), None if row.paused_until == FOR_GOOD else row.paused_until) for row in rows)
