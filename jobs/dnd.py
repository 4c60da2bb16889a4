"""What Slack said of who is not to be disturbed, remembered for a short while. It lives in one process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.disturbing import Window

KEPT = timedelta(minutes=5)
AFTER_TROUBLE = timedelta(minutes=5)  # a workspace whose Slack does not answer is not asked for so long
AFTER_REFUSAL = timedelta(hours=1)  # nor one where the scope is missing
_MEMBERS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told: as of `at` by the clock that says what is due, until `good_until` in real time."""

    window: Window | None
    at: datetime
    good_until: datetime


class DoNotDisturb:
    """Whom Slack was asked about, and which workspaces it need not be asked about now. Of one thread at a time."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], _Told] = {}
        self._unasked: dict[str, datetime] = {}

    def must_ask(self, team: str, user: str, at: datetime, now: datetime) -> bool:
        """Whether it is to be asked about a member: nothing is remembered, and the workspace is not left alone."""
        return self._recent(team, user, at, now) is None and self._unasked.get(team, now) <= now

    def until(self, team: str, user: str, at: datetime, now: datetime) -> datetime | None:
        """Until when a member is not to be disturbed as of `at`; None: write to them."""
        told = self._recent(team, user, at, now)
        return told.window.end_if_in(at) if told is not None and told.window is not None else None

    def learn(self, team: str, windows: Mapping[str, Window | None], at: datetime, now: datetime) -> None:
        """Remember what was told of members as of `at`."""
        if len(self._told) > _MEMBERS_KEPT:
            self._told = {key: told for key, told in self._told.items() if told.good_until > now}
        self._told |= {(team, user): _Told(window, at, now + KEPT) for user, window in windows.items()}

    def failed(self, team: str, answer: Refused | RateLimited | Unknown, now: datetime) -> None:
        """It was asked in vain: for a while everybody there may be written to."""
        pause = AFTER_TROUBLE if isinstance(answer, Unknown) else AFTER_REFUSAL
        if isinstance(answer, RateLimited):
            pause = timedelta(seconds=answer.seconds)
        self._unasked[team] = now + pause

    def _recent(self, team: str, user: str, at: datetime, now: datetime) -> _Told | None:
        told = self._told.get((team, user))
        return told if told is not None and told.good_until > now and abs(at - told.at) < KEPT else None
