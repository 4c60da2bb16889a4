"""Files of other makers: who is in them, what is left out and told, and that a second import changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.network.archive import (
    InteractionRecord,
    MilestoneRecord,
    NoteRecord,
    PersonRecord,
    Problem,
)
from bot.store.engine import Database
from bot.store.tables import MilestoneRow
from bot.transfer.errors import UnreadableFileError
from bot.transfer.recognise import Incoming, read
from bot.transfer.taking_in import take_in
from tests.transfer.networks import ANA, AT, TODAY, day, put_in, taken_out

LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Priya,Sharma,https://www.linkedin.com/in/priya,priya@acme.example,"Acme, Inc.",CTO,12 Mar 2023
José,O'Neill,https://www.linkedin.com/in/jose,,"Two
lines",Engineer,01 Jan 2020
,,,,Nobody Ltd,,05 May 2021
Sam,Lee,https://www.linkedin.com/in/sam,,Globex
Ana,Ruiz,https://www.linkedin.com/in/ana,,,,yesterday
"""
GOOGLE = """First Name,Middle Name,Last Name,Nickname,Organization Name,Organization Title,Birthday,Notes,Labels,\
E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,\
Address 1 - City,Website 1 - Value
Priya,K,Sharma,Pri,Acme,CTO,1990-05-03,likes climbing,Old friends ::: * myContacts,Work,p@a.example ::: p@b.example,\
Home,p@c.example,Mobile,+44 20 7946 0958,Berlin,https://priya.example
Sam,,,,,,--02-29,,* myContacts,,,,,,,,
,,,,,,,,,,,,,,,,
Lee,,,,,,May 3,,,,,,,,,,
"""
OLD_GOOGLE = """Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
Organization 1 - Name,Organization 1 - Title
Priya Sharma,Priya,,Sharma,* myContacts ::: Mentors,Work,p@a.example,Acme,CTO
"""
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Priya Sharma
N:Sharma;Priya;;;
NICKNAME:Pri
ORG:Acme;Research
TITLE:CTO
EMAIL;TYPE=work:p@acme.example
EMAIL:p@home.example
TEL;TYPE=cell:+44 20 7946 0958
ADR:;;1 High Street;Berlin;;;Germany
URL:https://priya.example
BDAY:1604-02-29
CATEGORIES:Old friends,ai
NOTE:likes climbing\\, and
 \\nrust
END:VCARD
BEGIN:VCARD
VERSION:3.0
EMAIL:nobody@acme.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Sam
BDAY:--0503
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81ukasz;Jan
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jan =C5=81ukasz
END:VCARD
"""
MONICA: dict[str, Any] = {
    "version": "1.0-preview.1",
    "account": {
        "uuid": "a",
        "data": [
            {
                "count": 4,
                "type": "contact",
                "values": [
                    {
                        "uuid": "c1",
                        "created_at": "2020-02-03T10:00:00Z",
                        "properties": {
                            "first_name": "Priya", "last_name": "Sharma", "nickname": "Pri", "job": "CTO",
                            "company": "Acme", "description": "likes climbing", "tags": ["Old friends"],
                            "last_talked_to": "2026-11-02", "stay_in_touch_frequency": 30,
                            "birthdate": {"is_year_unknown": True, "date": "2016-05-03T00:00:00Z"},
                        },
                        "data": [
                            {"type": "contact_field", "values": [
                                {"properties": {"data": "p@acme.example", "type": "t1"}},
                                {"properties": {"data": "+44 20 7946 0958", "type": "t2"}},
                            ]},
                            {"type": "note", "values": [
                                {"created_at": "2021-01-02T00:00:00Z", "properties": {"body": "has two dogs"}},
                            ]},
                            {"type": "call", "values": [
                                {"properties": {"called_at": "2026-10-01T08:00:00Z", "content": "the budget"}},
                            ]},
                            {"type": "activity", "values": ["x1"]},
                        ],
                    },
                    {"uuid": "c2", "properties": {"first_name": "Sam", "is_dead": True},
                     "data": [{"type": "activity", "values": ["x1"]}]},
                    {"uuid": "c3", "properties": {"first_name": "Kid", "is_partial": True}, "data": []},
                    {"uuid": "c4", "properties": {"last_name": ""}},
                ],
            },
            {"count": 1, "type": "activity", "values": [
                {"uuid": "x1", "properties": {"summary": "Lunch", "description": "", "happened_at": "2026-10-10"}},
            ]},
        ],
        "instance": {"contact_field_types": [
            {"uuid": "t1", "properties": {"name": "Email", "type": "email"}},
            {"uuid": "t2", "properties": {"name": "Phone", "type": "phone"}},
        ]},
    },
}  # fmt: skip
FILES = {
    "linkedin": LINKEDIN,
    "google": GOOGLE,
    "google before 2024": OLD_GOOGLE,
    "vcard": CARDS,
    "monica": json.dumps(MONICA),
}


def brought(text: str) -> Incoming:
    return read(text.encode(), TODAY)


def people(text: str) -> tuple[PersonRecord, ...]:
    return brought(text).archive.people


def test_linkedin() -> None:
    incoming = brought(LINKEDIN)

    assert incoming.kind == "linkedin"
    priya, jose = incoming.archive.people
    assert priya == PersonRecord(
        "Priya Sharma", email="priya@acme.example", links=("https://www.linkedin.com/in/priya",), company="Acme, Inc.",
        role="CTO", notes=(NoteRecord(day("2023-03-12"), "Connected on LinkedIn"),),
    )  # fmt: skip
    assert (jose.name, jose.company) == ("José O'Neill", "Two lines")
    assert incoming.problems == (
        Problem("line 8", "the name is missing"),
        Problem("line 9", "has 5 cells where the headings are 7"),
        Problem("line 10", "Connected On is no day"),
    )


@pytest.mark.parametrize("connected", ["3/12/23, 4:05 PM", "12 March 2023", "2023-03-12"])
def test_the_days_that_linkedin_has_written_over_the_years(connected: str) -> None:
    [person] = people(f'First Name,Last Name,Email Address,Company,Position,Connected On\nAda,L,,,,"{connected}"\n')

    assert person.notes[0].on == day("2023-03-12")


def test_google() -> None:
    incoming = brought(GOOGLE)

    assert incoming.kind == "google"
    priya, sam = incoming.archive.people
    assert priya == PersonRecord(
        "Priya K Sharma", aliases=("Pri",), email="p@a.example", phone="+44 20 7946 0958",
        links=("https://priya.example", "mailto:p@b.example", "mailto:p@c.example"), company="Acme", role="CTO",
        place="Berlin", tags=("old-friends",), milestones=(MilestoneRecord("birthday", "1990-05-03"),),
        notes=(NoteRecord(TODAY, "likes climbing"),),
    )  # fmt: skip
    assert sam == PersonRecord("Sam", milestones=(MilestoneRecord("birthday", "--02-29"),))
    assert incoming.problems == (Problem("line 5", "Birthday is no day (YYYY-MM-DD or --MM-DD)"),)


def test_google_as_it_was_before() -> None:
    [priya] = people(OLD_GOOGLE)

    assert priya == PersonRecord("Priya Sharma", email="p@a.example", company="Acme", role="CTO", tags=("mentors",))


def test_a_spreadsheet_of_a_country_with_decimal_commas() -> None:
    [ada] = people("First Name;Last Name;Labels;Organization Name\r\nAda;L;;Acme\r\n")

    assert (ada.name, ada.company) == ("Ada L", "Acme")


def test_older_encodings_are_read() -> None:
    text = "First Name,Last Name,Labels\nJosé,L,\n"

    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert read(text.encode(encoding), TODAY).archive.people[0].name == "José L"


def test_vcards() -> None:
    incoming = brought(CARDS)

    assert incoming.kind == "vcard"
    priya, sam, lukasz = incoming.archive.people
    assert priya == PersonRecord(
        "Priya Sharma", aliases=("Pri",), email="p@acme.example", phone="+44 20 7946 0958",
        links=("https://priya.example", "mailto:p@home.example"), company="Acme", role="CTO", place="Berlin",
        tags=("ai", "old-friends"), milestones=(MilestoneRecord("birthday", "--02-29"),),
        notes=(NoteRecord(TODAY, "likes climbing, and\nrust"),),
    )  # fmt: skip
    assert sam.milestones == (MilestoneRecord("birthday", "--05-03"),)
    assert lukasz.name == "Jan Łukasz"
    assert incoming.problems == (Problem("line 18", "the name is missing"),)


def test_a_line_that_cannot_be_read_costs_no_person_and_is_printed_nowhere(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    incoming = brought(CARDS.replace("TITLE:CTO", "=[secret"))

    assert incoming.archive.people[0].email == "p@acme.example"
    assert "secret" not in caplog.text + "".join(capfd.readouterr())


def test_monica() -> None:
    incoming = brought(FILES["monica"])

    assert incoming.kind == "monica"
    priya, sam = incoming.archive.people
    assert priya == PersonRecord(
        "Priya Sharma", aliases=("Pri",), email="p@acme.example", phone="+44 20 7946 0958", company="Acme", role="CTO",
        tags=("old-friends",), created_on=day("2020-02-03"), last_interaction_on=day("2026-11-02"),
        interactions=(
            InteractionRecord(day("2026-10-01"), "call", None, "the budget"),
            InteractionRecord(day("2026-10-10"), "met", None, "Lunch", people=("Sam",)),
        ),
        milestones=(MilestoneRecord("birthday", "--05-03"),),
        notes=(NoteRecord(TODAY, "likes climbing"), NoteRecord(day("2021-01-02"), "has two dogs")),
    )  # fmt: skip
    assert (sam.status, sam.last_interaction_on) == ("deceased", day("2026-10-10"))
    assert incoming.problems == (Problem("contact 4", "the name is missing"),)


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_second_import_changes_nothing_and_nobody_gets_a_rhythm(database: Database, text: str) -> None:
    first = take_in(database, ANA, text.encode(), AT)
    before = taken_out(database, ANA)

    again = take_in(database, ANA, text.encode(), AT)

    assert first.added > 0
    assert (again.added, again.known, again.records) == (0, first.added, 0)
    assert taken_out(database, ANA) == before
    assert {(person.cadence, person.next_check_in_on) for person in before.people if not person.status} == {
        (None, None)
    }


def test_no_birthday_of_somebody_imported_is_nudged_about(database: Database) -> None:
    take_in(database, ANA, GOOGLE.encode(), AT)

    with database.reading() as session:
        assert set(session.scalars(select(MilestoneRow.next_on))) == {None}


def test_what_is_known_already_is_kept(database: Database) -> None:
    known = replace(brought(OLD_GOOGLE).archive, people=(PersonRecord("priya sharma", company="Globex"),))
    put_in(database, ANA, known)

    taken = take_in(database, ANA, LINKEDIN.encode(), AT)

    assert (taken.added, taken.known) == (1, 1)
    [priya] = [person for person in taken_out(database, ANA).people if person.email]
    assert (priya.name, priya.company, priya.role) == ("priya sharma", "Globex", "CTO")


NO_KIND = [
    ("", "is empty"),
    (" \n", "is empty"),
    ("hello", "is of no kind that I know"),
    ("a,b\n1,2\n", "is of no kind that I know"),
    ("First Name,Last Name,Labels\n", "has headings and no people"),
    ("BEGIN:VCARD\nFN:Half", "holds no complete vCard"),
    ('{"account": {"data": []}}', "is an export of Monica's with no contacts in it"),
    ("[" * 100_000, "is no JSON that can be read"),
]


@pytest.mark.parametrize(("text", "reason"), NO_KIND)
def test_what_is_no_file_of_people_is_said_to_be_none(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        brought(text)

    assert raised.value.reason.startswith(reason)


@given(st.sampled_from(list(FILES.values())), st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=6))
def test_a_damaged_file_is_read_or_refused(text: str, start: int, length: int, instead: bytes) -> None:
    data = text.encode()
    damaged = data[:start] + instead + data[start + length :]
    try:
        incoming = read(damaged, date(2026, 11, 23))
    except UnreadableFileError:
        return
    assert all(person.name for person in incoming.archive.people)
