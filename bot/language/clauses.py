"""Walking through the words after a verb: each clause to its reader, what no clause takes to `about`.

The readers are next door: `when.py`, `places.py`, `followups.py`. What begins a command of its own ends the walk.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.language import companies, followups, past, places, topics, when
from bot.language.day import EDGES, MONTHS, WEEKDAYS
from bot.language.days import _READERS as DAY_READERS
from bot.language.draft import Draft
from bot.language.numbers import SPAN_WORDS
from bot.language.rhythms import ADVERBS
from bot.language.text import Line
from bot.language.words import ENDS, MARKS, ROLE_WORDS, SUBJECTS, words

Reader = Callable[[Draft, int], int]

_OF_THEM = words("wants needs is has will plans hopes leaves starts expects")  # "Ned - wants a demo in June"
_BEGIN_UNASKED = words("f/u fwup followup follow-up follow ping remind promised")  # commands, with no comma before them
_JOINS = words(", and & but then + also plus so")

_NO_SEPARATORS = frozenset('"“”/()=<>[]')

_DASHES = frozenset(("-", "–", "—"))


def scan(draft: Draft, found_command: Callable[[Draft, int, bool], bool]) -> None:
    """Read clauses from `draft.at` to the end, or to where `found_command` sees the next command begin."""
    line, i, start = draft.line, draft.at, -1
    looked = -1  # where the last run of separators ends: what follows them is looked at once
    while i < line.size:
        is_separator = line.low[i] in _JOINS or line.low[i] in MARKS
        end = 0
        if is_separator and i >= looked:
            looked = _past_separators(line, i)
            if looked < line.size and line.low[i] not in _NO_SEPARATORS:
                end = _absorbed(draft, looked)
                if not end and found_command(draft, looked, _is_strong(line, i, looked)):
                    break
        end = end or (read_clause(draft, i) if not is_separator or line.low[i] in _CLAUSES else 0)
        if end > 0:
            start, i = _taken(draft, start, i, end)
        elif is_separator:
            start, i = _separator(draft, start, i)
        elif line.low[i] in _BEGIN_UNASKED and _has_clause(draft) and found_command(draft, i, False):
            break
        else:
            if start < 0:
                start = i
                _open(draft, i)
            i = max(-end, i + 1)
            draft.fresh = False
    _close(draft, start, i)
    draft.at = i


def _has_clause(draft: Draft) -> bool:
    """Whether a clause has just ended, after which a command may begin unasked: no "met Lou ping pong"."""
    return draft.mode == "open" and bool(draft.trace) and draft.trace[-1][0] != "intent"


def _taken(draft: Draft, start: int, i: int, end: int) -> tuple[int, int]:
    """After a clause: where the running piece begins, and the next word."""
    _close(draft, start, i)
    if not draft.keep:
        return -1, end
    draft.keep, draft.mode, draft.fresh = False, "topic", False  # a topic begins: its first word is its own
    return end, end + 1


def _absorbed(draft: Draft, i: int) -> int:
    """The end of a follow-up or an outcome that belongs to this command; what begins a command of its own does not."""
    if not draft.takes & {"follow", "outcome"}:
        return 0
    fresh, draft.fresh = draft.fresh, True
    end = followups.outcome(draft, i) or followups.follow_up(draft, i)
    draft.fresh = fresh
    return end


def _close(draft: Draft, start: int, i: int) -> int:
    """End the running piece before word `i`; clauses may follow freely now."""
    if start >= 0:
        draft.piece(start, i)
    if draft.mode != "task":
        draft.mode = "open"
    draft.sentence = False
    draft.fresh = draft.line.low[i - 1] in MARKS if i else True
    return -1


def _open(draft: Draft, i: int) -> None:
    """Begin a piece of free text at word `i`."""
    if draft.mode == "open":
        draft.mode = "plain"
    line = draft.line
    is_subjectless = draft.mode == "topic" and line.low[i] in _OF_THEM
    draft.sentence = is_subjectless or _begins_sentence(line, i + (line.low[i] in ("and", "but")))


def _begins_sentence(line: Line, i: int) -> bool:
    """`he's off on Friday`, `his flight is on Friday`: its days and topics are its own."""
    if line.low[i] in ("his", "her", "their"):
        return any(low in ("is", "are", "was", "were", "'s") for low in line.low[i + 2 : i + 4])
    return line.low[i] in SUBJECTS


def _separator(draft: Draft, start: int, i: int) -> tuple[int, int]:
    """At a comma, a dash, a colon: a piece goes on through it, but a clause may begin after it."""
    line, low = draft.line, draft.line.low[i]
    draft.fresh = low not in ("&", "+", "and", "also", "plus") or draft.mode == "open"
    if start < 0:
        if low in _DASHES or low in (":", ";"):
            draft.mode = "task" if draft.mode == "task" else "topic"
            draft.fresh = low in _DASHES or low == ";"
        return -1, i + 1
    if low in ENDS and low not in _DASHES:
        draft.piece(start, i)
        draft.sentence = False
        if draft.mode == "topic":
            draft.mode = "open"
        return -1, i + 1
    if low == "," and (_begins_sentence(line, i + 1) or line.low[i + 1] in _OF_THEM):
        draft.sentence = True
    return start, i + 1


def _past_separators(line: Line, i: int) -> int:
    while i < line.size and (line.low[i] in _JOINS or line.low[i] in MARKS) and line.low[i] not in '("“„«<[{':
        i += 1
    return i


def _is_strong(line: Line, i: int, after: int) -> bool:
    """Whether a sentence, and not only a clause, begins at `after`."""
    return any(line.low[k] in ENDS for k in range(i, after))


def read_clause(draft: Draft, i: int) -> int:
    """The end of the clause that begins at word `i`, 0 if none does, negative if its words stay text."""
    low = draft.line.low[i]
    readers = _CLAUSES.get(low)
    if readers is None:
        first = low[0]
        if first == "#" and len(low) > 1:
            return tag(draft, i)
        if first.isdigit():
            readers = _FIGURES
        elif draft.line.cap[i] and (draft.fresh or draft.mode == "open") and "company" in draft.takes:
            return places.role(draft, i)
        elif low.startswith("mid-"):
            readers = (when.when,)
        else:
            return 0
    for read in readers:
        end = read(draft, i)
        if end:
            return end
    return 0


def tag(draft: Draft, i: int) -> int:
    """`#python`."""
    if "tag" not in draft.takes:
        return 0
    draft.tags.append(draft.line.raw[i][1:].lower())
    draft.note("tags", i, i + 1, "tag")
    return i + 1


def tagged(draft: Draft, i: int) -> int:
    """`in #python`."""
    return tag(draft, i + 1) if draft.line.low[i + 1][:1] == "#" and len(draft.line.low[i + 1]) > 1 else 0


_FIGURES: tuple[Reader, ...] = (when.moment, when.when, past.past, when.clock, when.rhythm, when.compact)

_CLAUSES: dict[str, tuple[Reader, ...]] = {}


def _add(reader: Reader, text: str | frozenset[str]) -> None:
    for word in text.split() if isinstance(text, str) else text:
        _CLAUSES[word] = (*_CLAUSES.get(word, ()), reader)


_add(tagged, "in with")

_add(when.moment, frozenset(SPAN_WORDS | words("in within")))

_add(
    followups.outcome,
    words(
        "but no he she they has hasn't hasnt haven't havent didn't didnt did never not went got left "
        "couldn't couldnt could unanswered still waiting straight doesn't isn't ghosted nothing "
        "wasn't we i"
    ),
)

_add(
    followups.follow_up,
    words(
        "follow follow-up followup f/u fu fwup fup circle check check-in touch get reconnect loop ping "
        "nudge contact chase reach catch keep stay "
        "remind talk meet speak chat see i we need needs want should must will let let's lets gonna "
        "gotta please then and so remember next have"
    ),
)

_add(companies.company, "from")

_add(
    when.rhythm,
    words(
        "at about roughly around approximately ideally maybe every each ev once twice thrice first last second "
        "third the on a half per one two three four six"
    )
    | frozenset(ADVERBS)
    | {day + "s" for day in WEEKDAYS},
)

_add(when.until, "until till til 'til thru through")

_add(past.past, "for since before after in over during within this last on from past")

_add(past.past, frozenset(DAY_READERS) - {"this", "last", "past"})

_add(when.clock, "at @ by around noon midday midnight from")

_add(
    when.when,
    (when.PREPOSITIONS | frozenset(DAY_READERS) | frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(EDGES)) - {"one"},
)

_add(topics.medium, "on over via through by at in for during after using")

_add(followups.via, "via through thanks intro introduced by courtesy intro'd referred connected")

_add(when.about_then, "about")

_add(topics.we_talked, "we i")

_add(topics.topic, words("about re regarding concerning to on: abt") | topics.TOPIC_VERBS)

_add(places.works_at, "who works working now , that")

_add(companies.company, "of @")

_add(companies.both_from, "both all")

_add(places.place, "at in on near inside outside during @")

_add(places.role, ROLE_WORDS | words("the a an"))

_add(topics.find_more, "and that who which , i haven't havent have did is interested but")

_add(topics.with_people, "with w/")

_add(topics.listed_people, ": - — – (")

_add(places.bracket, "(")

_add(topics.companions, "and & + with w/")

_add(topics.more_people, "and & + ,")
