"""Slash commands, interactions and requests for options, as Slack sends them. Events: `events`."""

from bot.playground.core import Core
from bot.playground.shapes import APP_ID, message_json, view_json
from bot.playground.state import Channel, Ephemeral, Json, OpenView, Person, Post

Source = Post | Ephemeral | OpenView
"""What a person clicks on."""


def command(core: Core, person: Person, channel: Channel, name: str, text: str) -> Json:
    """The form of a slash command; `text` is escaped already."""
    team = core.world.teams[person.team]
    url = core.new_response_url(person.team, person.id, channel.id)
    return {
        "token": "playground",
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": core.new_trigger(person.team, person.id),
    }


def _common(core: Core, person: Person, kind: str) -> Json:
    team = core.world.teams[person.team]
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": team.id},
        "api_app_id": APP_ID,
        "token": "playground",
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def _place(core: Core, source: Source, channel: Channel | None) -> Json:
    """Where an interaction happened: in a message, in an ephemeral one (which has no `message`), or in a view."""
    if isinstance(source, OpenView):
        view = view_json(source, core.world.teams[source.team])
        return {"container": {"type": "view", "view_id": source.id}, "view": view}
    container: Json = {"type": "message", "message_ts": source.ts, "is_ephemeral": isinstance(source, Ephemeral)}
    if channel is None:
        raise ValueError("a message is in a conversation")
    place: Json = {"container": container | {"channel_id": channel.id}, "channel": _channel(channel)}
    if source.thread_ts:
        place["container"]["thread_ts"] = source.thread_ts
    if isinstance(source, Post):
        place["message"] = message_json(source, channel, core.world, metadata=True)
    return place


def block_actions(
    core: Core, person: Person, source: Source, channel: Channel | None, action: Json, values: Json
) -> Json:
    """A click or a choice in blocks."""
    view = source.id if isinstance(source, OpenView) else None
    payload = _common(core, person, "block_actions") | _place(core, source, channel)
    payload["trigger_id"] = core.new_trigger(person.team, person.id, view)
    payload["actions"] = [action | {"action_ts": core.stamps.next("actions")}]
    if isinstance(source, OpenView):
        return payload
    payload["state"] = {"values": values}
    where = source.channel if isinstance(source, Ephemeral) else (channel.id if channel else "")
    of = {"ephemeral_id": source.id} if isinstance(source, Ephemeral) else {"message_ts": source.ts}
    payload["response_url"] = core.new_response_url(person.team, person.id, where, **of)
    return payload


def block_suggestion(core: Core, person: Person, source: Source, channel: Channel | None, asked: Json) -> Json:
    """A request for the options of an external menu; `asked` has its action_id, block_id and the value typed."""
    return _common(core, person, "block_suggestion") | _place(core, source, channel) | asked


def view_submission(core: Core, person: Person, view: OpenView) -> Json:
    """A modal was submitted."""
    shape = view_json(view, core.world.teams[view.team])
    trigger = core.new_trigger(person.team, person.id, view.id)
    more = {"trigger_id": trigger, "view": shape, "response_urls": []}
    return _common(core, person, "view_submission") | more


def view_closed(core: Core, person: Person, view: OpenView, *, cleared: bool) -> Json:
    """A modal was closed unsubmitted."""
    shape = view_json(view, core.world.teams[view.team])
    return _common(core, person, "view_closed") | {"view": shape, "is_cleared": cleared}


def global_shortcut(core: Core, person: Person, callback_id: str) -> Json:
    """A shortcut that belongs to no message."""
    more = {"callback_id": callback_id, "action_ts": core.stamps.next("actions")}
    return _common(core, person, "shortcut") | more | {"trigger_id": core.new_trigger(person.team, person.id)}


def message_shortcut(core: Core, person: Person, callback_id: str, channel: Channel, post: Post) -> Json:
    """A shortcut of a message; works in conversations that the app is not in."""
    url = core.new_response_url(person.team, person.id, channel.id, message_ts=post.ts)
    return _common(core, person, "message_action") | {
        "callback_id": callback_id,
        "action_ts": core.stamps.next("actions"),
        "trigger_id": core.new_trigger(person.team, person.id),
        "response_url": url,
        "message_ts": post.ts,
        "channel": _channel(channel),
        "message": message_json(post, channel, core.world, metadata=True),
    }
