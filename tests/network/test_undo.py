"""Taking back in any order, corrections and theirs, edited and deleted messages, what is final."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation import Conversation, Place
from bot.language.meanings import Meaning
from bot.network.errors import AlreadyAnsweredError, NothingToCorrectError, NothingToUndoError
from bot.network.outcomes import Failed, Question, Recorded, Several
from bot.network.turns import Turn
from bot.store.engine import Database
from bot.store.tables import ContactRow, InteractionRow, NoteRow, TagRow
from tests.network.given import ANA, AT, TODAY, Speaker, day, differences


def names(ana: Speaker) -> list[str]:
    return sorted(row.name for row in ana.rows(ContactRow))


def test_the_first_of_two_logs_about_somebody_new_goes_and_the_second_stays(database: Database) -> None:
    ana = Speaker(database)
    start = ana.facts()
    first = ana.changes("log", "Priya", where="PyCon")
    both = ana.changes("log", "Priya", "Sam", kind="call", on=day("2026-11-20"))

    ana.undoes(first)
    [called] = ana.rows(InteractionRow)
    priya = ana.contact("Priya")
    assert called.kind == "call"
    assert (priya.last_interaction_on, priya.cadence) == (day("2026-11-20"), "P3M")
    assert priya.next_check_in_on == day("2027-02-20")

    ana.undoes(both)
    assert differences(start, ana.facts()) == []


def test_the_second_put_back_alone_knows_its_person_again(database: Database) -> None:
    ana = Speaker(database)
    first, second = ana.changes("log", "Priya"), ana.changes("note", "Priya", about="climbs")
    after = ana.facts()
    ana.undoes(second)
    ana.undoes(first)
    ana.redoes(second)

    assert names(ana) == ["Priya"]
    assert [row.text for row in ana.rows(NoteRow)] == ["climbs"]
    ana.redoes(first)
    assert differences(after, ana.facts()) == []


def test_an_id_is_never_given_twice_so_redo_cannot_meet_somebody_else(database: Database) -> None:
    ana = Speaker(database)
    first = ana.changes("log", "Priya", about="hiring")
    ana.undoes(first)
    ana.says("log", "Bob", about="rust")
    ana.redoes(first)

    assert names(ana) == ["Bob", "Priya"]
    ana.undoes(first)
    assert names(ana) == ["Bob"]
    assert [row.about for row in ana.rows(InteractionRow)] == ["rust"]


def test_what_an_import_added_to_somebody_survives_their_first_log(database: Database) -> None:
    ana = Speaker(database)
    first = ana.changes("log", "Priya")

    def write(turn: Turn) -> None:
        contact = turn.session.query(ContactRow).one()
        turn.session.add(NoteRow(owner_id=turn.owner.id, contact_id=contact.id, on=TODAY, text="from a file"))

    ana.turn(write)
    ana.undoes(first)
    assert [row.text for row in ana.rows(NoteRow)] == ["from a file"]


def test_settings_taken_back_out_of_order_end_where_they_began(database: Database) -> None:
    ana = Speaker(database)
    changes = []
    for value in ("07:30", "10:00", "11:00"):
        ana.says("settings", setting="nudge_time", value=value)
        changes.append(last_change(ana))
    for change, expected in zip((changes[1], changes[0], changes[2]), ("11:00", "11:00", None), strict=True):
        ana.undoes(change)
        assert ana.row().nudge_time == expected


def last_change(ana: Speaker) -> str:
    from bot.store.tables import ChangeRow

    return max(ana.rows(ChangeRow), key=lambda row: row.seq).id


def test_what_is_set_for_a_tag_twice_may_go_in_any_order(database: Database) -> None:
    ana = Speaker(database)
    first = ana.changes("cadence", tags=("x",), every="P1M")
    second = ana.changes("cadence", tags=("x",), every="P2W")
    ana.undoes(first)
    assert [row.cadence for row in ana.rows(TagRow)] == ["P2W"]
    ana.undoes(second)
    assert ana.rows(TagRow) == []
    ana.redoes(first)
    ana.redoes(second)
    assert [row.cadence for row in ana.rows(TagRow)] == ["P2W"]


def test_nothing_is_undone_or_redone_twice(database: Database) -> None:
    ana = Speaker(database)
    change = ana.changes("log", "Priya")
    with pytest.raises(NothingToUndoError):
        ana.redoes(change)
    ana.undoes(change)
    with pytest.raises(NothingToUndoError):
        ana.undoes(change)
    with pytest.raises(NothingToUndoError):
        ana.undoes("no such change")
    assert isinstance(ana.says("undo"), Failed)


def test_saying_undo_goes_back_one_thing_after_the_other(database: Database) -> None:
    ana = Speaker(database)
    states = [ana.facts()]
    for name in ("Priya", "Sam", "Lee"):
        ana.says("log", name)
        states.append(ana.facts())
    for state in reversed(states[:-1]):
        ana.says("undo")
        assert differences(state, ana.facts()) == []


def test_a_correction_replaces_and_its_undo_brings_back_what_it_replaced(database: Database) -> None:
    ana = Speaker(database)
    start = ana.facts()
    ana.says("log", "Pryia", kind="met", about="Globux")
    wrong = ana.facts()
    ana.says("correct", "Priya Shah")
    ana.says("correct", kind="meal")
    twice = ana.facts()
    ana.says("correct", on=day("2026-11-19"))

    [interaction] = ana.rows(InteractionRow)
    assert (interaction.on, interaction.kind, interaction.about) == (day("2026-11-19"), "meal", "Globux")
    assert names(ana) == ["Priya Shah"]
    ana.says("undo")
    assert differences(twice, ana.facts()) == []
    ana.says("undo")
    assert [row.kind for row in ana.rows(InteractionRow)] == ["met"]
    ana.says("undo")
    assert differences(wrong, ana.facts()) == []
    ana.says("undo")
    assert differences(start, ana.facts()) == []


def test_a_correction_is_put_back_in_the_place_of_what_it_corrected(database: Database) -> None:
    ana = Speaker(database)
    first = ana.changes("log", "Priya", kind="met")
    second = ana.says("correct", kind="meal")
    assert isinstance(second, Recorded)
    assert second.change is not None
    right = ana.facts()
    with pytest.raises(NothingToUndoError):
        ana.redoes(first)  # the correction stands in its place
    ana.undoes(second.change)
    ana.undoes(first)
    ana.redoes(second.change)
    assert differences(right, ana.facts()) == []
    ana.undoes(second.change)
    assert [row.kind for row in ana.rows(InteractionRow)] == ["met"]


def test_a_correction_of_what_the_last_thing_does_not_have_changes_nothing_and_says_so(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", kind="call")
    ana.says("note", "Priya", about="likes climbing")
    before = ana.facts()

    for given in ({"on": day("2026-11-19")}, {"kind": "meal"}, {"time": "16:00"}):
        outcome = ana.says("correct", **given)
        assert isinstance(outcome, Failed)
        assert isinstance(outcome.error, NothingToCorrectError)
    assert differences(before, ana.facts()) == []


def test_what_it_was_not_is_no_topic_of_a_correction(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya", where="Lisbon", about="taxes")
    ana.says("correct", where="Porto", about="not Lisbon")

    [log] = ana.rows(InteractionRow)
    assert (log.place, log.about) == ("Porto", "taxes")


def test_a_correction_that_fails_leaves_the_last_thing_as_it_was(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya")
    ana.says("merge", "Priya", to="Priya")  # fails: nothing is stored of it
    ana.says("snooze", "Priya", until=day("2026-12-07"))
    before = ana.facts()

    assert isinstance(ana.says("correct", "Nobody Known"), Failed)
    assert differences(before, ana.facts()) == []
    ana.says("undo")
    assert ana.contact("Priya").next_check_in_on == day("2027-02-23")


def test_i_meant_somebody_puts_right_whichever_field_fits(database: Database) -> None:
    ana = Speaker(database)
    ana.says("change", "Priya", company="Globux", role="CTO")
    ana.says("correct", about="Globex")
    assert (ana.contact("Priya").company, ana.contact("Priya").role) == ("Globex", "CTO")


def test_a_part_that_fails_leaves_no_trace_in_what_is_asked_next(database: Database) -> None:
    """Whom a part added before it had to ask is not there any more when the answer comes."""
    ana = Speaker(database)
    ana.says("log", "Priya Shah")
    ana.chooses(Meaning(intent="log", people=("Priya Sharma",)), "Priya Sharma", 0)
    question = ana.says("log", "Priya", via=("Noor",))
    assert isinstance(question, Question)
    assert names(ana) == ["Priya Shah", "Priya Sharma"]

    ana.says("log", "Somebody Else")
    conversation = Conversation(database)
    conversation.press(ANA, f"choose:{question.candidates[0].id}", question.id, at=AT)
    assert names(ana) == ["Noor", "Priya Shah", "Priya Sharma", "Somebody Else"]
    assert ana.contact("Priya Shah").via == ["Noor"]


def test_a_message_edited_and_deleted_leaves_what_it_said_last_and_then_nothing(database: Database) -> None:
    ana = Speaker(database)
    conversation, place = Conversation(database), Place("D1", "1.1")
    ana.says("log", "Sam")
    start = ana.facts()
    conversation.answer(ANA, "met Priya about hiring", at=AT, command="dm", message=place)
    conversation.amend(ANA, "met Noor about rust", at=AT, message=place, key="edit")
    conversation.amend(ANA, "met Noor about rust", at=AT, message=place, key="edit")  # delivered again

    assert names(ana) == ["Noor", "Sam"]
    assert sorted(row.about or "" for row in ana.rows(InteractionRow)) == ["", "rust"]
    assert conversation.withdraw(ANA, at=AT, message=place) is not None
    assert conversation.withdraw(ANA, at=AT, message=place) is None
    assert differences(start, ana.facts()) == []


def test_what_is_forgotten_can_be_had_back_for_ten_minutes(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya")
    before = ana.facts()
    ana.says("forget", "Priya")
    assert isinstance(ana.says("brief", "Priya"), Failed)
    ana.at += timedelta(minutes=10)
    ana.says("undo")
    assert differences(before, ana.facts()) == []

    ana.says("forget", "Priya")
    ana.at += timedelta(minutes=10, seconds=1)
    assert isinstance(ana.says("undo"), Failed)
    assert ana.contact("Priya").forgotten_at is not None


def test_an_answer_put_back_finds_the_nudge_answered_otherwise(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya")
    [nudge] = ana.ticks("2026-11-25 09:00")
    done = ana.answers(nudge.id, "done")
    ana.undoes(done)
    ana.answers(nudge.id, "skip")
    before = ana.facts()

    with pytest.raises(AlreadyAnsweredError):
        ana.redoes(done)
    assert differences(before, ana.facts()) == []


def test_an_answer_put_back_answers_the_nudge_again(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya")
    [nudge] = ana.ticks("2026-11-25 09:00")
    done = ana.answers(nudge.id, "done")
    after = ana.facts()
    ana.undoes(done)
    ana.redoes(done)
    assert differences(after, ana.facts()) == []


def test_an_answer_can_be_corrected(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Priya")
    [nudge] = ana.ticks("2026-11-25 09:00")
    ana.answers(nudge.id, "done")
    ana.says("correct", kind="call", on=day("2026-11-24"))

    [row] = ana.nudges()
    assert row.answered == "done"
    assert sorted((one.on, one.kind) for one in ana.rows(InteractionRow)) == [
        (day("2026-11-23"), "other"),
        (day("2026-11-24"), "call"),
    ]


def test_merged_history_comes_apart_again_with_its_nudges(database: Database) -> None:
    ana = Speaker(database)
    ana.says("log", "Robert Smith", "Lee", kind="met")
    ana.chooses(Meaning(intent="log", people=("Bob",), kind="call"), "Bob", 0)
    ana.says("details", "Bob", phone="+44 1")
    ana.ticks("2026-11-25 09:00")
    before = ana.facts()
    ana.says("merge", "Bob", to="Robert Smith")

    robert = ana.contact("Robert Smith")
    assert (robert.aliases, robert.phone) == (["Bob"], "+44 1")
    assert {row.contact_id for row in ana.nudges()} == {robert.id, ana.contact("Lee").id}
    assert isinstance(ana.says("brief", "Bob"), type(ana.says("brief", "Robert Smith")))
    ana.says("undo")
    assert differences(before, ana.facts()) == []


def test_a_log_from_before_a_merge_goes_and_the_merge_can_still_be_undone(database: Database) -> None:
    ana = Speaker(database)
    start = ana.facts()
    robert = ana.changes("log", "Robert")
    bob = ana.changes("log", "Bob", about="rust")
    merge = ana.changes("merge", "Bob", to="Robert")
    ana.undoes(bob)
    assert names(ana) == ["Robert"]
    assert [row.about for row in ana.rows(InteractionRow)] == [None]
    ana.undoes(merge)
    ana.undoes(robert)
    assert differences(start, ana.facts()) == []


def test_several_of_which_one_fails_are_undone_as_one(database: Database) -> None:
    ana = Speaker(database)
    start = ana.facts()
    outcome = ana.means(
        Meaning(intent="log", people=("Priya",), then=(Meaning(intent="snooze", people=("Nobody",)),)),
    )
    assert isinstance(outcome, Several)
    assert isinstance(outcome.outcomes[1], Failed)
    ana.says("undo")
    assert differences(start, ana.facts()) == []
