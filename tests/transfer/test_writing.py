"""The other formats of an export: what programs make of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bot.network.archive import (
    Archive,
    MilestoneRecord,
    NoteRecord,
    PersonRecord,
    PlanRecord,
    PromiseRecord,
    ReminderRecord,
    SettingsRecord,
)
from bot.transfer.recognise import read
from bot.transfer.writing import save, written
from tests.transfer.networks import AT, TODAY, day

PRIYA = PersonRecord(
    "Priya Sharma", aliases=("Pri",), email="p@acme.example", phone="+44 20 7946 0958", links=("https://priya.example",),
    company="Acme, Inc.", role="CTO", place="Berlin", tags=("ai", "python"), next_check_in_on=day("2026-12-01"),
    milestones=(MilestoneRecord("birthday", "--05-03"), MilestoneRecord("work_anniversary", "2020-02-29")),
    plans=(PlanRecord(day("2026-12-03"), "12:30", "meal", "Milan", "the deck; the budget"),),
    reminders=(ReminderRecord(day("2026-12-04"), about="call"), ReminderRecord(day("2026-11-01"), done_on=TODAY)),
    promises=(PromiseRecord("mine", "an intro", day("2026-12-05")),),
    notes=(NoteRecord(TODAY, "likes climbing,\nand rust"),),
)  # fmt: skip
ARCHIVE = Archive("T1", "U1", SettingsRecord(timezone="Europe/Paris"), (), (PRIYA, PersonRecord("李雷")))


def test_csv_has_a_row_for_each() -> None:
    rows = list(csv.DictReader(io.StringIO(written(ARCHIVE, "csv", AT))))

    assert [row["name"] for row in rows] == ["Priya Sharma", "李雷"]
    assert rows[0]["where"] == "Berlin"
    assert rows[0]["tags"].split("\n") == ["ai", "python"]
    assert rows[0]["phone"] == "+44 20 7946 0958"
    assert rows[1]["email"] == ""


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x"])
def test_csv_holds_no_formula(name: str) -> None:
    [row] = csv.DictReader(io.StringIO(written(Archive(None, None, None, (), (PersonRecord(name),)), "csv", AT)))

    assert row["name"] == "'" + name


def test_vcards_come_back() -> None:
    incoming = read(written(ARCHIVE, "vcard", AT).encode(), TODAY)

    assert incoming.problems == ()
    priya, lei = incoming.archive.people
    for fact in ("name", "aliases", "email", "phone", "links", "company", "role", "tags", "notes"):
        assert getattr(priya, fact) == getattr(PRIYA, fact)
    assert priya.milestones == (MilestoneRecord("birthday", "--05-03"),)
    assert lei.name == "李雷"


def test_the_calendar_shows_what_lies_ahead() -> None:
    calendar = Calendar.from_ical(written(ARCHIVE, "ics", AT))

    events: dict[str, Any] = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        "Check in with Priya Sharma", "Priya Sharma: birthday", "Priya Sharma: work anniversary",
        "Meal with Priya Sharma", "Priya Sharma: call", "Promised to Priya Sharma: an intro",
    }  # fmt: skip
    assert events["Check in with Priya Sharma"]["dtstart"].dt == day("2026-12-01")
    assert events["Meal with Priya Sharma"]["dtstart"].dt.isoformat() == "2026-12-03T11:30:00+00:00"
    assert events["Meal with Priya Sharma"]["description"] == "the deck; the budget"
    assert events["Priya Sharma: birthday"]["rrule"]["freq"] == ["YEARLY"]
    assert events["Priya Sharma: work anniversary"]["rrule"]["bymonthday"] == [-1]


def test_an_event_keeps_its_uid() -> None:
    first, second = (Calendar.from_ical(written(ARCHIVE, "ics", AT)) for _ in range(2))

    uids = [[str(event["uid"]) for event in calendar.walk("VEVENT")] for calendar in (first, second)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 6


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "out"
    save("a much longer text", file)
    save("short", file)

    assert file.read_text("utf-8") == "short"
