"""What every listener takes from a Slack payload: who, when, and the key of the delivery.

The key is the same however often, and by whichever way, Slack delivers one thing. Events have an id; commands and
clicks have none of their own, so theirs is a digest of everything in the payload that does not change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.conversation import Conversation, Reply
from bot.exchange import Exchange
from bot.forms import Forms
from bot.homes import Homes
from bot.network.owners import Owner
from bot.slack.files import Files
from bot.slack.saying import Afterwards, Voice

Clock = Callable[[], datetime]
_CHANGING = frozenset({"token"})


@dataclass(frozen=True, slots=True)
class Services:
    """What listeners work with.

    `show_nudge` rewrites the message of a nudge that was answered, `learn_members` asks Slack who was mentioned,
    `name_of` who one of them is (at once; empty when it does not say, None for a bot). `refresh_home` shows an owner's
    App Home anew where it was opened, with an answer above all else and the pages turned to, if any; it returns at
    once.
    """

    conversation: Conversation
    forms: Forms
    exchange: Exchange
    voice: Voice
    files: Files
    afterwards: Afterwards
    clock: Clock
    show_nudge: Callable[[], object]
    learn_members: Callable[[], object]
    name_of: Callable[[Owner, str], str | None]
    homes: Homes
    refresh_home: Callable[[Owner, Reply | None, Mapping[str, int]], object]


def follow(services: Services, owner: Owner, reply: Reply, said: str = "", *, at_home: bool = False) -> None:
    """What comes after the acknowledgement, whatever surface it was.

    `said` is the text as Slack sent it; `at_home` that App Home is where the answer to a change is shown.
    """
    if reply.again:
        return
    if reply.nudge:
        services.afterwards.do(services.show_nudge)
    if reply.changed and (reply.at_home or at_home):
        services.refresh_home(owner, reply if at_home else None, {})
    if reply.exports:
        services.afterwards.do(lambda: send_export(services, owner))
    if "<@" in said:
        services.afterwards.do(services.learn_members)


def send_export(services: Services, owner: Owner, form: str = "json") -> None:
    """Bring the export that was promised; where that fails, say so."""
    made = services.exchange.export(owner, services.clock(), form)
    if made is None or not services.files.send(owner.team, owner.user, *made):
        message = services.exchange.export_failed()
        services.voice.say(owner.team, owner.user, message.text, message.blocks)


def owner_of_command(body: Mapping[str, Any]) -> Owner:
    """Who typed a slash command."""
    return Owner(team=str(body.get("team_id") or body.get("enterprise_id") or ""), user=str(body.get("user_id") or ""))


def owner_of_action(body: Mapping[str, Any]) -> Owner:
    """Who clicked: `user.team_id` is theirs in a shared channel, `team.id` the one the app is installed in."""
    team = body.get("team") or {}
    user = body.get("user") or {}
    return Owner(team=str(team.get("id") or user.get("team_id") or ""), user=str(user.get("id") or ""))


def owner_of_event(body: Mapping[str, Any], user: str) -> Owner:
    """Whose event it is."""
    return Owner(team=str(body.get("team_id") or ""), user=user)


def our_users(body: Mapping[str, Any]) -> frozenset[str]:
    """The bot's own user ids in an event: a file that it sent comes back as a message of theirs."""
    authorizations = body.get("authorizations") or []
    return frozenset(str(one.get("user_id")) for one in authorizations if one.get("is_bot"))


def event_key(body: Mapping[str, Any]) -> str:
    """The key of an event: its id, which retries share."""
    event_id = body.get("event_id")
    return f"event:{event_id}" if event_id else digest("event", body)


def digest(kind: str, body: Mapping[str, Any]) -> str:
    """The key of what has no id: a digest of all that is said in it."""
    plain = {name: value for name, value in body.items() if name not in _CHANGING}
    text = json.dumps(plain, sort_keys=True, default=str)
    return f"{kind}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def instant_of(ts: object, now: datetime) -> datetime:
    """The instant of a Slack timestamp in UTC; `now` where there is none that can be read."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return now
