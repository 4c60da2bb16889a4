"""Messages whose notification names nobody, for owners who asked for that: names are read once it is opened.

Slack shows a message's text in notifications, and its first block on some desktops and in lists of conversations: both
say here only that there is something.
"""

from __future__ import annotations

from dataclasses import replace

from bot.blocks.layout import MESSAGE_BLOCKS, section
from bot.blocks.message import Message
from bot.network.outcomes import NudgeView, ReviewView

ANSWER = "Here is what came of it."


def hushed(message: Message, line: str) -> Message:
    """The message behind a line that names nobody. Where there is no room for one more, its last block but one goes."""
    blocks = message.blocks
    if len(blocks) >= MESSAGE_BLOCKS:
        blocks = [*blocks[: MESSAGE_BLOCKS - 2], blocks[-1]]
    return replace(message, text=line, blocks=[section(line), *blocks])


def nudge_line(view: NudgeView | ReviewView) -> str:
    """What the notification of a nudge says instead."""
    if isinstance(view, ReviewView):
        return "Your week with your network, at a glance."
    if view.answered is not None:
        return "This one is answered."
    return "Something to think of today." if view.person is None else "Somebody to write to today."
