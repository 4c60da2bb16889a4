"""Several nudges in one message: claimed, sent, found, failed and rewritten as one."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import update

from bot.playground import Fault, Playground
from bot.slack import finding
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.tables import NudgeRow
from jobs import sending
from jobs.deliver import deliver
from jobs.pacing import Pacing
from jobs.refresh import refresh_stale
from tests.jobs.given import AT, compose, one_team, owner, real, row_of, states, together


@pytest.fixture(autouse=True)
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to be tried again is tried soon."""
    monkeypatch.setattr(sending, "FIRST_DELAY", timedelta(seconds=0.1))


def send(database: Database, slack: Playground) -> dict[str, int]:
    return deliver(AT, database, one_team(slack), compose, real=real, pacing=Pacing(burst=5))


def answer(database: Database, nudge: str, answered: str | None) -> None:
    """What the network does to a nudge that is answered."""
    with database.writing() as session:
        session.execute(update(NudgeRow).where(NudgeRow.id == nudge).values(answered=answered))
        nudge_queue.make_stale(session, session.get_one(NudgeRow, nudge))


def test_they_come_in_one_message_which_names_them_all(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    message, ids = together(database, owner(database, ana), 3)
    assert send(database, slack)["sent"] == 1

    [came] = ana.inbox
    payload = {"id": ids[0], "ids": ids, "message": message}
    assert came.metadata == {"event_type": "rapport_nudge", "event_payload": payload}
    for nudge in [message, *ids]:
        row = row_of(database, nudge)
        assert (row.state, row.channel, row.ts, row.sent_at) == ("sent", came.channel, came.ts, AT)
        assert (row.claim, row.claimed_until, row.try_at, row.error) == (None, None, None, None)


def test_a_lost_answer_is_found_by_the_message(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    together(database, owner(database, ana), 3)
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))
    assert send(database, slack)["found"] == 1
    assert states(database) == {"sent": 4}
    assert len(ana.inbox) == 1


def test_one_that_is_moot_by_then_is_left_out_and_the_others_come(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    _message, ids = together(database, owner(database, ana), 3)
    answer(database, ids[0], "done")
    send(database, slack)
    [came] = ana.inbox
    assert came.metadata is not None
    assert came.metadata["event_payload"]["ids"] == ids[1:]
    assert [row_of(database, nudge).state for nudge in ids] == ["dropped", "sent", "sent"]


def test_when_all_are_moot_nothing_comes(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    _message, ids = together(database, owner(database, ana), 2)
    for nudge in ids:
        answer(database, nudge, "done")
    assert send(database, slack)["dropped"] == 1
    assert ana.inbox == []
    assert states(database) == {"dropped": 3}


def test_what_fails_fails_for_all_of_them(database: Database, slack: Playground, monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "MOST_ATTEMPTS", 2)
    [ana, *_] = slack.members()
    together(database, owner(database, ana), 2)
    slack.faults.add(Fault("chat.postMessage", "error", error="restricted_action"))
    assert send(database, slack)["failed"] == 1
    assert states(database) == {"failed": 3}


def test_a_claim_takes_all_of_them_and_putting_it_back_lets_go_of_all(database: Database, slack: Playground) -> None:
    message, ids = together(database, owner(database, slack.members()[0]), 2)
    until = real() + timedelta(minutes=1)
    with database.writing() as session:
        [claim] = nudge_queue.claim(session, at=AT, now=real(), until=until, limit=20, avoid=nudge_queue.Avoid())
    assert (claim.id, states(database)) == (message, {"claimed": 3})
    with database.writing() as session:
        nudge_queue.put_back(session, claim, state="planned", try_at=None, attempts=0)
    assert states(database) == {"planned": 3}
    assert {row_of(database, nudge).claim for nudge in [message, *ids]} == {None}


def test_each_answer_rewrites_the_whole_message(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    _message, ids = together(database, owner(database, ana), 3)
    send(database, slack)
    for step, _ in pairwise([*ids, ""]):
        answer(database, step, "done")
        assert refresh_stale(database, one_team(slack), compose, real=real)["refreshed"] == 1
    [came] = ana.inbox
    assert came.text.splitlines()[1:] == [f"{nudge}: done" for nudge in ids]
    assert came.metadata is not None
    assert came.metadata["event_payload"]["ids"] == ids


def test_an_answer_that_comes_while_the_message_is_rewritten_is_not_forgotten(
    database: Database, slack: Playground
) -> None:
    [ana, *_] = slack.members()
    message, ids = together(database, owner(database, ana), 2)
    send(database, slack)
    answer(database, ids[0], "done")
    with database.reading() as session:
        [stale] = nudge_queue.stale_nudges(session, 10)
    answer(database, ids[1], "skipped")
    with database.writing() as session:
        assert not nudge_queue.mark_fresh(session, stale)
    assert row_of(database, message).stale


def test_who_knows_of_no_groups_finds_the_message_by_its_first_nudge(database: Database, slack: Playground) -> None:
    """A process of a release that sent each nudge by itself has the first of them in hand, and looks for that."""
    [ana, *_] = slack.members()
    message, ids = together(database, owner(database, ana), 3)
    send(database, slack)
    [came] = ana.inbox
    clients = one_team(slack)

    async def find(nudge: str) -> object:
        async with clients.session(5) as session:
            return await finding.find(
                clients.client_of(clients.client("T1").token or "", session), came.channel, nudge, AT
            )

    assert asyncio.run(find(ids[0])) == asyncio.run(find(message)) == finding.Found(came.ts)
