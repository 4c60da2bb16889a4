"""Installing the app: the page that asks, the exchange of the code for a token, rotation, and taking tokens back."""

import base64
import secrets
import time
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import web

from bot.playground import events
from bot.playground.core import Core
from bot.playground.methods import Call, SlackError, method
from bot.playground.shapes import APP_ID
from bot.playground.state import Json, Team, Token
from bot.playground.text import escape

_MOST_LIVING = 2


class Authorize:
    """GET /oauth/v2/authorize: sends the browser back with a code; `team` picks one of several workspaces."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        if query.get("client_id") != self._core.client_id:
            return web.Response(status=400, text="Invalid client_id parameter")
        teams = self._core.world.teams
        chosen = query.get("team") or (next(iter(teams)) if len(teams) == 1 else None)
        if chosen not in teams:
            return web.Response(text=self._page(dict(query)), content_type="text/html")
        code = secrets.token_hex(16)
        redirect = query.get("redirect_uri") or self._core.manifest.redirect_url or self._beside_events()
        self._core.codes[code] = (str(chosen), query.get("redirect_uri", ""))
        joint = "&" if "?" in redirect else "?"
        raise web.HTTPFound(redirect + joint + urlencode({"code": code, "state": query.get("state", "")}))

    def _page(self, query: dict[str, str]) -> str:
        links = "".join(
            f'<li><a href="?{escape(urlencode(query | {"team": team.id}))}">{escape(team.name)}</a></li>'
            for team in self._core.world.teams.values()
        )
        title = f"Install {escape(self._core.manifest.name)} to"
        return f"<!doctype html><title>{title}</title><h1>{title}</h1><ul>{links}</ul>"

    def _beside_events(self) -> str:
        """Where Bolt listens for the code, when neither the app nor its manifest says."""
        parts = urlsplit(self._core.outlet.events_url or "http://127.0.0.1:3000/slack/events")
        return urlunsplit(parts._replace(path="/slack/oauth_redirect", query=""))


@method("oauth.v2.access")
def access(call: Call) -> Json:
    """A bot token for a code, or a fresh one for a refresh token."""
    _check_client(call)
    if call.text("grant_type") == "refresh_token":
        return _granted(call.core, _refreshed(call))
    code = call.core.codes.pop(call.text("code"), None)
    if code is None:
        raise SlackError("invalid_code")
    team_id, redirect = code
    if redirect != call.text("redirect_uri"):
        raise SlackError("bad_redirect_uri")
    team = call.core.world.teams[team_id]
    team.installed, team.scopes = True, call.core.manifest.scopes
    return _granted(call.core, call.core.new_token(team_id))


def _check_client(call: Call) -> None:
    client, secret = call.text("client_id"), call.text("client_secret")
    if call.args.get("_basic"):
        client, _, secret = base64.b64decode(call.text("_basic")).decode().partition(":")
    if client != call.core.client_id:
        raise SlackError("invalid_client_id")
    if secret != call.core.client_secret:
        raise SlackError("bad_client_secret")


def _refreshed(call: Call) -> Token:
    """A new token for one whose refresh token is given; that one is good for one use, and for a short grace after it.

    The token itself lives on until its end; of more than two that live, the oldest is revoked.
    """
    given, now = call.text("refresh_token"), time.time()
    for token in call.core.world.tokens.values():
        is_good = token.refreshed_at is None or now < token.refreshed_at + call.core.refresh_grace
        if given and token.refresh == given and not token.revoked and is_good:
            token.refreshed_at = token.refreshed_at or now
            return _in_its_place(call.core, token)
    raise SlackError("invalid_refresh_token")


def _in_its_place(core: Core, before: Token) -> Token:
    token = core.new_token(before.team)
    living = [one for one in core.world.tokens.values() if one.team == token.team and not one.revoked and one.refresh]
    for one in living[:-_MOST_LIVING]:
        one.revoked = True
    return token


def _granted(core: Core, token: Token) -> Json:
    team: Team = core.world.teams[token.team]
    installer = next((person for person in core.world.members(team.id) if not person.is_bot), None)
    answer: Json = {
        "app_id": APP_ID,
        "authed_user": {"id": installer.id if installer else team.bot_user},
        "scope": ",".join(team.scopes),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": team.bot_user,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.refresh and token.expires_at is not None:
        answer |= {"refresh_token": token.refresh, "expires_in": round(token.expires_at - time.time())}
    return answer


@method("auth.revoke")
def auth_revoke(call: Call) -> Json:
    """End the token that the call is made with."""
    if call.flag("test"):
        return {"revoked": False}
    call.core.world.tokens[call.token].revoked = True
    events.tokens_revoked(call.core, call.team.id)
    return {"revoked": True}


@method("apps.uninstall")
def apps_uninstall(call: Call) -> Json:
    """Remove the app from the workspace."""
    if (call.text("client_id"), call.text("client_secret")) != (call.core.client_id, call.core.client_secret):
        raise SlackError("invalid_client_id")
    uninstall(call.core, call.team.id)
    return {}


def revoke(core: Core, team: str) -> events.Sent:
    """End all tokens of a workspace and tell the app."""
    for token in core.world.tokens.values():
        token.revoked = token.revoked or token.team == team
    core.dirty()
    return events.tokens_revoked(core, team)


def uninstall(core: Core, team: str) -> list[events.Sent]:
    """Remove the app from a workspace and tell it: its tokens are dead by then."""
    revoked = revoke(core, team)
    core.world.teams[team].installed = False
    return [revoked, events.app_uninstalled(core, team)]
