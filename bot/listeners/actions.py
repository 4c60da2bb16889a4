"""Buttons and menus: acknowledged after the commit, answered in the place of what was clicked.

A button's value is a claim about what it belongs to; `conversation` looks for that among the owner's own.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.conversation import Reply
from bot.listeners.deliveries import Services, digest, instant_of, owner_of_action

FAMILIES = re.compile(r"^(undo|redo|choose|rhythm|when|nudge|try|home)(:.*)?$")


def register(app: App, services: Services) -> None:
    """Take clicks on everything that `blocks` makes."""

    @app.action(FAMILIES)
    def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        name, value = _claim(action)
        owner = owner_of_action(body)
        reply = services.conversation.press(
            owner,
            name,
            value,
            at=instant_of(action.get("action_ts"), services.clock()),
            key=digest("action", {"action": action, "user": owner.user, "where": body.get("container")}),
        )
        ack()
        if not reply.again:
            _show(services, body, owner.team, owner.user, name, reply)


def _claim(action: dict[str, Any]) -> tuple[str, str]:
    """The name and the value of what was clicked; an overflow menu's option names its own: `snooze_month:<id>`."""
    option = action.get("selected_option")
    if action.get("type") == "overflow" and isinstance(option, dict):
        choice, _, value = str(option.get("value") or "").partition(":")
        return f"nudge:{choice}", value
    return str(action.get("action_id") or ""), str(action.get("value") or "")


def _show(services: Services, body: dict[str, Any], team: str, user: str, name: str, reply: Reply) -> None:
    if reply.nudge:
        services.afterwards.do(services.show_nudge)
    if name.startswith("nudge:") and reply.nudge:
        return  # the nudge itself says what was done
    response_url = body.get("response_url")
    if response_url:
        replace = not name.startswith(("nudge:", "home:"))
        services.afterwards.do(lambda: services.voice.respond(response_url, reply.text, reply.blocks, replace=replace))
