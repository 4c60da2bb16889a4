"""Modals: the buttons that open one, what is typed into its searches, its submission. How one is opened: `opening`.

What a form carries as its state is a claim, checked by `forms`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.conversation import Reply
from bot.forms import Complaints, Instead, page_after
from bot.listeners.deliveries import Services, follow, owner_of_action
from bot.listeners.opening import carried, show_page
from bot.network.owners import Owner
from bot.network.person_page import PAGES

_FORMS = re.compile("^(log|item|settings|snooze|edit_person|merge|merge_chosen|forget)$")
_OPENERS = {
    "edit": "edit",
    "edit:item": "item",
    "home:log": "log",
    "home:settings": "settings",
    "home:import": "import",
    "home:brief": "person",
    "home:item": "item",
    "import:open": "import",
    "nudge:snooze_until": "snooze",
    "nudge:page": "person",
    "person:log": "log",
    "person:edit": "edit_person",
    "person:item": "item",
    "person:merge": "merge",
    "person:forget": "forget",
}


def opens(name: str) -> str | None:
    """The form that a button opens, if it opens one."""
    return "person" if name.startswith("person:open") else _OPENERS.get(name)


def register(app: App, services: Services) -> None:
    """Take what is typed into the searches of forms, pages being turned, and submissions."""

    @app.options("people")
    def people(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=True)

    @app.options("home:brief")
    def person(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=False)

    @app.options("other")
    def other(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=False, but=carried(body.get("view") or {}).get("person", ""))

    @app.options("via")
    def via(ack: Ack, body: dict[str, Any]) -> None:
        _options(services, ack, body, may_be_new=True, but=carried(body.get("view") or {}).get("person", ""))

    @app.options("timezone")
    def zone(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=services.forms.zones(str(body.get("value") or "")))

    @app.options("holidays")
    def country(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=services.forms.countries(str(body.get("value") or "")))

    @app.action(re.compile("^person:(newer|older)(:.*)?$"))
    def turned(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        contact, _, page = str(action.get("value") or "").partition(":")
        view = body.get("view") or {}
        of = str(action.get("action_id") or "").split(":")[2:] or ["page"]  # which of the lists
        state = {**carried(view), "person": contact, of[0]: page}
        show_page(services, owner_of_action(body), str(view.get("id") or ""), state)

    @app.view(_FORMS)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        owner, state, form = owner_of_action(body), carried(view), str(view["callback_id"])
        values = values_of(view)
        outcome = services.forms.submit(owner, form, values, state, at=services.clock(), key=f"view:{view['id']}")
        if isinstance(outcome, Complaints):
            ack(response_action="errors", errors=outcome.at)
        elif isinstance(outcome, Instead):
            ack(response_action="update", view=outcome.view)
        else:
            ack()
            if not outcome.again:
                _tell(services, owner, view, page_after(form, values, state), outcome)
                follow(services, owner, outcome, at_home=state.get("from") == "home")


def _options(services: Services, ack: Ack, body: dict[str, Any], *, may_be_new: bool, but: str = "") -> None:
    typed = str(body.get("value") or "")
    ack(options=services.forms.people(owner_of_action(body), services.clock(), typed, may_be_new=may_be_new, but=but))


def values_of(view: Mapping[str, Any]) -> dict[str, object]:
    """What was put in, by block: a text, a tuple where several can be chosen, None for nothing."""
    values: dict[str, object] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            values[str(block)] = value_of(element)
    return values


def value_of(element: Mapping[str, Any]) -> object:
    """What was put into one element; of files their ids."""
    if "selected_options" in element:
        return tuple(str(option.get("value")) for option in element["selected_options"] or ())
    if "selected_users" in element:
        return tuple(str(user) for user in element["selected_users"] or ())
    if "files" in element:
        return tuple(str(file.get("id")) for file in element["files"] or () if isinstance(file, dict))
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return next((element[name] for name in ("selected_date", "selected_time", "value") if name in element), None)


def _tell(services: Services, owner: Owner, view: dict[str, Any], person: str, reply: Reply) -> None:
    """Show what came of a form: on the page it was opened on, in the place of the answer that it edits, on Home, …"""
    state, beneath = carried(view), view.get("previous_view_id")
    if view["callback_id"] == "snooze":
        return  # the nudge itself says so
    if beneath and state.get("person"):
        is_there = "change" in state or "item" in state  # what was edited stands where it stood
        pages = {name: state.get(name, "") for name in PAGES} if is_there else {}
        show_page(services, owner, str(beneath), {"person": person, **pages}, reply)
    elif state.get("from") == "home":
        return  # Home is shown anew
    elif respond := state.get("respond"):
        services.afterwards.do(lambda: services.voice.respond(respond, reply.text, reply.blocks))
    else:
        message = reply.as_message
        services.afterwards.do(lambda: services.voice.say(owner.team, owner.user, message.text, message.blocks))
