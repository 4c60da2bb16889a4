"""Words on their way to Slack: escaped, clipped, listed, and plain again. Days and spans live in `days.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape

TEXT_LIMIT = 3000  # a section's text; the same bound serves a message's own
NAME_LIMIT = 80
WORDS_LIMIT = 500  # of one thing that a person wrote, so that a sentence about it stays a sentence

# Slack's mrkdwn has no escape for its markers, so one that could open or close a format is replaced by its double.
_DOUBLES = str.maketrans("*_~`", "∗ˍ∼ˋ")
_MARKERS = str.maketrans("∗ˍ∼ˋ", "*_~`")
_MARKER = re.compile(r"`|(?<![^\W_])[*_~]+|[*_~]+(?![^\W_])")
# Controls and marks that turn the direction of all that follows them; what joins emoji and letters stays.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\u115f\u1160\u3164\uffa0]*")

_UNIT = re.compile(r"<[^<>\n]{1,300}>|&(?:amp|lt|gt);|.", re.DOTALL)
_FORMAT = re.compile(
    r"`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>|(?<!\w)(?P<marker>[*_~])(?P<inside>[^\s](?:[^\n]*?[^\s])?)(?P=marker)(?!\w)"
)


def one_line(text: str | None) -> str:
    """A person's words on one line, without what cannot be shown; empty when nothing of them can be seen."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():  # nearly every text: there is nothing in it but letters and blanks
        return " ".join(text.split()) if " " in text else text
    line = " ".join(_UNSEEN.sub("", _SURROGATE.sub("\ufffd", text)).split())
    return "" if _BLANK.fullmatch(line) else line


def escape(text: str) -> str:
    """A person's words for mrkdwn, on one line: no mention, link or format can come out of them."""
    line = _MARKER.sub(lambda found: found[0].translate(_DOUBLES), one_line(text))
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(text: str | None, limit: int = WORDS_LIMIT) -> str:
    """Somebody's own words, escaped and at most about `limit` characters long."""
    return escape(shorten(one_line(text), limit))


def bold(text: str) -> str:
    """Somebody's words in bold: even inside a word no star of theirs ends it."""
    return f"*{words(text, NAME_LIMIT).replace('*', '∗')}*"


def code(text: str) -> str:
    """A line to type, as code, so that it can be copied."""
    line = shorten(one_line(text), WORDS_LIMIT).replace("`", "ˋ")
    return "`" + line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "`"


def shorten(text: str, limit: int) -> str:
    """Plain text of at most `limit` characters, its end marked where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip(text: str, limit: int) -> str:
    """mrkdwn of at most `limit` characters; never cut inside an entity, a mention or a link."""
    if len(text) <= limit:
        return text
    kept, length = [], 0
    for unit in _UNIT.findall(text):
        length += len(unit)
        if length >= limit:
            break
        kept.append(unit)
    return "".join(kept).rstrip() + "…"


def plain(mrkdwn: str) -> str:
    """mrkdwn as a terminal shows it: markers removed, links by their labels, entities undone."""
    parts, position = [], 0
    for match in _FORMAT.finditer(mrkdwn):
        parts.append(unescape(mrkdwn[position : match.start()]))
        parts.append(_shown(match))
        position = match.end()
    parts.append(unescape(mrkdwn[position:]))
    return "".join(parts).translate(_MARKERS)


def _shown(match: re.Match[str]) -> str:
    if match["code"]:
        return unescape(match["code"])
    if match["inside"]:
        return plain(match["inside"])
    target, _, label = match["token"].partition("|")
    return unescape(label or target.removeprefix("mailto:").removeprefix("tel:"))


def listed(items: Sequence[str], last: str = "and", most: int = 12) -> str:
    """`Ana, Sam and Lee`; of more than `most`, the first ones and how many others."""
    shown = list(items)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} others"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def instant(at: datetime) -> str:
    """An instant on the reader's own clock: Slack shows it, and what cannot gets UTC."""
    return f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>"


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """`1 person`, `3 people`, `1,204 notes`."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def sentence_case(text: str) -> str:
    """The first letter large, the rest as it is; a text that begins with a mark keeps it."""
    return text[:1].upper() + text[1:]
