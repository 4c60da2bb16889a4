"""Two processes tick at once, over people in three zones: everybody is nudged once, at their own nine o'clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.stories.stage import SECRET, Stage

ZONES = ("America/Los_Angeles", "Europe/Paris", "Asia/Kolkata")
NINE = {"America/Los_Angeles": "17:00", "Europe/Paris": "08:00", "Asia/Kolkata": "03:30"}  # UTC, on 23 February 2027


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    """Over HTTP, on each database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return Stage(stack, url, "http")


def tick(stage: Stage, at: str) -> subprocess.Popen[str]:
    """`rapport tick` in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": stage.rapport.settings.database_url,
        "SLACK_API_URL": stage.slack.api_url,
        "SLACK_CLIENT_ID": stage.slack.client_id,
        "SLACK_CLIENT_SECRET": stage.slack.client_secret,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    command = [str(Path(sys.executable).with_name("rapport")), "tick", "--at", at]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def done(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a tick printed."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    printed: dict[str, Any] = json.loads(out)
    return printed


def test_thirty_people_in_three_zones_are_nudged_once_each(stage: Stage) -> None:
    people = [stage.person(f"Person {number}", timezone=ZONES[number % 3]) for number in range(30)]
    for number, person in enumerate(people):
        person.types(f"/met Priya{number} at PyCon", at="2026-11-23 10:00")
    for zone in sorted(NINE, key=lambda zone: NINE[zone]):
        two = [tick(stage, f"2027-02-23T{NINE[zone]}:00Z") for _ in range(2)]
        sent = sum(done(process)["deliver"]["sent"] for process in two)
        assert sent == 10
        reached = {person.id for person in people if person.inbox}
        assert {person.id for person in people if person.member.timezone == zone} <= reached
    for number, person in enumerate(people):
        [nudge] = person.inbox
        assert f"Priya{number}" in nudge.text
        assert nudge.metadata is not None
        [known] = person.export(f"Priya{number}")["nudges"]
        assert known["id"] == nudge.metadata["event_payload"]["id"]
        assert known["sent_at"] == f"2027-02-23T{NINE[person.member.timezone]}:00Z"
