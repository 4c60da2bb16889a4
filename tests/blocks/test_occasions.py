"""Milestones: why now, and the wish. On the day, ahead, moved to a working day, belated; glad and sad."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.blocks.drafts import draft
from bot.blocks.nudges import nudge
from bot.blocks.reasons import reason
from bot.blocks.text import plain
from bot.network.outcomes import InteractionFact, NudgeView
from tests.blocks.people import TODAY, lines, nudge_view, person

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 28)


def milestone(kind: str, name: str = "Ana", on: date = TODAY, **facts: Any) -> NudgeView:
    who = person(name, **{key: facts.pop(key) for key in ("company", "role") if key in facts})
    return nudge_view("milestone", person=who, milestone=kind, on=on, **facts)


OCCASIONS: list[tuple[NudgeView, str, str | None]] = [
    (milestone("birthday"), "It's Ana's birthday today.", "Happy birthday, Ana! I hope you have a lovely day."),
    (
        milestone("birthday", on=FRIDAY, is_belated=True),
        "Ana's birthday was on Friday. A belated wish still counts.",
        "Happy belated birthday, Ana! I hope you had a lovely day.",
    ),
    (
        milestone("birthday", on=date(2026, 11, 24)),
        "Ana's birthday is tomorrow, Tuesday. That's a day off, so I'm telling you now.",
        "Happy birthday for tomorrow, Ana! I hope you have a lovely day.",
    ),
    (
        milestone("birthday", on=SATURDAY),
        "Ana's birthday is on Saturday, 28 Nov. That's a day off, so I'm telling you now.",
        "Happy birthday for Saturday, Ana! I hope you have a lovely day.",
    ),
    (
        milestone("birthday", on=SATURDAY, is_ahead=True),
        "Ana's birthday is in 5 days, on Saturday, 28 Nov. I'll remind you on the day as well.",
        None,
    ),
    (
        milestone("birthday", channel="email"),
        "It's Ana's birthday today.",
        "Hi Ana,\n\nHappy birthday! I hope you have a lovely day.\n\nBest wishes",
    ),
    (
        milestone("work_anniversary", "Sam", company="Acme", years=5),
        "Sam has been at Acme for 5 years today.",
        "Congratulations on 5 years at Acme, Sam!",
    ),
    (
        milestone("work_anniversary", "Sam", company="Globex", about="CTO at Acme", years=1, on=SATURDAY),
        "Sam's work anniversary (1 year at Acme) is on Saturday, 28 Nov. That's a day off, so I'm telling you now.",
        "Congratulations on 1 year at Acme, Sam!",
    ),
    (
        milestone("promotion", about="VP at Acme", role="VP", company="Acme"),
        "Ana got promoted to VP at Acme. A good moment to congratulate.",
        "Congratulations on your promotion to VP, Ana! Well deserved.",
    ),
    (
        milestone("promotion"),
        "Ana got promoted. A good moment to congratulate.",
        "Congratulations on your promotion, Ana! Well deserved.",
    ),
    (
        milestone("new_job", company="Globex", on=FRIDAY),
        "Ana has a new job at Globex on Friday. A good moment to wish them well.",
        "Congratulations on the new job at Globex, Ana! I hope it starts well.",
    ),
    (
        milestone("other", about="had a baby", on=date(2026, 11, 21)),
        "Ana had a baby on Saturday. A good moment to congratulate.",
        "Congratulations on the baby, Ana! I hope you are all doing well.",
    ),
    (
        milestone("other", "Sam", about="got married"),
        "Sam got married. A good moment to congratulate.",
        "Congratulations on getting married, Sam! I wish you both all the best.",
    ),
    (
        milestone("achievement", "Lee", about="won the Turing Award"),
        "Lee won the Turing Award. A good moment to congratulate.",
        "Congratulations, Lee! I heard you won the Turing Award.",
    ),
    (
        milestone("achievement", "Lee", about="passed her exam"),
        "Lee passed her exam. A good moment to congratulate.",
        "Congratulations, Lee! I heard you passed your exam.",
    ),
    (
        milestone("other", about="the wedding"),
        "It's Ana's wedding today. A good moment to congratulate.",
        "Congratulations on your wedding, Ana!",
    ),
    (
        milestone("other", "Lee", about="lost her father"),
        "Lee lost her father. A few kind words may help.",
        "I'm so sorry for your loss, Lee. I'm thinking of you, and I'm here if there is anything I can do.",
    ),
    (
        milestone("other", "Lee", about="was diagnosed with cancer", on=FRIDAY),
        "Lee was diagnosed with cancer on Friday. A few kind words may help.",
        "I heard the news, Lee, and I'm thinking of you. If there is anything I can do, just say.",
    ),
    (
        milestone("other", "Lee", about="surgery"),
        "It's Lee's surgery today. A few kind words may help.",
        "I'm thinking of you, Lee, and I hope all goes well. If there is anything I can do, just say.",
    ),
]


@pytest.mark.parametrize(
    ("view", "why", "wish"), OCCASIONS, ids=[f"{view.milestone}-{n}" for n, (view, *_) in enumerate(OCCASIONS)]
)
def test_an_occasion_is_told_and_wished_for(view: NudgeView, why: str, wish: str | None) -> None:
    assert plain(reason(view)) == why
    assert draft(view) == wish


SAD = [
    "died",
    "her mother died",
    "lost her job",
    "is in hospital",
    "had surgery",
    "was fired",
    "got divorced",
    "is ill",
]
GLAD = ["passed the bar exam", "lost 20 kilos", "opened a hospital", "won", "is still going strong"]


@pytest.mark.parametrize("about", SAD)
def test_nobody_is_congratulated_on_what_is_sad(about: str) -> None:
    view = milestone("other", about=about)
    assert "ongratulat" not in f"{reason(view)} {draft(view)}"


@pytest.mark.parametrize("about", GLAD)
def test_what_only_sounds_sad_is_celebrated(about: str) -> None:
    assert "congratulate" in reason(milestone("other", about=about))


def test_beside_sad_news_nothing_is_listed_but_how_to_reach_them() -> None:
    facts: dict[str, Any] = {
        "i_owe": ("the deck",),
        "bring_up": ("jazz",),
        "phone": "+44 20",
        "about": "lost her father",
    }
    view = milestone("other", "Lee", reason_last=InteractionFact(FRIDAY, "met", "PyCon"), **facts)

    assert lines(nudge(view))[1] == "Reach: +44 20"
