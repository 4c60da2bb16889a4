"""Direct messages to the bot are commands too: editing one amends what it said, deleting one takes it back.

They come as events, whose acknowledgement cannot carry an answer: it is posted after the commit.
"""

from __future__ import annotations

import re
from typing import Any, cast

from slack_bolt import App

from bot.conversation import Place, Reply, message_key
from bot.language.meanings import Command
from bot.listeners.deliveries import Services, event_key, follow, instant_of, our_users, owner_of_event
from bot.listeners.files import dropped

_SPOKEN = re.compile(r"\s*/(met|nudge|whois|rapport)\b\s*", re.IGNORECASE)  # slash commands do not work in threads
_READ = frozenset({None, "file_share"})


def register(app: App, services: Services) -> None:
    """Answer direct messages."""

    @app.event("message")
    def message(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("channel_type") != "im" or event.get("bot_id") or event.get("user") in our_users(body):
            return
        subtype = event.get("subtype")
        if subtype in _READ:
            _said(services, body, event)
        elif subtype == "message_changed":
            _edited(services, body, event)
        elif subtype == "message_deleted":
            _deleted(services, body, event)


def _said(services: Services, body: dict[str, Any], event: dict[str, Any]) -> None:
    user, text = event.get("user"), event.get("text") or ""
    has_files = bool(user) and dropped(services, body, event)
    if not user or not text.strip():
        return
    command, sentence = _command_in(text)
    place = Place(event["channel"], event["ts"])
    thread_ts = event.get("thread_ts")
    reply = services.conversation.answer(
        owner_of_event(body, user),
        sentence,
        at=instant_of(event["ts"], services.clock()),
        command=command,
        source="dm",
        key=message_key(place),
        message=place,
        thread=Place(place.channel, thread_ts) if thread_ts else None,
    )
    if has_files and not reply.understood:
        return  # words that came with a file, such as "my contacts": the file is answered
    _post(services, body, event, place, thread_ts, reply)


def _command_in(text: str) -> tuple[Command, str]:
    spoken = _SPOKEN.match(text)
    if spoken is None:
        return "dm", text
    return cast("Command", spoken[1].lower()), text[spoken.end() :]


def _edited(services: Services, body: dict[str, Any], event: dict[str, Any]) -> None:
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    user, text = now.get("user"), now.get("text") or ""
    if not user or now.get("bot_id") or text == before.get("text") or not text.strip():
        return  # Slack also tells of a preview that was added, and of the bot's own rewriting
    place = Place(event["channel"], now["ts"])
    at = instant_of((now.get("edited") or {}).get("ts") or event.get("event_ts"), services.clock())
    command, sentence = _command_in(text)
    thread_ts = now.get("thread_ts")
    reply = services.conversation.amend(
        owner_of_event(body, user),
        sentence,
        at=at,
        message=place,
        command=command,
        thread=Place(place.channel, thread_ts) if thread_ts else None,
        key=event_key(body),
    )
    if now.get("files") and not reply.understood:
        return  # as when it was written: the file is answered
    _post(services, body, event, place, thread_ts, reply)


def _deleted(services: Services, body: dict[str, Any], event: dict[str, Any]) -> None:
    before = event.get("previous_message") or {}
    user, ts = before.get("user"), event.get("deleted_ts") or before.get("ts")
    if not user or before.get("bot_id") or not ts:
        return
    place = Place(event["channel"], ts)
    at = instant_of(event.get("event_ts"), services.clock())
    reply = services.conversation.withdraw(owner_of_event(body, user), at=at, message=place, key=event_key(body))
    if reply is not None:
        _post(services, body, event, place, before.get("thread_ts"), reply)


def _post(
    services: Services, body: dict[str, Any], event: dict[str, Any], place: Place, thread_ts: str | None, reply: Reply
) -> None:
    if reply.again:
        return
    team, message = str(body.get("team_id") or ""), reply.as_message
    services.afterwards.do(lambda: services.voice.say(team, place.channel, message.text, message.blocks, thread_ts))
    told = event.get("message") or event.get("previous_message") or event
    owner = owner_of_event(body, str(told.get("user") or ""))
    follow(services, owner, reply, said=str(told.get("text") or ""))
