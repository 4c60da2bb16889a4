"""In once: what Slack delivers again, at the same time, later, shuffled, or to a process begun anew, counts once."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from bot.playground.delivery import Delivery
from bot.wiring import build, serving
from tests.stories.stage import SECRET, Person, Stage
from tests.stories.test_mentions import bot_of

TIMES = 4
LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nWei,Lin,,wei@example.com,Acme,CTO,\n"


def url_of(request: pytest.FixtureRequest, kind: str) -> str:
    url: str = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    return url


class Recorder:
    """Stands where deliveries leave: keeps each, and sends each so many times at once, as first or as repeated ones."""

    def __init__(self, stage: Stage, times: int) -> None:
        self._outlet = stage.slack._core.outlet
        self._send, self._times = self._outlet.redeliver, times
        self.seen: list[Delivery] = []
        self._outlet.redeliver = self.redeliver  # type: ignore[method-assign]

    async def redeliver(self, delivery: Delivery) -> Delivery:
        self.seen.append(copy(delivery))
        sent = [delivery, *(copy(delivery) for _ in range(self._times - 1))]
        for number, one in enumerate(sent):  # nothing says that the first to come is the first that was sent
            one.headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
        random.shuffle(sent)
        await asyncio.gather(*(self._send(one) for one in sent))
        return delivery

    def stop(self) -> None:
        """From now on each goes out once, and is not kept."""
        self._outlet.redeliver = self._send  # type: ignore[method-assign]


def live(stage: Stage) -> Person:
    """A day in every way that there is of telling the bot something.

    It lies ahead: what was seen is kept for a day of real time, and of the playground's.
    """
    ana = stage.person("Ana", timezone="UTC")
    channel = stage.slack.add_channel("talks", "T0ONE", with_app=True)
    first = ana.types("/met Priya at PyCon about hiring #python", at="2031-11-24 10:00")
    ana.types("/met Kenji at FOSDEM", at="2031-11-24 10:01")
    ana.clicks("Undo", on=first)
    ana.types("/met Priya at PyCon, owe her an intro by Friday", at="2031-11-24 10:02")
    ana.types("met Sam for coffee", at="2031-11-24 10:03")
    stage.settle()
    ana.member.edits(_own(ana, "Sam"), "met Sam Lee for lunch")
    stage.settle()
    ana.types("met Olga at the gym", at="2031-11-24 10:04")
    stage.settle()
    ana.member.deletes(_own(ana, "Olga"))
    ana.member.types(f"<@{bot_of(stage)}> met Noor at PyCon", channel=channel)
    stage.settle()
    _fill_in(stage, ana)
    ana.member.uploads("Connections.csv", LINKEDIN.encode())
    preview = ana.member.waits_for(lambda one: "1 person" in one.text or "1 people" in one.text)
    ana.clicks("Import", on=preview)
    stage.settle()
    home = ana.member.opens_home()
    ana.clicks("Kept", on=home)
    stage.settle()
    _answer(stage, ana)
    return ana


def _own(ana: Person, about: str) -> Any:
    """A message that she wrote."""
    return next(one for one in ana.member.messages() if one.user == ana.id and about in one.text)


def _fill_in(stage: Stage, ana: Person) -> None:
    form = ana.member.shortcut("log_interaction").view
    assert form is not None
    [new] = ana.member.asks_options(form, "people", "Diego Rivera")
    assert ana.member.submits(form, {"people": [new], "where": "PyCon"}).errors == {}
    stage.settle()


def _answer(stage: Stage, ana: Person) -> None:
    """Answer nudges by button, by reaction and in words, and take some of it back."""
    stage.tick("2032-02-24 09:00")
    stage.tick("2032-02-25 09:00")
    nudges = [one for one in ana.inbox if "Done" in one.buttons]
    assert len(nudges) >= 4, [one.text for one in ana.inbox]
    ana.clicks("Done", on=nudges[0])
    ana.reacts("zzz", to=nudges[1])
    ana.unreacts("zzz", to=nudges[1])
    ana.reacts("white_check_mark", to=nudges[2])
    ana.types("next week", thread=nudges[3])
    stage.settle()
    ana.clicks("Undo", on=next(one for one in ana.inbox if one.ts == nudges[0].ts))
    stage.settle()


def told(ana: Person) -> str:
    """Her export, without what is by chance."""
    return re.sub(r'"id": "\w+"', '"id": ""', json.dumps(ana.network, indent=1, sort_keys=True))


def heard(ana: Person) -> list[str]:
    """What the bot wrote to her, in the order of its words: what comes at once comes in any order."""
    return sorted(re.sub(r"\d{10}\.\d+", "", one.text) for one in ana.inbox)


def lived(stack: ExitStack, url: str, times: int) -> tuple[Stage, Person, Recorder]:
    """The same day on a stage of its own, with everything delivered so many times."""
    stage = Stage(stack, url, "http")
    recorder = Recorder(stage, times)
    ana = live(stage)
    recorder.stop()
    stage.settle()
    return stage, ana, recorder


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_told_four_times_at_once_is_told_once(
    request: pytest.FixtureRequest, stack: ExitStack, tmp_path: Path, kind: str
) -> None:
    _, once, _ = lived(stack, f"sqlite:///{tmp_path}/once.db", 1)
    stage, ana, recorder = lived(stack, url_of(request, kind), TIMES)
    kinds = {_kind(one) for one in recorder.seen}
    assert kinds >= {
        "/met", "block_actions", "view_submission", "shortcut", "message", "message_changed", "message_deleted",
        "app_mention", "reaction_added", "reaction_removed", "app_home_opened", "file_share",
    }  # fmt: skip
    assert told(ana) == told(once)
    assert heard(ana) == heard(once)

    before, said = told(ana), heard(ana)
    _again(stage.slack.deliver_raw, recorder.seen)  # as Slack's last retries, minutes later
    stage.settle()
    assert told(ana).splitlines() == before.splitlines()
    assert heard(ana) == said

    _begin_anew(stage, stack)
    _again(stage.slack.deliver_raw, recorder.seen)
    assert told(ana).splitlines() == before.splitlines()
    assert heard(ana) == said


def _kind(delivery: Delivery) -> str:
    payload = delivery.payload
    event = payload.get("event") or {}
    return str(event.get("subtype") or event.get("type") or payload.get("command") or payload.get("type"))


def _again(deliver: Callable[..., list[Delivery]], seen: Iterable[Delivery]) -> None:
    """Everything once more, shuffled, eight at a time, with retry numbers."""
    shuffled = [one for one in seen if one.payload.get("type") != "block_suggestion"]
    random.shuffle(shuffled)

    def one(delivery: Delivery) -> int:
        [again] = deliver(delivery, headers={"X-Slack-Retry-Num": "3"})
        return again.status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, shuffled)) <= {200}


def _begin_anew(stage: Stage, stack: ExitStack) -> None:
    """The bot's process ends, another begins on its database."""
    rapport = build(stage.rapport.settings, clock=stage.slack.now)
    stack.callback(rapport.close)
    address = stack.enter_context(serving(rapport, host="127.0.0.1", port=0, signing_secret=SECRET))
    stage.slack.connect_http(f"{address}/slack/events")
