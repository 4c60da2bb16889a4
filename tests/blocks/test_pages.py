"""The pages of an installation: where they lead, and that nothing from outside stands in them as markup."""

from __future__ import annotations

import pytest

from bot.blocks.pages import InstallationPages

PAGES = InstallationPages(install_path="/slack/install", redirect_uri_path="/slack/oauth_redirect")


def test_success_leads_into_the_app() -> None:
    page = PAGES.render_success_page("A1", "T1")
    assert 'content="0; URL=slack://app?team=T1&amp;id=A1"' in page
    assert 'href="https://app.slack.com/client/T1"' in page
    assert "Thank you" in page


def test_an_organisation_chooses_its_workspaces() -> None:
    page = PAGES.render_success_page("A1", None, is_enterprise_install=True, enterprise_url="https://one.example.com/")
    assert 'href="https://one.example.com/manage/organization/apps/profile/A1/workspaces/add"' in page
    assert "app.slack.com" not in page


def test_without_an_address_slack_is_opened() -> None:
    assert "slack://open" in PAGES.render_success_page("", None)


REASONS = [
    ("access_denied", "It was cancelled at Slack"),
    ("invalid_state", "older than ten minutes"),
    ("invalid_code: This error code is returned from Slack.", "didn't accept the way back"),
    ("who knows", "Something went wrong"),
]


@pytest.mark.parametrize(("reason", "said"), REASONS)
def test_failure_says_why_and_leads_back(reason: str, said: str) -> None:
    page = PAGES.render_failure_page(reason)
    assert said in page
    assert 'href="/slack/install"' in page


def test_nothing_that_came_with_the_request_is_markup() -> None:
    assert "<script" not in PAGES.render_failure_page("<script>alert(1)</script>")
    assert '"><b>' not in PAGES.render_success_page('"><b>', '"><b>')
