"""A nudge that may have been posted is looked for at the pace that Slack allows, however much came after it."""

from __future__ import annotations

from datetime import timedelta

from bot.playground import Fault, Playground
from bot.store.engine import Database
from jobs.deliver import deliver
from jobs.pacing import Pacing
from tests.jobs.given import AT, compose, delivered, nudges, one_team, owner, real, row_of

MINUTE = timedelta(seconds=61)


def test_with_one_call_a_minute_it_is_found_below_forty_later_messages(database: Database, slack: Playground) -> None:
    [ana, *_] = slack.members()
    [nudge] = nudges(database, owner(database, ana))
    clients, pacing = one_team(slack), Pacing()
    slack.faults.add(Fault("chat.postMessage", "lose_answer", times=1))
    deliver(AT, database, clients, compose, real=real, patience=0, pacing=pacing)
    assert row_of(database, nudge).state == "unknown"
    for number in range(40):
        clients.client(ana.team).chat_postMessage(channel=ana.id, text=f"{number}")

    pages = 0
    for minute in range(1, 9):
        slack.faults.clear()
        slack.faults.add(Fault("conversations.history", "rate_limit", retry_after=60, after=1))
        now = real() + minute * MINUTE
        deliver(AT, database, clients, compose, real=lambda now=now: now, patience=0, pacing=pacing)  # type: ignore[misc]  # a default holds the value
        pages = sum(call.method == "conversations.history" and call.error is None for call in slack.requests)
        if row_of(database, nudge).state == "sent":
            break

    assert row_of(database, nudge).state == "sent"
    assert delivered([ana]) == {nudge: 1}
    assert pages == 3
