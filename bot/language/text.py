"""A line as typed, and its words with their places: Slack's escapes undone here, meaning given next door
(`grammar.py`).

Nothing is thrown away: `Line.said` gives back what stood between two words, as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

PADDING = 16  # empty words after the last one, so that a rule may look ahead without asking where the line ends
LONGEST = 4_000  # characters that are read as language; Slack cuts a message there too

_ESCAPE = re.compile(r"<([^<>\n]*)>")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_EMOJI = (
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\ufe00-\ufe0f\u200d\u20e3\U0001f000-\U0001faff"
)
_OUTER = r"\s<>,;:!?()\[\]{}\"“”„«»…—–&+|\\*~`=@" + _EMOJI
_WORD = re.compile(
    rf"""
    (?P<mention><@[^>\s]+>)
  | (?P<link>(?:https?://|www\.)[^\s<>]+[^\s<>.,;:!?)\]])
  | (?P<mail>\w[\w.%+-]{{0,63}}+@\w[\w-]*+(?:\.\w[\w-]*+)+)
  | (?P<skip>:[a-z][a-z0-9_+-]*+:(?::skin-tone-\d:)?|[{_EMOJI}]+|[*~`|\\_\"“”„«»])
  | (?P<tag>\#[^\W\d][\w-]*+|\#\d+[^\W\d][\w-]*+)
  | (?P<number>\d\d?\.\d\d?\.(?=\s|$|[,"”)])|\d+(?:[:/.,\-]\d+)*+(?:[^\W\d_]+(?![\w/]))?(?=[\s,;:!?.)\]"'’]|$))
  | (?P<with>[wW]/(?!o\b))
  | (?P<arrow>-{{1,3}}>|=>)
  | (?P<clitic>(?<=\w)['’](?:[sSmMdD]|re|RE|ve|VE|ll|LL)(?![\w'’])|(?<=[sS])['’](?=\s))
  | (?P<word>(?:[A-Za-z]{{1,3}}&[A-Za-z]|[A-Za-z]&[A-Za-z]{{1,3}})(?![\w'’&])|[^{_OUTER}'’.\-/_#]
        (?:(?!['’](?:[sSmMdD]|re|RE|ve|VE|ll|LL)(?![\w'’]))[^{_OUTER}.](?:\.(?![A-Z][a-z])(?=[^{_OUTER}.'’]))?)*+
        (?:\+\+|\#)?)
  | (?P<mark>\n|[^\s])
    """,
    re.VERBOSE,
)
_VERBS_WITH_D = frozenset(
    ("dm", "pm", "im", "whatsapp", "intro", "facetime", "slack", "ok", "ft")
)  # "dm'd", not "he'd"
_CLOSER = {"(": ")", "[": "]", "{": "}", "<": ">", "“": "”", "«": "»", '"': '"'}
_OPENER = {closer: opener for opener, closer in _CLOSER.items()}
_TRAILING = "'’\"-/_"
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


class Line:
    """What a person typed, word by word. `low` is for rules, `raw` and `said` for people to read again."""

    __slots__ = ("cap", "end", "links", "low", "raw", "size", "start", "text")

    def __init__(self, text: str, links: dict[int, tuple[str, int]]) -> None:
        self.text = text
        self.links = links  # where a link starts in `text` -> its address, and where its label ends
        self.raw: list[str] = []
        self.low: list[str] = []
        self.cap: list[bool] = []
        self.start: list[int] = []
        self.end: list[int] = []
        shouted = text.isupper() and len(text) > 3
        for match in _WORD.finditer(text, 0, LONGEST):
            group = match.lastgroup
            if group == "skip":
                continue
            raw, start = match[0], match.start()
            if group == "word":
                raw = raw.rstrip(_TRAILING) or raw
            elif group == "clitic" and self.low and self.low[-1] in _VERBS_WITH_D and raw[1:] in "dD":
                self.raw[-1], self.low[-1], self.end[-1] = self.raw[-1] + raw, self.low[-1] + "'d", start + len(raw)
                continue
            self.raw.append(raw)
            self.low.append("w/" if raw == "w" else _low(raw))
            first = raw[0]
            self.cap.append(not shouted and group == "word" and (raw != raw.lower() or _is_uncased(first)))
            self.start.append(start)
            self.end.append(start + len(raw))
        self.size = len(self.raw)
        self.raw += [""] * PADDING
        self.low += [""] * PADDING
        self.cap += [False] * PADDING
        self.start += [len(text)] * PADDING
        self.end += [len(text)] * PADDING

    def said(self, first: int, last: int) -> str:
        """The words from `first` up to and without `last`, with what stood between them, as typed."""
        return self.text[self.start[first] : self.end[last - 1]] if first < last else ""

    def whole(self, first: int, last: int) -> str:
        """The same with a bracket or quote just outside whose partner is inside: both ends of `<b>tags</b>`."""
        said, start, end = self.said(first, last), self.start[first], self.end[last - 1]
        opener, closer = self.text[max(start - 1, 0) : start], self.text[end : end + 1]
        lead = opener if _CLOSER.get(opener) in _unpaired(said) else ""
        tail = closer if _OPENER.get(closer) in _unpaired(said) else ""
        return lead + said + tail

    def end_at(self, size: int) -> None:
        """Let the words from `size` on be no words for any rule; the text keeps them."""
        for index in range(size, self.size):
            self.raw[index] = self.low[index] = ""
            self.cap[index] = False
        self.size = size

    def touches(self, index: int) -> bool:
        """Whether a word follows the one before it with nothing in between."""
        return index > 0 and self.end[index - 1] == self.start[index]

    def link(self, index: int) -> str:
        """The address behind a word: that of Slack's `<address|label>`, or the word itself."""
        return self.links.get(self.start[index], (self.raw[index], 0))[0]


def _unpaired(said: str) -> list[str]:
    """The brackets and quotes of a text whose partner is not in it."""
    waiting: list[str] = []
    for letter in said:
        if waiting and letter in _OPENER and waiting[-1] == _OPENER[letter]:
            waiting.pop()
        elif letter in _CLOSER or letter in _OPENER:
            waiting.append(letter)
    return waiting


def read(text: str) -> Line:
    """Split a line into words. Any text will do, lone surrogates and control characters too."""
    links: dict[int, tuple[str, int]] = {}
    return Line(_cleaned(text, links), links)


def plain(text: str) -> str:
    """The whole line as its author typed it: Slack's escapes undone, ends trimmed."""
    return _cleaned(text, {}).strip()


def _cleaned(text: str, links: dict[int, tuple[str, int]]) -> str:
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if "<" in text or "&" in text:
        text = _undo_escapes(text, links)
    return text.replace("\r", "\n")


def _undo_escapes(text: str, links: dict[int, tuple[str, int]]) -> str:
    """`<@U1|x>` to `<@U1>`, `<address|label>` to its label, `<#C1|rust>` to `#rust`, `&amp;` to `&`."""
    parts: list[str] = []
    length = position = 0
    for match in _ESCAPE.finditer(text):
        before, shown = unescape(text[position : match.start()]), _shown(match[1])
        length += len(before)
        if _LINK.match(match[1]):
            address = unescape(match[1].partition("|")[0]).removeprefix("mailto:").removeprefix("tel:")
            links[length] = address, length + len(shown)
        parts += (before, shown)
        length += len(shown)
        position = match.end()
    parts.append(unescape(text[position:]))
    return "".join(parts)


def _shown(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"<{target}>"
    if target.startswith("#") and label:
        return f"#{unescape(label)}"
    if target.startswith("!"):
        return unescape(label) or f"@{target[1:].partition('^')[0]}"
    if _LINK.match(target):
        return unescape(label or target.removeprefix("mailto:").removeprefix("tel:"))
    return f"<{unescape(inside)}>"


def _low(raw: str) -> str:
    return raw.lower() if raw.isascii() else raw.lower().replace("’", "'")


def _is_uncased(letter: str) -> bool:
    """A letter of a script without capitals, such as 李: it may always begin a name."""
    return letter > "\u024f" and letter.isalpha() and not letter.islower()
