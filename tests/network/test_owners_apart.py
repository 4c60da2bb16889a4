"""Two people with the same user id in two workspaces: neither reads, finds or changes anything of the other's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation import Conversation, Place
from bot.language.meanings import Meaning
from bot.network.erasing import erase
from bot.network.errors import (
    AlreadyAnsweredError,
    BadSettingError,
    NothingOpenError,
    NothingToUndoError,
    NotYoursError,
)
from bot.network.outcomes import Failed, Found, Question
from bot.network.owners import set_setting
from bot.store.engine import Database
from bot.store.tables import ChangeRow, ContactRow, OwnerRow, QuestionRow
from tests.network.given import ANA, AT, BEN, Speaker, differences


@pytest.fixture
def ana(database: Database) -> Speaker:
    """Somebody with a change, a question, a contact and a nudge of each state."""
    ana = Speaker(database, ANA)
    ana.says("log", "Priya Shah", every="P2D", kind="email")
    ana.chooses(Meaning(intent="log", people=("Priya Sharma",), kind="met"), "Priya Sharma", 0)
    ana.says("note", "Sam", about="climbs")
    ana.says("undo")
    assert isinstance(ana.says("log", "Priya"), Question)
    assert len(ana.ticks("2026-11-25 09:00")) == 2
    return ana


def test_no_id_of_anothers_opens_anything(database: Database, ana: Speaker) -> None:
    ben = Speaker(database, BEN, ana.at)
    ben.says("log", "Priya")
    before, his = ana.facts(), ben.facts()
    contact, [question] = ana.contact("Priya Shah").id, ana.rows(QuestionRow)
    standing, undone = (
        next(row for row in ana.rows(ChangeRow) if (row.undone_at is None) == stands) for stands in (True, False)
    )
    nudge = ana.nudges()[0]
    conversation = Conversation(database)
    buttons = [
        ("undo", standing.id),
        ("redo", undone.id),
        (f"choose:{contact}", question.id),
        ("choose:0", question.id),
        ("choose:cancel", question.id),
        ("rhythm:P1M", f"{contact}:{standing.id}"),
        ("when:P1D", standing.id),
        *((f"home:{what}", str(contact)) for what in ("brief", "resume", "done", "snooze", "kept")),
        *((f"nudge:{answer}", nudge.id) for answer in ("done", "no_answer", "snooze_week", "skip", "stop", "undo")),
    ]
    for action, value in buttons:
        with pytest.raises((NotYoursError, NothingToUndoError, NothingOpenError, AlreadyAnsweredError)):
            ben.presses(action, value)
        conversation.press(BEN, action, value, at=ana.at)
        assert differences(before, ana.facts()) == [], action
        assert differences(his, ben.facts()) == [], action
    assert [row.answered_at for row in ana.rows(QuestionRow)] == [None]


def test_a_reaction_of_somebody_else_does_nothing(database: Database, ana: Speaker) -> None:
    ben = Speaker(database, BEN)
    before = ana.facts()
    nudge = ana.nudges()[0]
    place = Place(str(nudge.channel), str(nudge.ts))
    for owner in (BEN, type(BEN)("T1", "U2")):
        changed = Conversation(database).react(owner, place, "+1", is_there=True, event_ts="1.0", at=ana.at, key=None)
        assert changed is None
    assert differences(before, ana.facts()) == []
    assert ben.nudges() == []


def test_names_tags_and_questions_stay_with_their_owner(database: Database, ana: Speaker) -> None:
    ben = Speaker(database, BEN)
    assert isinstance(ben.says("brief", "Priya Shah"), Failed)
    assert isinstance(ben.says("undo"), Failed)
    found = ben.says("find")
    assert isinstance(found, Found)
    assert found.people == ()
    assert ben.records("log", "Priya Shah").people[0].is_new
    assert ben.contact("Priya Shah").id != ana.contact("Priya Shah").id


def test_a_choice_of_somebody_elses_contact_is_asked_again(database: Database, ana: Speaker) -> None:
    ben = Speaker(database, BEN)
    ben.says("log", "Priya Shah")
    ben.chooses(Meaning(intent="log", people=("Priya Sharma",)), "Priya Sharma", 0)
    foreign = ana.contact("Priya Shah").id
    before = ana.facts()
    asked = ben.chooses(Meaning(intent="log", people=("Priya",)), "Priya", foreign)
    assert isinstance(asked, Question)
    assert {person.id for person in asked.candidates} == {row.id for row in ben.rows(ContactRow)}
    assert differences(before, ana.facts()) == []


def test_erasing_one_person_leaves_the_others(database: Database, ana: Speaker) -> None:
    ben = Speaker(database, BEN)
    ben.says("log", "Noor")
    his = ben.facts()
    with database.writing() as session:
        erased = erase(session, "T1", "U1")
    assert (erased.owners, erased.people, erased.nudges) == (1, 2, 2)
    assert differences(his, ben.facts()) == []
    with database.reading() as session:
        assert session.query(OwnerRow).count() == 1


SETTINGS = [
    ("timezone", "europe/paris", "zone", "Europe/Paris"),
    ("timezone", "Mars/Base", "zone", None),
    ("nudge_time", "9:30", "nudge_time", None),
    ("nudge_time", "09:30", "nudge_time", "09:30"),
    ("nudge_time", "25:00", "nudge_time", None),
    ("working_days", "Sun - Thu", "working_days", "sun-thu"),
    ("working_days", "someday", "working_days", None),
    ("quiet_hours", "22:00-06:00", "quiet_hours", "22:00-06:00"),
    ("quiet_hours", "08:00-08:00", "quiet_hours", "none"),
    ("quiet_hours", "late", "quiet_hours", None),
    ("daily_limit", "2", "daily_limit", 2),
    ("daily_limit", "1000", "daily_limit", 50),
    ("daily_limit", "0", "daily_limit", None),
    ("default_cadence", "p2m", "default_cadence", "P2M"),
    ("default_cadence", "often", "default_cadence", None),
    ("delivery", "together", "delivery", "together"),
    ("delivery", "never", "delivery", None),
    ("lead_days", "30", "lead_days", 30),
    ("lead_days", "31", "lead_days", None),
    ("holidays", "de-by", "holidays", "DE-BY"),
    ("holidays", "Atlantis", "holidays", None),
    ("colour", "red", "delivery", None),
]


@pytest.mark.parametrize(("setting", "value", "column", "kept"), SETTINGS)
def test_a_setting_is_kept_or_refused(setting: str, value: str, column: str, kept: object) -> None:
    row = OwnerRow(team="T1", user="U1", created_at=AT + timedelta())
    if kept is None:
        with pytest.raises(BadSettingError):
            set_setting(row, setting, value)
    else:
        set_setting(row, setting, value)
    assert getattr(row, column) == kept
