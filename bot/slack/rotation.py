"""A refresh token exchanged for a new pair of tokens, for installations of an app with token rotation switched on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from slack_sdk.errors import SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store.models import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.slack.calling import RateLimited, Refused, Unknown, refusal
from bot.store.installations import StoredInstallation

_AT_ONCE = 60 * 24 * 365  # minutes before its end: whether it is time is decided by whoever calls


@dataclass(frozen=True, slots=True)
class Rotated:
    """The installation with its new tokens."""

    installation: StoredInstallation


def rotate(rotator: TokenRotator, installation: StoredInstallation) -> Rotated | Refused | RateLimited | Unknown:
    """Exchange the refresh token of an installation, which is good once. Raises nothing that Slack can cause."""
    expires_at = installation.bot_token_expires_at or datetime.now(UTC)
    bot = Bot(
        bot_id="",
        bot_user_id="",
        installed_at=installation.installed_at.timestamp(),
        bot_token=installation.bot_token or "",
        bot_refresh_token=installation.bot_refresh_token,
        bot_token_expires_at=int(expires_at.timestamp()),
    )
    try:
        rotated = rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_AT_ONCE)
    except SlackTokenRotationError as error:
        return refusal(error.api_error.response)
    except (OSError, SlackClientError, ValueError, AttributeError, KeyError, TypeError) as error:
        return Unknown(type(error).__name__)
    if rotated is None or not rotated.bot_token or not rotated.bot_refresh_token:
        return Unknown("unreadable")
    return Rotated(
        replace(
            installation,
            bot_token=rotated.bot_token,
            bot_refresh_token=rotated.bot_refresh_token,
            bot_token_expires_at=datetime.fromtimestamp(rotated.bot_token_expires_at or 0, UTC),
        )
    )
