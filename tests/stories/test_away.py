"""Who is away, or not to be disturbed, is left in peace; what was held comes afterwards, by the limit."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.stories.stage import Person, Stage

TUESDAY = "2027-02-23"


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    """Over HTTP, on each database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return Stage(stack, url, "http")


def utc(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


def meets(ana: Person, *names: str) -> None:
    """Log them one by one, so that all of them are due on the same Tuesday."""
    for name in names:
        ana.types(f"/met {name} at PyCon", at="2026-11-23 10:00")


def nudged(stage: Stage, ana: Person, at: str) -> int:
    """Run the clock's jobs as of an instant; how many nudges she got by them."""
    before = len(ana.inbox)
    stage.restart_jobs()
    stage.tick(at)
    return len(ana.inbox) - before


def test_what_was_held_by_do_not_disturb_comes_afterwards_by_the_limit(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    meets(ana, "Priya", "Sam", "Kenji", "Olga", "Noor", "Diego", "Wanjiru", "Björk")
    stage.slack.disturb_not(ana.member, until=utc("2027-02-24 09:30"))

    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert nudged(stage, ana, f"{TUESDAY} 15:00") == 0
    assert nudged(stage, ana, "2027-02-24 09:00") == 0
    assert nudged(stage, ana, "2027-02-24 09:30") == 5
    assert nudged(stage, ana, "2027-02-24 15:00") == 0
    assert nudged(stage, ana, "2027-02-25 09:00") == 3
    assert len({message.text for message in ana.inbox}) == 8


def test_a_short_pause_puts_the_morning_off(stage: Stage) -> None:
    ana, ben = stage.person("Ana", timezone="UTC"), stage.person("Ben", timezone="UTC")
    meets(ana, "Priya")
    meets(ben, "Sam")
    stage.slack.disturb_not(ana.member, until=utc(f"{TUESDAY} 10:00"))
    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert len(ben.inbox) == 1
    assert nudged(stage, ana, f"{TUESDAY} 10:00") == 1


def test_a_vacation_without_an_end_lasts_until_the_status_changes(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    meets(ana, "Priya")
    stage.slack.changes(ana.member, status_emoji=":palm_tree:", status_text="Vacationing")

    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert nudged(stage, ana, "2027-03-02 09:00") == 0
    stage.now_is("2027-03-03 08:00")
    stage.slack.changes(ana.member, status_emoji="", status_text="")
    assert nudged(stage, ana, "2027-03-03 09:00") == 1


def test_a_sick_day_ends_when_it_says(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    meets(ana, "Priya")
    stage.slack.changes(
        ana.member, status_emoji=":face_with_thermometer:", status_expiration=int(utc("2027-02-24 23:59").timestamp())
    )
    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert nudged(stage, ana, "2027-02-24 09:00") == 0
    assert nudged(stage, ana, "2027-02-25 09:00") == 1


def test_what_waits_in_the_queue_is_held_too_and_let_go_by_a_change_of_the_status(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    meets(ana, "Priya")
    stage.slack.disturb_not(ana.member, until=utc(f"{TUESDAY} 10:00"))
    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0  # written down, and held
    stage.slack.changes(ana.member, status_emoji=":palm_tree:")
    assert nudged(stage, ana, f"{TUESDAY} 10:00") == 0
    stage.now_is(f"{TUESDAY} 11:00")
    stage.slack.changes(ana.member, status_emoji=":coffee:")
    assert nudged(stage, ana, f"{TUESDAY} 11:05") == 1


def test_somebody_who_leaves_is_known_to_have_at_once_and_welcome_when_they_return(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="UTC")
    meets(ana, "Priya")
    stage.now_is("2027-02-20 12:00")
    stage.slack.deactivate(ana.member)
    before = len(stage.slack.requests)
    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert not [call for call in stage.slack.requests[before:] if call.args.get("user") == ana.id]

    stage.now_is(f"{TUESDAY} 12:00")
    stage.slack.changes(ana.member, deleted=False)
    assert nudged(stage, ana, f"{TUESDAY} 12:05") == 1


def test_a_new_zone_is_known_at_once(stage: Stage) -> None:
    ana = stage.person("Ana", timezone="Europe/London")
    meets(ana, "Priya")
    stage.slack.changes(ana.member, timezone="America/New_York")
    assert nudged(stage, ana, f"{TUESDAY} 09:00") == 0
    assert nudged(stage, ana, f"{TUESDAY} 14:00") == 1
