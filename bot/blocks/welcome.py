"""The first card: what to try, when nudges come, what is kept and who can read it. Shown once to each person.

It comes with a first answer, on App Home, or, to whoever installed the app, as a message.
"""

from __future__ import annotations

from bot.blocks.layout import Json, context, divider, section
from bot.blocks.message import Message
from bot.blocks.text import code, words

TO_TRY = (
    ("met Priya at PyCon about hiring", "I remember it, and suggest a check-in in a few months"),
    ("remind me to send Ana the deck on Friday", "one nudge, on that day"),
    ("who is Priya", "all you noted about her, before you talk"),
)


def installed(nudge_time: str) -> Message:
    """The welcome of whoever installed the app, which stands alone."""
    hello = "Thank you for installing me. I help you keep in touch: tell me in one line whom you met."
    everyone = (
        "Everybody in this workspace can use me, each for themselves: nobody sees the notes of another. I write to "
        "nobody who has not spoken to me first, so if others are to know of me, tell them."
    )
    return Message(
        f"{hello} Try: {code(TO_TRY[0][0])}",
        [section(hello), *welcome(nudge_time)[1:], context(everyone)],
    )


def welcome(nudge_time: str) -> list[Json]:
    """The card's blocks. `nudge_time` is `HH:MM` on the owner's own clock."""
    tries = "\n".join(f"• {code(line)} — {what}" for line, what in TO_TRY)
    return [
        divider(),
        section(f"*Hello! I help you keep in touch.* Tell me in one line whom you met. Three lines to try:\n{tries}"),
        section(
            f"When it is time to be in touch with someone, I write to you at {words(nudge_time, 10)} on working days, "
            "with the reason and a draft. I write only to you, never to the people you know."
        ),
        context(
            "*What is kept:* what you tell me, in this bot's own database. Whoever runs that database could read it; "
            "nobody else in Slack can. "
            f"*Yours at any time:* {code('export')} gives you all of it, {code('forget Priya')} removes one person, "
            f"{code('forget everything about me')} removes it all."
        ),
    ]
