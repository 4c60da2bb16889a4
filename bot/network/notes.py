"""Facts worth remembering about somebody."""

from __future__ import annotations

from bot.language.meanings import Meaning
from bot.network.turns import Turn
from bot.store.tables import ContactRow, NoteRow


def add_note(turn: Turn, row: ContactRow, text: str, *, next_time: bool = False) -> None:
    """Remember a text about a contact; with `next_time` it is brought up before the next contact."""
    turn.session.add(NoteRow(owner_id=turn.owner.id, contact_id=row.id, on=turn.today, text=text, next_time=next_time))


def keep_rest(turn: Turn, rows: list[ContactRow], meaning: Meaning) -> None:
    """What a sentence says beyond what its own record holds is a note: nothing is lost but what is asked about."""
    if meaning.about and meaning.about not in meaning.doubts:
        for row in rows:
            add_note(turn, row, meaning.about)
