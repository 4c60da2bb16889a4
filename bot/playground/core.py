"""What all parts of the server share: the world, its clock, and the effects that more than one part has on it."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.playground.activity import ActivityLog, Watchers
from bot.playground.clock import Clock, Stamps
from bot.playground.faults import Faults
from bot.playground.limits import Limits
from bot.playground.manifest import Manifest
from bot.playground.state import Channel, Ephemeral, Json, Person, Post, Team, Token, World

if TYPE_CHECKING:
    from bot.playground.delivery import Outlet


MOST_EPHEMERALS = 5_000


@dataclass(frozen=True)
class ApiCall:
    """A call of the Web API; `at` is the real monotonic time of its arrival, `error` None if it was answered `ok`."""

    method: str
    team: str | None
    args: Mapping[str, Any]
    at: float
    error: str | None = None


@dataclass
class ResponseUrl:
    """Where an app may answer an interaction later: 5 times within 30 minutes of real time."""

    team: str
    user: str
    channel: str
    made_at: float
    message_ts: str | None = None
    ephemeral_id: str | None = None
    uses: int = 0


@dataclass
class Trigger:
    """What lets an app open a modal: once, within 3 seconds; `view` is the modal that the interaction came from."""

    team: str
    user: str
    made_at: float
    view: str | None = None
    used: bool = False


class Core:
    """The heart of the server. Everything but `clock` and `faults` belongs to the server's thread while it runs."""

    def __init__(self, manifest: Manifest, clock: Clock, world: World, *, client_id: str, client_secret: str) -> None:
        self.manifest, self.clock, self.world = manifest, clock, world
        self.client_id, self.client_secret = client_id, client_secret
        self.stamps = Stamps(clock)
        self.faults, self.limits = Faults(), Limits()
        self.activity, self.watchers = ActivityLog(), Watchers()
        self.requests: list[ApiCall] = []
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.app_token = "xapp-1-A0PLAYGROUND-playground"  # noqa: S105 - a token of no worth outside this process
        self.token_lifetime: float | None = None
        self.refresh_grace = 30.0  # seconds: Slack says "a short grace period" and not how long
        self.trigger_lifetime, self.response_lifetime = 3.0, 1800.0
        self.dirty: Callable[[], None] = lambda: None
        self.outlet: Outlet

    def team_of(self, channel: Channel) -> Team:
        return self.world.teams[channel.team]

    def stamp(self, channel: Channel) -> str:
        """A stamp that no message of the conversation has, whatever was done to the clock."""
        ts = self.stamps.next(channel.id)
        while ts in channel.posts:
            ts = self.stamps.next(channel.id)
        return ts

    def add_team(self, team_id: str, name: str) -> Team:
        """A new workspace with the app in it."""
        domain = "".join(letter for letter in name.lower().replace(" ", "-") if letter.isalnum() or letter == "-")
        team = Team(team_id, name, domain, self.world.new_id("U"), self.world.new_id("B"), scopes=self.manifest.scopes)
        self.world.teams[team_id] = team
        handle = self.manifest.bot_name
        self.world.people[team_id, team.bot_user] = Person(team.bot_user, team_id, handle, timezone="UTC", is_bot=True)
        general = Channel(self.world.new_id("C"), team_id, "general", [team.bot_user], self.clock.seconds())
        self.world.channels[general.id] = general
        team.general = general.id
        self.dirty()
        return team

    def new_token(self, team: str) -> Token:
        """A bot token for a workspace; it expires when `token_lifetime` is set, as with token rotation."""
        value = f"xoxb-{team}-{uuid.uuid4().hex[:20]}"
        token = Token(value, team)
        if self.token_lifetime is not None:
            token = Token(f"xoxe.{value}", team, False, time.time() + self.token_lifetime, f"xoxe-1-{uuid.uuid4().hex}")
        self.world.tokens[token.value] = token
        self.dirty()
        return token

    def changed(self, channel: Channel, user: str | None = None) -> None:
        """Tell the pages of a conversation's members (or of one of them), and have it saved."""
        self.watchers.changed(channel.team, {user} if user else set(channel.members))
        self.dirty()

    def changed_for(self, team: str, user: str) -> None:
        """Tell the pages of one person, and have it saved."""
        self.watchers.changed(team, {user})
        self.dirty()

    def post(self, channel: Channel, post: Post) -> Post:
        """Put a message into a conversation; the app's own ones are noted and come back to it as an event, too."""
        channel.add(post)
        self.changed(channel)
        if post.by_app:
            self.activity.add("post", channel.team, channel=channel.id, what=post)
        return post

    def show(self, ephemeral: Ephemeral) -> Ephemeral:
        """Show one person a message that is not kept in the conversation."""
        self.world.ephemerals[ephemeral.id] = ephemeral
        if len(self.world.ephemerals) > MOST_EPHEMERALS:  # Slack keeps none at all
            del self.world.ephemerals[next(iter(self.world.ephemerals))]
        if ephemeral.by_app:
            where = {"channel": ephemeral.channel, "user": ephemeral.user}
            self.activity.add("ephemeral", ephemeral.team, what=ephemeral, **where)
        self.changed_for(ephemeral.team, ephemeral.user)
        return ephemeral

    def new_ephemeral(self, channel: Channel, user: str, text: str, blocks: list[Json], **more: Any) -> Ephemeral:
        """An ephemeral message for one person, shown."""
        ts = self.stamps.next(channel.id)
        return self.show(Ephemeral(self.world.new_id("E"), channel.team, user, channel.id, ts, text, blocks, **more))

    def new_trigger(self, team: str, user: str, view: str | None = None) -> str:
        """A trigger id, unlike any other."""
        self._forget_old()
        trigger = f"{len(self.triggers) + 1}.{self.clock.seconds()}.{uuid.uuid4().hex}"
        self.triggers[trigger] = Trigger(team, user, time.monotonic(), view)
        return trigger

    def new_response_url(self, team: str, user: str, channel: str, **source: str) -> str:
        """An address where the app may answer later; `source` names what was clicked, to be replaced or deleted."""
        key = f"{team}/{len(self.response_urls) + 1}/{uuid.uuid4().hex[:24]}"
        self.response_urls[key] = ResponseUrl(
            team, user, channel, time.monotonic(), source.get("message_ts"), source.get("ephemeral_id")
        )
        return f"{self.world.base}/response/{key}"

    def _forget_old(self) -> None:
        if len(self.triggers) > 10_000:  # a long day of clicking, or a benchmark: what is minutes old only takes room
            old = time.monotonic() - 60
            self.triggers = {key: trigger for key, trigger in self.triggers.items() if trigger.made_at > old}
        if len(self.response_urls) > 10_000:
            old = time.monotonic() - self.response_lifetime - 60
            self.response_urls = {key: url for key, url in self.response_urls.items() if url.made_at > old}

    def new_hash(self) -> str:
        """A view's hash, which changes with each of its changes."""
        return f"{self.clock.seconds()}.{uuid.uuid4().hex[:8]}"

    def note(self, call: ApiCall) -> None:
        """Keep a call for those who ask later what was called; the oldest of very many go."""
        self.requests.append(call)
        if len(self.requests) > 200_000:
            del self.requests[:100_000]

    def now(self) -> datetime:
        return self.clock.now()
