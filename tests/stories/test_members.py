"""A mention is the member of the workspace: their name, title and zone come from Slack, and nobody else hears of it."""

from __future__ import annotations

from tests.stories.stage import Stage


def test_a_mention_links_a_member_with_what_slack_knows(playground: Stage) -> None:
    ana = playground.person("Ana")
    kenji = playground.person("Kenji Ito", timezone="Asia/Tokyo", title="Head of Design")
    answer = ana.types(f"/met <@{kenji.id}|kenji> about the rebrand", at="2026-11-23 10:00")
    assert f"<@{kenji.id}>" in answer.text
    playground.settle()
    known = ana.export("Kenji Ito")
    assert (known["slack_user"], known["role"]) == (kenji.id, "Head of Design")

    ana.types(f"/met <@{kenji.id}> again", at="2026-11-24 10:00")
    ana.types("called kenji ito", at="2026-11-25 10:00")
    assert len(ana.export("Kenji Ito")["interactions"]) == 3
    assert kenji.inbox == []


def test_what_was_said_of_a_member_stands(playground: Stage) -> None:
    ana = playground.person("Ana")
    kenji = playground.person("Kenji Ito", title="Head of Design")
    ana.types(f"/met <@{kenji.id}> (CTO, Acme)", at="2026-11-23 10:00")
    playground.settle()
    assert ana.export("Kenji Ito")["role"] == "CTO"
