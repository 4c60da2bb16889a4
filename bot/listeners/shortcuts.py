"""Shortcuts: "Log an interaction" from anywhere, "Log this conversation" on any message, in any conversation."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.forms import TITLES
from bot.listeners.deliveries import Services, instant_of, owner_of_action
from bot.listeners.opening import show
from bot.network.owners import Owner

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_MOST = 10  # people of one message: Slack is asked about each who is not known


def register(app: App, services: Services) -> None:
    """Open the form of an interaction, empty or about a message."""

    @app.shortcut("log_interaction")
    def log_interaction(ack: Ack, body: dict[str, Any]) -> None:
        owner, at = owner_of_action(body), instant_of(body.get("action_ts"), services.clock())
        show(services, owner, body, TITLES["log"], lambda: services.forms.log(owner, at, {}))
        ack()

    @app.shortcut("log_conversation")
    def log_conversation(ack: Ack, body: dict[str, Any]) -> None:
        owner, at = owner_of_action(body), instant_of(body.get("action_ts"), services.clock())
        show(services, owner, body, TITLES["log"], lambda: _about_message(services, owner, body, at))
        ack()


def _about_message(services: Services, owner: Owner, body: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The form about a message: who wrote it and whom it mentions, what it says, and the day on which it was said."""
    message = body.get("message") or {}
    text = str(message.get("text") or "")
    names = _people(services, owner, message, text)
    members = {member: name for member, name in names.items() if name is not None}
    shown = {member: name for member, name in names.items() if name}
    return services.forms.log_message(owner, at, members, _plain(text, shown), instant_of(message.get("ts"), at))


def _people(services: Services, owner: Owner, message: dict[str, Any], text: str) -> dict[str, str | None]:
    """The name of each member who takes part: empty when Slack does not say it, None for a bot, who is nobody."""
    by_app = message.get("bot_id") or message.get("subtype") == "bot_message"
    author = "" if by_app else str(message.get("user") or "")
    mentioned = [target for kind, target, _ in _TOKEN.findall(text) if kind == "@"]
    members = dict.fromkeys(one for one in (author, *mentioned) if one and one != owner.user)
    return {member: services.name_of(owner, member) for member in list(members)[:_MOST]}


def _plain(text: str, names: Mapping[str, str]) -> str:
    """A message's text as one reads it: mentions and links by their names and labels, entities undone."""

    def shown(token: re.Match[str]) -> str:
        kind, target, label = token.groups()
        label = names.get(target, label) if kind == "@" else label
        return f"{kind if kind in '@#' else ''}{label}" if label else f"{kind}{target}"

    return html.unescape(_TOKEN.sub(shown, text)).strip()
