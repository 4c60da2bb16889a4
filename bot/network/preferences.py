"""Settings, as an owner says and sees them."""

from __future__ import annotations

from bot.language.meanings import Meaning
from bot.network.errors import MissingPartError
from bot.network.outcomes import SettingsShown
from bot.network.owners import set_setting, settings_of
from bot.network.turns import Turn


def settings(turn: Turn, meaning: Meaning) -> SettingsShown:
    """`settings` shows them all; `quiet hours 8pm to 8am` sets one. Raises `BadSettingError`, `MissingPartError`."""
    if meaning.setting is None:
        return SettingsShown(settings=settings_of(turn.owner))
    if meaning.value is None:
        raise MissingPartError("settings", "value", meaning.setting)
    set_setting(turn.owner, meaning.setting, meaning.value)
    return SettingsShown(settings=settings_of(turn.owner), changed=meaning.setting, change=turn.change)
