"""What an operator sees: structured logs on standard error, and counters for `/metrics`.

Logs carry codes and ids, never what people wrote. Libraries that print requests at their lower levels are held at
WARNING whatever `LOG_LEVEL` says, and a traceback shows where, not what: an exception's text may quote a sentence.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from structlog.typing import EventDict, Processor, WrappedLogger

COMMANDS = Counter(
    "rapport_commands", "Sentences answered, by where they were said and what they meant.", ["command", "intent"]
)
EVENTS = Counter("rapport_events", "Deliveries from Slack, by their type.", ["event"])
NUDGES_SENT = Counter("rapport_nudges_sent", "Nudges that reached Slack, by their kind.", ["kind"])
NUDGES_FAILED = Counter(
    "rapport_nudges_failed", "Nudges given up after their last attempt, by Slack's reason.", ["reason"]
)
ANSWER_SECONDS = Histogram(
    "rapport_answer_seconds",
    "From a sentence to its reply, the commit included.",
    ["command"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),  # Slack gives up after 3 seconds
)

# Bolt and the SDK print whole payloads at DEBUG and INFO, SQLAlchemy rows, the drivers queries.
_TALKATIVE = (
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "alembic",
    "psycopg",
    "aiohttp",
    "asyncio",
    "urllib3",
    "websocket",
)
_QUIET = {"apscheduler": logging.ERROR}  # a wake-up skipped because the last one still runs is no news
_QUEUE = "waitress.queue"  # nor is a queue of eight requests, and to tell of each costs more than to answer it


def set_up(level: str = "info", style: str = "console") -> None:
    """Send structlog's and the libraries' logs to standard error, as `console` lines or `json`. May be called again."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # modules make their loggers before this has run
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_passes)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=()), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(style)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.getLogger(_QUEUE).setLevel(logging.ERROR)


def _renderer(style: str) -> Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _passes(record: logging.LogRecord) -> bool:
    """A handler's filter, for a library's child logger may have a level of its own, which its parent's cannot raise."""
    family = record.name.split(".", 1)[0]
    if family in _TALKATIVE:
        return record.levelno >= logging.WARNING
    return record.levelno >= _QUIET.get(family, logging.NOTSET)


def without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The event with its exception told by types and places; the text of a library's quotes no payload."""
    error = _error_in(event)
    if error is not None:
        event["exception"] = told(error)
    if str(event.get("logger", "")).split(".", 1)[0] in _TALKATIVE:
        event["event"] = _without_payload(str(event["event"]), quotes_error=error is not None)
    return event


def _error_in(event: MutableMapping[str, Any]) -> BaseException | None:
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, tuple):
        found = found[1]
    return found if isinstance(found, BaseException) else None


def _without_payload(text: str, *, quotes_error: bool) -> str:
    """The text up to its first quotation: "Unhandled request ({'text': …" keeps "Unhandled request (…"."""
    first = re.split(r"\n|\{|\(error:" + ("|:" if quotes_error else ""), text, maxsplit=1)[0]
    return text if first == text else first + "…"


def told(error: BaseException) -> str:
    """A traceback in one line an exception, causes first: its type, its text if that is wordless, its frames."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(_one(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(reversed(lines))


def _one(error: BaseException) -> str:
    frames = [
        f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__, limit=-8)
    ]
    text = _wordless(error)
    return f"{type(error).__qualname__}{f' ({text})' if text else ''} at {' < '.join(reversed(frames)) or 'no frame'}"


def _wordless(error: BaseException) -> str:
    """What an exception says, if it is sure to quote nobody: a code, the system's reason, the database's first line.

    A driver's first line names tables and constraints; what follows it ("Key (name)=(Priya) …") is dropped.
    """
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return code
    if isinstance(error, OSError):
        return str(error.strerror or "")
    if type(error).__name__ in ("OperationalError", "IntegrityError", "ProgrammingError"):
        return str(getattr(error, "orig", None) or error).split("\n", 1)[0]
    response = getattr(error, "response", None)  # slack_sdk's SlackApiError
    return str(response.get("error", "")) if response is not None and hasattr(response, "get") else ""
