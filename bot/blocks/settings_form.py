"""The modal of all settings. What they do: `network.owners`; the same in sentences: `shown.py`."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.models.blocks import DatePickerElement, ExternalDataSelectElement, Option, PlainTextObject

from bot.blocks.fields import State, checkboxes, clock, field, modal, number, radio, rhythms, select
from bot.blocks.layout import LABEL_LIMIT, Json
from bot.blocks.text import shorten

Values = Mapping[str, str | tuple[str, ...]]
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_NOTIFICATIONS = {"off": "Say whom a message is about", "on": "Name nobody until the message is opened"}
_DELIVERY = {"each": "Each nudge is a message of its own", "together": "One message in the morning with all of them"}


def settings_modal(values: Values, state: State) -> Json:
    """All settings. `values` by field, as `network.settings_form` gives them."""
    return modal("Settings", [*_when(values), *_how(values), *_where(values)], callback="settings", state=state)


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "")


def _when(values: Values) -> list[Json]:
    days = tuple(values.get("working_days") or ())
    return [
        field("nudge_time", "Nudges come at", clock("nudge_time", _text(values, "nudge_time"))),
        field("working_days", "On these days", checkboxes("working_days", _DAYS, days)),
        field("quiet_from", "Quiet from", clock("quiet_from", _text(values, "quiet_from")), optional=True),
        field("quiet_to", "Quiet until", clock("quiet_to", _text(values, "quiet_to")), optional=True),
    ]


def _how(values: Values) -> list[Json]:
    cadence = _text(values, "default_cadence")
    return [
        field(
            "daily_limit", "At most so many nudges a day", number("daily_limit", _text(values, "daily_limit"), 1, 50)
        ),
        field("delivery", "Delivery", radio("delivery", _DELIVERY, _text(values, "delivery"))),
        field("discreet", "Notifications", radio("discreet", _NOTIFICATIONS, _text(values, "discreet"))),
        field("default_cadence", "Somebody new: check in", select("default_cadence", rhythms(cadence), cadence)),
        field(
            "lead_days",
            "Announce milestones so many days ahead",
            number("lead_days", _text(values, "lead_days"), 0, 30),
            hint="0: on the day alone.",
        ),
    ]


def _where(values: Values) -> list[Json]:
    zone, country = _text(values, "timezone"), _text(values, "holidays")
    return [
        field("timezone", "Time zone", _search("timezone", "Type a city", zone_option(zone) if zone else None)),
        field(
            "holidays",
            "Public holidays of",
            _search("holidays", "Type a country", country_option(country or "none", _text(values, "country"))),
            hint="No nudges come on them.",
        ),
        field(
            "paused_until",
            "Pause everything until",
            DatePickerElement(action_id="paused_until", initial_date=_text(values, "paused_until") or None),
            optional=True,
        ),
    ]


def _search(name: str, placeholder: str, chosen: Option | None) -> ExternalDataSelectElement:
    return ExternalDataSelectElement(action_id=name, placeholder=placeholder, min_query_length=2, initial_option=chosen)


def zone_option(name: str) -> Option:
    """A time zone to choose; `auto` is the one that Slack says."""
    return _option("As in Slack" if name == "auto" else name.replace("_", " "), name)


def country_option(code: str, name: str) -> Option:
    """A country, or part of one, whose public holidays are days off; `none` is no country."""
    return _option("No country" if code == "none" else f"{name} ({code})" if name else code, code)


def _option(label: str, value: str) -> Option:
    return Option(text=PlainTextObject(text=shorten(label, LABEL_LIMIT)), value=value)
