"""Searches: `find`, who fits what is asked for."""

from __future__ import annotations

from bot.language.companies import company_end
from bot.language.draft import Draft
from bot.language.facts import take_role
from bot.language.patterns import Match, rule
from bot.language.places import place_end
from bot.language.words import words

FIND = words("tag topic place company past find via")


@rule("who is|'s the|a|an|our", "who is|'s {people} at|of|from")
def find_role(m: Match) -> Draft | None:
    """`who is the CTO of Globex`: no person's name, so no brief."""
    draft = _find(m)
    at = take_role(draft, m.end if "people" not in m.slots else m.start + 2)
    if not draft.role:
        return None
    draft.at = at
    return draft


@rule("who is|'s|are", "whos|whois", rank=2)
def find_known_company(m: Match) -> Draft | None:
    """`who is Wise`, when that is a company and nobody's name."""
    length = m.scene.known.company(m.line.low, m.end)
    is_all = m.line.low[m.end + length] in ("", "?", "!", ".")
    if not length or not is_all or m.scene.known.person(m.line.low, m.end) >= length:
        return None
    draft = _find(m)
    draft.company, draft.at = m.line.said(m.end, m.end + length), m.end + length
    return draft


def _find(m: Match, negative: bool = False) -> Draft:
    draft = m.draft("find", "back", FIND)
    draft.people.clear()
    draft.negative = negative
    return draft


_NOT = words("not haven't havent hasn't didn't didnt never")

_CONTACT = (
    "met|seen|talked|spoken|called|emailed|contacted|messaged|pinged|reached|heard|chatted|"
    "caught|meet|see|talk|speak|call|email|contact|message|reach|hear|chat|catch|texted|visited|"
    "know|add|added|introduce|introduced|text|visit"
)


@rule(
    "who|whom|anyone|anybody|everyone|people|contacts|those|someone [that|who] [did|have|do|had|"
    "haven't|havent|didn't|didnt|'ve] [i|we] [did|have|haven't|havent|didn't|'ve|never] [not|"
    "never|last] " + _CONTACT + " [up|out|back] [to|with|from|touch]",
    "who|anyone|people [in|from] {tags} [that|who] [did|have|do|haven't|havent|didn't] i|we "
    "[have|haven't|havent|never|didn't] [not|never] " + _CONTACT + " [up|out|back] [to|with|from|touch]",
    "who|anyone|people [in|from {tags}] [that|who] [have|haven't|havent|do] i|we [have|haven't|havent|never] "
    "[not|never] [been|lost] "
    "in|out [of] touch|contact [with]",
    "did|do|have|haven't|havent|didn't [i|we] [not|never] " + _CONTACT + " [up|out|back] [to|with|from|touch]",
)
def find_contact(m: Match) -> Draft | None:
    """`who did I meet at PyCon`, `who haven't I talked to in 6 months`."""
    line, said = m.line, set(m.line.low[m.start : m.end])
    if line.low[m.start] in ("did", "do", "have", "haven't", "havent", "didn't") and m.scene.command != "whois":
        return None
    if not said & {"i", "we"}:
        return None
    draft = _find(m, bool(said & _NOT))
    draft.tags += m.slots.get("tags", ())
    if (
        line.low[m.end - 1] == "know"
        and line.low[m.end] in ("at", "from", "@")
        and (end := company_end(line, m.end + 1, m.scene))
    ):
        draft.company, draft.at = line.said(m.end + 1, end), end
    if line.low[draft.at] in ("about", "re") and line.low[m.end - 1] in ("to", "with"):
        return draft
    if draft.negative and line.low[draft.at] in ("recently", "lately"):
        draft.at += 1
    return draft


@rule(
    "who|anyone|people|everyone|contacts|someone [that|who|here] works|work|working|worked|is [now] at|for|with",
    "works|work|working at|for",
    "who|anyone|people|everyone|contacts [is] from|at|@",
    "do i know anyone|anybody|someone|people at|from",
    "who 's at|from|with",
    "who 's working at|for",
)
def find_company(m: Match) -> Draft | None:
    line = m.line
    if line.low[m.start] in ("works", "work", "working") and m.scene.command != "whois" and not m.scene.follows:
        return None
    end = company_end(line, m.end, m.scene)
    if not end:
        return None
    draft = _find(m)
    draft.company, draft.at = line.said(m.end, end), end
    draft.note("company", m.end, end, "works at")
    return draft


@rule(
    "who|anyone|people|everyone|contacts [that|who] is|are|'s|'re [interested] [in] into|in",
    "who|anyone|people|everyone|contacts interested in",
    "anyone|people|everyone|contacts into",
    "is|are into",
    "is interested in",
    "who|anyone|people [that|who|here] likes|like|loves|love|knows|know|does|enjoys|cares [about]",
    "who can help [me] [with]",
    "into",
    "knows|likes|loves|does|enjoys",
    "interested in",
)
def find_topic(m: Match) -> Draft | None:
    """`who is into rust`."""
    line = m.line
    said = line.low[m.start : m.end]
    if (
        said[0] in ("is", "are", "into", "interested", "knows", "likes", "loves", "does", "enjoys")
        and m.scene.command != "whois"
    ):
        return None
    if said[-1] == "in" and "interested" not in said:
        if line.low[m.end][:1] == "#":
            return _find(m)
        draft = _find(m)
        draft.at = m.end - 1
        return draft
    if m.end >= line.size:
        return None
    draft = _find(m)
    draft.mode = "topic"
    draft.takes = words("tag past find")
    draft.keep = True
    return draft


@rule(
    "who|people|everyone|contacts|find|show|list|search [me] [all] [people|everyone|contacts] "
    "[in|with|for|tagged|on] {tags}",
    "in {tags}",
    "{tags}",
    "who is|'s|are [in|tagged|my|the|our] {tags}",
    "who do i know [in] {tags}",
    "who|people|anyone has|have|with {tags}",
    "tagged {tags}",
)
def find_tags(m: Match) -> Draft | None:
    line = m.line
    is_asked = (
        line.low[m.start] == "who" and line.low[m.end] in ("is", "are") and line.low[m.end + 1] in ("in", "at", "into")
    )
    if (line.low[m.start] in ("in", "tagged") and m.scene.command != "whois") or (
        line.low[m.end] in ("is", "are", "was") and not is_asked
    ):
        return None
    if line.low[m.start][0] == "#" and m.scene.command in ("met", "nudge"):
        return None
    draft = _find(m)
    draft.tags += m.slots["tags"]
    draft.at += is_asked and line.low[m.end + 1] != "into"
    return draft


@rule(
    "find|search|list|show [me] [for] [everyone|anyone|people|someone|contacts|who] [at|from|in|"
    "who|about|into|interested|that|works] [works] [at|in|is] [into]"
)
def find_any(m: Match) -> Draft | None:
    """`find designers in Berlin`, `show me everyone at Acme`."""
    line = m.line
    said = line.low[m.start : m.end]
    if m.end >= line.size or (
        said[0] in ("show", "list") and not {"everyone", "anyone", "people", "someone", "contacts", "who"} & set(said)
    ):
        return None
    draft = _find(m)
    low = line.low[m.end - 1]
    if low in ("at", "from") and (end := company_end(line, m.end, m.scene)):
        draft.company, draft.at = line.said(m.end, end), end
    elif low == "in" and "interested" not in line.low[m.start : m.end]:
        end = place_end(draft, m.end)
        draft.where, draft.at = line.said(m.end, end), end
    else:
        draft.mode, draft.keep = "topic", True
    return draft


@rule(
    "who|people|anyone|everyone|contacts [that|who] [is|are|'s] lives|live|living|based|located in|near",
    "who|people|anyone|everyone is|are|was|were|'s|went [also] in|at|near|to",
    "who|people|anyone|everyone|contacts in|at|near",
)
def find_place(m: Match) -> Draft | None:
    """`who lives in Berlin`, `who was at PyCon`, `who in Berlin have I not met`."""
    line = m.line
    draft = _find(m)
    start = m.end + (line.low[m.end] in ("the", "a", "an"))
    end = place_end(draft, m.end)
    if end <= start or line.low[m.end][:1] == "#" or line.low[m.end] in ("my", "touch", "town"):
        return None
    draft.where, draft.at = line.said(start, end), end
    draft.note("where", m.start, end, "place")
    return draft
