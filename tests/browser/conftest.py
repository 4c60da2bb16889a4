"""A Chromium, and the playground with the bot behind it as `rapport run` starts them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.config import Settings
from bot.playing import playing

SCREENSHOTS = Path("build/screenshots")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser named by CHROMIUM, else the one on the PATH."""
    name = os.environ.get("CHROMIUM", "chromium")
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"there is no {name} on the PATH: apt-get install chromium, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The page's address; its state is in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/rapport.db", port=0)
    with playing(settings) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The playground's page in a fresh window, 1280 by 800, with no error on its console."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, device_scale_factor=2)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    yield page
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures are kept, in the checkout's build folder."""
    folder = (Path(__file__).parent.parent.parent / SCREENSHOTS).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
