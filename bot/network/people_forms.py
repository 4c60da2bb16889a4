"""Two contacts made one, and one forgotten, as their forms ask for it. Their fields to edit: `person_form`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.meanings import Meaning
from bot.network import roster
from bot.network.errors import NotYoursError
from bot.network.forms import FormError
from bot.network.journaling import journaled
from bot.network.outcomes import Forgotten, Recorded
from bot.network.people import own_contact
from bot.network.turns import Turn


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a person: `("interactions", 12)` …"""

    name: str
    counts: tuple[tuple[str, int], ...]


def kept_of(turn: Turn, contact_id: str) -> Kept:
    """What a merge would move, or forgetting take away. Raises `NotYoursError`."""
    row = own_contact(turn, contact_id)
    return Kept(row.name, roster.what_is_kept(turn, [row]))


def merge(turn: Turn, contact_id: str, values: Mapping[str, object]) -> Recorded:
    """Give all of a contact's to the one who was chosen. Raises `FormError`, and `NotYoursError`."""
    source = own_contact(turn, contact_id)
    kind, _, chosen = str(values.get("other") or "").partition(":")
    if kind != "c":
        raise FormError({"other": "nobody"})
    try:
        target = own_contact(turn, chosen)
    except NotYoursError as error:
        raise FormError({"other": "gone"}) from error
    if target.id == source.id:
        raise FormError({"other": "the_same"})
    said = Meaning(intent="merge", people=(source.name,), to=target.name)
    return journaled(turn, said, lambda: roster.merge_contacts(turn, said, source, target))


def forget(turn: Turn, contact_id: str) -> Forgotten:
    """Forget a contact. Raises `NotYoursError`."""
    row = own_contact(turn, contact_id)
    said = Meaning(intent="forget", people=(row.name,))
    return journaled(turn, said, lambda: roster.forget_contacts(turn, [row]))
