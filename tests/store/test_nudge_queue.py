"""Claims: whose a nudge is, when it is free again, and that a sender which lost it changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.nudge_queue import Avoid, Claim, Standing
from bot.store.tables import ContactRow, NudgeRow, OwnerRow, new_id

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # real time: another clock
MINUTE = timedelta(minutes=1)


def owner(database: Database, user: str = "U1", team: str = "T1", **more: Any) -> int:
    """Somebody who uses Rapport."""
    with database.writing() as session:
        row = OwnerRow(team=team, user=user, created_at=AT, **more)
        session.add(row)
        session.flush()
        return row.id


def nudge(database: Database, owner_id: int, **more: Any) -> str:
    """A nudge planned as of `AT`."""
    with database.writing() as session:
        team = session.scalars(select(OwnerRow.team).where(OwnerRow.id == owner_id)).one()
        values = {
            "id": new_id(), "owner_id": owner_id, "team": team, "kind": "check_in", "occasion": new_id(),
            "due_on": AT.date(), "planned_on": AT.date(), "planned_at": AT,
        } | more  # fmt: skip
        session.execute(insert(NudgeRow).values(**values))
    return str(values["id"])


def claim(database: Database, now: datetime = NOW, **more: Any) -> list[Claim]:
    """Claims for a minute."""
    values: dict[str, Any] = {"at": AT, "until": now + MINUTE, "limit": 20, "avoid": Avoid()} | more
    with database.writing() as session:
        return nudge_queue.claim(session, now=now, **values)


def row_of(database: Database, nudge_id: str) -> NudgeRow:
    """The row as it is now."""
    with database.reading() as session:
        return session.scalars(select(NudgeRow).where(NudgeRow.id == nudge_id)).one()


def test_a_claim_is_exclusive_until_it_runs_out(database: Database) -> None:
    one = nudge(database, owner(database, dm_channel="D1"))
    [first] = claim(database)
    assert (first.id, first.user, first.team, first.channel, first.look, first.attempts) == (
        one,
        "U1",
        "T1",
        "D1",
        False,
        0,
    )
    row = row_of(database, one)
    assert (row.state, row.claim, row.claimed_at, row.claimed_until) == ("claimed", first.token, NOW, NOW + MINUTE)

    assert claim(database, NOW + MINUTE - timedelta(seconds=1)) == []
    [second] = claim(database, NOW + MINUTE)
    assert second.token != first.token


def test_only_what_is_due_and_free_is_claimed(database: Database) -> None:
    owner_id = owner(database)
    nudge(database, owner_id, planned_at=AT + MINUTE)
    nudge(database, owner_id, try_at=NOW + MINUTE)
    for state in ("sent", "failed", "dropped"):
        nudge(database, owner_id, state=state)
    free = nudge(database, owner_id, try_at=NOW)
    assert [one.id for one in claim(database)] == [free]


def test_a_batch_is_limited_and_begins_with_what_is_free_longest(database: Database) -> None:
    owner_id = owner(database)
    ids = [nudge(database, owner_id, try_at=NOW - number * MINUTE) for number in range(5)]
    assert [one.id for one in claim(database, limit=2)] == [ids[4], ids[3]]
    assert [one.id for one in claim(database, limit=20)] == [ids[2], ids[1], ids[0]]


@pytest.mark.parametrize(
    ("state", "attempts", "look"),
    [("planned", 0, False), ("planned", 3, False), ("unknown", 1, True), ("claimed", 0, False), ("claimed", 1, True)],
)
def test_what_may_have_been_posted_is_marked_and_keeps_when(
    database: Database, state: str, attempts: int, look: bool
) -> None:
    tried_at = AT - MINUTE
    one = nudge(database, owner(database), state=state, attempts=attempts, claimed_at=tried_at, try_at=NOW)
    [claimed] = claim(database)
    assert (claimed.look, claimed.since) == (look, tried_at if look else AT)
    assert row_of(database, one).claimed_at == (tried_at if look else NOW)


def test_what_is_to_be_left_alone_is(database: Database) -> None:
    a, b, c = (owner(database, f"U{n}", f"T{n}") for n in range(3))
    ids = [nudge(database, owner_id) for owner_id in (a, b, c)]
    unknown = nudge(database, a, state="unknown", attempts=1)
    seen = {
        "teams": Avoid(teams={"T0"}),
        "owners": Avoid(owners={a, b}),
        "posting": Avoid(posting={"T0", "T1"}),
        "looking": Avoid(looking={"T0"}),
    }
    with database.writing() as session:
        got = {}
        for name, avoid in seen.items():
            with session.begin_nested() as savepoint:
                claims = nudge_queue.claim(session, at=AT, now=NOW, until=NOW + MINUTE, limit=20, avoid=avoid)
                got[name] = {one.id for one in claims}
                savepoint.rollback()
    assert got == {
        "teams": {ids[1], ids[2]},
        "owners": {ids[2]},
        "posting": {ids[2], unknown},
        "looking": set(ids),
    }


def test_two_at_once_never_take_the_same(postgres_url: str) -> None:
    database = Database(postgres_url)
    owner_id = owner(database)
    for _ in range(30):
        nudge(database, owner_id)
    take: dict[str, Any] = {"at": AT, "now": NOW, "until": NOW + MINUTE, "limit": 20, "avoid": Avoid()}
    with database.writing() as one, database.writing() as other:
        first = nudge_queue.claim(one, **take)
        second = nudge_queue.claim(other, **take)
    assert (len(first), len(second)) == (20, 10)
    assert not {claim.id for claim in first} & {claim.id for claim in second}
    database.close()


def test_a_sender_that_lost_its_claim_changes_nothing(database: Database) -> None:
    one = nudge(database, owner(database))
    [mine] = claim(database)
    [theirs] = claim(database, NOW + MINUTE)
    before = row_of(database, one)
    with database.writing() as session:
        assert not nudge_queue.begin_try(session, mine, NOW + 2 * MINUTE)
        assert not nudge_queue.put_back(session, mine, state="planned", try_at=None, attempts=9)
        assert not nudge_queue.end(session, mine, state="failed")
        assert not nudge_queue.postpone(session, mine, AT + MINUTE, AT.date())
    after = row_of(database, one)
    assert (after.state, after.claim, after.attempts, after.planned_at) == (
        "claimed",
        theirs.token,
        0,
        before.planned_at,
    )


def test_a_try_is_counted_and_holds_the_claim_anew(database: Database) -> None:
    one = nudge(database, owner(database), error="http_503")
    [mine] = claim(database)
    with database.writing() as session:
        assert nudge_queue.begin_try(session, mine, NOW + 5 * MINUTE)
    row = row_of(database, one)
    assert (row.attempts, row.claimed_until, row.try_at, row.error) == (1, NOW + 5 * MINUTE, NOW + 5 * MINUTE, None)


def test_what_was_posted_is_sent_whoever_holds_the_claim(database: Database) -> None:
    one = nudge(database, owner(database))
    claim(database)
    [theirs] = claim(database, NOW + MINUTE)
    with database.writing() as session:
        nudge_queue.mark_sent(session, one, channel="D1", ts="1.000001", at=AT)
        nudge_queue.mark_sent(session, one, channel="D1", ts="2.000002", at=AT + MINUTE)
        assert not nudge_queue.begin_try(session, theirs, NOW + 2 * MINUTE)
    row = row_of(database, one)
    assert (row.state, row.ts, row.sent_at, row.claim, row.try_at) == ("sent", "1.000001", AT, None, None)


def test_what_waits_and_from_when(database: Database) -> None:
    def waiting(*closed: str) -> tuple[int, bool, datetime | None]:
        with database.reading() as session:
            waits = nudge_queue.waiting(session, AT, closed)
        return waits.count, waits.free_now, waits.free_at

    assert waiting() == (0, False, None)
    owner_id = owner(database)
    nudge(database, owner_id, state="claimed", try_at=NOW)
    nudge(database, owner_id, state="unknown", attempts=1, try_at=NOW + MINUTE)
    nudge(database, owner_id, planned_at=AT + MINUTE)
    assert waiting() == (2, False, NOW + MINUTE)
    nudge(database, owner_id)
    assert waiting() == (3, True, NOW + MINUTE)
    assert waiting("T1") == (0, False, None)


def test_whether_it_still_should_be_sent(database: Database) -> None:
    here, gone = owner(database), owner(database, "U2", deactivated_at=AT)
    with database.writing() as session:
        contact = ContactRow(owner_id=here, name="Priya", key="priya", created_on=AT.date(), forgotten_at=AT)
        session.add(contact)
        session.flush()
        contact_id = contact.id
    ids = [
        nudge(database, here),
        nudge(database, here, answered="done"),
        nudge(database, gone),
        nudge(database, here, contact_id=contact_id),
        "nobody",
    ]
    with database.reading() as session:
        standings = nudge_queue.standings(session, ids)
        assert [standings.get(one) for one in ids] == [
            Standing(answered=False, owner_left=False, contact_gone=False),
            Standing(answered=True, owner_left=False, contact_gone=False),
            Standing(answered=False, owner_left=True, contact_gone=False),
            Standing(answered=False, owner_left=False, contact_gone=True),
            None,
        ]


def test_all_that_waits_for_an_owner_is_dropped(database: Database) -> None:
    mine, other = owner(database), owner(database, "U2")
    waiting = [nudge(database, mine, state=state) for state in ("planned", "unknown", "claimed")]
    kept = [nudge(database, mine, state="sent"), nudge(database, other)]
    with database.writing() as session:
        assert nudge_queue.drop_all(session, mine, "user_disabled") == 3
    assert [row_of(database, one).state for one in waiting + kept] == ["dropped"] * 3 + ["sent", "planned"]
