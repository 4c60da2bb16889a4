"""Files dropped into the direct messages: looked at, and imported on a click; fetching them comes after the ack.

The buttons carry Slack's id of the file, which is a claim: a file is taken from who sent it only.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.blocks.message import Message
from bot.conversation import Place
from bot.listeners.deliveries import Services, event_key, instant_of, owner_of_action, owner_of_event
from bot.network.owners import Owner
from bot.slack.files import NotFetched, SlackFile, file_of

_MOST = 5  # files of one message


def register(app: App, services: Services) -> None:
    """Take the clicks on a file's preview. Files themselves come with `messages`."""

    @app.action(re.compile("^file:(import|cancel)$"))
    def decided(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        owner, file = owner_of_action(body), str(action.get("value") or "")
        at = instant_of(action.get("action_ts"), services.clock())
        if action.get("action_id") == "file:import":
            services.afterwards.do(lambda: _import(services, owner, file, at, body.get("response_url")))
        else:
            _respond(services, body.get("response_url"), services.exchange.cancelled())


def _respond(services: Services, response_url: str | None, message: Message) -> None:
    if response_url:
        services.afterwards.do(lambda: services.voice.respond(response_url, message.text, message.blocks))


def _import(services: Services, owner: Owner, file_id: str, at: datetime, response_url: str | None) -> None:
    file = services.files.find(owner.team, file_id)
    if isinstance(file, SlackFile) and file.user == owner.user:
        content = services.files.fetch(owner.team, file)
        name = file.name
    else:
        content, name = NotFetched(file.code if isinstance(file, NotFetched) else "gone"), ""
    if isinstance(content, NotFetched):
        message = services.exchange.refused(name, content.code)
    else:
        message = services.exchange.take(owner, name, content, at)
        services.refresh_home(owner, None, {})
    _respond(services, response_url, message)


def dropped(services: Services, body: dict[str, Any], event: dict[str, Any]) -> bool:
    """Look into the files of a message, once it is acknowledged; whether there are any that may hold contacts."""
    files = [file_of(data) for data in event.get("files") or [] if isinstance(data, dict)]
    files = [file for file in files if file.may_hold_contacts][:_MOST]
    owner, at = owner_of_event(body, str(event.get("user") or "")), instant_of(event.get("ts"), services.clock())
    if files and services.conversation.is_new(owner, f"files:{event_key(body)}", at):
        place = Place(str(event["channel"]), str(event["ts"]))
        for file in files:
            services.afterwards.do(partial(_look_at, services, owner, file, at, place))
    return bool(files)


def _look_at(services: Services, owner: Owner, file: SlackFile, at: datetime, place: Place) -> None:
    content = services.files.fetch(owner.team, file)
    if isinstance(content, NotFetched):
        message = services.exchange.refused(file.name, content.code)
    else:
        message = services.exchange.preview(owner, file.id, file.name, content, at)
    message = services.exchange.unasked(owner, message)
    services.voice.say(owner.team, place.channel, message.text, message.blocks)
