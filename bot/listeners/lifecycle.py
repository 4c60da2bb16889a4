"""The app's comings and goings in a workspace: Home opened, tokens revoked, the app removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import App

from bot.listeners.deliveries import Services, instant_of, owner_of_event
from bot.network.owners import Owner


def register(
    app: App,
    services: Services,
    *,
    home: Callable[[Owner, datetime], dict[str, Any]],
    revoked: Callable[[str, datetime], object],
) -> None:
    """Show App Home when it is opened; end a workspace's nudges when its token is dead."""

    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        owner = owner_of_event(body, str(event.get("user") or ""))
        at = instant_of(event.get("event_ts"), services.clock())
        services.afterwards.do(lambda: services.voice.publish(owner.team, owner.user, home(owner, at)))

    @app.event("tokens_revoked")
    def tokens_revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            revoked(str(body.get("team_id") or ""), instant_of(body.get("event_time"), services.clock()))

    @app.event("app_uninstalled")
    def app_uninstalled(body: dict[str, Any]) -> None:
        revoked(str(body.get("team_id") or ""), instant_of(body.get("event_time"), services.clock()))
