"""A process that rotates tokens: `test_rotate` starts two at once."""

from __future__ import annotations

from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.web import WebClient

from bot.store.engine import Database
from jobs.rotate import rotate_tokens
from tests.jobs.given import real


def rotate_once(database_url: str, api_url: str, client_id: str, client_secret: str) -> None:
    """Exchange what ends soon."""
    database = Database(database_url)
    client = WebClient(base_url=api_url, retry_handlers=[], timeout=5)
    rotate_tokens(database, TokenRotator(client_id=client_id, client_secret=client_secret, client=client), real=real)
    database.close()
