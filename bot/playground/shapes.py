"""How what is in `state` looks in Slack's answers and events."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.manifest import Manifest
from bot.playground.state import Channel, Json, OpenView, Person, Post, StoredFile, Team, World

APP_ID = "A0PLAYGROUND"


def user_json(person: Person, at: datetime, *, email: bool) -> Json:
    """A user object; whoever is deleted has no zone, real name or role any more."""
    shape: Json = {
        "id": person.id,
        "team_id": person.home or person.team,
        "name": person.handle,
        "deleted": person.deleted,
        "profile": profile_json(person, email=email),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1,
    }
    if person.deleted:
        return shape
    local = at.astimezone(ZoneInfo(person.timezone))
    return shape | {
        "color": person.color,
        "real_name": person.name,
        "tz": person.timezone,
        "tz_label": local.tzname() or person.timezone,
        "tz_offset": int((local.utcoffset() or timedelta()).total_seconds()),
        "locale": person.locale,
        "is_admin": person.is_admin,
        "is_owner": person.is_admin,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def profile_json(person: Person, *, email: bool) -> Json:
    """A person's profile, with the address only for those who may see it."""
    first, _, last = person.name.partition(" ")
    avatar = hashlib.sha1(f"{person.team}{person.id}".encode(), usedforsecurity=False).hexdigest()[:12]
    shape: Json = {
        "title": person.title,
        "phone": person.phone,
        "skype": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first,
        "last_name": last,
        "avatar_hash": avatar,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
        "start_date": person.start_date,
        "fields": {},
        "team": person.team,
    }
    if email and person.email:
        shape["email"] = person.email
    if person.is_bot:
        shape["api_app_id"] = APP_ID
    return shape


def team_json(team: Team) -> Json:
    """A workspace as team.info answers it."""
    return {
        "id": team.id,
        "name": team.name,
        "url": team_url(team),
        "domain": team.domain,
        "email_domain": "",
        "icon": {"image_default": True},
        "enterprise_id": None,
    }


def team_url(team: Team) -> str:
    """The address of a workspace, as auth.test answers it."""
    return f"https://{team.domain}.slack.com/"


def channel_json(channel: Channel, bot_user: str) -> Json:
    """A conversation as the app sees it."""
    if channel.is_im:
        user = next((member for member in channel.members if member != bot_user), bot_user)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": channel.team,
            "user": user,
            "is_user_deleted": False,
            "is_open": True,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": False,
        "is_general": channel.name == "general",
        "is_member": bot_user in channel.members,
        "created": channel.created,
        "context_team_id": channel.team,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_json(post: Post, channel: Channel, world: World, *, metadata: bool = False) -> Json:
    """A message as conversations.history and events have it; its metadata only when asked for."""
    team = world.teams[channel.team]
    shape: Json = {"type": "message", "user": post.user, "ts": post.ts, "team": channel.team, "text": post.text}
    if post.by_app:
        shape |= {"bot_id": team.bot_id, "app_id": APP_ID, "bot_profile": bot_json(team, world)}
    if post.client_msg_id:
        shape["client_msg_id"] = post.client_msg_id
    if post.blocks:
        shape["blocks"] = post.blocks
    if post.files:
        shape["files"] = [file_json(world.files[file], world) for file in post.files if file in world.files]
    if post.edited:
        shape["edited"] = {"user": post.user, "ts": post.edited}
    if post.reactions:
        shape["reactions"] = reactions_json(post)
    if metadata and post.metadata:
        shape["metadata"] = post.metadata
    return shape | _thread_json(post, channel)


def _thread_json(post: Post, channel: Channel) -> Json:
    if post.thread_ts and post.thread_ts != post.ts:
        root = channel.posts.get(post.thread_ts)
        return {"thread_ts": post.thread_ts} | ({"parent_user_id": root.user} if root else {})
    replies = channel.replies(post.ts)
    if not replies:
        return {}
    return {
        "thread_ts": post.ts,
        "reply_count": len(replies),
        "reply_users_count": len({reply.user for reply in replies}),
        "reply_users": sorted({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def reactions_json(post: Post) -> list[Json]:
    """The reactions to a message, the first given first."""
    return [{"name": name, "users": users, "count": len(users)} for name, users in post.reactions.items()]


def bot_json(team: Team, world: World) -> Json:
    """The app's bot as bots.info answers it."""
    return {
        "id": team.bot_id,
        "app_id": APP_ID,
        "user_id": team.bot_user,
        "name": world.people[team.id, team.bot_user].name,
        "deleted": not team.installed,
        "updated": 1,
        "icons": {},
        "team_id": team.id,
    }


def view_json(view: OpenView, team: Team) -> Json:
    """A view as views.* and interactions have it."""
    return {
        "id": view.id,
        "team_id": view.team,
        "type": view.payload["type"],
        "blocks": view.payload["blocks"],
        "private_metadata": view.payload.get("private_metadata", ""),
        "callback_id": view.payload.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": view.payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": view.payload.get("clear_on_close", False),
        "notify_on_close": view.payload.get("notify_on_close", False),
        "close": view.payload.get("close"),
        "submit": view.payload.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root or view.id,
        "app_id": APP_ID,
        "external_id": view.payload.get("external_id", ""),
        "app_installed_team_id": view.team,
        "bot_id": team.bot_id,
    }


def file_json(file: StoredFile, world: World) -> Json:
    """A file object; it can be fetched with a token at its `url_private`."""
    base = world.base
    kind = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "text"
    private = f"{base}/files-pri/{file.team}-{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": file.user,
        "user_team": file.team,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": private,
        "url_private_download": private.replace(f"{file.id}/", f"{file.id}/download/"),
        "permalink": f"{base}/files/{file.user}/{file.id}/{file.name}",
        "file_access": "visible",
    }


def app_json(manifest: Manifest, team: Team) -> Json:
    """The app as the page shows it."""
    return {
        "name": manifest.name,
        "id": APP_ID,
        "bot_user": team.bot_user,
        "commands": [
            {key: command.get(key, "") for key in ("command", "description", "usage_hint")}
            for command in manifest.commands
        ],
        "shortcuts": [
            {key: shortcut.get(key, "") for key in ("name", "type", "callback_id", "description")}
            for shortcut in manifest.shortcuts
        ],
    }
