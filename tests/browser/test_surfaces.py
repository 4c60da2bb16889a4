"""Home and its forms, as the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

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


def import_form(page: Page, folder: Path) -> Locator:
    """The form for importing, with a file of one person chosen."""
    file = folder / "Connections.csv"
    file.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nSam,Lee,,,Globex,CTO,1 Feb 2022\n"
    )
    write(page, "/rapport import")
    page.get_by_role("button", name="Choose a file of contacts to import").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    return dialog


def test_a_file_is_chosen_looked_at_and_imported(page: Page, screenshots: Path, tmp_path: Path) -> None:
    dialog = import_form(page, tmp_path)
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


def test_what_stands_on_a_page_is_edited_there_and_on_home(page: Page, screenshots: Path) -> None:
    for line in (
        "/met Priya Sharma from Acme at PyCon about hiring #python",
        "/rapport lunch with Priya and Kenji tomorrow at 12:30 at Café Milo about her talk",
        "/rapport promised Priya the deck by Friday",
        "/rapport remind me to send Priya the book next Friday at 14:00",
        "/rapport note Priya: likes climbing",
        "/rapport next time ask Priya about the marathon",
    ):
        write(page, line)
        expect(page.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo")).to_be_visible()
    page.screenshot(path=screenshots / "20-answers-with-edit.png")
    write(page, "/whois Priya")
    page.get_by_role("button", name="Open the page of Priya Sharma").last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("likes climbing")
    page.screenshot(path=screenshots / "21-person-items.png")
    dialog.get_by_role("button", name="Edit the note: likes climbing").scroll_into_view_if_needed()
    page.screenshot(path=screenshots / "22-person-items-below.png")

    dialog.get_by_role("button", name="Edit the plan").click()
    expect(dialog).to_contain_text("Edit this plan")
    page.screenshot(path=screenshots / "23-edit-plan.png")
    dialog.get_by_label("Where").fill("Bar Luz")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("place Bar Luz (was Café Milo)")
    page.screenshot(path=screenshots / "24-plan-changed.png")

    for name, picture in (("promise", "25-edit-promise"), ("reminder", "26-edit-reminder"), ("note", "27-edit-note")):
        dialog.get_by_role("button", name=f"Edit the {name}").first.click()
        expect(dialog).to_contain_text(f"Edit this {name}")
        page.screenshot(path=screenshots / f"{picture}.png")
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_contain_text("History")
    dialog.get_by_role("button", name="Edit the note: likes climbing").click()
    dialog.get_by_label("Remove this note").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Removed: a note on")
    page.screenshot(path=screenshots / "28-note-removed.png")
    dialog.get_by_role("button", name="Edit Priya Sharma").click()
    expect(dialog.get_by_label("Company")).to_have_value("Acme")
    dialog.get_by_label("Birthday").scroll_into_view_if_needed()
    page.screenshot(path=screenshots / "29-edit-person-status.png")
    dialog.get_by_role("button", name="Cancel").click()
    dialog.get_by_role("button", name="Close").click()

    page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("To be reminded of")
    page.screenshot(path=screenshots / "30-home-items.png")
    home.get_by_role("button", name="Edit the promise with Priya Sharma").last.click()
    dialog.get_by_label("What").fill(" ")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("needs")
    page.screenshot(path=screenshots / "31-fault-of-promise.png")
    dialog.get_by_label("What").fill("the slides")
    dialog.get_by_role("button", name="Save").click()
    expect(home).to_contain_text("what “the slides” (was “the deck”)")
    page.screenshot(path=screenshots / "32-home-promise-changed.png")


def test_a_merge_asks_what_stays(page: Page, screenshots: Path) -> None:
    for line in (
        "/met Bob from Acme at PyCon",
        "/met Robert Smith from Globex at FOSDEM",
        "/rapport Bob's email is bob@acme.com",
        "/rapport Robert Smith's email is robert@globex.com",
    ):
        write(page, line)
        expect(page.get_by_test_id("ephemeral").last.get_by_role("button", name="Undo")).to_be_visible()
    write(page, "/whois Bob")
    page.get_by_role("button", name="Open the page of Bob").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Merge Bob").click()
    dialog.get_by_role("combobox").click()
    page.keyboard.type("rob")
    page.get_by_role("option", name="Robert Smith").click()
    page.screenshot(path=screenshots / "33-merge.png")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(dialog).to_contain_text("differ here")
    page.screenshot(path=screenshots / "34-merge-differing.png")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(dialog).to_contain_text("one person now")


def test_an_import_is_taken_back(page: Page, screenshots: Path, tmp_path: Path) -> None:
    dialog = import_form(page, tmp_path)
    dialog.get_by_role("button", name="Look at it").click()
    expect(dialog).to_contain_text("1 person")
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog).to_contain_text("1 person added")
    page.screenshot(path=screenshots / "35-imported.png")
    dialog.get_by_role("button", name="Undo the import").click()
    expect(dialog).to_contain_text("1 person is gone again")
    page.screenshot(path=screenshots / "36-import-undone.png")
