"""Home and its forms, as the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_story import write

pytestmark = pytest.mark.browser


def test_home_and_its_forms(page: Page, screenshots: Path) -> None:
    for line in ("/met Priya Sharma at PyCon about hiring #python", "/rapport promised Sam the deck by Friday"):
        write(page, line)
        expect(page.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo")).to_be_visible()
    for _ in range(3):
        page.get_by_test_id("clock-month").click()
        expect(page.locator("#clock")).to_have_attribute("aria-busy", "false")
    page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("You owe")
    page.screenshot(path=screenshots / "10-home-due.png")

    home.get_by_role("button", name="Done").first.click()
    expect(home).to_contain_text("Logged today")
    page.screenshot(path=screenshots / "11-home-answered.png")

    home.get_by_role("button", name="Log an interaction").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("Follow up on")
    page.screenshot(path=screenshots / "12-log-form.png")
    form.get_by_role("button", name="Cancel").click()

    home.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog")).to_contain_text("Nudges come at")
    page.screenshot(path=screenshots / "13-settings.png")
