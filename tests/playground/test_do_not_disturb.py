"""Do Not Disturb, as an app sees it: a window for each member, on their own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Playground

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[Playground]:
    playground = Playground(manifest={}, signing_secret="not-used")
    playground.start()
    playground.set_clock(NOW, frozen=True)
    yield playground
    playground.stop()


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(token=slack.bot_token(), base_url=slack.api_url)


def window(client: WebClient, user: str) -> tuple[datetime, datetime] | None:
    told = client.dnd_info(user=user)
    assert not {"snooze_enabled", "snooze_endtime"} & set(told.data)
    if not told["dnd_enabled"]:
        return None
    start, end = (datetime.fromtimestamp(told[f"next_dnd_{edge}_ts"], UTC) for edge in ("start", "end"))
    return start, end


def test_nobody_minds_at_first(slack: Playground, client: WebClient) -> None:
    ana = slack.person("Ana")
    assert window(client, ana.id) is None
    assert client.dnd_info()["snooze_enabled"] is False


NIGHTS = [
    ("Europe/London", ("22:00", "08:00"), "2026-11-23 22:00", "2026-11-24 08:00"),
    ("Europe/London", ("22:00", "10:00"), "2026-11-22 22:00", "2026-11-23 10:00"),  # now
    ("Asia/Tokyo", ("17:00", "20:00"), "2026-11-23 08:00", "2026-11-23 11:00"),  # 18:00 there
    ("Asia/Kolkata", ("22:00", "08:00"), "2026-11-23 16:30", "2026-11-24 02:30"),
    ("Europe/London", ("01:00", "09:00"), "2026-11-24 01:00", "2026-11-24 09:00"),  # just over
]


@pytest.mark.parametrize(("zone", "nightly", "start", "end"), NIGHTS)
def test_the_nightly_schedule_runs_by_ones_own_clock(
    slack: Playground, client: WebClient, zone: str, nightly: tuple[str, str], start: str, end: str
) -> None:
    ana = slack.person("Ana", timezone=zone)
    slack.disturb_not(ana, nightly=nightly)
    assert window(client, ana.id) == (datetime.fromisoformat(f"{start}Z"), datetime.fromisoformat(f"{end}Z"))


def test_a_pause_goes_before_the_schedule_and_ends(slack: Playground, client: WebClient) -> None:
    ana = slack.person("Ana")
    slack.disturb_not(ana, until=NOW + timedelta(hours=2), nightly=("22:00", "08:00"))
    assert window(client, ana.id) == (NOW, NOW + timedelta(hours=2))
    slack.set_clock(NOW + timedelta(hours=2), frozen=True)
    assert window(client, ana.id) == (NOW.replace(hour=22), NOW + timedelta(hours=23))
    slack.disturb_not(ana)
    assert window(client, ana.id) is None


def test_many_are_asked_about_at_once(slack: Playground, client: WebClient) -> None:
    people = [slack.person(f"Person {number}") for number in range(60)]
    slack.disturb_not(people[0], until=NOW + timedelta(hours=2))
    told = client.dnd_teamInfo(users=[*(one.id for one in people), "U0NOBODY"])["users"]
    assert set(told) == {one.id for one in people[:50]}
    assert told[people[0].id]["next_dnd_end_ts"] == (NOW + timedelta(hours=2)).timestamp()
    assert told[people[1].id] == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    with pytest.raises(SlackApiError, match="no_users_provided"):
        client.dnd_teamInfo(users="")
