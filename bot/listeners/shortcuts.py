"""Shortcuts: "Log an interaction" from anywhere, "Log this conversation" on any message, in any conversation."""

from __future__ import annotations

import html
import re
from typing import Any

from slack_bolt import Ack, App

from bot.forms import TITLES
from bot.listeners.deliveries import Services, instant_of, owner_of_action
from bot.listeners.modals import show

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def register(app: App, services: Services) -> None:
    """Open the form of an interaction, empty or about a message."""

    @app.shortcut("log_interaction")
    def log_interaction(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        _open(services, body, None, "")

    @app.shortcut("log_conversation")
    def log_conversation(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        message = body.get("message") or {}
        by_app = message.get("bot_id") or message.get("subtype") == "bot_message"
        member = None if by_app else str(message.get("user") or "") or None
        _open(services, body, member, _plain(str(message.get("text") or "")))


def _open(services: Services, body: dict[str, Any], member: str | None, text: str) -> None:
    owner, at = owner_of_action(body), instant_of(body.get("action_ts"), services.clock())

    def build() -> dict[str, Any]:
        name = services.name_of(owner, member) if member and member != owner.user else ""
        return services.forms.log(owner, at, {}, member=member, name=name, about=text)

    show(services, owner, str(body.get("trigger_id") or ""), TITLES["log"], build)


def _plain(text: str) -> str:
    """A message's text as one reads it: mentions and links by their labels, entities undone."""
    return html.unescape(_TOKEN.sub(_shown, text)).strip()


def _shown(token: re.Match[str]) -> str:
    kind, target, label = token.groups()
    return f"{kind if kind in '@#' else ''}{label}" if label else f"{kind}{target}"
