"""Modals: opened within their trigger's 3 seconds, searched in, submitted.

A form that cannot be filled at once opens empty and is filled when it can be. What it carries as its state is a claim,
checked by `forms`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from slack_bolt import Ack, App

from bot.blocks.forms import waiting
from bot.conversation import Reply
from bot.forms import TITLES, Complaints
from bot.listeners.deliveries import Services, follow, instant_of, owner_of_action
from bot.network.owners import Owner

AT_ONCE = 0.7  # seconds a form may take to be filled; opening it takes some more of the trigger's three
_STATE = ("change", "nudge", "respond", "from")


def register(app: App, services: Services) -> None:
    """Take the buttons that open a form, what is typed into its searches, and its submission."""

    @app.action("edit")
    def edit(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        open_form(services, body, action, "edit", str(action.get("value") or ""))

    @app.options("people")
    def people(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=True)

    @app.options("home:brief")
    def person(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=False)

    @app.options("timezone")
    def zone(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=services.forms.zones(str(body.get("value") or "")))

    @app.view(re.compile("^(log|settings|snooze)$"))
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        owner, state, form = owner_of_action(body), _state(view), str(view["callback_id"])
        key = f"view:{view['id']}"
        outcome = services.forms.submit(owner, form, _values(view), state, at=services.clock(), key=key)
        if isinstance(outcome, Complaints):
            ack(response_action="errors", errors=outcome.at)
            return
        ack()
        if not outcome.again:
            _tell(services, owner, form, state, outcome)
            follow(services, owner, outcome, at_home=state.get("from") == "home")


def _options(services: Services, ack: Ack, body: dict[str, Any], *, may_be_new: bool) -> None:
    typed = str(body.get("value") or "")
    ack(options=services.forms.people(owner_of_action(body), services.clock(), typed, may_be_new=may_be_new))


def open_form(services: Services, body: dict[str, Any], action: dict[str, Any], form: str, value: str = "") -> None:
    """Open one of the forms for whoever clicked; `value` is the change or the nudge that it is about."""
    owner, at = owner_of_action(body), instant_of(action.get("action_ts"), services.clock())
    forms = services.forms
    state = {"respond": str(body["response_url"])} if body.get("response_url") else {}
    if (body.get("view") or {}).get("type") == "home":
        state["from"] = "home"
    builds: dict[str, Callable[[], dict[str, Any]]] = {
        "log": lambda: forms.log(owner, at, state),
        "edit": lambda: forms.edit(owner, at, value, state),
        "settings": lambda: forms.settings(owner, at, state),
        "snooze": lambda: forms.snooze(owner, at, value, state),
    }
    show(services, owner, str(body.get("trigger_id") or ""), TITLES[form], builds[form])


def show(services: Services, owner: Owner, trigger_id: str, title: str, build: Callable[[], dict[str, Any]]) -> None:
    """Open a view as soon as it is built, and before its trigger ends in any case."""
    built = services.afterwards.begin(build)
    try:
        view = built.result(timeout=AT_ONCE)
    except TimeoutError:
        _open_empty(services, owner, trigger_id, title, built)
    else:
        services.voice.open(owner.team, trigger_id, view)


def _open_empty(services: Services, owner: Owner, trigger_id: str, title: str, built: Future[dict[str, Any]]) -> None:
    view_id = services.voice.open(owner.team, trigger_id, waiting(title))
    if view_id is not None:
        services.afterwards.do(lambda: services.voice.update_view(owner.team, view_id, built.result()))


def _state(view: Mapping[str, Any]) -> dict[str, str]:
    """What the form carried, if it can be read."""
    try:
        state = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {name: str(state[name]) for name in _STATE if name in state} if isinstance(state, dict) else {}


def _values(view: Mapping[str, Any]) -> dict[str, object]:
    """What was put in, by block: a text, a tuple where several can be chosen, None for nothing."""
    values: dict[str, object] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            values[str(block)] = _value(element)
    return values


def _value(element: Mapping[str, Any]) -> object:
    if "selected_options" in element:
        return tuple(str(option.get("value")) for option in element["selected_options"] or ())
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return next((element[name] for name in ("selected_date", "selected_time", "value") if name in element), None)


def _tell(services: Services, owner: Owner, form: str, state: Mapping[str, str], reply: Reply) -> None:
    """Show what came of a form: in the place of the answer that it edits, on Home, else in the direct messages."""
    if form == "snooze":
        return  # the nudge itself says so
    if state.get("from") == "home":
        return  # Home is shown anew
    if respond := state.get("respond"):
        services.afterwards.do(lambda: services.voice.respond(respond, reply.text, reply.blocks))
    else:
        message = reply.as_message
        services.afterwards.do(lambda: services.voice.say(owner.team, owner.user, message.text, message.blocks))
