"""What came to an end for somebody: left, laid off, retired, on leave, gone; and whom not to contact."""

from __future__ import annotations

from bot.language.companies import company_end
from bot.language.draft import Draft
from bot.language.facts import CHANGE, change, take_role
from bot.language.patterns import Match, rule
from bot.language.words import words

_POSITIONS = words("job role company position post firm employer")


@rule(
    "{people} left|leaves|quit|quits",
    "{people} has|have|'s|is|are|will [be] left|quit|leaving|quitting|leave",
    "{people} resigned|departed|stepped [down] [from]",
)
def left(m: Match) -> Draft | None:
    line = m.line
    owns = line.low[m.end] in ("her", "his", "their") and line.low[m.end + 1] in _POSITIONS
    if line.low[m.end] in ("me", "us", "a", "an", "him", "her", "early", "late", "town") and not owns:
        return None
    draft = change(m)
    draft.status = "left"
    if {"leaving", "leaves", "quitting", "quits", "leave"} & set(line.low[m.start : m.end]):
        draft.look = "ahead"
    at = m.end + (line.low[m.end] in ("her", "his", "their", "the") and line.low[m.end + 1] in _POSITIONS)
    at += line.low[at] in _POSITIONS
    at += line.low[at] in ("at", "from")
    end = company_end(line, at, m.scene)
    if end:
        draft.company, draft.at = line.said(at, end), end
        draft.note("company", at, end, "left")
        _take_next_company(draft, end)
    else:
        draft.at = at
    return draft


def _take_next_company(draft: Draft, i: int) -> None:
    """`left Acme for Globex`: the same people are at Globex now, which is a change of its own."""
    line = draft.line
    i += line.low[i : i + 2] == ["to", "join"]
    end = company_end(line, i + 1, draft.scene) if line.low[i] in ("for", "to", "join") else 0
    if not end or line.low[i + 1] in ("good", "now"):
        return
    also = Draft(line, draft.scene.after(tuple(draft.people)), "change", end, "back", CHANGE)
    also.people, also.company = list(draft.people), line.said(i + 1, end)
    also.note("company", i, end, "left for")
    draft.also, draft.at = also, end
    if line.low[end] == "as":
        draft.at = take_role(also, end + 1, sure=True)


@rule("{people} 's last day [at|with|is|was] [on]")
def last_day(m: Match) -> Draft | None:
    """`Ana's last day at Saab is Friday`."""
    draft = change(m)
    draft.status, draft.look = "left", "back" if m.line.low[m.end - 1] == "was" else "ahead"
    if m.line.low[m.end - 1] in ("at", "with") and (end := company_end(m.line, m.end, m.scene)):
        draft.company, draft.at = m.line.said(m.end, end), end + (m.line.low[end] in ("is", "was"))
        draft.note("company", m.end, end, "left")
    return draft


@rule(
    "{people} no longer works|work at|for|with|there",
    "{people} doesn't|does work|not [work] at|for|there [anymore]",
    "{people} is no longer|more at|with",
    "{people} isn't|is at|with|not [at|with]",
    "{people} 's|is gone from",
)
def no_longer(m: Match) -> Draft | None:
    line = m.line
    said = line.low[m.start : m.end]
    if not ({"no", "doesn't", "isn't", "not", "gone"} & set(said)):
        return None
    there = line.low[m.end - 1] == "there"
    end = m.end if there else company_end(line, m.end, m.scene)
    if not end:
        return None
    draft = change(m, end + (line.low[end] in ("anymore", "any")) + (line.low[end : end + 2] == ["any", "more"]))
    draft.company, draft.status = line.said(m.end, end) or None, "left"
    return draft


@rule(
    "{people} got|was|were|is|been|has|have|'s|just [been|being|getting] laid|let off|go [from|by|at]",
    "{people} got|was|is|been fired|sacked|axed [from|by|at]",
    "{people} was|got made redundant [from|by|at]",
    "{people} lost her|his|their job [at|with]",
)
def laid_off(m: Match) -> Draft | None:
    return _ended(m, "laid_off")


@rule("{people} retired|retires [from]", "{people} is|'s|has|will [be] retiring|retired|retire [from]")
def retired(m: Match) -> Draft | None:
    draft = _ended(m, "retired")
    if draft and {"retires", "retiring", "will"} & set(m.line.low[m.start : m.end]):
        draft.look = "ahead"
    return draft


def _ended(m: Match, status: str) -> Draft:
    draft = change(m)
    draft.status = "retired" if status == "retired" else "laid_off"
    if m.line.low[m.end - 1] in ("from", "by", "at", "with"):
        end = company_end(m.line, m.end, m.scene)
        if end:
            draft.company, draft.at = m.line.said(m.end, end), end
    return draft


@rule(
    "{people} is|'s|are|goes|went|will [be] [away|out|off|going|now] on {leave}",
    "{people} started|starts|takes|took|is|'s [taking] [her|his|their|a] {leave}",
)
def on_leave(m: Match) -> Draft | None:
    draft = change(m)
    draft.status, draft.takes, draft.look = "on_leave", CHANGE | {"until"}, "ahead"
    if {"went", "started", "took"} & set(m.line.low[m.start : m.end]):
        draft.look = "back"
    return draft


@rule("{people} passed away|on", "{people} died", "{people} has|is|'s died|deceased|dead|passed [away]")
def deceased(m: Match) -> Draft | None:
    draft = change(m)
    draft.status = "deceased"
    return draft


@rule(
    "don't|dont|never [ever] contact|message|email|call|approach|text {people} [again|anymore|please]",
    "do not [ever] contact|message|email|call|approach|text {people} [again|anymore|please]",
    "{people} doesn't|does want [not] [want] to be contacted",
    "{people} asked [me|us] not to be contacted|contact",
    "{people} is|: do not contact",
    "{people} asked not to",
    "no [more] contact with {people}",
)
def do_not_contact(m: Match) -> Draft | None:
    draft = change(m)
    draft.status = "do_not_contact"
    return draft
