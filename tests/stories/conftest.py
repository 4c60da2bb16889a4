"""The stage of the stories: the playground as Slack, the whole bot behind it, on both databases and both transports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.stories.stage import Stage

TRANSPORTS = ("http", "socket")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Closes what a story opened, last first."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def playground(sqlite_url: str, stack: ExitStack) -> Stage:
    """The bot over HTTP on SQLite: what most stories need."""
    return Stage(stack, sqlite_url, "http")


@pytest.fixture(params=[f"{transport}-{kind}" for transport in TRANSPORTS for kind in ("sqlite", "postgresql")])
def every_stage(request: pytest.FixtureRequest, stack: ExitStack) -> Stage:
    """The bot by each transport on each database."""
    transport, kind = request.param.split("-")
    url: str = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    return Stage(stack, url, transport)
