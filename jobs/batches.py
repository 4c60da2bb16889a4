"""Done for many at once what each of them waits for: one transaction for the writes of a hundred nudges, say."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batches(Generic[Item, Result]):
    """`await batches(item)` gives the result of one item. What comes while a batch is under way makes up the next.

    `work` gets up to `most` items, in a thread of `pool`, and gives the result of each; up to `at_once` of them run
    side by side. Where it fails with several, each is tried alone: one bad item costs the others nothing.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        pool: Executor,
        *,
        most: int,
        at_once: int = 1,
        linger: float = 0.0,
    ) -> None:
        self._work = work
        self._pool = pool
        self._most = most
        self._free = at_once
        self._linger = linger  # seconds to wait for more before a batch begins
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._under_way: set[asyncio.Task[None]] = set()

    async def __call__(self, item: Item) -> Result:
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._free:
            self._free -= 1
            task = asyncio.create_task(self._work_off())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return await future

    async def _work_off(self) -> None:
        """Batch after batch until nothing waits."""
        try:
            while self._waiting:
                if len(self._waiting) < self._most:
                    await asyncio.sleep(self._linger)
                batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
                if batch:
                    await self._do(batch)
        finally:
            self._free += 1

    async def _do(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(self._pool, self._work, [item for item, _ in batch])
        except Exception as error:  # noqa: BLE001  # whatever it is, it is handed on to who waits for it
            if len(batch) > 1:
                for one in batch:
                    await self._do([one])
            else:
                batch[0][1].set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)
