"""Forms: an interaction logged, edited and taken back; settings; a nudge put off until a day."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.playground import Answer, View
from tests.stories.stage import Person, Stage


def log_form(person: Person) -> View:
    return form_of(person, person.member.shortcut("log_interaction"))


def form_of(person: Person, answer: Answer) -> View:
    """The form that an answer opened; on a busy machine it may come after it."""
    form = answer.view
    if form is None:
        person.settle()
        form = person.member.modal
    assert form is not None
    return form


def option(person: Person, form: View, typed: str) -> dict[str, Any]:
    """The first thing that the search for people offers."""
    found: dict[str, Any] = person.member.asks_options(form, "people", typed)[0]
    return found


def edit_form(person: Person, answer: Answer) -> View:
    form = form_of(person, person.clicks("Edit", on=answer))
    assert form.title == "Edit this interaction"
    return form


def test_people_are_searched_by_any_word_and_new_ones_come_last(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    for line in ("/met Priya Sharma from Acme", "/met Sam Priyanka", "/met Kenji", "/met José Díaz"):
        ana.types(line)
    form = log_form(ana)

    labels = [one["text"]["text"] for one in ana.member.asks_options(form, "people", "priya")]
    assert labels == ["Priya Sharma · Acme", "Sam Priyanka", "New: priya"]
    assert option(ana, form, "diaz")["text"]["text"] == "José Díaz"
    assert [one["text"]["text"] for one in bo.member.asks_options(log_form(bo), "people", "priya")] == ["New: priya"]


def test_several_people_and_everything_else_of_a_form(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya", at="2026-11-23 10:00")
    form = log_form(ana)
    people = [option(ana, form, "Priya"), option(ana, form, "Kenji")]
    ana.member.submits(
        form,
        {"people": people, "kind": "meal", "on": "2026-11-20", "follow_up": "2026-12-01", "every": "P2W"},
    )
    ana.member.waits_for(lambda one: "Kenji" in one.text)

    kenji = ana.export("Kenji")
    assert kenji["cadence"] == "P2W"
    assert [one["on"] for one in kenji["reminders"]] == ["2026-12-01"]
    assert kenji["interactions"][0] | {"people": []} == {
        "on": "2026-11-20", "kind": "meal", "where": None, "about": None, "outcome": None, "source": "modal",
        "people": [],
    }  # fmt: skip
    assert kenji["interactions"][0]["people"] == ["Priya"]
    assert len(ana.network["people"]) == 2


FAULTS = [
    ({"on": "2026-11-24"}, "on", "still to come"),
    ({"follow_up": "2026-11-23"}, "follow_up", "past"),
    ({"tags": "good! better?"}, "tags", "one word"),
]


@pytest.mark.parametrize(("values", "field", "said"), FAULTS)
def test_what_cannot_be_taken_is_said_at_its_field(
    playground: Stage, values: dict[str, str], field: str, said: str
) -> None:
    ana = playground.person("Ana")
    playground.now_is("2026-11-23 10:00")
    form = log_form(ana)
    values = {"people": [option(ana, form, "Priya")], **values}  # type: ignore[dict-item]  # as a menu takes them

    answer = ana.member.submits(form, values)
    assert list(answer.errors) == [field]
    assert said in answer.errors[field]
    assert ana.network["people"] == []

    put_right = {"on": "2026-11-22", "follow_up": "2026-11-24", "tags": "good"}
    assert ana.member.submits(form, {field: put_right[field]}).errors == {}
    assert [one["name"] for one in ana.network["people"]] == ["Priya"]


def test_two_of_one_name_are_told_apart_or_refused(playground: Stage) -> None:
    ana = playground.person("Ana")
    form = log_form(ana)
    ana.member.submits(form, {"people": [option(ana, form, "Priya")]})
    form = log_form(ana)
    known, new = ana.member.asks_options(form, "people", "Priya")
    answer = ana.member.submits(form, {"people": [known, new]})
    assert "same name" in answer.errors["people"]

    assert ana.member.submits(form, {"people": [new]}).errors == {}
    assert [one["name"] for one in ana.network["people"]] == ["Priya", "Priya"]
    assert [len(one["interactions"]) for one in ana.network["people"]] == [1, 1]


def test_a_submission_delivered_twice_has_one_effect(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    form = log_form(ana)
    ana.member.submits(form, {"people": [option(ana, form, "Priya")]})
    ana.member.waits_for(lambda one: "Priya" in one.text)

    again = every_stage.slack.deliver_raw(ana.member.last_delivery, times=3, together=True)

    assert {one.status for one in again} == {200}
    every_stage.settle()
    assert len(ana.export("Priya")["interactions"]) == 1
    assert len(ana.inbox) == 1


def test_what_a_form_claims_of_others_is_refused(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    theirs = ana.types("/met Priya at PyCon")
    [edit] = [one for block in theirs.blocks for one in block.get("elements", []) if one.get("action_id") == "edit"]
    mine = bo.types("/met Kenji")
    form = edit_form(bo, mine)
    priya = {"text": {"type": "plain_text", "text": "Priya"}, "value": "c:1"}
    assert "no longer there" in bo.member.submits(form, {"people": [priya]}).errors["people"]
    bo.member.submits(form)
    payload = bo.member.last_delivery.payload
    payload["view"] |= {"id": "V0OTHER", "private_metadata": json.dumps({"change": edit["value"]})}

    [refused] = playground.slack.deliver_raw(payload, "interactive")

    assert refused.answer["response_action"] == "errors"
    assert "no longer there" in refused.answer["errors"]["people"]
    assert ana.export("Priya")["interactions"][0]["where"] == "PyCon"


def test_what_was_logged_is_edited_in_place_and_undone(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    answer = ana.types("/met Priya at PyCon about hiring #python", at="2026-11-23 10:00")
    form = edit_form(ana, answer)
    assert form.values["where"]["where"]["value"] == "PyCon"
    assert form.values["tags"]["tags"]["value"] == "#python"
    assert form.values["people"]["people"]["selected_options"][0]["text"]["text"] == "Priya"

    ana.member.submits(form, {"where": "FOSDEM", "on": "2026-11-21", "tags": ""})
    every_stage.settle()

    priya = ana.export("Priya")
    assert [(one["on"], one["where"], one["about"]) for one in priya["interactions"]] == [
        ("2026-11-21", "FOSDEM", "hiring")
    ]
    assert priya["tags"] == []
    assert priya["next_check_in_on"] == "2027-02-21"
    edited = ana.member.answers[-1]
    assert "at FOSDEM" in edited.text
    assert len(ana.member.answers) == 1  # in the place of the first answer
    assert ana.inbox == []

    ana.clicks("Undo", on=edited)
    every_stage.settle()
    assert [one["where"] for one in ana.export("Priya")["interactions"]] == ["PyCon"]
    assert ana.export("Priya")["tags"] == ["python"]


def test_an_edit_may_be_of_something_said_long_before(playground: Stage) -> None:
    ana = playground.person("Ana")
    first = ana.types("/met Priya at PyCon", at="2026-11-20 10:00")
    ana.types("/met Kenji at FOSDEM", at="2026-11-21 10:00")
    ana.types("/rapport note Priya: likes climbing", at="2026-11-22 10:00")

    form = edit_form(ana, first)
    ana.member.submits(form, {"people": [option(ana, form, "Prya")]})  # a new name that is near the old one

    assert sorted(one["name"] for one in ana.network["people"]) == ["Kenji", "Priya", "Prya"]
    assert ana.export("Priya")["interactions"] == []
    assert [one["text"] for one in ana.export("Priya")["notes"]] == ["likes climbing"]
    assert ana.export("Prya")["interactions"][0]["on"] == "2026-11-20"


def test_what_was_undone_is_not_edited(playground: Stage) -> None:
    ana = playground.person("Ana")
    answer = ana.types("/met Priya at PyCon")
    ana.types("/rapport undo")
    opened = ana.clicks("Edit", on=answer).view
    assert opened is not None
    assert "undone already" in opened.words
    assert "people" not in opened.values


def test_several_things_in_one_line_have_no_form(playground: Stage) -> None:
    ana = playground.person("Ana")
    answer = ana.types("/rapport met Priya at PyCon; remind me to call Sam on Friday")
    assert "Undo" in answer.buttons
    if len(ana.network["people"]) > 1:
        assert "Edit" not in answer.buttons


def settings_form(person: Person) -> View:
    home = person.member.opens_home()
    form = form_of(person, person.clicks("Settings", on=home))
    assert form.title == "Settings"
    return form


def test_settings_are_shown_changed_and_undone(every_stage: Stage) -> None:
    ana = every_stage.person("Ana", timezone="Europe/Paris")
    form = settings_form(ana)
    assert form.values["timezone"]["timezone"]["selected_option"]["value"] == "Europe/Paris"
    [tokyo, *_] = ana.member.asks_options(form, "timezone", "tokyo")
    [germany, *_] = ana.member.asks_options(form, "holidays", "germ")
    assert germany["text"]["text"] == "Germany (DE)"
    before = ana.network["settings"]

    ana.member.submits(
        form,
        {
            "nudge_time": "08:30", "working_days": ["mon", "tue", "wed"], "quiet_from": None, "quiet_to": None,
            "daily_limit": "3", "default_cadence": "P2M", "delivery": "together", "lead_days": "2",
            "holidays": germany, "timezone": tokyo, "paused_until": "2031-01-05",
        },
    )  # fmt: skip
    every_stage.settle()

    assert ana.network["settings"] == {
        "timezone": "Asia/Tokyo", "nudge_time": "08:30", "working_days": "mon-wed", "quiet_hours": "none",
        "daily_limit": 3, "default_cadence": "P2M", "delivery": "together", "lead_days": 2, "holidays": "DE",
        "paused_until": "2031-01-05",
    }  # fmt: skip
    home = ana.member.home
    assert home is not None
    ana.clicks("Undo", on=home)
    every_stage.settle()
    assert ana.network["settings"] == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"working_days": []}, "working_days"),
        ({"quiet_to": None}, "quiet_to"),
        ({"holidays": {"text": {"type": "plain_text", "text": "Nowhere"}, "value": "QQ"}}, "holidays"),
        ({"paused_until": "2020-01-01"}, "paused_until"),
        ({"daily_limit": "0"}, "daily_limit"),
        ({"lead_days": "31"}, "lead_days"),
    ],
)
def test_a_setting_that_is_none_is_said_at_its_field(playground: Stage, values: dict[str, Any], field: str) -> None:
    ana = playground.person("Ana")
    form = settings_form(ana)
    before = ana.network["settings"]
    answer = ana.member.submits(form, {"nudge_time": "07:00", **values})
    assert list(answer.errors) == [field]
    assert answer.errors[field]
    assert ana.network["settings"] == before  # not even the time


def test_settings_left_alone_change_nothing(playground: Stage) -> None:
    ana = playground.person("Ana")
    form = settings_form(ana)
    before = ana.network
    assert ana.member.submits(form).errors == {}
    playground.settle()
    assert ana.network == before


def test_a_nudge_is_put_off_until_a_day(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    every_stage.tick("2027-02-23 09:00")
    [nudge] = ana.inbox
    form = ana.clicks("Until a day…", on=nudge).view
    assert form is not None
    assert "Priya" in form.words

    assert "past" in ana.member.submits(form, {"until": "2027-02-23"}).errors["until"]
    assert ana.member.submits(form, {"until": "2027-03-17"}).errors == {}
    every_stage.settle()

    assert "Snoozed" in ana.inbox[0].text
    assert "17 Mar" in ana.inbox[0].text
    assert ana.export("Priya")["next_check_in_on"] == "2027-03-17"
    assert len(ana.inbox) == 1
    late = ana.clicks("Undo", on=ana.inbox[0])
    assert late.status == 200
    assert ana.export("Priya")["next_check_in_on"] == "2027-02-23"


def test_a_nudge_that_was_answered_meanwhile_is_not_put_off(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    playground.tick("2027-02-23 09:00")
    [nudge] = ana.inbox
    form = ana.clicks("Until a day…", on=nudge).view
    assert form is not None
    ana.reacts("white_check_mark", to=nudge)
    assert "answered already" in ana.member.submits(form, {"until": "2027-03-17"}).errors["until"]
    assert ana.export("Priya")["next_check_in_on"] == "2027-05-23"


def test_a_failure_of_ours_leaves_the_form_open(playground: Stage) -> None:
    ana = playground.person("Ana")
    form = log_form(ana)
    ana.member.submits(form, {"people": [option(ana, form, "Priya")]})
    payload = ana.member.last_delivery.payload
    del payload["view"]["id"]  # nothing that Slack would send

    [refused] = playground.slack.deliver_raw(payload, "interactive")

    assert refused.status == 500  # any 200 would close the form over what was put in
    assert len(ana.export("Priya")["interactions"]) == 1


def test_an_answer_goes_to_slack_only(playground: Stage) -> None:
    ana = playground.person("Ana")
    form = edit_form(ana, ana.types("/met Priya at PyCon"))
    ana.member.submits(form)
    payload = ana.member.last_delivery.payload
    state = json.loads(payload["view"]["private_metadata"])
    assert playground.rapport.clients.base_url.removesuffix("/api/") in state["respond"]
    forged = state | {"respond": "http://127.0.0.1:9/elsewhere"}
    payload["view"] |= {"id": "V0OTHER", "private_metadata": json.dumps(forged)}
    before = ana.member.answers[-1].text

    playground.slack.deliver_raw(payload, "interactive")
    playground.settle()

    assert ana.member.answers[-1].text == before
