"""A fact worth remembering and how to reach somebody: `note` and `details`."""

from __future__ import annotations

from bot.language.draft import Draft
from bot.language.patterns import Match, rule
from bot.language.people import read_people
from bot.language.whom import people_of_task
from bot.language.words import CLOSERS, DETERMINERS, MARKS, POSSESSIVES, STOPS, words

NOTE = words("tag")

_MEETING = words("i we see talk meet speak to you when with call")

_CHANNELS = {
    "email": "email", "e-mail": "email", "mail": "email", "emails": "email", "phone": "phone", "calls": "phone",
    "call": "phone", "telephone": "phone", "calling": "phone", "slack": "slack", "whatsapp": "whatsapp", "linkedin":
    "linkedin", "text": "text", "texts": "text", "sms": "text", "texting": "text", "in-person": "in person",
    "face-to-face": "in person", "dm": "slack", "dms": "slack", "messages": "text", "emailing": "email",
}  # fmt: skip


_BEFORE_CHANNEL = words("to meet be talk speak by via on over a an contacted reached getting get")
_RELATED = words("favorite favourite hobby mother father mom dad")


def whole(m: Match, at: int, intent: str = "note") -> Draft:
    """A note that keeps all its words from word `at` on, days too."""
    draft = m.draft("note", "ahead", NOTE)
    draft.at = m.line.size
    draft.mode = "topic"
    end = at
    first = at
    while first < m.line.size and m.line.low[first] in MARKS | {"that", "'s"}:
        first += 1
    for end in range(first, m.line.size + 1):
        if end == m.line.size or (m.line.low[end][0] == "#" and len(m.line.low[end]) > 1):
            break
    draft.at = end
    if first < end:
        draft.piece(first, end)
    return draft


@rule(
    "note|notes [on|about|for|re] {people} :|-|—|–|,",
    "note|notes [on|about|for|re] {people} that",
    "[a|add|make|quick] note|notes on|about|for {people} [:|-|—|–|,|that]",
    "[add|make|take] [a] note|notes [on|about|for|to] {people} [:|-|—|–|,|that]",
    "note that {people}",
    "remember [that|:] {people}",
    "remember about {people} [:|-|that]",
    "fyi {people} :",
    "note|notes : {people}",
)
def note(m: Match) -> Draft | None:
    line = m.line
    if m.end >= line.size or (line.low[m.start] == "remember" and line.low[m.end] in ("", "to")):
        return None
    if line.low[m.start] in ("note", "notes") and line.low[m.start + 1] == "to":
        return None
    draft = whole(m, m.end)
    return draft if draft.pieces else None


@rule(
    "{people} prefers|prefer|likes|wants [to] [be] [contacted|reached|use] [being] [contacted|"
    "reached] [by|via|on|over|through]",
    "{people} 's preferred channel|contact [channel|method|way] is [by]",
    "reach|contact {people} by|via|on|over|through",
    "{people} is|'s best|easiest reached|contacted [by|via|on|over|through]",
    "best|easiest [to] reach|reached {people} [by|via|on|over|through]",
    "best way to reach {people} [is] [:] [by|via|on|over|through]",
    "{people} prefers to meet|talk|speak|chat|communicate [by|via|on|over|through]",
    "{people} would|'d rather be|get|have|receive [contacted|reached] [by|via|on]",
)
def prefers(m: Match) -> Draft | None:
    """`Priya prefers email`, `Art prefers to meet in person`."""
    line = m.line
    at = m.end
    while line.low[at] in _BEFORE_CHANNEL:
        at += 1
    channel = "in person" if line.low[at : at + 2] == ["in", "person"] else _CHANNELS.get(line.low[at])
    if not channel:
        return None
    end = at + 1 + (line.low[at] == "in")
    while line.low[end] in ("calls", "call", "messages", "message", "dms", "dm", "texts"):
        end += 1
    if line.low[end] and line.low[end] not in STOPS | CLOSERS | {"instead", "rather", "than"}:
        return None  # "prefers email newsletters"
    draft = m.draft("note", "ahead", NOTE)
    draft.channel, draft.at = channel, end
    return draft


@rule(
    "{people} is|are|'s|'re|was|am [really|very|super|also|now|so] into|in [to]",
    "{people} is|are|'s|'re [really|very|also|super|now] interested in",
)
def into(m: Match) -> Draft | None:
    """`Priya is into climbing and rust`: only the words that say so are dropped."""
    if m.line.low[m.end - 1] not in ("into", "in", "to") or m.end >= m.line.size:
        return None
    if m.line.low[m.end - 1] == "in" and m.line.low[m.end - 2] != "interested":
        return None
    draft = m.draft("note", "ahead", NOTE)
    draft.mode = "topic"
    return draft


_HABITS = (
    "loves|likes|hates|enjoys|dislikes|adores|plays|speaks|collects|studies|studied|lives|drinks|"
    "eats|follows|supports|climbs|runs|surfs|skis|cycles|"
    "paints|teaches|volunteers|dreams|prefers|cares|love|like|enjoy|hate|play|speak|live"
)

_HOW_OFTEN = words("never always often sometimes")
_DOING = words("runs follows supports climbs")

_ENDURING = words(
    "vegetarian vegan allergic celiac coeliac pescatarian lactose gluten-free teetotal from "
    "single divorced left-handed dyslexic "
    "fluent fan passionate obsessed based interested"
)

_KIN = words(
    "kids kid children child daughter daughters son sons dog dogs cat cats wife husband partner "
    "twins sister brother boyfriend girlfriend siblings baby allergy allergies"
)


@rule(
    "{people} [really|also|absolutely|always|never] " + _HABITS,
    "{people} never|always|usually|often|rarely|hardly|sometimes [ever] answers|picks|replies|reads|checks|eats|drinks|"
    "works|travels|wears|orders|brings|forgets|calls|texts|emails|writes|goes|comes|takes|has|gets|sleeps|wakes",
    "{people} doesn't|doesnt|don't like|eat|drink|enjoy|love|speak",
)
def habit(m: Match) -> Draft | None:
    """`Ana loves jazz`."""
    people = m.slots["people"]
    if m.end >= m.line.size:
        return None
    if m.line.low[m.end - 1] in _DOING and m.line.low[m.end] in DETERMINERS:
        return None  # "she runs the moulding line" is no habit
    if (
        m.line.low[people.end].rstrip("s") == m.line.low[people.end]
        and len(people.names) == 1
        and m.line.low[m.start] not in ("they", "we")
        and not m.line.low[people.end].endswith(("n't", "nt", "y"))
        and m.line.low[people.end] not in _HOW_OFTEN
    ):
        return None
    return _kept(m, people.end)


@rule(
    "{people} is|'s|are [a|an|not] [big|huge|also|really|very|very]",
    "{people} has|have [a|an|no|two|three|four|five|one|young|small|little|nut|his|her]",
    "{people} 's wife|husband|partner|kids|kid|daughter|son|dog|cat|children|sister|brother|"
    "favorite|favourite|hobby|girlfriend|boyfriend|mother|father|mom|dad",
)
def enduring(m: Match) -> Draft | None:
    """`Tom is vegetarian`, `Sam has two kids`."""
    line, people = m.line, m.slots["people"]
    if m.scene.follows and line.low[m.start] in POSSESSIVES and line.low[m.start - 1] == ",":
        return None  # "saw Reza, his kids are 3 and 5": a plain sentence, and topic
    near = set(line.low[people.end + 1 : people.end + 6])
    if line.low[people.end] in ("has", "have"):
        return _kept(m, people.end) if near & _KIN else None
    if line.low[m.end - 1] in _KIN or line.low[m.end - 1] in _RELATED:
        return (
            _kept(m, people.end + (line.low[people.end] == "'s"))
            if line.low[m.end] in ("is", "are", "loves", "likes", "works", "has", "was", "just", "'s")
            else None
        )
    return (
        _kept(m, people.end + (line.low[people.end] == "'s"))
        if (near & (_ENDURING - {"from", "based"}) and line.low[people.end] != "'s") or line.low[m.end] in _ENDURING
        else None
    )


_FAMILY = (
    "mother|father|mom|mum|dad|mama|papa|parents|wife|husband|partner|son|sons|daughter|daughters|kid|kids|child|"
    "children|twins|baby|brother|sister|siblings|grandmother|grandfather|grandma|grandpa|grandparents|uncle|aunt|"
    "cousin|nephew|niece|boyfriend|girlfriend|fiancé|fiancée|fiance|fiancee|dog|cat|best-friend"
)
_BEFELL = (
    "died|dies|passed|lost|got|gets|had|has|was|were|broke|fell|started|starts|finished|graduated|moved|moves|won|"
    "went|came|turned|left|joined|is|are|'s"
)
_OWN = "her|his|their|a|an|the"
_ILL = "ill|hospitalised|hospitalized|bereaved|grieving|mourning|struggling|depressed|burned|burnt"
_ILLNESS = "cancer|leukemia|leukaemia|dementia|depression|burnout|pneumonia"


@rule(
    f"{{people}} 's {_FAMILY} [just|recently|sadly|has] [sadly] {_BEFELL}",
    "{people} 's company|startup|start-up|business|firm went|is|was|has [gone] bankrupt|bust|under|failed|insolvent",
    "{people} 's company|startup|start-up|business|firm failed|folded",
    f"{{people}} [has|had] [just|sadly|recently] lost {_OWN} [best|close|old|older|younger] "
    f"{_FAMILY}|friend|house|home|election|company|case|funding",
    f"{{people}} is|was|are|were|'s|'re [really|very|seriously|badly|still] {_ILL}",
    "{people} is|was|are|were|'s|'re [back|now|still] in [the] hospital",
    f"{{people}} is|'s going through [{_OWN}] [tough|hard|bad|rough|difficult|messy] divorce|separation|time|patch",
    f"{{people}} has|had [{_OWN}] [bad|serious|minor|small|car|bike|heart] {_ILLNESS}|stroke|miscarriage|accident|"
    "attack|surgery|operation",
    "{people} was|got|were|has [been] [just] diagnosed",
    f"{{people}} [has] [just] broke|broken {_OWN} leg|arm|foot|ankle|wrist|hip|back|hand|collarbone|shoulder|nose|rib",
    "{people} [has|have|and] split|broke|broken up",
    "{people} separated from",
    rank=1,
)
def befell(m: Match) -> Draft | None:
    """`Lee lost her father`, `Ana's mother passed away`: what befell somebody or theirs, and is no day to celebrate."""
    line, people = m.line, m.slots["people"]
    if m.scene.follows and line.low[m.start] in _THEY | POSSESSIVES:
        return None  # "met Lee, she lost her father": a plain sentence, and topic
    return _kept(m, people.end + (line.low[people.end] == "'s" and line.low[people.end + 1] in _AFTER_S))


_THEY = words("he she they it")
_AFTER_S = words(f"{_FAMILY} company startup start-up business firm".replace("|", " "))


def _kept(m: Match, at: int) -> Draft:
    draft = m.draft("note", "ahead", NOTE)
    draft.at, draft.mode, draft.sentence = at, "topic", True
    return draft


@rule(
    "next time ask|tell|show|talk|bring|mention|thank|give|congratulate|remind|invite [to|with] {people}",
    "next time [when] [i] see|meet|talk|speak|call [to|with] {people} [,|:|-] [i] [to] [should]",
    "next time with {people} [,|:|-]",
    "for next time :|,|-",
    "when i next see|meet|talk|speak|call [to|with] {people} [,|:|-] [i] [to] [should]",
)
def next_time(m: Match) -> Draft | None:
    """`next time ask Priya about the marathon`."""
    line, at = m.line, m.start + 2
    draft = m.draft("note", "ahead", NOTE)
    draft.next_time, draft.mode = True, "task"
    if (
        line.low[m.start] != "next"
        or line.low[at] in ("i", "when", "with", "see")
        or line.low[m.end - 1] in (",", ":", "-")
    ):
        at = m.end
    draft.at = at
    if "people" not in m.slots:
        people = people_of_task(line, at, m.scene)
        draft.people += people.names if people else ()
    return draft


@rule("bring|mention|ask|tell|show|discuss|remember|talk|thank|give|congratulate|say|remind|raise|check", rank=-1)
def for_next_time(m: Match) -> Draft | None:
    """`ask Ana about rust next time`, `bring up the marathon next time I see Ana`."""
    line = m.line
    for k in range(m.end, min(m.end + 25, line.size)):
        if line.low[k] in MARKS:
            return None
        if line.low[k] == "next" and line.low[k + 1] == "time":
            break
    else:
        return None
    start = m.start + (2 if line.low[m.start : m.start + 2] in (["remind", "me"], ["remember", "to"]) else 0)
    start += line.low[start] == "to"
    people = people_of_task(line, start, m.scene)
    draft = m.draft("note", "ahead", NOTE)
    draft.piece(start, k)
    draft.next_time, draft.at = True, k + 2
    while line.low[draft.at] in _MEETING:
        draft.at += 1
    whom = read_people(line, draft.at, m.scene) if draft.at > k + 2 else None
    if whom:
        people, draft.at = whom, whom.end
    draft.people += people.names if people else ()
    return draft
