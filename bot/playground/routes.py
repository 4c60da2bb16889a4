"""Which address is served by what."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.playground.answers import ResponseUrls
from bot.playground.core import Core
from bot.playground.oauth import Authorize
from bot.playground.people import People
from bot.playground.saving import Saver
from bot.playground.web_api import WebApi
from bot.playground.web_files import FileServer

OnClock = Callable[[datetime], Mapping[str, object]]
STATIC = Path(__file__).parent / "static"


@dataclass
class Services:
    """What the addresses need."""

    core: Core
    people: People
    saver: Saver | None = None
    on_clock: OnClock | None = None
    on_reset: Callable[[], None] | None = None
    hosts: frozenset[str] | None = None
    """The names by which a browser may call the page; None for any."""
    stopping: bool = False


def application(services: Services) -> web.Application:
    """The whole of the server."""
    from bot.playground.page_api import PageApi

    core = services.core
    api, files, page = WebApi(core), FileServer(core), PageApi(services)
    app = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[own_pages_only(services.hosts)])
    app.router.add_post("/api/{method}", api.serve)
    app.router.add_get("/api/{method}", api.serve)
    app.router.add_get("/link/", core.outlet.sockets.serve)
    app.router.add_post("/response/{key:.+}", ResponseUrls(core).serve)
    app.router.add_get("/oauth/v2/authorize", Authorize(core).serve)
    app.router.add_post("/upload/v1/{file}", files.upload)
    app.router.add_get("/files-pri/{file}/{name:.+}", files.fetch)
    app.router.add_get("/signin", files.sign_in)
    app.router.add_routes(page.routes())
    app.router.add_get("/", static)
    app.router.add_get("/static/{path:.+}", static)
    return app


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def own_pages_only(hosts: frozenset[str] | None) -> Middleware:
    """Let no other web site look or act in the playground through a visitor's browser.

    A site could be another origin, or have given its own name this machine's address: then the host is not ours.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/ui/"):
            origin, name = request.headers.get("Origin"), request.host.rpartition(":")[0] or request.host
            if (origin and origin.partition("://")[2] != request.host) or (hosts is not None and name not in hosts):
                return web.json_response({"error": "this comes from another site"}, status=403)
        return await handler(request)

    return check


async def static(request: web.Request) -> web.StreamResponse:
    """GET / and GET /static/…: the page's own files, always fresh."""
    path = (STATIC / request.match_info.get("path", "index.html")).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        return web.Response(status=404, text="not found")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
