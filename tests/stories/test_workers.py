"""Workers as they run in production: processes that are told to end, or are killed, amid a heap of nudges."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.playground import Fault
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, new_id
from bot.wiring import real_clock
from tests.stories.stage import SECRET, Person, Stage

Heap = tuple[list[Person], list[str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    """Over HTTP, on each database; the bot's clock is the real one, as the workers' is."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return Stage(stack, url, "http")


@pytest.fixture
def workers(stage: Stage) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes of `rapport worker`; what is left of them is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def start(stage: Stage, workers: list[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": stage.rapport.settings.database_url,
        "SLACK_API_URL": stage.slack.api_url,
        "SLACK_CLIENT_ID": stage.slack.client_id,
        "SLACK_CLIENT_SECRET": stage.slack.client_secret,
        "SLACK_SIGNING_SECRET": SECRET,
        "RAPPORT_CLAIM_SECONDS": "3",
        "LOG_LEVEL": "error",
    }
    command = [str(Path(sys.executable).with_name("rapport")), "worker"]
    workers.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    return workers[-1]


def heap(stage: Stage, people: int, each: int) -> Heap:
    """People with contacts who are due, and the nudges that were written down for them."""
    at = real_clock() - timedelta(minutes=1)
    day = at.date()
    persons = [stage.person(f"Person {number}", timezone="UTC") for number in range(people)]
    owners = [
        {"team": "T0ONE", "user": person.id, "created_at": at, "profile_at": at, "slack_zone": "UTC",
         "quiet_hours": "off", "working_days": "mon-sun", "discreet": False}
        for person in persons
    ]  # fmt: skip
    with stage.rapport.database.writing() as session:
        session.execute(insert(OwnerRow), owners)
        ids = list(session.scalars(select(OwnerRow.id).order_by(OwnerRow.id)))
        contacts = [
            {"owner_id": owner, "name": f"Contact {number}", "key": f"contact {number}", "cadence": "P3M",
             "created_on": day, "last_interaction_on": day, "next_check_in_on": day, "asked_on": day}
            for owner in ids for number in range(each)
        ]  # fmt: skip
        session.execute(insert(ContactRow), contacts)
        pairs = session.execute(select(ContactRow.id, ContactRow.owner_id).order_by(ContactRow.id)).all()
        nudges = [
            {"id": new_id(), "owner_id": owner, "team": "T0ONE", "contact_id": contact, "kind": "check_in",
             "occasion": f"{contact}:{day}", "due_on": day, "planned_on": day, "planned_at": at}
            for contact, owner in pairs
        ]  # fmt: skip
        session.execute(insert(NudgeRow), nudges)
    return persons, [str(nudge["id"]) for nudge in nudges]


def in_slack(persons: list[Person]) -> Counter[str]:
    """How often each nudge is in the inboxes."""
    found = (message.metadata for person in persons for message in person.inbox)
    return Counter(metadata["event_payload"]["id"] for metadata in found if metadata)


def states(stage: Stage) -> Counter[str]:
    with stage.rapport.database.reading() as session:
        return Counter(session.scalars(select(NudgeRow.state)))


def wait_for(stage: Stage, persons: list[Person], count: int, seconds: float = 90) -> None:
    """Until so many nudges are in Slack."""
    until = time.monotonic() + seconds
    while sum(in_slack(persons).values()) < count and time.monotonic() < until:
        time.sleep(0.1)


def test_a_worker_that_is_told_to_end_does_so_soon_and_leaves_nothing_claimed(
    stage: Stage, workers: list[subprocess.Popen[bytes]]
) -> None:
    persons, ids = heap(stage, 60, 1)
    stage.slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.7))
    process = start(stage, workers)
    wait_for(stage, persons, 3)

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    by_state = states(stage)
    assert set(by_state) == {"sent", "planned"}, by_state
    assert by_state["sent"] == sum(in_slack(persons).values()) < len(ids)


def test_a_worker_whose_slack_hangs_ends_within_ten_seconds_too(
    stage: Stage, workers: list[subprocess.Popen[bytes]]
) -> None:
    persons, _ids = heap(stage, 5, 1)
    fault = stage.slack.faults.add(Fault("chat.postMessage", "latency", seconds=30))
    process = start(stage, workers)
    until = time.monotonic() + 60
    while not fault.met and time.monotonic() < until:
        time.sleep(0.05)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    assert "claimed" not in states(stage)
    assert in_slack(persons) == {}


def test_four_workers_some_of_them_killed_send_each_once_and_the_export_agrees_with_slack(
    stage: Stage, workers: list[subprocess.Popen[bytes]]
) -> None:
    persons, ids = heap(stage, 110, 2)
    stage.slack.faults.add(Fault("chat.postMessage", "lose_answer", probability=0.1))
    stage.slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.1))
    for _ in range(4):
        start(stage, workers)
    for victim, after in ((0, 20), (1, 80), (2, 150)):
        wait_for(stage, persons, after)
        workers[victim].kill()
        workers[victim].wait()
        start(stage, workers)
    wait_for(stage, persons, len(ids))
    until = time.monotonic() + 60
    while set(states(stage)) != {"sent"} and time.monotonic() < until:
        time.sleep(0.2)

    assert in_slack(persons) == dict.fromkeys(ids, 1)
    for person in persons[::10]:
        exported = {
            nudge["id"]: (nudge["state"], contact["name"])
            for contact in person.network["people"]
            for nudge in contact["nudges"]
        }
        shown = {message.metadata["event_payload"]["id"]: message.text for message in person.inbox if message.metadata}
        assert exported.keys() == shown.keys()
        assert all(state == "sent" and name in shown[nudge] for nudge, (state, name) in exported.items())
