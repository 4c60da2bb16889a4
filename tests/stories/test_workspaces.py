"""Workspaces of every kind: removed and installed again in any order, of an organisation, shared with strangers."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from slack_sdk.oauth.installation_store.models import Installation

from bot.network.owners import Owner, find_owner
from bot.playground import Fault
from bot.slack.clients import NoTokenError
from bot.slack.installations import DatabaseInstallationStore
from bot.wiring import real_clock
from tests.stories.installing import install
from tests.stories.stage import Stage

DUE = "2027-02-23 09:00"


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    """Over HTTP, on each database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return Stage(stack, url, "http")


def event(inner: dict[str, Any], at: datetime, number: int = 1, **more: Any) -> dict[str, Any]:
    """An event as Slack sends it."""
    return {
        "token": "x", "team_id": "T0ONE", "api_app_id": "A1", "event": inner, "type": "event_callback",
        "event_id": f"Ev{number}", "event_time": int(at.timestamp()),
    } | more  # fmt: skip


def soon() -> datetime:
    """An instant after every installation: an event's time is in whole seconds."""
    return real_clock() + timedelta(seconds=1)


REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UB"]}}
REMOVED = {"type": "app_uninstalled"}


def works(stage: Stage, team: str = "T0ONE") -> bool:
    """Whether the bot has a token for the workspace."""
    try:
        stage.rapport.clients.tokens.token(team)
    except NoTokenError:
        return False
    return True


@pytest.mark.parametrize("order", list(permutations((REVOKED, REMOVED))), ids=["revoked first", "removed first"])
def test_both_ends_of_an_installation_come_in_any_order_and_again(stage: Stage, order: tuple[dict[str, Any]]) -> None:
    ana = stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    for number, inner in enumerate(order):
        stage.slack.deliver_raw(event(inner, soon(), number), times=2, together=True)
    assert not works(stage)
    assert stage.rapport.clients.tokens.closed_teams() == {"T0ONE"}

    stage.slack.reinstall("T0ONE")
    install(stage.rapport.database, stage.slack, "T0ONE", real_clock())
    for number, inner in enumerate(order):  # once more, late: what they tell of was before
        stage.slack.deliver_raw(event(inner, datetime(2026, 11, 20, tzinfo=UTC), number + 9))
    assert works(stage)
    stage.restart_jobs()
    stage.tick(DUE)
    assert ["Priya" in message.text for message in ana.inbox] == [True]


def test_a_persons_own_token_says_nothing_of_the_bots(stage: Stage) -> None:
    theirs = REVOKED | {"tokens": {"oauth": ["U1"], "bot": []}}
    stage.slack.deliver_raw(event(theirs, real_clock()))
    assert works(stage)


def organisation(stage: Stage, *teams: str) -> str:
    """An organisation that installs the app for all its workspaces; the token."""
    tokens = [stage.slack.add_team(team, team) for team in teams]
    store = DatabaseInstallationStore(stage.rapport.database, real_clock)
    store.save(
        Installation(
            user_id="W0ADMIN", enterprise_id="E1", team_id=None, is_enterprise_install=True, bot_token=tokens[0]
        )
    )
    return tokens[0]


def command(stage: Stage, team: str, user: str, text: str) -> dict[str, Any]:
    """A slash command in a workspace of an organisation; what the bot answered."""
    body = {
        "token": "x", "team_id": team, "team_domain": "x", "enterprise_id": "E1", "enterprise_name": "Org",
        "is_enterprise_install": "true", "channel_id": "C1", "user_id": user, "user_name": "ana", "command": "/met",
        "text": text, "api_app_id": "A1", "trigger_id": f"{text}.1", "response_url": "http://127.0.0.1:9/x",
    }  # fmt: skip
    [delivery] = stage.slack.deliver_raw(body, "command")
    answer = delivery.answer
    assert isinstance(answer, dict | str), answer
    return answer if isinstance(answer, dict) else json.loads(answer or "{}")


def test_an_organisations_workspaces_are_served_and_nudged(stage: Stage) -> None:
    organisation(stage, "T0ORG")
    ana = stage.person("Ana", user_id="W012ABC", team="T0ORG", timezone="UTC")
    stage.now_is("2026-11-23 10:00")
    assert "Priya" in command(stage, "T0ORG", "W012ABC", "Priya at PyCon")["text"]
    stage.tick(DUE)
    assert ["Priya" in message.text for message in ana.inbox] == [True]

    whole = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True, "user_id": "UB", "is_bot": True}
    removed = event(REMOVED, soon(), team_id="T0ORG", enterprise_id="E1", authorizations=[whole])
    stage.slack.deliver_raw(removed)
    assert not works(stage, "T0ORG")
    assert stage.rapport.clients.tokens.closed_teams() >= {"T0ORG"}
    assert works(stage)  # the workspace that is of no organisation

    organisation(stage, "T0MORE")
    assert works(stage, "T0ORG")


def access(granted: bool, at: datetime, number: int, *teams: str) -> dict[str, Any]:
    """The organisation lets the app into some of its workspaces, or takes it out."""
    inner = {"type": f"team_access_{'granted' if granted else 'revoked'}", "team_ids": list(teams)}
    return event(inner, at, number, team_id=None, enterprise_id="E1")


def test_a_workspace_that_its_organisation_takes_the_app_out_of_falls_silent_until_it_is_let_in_again(
    stage: Stage,
) -> None:
    organisation(stage, "T0ORG", "T0MORE")
    ana = stage.person("Ana", user_id="W012ABC", team="T0ORG", timezone="UTC")
    stage.now_is("2026-11-23 10:00")
    for team, user in (("T0ORG", "W012ABC"), ("T0MORE", "W013ABC")):
        assert "Priya" in command(stage, team, user, "Priya at PyCon")["text"]

    out_at = soon()
    stage.slack.deliver_raw(access(False, out_at, 1, "T0ORG", "T0NEVERHEARDOF"), times=2, together=True)
    assert not works(stage, "T0ORG")
    tokens = stage.rapport.clients.tokens
    assert not tokens.join("E1", "T0ORG", out_at + timedelta(minutes=5))  # what is heard of it was sent before
    assert works(stage, "T0MORE")
    assert tokens.closed_teams() == {"T0ORG"}
    stage.tick("2026-12-01 09:00")
    assert ana.inbox == []

    stage.slack.deliver_raw(access(True, out_at + timedelta(seconds=5), 2, "T0ORG"))
    stage.slack.deliver_raw(access(False, out_at, 3, "T0ORG"))  # once more, late: what it tells of was before
    assert works(stage, "T0ORG")
    stage.restart_jobs()
    stage.tick("2026-12-01 09:00")
    assert any("Priya" in message.text for message in ana.inbox)
    assert [one["name"] for one in ana.network["people"]] == ["Priya"]

    stage.slack.deliver_raw(access(False, out_at + timedelta(seconds=9), 4, "T0ORG"))
    assert tokens.join("E1", "T0ORG", out_at + timedelta(hours=1))  # the news of its return met nobody: a word does
    assert works(stage, "T0ORG")


def test_a_token_that_slack_refuses_in_one_workspace_is_good_for_the_others(stage: Stage) -> None:
    organisation(stage, "T0ORG", "T0MORE")
    ana = stage.person("Ana", user_id="W012ABC", team="T0ORG", timezone="UTC")
    stage.now_is("2026-11-23 10:00")
    for team, user in (("T0ORG", "W012ABC"), ("T0MORE", "W013ABC")):
        command(stage, team, user, "Priya at PyCon")
    stage.slack.faults.add(Fault("chat.postMessage", "error", error="team_access_not_granted", user=ana.id))
    stage.tick(DUE)
    assert not works(stage, "T0ORG")
    assert works(stage, "T0MORE")
    assert stage.rapport.clients.tokens.closed_teams() == {"T0ORG"}
    assert ana.inbox == []


def test_a_workspace_of_another_organisation_is_not_served(stage: Stage) -> None:
    organisation(stage, "T0ORG")
    assert not stage.rapport.clients.tokens.join("E2", "T0OTHER", real_clock())
    assert not works(stage, "T0OTHER")


def test_ids_of_an_organisation_work_everywhere(stage: Stage) -> None:
    ana, bo = stage.person("Ana", user_id="W0ANA", timezone="UTC"), stage.person("Bo Diaz", user_id="W0BO")
    ana.types(f"/met <@{bo.id}> at PyCon", at="2026-11-23 10:00")
    stage.settle()
    assert ana.export("Bo Diaz")["slack_user"] == "W0BO"
    stage.tick(DUE)
    [nudge] = ana.inbox
    ana.reacts("white_check_mark", to=nudge)
    assert ana.export("Bo Diaz")["nudges"][0]["answered"] == "done"


def test_strangers_in_a_shared_channel_become_no_owners(stage: Stage) -> None:
    mention = {
        "type": "app_mention", "user": "U0STRANGER", "text": "<@UB> met Priya at PyCon", "ts": "1.000001",
        "channel": "C1", "event_ts": "1.000001", "user_team": "T0OTHER", "source_team": "T0OTHER", "team": "T0OTHER",
    }  # fmt: skip
    stage.slack.deliver_raw(event(mention, real_clock(), is_ext_shared_channel=True))
    stage.settle()
    with stage.rapport.database.reading() as session:
        assert find_owner(session, Owner("T0ONE", "U0STRANGER")) is None


def test_somebody_of_another_organisation_is_never_nudged(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    stage.slack._core.world.people["T0ONE", ana.id].home = "T0OTHER"  # their workspace left ours
    stage.tick(DUE)
    assert ana.inbox == []
    with stage.rapport.database.reading() as session:
        row = find_owner(session, Owner("T0ONE", ana.id))
    assert row is not None
    assert row.deactivated_at is not None
