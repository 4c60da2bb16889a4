"""The only place that builds things: database, Slack clients, clock, conversation, jobs, the Bolt app, its servers.

`run`, `worker`, `tick`, `playground` and the tests start here.
"""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from bot.blocks.sent import message as worded_nudge
from bot.config import Settings, SettingsError
from bot.conversation import Conversation
from bot.homes import Homes
from bot.network.holding import held_until
from bot.network.owners import Owner, find_owner
from bot.network.review_views import message_view
from bot.slack.clients import (
    HURRIED_SECONDS,
    STOPPING_SECONDS,
    Clients,
    FixedToken,
    InstalledTokens,
    NoTokenError,
    Tokens,
)
from bot.slack.profiles import Profile, profile_of, read_profile
from bot.slack.saying import Afterwards, Voice
from bot.store import profiles, schema
from bot.store.engine import Database
from bot.store.looking import got
from bot.store.tables import NudgeRow, OwnerRow
from bot.welcoming import Welcoming
from jobs import scheduler, upkeep
from jobs.refresh import refresh_stale
from jobs.scheduler import JobContext

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_bolt.oauth.oauth_flow import OAuthFlow
    from slack_sdk.oauth.token_rotation import TokenRotator
    from sqlalchemy.orm import Session

    from bot.blocks.message import Message

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)


def real_clock() -> datetime:
    """Now, in UTC: the only place where the hour is read."""
    return datetime.now(UTC)


@dataclass
class Rapport:
    """Everything that one process needs, built but not started. `clock` gives the instant of what is said."""

    settings: Settings
    database: Database
    clients: Clients
    conversation: Conversation
    homes: Homes
    voice: Voice
    jobs: JobContext
    clock: Clock
    afterwards: Afterwards = field(default_factory=Afterwards)

    def show_nudges(self) -> None:
        """Rewrite the messages of nudges that were answered."""
        refresh_stale(self.database, self.clients, self.jobs.compose, real=real_clock, pacing=self.jobs.pacing)

    def learn_members(self) -> None:
        """Ask Slack who the members are that were mentioned."""
        upkeep.read_members(self.database, self.clients, self.clock())

    def close(self) -> None:
        """Finish what was begun and give everything back."""
        self.afterwards.finish()
        self.database.close()


def build(settings: Settings, *, clock: Clock = real_clock) -> Rapport:
    """Build everything, the schema brought up to date. Raises `NewerSchemaError`, `SettingsError`."""
    database = Database(settings.database_url, settings.rapport_encryption_key)
    schema.migrate(database)
    clients = Clients(_tokens(settings, database), settings.slack_api_url)
    conversation = Conversation(database, meet=_meet(database, clients, clock))
    homes = Homes(conversation, clients)
    jobs = JobContext(
        database=database,
        clients=clients,
        compose=_compose(clock),
        clock=clock,
        claim_seconds=settings.rapport_claim_seconds,
        postpone=held_until,
        rotator=_rotator(settings, clients) if settings.mode == "oauth" else None,
        homes=homes,
        welcoming=Welcoming(conversation, clients, real_clock),
    )
    return Rapport(
        settings=settings,
        database=database,
        clients=clients,
        conversation=conversation,
        homes=homes,
        voice=Voice(clients),
        jobs=jobs,
        clock=clock,
    )


def _tokens(settings: Settings, database: Database) -> Tokens:
    if settings.slack_bot_token and settings.mode in ("socket", "http"):
        return FixedToken(settings.slack_bot_token)
    return InstalledTokens(database)


def _rotator(settings: Settings, clients: Clients) -> TokenRotator:
    """What exchanges refresh tokens, where an app has token rotation switched on."""
    from slack_sdk.oauth.token_rotation import TokenRotator as Rotator

    return Rotator(
        client_id=settings.slack_client_id or "",
        client_secret=settings.slack_client_secret or "",
        client=clients.without_token(STOPPING_SECONDS),
    )


def _compose(clock: Clock) -> Callable[[Session, str], Message | None]:
    """How a nudge reads: as of its sending (now, if it is still to be sent), or of its answer."""

    def compose(session: Session, nudge_id: str) -> Message | None:
        nudge = got(session, NudgeRow, nudge_id)
        owner = got(session, OwnerRow, nudge.owner_id) if nudge is not None else None
        view = message_view(session, nudge_id, clock()) if owner is not None else None
        return None if owner is None or view is None else worded_nudge(view, is_discreet=owner.discreet)

    return compose


def _meet(database: Database, clients: Clients, clock: Clock) -> Callable[[Owner], None]:
    """Ask Slack, once and hurriedly, for the zone of somebody whose first words these are."""

    def meet(owner: Owner) -> None:
        try:
            profile = read_profile(clients.client(owner.team, HURRIED_SECONDS), owner.user)
        except NoTokenError:
            return
        if not isinstance(profile, Profile):
            log.info("meet.failed", team=owner.team, user=owner.user, reason=type(profile).__name__)
            return
        with database.writing() as session:
            row = find_owner(session, owner)
            if row is not None:
                _learn(session, row, profile, clock())

    return meet


def _learn(session: Session, row: OwnerRow, profile: Profile, at: datetime) -> None:
    profiles.learn_owner(
        session, row.id, zone=profile.zone, locale=profile.locale, away_until=profile.away_until, at=at
    )


def make_app(rapport: Rapport, signing_secret: str | None) -> App:
    """The Bolt app over everything that was built."""
    from bot.app import make_app as bolt_app
    from bot.exchange import Exchange
    from bot.forms import Forms
    from bot.listeners.deliveries import Services
    from bot.listeners.home import HomeRefresher
    from bot.slack.files import Files

    refresher = HomeRefresher(rapport.homes, rapport.afterwards, rapport.clock)
    services = Services(
        conversation=rapport.conversation,
        exchange=Exchange(rapport.database),
        voice=rapport.voice,
        forms=Forms(rapport.conversation),
        files=Files(rapport.clients),
        afterwards=rapport.afterwards,
        clock=rapport.clock,
        show_nudge=rapport.show_nudges,
        learn_members=rapport.learn_members,
        name_of=_name_of(rapport.clients),
        homes=rapport.homes,
        refresh_home=refresher,
    )
    flow = _oauth_flow(rapport) if rapport.settings.mode == "oauth" else None
    return bolt_app(
        services,
        rapport.clients,
        signing_secret=signing_secret,
        revoked=_revoked(rapport),
        access_changed=_access_changed(rapport),
        member_changed=_member_changed(rapport),
        oauth_flow=flow,
    )


def _name_of(clients: Clients) -> Callable[[Owner, str], str | None]:
    """Ask Slack, hurriedly, how a member is called; empty when it does not say, None for a bot."""

    def name_of(owner: Owner, member: str) -> str | None:
        profile = read_profile(clients.at_once(owner.team, HURRIED_SECONDS), member)
        if not isinstance(profile, Profile):
            return ""
        return None if profile.is_bot else profile.real_name or profile.display_name

    return name_of


def _oauth_flow(rapport: Rapport) -> OAuthFlow:
    from slack_bolt.oauth.oauth_flow import OAuthFlow as Flow
    from slack_bolt.oauth.oauth_settings import OAuthSettings
    from slack_sdk import WebClient

    from bot.blocks.pages import InstallationPages
    from bot.manifest import scopes
    from bot.slack.installations import DatabaseInstallationStore, DatabaseStateStore

    settings = rapport.settings
    base = settings.slack_api_url
    options: dict[str, Any] = {}
    if base != WebClient.BASE_URL:  # another Slack than Slack's own, such as the playground
        options["authorization_url"] = base.removesuffix("api/") + "oauth/v2/authorize"
    oauth = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=sorted(scopes()),
        installation_store=DatabaseInstallationStore(rapport.database, real_clock, _welcome(rapport)),
        state_store=DatabaseStateStore(rapport.database, real_clock),
        **options,
    )
    oauth.redirect_uri_page_renderer = InstallationPages(
        install_path=oauth.install_path, redirect_uri_path=oauth.redirect_uri_path
    )
    return Flow(client=WebClient(base_url=base, retry_handlers=[]), settings=oauth)


def _welcome(rapport: Rapport) -> Callable[[str, str, str], object]:
    """Welcome whoever installed the app, once they have their answer."""
    welcoming = Welcoming(rapport.conversation, rapport.clients, real_clock)

    def installed(enterprise: str, team: str, user: str) -> None:
        waiting = welcoming.write_down(enterprise, team, user)
        if waiting is not None:
            rapport.afterwards.do(lambda: welcoming.send(waiting, rapport.clock()))

    return installed


def _revoked(rapport: Rapport) -> Callable[[str, str, datetime], object]:
    """A workspace or an organisation removed the app: its token is dead, unless it was installed anew since."""
    from bot.store import installations

    def revoked(enterprise: str, team: str, at: datetime) -> None:
        with rapport.database.writing() as session:
            installations.revoke(session, enterprise, team, at)

    return revoked


def _access_changed(rapport: Rapport) -> Callable[[str, Sequence[str], datetime, bool], object]:
    """An organisation let the app into some of its workspaces, or took it out."""
    from bot.store import installations

    def changed(enterprise: str, teams: Sequence[str], at: datetime, is_in: bool) -> None:  # as it is told
        with rapport.database.writing() as session:
            change = installations.let_in if is_in else installations.take_out
            change(session, enterprise, teams, at)

    return changed


def _member_changed(rapport: Rapport) -> Callable[[str, dict[str, Any]], object]:
    """A member's profile changed, or they left: of an owner that is learned at once, not at the next daily reading."""

    def changed(team: str, member: dict[str, Any]) -> None:
        profile, at = profile_of(member), rapport.clock()
        with rapport.database.reading() as session:
            row = find_owner(session, Owner(team, profile.user))
        if row is None or row.erase_at is not None:
            return
        with rapport.database.writing() as session:
            if profile.deleted or profile.is_stranger_in(team):
                profiles.deactivate_owner(session, row.id, at)
                return
            if row.deactivated_at is not None:
                profiles.welcome_back(session, row.id, at)
            profiles.learn_owner(
                session, row.id, zone=profile.zone, locale=profile.locale, away_until=profile.away_until, at=at
            )

    return changed


@contextmanager
def serving(rapport: Rapport, *, host: str, port: int, signing_secret: str | None) -> Iterator[str]:
    """The front over HTTP while the block runs; gives its address. In Socket Mode it serves `/healthz` and its like."""
    from bot.http import Front, Server

    settings = rapport.settings
    over_http = signing_secret is not None
    app = make_app(rapport, signing_secret)
    server = Server(Front(app if over_http else None, lambda: _is_ready(rapport.database)), host, port)
    with ExitStack() as stack:
        server.start()
        stack.callback(server.stop)
        if not over_http:
            stack.callback(_open_socket(app, settings))
        yield server.address


def _open_socket(app: App, settings: Settings) -> Callable[[], object]:
    """Connect over Socket Mode; gives the way to close it. Slack's own client connects anew by itself."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    client = WebClient(base_url=settings.slack_api_url, token=settings.slack_bot_token)
    handler = SocketModeHandler(app, settings.slack_app_token, web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it so
    return handler.close


def _is_ready(database: Database) -> bool:
    try:
        return schema.is_current(database)
    except Exception:  # whatever it is that keeps the database away, we are not ready
        log.warning("readyz.failed", exc_info=True)
        return False


@contextmanager
def ticking(rapport: Rapport) -> Iterator[None]:
    """The scheduler while the block runs; at its end what is under way is finished and nothing stays claimed."""
    running = scheduler.start(rapport.jobs)
    try:
        yield
    finally:
        running.stop()


def run(settings: Settings, *, with_scheduler: bool = True, announce: Callable[[str], object] = print) -> None:
    """Bot and scheduler against Slack until SIGINT or SIGTERM."""
    rapport = build(settings)
    secret = None if settings.mode == "socket" else settings.slack_signing_secret
    with ExitStack() as stack:
        stack.callback(rapport.close)
        address = stack.enter_context(serving(rapport, host=settings.host, port=settings.port, signing_secret=secret))
        gc.freeze()  # what is there by now stays: it is never looked through for garbage again
        if with_scheduler:  # only now, for the first run of each job would hold up the first answer
            stack.enter_context(ticking(rapport))
        wait_for_signal(
            lambda: announce(
                f"Rapport listens on {address} ({'Socket Mode' if secret is None else 'HTTP'}). Ctrl-C ends it."
            )
        )


def worker(settings: Settings, *, announce: Callable[[str], object] = print) -> None:
    """The scheduler alone until SIGINT or SIGTERM."""
    if settings.mode == "playground":
        raise SettingsError("A worker needs Slack credentials: set SLACK_BOT_TOKEN, or the client's of an OAuth app.")
    rapport = build(settings)
    with ExitStack() as stack:
        stack.callback(rapport.close)
        stack.enter_context(ticking(rapport))
        wait_for_signal(lambda: announce("Rapport nudges. Ctrl-C ends it."))


def wait_for_signal(ready: Callable[[], object]) -> None:
    """Call `ready`, then return at SIGINT or SIGTERM, also at one that comes as soon as `ready` has said so."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ready()
    while not ended.wait(3600):
        pass
