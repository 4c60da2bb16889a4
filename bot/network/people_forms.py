"""Two contacts made one, and one forgotten, as their forms ask for it. Their fields to edit: `person_form`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.language.meanings import Meaning, MonthDay
from bot.network import roster
from bot.network.errors import NotYoursError
from bot.network.forms import FormError
from bot.network.journaling import journaled
from bot.network.outcomes import Forgotten, Recorded
from bot.network.people import own_contact
from bot.network.rhythms import cadence_of
from bot.network.roster import FIELDS, birthday_of
from bot.network.rules.milestones import parse_on
from bot.network.turns import Turn
from bot.store.tables import ContactRow


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a person: `("interactions", 12)` …"""

    name: str
    counts: tuple[tuple[str, int], ...]


def kept_of(turn: Turn, contact_id: str) -> Kept:
    """What a merge would move, or forgetting take away. Raises `NotYoursError`."""
    row = own_contact(turn, contact_id)
    return Kept(row.name, roster.what_is_kept(turn, [row]))


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing of which two contacts hold something else: what the one who stays has, and the one who goes.

    `is_other`: unless chosen otherwise it is the value of the one who goes that stays.
    """

    field: str
    own: MergeValue
    other: MergeValue
    is_other: bool = False


MergeValue = str | date | MonthDay


@dataclass(frozen=True, slots=True)
class MergeForm:
    """Two contacts before they are made one: who goes, who stays (`other` is their claim), where they differ."""

    name: str
    kept: str
    other: str
    differing: tuple[Differing, ...]


def merge_form(turn: Turn, contact_id: str, other: object) -> MergeForm:
    """Where two contacts differ that are to be made one. Raises `FormError`, and `NotYoursError`."""
    source, target = _both(turn, contact_id, other)
    return MergeForm(source.name, target.name, f"c:{target.id}", tuple(_differing(turn, source, target)))


def _differing(turn: Turn, source: ContactRow, target: ContactRow) -> Iterator[Differing]:
    if source.key != target.key:
        yield Differing("name", target.name, source.name)
    for field, column in FIELDS.items():
        own, other = getattr(target, column), getattr(source, column)
        if own is not None and other is not None and own != other:
            yield Differing(field, own, other)
    own, other = cadence_of(turn, target), cadence_of(turn, source)
    if target.cadence and source.cadence and own and other and own != other:
        yield Differing("every", own, other, is_other=roster.rhythm_wins(source, target))
    days = [parse_on(row.on) for row in (birthday_of(turn, target), birthday_of(turn, source)) if row is not None]
    if len(days) == 2 and days[0] != days[1] and days[0] is not None and days[1] is not None:
        yield Differing("birthday", days[0], days[1])


def merge(turn: Turn, contact_id: str, other: object, values: Mapping[str, object]) -> Recorded:
    """Give all of a contact's to the one who was chosen. Raises `FormError`, and `NotYoursError`.

    `values` say for each field in which they differ whose value stays: `own` that of who stays, `other` of who goes.
    """
    source, target = _both(turn, contact_id, other)
    chosen = {name: value == "other" for name, value in values.items() if value in ("own", "other")}
    goes, stays = (target, source) if chosen.get("name") else (source, target)
    said = Meaning(intent="merge", people=(goes.name,), to=stays.name)
    return journaled(turn, said, lambda: roster.merge_contacts(turn, said, source, target, chosen))


def _both(turn: Turn, contact_id: str, other: object) -> tuple[ContactRow, ContactRow]:
    """The contact who goes, and the one chosen to stay."""
    source = own_contact(turn, contact_id)
    kind, _, chosen = str(other or "").partition(":")
    if kind != "c":
        raise FormError({"other": "nobody"})
    try:
        target = own_contact(turn, chosen)
    except NotYoursError as error:
        raise FormError({"other": "gone"}) from error
    if target.id == source.id:
        raise FormError({"other": "the_same"})
    return source, target


def forget(turn: Turn, contact_id: str) -> Forgotten:
    """Forget a contact. Raises `NotYoursError`."""
    row = own_contact(turn, contact_id)
    said = Meaning(intent="forget", people=(row.name,))
    return journaled(turn, said, lambda: roster.forget_contacts(turn, [row]))
