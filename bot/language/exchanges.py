"""Being in touch that somebody else began, that came to nothing, or that brought others together. Also `log`."""

from __future__ import annotations

from bot.language.contact import KIND_OF_VERB, log, verb_kind
from bot.language.draft import Draft
from bot.language.patterns import Match, rule
from bot.language.people import People
from bot.language.words import KIND_OF_NOUN, ME


@rule(
    "got|received|had [a|an|another] [nice|quick|long|short|great] email|mail|message|text|call|"
    "dm|voicemail|msg|note [back] from {people}",
    "sent [a|an] [quick|short|long|nice] email|mail|message|text|dm|note|msg to {people}",
    "sent {people} [a|an] [quick|short|long|nice] email|mail|message|text|dm|note|msg",
    "exchanged emails|mails|messages|texts|dms with|w/ {people}",
)
def written(m: Match) -> Draft | None:
    kinds = {"emails": "email", "mails": "email", "note": "message", "voicemail": "call"}
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
