"""What is still to be done: `remind` and `cadence`, and whom a task is for."""

from __future__ import annotations

from bot.language import when
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.patterns import SLOTS, Match, find_named, rule
from bot.language.people import NAMES_THAT_ARE_WORDS, People, ends_name, is_named, read_people
from bot.language.rhythms import ADVERBS, read_rhythm
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.whom import OF_TASKS, PARTICLES_OF_VERBS, TO_PERSON, people_of_task
from bot.language.words import DETERMINERS, MARKS, words

TASK = words("day time tag rhythm")

TOUCH = words("day time tag rhythm topic place company medium")

RHYTHM = words("day time tag rhythm topic medium")

TOUCHES = (
    "ping|nudge|contact|chase|poke|bug {people}",
    "reach out to {people}",
    "check in with|w/|on {people}",
    "check back with|w/ {people}",
    "check-in with|w/ {people}",
    "catch up with|w/ {people}",
    "follow up|back [with|w/] {people}",
    "follow-up|followup|f/u|fwup [with|w/] {people}",
    "touch base with|w/ {people}",
    "get back to|with|in {people}",
    "circle|loop back with|w/|to {people}",
    "reconnect with|w/ {people}",
    "get in touch with|w/ {people}",
)


@rule(
    "keep|stay|get [in] touch|contact with|w/ {who}",
    "keep up with|w/ {who}",
    "keep contact with|w/ {who}",
    "keep {people} warm|close",
)
def keep_in_touch(m: Match) -> Draft | None:
    if "touch" in m.line.low[m.start : m.end] and "in" not in m.line.low[m.start : m.end]:
        return None
    if m.line.low[m.start] == "get" and not m.slots["who"].tags:
        return None  # `touch` reads it: once, unless a rhythm follows
    draft = m.draft("cadence", "ahead", RHYTHM)
    draft.style = "keep"
    return draft


@rule(*TOUCHES)
def touch(m: Match) -> Draft | None:
    """`ping Ana tomorrow`: being in touch is the whole task."""
    draft = m.draft("remind", "ahead", TOUCH)
    draft.style = "touch"
    return draft


@rule(
    "check in with|w/|on {who}",
    "ping|nudge|contact {who}",
    "reach out to {who}",
    "catch up with|w/ {who}",
    "follow up with|w/ {who}",
    "touch base with|w/ {who}",
)
def touch_tags(m: Match) -> Draft | None:
    """The same with tags among them, which only a rhythm can have."""
    return m.draft("cadence", "ahead", RHYTHM) if m.slots["who"].tags else None


@rule(
    "follow-up|followup|f/u|fwup",
    "follow|circle|check|loop up|back|in",
    "touch base",
    "reconnect",
    "check-in",
    "catch up",
    "reach out",
)
def touch_nobody(m: Match) -> Draft | None:
    """`follow up in 2 weeks`, when the line has named everybody before: with all of them."""
    if not m.scene.follows:
        return None
    draft = m.draft("remind", "ahead", TOUCH)
    draft.people += m.scene.many
    draft.style = "touch"
    return draft


@rule(
    "call|phone|ring|email|e-mail|mail|text|message|msg|dm|whatsapp|facetime|skype|thank|ask|"
    "tell|invite|congratulate|congrats|wish|visit|meet|see|remind|update|help [up|back] {people}",
    "write|talk|speak|reply|respond|apologize|apologise [back] to|with {people}",
    "check [up] on {people}",
    "meet [up] with|w/ {people}",
    "introduce|intro|connect {people} to|with|and {others}",
    rank=1,
)
def imperative(m: Match) -> Draft | None:
    """`call Sam tomorrow`: the whole sentence is the task."""
    line = m.line
    if line.low[m.end] in ("is", "are", "was", "were", "has"):
        return None
    if line.low[m.start] in ("see", "meet", "help", "visit", "tell", "ask") and not _is_someone(m):
        return None
    if line.low[m.end] == "'s" and line.low[m.start] not in ("call", "email", "text", "ask"):
        return None
    return task(m, m.start)


def _is_someone(m: Match) -> bool:
    """In lower case, these verbs are often said of things ("see notes", "help desk")."""
    people: People = m.slots["people"]
    first = m.end - 1
    return (
        any(is_named(m.line, k, m.scene) for k in range(m.start + 1, m.end))
        or not people.names
        or ends_name(m.line, first + 1)
    )


@rule("grab|have|get|do|schedule {kind} with|w/ {people}", rank=1)
def contact_to_have(m: Match) -> Draft | None:
    """`grab coffee with Ana next week`: as an imperative it is still to be done."""
    return task(m, m.start)


@rule(
    "send|give|show|bring|buy|get|lend|forward|share|offer|book|make|pay|schedule|arrange|"
    "organize|organise|prepare|order|plan|review|invite|set",
    loose=True,
    rank=1,
)
def task_for_someone(m: Match) -> Draft | None:
    """`send Ana the deck`, `schedule a call with Lee`: only when it is clear for whom."""
    people = people_of_task(m.line, m.start, m.scene)
    if not people or not people.names or "reminder" in m.line.low[m.end : m.end + 2]:
        return None
    return task(m, m.start)


@rule("ask|ping|nudge me [again] about", rank=1)
def ask_me(m: Match) -> Draft | None:
    """`ask me about Linnea next month`: a reminder, when it says when."""
    draft = _reminded_of(m.draft("remind", "ahead", TASK), m.end)
    return draft if draft.people else None


@rule("do|don't|dont|never [not] forget [about|that]", rank=2)
def not_to_forget(m: Match) -> Draft | None:
    """`don't forget Zuri's recital on the 9th`."""
    if (m.line.low[m.start] == "do" and m.line.low[m.start + 1] != "not") or m.end >= m.line.size:
        return None
    if m.line.low[m.end] in ("to", "me", "it", "this"):
        return None
    return _reminded_of(m.draft("remind", "ahead", TASK), m.end)


@rule("[please] remind|nudge|ping me", "set [a|up] reminder [for|about] [me]", "reminder [for|about]", rank=1)
def remind_me(m: Match) -> Draft | None:
    line = m.line
    draft = m.draft("remind", "ahead", TASK)
    draft.at = _past_times(draft, m.end)
    low = line.low[draft.at]
    if low == "later" and line.low[draft.at + 1] in ("", ".", "!"):
        return None
    if low in ("to", ":"):
        return task(m, draft.at + 1, draft)
    if low in ("about", "re", "of", "on", "for") and line.low[draft.at + 1]:
        return _reminded_of(draft, draft.at + 1 + (line.low[draft.at + 1] == ":"))
    if low == "that":
        return task(m, draft.at + 1, draft)
    if line.low[m.end - 1] in ("for", "about") and draft.at == m.end < line.size:
        return _reminded_of(draft, m.end)
    if draft.at < line.size and low not in MARKS and line.low[m.end - 1] in ("me", "reminder"):
        return task(m, draft.at, draft)
    return draft if draft.day or draft.every or draft.time else None


def _past_times(draft: Draft, i: int) -> int:
    """Take the days and times that stand before the task: `remind me at 8:30 on Monday to …`."""
    line = draft.line
    while i < line.size:
        low = line.low[i]
        if low in ("to", "about") or (
            low == "on" and not read_day(line, i + 1, draft.scene.today, draft.scene.day_first)
        ):
            break
        end = when.moment(draft, i) or when.clock(draft, i) or when.rhythm(draft, i) or when.when(draft, i)
        end = end or (when.until(draft, i) if low in ("again", "a", "for") else 0)
        if end < 0:
            draft.piece(i, -end)  # no such hour or day: kept, and asked about
            end = -end
        elif low == "again":
            end = i + 1
        elif not end:
            break
        i = end
    return i


@rule(
    "do|don't|dont|never not|forget|let [me] [forget] to",
    "don't|dont let me forget to",
    "need|have|want|got|ought|remember|meaning to",
    "'d|would like|love to",
    "'ve got to",
    "gotta|must|should|shall",
    "make sure to|i|that",
    "todo|to-do|task [:]",
    rank=1,
)
def have_to(m: Match) -> Draft | None:
    """`I need to call Sam`: a task, when somebody or a day is named."""
    draft = task(m, m.end)
    if (
        m.line.low[m.start]
        in ("want", "have", "need", "got", "should", "must", "make", "gotta", "shall", "ought", "meaning")
        and not draft.people
        and not (m.scene.follows and when.is_dated(m.line, m.end, m.scene))
    ):
        return None
    return draft


@rule("will|'ll|gonna|'m|am|im [going] [to]", rank=1)
def going_to(m: Match) -> Draft | None:
    """`I'll send her the deck on Friday`: still to be done, for somebody or on a day."""
    line = m.line
    is_meant = line.low[m.start] in ("will", "'ll", "gonna") or "to" in line.low[m.start : m.end]
    if not is_meant or line.low[m.end] not in OF_TASKS or line.cap[m.start]:
        return None
    draft = task(m, m.end)
    return draft if draft.people or when.is_dated(line, m.end, m.scene) else None


@rule("|".join(sorted(OF_TASKS)), rank=2)
def dated_task(m: Match) -> Draft | None:
    """`send deck friday` after a log: a task of its own, when it says a day."""
    line = m.line
    kind = SLOTS["kind"](line, m.start, m.scene)
    is_noun = kind is not None and line.low[kind[1]] not in DETERMINERS
    if not m.scene.follows and (line.low[m.start] in NAMES_THAT_ARE_WORDS or is_noun):
        return None
    if (
        m.scene.command == "met"
        or (line.cap[m.start] and m.start > 0)
        or line.low[m.end] in MARKS
        or not line.low[m.end]
    ):
        return None
    return task(m, m.start) if when.is_dated(line, m.end, m.scene) and line.low[m.end] not in _NO_OBJECT else None


_NO_OBJECT = words("you me us it is are was were with w/ from on at in by about next last")


def task(m: Match, i: int, draft: Draft | None = None) -> Draft:
    """A reminder whose `about` begins at word `i`; a verb that only says "be in touch" is none."""
    line = m.line
    draft = draft or m.draft("remind", "ahead", TASK)
    while line.low[i] in ("i", "please", "to", "also", "just") and i < line.size:
        i += 1
    touched = _touch(line, i, m.scene)
    if touched:
        draft.people += touched.names
        draft.aside(touched)
        draft.at, draft.takes, draft.style = touched.end, TOUCH, "touch"
        return draft
    people = people_of_task(line, i, m.scene)
    if people:
        draft.people += people.names
    draft.at, draft.mode, draft.style = i, "task", "task"
    return draft


def _touch(line: Line, i: int, scene: Scene) -> People | None:
    """`check in with Tomás` inside "remind me to …"."""
    return find_named(touch, line, i, scene)


def _reminded_of(draft: Draft, i: int) -> Draft:
    """`remind me about Priya's launch`: about Priya; "about Sam" alone is no more than Sam."""
    line = draft.line
    found = read_people(line, i, draft.scene)
    draft.style = "task"
    if found:
        draft.people += found.names
        if line.low[found.end] != "'s" and line.low[i] not in ("his", "her", "their"):
            draft.at, draft.takes = found.end, TOUCH
            return draft
    elif line.low[i] in ("his", "her", "their"):
        draft.people += draft.scene.meant_by({"his": "he", "her": "she"}.get(line.low[i], "they"))
    draft.at, draft.mode = i, "task"
    return draft


@rule(
    "set|make|change|put|move|switch|lower|raise|reduce|increase|drop|bump {people} [back|down|up] [to|on|at]",
    "set|change|make [the|a] rhythm|cadence|frequency [for|of|with] {who} [to|:|as]",
    "rhythm|cadence|frequency [for|of|with] {who} [to|:|is]",
    "{people} 's rhythm|cadence|frequency [is|:|to|should] [be]",
    "set|change|make|put|move {owner} rhythm|cadence|frequency [to|at]",
    "see|meet|call|talk|speak [to|with|w/] {who}",
)
def rhythm_for(m: Match) -> Draft | None:
    """`set Sam to monthly`: only with a rhythm right after it."""
    found = read_rhythm(m.line, m.end, m.scene.today)
    if not found or not found.every:
        return None
    return m.draft("cadence", "ahead", RHYTHM)


@rule(
    "[do|have|start|schedule] [a] weekly|monthly|quarterly|biweekly|fortnightly|yearly|annual|regular check-in|checkin|"
    "check-ins|checkins|catch-up|catchup|catch-ups|catchups with|w/ {who}",
    "[do|have|start|schedule] [a] weekly|monthly|quarterly|biweekly|fortnightly|yearly|annual|regular check|catch "
    "in|ins|up|ups with|w/ {who}",
)
def named_rhythm(m: Match) -> Draft | None:
    """`weekly check-in with Sam`."""
    draft = m.draft("cadence", "ahead", RHYTHM)
    draft.every = next((ADVERBS[low] for low in m.line.low[m.start : m.end] if low in ADVERBS), None)
    return draft


@rule(
    "no [more] rhythm|cadence|check-ins|checkins|catch-ups [for|with] {who}",
    "no [more] [regular] check|catch ins|ups [for|with] {who}",
    "no [more] regular check-ins [for|with] {who}",
    "remove|stop|clear|drop|delete|cancel|end [the|any|all] rhythm|cadence [for|of|with] {who}",
    "remove|stop|clear|drop|delete|cancel|end {owner} rhythm|cadence",
    "stop checking in with|on {who}",
    "stop|cancel|end|drop|remove [the|my|our|all] [regular] check-ins|checkins|check-in|catch-ups with|for {who}",
)
def no_rhythm(m: Match) -> Draft | None:
    draft = m.draft("cadence", "ahead", words("tag topic"))
    draft.every = "none"
    return draft


def settle(draft: Draft) -> None:
    """A repetition makes a reminder a rhythm; what only says "call Ana" is then no topic."""
    if draft.intent == "remind" and (draft.every or draft.unclear_rhythm):
        draft.intent, draft.time = "cadence", None
        if draft.style == "task" and draft.pieces and draft.people:
            _keep_topic(draft)


def _keep_topic(draft: Draft) -> None:
    """Drop what is no more than being in touch, `call Ana`, `talk to Sam`; what it is about is left."""
    at, first = draft.pieces[0]
    verb, *text = first.split()
    names = {word for name in draft.people for word in name.lower().split()}
    if verb.lower() not in TO_PERSON:
        return
    while text and (text[0].lower() in names or text[0].lower() in PARTICLES_OF_VERBS or text[0] == "and"):
        text.pop(0)
    if not text and len(draft.pieces) == 1:
        draft.pieces.clear()
    elif text and text[0].lower() in ("about", "re", "regarding"):
        draft.pieces[0] = at, " ".join(text[1:])
    elif not text and draft.pieces[1][1].lower().startswith(("about ", "re ")):
        draft.pieces[:2] = [(at, draft.pieces[1][1].partition(" ")[2])]
