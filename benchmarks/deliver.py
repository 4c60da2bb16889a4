"""Sending: how long a heap of nudges takes on its way to Slack, beside what Slack's limits allow.

Run: `python -m benchmarks.deliver [--full]`. The playground stands for Slack in a process of its own, answers after
100 ms and holds its rate limits. Every person gets two nudges, and one message a second may go into a conversation.
Beside it stands bare posting: as many ready messages, as many at a time, by the same client and to the same Slack, with
no database and nothing to compose. What is slow there is the machine, or the playground.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

import aiohttp  # noqa: F401  # what a process does only once is done before the time begins
import slack_sdk.web.async_client  # noqa: F401
from slack_sdk import WebClient
from sqlalchemy import func, insert, select

from benchmarks.rows import Row, table
from bot import telemetry
from bot.blocks.message import Message
from bot.cli import RARELY
from bot.config import Settings
from bot.manifest import load
from bot.playground import Fault, Playground
from bot.slack.clients import Clients, FixedToken
from bot.slack.posting import Posted, post
from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import StoredInstallation
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, new_id
from bot.wiring import Rapport, build
from jobs.deliver import SENDERS, deliver

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = AT.date()
LATENCY = 0.1
EACH = 2  # nudges for one person
FEW_SENDERS = 20
READY = Message(
    "It has been three months",
    [{"type": "section", "text": {"type": "mrkdwn", "text": f"It has been {number} months"}} for number in range(4)],
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many people in how many workspaces."""

    people: int
    teams: int

    @property
    def nudges(self) -> int:
        return self.people * EACH

    def bound(self, senders: int) -> float:
        """The seconds that so many senders need at least: for the answers, and for each conversation's own pace."""
        return max(self.nudges * LATENCY / senders, (EACH - 1) * 1.0 + LATENCY)


SMALL, FULL = Size(1_000, 20), Size(5_000, 50)


@dataclass(frozen=True, slots=True)
class Slack:
    """A Slack in another process: its address, the token of each workspace, and who is in it with which channel."""

    api_url: str
    tokens: dict[str, str]
    people: list[tuple[str, str, str]]  # team, user, channel


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack saw: how often each nudge was posted, how many calls there were, how many were too many."""

    posted: Counter[str]
    calls: int
    limited: int


def measure(size: Size = SMALL) -> list[Row]:
    """The rows of the table."""
    return [row for senders in (SENDERS, FEW_SENDERS) for row in _measured(size, senders)]


def _measured(size: Size, senders: int) -> list[Row]:
    with _slack(size) as (slack, seen), tempfile.TemporaryDirectory() as folder, closing(_built(slack, folder)) as bot:
        expected = _fill(bot.database, slack)
        began = perf_counter()
        done = deliver(
            AT,
            bot.database,
            bot.clients,
            bot.jobs.compose,
            real=bot.jobs.real,
            postpone=bot.jobs.postpone,
            senders=senders,
        )
        took = perf_counter() - began
        assert done["sent"] + done["found"] == len(expected), done
        found = seen()
    what, bare = f"{size.nudges:,} nudges, {senders} senders", _posted_barely(size, senders)
    return [
        Row(what=what, ours=took, beside=size.bound(senders), than="the limits' bound", most=1.2, unit="s"),
        Row(what=what, ours=took, beside=bare, than="bare posting", unit="s"),
        *_rows(what, expected, found),
    ]


def _posted_barely(size: Size, senders: int) -> float:
    """The seconds that as many ready messages take, so many at a time."""
    with _slack(size) as (slack, _seen):
        clients = Clients(FixedToken("x"), slack.api_url)

        async def post_all() -> None:
            async with clients.session(timeout=30) as session:
                teams = {team: clients.client_of(token, session) for team, token in slack.tokens.items()}
                rest = iter([*slack.people] * EACH)

                async def post_some() -> None:
                    for team, _user, channel in rest:
                        result = await post(teams[team], channel, READY.text, READY.blocks, new_id())
                        assert isinstance(result, Posted), result

                await asyncio.gather(*(post_some() for _ in range(senders)))

        began = perf_counter()
        asyncio.run(post_all())
        return perf_counter() - began


def _rows(what: str, expected: set[str], seen: Seen) -> list[Row]:
    twice = sum(count - 1 for count in seen.posted.values())
    return [
        Row(what=f"{what}: 429s of 100 calls", ours=100 * seen.limited / seen.calls, most=1, unit=""),
        Row(what=f"{what}: posted twice", ours=twice, most=0, unit=""),
        Row(what=f"{what}: lost", ours=len(expected - seen.posted.keys()), most=0, unit=""),
    ]


# Slack


@contextmanager
def _slack(size: Size) -> Iterator[tuple[Slack, Any]]:
    """A Slack full of people, and the way to ask it what it saw."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_be_slack, args=(there, size), daemon=True)
    process.start()

    def seen() -> Seen:
        here.send("seen")
        answer: Seen = here.recv()
        return answer

    yield here.recv(), seen
    here.send("end")
    process.join()


def _be_slack(pipe: Connection, size: Size) -> None:
    """Serve until told to end, and take as little of the machine as may be: Slack has machines of its own."""
    gc.disable()
    slack = Playground(manifest=load(), signing_secret="benchmark", seed=False)
    slack.start()
    teams = [f"T{number:04d}" for number in range(size.teams)]
    tokens = {team: slack.add_team(team, team) for team in teams}
    people = []
    for number in range(size.people):
        member = slack.person(f"Person {number}", team=teams[number % size.teams], timezone="UTC")
        client = WebClient(tokens[member.team], base_url=slack.api_url)
        people.append((member.team, member.id, client.conversations_open(users=member.id)["channel"]["id"]))
    before = len(slack.requests)
    slack.rate_limits = True
    slack.faults.add(Fault(kind="latency", seconds=LATENCY))
    pipe.send(Slack(slack.api_url, tokens, people))
    while pipe.recv() != "end":
        calls = slack.requests[before:]
        posted = Counter(
            message.metadata["event_payload"]["id"]
            for team in teams
            for member in slack.members(team)
            for message in member.inbox
            if message.metadata
        )
        pipe.send(Seen(posted, len(calls), sum(call.error == "ratelimited" for call in calls)))
    slack.stop()


# The bot


def _built(slack: Slack, folder: str) -> Rapport:
    return build(
        Settings(
            _env_file=None,
            database_url=f"sqlite:///{folder}/rapport.db",
            slack_client_id="1.2",
            slack_client_secret="x",
            slack_signing_secret="benchmark",
            slack_api_url=slack.api_url,
        )
    )


def _fill(database: Database, slack: Slack) -> set[str]:
    """Installations, owners who were here before, their contacts and what is due; the ids of the nudges."""
    with database.writing() as session:
        for team, token in slack.tokens.items():
            installations.save(session, StoredInstallation("", team, AT, token, None, None, "{}"))
        session.execute(insert(OwnerRow), [_owner(number, *who) for number, who in enumerate(slack.people, 1)])
        session.execute(insert(ContactRow), [_contact(number) for number in range(1, EACH * len(slack.people) + 1)])
        nudges = [_nudge(number, slack.people) for number in range(1, EACH * len(slack.people) + 1)]
        session.execute(insert(NudgeRow), nudges)
        assert session.scalar(select(func.count()).select_from(NudgeRow)) == len(nudges)
    return {nudge["id"] for nudge in nudges}


def _owner(number: int, team: str, user: str, channel: str) -> dict[str, Any]:
    return {
        "id": number,
        "team": team,
        "user": user,
        "created_at": AT,
        "profile_at": AT,
        "slack_zone": "UTC",
        "dm_channel": channel,
    }


def _contact(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "owner_id": (number - 1) // EACH + 1,
        "name": f"Person {number}",
        "key": f"person {number}",
        "email": f"person{number}@example.com",
        "cadence": "P3M",
        "created_on": date(2026, 1, 5),
        "last_interaction_on": date(2026, 8, 24),
        "next_check_in_on": TODAY,
        "asked_on": TODAY,
    }


def _nudge(contact: int, people: list[tuple[str, str, str]]) -> dict[str, Any]:
    owner = (contact - 1) // EACH + 1
    return {
        "id": new_id(),
        "owner_id": owner,
        "team": people[owner - 1][0],
        "contact_id": contact,
        "kind": "check_in",
        "occasion": f"{contact}:{TODAY}",
        "due_on": TODAY,
        "planned_on": TODAY,
        "planned_at": AT,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 nudges for 5,000 people in 50 workspaces")
    telemetry.set_up(level="error")
    gc.set_threshold(*RARELY)  # as in any process of Rapport's
    print(table(measure(FULL if parser.parse_args().full else SMALL)))
