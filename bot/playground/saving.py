"""The workspaces in a JSON file, so that they are there again after a restart."""

import asyncio
import base64
import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from bot.playground.state import Channel, Ephemeral, Json, OpenView, Person, Post, StoredFile, Team, Token, World

FORMAT = "playground/1"
PAUSE = 0.5
"""Seconds of real time between two writings of the file."""


def dump(world: World) -> Json:
    """The world as JSON; shares its parts, so it is good until the next change only."""
    return {
        "format": FORMAT,
        "counter": world.counter,
        "teams": [vars(team) for team in world.teams.values()],
        "tokens": [vars(token) for token in world.tokens.values()],
        "people": [vars(person) for person in world.people.values()],
        "channels": [_channel(channel) for channel in world.channels.values()],
        "ephemerals": [vars(ephemeral) for ephemeral in world.ephemerals.values()],
        "views": [vars(view) for view in world.views.values()],
        "homes": [[*key, view] for key, view in world.homes.items()],
        "stacks": [[*key, stack] for key, stack in world.stacks.items()],
        "files": [vars(file) | {"content": base64.b64encode(file.content).decode()} for file in world.files.values()],
        "direct": [[*key, channel] for key, channel in world.direct.items()],
    }


def _channel(channel: Channel) -> Json:
    return vars(channel) | {"posts": [vars(post) for post in channel.posts.values()]}


def load(data: Json) -> World:
    """The world that `dump` gave; raises `ValueError` for anything else."""
    if data.get("format") != FORMAT:
        raise ValueError(f"not a state file of this playground: {data.get('format')}")
    files = [StoredFile(**file | {"content": base64.b64decode(file["content"])}) for file in data["files"]]
    return World(
        teams={team["id"]: Team(**team) for team in data["teams"]},
        tokens={token["value"]: Token(**token) for token in data["tokens"]},
        people={(person["team"], person["id"]): Person(**person) for person in data["people"]},
        channels={channel["id"]: _loaded(channel) for channel in data["channels"]},
        ephemerals={one["id"]: Ephemeral(**one) for one in data["ephemerals"]},
        views={view["id"]: OpenView(**view) for view in data["views"]},
        homes={(team, user): view for team, user, view in data["homes"]},
        stacks={(team, user): stack for team, user, stack in data["stacks"]},
        files={file.id: file for file in files},
        counter=data["counter"],
        direct={(team, user): channel for team, user, channel in data["direct"]},
    )


def _loaded(data: Json) -> Channel:
    posts = [Post(**post) for post in data["posts"]]
    return Channel(**data | {"posts": {post.ts: post for post in posts}})


def read(path: Path) -> Json | None:
    """A state file's content; None where there is none."""
    try:
        data: Json = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return data


def write(path: Path, content: str) -> None:
    """Put the content into the file: all of it or, if something stops this, none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


class Saver:
    """Writes the file some moments after a change, however many follow each other. Lives in the server's thread."""

    def __init__(self, path: Path, snapshot: Callable[[], Json]) -> None:
        self._path, self._snapshot = path, snapshot
        self._changed = asyncio.Event()
        self._writing = asyncio.Lock()

    def changed(self) -> None:
        """There is something to save."""
        self._changed.set()

    async def run(self) -> None:
        """Save after changes, until cancelled."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(PAUSE)
            await self.save()

    async def save(self) -> None:
        """Save now what has changed."""
        async with self._writing:
            if self._changed.is_set():
                self._changed.clear()
                content = json.dumps(self._snapshot())  # in one go: nothing changes meanwhile
                await asyncio.to_thread(write, self._path, content)

    async def remove(self) -> None:
        """Remove the file."""
        async with self._writing:
            self._changed.clear()
            with contextlib.suppress(FileNotFoundError):
                await asyncio.to_thread(self._path.unlink)
