"""Answers in a nudge's thread, which need no name: "done", "next week", "not her again"."""

from __future__ import annotations

from bot.language.contact import KIND_OF_VERB, LOG
from bot.language.draft import Draft
from bot.language.holding import hold, take_limit
from bot.language.patterns import Match, find, rule
from bot.language.words import MARKS, words

DONE = LOG


def in_thread(m: Match) -> bool:
    return m.scene.command == "thread"


@rule(
    "done|did|did|sorted|completed|finished|yes|yep|yeah|yup|handled|contacted|sent [it|that|"
    "this|so|her|him|them|already|today] [it|this|already]",
    "all|just|already done",
    "did it|that|this",
    "took care of it|this|that",
)
def done(m: Match) -> Draft | None:
    """`done`, `yes, we had lunch on Friday`."""
    line, first = m.line, m.line.low[m.start]
    if not in_thread(m):
        return None
    at = m.end + (line.low[m.end] in (",", ".", "!", "-"))
    at += line.low[at] in ("i", "we")
    found = find(line, at, m.scene) if line.low[at] and at > m.end else None
    if found and found.intent == "log" and not found.people:
        return found
    if (
        first in ("did", "sent", "contacted")
        and m.end == m.start + 1
        and not (line.low[m.end] in MARKS or m.end == line.size)
    ):
        return None
    return m.draft("done", "back", DONE)


@rule(
    "called|phoned|rang|emailed|messaged|texted|pinged|met|talked|spoke|chatted|zoomed|wrote|"
    "replied [already|today|back]",
    rank=1,
)
def touched(m: Match) -> Draft | None:
    """`called`: whom, the thread says."""
    if not in_thread(m) or (m.line.low[m.end] in ("about", "me") and m.line.low[m.start] == "called"):
        return None
    draft = m.draft("done", "back", DONE)
    kind = KIND_OF_VERB.get(m.line.low[m.start])
    draft.kind = kind or "other"
    return draft


@rule(
    "not yet|reached|answered",
    "no answer|reply|response|luck [yet|so|from] [far] [her|him|them]",
    "nothing yet",
    "reached|tried|waiting out|to [to] [hear] [back]",
    "still waiting|nothing",
    "he|she|they hasn't|hasnt|haven't|didn't|has|have|isn't|did [not] replied|answered|responded|"
    "reply|answer|respond|answering|gotten|got|pick|written [back|up]",
    "hasn't|hasnt|haven't|didn't replied|answered|responded|reply|answer|respond",
    "left [a|her|him|them] [a] voicemail|vm|message",
    "went to voicemail",
    "tried [calling|to|reaching|her|him|them|again] [call|reach|him|her|them] [but]",
    "couldn't|could reach|not [reach] [her|him|them]",
)
def no_answer(m: Match) -> Draft | None:
    """`not yet, she hasn't replied`."""
    if not in_thread(m):
        return None
    said = set(m.line.low[m.start : m.end])
    draft = m.draft("done", "back", DONE)
    draft.people.clear()
    if m.line.low[m.start] == "not" and m.line.low[m.start + 1] == "yet" and m.line.low[m.end] in ("", ".", "!"):
        draft.intent = "snooze"
        return draft
    draft.outcome = "no_answer"
    if said & {"voicemail", "vm", "calling", "call"}:
        draft.kind = "call"
    return draft


@rule(
    "not her|him|them|this|that|again [again|person|one|contact] [please]",
    "never [again|her|him|them|ask] [again]",
    "no more [of] [her|him|them|nudges|this]",
    "stop [it|this|nudging|asking|that] [me] [about|for] [her|him|them|this]",
    "enough [of] [her|him|them]",
    "leave her|him|them",
    "mute|pause|silence [her|him|them|this]",
    "don't|dont ask|nudge|remind [me] [again|about] [her|him|them|this] [again]",
)
def never_again(m: Match) -> Draft | None:
    if not in_thread(m):
        return None
    said = m.line.low[m.start : m.end]
    if said[:2] == ["not", "this"] or False:
        return None
    draft = hold(m, "pause")
    draft.people.clear()
    return draft


@rule(
    "later|tomorrow|remind|nudge|ping|ask|again|wait|busy|snooze|maybe|another|not [me|again|day|"
    "time|now|today] [later|again|now]",
    "in|next|on|until|till|til|give|for|after|early|end [me]",
)
def later(m: Match) -> Draft | None:
    """`later`, `next week`, `in 3 days`: not now."""
    if not in_thread(m):
        return None
    at = m.start
    line = m.line
    lead = words(
        "later maybe remind ask me again wait busy snooze another not now today please give it time "
        "day us nudge ping try for about hmm ok"
    )
    while line.low[at] in lead and at < line.size:
        at += 1
    draft = m.draft("snooze", "ahead", words("until tag"))
    end = take_limit(draft, at)
    if draft.until is None and at < line.size and line.low[at] not in MARKS:
        return None
    draft.at = end
    return draft
