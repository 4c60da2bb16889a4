"""auth.test, users.*, team.info, bots.info, apps.connections.open."""

from bot.playground.methods import Call, SlackError, method, missing
from bot.playground.shapes import bot_json, profile_json, team_json, team_url, user_json
from bot.playground.state import Json, Person
from bot.playground.web_conversations import read_cursor, write_cursor


@method("auth.test")
def auth_test(call: Call) -> Json:
    """Whose token this is."""
    return {
        "url": team_url(call.team),
        "team": call.team.name,
        "user": call.person(call.team.bot_user).handle,
        "team_id": call.team.id,
        "user_id": call.team.bot_user,
        "bot_id": call.team.bot_id,
        "is_enterprise_install": False,
    }


@method("api.test")
def api_test(call: Call) -> Json:
    """An echo."""
    return {"args": call.args}


@method("apps.connections.open")
def connections_open(call: Call) -> Json:
    """A web socket's address for Socket Mode; takes the app-level token."""
    if not call.token:
        raise SlackError("not_authed")
    if call.token != call.core.app_token:
        raise SlackError("not_allowed_token_type" if call.token.startswith("xox") else "invalid_auth")
    return {"url": call.core.outlet.sockets.new_url(call.core.world.base)}


def _sees_email(call: Call) -> bool:
    return "users:read.email" in call.team.scopes


def _shape(call: Call, person: Person) -> Json:
    shape = user_json(person, call.core.now(), email=_sees_email(call))
    if not call.flag("include_locale"):
        shape.pop("locale", None)
    return shape


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    """One member."""
    if not call.text("user"):
        raise missing("user")
    return {"user": _shape(call, call.person(call.text("user")))}


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    """All members, page by page when `limit` is given."""
    people = call.core.world.members(call.team.id)
    start, limit = read_cursor(call), call.number("limit", 0) or len(people)
    page = people[start : start + limit]
    cursor = write_cursor(start + limit) if start + limit < len(people) else ""
    return {
        "members": [_shape(call, person) for person in page],
        "cache_ts": call.core.clock.seconds(),
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.lookupByEmail", "users:read.email")
def lookup_by_email(call: Call) -> Json:
    """The member with an address."""
    email = call.text("email").lower()
    for person in call.core.world.members(call.team.id):
        if email and person.email.lower() == email and not person.deleted:
            return {"user": _shape(call, person)}
    raise SlackError("users_not_found")


@method("users.profile.get", "users.profile:read")
def profile_get(call: Call) -> Json:
    """One member's profile; the app's own bot's when no user is named."""
    return {"profile": profile_json(call.person(call.text("user") or call.team.bot_user), email=_sees_email(call))}


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    """The workspace."""
    return {"team": team_json(call.team)}


@method("bots.info", "users:read")
def bots_info(call: Call) -> Json:
    """The app's bot."""
    if call.text("bot", call.team.bot_id) != call.team.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": bot_json(call.team, call.core.world)}
