"""What is said at a field that cannot be taken as it is, and when a form could not be opened at all."""

from __future__ import annotations

from bot.blocks.errors import sentence, unexpected
from bot.blocks.layout import section
from bot.blocks.message import Message
from bot.blocks.text import plain
from bot.network.errors import RapportError

_FAULTS = {
    "no_day": "That is no day. Choose one from the calendar.",
    "ahead": "That day is still to come. Here you log what has been; for a plan type: lunch with Ana next Thursday",
    "past": "That day is past. Choose one that is still to come.",
    "too_far": "That day lies beyond my calendar. Choose a nearer one.",
    "no_hour": "That is no hour. Choose one from the list, or write it like 14:30",
    "past_hour": "That hour has passed today. Choose a later one, or another day.",
    "asked_today": "I asked about this today already. Choose another day.",
    "no_day_for_hour": "An hour needs its day. Choose one, or leave the hour empty.",
    "no_text": "It needs a few words. To remove it, tick the box below.",
    "no_tag": "A tag is one word of letters, digits and hyphens: python, old-friends",
    "no_rhythm": "That is no rhythm I know. Choose one from the list.",
    "gone": "One of them is no longer there. Choose again.",
    "same_name": "Two of them go by the same name. Log them one after the other.",
    "nobody": "Choose who it was; for somebody new, type the name.",
    "no_days": "Choose at least one day. To have no nudges for a while, pause below.",
    "half": "Quiet hours need both ends; leave both empty for none.",
    "nobody_else": "Choose who it is; only people you know are in the list.",
    "the_same": "That is the very same person. Choose the other one.",
    "no_status": "That is no status I know. Choose one from the list.",
    "no_until": "Choose the day on which the nudges start again.",
    "not_paused": "To pause until that day, choose so above; else leave the day empty.",
    "no_name": "A name is needed.",
    "anothers_name": "Somebody else goes by that name already. Merge the two, or add what tells them apart.",
    "no_email": "That is no email address. It looks like ana@example.com",
    "no_phone": "That is no phone number. It looks like +44 20 7946 0958",
    "no_link": "One of these is no link. They look like linkedin.com/in/ana, with a blank between two.",
    "yourself": "That is you.",
    "anothers_member": "That member is somebody else you know. Merge the two if they are one.",
    "no_birthday": "I can't read that as a day. Write it like May 3 or 3 May 1985",
    "no_file": "Choose a file.",
}


def fault(what: str | RapportError) -> str:
    """What is said at a field, as plain text: Slack reads no mark-up there."""
    if isinstance(what, RapportError):
        return plain(sentence(what))
    return _FAULTS.get(what, "That cannot be taken as it is.")


def failed() -> Message:
    """A form could not be filled, by a failure of our own."""
    text = unexpected()
    return Message(text, [section(text)])


def not_opened() -> Message:
    """A form was asked for and came too late for Slack, which takes three seconds at most."""
    text = "Slack gave up before the form could open, so nothing was changed. Please press that once more."
    return Message(text, [section(text)])
