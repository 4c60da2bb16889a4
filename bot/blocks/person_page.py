"""A person's page: who they are, what can be done about them, what matters now, their history page by page.

The same in an answer is `briefs.py`; the forms that its buttons open are in `person_forms.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.blocks.briefs import (
    background,
    feedback_line,
    headline,
    help_line,
    interaction_line,
    milestone_line,
    promise_line,
    reach,
    reminder_line,
    row,
    touch,
)
from bot.blocks.fields import State, modal
from bot.blocks.item_forms import edit_button
from bot.blocks.layout import Button, Json, actions, context, divider, paragraphs, section
from bot.blocks.message import Message
from bot.blocks.names import label, plain_name
from bot.blocks.text import words
from bot.network.outcomes import Brief, NoteFact, PromiseFact, ReminderFact
from bot.network.person_page import A_PAGE, PersonPage, pages_of
from bot.network.rhythms import ENDED

_ANSWER = 6  # blocks of an answer that stands above all else
_FACT = 200
_edit = partial(edit_button, "person:item")
T = TypeVar("T")
Build = Callable[[T, Brief], list[Json]]


def person_modal(page: PersonPage, state: State, said: Sequence[Json] = ()) -> Json:
    """The page as a view; `said` answers what was done there."""
    brief = page.brief
    blocks = [
        *_answered(said),
        *paragraphs(line for line in (headline(brief), touch(brief), reach(brief)) if line),
        actions(_buttons(brief)),
        *_now(page),
        *_history(page),
        *paragraphs(line for line in _known(brief) if line),
    ]
    return modal(label(brief.person), blocks, callback="person", submit="", state=state)


def person_gone(message: Message, state: State) -> Json:
    """What is left of a page when its person is not there any more, and the way back."""
    return modal("Rapport", _answered(message.blocks)[:-1] or message.blocks, callback="person", submit="", state=state)


def _answered(said: Sequence[Json]) -> list[Json]:
    """What came of a click, and the way back; what else could be done stands on the page."""
    texts = [block for block in said if block["type"] != "actions"][:_ANSWER]
    back = [one for block in said for one in block.get("elements", []) if one.get("action_id") in ("undo", "redo")]
    buttons = [{"type": "actions", "elements": back[:1]}] if back else []
    return [*texts, *buttons, divider()] if said else []


def _buttons(brief: Brief) -> list[Button]:
    name, value = label(brief.person), str(brief.person.id)
    is_paused = brief.paused_until is not None and brief.paused_until > brief.today
    nudges = (
        Button("Resume nudges", "person:resume", value, f"Resume nudges about {name}")
        if is_paused
        else Button("Stop nudges", "person:stop", value, f"Stop nudges about {name}")
    )
    return [
        Button("Log", "person:log", value, f"Log an interaction with {name}", is_primary=True),
        Button("Edit", "person:edit", value, f"Edit {name}"),
        *([] if brief.status in ENDED else [nudges]),
        Button("Merge…", "person:merge", value, f"Merge {name} with somebody else"),
        Button("Forget…", "person:forget", value, f"Forget {name}"),
    ]


def _now(page: PersonPage) -> list[Json]:
    """What to have in mind: plans, days to celebrate, what is owed, which is ticked off here, and what is known."""
    brief = page.brief
    celebrate = row("To celebrate", [milestone_line(each, brief.today) for each in brief.milestones])
    ahead = _rows(page, _AHEAD, page.ahead, (*brief.plans, *brief.reminders), _to_come)
    owed = _rows(page, _OWED, page.owed, brief.promises, _owed)
    noted = sorted(brief.notes, key=lambda note: not note.next_time)
    return [*ahead, *([section(celebrate)] if celebrate else []), *owed, *_rows(page, _NOTES, page.notes, noted, _note)]


@dataclass(frozen=True, slots=True)
class _List:
    """A list of a page: its name in `PAGES`, its heading, and what a screen reader calls its parts."""

    name: str
    title: str
    before: str
    after: str


_AHEAD = _List("ahead", "Ahead", "What comes sooner", "What comes later")
_OWED = _List("owed", "Promises", "Promises due sooner", "Promises due later")
_NOTES = _List("notes", "Notes", "Newer notes", "Older notes")
_HISTORY = _List("page", "History", "Newer interactions", "Older interactions")


def _rows(page: PersonPage, of: _List, number: int, items: Sequence[T], build: Build[T]) -> list[Json]:
    """One page of a list, and the way to the others."""
    if not items:
        return []
    shown = items[number * A_PAGE : (number + 1) * A_PAGE]
    rows = [block for one in shown for block in build(one, page.brief)]
    return [section(f"*{of.title}*"), *rows, *_pager(page, of, number, len(shown), len(items))]


def _to_come(fact: ReminderFact, brief: Brief) -> list[Json]:
    kind = "reminder" if fact.kind in ("reminder", "follow_up") else "plan"
    return [
        section(f"• {reminder_line(fact, brief.today)}", _edit(f"{kind}:{fact.id}", None, fact.about or fact.place))
    ]


def _owed(promise: PromiseFact, brief: Brief) -> list[Json]:
    whose = "You owe" if promise.direction == "mine" else "They owe you"
    edit = _edit(f"promise:{promise.id}", None, promise.about)
    return [section(f"*{whose}:* {promise_line(promise, brief.today)}"), actions([_kept(promise), edit])]


def _note(note: NoteFact, _brief: Brief) -> list[Json]:
    bring_up = "*Bring up:* " if note.next_time else ""
    return [section(f"• {bring_up}{words(note.text, _FACT) or '…'}", _edit(f"note:{note.id}", None, note.text))]


def _kept(promise: PromiseFact) -> Button:
    whose = "Kept the promise to" if promise.direction == "mine" else "Got what was promised by"
    return Button("Kept", "person:kept", str(promise.id), f"{whose} {plain_name(promise.name)}")


def _history(page: PersonPage) -> list[Json]:
    """The interactions of one page, each with its form where it has one, and the way to the others."""
    brief = page.brief
    if not page.shown:
        return []
    rows = [
        section(
            f"• {interaction_line(fact, brief.today)}",
            Button("Edit", "edit", change, "Edit this interaction") if change else None,
        )
        for fact, change in zip(page.shown, page.changes, strict=True)
    ]
    return [section("*History*"), *rows, *_pager(page, _HISTORY, page.page, len(page.shown), brief.interaction_count)]


def _pager(page: PersonPage, of: _List, number: int, shown: int, total: int) -> list[Json]:
    pages = page.pages if of is _HISTORY else pages_of(total)
    if pages < 2:
        return []
    value, first, name = str(page.brief.person.id), number * A_PAGE, "" if of is _HISTORY else f":{of.name}"
    said = f"{first + 1}–{first + shown} of {total:,}"
    before, after = ("Newer", "Older") if of in (_HISTORY, _NOTES) else ("Sooner", "Later")
    ways = [
        *([Button(before, f"person:newer{name}", f"{value}:{number - 1}", of.before)] if number else []),
        *([Button(after, f"person:older{name}", f"{value}:{number + 1}", of.after)] if number < pages - 1 else []),
    ]
    return [context(said), actions(ways)]


def _known(brief: Brief) -> list[str]:
    return [
        row("Help", [help_line(*each, brief.today) for each in brief.help]),
        row("Feedback", [feedback_line(*each, brief.today) for each in brief.feedback]),
        *background(brief),
    ]
