"""What the app's manifest says: names, commands, shortcuts, scopes, subscriptions."""

from dataclasses import dataclass
from typing import Any

from bot.playground.state import Json

EVERY_SCOPE = [
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public", "commands", "dnd:read",
    "files:read", "files:write", "im:history", "im:read", "im:write", "reactions:read", "reactions:write", "team:read",
    "users.profile:read", "users:read", "users:read.email",
]  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """A view of a manifest's dict; whatever it does not mention is allowed."""

    data: dict[str, Any]

    def _part(self, *path: str) -> Any:
        part: Any = self.data
        for key in path:
            part = part.get(key) if isinstance(part, dict) else None
        return part

    @property
    def name(self) -> str:
        return str(self._part("display_information", "name") or "App")

    @property
    def bot_name(self) -> str:
        return str(self._part("features", "bot_user", "display_name") or self.name)

    @property
    def commands(self) -> list[Json]:
        return list(self._part("features", "slash_commands") or [])

    @property
    def shortcuts(self) -> list[Json]:
        return list(self._part("features", "shortcuts") or [])

    @property
    def scopes(self) -> list[str]:
        """The bot's scopes, sorted; every known one if the manifest names none."""
        scopes = self._part("oauth_config", "scopes", "bot")
        return sorted(
            [*scopes, *(self._part("oauth_config", "scopes", "bot_optional") or [])] if scopes else EVERY_SCOPE
        )

    @property
    def home_enabled(self) -> bool:
        return self._part("features", "app_home", "home_tab_enabled") is not False

    @property
    def may_write(self) -> bool:
        """Whether people can write to the app in its direct messages."""
        home = self._part("features", "app_home") or {}
        return home.get("messages_tab_enabled") is not False and home.get("messages_tab_read_only_enabled") is not True

    @property
    def redirect_url(self) -> str | None:
        urls = self._part("oauth_config", "redirect_urls") or []
        return str(urls[0]) if urls else None

    def command(self, name: str) -> Json | None:
        """The slash command of that name (with its slash)."""
        return next((command for command in self.commands if command["command"] == name), None)

    def shortcut(self, callback_id: str) -> Json | None:
        """The shortcut with that callback id."""
        return next((shortcut for shortcut in self.shortcuts if shortcut["callback_id"] == callback_id), None)

    def subscribes(self, event: str) -> bool:
        """Whether the app asked for events of that name, e.g. `message.im`."""
        events = self._part("settings", "event_subscriptions", "bot_events")
        return events is None or event in events
