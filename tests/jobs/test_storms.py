"""Storms: what goes wrong in one workspace, or with one person, stays there; two processes send each nudge once."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from typing import Any

from sqlalchemy import update
from structlog.testing import capture_logs

from bot.playground import Fault, Member, Playground
from bot.store.engine import Database
from bot.store.tables import NudgeRow
from tests.jobs.given import AT, compose, delivered, installed, nudges, owner, row_of
from tests.jobs.senders import send_through_a_storm
from tests.jobs.test_deliver import send as send_here

PEOPLE = 8
CALM = ("T0CALM", "T0QUIET")
STORMS: dict[str, list[Fault]] = {
    "T0LIMITED": [Fault("chat.postMessage", "rate_limit", retry_after=1, probability=0.5)],
    "T0CLOSED": [Fault("*", "rate_limit", retry_after=30)],
    "T0BROKEN": [Fault("*", "status", status=500)],
    "T0LOSING": [Fault("chat.postMessage", "lose_answer", probability=0.4)],
    "T0SLOW": [Fault("*", "latency", seconds=0.4)],
    "T0HANGING": [Fault("*", "latency", seconds=3), Fault("*", "drop")],
    "T0REVOKED": [Fault("*", "error", error="token_revoked")],
    "T0INACTIVE": [Fault("*", "error", error="account_inactive")],
    "T0REFUSING": [Fault("chat.postMessage", "error", error="restricted_action")],
}


def fill(slack: Playground, database: Database, *teams: str) -> tuple[dict[str, list[Member]], dict[str, list[str]]]:
    """People in each of the workspaces, and a nudge for each of them."""
    installed(slack, database, *teams)
    members = {team: [slack.person(f"{team} {number}", team=team) for number in range(PEOPLE)] for team in teams}
    return members, {
        team: [nudge for member in members[team] for nudge in nudges(database, owner(database, member))]
        for team in teams
    }


def send(database_url: str, slack: Playground, processes: int, seconds: float) -> None:
    """Several processes deliver for so long."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.jobs.senders"])
    arguments = (database_url, slack.api_url, AT, seconds)
    started = [context.Process(target=send_through_a_storm, args=arguments) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join(seconds + 30)
        assert process.exitcode == 0


def done_after(slack: Playground, *teams: str) -> float:
    """Seconds from the first call of all to the last post in some workspaces."""
    begun = min(call.at for call in slack.requests)
    return max(call.at for call in slack.requests if call.team in teams and call.method == "chat.postMessage") - begun


def test_calm_workspaces_are_served_as_if_they_were_alone(
    database_url: str, database: Database, slack: Playground
) -> None:
    members, ids = fill(slack, database, *STORMS, *CALM)  # the stormy ones' nudges were written down first
    for team, faults in STORMS.items():
        for fault in faults:
            fault.team, fault.met = team, 0
            slack.faults.add(fault)

    send(database_url, slack, 2, 8)

    calm = [member for team in CALM for member in members[team]]
    assert delivered(calm) == dict.fromkeys([nudge for team in CALM for nudge in ids[team]], 1)
    assert done_after(slack, *CALM) < 7  # alone it is 1, where nothing else runs
    everybody = [member for team in members for member in members[team]]
    assert max(delivered(everybody).values()) == 1
    _nothing_is_hammered(slack)

    slack.faults.clear()
    _let_them_try_again(database)
    send(database_url, slack, 2, 5)
    calmed = [team for team in STORMS if team not in ("T0REVOKED", "T0INACTIVE")]
    got = delivered(everybody)
    assert got == dict.fromkeys([nudge for team in (*CALM, *calmed) for nudge in ids[team]], 1)
    for team in ("T0REVOKED", "T0INACTIVE"):  # until it is installed again
        assert Counter(row_of(database, nudge).state for nudge in ids[team]) == {"planned": PEOPLE}


def _nothing_is_hammered(slack: Playground) -> None:
    """However bad it is, a workspace is asked seldom."""
    calls = Counter(call.team for call in slack.requests)
    assert calls["T0CLOSED"] <= 5 * PEOPLE
    assert calls["T0BROKEN"] <= 8 * PEOPLE
    assert calls["T0REVOKED"] + calls["T0INACTIVE"] <= 8 * PEOPLE


def _let_them_try_again(database: Database) -> None:
    """As if an hour had passed."""
    with database.writing() as session:
        waiting = NudgeRow.state.in_(("planned", "unknown"))
        session.execute(update(NudgeRow).where(waiting).values(try_at=None))


def test_nothing_is_tried_for_ever_and_what_failed_is_known(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    installed(slack, database, "T1")
    bad = slack.person("Bad", team="T1")
    [nudge] = nudges(database, owner(database, bad))
    fault = slack.faults.add(Fault("chat.postMessage", "error", error="restricted_action"))
    until = time.monotonic() + 20
    while row_of(database, nudge).state != "failed" and time.monotonic() < until:
        _let_them_try_again(database)
        send(sqlite_url, slack, 1, 0.2)
    assert (row_of(database, nudge).state, row_of(database, nudge).error) == ("failed", "restricted_action")
    met = fault.met
    assert met == 8
    send(sqlite_url, slack, 1, 0.5)
    assert fault.met == met
    database.close()


def test_a_row_that_cannot_be_read_costs_nobody_else_anything(database: Database, slack: Playground) -> None:
    members = [slack.person(f"Person {number}") for number in range(20)]
    ids = [nudge for member in members for nudge in nudges(database, owner(database, member))]
    bad = set(ids[::5])

    def moody(session: Any, nudge_id: str) -> Any:
        if nudge_id in bad:
            session.connection().exec_driver_sql("SELECT no_such_thing")  # which breaks a whole transaction
        return compose(session, nudge_id)

    with capture_logs() as logs:  # rendering tracebacks as deep as SQLAlchemy's takes seconds
        done = send_here(database, slack, compose=moody, patience=0)
    assert {one["nudge"] for one in logs if one["event"] == "deliver.crashed"} == bad
    assert done["sent"] == 16
    assert set(delivered(members)) == set(ids) - bad
    assert {row_of(database, nudge).error for nudge in bad} == {"crashed"}
