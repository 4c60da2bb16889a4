"""Requests under way: so many in all, and each workspace its share."""

from __future__ import annotations

import asyncio

import pytest

from jobs.slots import Slots


@pytest.mark.parametrize(
    ("count", "teams", "share"),
    [(20, 1, 10), (20, 2, 7), (50, 50, 2), (50, 1000, 2), (4, 1, 2), (4, 10, 1), (1, 1, 1), (8, 3, 2)],
)
def test_there_is_always_something_left_for_another_workspace(count: int, teams: int, share: int) -> None:
    slots = Slots(count)
    slots.teams = teams
    assert slots.share == share
    assert slots.share * min(teams, 1) <= max(count // 2, 1)


def test_a_slow_workspace_keeps_no_slot_from_the_others() -> None:
    async def play() -> list[str]:
        slots, entered, done = Slots(4), list[str](), asyncio.Event()

        async def ask(team: str) -> None:
            async with slots.of(team):
                entered.append(team)
                await done.wait()

        tasks = [asyncio.create_task(ask(team)) for team in ["slow"] * 6 + ["quick"] * 3]
        await asyncio.sleep(0)
        seen = list(entered)
        done.set()
        await asyncio.gather(*tasks)
        return seen

    assert asyncio.run(play()) == ["slow", "slow", "quick", "quick"]


def test_when_closed_everybody_comes_through() -> None:
    async def play() -> int:
        slots, entered = Slots(1), 0
        hold = asyncio.Event()

        async def ask() -> None:
            nonlocal entered
            async with slots.of("T1"):
                entered += 1
                await hold.wait()

        tasks = [asyncio.create_task(ask()) for _ in range(3)]
        await asyncio.sleep(0)
        assert entered == 1
        slots.close()
        await asyncio.sleep(0)
        was = entered
        hold.set()
        await asyncio.gather(*tasks)
        return was

    assert asyncio.run(play()) == 3
