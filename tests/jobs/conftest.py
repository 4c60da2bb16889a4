"""Slack, as the jobs meet it: a playground to which nobody listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.playground import Playground


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A workspace with three members and the app."""
    playground = Playground(manifest={"display_information": {"name": "Rapport"}}, signing_secret="not-used")
    playground.start()
    yield playground
    playground.stop()
