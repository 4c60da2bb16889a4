"""Blocks and a modal that several tests post, and how to expect a refusal."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

Payload = dict[str, Any]

BUTTONS: list[Payload] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Reach out to *Priya* &amp; co"}},
    {
        "type": "actions",
        "block_id": "nudge",
        "elements": [
            {"type": "button", "action_id": "done", "text": {"type": "plain_text", "text": "Done"}, "value": "n1"},
            {"type": "button", "action_id": "skip", "text": {"type": "plain_text", "text": "Skip"}, "value": "n1"},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [{"text": {"type": "plain_text", "text": "Never again"}, "value": "never"}],
            },
        ],
    },
]
MODAL: Payload = {
    "type": "modal",
    "callback_id": "log_form",
    "private_metadata": "p-1",
    "title": {"type": "plain_text", "text": "Log"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "who",
            "label": {"type": "plain_text", "text": "Who"},
            "element": {"type": "plain_text_input", "action_id": "name", "initial_value": "Priya"},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How"},
            "element": {
                "type": "static_select",
                "action_id": "kind",
                "options": [
                    {"text": {"type": "plain_text", "text": "Call"}, "value": "call"},
                    {"text": {"type": "plain_text", "text": "Coffee"}, "value": "coffee"},
                ],
            },
        },
    ],
}


def refused(call: Any, **args: Any) -> SlackResponse:
    """The answer of a call that has to fail."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    response: SlackResponse = caught.value.response
    return response
