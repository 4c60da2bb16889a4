"""One nudge on its way to Slack, in one thread, from the claim to what became of it. Which goes when: `deliver`.

Before anything is posted again that may have been posted, it is looked for; and no try is made that is not counted
first. So a kill at any instant leaves a claim that runs out, and whoever takes it then looks before it posts.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks.message import Message
from bot.slack.calling import RateLimited, Refused, Unknown
from bot.slack.clients import DEAD_TOKEN_CODES, STOPPING_SECONDS, Clients, NoTokenError
from bot.slack.finding import Found, NotKnown, find
from bot.slack.posting import Opened, Posted, open_dm, post
from bot.slack.profiles import Profile, read_profile
from bot.store import homes, nudge_queue, profiles
from bot.store.engine import Database
from bot.store.nudge_queue import Claim
from bot.telemetry import NUDGES_FAILED, NUDGES_SENT
from jobs.pacing import Pacing

Clock = Callable[[], datetime]
Compose = Callable[[Session, str], Message | None]
Postpone = Callable[[Session, str, datetime], datetime | None]

POST, LOOK = "chat.postMessage", "conversations.history"
MOST_ATTEMPTS = 8  # by then nearly two hours have passed
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
CLOSED_PAUSE = timedelta(minutes=1)  # for a workspace without a working token
LATE_EFFECT = timedelta(seconds=10)  # after a time-out, how long the effect may still come
PROFILE_EVERY = timedelta(days=1)
_GONE_CODES = frozenset({"user_disabled", "account_deactivated"})

log = structlog.get_logger(__name__)


def never(_session: Session, _nudge_id: str, _at: datetime) -> None:
    """A nudge that is due goes out."""


@dataclass(frozen=True)
class Desk:
    """What a sender works with. `clock` says what is due, `real` is the time of claims and of Slack's limits.

    `compose` renders a nudge from fresh facts, None if what it was about has gone. `postpone` gives the instant, by
    `clock`, before which a nudge must not go out (quiet hours, say), None if it may.
    """

    database: Database
    clients: Clients
    compose: Compose
    clock: Clock
    real: Clock
    claim_seconds: float = 60
    postpone: Postpone = never
    pacing: Pacing = field(default_factory=Pacing)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def claim_life(self) -> timedelta:
        return timedelta(seconds=self.claim_seconds)

    @property
    def request_seconds(self) -> float:
        """How long a request may wait: the claim that covers it lasts twice as long at least."""
        return min(STOPPING_SECONDS, self.claim_seconds / 2)


class Sender:
    """Sends what `deliver` hands it; called from many threads, though never from two for one owner."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: dict[int, datetime] = {}  # when an owner's profile was asked for in this run

    def send(self, claim: Claim) -> str:
        """Bring a nudge to its end or put it back: `sent`, `found`, `failed`, `dropped`, `held`; `lost` to another."""
        try:
            return self._send(claim)
        except NoTokenError:
            return self._close(claim, "no_token")
        except Exception:  # one nudge's bad row must not cost the others their sender
            log.exception("deliver.crashed", nudge=claim.id, team=claim.team)
            # It may have happened after the post, so it is looked for first; `_look` ends it after enough tries.
            return self._put_back(claim, "unknown", self._later(claim), claim.attempts + 1, "crashed")

    def _send(self, claim: Claim) -> str:
        desk = self._desk
        client = desk.clients.client(claim.team, desk.request_seconds)
        if not desk.stop.is_set() and self._has_left(client, claim):
            return "dropped"
        if not desk.stop.is_set() and claim.channel is None:
            opened = self._open(client, claim)
            if isinstance(opened, str):
                return opened
            claim = opened
        if not desk.stop.is_set() and claim.look:
            ended = self._look(client, claim)
            if ended is not None:
                return ended
            claim = replace(claim, look=False)
        if desk.stop.is_set():
            return self._let_go(claim)
        return self._compose_and_post(client, claim)

    # Who it is for

    def _has_left(self, client: WebClient, claim: Claim) -> bool:
        """Read the owner's profile, once a day. A profile that cannot be read holds nothing up."""
        at = self._desk.clock()
        asked_at = self._asked.get(claim.owner_id, claim.profile_at)
        if asked_at is not None and at - asked_at < PROFILE_EVERY:
            return False
        self._asked[claim.owner_id] = at
        profile = read_profile(client, claim.user)
        if isinstance(profile, Profile) and not profile.deleted:
            with self._desk.database.writing() as session:
                learn_owner(session, claim.owner_id, profile, at)
        return isinstance(profile, Profile) and profile.deleted and self._deactivate(claim)

    def _deactivate(self, claim: Claim) -> bool:
        with self._desk.database.writing() as session:
            dropped = profiles.deactivate_owner(session, claim.owner_id, self._desk.clock())
        log.info("owner.deactivated", owner=claim.owner_id, dropped=dropped)
        return True

    def _open(self, client: WebClient, claim: Claim) -> Claim | str:
        """The claim with the channel of its owner, which finding needs; without one the owner's id does for posting."""
        opened = open_dm(client, claim.user)
        if isinstance(opened, Refused) and opened.code in _GONE_CODES:
            self._deactivate(claim)
            return "dropped"
        if isinstance(opened, Refused) and opened.code in DEAD_TOKEN_CODES:
            return self._token_died(client, claim, opened.code)
        if isinstance(opened, Opened):
            with self._desk.database.writing() as session:
                profiles.learn_channel(session, claim.owner_id, opened.channel)
            return replace(claim, channel=opened.channel)
        return claim

    # Is it there already

    def _look(self, client: WebClient, claim: Claim) -> str | None:
        """What became of a nudge that may have been posted; None if it certainly was not, and may be."""
        desk, channel = self._desk, claim.channel or claim.user
        result = find(client, channel, claim.id, claim.since)
        if isinstance(result, NotKnown):
            return self._not_known(client, claim, result)
        desk.pacing.answered(claim.team, LOOK)
        if isinstance(result, Found):
            return self._mark_sent(claim, channel, result.ts, "found")
        if claim.attempts >= MOST_ATTEMPTS:
            return self._fail(claim, claim.error or "unanswered")
        if claim.error is not None and claim.attempts > 1:  # Slack loses one after the other: not at once again
            return self._put_back(claim, "planned", desk.real() + delay(claim.attempts), claim.attempts, claim.error)
        return None

    def _not_known(self, client: WebClient, claim: Claim, result: NotKnown) -> str:
        """Still unknown: the workspace is not looked in for a while, all its unknown nudges wait."""
        desk = self._desk
        if result.refused:
            return self._refused(client, claim, result.reason, state="unknown")
        if result.retry_after is not None:
            until = desk.real() + timedelta(seconds=result.retry_after)
            desk.pacing.block(claim.team, LOOK, until)
        else:
            until = desk.pacing.lost(claim.team, LOOK, desk.real())
        return self._put_back(claim, "unknown", until, claim.attempts, claim.error or result.reason)

    # The post

    def _compose_and_post(self, client: WebClient, claim: Claim) -> str:
        desk = self._desk
        with desk.database.reading() as session:
            standing = nudge_queue.standing(session, claim.id)
            if standing is None:
                return "lost"
            is_wanted = not (standing.answered or standing.owner_left or standing.contact_gone)
            message = desk.compose(session, claim.id) if is_wanted else None
            later = desk.postpone(session, claim.id, desk.clock()) if message is not None else None
        if message is None:
            return self._end(claim, "dropped")
        if later is not None:
            with desk.database.writing() as session:
                nudge_queue.postpone(session, claim, later)
            return "held"
        return self._try(client, claim, message)

    def _try(self, client: WebClient, claim: Claim, message: Message) -> str:
        desk = self._desk
        if desk.stop.is_set():
            return self._let_go(claim)
        until = desk.real() + desk.claim_life
        with desk.database.writing() as session:
            if not nudge_queue.begin_try(session, claim, until):
                return "lost"
        if desk.real() + timedelta(seconds=desk.request_seconds) >= until:  # the commit took as long as the claim lasts
            return self._put_back(claim, "planned", None, claim.attempts)
        desk.pacing.written(claim.owner_id, desk.real())
        result = post(client, claim.channel or claim.user, message.text, message.blocks, claim.id)
        return self._settle(client, claim, result, until)

    def _settle(
        self, client: WebClient, claim: Claim, result: Posted | Refused | RateLimited | Unknown, until: datetime
    ) -> str:
        """Write down what came of a try that ended while the claim lasts until `until`."""
        desk = self._desk
        if isinstance(result, Posted):
            return self._mark_sent(claim, result.channel, result.ts, "sent")
        if isinstance(result, RateLimited):
            free_at = desk.real() + timedelta(seconds=result.seconds)
            desk.pacing.block(claim.team, POST, free_at)
            return self._put_back(claim, "planned", free_at, claim.attempts, "ratelimited")
        if isinstance(result, Unknown):
            look_at = desk.real() + delay(1)
            if result.late:
                look_at = max(look_at, until, desk.real() + LATE_EFFECT)
            return self._put_back(claim, "unknown", look_at, claim.attempts + 1, result.reason)
        return self._refused(client, claim, result.code)

    def _refused(self, client: WebClient, claim: Claim, code: str, state: str = "planned") -> str:
        if code in DEAD_TOKEN_CODES:
            return self._token_died(client, claim, code)
        if code in _GONE_CODES:
            self._deactivate(claim)
            return "dropped"
        if code == "channel_not_found":
            with self._desk.database.writing() as session:
                profiles.learn_channel(session, claim.owner_id, None)
        attempts = claim.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            return self._fail(claim, code)
        return self._put_back(claim, state, self._later(claim), attempts, code)

    # What became of it

    def _mark_sent(self, claim: Claim, channel: str, ts: str, how: str) -> str:
        with self._desk.database.writing() as session:
            nudge_queue.mark_sent(session, claim.id, channel=channel, ts=ts, at=self._desk.clock())
            homes.mark_stale(session, claim.owner_id)
            if claim.channel is None:
                profiles.learn_channel(session, claim.owner_id, channel)
        NUDGES_SENT.labels(kind=claim.kind).inc()
        log.info("nudge.delivered", nudge=claim.id, team=claim.team, how=how)
        return how

    def _token_died(self, client: WebClient, claim: Claim, code: str) -> str:
        """The workspace waits until it has a token that works; the try does not count."""
        desk = self._desk
        desk.clients.tokens.refused(claim.team, client.token or "", code, desk.real())
        log.warning("team.token_refused", team=claim.team, reason=code)
        return self._close(claim, code)

    def _close(self, claim: Claim, code: str) -> str:
        for method in (POST, LOOK):
            self._desk.pacing.block(claim.team, method, self._desk.real() + CLOSED_PAUSE)
        return self._put_back(claim, "unknown" if claim.look else "planned", None, claim.attempts, code)

    def _let_go(self, claim: Claim) -> str:
        return self._put_back(claim, "unknown" if claim.look else "planned", claim.again_at, claim.attempts)

    def _later(self, claim: Claim) -> datetime:
        return self._desk.real() + delay(claim.attempts + 1)

    def _put_back(
        self, claim: Claim, state: str, try_at: datetime | None, attempts: int, error: str | None = None
    ) -> str:
        with self._desk.database.writing() as session:
            nudge_queue.put_back(session, claim, state=state, try_at=try_at, attempts=attempts, error=error)
        return "held"

    def _fail(self, claim: Claim, code: str) -> str:
        NUDGES_FAILED.labels(reason=code).inc()
        log.warning("nudge.failed", nudge=claim.id, team=claim.team, reason=code)
        return self._end(claim, "failed", code)

    def _end(self, claim: Claim, state: str, code: str | None = None) -> str:
        with self._desk.database.writing() as session:
            nudge_queue.end(session, claim, state=state, error=code)
            homes.mark_stale(session, claim.owner_id)
        return state


def learn_owner(session: Session, owner_id: int, profile: Profile, at: datetime) -> bool:
    """Keep what a profile says of its owner; whether that changes when they are nudged."""
    return profiles.learn_owner(
        session, owner_id, zone=profile.zone, locale=profile.locale, away_until=profile.away_until, at=at
    )


def delay(attempts: int) -> timedelta:
    """How long to wait after so many tries: four times as long each time, and by up to a half less, at random."""
    longest = min(FIRST_DELAY * (1 << 2 * min(attempts - 1, 10)), LONGEST_DELAY)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  # it spreads load and guards nothing
