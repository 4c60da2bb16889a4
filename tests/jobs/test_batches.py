"""What is done for many at once: each gets its own result, or its own error."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs.batches import Batches


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads to work in."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_what_comes_meanwhile_makes_up_the_next_batch(pool: ThreadPoolExecutor) -> None:
    seen: list[Sequence[int]] = []
    first_is_done = threading.Event()

    def double(numbers: Sequence[int]) -> list[int]:
        seen.append(numbers)
        first_is_done.wait(5)
        return [2 * number for number in numbers]

    async def ask() -> list[int]:
        batches = Batches(double, pool, most=3)
        first = asyncio.create_task(batches(0))
        while not seen:
            await asyncio.sleep(0.001)
        rest = [asyncio.create_task(batches(number)) for number in range(1, 6)]
        await asyncio.sleep(0)
        first_is_done.set()
        return list(await asyncio.gather(first, *rest))

    assert asyncio.run(ask()) == [0, 2, 4, 6, 8, 10]
    assert seen == [[0], [1, 2, 3], [4, 5]]


def test_one_that_fails_costs_the_others_nothing(pool: ThreadPoolExecutor) -> None:
    def moody(numbers: Sequence[int]) -> list[int]:
        if 2 in numbers:
            raise ValueError(numbers)
        return list(numbers)

    async def ask() -> list[int | BaseException]:
        batches = Batches(moody, pool, most=10, linger=0.001)
        return await asyncio.gather(*(batches(number) for number in range(4)), return_exceptions=True)

    zero, one, bad, three = asyncio.run(ask())
    assert (zero, one, three) == (0, 1, 3)
    assert isinstance(bad, ValueError)
    assert bad.args == ([2],)


def test_so_many_side_by_side_and_no_more(pool: ThreadPoolExecutor) -> None:
    at_it, most = set[int](), 0
    lock, both = threading.Lock(), threading.Barrier(2, timeout=5)

    def work(numbers: Sequence[int]) -> Sequence[int]:
        nonlocal most
        with lock:
            at_it.update(numbers)
            most = max(most, len(at_it))
        both.wait()
        with lock:
            at_it.difference_update(numbers)
        return numbers

    async def ask() -> list[int]:
        batches = Batches(work, pool, most=1, at_once=2)
        return list(await asyncio.gather(*(batches(number) for number in range(6))))

    assert asyncio.run(ask()) == list(range(6))
    assert most == 2
