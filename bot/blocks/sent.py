"""What the clock sends: one nudge, several of a morning, or the review of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks.discreet import hushed, nudge_line
from bot.blocks.layout import section
from bot.blocks.message import Message
from bot.blocks.nudges import nudge, title, together
from bot.blocks.review import review
from bot.blocks.text import code
from bot.network.outcomes import NudgeView, ReviewView, TogetherView


def message(view: NudgeView | TogetherView | ReviewView, *, is_discreet: bool = False) -> Message:
    """What the clock sends, as it is now; `is_discreet`: its notification names nobody."""
    if isinstance(view, TogetherView):
        return _morning(view.nudges, is_discreet=is_discreet)
    shown = review(view) if isinstance(view, ReviewView) else nudge(view)
    return hushed(shown, nudge_line(view)) if is_discreet else shown


def _morning(views: Sequence[NudgeView], *, is_discreet: bool) -> Message:
    """Several in one message; the last that is left of them stands as if it had come alone."""
    ids = tuple(view.id for view in views)
    if len(views) == 1:
        return replace(message(views[0], is_discreet=is_discreet), nudges=ids)
    shown = together(views)
    return replace(shown, text=title(views) if is_discreet else shown.text, nudges=ids)


def which_row() -> Message:
    """What to do where a reaction does not say which of several nudges it answers."""
    text = (
        "Several nudges stand in that message, so I left them as they are. The buttons in a row answer that row; "
        f"words here do too, such as {code('done Priya')} or {code('snooze Sam a week')}."
    )
    return Message(text, [section(text)])
