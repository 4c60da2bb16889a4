"""What follows an acknowledgement: an answer in the direct messages, an answer to a click; and their thread.

None of it is a nudge: an answer that is lost is not sent again, for its effect is stored and can be asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.slack.calling import Answer, Done, Refused, call
from bot.slack.clients import REQUEST_SECONDS, Clients, NoTokenError, is_slacks

_THREADS = 4
OPEN_SECONDS = 2.2  # a trigger is good for 3, of which filling the form may take 0.7
Result = TypeVar("Result")
log = structlog.get_logger(__name__)


class Afterwards:
    """Does what can be slow once Slack has its acknowledgement. `finish` waits for what was begun."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="afterwards")
        self._hurried = ThreadPoolExecutor(_THREADS, thread_name_prefix="hurried")
        self._under_way: set[Future[Any]] = set()
        self._lock = threading.Lock()

    def do(self, work: Callable[[], object]) -> None:
        """Do it soon, in another thread; an error is logged by its kind alone."""
        begun = self._pool.submit(_carefully, work)
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()} | {begun}

    def begin(self, work: Callable[[], Result]) -> Future[Result]:
        """Begin what somebody waits for, in threads of its own: what is slow elsewhere does not hold it up."""
        begun = self._hurried.submit(work)
        with self._lock:
            self._under_way = {one for one in self._under_way if not one.done()} | {begun}
        return begun

    def settle(self, seconds: float = 5) -> None:
        """Wait for what was begun until now, and for what that began."""
        while True:
            with self._lock:
                rest = {one for one in self._under_way if not one.done()}
            if not rest or wait(rest, timeout=seconds).not_done:
                return

    def finish(self) -> None:
        """Wait for everything that was begun; nothing more is taken."""
        self._hurried.shutdown(wait=True)
        self._pool.shutdown(wait=True)


def _carefully(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:  # a thread of its own: nobody else would hear of it
        log.exception("afterwards.failed")


@dataclass(frozen=True, slots=True)
class OpenedView:
    """A modal that Slack shows: its id, and the hash of what it shows."""

    id: str
    hash: str


class Voice:
    """Says things to people in their workspaces."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def say(
        self, team: str, channel: str, text: str, blocks: list[dict[str, Any]], thread_ts: str | None = None
    ) -> None:
        """Post an answer into a conversation."""
        self._do(
            team,
            lambda client: call(
                client.chat_postMessage,
                channel=channel,
                text=text,
                blocks=blocks,
                thread_ts=thread_ts,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )

    def whisper(
        self,
        team: str,
        channel: str,
        user: str,
        text: str,
        blocks: list[dict[str, Any]],
        thread_ts: str | None = None,
    ) -> None:
        """Show an answer to one person only, in a conversation that the bot is in."""
        self._do(
            team,
            lambda client: call(
                client.chat_postEphemeral, channel=channel, user=user, text=text, blocks=blocks, thread_ts=thread_ts
            ),
        )

    def open(self, team: str, trigger_id: str, view: dict[str, Any], *, on_top: bool = False) -> OpenedView | str:
        """Open a modal, within 3 seconds of what triggered it, `on_top` of the one that did; else why there is none."""

        def work(client: WebClient) -> Answer:
            return call(client.views_push if on_top else client.views_open, trigger_id=trigger_id, view=view)

        try:
            answer = work(self._clients.at_once(team, OPEN_SECONDS))
        except NoTokenError as error:
            return error.code
        seen = answer.data.get("view") if isinstance(answer, Done) else None
        if isinstance(seen, dict):
            return OpenedView(str(seen.get("id")), str(seen.get("hash")))
        return self._failed(team, answer)

    def update_view(self, team: str, view_id: str, view: dict[str, Any], seen: str | None = None) -> bool:
        """Show something else in an open modal, if it still is as it was `seen` (its hash); whether it is shown."""
        more = {"hash": seen} if seen else {}
        done = self._do(team, lambda client: call(client.views_update, view_id=view_id, view=view, **more))
        return done is not None

    def _do(
        self, team: str, work: Callable[[WebClient], Answer], seconds: float = REQUEST_SECONDS
    ) -> dict[str, Any] | None:
        """Make one call; Slack's answer, or None when there is none that is good."""
        try:
            client = self._clients.client(team, seconds)
        except NoTokenError:
            log.info("saying.no_token", team=team)
            return None
        answer = work(client)
        if isinstance(answer, Done):
            return answer.data
        self._failed(team, answer)
        return None

    @staticmethod
    def _failed(team: str, answer: Answer) -> str:
        code = answer.code if isinstance(answer, Refused) else type(answer).__name__
        log.warning("saying.failed", team=team, reason=code)
        return code

    def respond(self, response_url: str, text: str, blocks: list[dict[str, Any]], *, replace: bool = True) -> None:
        """Answer a click by its response URL (good 5 times within 30 minutes), in the place of what was clicked."""
        if not is_slacks(response_url, self._clients.base_url):
            log.warning("saying.not_slacks")
            return
        hook = WebhookClient(response_url, retry_handlers=[])
        answer = hook.send(text=text, blocks=blocks, replace_original=replace, response_type="ephemeral")
        if answer.status_code != 200:
            log.warning("saying.response_url_failed", status=answer.status_code)
