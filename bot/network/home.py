"""What the App Home shows: due now, what comes, what is owed, who is paused. Read only."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from bot.language.meanings import Meaning
from bot.network import insight, promises
from bot.network.facets import plan_fact
from bot.network.outcomes import HomeView, Person
from bot.network.owners import FOR_GOOD
from bot.network.people import person
from bot.network.turns import Turn
from bot.store import agenda, contacts
from bot.store.tables import ContactRow

_AHEAD = timedelta(days=60)


def home(turn: Turn) -> HomeView:
    """The dashboard of one owner."""
    due = insight.due(turn, Meaning(intent="due"))
    stats = insight.stats(turn, Meaning(intent="stats"))
    coming = insight.upcoming(turn, Meaning(intent="upcoming", until=turn.today + _AHEAD))
    plans = agenda.open_plans(turn.session, turn.owner.id)
    names = contacts.contacts_by_id(turn.session, turn.owner.id, {plan.contact_id for plan in plans})
    return HomeView(
        today=turn.today,
        settings=turn.settings,
        due=due.people,
        next_up=due.next_up,
        milestones=coming.milestones,
        promises=promises.owed(turn, Meaning(intent="owed")).promises,
        plans=tuple(plan_fact(plan, names[plan.contact_id].name) for plan in plans if plan.contact_id in names),
        paused=_paused(turn),
        stats=stats,
        is_first=stats.people == 0,
    )


def _paused(turn: Turn) -> tuple[tuple[Person, date | None], ...]:
    """Who is paused, with the day of their return; None for those paused until further notice."""
    query = select(ContactRow).where(
        ContactRow.owner_id == turn.owner.id,
        ContactRow.paused_until > turn.today,
        ContactRow.forgotten_at.is_(None),
    )
    rows = turn.session.scalars(query.order_by(ContactRow.paused_until, ContactRow.name))
    return tuple((person(turn, row), None if row.paused_until == FOR_GOOD else row.paused_until) for row in rows)
