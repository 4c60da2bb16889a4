"""A person's page: what is known of one, page by page; edited, merged, forgotten, logged with and paused from there."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.playground import View
from tests.stories.stage import Person, Stage


def page_of(person: Person, name: str) -> View:
    """The page, opened from the answer to `/whois`."""
    person.clicks("Open page", on=person.types(f"/whois {name}"))
    return on_top(person)


def on_top(person: Person) -> View:
    """What is open; on a busy machine it is filled late."""
    person.settle()
    opened = person.member.modal
    assert opened is not None
    return opened


def pressed(person: Person, button: str, on: View) -> View:
    """The form that a button on a page opens on top of it."""
    person.clicks(button, on=on)
    form = on_top(person)
    assert form.id != on.id
    return form


def shown(stage: Stage, person: Person) -> View:
    """The view on top once all is done."""
    stage.settle()
    view = person.member.modal
    assert view is not None
    return view


def saved(stage: Stage, person: Person, form: View, values: dict[str, Any] | None = None) -> View:
    """Submit a form that is taken, and see the page beneath it."""
    answer = person.member.submits(form, values)
    assert (answer.error, answer.errors) == (None, {})
    return shown(stage, person)


def test_a_page_says_what_is_known_and_turns(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya Sharma from Acme at PyCon #python", at="2026-11-02 10:00")
    for line in ("Priya's email is priya@acme.com", "promised Priya the deck by Friday", "Priya's birthday is May 3"):
        ana.types(f"/rapport {line}")
    for place in range(1, 8):
        ana.types(f"/met Priya about topic {place}", at=f"2026-11-{place + 2:02} 10:00")

    page = page_of(ana, "Priya")

    assert page.title == "Priya Sharma"
    for words in ("Acme", "#python", "priya@acme.com", "the deck", "birthday", "8 times in all", "1–5 of 8", "topic 7"):
        assert words in page.words
    assert "topic 2" not in page.words
    ana.clicks("Older", on=page)
    older = shown(every_stage, ana)
    assert older.id == page.id
    assert "topic 2" in older.words
    assert "at PyCon" in older.words
    assert "Last in touch today" in older.words  # it is the newest that counts, whatever page is shown
    ana.clicks("Newer", on=older)
    assert "topic 7" in shown(every_stage, ana).words


def test_home_opens_the_page_of_whoever_is_looked_up(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya Sharma at PyCon")
    ana.types("/met Priyanka at FOSDEM")
    home = ana.member.opens_home()
    found = ana.member.asks_options(home, "home:brief", "pri")
    assert [one["text"]["text"] for one in found] == ["Priya Sharma", "Priyanka"]

    page = ana.clicks("home:brief", on=home, selected=found[0]).view

    assert page is not None
    assert page.title == "Priya Sharma"
    assert "at PyCon" in page.words


def test_an_answer_about_somebody_and_a_nudge_lead_to_the_page(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    opened = ana.clicks("Open page", on=ana.types("/rapport note Priya: likes climbing")).view
    assert opened is not None
    assert "likes climbing" in opened.words
    ana.member.closes(opened)
    playground.tick("2027-02-23 09:00")
    [nudge] = ana.inbox

    page = ana.clicks("Open their page", on=nudge).view

    assert page is not None
    assert page.title == "Priya"


def test_a_person_is_edited_and_it_is_undone(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    every_stage.person("Priya", user_id="U0PRIYA")
    ana.types("/met Priya from Acme #python", at="2026-11-23 10:00")
    ana.types("/rapport Priya's email is old@acme.com")
    before = ana.export("Priya")
    form = pressed(ana, "Edit", page_of(ana, "Priya"))
    assert form.title == "Edit Priya"
    assert form.values["email"]["email"]["value"] == "old@acme.com"

    page = saved(
        every_stage,
        ana,
        form,
        {
            "name": "Priya Sharma", "aliases": "Pri, P. Sharma", "company": "Globex", "role": "CTO", "where": "Berlin",
            "email": "new@globex.com", "phone": "+44 20 7946 0958", "links": "linkedin.com/in/priya\nhttps://p.example",
            "slack_user": ["U0PRIYA"], "channel": "whatsapp", "tags": "#rust, ml", "every": "P1M",
            "birthday": "3 May 1985",
        },
    )  # fmt: skip

    after = ana.export("Priya Sharma")
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "name": "Priya Sharma", "aliases": ["Pri", "P. Sharma"], "company": "Globex", "role": "CTO", "where": "Berlin",
        "email": "new@globex.com", "phone": "+44 20 7946 0958",
        "links": ["linkedin.com/in/priya", "https://p.example"], "slack_user": "U0PRIYA", "channel": "whatsapp",
        "tags": ["ml", "rust"], "cadence": "P1M", "next_check_in_on": "2026-12-23",
        "milestones": [{"kind": "birthday", "on": "1985-05-03", "about": None}],
    }  # fmt: skip
    assert page.title == "Priya Sharma"
    assert "Changed for" in page.words
    assert "email" in page.words.split("Undo")[0]
    assert ana.inbox == []  # the page says it, nothing else has to

    ana.clicks("Undo", on=page)
    every_stage.settle()
    assert ana.export("Priya") == before


def test_fields_are_emptied_and_what_was_left_alone_stays(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya from Acme #python", at="2026-11-23 10:00")
    for line in ("Priya's email is x", "Priya's email is p@acme.com", "Priya's birthday is May 3", "Priya goes by Pri"):
        ana.types(f"/rapport {line}")
    form = pressed(ana, "Edit", page_of(ana, "Priya"))
    assert form.values["birthday"]["birthday"]["value"] == "3 May"
    before = ana.export("Priya")
    assert "stays as it was" in saved(playground, ana, form).words
    assert ana.export("Priya") == before

    form = pressed(ana, "Edit", shown(playground, ana))
    saved(playground, ana, form, {"email": "", "tags": "", "birthday": "", "aliases": "", "company": ""})

    priya = ana.export("Priya")
    assert [priya[name] for name in ("email", "tags", "milestones", "aliases", "company")] == [None, [], [], [], None]
    assert priya["interactions"] == before["interactions"]


def chosen(person: Person, form: View, search: str, typed: str) -> dict[str, Any]:
    """The first thing that a search of a form offers."""
    found: dict[str, Any] = person.member.asks_options(form, search, typed)[0]
    return found


def test_who_made_them_known_how_they_are_and_a_pause_are_edited(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya from Acme", at="2026-11-23 10:00")
    ana.types("/met Kenji Ito")
    before = ana.network
    form = pressed(ana, "Edit", page_of(ana, "Priya"))
    assert [one["text"]["text"] for one in ana.member.asks_options(form, "via", "priya")] == ["New: priya"]  # not they
    via = [chosen(ana, form, "via", "kenji"), chosen(ana, form, "via", "Noor")]

    page = saved(every_stage, ana, form, {"via": via, "status": "on_leave", "nudges": "paused", "until": "2027-01-04"})

    priya = ana.export("Priya")
    assert (priya["via"], priya["status"], priya["paused_until"]) == (["Kenji Ito", "Noor"], "on_leave", "2027-01-04")
    assert ana.export("Noor")["interactions"] == []
    assert "is on leave" in page.words
    assert "paused until Mon 4 Jan" in page.words
    form = pressed(ana, "Edit", page)
    shown_via = [one["text"]["text"] for one in form.values["via"]["via"]["selected_options"]]
    assert shown_via == ["Kenji Ito", "Noor"]
    page = saved(every_stage, ana, form, {"via": [], "status": "none", "nudges": "on"})
    priya = ana.export("Priya")
    assert (priya["via"], priya["status"], priya["paused_until"]) == ([], None, None)
    ana.types("/rapport undo")
    ana.types("/rapport undo")
    assert ana.network == before


def test_somebody_who_is_not_to_be_contacted_comes_back_by_hand(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya from Acme", at="2026-11-23 10:00")
    next_on = ana.export("Priya")["next_check_in_on"]
    page = saved(playground, ana, pressed(ana, "Edit", page_of(ana, "Priya")), {"status": "do_not_contact"})
    assert ana.export("Priya")["next_check_in_on"] is None
    assert "Stop nudges" not in page.buttons
    page = saved(playground, ana, pressed(ana, "Edit", page), {"status": "none", "nudges": "stopped"})
    assert (ana.export("Priya")["next_check_in_on"], ana.export("Priya")["status"]) == (next_on, None)
    assert ana.export("Priya")["paused_until"] == str(date.max)
    saved(playground, ana, pressed(ana, "Edit", page), {"status": "left", "nudges": "on"})
    priya = ana.export("Priya")
    assert (priya["company"], priya["paused_until"], priya["positions"][0]["to"]) == (None, None, "2026-11-23")


FAULTS = [
    ({"nudges": "paused"}, "until", "start again"),
    ({"nudges": "paused", "until": "2020-01-01"}, "until", "past"),
    ({"until": "2036-01-01"}, "until", "choose so above"),
    ({"name": "  "}, "name", "needed"),
    ({"name": "Kenji"}, "name", "somebody else"),
    ({"email": "nobody"}, "email", "ana@example.com"),
    ({"phone": "call me"}, "phone", "no phone number"),
    ({"links": "my page"}, "links", "no link"),
    ({"slack_user": ["U0ANA"]}, "slack_user", "you"),
    ({"slack_user": ["U0KENJI"]}, "slack_user", "somebody else"),
    ({"tags": "good! better?"}, "tags", "one word"),
    ({"birthday": "soonish"}, "birthday", "May 3"),
    ({"birthday": "30 February"}, "birthday", "May 3"),
]


@pytest.mark.parametrize(("values", "field", "said"), FAULTS)
def test_what_cannot_be_is_said_at_its_field(playground: Stage, values: dict[str, Any], field: str, said: str) -> None:
    ana = playground.person("Ana", user_id="U0ANA")
    playground.person("Kenji", user_id="U0KENJI")
    ana.types("/met Priya")
    ana.types("/met <@U0KENJI>")
    playground.settle()
    form = pressed(ana, "Edit", page_of(ana, "Priya"))
    before = ana.network

    answer = ana.member.submits(form, {"role": "CTO", **values})

    if "name" in values and values["name"].strip() == "":
        assert list(answer.errors) == ["name"]  # Slack itself may say so first
    else:
        assert list(answer.errors) == [field]
        assert said in answer.errors[field].lower() or said in answer.errors[field]
    assert ana.network == before


def test_a_correction_in_words_does_not_undo_an_edit_by_hand(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya")
    saved(playground, ana, pressed(ana, "Edit", page_of(ana, "Priya")), {"email": "p@acme.com", "role": "CTO"})
    ana.types("/rapport actually it was Thursday")
    priya = ana.export("Priya")
    assert (priya["email"], priya["role"]) == ("p@acme.com", "CTO")


def test_two_of_one_name_are_made_one_and_two_again(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-20 10:00")
    form = ana.member.shortcut("log_interaction").view
    assert form is not None
    _known, new = ana.member.asks_options(form, "people", "Priya")
    ana.member.submits(form, {"people": [new], "where": "FOSDEM"})
    every_stage.settle()
    before = ana.network
    page = ana.clicks("Priya", on=ana.types("/rapport who did I meet at FOSDEM")).view
    assert page is not None

    form = pressed(ana, "Merge…", page)
    assert "1 interaction" in form.words
    [other] = ana.member.asks_options(form, "other", "pri")  # nobody is the same as themselves
    page = saved(every_stage, ana, form, {"other": other})

    [priya] = ana.network["people"]
    assert sorted(one["where"] for one in priya["interactions"]) == ["FOSDEM", "PyCon"]
    assert "one person now" in page.words
    assert "at PyCon" in page.words
    ana.clicks("Undo", on=page)
    every_stage.settle()
    assert ana.network == before


def two_who_differ(stage: Stage) -> Person:
    ana = stage.person("Ana")
    for line in (
        "met Bob from Acme at PyCon #python", "Bob's email is bob@acme.com", "Bob's birthday is May 3",
        "check in with Bob every 2 weeks", "met Robert Smith from Globex at FOSDEM", "Robert Smith's email is r@g.com",
        "Robert Smith's birthday is June 4", "Robert Smith's phone is +44 20 7946 0958",
        "check in with Robert Smith every 6 months",
    ):  # fmt: skip
        ana.types(f"/rapport {line}", at="2026-11-23 10:00")
    return ana


def differing_form(stage: Stage, ana: Person) -> View:
    form = pressed(ana, "Merge…", page_of(ana, "Bob"))
    ana.member.submits(form, {"other": chosen(ana, form, "other", "robert")})
    asked = shown(stage, ana)
    assert asked.id == form.id
    assert "differ here" in asked.words
    return asked


def test_where_two_differ_it_is_asked_what_stays(every_stage: Stage) -> None:
    ana = two_who_differ(every_stage)
    before = ana.network
    asked = differing_form(every_stage, ana)
    assert set(asked.values) == {"name", "company", "email", "every", "birthday"}  # a phone has only one of them
    chosen_of = {name: asked.values[name][name]["selected_option"]["value"] for name in asked.values}
    assert set(chosen_of.values()) == {"own"}
    assert ana.network == before  # nothing yet

    page = saved(every_stage, ana, asked, {"name": "other", "email": "other", "every": "other", "birthday": "other"})

    [bob] = ana.network["people"]
    assert {name: bob[name] for name in ("name", "aliases", "company", "email", "phone", "cadence", "tags")} == {
        "name": "Bob", "aliases": ["Robert Smith"], "company": "Globex", "email": "bob@acme.com",
        "phone": "+44 20 7946 0958", "cadence": "P2W", "tags": ["python"],
    }  # fmt: skip
    assert [one["on"] for one in bob["milestones"]] == ["--05-03"]
    assert [one["text"] for one in bob["notes"]] == ["r@g.com"]
    assert bob["next_check_in_on"] == "2026-12-07"
    assert page.title == "Bob"
    assert "Robert Smith* and *Bob* are one person now" in page.words
    ana.clicks("Undo", on=page)
    every_stage.settle()
    assert ana.network == before
    ana.clicks("Redo", on=shown(every_stage, ana))
    every_stage.settle()
    assert ana.network["people"] == [bob]


def test_who_stays_keeps_their_own_unless_chosen_otherwise(playground: Stage) -> None:
    ana = two_who_differ(playground)
    saved(playground, ana, differing_form(playground, ana))
    [robert] = ana.network["people"]
    assert (robert["name"], robert["aliases"], robert["company"]) == ("Robert Smith", ["Bob"], "Globex")
    assert (robert["email"], robert["cadence"], len(robert["milestones"])) == ("r@g.com", "P6M", 1)
    assert sorted(one["where"] for one in robert["interactions"]) == ["FOSDEM", "PyCon"]


def test_the_choice_between_two_is_made_once_and_among_ones_own(playground: Stage) -> None:
    ana, bo = two_who_differ(playground), playground.person("Bo")
    bo.types("/met Kenji from Acme")
    theirs = _id_on(page_of(bo, "Kenji"))
    saved(playground, ana, differing_form(playground, ana), {"company": "other"})
    after, delivery = ana.network, ana.member.last_delivery
    again = playground.slack.deliver_raw(delivery, times=3, together=True)
    assert {one.status for one in again} == {200}
    playground.settle()
    assert ana.network == after
    state = json.loads(delivery.payload["view"]["private_metadata"])
    for forged in ({"other": f"c:{theirs}"}, {"person": theirs}, {"other": "c:0"}, {"other": ""}):
        payload = delivery.payload
        payload["view"] |= {"id": f"V{len(str(forged))}", "private_metadata": json.dumps(state | forged)}
        [refused] = playground.slack.deliver_raw(payload, "interactive")
        assert refused.answer["response_action"] in ("errors", "update")
    assert ana.network == after
    assert [one["name"] for one in bo.network["people"]] == ["Kenji"]


def test_forgetting_is_asked_about_first_and_can_be_undone(every_stage: Stage) -> None:
    ana = every_stage.person("Ana")
    ana.types("/met Priya Sharma at PyCon", at="2026-11-23 10:00")
    ana.types("/rapport note Priya: likes climbing")
    before = ana.network
    form = pressed(ana, "Forget…", page_of(ana, "Priya"))
    assert "1 interaction and 1 note" in form.words
    assert "10 minutes" in form.words
    assert ana.network == before  # nothing yet

    page = saved(every_stage, ana, form)

    assert ana.network["people"] == []
    assert "Forgotten" in page.words
    ana.clicks("Undo", on=page)
    assert shown(every_stage, ana).title == "Priya Sharma"
    assert ana.network == before

    saved(every_stage, ana, pressed(ana, "Forget…", shown(every_stage, ana)))
    every_stage.tick("2026-11-23 10:11")
    late = shown(every_stage, ana)
    ana.clicks("Undo", on=late)
    every_stage.settle()
    assert ana.network["people"] == []


def test_an_interaction_is_logged_and_edited_on_the_page(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    form = pressed(ana, "Log", page_of(ana, "Priya"))
    assert [one["text"]["text"] for one in form.values["people"]["people"]["selected_options"]] == ["Priya"]
    page = saved(playground, ana, form, {"kind": "coffee", "where": "Café Milo", "on": "2026-11-22"})
    assert "Café Milo" in page.words
    assert ana.inbox == []

    edit = ana.clicks("Edit", on=page, value=_change_of(page, "Café Milo")).view
    assert edit is not None
    assert edit.values["where"]["where"]["value"] == "Café Milo"
    page = saved(playground, ana, edit, {"where": "Bar Luz"})

    assert sorted(one["where"] for one in ana.export("Priya")["interactions"]) == ["Bar Luz", "PyCon"]
    ana.clicks("Undo", on=page)
    playground.settle()
    assert sorted(one["where"] for one in ana.export("Priya")["interactions"]) == ["Café Milo", "PyCon"]


def _change_of(page: View, words: str) -> str:
    """What the Edit button beside an interaction carries."""
    [row] = [
        one for one in page.blocks if one["type"] == "section" and "• " in one["text"]["text"] and words in str(one)
    ]
    value: str = row["accessory"]["value"]
    return value


def test_nudges_stop_and_start_again_and_a_promise_is_ticked_off(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    ana.types("/rapport promised Priya the deck by Friday")
    before = ana.export("Priya")["next_check_in_on"]
    page = page_of(ana, "Priya")

    ana.clicks("Stop nudges", on=page)
    page = shown(playground, ana)
    assert ana.export("Priya")["paused_until"] == str(date.max)
    assert "paused" in page.words
    ana.clicks("Resume nudges", on=page)
    page = shown(playground, ana)
    assert ana.export("Priya")["paused_until"] is None
    assert ana.export("Priya")["next_check_in_on"] == before

    ana.clicks("Kept", on=page)
    assert "You owe" not in shown(playground, ana).words
    assert [one["kept_on"] for one in ana.export("Priya")["promises"]] == ["2026-11-23"]


@pytest.mark.parametrize("button", ["Edit", "Merge…", "Forget…"])
def test_a_form_delivered_twice_has_one_effect(playground: Stage, button: str) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon")
    ana.types("/met Kenji at PyCon")
    form = pressed(ana, button, page_of(ana, "Priya"))
    values: dict[str, Any] = {"Edit": {"role": "CTO"}, "Forget…": {}}.get(button, {})
    if button == "Merge…":
        values = {"other": ana.member.asks_options(form, "other", "kenji")[0]}
    saved(playground, ana, form, values)
    after = ana.network

    again = playground.slack.deliver_raw(ana.member.last_delivery, times=3, together=True)

    assert {one.status for one in again} == {200}
    playground.settle()
    assert ana.network == after
    assert ana.inbox == []


@pytest.mark.parametrize("button", ["Edit", "Merge…", "Forget…"])
def test_the_person_of_another_is_nobody_in_a_form(playground: Stage, button: str) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.types("/met Priya at PyCon")
    bo.types("/met Kenji")
    theirs, before = _id_on(page_of(ana, "Priya")), ana.network
    form = pressed(bo, button, page_of(bo, "Kenji"))
    priya = {"text": {"type": "plain_text", "text": "Priya"}, "value": f"c:{theirs}"}
    bo.member.submits(form, {"other": priya} if button == "Merge…" else {})
    payload = bo.member.last_delivery.payload
    payload["view"] |= {"id": "V0OTHER", "private_metadata": json.dumps({"person": theirs})}

    [refused] = playground.slack.deliver_raw(payload, "interactive")

    assert refused.answer["response_action"] in ("errors", "update")
    assert "no longer there" in json.dumps(refused.answer)
    assert ana.network == before


@pytest.mark.parametrize("action", ["person:older", "person:stop", "person:kept"])
def test_the_person_of_another_has_no_page(playground: Stage, action: str) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    ana.types("/met Priya at PyCon")
    ana.types("/rapport promised Priya the deck")
    bo.types("/met Kenji")
    theirs, before = _id_on(page_of(ana, "Priya")), ana.network
    bo.clicks("Stop nudges", on=page_of(bo, "Kenji"))
    payload = bo.member.last_delivery.payload
    payload["actions"][0] |= {"action_id": action, "value": f"{theirs}:0" if action == "person:older" else theirs}

    playground.slack.deliver_raw(payload, "interactive")

    assert "PyCon" not in shown(playground, bo).words
    assert "Kenji" in shown(playground, bo).words or "no longer there" in shown(playground, bo).words
    assert ana.network == before


def _id_on(page: View) -> str:
    [log] = [one for block in page.blocks for one in block.get("elements", []) if one.get("action_id") == "person:log"]
    value: str = log["value"]
    return value


def test_never_more_than_three_views_lie_on_each_other(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon")
    home = ana.member.opens_home()
    ana.clicks("Figures", on=home)  # an answer in a modal
    page = page_of(ana, "Priya")
    form = pressed(ana, "Edit", page)
    assert ana.types("/whois Priya").buttons
    late = ana.clicks("Open page", on=ana.member.answers[-1])  # a fourth: Slack takes no more
    assert late.view is None
    assert "press that once more" in ana.member.answers[-1].text
    assert "CTO" in saved(playground, ana, form, {"role": "CTO"}).words


def test_a_page_whose_person_went_meanwhile_says_so(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon", at="2026-11-23 10:00")
    page = page_of(ana, "Priya")
    ana.types("/rapport forget Priya")
    form = ana.clicks("Edit", on=page).view
    assert form is not None
    assert "no longer there" in form.words
