"""What holds for every outcome there is: Slack takes the message, and nothing that a person typed is mark-up.

Hypothesis is derandomised: every run tries the same examples.
"""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks.answers import answer
from bot.blocks.discreet import ANSWER, hushed, nudge_line
from bot.blocks.errors import sentence, unexpected
from bot.blocks.forms import shown
from bot.blocks.home import home
from bot.blocks.message import Message
from bot.blocks.nudges import nudge, together
from bot.blocks.review import review
from bot.blocks.text import bold, clip, code, escape, plain, words
from bot.blocks.welcome import installed, welcome
from bot.network import outcomes
from bot.network.errors import RapportError
from bot.network.outcomes import HomeView, NudgeView, Outcome, Owed, ReviewView
from bot.network.rules.ranking import MOST_SHARED
from tests.blocks.limits import TOKEN, wrong_with_home, wrong_with_message, wrong_with_modal
from tests.blocks.records import ERRORS, TEXTS, records


def many(examples: int) -> settings:
    """The same `examples` on every machine, however slow it is."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=slow,
        phases=[Phase.generate],  # records this large take minutes to shrink
    )


@pytest.mark.parametrize("kind", get_args(Outcome), ids=lambda kind: kind.__name__)
def test_slack_takes_the_answer_to_any_outcome(kind: type) -> None:
    nested = kind in (outcomes.Several, outcomes.Answered)  # outcomes within outcomes: a few say as much as many

    @many(4 if nested else 40)
    @given(records(kind))
    def holds(outcome: Any) -> None:
        assert wrong_with_message(answer(outcome)) == []

    holds()


@many(120)
@given(records(outcomes.Recorded))
def test_slack_takes_whatever_was_recorded(outcome: outcomes.Recorded) -> None:
    assert wrong_with_message(answer(outcome)) == []


@many(120)
@given(records(NudgeView))
def test_slack_takes_any_nudge(view: NudgeView) -> None:
    assert wrong_with_message(nudge(view)) == []


@many(40)
@given(st.lists(records(NudgeView), max_size=4), st.sampled_from([1, 12]), records(Owed), st.booleans())
def test_slack_takes_any_review(views: list[NudgeView], times: int, owed: Owed, is_adapted: bool) -> None:
    asked = tuple(views * times)
    people = tuple(view.person for view in asked if view.person is not None)
    coming = tuple((view.due_on, view) for view in asked)
    view = ReviewView("r1", owed.today, people, asked, owed.promises, coming, asks=(12, 4), is_adapted=is_adapted)
    assert wrong_with_message(review(view), ids_per_message=False) == []
    assert wrong_with_message(hushed(review(view), nudge_line(view)), ids_per_message=False) == []


@many(60)
@given(records(NudgeView))
def test_slack_takes_any_discreet_nudge(view: NudgeView) -> None:
    assert wrong_with_message(hushed(nudge(view), nudge_line(view))) == []
    fullest = hushed(together([view] * 48), ANSWER)
    assert wrong_with_message(fullest, ids_per_message=False) == []


@many(40)
@given(st.lists(records(NudgeView), min_size=1, max_size=3), st.sampled_from([1, 5, 20, 40]))
def test_slack_takes_any_number_of_nudges_in_one_message(views: list[NudgeView], times: int) -> None:
    assert wrong_with_message(together((views * times)[:MOST_SHARED]), ids_per_message=False) == []


@many(60)
@given(records(HomeView))
def test_slack_takes_any_home(view: HomeView) -> None:
    assert wrong_with_home(home(view)) == []


@many(20)
@given(records(HomeView), st.sampled_from(get_args(Outcome)).flatmap(records))
def test_slack_takes_any_home_with_any_answer_above_it(view: HomeView, outcome: Any) -> None:
    assert wrong_with_home(home(view, answer(outcome).blocks)) == []


@many(20)
@given(st.sampled_from(get_args(Outcome)).flatmap(records))
def test_slack_takes_any_answer_in_a_modal(outcome: Any) -> None:
    assert wrong_with_modal(shown(answer(outcome))) == []


@many(20)
@given(TEXTS)
def test_slack_takes_the_card_for_newcomers(nudge_time: str) -> None:
    assert wrong_with_message(installed(nudge_time)) == []
    assert wrong_with_message(Message("Hello.", welcome(nudge_time))) == []


@many(100)
@given(ERRORS, TEXTS)
def test_every_error_has_a_sentence_that_slack_takes(error: RapportError, said: str) -> None:
    for text in (sentence(error), unexpected(said)):
        assert wrong_with_message(Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])) == []


@many(120)
@given(TEXTS | st.text(alphabet="*_~` a<>&.é", max_size=30))
def test_words_come_back_as_they_were(text: str) -> None:
    shown = " ".join(plain(words(text, 5000)).split())

    assert shown == plain(escape(shown))
    assert plain(bold(shown[:60])) == plain(code(shown[:60])) or not shown
    assert TOKEN.search(escape(text)) is None


@many(200)
@given(TEXTS, st.integers(2, 60))
def test_a_clipped_text_is_short_and_whole(text: str, limit: int) -> None:
    clipped = clip(escape(text), limit)

    assert len(clipped) <= limit
    assert "&" not in clipped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
