"""What the clock cleans and refreshes: things past their keeping go, profiles are read anew. All of it may run twice.

How long what is kept: the constants below. The queries: `bot.store.keeping` and `bot.store.profiles`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.network.owners import Owner
from bot.slack.calling import Refused
from bot.slack.clients import STOPPING_SECONDS, Clients, NoTokenError
from bot.slack.profiles import Profile, read_profile
from bot.store import homes, installations, keeping, profiles
from bot.store.engine import Database
from bot.store.profiles import Member
from jobs.addressing import PROFILE_EVERY, learn_owner

DELIVERIES_KEPT = timedelta(days=1)  # Slack's last retry comes after some 5 minutes
QUESTIONS_KEPT = timedelta(days=7)
CHANGES_KEPT = timedelta(days=30)  # so long an undo is possible
FORGOTTEN_KEPT = timedelta(minutes=10)  # "forget" can be taken back so long
LEFT_KEPT = timedelta(days=30)  # who left the workspace, or whose workspace uninstalled the app
PROFILES_AT_ONCE = 50

ClearHome = Callable[[Owner, datetime], object]
log = structlog.get_logger(__name__)


def upkeep(
    at: datetime,
    database: Database,
    clients: Clients,
    *,
    real: datetime | None = None,
    stop: threading.Event | None = None,
    clear_home: ClearHome | None = None,
) -> dict[str, int]:
    """Remove what at `at` is past its keeping, then read a bounded number of profiles; how many of each.

    `clear_home` takes what is gone off an owner's App Home, too.

    Slack delivers again by `real` time, so however far ahead `at` is, the deliveries of the last real day are kept.
    """
    stop = stop or threading.Event()
    return remove(at, database, real=real, clear_home=clear_home) | {
        "owners_read": read_owners(database, clients, at, stop=stop),
        "members_read": read_members(database, clients, at, stop=stop),
    }


def remove(
    at: datetime, database: Database, *, real: datetime | None = None, clear_home: ClearHome | None = None
) -> dict[str, int]:
    """Remove what is past its keeping. Each kind goes in a transaction of its own; an owner who goes, in one too."""
    limits = keeping.Limits(
        erase=at,
        left=at - LEFT_KEPT,
        forgotten=at - FORGOTTEN_KEPT,
        deliveries=min(at, real or at) - DELIVERIES_KEPT,
        questions=at - QUESTIONS_KEPT,
        changes=at - CHANGES_KEPT,
        states=at,
    )
    with database.reading() as session:
        past = keeping.what_is_past(session, limits)  # mostly nothing: then this look is all that it costs
    return {
        "erased": _erase_owners(at, database, clear_home) if past & {"erase", "left", "uninstalled"} else 0,
        "forgotten": _forget_contacts(at, database) if "forgotten" in past else 0,
    } | {name: _remove(database, name, getattr(limits, name)) if name in past else 0 for name in _REMOVERS}


def _remove(database: Database, name: str, before: datetime) -> int:
    with database.writing() as session:
        return _REMOVERS[name](session, before)


_REMOVERS: dict[str, Callable[[Session, datetime], int]] = {
    "deliveries": keeping.remove_deliveries,
    "questions": keeping.remove_questions,
    "changes": keeping.remove_changes,
    "states": installations.forget_states,
}


def _erase_owners(at: datetime, database: Database, clear_home: ClearHome | None) -> int:
    with database.reading() as session:
        owners = keeping.owners_to_erase(session, at, left_before=at - LEFT_KEPT)
        shown = homes.opened_by(session, owners)
    for owner_id in owners:
        with database.writing() as session:
            keeping.erase_owner(session, owner_id)
        log.info("owner.erased", owner=owner_id)
        if clear_home is not None and owner_id in shown:
            clear_home(Owner(shown[owner_id].team, shown[owner_id].user), at)
    return len(owners)


def _forget_contacts(at: datetime, database: Database) -> int:
    with database.reading() as session:
        owners = keeping.owners_who_forgot(session, at - FORGOTTEN_KEPT)
    forgotten = 0
    for owner_id in owners:
        with database.writing() as session:
            forgotten += keeping.forget_contacts(session, owner_id, at - FORGOTTEN_KEPT)
    return forgotten


def read_owners(database: Database, clients: Clients, at: datetime, *, stop: threading.Event | None = None) -> int:
    """Read the profiles of owners, each once a day: their zones, and whether they have left; how many were read."""
    with database.reading() as session:
        owners = profiles.owners_unread_since(session, at - PROFILE_EVERY, PROFILES_AT_ONCE)
    reader = Reader(at, database, clients, stop or threading.Event())
    return reader.read(owners, reader.owner_is)


def read_members(database: Database, clients: Clients, at: datetime, *, stop: threading.Event | None = None) -> int:
    """Read the profiles of contacts who are members, each once: their zones and real names; how many were read."""
    with database.reading() as session:
        members = profiles.members_unread(session, PROFILES_AT_ONCE)
    reader = Reader(at, database, clients, stop or threading.Event())
    return reader.read(members, reader.member_is)


class Reader:
    """Reads profiles; a workspace that does not answer one is left alone for the rest of the run."""

    def __init__(self, at: datetime, database: Database, clients: Clients, stop: threading.Event) -> None:
        self._at = at
        self._database = database
        self._clients = clients
        self._stop = stop
        self._silent: set[str] = set()

    def read(self, members: Sequence[Member], learn: Callable[[Member, Profile | None], None]) -> int:
        """Ask Slack about each and hand on what it says, None if there is no such member; how many were answered."""
        answered = 0
        for member in members:
            if self._stop.is_set() or member.team in self._silent:
                continue
            result = self._ask(member)
            if isinstance(result, Profile) or result == Refused("user_not_found"):
                learn(member, result if isinstance(result, Profile) else None)
                answered += 1
            else:
                self._silent.add(member.team)
        return answered

    def _ask(self, member: Member) -> object:
        client = self._client(member.team)
        return read_profile(client, member.user) if client is not None else None

    def _client(self, team: str) -> WebClient | None:
        try:
            return self._clients.client(team, STOPPING_SECONDS)
        except NoTokenError:
            return None

    def owner_is(self, member: Member, profile: Profile | None) -> None:
        """Keep the zone of an owner, or that they left."""
        with self._database.writing() as session:
            if profile is None:
                profiles.mark_owner_read(session, member.id, self._at)
            elif profile.deleted or profile.is_stranger_in(member.team):
                profiles.deactivate_owner(session, member.id, self._at)
            else:
                learn_owner(session, member.id, profile, self._at)

    def member_is(self, member: Member, profile: Profile | None) -> None:
        """Keep the zone of a contact, and the real name of one who is known by a mention alone."""
        with self._database.writing() as session:
            if profile is None:
                profiles.mark_contact_read(session, member.id, self._at)
                return
            name = profile.real_name or profile.display_name
            profiles.learn_contact(
                session,
                member.id,
                handle=profile.handle,
                name=name,
                title=profile.title,
                zone=profile.zone,
                at=self._at,
            )
