"""One call to Slack and what became of it: done, refused, to be made later, or not known. Who may call: `clients`.

A refusal that Slack names and a 429 are certain: nothing happened. A time-out, a reset, a 5xx and an unreadable body
say nothing about the effect, and neither do the codes with which Slack reports an accident of its own.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

DEFAULT_RETRY_AFTER = 5  # seconds, for a 429 that names none
LONGEST_RETRY_AFTER = 3600

# "It's possible some aspect of the operation succeeded before the error was raised", say Slack's pages of these.
_ACCIDENTS = frozenset({"internal_error", "fatal_error", "service_unavailable"})
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LATE = 408, 504  # a gateway gave up waiting: the effect may be on its way


@dataclass(frozen=True, slots=True)
class Done:
    """Slack did it; `data` is its answer."""

    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack named a reason: nothing happened."""

    code: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Nothing happened; the same method may be called in this workspace after so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether it happened; if `late`, it may even happen yet."""

    reason: str
    late: bool = False


Answer = Done | Refused | RateLimited | Unknown


# ValueError: a body in another encoding than it says; AttributeError: JSON, but no object
_TROUBLES = (OSError, HTTPException, SlackClientError, ValueError, AttributeError)


def call(method: Callable[..., SlackResponse], **arguments: Any) -> Answer:
    """Call a method of a `WebClient` that has no retry handlers. Raises nothing that Slack or the network can cause."""
    try:
        response = method(**arguments)
    except SlackApiError as error:
        return refusal(error.response)
    except _TROUBLES as error:
        return _trouble(error)
    return _done(response.data)


async def asked(method: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any) -> Answer:
    """The same as `call`, of an `AsyncWebClient`."""
    from aiohttp import ClientError

    try:
        response = await method(**arguments)
    except SlackApiError as error:
        return refusal(error.response)
    except (*_TROUBLES, ClientError) as error:
        return _trouble(error)
    return _done(response.data)


async def ask(client: AsyncWebClient, method: str, **arguments: str | int | None) -> Answer:
    """Call a method by its name, with what it is asked in the body of the request.

    The functions that the asynchronous client has for reading methods put it into the address, and others do not.
    """
    return await asked(client.api_call, api_method=method, data=arguments)


def _trouble(error: Exception) -> Unknown:
    return Unknown(_reason(error), late=_is_timeout(error))


def _done(data: object) -> Done | Unknown:
    return Done(data) if isinstance(data, dict) else Unknown("unreadable")


def refusal(response: Any) -> Refused | RateLimited | Unknown:
    """What a response says that is not good; of an unreadable one slack_sdk hands on aiohttp's own."""
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return RateLimited(_retry_after(response.headers))
    if status != 200:
        return Unknown(f"http_{status}", late=status in _LATE)
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return Unknown("unreadable")  # slack_sdk puts what it could not read into `error`
    return Unknown(code) if code in _ACCIDENTS else Refused(code)


def _retry_after(headers: Mapping[str, str]) -> int:
    for name, value in headers.items():
        if name.lower() == "retry-after" and value.strip().isdecimal():
            return min(max(int(value), 1), LONGEST_RETRY_AFTER)
    return DEFAULT_RETRY_AFTER


def _cause(error: Exception) -> object:
    return error.reason if isinstance(error, URLError) else error


def _reason(error: Exception) -> str:
    return "timeout" if _is_timeout(error) else type(_cause(error)).__name__


def _is_timeout(error: Exception) -> bool:
    return isinstance(_cause(error), TimeoutError)
