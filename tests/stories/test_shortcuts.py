"""Shortcuts: a form from anywhere, and one about a message, also where slash commands do not work."""

from __future__ import annotations

from bot.playground import Fault, Message
from tests.stories.stage import Person, Stage
from tests.stories.test_mentions import bot_of


def test_an_interaction_is_logged_from_anywhere(every_stage: Stage) -> None:
    ana = every_stage.person("Ana", timezone="Europe/Paris")
    every_stage.now_is("2026-11-23 23:30")  # the 24th in Paris
    form = ana.member.shortcut("log_interaction").view
    assert form is not None
    assert form.title == "Log an interaction"
    assert form.values["on"]["on"]["selected_date"] == "2026-11-24"
    [new] = ana.member.asks_options(form, "people", "Priya Sharma")
    assert new["text"]["text"] == "New: Priya Sharma"

    answer = ana.member.submits(form, {"people": [new], "where": "PyCon", "about": "hiring", "tags": "#python, ml"})

    assert answer.errors == {}
    said = ana.member.waits_for(lambda one: "Priya Sharma" in one.text)
    assert "met *Priya Sharma* (new) at PyCon" in said.text
    assert "Undo" in said.buttons
    priya = ana.export("Priya Sharma")
    assert priya["tags"] == ["ml", "python"]
    [met] = priya["interactions"]
    assert (met["on"], met["kind"], met["where"], met["about"], met["source"]) == (
        "2026-11-24", "met", "PyCon", "hiring", "modal",
    )  # fmt: skip


def test_a_message_is_logged_with_who_wrote_it_and_what_it_says(playground: Stage) -> None:
    ana, kenji = playground.person("Ana"), playground.person("Kenji Mori", user_id="U0KENJI")
    channel = playground.slack.add_channel("talks", "T0ONE")  # the app is not in it
    kenji.member.types("I can review your <https://example.com|draft> & slides", channel=channel)
    [message] = [one for one in ana.member.messages(channel) if one.user == kenji.id]

    form = ana.member.shortcut("log_conversation", message=message).view

    assert form is not None
    assert form.values["about"]["about"]["value"] == "I can review your draft & slides"
    [author] = form.values["people"]["people"]["selected_options"]
    assert (author["value"], author["text"]["text"]) == ("m:U0KENJI", "Kenji Mori")
    ana.member.submits(form)
    said = ana.member.waits_for(lambda one: "<@U0KENJI>" in one.text)
    assert said.channel != channel
    [contact] = ana.network["people"]
    assert contact["slack_user"] == "U0KENJI"
    assert contact["interactions"][0]["kind"] == "message"
    assert [one.text for one in ana.member.messages(channel) if one.by_app] == []


def in_thread(stage: Stage, writer: Person, text: str, channel: str) -> Message:
    """A message in a thread of a channel."""
    writer.member.types("root", channel=channel)
    root = writer.member.messages(channel)[-1]
    writer.member.types(text, thread=root)
    return writer.member.messages(channel)[-1]


def test_a_conversation_in_a_thread_takes_over_everybody_in_it(every_stage: Stage) -> None:
    ana = every_stage.person("Ana", user_id="U0ANA", timezone="Europe/Paris")
    kenji = every_stage.person("Kenji Mori", user_id="U0KENJI")
    every_stage.person("Priya Sharma", user_id="U0PRIYA")
    channel = every_stage.slack.add_channel("talks", "T0ONE")  # the app is not in it
    every_stage.now_is("2026-11-20 23:30")  # the 21st in Paris
    message = in_thread(
        every_stage, kenji, f"<@U0ANA> &amp; <@U0PRIYA>, ask <@{bot_of(every_stage)}> & <@U0KENJI>", channel
    )
    every_stage.now_is("2026-11-23 10:00")

    form = ana.member.shortcut("log_conversation", message=message).view

    assert form is not None
    chosen = form.values["people"]["people"]["selected_options"]
    assert [one["text"]["text"] for one in chosen] == ["Kenji Mori", "Priya Sharma"]  # not oneself, not the bot
    assert "@Priya Sharma, ask" in form.values["about"]["about"]["value"]
    assert form.values["on"]["on"]["selected_date"] == "2026-11-21"  # the day on which it was said
    ana.member.submits(form, {"about": "the talk"})
    every_stage.settle()
    people = {one["slack_user"]: one for one in ana.network["people"]}
    assert set(people) == {"U0KENJI", "U0PRIYA"}
    assert {one["interactions"][0]["on"] for one in people.values()} == {"2026-11-21"}
    assert [one for one in ana.member.messages(channel) if one.by_app] == []


def test_who_wrote_it_is_found_again(playground: Stage) -> None:
    ana, kenji = playground.person("Ana"), playground.person("Kenji", user_id="U0KENJI")
    ana.types("/met <@U0KENJI> at PyCon")
    channel = playground.slack.add_channel("talks", "T0ONE")
    kenji.member.types("hello", channel=channel)
    [message] = [one for one in ana.member.messages(channel) if one.user == kenji.id]
    form = ana.member.shortcut("log_conversation", message=message).view
    assert form is not None
    ana.member.submits(form)
    playground.settle()
    [contact] = ana.network["people"]
    assert len(contact["interactions"]) == 2


def test_ones_own_message_and_the_apps_name_nobody(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("met Kenji")
    mine, theirs = ana.member.messages()[-2:]
    for message in (mine, theirs):
        form = ana.member.shortcut("log_conversation", message=message).view
        assert form is not None
        assert form.values["people"]["people"]["selected_options"] == []
        assert "Kenji" in form.values["about"]["about"]["value"]


def test_a_long_message_fits_the_form(playground: Stage) -> None:
    ana, kenji = playground.person("Ana"), playground.person("Kenji")
    channel = playground.slack.add_channel("talks", "T0ONE")
    kenji.member.types("word " * 2000, channel=channel)
    [message] = [one for one in ana.member.messages(channel) if one.user == kenji.id]
    form = ana.member.shortcut("log_conversation", message=message).view
    assert form is not None
    assert len(form.values["about"]["about"]["value"]) == 3000


def test_a_form_opens_within_its_trigger_when_what_it_shows_is_slow(playground: Stage) -> None:
    ana = playground.person("Ana", timezone="Asia/Tokyo")
    playground.slack.faults.add(Fault("users.info", "latency", seconds=0.9))  # a newcomer: Slack is asked for the zone
    playground.now_is("2026-11-23 20:00")

    opened = ana.member.shortcut("log_interaction")

    assert opened.status == 200
    assert opened.view is not None
    assert opened.view.words == "One moment …"
    playground.settle()
    form = ana.member.modal
    assert form is not None
    assert form.id == opened.view.id
    assert form.values["on"]["on"]["selected_date"] == "2026-11-24"
