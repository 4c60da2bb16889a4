"""The notation of the rules: `"stop nudging [about] {people}"`, compiled once and looked up by its first word.

`a|b` is either word, `[a b]` may be missing, `{people}` is a slot that a reader fills. A pattern may begin with
`{people}`: then it is looked up by the word after them. What follows a pattern is for the clauses (`clauses.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.language.companies import company_end, file_company, is_city
from bot.language.draft import Draft, Look
from bot.language.meanings import Intent
from bot.language.people import PREDICATES, People, read_people
from bot.language.places import bracket
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import KIND_OF_NOUN, OCCASIONS, SESSIONS

SlotReader = Callable[[Line, int, Scene], tuple[Any, int] | None]

Build = Callable[["Match"], Draft | None]

SLOTS: dict[str, SlotReader] = {}  # filled by `slots.py`
SLOTS_AT: dict[str, tuple[str, ...]] = {}  # words that a pattern's first slot may begin with

_BY_WORD: dict[str, list[Rule]] = {}

_BY_PREDICATE: dict[str, list[Rule]] = {}

POSSESSIVES = frozenset(("his", "her", "their"))

# What may stand between somebody and what they did.
_ADVERBS = frozenset(("recently", "apparently", "officially", "actually", "just", "finally", "also"))
LONGEST_BRACKET = 10  # words in brackets after a name
SUBJECTS_AT_MOST = 4  # names before a predicate; it bounds how far a look-up may go


@dataclass(frozen=True, slots=True)
class Node:
    """A step of a pattern: one of these words, a slot, or (`skip`) a group that may be missing.

    The last has no `next`.
    """

    words: frozenset[str] | None = None
    slot: str | None = None
    next: Node | None = None
    skip: Node | None = None
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying something: its words, and what builds the draft. `loose` ones are not begun after a comma."""

    name: str
    first: Node
    build: Build
    loose: bool
    rank: int


@dataclass(slots=True)
class Match:
    """A pattern found: where its words begin and end, and what its slots hold."""

    line: Line
    scene: Scene
    rule: str
    start: int
    end: int
    slots: dict[str, Any] = field(default_factory=dict)
    owns: bool = False  # the people are "her" or "their", which is a name and its 's at once

    def draft(self, intent: Intent, look: Look = "ahead", takes: frozenset[str] = frozenset()) -> Draft:
        """A draft of this intent with the people of the pattern, ready for the clauses after it."""
        draft = Draft(self.line, self.scene, intent, self.end, look, takes)
        people: People | None = self.slots.get("people") or self.slots.get("whole") or self.slots.get("receivers")
        if people:
            draft.people += people.names
            draft.aside(people)
            self._leave_owner(draft, people)
        owner: People | None = self.slots.get("owner")
        if owner:
            draft.people += owner.names
        who: Who | None = self.slots.get("who")
        if who:
            draft.people += who.people
            draft.tags += who.tags
        draft.note("intent", self.start, self.end, self.rule)
        if "kind" in self.slots:
            self._keep_occasion(draft)
        return draft

    def _leave_owner(self, draft: Draft, people: People) -> None:
        """`lunch with Ravi and Tom's boss`: the last of several is only whose boss it was."""
        is_owner = self.end == people.end and self.line.low[people.end] == "'s"
        if is_owner and draft.intent in ("log", "plan") and len(draft.people) > 1:
            draft.people.pop()
            draft.at = people.last

    def _keep_occasion(self, draft: Draft) -> None:
        """What a contact was for, said before its noun: "quarterly budget" of "quarterly budget meeting"."""
        line = self.line
        first = next((k for k in range(self.start, self.end) if line.low[k] in OCCASIONS), self.end)
        last = first
        while last < self.end and line.low[last] in OCCASIONS and line.low[last] not in KIND_OF_NOUN:
            last += 1
        named = list(self.slots["people"].asides) if "people" in self.slots else []
        is_before = first < last and (line.low[last] in KIND_OF_NOUN or line.low[last - 1] in SESSIONS)
        if is_before and not any(start <= first < end for start, end in named):
            draft.asides.insert(0, line.said(first, last))
            draft.note("about", first, last, "what it was for")


def rule(*patterns: str, loose: bool = False, rank: int = 0) -> Callable[[Build], Build]:
    """Register what builds a draft for any of these patterns; those of a lower `rank` are tried first."""

    def register(build: Build) -> Build:
        for pattern in patterns:
            _index(Rule(pattern, _compile(pattern.split()), build, loose, rank))
        return build

    return register


_END = Node()


def _compile(words: list[str]) -> Node:
    """`["a", "[b", "c]"]` as a chain of nodes: a, then either b and c or the end."""
    stack: list[list[Any]] = [[]]
    for written in words:
        if written.startswith("["):
            stack.append([])
        stack[-1].append(written.removeprefix("[").removesuffix("]"))
        if written.endswith("]"):
            group = stack.pop()
            stack[-1].append(group)
    return _chain(stack[0], _END)


def _chain(items: list[Any], tail: Node) -> Node:
    for item in reversed(items):
        if isinstance(item, list):
            tail = Node(next=_chain(item, tail), skip=tail, is_choice=True)
        elif item.startswith("{"):
            tail = Node(slot=item[1:-1], next=tail)
        else:
            tail = Node(words=frozenset(item.split("|")), next=tail)
    return tail


def _firsts(node: Node) -> Iterator[Node]:
    """The steps that may come first."""
    if node.is_choice and node.next and node.skip:
        yield from _firsts(node.next)
        yield from _firsts(node.skip)
    else:
        yield node


def _index(entry: Rule) -> None:
    seen: set[tuple[int, str]] = set()
    for first in _firsts(entry.first):
        if first.words is not None:
            _enter(_BY_WORD, entry, first.words, seen)
        elif first.slot == "people" and first.next:
            predicates = {word for second in _firsts(first.next) for word in (second.words or ("",))}
            PREDICATES.update(word for word in predicates if word.isalpha())
            _enter(_BY_PREDICATE, entry, predicates, seen)
        elif first.slot:
            _enter(_BY_WORD, entry, (f"{{{first.slot}}}",), seen)


def _enter(index: dict[str, list[Rule]], entry: Rule, keys: Iterable[str], seen: set[tuple[int, str]]) -> None:
    for word in keys:
        if (id(index), word) not in seen:
            seen.add((id(index), word))
            entries = index.setdefault(word, [])
            entries.append(entry)
            entries.sort(key=lambda one: one.rank)


def find(line: Line, i: int, scene: Scene, weak: bool = False) -> Draft | None:
    """The draft of the first rule that fits the words from `i`.

    `weak` after a comma or "and", where loose ones do not count.
    """
    low = line.low[i]
    for entry in _BY_WORD.get(low, ()):
        if not (weak and entry.loose) and (draft := _try(entry, Match(line, scene, entry.name, i, i))):
            return draft
    for slot in SLOTS_AT.get(low[:1] if low[:1] == "#" else low, ()):
        for entry in _BY_WORD.get(slot, ()):
            if not (weak and entry.loose) and (draft := _try(entry, Match(line, scene, entry.name, i, i))):
                return draft
    return _find_subject(line, i, scene, weak)


def _find_subject(line: Line, i: int, scene: Scene, weak: bool) -> Draft | None:
    """Rules that begin with people: `Lee moved to …`, `her birthday is …`."""
    if line.low[i] in POSSESSIVES:
        people, after, word = (
            People(scene.meant_by({"his": "he", "her": "she"}.get(line.low[i], "they")), i + 1),
            i + 1,
            "'s",
        )
    else:
        found = read_people(line, i, scene, most=SUBJECTS_AT_MOST, related=True)
        if not found:
            return None
        people, after = found, found.end
        word = line.low[after]
    if word == "(":
        return _find_bracketed(line, i, scene, weak, people)
    if word in ("from", "of", "@") and (draft := _find_from_company(line, i, scene, weak, people)):
        return draft
    draft = _find_predicate(line, i, scene, weak, people, after, word)
    if draft or line.low[after] not in _ADVERBS:
        return draft
    later = after + 1
    return _find_predicate(line, i, scene, weak, people._replace(end=later), later, line.low[later])


def _find_bracketed(line: Line, i: int, scene: Scene, weak: bool, people: People) -> Draft | None:
    """`Jonas (Bosch) called`: what stands in brackets after a name, then what they did."""
    close = next((k for k in range(people.end, people.end + LONGEST_BRACKET) if line.low[k] == ")"), 0)
    draft = _find_predicate(line, i, scene, weak, people, close + 1, line.low[close + 1]) if close else None
    if draft and people.end < draft.at:
        bracket(draft, people.end)
    return draft


def _find_from_company(line: Line, i: int, scene: Scene, weak: bool, people: People) -> Draft | None:
    """`Grant from Grant Thornton called`: a company after a name, then what they did."""
    at = people.end + 1
    ends = range(at + 1, company_end(line, at, scene) + 1)
    for end in reversed(ends) if line.cap[at] else ends:  # in lower case a name goes on too far: "acme rang"
        word = line.low[end]
        draft = _find_predicate(line, i, scene, weak, people, end, word) if word in _BY_PREDICATE else None
        if draft:
            name = line.said(at, end)
            if draft.company is None and "company" in draft.takes and not is_city(name):
                file_company(draft, people.end, end, name)
            else:
                draft.piece(people.end, end)
            return draft
    return None


def find_of(people: Iterable[str], line: Line, i: int, scene: Scene) -> Draft | None:
    """The draft of what is said from word `i` of people who were named before: `… and got married`."""
    if line.low[i] not in _BY_PREDICATE or line.low[i] in ("'s", "is", ":", ""):
        return None
    return _find_predicate(line, i, scene, True, People(tuple(people), i), i, line.low[i])


def _find_predicate(
    line: Line, i: int, scene: Scene, weak: bool, people: People, after: int, word: str
) -> Draft | None:
    """What people who are named at word `i` did, said from word `after` on."""
    for key in (word, ""):
        for entry in _BY_PREDICATE.get(key, ()):
            if weak and entry.loose:
                continue
            match = Match(line, scene, entry.name, i, i, {"people": people}, owns=line.low[i] in POSSESSIVES)
            rest = entry.first.next
            draft = _step(rest, match, entry, after) if rest else None
            if draft:
                return draft
    return None


def _try(entry: Rule, match: Match) -> Draft | None:
    return _step(entry.first, match, entry, match.start)


def _step(node: Node, match: Match, entry: Rule, i: int) -> Draft | None:
    """Follow the pattern from `node` at word `i`; a group that leads nowhere is left out."""
    line = match.line
    while True:
        if node.words is not None:
            if match.owns:  # "her" stands for a name and its 's at once
                match.owns = False
                if "'s" not in node.words or "is" in node.words:
                    return None
            elif line.low[i] in node.words:
                i += 1
            else:
                return None
        elif node.slot is not None:
            found = SLOTS[node.slot](line, i, match.scene)
            if not found:
                return None
            match.slots[node.slot], i = found
        elif node.is_choice and node.next and node.skip:
            owns, slots = match.owns, dict(match.slots)
            draft = _step(node.next, match, entry, i)
            if draft:
                return draft
            match.owns, match.slots = owns, slots
            node = node.skip
            continue
        else:
            match.end = i
            return entry.build(match)
        if node.next is None:
            return None
        node = node.next


class Who(NamedTuple):
    """Whom a rhythm or a pause is for: people, tags, or nobody in particular ("everything")."""

    people: tuple[str, ...]
    tags: tuple[str, ...]


def find_named(build: Build, line: Line, i: int, scene: Scene) -> People | None:
    """Whom one kind of rule names at word `i`, and where its words end."""
    for entry in _BY_WORD.get(line.low[i], ()):
        if entry.build is build:
            draft = _try(entry, Match(line, scene, entry.name, i, i))
            if draft:
                return People(tuple(draft.people), draft.at, draft.who)
    return None
