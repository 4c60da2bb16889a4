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


def test_a_persons_page_and_its_forms(page: Page, screenshots: Path) -> None:
    for line in (
        "/met Priya Sharma from Acme at PyCon about hiring #python",
        "/rapport promised Priya the deck by Friday",
    ):
        write(page, line)
        expect(page.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo")).to_be_visible()
    write(page, "/whois Priya")
    page.get_by_role("button", name="Open the page of Priya Sharma").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("met at PyCon")
    page.screenshot(path=screenshots / "14-person.png")

    dialog.get_by_role("button", name="Edit Priya Sharma").click()
    expect(dialog.get_by_label("Company")).to_have_value("Acme")
    dialog.get_by_label("Email").fill("nonsense")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("That is no email address")
    page.screenshot(path=screenshots / "15-edit-person.png")
    dialog.get_by_label("Email").fill("priya@example.com")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Changed for Priya Sharma: email")

    dialog.get_by_role("button", name="Forget Priya Sharma").click()
    expect(dialog).to_contain_text("For 10 minutes you can undo it")
    page.screenshot(path=screenshots / "16-forget.png")


def test_a_file_is_chosen_looked_at_and_imported(page: Page, screenshots: Path, tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    file.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nSam,Lee,,,Globex,CTO,1 Feb 2022\n"
    )
    write(page, "/rapport import")
    page.get_by_role("button", name="Choose a file of contacts to import").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog).to_contain_text("Connections.csv")
    dialog.get_by_role("button", name="Look at it").click()
    expect(dialog).to_contain_text("1 person")
    dialog.get_by_role("combobox").click()
    page.keyboard.type("sam")
    expect(page.get_by_role("option", name="Sam Lee")).to_be_visible()
    page.screenshot(path=screenshots / "17-import.png")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")  # the menu stays open for more
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog).to_contain_text("You'll hear from me about one of them")


def test_whoever_pauses_notifications_is_nudged_afterwards(page: Page, screenshots: Path) -> None:
    write(page, "/rapport remind me to call Sam tomorrow")
    expect(page.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("button", name="Pause notifications").click()
    page.get_by_role("menuitem", name="For a week").click()
    quiet = page.get_by_test_id("quiet")
    expect(quiet).to_contain_text("Do Not Disturb until")
    page.screenshot(path=screenshots / "18-do-not-disturb.png")

    for _ in range(3):
        page.get_by_test_id("clock-day").click()
        expect(page.locator("#clock")).to_have_attribute("aria-busy", "false")
    nudge = page.get_by_text("You wanted to call Sam", exact=False)
    expect(nudge).to_have_count(0)

    quiet.click()
    page.get_by_role("menuitem", name="Turn notifications on").click()
    expect(quiet).to_contain_text("Pause notifications")
    for _ in range(3):
        page.get_by_test_id("clock-day").click()
        expect(page.locator("#clock")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_test_id("messages")).to_contain_text("call Sam")
