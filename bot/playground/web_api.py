"""POST /api/<method>: who calls, with what, and whether anything is meant to go wrong. The methods: `web_*`."""

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from bot.playground import oauth, web_chat, web_conversations, web_dnd, web_files, web_people, web_reactions, web_views
from bot.playground.core import ApiCall, Core
from bot.playground.faults import Fault
from bot.playground.methods import METHODS, Call, Method, SlackError
from bot.playground.state import Json, Token

FAMILIES = (oauth, web_chat, web_conversations, web_dnd, web_files, web_people, web_reactions, web_views)
"""Importing them has registered their methods."""

_WITHOUT_TOKEN = ("oauth.v2.access", "apps.connections.open", "api.test")


class WebApi:
    """Slack's Web API over the core."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, or leave it without an answer if a fault says so."""
        arrived, name = time.monotonic(), request.match_info["method"]
        args = await _arguments(request)
        bearer = request.headers.get("Authorization", "")
        token = bearer[7:] if bearer.startswith("Bearer ") else str(args.get("token", ""))
        args.pop("token", None)
        if request.headers.get("Authorization", "").startswith("Basic "):
            args["_basic"] = request.headers["Authorization"][6:]
        known = self._core.world.tokens.get(token)
        team = known.team if known else None
        faults = self._core.faults.meeting(name, team, self._about(args))
        for fault in faults:
            if fault.kind == "latency":
                await asyncio.sleep(fault.seconds)
        trouble = next((fault for fault in faults if fault.kind != "latency"), None)
        if trouble is not None:
            return await self._trouble(request, trouble, name, args, token, arrived)
        return self._answer(name, args, token, arrived)

    def _about(self, args: Json) -> set[str]:
        """The people whom a call concerns, as far as its arguments tell."""
        named = {str(args.get(key)) for key in ("user", "users", "user_id", "channel") if args.get(key)}
        channel = self._core.world.channels.get(str(args.get("channel")))
        return named | set(channel.members if channel and channel.is_im else ())

    def _answer(self, name: str, args: Json, token: str, arrived: float) -> web.Response:
        """Carry the call out; its effect and its answer are one step, which nothing can come between."""
        team = self._core.world.tokens[token].team if token in self._core.world.tokens else None
        try:
            method = _method(name)
            wait = self._core.limits.wait(name, team or "", self._pace(team, args)) if team else 0
            if wait:
                self._core.note(ApiCall(name, team, args, arrived, "ratelimited"))
                return _limited(wait)
            answer: Json = {"ok": True} | method.handler(self._call(name, method, args, token))
        except SlackError as error:
            answer = {"ok": False, "error": error.error} | error.more
        self._core.note(ApiCall(name, team, args, arrived, answer.get("error")))
        return _json(answer, self._scopes(team))

    def _pace(self, team: str | None, args: Json) -> str | None:
        channel = args.get("channel")
        return self._core.world.direct.get((str(team), str(channel)), channel)

    def _scopes(self, team: str | None) -> list[str]:
        return self._core.world.teams[team].scopes if team else []

    def _call(self, name: str, method: Method, args: Json, token: str) -> Call:
        world = self._core.world
        if name in _WITHOUT_TOKEN:  # they check what they are given instead
            return Call(self._core, next(iter(world.teams.values())), args, token)
        if not token:
            raise SlackError("not_authed")
        self._check(world.tokens.get(token))
        team = world.teams[world.tokens[token].team]
        if method.scope and method.scope not in team.scopes:
            raise SlackError("missing_scope", needed=method.scope, provided=",".join(team.scopes))
        return Call(self._core, team, args, token)

    @staticmethod
    def _check(token: Token | None) -> None:
        if token is None:
            raise SlackError("invalid_auth")
        if token.revoked:
            raise SlackError("token_revoked")
        if token.expires_at is not None and token.expires_at < time.time():
            raise SlackError("token_expired")

    async def _trouble(
        self, request: web.Request, fault: Fault, name: str, args: Json, token: str, arrived: float
    ) -> web.StreamResponse:
        """Let a fault have its way with a call."""
        took_effect = fault.kind == "lose_answer" or (fault.kind == "status" and fault.effect)
        if took_effect:
            self._answer(name, args, token, arrived)
        else:
            known = self._core.world.tokens.get(token)
            self._core.note(ApiCall(name, known.team if known else None, args, arrived, fault.kind))
        match fault.kind:
            case "status":
                return web.Response(status=fault.status, text="Something went wrong")
            case "error":
                return _json({"ok": False, "error": fault.error}, [])
            case "rate_limit":
                return _limited(fault.retry_after)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)  # goes nowhere: the connection is closed


def _method(name: str) -> Method:
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    return METHODS[name]


async def _arguments(request: web.Request) -> Json:
    """The arguments from the query, and from a body in whichever of Slack's ways it is written."""
    args: Json = {key: value for key, value in request.query.items() if key != "token"}  # Slack takes it there no more
    if request.content_type == "application/json":
        try:
            body: Any = json.loads(await request.read() or b"{}")
        except ValueError:
            body = {}
        return args | body if isinstance(body, dict) else args
    if request.method == "POST":
        form = await request.post()
        args |= {key: value for key, value in form.items() if isinstance(value, str)}
    return args


def _json(answer: Json, scopes: list[str]) -> web.Response:
    headers = {"x-oauth-scopes": ",".join(scopes), "x-slack-req-id": "playground"}
    return web.json_response(answer, headers=headers)


def _limited(seconds: int) -> web.Response:
    headers = {"Retry-After": str(seconds)}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
