"""Slack's rate limits, by method and workspace, and one message a second in a conversation. Off unless switched on."""

import math
import time
from collections import defaultdict, deque

_TIERS = {
    20: ("users.list", "conversations.list", "reactions.remove", "emoji.list", "dnd.teamInfo"),
    50: (
        "chat.update", "chat.delete", "chat.scheduleMessage", "conversations.open", "conversations.info",
        "conversations.history", "conversations.replies", "reactions.add", "reactions.get", "users.conversations",
        "users.lookupByEmail", "team.info", "bots.info", "auth.revoke", "apps.connections.open", "dnd.info",
    ),
    100: (
        "chat.postEphemeral", "users.info", "users.profile.get", "views.open", "views.update", "views.push",
        "views.publish", "conversations.members", "files.getUploadURLExternal", "files.completeUploadExternal",
        "files.info",
    ),
    600: ("auth.test", "oauth.v2.access"),
}  # fmt: skip
A_MINUTE = {method: calls for calls, methods in _TIERS.items() for method in methods}


class Limits:
    """Counts calls by real time. `burst` messages may follow each other at once in a conversation."""

    def __init__(self) -> None:
        self.enforced = False
        self.burst = 1
        self._calls: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def wait(self, method: str, team: str, channel: str | None) -> int:
        """The whole seconds after which the call may be made, as in `Retry-After`; 0 counts it as made now."""
        if not self.enforced:
            return 0
        if method == "chat.postMessage":
            return self._wait((channel or "", team), self.burst, float(self.burst))
        allowed = A_MINUTE.get(method)
        return self._wait((method, team), allowed, 60.0) if allowed else 0

    def _wait(self, key: tuple[str, str], allowed: int, window: float) -> int:
        now, calls = time.monotonic(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= allowed:
            return max(1, math.ceil(calls[0] + window - now))
        calls.append(now)
        return 0
