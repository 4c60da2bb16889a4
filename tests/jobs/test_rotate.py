"""Tokens that are rotated: exchanged in time, once, whoever races for it, and none lost."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.web import WebClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.config import Settings
from bot.doctor import EXCHANGING, examine
from bot.playground import Fault, Playground
from bot.slack.clients import Clients, InstalledTokens
from bot.slack.rotation import Rotated
from bot.slack.rotation import rotate as exchange
from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import StoredInstallation
from bot.store.tables import InstallationRow
from jobs.rotate import LOCKED, rotate_tokens
from tests.jobs.given import delivered, nudges, owner, real
from tests.jobs.rotators import rotate_once
from tests.jobs.test_deliver import send

SOON = timedelta(hours=1)


def rotator(slack: Playground) -> TokenRotator:
    client = WebClient(base_url=slack.api_url, retry_handlers=[], timeout=5)
    return TokenRotator(client_id=slack.client_id, client_secret=slack.client_secret, client=client)


def installed(slack: Playground, database: Database, team: str, ends_in: timedelta, enterprise: str = "") -> str:
    """The app in a workspace, or in the organisation that it is of, with a token that ends; the token."""
    slack.token_lifetime = ends_in.total_seconds()
    slack.add_team(team, team)
    token = slack._core.new_token(team)
    slack.token_lifetime = 12 * 3600
    expires_at = datetime.fromtimestamp(token.expires_at or 0, UTC)
    kept = StoredInstallation(
        enterprise, "" if enterprise else team, real(), token.value, token.refresh, expires_at, "{}"
    )
    with database.writing() as session:
        installations.save(session, kept)
    return token.value


def rotate(database: Database, slack: Playground) -> dict[str, int]:
    done = rotate_tokens(database, rotator(slack), real=real)
    return {outcome: count for outcome, count in done.items() if count}


def lock(session: Session, row: int, during: timedelta) -> StoredInstallation | None:
    """Lock a row as a process would that then goes away."""
    return installations.lock(session, row, before=real() + 2 * SOON, now=real(), until=real() + during)


def exchanges(slack: Playground) -> Counter[str | None]:
    """How often a refresh token was handed in, by what Slack said to it."""
    return Counter(call.error for call in slack.requests if call.method == "oauth.v2.access")


def test_a_token_that_ends_soon_is_exchanged_and_one_that_does_not_is_not(
    database: Database, slack: Playground
) -> None:
    first = installed(slack, database, "T1", SOON)
    later = installed(slack, database, "T2", timedelta(hours=3))
    tokens = InstalledTokens(database)

    assert rotate(database, slack) == {"rotated": 1}
    assert tokens.token("T2") == later
    assert tokens.token("T1") != first
    assert WebClient(tokens.token("T1"), base_url=slack.api_url).auth_test()["team_id"] == "T1"
    assert rotate(database, slack) == {}
    assert exchanges(slack) == {None: 1}


def test_the_new_refresh_token_is_kept_for_the_next_time(database: Database, slack: Playground) -> None:
    installed(slack, database, "T1", SOON)
    seen = set()
    for _ in range(3):
        slack.token_lifetime = 60  # Slack's new ones end soon as well
        assert rotate(database, slack) == {"rotated": 1}
        seen.add(InstalledTokens(database).token("T1"))
    assert len(seen) == 3
    assert exchanges(slack) == {None: 3}


def test_what_is_on_its_way_goes_on_with_the_new_token(database: Database, slack: Playground) -> None:
    installed(slack, database, "T1", SOON)
    members = [slack.person(f"Person {number}", team="T1") for number in range(30)]
    ids = [nudge for member in members for nudge in nudges(database, owner(database, member))]
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.05))
    clients = Clients(InstalledTokens(database), slack.api_url)
    sending = threading.Thread(target=send, args=(database, slack), kwargs={"clients": clients, "senders": 4})
    sending.start()
    while not delivered(members):
        time.sleep(0.01)
    assert rotate(database, slack) == {"rotated": 1}
    sending.join(30)
    assert delivered(members) == dict.fromkeys(ids, 1)


def test_many_threads_race_and_none_loses_a_token(database: Database, slack: Playground) -> None:
    for number in range(5):
        installed(slack, database, f"T{number}", SOON)
    slack.faults.add(Fault("oauth.v2.access", "latency", seconds=0.1))
    results: list[dict[str, int]] = []
    threads = [threading.Thread(target=lambda: results.append(rotate(database, slack))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done.get("rotated", 0) for done in results) == 5
    assert exchanges(slack) == {None: 5}
    for number in range(5):
        token = InstalledTokens(database).token(f"T{number}")
        assert WebClient(token, base_url=slack.api_url).auth_test()["team_id"] == f"T{number}"


def test_two_processes_race_and_none_loses_a_token(database_url: str, database: Database, slack: Playground) -> None:
    for number in range(5):
        installed(slack, database, f"T{number}", SOON)
    slack.faults.add(Fault("oauth.v2.access", "latency", seconds=0.1))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.jobs.rotators"])
    arguments = (database_url, slack.api_url, slack.client_id, slack.client_secret)
    processes = [context.Process(target=rotate_once, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
        assert process.exitcode == 0

    assert exchanges(slack) == {None: 5}
    for number in range(5):
        token = InstalledTokens(database).token(f"T{number}")
        assert WebClient(token, base_url=slack.api_url).auth_test()["team_id"] == f"T{number}"


def test_a_process_that_died_holding_the_lock_keeps_nobody_away_for_long(database: Database, slack: Playground) -> None:
    installed(slack, database, "T1", SOON)
    with database.writing() as session:
        [row] = installations.expiring(session, real() + SOON * 2, real(), 9)
        assert lock(session, row, timedelta(minutes=1)) is not None
    assert rotate(database, slack) == {}
    assert rotate_tokens(database, rotator(slack), real=lambda: real() + timedelta(minutes=1))["rotated"] == 1


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (Fault("oauth.v2.access", "status", status=503, times=1), "rotated"),
        (Fault("oauth.v2.access", "rate_limit", times=1), "held"),
        (Fault("oauth.v2.access", "drop", times=1), "rotated"),
        (Fault("oauth.v2.access", "lose_answer", times=1), "rotated"),
        (Fault("oauth.v2.access", "error", error="internal_error", times=1), "rotated"),
        (Fault("oauth.v2.access", "drop", times=2), "held"),
    ],
    ids=["503", "429", "dropped", "answer lost", "accident", "twice"],
)
def test_trouble_is_tried_again(sqlite_url: str, slack: Playground, fault: Fault, first: str) -> None:
    database = Database(sqlite_url)
    installed(slack, database, "T1", SOON)
    slack.faults.add(fault)
    assert rotate(database, slack) == {first: 1}
    assert rotate(database, slack) == ({} if first == "rotated" else {"rotated": 1})
    token = InstalledTokens(database).token("T1")
    assert WebClient(token, base_url=slack.api_url).auth_test()["team_id"] == "T1"
    database.close()


@pytest.mark.parametrize("in_time", [True, False])
def test_a_process_that_died_before_it_wrote_the_new_tokens_down_loses_none_within_slacks_grace(
    database: Database, slack: Playground, in_time: bool
) -> None:
    old = installed(slack, database, "T1", SOON)
    with database.writing() as session:
        [row] = installations.expiring(session, real() + SOON * 2, real(), 9)
        before = lock(session, row, LOCKED)
    assert before is not None
    assert isinstance(exchange(rotator(slack), before), Rotated)  # and nobody ever writes it down
    if not in_time:
        slack._core.refresh_grace = 0

    tokens = InstalledTokens(database)
    assert rotate(database, slack) == {}  # for the lock holds
    done = rotate_tokens(database, rotator(slack), real=lambda: real() + LOCKED)
    assert done["rotated"] == int(in_time)
    assert WebClient(tokens.token("T1"), base_url=slack.api_url).auth_test()["team_id"] == "T1"
    assert (tokens.token("T1") != old) == in_time

    settings = Settings(database_url=database.url.render_as_string(hide_password=False))
    ill = [check for check in examine(settings, lambda: real() + EXCHANGING) if not check.is_fine]
    assert [check.subject for check in ill] == ([] if in_time else ["token rotation of T1"])
    assert in_time or "install the app again" in ill[0].says
    installed(slack, database, "T1", timedelta(hours=12))  # so it is mended
    assert rotate(database, slack) == {}
    assert [check for check in examine(settings, lambda: real() + EXCHANGING) if not check.is_fine] == []


def test_a_refresh_token_that_slack_refuses_ends_its_workspace_when_the_token_does(
    sqlite_url: str, slack: Playground
) -> None:
    database = Database(sqlite_url)
    installed(slack, database, "T1", SOON)
    slack.faults.add(Fault("oauth.v2.access", "error", error="invalid_refresh_token"))
    tokens = InstalledTokens(database)
    assert rotate(database, slack) == {"refused": 1}
    assert tokens.closed_teams() == frozenset()  # its token still works
    assert rotate(database, slack) == {}  # and Slack is not asked all the time
    after = rotate_tokens(database, rotator(slack), real=lambda: real() + SOON)
    assert after["refused"] == 1
    assert tokens.closed_teams() == {"T1"}
    database.close()


def test_whoever_installs_meanwhile_keeps_their_own_token(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    installed(slack, database, "T1", SOON)
    with database.writing() as session:
        [row] = installations.expiring(session, real() + SOON * 2, real(), 9)
        before = lock(session, row, SOON)
    assert before is not None
    anew = installed(slack, database, "T1", timedelta(hours=12))
    with database.writing() as session:
        assert not installations.unlock(session, row, before, before)
    assert InstalledTokens(database).token("T1") == anew
    database.close()


def test_an_organisations_token_is_rotated_for_all_its_workspaces(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    first = installed(slack, database, "T1", SOON, enterprise="E1")
    tokens = InstalledTokens(database)
    assert tokens.join("E1", "T1", real())
    assert tokens.token("T1") == first
    assert rotate(database, slack) == {"rotated": 1}
    assert tokens.token("T1") != first
    [nudge] = nudges(database, owner(database, ana := slack.person("Ana", team="T1")))
    assert send(database, slack, clients=Clients(tokens, slack.api_url))["sent"] == 1
    assert delivered([ana]) == {nudge: 1}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InstallationRow)) == 2
    database.close()


def test_without_rotation_nothing_is_asked(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    assert rotate_tokens(database, None, real=real) == {"rotated": 0, "refused": 0, "held": 0}
    assert rotate(database, slack) == {}
    database.close()
