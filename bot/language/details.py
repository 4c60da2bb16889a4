"""How to reach somebody, what to call them, what to file them under: `details`."""

from __future__ import annotations

import re

from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.patterns import Match, rule
from bot.language.words import MARKS, words

_PHONE = re.compile(r"(?!\d{4}-\d\d-\d\d\b)\+?\(?\d[\d\s()./-]{4,24}\d(?:\s?(?:x|ext\.?)\s?\d{1,5})?")

_MAIL = re.compile(r"[^\s<>@,;:()|]+@[^\s<>@,;:()|]+\.[^\s<>@,;:()|]*[^\s<>@,;:()|.!?]")

_LINK = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/[^\s<>]*)?")


_BEFORE_ADDRESS = words(": is at be reached on the new now number phone - = ( <")


@rule(
    "{people} has|got a|another new|second|different email|number|phone|address|mobile [:|,|is]",
    "{people} changed her|his|their [phone|email|mobile] email|number|address|phone to",
    "{people} 's [new|work|personal|private|home|office|current|main] email|e-mail|address|mail|number|"
    "phone|cell|mobile|tel|telephone|whatsapp|cellphone|linkedin|website|site|blog|github|"
    "twitter|homepage|page|portfolio|link|url|profile|calendly|instagram|mastodon|bluesky "
    "[address|number|no|page|profile|url] [is|:|-|=|->] [now]",
    "{people} new|work|email|e-mail|mail|number|phone|cell|mobile|tel|linkedin|website|site|blog|"
    "github|twitter|homepage [email|phone|number|address|cell|mobile] [is|:|-|=] [now]",
    "email|phone|number|cell|mobile|linkedin|website|github|twitter [address|number] of|for {people} [is|:|-] [now]",
    "{people} :|is|at|has|can",
    "{people}",
)
def reach(m: Match) -> Draft | None:
    """`Priya's email is p@acme.com`: an address, a number or a link must stand there."""
    line, at = m.line, m.end
    if at >= line.size:
        return None
    bare = m.rule in ("{people}", "{people} :|is|at|has|can")
    while line.low[at] in _BEFORE_ADDRESS and not line.low[at].startswith("http"):
        at += 1
    if bare and read_day(line, at, m.scene.today, m.scene.day_first):
        return None
    draft = m.draft("details", "ahead", words("tag"))
    end = take_address(draft, at, bare)
    if not end:
        return None
    draft.at = end
    return draft


def take_address(draft: Draft, i: int, bare: bool = False) -> int:
    """Take a mail address, a link or a telephone number at word `i`; where it ends, 0 if none is there."""
    line = draft.line
    rest = line.text[line.start[i] :]
    address, label_end = line.links.get(line.start[i], ("", 0))
    mail = _MAIL.match(address or rest)
    if mail:
        draft.email = mail[0]
        return _past(draft, i, label_end or line.start[i] + mail.end())
    if address.startswith("http") or line.low[i].startswith(("http://", "https://", "www.")):
        draft.link = address or line.raw[i]
        return _past(draft, i, label_end) if label_end else i + 1
    phone = _PHONE.match(address or rest)
    if phone and sum(c.isdigit() for c in phone[0]) >= (7 if bare else 5):
        draft.phone = phone[0].strip()
        return _past(draft, i, label_end or line.start[i] + phone.end())
    link = None if bare else _LINK.match(rest)
    if link and "." in link[0] and link[0].rstrip(".!?"):
        draft.link = link[0].rstrip(".!?,")
        return _past(draft, i, line.start[i] + len(draft.link))
    return 0


def _past(draft: Draft, i: int, position: int) -> int:
    """The first word after a place in the text."""
    while i < draft.line.size and draft.line.start[i] < position:
        i += 1
    return i


@rule(
    "{people} goes|go by",
    "{people} is|'s [also] known|called as",
    "{people} is|'s called",
    "{people} aka",
    "{people} 's nickname|alias is",
    "{people} 's other name is [also]",
    "{people} 's name is also",
    "{people} likes|prefers to be called",
)
def goes_by(m: Match) -> Draft | None:
    line = m.line
    end = m.end
    while end < line.size and line.low[end] not in MARKS and end < m.end + 4 and line.low[end] not in ("and", "but"):
        end += 1
    if end == m.end:
        return None
    draft = m.draft("details", "ahead")
    draft.to, draft.at = line.said(m.end, end), end
    return draft


@rule(
    "tag|label|file|categorize|put [up] {people} [with|as|under|:|in|into]",
    "add|put [tag] {tags} [tag] to|on|for {people}",
    "tag {tags} {people}",
    "add {people} to",
)
def tag(m: Match) -> Draft | None:
    line = m.line
    tags: list[str] = list(m.slots.get("tags", ()))
    draft = m.draft("details", "ahead", words("tag"))
    draft.tags += tags
    at = m.end
    if not tags:
        plain = line.low[m.start] in ("tag", "label")
        while at < line.size and (
            line.low[at][0] == "#"
            or line.low[at] in (",", "and", "&", "with", "as")
            or (plain and line.low[at].isalpha() and not draft.tags)
        ):
            if (line.low[at][0] == "#" and len(line.low[at]) > 1) or (
                line.low[at].isalpha() and line.low[at] not in ("and", "with", "as")
            ):
                draft.tags.append(line.low[at].lstrip("#"))
            at += 1
        draft.at = at - (line.low[at - 1] in (",", "and", "&"))
    return draft if draft.tags else None
