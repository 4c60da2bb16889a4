"""Who is not to be disturbed: the nightly schedule and the pauses of members, asked about many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.slack.calling import Done, RateLimited, Refused, Unknown, ask

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

MOST_USERS = 50  # in one call
SECONDS = 2  # it is a courtesy: a slow answer holds no nudge up for longer


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody is, or will next be, not to be disturbed. Of a pause others see no more than this either."""

    start: datetime
    end: datetime

    def end_if_in(self, at: datetime) -> datetime | None:
        """The end of it for who is in it."""
        return self.end if self.start <= at < self.end else None


async def ask_windows(
    client: AsyncWebClient, team: str, users: Sequence[str]
) -> dict[str, Window | None] | Refused | RateLimited | Unknown:
    """Ask Slack about up to `MOST_USERS` members (dnd.teamInfo); None for those without a window."""
    try:
        async with asyncio.timeout(SECONDS):
            answer = await ask(client, "dnd.teamInfo", users=",".join(users[:MOST_USERS]), team_id=team)
    except TimeoutError:
        return Unknown("timeout")
    if not isinstance(answer, Done):
        return answer
    told = answer.data.get("users")
    if not isinstance(told, dict):
        return Unknown("unreadable")
    return {user: _window(status) for user, status in told.items()}


def _window(status: Any) -> Window | None:
    """What a status says; `snooze_*` is for the member's own eyes, but taken where it is told."""
    if not isinstance(status, dict):
        return None
    if status.get("snooze_enabled") and (end := _instant(status.get("snooze_endtime"))) is not None:
        return Window(datetime.fromtimestamp(0, UTC), end)
    start, end = _instant(status.get("next_dnd_start_ts")), _instant(status.get("next_dnd_end_ts"))
    if not status.get("dnd_enabled") or start is None or end is None:
        return None
    return Window(start, end)


def _instant(seconds: object) -> datetime | None:
    """An instant from Unix seconds; what no calendar has is none."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OverflowError, ValueError, OSError):
        return None
