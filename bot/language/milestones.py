"""Days to celebrate: `milestone`."""

from __future__ import annotations

from bot.language.companies import company_end, file_company
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.facts import take_company, title_end
from bot.language.meanings import MilestoneKind
from bot.language.patterns import Match, rule
from bot.language.roles import role_end
from bot.language.words import words

DAY = words("day tag company")
WORK = words("day tag company place")


def milestone(m: Match, kind: MilestoneKind, look: str = "back") -> Draft:
    draft = m.draft("milestone", "back" if look == "back" else "ahead", DAY)
    draft.milestone = kind
    draft.yearless = kind in ("birthday", "work_anniversary")
    return draft


@rule(
    "{people} 's birthday|bday|b-day|birthdate [is|was|falls|:|-|=] [on]",
    "{people} birthday|bday|b-day [is|was|:|-|=] [on]",
    "{people} 's date of birth [is|:]",
    "{people} was|is born [on]",
    "{people} has [a|her|his] birthday|bday [on]",
    "birthday|bday|b-day of|for {people} [is|:] [on]",
    "birthday|bday|b-day [:] {people} [is|:] on",
    "{people} turns|turned|turning [on]",
    "{people} will|'ll turn",
    "{people} 's turning",
    "it 's|is|was {owner} birthday|bday|b-day",
    "today|tomorrow is|'s {owner} birthday|bday|b-day",
)
def birthday(m: Match) -> Draft | None:
    line = m.line
    if line.low[m.end] in ("party", "present", "gift", "dinner", "card", "cake", "drinks", "lunch", "celebration"):
        return None
    draft = milestone(
        m, "birthday", "back" if {"turned", "was"} & {line.low[m.start + 1], line.low[m.end - 1]} else "ahead"
    )
    if line.low[m.start] in ("today", "tomorrow"):
        draft.day = read_day(line, m.start, m.scene.today)
    if line.low[m.end - 1] in ("turns", "turned", "turning", "turn"):
        if not line.low[m.end].isdecimal() or len(line.low[m.end]) > 3:
            return None
        draft.at = m.end + 1
        draft.pieces.append((m.end - 1, line.said(m.end - 1, m.end + 1)))
    return draft


@rule(
    "{people} 's work|job anniversary [is|:|-] [on]",
    "{people} work anniversary [is|:|-] [on]",
    "{people} 's start date [is|was|:] [on]",
    "work anniversary of|for {people} [is|:] [on]",
    "{people} 's first day [at|with|is|was] [on]",
)
def anniversary(m: Match) -> Draft | None:
    draft = milestone(m, "work_anniversary", "ahead")
    if m.line.low[m.end - 1] in ("at", "with") and (end := company_end(m.line, m.end, m.scene)):
        file_company(draft, m.end, end, m.line.said(m.end, end))
        draft.at = end + (m.line.low[end] in ("is", "was"))
    return draft


@rule(
    "{people} started|joined|starts|joins [work] [working] [at|with|@]",
    "{people} 's|is starting|joining [at|with]",
    "{people} has been|worked|working at|with",
)
def started(m: Match) -> Draft | None:
    """With a day it is an anniversary, without one a change; which one, `settle` says."""
    line = m.line
    end = company_end(line, m.end, m.scene)
    if not end or (line.low[m.end - 1] in ("started", "starts", "starting")):
        return None
    looks_ahead = line.low[m.end - 1] in ("joins", "joining") or {"starts", "starting", "joins", "joining"} & set(
        line.low[m.start : m.end]
    )
    draft = milestone(m, "work_anniversary", "ahead" if looks_ahead else "back")
    draft.takes = WORK
    draft.style = "started"
    draft.at = end
    file_company(draft, m.end, end, line.said(m.end, end))
    if line.low[end] in ("as", ","):
        _take_role(draft, end + 1)
    return draft


def _take_role(draft: Draft, i: int) -> None:
    line = draft.line
    start = i + (line.low[i] in ("a", "an", "the", "their", "our"))
    end = role_end(line, start)
    if end:
        draft.role, draft.at = line.said(start, end), end


@rule(
    "{people} got|was|is|been|'s|gets|just promoted [to]",
    "{people} has|is been|getting|being promoted [to]",
    "{people} will|'ll be|get promoted [to]",
    "{people} [was|got|just|has|'s] [been|just] made|named|appointed [it] [to]",
    "{people} got|earned [a|her|his|the|their] promotion [to]",
    "{people} 's promotion to",
)
def promotion(m: Match) -> Draft | None:
    line = m.line
    ahead = (
        "getting" in line.low[m.start : m.end]
        or "being" in line.low[m.start : m.end]
        or {"gets", "will", "'ll"} & set(line.low[m.start : m.end])
    )
    draft = milestone(m, "promotion", "ahead" if ahead else "back")
    is_sure = not {"made", "named"} & set(line.low[m.start : m.end])  # no "made it to the finals"
    if not is_sure or line.low[m.end - 1] in ("to", "appointed"):
        start = m.end + (line.low[m.end] in ("a", "an", "the"))
        end = title_end(draft, start) if is_sure else role_end(line, start)
        if end > start:
            draft.role = line.said(start, end)
            draft.at = take_company(draft, end) if line.low[end] in ("at", "of", "@") else end
        elif line.low[m.end - 1] != "to" or not is_sure:
            return None
    return draft


@rule(
    "{people} got|landed|found|started|starts|has|gets|took|accepted|begins|'s [a|her|his|their|"
    "the] [great] new job|role|position|gig",
    "{people} is starting|beginning|taking [a|her|his|their] new job|role|position|gig",
    "{people} 's starting|taking [a|her|his|their] new job|role|position|gig",
    "{people} got|landed|accepted [a|the] job|offer",
    "{people} 's new job|role|position|gig [is|starts|started]",
)
def new_job(m: Match) -> Draft | None:
    line = m.line
    said = set(line.low[m.start : m.end])
    draft = milestone(
        m, "new_job", "ahead" if said & {"starts", "starting", "begins", "beginning", "gets", "taking"} else "back"
    )
    if line.low[m.end] in ("at", "with", "@"):
        end = company_end(line, m.end + 1, m.scene)
        if end:
            draft.company, draft.at = line.said(m.end + 1, end), end
    if line.low[draft.at] == "as":
        _take_role(draft, draft.at + 1)
    return draft


_ACHIEVED = (
    "won|published|graduated|finished|completed|launched|raised|earned|received|passed|defended|"
    "released|achieved|closed|sold|founded"
    "|ran|wrote|landed|exited|shipped|secured|got|delivered|hit|reached|presented|climbed|made|was|is|became"
)
_PRIZES = words(
    "award awards prize medal scholarship grant fellowship degree phd mba diploma certification "
    "certified certificate marathon "
    "ironman triathlon round funding series seed ipo keynote thesis book paper article patent "
    "exam bar record nominated awarded"
)
_HONOURS = words(
    "nominated awarded certified shortlisted knighted elected honoured honored champion winner finalist valedictorian"
)
_ALWAYS = words("won published graduated earned defended released launched achieved raised passed completed")


@rule("{people} [has] [just|finally|also|recently] " + _ACHIEVED)
def achievement(m: Match) -> Draft | None:
    """`Lee won the Turing Award`: the words from the verb on are what it is about."""
    line, verb = m.line, m.line.low[m.end - 1]
    if verb == "passed" and line.low[m.end] in ("away", "on", "by"):
        return None
    ahead = line.low[m.end : m.end + 8]
    rest: list[str] = []
    for low in ahead:
        if low in ",.;!?\n" or not low:
            break
        rest.append(low)
    if not rest and verb != "graduated":
        return None
    if verb in ("was", "is", "became"):
        if not _HONOURS & set(rest[:3]):
            return None  # "she is training for a triathlon"
    elif verb not in _ALWAYS and not _PRIZES & set(rest):
        return None
    draft = milestone(m, "achievement")
    draft.takes = words("day tag")
    draft.at, draft.mode = m.end - 1, "task"
    return draft


_LIFE = (
    "had a|her|his|their baby|son|daughter|girl|boy|twins|kid|child|wedding",
    "had twins",
    "got|gets|is|are|'s|was|were|getting married|engaged|hitched|divorced",
    "got|is|are getting|been married|engaged",
    "bought|got a|an|her|his|their house|flat|apartment|home|dog|puppy|boat",
    "is|'s|are pregnant|expecting",
    "became a|an father|mother|dad|mum|mom|parent|citizen|grandfather|grandmother|grandparent",
    "welcomed a|their|her|his baby|son|daughter|child",
    "gave birth",
    "adopted a",
)


_TO_COME = words("gets getting expecting pregnant")


@rule(*(f"{{people}} [has] [just|finally] {words_}" for words_ in _LIFE))
def life(m: Match) -> Draft | None:
    """`Ana had a baby`, `Sam got married`."""
    people = m.slots["people"]
    said = set(m.line.low[m.start : m.end])
    draft = milestone(m, "other", "ahead" if said & _TO_COME else "back")
    draft.takes = words("day tag")
    draft.at, draft.mode = people.end, "task"
    while m.line.low[draft.at] in ("has", "just", "finally"):
        draft.at += 1
    return draft


@rule("{people} 's wedding|anniversary|graduation|retirement|housewarming|launch|defense|defence [party] [is|:] [on]")
def occasion(m: Match) -> Draft | None:
    if m.line.low[m.end] not in ("on", "is") and m.line.low[m.end - 1] not in ("is", "on", ":"):
        return None
    draft = milestone(m, "other", "ahead")
    people = m.slots["people"]
    draft.about = m.line.low[people.end + 1]
    draft.style = "occasion"
    return draft


def settle(draft: Draft) -> None:
    """Without a day, to have started somewhere is a change and no anniversary."""
    if draft.style == "started" and draft.day is None:
        draft.intent, draft.milestone = "change", None
