"""A command while it is being read: what has been understood so far, and which words are still free.

The clauses (`clauses.py` and its neighbours) fill it; `finish` turns it into a `Meaning`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from bot.language.day import Day
from bot.language.meanings import Direction, Intent, Kind, Meaning, MilestoneKind, MonthDay, Stage, Status
from bot.language.people import People
from bot.language.scene import Scene
from bot.language.text import LONGEST, Line
from bot.language.words import CLOSERS, CONJUNCTIONS, KIND_OF_NOUN, MARKS, OPENERS, PRAISE, WEIGHT

Look = Literal["back", "ahead"]
Mode = Literal["open", "topic", "plain", "task"]

_EDGE = MARKS | CONJUNCTIONS | OPENERS | {"&", "+", "because", "though"}
_TAIL = MARKS | {"and", "&", "+", "but", "then"} | CLOSERS
_HOLLOW = PRAISE | {"a", "an", "the", "it", "was", "we", "had", "some", "very"}
_KEEPS_TIME = frozenset(("remind", "plan", "correct"))


class Draft:
    """Fields as in `Meaning`, still open; `pieces` are the words that `about` is made of, in their order."""

    __slots__ = (
        "about",
        "also",
        "apart",
        "asides",
        "at",
        "before",
        "channel",
        "company",
        "day",
        "default_kind",
        "direction",
        "doubts",
        "email",
        "every",
        "follow_up",
        "fresh",
        "intent",
        "keep",
        "kind",
        "line",
        "link",
        "look",
        "milestone",
        "mode",
        "negative",
        "next_time",
        "outcome",
        "people",
        "phone",
        "pieces",
        "rhythm_on",
        "role",
        "scene",
        "sentence",
        "setting",
        "since",
        "stage",
        "status",
        "style",
        "tags",
        "takes",
        "time",
        "to",
        "trace",
        "unclear_rhythm",
        "until",
        "value",
        "via",
        "where",
        "who",
        "yearless",
    )  # fmt: skip

    def __init__(self, line: Line, scene: Scene, intent: Intent, at: int, look: Look, takes: frozenset[str]) -> None:
        self.line, self.scene, self.intent, self.at, self.look, self.takes = line, scene, intent, at, look, takes
        self.people: list[str] = []
        self.via: list[str] = []
        self.tags: list[str] = []
        self.pieces: list[tuple[int, str]] = []
        self.asides: list[str] = []
        self.who: tuple[tuple[int, int], ...] = ()  # where the words of `asides` stand
        self.doubts: list[str] = []
        self.trace: list[tuple[str, int, int, str]] = []
        self.day: Day | None = None
        self.kind: Kind | None = None
        self.default_kind: Kind | None = None
        self.until: date | None = None
        self.since: date | None = None
        self.before: date | None = None
        self.rhythm_on: date | None = None
        self.follow_up: date | Literal["soon"] | None = None
        self.outcome: Literal["no_answer"] | None = None
        self.milestone: MilestoneKind | None = None
        self.direction: Direction | None = None
        self.stage: Stage | None = None
        self.status: Status | None = None
        self.where: str | None = None
        self.company: str | None = None
        self.role: str | None = None
        self.every: str | None = None
        self.channel: str | None = None
        self.time: str | None = None
        self.email: str | None = None
        self.phone: str | None = None
        self.link: str | None = None
        self.to: str | None = None
        self.setting: str | None = None
        self.value: str | None = None
        self.about: str | None = None
        self.next_time = self.yearless = self.keep = self.negative = False
        self.apart = ""  # a company that is not everybody's
        self.style = ""  # how a contact was said: "noun", "past", "ahead" or "" with no verb at all
        self.also: Draft | None = None  # what the same words say besides: "left Acme for Globex"
        self.unclear_rhythm = False
        self.mode: Mode = "open"
        self.fresh = True  # a clause may begin here even inside a topic: a comma or the like was just passed
        self.sentence = False  # the free text is a sentence of its own ("he's off on Friday"): its days are not ours

    def note(self, field: str, first: int, last: int, rule: str) -> None:
        """Remember which words became which field, for `explain`."""
        self.trace.append((field, first, last, rule))

    def telling(self, kind: Kind) -> None:
        """Take this kind if it tells more than the one there is."""
        if self.kind is None or WEIGHT[kind] > WEIGHT[self.kind]:
            self.kind = kind

    def piece(self, first: int, last: int) -> None:
        """Keep these words as a piece of `about`, less what only joins or praises."""
        line = self.line
        while first < last and line.low[first] in _EDGE and not self._carries(first):
            first += 1
        while last > first and line.low[last - 1] in _TAIL and not self._is_of_them(last - 1):
            last -= 1
        if first < last and not self._praises(first, last):
            self.pieces.append((first, line.whole(first, last)))
            self.note("about", first, last, "text that no other clause takes")

    def aside(self, people: People) -> None:
        """Keep what is said of people before their names: "my cousin" of "my cousin Zara"."""
        for first, last in people.asides:
            self.asides.append(self.line.said(first, last).rstrip(" ,"))
            self.note("about", first, last, "who they are")
        self.who = people.asides

    def overflow(self) -> None:
        """Keep what is past the longest line that is read as language: it is text, and no word is lost."""
        rest = self.line.text[LONGEST:].strip()
        if rest:
            self.pieces.append((self.line.size, rest))

    def _is_of_them(self, i: int) -> bool:
        """Whether a word that mostly thanks is one of the people: "email ty"."""
        return self.line.low[i] == "ty" and "ty" in [name.lower() for name in self.people]

    def _carries(self, first: int) -> bool:
        """An opening word that means something: "so-so", "now hiring" keep theirs when a topic begins with them."""
        return self.mode == "topic" and self.line.low[first] in ("well", "now", "good")

    def _praises(self, first: int, last: int) -> bool:
        """`great call`, `quick coffee`: nothing is kept of what only praises the kind."""
        if self.intent not in ("log", "done", "plan"):
            return False
        words = self.line.low[first:last]
        if first > 0 and self.line.low[first - 1] in ("about", "re", "regarding"):
            return False  # "about the weekly sync" is a topic, however hollow
        if self.mode == "topic" and not (PRAISE & set(words) and any(word in KIND_OF_NOUN for word in words)):
            return False
        if any(word not in _HOLLOW and word not in KIND_OF_NOUN and word not in MARKS for word in words):
            return False
        for word in words:
            if word in KIND_OF_NOUN:
                self.telling(KIND_OF_NOUN[word])
        return True

    def on(self) -> date | MonthDay | None:
        """The day, seen the way that this command looks."""
        if not self.day:
            return self.rhythm_on if self.intent not in ("log", "done") else None
        found = self.day.back if self.look == "back" else self.day.ahead
        if found and self.yearless and not self.day.yeared:
            return MonthDay(found.month, found.day)
        return found

    def is_bare_touch(self) -> bool:
        """Whether all that is asked for is to be in touch again, on a day or at a rhythm."""
        more = self.pieces or self.asides or self.about or self.time or self.where or self.tags or self.doubts
        return self.style == "touch" and not more

    def finish(self) -> Meaning:
        """The meaning of what was read."""
        about = self.about
        if self.pieces:
            self.pieces.sort()
            texts = ([about] if about else []) + [text for _, text in self.pieces]
            about = (" " if self.mode == "task" else "; ").join(texts)
        about = "; ".join([*(text for text in self.asides if text not in (about or "")), *([about] if about else ())])
        values: dict[str, Any] = {
            "people": tuple(dict.fromkeys(self.people)), "tags": tuple(dict.fromkeys(self.tags)),
            "via": tuple(dict.fromkeys(self.via)), "kind": self.kind or self.default_kind, "on": self.on(),
            "about": about or None,
            "time": self.time if self.intent in _KEEPS_TIME else None, "doubts": tuple(dict.fromkeys(self.doubts)),
            "follow_up": self.follow_up, "until": self.until, "since": self.since, "before": self.before,
            "outcome": self.outcome, "milestone": self.milestone, "direction": self.direction, "stage": self.stage,
            "status": self.status, "where": self.where, "company": self.company, "role": self.role, "every": self.every,
            "channel": self.channel, "email": self.email, "phone": self.phone, "link": self.link, "to": self.to,
            "setting": self.setting, "value": self.value, "next_time": self.next_time,
        }  # fmt: skip
        return Meaning(intent=self.intent, **values)
