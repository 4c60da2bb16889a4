"""The review of a week: whom one kept in touch with, what waits for an answer, what is owed, what comes. No scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.blocks.days import day, number, past_day
from bot.blocks.layout import MESSAGE_BLOCKS, Button, Json, actions, context, divider, paragraphs, section
from bot.blocks.lists import nudge_said, promise_row
from bot.blocks.message import Message
from bot.blocks.names import who
from bot.blocks.nudges import row
from bot.blocks.reasons import reason
from bot.blocks.text import TEXT_LIMIT, clip, listed, sentence_case, words
from bot.network.outcomes import NudgeView, PromiseFact, ReviewView

_NAMES = 12
_ROWS = 8
_ROW = 160
_ASKED = 30  # blocks for what waits for an answer
_ASKED_ROW = 2
_SHORT = 300


def review(view: ReviewView) -> Message:
    """The message of a week's review, as things are now."""
    heading = ["*Your week*", *_touched(view)]
    lists = [*_promises(view.promises, view.today), _coming(view.coming, view.today)]
    listed_blocks = [block for lines in lists for block in paragraphs(lines)]
    parts = [paragraphs(heading), _asked(view), listed_blocks, _remedy(view)]
    blocks = [
        block for place, part in enumerate(filter(None, parts)) for block in ([divider()] if place else []) + part
    ]
    lines = [*heading, *_asked_lines(view), *(line for each in lists for line in each), *_remedy_lines(view)]
    return Message(text=clip("\n".join(lines), TEXT_LIMIT), blocks=blocks[:MESSAGE_BLOCKS])


def _touched(view: ReviewView) -> list[str]:
    if not view.touched:
        return []
    names = listed([who(one) for one in view.touched], most=_NAMES)
    return [f"Last week you were in touch with {names}. Thank you for making the time."]


def _asked(view: ReviewView) -> list[Json]:
    """What was asked and not answered, each with its answers."""
    if not view.asked:
        return []
    shown = view.asked[:_ASKED]
    room = min(_ASKED // len(shown), _ASKED_ROW)
    more = len(view.asked) - len(shown)
    blocks = [section(_asked_title(view)), *(block for one in shown for block in row(one, room, _SHORT))]
    blocks += [context(_unsent(view))] if _unsent(view) else []
    return [*blocks, *([context(f"… and {more:,} more")] if more > 0 else [])]


def _asked_title(view: ReviewView) -> str:
    is_open = any(one.answered is None for one in view.asked)
    return "*Still open* — answer what you like; I won't ask again." if is_open else "*All answered.*"


def _asked_lines(view: ReviewView) -> list[str]:
    if not view.asked:
        return []
    lines = [_asked_title(view), *(f"• {clip(reason(one), _SHORT)}" for one in view.asked if one.answered is None)]
    return [*lines, *([_unsent(view)] if _unsent(view) else [])]


def _unsent(view: ReviewView) -> str:
    """What Slack did not take: its owner sees it here for the first time."""
    missed = [
        who(one.person) if one.person else words(one.about, _ROW) or "a reminder" for one in view.asked if one.is_unsent
    ]
    return f"I could not deliver what I had about {listed(missed, most=_NAMES)}; sorry." if missed else ""


def _promises(promises: Sequence[PromiseFact], today: date) -> list[list[str]]:
    mine = [promise_row(one, today) for one in promises if one.direction == "mine"]
    theirs = [promise_row(one, today) for one in promises if one.direction != "mine"]
    return [_titled("You owe", mine), _titled("You are waiting for", theirs)]


def _coming(coming: Sequence[tuple[date, NudgeView]], today: date) -> list[str]:
    return _titled("This week", [_coming_row(on, one, today) for on, one in coming])


def _coming_row(on: date, view: NudgeView, today: date) -> str:
    """`Wed 25 Nov · *Priya* · birthday`."""
    when = past_day(on, today).removeprefix("on ") if on < today else day(on, today)
    name = who(view.person) if view.person is not None else ""
    return " · ".join(part for part in (sentence_case(when), name, nudge_said(view)) if part)


def _titled(title: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    more = [f"… and {len(rows) - _ROWS:,} more"] if len(rows) > _ROWS else []
    return [f"*{title}*", *(f"• {one}" for one in rows[:_ROWS]), *more]


def _remedy_lines(view: ReviewView) -> list[str]:
    if view.asks is None:
        return []
    if view.is_adapted:
        return ["Every rhythm is half as often from now on."]
    asked, kept = view.asks
    keeps = f"about {number(kept)} is what fits into your weeks" if kept else "your weeks hold hardly any"
    return [f"Your rhythms ask for about {number(asked)} check-ins a week, and {keeps}. Half as often may be plenty."]


def _remedy(view: ReviewView) -> list[Json]:
    """What makes the rhythms fit, with one click."""
    lines = _remedy_lines(view)
    if not lines:
        return []
    button = Button("Half as often for everyone", "nudge:slower", view.id, "Make every rhythm half as often")
    if view.is_adapted:
        button = Button("Undo", "nudge:back", view.id, "Back to the rhythms before")
        return [section(lines[0], button)]
    return [section(lines[0]), actions([button, Button("No thanks", "nudge:keep", view.id, "Keep the rhythms")])]
