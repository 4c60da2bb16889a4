"""Slash commands: the answer rides on the acknowledgement, after the commit."""

from __future__ import annotations

import re
from typing import Any, cast

from slack_bolt import Ack, App

from bot.language.meanings import Command
from bot.listeners.deliveries import Services, digest, follow, owner_of_command

COMMANDS = re.compile(r"^/(met|nudge|whois|rapport)$")


def register(app: App, services: Services) -> None:
    """Answer `/met`, `/nudge`, `/whois` and `/rapport`."""

    @app.command(COMMANDS)
    def answer(ack: Ack, body: dict[str, Any]) -> None:
        owner, text = owner_of_command(body), body.get("text") or ""
        reply = services.conversation.answer(
            owner,
            text,
            at=services.clock(),
            command=cast("Command", str(body["command"]).removeprefix("/")),
            source="command",
            key=digest("command", body),
        )
        ack(text=reply.text, blocks=reply.blocks, response_type="ephemeral")
        follow(services, owner, reply, said=text)
