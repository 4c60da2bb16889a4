"""Forms open within their trigger's three seconds, whatever the database does; one that comes too late says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.playground import Answer, Fault
from tests.stories.stage import Person, Stage


@contextmanager
def stuck_database(stage: Stage) -> Iterator[None]:
    """What fills forms gets no answer from the database until the block ends."""
    ended, engine = threading.Event(), stage.rapport.database.engine

    def wait(*_statement: Any) -> None:
        if threading.current_thread().name.startswith("hurried"):
            assert ended.wait(20)

    event.listen(engine, "before_cursor_execute", wait)
    try:
        yield
    finally:
        ended.set()
        stage.settle()
        event.remove(engine, "before_cursor_execute", wait)


def _page(ana: Person) -> Any:
    page = ana.clicks("Open page", on=ana.types("/whois Priya")).view
    assert page is not None
    return page


def _nudge(stage: Stage, ana: Person) -> Any:
    stage.tick("2027-02-23 09:00")
    return ana.inbox[0]


def _message(stage: Stage, ana: Person) -> Any:
    channel = stage.slack.add_channel("talks", "T0ONE")
    ana.member.types("hello there", channel=channel)
    return ana.member.messages(channel)[-1]


OPENERS: dict[str, tuple[str, Callable[[Stage, Person], Any], Callable[[Person, Any], Answer]]] = {
    "global shortcut": ("When", lambda _stage, _ana: None, lambda ana, _on: ana.member.shortcut("log_interaction")),
    "message shortcut": (
        "hello there",
        _message,
        lambda ana, on: ana.member.shortcut("log_conversation", message=on),
    ),
    "log on Home": (
        "When",
        lambda _stage, ana: ana.member.opens_home(),
        lambda ana, on: ana.clicks("Log an interaction", on=on),
    ),
    "settings": (
        "Nudges come at",
        lambda _stage, ana: ana.member.opens_home(),
        lambda ana, on: ana.clicks("Settings", on=on),
    ),
    "edit": (
        "PyCon",
        lambda _stage, ana: ana.types("/met Priya at PyCon"),
        lambda ana, on: ana.clicks("Edit", on=on),
    ),
    "snooze": ("Ask again", _nudge, lambda ana, on: ana.clicks("Until a day…", on=on)),
    "page": (
        "PyCon",
        lambda _stage, ana: ana.types("/whois Priya"),
        lambda ana, on: ana.clicks("Open page", on=on),
    ),
    "log on the page": ("When", lambda _stage, ana: _page(ana), lambda ana, on: ana.clicks("Log", on=on)),
    "edit on the page": ("Company", lambda _stage, ana: _page(ana), lambda ana, on: ana.clicks("person:edit", on=on)),
    "plan": (
        "Remove this plan",
        lambda _stage, ana: (ana.types("/rapport coffee with Priya tomorrow"), _page(ana))[1],
        lambda ana, on: ana.clicks("person:item", on=on),
    ),
    "promise on Home": (
        "Whose promise",
        lambda _stage, ana: (ana.types("/rapport promised Priya the deck"), ana.member.opens_home())[1],
        lambda ana, on: ana.clicks("home:item", on=on),
    ),
    "reminder in its answer": (
        "of your nudges",
        lambda _stage, ana: ana.types("/rapport remind me to call Priya on Friday"),
        lambda ana, on: ana.clicks("Edit", on=on),
    ),
    "note": (
        "Next time",
        lambda _stage, ana: (ana.types("/rapport note Priya: likes climbing"), _page(ana))[1],
        lambda ana, on: ana.clicks("person:item", on=on),
    ),
    "history": ("PyCon", lambda _stage, ana: _page(ana), lambda ana, on: ana.clicks("edit", on=on)),
    "merge": ("same person", lambda _stage, ana: _page(ana), lambda ana, on: ana.clicks("Merge…", on=on)),
    "forget": ("10 minutes", lambda _stage, ana: _page(ana), lambda ana, on: ana.clicks("Forget…", on=on)),
}


@pytest.mark.parametrize("opener", OPENERS)
def test_a_form_opens_at_once_and_is_filled_when_the_database_answers(playground: Stage, opener: str) -> None:
    words, prepare, opens = OPENERS[opener]
    ana = playground.person("Ana")
    ana.types("/met Priya from Acme at PyCon", at="2026-11-23 10:00")
    on = prepare(playground, ana)

    with stuck_database(playground):
        opened = opens(ana, on)

        assert opened.status == 200
        assert opened.error is None
        assert opened.seconds < 3
        assert opened.view is not None
        assert opened.view.words == "One moment …"

    view = ana.member.modal
    assert view is not None
    assert view.id == opened.view.id
    assert words in view.words or words in str(view.values)


def test_the_form_of_an_import_needs_no_database(playground: Stage) -> None:
    ana = playground.person("Ana")
    asked = ana.types("/rapport import")
    with stuck_database(playground):
        opened = ana.clicks("Choose a file", on=asked).view
        assert opened is not None
        assert "file of contacts" in opened.words


def test_a_form_that_was_closed_meanwhile_does_not_come_back(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.types("/met Priya at PyCon")
    with stuck_database(playground):
        opened = ana.member.shortcut("log_interaction").view
        assert opened is not None
        ana.member.closes(opened)
    assert ana.member.modal is None


REFUSALS = ["expired_trigger_id", "internal_error"]


@pytest.mark.parametrize("code", REFUSALS)
def test_a_form_that_comes_too_late_is_not_passed_over_in_silence(playground: Stage, code: str) -> None:
    ana = playground.person("Ana")
    asked = ana.types("/met Priya at PyCon")
    playground.slack.faults.add(Fault("views.open", "error", error=code))

    ana.clicks("Edit", on=asked)
    playground.settle()
    assert "press that once more" in ana.member.answers[-1].text  # where it was clicked
    assert "met *Priya*" in ana.member.answers[0].text  # and what was clicked stays

    ana.member.shortcut("log_interaction")
    said = ana.member.waits_for(lambda one: "press that once more" in one.text)
    assert said.by_app


def test_a_click_delivered_twice_opens_one_form(playground: Stage) -> None:
    ana = playground.person("Ana")
    ana.clicks("Edit", on=ana.types("/met Priya at PyCon"))
    playground.slack.deliver_raw(ana.member.last_delivery, times=2, together=True)
    playground.settle()
    assert len(ana.member.answers) == 1  # nobody is told of a second that did not open
    assert ana.inbox == []
