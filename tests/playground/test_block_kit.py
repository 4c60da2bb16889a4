"""What Slack refuses in blocks and views, limit by limit."""

from typing import Any

import pytest

from bot.playground.blockkit import check_message, check_view, complete
from bot.playground.state import World

Payload = dict[str, Any]


def plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Payload:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str = "An option", **more: Any) -> Payload:
    return {"text": plain(text), "value": value} | more


def options(count: int) -> list[Payload]:
    return [option(f"{number}") for number in range(count)]


def section(**more: Any) -> Payload:
    return {"type": "section", "text": marked("Hello")} | more


def button(**more: Any) -> Payload:
    return {"type": "button", "text": plain("Done"), "action_id": "done"} | more


def actions(*elements: Payload) -> Payload:
    return {"type": "actions", "elements": list(elements)}


def typed(**more: Any) -> Payload:
    element = {"type": "plain_text_input", "action_id": "name"} | more
    return {"type": "input", "label": plain("Name"), "element": element}


def select(**more: Any) -> Payload:
    return section(accessory={"type": "static_select", "action_id": "s"} | more)


def modal(*blocks: Payload, **more: Any) -> Payload:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), "submit": plain("Save")} | more


def home(*blocks: Payload) -> Payload:
    return {"type": "home", "blocks": list(blocks)}


def chart(content: Payload) -> list[Payload]:
    return [{"type": "data_visualization", "title": "Meetings", "chart": content}]


def rows(count: int, columns: int = 2) -> list[list[Payload]]:
    return [[{"type": "raw_text", "text": "x"}] * columns] * count


PIE: Payload = {"type": "pie", "segments": [{"label": "Calls", "value": 3}]}
BARS: Payload = {
    "type": "bar",
    "series": [{"name": "Met", "data": [{"label": "Jan", "value": 3}, {"label": "Feb", "value": 1.5}]}],
    "axis_config": {"categories": ["Jan", "Feb"], "y_label": "People"},
}
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "Hi Priya,\nhow are you?"}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": []}]},
    ],
}
TAKEN: list[list[Payload]] = [
    [section(), {"type": "divider"}, {"type": "header", "text": plain("x" * 150)}],
    [section(text=marked("x" * 3000)), section(text=None, fields=[marked("x" * 2000)] * 10)],
    [actions(*(button(action_id=f"{number}") for number in range(25)))],
    [actions(button(text=plain("x" * 75), value="x" * 2000, url="https://x.example", style="primary"))],
    [select(options=options(100), initial_option=option("7"), placeholder=plain("x" * 150))],
    [select(option_groups=[{"label": plain("Group"), "options": options(3)}])],
    [{"type": "context", "elements": [marked("one"), plain("two")]}],
    [RICH, typed(), {"type": "markdown", "text": "x" * 12000}],
    [{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A"}],
    [{"type": "table", "rows": rows(100, 20)}, {"type": "data_table", "caption": "People", "rows": rows(201)}],
    [{"type": "data_visualization", "title": "x" * 50, "chart": PIE}] * 2,
    [{"type": "data_visualization", "title": "Meetings", "chart": BARS}],
    [{"type": "card", "title": marked("x" * 150), "actions": [button()]}],
    [{"type": "carousel", "elements": [{"type": "card", "body": marked("x")}] * 10}],
    [{"type": "container", "title": plain("Priya"), "child_blocks": [section()] * 10, "is_collapsible": True}],
    [section()] * 50,
    [
        actions({"type": "overflow", "action_id": "o", "options": [option(f"{number}", url="https://x.example")]})
        for number in range(5)
    ],
]
REFUSED: list[tuple[list[Payload], str, str]] = [
    ([], "no fewer than 1 items allowed", "/blocks"),
    ([section()] * 51, "no more than 50 items allowed", "/blocks"),
    ([{"type": "nonsense"}], "unsupported type: nonsense", "/blocks/0"),
    ([section(text=marked(""))], "must be more than 0 characters", "/blocks/0/text/text"),
    ([section(text=marked("x" * 3001))], "must be less than 3001 characters", "/blocks/0/text/text"),
    ([section(text=None)], "must have at least one of text and fields", "/blocks/0"),
    ([section(text=None, fields=[marked("x")] * 11)], "no more than 10 items allowed", "/blocks/0/fields"),
    ([section(fields=[marked("x" * 2001)])], "must be less than 2001 characters", "/blocks/0/fields/0/text"),
    ([section(colour="red")], "invalid additional property: colour", "/blocks/0"),
    ([section(block_id="x" * 256)], "must be less than 256 characters", "/blocks/0/block_id"),
    ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists', "/blocks"),
    ([{"type": "header", "text": marked("x")}], "must be a valid text object: plain_text", "/blocks/0/text"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters", "/blocks/0/text/text"),
    ([actions()], "no fewer than 1 items allowed", "/blocks/0/elements"),
    (
        [actions(*(button(action_id=f"{number}") for number in range(26)))],
        "no more than 25 items allowed",
        "/blocks/0/elements",
    ),
    ([actions(button(), button())], '`action_id` "done" already exists for another element', "/blocks/0"),
    ([actions(button(text=plain("x" * 76)))], "must be less than 76 characters", "/blocks/0/elements/0/text/text"),
    ([actions(button(value="x" * 2001))], "must be less than 2001 characters", "/blocks/0/elements/0/value"),
    ([actions(button(url="x" * 3001))], "must be less than 3001 characters", "/blocks/0/elements/0/url"),
    ([actions(button(style="default"))], "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    ([actions(button(action_id="x" * 256))], "must be less than 256 characters", "/blocks/0/elements/0/action_id"),
    (
        [actions({"type": "plain_text_input"})],
        "element plain_text_input is not allowed in this block",
        "/blocks/0/elements/0",
    ),
    ([select(options=options(101))], "no more than 100 items allowed", "/blocks/0/accessory/options"),
    ([select(options=[option("x" * 151)])], "must be less than 151 characters", "/blocks/0/accessory/options/0/value"),
    (
        [select(options=[option("1", "x" * 76)])],
        "must be less than 76 characters",
        "/blocks/0/accessory/options/0/text/text",
    ),
    ([select()], "must have exactly one of options and option_groups", "/blocks/0/accessory"),
    (
        [select(options=options(2), initial_option=option("9"))],
        "initial option must be among the options",
        "/blocks/0/accessory/initial_option",
    ),
    ([select(options=[option("1"), option("1")])], "options must have unique values", "/blocks/0/accessory"),
    (
        [select(options=options(2), placeholder=plain("x" * 151))],
        "must be less than 151 characters",
        "/blocks/0/accessory/placeholder/text",
    ),
    (
        [section(accessory={"type": "checkboxes", "action_id": "c", "options": options(11)})],
        "no more than 10 items allowed",
        "/blocks/0/accessory/options",
    ),
    (
        [section(accessory={"type": "checkboxes", "action_id": "c", "options": options(2), "initial_options": []})],
        "no fewer than 1 items allowed",
        "/blocks/0/accessory/initial_options",
    ),
    (
        [section(accessory={"type": "overflow", "action_id": "o", "options": options(6)})],
        "no more than 5 items allowed",
        "/blocks/0/accessory/options",
    ),
    (
        [section(accessory={"type": "datepicker", "action_id": "d", "initial_date": "23.11.2026"})],
        "must be a date, YYYY-MM-DD",
        "/blocks/0/accessory/initial_date",
    ),
    ([{"type": "context", "elements": [marked("x")] * 11}], "no more than 10 items allowed", "/blocks/0/elements"),
    (
        [{"type": "context", "elements": [button()]}],
        "must be a valid text object: plain_text or mrkdwn",
        "/blocks/0/elements/0",
    ),
    (
        [{"type": "context_actions", "elements": [button()]}],
        "element button is not allowed in this block",
        "/blocks/0/elements/0",
    ),
    ([{"type": "image", "image_url": "https://x.example/a.png"}], "missing required field: alt_text", "/blocks/0"),
    ([{"type": "image", "alt_text": "A"}], "must have exactly one of image_url and slack_file", "/blocks/0"),
    ([{"type": "image", "slack_file": {"id": "F404"}, "alt_text": "A"}], "invalid slack file", "/blocks/0/slack_file"),
    ([{"type": "markdown", "text": "x" * 6001}] * 2, "no more than 12000 characters in all markdown blocks", "/blocks"),
    ([{"type": "table", "rows": rows(101)}], "no more than 100 items allowed", "/blocks/0/rows"),
    ([{"type": "table", "rows": rows(1, 21)}], "no more than 20 items allowed", "/blocks/0/rows/0"),
    ([{"type": "table", "rows": rows(1)}] * 2, "no more than 1 table blocks allowed", "/blocks"),
    ([{"type": "data_table", "caption": "x", "rows": rows(1)}], "no fewer than 2 items allowed", "/blocks/0/rows"),
    ([{"type": "data_table", "rows": rows(2)}], "missing required field: caption", "/blocks/0"),
    (
        [{"type": "data_table", "caption": "x", "rows": rows(2), "page_size": 0}],
        "must be an integer from 1 to 100",
        "/blocks/0/page_size",
    ),
    (
        [{"type": "data_visualization", "title": "x", "chart": PIE}] * 3,
        "no more than 2 data_visualization blocks allowed",
        "/blocks",
    ),
    (
        [{"type": "data_visualization", "title": "x" * 51, "chart": PIE}],
        "must be less than 51 characters",
        "/blocks/0/title",
    ),
    (chart({"type": "scatter"}), "unsupported type: scatter", "/blocks/0/chart"),
    (chart(PIE | {"segments": PIE["segments"] * 7}), "no more than 6 items allowed", "/blocks/0/chart/segments"),
    (chart(BARS | {"series": BARS["series"] * 2}), "series must have unique names", "/blocks/0/chart/series"),
    (chart(BARS | {"axis_config": None}), "missing required field: axis_config", "/blocks/0/chart"),
    (
        chart(BARS | {"axis_config": {"categories": ["Jan"]}}),
        "labels must match the categories of the axis",
        "/blocks/0/chart/series/0/data",
    ),
    (
        chart({"type": "pie", "segments": [{"label": "Calls", "value": "3"}]}),
        "must be a number",
        "/blocks/0/chart/segments/0/value",
    ),
    ([{"type": "card"}], "must have at least one of hero_image, title, actions and body", "/blocks/0"),
    ([{"type": "carousel", "elements": [section()]}], "only cards are allowed in a carousel", "/blocks/0/elements/0"),
    (
        [{"type": "container", "title": plain("x"), "child_blocks": [section()] * 11}],
        "no more than 10 items allowed",
        "/blocks/0/child_blocks",
    ),
    ([{"type": "alert", "text": plain("x")}], "block alert is not allowed in a message", "/blocks/0"),
    (
        [{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}],
        "unsupported type: text",
        "/blocks/0/elements/0",
    ),
    (
        [{"type": "input", "label": plain("File"), "element": {"type": "file_input"}}],
        "file_input is available in modals only",
        "/blocks/0/element",
    ),
    ([typed(min_length=5, max_length=3)], "min_length must not be more than max_length", "/blocks/0/element"),
    ([typed(initial_value="x" * 3001)], "must be less than 3001 characters", "/blocks/0/element/initial_value"),
]
VIEWS: list[tuple[str, Payload, str | None]] = [
    ("modal", modal(typed()), None),
    ("modal", modal({"type": "alert", "text": plain("x" * 200), "level": "warning"}), None),
    ("modal", modal(*[section()] * 100, private_metadata="x" * 3000), None),
    ("home", home(section(), {"type": "data_table", "caption": "People", "rows": rows(3)}), None),
    ("modal", modal(typed(), submit=None), "/view/submit"),
    ("modal", modal(title=plain("x" * 25)), "/view/title/text"),
    ("modal", modal(title=None), "/view"),
    ("modal", modal(submit=plain("x" * 25)), "/view/submit/text"),
    ("modal", modal(close=plain("x" * 25)), "/view/close/text"),
    ("modal", modal(private_metadata="x" * 3001), "/view/private_metadata"),
    ("modal", modal(callback_id="x" * 256), "/view/callback_id"),
    ("modal", modal(*[section()] * 101), "/view/blocks"),
    ("modal", modal(*[section(text=marked("x" * 3000))] * 90), "/view"),
    ("modal", modal({"type": "table", "rows": rows(1)}), "/view/blocks/0"),
    ("modal", modal({"type": "markdown", "text": "x"}), "/view/blocks/0"),
    ("modal", modal(typed(focus_on_load=True), typed(focus_on_load=True)), "/view/blocks/1/element/focus_on_load"),
    ("modal", home(section()), "/view/type"),
    ("home", home({"type": "alert", "text": plain("x")}), "/view/blocks/0"),
    ("home", home(section()) | {"submit": plain("x")}, "/view"),
]


@pytest.mark.parametrize("blocks", TAKEN)
def test_what_is_within_the_limits_is_taken(blocks: list[Payload]) -> None:
    assert check_message(blocks, World(), "T1") == []


@pytest.mark.parametrize(("blocks", "why", "where"), REFUSED)
def test_what_is_over_a_limit_is_refused_by_name(blocks: list[Payload], why: str, where: str) -> None:
    assert check_message(blocks, World(), "T1") == [f"[ERROR] {why} [json-pointer:{where}]"]


@pytest.mark.parametrize(("kind", "view", "where"), VIEWS)
def test_views_have_limits_of_their_own(kind: str, view: Payload, where: str | None) -> None:
    problems = check_view(view, kind, World(), "T1")

    assert [problem.partition("[json-pointer:")[2].rstrip("]") for problem in problems] == ([where] if where else [])


@pytest.mark.parametrize("blocks", [None, "text", {"type": "section"}, [None], [[]], [3]])
def test_what_is_no_blocks_at_all_is_refused(blocks: object) -> None:
    assert check_message(blocks, World(), "T1")
    assert check_view({"type": "home", "blocks": blocks}, "home", World(), "T1")


def test_ids_and_defaults_are_filled_in() -> None:
    given = [
        section(accessory={"type": "button", "text": plain("Done")}),
        actions({"type": "button", "text": plain("x")}),
    ]

    first, second = complete(given)

    assert first["block_id"] != second["block_id"]
    assert first["accessory"]["action_id"] != second["elements"][0]["action_id"]
    assert first["text"] == {"type": "mrkdwn", "text": "Hello", "verbatim": False}
    assert first["accessory"]["text"] == {"type": "plain_text", "text": "Done", "emoji": True}
    assert complete([first]) == [first]
