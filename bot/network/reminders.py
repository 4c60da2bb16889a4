"""One nudge on one day: `remind me to send Ana the deck next Friday`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from bot.language.meanings import Meaning
from bot.network.errors import MissingPartError
from bot.network.outcomes import Recorded
from bot.network.people import people_meant
from bot.network.rhythms import recorded
from bot.network.turns import Turn
from bot.store.tables import ReminderRow


def remind(turn: Turn, meaning: Meaning) -> Recorded:
    """Write the reminder, one for each person it names; with none it is about nobody.

    Without a day it is kept, so that nothing said is lost, and the answer asks when. A clock time alone is today's, or
    tomorrow's when it has passed. Raises `MissingPartError` for a sentence that names neither a person nor a task.
    """
    on = meaning.on if isinstance(meaning.on, date) else _day_of_time(turn, meaning.time)
    if not meaning.people and not meaning.about:
        raise MissingPartError("remind", "about")
    rows = people_meant(turn, meaning.people, create=True)
    contact_ids: list[int | None] = [row.id for row in rows]
    for contact_id in contact_ids or [None]:
        turn.session.add(
            ReminderRow(
                owner_id=turn.owner.id,
                contact_id=contact_id,
                kind="reminder",
                on=on,
                time=meaning.time,
                about=meaning.about,
            )
        )
    if on is None:
        return recorded(turn, meaning, rows, extras=("ask_when",))
    return recorded(turn, replace(meaning, on=on), rows, held=held(turn, on, meaning.time))


def _day_of_time(turn: Turn, clock_time: str | None) -> date | None:
    if clock_time is None:
        return None
    ahead = time.fromisoformat(clock_time) > turn.local.time()
    return turn.today if ahead else turn.today.fromordinal(turn.today.toordinal() + 1)


def held(turn: Turn, on: date, clock_time: str | None) -> tuple[date | None, str | None]:
    """The day and the hour at which it will really come, where they differ from what was asked."""
    asked = time.fromisoformat(clock_time) if clock_time else None
    day, awake = turn.calendar.held(on, asked) if asked else (on, None)
    comes_on = turn.calendar.working_from(max(day, turn.today))
    if comes_on != day and asked is not None:
        awake = turn.calendar.awake(turn.calendar.nudge_time)  # the hour asked for was that day's
    return (comes_on if comes_on != on else None, f"{awake:%H:%M}" if awake != asked and awake else None)
