"""A process that sends: `test_once` starts some of them, and kills some."""

from __future__ import annotations

import signal
import sys
import threading
import time
from datetime import datetime, timedelta

from bot.slack.clients import Clients, FixedToken, InstalledTokens
from bot.store.engine import Database
from jobs import sending
from jobs.deliver import deliver
from jobs.dnd import DoNotDisturb
from jobs.pacing import Pacing
from tests.jobs.given import compose, real


def send_until_done(database_url: str, api_url: str, token: str, at: datetime, claim_seconds: float) -> None:
    """Deliver again and again until nothing waits, or a SIGTERM comes."""
    sending.FIRST_DELAY = timedelta(seconds=0.3)  # kills count as attempts, after many of which a try waits long
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    database = Database(database_url)
    clients = Clients(FixedToken(token), api_url)
    while not stop.is_set():
        done = deliver(
            at, database, clients, compose, real=real, claim_seconds=claim_seconds, senders=8, stop=stop, patience=0.5
        )
        if not done["held"]:
            break
    database.close()
    sys.exit(0)


def send_through_a_storm(database_url: str, api_url: str, at: datetime, seconds: float) -> None:
    """Deliver to every workspace that installed the app, again and again for so long, as a worker does."""
    sending.FIRST_DELAY = timedelta(seconds=0.2)
    database = Database(database_url)
    clients = Clients(InstalledTokens(database), api_url)
    pacing, dnd, until = Pacing(), DoNotDisturb(), time.monotonic() + seconds
    while time.monotonic() < until:
        deliver(
            at, database, clients, compose, real=real, claim_seconds=2, senders=16, patience=0, pacing=pacing, dnd=dnd
        )
        time.sleep(0.1)
    database.close()
    sys.exit(0)
