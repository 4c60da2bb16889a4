"""Whoever installed the app, welcomed where that could not be done at once. How it is done once: `bot.welcoming`."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

from bot.welcoming import Welcoming

_AT_ONCE = 20  # in one run; there is another soon


def welcome_installers(at: datetime, welcoming: Welcoming, *, stop: threading.Event) -> dict[str, int]:
    """Send the welcomes that wait, as of `at`; `given_up` are those that Slack does not take, `held` come later."""
    done: Counter[str] = Counter()
    for welcome in welcoming.waiting(_AT_ONCE):
        done["held" if stop.is_set() else welcoming.send(welcome, at)] += 1
    return {outcome: done[outcome] for outcome in ("sent", "given_up", "held")}
