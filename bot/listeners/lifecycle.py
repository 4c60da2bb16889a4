"""Comings and goings in a workspace: tokens revoked, the app removed, a member changed or gone. App Home: `home`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt import App

from bot.listeners.deliveries import Services, instant_of

AccessChanged = Callable[[str, Sequence[str], datetime, bool], object]


def register(
    app: App,
    services: Services,
    *,
    revoked: Callable[[str, str, datetime], object],
    access_changed: AccessChanged,
    member_changed: Callable[[str, dict[str, Any]], object],
) -> None:
    """End a workspace's nudges when its token is dead, and a person's when they left; learn what is new.

    `revoked` is given an organisation and a workspace; no workspace where it is the organisation that had installed.
    `access_changed` is given an organisation, some of its workspaces, and whether it let the app into them.
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

    @app.event("team_access_revoked")
    def team_access_revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        _changed(body, event, is_in=False)

    @app.event("team_access_granted")
    def team_access_granted(body: dict[str, Any], event: dict[str, Any]) -> None:
        _changed(body, event, is_in=True)

    def _changed(body: dict[str, Any], event: dict[str, Any], *, is_in: bool) -> None:
        teams = [str(team) for team in event.get("team_ids") or []]
        access_changed(_enterprise(body), teams, instant_of(body.get("event_time"), services.clock()), is_in)

    def _enterprise(body: dict[str, Any]) -> str:
        of = next(iter(body.get("authorizations") or []), body)
        return str(of.get("enterprise_id") or body.get("enterprise_id") or "")

    def _removed(body: dict[str, Any]) -> None:
        of = next(iter(body.get("authorizations") or []), body)
        enterprise = _enterprise(body)
        is_whole = bool(of.get("is_enterprise_install") or body.get("is_enterprise_install")) and enterprise != ""
        team = "" if is_whole else str(body.get("team_id") or "")
        revoked(enterprise, team, instant_of(body.get("event_time"), services.clock()))
