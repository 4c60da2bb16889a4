"""Is everything in place? One check a subject, each with one line that says what was found and what to do about it.

Nothing here changes anything: no schema is migrated, no message sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot import manifest
from bot.config import Settings, SettingsError
from bot.store.engine import Database
from bot.store.installations import AHEAD
from bot.store.nudge_queue import WAITING
from bot.store.schema import NewerSchemaError, newest, version_of
from bot.store.tables import TOGETHER, InstallationRow, InteractionRow, NudgeRow, OwnerRow

TIMEOUT = 10  # seconds
MOST_SKEW = timedelta(minutes=1)  # Slack signs with its own time, and Bolt refuses what is five minutes off
FAILED_DAYS = 7  # older failures are history
LATE = timedelta(hours=1)
EXCHANGING = timedelta(minutes=15)  # by then a token that ends within `AHEAD` has long been exchanged


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    subject: str
    is_fine: bool
    says: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of Slack's: its data, its headers in lower case, and when it came."""

    data: Mapping[str, Any]
    headers: Mapping[str, str]
    at: datetime


def examine(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Check]:
    """Every check in turn. `clock` gives the present instant in UTC."""
    yield (found := _settings(settings))
    yield from _store(settings, clock)
    if found.is_fine and settings.mode != "playground":
        yield from _slack(settings, clock)


def _settings(settings: Settings) -> Check:
    try:
        mode = settings.mode
    except SettingsError as error:
        return Check("settings", is_fine=False, says=str(error))
    ways = {
        "socket": "one workspace over Socket Mode",
        "http": "one workspace over HTTP",
        "oauth": "any number of workspaces over HTTP, installed with OAuth",
        "playground": "no Slack credentials: `rapport run` starts the playground",
    }
    return Check("settings", is_fine=True, says=ways[mode])


def _store(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Check]:
    try:
        database = Database(settings.database_url, settings.rapport_encryption_key)
    except SQLAlchemyError:
        yield Check("database", is_fine=False, says="DATABASE_URL cannot be read as a URL")
        return
    try:
        yield (reached := _database(database))
        if reached.is_fine:
            yield (schema := _schema(database))
            if schema.is_fine:
                yield _key(database)
                yield _failed(database, clock())
                yield _late(database, clock())
                yield from _closed(database)
                yield from _ending(database, clock())
    finally:
        database.close()


def _database(database: Database) -> Check:
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).split("\n", 1)[0]
        return Check("database", is_fine=False, says=f"cannot be reached: {reason}")
    return Check("database", is_fine=True, says=database.engine.dialect.name)


def _schema(database: Database) -> Check:
    try:
        with database.engine.connect() as connection:
            version = version_of(connection)
    except NewerSchemaError as error:
        return Check("migrations", is_fine=False, says=str(error))
    if version != newest():
        return Check("migrations", is_fine=False, says=f"{version or 'none'} of {newest()}: run `rapport migrate`")
    return Check("migrations", is_fine=True, says=f"newest ({version})")


def _key(database: Database) -> Check:
    """Read the oldest and the newest words: the key may have been set, changed or lost in between."""
    written = select(InteractionRow.about).where(InteractionRow.about.is_not(None)).limit(1)
    try:
        with database.reading() as session:
            session.execute(written.order_by(InteractionRow.id)).all()
            session.execute(written.order_by(InteractionRow.id.desc())).all()
            session.execute(select(InstallationRow.bot_token)).all()
    except Exception as error:  # noqa: BLE001  # whatever the cipher says of a wrong key, it is one and the same fault
        return Check("encryption", is_fine=False, says=f"words cannot be read with this key ({type(error).__name__})")
    return Check("encryption", is_fine=True, says="words can be read")


def _failed(database: Database, now: datetime) -> Check:
    since = now - timedelta(days=FAILED_DAYS)
    failed = select(NudgeRow.error, func.count()).where(NudgeRow.state == "failed", NudgeRow.planned_at >= since)
    failed = failed.where(NudgeRow.kind != TOGETHER)  # those that it was to hold are counted
    with database.reading() as session:
        reasons = [(error or "unanswered", count) for error, count in session.execute(failed.group_by(NudgeRow.error))]
    count = sum(times for _, times in reasons)
    why = ", ".join(f"{reason} {times}" for reason, times in sorted(reasons, key=lambda one: (-one[1], one[0])))
    says = f"{count or 'none'} failed in the last {FAILED_DAYS} days{f': {why}' if why else ''}"
    return Check("nudges", is_fine=not count, says=says)


def _late(database: Database, now: datetime) -> Check:
    """Nudges that should have gone by now: no worker is running, or Slack does not take them."""
    late = (
        select(NudgeRow.error, func.count())
        .where(NudgeRow.state.in_(WAITING), NudgeRow.planned_at <= now - LATE, NudgeRow.kind != TOGETHER)
        .where(NudgeRow.team.not_in(select(InstallationRow.team).where(InstallationRow.revoked_at.is_not(None))))
        .group_by(NudgeRow.error)
    )
    with database.reading() as session:
        reasons = session.execute(late).all()
    count = sum(times for _, times in reasons)
    why = ", ".join(f"{error} {times}" for error, times in reasons if error)
    if not count:
        return Check("waiting", is_fine=True, says=f"none waits for more than {LATE.total_seconds() / 3600:.0f} hour")
    return Check("waiting", is_fine=False, says=f"{count} for more than an hour: {why or 'does a worker run?'}")


def _closed(database: Database) -> Iterator[Check]:
    """The workspaces whose token is dead, as long as somebody there uses the bot."""
    closed = (
        select(InstallationRow.team, InstallationRow.revoked_at)
        .where(InstallationRow.revoked_at.is_not(None), InstallationRow.team.in_(select(OwnerRow.team)))
        .order_by(InstallationRow.team)
    )
    with database.reading() as session:
        for team, at in session.execute(closed).all():
            told = f"removed the app, or Slack refused its token, on {at:%Y-%m-%d}: install it again, or its data goes"
            yield Check(f"workspace {team}", is_fine=False, says=told)


def _ending(database: Database, now: datetime) -> Iterator[Check]:
    """The workspaces whose token ends soon and should have been exchanged by now: its refresh token may be lost."""
    whose = func.coalesce(func.nullif(InstallationRow.team, ""), InstallationRow.enterprise)
    late = (
        select(whose, InstallationRow.bot_token_expires_at)
        .where(InstallationRow.bot_token_expires_at <= now + AHEAD - EXCHANGING, InstallationRow.revoked_at.is_(None))
        .order_by(whose)
    )
    with database.reading() as session:
        for team, ends_at in session.execute(late).all():
            if ends_at is not None:
                told = (
                    f"ends at {ends_at:%Y-%m-%d %H:%M} UTC and was not exchanged: if a worker runs, Slack refuses "
                    "to; install the app again from /slack/install, and nothing is lost"
                )
                yield Check(f"token rotation of {team}", is_fine=False, says=told)


def _slack(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Check]:
    if settings.mode == "oauth":
        yield from _installations(settings, clock)
        return
    yield from _bot(settings, settings.slack_bot_token or "", "bot token", clock)
    if settings.mode == "socket":
        yield _app(settings, clock)


def _installations(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Check]:
    database = Database(settings.database_url, settings.rapport_encryption_key)
    try:
        with database.reading() as session:
            whose = func.coalesce(func.nullif(InstallationRow.team, ""), InstallationRow.enterprise)
            live = select(whose, InstallationRow.bot_token).where(InstallationRow.revoked_at.is_(None))
            tokens = [(team, token) for team, token in session.execute(live.order_by(whose)) if token]
    except Exception:  # noqa: BLE001  # said already by the checks of the database, the schema and the key
        tokens = []
    finally:
        database.close()
    if not tokens:
        yield Check("tokens", is_fine=True, says="no workspace has installed the app yet")
    for team, token in tokens:
        yield from _bot(settings, token, f"token of {team}", clock)


def _bot(settings: Settings, token: str, subject: str, clock: Callable[[], datetime]) -> Iterator[Check]:
    answer = _call(settings, token, "auth.test", clock)
    if isinstance(answer, str):
        yield Check(subject, is_fine=False, says=answer)
        return
    yield Check(subject, is_fine=True, says=f"works in {answer.data.get('team')} as {answer.data.get('user')}")
    yield _scopes(answer)
    yield _clock(answer)


def _scopes(answer: _Answer) -> Check:
    header = answer.headers.get("x-oauth-scopes")
    if header is None:
        return Check("scopes", is_fine=True, says="Slack does not say which were granted")
    missing = manifest.scopes() - {scope.strip() for scope in header.split(",")}
    if missing:
        told = f"missing: {', '.join(sorted(missing))}. Add them under OAuth & Permissions and install the app again"
        return Check("scopes", is_fine=False, says=told)
    return Check("scopes", is_fine=True, says="all granted")


def _clock(answer: _Answer) -> Check:
    header = answer.headers.get("date")
    if header is None:
        return Check("clock", is_fine=True, says="Slack does not say what time it is")
    skew = abs(answer.at - parsedate_to_datetime(header).astimezone(UTC))
    if skew > MOST_SKEW:
        return Check("clock", is_fine=False, says=f"{skew.total_seconds():.0f} s off Slack's: set this machine's clock")
    return Check("clock", is_fine=True, says="agrees with Slack's")


def _app(settings: Settings, clock: Callable[[], datetime]) -> Check:
    answer = _call(settings, settings.slack_app_token or "", "apps.connections.open", clock)
    if isinstance(answer, str):
        return Check("app token", is_fine=False, says=answer)
    return Check("app token", is_fine=True, says="opens Socket Mode")


def _call(settings: Settings, token: str, method: str, clock: Callable[[], datetime]) -> _Answer | str:
    """Slack's answer, or what kept it from coming."""
    client = WebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT,
        ssl=ssl.create_default_context(),
        retry_handlers=[],
    )
    try:
        answer = client.api_call(method)
    except SlackApiError as error:
        return f"Slack refuses it: {error.response.get('error', 'no reason given')}"
    except (OSError, ValueError) as error:  # the network's errors, and an answer that is no JSON
        return f"Slack cannot be reached: {getattr(error, 'reason', None) or type(error).__name__}"
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    return _Answer(answer.data if isinstance(answer.data, dict) else {}, headers, clock())
