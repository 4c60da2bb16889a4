"""views.*: modals by a trigger id, Home tabs by a user id."""

import time

from bot.playground import views
from bot.playground.core import Trigger
from bot.playground.methods import Call, SlackError, invalid, method, missing
from bot.playground.shapes import view_json
from bot.playground.state import Json, OpenView


@method("views.open")
def open_view(call: Call) -> Json:
    """Open a modal; a person who has one open gets this one on top of it."""
    payload, trigger = _modal(call)
    return _told(call, _pushed(call, trigger, payload))


@method("views.push")
def push_view(call: Call) -> Json:
    """Put a modal on top of the one that the trigger came from."""
    payload, trigger = _modal(call)
    if not call.core.world.stacks.get((trigger.team, trigger.user)):
        raise SlackError("not_found")
    return _told(call, _pushed(call, trigger, payload))


def _modal(call: Call) -> tuple[Json, Trigger]:
    """The checked view, and its trigger, used up: a view that is refused leaves it to a second try."""
    key = call.text("trigger_id") or call.text("interactivity_pointer")
    if not key:
        raise missing("trigger_id")
    payload = _checked(call, "modal")
    trigger = call.core.triggers.get(key)
    if trigger is None or trigger.team != call.team.id:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if time.monotonic() - trigger.made_at > call.core.trigger_lifetime:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return payload, trigger


def _pushed(call: Call, trigger: Trigger, payload: Json) -> OpenView:
    try:
        return views.push(call.core, trigger.team, trigger.user, payload)
    except views.ViewError as refused:
        raise SlackError(refused.error) from refused


def _checked(call: Call, kind: str) -> Json:
    payload = call.json("view")
    if payload is None:
        raise missing("view")
    try:
        return views.checked(call.core, call.team.id, payload, kind)
    except views.ViewError as refused:
        raise invalid(*refused.messages) from refused


@method("views.update")
def update_view(call: Call) -> Json:
    """Change an open view, named by its id or the app's own external id."""
    view = _named(call)
    payload = _checked(call, view.payload["type"])
    _same_hash(call, view)
    return _told(call, views.replace(call.core, view, payload))


def _named(call: Call) -> OpenView:
    if not call.text("view_id") and not call.text("external_id"):
        raise missing("view_id")
    for view in call.core.world.views.values():
        named = view.id == call.text("view_id")
        if not call.text("view_id"):
            named = view.payload.get("external_id") == call.text("external_id")
        if named and view.team == call.team.id:
            return view
    raise SlackError("not_found")


def _same_hash(call: Call, view: OpenView | None) -> None:
    if call.text("hash") and (view is None or call.text("hash") != view.hash):
        raise SlackError("hash_conflict")


@method("views.publish")
def publish_view(call: Call) -> Json:
    """Show a member a Home tab."""
    if not call.text("user_id"):
        raise missing("user_id")
    user = call.text("user_id")
    if (call.team.id, user) not in call.core.world.people:
        raise invalid("[ERROR] user not found [json-pointer:/user_id]")
    payload = _checked(call, "home")
    if not call.core.manifest.home_enabled:
        raise SlackError("not_enabled")
    _same_hash(call, call.core.world.home(call.team.id, user))
    return _told(call, views.publish(call.core, call.team.id, user, payload))


def _told(call: Call, view: OpenView) -> Json:
    return {"view": view_json(view, call.team)}
