"""Questions: `brief`, `find`, `due`, `upcoming`, `owed`, `stats`."""

from __future__ import annotations

from dataclasses import replace

from bot.language import when
from bot.language.draft import Draft
from bot.language.meanings import Direction, MilestoneKind
from bot.language.patterns import Match, rule
from bot.language.people import People, read_people
from bot.language.words import KIND_OF_NOUN, words

LIMIT = words("until tag")

_FILLER = words("? ! . please pls again")


_AFTER_QUESTION = words(
    "people everyone everybody is are up coming next soon anyone for in check-in checkin today's now out there ?"
)
_AFTER_STATS = words("doing with my network looking ? like today so far please")


def brief(m: Match) -> Draft | None:
    """A brief on whoever the pattern names, their whole name taken: a question has no day."""
    line = m.line
    people: People = m.slots.get("people") or m.slots["owner"]
    first = people.end - 1
    scene = replace(m.scene, whole_names=True)
    start = next(
        (k for k in range(m.start, people.end) if (found := read_people(line, k, scene)) and found.end >= people.end),
        first,
    )
    found = read_people(line, start, scene)
    draft = m.draft("brief", "back")
    if found and found.end >= people.end and m.end == people.end:
        draft.people, draft.at = list(found.names), found.end
    return _ask(draft)


def _ask(draft: Draft) -> Draft:
    """Past the rest of a question that adds nothing: "again", "these days", a question mark."""
    line = draft.line
    while line.low[draft.at] in _FILLER | {
        "last",
        "recently",
        "about",
        "lately",
        "now",
        "up",
        "to",
        "doing",
        "these",
        "days",
    }:
        draft.at += 1
    return draft


@rule(
    "who is|'s|was|are [again] {people}",
    "whos|whois {people}",
    "is|was {people} ?",
    "brief|prep|update [me] [on|about|for|re] {people}",
    "brief|briefing [on|about|for] {people}",
    "when did|have|was [i|we] [last] talk|speak|see|meet|met|seen|spoken|talked|call|email|"
    "message|text|contact|catch|chat|heard|hear|spoke [up] [with|to|from] {people}",
    "when did|was i last talk|speak|see|meet|call|email|message|text|contact|catch|chat [up] [with|to] {people}",
    "when was [the|my] last [time] [contact|call|meeting|chat|conversation] [with] [i] [saw|met|"
    "talked|spoke] [to|with] {people}",
    "how long [has|is|ago] [it] [been] [since|did] i|we [last] talk|speak|see|meet|call|saw|met|talked|spoke|"
    "called|heard "
    "[to|with|from] {people}",
    "last contact|call|meeting|chat|conversation with {people}",
    "last time [i] saw|met|talked|spoke|called|with [to|with] {people}",
    "what do|did i|we|you know|have|remember about|on {people}",
    "what do|did we|i talk|discuss|speak about with {people}",
    "what did i|we talk|speak to|with {people} about [last] [time]",
    "what did {people} and i talk|chat|speak|discuss [about]",
    "what did i|we talk|discuss|speak|chat [about] with {people} [last] [time]",
    "who introduced me [to] {people}",
    "tell [me] about {people}",
    "tell me [more|everything] about|on {people}",
    "show|info|details|history|profile|background|summary|summarize|lookup|describe [me] [about|"
    "on|of|for|with] {people}",
    "look up {people}",
    "show me {people}",
    "what 's|is up|new|happening with {people}",
    "how do i know {people}",
    "how did i meet {people}",
    "where did i meet {people}",
    "where does {people} work",
    "what does {people} do",
    "how is|'s|are {people} [doing]",
    "did i meet|know {people}",
    "do i know {people}",
    "have i met {people}",
    "give me [a|the] brief|briefing|summary on|of|about {people}",
    "remind me who {people} is",
    "what have i|we [talked|discussed] [about] with {people}",
    "when is|'s {owner} birthday|anniversary",
    "what 's|is {owner} email|phone|number|birthday|role|job|company|linkedin",
    "where is|'s {people} [working] [now]",
)
def brief_on(m: Match) -> Draft | None:
    line, low = m.line, m.line.low[m.start]
    if (
        low in ("is", "was", "do", "did", "have")
        and m.scene.command != "whois"
        and m.line.low[m.start] in ("is", "was")
    ):
        return None
    if low == "update" and "me" not in line.low[m.start : m.end]:
        return None
    if (
        low == "how"
        and line.low[m.start + 1] in ("is", "'s", "are")
        and m.slots["people"].names
        and m.slots["people"].names[0].lower() in ("network", "things")
    ):
        return None
    if line.low[m.start : m.start + 2] in (["tell", "about"], ["tell", "who"], ["show", "for"]):
        return None
    return brief(m)


def asked(m: Match, intent: str) -> Draft:
    """A question with a last day: `this week`, `by Friday`, `in the next 2 weeks`."""
    draft = m.draft(intent, "ahead", LIMIT)  # type: ignore[arg-type]  # the three below
    draft.tags += m.slots.get("tags", ())
    line = draft.line
    if line.low[draft.at - 1] == "next" and (
        line.low[draft.at] in ("week", "month", "quarter", "year", "few") or line.low[draft.at][:1].isdigit()
    ):
        draft.at -= 1
    while line.low[draft.at] in _AFTER_QUESTION and line.low[draft.at + 1] is not None:
        low, after = line.low[draft.at], line.low[draft.at + 1]
        if (
            (low == "next" and after in ("week", "month", "quarter", "year"))
            or (low == "next" and (after[:1].isdigit() or after in ("few", "couple")))
        ) or (low in ("in", "for") and after[:1] != "#"):
            break
        draft.at += 1
    _take_tags(draft)
    end = when.until(draft, draft.at)
    if end > 0:
        draft.at = end
    return draft


def _take_tags(draft: Draft) -> None:
    line = draft.line
    while line.low[draft.at][:1] == "#" or (
        line.low[draft.at] in ("in", "for", "from", "and") and line.low[draft.at + 1][:1] == "#"
    ):
        if line.low[draft.at][:1] == "#":
            draft.tags.append(line.raw[draft.at][1:].lower())
        draft.at += 1


@rule(
    "who|whom|anyone|people in|from|of|with|among [the] {tags} should|do|must|shall|can|could|would i|we [need|"
    "have|want] [to] "
    "ping|contact|nudge|call|email|message|text|chase|reach|check|catch|follow|talk|see|meet|write|touch|get|speak "
    "[out|in|up|base|back] [to|with|on|in] [touch] [with]",
    "who|anyone|anything|what in|from|of|with|among [the] {tags} is|are|'s due|next|overdue",
    rank=-1,
)
@rule(
    "who|whos|who's|anyone|anybody|anything|what|what's [is|'s|are] [up] due|next|overdue [for] [a|check-in|nudge]",
    "due",
    "who|whom [else] should|do|must|shall|can|could|would i|we [need|have|want|got] [to] ping|"
    "contact|nudge|call|email|message|text|chase|reach|check|catch|follow|talk|see|meet|write|"
    "touch|get|speak|reconnect [out|in|up|base|back] [to|with|on|in] [touch] [with]",
    "should|must i|we ping|contact|nudge|call|email|message|text|reach|check|catch|follow|talk|"
    "see|meet|write|speak [out|in|up|base|back] [to|with|on|in]",
    "should i|we ping|contact|nudge",
    "should|must|to ping|contact|reach|call [out] [to]",
    "who to ping|contact|reach|call|nudge [out] [to]",
    "who needs|wants [a] [my] nudge|ping|check-in|call|attention|contact",
    "who have i neglected",
    "show|list [me] [who|what] [is|'s] due",
    "is|are due",
    "anyone|anybody [i] [should] due|ping|contact",
)
def due(m: Match) -> Draft | None:
    line, low = m.line, m.line.low[m.start]
    said = line.low[m.start : m.end]
    if low in ("should", "must", "is", "are") and m.scene.command != "whois":
        return None
    if low in ("what", "what's") and said[-1] != "due" and "next" not in said:
        return None
    return asked(m, "due")


_EVENTS: dict[str, MilestoneKind | None] = {
    "birthdays": "birthday", "birthday": "birthday", "bdays": "birthday", "bday": "birthday", "milestones": None,
    "milestone": None, "anniversaries": "work_anniversary", "anniversary": "work_anniversary", "promotions":
    "promotion", "celebrations": None, "events": None, "dates": None, "occasions": None,
}  # fmt: skip

_EVENT = "|".join(_EVENTS)


@rule(
    "[what|which|show|list|any|are|what's|all|the|my|next|there|me|is|'s] [are|'s|me|there|any|"
    f"the|my|next] [any|the|my] upcoming|coming [up] [work|special|important] {_EVENT} [and|&|or {_EVENT}]",
    "[any|next|show|list|what|which|are|all|the|my|is] [are|there|any|the|me|my] [next|the|my|"
    f"any] [work] {_EVENT} [and|&|or {_EVENT}] [are] [upcoming|coming|next|soon] [up]",
    "upcoming",
    "what 's|is coming [up]",
    "what 's|is upcoming",
    "coming up",
    f"who 's [work] {_EVENT} is|are [it] [next|coming|soon|upcoming|in] [up]",
    f"whose|who's [work] {_EVENT} is|are [it] [next|coming|soon|upcoming|in] [up]",
    f"who has|have|'s|celebrates [got] [a|an|any|upcoming|their] [upcoming|work] {_EVENT} [coming|soon] [up]",
    f"has|have a|any|upcoming [upcoming] [work] {_EVENT} [coming|soon] [up]",
    f"when is|'s|are the next [work] {_EVENT}",
)
def upcoming(m: Match) -> Draft | None:
    line, low = m.line, m.line.low[m.start]
    if low in ("has", "have") and m.scene.command != "whois":
        return None
    if (
        line.low[m.end] in ("of", "for", "with", "party", "is", "was", "at")
        or line.low[m.end] in KIND_OF_NOUN
        or (
            low in _EVENTS
            and low in ("birthday", "bday", "anniversary")
            and m.end == m.start + 1
            and m.end < line.size
            and line.cap[m.end]
        )
    ):
        return None
    draft = asked(m, "upcoming")
    asked_for = {_EVENTS[word] for word in line.low[m.start : m.end] if word in _EVENTS}
    draft.milestone = asked_for.pop() if len(asked_for) == 1 else None
    if draft.milestone == "work_anniversary" and "wedding" in line.low[m.start : m.end]:
        draft.milestone = None
    return draft


def _owed(m: Match, direction: Direction | None) -> Draft:
    draft = asked(m, "owed")
    draft.direction = direction
    return draft


@rule(
    "what|who|whom|which [do|did|have|else|does] [do|have] i|we [still|have] owe|promise|promised|owed [to] [{people}]",
    "what 've i promised [{people}]",
    "do i owe {people} [anything|something]",
    "did|have i|we promise|promised {people} [anything|something]",
    "do i owe [anyone|anybody|anything] [anything]",
    "my [open] promises|debts [to] [{people}]",
    "[open] promises to {people}",
    "what promises [have|did|do] i [make|made|have|owe] [to] [{people}]",
    "who am i owing",
)
def mine(m: Match) -> Draft | None:
    if (
        m.line.low[m.start] == "do"
        and m.scene.command != "whois"
        and "people" not in m.slots
        and m.line.low[m.end] not in ("?", "")
    ):
        return None
    return _owed(m, "mine")


@rule(
    "what|who|which does|did|has|have|do {people} [still] owe|promise|promised|owes|owed [me|us] [to]",
    "who|what|anyone [still] owes|owe me|us [something|anything|what]",
    "owes me|us [something|what]",
    "what am|are i|we owed [by] [{people}]",
    "what is owed [to] me",
    "what|who has|have promised me|us",
    "who promised me|us [something|what]",
    "{people} 's [open] promises",
    "[open] promises from|by {people}",
    "does {people} owe me [anything]",
    "what 's owed to me",
)
def theirs(m: Match) -> Draft | None:
    if m.line.low[m.start] == "owes" and m.scene.command != "whois":
        return None
    return _owed(m, "theirs")


@rule(
    "[list|show|what|my|all] [are|me] [the|my] open|outstanding|pending|unkept promises|debts [to|with] [{people}]",
    "promises",
    "owed",
    "list|show [me] [all] [the|my] promises",
    "who owes what",
    "promises [that] [are] open|outstanding|due",
    "ledger",
)
def promises(m: Match) -> Draft | None:
    return _owed(m, "mine" if "my" in m.line.low[m.start : m.end] else None)


@rule(
    "stats|statistics|metrics|overview|dashboard",
    "[my|show|network|give|what] [me|my|the|are] [my|network|some] stats|statistics|overview|dashboard|numbers",
    "how is|'s|are|does|big|large|healthy|warm [is] my network|contacts [doing|look|looking|like|going]",
    "how [well] am i doing|keeping [in] [touch] [with] [my] [network]",
    "how many people|contacts [do|did|have|are] [i|in|there] [my|know|have|meet|met|in|talk|"
    "talked] [network|my] [to|network] [with]",
    "[my] network|networking [stats|health|status|overview|summary|report|statistics]",
    "state|status|health|summary of my network",
    "how many [did|do|have] [i] [meet|met|talk]",
    "how 's|is|are networking|things|it [going] [with] [my] [network]",
)
def stats(m: Match) -> Draft | None:
    line, low = m.line, m.line.low[m.start]
    if low in ("network", "networking", "numbers") and m.end == m.start + 1 and m.end < line.size:
        return None
    draft = m.draft("stats", "back", words("past"))
    draft.at += m.line.low[draft.at] == "for"
    while line.low[draft.at] in _AFTER_STATS:
        draft.at += 1
    return draft
