"""Whatever is said, undone and redone in whatever order, what stands is what the rows hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language.meanings import Meaning, MonthDay
from bot.network.outcomes import Recorded
from bot.network.owners import Owner
from bot.store.engine import Database
from bot.store.tables import ChangeRow, ContactRow, InteractionPersonRow, InteractionRow
from tests.network.given import TODAY, Speaker, differences

NAMES = ("Priya", "Sam", "Lee", "Wolfgang")
BOUNDED = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Speaking = Callable[[], Speaker]

name = st.sampled_from(NAMES)
days = st.integers(-40, 40).map(lambda step: TODAY + timedelta(days=step))
past = st.integers(0, 60).map(lambda step: TODAY - timedelta(days=step))
texts = st.sampled_from(("the deck", "climbing", "hiring"))


def meaning(intent: str, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Meaning]:
    return st.builds(Meaning, intent=st.just(intent), people=st.tuples(name), **fields)


MEANINGS = st.one_of(
    st.builds(
        Meaning,
        intent=st.just("log"),
        people=st.lists(name, min_size=1, max_size=3, unique=True).map(tuple),
        on=past,
        tags=st.sampled_from(((), ("x",), ("x", "y"))),
        company=st.sampled_from((None, "Acme")),
        every=st.sampled_from((None, "P2W")),
        outcome=st.sampled_from((None, None, "no_answer")),
    ),
    meaning("log", on=past),
    meaning("remind", on=days, about=texts),
    meaning("plan", on=days),
    meaning("cadence", every=st.sampled_from(("P1W", "P6M", "none"))),
    st.builds(Meaning, intent=st.just("cadence"), tags=st.just(("x",)), every=st.sampled_from(("P1M", "none"))),
    meaning("snooze", until=days),
    meaning("pause", until=days),
    meaning("resume"),
    meaning("milestone", milestone=st.just("birthday"), on=st.builds(MonthDay, st.integers(1, 12), st.integers(1, 28))),
    meaning("change", company=st.sampled_from(("Globex", "Acme")), role=st.sampled_from((None, "CTO"))),
    meaning("change", status=st.sampled_from(("left", "deceased"))),
    meaning("note", about=texts),
    meaning("details", to=st.sampled_from(("Pri", "Sammy")), tags=st.sampled_from(((), ("y",)))),
    meaning("promise", about=texts, on=days),
    meaning("kept", about=texts),
    meaning("feedback", stage=st.sampled_from(("ask", "got", "acted"))),
    meaning("merge", to=name),
    meaning("rename", to=st.sampled_from((*NAMES, "Priya Sharma", "Sam Beck"))),
    meaning("forget"),
    st.builds(
        Meaning, intent=st.just("settings"), setting=st.just("nudge_time"), value=st.sampled_from(("07:30", "10:00"))
    ),
)


@pytest.fixture
def speaking(sqlite_url: str) -> Iterator[Speaking]:
    """Somebody new each time."""
    database = Database(sqlite_url)
    yield lambda: Speaker(database, Owner("T1", uuid4().hex))
    database.close()


def standing(ana: Speaker) -> list[str]:
    return [row.id for row in sorted(ana.rows(ChangeRow), key=lambda row: row.seq) if row.undone_at is None]


@BOUNDED
@given(st.lists(MEANINGS, min_size=1, max_size=7))
def test_undoing_all_from_the_last_passes_every_state_backwards(speaking: Speaking, said: list[Meaning]) -> None:
    ana = speaking()
    pass_every_state(ana, [partial(ana.means, one) for one in said])


def pass_every_state(ana: Speaker, deeds: Sequence[Callable[[], object]]) -> None:
    """Do it all, take it back from the last, do it again: every state between comes back as it was."""
    states = [ana.facts()]
    for deed in deeds:
        ana.at += timedelta(minutes=1)
        deed()
        if len(standing(ana)) == len(states):
            states.append(ana.facts())
    changes = standing(ana)
    assert len(states) == len(changes) + 1

    for place in reversed(range(len(changes))):
        ana.undoes(changes[place])
        assert differences(states[place], ana.facts()) == []
    for place, change in enumerate(changes):
        ana.redoes(change)
        assert differences(states[place + 1], ana.facts()) == []


@BOUNDED
@given(st.lists(MEANINGS, min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_undoing_all_in_any_order_leaves_nothing(speaking: Speaking, said: list[Meaning], random: object) -> None:
    ana = speaking()
    before = ana.facts()
    for one in said:
        ana.means(one)
    changes = standing(ana)
    assert hasattr(random, "shuffle")
    random.shuffle(changes)
    for place, change in enumerate(changes):
        ana.undoes(change)
        if place % 3 == 1:
            ana.redoes(change)
            ana.undoes(change)
        assert_the_last_time_in_touch_is_right(ana)

    assert differences(before, ana.facts()) == []


@BOUNDED
@given(st.lists(MEANINGS, min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_undoing_some_and_redoing_them_changes_nothing(speaking: Speaking, said: list[Meaning], random: object) -> None:
    ana = speaking()
    for one in said:
        ana.means(one)
    before = ana.facts()
    changes = standing(ana)
    assert hasattr(random, "shuffle")
    random.shuffle(changes)
    some = changes[: len(changes) // 2 + 1]
    for change in some:
        ana.undoes(change)
    random.shuffle(some)
    for change in some:
        ana.redoes(change)

    assert differences(before, ana.facts()) == []


def assert_the_last_time_in_touch_is_right(ana: Speaker) -> None:
    reached = {row.id: row.on for row in ana.rows(InteractionRow) if row.outcome is None}
    for contact in ana.rows(ContactRow):
        there = [row.interaction_id for row in ana.rows(InteractionPersonRow) if row.contact_id == contact.id]
        last = max((reached[one] for one in there if one in reached), default=None)
        assert contact.last_interaction_on == last, contact.name


def test_what_is_recorded_is_what_these_properties_are_about(speaking: Speaking) -> None:
    ana = speaking()
    assert isinstance(ana.says("log", "Priya"), Recorded)
    assert len(standing(ana)) == 1
