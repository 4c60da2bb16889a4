"""Messages rewritten after their nudge was answered somewhere else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.playground import Fault, Message, Playground
from bot.store.engine import Database
from bot.store.tables import NudgeRow
from jobs.deliver import deliver
from jobs.pacing import Pacing
from jobs.refresh import refresh_stale
from tests.jobs.given import AT, compose, installed, nudges, one_team, owner, real, row_of

NOTHING = {"refreshed": 0, "given_up": 0, "held": 0}


def answered(database: Database, slack: Playground) -> tuple[str, Message]:
    """A nudge that was sent, and then answered where its message does not show."""
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    deliver(AT, database, one_team(slack), compose, real=real)
    change(database, nudge, answered="done", answered_at=AT, stale=True)
    [message] = ana.inbox
    return nudge, message


def change(database: Database, nudge: str, **values: Any) -> None:
    """Something happens to a nudge."""
    with database.writing() as session:
        session.execute(update(NudgeRow).where(NudgeRow.id == nudge).values(**values))


def refresh(database: Database, slack: Playground, **more: Any) -> dict[str, int]:
    """Rewrite what is stale."""
    values: dict[str, Any] = {"clients": one_team(slack), "compose": compose, "real": real} | more
    return refresh_stale(database, **values)


def test_a_stale_message_is_rewritten_in_place_and_stays_findable(database: Database, slack: Playground) -> None:
    nudge, before = answered(database, slack)
    assert refresh(database, slack) == NOTHING | {"refreshed": 1}
    assert refresh(database, slack) == NOTHING

    [after] = slack.members()[0].inbox
    assert (before.text, after.text) == ("check_in: it has been a while", "check_in: done")
    assert after.ts == before.ts
    assert after.metadata == before.metadata
    assert row_of(database, nudge).stale is False


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault("chat.update", "error", error="message_not_found"), {"given_up": 1}),
        (Fault("chat.update", "error", error="edit_window_closed"), {"given_up": 1}),
        (Fault("chat.update", "error", error="token_revoked"), {"held": 1}),
        (Fault("chat.update", "rate_limit", retry_after=30), {"held": 1}),
        (Fault("chat.update", "status", status=503), {"held": 1}),
    ],
    ids=["gone", "too old", "revoked", "limited", "503"],
)
def test_a_refusal_is_for_good_and_all_else_comes_again(
    sqlite_url: str, slack: Playground, fault: Fault, result: dict[str, int]
) -> None:
    database = Database(sqlite_url)
    nudge, _ = answered(database, slack)
    slack.faults.add(fault)
    pacing = Pacing()
    assert refresh(database, slack, pacing=pacing) == NOTHING | result
    assert row_of(database, nudge).stale is ("held" in result)

    refresh(database, slack, pacing=pacing)
    assert fault.met == 1  # until the pause is over nothing is asked
    database.close()


def test_what_changes_meanwhile_is_written_too(database: Database, slack: Playground) -> None:
    nudge, _ = answered(database, slack)

    def undone_meanwhile(session: Any, nudge_id: str) -> Any:
        message = compose(session, nudge_id)
        session.rollback()
        change(database, nudge, answered=None, answered_at=None, stale=True)
        return message

    assert refresh(database, slack, compose=undone_meanwhile) == NOTHING | {"held": 1}
    assert refresh(database, slack) == NOTHING | {"refreshed": 1}
    assert slack.members()[0].inbox[0].text == "check_in: it has been a while"


def test_one_workspaces_trouble_is_not_anothers(database: Database, slack: Playground) -> None:
    clients = installed(slack, database, "T1", "T2")
    members = [slack.person("Ana", team="T1"), slack.person("Ben", team="T2")]
    for member in members:
        nudges(database, owner(database, member))
    deliver(AT, database, clients, compose, real=real)
    with database.writing() as session:
        session.execute(update(NudgeRow).values(answered="done", stale=True))
    slack.revoke("T1")

    assert refresh(database, slack, clients=clients) == NOTHING | {"refreshed": 1, "held": 1}
    assert [member.inbox[0].text for member in members] == ["check_in: it has been a while", "check_in: done"]
