"""The servers of the front's benchmark, each in a process of its own: bare Bolt apps, Slack, and the whole bot.

All of them verify signatures and stand on the same stack (`bot.http`). `bare` only acknowledges. `bare+transaction`
first commits, in Core and with the same care for the disk, what `/met` leaves behind: the owner looked up, the delivery
and the change kept, the contact found and written, the interaction and who was there. The bot is `rapport run`,
scheduler and all.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from benchmarks.asking import SECRET, user_of
from bot import telemetry
from bot.http import Front, Server
from bot.manifest import load
from bot.playground import Fault, Playground
from bot.store import installations
from bot.store.engine import BEGIN_WRITING, Database
from bot.store.installations import StoredInstallation
from bot.store.schema import migrate
from bot.store.tables import (
    ChangeRow,
    ContactRow,
    InteractionPersonRow,
    InteractionRow,
    OwnerRow,
    SeenDeliveryRow,
    table_of,
)

_STOP = "stop"


# Bare Bolt apps


@contextmanager
def bare(database_url: str | None = None) -> Iterator[str]:
    """A bare Bolt app while the block runs, with the transaction if there is a database; gives its address."""
    with _process(_be_bare, database_url) as address:
        yield address


def _be_bare(pipe: Connection, database_url: str | None) -> None:
    telemetry.set_up()
    database = Database(database_url) if database_url is not None else None
    server = Server(
        Front(_bare_app(one_met(database) if database else lambda _body: None), lambda: True), "127.0.0.1", 0
    )
    server.start()
    pipe.send(server.address)
    pipe.recv()
    server.stop()


def _bare_app(before: Callable[[dict[str, Any]], None]) -> App:
    """A Bolt app that does `before` and acknowledges."""
    app = App(
        signing_secret=SECRET,
        client=WebClient(),
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="x"
        ),
        process_before_response=True,
        token_verification_enabled=False,
    )

    @app.command("/met")
    def met(ack: Ack, body: dict[str, Any]) -> None:
        before(body)
        ack("ok")

    return app


# One such transaction

_OWNERS, _CONTACTS = table_of(OwnerRow), table_of(ContactRow)
_OWNER = select(_OWNERS).where(_OWNERS.c.team == bindparam("team"), _OWNERS.c.user == bindparam("user"))
_CONTACT = select(_CONTACTS).where(_CONTACTS.c.owner_id == bindparam("owner"), _CONTACTS.c.key == bindparam("key"))
_MET = update(_CONTACTS).where(_CONTACTS.c.id == bindparam("contact")).values(last_interaction_on=bindparam("day"))
_INTERACTION = insert(table_of(InteractionRow)).returning(table_of(InteractionRow).c.id)
_WAS_THERE = insert(table_of(InteractionPersonRow))
_CHANGE = insert(table_of(ChangeRow))
_AFTER = {column.name: "some value" for column in table_of(InteractionRow).columns}
_KEPT = json.dumps(2 * [{"table": "interaction", "key": {"id": 1}, "before": None, "after": _AFTER, "contact": None}])


def one_met(database: Database) -> Callable[[dict[str, Any]], None]:
    """The transaction of `/met Priya at conference`, for somebody who has an owner's row and no contact yet."""
    make = sqlite.insert if database.is_sqlite else postgresql.insert
    seen = make(table_of(SeenDeliveryRow)).on_conflict_do_nothing()
    one_at_a_time = threading.Lock()

    def commit(body: dict[str, Any]) -> None:
        now = datetime.now(UTC)
        with one_at_a_time, database.engine.begin() as connection:
            if database.is_sqlite:
                connection.exec_driver_sql(BEGIN_WRITING)
            owner = connection.execute(_OWNER, {"team": body["team_id"], "user": body["user_id"]}).one()
            key = {"team": owner.team, "key": body["trigger_id"], "at": now, "owner_id": owner.id}
            connection.execute(seen, key)
            found = connection.execute(_CONTACT, {"owner": owner.id, "key": "priya"}).first()
            if found is None:
                row = {"owner_id": owner.id, "name": "Priya", "key": "priya", "created_on": now.date()}
                contact = connection.execute(insert(_CONTACTS).returning(_CONTACTS.c.id), row).scalar_one()
            else:
                contact = found.id
            connection.execute(_MET, {"contact": contact, "day": now.date()})
            met = {"owner_id": owner.id, "on": now.date(), "kind": "met", "source": "command", "created_at": now}
            interaction = connection.execute(_INTERACTION, {**met, "place": "conference"}).scalar_one()
            there = {"interaction_id": interaction, "contact_id": contact, "owner_id": owner.id}
            connection.execute(_WAS_THERE, there)
            change = {"id": uuid4().hex, "owner_id": owner.id, "at": now, "seq": interaction, "intent": "log"}
            connection.execute(
                _CHANGE, {**change, "meaning": "{}", "chosen": "{}", "rows": _KEPT, "contacts": [contact]}
            )

    return commit


def migrated(database_url: str, teams: Sequence[str]) -> str:
    """Bring a database to the newest schema, with one owner in each of these workspaces; gives the address back."""
    database = Database(database_url)
    migrate(database)
    now = datetime.now(UTC)
    with database.writing() as session:
        for team in teams:
            installations.save(session, StoredInstallation("", team, now, "xoxb-1", None, None, "{}"))
        owners = [{"team": team, "user": user_of(team), "created_at": now, "profile_at": now} for team in teams]
        session.execute(insert(OwnerRow), owners)
    database.close()
    return database_url


# The bot


@dataclass(frozen=True, slots=True)
class Bot:
    """A running `rapport run`: where it listens, and its process."""

    address: str
    process: subprocess.Popen[str]
    began: float

    @property
    def memory(self) -> float:
        """What it holds in memory now, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def rapport(database_url: str, slack: str, *, many: bool) -> Iterator[Bot]:
    """The whole bot while the block runs: for one workspace, or installed with OAuth in many."""
    one = {"SLACK_BOT_TOKEN": "xoxb-1"}
    credentials = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x"} if many else one
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "RAPPORT_"))}
    environment |= {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack, "DATABASE_URL": database_url, "PORT": "0"}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment | credentials, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield Bot(next(word for word in line.split() if word.startswith("http://")), process, began)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


# Slack


@contextmanager
def slack(latency: float) -> Iterator[str]:
    """A Slack that takes so many seconds for each answer; gives the base of its Web API."""
    with _process(_be_slack, latency) as api_url:
        yield api_url


def _be_slack(pipe: Connection, latency: float) -> None:
    server = Playground(manifest=load(), signing_secret=SECRET, seed=False)
    server.start()
    server.faults.add(Fault(kind="latency", seconds=latency))
    pipe.send(server.api_url)
    pipe.recv()
    server.stop()


@contextmanager
def _process(serve: Callable[..., None], *arguments: object) -> Iterator[str]:
    """A process of its own that says where it serves, until it is told to stop."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=serve, args=(there, *arguments), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(_STOP)
        process.join()
