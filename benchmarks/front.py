"""The front: how soon and how often a slash command is acknowledged, beside a bare Bolt app on the same stack.

Run: `python -m benchmarks.front`. All three are asked in turn, a slice of each at a time, so that a machine whose speed
drifts treats them alike. `bare` only acknowledges; `bare+row` commits one row first, in Core, as ours commits its own.
"""

from __future__ import annotations

import hashlib
import hmac
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import text

from benchmarks.rows import Row, table
from bot.config import Settings
from bot.http import Front, Server
from bot.manifest import load
from bot.playground import Playground
from bot.store.engine import Database
from bot.wiring import build, serving

SECRET = "benchmark"
REQUESTS = 200  # one after the other, in each of ROUNDS slices
ROUNDS = 5
CLIENTS = 16
SECONDS = 1.0  # of full load, in each of SLICES slices
SLICES = 3


def body(command: str, words: str) -> bytes:
    """A slash command as Slack posts it; each is another delivery."""
    form = {
        "token": "x",
        "team_id": "T0ONE",
        "team_domain": "one",
        "channel_id": "D0ONE",
        "channel_name": "directmessage",
        "user_id": "U0ONE",
        "user_name": "ana",
        "command": command,
        "text": words,
        "api_app_id": "A0ONE",
        "is_enterprise_install": "false",
        "response_url": f"http://127.0.0.1/{uuid4().hex}",
        "trigger_id": uuid4().hex,
    }
    return urlencode(form).encode()


def signed(payload: bytes) -> dict[str, str]:
    """The headers of a request that Slack signed."""
    now = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + now.encode() + b":" + payload, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": f"v0={digest}",
    }


class Client:
    """One connection that is kept alive."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = HTTPConnection(str(parts.hostname), parts.port, timeout=10)

    def ask(self, command: str, words: str) -> tuple[float, int]:
        """Seconds until the acknowledgement was read, and its status."""
        payload = body(command, words)
        headers = signed(payload)
        began = time.perf_counter()
        self._connection.request("POST", "/slack/events", payload, headers)
        answer = self._connection.getresponse()
        answer.read()
        return time.perf_counter() - began, answer.status


def bare_app(before: Callable[[], None]) -> App:
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
    def met(ack: Ack) -> None:
        before()
        ack("ok")

    return app


@contextmanager
def served(app: App) -> Iterator[str]:
    """A Bolt app on our stack."""
    server = Server(Front(app, lambda: True), "127.0.0.1", 0)
    server.start()
    yield server.address
    server.stop()


def one_row(database: Database) -> Callable[[], None]:
    """Commits one row."""
    with database.writing() as session:
        session.execute(text("CREATE TABLE row (id INTEGER PRIMARY KEY, words TEXT)"))

    def commit() -> None:
        with database.writing() as session:
            session.execute(text("INSERT INTO row (words) VALUES ('Priya at conference')"))

    return commit


@contextmanager
def rapport(folder: Path) -> Iterator[str]:
    """The whole bot, with the playground as its Slack."""
    with ExitStack() as stack:
        slack = Playground(manifest=load(), signing_secret=SECRET, seed=False)
        slack.start()
        stack.callback(slack.stop)
        slack.add_team("T0ONE", "One")
        slack.person("Ana", user_id="U0ONE", team="T0ONE")
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{folder}/rapport.db",
            slack_bot_token=slack.bot_token("T0ONE"),
            slack_signing_secret=SECRET,
            slack_api_url=slack.api_url,
        )
        built = build(settings)
        stack.callback(built.close)
        yield stack.enter_context(serving(built, host="127.0.0.1", port=0, signing_secret=SECRET))


def one_by_one(addresses: dict[str, tuple[str, str]]) -> dict[str, list[float]]:
    """Seconds of each acknowledgement, by name; the slices alternate."""
    clients = {name: Client(address) for name, (address, _words) in addresses.items()}
    took: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(ROUNDS + 1):
        for name, (_address, words) in addresses.items():
            slice_ = [clients[name].ask("/met", words)[0] for _ in range(REQUESTS)]
            took[name] += slice_ if turn else []  # the first slice warms up
    return took


@dataclass(frozen=True, slots=True)
class Load:
    """What many clients at once saw: requests a second, median and p99 in milliseconds, how many failed."""

    rate: float
    p50: float
    p99: float
    failed: int


def full_load(addresses: dict[str, tuple[str, str]]) -> dict[str, Load]:
    """Ask each with many clients at once; the slices alternate."""
    slices = [{name: full_slice(*asked) for name, asked in addresses.items()} for _ in range(SLICES)]
    return {name: _load([one[name] for one in slices]) for name in addresses}


def _load(slices: list[tuple[list[float], int]]) -> Load:
    took = sorted(seconds for some, _failed in slices for seconds in some)
    rate = statistics.median(len(some) for some, _failed in slices) / SECONDS
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
    return Load(rate, 1000 * p50, 1000 * p99, sum(failed for _some, failed in slices))


def full_slice(address: str, words: str) -> tuple[list[float], int]:
    """The seconds of each answer in one slice, and how many failed."""
    took: list[float] = []
    failed = 0
    end = time.perf_counter() + SECONDS

    def work() -> None:
        nonlocal failed
        client = Client(address)
        while time.perf_counter() < end:
            seconds, status = client.ask("/met", words)
            took.append(seconds)
            failed += status != 200

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, failed


def measure() -> list[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        here = Path(folder)
        other = Database(f"sqlite:///{here}/bare.db")
        stack.callback(other.close)
        addresses = {
            "bare": (stack.enter_context(served(bare_app(lambda: None))), "Priya at conference"),
            "bare+row": (stack.enter_context(served(bare_app(one_row(other)))), "Priya at conference"),
            "/met": (stack.enter_context(rapport(here)), "Priya at conference"),
        }
        addresses["/met help"] = (addresses["/met"][0], "help")
        took = one_by_one(addresses)
        loads = full_load(addresses)
    return [row for name in addresses for row in _rows(name, took, loads)]


def _rows(name: str, took: dict[str, list[float]], loads: dict[str, Load]) -> list[Row]:
    """One after the other, then under full load: a request's time is what is compared, so smaller is better."""
    beside = "bare+row" if name == "/met" else "bare"
    quick, load = sorted(took[name]), loads[name]
    p99 = quick[int(len(quick) * 0.99)]
    each, bare_each = 1000 / load.rate, 1000 / loads[beside].rate
    return [
        Row(what=f"{name}: median", ours=1000 * statistics.median(quick), most=20 if name == "/met" else None),
        Row(what=f"{name}: p99", ours=1000 * p99),
        Row(
            what=f"{name}: a request, {CLIENTS} clients",
            ours=each,
            beside=bare_each,
            than=beside,
            most={"/met": 2.5, "/met help": 1.67}.get(name),
        ),
        Row(
            what=f"{name}: p99 / p50, {CLIENTS} clients",
            ours=load.p99,
            beside=load.p50,
            than="its p50",
            most=2.5 if name == "/met" else None,
        ),
        Row(what=f"{name}: failed", ours=load.failed, unit="", most=0),
    ]


if __name__ == "__main__":
    print(table(measure()))
