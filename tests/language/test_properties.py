"""What holds for every text there is: parsing never fails, loses no word, and takes time in proportion.

The texts come from `soup.py`. Hypothesis is derandomised: every run tries the same examples.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import thread_time
from unicodedata import category, normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.language import Known, parse
from bot.language.meanings import Command, Meaning

from . import soup

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
KNOWN = Known.of(["Quixwold Brzezul", "Will Friday", "April May"], ["Kwazimbo", "Johnson & Johnson"])


def many(examples: int) -> settings:
    """The same `examples` on every machine, however slow it is."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=slow)


def holds(text: str, at: datetime, command: Command, day_first: bool, known: Known) -> None:
    """Whatever was typed: a meaning, whose JSON can be stored and read back."""
    meaning = parse(text, at=at, command=command, day_first=day_first, known=known)

    assert isinstance(meaning, Meaning)
    assert Meaning.from_json(meaning.as_json()) == meaning
    assert json.dumps(meaning.as_json())
    if meaning.intent == "unknown" and not set("&<>") & set(text):
        assert visible(meaning.about or "") == visible(text)
        assert (meaning.about or "") == normalize("NFC", text.strip()) or not text.isprintable()


def visible(text: str) -> str:
    """What of `text` can be seen: an end may be trimmed of more than `strip` knows, a line may end otherwise."""
    return "".join(c for c in normalize("NFC", text) if category(c)[0] not in "CZ")


@many(4_000)
@given(soup.anything, soup.instants, soup.commands, st.booleans(), st.sampled_from([Known(), KNOWN]))
def test_any_text_has_a_meaning(text: str, at: datetime, command: Command, day_first: bool, known: Known) -> None:
    holds(text, at, command, day_first, known)


@many(3_500)
@given(soup.mixed, soup.instants, soup.commands, st.booleans(), st.sampled_from([Known(), KNOWN]))
def test_any_text_among_words_has_a_meaning(
    text: str, at: datetime, command: Command, day_first: bool, known: Known
) -> None:
    holds(text, at, command, day_first, known)


@many(3_000)
@given(st.one_of(soup.soup, soup.clauses), soup.instants, soup.commands, st.booleans(), st.just(KNOWN))
def test_any_clauses_have_a_meaning(text: str, at: datetime, command: Command, day_first: bool, known: Known) -> None:
    holds(text, at, command, day_first, known)


@many(3_000)
@given(st.one_of(soup.soup, soup.clauses), soup.commands)
def test_no_word_is_lost(text: str, command: Command) -> None:
    kept = json.dumps(parse(text, at=AT, command=command).as_json(), ensure_ascii=False).casefold()

    lost = [word for word in soup.ODD if word in text and word.casefold() not in kept]
    assert not lost


PHRASES = ["Feb 30", "every 0 days", "in 99999999999 days", "at 25:00", "13/13", "31.11."]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize(
    "start", ["met Ana", "remind me to call Ana", "check in with Ana", "lunch with Ana", "ping Ana"]
)
def test_what_looks_like_a_day_and_is_none_stays_and_is_doubted(start: str, phrase: str) -> None:
    meaning = parse(f"{start} {phrase}", at=AT)

    assert meaning.on is None
    assert meaning.every is None
    assert phrase.removeprefix("at ").strip(".") in str(meaning.about)
    assert meaning.doubts


RUNS = ["and ", "every ", "1", "1 ", "(", ")", "()", "#a ", "#a", "@", "@ ", ",", ", ", "Ana, ", "Ana and ", "met "]
RUNS += [
    "in ",
    "a ",
    "of ",
    "3/5 ",
    "May ",
    "<",
    "<@U1>",
    "&amp;",
    ".",
    ". ",
    "x",
    "x ",
    "-",
    " ",
    "\n",
    "don't ",
    "🎉",
]
RUNS += [
    "then ",
    "my cousin ",
    "budget ",
    "in 5 minutes ",
    "at 7 ",
    "mondays ",
    "and got married ",
    "{",
    "no, ",
    "people: ",
]
RUNS += ["next ", "until ", "remind me to ", "follow up ", "about ", "with ", "at Acme ", "'s ", ": ", "ø", "é ", "鷹"]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("start", ["met ", "", "remind me to call Ana "])
def test_time_grows_no_faster_than_the_text(start: str, run: str) -> None:
    short, long = (_seconds(start + (run * length)[:length]) for length in (400, 4_000))

    assert long < 35 * max(short, 0.000_1)  # ten times the text: a square would take a hundred times as long


def _seconds(text: str) -> float:
    """The best of a few: what the machine does beside it only ever adds. Each on its own day: nothing is remembered."""
    with _unwatched():
        return min(_once(text, AT + timedelta(days)) for days in range(5))


def _once(text: str, at: datetime) -> float:
    began = thread_time()
    parse(text, at=at)
    return thread_time() - began


@contextmanager
def _unwatched() -> Iterator[None]:
    """Without the coverage tracer, which costs several times what it watches."""
    watcher = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watcher)
