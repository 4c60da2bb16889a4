"""App Home: shown when it is opened, and shown anew after each change of its owner's. Clicks on it: `actions`."""

from __future__ import annotations

import threading
from typing import Any

from slack_bolt import App

from bot.conversation import Conversation, Reply
from bot.listeners.deliveries import Clock, Services, instant_of, owner_of_event
from bot.network.owners import Owner
from bot.slack.saying import Afterwards, Voice

_LOCKS = 32


def register(app: App, services: Services) -> None:
    """Show App Home when it is opened."""

    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            owner = owner_of_event(body, str(event.get("user") or ""))
            services.conversation.home_was_opened(owner, instant_of(event.get("event_ts"), services.clock()))
            services.refresh_home(owner, None)


class HomeRefresher:
    """Shows an owner's App Home anew in the background, where it was opened; of many changes at once only the last."""

    def __init__(self, conversation: Conversation, voice: Voice, afterwards: Afterwards, clock: Clock) -> None:
        self._conversation, self._voice, self._afterwards, self._clock = conversation, voice, afterwards, clock
        self._waiting: dict[Owner, Reply | None] = {}
        self._lock = threading.Lock()
        self._publishing = [threading.Lock() for _ in range(_LOCKS)]

    def __call__(self, owner: Owner, said: Reply | None) -> None:
        """Soon; `said` answers what was clicked there, and is shown above all else."""
        with self._lock:
            waits = owner in self._waiting
            self._waiting[owner] = said or self._waiting.get(owner)
        if not waits:
            self._afterwards.do(lambda: self._refresh(owner))

    def _refresh(self, owner: Owner) -> None:
        with self._publishing[hash(owner) % _LOCKS]:  # one after the other, or the older view could come last
            with self._lock:
                said = self._waiting.pop(owner, None)
            if said is not None or self._conversation.looks_at_home(owner):
                view = self._conversation.home(owner, self._clock(), said)
                self._voice.publish(owner.team, owner.user, view)
