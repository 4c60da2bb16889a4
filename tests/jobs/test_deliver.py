"""One run of `deliver` against Slack: what is sent, what waits, what ends. Kills and many processes: `test_once`."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.playground import Fault, Playground
from bot.store.engine import Database
from bot.store.tables import NudgeRow, OwnerRow
from jobs import sending
from jobs.deliver import deliver
from jobs.pacing import Pacing
from tests.jobs.given import (
    AT,
    compose,
    contact,
    delivered,
    install,
    installed,
    nudges,
    one_team,
    owner,
    real,
    row_of,
    states,
)

NOTHING = {"sent": 0, "found": 0, "failed": 0, "dropped": 0, "held": 0}


@pytest.fixture(autouse=True)
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to be tried again is tried soon."""
    monkeypatch.setattr(sending, "FIRST_DELAY", timedelta(seconds=0.1))


def send(database: Database, slack: Playground, **more: Any) -> dict[str, int]:
    """Deliver what is due, with the one token of the workspace, and at once where nothing is said of the pace."""
    values: dict[str, Any] = {
        "at": AT,
        "clients": one_team(slack),
        "compose": compose,
        "real": real,
        "pacing": Pacing(burst=5),
    } | more
    return deliver(database=database, **values)


def calls(slack: Playground, method: str, team: str | None = None) -> int:
    """How often a method was called."""
    return sum(call.method == method and team in (None, call.team) for call in slack.requests)


def test_what_is_due_is_sent_once_and_the_row_says_where(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))

    assert send(database, slack) == NOTHING | {"sent": 1}
    assert send(database, slack) == NOTHING

    [message] = ana.inbox
    row = row_of(database, nudge)
    assert message.text == "check_in: it has been a while"
    assert message.metadata == {"event_type": "rapport_nudge", "event_payload": {"id": nudge}}
    assert (row.state, row.channel, row.ts, row.attempts) == ("sent", message.channel, message.ts, 1)
    assert (row.sent_at, row.claim, row.claimed_until, row.try_at, row.error) == (AT, None, None, None, None)


def test_nothing_due_costs_one_select(database: Database, slack: Playground) -> None:
    nudges(database, owner(database, slack.members()[0]), planned_at=AT + timedelta(seconds=1))
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    assert send(database, slack) == NOTHING
    assert sum(statement.startswith("SELECT") for statement in statements) == 1
    assert set(statements) - {"BEGIN"} == {statements[-1]}
    assert slack.requests == []


def test_a_lost_answer_is_found_again_and_not_posted_twice(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))

    assert send(database, slack) == NOTHING | {"found": 1}
    assert delivered([ana]) == {nudge: 1}
    assert row_of(database, nudge).ts == ana.inbox[0].ts


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_after_the_effect_is_not_repeated(sqlite_url: str, slack: Playground, status: int) -> None:
    database = Database(sqlite_url)
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.faults.add(Fault("chat.postMessage", "status", status=status, effect=True, times=1))

    assert send(database, slack) == NOTHING | {"found": 1}
    assert delivered([ana]) == {nudge: 1}
    database.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("chat.postMessage", "drop", times=1),
        Fault("chat.postMessage", "status", status=503, times=1),
        Fault("chat.postMessage", "error", error="internal_error", times=1),
        Fault("chat.postMessage", "error", error="some_new_refusal", times=1),
    ],
    ids=["dropped", "503", "accident", "refused"],
)
def test_what_came_to_nothing_is_posted_again(sqlite_url: str, slack: Playground, fault: Fault) -> None:
    database = Database(sqlite_url)
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.faults.add(fault)

    assert send(database, slack) == NOTHING | {"sent": 1}
    assert delivered([ana]) == {nudge: 1}
    assert row_of(database, nudge).attempts == 2
    database.close()


def test_only_what_may_have_been_posted_is_looked_for(database: Database, slack: Playground) -> None:
    nudges(database, owner(database, slack.members()[0]))
    slack.faults.add(Fault("chat.postMessage", "error", error="some_new_refusal", times=1))

    send(database, slack)
    assert calls(slack, "conversations.history") == 0


def test_a_failed_look_up_means_unknown_and_posts_nothing(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))
    slack.faults.add(Fault("conversations.history", "rate_limit", retry_after=60))

    assert send(database, slack, patience=5) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.attempts, row.claim) == ("unknown", 1, None)
    assert row.try_at is not None
    assert row.try_at > real() + timedelta(seconds=50)
    assert delivered([ana]) == {nudge: 1}


def test_look_ups_that_fail_are_made_ever_more_seldom_and_post_nothing(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    members = slack.members()
    for member in members:
        nudges(database, owner(database, member), state="unknown", attempts=1, claimed_at=real())
    fault = slack.faults.add(Fault("conversations.history", "status", status=500))
    pacing = Pacing()

    assert send(database, slack, pacing=pacing, patience=0) == NOTHING | {"held": 3}
    met = fault.met
    assert send(database, slack, pacing=pacing, patience=0) == NOTHING | {"held": 3}
    assert fault.met == met  # the whole workspace waits
    assert states(database) == {"unknown": 3}
    assert delivered(members) == {}
    database.close()


def test_a_claim_that_ran_out_is_looked_for_only_if_it_was_tried(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    past = real() - timedelta(seconds=1)
    gone: dict[str, Any] = {
        "state": "claimed",
        "claim": "gone",
        "claimed_at": past,
        "claimed_until": past,
        "try_at": past,
    }
    owner_id = owner(database, ana)
    nudges(database, owner_id, **gone, attempts=0)
    nudges(database, owner_id, **gone, attempts=1)

    assert send(database, slack) == NOTHING | {"sent": 2}
    assert calls(slack, "conversations.history") == 1
    assert set(delivered([ana]).values()) == {1}


def test_another_senders_claim_is_left_alone(database: Database, slack: Playground) -> None:
    until = real() + timedelta(seconds=60)
    owner_id = owner(database, slack.members()[0])
    [nudge] = nudges(database, owner_id, state="claimed", claim="other", claimed_until=until, try_at=until)

    assert send(database, slack) == NOTHING | {"held": 1}
    assert row_of(database, nudge).claim == "other"


def test_too_many_refusals_end_in_failed(database: Database, slack: Playground) -> None:
    [nudge] = nudges(database, owner(database, slack.members()[0]), attempts=7)
    slack.faults.add(Fault("chat.postMessage", "error", error="restricted_action"))

    assert send(database, slack) == NOTHING | {"failed": 1}
    row = row_of(database, nudge)
    assert (row.state, row.error, row.claim) == ("failed", "restricted_action", None)


def test_what_was_lost_too_often_and_is_not_there_ends_in_failed(database: Database, slack: Playground) -> None:
    past = real() - timedelta(seconds=1)
    [nudge] = nudges(
        database, owner(database, slack.members()[0]), state="unknown", attempts=8, claimed_at=past, try_at=past
    )

    assert send(database, slack) == NOTHING | {"failed": 1}
    assert row_of(database, nudge).error == "unanswered"


def test_one_workspaces_limit_does_not_delay_another(database: Database, slack: Playground) -> None:
    clients = installed(slack, database, "T1", "T2")
    slow = [slack.person(f"Slow {n}", team="T1") for n in range(5)]
    quick = [slack.person(f"Quick {n}", team="T2") for n in range(5)]
    for member in slow + quick:
        nudges(database, owner(database, member))
    slack.faults.add(Fault("chat.postMessage", "rate_limit", team="T1", retry_after=2, times=1))

    started = time.monotonic()
    assert send(database, slack, clients=clients) == NOTHING | {"sent": 10}

    posts = {
        team: [c.at for c in slack.requests if (c.method, c.team) == ("chat.postMessage", team)]
        for team in ("T1", "T2")
    }
    assert max(posts["T2"]) - started < 1.5
    after = [at for at in posts["T1"] if at > min(posts["T1"]) + 1]
    assert after
    assert min(after) - min(posts["T1"]) >= 2
    assert set(delivered(slow + quick).values()) == {1}


def test_a_limit_burns_no_attempt(database: Database, slack: Playground) -> None:
    [nudge] = nudges(database, owner(database, slack.members()[0]))
    slack.faults.add(Fault("chat.postMessage", "rate_limit", retry_after=120))

    assert send(database, slack) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.attempts, row.claim) == ("planned", 0, None)
    assert row.try_at is not None
    assert row.try_at > real() + timedelta(seconds=110)


def test_one_slow_workspace_does_not_take_every_thread(database: Database, slack: Playground) -> None:
    clients = installed(slack, database, "T1", "T2")
    slow = [slack.person(f"Slow {n}", team="T1") for n in range(12)]
    for member in slow:
        nudges(database, owner(database, member), planned_at=AT - timedelta(hours=1))
    quick = slack.person("Quick", team="T2")
    nudges(database, owner(database, quick))
    slack.faults.add(Fault("*", "latency", team="T1", seconds=0.2))

    started = time.monotonic()
    assert send(database, slack, clients=clients, senders=4) == NOTHING | {"sent": 13}
    [quick_at] = [c.at for c in slack.requests if (c.method, c.team) == ("chat.postMessage", "T2")]
    assert quick_at - started < 0.8
    assert time.monotonic() - started > 1.0


def test_a_conversation_gets_one_message_a_second(database: Database, slack: Playground) -> None:
    nudges(database, owner(database, slack.members()[0]), 3)
    slack.rate_limits = True

    assert send(database, slack, pacing=None) == NOTHING | {"sent": 3}
    posts = [call for call in slack.requests if call.method == "chat.postMessage"]
    assert [call.error for call in posts] == [None] * 3
    assert 2.0 <= posts[2].at - posts[0].at < 3.5


def test_where_bursts_are_taken_they_go_at_once(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    nudges(database, owner(database, slack.members()[0]), 4)

    assert send(database, slack, pacing=Pacing(burst=3)) == NOTHING | {"sent": 4}
    posts = [call.at for call in slack.requests if call.method == "chat.postMessage"]
    assert posts[2] - posts[0] < 0.5
    assert posts[3] - posts[2] > 0.5
    database.close()


def test_pacing_outlasts_a_run(database: Database, slack: Playground) -> None:
    owner_id, pacing = owner(database, slack.members()[0]), Pacing()
    for _ in range(2):
        nudges(database, owner_id)
        assert send(database, slack, pacing=pacing)["sent"] == 1
    first, second = [call.at for call in slack.requests if call.method == "chat.postMessage"]
    assert second - first > 0.9


def test_a_revoked_token_stops_its_workspace_alone_and_burns_no_attempt(database: Database, slack: Playground) -> None:
    clients = installed(slack, database, "T1", "T2")
    ana, ben = slack.person("Ana", team="T1"), slack.person("Ben", team="T2")
    [hers], [his] = nudges(database, owner(database, ana)), nudges(database, owner(database, ben))
    slack.revoke("T1")

    assert send(database, slack, clients=clients) == NOTHING | {"sent": 1, "held": 1}
    assert (row_of(database, hers).state, row_of(database, hers).attempts) == ("planned", 0)
    assert row_of(database, his).state == "sent"

    before = len(slack.requests)
    assert send(database, slack, clients=clients) == NOTHING | {"held": 1}
    assert len(slack.requests) == before  # the database knows: Slack is not asked again

    install(database, "T1", slack._core.new_token("T1").value)
    assert send(database, slack, clients=clients) == NOTHING | {"sent": 1}
    assert delivered([ana, ben]) == {hers: 1, his: 1}


def test_a_token_from_the_environment_that_is_refused_is_tried_again_later(
    database: Database, slack: Playground
) -> None:
    [nudge] = nudges(database, owner(database, slack.members()[0]))
    fault = slack.faults.add(Fault("*", "error", error="invalid_auth"))
    assert send(database, slack) == NOTHING | {"held": 1}
    assert (row_of(database, nudge).state, row_of(database, nudge).error) == ("planned", "invalid_auth")
    assert fault.met == 1

    slack.faults.clear()
    assert send(database, slack) == NOTHING | {"sent": 1}


def test_somebody_who_left_gets_nothing_and_the_others_do(database: Database, slack: Playground) -> None:
    ana, ben, _ = slack.members()
    channel = slack._core.world.dm(ana.team, ana.id).id  # known since yesterday, when they spoke
    left = owner(database, ana, profile_at=AT - timedelta(hours=18), dm_channel=channel)
    hers = nudges(database, left, 2)
    [his] = nudges(database, owner(database, ben))
    slack.deactivate(ana)

    result = send(database, slack)
    assert (result["sent"], result["held"]) == (1, 0)
    assert {row_of(database, nudge).state for nudge in hers} == {"dropped"}
    assert delivered([ana, ben]) == {his: 1}
    with database.reading() as session:
        row = session.get(OwnerRow, left)
    assert row is not None
    assert row.deactivated_at == AT


def test_opening_the_conversation_tells_of_who_left_too(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.deactivate(ana)
    assert send(database, slack) == NOTHING | {"dropped": 1}
    assert row_of(database, nudge).state == "dropped"


def test_the_profile_is_read_once_for_a_morning_and_a_new_zone_makes_the_plan_look(
    database: Database, slack: Playground
) -> None:
    ana = slack.person("Ana", timezone="Asia/Tokyo", status_emoji=":palm_tree:", status_expiration=1796000000)
    owner_id = owner(database, ana, profile_at=None, slack_zone="Europe/Paris")
    nudges(database, owner_id, 2)

    send(database, slack)
    assert calls(slack, "users.info") == 1
    with database.reading() as session:
        row = session.get(OwnerRow, owner_id)
    assert row is not None
    assert (row.slack_zone, row.next_at, row.profile_at) == ("Asia/Tokyo", AT, AT)
    assert row.away_until == datetime.fromtimestamp(1796000000, UTC)

    nudges(database, owner_id, planned_at=AT + timedelta(hours=3))
    send(database, slack, at=AT + timedelta(hours=3))
    assert calls(slack, "users.info") == 1

    nudges(database, owner_id, planned_at=AT + timedelta(hours=23))
    send(database, slack, at=AT + timedelta(hours=23))
    assert calls(slack, "users.info") == 2


def test_a_profile_that_cannot_be_read_holds_nothing_up(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    owner_id = owner(database, ana, profile_at=None)
    nudges(database, owner_id)
    slack.faults.add(Fault("users.info", "status", status=500))
    slack.faults.add(Fault("conversations.open", "error", error="missing_scope"))
    assert send(database, slack) == NOTHING | {"sent": 1}
    with database.reading() as session:
        row = session.get(OwnerRow, owner_id)
    assert row is not None
    assert row.dm_channel == ana.inbox[0].channel


def test_what_has_changed_since_it_was_planned_is_not_sent(database: Database, slack: Playground) -> None:
    ana, ben, chika = slack.members()
    first = owner(database, ana)
    nudges(database, first, answered="done")
    nudges(database, first, contact_id=contact(database, first, "Priya", forgotten_at=AT))
    nudges(database, owner(database, ben, deactivated_at=AT))
    nudges(database, owner(database, chika, erase_at=AT))

    assert send(database, slack) == NOTHING | {"dropped": 4}
    assert delivered(slack.members()) == {}


def test_what_it_was_about_may_have_gone(database: Database, slack: Playground) -> None:
    [nudge] = nudges(database, owner(database, slack.members()[0]))
    assert send(database, slack, compose=lambda _session, _id: None) == NOTHING | {"dropped": 1}
    assert row_of(database, nudge).state == "dropped"


def test_a_nudge_may_be_put_off_until_it_is_allowed(database: Database, slack: Playground) -> None:
    owner_id, morning = owner(database, slack.members()[0]), AT + timedelta(hours=23)
    nudges(database, owner_id)

    def quiet(_session: object, _nudge_id: str, at: datetime) -> datetime | None:
        return morning if at < morning else None

    assert send(database, slack, postpone=quiet) == NOTHING
    assert send(database, slack, postpone=quiet, at=morning) == NOTHING | {"sent": 1}


def test_a_nudge_that_cannot_be_rendered_costs_the_others_nothing(database: Database, slack: Playground) -> None:
    ana, ben, _ = slack.members()
    [bad], [good] = nudges(database, owner(database, ana)), nudges(database, owner(database, ben))

    def moody(session: Any, nudge_id: str) -> Any:
        if nudge_id == bad:
            raise RuntimeError
        return compose(session, nudge_id)

    assert send(database, slack, compose=moody, patience=0) == NOTHING | {"sent": 1, "held": 1}
    assert row_of(database, good).state == "sent"
    assert (row_of(database, bad).claim, row_of(database, bad).error) == (None, "crashed")


def test_a_database_that_fails_after_the_post_makes_no_second_post(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    failures: list[str] = []

    def fail_once(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "sent_at=?" in statement and not failures:
            failures.append(statement)
            raise OSError("the disk is full")

    event.listen(database.engine, "before_cursor_execute", fail_once)
    assert send(database, slack) == NOTHING | {"found": 1}
    assert failures
    assert delivered([ana]) == {nudge: 1}
    database.close()


def test_a_stop_ends_within_ten_seconds_and_leaves_nothing_claimed(database: Database, slack: Playground) -> None:
    members = [slack.person(f"Person {n}") for n in range(30)]
    for member in members:
        nudges(database, owner(database, member))
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.5))
    stop = threading.Event()
    sending = threading.Thread(target=send, args=(database, slack), kwargs={"stop": stop, "senders": 4})
    sending.start()
    while calls(slack, "chat.postMessage") < 2:
        time.sleep(0.01)
    stop.set()
    sending.join(10)

    assert not sending.is_alive()
    by_state = states(database)
    assert set(by_state) == {"sent", "planned"}
    assert by_state["sent"] < 30

    slack.faults.clear()
    send(database, slack)
    assert sorted(delivered(members).values()) == [1] * 30


def test_with_a_clock_what_falls_due_meanwhile_is_sent_too(database: Database, slack: Playground) -> None:
    owner_id = owner(database, slack.members()[0])
    nudges(database, owner_id)
    times = iter([AT] * 3)

    def clock() -> datetime:
        at = next(times, None)
        return at if at is not None else AT + timedelta(hours=1)

    nudges(database, owner_id, planned_at=AT + timedelta(minutes=30))
    assert send(database, slack, at=clock) == NOTHING | {"sent": 2}


def test_a_thousand_nudges_of_one_owner_do_not_hide_the_others(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    ana, ben, _ = slack.members()
    nudges(database, owner(database, ana), 1000, planned_at=AT - timedelta(days=1))
    [his] = nudges(database, owner(database, ben))
    stop = threading.Event()
    sending = threading.Thread(target=send, args=(database, slack), kwargs={"stop": stop})
    sending.start()
    deadline = time.monotonic() + 5
    while not delivered([ben]) and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    sending.join(10)
    assert delivered([ben]) == {his: 1}
    assert "claimed" not in states(database)
    database.close()


def test_after_a_time_out_the_effect_may_still_come(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    slack.faults.add(Fault("chat.postMessage", "latency", seconds=0.6, times=1))

    assert send(database, slack, claim_seconds=0.8, patience=1) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.error, row.claim) == ("unknown", "timeout", None)
    assert row.try_at is not None
    assert row.try_at > real() + timedelta(seconds=8)

    deadline = time.monotonic() + 5
    while not ana.inbox and time.monotonic() < deadline:
        time.sleep(0.02)
    with database.writing() as session:
        session.execute(update(NudgeRow).values(try_at=real()))
    assert send(database, slack) == NOTHING | {"found": 1}
    assert delivered([ana]) == {nudge: 1}
    database.close()


def test_a_stop_does_not_wait_for_a_slack_that_hangs(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    [nudge] = nudges(database, owner(database, slack.members()[0]))
    fault = slack.faults.add(Fault("chat.postMessage", "latency", seconds=5))
    stop = threading.Event()
    sending = threading.Thread(target=send, args=(database, slack), kwargs={"stop": stop, "claim_seconds": 1})
    sending.start()
    while not fault.met:
        time.sleep(0.01)
    stop.set()
    sending.join(2)
    assert not sending.is_alive()
    assert (row_of(database, nudge).state, row_of(database, nudge).claim) == ("unknown", None)
    database.close()


def test_a_workspace_without_an_installation_waits(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    clients = installed(slack, database, "T1")
    [nudge] = nudges(database, owner(database, slack.members()[0]))
    assert send(database, slack, clients=clients) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.attempts, row.error) == ("planned", 0, "no_token")
    database.close()


def test_a_channel_that_is_no_more_is_opened_anew(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana, dm_channel="D0GONE"))
    assert send(database, slack) == NOTHING | {"sent": 1}
    assert delivered([ana]) == {nudge: 1}
    database.close()


def test_a_look_up_that_is_refused_again_and_again_ends_in_failed(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    ana, ben, _ = slack.members()
    early, late = (
        nudges(database, owner(database, member), state="unknown", attempts=attempts, claimed_at=real())[0]
        for member, attempts in [(ana, 1), (ben, 7)]
    )
    slack.faults.add(Fault("conversations.history", "error", error="missing_scope"))
    assert send(database, slack, patience=0) == NOTHING | {"failed": 1, "held": 1}
    assert (row_of(database, early).state, row_of(database, early).attempts) == ("unknown", 2)
    assert (row_of(database, late).state, row_of(database, late).error) == ("failed", "missing_scope")
    assert delivered([ana, ben]) == {}
    database.close()


def test_what_is_lost_twice_and_not_there_waits_before_the_next_try(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    lost: dict[str, Any] = {"state": "unknown", "attempts": 2, "claimed_at": real(), "error": "http_503"}
    [nudge] = nudges(database, owner(database, slack.members()[0]), **lost)
    assert send(database, slack, patience=0) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.attempts) == ("planned", 2)
    assert row.try_at is not None
    database.close()


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history", "chat.postMessage"])
def test_a_dead_token_is_noticed_wherever_it_shows(sqlite_url: str, slack: Playground, method: str) -> None:
    database = Database(sqlite_url)
    lost: dict[str, Any] = {"state": "unknown", "attempts": 1, "claimed_at": real()}
    [nudge] = nudges(database, owner(database, slack.members()[0]), **lost)
    slack.faults.add(Fault(method, "error", error="account_inactive"))
    assert send(database, slack, patience=0) == NOTHING | {"held": 1}
    row = row_of(database, nudge)
    assert (row.state, row.attempts) == ("planned" if method == "chat.postMessage" else "unknown", 1)
    database.close()


def test_a_refusal_of_the_person_ends_all_of_theirs(sqlite_url: str, slack: Playground) -> None:
    database = Database(sqlite_url)
    nudges(database, owner(database, slack.members()[0]), 3)
    slack.faults.add(Fault("chat.postMessage", "error", error="user_disabled"))
    send(database, slack)
    assert states(database) == {"dropped": 3}
    database.close()
