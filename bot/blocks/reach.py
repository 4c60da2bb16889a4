"""Ways to reach somebody, each one tap away: mail, phone, WhatsApp, Slack, a profile; the way they prefer first.

Everything given back is mrkdwn, escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.blocks.phrases import channel_name
from bot.blocks.text import one_line, shorten, words

_WAY = 200  # characters of one
_LINK = 250  # characters of an address that is made a link
_NO_LINK = re.compile(r"[<>|\"`*]")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
_PROFILES = 3
_MADE_BY = {"mail": ("email",), "phone": ("phone", "text"), "whatsapp": ("whatsapp",), "slack": ("slack",)}


@dataclass(frozen=True, slots=True)
class Handles:
    """What is known of how to reach somebody; `team` and `slack_user` are their direct messages in Slack."""

    channel: str | None = None
    email: str | None = None
    phone: str | None = None
    links: Sequence[str] = ()
    team: str | None = None
    slack_user: str | None = None


def ways(handles: Handles) -> list[str]:
    """Each way to reach them; what they prefer comes first and says so, also where no address is known for it."""
    made = [(kind, way) for kind, way in _made(handles) if way]
    preferred = [way for kind, way in made if _is(handles.channel, kind)][:1]
    rest = [way for _kind, way in made if way not in preferred]
    shown = channel_name(handles.channel)
    if preferred:
        noun = " a text" if handles.channel == "text" else ""
        return [f"{preferred[0]} (prefer{'s' if noun else 'red'}{noun})", *rest]
    return [*([f"prefers {'to meet ' if handles.channel == 'in person' else ''}{shown}"] if shown else []), *rest]


def _is(channel: str | None, kind: str) -> bool:
    return channel in _MADE_BY.get(kind, (kind,))


def _made(handles: Handles) -> list[tuple[str, str]]:
    dialled = _dialled(handles.phone)
    whatsapp = handles.channel == "whatsapp" and dialled.startswith("+")
    return [
        ("slack", _direct_message(handles)),
        ("mail", _link(f"mailto:{handles.email}", handles.email)),
        ("whatsapp", _link(f"https://wa.me/{dialled[1:]}", "WhatsApp") if whatsapp else ""),
        ("phone", _link(f"tel:{dialled}", handles.phone) if dialled else words(handles.phone, _WAY)),
        *((_profile_of(link), _link(_web(link), link)) for link in handles.links[:_PROFILES]),
    ]


def _direct_message(handles: Handles) -> str:
    """Opens the direct messages with a member of the owner's workspace."""
    team, user = handles.team or "", handles.slack_user or ""
    if not (_ID.fullmatch(team) and _ID.fullmatch(user)):
        return ""
    return f"<slack://user?team={team}&amp;id={user}|message in Slack>"


def _profile_of(link: str) -> str:
    try:
        host = urlsplit(_web(link)).hostname or ""
    except ValueError:
        return "web"
    return "linkedin" if host == "linkedin.com" or host.endswith(".linkedin.com") else "web"


def _dialled(phone: str | None) -> str:
    return "".join([letter for letter in phone or "" if letter.isdigit() or letter == "+"])


def _web(link: str) -> str:
    return link if link.lower().startswith(("http://", "https://")) else f"https://{link}"


def _link(target: str, text: str | None) -> str:
    shown = one_line(text)
    if not shown:
        return ""
    if len(target) > _LINK or " " in target or not target.isprintable() or _NO_LINK.search(target + shown):
        return words(shown, _WAY)
    label = shorten(shown.removeprefix("https://").removeprefix("http://").removeprefix("www."), 60)
    return f"<{target.replace('&', '&amp;')}|{words(label)}>"
