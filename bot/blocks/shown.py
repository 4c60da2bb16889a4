"""What is shown on request: the settings, how everything works, how to bring contacts in and take them out."""

from __future__ import annotations

from datetime import date

from bot.blocks.days import plain_day, rhythm
from bot.blocks.imports import KINDS
from bot.blocks.text import code, counted, sentence_case, words
from bot.network.outcomes import ExportAsked, HelpShown, SettingsShown
from bot.network.owners import OwnerSettings

_TO_CHANGE = ("nudge me at 9:30", "no nudges on weekends", "quiet hours 8pm to 8am", "at most 3 nudges a day")


def settings_lines(outcome: SettingsShown) -> tuple[str, ...]:
    """After a change, what it says now; otherwise all settings and how to change them."""
    said = settings_said(outcome.settings)
    if outcome.changed is not None:
        return (f"Changed: {said.get(outcome.changed, 'your settings are updated')}.",)
    rows = [f"• {sentence_case(text)}" for text in said.values()]
    return (
        "Your settings:",
        *rows,
        f"To change one: {' · '.join(map(code, _TO_CHANGE))}",
    )


def settings_said(settings: OwnerSettings) -> dict[str, str]:
    """Each setting in words, by its name."""
    limit = counted(settings.daily_limit, "nudge")
    together = settings.delivery == "together"
    quiet = words(settings.quiet_hours, 20).replace("-", " to ")
    said = {
        "nudge_time": f"nudges come at {words(settings.nudge_time, 10)}",
        "timezone": f"your time zone is {words(settings.timezone, 60)}",
        "working_days": f"working days are {_weekdays(settings.working_days)}",
        "quiet_hours": "no quiet hours" if settings.quiet_hours == "none" else f"quiet from {quiet}",
        "daily_limit": f"at most {limit} a day",
        "default_cadence": f"somebody new gets {_rhythm(settings.default_cadence)}",
        "delivery": "all nudges of a day in one message" if together else "each nudge is a message of its own",
        "lead_days": f"milestones are announced {_lead(settings.lead_days)}",
        "holidays": f"public holidays of {words(settings.holidays, 10)}"
        if settings.holidays
        else "no public holidays set",
    }
    said["discreet"] = f"notifications {'name nobody' if settings.discreet else 'say whom they are about'}"
    if settings.paused_until is not None:
        said["paused_until"] = paused(settings.paused_until)
    return said


def _rhythm(cadence: str) -> str:
    return "no check-ins" if cadence == "none" else f"a check-in {rhythm(cadence)}"


def _weekdays(text: str) -> str:
    """`mon-fri` as `Mon to Fri`."""
    return words(text.title().replace("-", " to ").replace(",", ", "), 60)


def paused(until: date) -> str:
    """`all nudges are paused until Mon 4 Jan 2027`."""
    return "all nudges are paused" if until == date.max else f"all nudges are paused until {plain_day(until)}"


def _lead(days: int) -> str:
    return f"on the day and {counted(days, 'day')} ahead" if days else "on the day"


def help_lines(outcome: HelpShown) -> tuple[str, ...]:
    """How it works: one line of what happens, then lines to type by what they are for; of one command, its own."""
    at = words(outcome.nudge_time, 10)
    if own := _OF_COMMANDS.get(outcome.command):
        first, lines = own
        return (first, *(f"• {code(line)}" for line in lines), f"Everything else: {code('/rapport help')}")
    intro = f"Tell me in one line whom you met; I'll remember, and write to you at {at} when it is time to be in touch."
    return (intro, *(f"• {title}: {' · '.join(map(code, lines))}" for title, lines in _HELP))


_OF_COMMANDS = {
    "met": (
        "Name whom you met, and what you like: where, when, what about, what comes next.",
        (
            "/met Priya at PyCon about hiring #python follow up in 2 weeks",
            "/met Ana & Sam yesterday for lunch",
            "/met Lee Wong (CTO, Acme) through Joe at the summit",
            "/met Sam, promised him the deck by Friday",
        ),
    ),
    "nudge": (
        "Name a person and a day or a rhythm: I'll remind you then.",
        (
            "/nudge Priya in 2 weeks",
            "/nudge Ana tomorrow at 3pm about the budget",
            "/nudge Sam every 2 weeks",
            "/nudge Lee on Friday",
        ),
    ),
    "whois": (
        "Name a person to read all you know before you talk, or ask who fits.",
        (
            "/whois Priya",
            "/whois works at Acme",
            "/whois into rust",
            "/whois at PyCon",
            "/whois #python",
            "/whois haven't talked to in 6 months",
        ),
    ),
}
_HELP = (
    ("Log", ("met Priya at PyCon about hiring #python follow up in 2 weeks", "called Sam yesterday")),
    ("Plan", ("lunch with Ana next Thursday at 12:30", "remind me to send Ana the deck on Friday")),
    ("Rhythm", ("check in with Sam every 2 weeks", "snooze Priya 2 weeks", "stop nudging Sam")),
    ("Remember", ("note Priya: likes climbing", "Priya's birthday is May 3", "Lee moved to Globex as CTO")),
    ("Give and take", ("promised Sam an intro by Friday", "what do I owe", "helped Sam with his talk")),
    ("Ask", ("who is Priya", "who did I meet at PyCon", "who's due", "upcoming birthdays", "stats")),
    ("Put right", ("undo", "actually it was Thursday", "rename Pryia to Priya Sharma", "merge Bob into Robert Smith")),
    ("Yours", ("settings", "import", "export", "forget Priya")),
)


def import_lines() -> tuple[str, ...]:
    """How to bring contacts in."""
    return (
        f"Send me a file in our direct messages, or choose one here: {KINDS}.",
        "Imported people get no nudges until you meet them or give them a rhythm, so nothing floods you.",
        "Importing the same file again doubles nobody.",
    )


def export_lines(outcome: ExportAsked) -> tuple[str, ...]:
    """How to take everything out."""
    if not outcome.people:
        return ("There is nobody in your network yet, so there is nothing to take out.",)
    people = counted(outcome.people, "person", "people")
    return (
        f"Your export, {people} with all their history, comes as a file in our direct messages.",
        "That file is JSON, which I can read back. If you'd rather have it otherwise, choose below.",
    )


def export_failed_lines() -> tuple[str, ...]:
    """What to do when the file could not be sent."""
    return (
        "I couldn't send you the file of your export. Nothing is lost; please ask again in a moment.",
        "Should it go on failing: where I run, `rapport export` writes the same file.",
    )
