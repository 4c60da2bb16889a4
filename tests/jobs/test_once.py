"""Each nudge exactly once: with senders killed at any instant, with answers lost on the way, with several at work."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerProcess

import pytest

from bot.playground import Fault, Member, Playground
from bot.store.engine import Database
from tests.jobs.given import AT, delivered, nudges, owner, row_of, states, together
from tests.jobs.senders import send_until_done

CLAIM_SECONDS = 1.5
KILLING_SECONDS = 2.0

Start = Callable[[], ForkServerProcess]


@pytest.fixture
def start(database_url: str, slack: Playground) -> Iterator[Start]:
    """Starts a sender in a process of its own; what is left of them is killed at the end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.jobs.senders"])
    processes: list[ForkServerProcess] = []

    def start() -> ForkServerProcess:
        arguments = (database_url, slack.api_url, slack.bot_token(), AT, CLAIM_SECONDS)
        process = context.Process(target=send_until_done, args=arguments)
        process.start()
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.join()
        process.close()


def people(slack: Playground, database: Database, count: int, each: int) -> tuple[list[Member], list[str]]:
    """So many members who use Rapport, and their nudges."""
    members = [slack.person(f"Person {number}") for number in range(count)]
    return members, [nudge for member in members for nudge in nudges(database, owner(database, member), each)]


@pytest.mark.parametrize("senders", [1, 4])
def test_killed_at_any_instant_and_with_lost_answers(
    database: Database, slack: Playground, start: Start, senders: int
) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    members, ids = people(slack, database, 200, 1)
    slack.faults.add(Fault("chat.postMessage", "lose_answer", probability=0.15))
    slack.faults.add(Fault("chat.postMessage", "drop", probability=0.1, times=5))
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.02))

    working, kills, until = [start() for _ in range(senders)], 0, time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.02, 0.5) / senders)
        victim = chance.randrange(senders)
        working[victim].kill()
        working[victim].join()
        kills += working[victim].exitcode != 0
        working[victim] = start()
    for process in working:
        process.join(30)

    assert kills >= 5, seed
    assert delivered(members) == dict.fromkeys(ids, 1), seed
    assert states(database) == {"sent": len(ids)}, seed
    in_inbox = {m.metadata["event_payload"]["id"]: m.ts for member in members for m in member.inbox if m.metadata}
    assert {nudge: row_of(database, nudge).ts for nudge in ids} == in_inbox, seed


def test_several_in_one_message_come_once_and_agree_with_it_however_often_their_sender_is_killed(
    database: Database, slack: Playground, start: Start
) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    members = [slack.person(f"Person {number}") for number in range(60)]
    messages = dict(together(database, owner(database, member), 4) for member in members)
    slack.faults.add(Fault("chat.postMessage", "lose_answer", probability=0.15))
    slack.faults.add(Fault("chat.postMessage", "drop", probability=0.1, times=5))
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.02))

    working, until = [start(), start()], time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.02, 0.3))
        victim = chance.randrange(2)
        working[victim].kill()
        working[victim].join()
        working[victim] = start()
    for process in working:
        process.join(60)

    inboxes = [message for member in members for message in member.inbox]
    came = {(message.metadata or {})["event_payload"]["message"]: message for message in inboxes}
    assert len(inboxes) == len(came) == len(messages), seed
    assert states(database) == {"sent": 5 * len(messages)}, seed
    for message, ids in messages.items():
        assert (came[message].metadata or {})["event_payload"]["ids"] == ids, seed
        assert {row_of(database, nudge).ts for nudge in [message, *ids]} == {came[message].ts}, seed


def test_two_at_once_send_each_once(database: Database, slack: Playground, start: Start) -> None:
    members, ids = people(slack, database, 30, 2)
    for process in [start(), start()]:
        process.join(20)
    assert delivered(members) == dict.fromkeys(ids, 1)
    assert states(database) == {"sent": len(ids)}
    assert not [call for call in slack.requests if call.method == "conversations.history"]


def test_a_terminated_sender_leaves_nothing_claimed(database: Database, slack: Playground, start: Start) -> None:
    members, ids = people(slack, database, 100, 1)
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.3))
    process = start()
    while not delivered(members[:20]):
        time.sleep(0.01)
    process.terminate()
    process.join(10)

    assert process.exitcode == 0
    by_state = states(database)
    assert set(by_state) == {"sent", "planned"}
    assert by_state["sent"] == sum(delivered(members).values()) < len(ids)
