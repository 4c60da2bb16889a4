"""The front: how soon and how often a slash command is answered over HTTP, beside bare Bolt apps on the same stack.

Run: `python -m benchmarks.front [--full]`. Every server has a process of its own (`servers`), and all are asked in
turn, a slice of each at a time, so that a machine whose speed drifts treats them alike. With `--full` 100,000 requests
tell what the bot holds in memory after them, else 5,000.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.asking import WORDS, Answers, Asked, Client, at_once, paced, together
from benchmarks.rows import Row, table
from benchmarks.servers import Bot, bare, migrated, rapport, slack

CLIENTS = 16
SLICES = 5
EACH = {"bare": 150, "help": 100, "bare+transaction": 50, "/met": 25}  # requests of each client in a slice
PACED, A_SECOND = 100, 100  # requests in a slice, and how many of them a second
LATENCY = 0.1  # of Slack, in seconds
TEAMS = tuple(f"T{number:04d}" for number in range(50))
SMALL, FULL = 5_000, 100_000
STARTS = 5


def measure(requests: int = SMALL) -> list[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        here = Path(folder)
        slow_slack = stack.enter_context(slack(LATENCY))
        transaction = migrated(f"sqlite:///{here}/bare.db", TEAMS[:1])
        one = migrated(f"sqlite:///{here}/rapport.db", TEAMS[:1])
        first = statistics.median(_start(one, slow_slack) for _ in range(STARTS))
        bot = stack.enter_context(rapport(one, slow_slack, many=False))
        installed = migrated(f"sqlite:///{here}/many.db", TEAMS)
        many = stack.enter_context(rapport(installed, slow_slack, many=True))
        at_rest = bot.memory
        asked = {
            "bare": Asked(stack.enter_context(bare())),
            "help": Asked(bot.address, "help"),
            "bare+transaction": Asked(stack.enter_context(bare(transaction))),
            "/met": Asked(bot.address),
        }
        _warm_up([*asked.values(), Asked(many.address, teams=TEAMS)])
        rows = _rates(asked) + _one_by_one(asked | {"/met, 50 workspaces": Asked(many.address, teams=TEAMS)})
        grown = _grown(bot, requests)
    return [
        *rows,
        Row(what=f"start to first answer, median of {STARTS}", ours=first, most=1.5, unit="s"),
        Row(what="memory at rest", ours=at_rest, most=130, unit="MiB"),
        Row(what=f"memory after {requests:,} more requests: grown by", ours=grown - at_rest, most=20, unit="MiB"),
    ]


def _start(database_url: str, slack: str) -> float:
    """Seconds from the start of a process to the first answer that it gave."""
    with rapport(database_url, slack, many=False) as bot:
        _took, is_good = Client(bot.address).ask(Asked(bot.address).requests(1)[0])
        assert is_good
        return time.perf_counter() - bot.began


def _warm_up(asked: list[Asked]) -> None:
    for one in asked:
        paced(one, 2 * len(one.teams) + 100, 10_000)


def _rates(asked: dict[str, Asked]) -> list[Row]:
    """With many clients at once: a request's time is what is compared, so smaller is better."""
    slices = [{name: at_once(one, CLIENTS, EACH[name]) for name, one in asked.items()} for _ in range(SLICES)]
    loads = {name: together([one[name] for one in slices]) for name in asked}
    return [row for name in asked for row in _rate_rows(name, loads)]


def _rate_rows(name: str, loads: dict[str, Answers]) -> list[Row]:
    load, what = loads[name], f"{name}, {CLIENTS} clients"
    beside, most = {"help": ("bare", 1.67), "/met": ("bare+transaction", 2.5)}.get(name, ("bare", None))
    return [
        Row(what=f"{what}: a request", ours=1000 / load.rate, beside=1000 / loads[beside].rate, than=beside, most=most),
        Row(
            what=f"{what}: p99 / p50",
            ours=load.p99,
            beside=load.p50,
            than="its p50",
            most=2.5 if name == "/met" else None,
        ),
        Row(what=f"{what}: failed", ours=load.failed, most=0, unit=""),
    ]


def _one_by_one(asked: dict[str, Asked]) -> list[Row]:
    """At an even pace over one connection."""
    slices = [{name: paced(one, PACED, A_SECOND) for name, one in asked.items()} for _ in range(SLICES)]
    quiet = {name: together([one[name] for one in slices]) for name in asked}
    many = quiet.pop("/met, 50 workspaces")
    rows = [Row(what=f"{name}, {A_SECOND}/s: p50", ours=one.p50, most=_MOST.get(name)) for name, one in quiet.items()]
    more = many.p50 - quiet["/met"].p50
    return [*rows, Row(what=f"/met, {len(TEAMS)} workspaces, Slack at {LATENCY:g} s: p50 more", ours=more, most=2)]


_MOST = {"help": 5.0, "/met": 20.0}


def _grown(bot: Bot, requests: int) -> float:
    """What the bot holds in memory after so many requests, half of them `/met`."""
    for words in (WORDS, "help"):
        answers = at_once(Asked(bot.address, words), CLIENTS, requests // 2 // CLIENTS)
        assert not answers.failed, answers.failed
    return bot.memory


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} requests for the memory")
    print(table(measure(FULL if parser.parse_args().full else SMALL)))
