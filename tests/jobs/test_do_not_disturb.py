"""Who is not to be disturbed is not nudged; asking costs little, and what cannot be asked holds nothing up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.playground import Fault, Member, Playground
from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.disturbing import Window
from bot.store.engine import Database
from bot.store.tables import OwnerRow
from jobs.deliver import deliver
from jobs.dnd import DoNotDisturb
from jobs.pacing import Pacing
from tests.jobs.given import AT, compose, delivered, installed, nudges, one_team, owner, real, row_of

ASK = "dnd.teamInfo"
HOUR = timedelta(hours=1)


@pytest.fixture
def slack(slack: Playground) -> Playground:
    slack.set_clock(AT, frozen=True)
    return slack


def send(database: Database, slack: Playground, at: datetime = AT, **more: Any) -> dict[str, int]:
    values: dict[str, Any] = {"clients": one_team(slack), "real": real, "pacing": Pacing(burst=5)} | more
    slack.set_clock(at, frozen=True)
    done = deliver(at, database, values.pop("clients"), compose, patience=0, **values)
    return {outcome: count for outcome, count in done.items() if count}


def asked(slack: Playground) -> list[list[str]]:
    """Whom Slack was asked about, call by call."""
    return [str(call.args["users"]).split(",") for call in slack.requests if call.method == ASK]


def owner_row(database: Database, owner_id: int) -> OwnerRow:
    with database.reading() as session:
        return session.get_one(OwnerRow, owner_id)


def test_a_pause_holds_a_nudge_until_it_ends(database: Database, slack: Playground) -> None:
    ana, ben, _ = slack.members()
    her_id = owner(database, ana)
    [hers], [his] = nudges(database, her_id), nudges(database, owner(database, ben))
    slack.disturb_not(ana, until=AT + HOUR)

    assert send(database, slack) == {"sent": 1}
    assert delivered([ana, ben]) == {his: 1}
    assert (row_of(database, hers).state, row_of(database, hers).attempts) == ("planned", 0)
    assert row_of(database, hers).planned_at == AT + HOUR
    assert owner_row(database, her_id).away_until == AT + HOUR  # nothing more is planned before
    assert send(database, slack, AT + HOUR - timedelta(minutes=1)) == {}
    assert send(database, slack, AT + HOUR) == {"sent": 1}
    assert delivered([ana]) == {hers: 1}


def test_the_nightly_schedule_is_kept_by_ones_own_clock(database: Database, slack: Playground) -> None:
    ana = slack.person("Ana", timezone="Asia/Kolkata")
    [nudge] = nudges(database, owner(database, ana, slack_zone="Asia/Kolkata"))
    slack.disturb_not(ana, nightly=("14:00", "06:30"))  # it is 14:30 there

    assert send(database, slack) == {}
    row = row_of(database, nudge)
    assert (row.planned_at, row.planned_on) == (datetime(2026, 11, 24, 1, 0, tzinfo=UTC), date(2026, 11, 24))
    assert send(database, slack, datetime(2026, 11, 24, 1, 0, tzinfo=UTC)) == {"sent": 1}


def test_many_are_asked_about_in_one_call_and_not_again_for_a_while(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    members = [slack.person(f"Person {number}") for number in range(60)]
    for member in members:
        nudges(database, owner(database, member), 2)
    dnd = DoNotDisturb()

    assert send(database, slack, dnd=dnd, pacing=Pacing(burst=5)) == {"sent": 120}
    calls = asked(slack)
    assert [len(users) for users in calls] == [50, 10]
    assert sorted(user for users in calls for user in users) == sorted(member.id for member in members)

    nudges(database, owner(database, slack.members()[0]))
    nudges(database, 1)
    send(database, slack, dnd=dnd)
    assert len(asked(slack)) == 3  # about the newcomer alone
    assert asked(slack)[2] == [slack.members()[0].id]
    database.close()


TROUBLES = [
    Fault(ASK, "error", error="missing_scope"),
    Fault(ASK, "error", error="unknown_method"),
    Fault(ASK, "error", error="invalid_auth"),
    Fault(ASK, "rate_limit", retry_after=30),
    Fault(ASK, "status", status=500),
    Fault(ASK, "drop"),
    Fault(ASK, "latency", seconds=2.5),
]


@pytest.mark.parametrize("fault", TROUBLES, ids=["scope", "method", "auth", "429", "500", "dropped", "slow"])
def test_what_cannot_be_asked_holds_nothing_up_and_is_not_asked_at_each_nudge(
    sqlite_url: str, slack: Playground, fault: Fault
) -> None:
    database, dnd = Database(sqlite_url), DoNotDisturb()
    clients = installed(slack, database, "T1", "T2")
    members: list[Member] = []
    for team in ("T1", "T2"):
        members += [slack.person(f"Person {number}", team=team) for number in range(3)]
    for member in members:
        nudges(database, owner(database, member), 2)
    fault.team = "T1"
    slack.faults.add(fault)

    assert send(database, slack, clients=clients, dnd=dnd) == {"sent": 12}
    met = fault.met
    assert met <= 2  # a GET over a kept connection that breaks is repeated once, by aiohttp; a POST never is
    nudges(database, 1)
    assert send(database, slack, clients=clients, dnd=dnd) == {"sent": 1}
    assert fault.met == met
    slack.faults.clear()
    database.close()


def test_without_the_scope_everything_is_sent(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    slack = Playground(
        manifest={"oauth_config": {"scopes": {"bot": ["chat:write", "im:write"]}}}, signing_secret="not-used"
    )
    slack.start()
    ana = slack.members()[0]
    [nudge] = nudges(database, owner(database, ana))
    slack.disturb_not(ana, until=AT + HOUR)
    assert send(database, slack) == {"sent": 1}
    assert delivered([ana]) == {nudge: 1}
    assert [call.error for call in slack.requests if call.method == ASK] == ["missing_scope"]
    slack.stop()
    database.close()


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IN = {"U1": Window(AT - HOUR, AT + HOUR), "U2": None, "U3": Window(AT + timedelta(minutes=1), AT + HOUR)}


def test_what_was_told_is_remembered_for_a_short_while() -> None:
    dnd = DoNotDisturb()
    assert dnd.must_ask("T1", "U1", AT, NOW)
    dnd.learn("T1", IN, AT, NOW)
    assert not any(dnd.must_ask("T1", user, AT, NOW) for user in IN)
    assert dnd.must_ask("T2", "U1", AT, NOW)
    assert [dnd.until("T1", user, AT, NOW) for user in IN] == [AT + HOUR, None, None]
    soon = AT + timedelta(minutes=2)
    assert [dnd.until("T1", user, soon, NOW) for user in IN] == [AT + HOUR, None, AT + HOUR]
    assert dnd.must_ask("T1", "U1", AT, NOW + timedelta(minutes=5))
    assert dnd.must_ask("T1", "U1", AT + timedelta(days=1), NOW)  # the clock that says what is due was moved
    assert dnd.must_ask("T1", "U1", AT - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (RateLimited(40), timedelta(seconds=40)),
        (Unknown("timeout"), timedelta(minutes=5)),
        (Refused("missing_scope"), timedelta(hours=1)),
    ],
)
def test_after_trouble_a_workspace_is_left_alone(answer: RateLimited | Unknown | Refused, pause: timedelta) -> None:
    dnd = DoNotDisturb()
    dnd.failed("T1", answer, NOW)
    almost = NOW + pause - timedelta(seconds=1)
    assert [dnd.must_ask("T1", "U1", AT, at) for at in (NOW, almost, NOW + pause)] == [False, False, True]
    assert dnd.must_ask("T2", "U1", AT, NOW)
