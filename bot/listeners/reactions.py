"""Emoji reactions on a nudge are answers; taking one away takes the answer back. Only its owner's count."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.conversation import Place
from bot.listeners.deliveries import Services, event_key, follow, instant_of, owner_of_event


def register(app: App, services: Services) -> None:
    """Take reactions that come and go."""

    @app.event("reaction_added")
    def added(body: dict[str, Any], event: dict[str, Any]) -> None:
        _take(services, body, event, is_there=True)

    @app.event("reaction_removed")
    def removed(body: dict[str, Any], event: dict[str, Any]) -> None:
        _take(services, body, event, is_there=False)


def _take(services: Services, body: dict[str, Any], event: dict[str, Any], *, is_there: bool) -> None:
    item = event.get("item") or {}
    if item.get("type") != "message":
        return
    event_ts = str(event.get("event_ts") or "")
    owner = owner_of_event(body, str(event.get("user") or ""))
    place = Place(str(item.get("channel") or ""), str(item.get("ts") or ""))
    reply = services.conversation.react(
        owner,
        place,
        str(event.get("reaction") or ""),
        is_there=is_there,
        event_ts=event_ts,
        at=instant_of(event_ts, services.clock()),
        key=event_key(body),
    )
    if reply is None:
        return
    follow(services, owner, reply)
    if reply.text:  # in the message's thread
        services.afterwards.do(
            lambda: services.voice.say(owner.team, place.channel, reply.text, reply.blocks, place.ts)
        )
