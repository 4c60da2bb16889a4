"""Mentions in a channel: understood like any sentence, answered to the asker alone."""

from __future__ import annotations

from tests.stories.stage import Stage


def bot_of(stage: Stage) -> str:
    """The bot's own user id."""
    from slack_sdk import WebClient

    found: str = WebClient(stage.slack.bot_token("T0ONE"), base_url=stage.slack.api_url).auth_test()["user_id"]
    return found


def test_a_mention_is_answered_to_the_asker_alone(every_stage: Stage) -> None:
    ana, bo = every_stage.person("Ana"), every_stage.person("Bo")
    channel = every_stage.slack.add_channel("talks", "T0ONE", with_app=True)

    answer = ana.member.types(f"<@{bot_of(every_stage)}> met Priya at PyCon", channel=channel)
    every_stage.settle()

    assert "met *Priya*" in (answer.text or ana.member.answers[-1].text)
    assert [one.channel for one in ana.member.answers] == [channel]
    assert bo.member.answers == []
    assert [one for one in ana.member.messages(channel) if one.by_app] == []
    assert ana.export("Priya")["interactions"][0]["where"] == "PyCon"


def test_a_bare_mention_shows_how_it_works(playground: Stage) -> None:
    ana = playground.person("Ana")
    channel = playground.slack.add_channel("talks", "T0ONE", with_app=True)
    ana.member.types(f"<@{bot_of(playground)}>", channel=channel)
    playground.settle()
    assert "Tell me in one line" in ana.member.answers[-1].text


def test_a_mention_in_a_thread_is_answered_in_it_and_once(playground: Stage) -> None:
    ana, bo = playground.person("Ana"), playground.person("Bo")
    channel = playground.slack.add_channel("talks", "T0ONE", with_app=True)
    bo.member.types("what a talk", channel=channel)
    root = bo.member.messages(channel)[-1]

    ana.member.types(f"<@{bot_of(playground)}> met Priya at PyCon", thread=root)
    playground.settle()
    payload = ana.member.last_delivery.payload
    payload["event_id"] = "Ev0ANOTHER"  # the message was edited, and Slack tells of it again
    playground.slack.deliver_raw(payload, "event")
    playground.settle()

    [answer] = ana.member.answers
    assert "met *Priya*" in answer.text
    assert len(ana.export("Priya")["interactions"]) == 1
    assert [one for one in ana.member.messages(channel) if one.by_app] == []
    assert ana.inbox == bo.inbox == []
