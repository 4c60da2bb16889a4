"""Whoever installed the app is welcomed once, whatever meets the message, and whoever sends it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.blocks.welcome import installed
from bot.conversation import Conversation
from bot.network.owners import Owner, find_owner
from bot.playground import Fault, Member, Playground
from bot.slack.clients import Clients, InstalledTokens
from bot.store import installations
from bot.store.engine import Database
from bot.store.installations import StoredInstallation
from bot.store.tables import WelcomeRow
from bot.store.welcomes import claim
from bot.welcoming import CLAIMED, Welcoming
from jobs.welcomes import welcome_installers
from tests.jobs.given import AT, install, real

HOUR = timedelta(hours=1)


def welcoming(database: Database, slack: Playground, now: datetime | None = None) -> Welcoming:
    """A process, at an instant of real time (None: now)."""
    clients = Clients(InstalledTokens(database), slack.api_url)
    return Welcoming(Conversation(database), clients, lambda: now or real())


def works(database: Database, slack: Playground, now: datetime | None = None) -> dict[str, int]:
    """The worker comes by."""
    done = welcome_installers(AT, welcoming(database, slack, now), stop=threading.Event())
    return {outcome: count for outcome, count in done.items() if count}


def installs(database: Database, slack: Playground, team: str = "T1") -> Member:
    """Somebody installs the app in a workspace; what follows is up to the worker."""
    install(database, team, slack.add_team(team, team))
    return slack.person("Ana", team=team)


def welcomes(member: Member) -> int:
    return sum("Thank you for installing me" in message.text for message in member.inbox)


TROUBLES = [
    Fault("chat.postMessage", "rate_limit", retry_after=30, times=1),
    Fault("chat.postMessage", "status", status=503, times=1),
    Fault("chat.postMessage", "status", status=503, effect=True, times=1),
    Fault("chat.postMessage", "drop", times=1),
    Fault("chat.postMessage", "lose_answer", times=1),
    Fault("chat.postMessage", "error", error="internal_error", times=1),
]


@pytest.mark.parametrize("number", range(len(TROUBLES)), ids=[f"{one.kind}-{one.effect}" for one in TROUBLES])
def test_what_meets_trouble_is_welcomed_later_and_once(database: Database, slack: Playground, number: int) -> None:
    ana = installs(database, slack)
    trouble = TROUBLES[number]
    slack.faults.add(
        Fault(
            **{
                name: getattr(trouble, name)
                for name in ("method", "kind", "status", "effect", "error", "retry_after", "times")
            }
        )
    )
    assert welcoming(database, slack).write_down("", "T1", ana.id) is not None

    assert works(database, slack) == {"held": 1}
    assert works(database, slack) == {}  # not at once
    slack.faults.add(Fault("conversations.history", "error", error="internal_error", times=1))  # says nothing
    for hours in (1, 2, 3):
        works(database, slack, real() + hours * HOUR)
    assert welcomes(ana) == 1
    with database.reading() as session:
        [row] = session.scalars(select(WelcomeRow)).all()
        owner = find_owner(session, Owner("T1", ana.id))
    assert (row.state, row.claimed_until) == ("sent", None)
    assert owner is not None
    assert owner.welcomed_at == AT


def test_a_process_that_died_with_its_claim_loses_no_welcome_and_repeats_none(
    database: Database, slack: Playground
) -> None:
    ana = installs(database, slack)
    dying = welcoming(database, slack)
    written = dying.write_down("", "T1", ana.id)
    with database.writing() as session:
        claimed = claim(session, written or "", real(), real() + CLAIMED)
    assert claimed is not None
    token = InstalledTokens(database).token("T1")
    asyncio.run(dying._post(token, claimed, installed("09:00")))
    assert welcomes(ana) == 1  # it was posted, and nobody wrote that down
    assert works(database, slack) == {}
    assert works(database, slack, real() + CLAIMED) == {"sent": 1}
    assert welcomes(ana) == 1


def test_many_processes_send_one(database: Database, slack: Playground) -> None:
    ana = installs(database, slack)
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.1))
    welcoming(database, slack).write_down("", "T1", ana.id)
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _number: works(database, slack), range(6)))
    assert sum(one.get("sent", 0) for one in done) == 1
    assert welcomes(ana) == 1


def test_what_slack_refuses_ends_and_begins_anew_with_the_next_installation(
    database: Database, slack: Playground
) -> None:
    ana = installs(database, slack)
    slack.faults.add(Fault("chat.postMessage", "error", error="restricted_action", times=1))
    welcoming(database, slack).write_down("", "T1", ana.id)
    assert works(database, slack) == {"given_up": 1}
    assert works(database, slack, real() + HOUR) == {}
    assert welcoming(database, slack).write_down("", "T1", ana.id) is not None
    assert works(database, slack) == {"sent": 1}
    assert welcoming(database, slack).write_down("", "T1", ana.id) is None
    assert welcomes(ana) == 1


def test_nothing_is_tried_for_ever(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    ana = installs(database, slack)
    slack.faults.add(Fault("chat.postMessage", "drop"))
    welcoming(database, slack).write_down("", "T1", ana.id)
    ends = [works(database, slack, real() + hours * HOUR) for hours in range(0, 24, 2)]
    assert ends.count({"given_up": 1}) == 1
    assert ends[-1] == {}
    database.close()


def test_whoever_read_the_card_meanwhile_is_not_welcomed_again(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    ana = installs(database, slack)
    process = welcoming(database, slack)
    process.write_down("", "T1", ana.id)
    process.conversation.get_acquainted(Owner("T1", ana.id), AT)
    with database.writing() as session:
        owner = find_owner(session, Owner("T1", ana.id))
        assert owner is not None
        owner.welcomed_at = AT
    works(database, slack)
    assert welcomes(ana) == 0
    database.close()


def test_who_installs_for_an_organisation_is_welcomed_once_the_app_is_in_a_workspace(
    database: Database, slack: Playground
) -> None:
    token = slack.add_team("T1", "One")
    ana, bo = slack.person("Ana", team="T1", user_id="W0ANA"), slack.person("Bo", team="T1", user_id="W0BO")
    with database.writing() as session:
        installations.save(session, StoredInstallation("E1", "", real(), token, None, None, "{}"))
    process = welcoming(database, slack)
    written = process.write_down("E1", "", ana.id)
    assert written is not None
    assert process.send(written, AT) == "held"  # an organisation's app is in none of its workspaces at first
    assert works(database, slack) == {}

    assert InstalledTokens(database).join("E1", "T1", real())
    assert works(database, slack) == {"sent": 1}
    assert process.write_down("E1", "", ana.id) is None  # installed again
    assert works(database, slack) == {}
    assert (welcomes(ana), len(bo.inbox)) == (1, 0)
