"""Logs: on standard error, in both styles, and without anybody's words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import structlog

from bot import telemetry


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_json_lines_name_event_and_ids(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.set_up("info", "json")

    structlog.get_logger("jobs.plan").info("plan.done", owner=3)
    structlog.get_logger("jobs.plan").debug("plan.detail")

    [event] = events(capsys)
    assert (event["event"], event["owner"], event["level"], event["logger"]) == ("plan.done", 3, "info", "jobs.plan")
    assert event["timestamp"].endswith("Z")


def test_console_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.set_up("info", "console")

    structlog.get_logger("jobs.plan").info("plan.done", owner=3)

    assert "plan.done" in (line := capsys.readouterr().err)
    assert "owner=3" in line


def test_a_library_logs_no_payload_at_any_level(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.set_up("debug", "json")
    bolt = logging.getLogger("slack_bolt.App")
    bolt.setLevel(logging.DEBUG)  # Bolt sets levels of its own

    bolt.debug("request body: met Priya")
    logging.getLogger("sqlalchemy.engine.Engine").info("Row ('Priya',)")
    bolt.warning("Unhandled request ({'text': 'met Priya'})\n[Suggestion] Priya")
    bolt.error("Failed to run listener function (error: Priya)")

    assert [event["event"] for event in events(capsys)] == ["Unhandled request (…", "Failed to run listener function …"]


def day_of(name: str) -> date:
    try:
        return date.fromisoformat(name)
    except ValueError as cause:
        raise ValueError(f"no such day: {name}") from cause


def test_a_traceback_tells_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.set_up("info", "json")
    try:
        day_of("Priya")
    except ValueError:
        structlog.get_logger("x").exception("plan.failed", owner=1)
        logging.getLogger("slack_bolt.App").exception("Error: no such day: Priya")

    for event in events(capsys):
        first, second = event["exception"].splitlines()
        assert first.startswith("ValueError at tests/test_telemetry.py:")
        assert second.startswith("ValueError at tests/test_telemetry.py:")
        assert "Priya" not in json.dumps(event)


class CodedError(Exception):
    code = "unknown_person"


class SlackError(Exception):
    response = {"ok": False, "error": "channel_not_found"}  # noqa: RUF012  # as slack_sdk's SlackApiError has it


class IntegrityError(Exception):
    orig = 'duplicate key value violates "uq_x"\nDETAIL: Key (name)=(Priya)'


TOLD = [
    (CodedError("Priya"), "CodedError (unknown_person)"),
    (SlackError("Priya"), "SlackError (channel_not_found)"),
    (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError (Connection refused)"),
    (IntegrityError("Priya"), 'IntegrityError (duplicate key value violates "uq_x")'),
    (ValueError("Priya"), "ValueError"),
]


@pytest.mark.parametrize(("error", "told"), TOLD)
def test_an_error_says_only_what_is_sure_to_be_wordless(error: Exception, told: str) -> None:
    assert telemetry.told(error) == f"{told} at no frame"
