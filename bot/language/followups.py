"""What a log asks for or came to: the follow-up in it, its rhythm, an unanswered try, who made the introduction."""

from __future__ import annotations

from bot.language.day import fixed
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.people import read_people
from bot.language.rhythms import read_rhythm
from bot.language.text import Line
from bot.language.when import PREPOSITIONS, in_span, moment_of
from bot.language.words import ENDS, MARKS, MEDIA, STOPS, words

# Asking to be in touch again, and nothing else. The first ones say so wherever they stand.
_SURE = (
    "follow up", "follow-up", "followup", "f/u", "fwup", "fup", "circle back", "check back", "touch base",
    "get back", "reconnect", "loop back", "try again", "call again", "ring again", "retry", "try him again",
    "try her again", "try them again",
)  # fmt: skip
_LIKELY = (
    "check in", "check-in", "ping", "nudge", "contact", "chase", "reach out", "catch up", "keep in touch",
    "stay in touch", "remind me", "nudge me", "ping me", "talk again", "meet again", "speak again", "meet up again",
    "fu", "keep up", "chat again", "catch up again", "see again", "get in touch",
)  # fmt: skip
_VERBS: dict[str, list[tuple[list[str], bool]]] = {}
for _phrases, _sure in ((_SURE, True), (_LIKELY, False)):
    for _phrase in _phrases:
        _VERBS.setdefault(_phrase.split()[0], []).append((_phrase.split(), _sure))
for _found in _VERBS.values():
    _found.sort(key=lambda verb: -len(verb[0]))
_TASKS_AGAIN = words("try retry ring call remind nudge")  # "remind me to try again" is a task, and no follow-up
MOST_LEADS = 7  # words before a verb that only lead to it; a bound, so that a long run of them costs no more
_LEADS = words(
    "i we need needs want wants have has should must will 'll let us let's lets gonna plan "
    "planning going to gotta ought please also then and so wanna 'm 'd like remember next a "
    "another"
)
_TAIL = words("again back please pls too more needed required soon and thx thanks")

_NO_ANSWER = (
    "no answer", "no reply", "no response", "no luck", "no reaction", "no word back", "hasn't replied",
    "hasn't answered", "hasn't responded", "hasn't gotten back", "hasn't got back", "hasn't written back",
    "hasn't called back", "hasnt replied", "hasnt answered", "hasnt responded", "haven't replied",
    "haven't answered", "haven't responded", "haven't heard back", "havent heard back", "haven't heard from",
    "didn't answer", "didn't reply", "didn't respond", "didn't pick up", "didnt answer", "didnt reply",
    "didnt respond", "didnt pick up", "did not answer", "did not reply", "did not respond", "did not pick up",
    "has not replied", "has not answered", "has not responded", "never replied", "never answered",
    "never responded", "not answered", "not replied", "unanswered", "went to voicemail", "got voicemail",
    "got his voicemail", "got her voicemail", "got their voicemail", "left a voicemail", "left voicemail",
    "left a vm", "left a message", "left vm", "couldn't reach", "could not reach", "couldnt reach", "wasn't there",
    "wasn't available", "waiting to hear back", "waiting for a reply", "waiting for an answer", "still waiting",
    "straight to voicemail", "no show", "not reached", "doesn't answer", "isn't answering", "doesn't reply",
    "isn't replying", "doesn't respond", "isn't responding", "ghosted", "not picking up", "isn't picking up",
    "not answering", "not replied", "not responded", "not heard back", "nothing back", "nothing yet",
)  # fmt: skip
_OUTCOMES: dict[str, list[list[str]]] = {}
for _phrase in _NO_ANSWER:
    _OUTCOMES.setdefault(_phrase.split()[0], []).append(_phrase.split())
OUTCOME_LEADS = words("but and he she they still i we has 's have 've is and, however sadly")
_OUTCOME_TAIL = words("yet me us back so far him her them though either again his")


def follow_up(draft: Draft, i: int) -> int:
    """`follow up in 2 weeks`, `ping him in 10 days`, `check in monthly`, `need to follow up`.

    All of a log's own people.
    """
    line = draft.line
    if "follow" not in draft.takes or (draft.follow_up is not None and draft.every is not None):
        return 0
    if i > 0 and line.low[i - 1] in ("no", "not", "without", "never"):
        return 0
    start = _past_leads(line, i)
    verb = _verb(line, start)
    if not verb or (i == start and line.low[i - 1] in ("the", "a", "to", "to") and i > 0):
        return 0
    at, sure = verb
    at, whom = _object(draft, at)
    if at < 0:
        return 0
    end = _time_of(draft, at)
    if end < 0 or (end == at and not sure and not (whom and (draft.fresh or draft.mode == "open"))):
        return 0
    if _is_task(line, end, line.low[start]):
        return 0
    if draft.follow_up is None and draft.every is None:
        draft.follow_up = "soon"
    draft.note("follow_up", i, end, "follow-up")
    return end


def _past_leads(line: Line, i: int) -> int:
    first = i
    while line.low[i] in _LEADS and i < first + MOST_LEADS:
        i += 1
    return i


def _verb(line: Line, i: int) -> tuple[int, bool] | None:
    for phrase, sure in _VERBS.get(line.low[i], ()):
        if line.low[i : i + len(phrase)] == phrase:
            end = i + len(phrase)
            if phrase[-1] == "me" and line.low[end] == "to":
                if line.low[end + 1] in _TASKS_AGAIN:
                    return None
                inner = _verb(line, end + 1)
                return inner and (inner[0], True)
            return end, sure
    return None


def _object(draft: Draft, i: int) -> tuple[int, bool]:
    """Past "with him", "Ana again"; -1 when somebody else, or only some of the people, are meant."""
    line, at = draft.line, i
    if line.low[at] == ":":
        if not draft.people:
            return i, False  # "in 3 weeks follow up: Jonas at KubeCon"
        at += 1
    while line.low[at] in ("up", "in", "with", "w/", "to", "on", "again", "back", "out", "touch", "about"):
        if line.low[at] in ("on", "in", "about") and line.low[at + 1] not in ("him", "her", "them", "with", "w/"):
            break
        at += 1
    scene = draft.scene.after(tuple(draft.people))
    if line.low[at] in ("each", "all", "both"):
        return at + 1 + 2 * (line.low[at + 1 : at + 3] == ["of", "them"]), True
    found = read_people(line, at, scene) if line.low[at] not in ("next", "every") else None
    if not found:
        return (i if at > i and line.low[at - 1] in ("to", "with", "w/") else at), False
    names = {name.lower() for name in found.names}
    own = {name.lower() for name in draft.people}
    if line.low[at] in ("him", "her", "them", "he", "she", "they") and (not names or names == own):
        return found.end, True
    return (found.end, True) if names == own else (-1, False)


def _time_of(draft: Draft, i: int) -> int:
    """The day or the rhythm asked for; -1 when its words only look like one. Where they end."""
    line, scene = draft.line, draft.scene
    while line.low[i] in _TAIL or (line.low[i] in (":", ",") and read_day(line, i + 1, scene.today, scene.day_first)):
        i += 1
    found = read_rhythm(line, i, scene.today)
    if found and found.every and draft.every is None:
        draft.every = found.every
        return found.end
    at = i + (line.low[i] in PREPOSITIONS and line.low[i] != "this")
    moment = moment_of(line, i, scene)
    day = fixed(moment[1], "moment", moment[0].date()) if moment else None
    day = day or in_span(line, at, scene.today) or read_day(line, at, scene.today, scene.day_first)
    if day and day.doubt:
        draft.doubts.append(line.said(at, day.end))
        return i
    if day and day.ahead and draft.follow_up is None and line.low[day.end] not in ("'s", "of"):
        draft.follow_up = day.ahead
        end = day.end
        while line.low[end] in _TAIL and line.low[end] != "and":
            end += 1
        return end
    return i


def _is_task(line: Line, i: int, verb: str) -> bool:
    """Whether something is to be done beyond being in touch: `remind me in a week to send the deck`."""
    return line.low[i] == "to" or (verb in ("remind", "nudge") and line.low[i] in ("about", "that", "re", "of"))


def outcome(draft: Draft, i: int) -> int:
    """`no answer`, `but she hasn't replied yet`, `left a voicemail`: tried, not reached."""
    line = draft.line
    if "outcome" not in draft.takes or (
        draft.mode == "topic" and not draft.fresh and line.low[i] not in ("but", "no", "hasn't")
    ):
        return 0
    at = i
    while line.low[at] in OUTCOME_LEADS and at < i + MOST_LEADS:
        at += 1
    for phrase in _OUTCOMES.get(line.low[at], ()):
        if line.low[at : at + len(phrase)] == phrase:
            end = at + len(phrase)
            while line.low[end] in _OUTCOME_TAIL:
                end += 1
            draft.outcome = "no_answer"
            if "voicemail" in phrase or "vm" in phrase:
                draft.telling("call")
            draft.note("outcome", i, end, "no answer")
            return end
    return 0


def via(draft: Draft, i: int) -> int:
    """`through Sam`, `via Ana and Tom`, `thanks to Mia`, `introduced by Will`."""
    line = draft.line
    if "via" not in draft.takes:
        return 0
    at = i + 1
    if line.low[i] in ("thanks", "introduced", "intro'd", "courtesy", "intro", "referred", "connected"):
        if line.low[at] not in (("to",) if line.low[i] == "thanks" else ("by", "of", "from", "through", "via")):
            return 0
        at += 1
    if line.low[at] in MEDIA and line.low[i] in ("via", "through", "by"):
        return 0
    if line.low[i] == "by" and draft.kind != "intro":
        return 0
    found = read_people(line, at, draft.scene.after(tuple(draft.people)), pronouns=False)
    if not found or line.low[found.end] == "'s":
        return 0
    draft.via += found.names
    draft.note("via", i, found.end, "introduction")
    return found.end


def ends_clause(line: Line, i: int) -> bool:
    low = line.low[i]
    return not low or low in MARKS or low in ENDS or low in STOPS
