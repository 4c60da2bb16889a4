"""App Home: shown when it is opened, and shown anew after each change of its owner's. Clicks on it: `actions`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import App

from bot.conversation import Reply
from bot.homes import Homes
from bot.listeners.deliveries import Clock, Services, instant_of, owner_of_event
from bot.network.owners import Owner
from bot.slack.calling import Done
from bot.slack.saying import Afterwards

PAGE = "home:page:"  # how the names of buttons that turn a page begin
_LOCKS = 32
log = structlog.get_logger(__name__)


def register(app: App, services: Services) -> None:
    """Show App Home when it is opened."""

    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            owner = owner_of_event(body, str(event.get("user") or ""))
            services.homes.opened(owner, instant_of(event.get("event_ts"), services.clock()))
            services.refresh_home(owner, None, {})


def page_named(value: str) -> dict[str, int]:
    """The page that a button turns to: `due:2`. A claim, which `network.home` holds to what there is."""
    section, _, number = value.partition(":")
    return {section: int(number)} if number.isdecimal() and len(number) < 10 else {}


@dataclass
class _Waiting:
    """What is to be shown to an owner soon."""

    said: Reply | None = None
    turned: dict[str, int] = field(default_factory=dict)


class HomeRefresher:
    """Shows an owner's App Home anew in the background, where it was opened; of many changes at once only the last."""

    def __init__(self, homes: Homes, afterwards: Afterwards, clock: Clock) -> None:
        self._homes, self._afterwards, self._clock = homes, afterwards, clock
        self._waiting: dict[Owner, _Waiting] = {}
        self._lock = threading.Lock()
        self._publishing = [threading.Lock() for _ in range(_LOCKS)]

    def __call__(self, owner: Owner, said: Reply | None, turned: Mapping[str, int]) -> None:
        """Soon; `said` answers what was clicked there, and is shown above all else."""
        with self._lock:
            is_new = owner not in self._waiting
            waiting = self._waiting.setdefault(owner, _Waiting())
            waiting.said = said or waiting.said
            waiting.turned |= turned
        if is_new:
            self._afterwards.do(lambda: self._refresh(owner))

    def _refresh(self, owner: Owner) -> None:
        with self._publishing[hash(owner) % _LOCKS]:  # two at once in one process would only get in each other's way
            with self._lock:
                waiting = self._waiting.pop(owner, _Waiting())
            answer = self._homes.show(owner, self._clock(), waiting.said, waiting.turned)
        if answer is not None and not isinstance(answer, Done):
            log.warning("home.not_shown", team=owner.team, user=owner.user, reason=type(answer).__name__)
            self._homes.fall_behind(owner)
