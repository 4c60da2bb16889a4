"""The App Home of each owner, from reading to publishing: `conversation` for what is shown instead of said.

Any process may publish at any time. What is published goes with the hash of what stood there when its facts were read,
so that an older view never takes the place of a newer one; where another came first, the facts are read anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from bot.blocks.home import home as home_blocks
from bot.conversation import Conversation, Reply
from bot.network.home import home, pages_shown
from bot.network.outcomes import HomeView
from bot.network.owners import Owner, find_owner, owner_row, settings_of
from bot.network.turns import Turn
from bot.slack.calling import Answer, Done, Refused, Unknown, call
from bot.slack.clients import DEAD_TOKEN_CODES, Clients, NoTokenError
from bot.store import homes
from bot.store.homes import Published
from bot.store.tables import OwnerRow

_TRIES = 4  # the last one comes without a hash: somebody's facts must stand there in the end
NO_TOKEN = "no_token"  # noqa: S105  # a reason, no secret: the workspace has no token that works
_CONFLICT = "hash_conflict"
_OWNERS = OwnerRow.metadata.tables[OwnerRow.__tablename__]
_WELCOME = (
    update(_OWNERS)
    .where(_OWNERS.c.id == bindparam("owner"), _OWNERS.c.welcomed_at.is_(None))
    .values(welcomed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Homes:
    """Builds and publishes. `at` is the instant in UTC."""

    conversation: Conversation
    clients: Clients

    def opened(self, owner: Owner, at: datetime) -> None:
        """Remember, for every process, that an owner looks at App Home: it is kept up to date from now on."""
        self.conversation.get_acquainted(owner, at)
        with self.conversation.database.writing() as session:
            homes.opened(session, owner_row(session, owner, at).id, at)

    def view(
        self, owner: Owner, at: datetime, pages: Mapping[str, int] = {}, said: Reply | None = None
    ) -> tuple[HomeView, dict[str, Any]]:
        """What App Home shows, and that as views.publish takes it; `said` answers what was clicked there."""
        self.conversation.get_acquainted(owner, at)
        with self.conversation.database.reading() as session:
            row = find_owner(session, owner)
            assert row is not None  # noqa: S101  # they are acquainted
            seen = home(Turn(session, row, at), pages)
        return seen, home_blocks(seen, said.blocks if said else ())

    def show(
        self, owner: Owner, at: datetime, said: Reply | None = None, turned: Mapping[str, int] | None = None
    ) -> Answer | None:
        """Publish an owner's App Home; Slack's answer, None where it was never opened.

        `turned` says which pages are to be shown now; the others stay as they are. With it, or with something `said`,
        they clicked there, so it was opened, whoever erased that since.
        """
        if (said is not None or turned) and self._published(owner) is None:
            self.opened(owner, at)
        for tries_left in reversed(range(_TRIES)):
            stands = self._published(owner)
            if stands is None:
                return None
            answer = self._publish(owner, at, stands, said, turned or {}, unsure=tries_left > 0)
            if answer is not None:
                return answer
        return Refused(_CONFLICT)

    def _published(self, owner: Owner) -> Published | None:
        with self.conversation.database.reading() as session:
            return homes.published(session, owner.team, owner.user)

    def _publish(
        self,
        owner: Owner,
        at: datetime,
        stands: Published,
        said: Reply | None,
        turned: Mapping[str, int],
        *,
        unsure: bool,
    ) -> Answer | None:
        """One try; None where another publication came between, so that it must be made anew."""
        seen, view = self.view(owner, at, {**stands.pages, **turned}, said)
        answer = self._call(owner, view, stands.hash if unsure else None)
        if isinstance(answer, Refused) and answer.code == _CONFLICT:
            return None
        if not isinstance(answer, Done):
            return answer
        with self.conversation.database.writing() as session:
            new_hash = (answer.data.get("view") or {}).get("hash")
            kept = homes.keep(session, stands, new_hash, pages_shown(seen), sure=not unsure)
            if seen.is_first:
                _welcomed(session.connection(), stands.owner_id, at)
        return answer if kept else None

    def _call(self, owner: Owner, view: dict[str, Any], seen_hash: str | None) -> Answer:
        try:
            client = self.clients.client(owner.team)
        except NoTokenError:
            return Unknown(NO_TOKEN)
        answer = call(client.views_publish, user_id=owner.user, view=view, hash=seen_hash)
        if isinstance(answer, Refused) and answer.code in DEAD_TOKEN_CODES:
            return Unknown(NO_TOKEN)
        return answer

    def fall_behind(self, owner: Owner) -> None:
        """Something is not shown yet: whoever does what happens by the clock will show it."""
        with self.conversation.database.writing() as session:
            row = find_owner(session, owner)
            if row is not None:
                homes.mark_stale(session, row.id)

    def give_up(self, owner: Owner) -> None:
        """Slack does not take it; it is shown when it is opened again."""
        with self.conversation.database.writing() as session:
            stands = homes.published(session, owner.team, owner.user)
            if stands is not None:
                homes.give_up(session, stands)

    def clear(self, owner: Owner, at: datetime) -> Answer:
        """Nothing of an owner is left: their App Home is that of somebody new."""
        row = OwnerRow(team=owner.team, user=owner.user)
        empty = HomeView(today=at.date(), settings=settings_of(row), is_first=True)
        return self._call(owner, home_blocks(empty), None)


def _welcomed(connection: Connection, owner_id: int, at: datetime) -> None:
    """The card for newcomers was shown: no answer need bring it any more."""
    connection.execute(_WELCOME, {"owner": owner_id, "at": at})
