"""What a profile says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.playground import Playground
from bot.slack.calling import Refused
from bot.slack.clients import Clients, FixedToken
from bot.slack.profiles import UNTIL_CHANGED, Profile, profile_of, read_profile


def test_a_member_as_slack_has_them(slack: Playground) -> None:
    member = slack.person("Ana Lima", timezone="Asia/Tokyo", locale="ja-JP", title="Designer")
    profile = read_profile(Clients(FixedToken(slack.bot_token()), slack.api_url).client("T1"), member.id)
    assert isinstance(profile, Profile)
    assert (profile.user, profile.real_name, profile.handle) == (member.id, "Ana Lima", "ana.lima")
    assert (profile.zone, profile.locale, profile.title) == ("Asia/Tokyo", "ja-JP", "Designer")
    assert (profile.deleted, profile.is_bot, profile.away_until) == (False, False, None)


def test_who_left_has_no_zone_and_who_never_was_is_refused(slack: Playground) -> None:
    client = Clients(FixedToken(slack.bot_token()), slack.api_url).client("T1")
    member = slack.person("Ana Lima")
    slack.deactivate(member)
    profile = read_profile(client, member.id)
    assert isinstance(profile, Profile)
    assert (profile.deleted, profile.zone) == (True, None)
    assert read_profile(client, "U0NOBODY") == Refused("user_not_found")


STATUSES = [
    (":palm_tree:", 1795000000, datetime.fromtimestamp(1795000000, UTC)),
    (":face_with_thermometer:", 1795000000, datetime.fromtimestamp(1795000000, UTC)),
    (":palm_tree:", 0, UNTIL_CHANGED),
    (":spiral_calendar_pad:", 1795000000, None),  # in a meeting
    ("", 0, None),
]


@pytest.mark.parametrize(("emoji", "until", "away"), STATUSES)
def test_a_vacation_or_sick_status_means_away(emoji: str, until: int, away: datetime | None) -> None:
    profile = profile_of({"id": "U1", "profile": {"status_emoji": emoji, "status_expiration": until}})
    assert profile.away_until == away


STRANGERS: list[tuple[dict[str, object], str, bool]] = [
    ({"team_id": "T1"}, "T1", False),
    ({"team_id": "T2"}, "T1", True),
    ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}}, "T1", False),
    ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2", "teams": ["T2"]}}, "T1", True),
    ({"team_id": "E1"}, "T1", False),  # nobody can tell
    ({"team_id": "T2"}, "E1", False),
    ({}, "T1", False),
]


@pytest.mark.parametrize(("member", "team", "is_stranger"), STRANGERS)
def test_who_is_of_another_organisation(member: dict[str, object], team: str, is_stranger: bool) -> None:
    assert profile_of(member).is_stranger_in(team) is is_stranger
