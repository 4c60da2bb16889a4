"""The events that the app is told of, in Slack's shapes. How they get there: `delivery`."""

import asyncio
import secrets

from bot.playground import web_dnd
from bot.playground.core import Core
from bot.playground.delivery import Delivery
from bot.playground.shapes import APP_ID, message_json, user_json, view_json
from bot.playground.state import Channel, Json, Person, Post, StoredFile

Sent = asyncio.Task[Delivery] | None


def send(core: Core, team_id: str, event: Json) -> Sent:
    """Wrap an event as the Events API does, and start its delivery."""
    team = core.world.teams[team_id]
    if not team.installed and event["type"] not in ("app_uninstalled", "tokens_revoked"):
        return None
    authorization = {
        "enterprise_id": None,
        "team_id": team_id,
        "user_id": team.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    envelope: Json = {
        "token": "playground",
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        # By chance, not counted: an app remembers ids for longer than a playground that is begun anew.
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": core.clock.seconds(),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(16)}",
    }
    return core.outlet.event(envelope)


def hears(core: Core, channel: Channel) -> bool:
    """Whether there is an app, and it is in a conversation: it is told of nothing in others."""
    return core.outlet.connected and core.team_of(channel).bot_user in channel.members


def _type(channel: Channel) -> str:
    return "im" if channel.is_im else "channel"


def message(core: Core, channel: Channel, post: Post) -> Sent:
    """A message was written, by a person or by the app itself."""
    if not hears(core, channel):
        return None
    told = message_json(post, channel, core.world, metadata=True)
    told |= {"channel": channel.id, "event_ts": post.ts, "channel_type": _type(channel)}
    if post.files:
        told |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
    mentioned = f"<@{core.team_of(channel).bot_user}>" in post.text and not channel.is_im and not post.by_app
    mention = None
    if mentioned:
        kept = {key: value for key, value in told.items() if key not in ("channel_type", "subtype")}
        mention = send(core, channel.team, kept | {"type": "app_mention"})
    return send(core, channel.team, told) or mention


def changed(core: Core, channel: Channel, post: Post, before: Json) -> Sent:
    """A message was edited; `before` is how it looked."""
    if not hears(core, channel):
        return None
    ts = core.stamp(channel)
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(post, channel, core.world, metadata=True) | {"source_team": channel.team},
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": _type(channel),
    }
    return send(core, channel.team, event)


def deleted(core: Core, channel: Channel, before: Json) -> Sent:
    """A message was deleted; `before` is how it looked."""
    if not hears(core, channel):
        return None
    ts = core.stamp(channel)
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": before["ts"],
        "ts": ts,
        "event_ts": ts,
        "channel_type": _type(channel),
    }
    return send(core, channel.team, event)


def reaction(core: Core, channel: Channel, post: Post, user: str, name: str, *, added: bool) -> Sent:
    """Somebody reacted to a message, or took that back."""
    if not hears(core, channel):
        return None
    event = {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": post.ts},
        "item_user": post.user,
        "event_ts": core.stamps.next("reactions"),
    }
    return send(core, channel.team, event)


def home_opened(core: Core, person: Person, tab: str = "home") -> Sent:
    """Somebody opened the app's Home or Messages tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": core.world.dm(person.team, person.id).id,
        "tab": tab,
        "event_ts": core.stamps.next("home"),
    }
    view = core.world.home(person.team, person.id)
    if tab == "home" and view:
        event["view"] = view_json(view, core.world.teams[person.team])
    return send(core, person.team, event)


def file_shared(core: Core, channel: Channel, post: Post, file: StoredFile) -> Sent:
    """A file was put into a conversation: comes beside the message that carries it."""
    if not hears(core, channel):
        return None
    event = {
        "type": "file_shared",
        "channel_id": channel.id,
        "file_id": file.id,
        "user_id": file.user,
        "file": {"id": file.id},
        "event_ts": post.ts,
    }
    return send(core, channel.team, event)


def team_join(core: Core, person: Person) -> Sent:
    """Somebody became a member of a workspace."""
    user = user_json(person, core.now(), email="users:read.email" in core.manifest.scopes)
    return send(core, person.team, {"type": "team_join", "user": user, "event_ts": core.stamps.next("users")})


def user_change(core: Core, person: Person) -> Sent:
    """Somebody's profile changed, or they were deactivated."""
    event = {
        "type": "user_change",
        "user": user_json(person, core.now(), email="users:read.email" in core.manifest.scopes),
        "cache_ts": core.clock.seconds(),
        "event_ts": core.stamps.next("users"),
    }
    return send(core, person.team, event)


def dnd_updated(core: Core, person: Person) -> Sent:
    """Somebody is to be disturbed no more, or again."""
    told = web_dnd.status(person, core.now())
    event = {"type": "dnd_updated_user", "user": person.id, "dnd_status": told, "event_ts": core.stamps.next("users")}
    return send(core, person.team, event)


def tokens_revoked(core: Core, team: str) -> Sent:
    """The app's token of a workspace died; names the bot's user id, not the token."""
    tokens = {"oauth": [], "bot": [core.world.teams[team].bot_user]}
    return send(core, team, {"type": "tokens_revoked", "tokens": tokens, "event_ts": core.stamps.next("app")})


def app_uninstalled(core: Core, team: str) -> Sent:
    """The app was removed from a workspace."""
    return send(core, team, {"type": "app_uninstalled", "event_ts": core.stamps.next("app")})
