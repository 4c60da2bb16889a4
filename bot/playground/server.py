"""The playground itself, as tests and the command line have it. The thread that it serves in: `serving`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.playground import first, saving
from bot.playground.clock import Clock
from bot.playground.core import Core
from bot.playground.delivery import Outlet
from bot.playground.driver import Member
from bot.playground.manifest import Manifest
from bot.playground.people import People
from bot.playground.reader import Stage
from bot.playground.routes import OnClock, Services
from bot.playground.serving import Server
from bot.playground.shapes import APP_ID
from bot.playground.socket_mode import Sockets
from bot.playground.state import Channel, Json, Person, World
from bot.playground.trouble import Trouble

Result = TypeVar("Result")

CLIENT_ID = "1234567890.0987654321"
CLIENT_SECRET = "playground-client-secret"  # noqa: S105 - known to everyone, worth nothing outside a playground


class Playground(Trouble):
    """A Slack workspace on one's own machine.

    `manifest` is the app's; `clock` gives real UTC instants; `on_clock` is what runs when somebody moves the clock,
    `on_reset` when they start over.
    Kept in `state_file` if given, else gone with the process. Without `seed` there is nobody and nothing at first.
    """

    def __init__(
        self,
        *,
        manifest: dict[str, Any],
        signing_secret: str,
        host: str = "127.0.0.1",
        port: int = 0,
        state_file: Path | None = None,
        clock: Callable[[], datetime] | None = None,
        on_clock: OnClock | None = None,
        on_reset: Callable[[], None] | None = None,
        seed: bool = True,
    ) -> None:
        self.client_id, self.client_secret = CLIENT_ID, CLIENT_SECRET
        self._clock = Clock(clock)
        self._core = Core(Manifest(manifest), self._clock, World(), client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        self._core.outlet = Outlet(signing_secret, Sockets(APP_ID))
        self._core.outlet.wants = self._core.manifest.subscribes
        self._people = People(self._core)
        saver = saving.Saver(state_file, self._snapshot) if state_file else None
        self._services = Services(self._core, self._people, saver, on_clock, on_reset, _hosts(host))
        self._server = Server(self._services, host, port)
        self._stage = Stage(self._core, self._people, self._clock, self._server)
        self._restore(state_file, seed=seed)
        if saver:
            self._core.dirty = saver.changed
            saver.changed()

    def _restore(self, state_file: Path | None, *, seed: bool) -> None:
        data = saving.read(state_file) if state_file else None
        if data is not None:
            self._core.world = saving.load(data)
            self._clock.offset = timedelta(seconds=data.get("offset", 0))
            frozen = data.get("frozen_at")
            self._clock.frozen_at = datetime.fromisoformat(frozen) if frozen else None
        elif seed:
            first.workspace(self._core)

    def _snapshot(self) -> Json:
        frozen = self._clock.frozen_at
        clock = {"offset": self._clock.offset.total_seconds(), "frozen_at": frozen.isoformat() if frozen else None}
        return saving.dump(self._core.world) | clock

    def start(self) -> None:
        """Serve, in a thread of its own, until `stop`. Raises `OSError` when the port is taken."""
        self._server.start()

    def stop(self) -> None:
        """End serving; what has a state file is saved."""
        self._server.stop()

    def wait_until_saved(self) -> None:
        """Write the state file now, if there is one and something has changed."""
        if self._services.saver:
            self._server.run(self._services.saver.save())

    # Addresses and credentials

    @property
    def url(self) -> str:
        """The page's address."""
        return f"{self._core.world.base}/"

    @property
    def api_url(self) -> str:
        """The base of the Web API, as `SLACK_API_URL` and `WebClient(base_url=…)` take it."""
        return f"{self._core.world.base}/api/"

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self._core.app_token

    def bot_token(self, team: str | None = None) -> str:
        """A living bot token of a workspace (of the first one by default); raises `LookupError`."""
        tokens = self._core.world.tokens.values()
        team = team or next(iter(self._core.world.teams))
        living = [token.value for token in tokens if token.team == team and not token.revoked]
        if not living:
            raise LookupError(f"the app is not installed in {team}")
        return living[-1]

    def connect_http(self, events_url: str) -> None:
        """Deliver everything as signed requests to that address."""
        self._core.outlet.events_url, self._core.outlet.over_socket = events_url, False

    def connect_socket(self) -> None:
        """Deliver everything over Socket Mode, to whoever has connected."""
        self._core.outlet.events_url, self._core.outlet.over_socket = None, True

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """End the Socket Mode connections as Slack does every few hours."""
        self._server.run(self._core.outlet.sockets.disconnect(reason))

    def wait_for_sockets(self, count: int = 1, seconds: float = 5.0) -> None:
        """Wait until so many Socket Mode connections are open; raises `TimeoutError`."""
        self._server.run(self._core.outlet.sockets.wait(count, seconds))

    # People and workspaces

    def add_team(self, team_id: str, name: str) -> str:
        """A further workspace with the app installed; returns its bot token."""

        def add() -> str:
            self._core.add_team(team_id, name)
            return self._core.new_token(team_id).value

        return self._soon(add)

    def person(
        self,
        name: str,
        *,
        timezone: str = "Europe/London",
        user_id: str | None = None,
        team: str | None = None,
        **more: Any,
    ) -> Member:
        """A new member of a workspace (of the first one by default), or the one with that `user_id`.

        `more` are further fields: locale, country, title, email, phone, is_admin, status_text …
        """

        def add() -> Person:
            world = self._core.world
            where = team or next(iter(world.teams), None) or first.team(self._core)
            found = world.people.get((where, user_id or ""))
            if found is None:
                found = Person(user_id or world.new_id("U"), where, name, timezone=timezone, **more)
                first.joins(self._core, found)
            return found

        return Member(self._stage, self._soon(add))

    def member(self, user_id: str, team: str | None = None) -> Member:
        """Somebody who is there already; raises `KeyError`."""
        where = team or next(iter(self._core.world.teams))
        return Member(self._stage, self._core.world.people[where, user_id])

    def members(self, team: str | None = None) -> list[Member]:
        """Everyone in a workspace but its bots."""
        where = team or next(iter(self._core.world.teams))
        return [Member(self._stage, person) for person in self._core.world.members(where) if not person.is_bot]

    def add_channel(self, name: str, team: str | None = None, *, with_app: bool = False) -> str:
        """A further public channel, which everyone is in but the app, unless `with_app`; returns its id."""

        def add() -> str:
            world = self._core.world
            where = team or next(iter(world.teams))
            people = [one.id for one in world.members(where) if with_app or not one.is_bot]
            channel = Channel(world.new_id("C"), where, name, people, self._core.clock.seconds())
            world.channels[channel.id] = channel
            self._core.changed(channel)
            return channel.id

        return self._soon(add)

    def channel(self, name: str, team: str | None = None) -> str:
        """The id of a channel of that name; raises `LookupError`."""
        where = team or next(iter(self._core.world.teams))
        for channel in self._core.world.channels.values():
            if channel.team == where and channel.name == name:
                return channel.id
        raise LookupError(name)

    # Time

    def now(self) -> datetime:
        """The instant that people live in here, UTC."""
        return self._clock.now()

    def set_clock(self, at: datetime, *, frozen: bool = False) -> None:
        """Jump to an instant, and go on from there or stand still."""
        self._clock.set(at, frozen=frozen)
        self._core.dirty()

    def tick(self, at: datetime | str | None = None) -> Mapping[str, object]:
        """Stop the clock at an instant (UTC unless it says otherwise) and run, in this thread, what runs by it."""
        if at is not None:
            at = datetime.fromisoformat(at) if isinstance(at, str) else at
            self.set_clock(at if at.tzinfo else at.replace(tzinfo=UTC), frozen=True)
        on_clock = self._services.on_clock
        return on_clock(self.now()) if on_clock else {}


def _hosts(host: str) -> frozenset[str] | None:
    """The names that a browser knows the server by: only its own ones if it serves this machine alone."""
    own = ("127.0.0.1", "localhost", "[::1]")
    return frozenset(own) if host in ("127.0.0.1", "localhost", "::1") else None
