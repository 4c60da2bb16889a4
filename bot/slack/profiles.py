"""What Slack says of a member: names, zone, whether they are still there, whether they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from bot.slack.calling import Answer, Done, RateLimited, Refused, Unknown, ask, call

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

# The emoji of the statuses that Slack itself offers for a vacation and for being sick, and their nearest kin.
_AWAY_EMOJI = frozenset(
    {":palm_tree:", ":desert_island:", ":beach_with_umbrella:", ":face_with_thermometer:", ":mask:", ":hospital:"}
)
UNTIL_CHANGED = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Profile:
    """A member of a workspace. `handle` is what `@mentions` show; `zone` is None for who is deactivated.

    `teams` are the workspaces that they are of; in an organisation there may be several.
    """

    user: str
    handle: str
    real_name: str
    display_name: str
    title: str
    zone: str | None
    locale: str | None
    deleted: bool
    is_bot: bool
    teams: frozenset[str]
    status_text: str
    status_emoji: str
    status_until: datetime | None

    def is_stranger_in(self, team: str) -> bool:
        """Whether they are of another organisation than the workspace, and only share a channel with its people."""
        return bool(self.teams) and team.startswith("T") and team not in self.teams

    @property
    def away_until(self) -> datetime | None:
        """Until when a vacation or sick status says that they are away: where it has no end, until it is changed."""
        if self.status_emoji.split("::")[0].rstrip(":") + ":" not in _AWAY_EMOJI:
            return None
        return self.status_until or UNTIL_CHANGED


def read_profile(client: WebClient, user: str) -> Profile | Refused | RateLimited | Unknown:
    """Ask Slack about a member (users.info)."""
    return _profile(call(client.users_info, user=user, include_locale=True))


async def ask_profile(client: AsyncWebClient, user: str) -> Profile | Refused | RateLimited | Unknown:
    """The same as `read_profile`, of an `AsyncWebClient`."""
    return _profile(await ask(client, "users.info", user=user, include_locale=1))


def _profile(answer: Answer) -> Profile | Refused | RateLimited | Unknown:
    if not isinstance(answer, Done):
        return answer
    member = answer.data.get("user")
    return profile_of(member) if isinstance(member, dict) else Unknown("unreadable")


def profile_of(member: dict[str, Any]) -> Profile:
    """The profile in a `user` object, as users.info, users.list and the event `user_change` have it."""
    profile = member.get("profile") or {}
    return Profile(
        user=str(member.get("id") or ""),
        handle=str(member.get("name") or ""),
        real_name=str(profile.get("real_name") or member.get("real_name") or ""),
        display_name=str(profile.get("display_name") or ""),
        title=str(profile.get("title") or ""),
        zone=member.get("tz") or None,
        locale=member.get("locale") or None,
        deleted=bool(member.get("deleted")),
        is_bot=bool(member.get("is_bot")),
        teams=_teams(member),
        status_text=str(profile.get("status_text") or ""),
        status_emoji=str(profile.get("status_emoji") or ""),
        status_until=_instant(profile.get("status_expiration")),
    )


def _teams(member: dict[str, Any]) -> frozenset[str]:
    """The workspaces that a member is of, as far as the `user` object tells; an organisation (`E…`) is none.

    `is_stranger` does not tell: it is false for those of other organisations who share a channel with us.
    """
    found = (member.get("team_id"), *((member.get("enterprise_user") or {}).get("teams") or ()))
    return frozenset(str(team) for team in found if str(team).startswith("T"))


def _instant(seconds: object) -> datetime | None:
    """An instant from Unix seconds; 0 means that a status has no end."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds > 0 else None
