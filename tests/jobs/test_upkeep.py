"""What goes after its time, and what is learnt of members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.playground import Fault, Playground
from bot.store import contacts, installations
from bot.store.engine import Database
from bot.store.tables import (
    ChangeRow,
    ContactRow,
    InstallationRow,
    InteractionPersonRow,
    InteractionRow,
    NudgeRow,
    OAuthStateRow,
    OwnerRow,
    QuestionRow,
    Row,
    SeenDeliveryRow,
)
from jobs.upkeep import read_members, upkeep
from tests.jobs.given import AT, contact, install, nudges, one_team, owner

DAY = timedelta(days=1)


def add(database: Database, *rows: Row) -> None:
    """Rows as some command left them."""
    with database.writing() as session:
        session.add_all(rows)


def count(database: Database, table: type[Row]) -> int:
    """How many rows there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def change_row(owner_id: int, **more: Any) -> ChangeRow:
    """What one command changed."""
    values = {"at": AT, "seq": 1, "intent": "log", "meaning": "{}", "chosen": "{}", "rows": "[]"} | more
    return ChangeRow(owner_id=owner_id, **values)


def question(owner_id: int, **more: Any) -> QuestionRow:
    """What was asked back."""
    values = {"asked_at": AT, "meaning": "{}", "chosen": "{}", "source": "command"} | more
    return QuestionRow(owner_id=owner_id, **values)


def test_each_thing_is_kept_as_long_as_promised(database: Database, slack: Playground) -> None:
    owner_id = owner(database, slack.members()[0])
    add(
        database,
        *(SeenDeliveryRow(team="T", key=f"{days}", at=AT - days * DAY) for days in (0, 2)),
        *(question(owner_id, asked_at=AT - days * DAY) for days in (6, 8)),
        *(change_row(owner_id, at=AT - days * DAY, seq=days) for days in (29, 31)),
        *(OAuthStateRow(state=f"{days}", expires_at=AT - days * DAY) for days in (-1, 1)),
    )
    done = upkeep(AT, database, one_team(slack))

    assert {name: number for name, number in done.items() if number} == {
        "deliveries": 1, "questions": 1, "changes": 1, "states": 1,
    }  # fmt: skip
    assert [count(database, table) for table in (SeenDeliveryRow, QuestionRow, ChangeRow, OAuthStateRow)] == [1] * 4


def test_who_is_forgotten_goes_for_good_after_ten_minutes(database: Database, slack: Playground) -> None:
    owner_id = owner(database, slack.members()[0])
    priya = contact(database, owner_id, "Priya", forgotten_at=AT)
    omar = contact(database, owner_id, "Omar")
    alone, both, omars = (
        InteractionRow(owner_id=owner_id, on=AT.date(), kind="met", source="command", created_at=AT) for _ in range(3)
    )
    add(database, alone, both, omars)
    add(
        database,
        *(
            InteractionPersonRow(interaction_id=met.id, contact_id=who, owner_id=owner_id)
            for met, who in [(alone, priya), (both, priya), (both, omar), (omars, omar)]
        ),
        change_row(owner_id, contacts=[priya, omar]),
        change_row(owner_id, contacts=[omar], seq=2),
        question(owner_id),
        question(owner_id, asked_at=AT + timedelta(minutes=9)),
        SeenDeliveryRow(team="T", key="1", at=AT, owner_id=owner_id, reply="Met Priya"),
    )
    nudges(database, owner_id, contact_id=priya)

    assert upkeep(AT + timedelta(minutes=9), database, one_team(slack))["forgotten"] == 0
    assert count(database, ContactRow) == 2
    assert upkeep(AT + timedelta(minutes=10), database, one_team(slack))["forgotten"] == 1

    with database.reading() as session:
        assert session.scalars(select(ContactRow.id)).all() == [omar]
        assert set(session.scalars(select(InteractionRow.id))) == {both.id, omars.id}
        assert session.scalars(select(ChangeRow.contacts)).all() == [[omar]]
        assert session.scalars(select(SeenDeliveryRow.reply)).all() == [None]
    assert [count(database, table) for table in (QuestionRow, NudgeRow)] == [1, 0]


def test_an_owner_goes_when_they_asked_for_it_or_have_left_for_a_month(database: Database, slack: Playground) -> None:
    ana, ben, chika = slack.members()
    stays = owner(database, ana, deactivated_at=AT - 29 * DAY)
    contact(database, owner(database, ben, deactivated_at=AT - 30 * DAY), "Priya")
    owner(database, chika, erase_at=AT)
    later = owner(database, slack.person("Dana"), erase_at=AT + DAY)

    assert upkeep(AT, database, one_team(slack))["erased"] == 2
    with database.reading() as session:
        assert session.scalars(select(OwnerRow.id).order_by(OwnerRow.id)).all() == [stays, later]
    assert count(database, ContactRow) == 0


def test_the_people_of_a_workspace_that_uninstalled_go_after_a_month(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    install(database, ana.team, "xoxb-1")
    owner(database, ana)
    with database.writing() as session:
        session.execute(update(InstallationRow).values(installed_at=AT - 90 * DAY))
        assert installations.revoke(session, "", ana.team, AT - 30 * DAY)

    assert upkeep(AT - timedelta(seconds=1), database, one_team(slack))["erased"] == 0
    assert upkeep(AT, database, one_team(slack))["erased"] == 1


def test_an_owners_zone_is_read_daily_and_one_who_left_is_seen(database: Database, slack: Playground) -> None:
    ana, ben, _ = slack.members()
    hers = owner(database, ana, profile_at=AT - DAY, slack_zone="Asia/Tokyo")
    his = owner(database, ben, profile_at=None)
    slack.deactivate(ben)

    assert upkeep(AT, database, one_team(slack))["owners_read"] == 2
    assert upkeep(AT + timedelta(hours=23), database, one_team(slack))["owners_read"] == 0
    with database.reading() as session:
        rows = {row.id: row for row in session.scalars(select(OwnerRow))}
    assert (rows[hers].slack_zone, rows[hers].next_at) == (ana.timezone, AT)
    assert rows[his].deactivated_at == AT


def test_a_workspace_that_does_not_answer_is_asked_once(database: Database, slack: Playground) -> None:
    for member in slack.members():
        owner(database, member, profile_at=None)
    fault = slack.faults.add(Fault("users.info", "rate_limit", retry_after=30))
    assert upkeep(AT, database, one_team(slack))["owners_read"] == 0
    assert fault.met == 1


def test_a_mention_becomes_a_name_and_a_name_stays(database: Database, slack: Playground) -> None:
    ana, ben, chika = slack.members()
    owner_id = owner(database, ana)
    by_id = contact(database, owner_id, ben.id, slack_user=ben.id)
    named = contact(database, owner_id, "Chika from Tokyo", slack_user=chika.id)
    contact(database, owner_id, "U0GONE", slack_user="U0GONE")

    assert read_members(database, one_team(slack), AT) == 3
    assert read_members(database, one_team(slack), AT) == 0
    with database.reading() as session:
        row = session.get(ContactRow, by_id)
        kept = session.get(ContactRow, named)
        found = contacts.contacts_with_word(session, owner_id, "okafor")
        assert [one.id for one in found] == [by_id]
    assert row is not None
    assert kept is not None
    assert (row.name, row.key, row.zone) == (ben.name, "ben okafor", ben.timezone)
    assert kept.name == "Chika from Tokyo"
