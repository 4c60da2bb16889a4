"""Everything of one owner taken out, and put back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.network.archive import (
    Archive,
    FeedbackRecord,
    InteractionRecord,
    MilestoneRecord,
    NudgeRecord,
    PersonRecord,
    PlanRecord,
    PromiseRecord,
    ReminderRecord,
    SettingsRecord,
    TagRecord,
)
from bot.network.nudges import write_down
from bot.network.owners import Owner, owner_row
from bot.network.turns import AT_ONCE
from bot.store.contacts import contacts_with_word
from bot.store.engine import Database
from bot.store.tables import (
    ContactRow,
    FeedbackRow,
    InteractionPersonRow,
    InteractionRow,
    MilestoneRow,
    NudgeRow,
    OwnerRow,
    ReminderRow,
    Row,
)
from tests.transfer.networks import ANA, AT, BEN, TODAY, contact, day, fill, put_in, taken_out

CLEO = Owner("T2", "U1")


def of(*people: PersonRecord, **parts: object) -> Archive:
    return replace(Archive("T9", "U9", None, (), people), **parts)  # type: ignore[arg-type]  # parts of an Archive


def person(archive: Archive, name: str) -> PersonRecord:
    [found] = [each for each in archive.people if each.name == name]
    return found


def rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Row.metadata.sorted_tables
        }


def test_an_archive_holds_everything_but_what_was_forgotten(database: Database) -> None:
    fill(database)

    archive = taken_out(database, ANA)

    assert [each.name for each in archive.people] == ["Priya Sharma", "Sam", "Sam", "Zoë O'Neill"]
    assert archive.tags == (TagRecord("python", "P2M"), TagRecord("quiet", None, day("2027-01-01")))
    assert [each.about for each in archive.reminders] == ["file the taxes"]
    priya = person(archive, "Priya Sharma")
    assert priya.tags == ("ai", "python")
    assert [(each.on, each.kind, each.people) for each in priya.interactions] == [
        (day("2026-11-20"), "call", ()),
        (day("2026-11-20"), "call", ()),
        (TODAY, "met", ("Sam",)),
        (TODAY, "met", ("Sam",)),
    ]
    assert len(priya.plans) == 1  # one that came to pass is an interaction
    assert priya.milestones[0] == MilestoneRecord("birthday", "--02-29")
    assert [each.id for each in priya.nudges] == ["a1b2"]


def test_settings_are_those_in_force(database: Database) -> None:
    fill(database)

    settings = taken_out(database, ANA).settings

    assert settings == SettingsRecord(
        timezone="Europe/Paris", nudge_time="09:00", working_days="mon-fri", quiet_hours="20:00-08:00", daily_limit=3,
        default_cadence="P3M", delivery="each", lead_days=0, holidays=None, paused_until=day("2026-12-24"),
    )  # fmt: skip


def test_cadences_are_those_in_force(database: Database) -> None:
    fill(database)

    cadences = [each.cadence for each in taken_out(database, ANA).people]

    assert cadences == ["P2M", "P1M15D", "none", "none"]  # its tag's, its own, ended by hand, ended by death


def test_what_is_put_into_an_empty_network_comes_back_as_it_was(database: Database) -> None:
    fill(database)
    archive = taken_out(database, ANA)

    restored = put_in(database, CLEO, archive)

    assert (restored.people, restored.known, restored.problems) == (4, 0, ())
    back = taken_out(database, CLEO)
    nudges = tuple(replace(each, id="a1b2") for each in person(back, "Priya Sharma").nudges)
    people = tuple(replace(each, nudges=nudges) if each.nudges else each for each in back.people)
    assert replace(back, team="T1", user="U1", people=people) == archive


def test_a_second_time_changes_nothing(database: Database) -> None:
    fill(database)
    archive = taken_out(database, ANA)
    put_in(database, CLEO, archive)
    first, before = taken_out(database, CLEO), rows(database)

    again = put_in(database, CLEO, archive)

    assert (again.people, again.known, again.records) == (0, 4, 0)
    assert taken_out(database, CLEO) == first
    assert rows(database) == before


def test_an_archive_put_back_where_it_came_from_changes_nothing(database: Database) -> None:
    fill(database)
    archive, before = taken_out(database, ANA), rows(database)

    put_in(database, ANA, archive)

    assert taken_out(database, ANA) == archive
    assert rows(database) == before


def test_one_time_in_touch_stays_one_row_for_all_who_were_there(database: Database) -> None:
    fill(database)

    put_in(database, CLEO, taken_out(database, ANA))

    with database.reading() as session:
        owner_id = session.scalar(select(OwnerRow.id).where(OwnerRow.team == "T2"))
        count = select(func.count()).select_from(InteractionRow).where(InteractionRow.owner_id == owner_id)
        assert session.scalar(count) == 4
        pairs = select(func.count()).select_from(InteractionPersonRow).where(InteractionPersonRow.owner_id == owner_id)
        assert session.scalar(pairs) == 6


def test_somebody_who_was_there_and_does_not_tell_is_looked_up(database: Database) -> None:
    together = InteractionRecord(TODAY, "met", people=("Ben", "Nobody"))

    restored = put_in(database, ANA, of(PersonRecord("Ana", interactions=(together,)), PersonRecord("ben")))

    assert [each.reason for each in restored.problems] == ["Nobody is not among the people"]
    back = taken_out(database, ANA)
    assert person(back, "Ana").interactions[0].people == ("ben",)
    assert person(back, "ben").interactions[0].people == ("Ana",)


def test_the_ids_of_nudges_are_kept_where_they_are_free(database: Database) -> None:
    fill(database)
    archive = taken_out(database, ANA)
    with database.writing() as session:
        session.delete(session.scalars(select(OwnerRow)).one())

    put_in(database, CLEO, archive)
    put_in(database, BEN, archive)

    with database.reading() as session:
        ids = {row.team + row.state: row.id for row in session.scalars(select(NudgeRow))}
    assert ids["T2sent"] == "a1b2"
    assert len(ids["T1sent"]) == 32


RHYTHMS = [
    ("P2M", ("python",), False),  # the tag's: not its own
    ("P3M", (), False),  # the owner's default
    ("P3M", ("python",), True),  # the default, against the tag's
    ("P10D", (), True),
    ("P1Y6M", ("python",), True),
    ("none", (), True),
    (None, (), False),
]


@pytest.mark.parametrize(("cadence", "tags", "own"), RHYTHMS)
def test_a_rhythm_that_would_be_there_anyway_is_not_its_own(
    database: Database, cadence: str | None, tags: tuple[str, ...], *, own: bool
) -> None:
    lee = PersonRecord("Lee", tags=tags, cadence=cadence, last_interaction_on=TODAY)

    put_in(database, ANA, of(lee, tags=(TagRecord("python", "P2M"),)))

    with database.reading() as session:
        assert session.scalars(select(ContactRow)).one().cadence_is_own is own
    if cadence is not None:
        assert taken_out(database, ANA).people[0].cadence == cadence


def test_settings_equal_to_the_defaults_stay_unset(database: Database) -> None:
    fill(database)

    put_in(database, CLEO, taken_out(database, ANA))

    with database.reading() as session:
        row = session.scalars(select(OwnerRow).where(OwnerRow.team == "T2")).one()
        assert (row.zone, row.daily_limit, row.nudge_time, row.quiet_hours) == ("Europe/Paris", 3, None, None)


def test_a_setting_that_is_none_is_reported_and_left(database: Database) -> None:
    settings = SettingsRecord(timezone="Mars/Olympus", nudge_time="08:15", daily_limit=0)

    restored = put_in(database, ANA, of(settings=settings))

    assert [each.where for each in restored.problems] == ["settings.timezone", "settings.daily_limit"]
    after = taken_out(database, ANA).settings
    assert after is not None
    assert (after.timezone, after.nudge_time, after.daily_limit) == ("UTC", "08:15", 5)


def test_the_same_member_is_the_same_person_whatever_the_name(database: Database) -> None:
    put_in(database, ANA, of(PersonRecord("U77", slack_user="U77")))

    restored = put_in(database, ANA, of(PersonRecord("Priya", slack_user="U77")))

    assert (restored.people, restored.known) == (0, 1)
    with database.reading() as session:
        owner_id = session.scalars(select(OwnerRow.id)).one()
        [found] = contacts_with_word(session, owner_id, "priya")
        assert (found.name, contacts_with_word(session, owner_id, "u77")) == ("Priya", [])


def test_two_members_of_one_name_stay_two(database: Database) -> None:
    put_in(database, ANA, of(PersonRecord("Priya", slack_user="U1")))

    put_in(database, ANA, of(PersonRecord("Priya", slack_user="U2"), PersonRecord("PRIYA", slack_user="U1")))

    assert sorted(each.slack_user or "" for each in taken_out(database, ANA).people) == ["U1", "U2"]


def test_our_own_archive_wins_and_a_foreign_one_only_fills(database: Database) -> None:
    known = PersonRecord("Lee", company="Acme", aliases=("L",), email="lee@acme.example")
    told = PersonRecord("Lee", company="Globex", aliases=("Leo",), role="CTO")
    put_in(database, ANA, of(known))
    put_in(database, BEN, of(known))

    put_in(database, ANA, of(told))
    put_in(database, BEN, of(told), wins=False)

    [own], [filled] = taken_out(database, ANA).people, taken_out(database, BEN).people
    assert (own.company, own.role, own.email, own.aliases) == ("Globex", "CTO", "lee@acme.example", ("Leo", "L"))
    assert (filled.company, filled.role, filled.email, filled.aliases) == (
        "Acme",
        "CTO",
        "lee@acme.example",
        ("L", "Leo"),
    )


def test_an_older_archive_does_not_turn_the_rhythm_back(database: Database) -> None:
    newer = PersonRecord("Lee", cadence="P1M", last_interaction_on=TODAY, next_check_in_on=day("2026-12-23"))
    older = replace(newer, cadence="P1Y", last_interaction_on=day("2026-01-01"), next_check_in_on=day("2027-01-01"))
    put_in(database, ANA, of(newer))

    put_in(database, ANA, of(older))

    [lee] = taken_out(database, ANA).people
    assert (lee.cadence, lee.last_interaction_on, lee.next_check_in_on) == ("P1M", TODAY, day("2026-12-23"))


def test_what_was_asked_once_is_not_asked_again(database: Database) -> None:
    due = day("2026-11-20")
    nudges = [
        NudgeRecord(f"n{index}", kind, due, "sent", AT)
        for index, kind in enumerate(("check_in", "reminder", "promise", "milestone", "feedback", "plan", "plan"))
    ]
    lee = PersonRecord(
        "Lee",
        cadence="P1M",
        created_on=day("2026-01-01"),
        next_check_in_on=due,
        reminders=(ReminderRecord(due, about="call"),),
        promises=(PromiseRecord("mine", "a book", due),),
        milestones=(MilestoneRecord("birthday", "--11-20"),),
        feedback=(FeedbackRecord("ask", None, due),),
        plans=(PlanRecord(due, None, "met"),),
        nudges=tuple(nudges),
    )
    settings = SettingsRecord(daily_limit=50)

    put_in(database, ANA, of(lee, settings=settings))
    put_in(database, BEN, of(replace(lee, nudges=()), settings=settings))

    assert planned(database, ANA) == set()
    assert planned(database, BEN) == {"check_in", "reminder", "promise", "milestone", "plan"}


def planned(database: Database, owner: Owner) -> set[str]:
    """The kinds of the nudges that the clock writes down for an owner now."""
    with database.writing() as session:
        row = owner_row(session, owner, AT)
        write_down(session, row, AT)
        written = select(NudgeRow.kind).where(NudgeRow.owner_id == row.id, NudgeRow.state == "planned")
        return set(session.scalars(written))


def test_a_nudge_that_was_sent_names_what_it_was_about(database: Database) -> None:
    nudge = NudgeRecord("n1", "reminder", TODAY, "sent", AT)
    lee = PersonRecord("Lee", reminders=(ReminderRecord(TODAY, about="call"),), nudges=(nudge,))

    put_in(database, ANA, of(lee))

    with database.reading() as session:
        row, reminder = session.scalars(select(NudgeRow)).one(), session.scalars(select(ReminderRow)).one()
        assert (row.source_id, row.occasion) == (reminder.id, f"r{reminder.id}:{TODAY}")


def test_what_was_forgotten_is_not_found_again(database: Database) -> None:
    put_in(database, ANA, of(PersonRecord("Lee")))
    with database.writing() as session:
        session.scalars(select(ContactRow)).one().forgotten_at = AT

    assert put_in(database, ANA, of(PersonRecord("Lee"))).people == 1


def test_what_is_derived_is_reckoned_from_today(database: Database) -> None:
    lee = PersonRecord(
        "Lee",
        milestones=(MilestoneRecord("birthday", "--11-20"), MilestoneRecord("birthday", "--05-03")),
        feedback=(FeedbackRecord("ask", "old", day("2026-11-01")), FeedbackRecord("ask", "my talk", day("2026-11-30"))),
        promises=(PromiseRecord("mine", "a book", kept_on=day("2026-11-02")),),
    )

    put_in(database, ANA, of(lee))

    with database.reading() as session:
        assert set(session.scalars(select(MilestoneRow.next_on))) == {day("2026-11-20"), day("2027-05-03")}
        asked = {row.about: row.next_on for row in session.scalars(select(FeedbackRow))}
        assert asked == {"old": None, "my talk": day("2026-11-30")}
        assert session.scalars(select(OwnerRow)).one().next_at == AT_ONCE


def test_nobody_is_an_error(database: Database) -> None:
    from bot.network.archive import everything, restore

    with database.writing() as session:
        with pytest.raises(LookupError):
            everything(session, 404)
        with pytest.raises(LookupError):
            restore(session, 404, of(), today=TODAY, at=AT)


def test_owners_are_apart(database: Database) -> None:
    fill(database)
    before = taken_out(database, ANA)
    with database.writing() as session:
        contact(session, owner_row(session, BEN, AT), "Priya Sharma")

    assert put_in(database, BEN, before).people == 3
    assert taken_out(database, ANA) == before
