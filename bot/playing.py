"""The playground with the bot beside it: what `rapport run` starts when there are no credentials.

The playground is a stranger to the bot: they share this process and its clock, and speak HTTP to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.manifest import load
from bot.network.erasing import erase
from bot.playground import Playground
from bot.wiring import Rapport, build, serving, ticking, wait_for_signal
from jobs import scheduler

STATE = Path("rapport-playground.json")
_SECRET = "playground"  # noqa: S105  # both ends are in this process, on this machine


def playground(
    settings: Settings,
    *,
    port: int | None = None,
    with_scheduler: bool = True,
    announce: Callable[[str], object] = print,
) -> None:
    """A Slack workspace in the browser with the bot in it, until SIGINT or SIGTERM."""
    with playing(settings, port=port, with_scheduler=with_scheduler) as url:
        wait_for_signal(lambda: announce(f"Rapport's playground is ready: open {url}"))


@contextmanager
def playing(settings: Settings, *, port: int | None = None, with_scheduler: bool = True) -> Iterator[str]:
    """The playground and the bot beside it while the block runs; gives the page's address."""
    with ExitStack() as stack:
        built: list[Rapport] = []

        def jump(at: datetime) -> dict[str, object]:
            return dict(scheduler.tick(built[0].jobs, at))

        def start_over() -> None:
            with built[0].database.writing() as session:
                for team in {member.team for member in slack.members()}:
                    erase(session, team)
            built[0].conversation.start_over()

        slack = Playground(
            host=settings.host,
            port=settings.port if port is None else port,
            state_file=STATE,
            manifest=load(),
            signing_secret=_SECRET,
            on_clock=jump,
            on_reset=start_over,
        )
        slack.start()
        stack.callback(slack.stop)
        rapport = build(_inside(settings, slack), clock=slack.now)
        stack.callback(rapport.close)
        built.append(rapport)
        if with_scheduler:
            stack.enter_context(ticking(rapport))
        address = stack.enter_context(serving(rapport, host="127.0.0.1", port=0, signing_secret=_SECRET))
        slack.connect_http(f"{address}/slack/events")
        yield slack.url


def _inside(settings: Settings, slack: Playground) -> Settings:
    """The same settings, with the playground as Slack."""
    return settings.model_copy(
        update={
            "slack_bot_token": slack.bot_token(),
            "slack_signing_secret": _SECRET,
            "slack_api_url": slack.api_url,
            "slack_app_token": None,
            "slack_client_id": None,
            "slack_client_secret": None,
        }
    )
