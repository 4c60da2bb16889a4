"""The Bolt app: who is authorized, what happens with an error, the listeners registered; no logic.

`process_before_response` is on: the answer rides on the acknowledgement, and Bolt's other way waits in steps of 10 ms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.middleware import Middleware
from slack_bolt.oauth.oauth_flow import OAuthFlow
from slack_sdk import WebClient

from bot.blocks.errors import not_installed, sentence, unexpected
from bot.listeners import actions, commands, files, home, lifecycle, mentions, messages, modals, reactions, shortcuts
from bot.listeners.deliveries import Services
from bot.network.errors import RapportError
from bot.slack.clients import Clients, NoTokenError
from bot.telemetry import EVENTS

log = structlog.get_logger(__name__)


def make_app(
    services: Services,
    clients: Clients,
    *,
    signing_secret: str | None,
    revoked: Callable[[str, str, datetime], object],
    access_changed: lifecycle.AccessChanged,
    member_changed: Callable[[str, dict[str, Any]], object],
    oauth_flow: OAuthFlow | None = None,
) -> App:
    """The app for one way to Slack; without a signing secret only Socket Mode's own authentication stands."""
    app = App(
        name="rapport",
        signing_secret=signing_secret or "socket-mode",
        client=WebClient(),  # never called with: what is said goes through `Voice`
        user_facing_authorize_error_message=not_installed(),
        authorize=_WithOurTokens(clients, services.clock),  # type: ignore[arg-type]  # Bolt takes any `Authorize`; its annotation says less
        oauth_flow=oauth_flow,
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=signing_secret is not None,
        raise_error_for_unhandled_request=False,
    )
    app.use(_Counting())
    commands.register(app, services)
    actions.register(app, services)
    files.register(app, services)
    modals.register(app, services)
    shortcuts.register(app, services)
    mentions.register(app, services)
    messages.register(app, services)
    reactions.register(app, services)
    home.register(app, services)
    lifecycle.register(app, services, revoked=revoked, access_changed=access_changed, member_changed=member_changed)
    app.error(_answer_error)
    return app


class _Counting(Middleware):
    """Counts what was delivered, by its type, once it is known to come from Slack."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002  # Bolt's word
        event = req.body.get("event")
        kind = event.get("type") if isinstance(event, dict) else req.body.get("type")
        EVENTS.labels("command" if "command" in req.body else str(kind)).inc()
        return next()


class _WithOurTokens(Authorize):
    """Bolt's question for each delivery, answered without a call to Slack: its workspace has a token, or not."""

    def __init__(self, clients: Clients, clock: Callable[[], datetime]) -> None:
        self._clients, self._clock = clients, clock

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        tokens = self._clients.tokens
        try:  # what an organisation tells of itself names no workspace
            token = self._clients.let_in(team_id) if team_id else tokens.organisation(enterprise_id or "")
        except NoTokenError:
            if not enterprise_id or not team_id or not tokens.join(enterprise_id, team_id, self._clock()):
                return None
            token = self._clients.let_in(team_id)
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=token)


def _answer_error(error: Exception, body: dict[str, Any], ack: Ack) -> BoltResponse:
    """Any error becomes its sentence; what nobody foresaw is logged by its kind and place, never by its words."""
    if isinstance(error, RapportError):
        text = sentence(error)
    else:
        log.error("listener.failed", error=type(error).__name__, kind=body.get("type"), exc_info=error)
        text = unexpected(body.get("text") or "")
    if "command" in body:
        return ack(text=text, response_type="ephemeral")
    if body.get("type") == "view_submission":
        return BoltResponse(status=500, body="")  # Slack says so in the form, which stays open with what was put in
    return ack()
