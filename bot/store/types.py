"""Column types: instants in UTC, and people's words, encrypted when a key is set.

The key rides on the engine (`engine.dialect`), set once by `engine.py`, so that two engines in one process, as tests
have them, never share one.
"""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.fernet import Fernet
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

_MARK = "enc:"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. Raises `ValueError` for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Free text or a token: Fernet ciphertext when the engine holds a key, else plain.

    Rows written before the key was set stay readable; a row that was encrypted raises `InvalidToken` under another
    key, and `MissingKeyError` without one.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        fernet = cipher_of(dialect)
        if value is None:
            return None
        text = storable(value)
        if fernet is None:
            return text
        return _MARK + fernet.encrypt(text.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or not value.startswith(_MARK):
            return value
        fernet = cipher_of(dialect)
        if fernet is None:
            raise MissingKeyError
        return fernet.decrypt(value.removeprefix(_MARK).encode()).decode()


class MissingKeyError(Exception):
    """The database holds encrypted text and no RAPPORT_ENCRYPTION_KEY is set."""

    def __init__(self) -> None:
        super().__init__("the database is encrypted: set RAPPORT_ENCRYPTION_KEY to the key it was written with")


def storable(text: str) -> str:
    """The text as UTF-8 and PostgreSQL can hold it: lone surrogates become U+FFFD, U+0000 goes."""
    if text.isascii() and "\0" not in text:  # nearly all, and all JSON
        return text
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def give_cipher(dialect: Dialect, fernet: Fernet | None) -> None:
    """Let every `Words` column of this engine's dialect use the key."""
    dialect._rapport_cipher = fernet  # type: ignore[attr-defined]  # noqa: SLF001  # the one place where a key can ride


def cipher_of(dialect: Dialect) -> Fernet | None:
    """The key of this engine's dialect, if it was given one."""
    fernet: Fernet | None = getattr(dialect, "_rapport_cipher", None)
    return fernet
