"""How often to be in touch with somebody: the rhythm in force, the next check-in, pauses, snoozes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from bot.language.meanings import Meaning
from bot.network.errors import MissingPartError, NobodyNamedError, TooFarError
from bot.network.notes import keep_rest
from bot.network.outcomes import Recorded
from bot.network.owners import FOR_GOOD
from bot.network.people import people_meant, persons
from bot.network.rules.rhythm import NO_ANSWER_DAYS, Cadence, next_check_in, shortest, spread
from bot.network.turns import Turn
from bot.store import contacts
from bot.store.agenda import open_reminders
from bot.store.nudge_queue import make_stale
from bot.store.tables import ContactRow, NudgeRow, TagRow, put

ENDED = frozenset({"deceased", "do_not_contact"})  # nobody is ever nudged about again
NONE = "none"
SNOOZE_DAYS = 7


def cadence_of(turn: Turn, row: ContactRow) -> str | None:
    """The rhythm in force: the contact's own, else the shortest of its tags', else the owner's default it was given."""
    if row.status in ENDED:
        return NONE
    if row.cadence_is_own or row.cadence is None:
        return row.cadence or _of_tags(turn, row)
    return _of_tags(turn, row) or row.cadence


def _of_tags(turn: Turn, row: ContactRow) -> str | None:
    return shortest([*contacts.rhythms_of_tags(turn.session, turn.owner.id, row.id).values()])


def reckon(turn: Turn, row: ContactRow, *, later: timedelta = timedelta()) -> str | None:
    """Set the next check-in from the last interaction (or, before the first, from today) and the rhythm in force.

    Gives that rhythm.
    """
    cadence = cadence_of(turn, row)
    has_next = cadence is not None and cadence != NONE
    last = row.last_interaction_on or turn.today
    put(row, next_check_in_on=day_after(last, str(cadence), later) if has_next else None)
    return cadence


def day_after(last: date, cadence: str, later: timedelta = timedelta()) -> date:
    """The day one rhythm, and something more, after another day. Raises `TooFarError`."""
    try:
        return next_check_in(last, Cadence.parse(cadence)) + later
    except (ValueError, OverflowError) as error:
        raise TooFarError from error


def give_default(turn: Turn, row: ContactRow) -> bool:
    """Give somebody who has no rhythm at all the owner's default; whether that was so."""
    if row.cadence is not None or row.status in ENDED:
        return False
    row.cadence = turn.settings.default_cadence
    return row.cadence != NONE


def answer_by_log(turn: Turn, nudge: NudgeRow) -> None:
    """What was said elsewhere is the answer to a nudge; taken back, it asks again."""
    nudge.answered, nudge.answered_at, nudge.answered_by = "done", turn.at, "log"
    nudge.change_id = turn.change
    make_stale(turn.session, nudge)


def first_spread(turn: Turn, row: ContactRow, place: int, of: int) -> timedelta:
    """How much later the first check-in of one of several people logged together comes."""
    if of < 2:
        return timedelta()
    cadence = cadence_of(turn, row)
    return timedelta() if cadence in (None, NONE) else spread(place, of, Cadence.parse(str(cadence)))


def set_cadence(turn: Turn, row: ContactRow, cadence: str, first_on: date | None = None) -> str | None:
    """Give a contact a rhythm of its own; `first_on` is the day of the first check-in, else it is reckoned.

    Gives the rhythm that is in force then.
    """
    row.cadence, row.cadence_is_own = cadence, True
    row.paused_until = None if cadence != NONE else row.paused_until
    in_force = reckon(turn, row)
    if cadence != NONE and first_on is not None:
        row.next_check_in_on = first_on
    elif row.next_check_in_on is not None:
        row.next_check_in_on = max(row.next_check_in_on, turn.today)
    return in_force


def cadence(turn: Turn, meaning: Meaning) -> Recorded:
    """`check in with Sam every 2 weeks`, `check in with #mentors monthly`, `no rhythm for Sam`."""
    if meaning.every is None:
        raise MissingPartError("cadence", "rhythm", meaning.people[0] if meaning.people else None)
    if not meaning.people and not meaning.tags:
        raise NobodyNamedError("cadence")
    rows = people_meant(turn, meaning.people, create=True)
    first_on = meaning.on if isinstance(meaning.on, date) else None
    for row in rows:
        set_cadence(turn, row, meaning.every, first_on)
    keep_rest(turn, rows, meaning)
    for tag in meaning.tags:
        _set_tag(turn, tag, meaning.every)
    return recorded(turn, meaning, rows)


def _set_tag(turn: Turn, tag: str, cadence: str) -> None:
    row = tag_row(turn, tag)
    row.cadence = None if cadence == NONE else cadence
    turn.session.flush()
    for bearer in contacts.contacts_with_tag(turn.session, turn.owner.id, tag):
        if not bearer.cadence_is_own:
            reckon(turn, bearer)


def take_rhythm_of_tags(turn: Turn, row: ContactRow, fresh: Sequence[str]) -> None:
    """A contact just tagged keeps the rhythm of its tags, unless it has its own: nobody waits for a past day."""
    if row.cadence_is_own or contacts.rhythms_of_tags(turn.session, turn.owner.id, row.id).keys().isdisjoint(fresh):
        return
    reckon(turn, row)
    if row.next_check_in_on is not None:
        row.next_check_in_on = max(row.next_check_in_on, turn.today)


def tag_row(turn: Turn, tag: str) -> TagRow:
    """What the owner set for a tag, made when it is first set."""
    query = select(TagRow).where(TagRow.owner_id == turn.owner.id, TagRow.tag == tag)
    row = turn.session.scalars(query).first()
    if row is None:
        row = TagRow(owner_id=turn.owner.id, tag=tag)
        turn.session.add(row)
    return row


def snooze(turn: Turn, meaning: Meaning) -> Recorded:
    """Not now: the next check-in comes on the day named, else in a week."""
    until = meaning.until or turn.today + timedelta(days=SNOOZE_DAYS)
    rows = _people_and_bearers(turn, meaning)
    if not rows:
        raise NobodyNamedError("snooze")
    for row in rows:
        row.next_check_in_on = row.snoozed_until = until
        row.thanks_on = None
        _snooze_reminders(turn, row, until)
    keep_rest(turn, rows, meaning)
    return recorded(turn, replace(meaning, until=until), rows)


def _snooze_reminders(turn: Turn, row: ContactRow, until: date) -> None:
    for reminder in open_reminders(turn.session, turn.owner.id, row.id):
        if reminder.on is not None and reminder.on <= turn.today:
            reminder.on = until


def pause(turn: Turn, meaning: Meaning) -> Recorded:
    """No nudges about some people, about a tag, or (with neither) at all, until a day or until further notice."""
    until = meaning.until or FOR_GOOD
    rows = people_meant(turn, meaning.people, create=False)
    for row in rows:
        row.paused_until = until
    for tag in meaning.tags:
        tag_row(turn, tag).paused_until = until
    if not meaning.people and not meaning.tags:
        turn.owner.paused_until = until
    keep_rest(turn, rows, meaning)
    return recorded(turn, meaning, rows)


def resume(turn: Turn, meaning: Meaning) -> Recorded:
    """Nudges again; what was snoozed is asked again from today on."""
    rows = people_meant(turn, meaning.people, create=False)
    for row in rows:
        row.paused_until = None
        _wake(turn, row)
        if row.cadence == NONE and row.status not in ENDED:
            row.cadence, row.cadence_is_own = turn.settings.default_cadence, False
        if row.next_check_in_on is None:
            reckon(turn, row)
        if row.next_check_in_on is not None:
            row.next_check_in_on = max(row.next_check_in_on, turn.today)
    for tag in meaning.tags:
        tag_row(turn, tag).paused_until = None
    if not meaning.people and not meaning.tags:
        turn.owner.paused_until = None
    keep_rest(turn, rows, meaning)
    return recorded(turn, meaning, rows)


def _wake(turn: Turn, row: ContactRow) -> None:
    """End what snoozes hold back: the next check-in, and what else was put off."""
    if row.snoozed_until is not None and row.snoozed_until == row.next_check_in_on:
        row.next_check_in_on = min(row.next_check_in_on, turn.today)
    query = select(NudgeRow).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.contact_id == row.id)
    for nudge in turn.session.scalars(query.where(NudgeRow.answered == "snoozed", NudgeRow.again_on > turn.today)):
        if not nudge.asked_again:
            wake_nudge(turn, nudge)


def wake_nudge(turn: Turn, nudge: NudgeRow) -> None:
    """What was put off is asked again from today on; its message says so."""
    nudge.again_on = turn.today
    make_stale(turn.session, nudge)


def ask_again(turn: Turn, row: ContactRow) -> bool:
    """Tried, not reached: the next check-in comes in a week, unless there is to be none; whether one comes."""
    if cadence_of(turn, row) == NONE:
        return False
    row.next_check_in_on = turn.today + timedelta(days=NO_ANSWER_DAYS)
    return True


def _people_and_bearers(turn: Turn, meaning: Meaning) -> list[ContactRow]:
    rows = people_meant(turn, meaning.people, create=False)
    for tag in meaning.tags:
        rows += [row for row in contacts.contacts_with_tag(turn.session, turn.owner.id, tag) if row not in rows]
    return rows


def recorded(
    turn: Turn,
    meaning: Meaning,
    rows: list[ContactRow],
    *,
    cadence: str | None = None,
    follow_up_on: date | None = None,
    held: tuple[date | None, str | None] = (None, None),
    extras: tuple[str, ...] = (),
) -> Recorded:
    """What was written down, as the answer tells it; the rhythm and the next check-in are the first person's.

    `cadence` is that rhythm where the caller has it at hand.
    """
    first = rows[0] if rows else None
    return Recorded(
        meaning=meaning,
        people=persons(turn, rows, meaning.people),
        today=turn.today,
        change=turn.change,
        next_check_in_on=first.next_check_in_on if first else None,
        cadence=cadence or (cadence_of(turn, first) if first else None),
        follow_up_on=follow_up_on,
        held_until=held[0],
        held_time=held[1],
        extras=extras,
    )
