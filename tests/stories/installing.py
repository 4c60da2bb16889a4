"""The app installed in a workspace, as the OAuth pages would leave it."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.oauth.installation_store.models import Installation

from bot.playground import Playground
from bot.slack.installations import DatabaseInstallationStore
from bot.store.engine import Database


def install(database: Database, slack: Playground, team: str, at: datetime) -> None:
    """Keep the workspace's token."""
    store = DatabaseInstallationStore(database, lambda: at)
    store.save(Installation(user_id="U0ADMIN", team_id=team, bot_token=slack.bot_token(team), bot_user_id="U0BOT"))
