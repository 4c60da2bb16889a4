"""What the command line shows, and how it ends: answers on standard output, the rest on standard error.

Which command does what is in `cli.py`. An error is one kind line; a traceback helps nobody who did not write this.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

Progress = Callable[[str, float], None]


def say(text: str) -> None:
    """A line of an answer, on standard output."""
    _write(sys.stdout, text)


def show(text: str) -> None:
    """A whole text, which brings its own line ends."""
    _write(sys.stdout, text, end="")


def complain(text: str) -> None:
    """A line about what went wrong, on standard error."""
    _write(sys.stderr, text)


def _write(stream: Any, text: str, end: str = "\n") -> None:
    try:
        stream.write(text + end)
    except UnicodeEncodeError:  # a terminal that is not UTF-8, or half a character
        stream.write(text.encode("ascii", "backslashreplace").decode() + end)
    stream.flush()


def fail(text: str) -> typer.Exit:
    """Complain, and the exit to raise: 1, something was not done."""
    complain(text)
    return typer.Exit(1)


def misused(text: str) -> typer.Exit:
    """Complain, and the exit to raise: 2, wrong usage."""
    complain(text)
    return typer.Exit(2)


def say_json(value: Any) -> None:
    """One line of JSON."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # half a character, which JSON can name and UTF-8 cannot hold
        line = json.dumps(value)
    say(line)


def instant(text: str | None) -> datetime | None:
    """An `--at`: ISO 8601, in UTC unless it names an offset. A wrong one ends the command with 2."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise misused(
            f"--at {text!r} is no instant in ISO 8601; write it like 2026-11-23T09:00:00Z or 2026-11-23T10:00+01:00"
        ) from None


def zone(text: str | None) -> str | None:
    """A `--tz`: the name of a time zone. A wrong one ends the command with 2."""
    if text is None:
        return None
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, LookupError):
        raise misused(f"--tz {text!r} is no time zone; write it like Europe/Paris") from None


@contextmanager
def one_kind_line() -> Iterator[None]:
    """Whatever goes wrong inside is told in one line, and ends the command with 1."""
    try:
        yield
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:  # the last resort of the command line: a person wants a sentence, no traceback
        if type(error).__module__.startswith("typer"):
            raise  # wrong usage, which typer tells by itself
        raise fail(_kind(error)) from None


def _kind(error: Exception) -> str:
    """One line, or one a fault of the settings. Only sentences of our own are shown whole."""
    from bot.config import SettingsError

    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or type(error).__name__}"
    return _of_the_store(error) or _of_the_network(error) or _unforeseen(error)


def _of_the_store(error: Exception) -> str | None:
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from bot.store.schema import NewerSchemaError
    from bot.store.types import MissingKeyError

    if isinstance(error, ArgumentError):
        return "DATABASE_URL: cannot be read as a URL"
    if isinstance(error, DBAPIError):
        reason = str(error.orig or "it does not answer").split("\n", 1)[0]
        return f"The database cannot be used: {reason}"
    if isinstance(error, NewerSchemaError | MissingKeyError):
        said = f"{error}."
        return said[:1].upper() + said[1:]
    if type(error).__name__ == "InvalidToken":
        return "RAPPORT_ENCRYPTION_KEY is not the key that this database was written with."
    return None


def _of_the_network(error: Exception) -> str | None:
    from bot.network.errors import RapportError
    from bot.transfer.errors import UnreadableFileError

    if isinstance(error, UnreadableFileError):
        return f"The file {error.reason}."
    if isinstance(error, RapportError):
        from bot.blocks.errors import sentence
        from bot.blocks.text import plain

        return plain(sentence(error))
    return None


def _unforeseen(error: Exception) -> str:
    from bot.telemetry import told

    where = told(error).splitlines()[-1]
    return f"Something went wrong that should not have; nothing was half done. Please report this line: {where}"


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal, and nothing where nobody looks. It is given what is being done and how much is (0 to 1)."""
    if not sys.stderr.isatty():
        yield lambda _doing, _share: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)
