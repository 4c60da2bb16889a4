"""The playground with the bot behind it, as a story uses them. The bot's clock is the playground's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.config import Settings
from bot.manifest import load
from bot.network.archive import everything
from bot.network.owners import Owner, find_owner
from bot.playground import Answer, Member, Message, Playground, View
from bot.transfer import own
from bot.wiring import build, real_clock, serving
from jobs import scheduler
from jobs.dnd import DoNotDisturb
from jobs.pacing import Pacing
from tests.stories.installing import install

SECRET = "a-story's-signing-secret"  # between two ends of one test


class Person:
    """Somebody in the workspace, with what only the command line can tell: their export."""

    def __init__(self, stage: Stage, member: Member) -> None:
        self._stage, self.member = stage, member
        self.id, self.team = member.id, member.team

    def types(self, text: str, *, at: str | None = None, thread: Message | None = None) -> Answer:
        """Type a slash command or a direct message; `at` is on this person's wall."""
        return self.member.types(text, at=at, thread=thread)

    def reacts(self, name: str, *, to: Message) -> Answer:
        return self.member.reacts(name, to=to)

    def unreacts(self, name: str, *, to: Message) -> Answer:
        return self.member.unreacts(name, to=to)

    def clicks(self, button: str, *, on: Message | Answer | View, **more: Any) -> Answer:
        return self.member.clicks(button, on=on, **more)

    def settle(self) -> None:
        """Wait until what follows an acknowledgement is done."""
        self._stage.settle()

    @property
    def inbox(self) -> list[Message]:
        """The messages that the app wrote to them."""
        return self.member.inbox

    @property
    def nudges(self) -> list[Message]:
        """The nudges among them, as they read now."""
        return [message for message in self.inbox if message.metadata]

    @property
    def network(self) -> dict[str, Any]:
        """The whole export."""
        return self._stage.export(self.team, self.id)

    def export(self, name: str) -> dict[str, Any]:
        """What is kept of one person. Raises `LookupError`."""
        for contact in self.network["people"]:
            if contact["name"] == name:
                found: dict[str, Any] = contact
                return found
        raise LookupError(name)


class Stage:
    """One workspace (more with `second_workspace`), the bot in it, and the scheduler's jobs when a story says so."""

    def __init__(self, stack: ExitStack, database_url: str, transport: str, *, installed: bool = True) -> None:
        self.slack = Playground(
            manifest=load(), signing_secret=SECRET, on_clock=lambda at: dict(self._run_jobs(at)), seed=False
        )
        self.slack.grace = 3  # seconds that a member waits for what follows an acknowledgement: a busy machine is slow
        self.slack.start()
        stack.callback(self.slack.stop)
        self.slack.add_team("T0ONE", "One")
        self.rapport = build(self._settings(database_url, transport), clock=self.slack.now)
        stack.callback(self.rapport.close)
        if transport == "http" and installed:
            install(self.rapport.database, self.slack, "T0ONE", real_clock())
        secret = SECRET if transport == "http" else None
        address = stack.enter_context(serving(self.rapport, host="127.0.0.1", port=0, signing_secret=secret))
        self.address = address
        if transport == "http":
            self.slack.connect_http(f"{address}/slack/events")
        else:
            self.slack.connect_socket()
            self.slack.wait_for_sockets()

    def _settings(self, database_url: str, transport: str) -> Settings:
        common: dict[str, Any] = {"database_url": database_url, "slack_api_url": self.slack.api_url}
        if transport == "socket":
            return Settings(
                _env_file=None,
                slack_bot_token=self.slack.bot_token("T0ONE"),
                slack_app_token=self.slack.app_token,
                **common,
            )
        return Settings(
            _env_file=None,
            slack_client_id=self.slack.client_id,
            slack_client_secret=self.slack.client_secret,
            slack_signing_secret=SECRET,
            **common,
        )

    def _run_jobs(self, at: datetime) -> Mapping[str, object]:
        return scheduler.tick(self.rapport.jobs, at)

    def person(self, name: str, *, timezone: str = "Europe/London", **more: Any) -> Person:
        """A member of the workspace."""
        return Person(self, self.slack.person(name, timezone=timezone, **{"team": "T0ONE", **more}))

    def second_workspace(self) -> str:
        """Another workspace with the app in it; its id."""
        self.slack.add_team("T0TWO", "Two")
        install(self.rapport.database, self.slack, "T0TWO", real_clock())
        return "T0TWO"

    def tick(self, at: str) -> Mapping[str, Any]:
        """Stop the clock at an instant (UTC unless it says otherwise) and run the scheduler's jobs as of then."""
        return self.slack.tick(at)

    def now_is(self, at: str) -> None:
        """Stop the clock at an instant, UTC."""
        self.slack.set_clock(datetime.fromisoformat(at).replace(tzinfo=UTC), frozen=True)

    def restart_jobs(self) -> None:
        """Forget what the jobs learnt of Slack's limits and refusals, as a new process would."""
        self.rapport.jobs = replace(self.rapport.jobs, pacing=Pacing(), dnd=DoNotDisturb())

    def settle(self) -> None:
        """Wait until what follows an acknowledgement is done."""
        self.rapport.afterwards.settle()

    def export(self, team: str, user: str) -> dict[str, Any]:
        """The JSON export of one owner."""
        with self.rapport.database.reading() as session:
            row = find_owner(session, Owner(team, user))
            assert row is not None
            exported: dict[str, Any] = json.loads(own.dump(everything(session, row.id)))
        return exported
