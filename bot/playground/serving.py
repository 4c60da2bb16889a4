"""The server's thread: its event loop, its port, its end. What it serves: `routes`."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from aiohttp import web

from bot.playground.routes import Services, application

Result = TypeVar("Result")

LONGEST = 60.0
"""Seconds of real time after which a deed that does not end is given up."""


class Server:
    """Serves in a thread of its own between `start` and `stop`; a port once bound is bound again after a restart."""

    def __init__(self, services: Services, host: str, port: int) -> None:
        self._services, self._host, self._port = services, host, port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop = asyncio.Event()
        self._up = threading.Event()
        self._failure: OSError | None = None

    def start(self) -> None:
        """Serve until `stop`. Raises `OSError` when the port is taken."""
        if self._thread is not None:
            return
        self._up.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._live, name="playground", daemon=True)
        self._thread.start()
        self._up.wait()
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            self._thread = None
            raise self._failure

    def stop(self) -> None:
        """End serving; what is to be saved is saved."""
        if self._thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = self._loop = None

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Carry a coroutine out in the server's thread, or in this one while nothing is served."""
        if self._loop is None:
            return asyncio.run(work)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=LONGEST)

    def _live(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as failure:
            self._failure = failure
            self._up.set()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        runner = web.AppRunner(application(self._services), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            self._port = runner.addresses[0][1]
            self._services.core.world.base = f"http://{self._shown()}:{self._port}"
            self._loop = asyncio.get_running_loop()
            await self._until_stopped()
        finally:
            await self._services.core.outlet.close()
            await runner.cleanup()

    def _shown(self) -> str:
        """The host as others on this machine reach it."""
        everywhere = self._host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        return "127.0.0.1" if everywhere else self._host

    async def _until_stopped(self) -> None:
        services, saver = self._services, self._services.saver
        services.stopping = False
        saving = asyncio.create_task(saver.run()) if saver else None
        self._up.set()
        await self._stop.wait()
        services.stopping = True
        services.core.watchers.wake_all()
        services.core.outlet.sockets.cut()
        if saver and saving:
            saving.cancel()
            await saver.save()
