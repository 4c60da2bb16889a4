"""Everything that the page shows one member, as one JSON object."""

import copy
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.routes import Services
from bot.playground.shapes import app_json, view_json
from bot.playground.state import Channel, Ephemeral, Json, Person, Post, World


def page_state(services: Services, me: Person, channel: Channel) -> Json:
    """What `me` sees, with the messages of `channel`."""
    core, world = services.core, services.core.world
    team = world.teams[me.team]
    key = (me.team, me.id)
    home, until = world.home(me.team, me.id), services.people.toasts.get(key, (0.0, ""))
    channels = [one for one in world.channels_of(me.team, me.id) if not one.is_im]
    return {
        "teams": [{"id": one.id, "name": one.name} for one in world.teams.values()],
        "members": [_member(person) for person in world.members(me.team)],
        "me": me.id,
        "team": me.team,
        "app": app_json(core.manifest, team),
        "channels": [{"id": one.id, "name": one.name} for one in channels],
        "dm": world.dm(me.team, me.id).id,
        "messages": _messages(world, me, channel),
        "home": _shown(view_json(home, team)) if home else None,
        "modals": [_shown(view_json(view, team)) for view in world.modals(me.team, me.id)],
        "clock": core.now().isoformat(),
        "tz_clock": core.now().astimezone(ZoneInfo(me.timezone)).isoformat(),
        "quiet_until": _quiet_until(me, core.now()),
        "busy": services.people.busy.get(key, 0) > 0,
        "toast": until[1] if until[0] > time.monotonic() else None,
        "version": core.watchers.version,
        "frozen": core.clock.frozen_at is not None,
    }


def _quiet_until(me: Person, now: datetime) -> str | None:
    """Until when they paused notifications."""
    is_on = me.snoozed_until > now.timestamp()
    return datetime.fromtimestamp(me.snoozed_until, UTC).isoformat() if is_on else None


def _member(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.handle,
        "real_name": person.name,
        "title": person.title,
        "tz": person.timezone,
        "color": person.color,
        "is_bot": person.is_bot,
        "deleted": person.deleted,
    }


def _messages(world: World, me: Person, channel: Channel) -> list[Json]:
    """Kept and ephemeral messages, oldest first."""
    shown = [_post(world, channel, post) for post in channel.posts.values()]
    mine = (one for one in world.ephemerals.values() if (one.channel, one.user) == (channel.id, me.id))
    return sorted([*shown, *(_ephemeral(world, one) for one in mine)], key=lambda message: message["ts"])


def _post(world: World, channel: Channel, post: Post) -> Json:
    return {
        "ts": post.ts,
        "channel": channel.id,
        "user": post.user,
        "text": post.text,
        "blocks": _blocks(post.blocks),
        "reactions": [{"name": name, "users": users} for name, users in post.reactions.items()],
        "edited": post.edited is not None and not (post.by_app and post.blocks),  # Slack shows it for text only
        "thread_ts": post.thread_ts,
        "reply_count": len(channel.replies(post.ts)),
        "ephemeral": False,
        "ephemeral_id": None,
        "files": [file_of(world, file) for file in post.files if file in world.files],
        "system": post.system,
    }


def _ephemeral(world: World, one: Ephemeral) -> Json:
    return {
        "ts": one.ts,
        "channel": one.channel,
        "user": world.teams[one.team].bot_user if one.by_app else "USLACKBOT",
        "text": one.text,
        "blocks": _blocks(one.blocks),
        "reactions": [],
        "edited": False,
        "thread_ts": one.thread_ts,
        "reply_count": 0,
        "ephemeral": True,
        "ephemeral_id": one.id,
        "files": [],
        "system": not one.by_app,
    }


def file_of(world: World, file: str) -> Json:
    """A file as the page shows it."""
    kept = world.files[file]
    shape = {"id": kept.id, "name": kept.name, "title": kept.title or kept.name, "mimetype": kept.mimetype}
    return shape | {"size": len(kept.content), "url": f"/ui/file/{kept.id}?team={kept.team}"}


def _shown(view: Json) -> Json:
    return view | {"blocks": _blocks(view["blocks"])}


def _blocks(blocks: list[Json]) -> list[Json]:
    """Blocks in which images of uploaded files have an address that the page can show."""
    blocks = copy.deepcopy(blocks)
    images = [part for block in blocks for part in (block, block.get("accessory"), *(block.get("elements") or []))]
    for image in images:
        if isinstance(image, dict) and image.get("type") == "image" and "slack_file" in image:
            image["image_url"] = f"/ui/file/{image['slack_file'].get('id', '')}"
    return blocks
