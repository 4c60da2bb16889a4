"""The main job: say whom you met, be nudged, answer with an emoji."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.stories.stage import Stage


def test_someone_met_once_comes_back_when_the_rhythm_is_up(every_stage: Stage) -> None:
    ana = every_stage.person("Ana", timezone="Europe/Paris")
    answer = ana.types("/met Priya at PyCon about hiring", at="2026-11-23 10:00")
    assert answer.status == 200
    assert answer.response_type == "ephemeral"
    assert "met *Priya* (new) at PyCon" in answer.text
    assert "Undo" in answer.buttons

    every_stage.tick("2027-02-23 08:00")  # 09:00 in Paris
    every_stage.tick("2027-02-23 08:00")  # a second process does no harm: nothing comes twice

    [nudge] = ana.inbox
    assert "3 months since you met at PyCon" in nudge.text
    assert nudge.metadata is not None
    assert nudge.metadata["event_payload"]["id"] == ana.export("Priya")["nudges"][0]["id"]
    ana.reacts("white_check_mark", to=nudge)
    assert ana.export("Priya")["next_check_in_on"] == "2027-05-23"
    assert "Logged today" in ana.inbox[0].text
    assert [one["source"] for one in ana.export("Priya")["interactions"]] == ["command", "reaction"]

    ana.unreacts("white_check_mark", to=nudge)
    assert ana.export("Priya")["next_check_in_on"] == "2027-02-23"
    assert ana.export("Priya")["nudges"][0]["answered"] is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_workspaces_with_the_same_user_id_never_see_each_other(
    request: pytest.FixtureRequest, stack: ExitStack, kind: str
) -> None:
    url: str = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    playground = Stage(stack, url, "http")
    here = playground.person("Ana", user_id="U0SAME", timezone="Europe/London")
    there = playground.person("Ana", user_id="U0SAME", team=playground.second_workspace(), timezone="Europe/London")
    answer = here.types("/met Priya at PyCon", at="2026-11-23 10:00")
    there.types("/met Kenji at FOSDEM", at="2026-11-23 10:00")

    assert [one["name"] for one in here.network["people"]] == ["Priya"]
    assert [one["name"] for one in there.network["people"]] == ["Kenji"]
    playground.tick("2027-02-23 09:00")
    assert ["Priya" in one.text for one in here.inbox] == [True]
    assert ["Kenji" in one.text for one in there.inbox] == [True]
    assert "don't know" in there.types("/whois Priya").text
    there.reacts("white_check_mark", to=there.inbox[0])
    assert here.export("Priya")["nudges"][0]["answered"] is None
    assert "Undo" in answer.buttons
