"""Text on its way between a person's keyboard, Slack's mark-up and a person's eye."""

import html
import re
from collections.abc import Iterable, Iterator

from bot.playground.state import Json, Person

_MARKED = re.compile(r"<(?:[@#!][^<>\n]+|(?:https?://|slack://|mailto:|tel:)[^<>\n]+)>")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)'\"]|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


def escape(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, people: Iterable[Person], *, names: bool, links: bool) -> str:
    """What a person typed as Slack sends it to an app.

    `<@U1>`, `<#C1>` and the like stay as they are, `@Name` of one of the `people` becomes a mention; `names` adds the
    name (`<@U1|ana>`, as slash commands do); `links` marks addresses (as messages do).
    """
    by_id = {person.id: person for person in people}
    for person in sorted(by_id.values(), key=lambda person: -len(person.name)):
        name = rf"(?<![\w@<|])@(?:{re.escape(person.name)}|{re.escape(person.handle)})(?!\w)"
        text = re.sub(name, f"<@{person.id}>", text, flags=re.IGNORECASE)

    def mention(marked: str) -> str:
        found = by_id.get(marked[2:-1])
        return f"<@{found.id}|{found.handle}>" if names and found else marked

    plain, marks = _MARKED.split(text), _MARKED.findall(text)
    parts = [_linked(plain[0]) if links else escape(plain[0])]
    for mark, part in zip(marks, plain[1:], strict=True):
        parts += [mention(mark), _linked(part) if links else escape(part)]
    return "".join(parts)


def _linked(text: str) -> str:
    plain, marks = _LINK.split(text), _LINK.findall(text)
    parts = [escape(plain[0])]
    for mark, part in zip(marks, plain[1:], strict=True):
        address = escape(mark)
        parts += [
            f"<mailto:{address}|{address}>" if "@" in mark and "://" not in mark else f"<{address}>",
            escape(part),
        ]
    return "".join(parts)


def stored(text: str) -> str:
    """An app's text as Slack keeps it: mark-up as it is, stray `&`, `<` and `>` escaped."""
    text = _BARE_AMPERSAND.sub("&amp;", text)
    plain, marks = _MARKED.split(text), _MARKED.findall(text)
    parts = [plain[0].replace("<", "&lt;")]
    for mark, part in zip(marks, plain[1:], strict=True):
        parts += [mark, part.replace("<", "&lt;")]
    return "".join(parts)  # `>` stays: at the beginning of a line it quotes


def words(blocks: Iterable[Json], text: str = "") -> str:
    """All that a person can read in `blocks` (or in `text` where there are none), a line each, unescaped."""
    lines = [line for line in _lines(list(blocks)) if line.strip()]
    return html.unescape("\n".join(lines) if lines else text)


def _lines(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _lines(item)
    elif isinstance(part, dict):
        if part.get("type") in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
            yield "".join(_run(item) for item in part.get("elements", []))
            return
        for key, value in part.items():
            if key in ("text", "alt_text", "caption", "title") and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list) and key not in ("confirm", "slack_file"):
                yield from _lines(value)


def _run(item: Json) -> str:
    match item.get("type"):
        case "user":
            return f"<@{item.get('user_id', '')}>"
        case "channel":
            return f"<#{item.get('channel_id', '')}>"
        case "emoji":
            return f":{item.get('name', '')}:"
        case _:
            return str(item.get("text") or item.get("url") or "")
