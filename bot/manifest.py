"""The app's manifest: the file `manifest.yml`, which is its Socket Mode form, and the form for HTTP made from it.

Slack wants URLs over HTTP and none with Socket Mode, so one file cannot hold both.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PACKAGED = Path(__file__).with_name("manifest.yml")  # where a wheel has it
FILE = _PACKAGED if _PACKAGED.exists() else Path(__file__).parent.parent / "manifest.yml"
EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"


def load() -> dict[str, Any]:
    """The manifest for Socket Mode."""
    import yaml

    manifest: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return manifest


def http_form(url: str) -> dict[str, Any]:
    """The manifest for a bot that Slack reaches at `url` (scheme and host, with a path where one goes before ours).

    Raises `ValueError` for what is no such URL; Slack calls nothing but https.
    """
    base = url.rstrip("/")
    parts = urlsplit(base)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("the URL must look like https://rapport.example.org")
    manifest = deepcopy(load())
    for command in manifest["features"]["slash_commands"]:
        command["url"] = base + EVENTS_PATH
    manifest["oauth_config"]["redirect_urls"] = [base + REDIRECT_PATH]
    settings = manifest["settings"]
    settings["event_subscriptions"]["request_url"] = base + EVENTS_PATH
    settings["interactivity"]["request_url"] = base + EVENTS_PATH
    settings["socket_mode_enabled"] = False
    return manifest


def as_text(manifest: dict[str, Any]) -> str:
    """The manifest as YAML, to be pasted into Slack's form."""
    import yaml

    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def scopes() -> frozenset[str]:
    """The bot scopes that the app asks for."""
    return frozenset(load()["oauth_config"]["scopes"]["bot"])
