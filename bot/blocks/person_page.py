"""A person's page: who they are, what can be done about them, what matters now, their history page by page.

The same in an answer is `briefs.py`; the forms that its buttons open are in `person_forms.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from bot.blocks.layout import Button, Json, actions, context, divider, paragraphs, section
from bot.blocks.message import Message
from bot.blocks.names import label, plain_name
from bot.blocks.text import counted, words
from bot.network.outcomes import Brief, PromiseFact
from bot.network.person_page import A_PAGE, PersonPage
from bot.network.rhythms import ENDED

_ANSWER = 6  # blocks of an answer that stands above all else
_PROMISES = 5
_FACT = 200


def person_modal(page: PersonPage, state: State, said: Sequence[Json] = ()) -> Json:
    """The page as a view; `said` answers what was done there."""
    brief = page.brief
    blocks = [
        *_answered(said),
        *paragraphs(line for line in (headline(brief), touch(brief), reach(brief)) if line),
        actions(_buttons(brief)),
        *_now(brief),
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


def _now(brief: Brief) -> list[Json]:
    """What to have in mind: plans, what to bring up, days to celebrate, and what is owed, which is ticked off here."""
    today = brief.today
    lines = [
        row("Ahead", [reminder_line(plan, today) for plan in (*brief.plans, *brief.reminders)]),
        row("Bring up", [words(text, _FACT) for text, is_next in brief.notes if is_next]),
        row("To celebrate", [milestone_line(each, today) for each in brief.milestones]),
    ]
    promises = [section(_owed(each, brief), _kept(each)) for each in brief.promises[:_PROMISES]]
    left = len(brief.promises) - _PROMISES
    more = [context(f"… and {counted(left, 'promise')} more")] if left > 0 else []
    return [*paragraphs(line for line in lines if line), *promises, *more]


def _owed(promise: PromiseFact, brief: Brief) -> str:
    whose = "You owe" if promise.direction == "mine" else "They owe you"
    return f"*{whose}:* {promise_line(promise, brief.today)}"


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
    return [section("*History*"), *rows, *_pager(page)]


def _pager(page: PersonPage) -> list[Json]:
    if page.pages < 2:
        return []
    value, first = str(page.brief.person.id), page.page * A_PAGE
    said = f"{first + 1}–{first + len(page.shown)} of {page.brief.interaction_count:,}"
    ways = [
        *([Button("Newer", "person:newer", f"{value}:{page.page - 1}", "Newer interactions")] if page.page else []),
        *(
            [Button("Older", "person:older", f"{value}:{page.page + 1}", "Older interactions")]
            if page.page < page.pages - 1
            else []
        ),
    ]
    return [context(said), actions(ways)]


def _known(brief: Brief) -> list[str]:
    return [
        row("Notes", [words(text, _FACT) for text, is_next in brief.notes if not is_next]),
        row("Help", [help_line(*each, brief.today) for each in brief.help]),
        row("Feedback", [feedback_line(*each, brief.today) for each in brief.feedback]),
        *background(brief),
    ]
