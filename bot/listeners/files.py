"""Files: dropped into the direct messages or put into a form, looked at, imported on a click; exports in other forms.

Fetching a file comes after the acknowledgement. What names a file is a claim: it is taken from who sent it only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.blocks import import_form
from bot.blocks.answers import answer
from bot.blocks.forms import shown, waiting
from bot.blocks.imports import warm_field
from bot.blocks.message import Message
from bot.conversation import Place, message_key
from bot.listeners.deliveries import (
    Services,
    digest,
    instant_of,
    owner_of_action,
    owner_of_event,
    send_export,
)
from bot.listeners.modals import value_of, values_of
from bot.listeners.opening import carried
from bot.network.outcomes import FileRefused, Imported
from bot.network.owners import Owner
from bot.slack.files import NotFetched, SlackFile, file_of

_MOST = 5  # files of one message
Json = dict[str, Any]


def register(app: App, services: Services) -> None:
    """Take the clicks on a file's preview, and the forms of an import. Files that are dropped come with `messages`."""

    @app.action(re.compile("^file:(import|cancel)$"))
    def decided(ack: Ack, body: Json, action: Json) -> None:
        owner, file = owner_of_action(body), str(action.get("value") or "")
        at = instant_of(action.get("action_ts"), services.clock())
        if not services.conversation.is_new(owner, digest("file", {"action": action, "user": owner.user}), at):
            ack()
            return
        if action.get("action_id") == "file:import":
            warm = _chosen(body, file)
            services.afterwards.do(lambda: _respond(services, body, answer(_imported(services, owner, file, at, warm))))
        else:
            services.afterwards.do(lambda: _respond(services, body, services.exchange.cancelled()))
        ack()

    @app.action("warm")
    def noted(ack: Ack) -> None:
        ack()  # the choice comes again with the click on Import

    @app.options("warm")
    def searched(ack: Ack, body: Json) -> None:
        file = str(body.get("block_id") or "").removeprefix(warm_field(""))
        ack(options=_search(services, owner_of_action(body), file, str(body.get("value") or "")))

    @app.action(re.compile("^export:(csv|vcard|ics)$"))
    def exported(ack: Ack, body: Json, action: Json) -> None:
        owner, form = owner_of_action(body), str(action.get("action_id") or "").partition(":")[2]
        at = instant_of(action.get("action_ts"), services.clock())
        if services.conversation.is_new(owner, digest("export", {"action": action, "user": owner.user}), at):
            services.afterwards.do(lambda: send_export(services, owner, form))
        ack()

    @app.view("import")
    def given(ack: Ack, body: Json, view: Json) -> None:
        owner, at = owner_of_action(body), services.clock()
        files = values_of(view).get("file")
        file = str(files[0]) if isinstance(files, tuple) and files else ""
        services.afterwards.do(lambda: _look_in_form(services, owner, file, at, str(view["id"])))
        ack(response_action="update", view=waiting(import_form.TITLE, "Reading the file …"))

    @app.view("import_take")
    def confirmed(ack: Ack, body: Json, view: Json) -> None:
        owner, at, file = owner_of_action(body), services.clock(), carried(view).get("file", "")
        seen = digest("import", {"view": view["id"], "hash": view.get("hash"), "user": owner.user})
        chosen = values_of(view).get(warm_field(file))
        warm = tuple(map(str, chosen)) if isinstance(chosen, tuple) else ()
        if services.conversation.is_new(owner, seen, at):
            services.afterwards.do(lambda: _import_in_form(services, owner, file, at, warm, str(view["id"])))
        ack(response_action="update", view=waiting(import_form.TITLE, "Importing … You may close this."))


def _chosen(body: Json, file: str) -> tuple[str, ...]:
    """Whom to keep in touch with, as it was chosen beside the button that was clicked."""
    block = ((body.get("state") or {}).get("values") or {}).get(warm_field(file)) or {}
    chosen = value_of(block.get("warm") or {})
    return tuple(map(str, chosen)) if isinstance(chosen, tuple) else ()


def _respond(services: Services, body: Json, message: Message) -> None:
    """Answer in the place of the preview, in a message or in a modal."""
    view = body.get("view") or {}
    if url := body.get("response_url"):
        services.voice.respond(str(url), message.text, message.blocks)
    elif view:
        services.voice.update_view(owner_of_action(body).team, str(view["id"]), shown(message))


def _fetched(services: Services, owner: Owner, file_id: str) -> tuple[str, bytes | NotFetched]:
    """The name and the content of a file of the owner's."""
    file = services.files.find(owner.team, file_id)
    if isinstance(file, SlackFile) and file.user == owner.user:
        return file.name, services.files.fetch(owner.team, file)
    return "", NotFetched(file.code if isinstance(file, NotFetched) else "gone")


def _imported(
    services: Services, owner: Owner, file_id: str, at: datetime, warm: tuple[str, ...]
) -> Imported | FileRefused:
    name, content = _fetched(services, owner, file_id)
    if isinstance(content, NotFetched):
        return FileRefused(name, content.code)
    taken = services.exchange.take(owner, name, content, at, warm)
    services.refresh_home(owner, None, {})
    return taken


def _search(services: Services, owner: Owner, file_id: str, typed: str) -> list[Json]:
    """Who in a file is meant; where another process looked at it, it is looked at once more."""
    found = services.exchange.search(owner, file_id, typed)
    if found is None:
        name, content = _fetched(services, owner, file_id)
        if not isinstance(content, NotFetched):
            services.exchange.preview(owner, file_id, name, content, services.clock())
            found = services.exchange.search(owner, file_id, typed)
    return found or []


def _look_in_form(services: Services, owner: Owner, file_id: str, at: datetime, view_id: str) -> None:
    name, content = _fetched(services, owner, file_id)
    if isinstance(content, NotFetched):
        view = import_form.looked_at_modal(FileRefused(name, content.code), {})
    else:
        view = services.exchange.preview_form(owner, file_id, name, content, at)
    services.voice.update_view(owner.team, view_id, view)


def _import_in_form(
    services: Services, owner: Owner, file_id: str, at: datetime, warm: tuple[str, ...], view_id: str
) -> None:
    taken = _imported(services, owner, file_id, at, warm)
    if not services.voice.update_view(owner.team, view_id, import_form.taken_modal(taken)):
        message = services.exchange.unasked(owner, answer(taken))  # it was closed meanwhile
        services.voice.say(owner.team, owner.user, message.text, message.blocks)


def dropped(services: Services, body: Json, event: Json) -> bool:
    """Look into the files of a message, once it is acknowledged; whether there are any that may hold contacts."""
    every = [file_of(data) for data in event.get("files") or [] if isinstance(data, dict)]
    files = [file for file in every if file.may_hold_contacts][:_MOST]
    owner, at = owner_of_event(body, str(event.get("user") or "")), instant_of(event.get("ts"), services.clock())
    place = Place(str(event["channel"]), str(event["ts"]))
    looks: list[Callable[[], object]] = [partial(_look_at, services, owner, file, at, place) for file in files]
    if every and not files and not str(event.get("text") or "").strip():
        message = services.exchange.refused(every[0].name, "no_contacts")  # a picture, and not a word with it
        looks = [partial(_post, services, owner, place, message)]
    if looks and services.conversation.is_new(owner, f"files:{message_key(place)}", at):
        for look in looks:
            services.afterwards.do(look)
    return bool(files)


def _look_at(services: Services, owner: Owner, file: SlackFile, at: datetime, place: Place) -> None:
    if not file.url:  # Slack tells of some files by their id alone
        found = services.files.find(owner.team, file.id)
        file = found if isinstance(found, SlackFile) and found.user == owner.user else file
    content = services.files.fetch(owner.team, file)
    if isinstance(content, NotFetched):
        message = services.exchange.refused(file.name, content.code)
    else:
        message = services.exchange.preview(owner, file.id, file.name, content, at)
    _post(services, owner, place, message)


def _post(services: Services, owner: Owner, place: Place, message: Message) -> None:
    message = services.exchange.unasked(owner, message)
    services.voice.say(owner.team, place.channel, message.text, message.blocks)
