"""App Homes shown anew by the clock: none is delayed by another workspace's trouble, and none is shown for ever."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from bot.conversation import Conversation
from bot.homes import Homes
from bot.network.owners import Owner
from bot.playground import Fault, Member, Playground
from bot.slack.clients import Clients, InstalledTokens
from bot.store.engine import Database
from jobs import homes as job
from jobs.homes import show_homes
from jobs.pacing import Pacing
from tests.jobs.given import AT, installed, real

CALM = ("T0CALM", "T0QUIET")
STORMS: dict[str, list[Fault]] = {
    "T0AAA": [Fault("views.publish", "latency", seconds=1.5)],  # it comes first, by its name and by its owners
    "T0LIMITED": [Fault("views.publish", "rate_limit", retry_after=30)],
    "T0BROKEN": [Fault("views.publish", "status", status=500)],
    "T0HANGING": [Fault("views.publish", "latency", seconds=2), Fault("views.publish", "drop")],
    "T0REVOKED": [Fault("views.publish", "error", error="token_revoked")],
    "T0REFUSING": [Fault("views.publish", "error", error="invalid_blocks")],
}
PEOPLE = 12


@pytest.fixture
def homes(database: Database, slack: Playground) -> Homes:
    return Homes(Conversation(database), Clients(InstalledTokens(database), slack.api_url))


def behind(homes: Homes, slack: Playground, *teams: str, count: int = PEOPLE) -> dict[str, list[Member]]:
    """People in each workspace who look at App Home, which lacks something."""
    members = {team: [slack.person(f"{team} {number}", team=team) for number in range(count)] for team in teams}
    for those in members.values():
        for member in those:
            homes.opened(Owner(member.team, member.id), AT)
            homes.fall_behind(Owner(member.team, member.id))
    return members


def show(database: Database, homes: Homes, pacing: Pacing | None = None, **more: Any) -> dict[str, int]:
    stop = more.pop("stop", threading.Event())
    done = show_homes(AT, database, homes, real=real, pacing=pacing or Pacing(), stop=stop)
    return {outcome: count for outcome, count in done.items() if count}


def published(slack: Playground, team: str) -> list[float]:
    """When the Homes of a workspace were published."""
    return [call.at for call in slack.requests if (call.method, call.team, call.error) == ("views.publish", team, None)]


def test_calm_workspaces_are_shown_as_if_they_were_alone(
    database: Database, slack: Playground, homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "PATIENCE", job.PATIENCE / 10)
    installed(slack, database, *STORMS, *CALM)
    behind(homes, slack, *STORMS, *CALM)  # the stormy ones' owners come first
    for team, faults in STORMS.items():
        for fault in faults:
            fault.team, fault.met = team, 0
            slack.faults.add(fault)

    begun = time.time()
    done = show(database, homes)

    for team in CALM:
        assert len(published(slack, team)) == PEOPLE
        assert max(published(slack, team)) - begun < 3  # one after the other it would be a minute
    calls = [call.team for call in slack.requests if call.method == "views.publish"]
    assert max(calls.count(team) for team in ("T0LIMITED", "T0BROKEN", "T0REVOKED")) <= 2 * job.SHARE
    assert calls.count("T0AAA") <= 2 * job.SHARE + 2  # a slow one gets its share
    assert done["given_up"] == PEOPLE  # what Slack refuses is shown when it is opened again
    assert done["held"] > 0


def test_what_falls_behind_while_a_slow_one_is_shown_does_not_wait_for_it(
    database: Database, slack: Playground, homes: Homes
) -> None:
    installed(slack, database, "T0SLOW", "T0CALM")
    behind(homes, slack, "T0SLOW", count=5)
    slack.faults.add(Fault("views.publish", "latency", team="T0SLOW", seconds=1.2))
    run = threading.Thread(target=show, args=(database, homes))
    run.start()
    while not any(call.method == "views.publish" for call in slack.requests):
        time.sleep(0.01)
    begun = time.time()
    behind(homes, slack, "T0CALM")
    while len(published(slack, "T0CALM")) < PEOPLE:
        assert time.time() < begun + 6
        time.sleep(0.05)
    assert run.is_alive()
    run.join(30)
    assert len(published(slack, "T0SLOW")) == 5


def test_each_is_shown_once_and_a_stop_begins_no_other(database: Database, slack: Playground, homes: Homes) -> None:
    installed(slack, database, "T1")
    behind(homes, slack, "T1")
    stop = threading.Event()
    stop.set()
    assert show(database, homes, stop=stop) == {}
    assert show(database, homes) == {"shown": PEOPLE}
    assert show(database, homes) == {}
    assert len(published(slack, "T1")) == PEOPLE


def test_one_that_cannot_be_read_costs_nobody_else_theirs(
    sqlite_url: str, slack: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(sqlite_url)
    installed(slack, database, "T1")
    homes = Homes(Conversation(database), Clients(InstalledTokens(database), slack.api_url))
    first, *_ = behind(homes, slack, "T1")["T1"]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE owner SET working_days = 'no such days' WHERE user = ?", (first.id,))
    assert show(database, homes)["shown"] == PEOPLE - 1
    database.close()
