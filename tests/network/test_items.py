"""What was changed by hand is undone and redone as exactly as what was said, in whatever order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.language.meanings import Meaning
from bot.network.errors import RapportError
from bot.network.forms import FormError
from bot.network.item_forms import edit_item, item_form
from bot.network.people_forms import merge
from bot.network.person_form import edit_person
from bot.store.tables import ContactRow, NoteRow, PlanRow, PromiseRow, ReminderRow, Row
from tests.network.given import TODAY, Speaker, differences
from tests.network.test_undo_properties import BOUNDED, MEANINGS, Speaking, pass_every_state, speaking, standing

__all__ = ["speaking"]  # a fixture
ROWS: dict[str, type[Row]] = {"plan": PlanRow, "promise": PromiseRow, "reminder": ReminderRow, "note": NoteRow}
AHEAD = st.none() | st.integers(0, 30).map(lambda step: (TODAY + timedelta(days=step)).isoformat())


@dataclass(frozen=True)
class ByHand:
    """A form filled in: which of the rows of a kind it is of, by place, and what is put in."""

    kind: str
    place: int
    values: dict[str, Any]

    def fills(self, ana: Speaker) -> None:
        """Submit it, where there is such a row; what cannot be taken changes nothing."""
        rows = ana.rows(ContactRow if self.kind in ("person", "merge") else ROWS[self.kind])
        if not rows:
            return
        row: Any = rows[self.place % len(rows)]
        with suppress(FormError, RapportError):
            ana.turn(lambda turn: self._submitted(turn, row, rows))

    def _submitted(self, turn: Any, row: Any, rows: list[Any]) -> None:
        if self.kind == "person":
            edit_person(turn, str(row.id), {"name": row.name, **self.values}, lambda _text: None)
        elif self.kind == "merge":
            merge(turn, str(row.id), f"c:{rows[0].id}", self.values)
        else:
            claim = f"{self.kind}:{row.id}"
            form = item_form(turn, claim)
            people = tuple(one.claim for one in form.people)
            given = {"about": form.about, "on": form.on, "time": form.time, "people": people}
            edit_item(turn, claim, {**given, **self.values})


CHOICE = st.sampled_from(["own", "other"])
PEOPLE = st.sampled_from([("n:Priya",), ("n:Sam", "n:Noor"), ("c:1", "c:2"), ()])
FORMS = st.builds(
    ByHand,
    st.sampled_from([*ROWS, *ROWS, "person", "merge"]),
    st.integers(0, 5),
    st.fixed_dictionaries(
        {},
        optional={
            "about": st.sampled_from(["the book", "hiring"]),
            "on": AHEAD,
            "time": st.sampled_from(["23:30", ""]),
            "people": PEOPLE,
            "direction": st.sampled_from(["mine", "theirs"]),
            "remove": st.just(("yes",)),
            "status": st.sampled_from(["none", "left", "deceased", "on_leave"]),
            "nudges": st.sampled_from(["on", "stopped"]),
            "via": st.sampled_from([("n:Noor",), ()]),
            "company": CHOICE,
            "name": CHOICE,
            "every": CHOICE,
        },
    ),
)
SAID = (
    Meaning(intent="plan", people=("Priya", "Sam"), on=TODAY + timedelta(days=3), kind="coffee"),
    Meaning(intent="promise", people=("Priya",), about="the deck"),
    Meaning(intent="remind", people=("Sam",), about="the deck", on=TODAY),
    Meaning(intent="note", people=("Lee",), about="climbing"),
)
DONE = st.lists(st.booleans().flatmap(lambda by_hand: FORMS if by_hand else MEANINGS), min_size=2, max_size=6).map(
    lambda more: [*SAID, *more]
)


def does(ana: Speaker, one: Meaning | ByHand) -> None:
    if isinstance(one, Meaning):
        ana.means(one)
    else:
        one.fills(ana)


@BOUNDED
@given(DONE)
def test_undoing_all_from_the_last_passes_every_state_backwards(
    speaking: Speaking, done: list[Meaning | ByHand]
) -> None:
    ana = speaking()
    pass_every_state(ana, [partial(does, ana, one) for one in done])


@BOUNDED
@given(DONE, st.randoms(use_true_random=False))
def test_undoing_all_in_any_order_leaves_nothing(speaking: Speaking, done: list[Meaning | ByHand], random: Any) -> None:
    ana = speaking()
    before = ana.facts()
    for one in done:
        does(ana, one)
    changes = standing(ana)
    random.shuffle(changes)
    for change in changes:
        ana.undoes(change)

    assert differences(before, ana.facts()) == []
