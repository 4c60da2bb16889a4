"""The one welcome that whoever installs the app gets. Everybody else reads it with their first answer, or on Home.

It is written down before it is sent, so that no retry and no re-installation sends it twice; and read as welcome only
when Slack has it, so that the first answer brings the card where it got lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import delete

from bot.blocks.welcome import installed
from bot.conversation import Conversation
from bot.network.owners import Owner, find_owner, settings_of
from bot.slack.calling import Done, Unknown, call
from bot.slack.clients import Clients, NoTokenError
from bot.store.tables import SeenDeliveryRow

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Welcoming:
    """`at` is the instant in UTC."""

    conversation: Conversation
    clients: Clients

    def welcome(self, owner: Owner, at: datetime) -> bool:
        """Welcome whoever installed the app, unless they were welcomed before; whether Slack has the message."""
        key = f"welcome:{owner.user}"
        if not self.conversation.is_new(owner, key, at):
            return False
        with self.conversation.database.reading() as session:
            row = find_owner(session, owner)
            if row is None or row.welcomed_at is not None:
                return False
            message = installed(settings_of(row).nudge_time)
        try:
            client = self.clients.client(owner.team)
        except NoTokenError:
            answer = None
        else:
            answer = call(client.chat_postMessage, channel=owner.user, text=message.text, blocks=message.blocks)
        with self.conversation.database.writing() as session:
            row = find_owner(session, owner)
            if isinstance(answer, Done) and row is not None:
                row.welcomed_at = row.welcomed_at or at
            elif not isinstance(answer, Unknown):  # certain: nothing was sent, so that a new installation may try
                mine = SeenDeliveryRow.team == owner.team, SeenDeliveryRow.key == key
                session.execute(delete(SeenDeliveryRow).where(*mine))
        if not isinstance(answer, Done):
            log.info("welcome.not_sent", team=owner.team, user=owner.user, reason=type(answer).__name__)
        return isinstance(answer, Done)
