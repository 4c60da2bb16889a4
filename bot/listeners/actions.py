"""Buttons and menus: acknowledged after the commit, answered in the place of what was clicked.

A button's value is a claim about what it belongs to; `conversation` looks for that among the owner's own.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.blocks.forms import shown
from bot.blocks.message import Message
from bot.conversation import Reply
from bot.listeners.deliveries import Services, digest, follow, instant_of, owner_of_action
from bot.listeners.home import PAGE, page_named
from bot.listeners.modals import opens
from bot.listeners.opening import carried, open_form, show_page
from bot.network.owners import Owner

FAMILIES = re.compile(
    r"^(undo|redo|edit|choose|rhythm|when|kindly|nudge|try|home|import|person(?!:newer|:older))(:.*)?$"
)


def register(app: App, services: Services) -> None:
    """Take clicks on everything that `blocks` makes."""

    @app.action(FAMILIES)
    def pressed(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        name, value = _claim(action)
        if form := opens(name):
            open_form(services, body, action, form, value)
            ack()
            return
        owner = owner_of_action(body)
        if name.startswith(PAGE):
            ack()
            services.refresh_home(owner, None, page_named(value))
            return
        reply = services.conversation.press(
            owner,
            name,
            value,
            at=instant_of(action.get("action_ts"), services.clock()),
            key=digest("action", {"action": action, "user": owner.user, "where": body.get("container")}),
        )
        ack()
        if not reply.again:
            _show(services, body, owner, name, reply)


def _claim(action: dict[str, Any]) -> tuple[str, str]:
    """The name and the value of what was clicked; an overflow menu's option names its own: `snooze_month:<id>`."""
    option = action.get("selected_option")
    if not isinstance(option, dict):
        return str(action.get("action_id") or ""), str(action.get("value") or "")
    choice, _, value = str(option.get("value") or "").partition(":")
    if action.get("type") == "overflow":
        return f"nudge:{choice}", value
    return str(action.get("action_id") or ""), value  # somebody who was searched for: `c:<id>`


def _show(services: Services, body: dict[str, Any], owner: Owner, name: str, reply: Reply) -> None:
    view = body.get("view") or {}
    if view.get("type") == "home":
        _at_home(services, body, owner, reply)
        return
    follow(services, owner, reply)
    if view.get("callback_id") == "person":
        show_page(services, owner, str(view["id"]), carried(view), reply)
    elif view:
        said = shown(Message(reply.text, reply.blocks))
        services.afterwards.do(lambda: services.voice.update_view(owner.team, str(view["id"]), said))
    elif body.get("response_url") and not (name.startswith("nudge:") and reply.nudge):  # the nudge itself says so
        url, replace = str(body["response_url"]), not name.startswith("nudge:")
        services.afterwards.do(lambda: services.voice.respond(url, reply.text, reply.blocks, replace=replace))


def _at_home(services: Services, body: dict[str, Any], owner: Owner, reply: Reply) -> None:
    """On Home what was changed is shown there, with its Undo; what was asked, in a modal."""
    follow(services, owner, reply, at_home=True)
    if not reply.changed:
        said = shown(Message(reply.text, reply.blocks))
        services.voice.open(owner.team, str(body.get("trigger_id") or ""), said)
