"""What the App Home shows: due now, what comes, what is owed, who rests. Read only, and of each list only a page.

A page is a claim of whoever turns to it: beyond the end of its list stands the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Select

from bot.network.due import candidates
from bot.network.facets import milestone_fact, plan_fact, reminder_fact
from bot.network.item_forms import item_of_nudge
from bot.network.nudge_views import foretold_view, nudge_view
from bot.network.outcomes import (
    DueNow,
    DuePerson,
    FailedNudge,
    HomeView,
    MilestoneFact,
    Page,
    PromiseFact,
    ReminderFact,
    RestingFact,
)
from bot.network.owners import FOR_GOOD
from bot.network.people import person
from bot.network.rhythms import ENDED
from bot.network.rules.ranking import TOUCH, Candidate, for_day
from bot.network.turns import Turn
from bot.store import contacts, dashboard
from bot.store.dashboard import Span
from bot.store.tables import REVIEW, MilestoneRow, NudgeRow, PlanRow, PromiseRow, ReminderRow

SIZES = {  # together with what stands between them they fill the 100 blocks of a view
    "due": 8,
    "failed": 3,
    "milestones": 8,
    "plans": 6,
    "reminders": 6,
    "mine": 6,
    "theirs": 6,
    "resting": 6,
}
_AHEAD = timedelta(days=60)
_WAITS = timedelta(days=30)  # an older nudge is left to the weekly review
_SINCE = timedelta(days=90)
_LOOK = 200  # of what is due, of each kind: nobody turns more pages than that holds
T = TypeVar("T")
Pages = Mapping[str, int]


def home(turn: Turn, pages: Pages) -> HomeView:
    """The dashboard of one owner, each list at its page."""
    since = turn.today - _SINCE
    counts = dashboard.counts(turn.session, turn.owner.id, since)
    due = _due(turn, pages)
    return HomeView(
        today=turn.today,
        settings=turn.settings,
        due=due,
        next_up=None if due.total else _next_up(turn),
        failed=_failed(turn, pages),
        milestones=_milestones(turn, pages),
        plans=_plans(turn, pages),
        reminders=_reminders(turn, pages),
        mine=_promises(turn, pages, "mine"),
        theirs=_promises(turn, pages, "theirs"),
        resting=_resting(turn, pages),
        people=counts.people,
        with_rhythm=counts.with_rhythm,
        in_touch=counts.in_touch,
        since=since,
        is_first=counts.people == 0 and counts.open_tasks == 0,
        erased_at=turn.owner.erase_at,
        erasure=dashboard.last_forgetting(turn.session, turn.owner) if turn.owner.erase_at else None,
    )


def pages_shown(view: HomeView) -> dict[str, int]:
    """Which page of each list a view shows, but for first ones."""
    shown = {section: getattr(view, section).number for section in SIZES}
    return {section: number for section, number in shown.items() if number}


def _listed(
    turn: Turn, pages: Pages, section: str, query: Select[*tuple[Any, ...]], fact: Callable[..., T | None]
) -> Page[T]:
    """The page of a list that is asked for, each of its rows as a fact."""
    total = dashboard.count_of(turn.session, query)
    span, number = _span(section, pages, total)
    found = dashboard.part_of(turn.session, query, span) if total else ()
    facts = [one for one in (fact(*row) for row in found) if one is not None]
    return Page(tuple(facts), total, number, span.length)


def _span(section: str, pages: Pages, total: int) -> tuple[Span, int]:
    size = SIZES[section]
    number = min(max(pages.get(section, 0), 0), max(total - 1, 0) // size)
    return Span(number * size, size), number


def _due(turn: Turn, pages: Pages) -> Page[DueNow]:
    """What waits for its answer, the newest day first; then what comes next, in the order of its coming."""
    waiting, is_cut = _waiting(turn)
    coming, more = _coming(turn, waiting)
    everything: list[NudgeRow | Candidate] = [*waiting, *coming]
    span, number = _span("due", pages, len(everything))
    facts = [_due_now(turn, one) for one in everything[span.start : span.start + span.length]]
    shown = tuple(fact for fact in facts if fact is not None)
    return Page(shown, len(everything), number, span.length, or_more=is_cut or more)


def _waiting(turn: Turn) -> tuple[list[NudgeRow], bool]:
    """Nudges without an answer, of each subject the newest, and whether there may be more."""
    query = dashboard.nudges(turn.owner.id, "sent", turn.today - _WAITS, today=turn.today, ended=ENDED)
    found = dashboard.part_of(turn.session, query, Span(0, _LOOK))
    newest: dict[tuple[str, int | None, int | None], NudgeRow] = {}
    for (nudge,) in found:
        newest.setdefault((nudge.kind, nudge.contact_id, nudge.source_id), nudge)
    return list(newest.values()), len(found) == _LOOK


def _coming(turn: Turn, waiting: Sequence[NudgeRow]) -> tuple[list[Candidate], bool]:
    """What may be sent today, and whose check-in was asked for so long ago that its nudge is not shown any more."""
    pool = candidates(
        turn.session, turn.owner, turn.settings, turn.calendar, today=turn.today, until=turn.today, most=_LOOK
    )
    touched = {nudge.contact_id for nudge in waiting if nudge.kind in TOUCH}
    coming = [one for one in for_day(pool, turn.today, len(pool), touched) if one.kind != REVIEW]
    failed = dashboard.nudges(turn.owner.id, "failed", turn.today - _WAITS, today=turn.today, ended=ENDED)
    touched |= {one.contact_id for one in coming if one.kind in TOUCH}
    touched |= {nudge.contact_id for (nudge,) in dashboard.part_of(turn.session, failed, Span(0, _LOOK))}
    asked = dashboard.asked_long_ago(turn.owner.id, turn.today, ENDED)
    found = dashboard.part_of(turn.session, asked, Span(0, _LOOK))
    late = [_check_in(contact_id, on) for contact_id, on in found if contact_id not in touched]
    return [*coming, *late], max(len(pool), len(found)) >= _LOOK


def _check_in(contact_id: int, on: Any) -> Candidate:
    return Candidate("check_in", f"{contact_id}:{on}", contact_id, None, due_on=on, send_on=on)


def _due_now(turn: Turn, due: NudgeRow | Candidate) -> DueNow | None:
    if isinstance(due, NudgeRow):
        view = nudge_view(turn.session, due, turn.at)
    else:
        view = foretold_view(turn.session, turn.owner, due, turn.today)
    promise = due.source_id if due.kind == "promise" else None
    kind = item_of_nudge(due.kind) if due.source_id is not None else None
    item = f"{kind}:{due.source_id}" if kind else None
    return DueNow(view, promise, item) if view is not None else None


def _next_up(turn: Turn) -> DuePerson | None:
    """Who comes first on an empty day."""
    until = turn.today + timedelta(days=366)
    found = candidates(
        turn.session, turn.owner, turn.settings, turn.calendar, today=turn.today, until=until, most=_LOOK
    )
    people = [one for one in found if one.contact_id is not None]
    first = min(people, key=lambda one: (one.send_on, one.due_on, one.occasion), default=None)
    row = contacts.contact(turn.session, turn.owner.id, first.contact_id) if first and first.contact_id else None
    return DuePerson(person(turn, row), first.kind, first.due_on) if first is not None and row is not None else None


def _failed(turn: Turn, pages: Pages) -> Page[FailedNudge]:
    def fact(nudge: NudgeRow) -> FailedNudge | None:
        view = nudge_view(turn.session, nudge, turn.at)
        return FailedNudge(view, nudge.error) if view is not None else None

    query = dashboard.nudges(turn.owner.id, "failed", turn.today - _WAITS, today=turn.today, ended=ENDED)
    return _listed(turn, pages, "failed", query, fact)


def _milestones(turn: Turn, pages: Pages) -> Page[MilestoneFact]:
    def fact(row: MilestoneRow, name: str) -> MilestoneFact:
        return milestone_fact(row, name)

    query = dashboard.milestones(turn.owner.id, turn.today, turn.today + _AHEAD, ENDED)
    return _listed(turn, pages, "milestones", query, fact)


def _plans(turn: Turn, pages: Pages) -> Page[ReminderFact]:
    def fact(row: PlanRow, name: str) -> ReminderFact:
        names = dashboard.names_in_group(turn.session, turn.owner.id, row.group_id) if row.group_id else (name,)
        return replace(plan_fact(row, name), others=tuple(names))

    return _listed(turn, pages, "plans", dashboard.plans(turn.owner.id, turn.today), fact)


def _reminders(turn: Turn, pages: Pages) -> Page[ReminderFact]:
    def fact(row: ReminderRow, name: str | None) -> ReminderFact:
        return reminder_fact(row, name)

    return _listed(turn, pages, "reminders", dashboard.reminders(turn.owner.id, turn.today), fact)


def _promises(turn: Turn, pages: Pages, direction: str) -> Page[PromiseFact]:
    def fact(row: PromiseRow, name: str) -> PromiseFact:
        return PromiseFact(row.direction, row.about, row.due_on, row.said_on, name, row.id)

    return _listed(turn, pages, direction, dashboard.promises(turn.owner.id, direction), fact)


def _resting(turn: Turn, pages: Pages) -> Page[RestingFact]:
    def fact(kind: str, until: Any, contact_id: int | None, tag: str | None, nudge_id: str | None) -> RestingFact:
        row = contacts.contact(turn.session, turn.owner.id, contact_id) if contact_id is not None else None
        return RestingFact(
            kind=kind,
            until=None if until == FOR_GOOD else until,
            person=person(turn, row) if row is not None else None,
            tag=tag,
            nudge=nudge_id,
            about=_put_off(turn, nudge_id) if nudge_id is not None else None,
        )

    return _listed(turn, pages, "resting", dashboard.resting(turn.owner.id, turn.today), fact)


def _put_off(turn: Turn, nudge_id: str) -> str | None:
    nudge = turn.session.get(NudgeRow, nudge_id)
    is_reminder = nudge is not None and nudge.kind in ("reminder", "follow_up") and nudge.source_id is not None
    reminder = turn.session.get(ReminderRow, nudge.source_id) if nudge is not None and is_reminder else None
    return reminder.about if reminder is not None else None
