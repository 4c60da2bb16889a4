"""Modals and Home tabs: opened, stacked, replaced, published; by the Web API and by answers to a submission alike."""

from bot.playground import blockkit, inputs
from bot.playground.core import Core
from bot.playground.state import Json, OpenView

DEEPEST = 3
"""How many modals may be on top of each other."""


class ViewError(Exception):
    """A view is refused with Slack's `error` code and its `messages`."""

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error, self.messages = error, messages or []


def checked(core: Core, team: str, payload: object, kind: str) -> Json:
    """A view as the app sent it, its ids filled in; raises `ViewError`."""
    problems = blockkit.check_view(payload, kind, core.world, team)
    if problems or not isinstance(payload, dict):
        raise ViewError("invalid_arguments", problems)
    return payload | {"blocks": blockkit.complete(payload["blocks"])}


def push(core: Core, team: str, user: str, payload: Json) -> OpenView:
    """Put a modal on top of those that the person has open; raises `ViewError`."""
    stack = core.world.stacks.setdefault((team, user), [])
    if len(stack) >= DEEPEST:
        raise ViewError("push_limit_reached")
    view = OpenView(core.world.new_id("V"), team, user, payload, core.new_hash())
    view.root, view.previous = (stack[0], stack[-1]) if stack else (view.id, None)
    view.values = inputs.initial_values(payload["blocks"])
    core.world.views[view.id] = view
    stack.append(view.id)
    core.activity.add("modal", team, user=user, what=view)
    core.changed_for(team, user)
    return view


def replace(core: Core, view: OpenView, payload: Json) -> OpenView:
    """Change what a view shows; what was typed into inputs that stay is kept."""
    view.payload, view.hash = payload, core.new_hash()
    fresh = inputs.initial_values(payload["blocks"])
    for block, actions in fresh.items():
        for action, value in actions.items():
            typed = view.values.get(block, {}).get(action)
            fresh[block][action] = typed if typed and typed.get("type") == value.get("type") else value
    view.values = fresh
    core.activity.add("modal" if payload["type"] == "modal" else "home", view.team, user=view.user, what=view)
    core.changed_for(view.team, view.user)
    return view


def publish(core: Core, team: str, user: str, payload: Json) -> OpenView:
    """Show a person a Home tab."""
    view = core.world.home(team, user)
    if view is None:
        view = OpenView(core.world.new_id("V"), team, user, payload, core.new_hash())
        view.root = view.id
        core.world.views[view.id] = view
        core.world.homes[team, user] = view.id
    return replace(core, view, payload)


def close(core: Core, view: OpenView) -> None:
    """Take a modal and all above it away."""
    stack = core.world.stacks.get((view.team, view.user), [])
    if view.id in stack:
        for gone in stack[stack.index(view.id) :]:
            core.world.views.pop(gone, None)
        del stack[stack.index(view.id) :]
    core.changed_for(view.team, view.user)


def clear(core: Core, team: str, user: str) -> None:
    """Take all of a person's modals away."""
    for gone in core.world.stacks.pop((team, user), []):
        core.world.views.pop(gone, None)
    core.changed_for(team, user)
