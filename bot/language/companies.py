"""Companies: `from Acme`, `@ Acme`, where their names end, and whose they are when several are named."""

from __future__ import annotations

from functools import lru_cache

from bot.language.day import MONTHS, WEEKDAYS
from bot.language.draft import Draft
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import COMMON, FIELDS_OF_WORK, MARKS, STOPS

LONGEST_COMPANY = 6  # words


def company(draft: Draft, i: int) -> int:
    """`from Acme`, `@ Acme`, `of Acme`; a city after "from" is none."""
    line, low = draft.line, draft.line.low[i]
    if "company" not in draft.takes or (draft.mode in ("topic", "plain") and not draft.fresh):
        return 0
    if low == "of" and draft.mode != "open":
        return 0
    end = company_end(line, i + 1, draft.scene)
    if not end:
        return 0
    name = line.said(i + 1, end)
    if low == "from" and is_city(name):
        draft.piece(i, end)
        return end
    filed = file_company(draft, i, end, name)
    if filed < 0:
        draft.piece(i, end)  # a piece of its own: what follows is read as if it had been taken
    return end


def file_company(draft: Draft, i: int, end: int, name: str) -> int:
    """Take the company; of several people with several companies, all of them stay in the text."""
    if draft.apart and draft.apart.lower() == name.lower():
        draft.pieces = [piece for piece in draft.pieces if not piece[1].lower().endswith(name.lower())]
        draft.company, draft.apart = name, ""
        return end
    if draft.company is not None or draft.apart:
        set_apart(draft)
        return -end
    draft.company = name
    draft.note("company", i, end, "company")
    return end


def company_end(line: Line, i: int, scene: Scene) -> int:
    """Where a company's name ends, 0 if none begins here. "Johnson & Johnson" is one."""
    known = scene.known.company(line.low, i) if scene.known.companies else 0
    if known:
        return i + known
    if not _begins_company(line, i):
        return 0
    cap, end = line.cap[i], i + 1
    while end < i + LONGEST_COMPANY and end < line.size:
        if line.low[end] in ("&", "+") and _joins(line, end, scene):
            end += 2
        elif _goes_on(line, end, cap):
            end += 1
        else:
            break
    is_whole = line.low[end] == "'s" and (_is_day(line.low[end + 1]) or not line.low[end + 1].isalpha())
    return end + (is_whole or (line.low[end] == "'s" and line.low[end + 1] in STOPS))  # "Ben & Jerry's"


def _begins_company(line: Line, i: int) -> bool:
    low = line.low[i]
    if not low or low in MARKS or low in STOPS or low[0] in "<#":
        return False
    if low in FIELDS_OF_WORK and not line.cap[i]:
        return False
    return not (_is_day(low) and not line.cap[i + 1])


def _is_day(low: str) -> bool:
    return low in WEEKDAYS or low in MONTHS


def _joins(line: Line, i: int, scene: Scene) -> bool:
    """Whether "&" stands inside a company: `Johnson & Johnson`, but no list with somebody known."""
    after = line.low[i + 1]
    if not after or after in MARKS or scene.known.person(line.low, i + 1):
        return False
    return line.cap[i + 1] or line.cap[i - 1] == line.cap[i + 1]


def _goes_on(line: Line, i: int, cap: bool) -> bool:
    """Whether a company's name goes on: in capitals while there are capitals, else while no other word fits."""
    low = line.low[i]
    if low in ("of", "and") and cap and line.cap[i + 1] and line.low[i + 2] != "from":
        return low == "of" or line.low[i + 1] == line.low[i - 1]
    if low in STOPS or low in MARKS or low[:1] in ("#", "<"):
        return False
    if cap:
        return (line.cap[i] and not (_is_day(low) and not line.cap[i + 1])) or (low.isdecimal() and line.cap[i - 1])
    return low not in COMMON and not _is_day(low) and low[0].isalpha()


def set_apart(draft: Draft) -> None:
    """Give the company back to the text: it is not shared by everybody named."""
    draft.apart = draft.company or draft.apart
    for field, first, last, _ in draft.trace:
        if field == "company" and draft.company is not None:
            draft.pieces.append((first, draft.line.said(first, last)))
    draft.company = None


def both_from(draft: Draft, i: int) -> int:
    """`both from Acme`."""
    return max(0, company(draft, i + 1)) if draft.line.low[i + 1] == "from" and len(draft.people) > 1 else 0


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    """Cities and countries, as far as the time zones name them."""
    from importlib.resources import files
    from zoneinfo import available_timezones

    names = {zone.rpartition("/")[2].replace("_", " ").lower() for zone in available_timezones()}
    for row in files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            names.add(row.partition("\t")[2].partition(" (")[0].lower())
    return frozenset(
        names
        | {
            "us",
            "usa",
            "uk",
            "england",
            "scotland",
            "wales",
            "the us",
            "the uk",
            "nyc",
            "sf",
            "san francisco",
            "munich",
            "barcelona",
        }
    )


def is_city(name: str) -> bool:
    return name.lower() in _cities()
