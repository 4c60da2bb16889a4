"""Rhythms that learn: another one is proposed, never set unasked; taken up, declined, and taken back, with one click.

When one is worth proposing: `rules/adapting.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Select, bindparam, func, select

from bot.language.meanings import Meaning
from bot.network.errors import AlreadyAnsweredError, NothingToUndoError
from bot.network.journaling import journaled
from bot.network.outcomes import RhythmKept
from bot.network.people import person
from bot.network.rhythms import ENDED, NONE, cadence_of, day_after, set_cadence
from bot.network.rules.adapting import IN_A_ROW, asks_too_much, doubled, faster, may_propose, per_week, slower
from bot.network.rules.ranking import TOUCH
from bot.network.rules.rhythm import shortest
from bot.network.rules.week import WEEK
from bot.network.turns import Turn
from bot.network.undo import undo_change
from bot.store import contacts
from bot.store.nudge_queue import make_stale
from bot.store.tables import (
    REVIEW,
    ContactRow,
    ContactTagRow,
    InteractionPersonRow,
    InteractionRow,
    NudgeRow,
    TagRow,
)

_PUT_OFF = frozenset({"snoozed", "skipped"})
_LOOKED_BACK = 20 * IN_A_ROW  # answers
_TOUCHES = 8  # days in touch
_KEPT_IN = 4 * WEEK
_QUIET = timedelta(days=183)  # for so long a remedy that was declined is not proposed again
_FIRST_DAYS = 7  # of a month: once in it is often enough to say that the rhythms ask for too much


def proposal(
    turn: Turn, contact: ContactRow, nudge: NudgeRow | None = None, *, cadence: str | None = None
) -> str | None:
    """The rhythm to propose after a contact's nudge was answered, or after they were in touch.

    `cadence` is the one in force where the caller has it at hand.
    """
    cadence = cadence or cadence_of(turn, contact)
    if cadence in (None, NONE) or not may_propose(contact.rhythm_kept_on, turn.today):
        return None
    turn.session.flush()
    if nudge is not None and nudge.answered in _PUT_OFF:
        return slower(str(cadence), _put_off(turn, contact)) if nudge.kind in TOUCH else None
    return faster(str(cadence), _touches(turn, contact))


def _put_off(turn: Turn, contact: ContactRow) -> int:
    """How many nudges to be in touch were put off in a row, the last one first, since they were in touch."""
    query = (
        select(NudgeRow.answered, NudgeRow.answered_at)
        .where(NudgeRow.owner_id == turn.owner.id, NudgeRow.contact_id == contact.id)
        .where(NudgeRow.kind.in_(TOUCH), NudgeRow.answered.is_not(None))
        .order_by(NudgeRow.answered_at.desc(), NudgeRow.planned_at.desc())
    )
    count = 0
    for answered, answered_at in turn.session.execute(query.limit(_LOOKED_BACK)):
        on = turn.local_day(answered_at) if answered_at is not None else date.min
        if answered not in _PUT_OFF or on < (contact.last_interaction_on or date.min):
            break
        count += 1
    return count


def _touches(turn: Turn, contact: ContactRow) -> list[date]:
    return list(turn.session.scalars(_DAYS_IN_TOUCH, {"owner": turn.owner.id, "contact": contact.id}))


_DAYS_IN_TOUCH = (  # what every log asks is built once
    select(InteractionRow.on)
    .join(InteractionPersonRow, InteractionPersonRow.interaction_id == InteractionRow.id)
    .where(InteractionPersonRow.owner_id == bindparam("owner"), InteractionPersonRow.contact_id == bindparam("contact"))
    .where(InteractionRow.outcome.is_(None))
    .distinct()
    .order_by(InteractionRow.on.desc())
    .limit(_TOUCHES)
)


def take_up(turn: Turn, nudge: NudgeRow) -> None:
    """What a nudge's answer, or a review, proposes, done. Raises `AlreadyAnsweredError`."""
    if nudge.proposes is None or nudge.adapted_by is not None:
        raise AlreadyAnsweredError
    contact = contacts.contact(turn.session, turn.owner.id, nudge.contact_id) if nudge.contact_id else None
    if nudge.kind == REVIEW:
        said = Meaning(intent="settings", setting="default_cadence", value=_doubled(turn.settings.default_cadence))
        _journaled(turn, nudge, said, lambda: _half_as_often(turn))
    elif contact is not None:
        every = nudge.proposes
        said = Meaning(intent="cadence", people=(contact.name,), every=every)
        _journaled(turn, nudge, said, lambda: _set(turn, contact, every))


def decline(turn: Turn, nudge: NudgeRow) -> None:
    """What a nudge's answer, or a review, proposes, not done, nor proposed again for long. Raises likewise."""
    if nudge.proposes is None or nudge.adapted_by is not None:
        raise AlreadyAnsweredError
    contact = contacts.contact(turn.session, turn.owner.id, nudge.contact_id) if nudge.contact_id else None

    def keep() -> None:
        nudge.proposes = None
        if contact is not None:
            contact.rhythm_kept_on = turn.today
        else:
            nudge.answered, nudge.answered_at = "declined", turn.at

    _journaled(turn, nudge, _as_it_is(turn, contact), keep)


def go_back(turn: Turn, nudge: NudgeRow) -> None:
    """What was taken up, taken back. Raises `NothingToUndoError`."""
    if nudge.adapted_by is None:
        raise NothingToUndoError
    undo_change(turn, nudge.adapted_by)


def decline_for(turn: Turn, contact: ContactRow) -> RhythmKept:
    """The rhythm that was proposed when a contact was logged is declined."""

    def keep() -> RhythmKept:
        contact.rhythm_kept_on = turn.today
        return RhythmKept(person(turn, contact), cadence_of(turn, contact), turn.change)

    return journaled(turn, _as_it_is(turn, contact), keep)


def _as_it_is(turn: Turn, contact: ContactRow | None) -> Meaning:
    if contact is None:
        return Meaning(intent="settings", setting="default_cadence", value=turn.settings.default_cadence)
    return Meaning(intent="cadence", people=(contact.name,), every=cadence_of(turn, contact))


def _journaled(turn: Turn, nudge: NudgeRow, said: Meaning, work: Callable[[], None]) -> None:
    def all_of_it() -> None:
        work()
        nudge.adapted_by = turn.change

    journaled(turn, said, all_of_it)
    make_stale(turn.session, nudge)
    turn.nudge = nudge


def _set(turn: Turn, contact: ContactRow, cadence: str) -> None:
    """A rhythm of their own; what was put off does not come sooner for that."""
    asked_on = contact.next_check_in_on
    set_cadence(turn, contact, cadence)
    if asked_on is not None and contact.next_check_in_on is not None:
        contact.next_check_in_on = max(asked_on, contact.next_check_in_on)


def _half_as_often(turn: Turn) -> None:
    """Every rhythm twice as long: of contacts, of tags, and the default."""
    if turn.settings.default_cadence != NONE:
        turn.owner.default_cadence = _doubled(turn.settings.default_cadence)
    of_tags: dict[str, str] = {}
    for tag in turn.session.scalars(select(TagRow).where(TagRow.owner_id == turn.owner.id)):
        if tag.cadence is not None:
            tag.cadence = of_tags[tag.tag] = _doubled(tag.cadence)
    tagged = _tags_by_contact(turn)
    for row in turn.session.scalars(_with_check_ins(turn)):
        if row.cadence not in (None, NONE):
            row.cadence = _doubled(str(row.cadence))
        own = str(row.cadence) if row.cadence_is_own and row.cadence else None
        cadence = own or shortest([of_tags[tag] for tag in tagged.get(row.id, ()) if tag in of_tags]) or row.cadence
        if cadence not in (None, NONE) and row.next_check_in_on is not None:
            since = row.last_interaction_on or row.created_on
            row.next_check_in_on = max(row.next_check_in_on, day_after(since, str(cadence)))


def _with_check_ins(turn: Turn) -> Select[ContactRow]:
    query = select(ContactRow).where(ContactRow.owner_id == turn.owner.id, ContactRow.next_check_in_on.is_not(None))
    return query.where(ContactRow.forgotten_at.is_(None), ContactRow.status.is_(None) | ContactRow.status.not_in(ENDED))


def _tags_by_contact(turn: Turn) -> dict[int, list[str]]:
    tagged: dict[int, list[str]] = {}
    query = select(ContactTagRow.contact_id, ContactTagRow.tag).where(ContactTagRow.owner_id == turn.owner.id)
    for contact_id, tag in turn.session.execute(query):
        tagged.setdefault(contact_id, []).append(tag)
    return tagged


def _doubled(cadence: str) -> str:
    return doubled(cadence) or cadence if cadence != NONE else cadence


def too_much(turn: Turn) -> str | None:
    """How many check-ins a week the rhythms ask for and how many are kept, as `12:4`, where that is far less.

    It is looked at once a month, when there are four weeks to look back on, and not for long after it was declined.
    """
    today = turn.today
    began_on = turn.local_day(turn.owner.created_at)
    if today.day > _FIRST_DAYS or began_on > today - _KEPT_IN or _was_declined(turn):
        return None
    asked = per_week(_counts(turn))
    days = len(turn.calendar.working)
    kept = min(_kept(turn) / (_KEPT_IN / WEEK), turn.settings.daily_limit * days)
    return f"{round(asked)}:{round(kept)}" if asks_too_much(asked, kept) else None


def _was_declined(turn: Turn) -> bool:
    query = select(NudgeRow.id).where(NudgeRow.owner_id == turn.owner.id, NudgeRow.planned_on > turn.today - _QUIET)
    return (
        turn.session.scalars(query.where(NudgeRow.kind == REVIEW, NudgeRow.answered == "declined")).first() is not None
    )


def _counts(turn: Turn) -> list[tuple[str, int]]:
    """The rhythms in force of those who are not paused, and of how many contacts each is."""
    tags = select(TagRow.tag, TagRow.cadence).where(TagRow.owner_id == turn.owner.id, TagRow.cadence.is_not(None))
    of_tags = {tag: str(cadence) for tag, cadence in turn.session.execute(tags)}
    tagged = _tags_by_contact(turn) if of_tags else {}
    columns = ContactRow.id, ContactRow.cadence, ContactRow.cadence_is_own
    query = _with_check_ins(turn).with_only_columns(*columns)
    query = query.where(ContactRow.paused_until.is_(None) | (ContactRow.paused_until <= turn.today))
    counts: Counter[str] = Counter()
    for contact_id, cadence, is_own in turn.session.execute(query):
        of_tag = shortest([of_tags[tag] for tag in tagged.get(contact_id, ()) if tag in of_tags])
        in_force = cadence if is_own and cadence else of_tag or cadence
        if in_force not in (None, NONE):
            counts[in_force] += 1
    return list(counts.items())


def _kept(turn: Turn) -> int:
    """With how many people on how many days the owner was in touch of late."""
    query = (
        select(InteractionPersonRow.contact_id, InteractionRow.on)
        .join(InteractionRow, InteractionRow.id == InteractionPersonRow.interaction_id)
        .where(InteractionRow.owner_id == turn.owner.id, InteractionRow.outcome.is_(None))
        .where(InteractionRow.on > turn.today - _KEPT_IN, InteractionRow.on <= turn.today)
        .distinct()
    )
    return turn.session.scalar(select(func.count()).select_from(query.subquery())) or 0
