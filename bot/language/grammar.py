"""From a line to its meaning: the rule that fits its first words, the clauses after it, then what else the line says.

The rules are next door, a family a module: `contact.py`, `tasks.py`, `holding.py`, `milestones.py`, `facts.py`,
`notes.py`,
`ledger.py`, `questions.py`, `upkeep.py`, `thread.py`. What a sentence without a verb means where it was typed is in
`defaults.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.language import (
    contact,
    defaults,
    details,
    endings,
    exchanges,
    facts,
    holding,
    ledger,
    milestones,
    notes,
    plans,
    questions,
    searches,
    settings,
    slots,
    tasks,
    thread,
    upkeep,
)
from bot.language.clauses import scan
from bot.language.day import MONTHS, WEEKDAYS
from bot.language.draft import Draft
from bot.language.known import Known
from bot.language.meanings import Command, Meaning
from bot.language.patterns import find, find_of
from bot.language.people import NAMES_THAT_ARE_WORDS
from bot.language.scene import Scene
from bot.language.text import Line, plain, read
from bot.language.whom import OF_TASKS
from bot.language.words import CLOSERS, COMMON, MARKS, OPENERS, STOPS, words

FAMILIES = (
    slots,
    settings,
    contact,
    exchanges,
    plans,
    tasks,
    holding,
    milestones,
    facts,
    endings,
    notes,
    details,
    ledger,
    questions,
    searches,
    upkeep,
    thread,
)

MOST_COMMANDS = 40  # in one line

MOST_LEADS = 6  # words before a verb that only lead to it

_OPENING_PHRASES = [
    phrase.split()
    for phrase in ("quick note", "note to self", "quick one", "quick update", "heads up", "by the way", "thank you")
]
_LEADS = words(
    "let 's us let's lets i we 've ive just finally also already then so recently and but ok please pls kindly "
    "think maybe probably guess that"
)

_ABOUT_SOMEBODY = words("change milestone note details")  # "Ida moved to Oslo and got married"
_BEFORE_THANKS = words(
    "about re through via by from on at met saw called emailed texted say saying send give many my our a of with "
    "w/ to for and & no"
)  # "forward it to Ty"
_AMBIGUOUS = NAMES_THAT_ARE_WORDS | frozenset(MONTHS) | frozenset(WEEKDAYS) | COMMON | STOPS
_OF_THE_BOOK = words("undo settings stats import export help_me due owed upcoming forget snooze pause cadence")
_WISHING = words("i we 'd would like love want wish need can could may wanna to please just")
_TO_SEE = words("see get have view some")
_ASKING = words("could can would will you please kindly pls plz can't")


def parse(
    text: str, *, at: datetime, command: Command = "rapport", day_first: bool = False, known: Known | None = None
) -> Meaning:
    """What one line means, said at `at` (aware, in the speaker's zone). Never raises, whatever the text."""
    return meaning_of(text, drafts_of(text, at, command, day_first, known or Known()))


def meaning_of(text: str, drafts: list[Draft]) -> Meaning:
    """The first command, with the others in its `then`; the whole text where there is none."""
    if not drafts:
        return Meaning(intent="unknown", about=plain(text) or None)
    first, *rest = [draft.finish() for draft in drafts]
    return replace(first, then=tuple(rest)) if rest else first


def drafts_of(text: str, at: datetime, command: Command, day_first: bool, known: Known) -> list[Draft]:
    """The commands of a line in their order, still as drafts; none when it is not understood."""
    line = read(text)
    line.end_at(past_closers(line))
    ignore_first_capital(line)
    scene = Scene(at, at.date(), command, day_first, known)
    defaults.read_slips(line, scene)
    first = _first(line, past_openers(line, 0), scene)
    return _with_rest(first, line, scene) if first else []


def _with_rest(first: Draft, line: Line, scene: Scene) -> list[Draft]:
    """The first command and those after it; each knows whom the ones before it named."""
    drafts = [first]
    waiting: list[Draft] = []

    def begins(draft: Draft, i: int, strong: bool) -> bool:
        if len(drafts) >= MOST_COMMANDS:
            return False
        found = _next_command(draft, i, strong, scene_after(draft))
        if found:
            waiting.append(found)
        return bool(found)

    def scene_after(draft: Draft) -> Scene:
        named = draft.to if draft.intent in ("rename", "merge") and draft.to else None
        return draft.scene.after((named,) if named else tuple(dict.fromkeys(draft.people)))

    while True:
        scan(drafts[-1], begins)
        _settle(drafts[-1])
        if drafts[-1].also:
            drafts.append(drafts[-1].also)
        if not waiting:
            drafts[-1].overflow()
            return _with_later_follow_up(drafts)
        drafts.append(waiting.pop())


def _with_later_follow_up(drafts: list[Draft]) -> list[Draft]:
    """`coffee with Jun. He loves running. Ping him in 3mo.`: to be in touch again is the log's, whatever is between."""
    log, kept = drafts[0], drafts[:1]
    for draft in drafts[1:]:
        is_again = (
            log.intent in ("log", "done") and draft.is_bare_touch() and set(draft.people) in (set(), set(log.people))
        )
        if is_again and draft.intent == "cadence" and log.every is None:
            log.every = draft.every
        elif is_again and draft.intent == "remind" and log.follow_up is None:
            day = draft.on()
            log.follow_up = day if isinstance(day, date) else "soon"
        else:
            kept.append(draft)
            continue
        log.trace += [note for note in draft.trace if note[0] != "intent"]
    return kept


def _settle(draft: Draft) -> None:
    """What can only be said when all of a command has been read."""
    plans.settle(draft)
    tasks.settle(draft)
    milestones.settle(draft)
    facts.settle(draft)
    defaults.settle(draft)


def past_openers(line: Line, i: int) -> int:
    """Past greetings, a bullet or a number, and the like; past all of them there may be nothing."""
    if line.low[i].isdecimal() and line.low[i + 1] in (".", ")") and i == 0:
        i += 2
    while i < line.size and _opens(line, i):
        i += 1
    for opener in _OPENING_PHRASES:
        end = i + len(opener)
        if line.low[i:end] == opener and (line.low[end] in (":", "-", "—", "–", ",") or opener[0] == "by"):
            return past_openers(line, end)
    return i


def ignore_first_capital(line: Line) -> None:
    """A telephone begins every line with a capital: where no other word has one, it says nothing."""
    first = line.raw[0]
    is_written_small = line.cap[0] and first[:1].isupper() and first[1:].islower() and not any(line.cap[1 : line.size])
    if is_written_small and line.low[0] not in _AMBIGUOUS:
        line.cap[0] = False


def past_closers(line: Line) -> int:
    """Where the line ends without "pls", "thanks!" and the like; a line of nothing else keeps them."""
    end = line.size
    while end > 1 and (line.low[end - 1] in CLOSERS or (line.low[end - 1] in MARKS and line.low[end - 2] in CLOSERS)):
        end -= 1
    is_object = line.low[end - 1] in _BEFORE_THANKS or (line.low[end] == "ty" and line.low[end - 1] in OF_TASKS)
    return line.size if end < 1 or is_object or line.low[end - 1] in OPENERS else end


def _opens(line: Line, i: int) -> bool:
    low = line.low[i]
    if low == "ty" and line.low[i + 1] not in MARKS:
        return False  # somebody's name, unless it stands alone
    return low in OPENERS or (low in MARKS and low not in ("?", "("))


def _first(line: Line, i: int, scene: Scene) -> Draft | None:
    """The first command of the line, by its own verb or by the default of where it was typed."""
    if i >= line.size:
        return defaults.empty(line, scene)
    if line.low[i][:1] == "#" and (tagged := defaults.opening_clause(line, i, scene)):
        return tagged
    for start in _starts(line, i):
        draft = _wished_for(line, start, scene) or defaults.before_rules(line, start, scene) or find(line, start, scene)
        if draft:
            return draft
    draft = defaults.opening_follow_up(line, i, scene) or defaults.opening_clause(line, i, scene)
    if draft:
        return draft
    return defaults.without_verb(line, i, scene)


def _wished_for(line: Line, i: int, scene: Scene) -> Draft | None:
    """`I'd like to export everything`, `can I see my settings`: the command itself, and no task to remember."""
    at = i + (line.low[i] in ("can", "could", "may"))
    if line.low[at] not in ("i", "we"):
        return None
    while line.low[at] in _WISHING and at < i + MOST_LEADS:
        at += 1
    if line.low[at - 1] in ("i", "we") and at == i + 1:
        return None
    for start in (at, _past(line, at, _TO_SEE)):
        draft = find(line, start, scene)
        if draft and draft.intent in _OF_THE_BOOK:
            rest = line.low[draft.at : line.size]
            goes_on = draft.intent in ("snooze", "pause", "cadence", "upcoming", "due", "owed", "stats")
            is_task = draft.intent == "forget" and "need" in line.low[i:at]
            return draft if not is_task and (goes_on or all(low in MARKS for low in rest)) else None
    return None


def _past(line: Line, i: int, passed: frozenset[str]) -> int:
    while line.low[i] in passed:
        i += 1
    return i


def _starts(line: Line, i: int) -> list[int]:
    """Where the verb may stand: at once, after "I've just", after "could you", after an opening clause."""
    starts = [i]
    at = i
    while line.low[at] in _LEADS and at < i + MOST_LEADS:
        at += 1
        starts.append(at)
    while line.low[at] in _ASKING and at < i + MOST_LEADS:
        at += 1
    if at not in starts:
        starts.append(at)
    return starts


def _next_command(draft: Draft, i: int, strong: bool, scene: Scene) -> Draft | None:
    """A command of its own at word `i`, after a comma (weak) or the end of a sentence (strong)."""
    line = draft.line
    if draft.intent in ("remind", "promise") and line.low[i] == "to" and not strong:
        i += 1  # "remind me to call Ida tomorrow and to email Lars on Friday"
    for start in _starts(line, i)[:4]:
        if start >= line.size:
            continue
        found = find(line, start, scene, weak=not strong)
        if found and defaults.follows(draft, found, start, strong):
            return found
    if draft.intent in _ABOUT_SOMEBODY and draft.people and not draft.sentence:
        found = find_of(draft.people, line, i, scene)
        if found and found.intent in _ABOUT_SOMEBODY:
            return found
    return defaults.same_again(draft, i, scene)
