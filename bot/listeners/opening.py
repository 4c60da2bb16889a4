"""Modals on the screen: opened within their trigger's 3 seconds, whatever the database does, and shown anew.

A form that cannot be filled at once opens empty and is filled when it can be. Which forms there are: `modals`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import structlog

from bot.blocks.faults import failed, not_opened
from bot.blocks.forms import shown, waiting
from bot.conversation import Reply
from bot.forms import TITLES
from bot.listeners.deliveries import Services, instant_of, owner_of_action
from bot.network.owners import Owner
from bot.network.person_page import PAGES
from bot.slack.saying import OpenedView

AT_ONCE = 0.7  # seconds a form may take to be filled; opening it takes some more of the trigger's three
_LOCKS = 32
_ANEW = [threading.Lock() for _ in range(_LOCKS)]  # of two views of one page the later is shown last

log = structlog.get_logger(__name__)
Json = dict[str, Any]
State = dict[str, str]
Build = Callable[[], Json]


def open_form(services: Services, body: Json, action: Json, form: str, value: str = "") -> None:
    """Open one of the forms for whoever clicked; `value` is the change, the nudge or the contact that it is about."""
    owner, at = owner_of_action(body), instant_of(action.get("action_ts"), services.clock())
    forms, state = services.forms, _state_of(body)
    builds: dict[str, Build] = {
        "log": lambda: forms.log(owner, at, state, state.get("person")),
        "edit": lambda: forms.edit(owner, at, value, state),
        "item": lambda: forms.item(owner, at, value, state),
        "settings": lambda: forms.settings(owner, at, state),
        "snooze": lambda: forms.snooze(owner, at, value, state),
        "person": lambda: forms.person(owner, at, value, {}),
        "edit_person": lambda: forms.edit_person(owner, at, value, state),
        "merge": lambda: forms.merge(owner, at, value, state),
        "forget": lambda: forms.forget(owner, at, value, state),
        "import": lambda: forms.imports({}),
    }
    show(services, owner, body, TITLES[form], builds[form])


def _state_of(body: Json) -> State:
    """What the form must know of where it was opened: where to answer, and on whose page."""
    view = body.get("view") or {}
    state = {"respond": str(body["response_url"])} if body.get("response_url") else {}
    if view.get("type") == "home":
        state["from"] = "home"
    if view.get("callback_id") == "person":
        state |= {name: text for name, text in carried(view).items() if name in ("person", *PAGES)}
    return state


def carried(view: Json) -> State:
    """What a view carries as its state, as far as it can be read: a claim."""
    try:
        state = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in state.items()} if isinstance(state, dict) else {}


def show(services: Services, owner: Owner, body: Json, title: str, build: Build) -> None:
    """Open a view as soon as it is built, and before its trigger ends in any case."""
    built = services.afterwards.begin(build)
    try:
        view = built.result(timeout=AT_ONCE)
    except TimeoutError:
        _open_empty(services, owner, body, title, built)
    else:
        _open(services, owner, body, view)


def _open(services: Services, owner: Owner, body: Json, view: Json) -> OpenedView | None:
    on_top = (body.get("view") or {}).get("type") == "modal"
    opened = services.voice.open(owner.team, str(body.get("trigger_id") or ""), view, on_top=on_top)
    if isinstance(opened, OpenedView):
        return opened
    if opened not in ("exchanged_trigger_id", "no_token"):  # the click was delivered twice; there is nobody to tell
        _say_so(services, owner, body)
    return None


def _say_so(services: Services, owner: Owner, body: Json) -> None:
    """A form that did not open is not passed over in silence."""
    message = not_opened()
    if url := body.get("response_url"):
        services.afterwards.do(lambda: services.voice.respond(str(url), message.text, message.blocks, replace=False))
    else:
        services.afterwards.do(lambda: services.voice.say(owner.team, owner.user, message.text, message.blocks))


def _open_empty(services: Services, owner: Owner, body: Json, title: str, built: Future[Json]) -> None:
    opened = _open(services, owner, body, waiting(title))
    if opened is not None:
        services.afterwards.do(lambda: _fill(services, owner, opened, title, built))


def _fill(services: Services, owner: Owner, opened: OpenedView, title: str, built: Future[Json]) -> None:
    """Put the form into the view that was opened empty, unless that shows something else by now."""
    try:
        view = built.result()
    except Exception:  # whatever it was, nobody is left before an empty form
        log.exception("opening.failed", team=owner.team)
        view = shown(failed(), title)
    services.voice.update_view(owner.team, opened.id, view, seen=opened.hash)


def show_page(services: Services, owner: Owner, view_id: str, state: State, said: Reply | None = None) -> None:
    """Show a person's page anew in an open view, soon; `said` answers what was done there."""

    def work() -> None:
        with _ANEW[hash(view_id) % _LOCKS]:
            page = services.forms.person(owner, services.clock(), state.get("person", ""), state, said)
            services.voice.update_view(owner.team, view_id, page)

    services.afterwards.do(work)
