"""How long a sentence takes: ours over `tests/sentences.jsonl`, dateparser beside it in the same run.

`dateparser.parse` gets the date phrases alone, `search_dates` the whole sentences; both with English fixed and the
speaker's clock as base, and all are timed by what the thread itself spends: other work on the machine counts for none.
Each round reads its sentences on another day, so that nothing remembered of a day helps.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from time import perf_counter, thread_time

import dateparser
from dateparser.search import search_dates

from benchmarks.rows import Row, table
from bot.language import parse
from tests.language.sentences import Sentence, sentences

ROUNDS = 5
STARTS = 5
BASE = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PHRASES = (
    "yesterday,today,tomorrow,last Friday,next Thursday,on Monday,Tuesday,in 2 weeks,in 10 days,3 weeks ago,"
    "a month ago,last month,next month,last week,May 3,3 October,14 Feb 2025,2026-10-02,25/12,3/5,on the 5th,in March,"
    "next year,tomorrow at 3pm,next Saturday at 20:00,two days ago,the day before yesterday,"
    "in a couple of months,15 Jan,December 24"
)
TEXT = "met Priya at PyCon yesterday about hiring"
FIRST = f"""
from datetime import UTC, datetime
from time import perf_counter
began = perf_counter()
from bot.language import parse
loaded = perf_counter()
parse({TEXT!r}, at=datetime(2026, 11, 23, tzinfo=UTC))
print(1000 * (loaded - began), 1000 * (perf_counter() - loaded))
"""


def measure() -> list[Row]:
    """Every row, in milliseconds; some ten seconds. The collector rests meanwhile, as `timeit` has it."""
    lines = sentences()
    gc.disable()
    ours = _each([partial(_read, line) for line in lines])
    phrases = _each([partial(_dateparser, phrase) for phrase in PHRASES.split(",")])
    searches = _each([partial(_search, line.text) for line in lines if line.text.strip()])
    gc.enable()
    slowest = max(zip(ours, (line.id for line in lines), strict=True))
    rows = [
        Row(what="a sentence, median", ours=median(ours), beside=median(phrases), than="dateparser.parse", most=0.25),
        Row(what="a sentence, p99", ours=_p99(ours), beside=_p99(phrases), than="dateparser.parse", most=1.0),
        Row(what=f"a sentence, slowest ({slowest[1]})", ours=slowest[0], most=2.0),
        Row(what="a sentence, median", ours=median(ours), beside=median(searches), than="search_dates"),
        Row(what="a sentence, p99", ours=_p99(ours), beside=_p99(searches), than="search_dates"),
    ]
    return rows + _fresh()


def _each(reads: Sequence[Callable[[timedelta], object]]) -> list[float]:
    """Each one's best in milliseconds of this thread, round after round: what else the machine does only ever adds."""
    rounds = [[_timed(partial(read, timedelta(days)), thread_time) for read in reads] for days in range(ROUNDS + 1)]
    return [min(times) for times in zip(*rounds[1:], strict=True)]  # the first reads what is only ever read once


def _timed(act: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    began = clock()
    act()
    return 1000 * (clock() - began)


def _read(line: Sentence, later: timedelta) -> object:
    return parse(line.text, at=line.at + later, command=line.command, day_first=line.day_first, known=line.known)


def _dateparser(phrase: str, later: timedelta) -> object:
    return dateparser.parse(phrase, languages=["en"], settings={"RELATIVE_BASE": (BASE + later).replace(tzinfo=None)})


def _search(text: str, later: timedelta) -> object:
    return search_dates(text, languages=["en"], settings={"RELATIVE_BASE": (BASE + later).replace(tzinfo=None)})


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]


def _fresh() -> list[Row]:
    """What a new process pays: loading the grammar, its first sentence, and the whole of `rapport parse`."""
    loads, firsts = zip(*(map(float, _python("-c", FIRST).stdout.split()) for _ in range(STARTS)), strict=True)
    empty = median(_timed(partial(_python, "-c", "")) for _ in range(STARTS))
    whole = median(_timed(partial(_python, "-m", "bot.cli", "parse", TEXT)) for _ in range(STARTS))
    return [
        Row(what="loading the language", ours=median(loads)),
        Row(what="the first sentence of a process", ours=median(firsts)),
        Row(what="rapport parse, from start to end", ours=whole, beside=empty, than="an empty Python"),
    ]


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)


if __name__ == "__main__":
    print(table(measure()))
