"""The app's manifest: what Slack takes, complete, and with no scope too many."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot import listeners, manifest
from bot.listeners import commands


def text(most: int, least: int = 1, **rules: Any) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most, **rules}


def closed(required: str, **properties: Any) -> dict[str, Any]:
    """An object with these properties and no other: Slack refuses a manifest with a key that it does not know."""
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


FLAG = {"type": "boolean"}
URL = text(3000, pattern="^https://")
SCHEMA = closed(
    "display_information features oauth_config settings",
    display_information=closed(
        "name description",
        name=text(35),
        description=text(140),
        long_description=text(4000, 175),
        background_color=text(7, pattern="^#([0-9a-f]{3}|[0-9a-f]{6})$"),
    ),
    features=closed(
        "app_home bot_user slash_commands",
        app_home=closed(
            "home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled",
            home_tab_enabled={"const": True},
            messages_tab_enabled={"const": True},
            messages_tab_read_only_enabled={"const": False},  # otherwise nobody can write to the bot
        ),
        bot_user=closed("display_name", display_name=text(80), always_online=FLAG),
        shortcuts={
            "type": "array",
            "maxItems": 10,
            "items": closed(
                "name type callback_id description",
                name=text(24),
                type={"enum": ["global", "message"]},
                callback_id=text(255),
                description=text(150),
            ),
        },
        slash_commands={
            "type": "array",
            "maxItems": 50,
            "items": closed(
                "command description usage_hint should_escape",
                command=text(32, 2, pattern="^/[a-z0-9_-]+$"),
                description=text(2000),
                usage_hint=text(1000),
                should_escape={"const": True},  # else mentions come as bare names
                url=URL,
            ),
        },
    ),
    oauth_config=closed(
        "scopes",
        scopes=closed("bot", bot={"type": "array", "items": text(100), "uniqueItems": True, "maxItems": 255}),
        redirect_urls={"type": "array", "items": URL, "maxItems": 1000},
    ),
    settings=closed(
        "event_subscriptions interactivity socket_mode_enabled",
        event_subscriptions=closed(
            "bot_events",
            bot_events={"type": "array", "items": text(100), "uniqueItems": True, "maxItems": 100},
            request_url=URL,
        ),
        interactivity=closed("is_enabled", is_enabled={"const": True}, request_url=URL),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)

# What each subscription and each feature needs, by Slack's pages.
SCOPES_OF_EVENTS = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_access_granted": None,
    "team_access_revoked": None,
    "tokens_revoked": None,
    "user_change": "users:read",
}
SCOPES_OF_CALLS = {
    *("chat:write", "commands", "dnd:read", "files:read", "files:write", "im:history", "im:write", "users:read")
}
FORMS = {"socket": manifest.load(), "http": manifest.http_form("https://rapport.example.org")}


def events(form: dict[str, Any]) -> list[str]:
    found: list[str] = form["settings"]["event_subscriptions"]["bot_events"]
    return found


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_slack_takes_it(form: dict[str, Any]) -> None:
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(form)] == []


BROKEN = [
    ("display_information", "name", "x" * 36),
    ("display_information", "long_description", "too short"),
    ("display_information", "colour", "#000000"),
    ("settings", "socket_mode_enabled", "yes"),
]


@pytest.mark.parametrize(("part", "key", "value"), BROKEN)
def test_what_slack_refuses_is_refused_here(part: str, key: str, value: str) -> None:
    form = manifest.load()
    form[part][key] = value

    assert not Draft202012Validator(SCHEMA).is_valid(form)


def test_the_four_commands_have_hints() -> None:
    assert [each["command"] for each in FORMS["socket"]["features"]["slash_commands"]] == [
        "/met", "/nudge", "/whois", "/rapport",
    ]  # fmt: skip


def test_scopes_are_those_that_are_needed_and_no_more() -> None:
    needed = {SCOPES_OF_EVENTS[event] for event in events(FORMS["socket"])} - {None}

    assert manifest.scopes() == needed | SCOPES_OF_CALLS


def test_both_ends_of_an_installation_are_subscribed_to() -> None:
    assert {"app_uninstalled", "tokens_revoked"} <= set(events(FORMS["socket"]))


def test_socket_mode_has_no_urls_and_http_has_them_all() -> None:
    socket, http = FORMS["socket"], FORMS["http"]
    address = "https://rapport.example.org/slack/events"

    assert "https://" not in manifest.as_text(socket)
    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["socket_mode_enabled"] is False
    assert {each["url"] for each in http["features"]["slash_commands"]} == {address}
    assert http["settings"]["event_subscriptions"]["request_url"] == address
    assert http["settings"]["interactivity"]["request_url"] == address
    assert http["oauth_config"]["redirect_urls"] == ["https://rapport.example.org/slack/oauth_redirect"]


@pytest.mark.parametrize(
    "url", ["", "rapport.example.org", "http://rapport.example.org", "https://", "https://a.b?c=d"]
)
def test_an_address_that_slack_would_not_call_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like https"):
        manifest.http_form(url)


SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(listeners.__file__).parent.glob("*.py"))


def test_every_event_has_a_listener_and_every_listener_its_event() -> None:
    heard = set(re.findall(r'@app\.event\("(\w+)"\)', SOURCES))

    assert heard == {event.split(".", 1)[0] for event in events(FORMS["socket"])}


def test_every_command_has_a_listener() -> None:
    for each in FORMS["socket"]["features"]["slash_commands"]:
        assert re.fullmatch(commands.COMMANDS, each["command"])
    assert not re.fullmatch(commands.COMMANDS, "/who")  # Slack's own
