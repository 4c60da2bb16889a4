"""Being in touch, told or planned: `log` and `plan`.

What was done is said in the past, what is to come looks ahead; a noun alone ("coffee with Ana") is either, by its day.
"""

from __future__ import annotations

from bot.language.companies import is_city
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.meanings import Kind
from bot.language.numbers import NUMBERS
from bot.language.patterns import Match, find, rule
from bot.language.people import People, is_named, read_people
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import ENDS, MARKS, MEDIA, RELATIVES, ROLES, SESSIONS, words

LOG = words("day time place company tag topic follow via outcome medium rhythm with")

KIND_OF_VERB: dict[str, Kind] = {"replied": "other"}

for _kind, _verbs in (
    (
        "met",
        (
            "met saw together went spent interviewed hosted stopped dropped came swung visited meet see "
            "visit meeting seeing visiting visits sees meets ran bumped run hung sat"
        ),
    ),
    ("call", "called phoned rang call phone ring calling phoning ringing rung"),
    (
        "message",
        (
            "messaged texted pinged dmed dm'd dm'ed dmd slacked slack'd whatsapped whatsapp'd message text ping "
            "dm msg msgd messaging texting pinging imessaged pm'd wrote"
        ),
    ),
    ("email", "emailed e-mailed mailed email mail emailing"),
    ("video", "zoomed facetimed skyped zoom facetime skype zooming"),
    (
        "other",
        (
            "talked spoke chatted heard caught checked reached followed talking speaking chatting "
            "catching talk speak chat catch connected reconnected synced contacted spoken touched hung "
            "reach connect approached"
        ),
    ),
    ("intro", "introduced intro'd introed introduce intro introducing"),
):
    KIND_OF_VERB.update(dict.fromkeys(_verbs.split(), _kind))  # type: ignore[arg-type]  # the literals above

_PERSONS = (
    RELATIVES
    | ROLES
    | words(
        "team guy guys folks people person woman man founders crew couple candidate investor customer family parents"
    )
)


_ARRANGED = words("scheduled booked planned set arranged confirmed fixed rescheduled moved pushed lined")
_CALLED_OFF = {("called", "off"), ("fell", "through"), ("didn't", "happen"), ("didnt", "happen"), ("never", "happened")}
_ALSO_VERBS = words("call text email message mail phone dm zoom facetime chat talk meeting ring")


def log(m: Match, kind: Kind | None, style: str = "past") -> Draft:
    """A log of this kind, its clauses still to be read."""
    draft = m.draft("log", "back", LOG)
    draft.kind, draft.style = kind, style
    return draft


def verb_kind(m: Match, at: int = 0) -> Kind:
    """The kind that the first known verb of the pattern's words stands for."""
    for low in m.line.low[m.start + at : m.end]:
        if low in KIND_OF_VERB:
            return KIND_OF_VERB[low]
    return "other"


@rule(
    "met|saw|visited [up] [with|w/] {people}",
    "ran|bumped|run into|across {people}",
    "met [up] with|w/ {people}",
    "hung out with {people}",
    "got together with|w/ {people}",
    "went for|on a walk|run|hike|ride|drive|stroll|swim|drink with|w/ {people}",
    "spent [the|some|a] [whole] time|day|afternoon|morning|evening|weekend with|w/ {people}",
    "interviewed|hosted {people}",
    "had {people} over|round",
    "sat down with|w/ {people}",
    "called|phoned|rang|emailed|e-mailed|mailed|messaged|texted|pinged|dmed|dm'd|dm'ed|slacked|slack'd|"
    "whatsapped|whatsapp'd|contacted [up] {people}",
    "zoomed|facetimed|skyped [with|w/] {people}",
    "talked|spoke|chatted|spoken to|with|w/ {people}",
    "connected|reconnected|synced [up] with|w/ {people}",
    "caught up with|w/ {people}",
    "checked in|back with|w/|on {people}",
    "followed|reached up|out with|w/|to {people}",
    "followed up|back with|w/|to {people}",
    "touched base with|w/ {people}",
    "heard [back] from {people}",
    "wrote|replied [back] to {people}",
    "got back to {people}",
)
def told(m: Match) -> Draft | None:
    """`met Ana`; "met Sam's boss" is not about Sam, and a city is no person."""
    if m.line.low[m.end] == "'s" and len(m.slots["people"].names) == 1:
        return None
    draft = log(m, verb_kind(m))
    draft.at += m.line.low[m.end] == "back"  # "texted Bruno back"
    if m.line.low[m.start] == "visited" and draft.people and is_city(draft.people[0]):
        draft.where = draft.people.pop(0)
        return draft if draft.people else None
    return draft


@rule("hung up|off with|on {people}")
def hung_up(m: Match) -> Draft | None:
    return log(m, "call")


@rule(
    "met|saw|visited|called|phoned|emailed|messaged|texted|talked|spoke|chatted [up] [with|to|w/]",
    "ran|bumped into",
    "caught up",
    rank=2,
)
def told_of_others(m: Match) -> Draft | None:
    """`met Friday with Sam`, `met my friend Sam`, `met someone from Acme`: whom, if anybody, comes later."""
    if m.scene.follows or not may_be_others(m.line, m.end, m.scene):
        return None
    return log(m, verb_kind(m))


@rule("talked|spoke|chatted [mostly|mainly|briefly] about|re", "discussed|covered|went [over|through]", rank=2)
def told_by_topic(m: Match) -> Draft | None:
    """`discussed the term sheet with Ivan`: the topic first, then with whom."""
    line = m.line
    if line.low[m.start] == "went" and m.end == m.start + 1:
        return None
    ends = next((k for k in range(m.end, line.size) if line.low[k] in ENDS or line.low[k] == ","), line.size)
    withs = [k for k in range(m.end + 1, ends) if line.low[k] in ("with", "w/")]
    if m.scene.follows or not any(read_people(line, k + 1, m.scene) for k in withs):
        return None
    draft = log(m, "other")
    draft.mode, draft.fresh = "topic", False
    return draft


def may_be_others(line: Line, i: int, scene: Scene) -> bool:
    """Whether people who are not named, or named later, may follow.

    "a recruiter", "the Acme team", "Friday with Sam".
    """
    low = line.low[i]
    if low in ("someone", "somebody", "people", "everyone", "my", "our", "some", "two", "three", "several"):
        return True
    day = read_day(line, i + (low in ("on", "in")), scene.today, scene.day_first)
    if day:
        return any(word in ("with", "w/", "to") for word in line.low[i : i + 8])
    if low in ("a", "an", "the") or low in NUMBERS or low.isdecimal() or is_named(line, i, scene):
        return any(
            word in _PERSONS or word.removesuffix("s") in _PERSONS or word == "'s" for word in line.low[i : i + 6]
        )
    return False


@rule(
    "had|grabbed|got|did|enjoyed|took|shared|finished|held|attended|joined [over|on] {kind} [with|w/] {people}",
    "had|grabbed|got|did|enjoyed|took|shared|finished|held {kind}",
    "[was] on|in|at {kind} with|w/ {people}",
    "[was|were] on|off [the] phone|line with|w/ {people}",
    "went out for|to {kind} with|w/ {people}",
    "had {people} over|round [for] {kind}",
    "{kind} from {people}",
    "hopped|jumped|got on|onto|off {kind} with|w/ {people}",
    "got off|on the phone|call|line with|w/ {people}",
    "was|were on the phone|line with|w/ {people}",
    "went|met|out for|to {kind} with|w/ {people}",
    "took {people} [out] [for|to] {kind}",
)
def had(m: Match) -> Draft | None:
    if m.line.low[m.end - len(m.slots.get("people", People((), 0)).names) - 1] == "from" and m.slots.get("kind") in (
        "met",
        "coffee",
        "meal",
    ):
        return None
    if "people" not in m.slots and m.line.low[m.end - 1] in SESSIONS and not _says_with_whom(m):
        return None  # "did some training"
    if m.line.low[m.start] == "attended" and SESSIONS & set(m.line.low[m.start : m.end]):
        return None  # an occasion
    if (m.line.low[m.end] in ("from", "on") and m.line.low[m.start] in ("got", "took")) or m.line.low[m.end] == "for":
        return None
    return log(m, m.slots.get("kind", "call"))


@rule(
    "went|been to {event} with|w/ {people}",
    "attended|visited {event} with|w/ {people}",
    "was|were at {event} with|w/ {people}",
)
def went(m: Match) -> Draft | None:
    draft = log(m, "event")
    draft.where = m.slots["event"]
    return draft


@rule(
    "great|good|nice|lovely|wonderful|awesome|fun|amazing|fantastic [to|finally] [finally] meet|"
    "meeting|see|seeing|catch|catching|talk|talking|chat|chatting|speaking|speak|connecting [up] "
    "[with|to|w/] {people}",
    "enjoyed meeting|seeing|catching|talking|chatting|speaking [up] [with|to|w/] {people}",
)
def pleased(m: Match) -> Draft | None:
    return log(m, verb_kind(m, at=1))


@rule("log|record|logged|track|add [:] [a|an|that|the] [i|we]")
def logged(m: Match) -> Draft | None:
    """`log coffee with Ana`, `log Ana at PyCon`."""
    if m.end >= m.line.size:
        return None
    found = find(m.line, m.end, m.scene)
    if m.line.low[m.start] == "add" and not (found and found.intent == "log"):
        return None
    if found:
        return found if found.intent in ("log", "plan") else None
    people = read_people(m.line, m.end, m.scene, pronouns=False)
    m.end = people.end if people else m.end
    return names_alone(m, people) if people else None


@rule("{kind} with|w/ {people}", "{kind} : {people}", "{kind}")
def noun(m: Match) -> Draft | None:
    """`coffee with Ana`: a noun of contact is verb enough, when it says with whom."""
    line = m.line
    if _is_called_off(line, m.end):
        return None
    if line.low[m.end - 1] == ":" or (":" in m.rule and m.scene.command != "met" and not line.cap[m.end - 1]):
        return None
    if "people" not in m.slots and not _says_with_whom(m):
        return None
    draft = log(m, m.slots["kind"], "noun")
    if "people" in m.slots and line.low[m.end] in _ARRANGED | {"is", "was", "got", "has"}:
        return _arranged(draft, m.end)
    if (
        "people" not in m.slots
        and line.low[m.end] not in ("with", "w/")
        and line.low[m.end] == "at"
        and line.low[m.start] in ("call", "text", "email")
    ):
        return None
    return draft


def _is_called_off(line: Line, i: int) -> bool:
    """`lunch with Ana was cancelled`, `call with Lee fell through` before anything else is said: no contact "
    "came of it."""
    for k in range(i, i + 8):
        low = line.low[k]
        if low in MARKS or low in ("about", "re", "and", "but") or not low:
            return False
        if low in ("cancelled", "canceled", "postponed") or (low, line.low[k + 1]) in _CALLED_OFF:
            return True
    return False


def _arranged(draft: Draft, i: int) -> Draft:
    """`call with Hugo scheduled for Friday` is still to come."""
    line = draft.line
    while line.low[i] in ("is", "was", "got", "has", "been", "now", "tentatively", "already", "being"):
        i += 1
    after = i + 1 + (line.low[i + 1] in ("up", "in", "to", "out"))
    start = i if line.low[i] in ("on", "at", "in", "tomorrow", "next", "this") else after
    if line.low[i] in _ARRANGED or (i > draft.at and start == i):
        draft.intent, draft.look, draft.style, draft.at = "plan", "ahead", "ahead", start
    return draft


@rule("teams|gmeet|slack|whatsapp|linkedin|phone|video with|w/ {people}")
def over_medium(m: Match) -> Draft | None:
    """`teams w/ Hanneke`: what it went over is noun enough."""
    return log(m, MEDIA.get(m.line.low[m.start], "message"), "noun")


def _says_with_whom(m: Match) -> bool:
    """Whether "with Ana" follows later in the clause, or the name itself."""
    line = m.line
    if m.scene.command == "thread" and not m.scene.follows:
        return True
    verb = line.low[m.end - 1] in _ALSO_VERBS
    after = line.low[m.end]
    if not verb and (line.cap[m.end] or line.raw[m.end].startswith("<@")) and m.end == m.start + 1:
        found = read_people(line, m.end, m.scene)
        if found:
            m.slots["people"], m.end = found, found.end
            return True
    if verb and after not in ("on", "at", "about", "re", "yesterday", "today", "tomorrow", "next", "last", "tmrw"):
        return False
    for k in range(m.end, min(m.end + 10, line.size)):
        if line.low[k] in ",;.!?\n":
            return False
        if line.low[k] in ("with", "w/"):
            return True
    return False


def names_alone(m: Match, people: People) -> Draft:
    """What `/met` makes of a sentence that only names somebody."""
    draft = log(m, None, "")
    draft.people += people.names
    draft.aside(people)
    if m.line.low[people.end] == "'s":  # "Kari's boss" is not Kari
        draft.people.pop()
        draft.at = people.last
    draft.default_kind = "met"
    return draft
