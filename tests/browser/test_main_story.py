"""The page does the main job: met, three months later a nudge, answered with an emoji, and it is logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def write(page: Page, text: str) -> None:
    """Type into the composer and send."""
    box = page.get_by_role("textbox", name="Message Rapport")
    box.fill(text)
    box.press("Enter")


def test_met_nudged_answered(page: Page, screenshots: Path) -> None:
    expect(page.get_by_test_id("system")).to_contain_text("/met")
    page.screenshot(path=screenshots / "1-start.png")

    write(page, "/met Priya at conference")
    answer = page.get_by_test_id("ephemeral").last
    expect(answer).to_contain_text("met Priya (new) at the conference")
    expect(answer.get_by_role("button", name="Undo")).to_be_visible()
    page.screenshot(path=screenshots / "2-logged.png")

    nudge = page.locator('[data-testid="message"][data-from="app"]').filter(has_text="since you met at the conference")
    for _ in range(3):
        page.get_by_test_id("clock-month").click()
        expect(page.locator("#clock")).to_have_attribute("aria-busy", "false")
    expect(nudge).to_have_count(1)
    expect(nudge).to_contain_text("Priya")
    page.screenshot(path=screenshots / "3-nudge.png")

    nudge.hover()
    nudge.get_by_test_id("add-reaction").first.click()
    page.get_by_test_id("emoji-white_check_mark").first.click()
    answered = page.locator('[data-testid="message"][data-from="app"]').filter(has_text="Logged today")
    expect(answered).to_contain_text("next check-in")
    expect(answered.get_by_test_id("reaction-white_check_mark")).to_be_visible()
    page.screenshot(path=screenshots / "4-answered.png")

    write(page, "/whois Priya")
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("Last in touch today")
    page.screenshot(path=screenshots / "5-brief.png")

    page.get_by_test_id("tab-home").click()
    expect(page.get_by_test_id("home")).to_contain_text("Due now")
    page.screenshot(path=screenshots / "6-home.png")


def test_which_priya_is_asked_and_a_click_answers(page: Page, screenshots: Path) -> None:
    for line in ("/met Priya Sharma at PyCon", "/met Priya Shah at FOSDEM", "/met Priya for coffee"):
        write(page, line)
        expect(page.get_by_test_id("ephemeral").last).to_be_visible()
    question = page.get_by_test_id("ephemeral").filter(has_text="Which")
    expect(question).to_be_visible()
    page.screenshot(path=screenshots / "7-which.png")
    question.get_by_role("button", name="Priya Shah").first.click()
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("coffee with Priya Shah")


def test_an_undo_and_a_home_of_somebody_new(page: Page, screenshots: Path) -> None:
    page.get_by_test_id("tab-home").click()
    expect(page.get_by_test_id("home")).to_contain_text("met Priya at PyCon")
    page.screenshot(path=screenshots / "8-first-home.png")
    page.get_by_test_id("tab-messages").click()
    write(page, "met Ana & Sam for lunch about the offer")
    said = page.locator('[data-testid="message"][data-from="app"]').last
    expect(said).to_contain_text("Ana")
    said.get_by_role("button", name="Undo").click()
    expect(page.locator('[data-testid="message"][data-from="app"]').last).to_contain_text("Undone")
    page.screenshot(path=screenshots / "9-undone.png")
