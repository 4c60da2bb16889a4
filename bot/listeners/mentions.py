"""Mentions of the bot in conversations that it is in: a sentence like any other, answered to the asker alone."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.listeners.deliveries import Services, follow, instant_of, our_users, owner_of_event


def register(app: App, services: Services) -> None:
    """Answer mentions."""

    @app.event("app_mention")
    def mentioned(body: dict[str, Any], event: dict[str, Any]) -> None:
        user, ours = event.get("user"), {str(body.get(key)) for key in ("team_id", "enterprise_id") if body.get(key)}
        if not user or event.get("bot_id") or str(event.get("user_team") or next(iter(ours), "")) not in ours:
            return  # a bot, or somebody of another organisation, who has no network here
        owner, text = owner_of_event(body, str(user)), str(event.get("text") or "")
        channel = str(event.get("channel") or "")
        reply = services.conversation.answer(
            owner,
            _without_us(text, body) or "help",
            at=instant_of(event.get("ts"), services.clock()),
            command="dm",
            source="mention",
            key=f"mention:{channel}:{event.get('ts')}",  # one message, though it be edited and told of again
        )
        if not reply.again:
            thread = event.get("thread_ts")
            services.afterwards.do(
                lambda: services.voice.whisper(owner.team, channel, owner.user, reply.text, reply.blocks, thread)
            )
            follow(services, owner, reply, said=text)


def _without_us(text: str, body: dict[str, Any]) -> str:
    """The sentence, without the name of the bot in it."""
    for user in our_users(body):
        text = re.sub(rf"<@{re.escape(user)}(\|[^>]*)?>[,:]?", " ", text)
    return text.strip()
