"""A person's page: all that is known of one contact, their history page by page. Changing it: `person_form`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.network import replay
from bot.network.facets import interaction_facts
from bot.network.forms import is_one_log
from bot.network.insight import brief_on
from bot.network.outcomes import Brief, InteractionFact
from bot.network.people import own_contact
from bot.network.turns import Turn
from bot.store import history

A_PAGE = 5  # of interactions, of what is ahead, of promises, of notes
PAGES = ("page", "ahead", "owed", "notes")  # the lists of it that have pages; the first is the history


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A brief, and the interactions of one page of the history (the first is 0).

    `changes` says for each of them which change logged it; None where no form can hold it. `ahead`, `owed` and `notes`
    are the pages that are shown of the brief's plans and reminders, promises and notes.
    """

    brief: Brief
    shown: tuple[InteractionFact, ...]
    changes: tuple[str | None, ...]
    page: int
    pages: int
    ahead: int = 0
    owed: int = 0
    notes: int = 0


def pages_of(count: int) -> int:
    """How many pages a list has: one at the least."""
    return max(1, -(-count // A_PAGE))


def person_page(turn: Turn, contact_id: str, turned: Mapping[str, int]) -> PersonPage:
    """The page of a contact, its lists turned to a page each; one that is not there gives the nearest.

    Raises `NotYoursError`.
    """
    row = own_contact(turn, contact_id)
    count = history.interaction_count(turn.session, turn.owner.id, row.id)
    page = _held(turned.get("page", 0), count)
    rows = history.interactions_of(turn.session, turn.owner.id, row.id, A_PAGE, page * A_PAGE)
    newest = rows if page == 0 else history.interactions_of(turn.session, turn.owner.id, row.id, 1)
    logged = _logged_by(turn, row.id, {one.id for one in rows})
    brief = brief_on(turn, row, newest)
    return PersonPage(
        brief=brief,
        shown=interaction_facts(turn.session, turn.owner.id, rows, row.id),
        changes=tuple(logged.get(one.id) for one in rows),
        page=page,
        pages=pages_of(count),
        ahead=_held(turned.get("ahead", 0), len(brief.plans) + len(brief.reminders)),
        owed=_held(turned.get("owed", 0), len(brief.promises)),
        notes=_held(turned.get("notes", 0), len(brief.notes)),
    )


def _held(page: int, count: int) -> int:
    return min(max(page, 0), pages_of(count) - 1)


def _logged_by(turn: Turn, contact_id: int, interactions: Collection[int]) -> dict[int, str]:
    """The change that logged each interaction, where it stands and a form can hold it."""
    standing = history.changes_about(turn.session, turn.owner.id, standing=True)
    ids = [change_id for change_id, about in standing if contact_id in about]
    return {
        entry.key["id"]: row.id
        for row in history.changes_by_id(turn.session, turn.owner.id, ids if interactions else ())
        if is_one_log(row)
        for entry in replay.entries_of(row)
        if entry.table == "interaction" and entry.before is None and entry.key["id"] in interactions
    }
