"""The pages that somebody who installs the app sees in their browser: it is in, or it is not and why."""

from __future__ import annotations

from html import escape
from string import Template
from urllib.parse import quote

from slack_sdk.oauth import RedirectUriPageRenderer

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
$head<title>$title</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f7f7; color: #1d1c1d;
         font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 26rem; margin: 1rem; padding: 2rem; background: #fff; border-radius: 12px;
         box-shadow: 0 1px 4px rgb(0 0 0 / 12%); }
  h1 { margin: 0 0 .5rem; font-size: 1.4rem; color: #1d4d4f; }
  a.button { display: inline-block; margin-top: .5rem; padding: .6rem 1.1rem; border-radius: 6px;
             background: #1d4d4f; color: #fff; text-decoration: none; }
  small { color: #616061; }
</style>
</head>
<body><main>
<h1>$title</h1>
$body
</main></body>
</html>
""")

# What OAuth's failures mean to whoever sees them: slack_bolt's own reasons, and Slack's codes.
_REASONS = {
    "access_denied": "It was cancelled at Slack, so nothing was installed.",
    "invalid_state": "That link was used already, or it is older than ten minutes.",
    "invalid_browser": "It was begun in another browser than it came back to.",
    "missing_code": "Slack sent you back without saying that you agreed.",
    "invalid_code": "Slack didn't accept the way back: it was used already, or it took too long.",
    "storage_error": "The installation could not be written down.",
}
_OTHERWISE = "Something went wrong between Slack and me."


class InstallationPages(RedirectUriPageRenderer):
    """Both pages as HTML. They name nobody, and nothing that came with the request stands in them unescaped."""

    def render_success_page(
        self,
        app_id: str,
        team_id: str | None,
        is_enterprise_install: bool | None = None,
        enterprise_url: str | None = None,
    ) -> str:
        """It is in: on to the app in Slack, or to the choice of workspaces that an organisation makes."""
        link, there, browser = _open_app(app_id, team_id)
        if is_enterprise_install and enterprise_url and app_id:
            address = f"{enterprise_url}manage/organization/apps/profile/{quote(app_id)}/workspaces/add"
            link, there, browser = address, "Choose the workspaces", None
        more = f'<p><small>Nothing happens? <a href="{browser}">Open Slack in the browser</a>.</small></p>'
        body = (
            "<p>Rapport is installed. Tell it in one line whom you met; the first line brings you a short card with"
            f' everything else.</p>\n<p><a class="button" href="{escape(link)}">{there}</a></p>'
            f"{more if browser else ''}"
        )
        head = f'<meta http-equiv="refresh" content="0; URL={escape(link)}">\n'
        return _PAGE.substitute(title="Thank you!", head=head, body=body)

    def render_failure_page(self, reason: str) -> str:
        """It is not in, why, and the way to try again."""
        code = reason.partition(":")[0][:80]
        known = next((said for begins, said in _REASONS.items() if reason.startswith(begins)), _OTHERWISE)
        body = (
            f"<p>{known}</p>\n"
            f'<p><a class="button" href="{escape(self.install_path)}">Try again</a></p>'
            f"<p><small>If it stays so, tell whoever runs Rapport: {escape(code)}</small></p>"
        )
        return _PAGE.substitute(title="Not installed yet", head="", body=body)


def _open_app(app_id: str, team_id: str | None) -> tuple[str, str, str | None]:
    if not app_id or not team_id:
        return "slack://open", "Open Slack", None
    address = f"slack://app?team={quote(team_id)}&id={quote(app_id)}"
    return address, "Open Rapport in Slack", f"https://app.slack.com/client/{quote(team_id)}"
