"""What stands on a person's page and on Home: plans, promises, reminders and notes, edited and removed in forms."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.playground import Answer, View
from tests.stories.stage import Person, Stage
from tests.stories.test_home import home_of
from tests.stories.test_person_pages import on_top, page_of, saved, shown

LINES = {
    "plan": "coffee with Priya at Café Milo next Thursday at 12:30 about hiring",
    "promise": "promised Priya the deck by Friday",
    "reminder": "remind me to send Priya the book on Friday at 14:00",
    "note": "note Priya: likes climbing",
}
EDITS: dict[str, dict[str, Any]] = {
    "plan": {"on": "2026-11-27", "time": "13:00", "where": "Bar Luz", "about": "her team", "how": "meal"},
    "promise": {"on": "2026-12-04", "about": "the slides", "direction": "theirs"},
    "reminder": {"on": "2026-12-04", "time": None, "about": "send the poster"},
    "note": {"about": "likes bouldering", "next_time": ["yes"]},
}
AFTER = {
    "plan": {"on": "2026-11-27", "time": "13:00", "kind": "meal", "where": "Bar Luz", "about": "her team"},
    "promise": {"direction": "theirs", "about": "the slides", "due_on": "2026-12-04", "kept_on": None},
    "reminder": {"on": "2026-12-04", "time": None, "about": "send the poster", "done_on": None},
    "note": {"on": "2026-11-23", "text": "likes bouldering", "next_time": True},
}
SAID = {
    "plan": ("day Fri 27 Nov (was Thu 3 Dec)", "hour 13:00 (was 12:30)", "place Bar Luz (was Café Milo)", "meal"),
    "promise": ("whose theirs (was yours)", "due Fri 4 Dec (was Fri 27 Nov)", "what “the slides” (was “the deck”)"),
    "reminder": ("day Fri 4 Dec (was Fri 27 Nov)", "no hour any more (was 14:00)", "“send the poster”"),
    "note": ("what “likes bouldering” (was “likes climbing”)", "to bring up next time"),
}
ITEMS = list(LINES)


def filled(stage: Stage) -> Person:
    """Somebody who has one of each about Priya."""
    ana = stage.person("Ana")
    for line in LINES.values():
        ana.types(f"/rapport {line}", at="2026-11-23 10:00")
    return ana


def claim_on(view: View, kind: str) -> str:
    """What the button beside an item carries."""
    rows = [[block.get("accessory") or {}, *block.get("elements", [])] for block in view.blocks]
    values = [str(one.get("value")) for row in rows for one in row if str(one.get("action_id")).endswith(":item")]
    return next(value for value in values if value.startswith(f"{kind}:"))


def form_on(person: Person, view: View, kind: str) -> View:
    person.clicks("person:item" if view.type == "modal" else "home:item", on=view, value=claim_on(view, kind))
    form = on_top(person)
    assert form.title == f"Edit this {kind}"
    return form


@pytest.mark.parametrize("kind", ITEMS)
def test_each_is_edited_on_the_page_and_it_is_undone(every_stage: Stage, kind: str) -> None:
    ana = filled(every_stage)
    before = ana.network
    page = page_of(ana, "Priya")
    form = form_on(ana, page, kind)

    page = saved(every_stage, ana, form, EDITS[kind])

    assert ana.export("Priya")[f"{kind}s"] == [AFTER[kind]]
    changed = ana.export("Priya")
    assert {name for name in changed if changed[name] != before["people"][0][name]} == {f"{kind}s"}
    for words in SAID[kind]:
        assert words in page.words
    assert ana.inbox == []
    ana.clicks("Undo", on=page)
    assert "Undone: your edit of" in shown(every_stage, ana).words
    assert ana.network == before
    ana.clicks("Redo", on=shown(every_stage, ana))
    every_stage.settle()
    assert ana.export("Priya")[f"{kind}s"] == [AFTER[kind]]


@pytest.mark.parametrize("kind", ITEMS)
def test_each_is_removed_and_brought_back(every_stage: Stage, kind: str) -> None:
    ana = filled(every_stage)
    before = ana.network
    form = form_on(ana, page_of(ana, "Priya"), kind)

    page = saved(every_stage, ana, form, {"remove": ["yes"]})

    assert ana.export("Priya")[f"{kind}s"] == []
    assert "Removed:" in page.words
    ana.clicks("Undo", on=page)
    assert "Undone: removing" in shown(every_stage, ana).words
    assert ana.network == before


@pytest.mark.parametrize("kind", ["plan", "promise", "reminder"])
def test_each_is_edited_on_home_where_it_stands(every_stage: Stage, kind: str) -> None:
    ana = filled(every_stage)
    before = ana.network
    home = ana.member.opens_home()
    answer = ana.member.submits(form_on(ana, home, kind), EDITS[kind])
    assert (answer.error, answer.errors) == (None, {})

    assert SAID[kind][0] in home_of(ana).words
    assert ana.export("Priya")[f"{kind}s"] == [AFTER[kind]]
    assert ana.inbox == []  # Home says it
    ana.clicks("Undo", on=home_of(ana))
    every_stage.settle()
    assert ana.network == before


@pytest.mark.parametrize("kind", ITEMS)
def test_each_is_edited_from_the_answer_that_wrote_it_down(playground: Stage, kind: str) -> None:
    ana = playground.person("Ana")
    answer = ana.types(f"/rapport {LINES[kind]}", at="2026-11-23 10:00")
    ana.clicks("Edit", on=answer)
    form = on_top(ana)
    assert form.title == f"Edit this {kind}"
    ana.member.submits(form, EDITS[kind])
    playground.settle()

    assert ana.export("Priya")[f"{kind}s"] == [AFTER[kind]]
    edited = ana.member.answers[-1]
    assert SAID[kind][0] in edited.text
    assert len(ana.member.answers) == 1  # in its place
    assert "doesn't fit" in ana.types("/rapport actually on Saturday").text
    assert ana.export("Priya")[f"{kind}s"] == [AFTER[kind]]
    ana.types("/rapport undo")
    assert "text" in json.dumps(ana.export("Priya")["notes"]) or kind != "note"
    assert ana.export("Priya")[f"{kind}s"] != [AFTER[kind]]


def test_a_form_left_as_it_was_changes_nothing(playground: Stage) -> None:
    ana = filled(playground)
    before = ana.network
    for kind in ITEMS:
        page = saved(playground, ana, form_on(ana, page_of(ana, "Priya"), kind))
        assert "Nothing changed" in page.words
        ana.member.closes(page)
    assert ana.network == before


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("plan", {"on": "2026-11-22"}, "on", "past"),
    ("plan", {"on": "2326-11-22"}, "on", "nearer"),
    ("plan", {"on": None}, "on", "needs its day"),
    ("plan", {"on": "2026-11-23", "time": "09:30"}, "time", "has passed"),
    ("promise", {"on": "2026-11-22"}, "on", "past"),
    ("promise", {"about": "  "}, "about", "few words"),
    ("reminder", {"on": "2026-11-22"}, "on", "past"),
    ("reminder", {"about": " "}, "about", "few words"),
    ("reminder", {"on": "2026-11-23", "time": "10:00"}, "time", "has passed"),
    ("note", {"about": "\n "}, "about", "few words"),
]


@pytest.mark.parametrize(("kind", "values", "field", "said"), FAULTS)
def test_what_cannot_be_is_said_at_its_field(
    playground: Stage, kind: str, values: dict[str, Any], field: str, said: str
) -> None:
    ana = filled(playground)
    before = ana.network

    answer = ana.member.submits(form_on(ana, page_of(ana, "Priya"), kind), values)

    assert list(answer.errors) == [field]
    assert said in answer.errors[field] or "required" in answer.errors[field].lower()
    assert ana.network == before


def claimed(stage: Stage, person: Person, values: dict[str, Any], state: dict[str, str]) -> Any:
    """A form as nobody's Slack sends it: other values, another state."""
    payload = person.member.last_delivery.payload
    payload["view"] |= {"id": "V0OTHER", "private_metadata": json.dumps(state)}
    for name, value in values.items():
        for element in payload["view"]["state"]["values"][name].values():
            element.update(value)
    [answered] = stage.slack.deliver_raw(payload, "interactive")
    return answered.answer


def test_an_hour_and_a_day_that_are_none_are_said_so(playground: Stage) -> None:
    ana = filled(playground)
    page = page_of(ana, "Priya")
    state = {"item": claim_on(page, "plan")}
    saved(playground, ana, form_on(ana, page, "plan"))
    before = ana.network

    answer = claimed(playground, ana, {"time": {"selected_time": "25:99"}, "on": {"selected_date": "soon"}}, state)

    assert answer["response_action"] == "errors"
    assert {name: said.split(".")[0] for name, said in answer["errors"].items()} == {
        "time": "That is no hour",
        "on": "That is no day",
    }
    assert ana.network == before


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("values", [{}, {"remove": {"selected_options": [{"value": "yes"}]}}])
def test_the_item_of_another_is_nobodys(playground: Stage, kind: str, values: dict[str, Any]) -> None:
    ana = filled(playground)
    bo = playground.person("Bo")
    bo.types(f"/rapport {LINES[kind]}")
    theirs, before = claim_on(page_of(ana, "Priya"), kind), ana.network
    page = page_of(bo, "Priya")
    forged = json.loads(json.dumps(page.blocks).replace(f'"{claim_on(page, kind)}"', f'"{theirs}"'))
    bo.clicks("person:item", on=replace(page, blocks=forged), value=theirs)
    opened = on_top(bo)
    assert "no longer there" in opened.words
    bo.member.closes(opened)
    saved(playground, bo, form_on(bo, shown(playground, bo), kind))
    for state in ({"item": theirs}, {"item": "owner:1"}, {"item": f"{kind}:x"}, {"item": "change:1"}, {}):
        refused = claimed(playground, bo, values, state)
        assert refused["response_action"] == "update"
        assert "no longer there" in json.dumps(refused)
    assert ana.network == before


@pytest.mark.parametrize("values", [{"about": "something else"}, {"remove": ["yes"]}])
@pytest.mark.parametrize("kind", ITEMS)
def test_a_submission_delivered_twice_has_one_effect(playground: Stage, kind: str, values: dict[str, Any]) -> None:
    ana = filled(playground)
    saved(playground, ana, form_on(ana, page_of(ana, "Priya"), kind), values)
    after = ana.network

    again = playground.slack.deliver_raw(ana.member.last_delivery, times=3, together=True)

    assert {one.status for one in again} == {200}
    playground.settle()
    assert ana.network == after
    assert ana.inbox == []


def option(person: Person, form: View, typed: str) -> dict[str, Any]:
    found: dict[str, Any] = person.member.asks_options(form, "people", typed)[0]
    return found


def test_a_plan_with_several_is_one_and_changes_for_all_of_them(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/rapport lunch with Priya and Kenji next Thursday at 12:30", at="2026-11-23 10:00")
    ana.types("/met Noor")
    before = ana.network
    form = form_on(ana, page_of(ana, "Kenji"), "plan")
    names = [one["text"]["text"] for one in form.values["people"]["people"]["selected_options"]]
    assert names == ["Priya", "Kenji"]

    people = [option(ana, form, "Kenji"), option(ana, form, "Noor"), option(ana, form, "Lee")]
    page = saved(every_stage, ana, form, {"people": people, "on": "2026-11-27"})

    assert "with Kenji, Noor and Lee (was Priya and Kenji)" in page.words.replace("*", "")
    plans = {one["name"]: [plan["on"] for plan in one["plans"]] for one in ana.network["people"]}
    assert plans == {"Priya": [], "Kenji": ["2026-11-27"], "Noor": ["2026-11-27"], "Lee": ["2026-11-27"]}
    form = form_on(ana, page, "plan")
    assert len(form.values["people"]["people"]["selected_options"]) == 3
    ana.member.closes(form)
    ana.clicks("Undo", on=shown(every_stage, ana))
    every_stage.settle()
    assert ana.network == before


def test_a_plan_with_several_stands_once_on_home(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/rapport lunch with Priya and Kenji next Thursday at 12:30", at="2026-11-23 10:00")
    ana.types("/rapport coffee with Noor next Friday")
    home = ana.member.opens_home()
    assert "*Kenji* and *Priya* · meal (Thu 3 Dec at 12:30)" in home.words
    assert home.words.count("Thu 3 Dec at") == 1
    ana.types("/rapport forget Kenji")
    assert "*Priya* · meal (Thu 3 Dec at 12:30)" in home_of(ana).words


def test_nobody_is_left_in_a_plan(playground: Stage) -> None:
    ana = filled(playground)
    answer = ana.member.submits(form_on(ana, page_of(ana, "Priya"), "plan"), {"people": []})
    assert list(answer.errors) == ["people"]
    assert len(ana.export("Priya")["plans"]) == 1


def nudged(stage: Stage, line: str, at: str) -> Person:
    """Somebody to whom a nudge about a line's item has just come."""
    ana = stage.person("Ana")
    ana.types(f"/rapport {line}", at="2026-11-23 10:00")
    stage.tick(at)
    assert len(ana.nudges) == 1
    return ana


def test_the_nudge_moves_along_with_its_reminder(every_stage: Stage) -> None:
    ana = nudged(every_stage, "remind me to call Priya on Thursday", "2026-11-26 09:00")
    home = ana.member.opens_home()
    ana.member.submits(form_on(ana, home, "reminder"), {"on": "2026-12-01", "about": "call Priya back"})
    every_stage.settle()

    assert "1 Dec" in ana.nudges[0].text
    assert "Nobody is due" in home_of(ana).words
    every_stage.tick("2026-11-30 09:00")
    assert len(ana.nudges) == 1
    every_stage.tick("2026-12-01 09:00")
    assert len(ana.nudges) == 2
    assert "call Priya back" in ana.nudges[1].text


def test_undoing_a_move_asks_again_where_it_was_asked(every_stage: Stage) -> None:
    ana = nudged(every_stage, "remind me to call Priya on Thursday", "2026-11-26 09:00")
    before, asked = ana.network, ana.nudges[0].text
    home = ana.member.opens_home()
    ana.member.submits(form_on(ana, home, "reminder"), {"on": "2026-12-01"})
    every_stage.settle()
    assert ana.nudges[0].text != asked

    ana.clicks("Undo", on=home_of(ana))
    every_stage.settle()

    assert ana.nudges[0].text == asked
    assert ana.network == before
    every_stage.tick("2026-12-01 09:00")
    assert [one.text for one in ana.nudges if not one.text.startswith("*Your week")] == [asked]


def test_the_nudge_of_what_was_removed_says_so_and_comes_back(playground: Stage) -> None:
    ana = nudged(playground, "remind me to call Priya on Thursday", "2026-11-26 09:00")
    before, asked = ana.network, ana.nudges[0].text
    ana.member.submits(form_on(ana, ana.member.opens_home(), "reminder"), {"remove": ["yes"]})
    playground.settle()

    assert ana.nudges[0].text.startswith("⏭ Skipped")
    assert "Nobody is due" in home_of(ana).words
    ana.clicks("Undo", on=home_of(ana))
    playground.settle()
    assert ana.nudges[0].text == asked
    assert ana.network == before


@pytest.mark.parametrize("line", ["sent Priya the deck I promised", "kept"])
def test_a_promise_that_was_kept_answers_its_nudge(playground: Stage, line: str) -> None:
    ana = nudged(playground, "promised Priya the deck by Friday", "2026-11-26 09:00")
    before, asked = ana.network, ana.nudges[0].text
    home = ana.member.opens_home()
    if line == "kept":
        ana.clicks("Kept", on=home)
    else:
        ana.types(f"/rapport {line}", at="2026-11-26 10:00")
    playground.tick("2026-11-26 10:00")

    assert ana.nudges[0].text.startswith("✅ Promise to *Priya* kept")
    assert "Nobody is due" in home_of(ana).words
    if line != "kept":
        ana.types("/rapport undo", at="2026-11-26 10:01")
        playground.tick("2026-11-26 10:01")
        assert ana.nudges[0].text == asked
        assert ana.network == before


def test_a_nudge_not_sent_yet_comes_as_it_says_now(playground: Stage) -> None:
    ana = filled(playground)
    page = saved(playground, ana, form_on(ana, page_of(ana, "Priya"), "plan"), {"on": "2026-12-03", "time": "16:00"})
    saved(playground, ana, form_on(ana, page, "promise"), {"remove": ["yes"]})
    saved(playground, ana, form_on(ana, shown(playground, ana), "reminder"), {"on": "2026-12-02", "time": None})
    for day in ("2026-11-26", "2026-11-27", "2026-11-30"):
        for hour in ("09:00", "14:00"):
            playground.tick(f"{day} {hour}")
    assert [one.text for one in ana.nudges if "check" not in one.text and "review" not in one.text.lower()] == []
    playground.tick("2026-12-02 09:00")
    assert "the book" in ana.nudges[-1].text
    playground.tick("2026-12-03 09:00")
    assert "16:00" in ana.nudges[-1].text


def test_an_hour_that_was_asked_about_is_not_asked_about_twice(playground: Stage) -> None:
    ana = nudged(playground, "remind me to call Priya on Thursday", "2026-11-26 09:00")
    answer = ana.member.submits(form_on(ana, ana.member.opens_home(), "reminder"), {"time": "17:00"})
    assert "asked about this today" in answer.errors["time"]


def test_a_reminder_about_nobody_is_edited_on_home(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/rapport remind me to file the taxes on Friday", at="2026-11-23 10:00")
    home = ana.member.opens_home()
    assert "To be reminded of" in home.words
    ana.member.submits(form_on(ana, home, "reminder"), {"remove": ["yes"]})
    assert "Removed:" in home_of(ana).words
    assert "file the taxes" not in home_of(ana).words.split("Removed")[1].split("\n", 1)[1]
    ana.clicks("Undo", on=home_of(ana))
    assert "To be reminded of" in home_of(ana).words


def test_every_note_is_reached_page_by_page(playground: Stage) -> None:
    ana = playground.person("Ana")
    for place in range(1, 13):
        ana.types(f"/rapport note Priya: fact number {place}", at=f"2026-11-{place:02} 10:00")
    page = page_of(ana, "Priya")
    assert "1–5 of 12" in page.words
    for _ in range(2):
        ana.clicks("Older", on=page)
        page = shown(playground, ana)
    assert "fact number 2" in page.words
    values = [block["accessory"]["value"] for block in page.blocks if "fact number 1" in str(block.get("text"))]
    ana.clicks("person:item", on=page, value=values[-1])
    form = on_top(ana)

    page = saved(playground, ana, form, {"about": "the very first"})

    assert "11–12 of 12" in page.words  # where it stood
    assert "the very first" in page.words


def test_what_was_kept_or_undone_meanwhile_is_not_edited(playground: Stage) -> None:
    ana = filled(playground)
    page = page_of(ana, "Priya")
    form = form_on(ana, page, "promise")
    ana.types("/rapport sent Priya the deck I promised")
    refused: Answer = ana.member.submits(form, {"about": "else"})
    view = refused.view or shown(playground, ana)
    assert "no longer there" in view.words
    answer = ana.types("/rapport coffee with Noor tomorrow")
    ana.types("/rapport undo")
    ana.clicks("Edit", on=answer)
    opened = on_top(ana)
    assert "undone already" in opened.words
