"""What is sent to Slack: a sentence that stands alone, and the blocks that show the same with buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is mrkdwn for notifications, screen readers and old clients; `blocks` are within Slack's limits."""

    text: str
    blocks: list[dict[str, Any]]
    nudges: tuple[str, ...] = ()  # the ids of the nudges that it shows, where it is one message of several
