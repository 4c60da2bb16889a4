"""Our own JSON: what is written, to the letter, and what is read back of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.network.archive import Archive, PersonRecord, Problem
from bot.store.engine import Database
from bot.store.tables import OwnerRow
from bot.transfer.errors import UnreadableFileError
from bot.transfer.own import dump, load
from tests.transfer.networks import ANA, BEN, fill, put_in, taken_out

TOP = ["format", "team", "user", "settings", "tags", "people"]
KEYS = {
    "settings": "timezone nudge_time working_days quiet_hours daily_limit default_cadence delivery lead_days holidays "
    "paused_until",
    "tags": "tag cadence paused_until",
    "people": "name aliases slack_user email phone links company role where channel via tags status cadence "
    "paused_until created_on last_interaction_on next_check_in_on interactions plans reminders milestones promises "
    "help feedback notes positions nudges",
    "interactions": "on kind where about outcome source people",
    "plans": "on time kind where about",
    "reminders": "on time about done_on",
    "milestones": "kind on about",
    "promises": "direction about due_on kept_on",
    "help": "direction about on",
    "feedback": "stage about on",
    "notes": "on text next_time",
    "positions": "company role from to",
    "nudges": "id kind due_on state sent_at answered",
}


def test_the_keys_and_their_order_are_the_contract(database: Database) -> None:
    fill(database)

    data = json.loads(dump(taken_out(database, ANA)))

    assert list(data) == [*TOP, "reminders"]  # the last only when there are reminders about nobody
    priya = data["people"][0]
    objects = {"settings": data["settings"], "tags": data["tags"][0], "people": priya}
    objects |= {name: value[0] for name, value in priya.items() if name in KEYS and name != "tags"}
    assert {name: list(value) for name, value in objects.items()} == {name: keys.split() for name, keys in KEYS.items()}


def test_values_are_plain(database: Database) -> None:
    fill(database)

    data = json.loads(dump(taken_out(database, ANA)))

    priya = data["people"][0]
    assert (data["format"], data["team"], data["user"]) == ("rapport/1", "T1", "U1")
    assert priya["last_interaction_on"] == "2026-11-23"
    assert priya["status"] is None
    assert priya["nudges"][0]["sent_at"] == "2026-11-23T09:30:00Z"
    assert priya["notes"][0]["next_time"] is True
    assert priya["interactions"][2]["where"] == "PyCon"


def test_an_empty_network_has_no_list_of_reminders() -> None:
    data = json.loads(dump(Archive("T1", "U1", None, (), ())))

    assert list(data) == TOP
    assert data["people"] == []


def test_export_import_export_is_the_same_to_the_byte(database: Database) -> None:
    fill(database)
    text = dump(taken_out(database, ANA))

    archive, problems = load(json.loads(text))
    with database.writing() as session:  # the ids of nudges are free again
        session.execute(delete(OwnerRow))
    put_in(database, ANA, archive)
    put_in(database, ANA, archive)

    assert problems == []
    assert dump(taken_out(database, ANA)) == text


def test_text_that_no_database_holds_is_made_harmless(database: Database) -> None:
    note = {"on": "2026-01-01", "text": "\udc00"}
    text = json.dumps({"format": "rapport/1", "people": [{"name": "A\0na \ud83d", "notes": [note]}]})

    archive, problems = load(json.loads(text))
    put_in(database, BEN, archive)

    assert problems == []
    assert taken_out(database, BEN).people[0].name == "Ana �"


NOT_OURS: list[Any] = [[], 3, None, {}, {"format": "rapport/2", "people": []}, {"format": "rapport/1"}]


@pytest.mark.parametrize("data", NOT_OURS)
def test_what_is_no_export_is_said_to_be_none(data: Any) -> None:
    with pytest.raises(UnreadableFileError, match="unreadable_file"):
        load(data)


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"people": [{"name": " "}]}, "people[0]", "name is missing"),
    ({"people": [{"name": "x" * 201}]}, "people[0]", "name has more than 200 characters"),
    ({"people": ["Ana"]}, "people[0]", "is no object"),
    ({"people": [{"name": "A", "cadence": "P0D"}]}, "people[0]", "cadence is no duration"),
    ({"people": [{"name": "A", "status": "happy"}]}, "people[0]", "status is none of left, laid_off"),
    ({"people": [{"name": "A", "created_on": "2026-02-30"}]}, "people[0]", "created_on is a day that does not exist"),
    ({"people": [{"name": "A", "email": 7}]}, "people[0]", "email is no text"),
    ({"people": [{"name": "A", "tags": "x"}]}, "people[0]", "tags is no list"),
    ({"people": [{"name": "A", "notes": {}}]}, "", ""),
    ({"people": [{"name": "A", "notes": 3}]}, "people[0].notes", "is no list"),
    ({"people": [{"name": "A", "notes": [3]}]}, "people[0].notes[0]", "is no object"),
    ({"people": [{"name": "A", "notes": [{"on": "2026-01-01"}]}]}, "people[0].notes[0]", "text is missing"),
    ({"people": [{"name": "A", "interactions": [{"on": "yesterday"}]}]}, "people[0].interactions[0]", "on is no day"),
    ({"people": [{"name": "A", "milestones": [{"kind": "other", "on": "--02-30"}]}]}, "people[0].milestones[0]", "on "),
    ({"people": [{"name": "A", "plans": [{"kind": "met", "time": "25:00"}]}]}, "people[0].plans[0]", "time is a time"),
    ({"people": [{"name": "A", "nudges": [{"id": "x", "kind": "check_in", "due_on": "2026-01-01", "state": "sent",
                                           "sent_at": "noon"}]}]}, "people[0].nudges[0]", "sent_at is no instant"),
    ({"people": [], "settings": []}, "settings", "is no object"),
    ({"people": [], "settings": {"daily_limit": True}}, "settings", "daily_limit is no whole number"),
    ({"people": [], "tags": [{"tag": "#"}]}, "tags[0]", "tag is no tag"),
    ({"people": [], "tags": {"tag": "x"}}, "tags", "is no list"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "where", "reason"), FAULTS)
def test_a_fault_is_reported_where_it_stands(data: dict[str, Any], where: str, reason: str) -> None:
    archive, problems = load({"format": "rapport/1", **data, "people": [*data["people"], {"name": "Good"}]})

    assert archive.people[-1] == PersonRecord("Good")  # what is good is kept
    if where:
        [problem] = problems
        assert problem.where == where
        assert problem.reason.startswith(reason)
    else:
        assert problems == []


def test_a_person_with_one_bad_value_keeps_the_others() -> None:
    archive, problems = load(
        {"format": "rapport/1", "people": [{"name": "Ana", "email": [], "phone": "1", "where": "Rome"}]}
    )

    assert problems == [Problem("people[0]", "email is no text")]
    assert archive.people == (PersonRecord("Ana", phone="1", place="Rome"),)


@pytest.mark.parametrize("cadence", ["P10D", "P1Y6M", "P2W", "P1M15D", "none"])
def test_any_duration_is_a_cadence(cadence: str) -> None:
    archive, problems = load({"format": "rapport/1", "people": [{"name": "Ana", "cadence": cadence}]})

    assert problems == []
    assert archive.people[0].cadence == cadence


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(" ".join(KEYS.values()).split()), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["settings", "tags", "reminders"]), _json), st.lists(_json, max_size=3))
def test_no_json_breaks_the_reader(parts: dict[str, Any], people: list[Any]) -> None:
    archive, _problems = load({"format": "rapport/1", **parts, "people": people})

    again, problems = load(json.loads(dump(archive)))
    assert again == archive
    assert problems == []
