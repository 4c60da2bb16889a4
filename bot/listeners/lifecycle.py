"""Comings and goings in a workspace: tokens revoked, the app removed, a member changed or gone. App Home: `home`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import App

from bot.listeners.deliveries import Services, instant_of


def register(
    app: App,
    services: Services,
    *,
    revoked: Callable[[str, str, datetime], object],
    member_changed: Callable[[str, dict[str, Any]], object],
) -> None:
    """End a workspace's nudges when its token is dead, and a person's when they left; learn what is new.

    `revoked` is given an organisation and a workspace; no workspace where it is the organisation that had installed.
    """

    @app.event("user_change")
    def user_change(body: dict[str, Any], event: dict[str, Any]) -> None:
        member_changed(str(body.get("team_id") or ""), event.get("user") or {})

    @app.event("tokens_revoked")
    def tokens_revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            _removed(body)

    @app.event("app_uninstalled")
    def app_uninstalled(body: dict[str, Any]) -> None:
        _removed(body)

    def _removed(body: dict[str, Any]) -> None:
        of = next(iter(body.get("authorizations") or []), body)
        enterprise = str(of.get("enterprise_id") or body.get("enterprise_id") or "")
        is_whole = bool(of.get("is_enterprise_install") or body.get("is_enterprise_install")) and enterprise != ""
        team = "" if is_whole else str(body.get("team_id") or "")
        revoked(enterprise, team, instant_of(body.get("event_time"), services.clock()))
