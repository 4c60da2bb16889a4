"""Several nudges in one message: what a reaction and words in its thread do to which of them."""

from __future__ import annotations

import pytest

from bot.conversation import Conversation, Place, Reply
from bot.network.outcomes import TogetherView
from bot.network.review_views import message_view
from bot.store import nudge_queue
from bot.store.engine import Database
from bot.store.tables import TOGETHER, NudgeRow, QuestionRow
from jobs.plan import plan
from tests.network.given import ANA, Speaker, day, differences, moment

DAY = "2026-11-25 09:00"


class Morning:
    """Ana's morning message about Priya, Sam Ode, and the plants, and what she does to it."""

    def __init__(self, database: Database) -> None:
        self.ana = Speaker(database, settings={"delivery": "together"})
        self.ana.says("log", "Priya", kind="email", every="P2D")
        self.ana.says("promise", "Sam Ode", about="the deck", on=day("2026-11-26"))
        self.ana.says("remind", about="water the plants", on=day("2026-11-25"))
        self.ana.ticks(DAY)
        [self.message] = [row for row in self.ana.nudges() if row.kind == TOGETHER]
        self.place = Place(str(self.message.channel), str(self.message.ts))
        self.talk, self._count = Conversation(database), 0

    def writes(self, text: str) -> Reply:
        self._count += 1
        place = Place(self.place.channel, f"9.{self._count}")
        return self.talk.answer(ANA, text, at=self.ana.at, source="dm", message=place, thread=self.place)

    def reacts(self, reaction: str, *, is_there: bool = True, ts: str | None = None) -> Reply | None:
        self._count += 1
        event_ts = ts or f"{self._count}.0"
        return self.talk.react(
            ANA, self.place, reaction, is_there=is_there, event_ts=event_ts, at=self.ana.at, key=None
        )

    def presses(self, answer: str, about: str | None) -> None:
        self.talk.press(ANA, f"nudge:{answer}", self.nudge(about).id, at=self.ana.at)

    def nudge(self, about: str | None) -> NudgeRow:
        contact = self.ana.contact(about).id if about else None
        [row] = [row for row in self.ana.nudges() if row.contact_id == contact and row.kind != TOGETHER]
        return row

    @property
    def answers(self) -> list[str | None]:
        """What became of Priya, Sam and the plants."""
        return [self.nudge(about).answered for about in ("Priya", "Sam Ode", None)]

    @property
    def shown(self) -> list[str]:
        """The rows of the message, by their kinds, in their order."""
        with self.ana.database.reading() as session:
            view = message_view(session, self.message.id, self.ana.at)
        assert isinstance(view, TogetherView)
        return [one.kind for one in view.nudges]


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


def test_the_rows_come_in_the_order_of_importance(morning: Morning) -> None:
    assert morning.shown == ["promise", "reminder", "check_in"]


def test_a_reaction_on_several_open_rows_changes_nothing_and_is_answered_once(morning: Morning) -> None:
    before = morning.ana.facts()
    told = morning.reacts("white_check_mark")
    assert told is not None
    assert "buttons" in told.text
    assert morning.reacts("zzz") is None
    assert morning.reacts("white_check_mark", is_there=False) is None
    assert differences(before, morning.ana.facts()) == []


def test_a_reaction_on_the_one_open_row_answers_it_and_taking_it_away_undoes_that(morning: Morning) -> None:
    morning.presses("done", "Priya")
    morning.presses("skip", None)
    before = morning.ana.facts()
    reply = morning.reacts("white_check_mark")
    assert reply is not None
    assert reply.nudge == morning.nudge("Sam Ode").id
    assert morning.answers == ["done", "done", "skipped"]
    morning.reacts("white_check_mark", is_there=False)
    assert differences(before, morning.ana.facts()) == []


def test_a_reaction_that_did_nothing_does_nothing_later_either(morning: Morning) -> None:
    morning.reacts("white_check_mark")
    morning.presses("done", "Priya")
    morning.presses("skip", None)
    morning.reacts("zzz")
    assert morning.answers == ["done", "snoozed", "skipped"]
    morning.reacts("zzz", is_there=False)
    assert morning.answers == ["done", None, "skipped"]  # the first one stood for nothing


def test_a_reaction_that_is_told_of_after_its_going_does_nothing(morning: Morning) -> None:
    morning.presses("done", "Priya")
    morning.presses("skip", None)
    morning.reacts("zzz", is_there=False, ts="8.0")
    morning.reacts("zzz", ts="7.0")
    assert morning.answers == ["done", None, "skipped"]


WORDS = [
    ("done Priya", ["done", None, None]),
    ("done priya", ["done", None, None]),
    ("done with Priya", ["done", None, None]),
    ("snooze Sam a week", [None, "snoozed", None]),
    ("skip Sam Ode", [None, "skipped", None]),
    ("done water the plants", [None, None, "done"]),
    ("done plants", [None, None, "done"]),
    ("done Priya and Sam", ["done", "done", None]),
    ("stop nudging Priya", ["stopped", None, None]),
    ("called Priya", ["done", None, None]),  # a log, which answers her check-in
]


@pytest.mark.parametrize(("text", "answers"), WORDS)
def test_words_that_name_a_row_answer_it(sqlite_url: str, text: str, answers: list[str | None]) -> None:
    database = Database(sqlite_url)
    morning = Morning(database)
    before = morning.ana.facts()
    morning.writes(text)
    assert morning.answers == answers
    morning.writes("undo")
    assert differences(before, morning.ana.facts()) == []
    database.close()


def test_words_that_name_none_ask_which_and_a_click_answers(morning: Morning) -> None:
    before = morning.ana.facts()
    reply = morning.writes("done")
    assert "Which one" in reply.text
    assert "Priya" in reply.text
    assert differences(before, morning.ana.facts()) == []
    [question] = morning.ana.rows(QuestionRow)
    morning.talk.press(ANA, f"choose:{morning.nudge('Sam Ode').id}", question.id, at=morning.ana.at)
    assert morning.answers == [None, "done", None]
    again = morning.talk.press(ANA, f"choose:{morning.nudge('Priya').id}", question.id, at=morning.ana.at)
    assert "answered already" in again.text
    assert morning.answers == [None, "done", None]


def test_words_that_name_none_answer_the_only_open_row(morning: Morning) -> None:
    morning.presses("done", "Priya")
    morning.presses("skip", None)
    morning.writes("snooze 2 weeks")
    assert morning.answers == ["done", "snoozed", "skipped"]
    assert "no open nudge" in morning.writes("done").text


def test_somebody_else_may_be_named_in_the_thread(morning: Morning) -> None:
    morning.writes("met Lee about rust")
    assert morning.answers == [None, None, None]
    assert morning.ana.contact("Lee").last_interaction_on == day("2026-11-25")


def test_whoever_is_forgotten_leaves_the_message(morning: Morning) -> None:
    morning.ana.says("forget", "Sam Ode")
    assert morning.shown == ["reminder", "check_in"]


def test_another_owners_row_is_not_answered(morning: Morning, database: Database) -> None:
    ben = Speaker(database, type(ANA)("T1", "U2"))
    reply = Conversation(database).press(ben.owner, "nudge:done", morning.nudge("Priya").id, at=ben.at)
    assert "no longer there" in reply.text
    assert morning.answers == [None, None, None]


def test_a_nudge_that_a_release_without_groups_sent_by_itself_does_not_come_again_in_the_message(
    database: Database,
) -> None:
    ana = Speaker(database, settings={"delivery": "together"})
    for name in ("Priya", "Sam", "Lee"):
        ana.says("remind", name, about=f"write to {name}", on=day("2026-11-25"))
    plan(moment(DAY), database)
    rows = {row.contact_id: row for row in ana.nudges()}
    alone, message = rows[ana.contact("Priya").id], rows[None]
    with database.writing() as session:
        nudge_queue.mark_sent(session, alone.id, channel="D1", ts="1.000001", at=moment(DAY))

    def shown() -> list[str]:
        with database.reading() as session:
            view = message_view(session, message.id, moment(DAY))
        assert isinstance(view, TogetherView)
        return [one.person.name for one in view.nudges if one.person]

    assert shown() == ["Sam", "Lee"]
    with database.writing() as session:
        nudge_queue.mark_sent(session, message.id, channel="D1", ts="2.000001", at=moment(DAY))
    assert shown() == ["Sam", "Lee"]
    assert {(row.state, row.ts) for row in ana.nudges()} == {("sent", "1.000001"), ("sent", "2.000001")}
    assert [row.ts for row in ana.nudges() if row.id == alone.id] == ["1.000001"]
