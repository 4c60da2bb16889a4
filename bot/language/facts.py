"""What changed for somebody, what is worth remembering, how to reach them: `change`, `note`, `details`."""

from __future__ import annotations

from bot.language.companies import company_end, file_company
from bot.language.draft import Draft
from bot.language.patterns import Match, rule
from bot.language.places import place_end
from bot.language.roles import role_end
from bot.language.when import is_clause
from bot.language.words import ARTICLES, FIELDS_OF_WORK, MARKS, STOPS, SUBJECTS, words

CHANGE = words("day tag company")


def change(m: Match, at: int | None = None) -> Draft:
    draft = m.draft("change", "back", CHANGE)
    draft.at = m.end if at is None else at
    return draft


def title_end(draft: Draft, i: int) -> int:
    """Where a role ends that the sentence says to be one: known words for it, or anything up to the next clause."""
    line = draft.line
    end = role_end(line, i)
    if end:
        return end
    end = i
    while end < line.size and end < i + 5:
        low = line.low[end]
        if (
            low in MARKS
            or (low in STOPS and not (low == "of" and line.low[end + 1] in FIELDS_OF_WORK))
            or (end > i and is_clause(draft, end))
        ):
            break
        end += 1
    return end


def take_role(draft: Draft, i: int, sure: bool = False) -> int:
    """Take `VP Engineering at Acme` from word `i`; where it ends, `i` when no role is there."""
    line = draft.line
    start = i
    while line.low[start] in ("a", "an", "the", "our", "their", "her", "his", "new", "now", "officially"):
        start += 1
    end = title_end(draft, start) if sure else role_end(line, start)
    if end <= start:
        return i
    draft.role = line.said(start, end)
    draft.note("role", start, end, "role")
    return take_company(draft, end)


def take_company(draft: Draft, i: int) -> int:
    """Take `at Acme`, `of Acme`; where it ends."""
    line = draft.line
    if line.low[i] not in ("at", "of", "@", "with", "for", "from", "over"):
        return i
    at = i + 1 + (line.low[i] == "over" and line.low[i + 1] == "at")
    end = company_end(line, at, draft.scene)
    if end:
        file_company(draft, i, end, line.said(at, end))
    return end or i


@rule(
    "{people} moved|moves|relocated|relocates|went|switched|transferred|jumped|changed [over|back] to",
    "{people} is|are|'s|'re moving|relocating|switching|going|transferring [over|back] to",
    "{people} has|have|'s moved|relocated|switched|gone|transferred [over|back] to",
    "{people} [has|have|'s|is|are|'re] moved|moves|moving|relocated|relocating|switched|transferred|transferring from",
)
def moved(m: Match) -> Draft | None:
    """A company when a role follows or it is known, a place otherwise."""
    line, origin = m.line, m.end
    if line.low[m.end - 1] == "from":
        m.end = next((k + 1 for k in range(m.end + 1, m.end + 6) if line.low[k] == "to"), 0)
        if not m.end:
            return None
    if "going" in line.low[m.start : m.end] and not (line.cap[m.end] or line.low[m.end] in ARTICLES):
        return None  # "is going to send the deck"
    draft = change(m)
    if m.end > origin:
        draft.piece(origin - 1, m.end - 1)
    if {"moving", "relocating", "switching", "moves", "going", "relocates", "transferring"} & set(
        line.low[m.start : m.end]
    ):
        draft.look = "ahead"
    known = m.scene.known.company(line.low, m.end)
    end = m.end + known if known else _place_end(draft, m.end)
    start = m.end + (line.low[m.end] in ("the", "a", "an") and not known)
    if end <= start:
        return None
    name, role_at = line.said(start, end), end + (line.low[end] in ("as", ",", "to") and 1)
    has_role = line.low[end] in ("as", "to") and (line.low[end] == "as" or role_end(line, end + 2) > 0)
    draft.at = end
    if line.low[m.start : m.end].count("went") and not (known or has_role):
        return None
    if known or has_role:
        draft.company = name
        if has_role:
            draft.at = take_role(draft, role_at, sure=True)
    else:
        draft.where = name
    draft.note("where", start, end, "moved to")
    return draft


def _place_end(draft: Draft, i: int) -> int:
    end = place_end(draft, i)
    for k in range(i, end):
        if draft.line.low[k] in ("as", "for") or (draft.line.low[k] == "at" and k > i):
            return k
    return end


@rule(
    "{people} is|are|'s|'re|was|became|becomes|will [be] [now|currently|just|already|officially|"
    "the|a|an] [the|a|an] [new]",
    "{people} now is|works [as]",
)
def is_now(m: Match) -> Draft | None:
    """`Ana is now VP Engineering at Acme`, `Bill is the new CEO of Monday.com`, `Sam is now at Globex`."""
    line = m.line
    draft = change(m)
    if line.low[m.end] in ("at", "with", "@", "over") and "now" in (line.low[m.end - 1], line.low[m.end - 2]):
        draft.at = take_company(draft, m.end)
        if draft.company and line.low[draft.at] == "as":
            draft.at = take_role(draft, draft.at + 1, sure=True)
        return draft if draft.company else None
    at = take_role(draft, m.end)
    if at == m.end or (line.low[m.end - 1] == "'s" and line.low[m.start] not in SUBJECTS):
        return None  # "Sam's manager" is somebody else
    draft.at = at + (line.low[at] == "now")
    return draft


@rule("{people} became|becomes")
def became(m: Match) -> Draft | None:
    draft = change(m)
    draft.at = take_role(draft, m.end)
    return draft if draft.at > m.end else None


@rule(
    "{people} [now] works|work|working [now] [at|for|with|@]",
    "{people} is|'s|are [now] working [now] at|for|with|@",
    "{people} is|'s at|with",
)
def works(m: Match) -> Draft | None:
    line = m.line
    draft = change(m)
    if line.low[m.end] == "as" or line.low[m.end - 1] in ("works", "work"):
        at = take_role(draft, m.end + 1, sure=True) if line.low[m.end] == "as" else m.end
        draft.at = at
        return draft if at > m.end else None
    end = company_end(line, m.end, m.scene)
    if not end:
        return None
    is_at = {"is", "'s"} & set(line.low[m.slots["people"].end : m.end]) and "working" not in line.low[m.start : m.end]
    if is_at and line.low[end] not in ("now", "as", "these"):
        return None
    file_company(draft, m.end, end, line.said(m.end, end))
    draft.at = end
    if line.low[draft.at] == "now":
        draft.at += 1
    if line.low[draft.at] == "as":
        draft.at = take_role(draft, draft.at + 1, sure=True)
    draft.at += line.low[draft.at] == "now"
    return draft


@rule(
    "{people} [has|have|'s] [just|finally|recently] joined|joins|started|starts [work] [working] [at|with|@]",
    "{people} is|'s|are starting|joining [at|with]",
    "{people} started|starts|begins as",
)
def joined(m: Match) -> Draft | None:
    """`Sam joined Acme`, `Ana started at Globex as CTO`; with a day it is an anniversary."""
    line = m.line
    if line.low[m.end - 1] in ("started", "starts", "starting"):
        return None
    draft = change(m)
    if {"joins", "starts", "joining", "starting", "begins"} & set(line.low[m.start : m.end]):
        draft.look = "ahead"
    draft.style = "joined"
    if line.low[m.end - 1] == "as":
        draft.at = take_role(draft, m.end, sure=True)
    else:
        end = company_end(line, m.end + (line.low[m.end] == "the"), m.scene)
        if not end:
            return None
        file_company(draft, m.end, end, line.said(m.end + (line.low[m.end] == "the"), end))
        draft.at = end
        if line.low[end] == "as" or (line.low[end] == "," and role_end(line, end + 1)):
            draft.at = take_role(draft, end + 1, sure=True)
    return draft


def settle(draft: Draft) -> None:
    """To have joined or started somewhere on a day is an anniversary to come."""
    if draft.intent == "change" and draft.style == "joined" and draft.day is not None and draft.company:
        draft.intent, draft.milestone = "milestone", "work_anniversary"
        draft.yearless = True
    if draft.intent == "change" and draft.where and draft.role and not draft.company:
        draft.company, draft.where = draft.where, None
