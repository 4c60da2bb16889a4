"""Being in touch that somebody else began, that came to nothing, or that brought others together. Also `log`."""

from __future__ import annotations

from bot.language.contact import KIND_OF_VERB, log, verb_kind
from bot.language.draft import Draft
from bot.language.patterns import Match, rule
from bot.language.people import People, is_named, read_people
from bot.language.places import place_end
from bot.language.words import KIND_OF_NOUN, MARKS, ME, words


@rule(
    "got|received|had [a|an|another] [nice|quick|long|short|great] email|mail|message|text|call|"
    "dm|voicemail|msg|note [back] from {people}",
    "sent [a|an] [quick|short|long|nice] email|mail|message|text|dm|note|msg to {people}",
    "sent|wrote|dropped|shot {people} [a|an] [quick|short|long|nice] email|mail|message|text|dm|note|msg|letter|"
    "card|line",
    "exchanged emails|mails|messages|texts|dms with|w/ {people}",
)
def written(m: Match) -> Draft | None:
    kinds = {"emails": "email", "mails": "email", "note": "message", "voicemail": "call", "line": "message"}
    for low in m.line.low[m.start : m.end]:
        noun = kinds.get(low) or KIND_OF_NOUN.get(low) or KIND_OF_NOUN.get(low.removesuffix("s"))
        if noun:
            return log(m, noun)  # type: ignore[arg-type]  # the literals above
    return log(m, "other")


@rule(
    "{people} called|phoned|rang|emailed|messaged|texted|pinged|dmed|dm'd|facetimed|contacted [me|us] [back]",
    "{people} reached|checked out|in [to] [me|us]",
    "{people} wrote [back] [to] [me|us]",
    "{people} got back to me|us",
    "{people} stopped|dropped|came|swung by",
    "{people} visited [me|us]",
)
def was_told(m: Match) -> Draft | None:
    if m.line.low[m.end - 1] == "called" and m.line.low[m.end] in ("in", "off", "out", "it", "a", "the", "her", "his"):
        return None  # "called in sick"
    return log(m, verb_kind(m, at=1))


@rule(
    "{people} met|talked|spoke|chatted|zoomed|synced [up]",
    "{people} caught up",
    "{people} had|grabbed|got|did {kind}",
)
def both_told(m: Match) -> Draft | None:
    """`Sam and I met …`: only with the speaker in the list is it a contact of theirs."""
    people: People = m.slots["people"]
    if not any(low in ME for low in m.line.low[m.start : people.end]):
        return None
    return log(m, m.slots.get("kind") or verb_kind(m, people.end - m.start))


_PLACES_OF_SOMEBODY = words(
    "desk office place house flat apartment home booth stand studio lab shop store room table cabin garden party "
    "wedding"
)


@rule(
    "dropped|stopped|popped|swung|came|went|passed [by|in|into|over|round|around] [at|to|by|on|past] {owner}",
    "was|were at|in {owner}",
)
def at_their_place(m: Match) -> Draft | None:
    """`dropped by Halima's desk`: whose place it was, was met there."""
    line, end = m.line, m.end
    while line.low[end] in ("new", "old", "birthday", "housewarming", "leaving", "front"):
        end += 1
    if line.low[end] not in _PLACES_OF_SOMEBODY:
        return None
    draft = log(m, "met")
    owner: People = m.slots["owner"]
    start = next(k for k in range(m.start + 1, end) if line.cap[k] or read_people(line, k, m.scene))
    end = max(end + 1, place_end(draft, start))
    draft.where, draft.at = line.said(start, end), end
    draft.note("where", start, end, "somebody's place")
    return draft if owner.names else None


@rule(
    "dropped|stopped|popped|swung in|by|over|round|around on|to [see] {people}",
    "dropped|stopped|popped|swung|went|came [in|by|over|round|around|out] to see|visit|meet {people}",
)
def called_on(m: Match) -> Draft | None:
    return None if m.line.low[m.end] == "'s" else log(m, "met")


_TOGETHER = (
    "played|walked|hiked|jogged|ran|swam|climbed|cycled|biked|rode|travelled|traveled|danced|sang|cooked|watched|golfed|"
    "skied|surfed|camped|fished|studied|practised|practiced|trained|brainstormed|paired|collaborated|worked|jammed|"
    "partied|celebrated|volunteered|shopped|explored|flew|drove|strolled|exercised|gamed|shared"
)
_AT_TABLE = "dined|lunched|brunched|breakfasted|ate|drank"
_DINED = words("dined lunched brunched breakfasted")
MOST_OF_ACTIVITY = 6  # words between "played" and "with"


@rule(_TOGETHER, _AT_TABLE, rank=2)
def together(m: Match) -> Draft | None:
    """`played tennis with Boris`, `dined with Ana`: what was done together stays, the meal says itself."""
    line, at = m.line, m.end
    while at < m.end + MOST_OF_ACTIVITY and line.low[at] not in MARKS and line.low[at] not in ("with", "w/", "about"):
        at += 1
    found = read_people(line, at + 1, m.scene, related=True) if line.low[at] in ("with", "w/") else None
    if not found or not found.names or not _is_somebody(m, at + 1, found) or line.low[found.end] == "'s":
        return None
    is_meal = line.low[m.start] in _AT_TABLE.split("|")
    draft = log(m, "meal" if is_meal else "met")
    draft.at = at
    if not is_meal or at > m.end:
        draft.piece(m.start, at)
    return draft


def _is_somebody(m: Match, i: int, found: People) -> bool:
    """Whether they are people and no company or tool: "worked with React"."""
    line = m.line
    if line.low[m.start] in ("worked", "shared", "celebrated", "trained", "studied"):
        return line.raw[i].startswith("<@") or m.scene.known.person(line.low, i) > 0 or bool(found.asides)
    is_somebody = bool(found.asides) or is_named(line, i, m.scene) or line.low[m.start] in _DINED
    return is_somebody and not m.scene.known.company(line.low, i)


@rule(
    "introduced|intro'd|introed|connected {people} to|with|and {others}",
    "introduced|intro'd|introed|connected {people}",
    "made an intro|introduction between|for {people}",
)
def introduced(m: Match) -> Draft | None:
    draft = log(m, "intro")
    others: People | None = m.slots.get("others")
    if others:
        draft.people += others.names
    elif m.line.low[m.start] == "connected" and len(draft.people) < 2:
        return None
    return draft


@rule(
    "got|was|been introduced|intro'd to {people}",
    "introduced to {people}",
    "got|received an intro|introduction to {people}",
)
def was_introduced(m: Match) -> Draft | None:
    return log(m, "intro")


@rule(
    "{people} introduced|intro'd|introed|connected me|us to|with {others}",
    "{people} made an intro|introduction to {others}",
)
def introduced_me(m: Match) -> Draft | None:
    draft = log(m, "intro")
    draft.via, draft.people = draft.people, list(m.slots["others"].names)
    return draft


@rule(
    "tried|attempted [to] call|calling|phone|phoning|ring|ringing|reach|reaching|text|texting|"
    "email|emailing|message|messaging|contact|contacting|ping|pinging {people}",
    "tried to reach|get [hold|ahold] [of] {people}",
    "tried {people}",
    "couldn't|couldnt reach {people}",
    "no answer|reply|response|luck from|with {people}",
    "haven't|havent heard [back] from {people}",
)
def tried(m: Match) -> Draft | None:
    kind = next((KIND_OF_VERB[low] for low in m.line.low[m.start + 1 : m.end] if low in KIND_OF_VERB), None)
    draft = log(m, None if kind == "other" and m.line.low[m.start] in ("no", "haven't") else kind or "other")
    if m.line.low[m.start] in ("no", "haven't", "havent"):
        draft.kind = None
    draft.outcome = "no_answer"
    return draft


@rule(
    "{people} hasn't|hasnt|haven't|didn't|didnt|never replied|answered|responded|reply|answer|respond [yet]",
    "{people} hasn't|hasnt|haven't|didn't|didnt got|gotten|written|called|heard|pick|call back|up",
    "{people} has|have not replied|answered|responded [yet]",
)
def unanswered(m: Match) -> Draft | None:
    """`Sam hasn't replied`."""
    draft = log(m, None)
    draft.outcome = "no_answer"
    return draft


@rule(
    "left [a|an] [quick|short] voicemail|vm|message for|with|to {people}",
    "left {people} [a|an] [quick|short] voicemail|vm|message|voice",
)
def voicemail(m: Match) -> Draft | None:
    draft = log(m, "call" if {"voicemail", "vm", "voice"} & set(m.line.low[m.start : m.end]) else "message")
    draft.outcome = "no_answer"
    return draft
