"""A nudge as its owner reads it: why now, what helps, a draft, four answers; once answered, what was done and Undo.

The reason is worded in `reasons.py`, the draft in `drafts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Option, OverflowMenuElement

from bot.blocks.briefs import links
from bot.blocks.days import day, plain_day
from bot.blocks.drafts import draft
from bot.blocks.layout import (
    MESSAGE_BLOCKS,
    OPTIONS,
    Button,
    Json,
    Part,
    composed,
    context,
    element,
    made,
    paragraphs,
    preformatted,
    section,
)
from bot.blocks.message import Message
from bot.blocks.names import label
from bot.blocks.phrases import channel_name
from bot.blocks.reasons import last_time, person_of, reason
from bot.blocks.text import TEXT_LIMIT, clip, code, counted, escape, words
from bot.network.outcomes import NudgeView

_EACH = 3  # things to bring up, owed and known: a nudge is read in a moment
_FACT = 200
_LABELS = {
    "done": "Done",
    "no_answer": "No answer yet",
    "snooze_day": "Tomorrow",
    "snooze_week": "In a week",
    "snooze_month": "In a month",
    "snooze_until": "Until a day…",
    "skip": "Skip",
    "stop": "Stop these nudges",
}
_SPOKEN = {
    "done": "Done: was in touch with {name}",
    "no_answer": "Reached out to {name}, no answer yet",
    "snooze_day": "Ask again tomorrow about {name}",
    "snooze_week": "Ask again in a week about {name}",
    "skip": "Skip {name} this time",
}
_PERSONAL = ("no_answer", "stop")
_MILD = (
    "snooze_day",
    "snooze_month",
    "snooze_until",
)  # left out where a menu holds all answers, of which it may have five
_BARE, _FULL = 2, 3  # blocks of a nudge with answers, and with a draft too
_TO_WRITE = ("done", "no_answer", "snooze_week", "skip")
_TO_DO = ("done", "snooze_day", "snooze_week", "skip")


def nudge(view: NudgeView) -> Message:
    """The message of one nudge, as it is now: open, or answered."""
    if view.answered is not None:
        return composed([answered_part(view)])
    lines, text = (reason(view), *_helpful(view)), draft(view)
    blocks = paragraphs(line for line in lines[:1] if line)
    blocks += [context("\n".join(lines[1:]))] if lines[1:] else []
    blocks += [preformatted(text)] if text else []
    said = "\n".join([*lines, *([f"Draft: {_lined(text)}"] if text else [])])
    return Message(text=clip(said, TEXT_LIMIT), blocks=[*blocks, answers(view)])


def together(views: Sequence[NudgeView]) -> Message:
    """All nudges of a morning in one message: a row for each, open with its answers or answered with its Undo.

    The buttons of each row have the same action ids as those of a nudge of its own; the value says which one is meant.
    """
    room = (MESSAGE_BLOCKS - 2) // max(len(views), 1)  # blocks a nudge may take
    blocks = [section(f"*{counted(len(views), 'nudge')} for today*")]
    lines = [blocks[0]["text"]["text"]]
    for view in views[: MESSAGE_BLOCKS - 2]:
        lines.append(_line(view))
        blocks += _row(view, room)
    left = len(views) - (MESSAGE_BLOCKS - 2)
    blocks += [context(f"… and {left:,} more: {code('who is due')}")] if left > 0 else []
    return Message(text=clip("\n".join(lines), TEXT_LIMIT), blocks=blocks)


def _line(view: NudgeView) -> str:
    return reason(view) if view.answered is None else answered_part(view).lines[0]


def _row(view: NudgeView, room: int) -> list[Json]:
    """One nudge of several in as many blocks as there is room for: reason, draft, answers; at the least, one."""
    if view.answered is not None:
        part = answered_part(view)
        return [section(part.lines[0], part.buttons[0])]
    if room < _BARE:
        return [section(reason(view), _more(view, ()))]
    text = draft(view) if room >= _FULL else None
    return [section(reason(view)), *([preformatted(text)] if text else []), answers(view)]


def _lined(text: str) -> str:
    """A draft of several lines, escaped line by line."""
    return "\n".join(escape(line) for line in text.splitlines() if line)


def _helpful(view: NudgeView) -> list[str]:
    """What is good to have in mind when writing."""
    lines = [
        _listed("Bring up", view.bring_up),
        _listed("You owe them", view.i_owe),
        _listed("They owe you", view.they_owe),
        _listed("Good to know", view.interests),
        _reach(view),
    ]
    if view.kind in ("milestone", "promise", "plan", "feedback") and (last := last_time(view)):
        lines.insert(0, f"It's been {last}.")
    return [line for line in lines if line]


def _listed(title: str, facts: Sequence[str]) -> str:
    seen = [words(fact, _FACT) for fact in facts if words(fact)]
    more = f" and {len(seen) - _EACH} more" if len(seen) > _EACH else ""
    return f"{title}: {'; '.join(seen[:_EACH])}{more}" if seen else ""


def _reach(view: NudgeView) -> str:
    prefers = f"prefers {channel_name(view.channel)}" if channel_name(view.channel) else ""
    ways = [way for way in [prefers, *links(view.email, view.phone, view.links)] if way]
    return f"Reach: {' · '.join(ways)}" if ways else ""


def answers(view: NudgeView) -> Json:
    """The row of buttons; what is needed less often is behind the dots."""
    name = label(view.person) if view.person is not None else "this"
    main = _main(view)
    buttons = [
        element(Button(_LABELS[each], f"nudge:{each}", view.id, _SPOKEN[each].format(name=name), each == "done"))
        for each in main
    ]
    return made(ActionsBlock(elements=[*buttons, _more(view, main)]))


def _main(view: NudgeView) -> tuple[str, ...]:
    is_errand = view.kind in ("reminder", "plan", "milestone", "review") or (
        view.kind == "promise" and view.direction == "mine"
    )
    return _TO_DO if is_errand or view.person is None else _TO_WRITE


def _more(view: NudgeView, main: tuple[str, ...]) -> OverflowMenuElement:
    rest = [each for each in _LABELS if each not in (*main, *_unfit(view))]
    if not main:
        rest = [each for each in rest if each not in _MILD][:OPTIONS]
    return _menu(view, rest)


def _unfit(view: NudgeView) -> tuple[str, ...]:
    """Answers that make no sense for it."""
    return _PERSONAL if view.person is None else _PERSONAL[:1] if view.kind == "milestone" else ()


def _menu(view: NudgeView, answers: Sequence[str]) -> OverflowMenuElement:
    options = [Option(text=_LABELS[each], value=f"{each}:{view.id}"[:150]) for each in answers]
    if view.person is not None and len(options) < OPTIONS:
        options.append(Option(text="Open their page", value=f"page:{view.person.id}"))
    return OverflowMenuElement(action_id="nudge:more", options=options)


def other_answers(view: NudgeView) -> OverflowMenuElement:
    """The menu of what is answered less often, where "done" and "in a week" are buttons."""
    rest = ("no_answer", "snooze_month", "snooze_until", "skip", "stop")
    return _menu(view, [each for each in rest if each not in _unfit(view)])


def answered_part(view: NudgeView) -> Part:
    """What became of a nudge, in the line that replaces it, and Undo."""
    name = label(view.person) if view.person is not None else "this"
    undo = Button("Undo", "nudge:undo", view.id, f"Undo the answer about {name}")
    return Part((" · ".join(part for part in (_done(view), _then(view)) if part),), (undo,))


def _done(view: NudgeView) -> str:
    whom = person_of(view) if view.person is not None else words(view.about, _FACT) or "this"
    on = day(view.answered_on or view.today, view.today)
    if view.answered == "done":
        return f"✅ Logged {on} with {whom}" if view.person is not None else f"✅ Done {on}: {whom}"
    if view.answered == "no_answer":
        return f"📨 Reached out to {whom} {on}, no answer yet"
    if view.answered == "snoozed":
        return f"💤 Snoozed {whom}"
    if view.answered == "skipped":
        return f"⏭ Skipped {whom} this time"
    return f"🔕 No more nudges about {whom}"


def _then(view: NudgeView) -> str:
    if view.answered in ("snoozed", "no_answer"):
        return f"I'll ask again {_plainly(view)}" if view.again_on is not None else ""
    if view.answered == "stopped":
        name = label(view.person) if view.person is not None else ""
        return f"to start again: {code(f'resume {name}')}" if name else ""
    if view.next_check_in_on is not None:
        return f"next check-in {day(view.next_check_in_on, view.today)}"
    return ""


def _plainly(view: NudgeView) -> str:
    if view.again_on is None:
        return ""
    said = day(view.again_on, view.today)
    return said if said in ("today", "tomorrow") else f"on {plain_day(view.again_on, view.today)}"
