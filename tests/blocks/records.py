"""Records of any content: each field of a dataclass drawn from its type, texts as nasty as texts can be."""

from __future__ import annotations

import types
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.language.meanings import COMMANDS, INTENTS, KINDS, Meaning, MonthDay
from bot.network import errors, outcomes

NASTY = (
    "", " ", "\n", "\u200b", "\u202e", "*", "_a_", "~", "`code`", "*bold*", "a*b", "<!channel>", "<@U123>", "<@U1|x>",
    "<https://x|y>", "&amp;", "&", ">", "x & y < z", "|", "{0}", "{name}", "\ud800", "\x00", "👩‍👩‍👧‍👦" * 40, "é" * 500,
    "&" * 500, "*" * 700, "<" * 600, "مريم عبد الله", "李雷", "O'Neill", "Priya Sharma", "Dr. Ana Ruiz", "U123",
    "her new team; he said: no.", "send Ana the deck", "ask Sam about the marathon", "won the Turing Award", "PyCon",
    "Berlin", "a\nb\nc", "word " * 900, "x" * 5000, "p@acme.com", "+44 20 7946 0958", "https://x.example/a?b=c&d=e",
)  # fmt: skip
DAYS = st.one_of(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from([date.min, date.max]), st.dates())
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
MONTH_DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda on: MonthDay(on.month, on.day))
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "cadence": st.sampled_from([None, "P3M", "P1W", "P1M15D", "none", "P0D", "nonsense"]),
    "every": st.sampled_from([None, "P3M", "P2W", "none", "nonsense"]),
    "direction": st.sampled_from([None, "mine", "theirs", "given", "received"]),
    "stage": st.sampled_from([None, "ask", "got", "acted", "before", "after"]),
    "answered": st.sampled_from([None, None, "done", "no_answer", "snoozed", "skipped", "stopped"]),
    "extras": st.lists(st.sampled_from(["already_known", "ask_when", "default_rhythm", "unheard_of"])).map(tuple),
    "matched_by": st.sampled_from(["name", "part", "choice"]),
    "slack_user": st.sampled_from([None, None, "U123ABC", "not a user", ""]),
    "command": st.sampled_from(COMMANDS),
    "delivery": st.sampled_from(["each", "together"]),
}
KINDS_OF = {
    outcomes.NudgeView: ("check_in", "follow_up", "reminder", "milestone", "promise", "plan", "feedback", "review"),
    outcomes.DuePerson: ("check_in", "follow_up", "reminder", "milestone", "promise", "plan", "feedback", "?"),
    outcomes.Question: ("which", "near", "new"),
    outcomes.MilestoneFact: ("birthday", "work_anniversary", "promotion", "new_job", "achievement", "other"),
}
ERRORS = st.one_of(
    st.builds(errors.UnknownPersonError, TEXTS, st.lists(TEXTS, max_size=5).map(tuple)),
    st.builds(errors.NobodyNamedError, st.sampled_from(INTENTS)),
    st.builds(
        errors.MissingPartError,
        st.sampled_from(INTENTS),
        st.sampled_from(["day", "rhythm", "about", "to", "value", "?"]),
        st.none() | TEXTS,
    ),
    st.builds(errors.BadSettingError, st.sampled_from(["timezone", "nudge_time", "daily_limit", "?"]), TEXTS),
    st.builds(errors.NothingOpenError, st.sampled_from(INTENTS), st.none() | TEXTS),
    st.sampled_from(
        [
            errors.NothingToUndoError(),
            errors.NotYoursError(),
            errors.AlreadyAnsweredError(),
            errors.TooFarError(),
            errors.RapportError(),
        ]
    ),
)
PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, 12) | st.integers(0, 10**9),
    bool: st.booleans(),
    date: DAYS,
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
    MonthDay: MONTH_DAYS,
    errors.RapportError: ERRORS,
}


def records(cls: type, depth: int = 2) -> st.SearchStrategy[Any]:
    """Records of a class, every field of its type; what may hold outcomes again holds them `depth` deep."""
    hints = get_type_hints(cls)
    return st.builds(cls, **{each.name: _field(cls, each.name, hints[each.name], depth) for each in fields(cls)})


def _field(cls: type, name: str, hint: object, depth: int) -> st.SearchStrategy[Any]:
    if name == "kind" and cls in KINDS_OF:
        return st.sampled_from(KINDS_OF[cls])
    if name == "kind":
        return st.sampled_from([*KINDS, "reminder", "follow_up"])
    if name in ("id", "change") and hint is not int:  # ids are the bot's own
        return st.sampled_from(["c1", "f" * 32] if hint is str else [None, "c1", "f" * 32])
    if name in BY_NAME:
        return BY_NAME[name]
    if name == "then" and cls is Meaning:
        return st.just(())
    return _typed(hint, depth)


def _typed(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    if hint in PLAIN:
        return PLAIN[hint]
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) in (Union, types.UnionType):
        return _any_of(get_args(hint), depth)
    if get_origin(hint) is tuple:
        return _tuples(get_args(hint), depth)
    if get_origin(hint) is outcomes.Page:
        return _pages(get_args(hint)[0], depth)
    return st.deferred(lambda: records(hint, depth))


def _any_of(hints: tuple[Any, ...], depth: int) -> st.SearchStrategy[Any]:
    nested = (outcomes.Several, outcomes.Answered)
    return st.one_of([_typed(hint, depth - 1) for hint in hints if depth > 0 or hint not in nested])


def _pages(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Pages of a list as `network.home` makes them: so many rows as the page has, of however many there are."""

    def page(row: Any, total: int, number: int, size: int, or_more: bool) -> outcomes.Page[Any]:
        at = min(number, max(total - 1, 0) // size)
        return outcomes.Page((row,) * min(size, total - at * size), total, at, size, or_more)

    totals = st.sampled_from([0, 1, 7, 9, 300, 3000])
    return st.builds(page, _typed(hint, depth), totals, st.integers(0, 500), st.sampled_from([3, 6, 8]), st.booleans())


def _tuples(hints: tuple[Any, ...], depth: int) -> st.SearchStrategy[Any]:
    if len(hints) == 2 and hints[1] is ...:
        few = st.lists(_typed(hints[0], depth), max_size=3)
        return st.one_of(few, few.map(lambda some: some * 20)).map(tuple)
    return st.tuples(*(_typed(hint, depth) for hint in hints))
