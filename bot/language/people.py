"""Names, and lists of them: where a name ends, in capitals or without, and who "her" is."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.day import MONTHS, WEEKDAYS
from bot.language.numbers import NUMBERS
from bot.language.roles import role_end
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import (
    BEFORE_RELATIVES,
    COMMON,
    CONJUNCTIONS,
    KIND_OF_NOUN,
    MARKS,
    ME,
    NOT_TWO_PEOPLE,
    OFFICES,
    OPENERS,
    PARTICLES,
    POSSESSIVES,
    RELATIVES,
    ROLES,
    STOPS,
    SUBJECT_MATTER,
    TASKS,
    TITLES,
    VERBS,
    words,
)

LONGEST_NAME = 4  # words, particles not counted
MOST_NAMES = 1000  # in one list: as many as the longest line can hold
MOST_RELATION = 4  # words before "cousin" in "my dear old cousin Zara"
MOST_TITLES = 3  # before one name

# First names that are also words, months left out: they are names where a name belongs.
NAMES_THAT_ARE_WORDS = words(
    "will mark bill rose art drew chase grace sunny summer pat sue frank dawn april june may hope"
)
_NAMES_BY_PLACE = words("job till an fu")  # names where nothing else can stand
_BEFORE_NAMES = words("with w/ and & met saw called emailed texted")
_NAMED_LIKE_OFFICES = words("dean")
_ENDINGS_OF_THINGS = (
    "tion",
    "tions",
    "ility",
    "ivity",
    "ology",
    "ware",
    "ership",
    "ements",
    "boarding",
    "raising",
    "ated",
    "cked",
    "lled",
    "nded",
    "nted",
    "ired",
    "ined",
    "ized",
    "ised",
    "ssed",
    "pped",
    "tted",
    "gged",
    "rted",
    "sked",
    "lted",
    "ured",
    "osed",
    "used",
    "oved",
    "aved",
    "ived",
    "ayed",
    "oyed",
    "ewed",
    "owed",
    "sted",
    "shed",
)
PREDICATES: set[str] = set()  # what rules say of somebody, filled as the rules are read: "Basti paid …"
_APART = re.compile("[/&]")
_PRONOUNS = words("he she they him her them hes shes theyre")
_LIST = words(", and & + with w/ n then / cc")
_TALKED = words("talked spoke spoken chatted talk speak chat met coffee lunch dinner drinks breakfast tea")
_AFTER_OBJECT = words("at in about on re yesterday")
_WILL_DO = words("owe love like prefer quit go")
_BEFORE_WILL = words("see meet saw met with w/ to call called ping for does did")
_SEEN = words("saw met visited called phoned emailed texted messaged")
_NOT_AFTER_WILL = words("be do have not also just i we they he she it never always this that")


class People(NamedTuple):
    """Those named from one word on, and where their names end. A pronoun may stand for nobody by name.

    The words of `asides` say who they are: "my cousin" before Zara.
    """

    names: tuple[str, ...]
    end: int
    asides: tuple[tuple[int, int], ...] = ()
    last: int = 0  # where the last name begins


def read_people(
    line: Line,
    i: int,
    scene: Scene,
    pronouns: bool = True,
    most: int = MOST_NAMES,
    related: bool = False,
    things: bool = False,
) -> People | None:
    """A list of names: `Ana, Sam & Lee`, `me and Ludwig van Beethoven`, `her`; at most so many.

    `related` passes what is said of them before: `my cousin Zara`, `Ana and her husband Bo`. `things` follow them at
    once: `owe tane and hine dinner`.
    """
    low = line.low[i]
    if pronouns and low in _PRONOUNS:
        return People(scene.meant_by("they" if low == "theyre" else low), i + 1)
    if low == "both" and line.low[i + 1] == "of" and line.low[i + 2] == "them":
        return People(scene.many, i + 3)
    names: list[str] = []
    asides: list[tuple[int, int]] = []
    at, end, last = i, -1, i
    for _ in range(most):
        first = _past_relation(line, at, scene) if related else at
        asides += [(at, first)] if first > at else []
        at = first
        if line.low[at] in ME and _is_me(line, at, bool(names)):
            found: tuple[str, int] | None = ("", at + 1)
        else:
            found = read_name(line, at, scene)
        is_given = things and line.low[at - 1] in ("and", "&") and line.low[found[1]] in COMMON if found else False
        if not found or (end >= 0 and not is_given and not _goes_on(line, end, at, found[1], scene)):
            asides = [aside for aside in asides if aside[1] <= end]
            break
        (name, end), last = found, at
        names += [one for one in _apart(name) if one not in names]
        at = _past_separator(line, end)
        if things and line.low[at - 1] in ("with", "w/"):
            break  # "helped Ana with pensions"
        if at == end and not line.raw[at].startswith("<@"):
            break
    return People(tuple(names), end, tuple(asides), last) if names else None


def _past_relation(line: Line, i: int, scene: Scene) -> int:
    """Past "my cousin", "our old neighbour" before a name that is surely one; else the same place."""
    at = i + 2 if line.cap[i] and line.low[i + 1] == "'s" and line.low[i + 2] in RELATIVES else i
    while line.low[at] in BEFORE_RELATIVES | POSSESSIVES and at < i + MOST_RELATION:
        at += 1
    if (at > i or line.low[at] in ("someone", "somebody")) and line.low[at] in RELATIVES:
        at += 1 + (line.low[at + 1] in (",", "called", "named", "new"))
        is_day = line.low[at] in WEEKDAYS or line.low[at] in MONTHS
        if not is_day and (is_named(line, at, scene) or _is_likely_named(line, i, at, scene)):
            return at
    return i


def _is_likely_named(line: Line, i: int, at: int, scene: Scene) -> bool:
    """Whether a name in lower case follows: `my cousin zara`, `a guy called tom`; no "my client onboarding"."""
    is_own = line.low[i] in ("my", "our") and line.low[at - 1] in RELATIVES - OFFICES
    if not (is_own or line.low[at - 1] in ("called", "named")) or line.low[at] in KIND_OF_NOUN:
        return False
    found = read_name(line, at, scene) if line.low[at] not in COMMON | RELATIVES | SUBJECT_MATTER else None
    return found is not None and (ends_name(line, found[1]) or line.low[found[1]] in PREDICATES | COMMON)


def _apart(name: str) -> list[str]:
    """`Ana/Sam` and `J&K` are two people; a mention is one whatever it holds."""
    return [name] if name.startswith("<@") else [one.strip() for one in _APART.split(name) if one.strip()]


def _is_me(line: Line, i: int, listed: bool) -> bool:
    """Whether "I" or "me" is one of the list: `me and Sam`, `Sam and I`; not in "met Ana, I owe her"."""
    if line.low[i + 1] in _LIST and line.low[i + 1] != ",":
        return True
    return listed and line.low[i - 1] in ("and", "&", "+", "with", "w/")


def _past_separator(line: Line, i: int) -> int:
    """Past ", ", "and", "& ", ", and", "with"; the same place when the list ends here."""
    if line.raw[i].startswith("<@"):
        return i  # mentions need nothing between them
    if line.low[i] == ",":
        i += 1
    if line.low[i] in ("and", "&", "") and line.low[i + 1] == "then":
        i += 1
    return i + 1 if line.low[i] in _LIST and line.low[i] != "," else i


def _goes_on(line: Line, end: int, start: int, after: int, scene: Scene) -> bool:
    """Whether what looks like the next name of a list is one: "kofi, pricing stuff" is not a list of two."""
    if line.low[end] == "," and line.low[start - 1] == "," and line.low[after] in VERBS and not line.cap[after]:
        return False  # "met Ana, Sam owes me a beer": a sentence of its own
    if line.raw[start].startswith("<@") or scene.known.person(line.low, start):
        return True
    if role_end(line, start) and not (
        line.cap[start] and line.low[start] in NAMES_THAT_ARE_WORDS | _NAMED_LIKE_OFFICES
    ):
        return False
    if line.cap[start] or line.low[start] in TITLES:
        return True
    return ends_name(line, after) or (line.low[end] != "," and line.low[after] in VERBS)


def ends_name(line: Line, i: int) -> bool:
    """Whether a name in lower case may end before word `i`: something that no name goes on with follows."""
    low = line.low[i]
    is_time = low in WEEKDAYS or low in MONTHS or low in NUMBERS
    return not low or low in STOPS or is_time or line.cap[i] or low[0] in "#<(0123456789"


def read_name(line: Line, i: int, scene: Scene) -> tuple[str, int] | None:
    """One name and where it ends: one to four words, particles and titles not counted."""
    if line.raw[i].startswith("<@"):
        return line.raw[i], i + 1
    i += line.low[i] == "@" and line.touches(i + 1)
    i = _past_titles(line, i)
    is_candidate = line.cap[i] or line.low[i] not in STOPS or line.low[i] in _NAMES_BY_PLACE
    known = scene.known.person(line.low, i) if is_candidate else 0
    if not known and (scene.known.company(line.low, i) or not _begins_name(line, i, scene)):
        return None
    end = i + (known or 1)
    end = _name_end(line, i, end, scene, bool(known))
    return _name(line, i, end), end


def _name(line: Line, start: int, end: int) -> str:
    return " ".join(line.said(start, end).split())


def _past_titles(line: Line, i: int) -> int:
    """Past "Dr.", "Prof." before a name."""
    for _ in range(MOST_TITLES):
        if line.low[i] not in TITLES:
            break
        after = i + 2 if line.low[i + 1] == "." else i + 1
        if not line.low[after] or (line.low[after] in STOPS and after == i + 1) or not line.low[after][0].isalpha():
            break
        i = after
    return i


def _begins_name(line: Line, i: int, scene: Scene) -> bool:
    low, cap = line.low[i], line.cap[i]
    if low in _NAMES_BY_PLACE and not cap and _stands_for_a_name(line, i):
        return True
    if not low or not low[0].isalpha() or low in STOPS or "@" in low or "://" in low:
        return False
    if "&" in low and (low in NOT_TWO_PEOPLE or STOPS & set(low.split("&"))):
        return False  # "P&G", "AT&T"
    after = line.low[i + 1]
    if low in WEEKDAYS or low in MONTHS:
        return _day_is_name(line, i, scene)
    if low[-1] == "s" and low[:-1] in WEEKDAYS and not (cap and line.cap[i + 1]):
        return False  # "no nudges on Fridays"
    if (
        low in _PRONOUNS or (i == 0 and low in OPENERS and low != "ty") or low in NUMBERS or _is_office(low)
    ) and not cap:
        return False
    if low == "will" and not cap:
        if (after in VERBS and after not in _WILL_DO) or line.low[i - 1] in _BEFORE_WILL:
            return True  # "will prefers email", "next time I see will"
        return after not in _NOT_AFTER_WILL and (ends_name(line, i + 1) or not line.low[i + 1])
    if low in NAMES_THAT_ARE_WORDS:
        return True
    if cap:
        return low not in COMMON or (line.cap[i + 1] and after not in STOPS) or _stands_alone(line, i)
    return low not in COMMON


def _stands_for_a_name(line: Line, i: int) -> bool:
    """Whether a word that hardly ever is a name must be one here: `rob, bob and job`, `what does till owe me`."""
    before, after = line.low[i - 1] if i else "", line.low[i + 1]
    if line.low[i] == "an":  # no article before a consonant: "an na"
        is_word = after.isalpha() and len(after) > 1 and after not in COMMON and after not in STOPS
        return before in _BEFORE_NAMES and is_word and after[0] not in "aeiouh" and bool(set("aeiouy") & set(after))
    if before in ("does", "did", "do", "has"):
        return after in VERBS
    ends = not after or after in MARKS or after in STOPS or after in VERBS
    is_time = after in WEEKDAYS or after in MONTHS or after[:1].isdigit()
    return before in _BEFORE_NAMES and ends and not (line.low[i] == "till" and is_time)


def _is_office(low: str) -> bool:
    """`assistant`, `manager`: somebody's office, which in lower case is no name."""
    return low in ROLES and low not in _NAMED_LIKE_OFFICES


def _stands_alone(line: Line, i: int) -> bool:
    """A capitalised common word that is not the first of the line: `coffee with Hope`."""
    return i > 0 and line.low[i - 1] not in ".!?\n;"


def _day_is_name(line: Line, i: int, scene: Scene) -> bool:
    """Whether April or Friday is a person here: not before a figure, and a weekday only with a surname."""
    after = line.low[i + 1]
    if i > 1 and line.low[i - 1] in ("to", "with", "w/") and line.low[i - 2] in _TALKED:
        return ends_name(line, i + 1)  # "talked to sunday on friday"
    if i > 0 and line.low[i - 1] in _SEEN and _is_only_object(line, i, scene):
        return True
    is_placed = i > 0 and line.low[i] in MONTHS and line.low[i - 1] in _BEFORE_NAMES
    if is_placed and after.isalpha() and after not in STOPS | COMMON and after not in WEEKDAYS and after not in MONTHS:
        return True  # "coffee with jan novak"
    if line.low[i] in MONTHS and line.low[i - 1] in ("and", "&") and after and ends_name(line, i + 1):
        return not after[0].isdigit()  # "lunch with Ana and mar on sun"
    if (after[:1].isdigit() and not set("-/") & set(after)) or (
        len(line.low[i]) == 3 and line.low[i] not in ("may", "jan", "jun")
    ):
        return False
    if line.low[i] in WEEKDAYS:
        return (line.cap[i] and line.cap[i + 1] and after not in STOPS) or scene.whole_names
    return True


def _is_only_object(line: Line, i: int, scene: Scene) -> bool:
    """`saw wednesday at the cinema`: whom else, when nobody is named after it and nobody was before."""
    if scene.follows or scene.command == "thread" or line.low[i + 1] not in _AFTER_OBJECT:
        return False
    return not any(low in ("with", "w/", "to") for low in line.low[i : line.size])


def _name_end(line: Line, start: int, end: int, scene: Scene, known: bool) -> int:
    """How far a name goes on: in capitals while there are capitals, else while nothing else fits."""
    cap, count = line.cap[start], 1
    while _is_initial(line, end - 1):
        end += 2  # "D. Park", "J.P."
    while count < LONGEST_NAME:
        after = _past_particles(line, end)
        if not _continues(line, after, cap or known, scene) and not _is_initial(line, after):
            break
        end = after + 2 if _is_initial(line, after) else after + 1
        count += 1
    return end


def _past_particles(line: Line, i: int) -> int:
    at = i
    while line.low[at] in PARTICLES and not (line.low[at] in NUMBERS and not line.cap[at + 1]):  # "ten minutes ago"
        at += 1
    return at if at == i or (line.low[at][:1].isalpha() and line.low[at] not in STOPS) else i


def _is_initial(line: Line, i: int) -> bool:
    """`M.` in "Ana M. Ruiz"."""
    return len(line.low[i]) == 1 and line.cap[i] and line.low[i + 1] == "." and line.cap[i + 2] and line.touches(i + 1)


def _continues(line: Line, i: int, cap: bool, scene: Scene) -> bool:
    low = line.low[i]
    if not low or not low[0].isalpha() or low in STOPS or "@" in low or "://" in low:
        return False
    if low in WEEKDAYS or low in MONTHS:
        return scene.whole_names
    if line.cap[i]:
        return not (low in ROLES and (line.raw[i].isupper() or line.low[i + 1] in ("at", "of", "@")))
    return not cap and not _is_no_surname(low)


def _is_no_surname(low: str) -> bool:
    """Whether a word in lower case after a name is far more often what was done or talked about."""
    if (
        low in COMMON
        or low in ROLES
        or low in VERBS
        or low in PREDICATES
        or low in TASKS - NAMES_THAT_ARE_WORDS
        or low in SUBJECT_MATTER
        or low in NUMBERS
    ):
        return True
    return low.endswith(_ENDINGS_OF_THINGS)


def is_named(line: Line, i: int, scene: Scene) -> bool:
    """Whether word `i` is surely somebody: a mention, a capitalised word or a known name."""
    low = line.low[i]
    if line.raw[i].startswith("<@"):
        return True
    if low in STOPS or low in CONJUNCTIONS:
        return False
    return line.cap[i] or scene.known.person(line.low, i) > 0
