"""What people owe each other: `promise`, `kept`, `help`, `feedback`."""

from __future__ import annotations

from bot.language.draft import Draft
from bot.language.meanings import Direction, Stage
from bot.language.patterns import Match, rule
from bot.language.people import read_people
from bot.language.when import day_after
from bot.language.whom import people_of_task
from bot.language.words import DETERMINERS, words

PAID = words("day tag topic")


_BEFORE_OWED = words("i 'd that had we 've as")


def promise(m: Match, direction: Direction) -> Draft:
    draft = m.draft("promise", "ahead", words("day tag"))
    draft.direction, draft.mode = direction, "task"
    return draft


@rule(
    "promised|owe|owed [that] {receivers} [:|that] [i] ['ll|'d|would|will] [to]",
    "[still] owe {receivers} [:] [to]",
    "owe {receivers}",
    "committed to {people} [that|to]",
)
def mine(m: Match) -> Draft | None:
    """`promised Sam an intro to Lee by Friday`."""
    if m.line.low[m.start] == "owed" and m.line.low[m.end] == "":
        return None
    return promise(m, "mine")


@rule("told|assured {people} [that] i 'd|'ll|would|will", "said [that] i 'd|'ll|would|will")
def said_i_would(m: Match) -> Draft | None:
    """`told Sam I'd send the deck`."""
    draft = promise(m, "mine")
    if not draft.people:
        people = people_of_task(m.line, m.end, m.scene)
        if not people:
            return None
        draft.people += people.names
    return draft


@rule("promised|offered|agreed|committed [to|that] [i] [to|would|will|'d|'ll]")
def mine_to_do(m: Match) -> Draft | None:
    """`promised to send Kenji the report by eow`, `promised an intro to Sam`."""
    line = m.line
    people = people_of_task(line, m.end, m.scene)
    if people is None and line.low[m.start] != "promised":
        return None
    draft = promise(m, "mine")
    if people:
        draft.people += people.names
    if (
        line.low[m.end] in DETERMINERS
        and people
        and people.end == _end(m)
        and line.low[people.end - len(people.names) - 1] == "to"
    ):
        pass
    return draft if draft.people or m.scene.follows else None


def _end(m: Match) -> int:
    return m.line.size


@rule(
    "{people} owes|owe|owed me|us [:]",
    "{people} promised|offered|agreed|committed [me|us] [that] [he|she|they] [to|would|'d|will|'ll]",
    "{people} said [that] he|she|they 'd|would|'ll|will",
    "{people} still owes|owe me|us",
)
def theirs(m: Match) -> Draft | None:
    """`Sam owes me the deck`, `Priya promised me an intro`."""
    line = m.line
    verb = line.low[m.slots["people"].end]
    if verb in ("offered", "agreed") and not {"to", "me", "us"} & set(line.low[m.start : m.end]):
        return None
    if m.end >= line.size:
        return None
    return promise(m, "theirs")


_DELIVERED = (
    "sent|gave|delivered|made|did|brought|mailed|emailed|forwarded|shared|paid|returned|wrote|"
    "showed|introduced|handed|passed|bought|got|finished|completed|shipped|dropped|lent|"
    "connected|took|booked|reviewed|did"
)


@rule(_DELIVERED, rank=-1)
def delivered(m: Match) -> Draft | None:
    """`sent Ana the book I promised`, `delivered the report I promised to Kenji`: a debt is named after the thing."""
    line, start = m.line, m.end
    owing = _owing(m)
    if not owing:
        return None
    draft = m.draft("kept", "back", PAID)
    is_her = line.low[start] == "her" and line.low[start + 1] in DETERMINERS  # "sent her the deck I promised"
    first = read_people(line, start, m.scene) if line.low[start] not in DETERMINERS or is_her else None
    if first and first.end <= owing:
        draft.people += first.names
        start = first.end + (line.low[first.end] in ("back", "over"))
    draft.at = _past_creditor(draft, owing + 1)
    end = _thing_end(draft, start, owing)
    if start < end:
        draft.about = line.said(start, end)
        draft.note("about", start, end, "what was owed")
    return draft


def _past_creditor(draft: Draft, at: int) -> int:
    """Past "to Kenji" or "her" after "I promised"; whoever it is, is owed no more."""
    line = draft.line
    while line.low[at] in ("to", "you", "for", "sending", "send", "her", "him", "them"):
        if line.low[at] in ("her", "him", "them") and not draft.people:
            draft.people += draft.scene.meant_by(line.low[at])
        at += 1
    last = read_people(line, at, draft.scene)
    if not last:
        return at
    draft.people += [name for name in last.names if name not in draft.people]
    return last.end


def _thing_end(draft: Draft, start: int, owing: int) -> int:
    """Where the thing ends before "that I promised"; "to Kenji" behind it is no part of it."""
    line, end = draft.line, owing
    while line.low[end - 1] in ("i", "that", "which", "had", "as", "like", "'d", "'ve", "we"):
        end -= 1
    to = next((k for k in range(start, end) if line.low[k] == "to"), 0)
    receiver = read_people(line, to + 1, draft.scene) if to and not draft.people else None
    if receiver and receiver.end == end:
        draft.people += receiver.names
        return to
    return end


@rule("{people} sent|gave|made|brought|delivered|emailed|shared|returned|paid|introduced|showed|lent [me|us]")
def delivered_to_me(m: Match) -> Draft | None:
    """`Sam sent me the deck he promised`."""
    line, owing = m.line, 0
    for k in range(m.end, min(m.end + 20, line.size)):
        if line.low[k] in (",", ";", ".", "!", "\n"):
            break
        if line.low[k] in ("promised", "owed") and line.low[k - 1] in ("he", "she", "they", "'d", "had", "that"):
            owing = k
    if not owing:
        return None
    draft = m.draft("kept", "back", PAID)
    end = owing
    while line.low[end - 1] in ("he", "she", "they", "'d", "had", "that", "which"):
        end -= 1
    draft.about = line.said(m.end, end) if end > m.end else None
    draft.note("about", m.end, end, "what was owed")
    draft.at = owing + 1 + (line.low[owing + 1] in ("me", "us"))
    return draft


def _owing(m: Match) -> int:
    """The word "promised" or "owed" of "I promised" behind the thing, 0 if the clause has none."""
    line = m.line
    for k in range(m.end, min(m.end + 20, line.size)):
        if line.low[k] in (",", ";", ".", "!", "\n"):
            return 0
        if line.low[k] in ("promised", "owed", "owe") and line.low[k - 1] in _BEFORE_OWED:
            return k
    return 0


@rule(
    "kept|fulfilled|honoured|honored|made|did [good] [on] my|the promise|promises|word [to|with] {people}",
    "kept|fulfilled|honoured|honored my promise|promises|word",
    "{people} kept|fulfilled her|his|their|a promise|promises|word [to] [me]",
    "no longer owe|owes {people}",
    "don't owe {people}",
    "paid {people} back",
    "{people} paid me|us back",
    "promise to {people} [is] done|kept|fulfilled",
)
def kept(m: Match) -> Draft | None:
    line = m.line
    draft = m.draft("kept", "back", PAID)
    if line.low[m.end] in DETERMINERS or line.low[m.start] in ("no", "don't"):
        draft.mode = "task"
        draft.takes = words("day tag")
    return draft


def help_(m: Match, direction: Direction) -> Draft:
    draft = m.draft("help", "back", words("day tag"))
    draft.direction, draft.mode = direction, "task"
    low = m.line.low[draft.at]
    if (low in ("with", "on", "w/", "about", "to", "by", "in") and low != "to") or low == "to":
        draft.at += 1
    return draft


@rule(
    "helped [out] {receivers} [out]",
    "gave {receivers} [a|some] hand|help|advice",
    "gave [some] advice|help|support to {receivers}",
    "did {receivers} a favor|favour",
    "helping {receivers}",
    "assisted {receivers}",
    "advised|coached|mentored {receivers}",
    "offered {receivers} help",
    "lent {receivers} a hand",
)
def given(m: Match) -> Draft | None:
    """`helped Sam with his talk`."""
    return help_(m, "given")


@rule(
    "{people} helped [out] me|us [out]",
    "{people} gave me|us [a|some] hand|help|advice",
    "{people} did me a favor|favour",
    "{people} advised|coached|mentored|assisted me|us",
    "{people} lent me a hand",
    "got|received|had [some] help|advice|support from {receivers}",
    "was helped by {receivers}",
)
def received(m: Match) -> Draft | None:
    return help_(m, "received")


def feedback(m: Match, stage: Stage, look: str = "ahead") -> Draft:
    draft = m.draft("feedback", "ahead" if look == "ahead" else "back", words("day tag"))
    draft.stage, draft.mode = stage, "task"
    line = m.line
    if line.low[draft.at] in ("on", "about", "re", "regarding", "for", ":", "-", "—", "–", "that", ",") and not _is_day(
        draft
    ):
        draft.at += 1
        draft.at += line.low[draft.at] == ":"
    return draft


def _is_day(draft: Draft) -> bool:
    low = draft.line.low[draft.at]
    return low in ("on", "for") and day_after(draft.line, draft.at + 1, low, draft.scene) is not None


@rule(
    "ask {people} for [some|any|honest|her|his|their|a] feedback|thoughts|input|review",
    "ask for feedback from {people}",
    "request|get|solicit|seek|collect [some] feedback from {people}",
    "request feedback {people}",
    "need|want feedback from {people}",
    "ask {people} [to] [give] [me] feedback",
)
def to_ask(m: Match) -> Draft | None:
    return feedback(m, "ask")


@rule(
    "asked {people} for [some|any|honest|her|his|their|a] feedback|thoughts|input",
    "asked for feedback from {people}",
    "requested [some] feedback from {people}",
)
def asked(m: Match) -> Draft | None:
    """Asked already, so it looks back."""
    return feedback(m, "ask", "back")


@rule(
    "[some] feedback from {people}",
    "[got|received|had|heard|have] [some|the] "
    "[great|good|useful|honest|helpful|tough|harsh|really] [great|good|useful] feedback from {people}",
    "{people} gave|sent [me|us] [some] [great|good|useful|honest|helpful|tough|harsh] feedback",
    "{people} 's feedback [on|was|is] [:|-|—]",
    "got {owner} feedback",
    "received {owner} feedback",
)
def got(m: Match) -> Draft | None:
    """`feedback from Maria: slow down`."""
    return feedback(m, "got", "back")


@rule(
    "acted|act|acting [up] on|upon {owner} feedback|advice|suggestion|suggestions|input",
    "applied|implemented|used|incorporated|addressed|followed|did|took {owner} feedback|advice|"
    "suggestion|suggestions|input",
    "acted on|upon [the|some] feedback from|by|of {people}",
    "applied|implemented|used|incorporated|addressed [the] feedback from|by|of {people}",
)
def acted(m: Match) -> Draft | None:
    return feedback(m, "acted", "back")
