"""The clauses of place and work: where, from which company, as what; brackets, and "who works at"."""

from __future__ import annotations

from bot.language.companies import company_end, file_company
from bot.language.day import MONTHS, PARTS_OF_DAY, WEEKDAYS
from bot.language.draft import Draft
from bot.language.rhythms import ADVERBS
from bot.language.roles import role_end
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.when import is_clause
from bot.language.words import (
    ARTICLES,
    DETERMINERS,
    KIND_OF_NOUN,
    MARKS,
    MEDIA,
    POSSESSIVES,
    STOPS,
    words,
)  # fmt: skip

LONGEST_PLACE = 12
_NO_PLACE = words(
    "all first last least once any that this it him her them me us work once about risk length person general touch"
)
_SEASONS = words("spring summer autumn fall winter")
_JOURNEYS = words("flight train bus ferry boat drive trip ride way road journey plane")
_PLACE_GOES_ON = words("in to near of for & 's on by the at a de la du des & +")
_PLACE_ENDS = (STOPS - _PLACE_GOES_ON - {"+", "next", "last", "past", "now", "all", "any", "both"}) | words(
    "follow f/u keep check ping remind circle talked discussed discussing promised met saw ran "
    "bumped had grabbed called "
    "spoke chatted caught who"
)


def place(draft: Draft, i: int) -> int:
    """`at PyCon`, `in the Berlin office`, `on the train`."""
    line, low = draft.line, draft.line.low[i]
    if "place" not in draft.takes or draft.where is not None or (draft.mode in ("topic", "plain") and not draft.fresh):
        return 0
    start = i + 1
    is_work = low == "at" and line.low[start] == "work" and _ends_place(draft, start + 1)
    if (line.low[start] in _NO_PLACE and not is_work) or line.low[start] in MARKS or not line.low[start]:
        return 0
    if low == "@" and line.low[start] not in ARTICLES:
        return 0
    if low == "in" and line.low[start] in ("q1", "q2", "q3", "q4", "h1", "h2"):
        return 0
    part = start + (line.low[start] == "the")
    if line.low[part] in PARTS_OF_DAY and _ends_place(draft, part + 1):
        return 0  # "in the morning"
    if line.low[start] in _SEASONS and _ends_place(draft, start + 1):
        return 0
    if low == "on" and draft.intent in ("remind", "cadence"):
        return 0
    if low == "on" and line.low[start] != "the" and line.low[start] != "a":
        return 0
    medium = line.low[start + (line.low[start] in ARTICLES)]
    if medium in MEDIA and medium in KIND_OF_NOUN and low in ("at", "on", "in") and _ends_place(draft, start + 1):
        return 0
    end = place_end(draft, start)
    start += line.low[start] in ARTICLES
    if end <= start:
        return 0
    draft.where = line.said(start, end)
    draft.note("where", i, end, f"{low} …")
    return end


def _ends_place(draft: Draft, i: int) -> bool:
    low = draft.line.low[i]
    return not low or low in STOPS or low in MARKS


def place_end(draft: Draft, i: int) -> int:
    """Where a place or an occasion ends; "in Lisbon" and "near the office" still belong to it."""
    line, first = draft.line, i
    i += line.low[i] in DETERMINERS
    is_march = line.low[i] == "march" and line.low[i + 1] in ("for", "against", "on")
    if i > first and (_is_bare_day(line.low[i]) or line.low[i] in ADVERBS) and (is_march or _begins_word(line, i + 1)):
        i += 1  # "the Monday breakfast"
    elif i > first and (end := _date_end(line, i)) and _begins_word(line, end):
        i = end  # "the July 4 barbecue"
    while i < first + LONGEST_PLACE and i < line.size:
        low = line.low[i]
        if (
            low == "re"
            and line.low[i + 1] == ":"
            and line.touches(i + 1)
            and line.touches(i + 2)
            and (line.cap[i + 2] or line.low[i + 2] in ("invent", "inforce", "publica"))
        ):
            i += 3  # "AWS re:Invent"
            continue
        if low in MARKS or low in _PLACE_ENDS or low[0] == "#" or low == "and":
            break
        if i > first and is_clause(draft, i, named=line.cap[i] and not _is_bare_day(low)):
            break
        if low in ("in", "on", "at", "for", "by", "of", "near", "+", "&") and not _place_follows(draft, i):
            break
        if low == "to" and not line.cap[i + 1] and line.low[i - 1] not in _JOURNEYS:
            break
        i += 1
    return i


def _date_end(line: Line, i: int) -> int:
    """Where `July 4`, `4th of July` ends, 0 if none begins here."""
    after = i + 1 + (line.low[i + 1] == "of")
    if line.low[i][:1].isdigit() and line.low[after] in MONTHS:
        return after + 1
    return i + 2 if line.low[i] in MONTHS and line.low[i + 1][:1].isdigit() else 0


def _begins_word(line: Line, i: int) -> bool:
    return line.low[i].isalpha() and line.low[i] not in STOPS


def _is_bare_day(low: str) -> bool:
    return low in WEEKDAYS or low in MONTHS


def _place_follows(draft: Draft, i: int) -> bool:
    line, after = draft.line, draft.line.low[i + 1]
    if not after or after in MARKS or (after in MEDIA and line.low[i] != "&"):
        return False
    if line.low[i] == "for":
        return after not in POSSESSIVES or not after
    return after not in STOPS or after in DETERMINERS


def role(draft: Draft, i: int) -> int:
    """`CTO at Acme`, `VP of Sales`, `the new head of product at Globex`, with its company."""
    line = draft.line
    if "company" not in draft.takes or draft.role is not None or (draft.mode != "open" and not draft.fresh):
        return 0
    start = i
    while line.low[start] in ("the", "a", "an", "our", "their", "new", "now"):
        start += 1
    end = role_end(line, start)
    if not end or (draft.mode != "open" and start != i):
        return 0
    after = line.low[end]
    if (
        after in ("at", "of", "@", "from", "with", "in")
        and (stop := company_end(line, end + 1, draft.scene))
        and (after != "in")
    ):
        draft.role = line.said(start, end)
        draft.note("role", i, end, "role")
        found = file_company(draft, end, stop, line.said(end + 1, stop))
        return stop if found > 0 else end
    if (
        after
        and after not in MARKS
        and after not in ("and", "on", "at", "in", "re", "about", "via", "who")
        and draft.intent == "log"
    ):
        return 0
    draft.role = line.said(start, end)
    draft.note("role", i, end, "role")
    return end


def bracket(draft: Draft, i: int) -> int:
    """`(Acme)`, `(CTO, Acme)`; anything else in brackets is a topic."""
    line = draft.line
    end = next((k for k in range(i + 1, min(i + 40, line.size)) if line.low[k] == ")"), 0)
    if not end or end == i + 1:
        return 0
    if "company" in draft.takes and draft.mode == "open" and _works(draft, i + 1, end):
        return end + 1
    draft.piece(i + 1, end)
    return end + 1


def _works(draft: Draft, start: int, end: int) -> bool:
    """Whether what stands in brackets is a role, a company or both; they are taken then."""
    line = draft.line
    comma = next((k for k in range(start, end) if line.low[k] == ","), end)
    if role_end(line, comma + 1) == end and company_end(line, start, draft.scene) == comma and draft.company is None:
        draft.role = line.said(comma + 1, end)
        draft.note("role", comma + 1, end, "brackets")
        return _works(draft, start, comma)  # "(Acme, CTO)"
    stop = role_end(line, start)
    at = start
    if stop and stop <= end:
        at = stop + (line.low[stop] in (",", "at", "@", "of", "from", "-", "—"))
        if at == stop and stop != end:
            return False
    if at < end and not _is_company(line, at, end, draft.scene):
        return False
    name = line.said(at + (line.low[at] in ("at", "@", "from", "of")), end)
    if (at < end and draft.company is not None) or (draft.apart and draft.apart.lower() != name.lower()):
        return False
    if stop and stop <= end:
        draft.role = line.said(start, stop)
        draft.note("role", start, stop, "brackets")
    if at < end:
        file_company(draft, at, end, name)
    return True


def _is_company(line: Line, start: int, end: int, scene: Scene) -> bool:
    """A capitalised name or a known company fills the words."""
    if line.low[start - 1] in (",", "at", "of", "@"):
        return company_end(line, start, scene) >= end  # "(vp of sales, acme)"
    start += line.low[start] in ("at", "@", "from", "of")
    return scene.known.company(line.low, start) == end - start or (
        company_end(line, start, scene) >= end and (line.cap[start] or "." in line.low[start][1:])
    )


def works_at(draft: Draft, i: int) -> int:
    """`who works at Acme`, `now at Acme`, `working at Acme`."""
    line = draft.line
    if "company" not in draft.takes or draft.company is not None or (draft.mode == "topic" and not draft.fresh):
        return 0
    at = i + (line.low[i] in ("who", ",", "that"))
    at += line.low[at] in ("'s", "is", "now", "currently")
    at += line.low[at] in ("now", "currently", "also")
    if line.low[i] == "who" and at > i + 1 and (end := role(draft, at)):
        return end
    if line.low[at] in ("works", "working", "worked"):
        at += 1
    elif line.low[at - 1] != "now":
        return 0
    if line.low[at] not in ("at", "for", "with", "@"):
        return 0
    end = company_end(line, at + 1, draft.scene)
    return file_company(draft, i, end, line.said(at + 1, end)) if end else 0
