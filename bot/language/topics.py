"""The clauses of substance: what it was about, with whom else, how it went, what else a search asks for."""

from __future__ import annotations

from bot.language import companies, followups
from bot.language.draft import Draft
from bot.language.numbers import ordinal
from bot.language.people import is_named, read_people
from bot.language.text import Line
from bot.language.when import is_clause
from bot.language.words import DETERMINERS, MARKS, MEDIA, PRAISE, RELATIVES, ROLES, SEVERAL, TITLES, words

_CONTACTED = words(
    "met meet seen see saw talked talk spoken spoke speak called call emailed email contacted contact heard hear caught"
)

TOPIC_VERBS = words("talked discussed discussing talking spoke chatted covered discuss chat talk")


_WANTS = words(
    "wants wanted needs want need hopes plans like cares care thinks think knows know worries asks ask dreams "
    "talks raves "
    "complains complain heard hears forgot learns writes wrote told tells curious sure happy sad nervous upset crazy"
)
_TO_TALK = words("to talk chat speak")
_BEFORE_TALKED = words("also just mostly mainly then briefly only 've")
_AFTER_TALKED = words("mostly mainly a bit lot to with him her them over briefly")


def topic(draft: Draft, i: int) -> int:
    """`about X`, `re: X`: X runs to the next clause, and is read by the walk."""
    line, low = draft.line, draft.line.low[i]
    if "topic" not in draft.takes or (draft.mode == "topic" and not draft.fresh) or draft.mode == "task":
        return 0
    before = next((line.low[k] for k in (i - 1, i - 2, i - 3) if k >= 0 and line.low[k] not in _TO_TALK), "")
    is_verb = before in _WANTS or (before.endswith(("ed", "ing")) and before not in ("meeting", "training"))
    if (draft.sentence and not draft.fresh) or (draft.mode == "plain" and is_verb):
        return 0  # "they are thinking about buying a boat", "Tor wants to talk about jobs"
    end = i + 1
    if low in TOPIC_VERBS:
        if line.low[i - 1] in ("to", "we", "and", "i", "mostly", "mainly") or draft.fresh or i == draft.at:
            end = _topic_verb_end(line, i)
        else:
            return 0
        if not end:
            return 0
    elif low == "to":
        if line.low[i + 1] not in ("discuss", "talk", "chat", "speak", "cover", "go"):
            return 0
        end = _topic_verb_end(line, i + 1)
        if not end:
            return 0
    end += line.low[end] == ":"
    if not line.low[end] or (line.low[end] in MARKS and line.low[end] not in ("<", "(", "[", "{")):
        return 0
    draft.note("topic", i, end, "topic")
    draft.keep = True
    return end


def we_talked(draft: Draft, i: int) -> int:
    """`we discussed X`, `we also talked about X` after a log: X alone is the topic."""
    line, at = draft.line, i + 1
    if draft.intent not in ("log", "done") or "topic" not in draft.takes or not (draft.fresh or draft.mode == "open"):
        return 0
    while line.low[at] in _BEFORE_TALKED:
        at += 1
    if line.low[at] not in TOPIC_VERBS:
        return 0
    end = _topic_verb_end(line, at)
    if not end or not line.low[end] or line.low[end] in MARKS:
        return 0
    draft.note("topic", i, end, "topic")
    draft.keep = True
    return end


def _topic_verb_end(line: Line, i: int) -> int:
    low, end = line.low[i], i + 1
    if low in ("discussed", "discussing", "discuss", "covered", "cover"):
        return end
    while line.low[end] in _AFTER_TALKED:
        end += 1
    return end + 1 if line.low[end] in ("about", "re", "through") else 0


def with_people(draft: Draft, i: int) -> int:
    """`with Ana`, `w/ Sam and Lee`."""
    line = draft.line
    if "with" not in draft.takes or (
        draft.mode in ("topic", "plain", "task") and (draft.mode == "task" or draft.people)
    ):
        return 0
    found = read_people(line, i + 1, draft.scene, related=True)
    if not found or line.low[found.end] == "'s":
        return 0
    draft.people += found.names
    draft.aside(found)
    draft.note("people", i, found.end, "with")
    return found.end


def listed_people(draft: Draft, i: int) -> int:
    """`met two people today: Olga and Ben`: who they are, after a word for several."""
    line = draft.line
    if "with" not in draft.takes or draft.people or line.low[i + 1] in MARKS:
        return 0
    is_small = line.low[i] == ":" and not any(line.cap[: line.size])  # who types no capitals at all
    if not (is_small or is_named(line, i + 1, draft.scene)):
        return 0
    near = line.low[max(draft.at, i - 8) : i]
    if not any(word in SEVERAL or word.removesuffix("s") in RELATIVES | ROLES for word in near):
        return 0
    found = read_people(line, i + 1, draft.scene, pronouns=False)
    if found and line.low[i] == "(" and line.low[found.end] == ")":
        found = found._replace(end=found.end + 1)
    if not found or not (followups.ends_clause(line, found.end) or is_clause(draft, found.end)):
        return 0
    draft.people += found.names
    draft.note("people", i, found.end, "list")
    return found.end


def companions(draft: Draft, i: int) -> int:
    """`Ana and family`, `Ana & the kids` after names: they are nobody by name, and stay in the text."""
    line, at = draft.line, i + 1
    if "with" not in draft.takes or draft.mode != "open" or not draft.people:
        return 0
    at += line.low[at] in DETERMINERS
    if line.low[at] not in _COMPANIONS or not (followups.ends_clause(line, at + 1) or is_clause(draft, at + 1)):
        return 0
    draft.piece(i + 1, at + 1)
    return at + 1


def more_people(draft: Draft, i: int) -> int:
    """`and Sam from Globex` after a company: the list of people goes on."""
    line = draft.line
    if (
        "with" not in draft.takes
        or draft.mode != "open"
        or not draft.people
        or not draft.trace
        or draft.trace[-1][0] not in ("company", "role", "people")
    ):
        return 0
    at = i + 1 + (line.low[i + 1] in ("and", "&"))
    if not is_named(line, at, draft.scene) and line.low[at] not in TITLES:
        return 0
    found = read_people(line, at, draft.scene, pronouns=False)
    if not found or line.low[found.end] == "'s":
        return 0
    is_bare = line.low[i] == "," and draft.trace[-1][0] == "company" and at == i + 1
    if is_bare and not draft.scene.known.person(line.low, at) and line.low[found.end] not in _AFTER_COLLEAGUE:
        return 0  # "Ana from Acme, Globex": more likely another company than another person
    draft.people += found.names
    if draft.company is not None and not draft.role:
        companies.set_apart(draft)
    draft.note("people", i, found.end, "list goes on")
    return found.end


_COMPANIONS = SEVERAL | RELATIVES | words("co kids family fam parents friends others colleagues children baby dog gang")
_AFTER_COLLEAGUE = words("from of @ at (")
_LIKES = words("into likes like loves love enjoys")


def find_more(draft: Draft, i: int) -> int:
    """`and is into rust`, `that I haven't met in a year`: what else a search asks for."""
    line = draft.line
    if "find" not in draft.takes:
        return 0
    at = i
    while line.low[at] in ("and", "that", "who", "which", "but", ",", "whom", "also", "but"):
        at += 1
    end = at + (line.low[at] in ("is", "are", "'s"))
    if line.low[end : end + 2] == ["interested", "in"] or line.low[end] in _LIKES:
        draft.keep = True
        return end + 1 + (line.low[end] == "interested")
    if line.low[at] in ("works", "work", "working") and line.low[at + 1] in ("at", "for"):
        stop = companies.company_end(line, at + 2, draft.scene)
        return companies.file_company(draft, i, stop, line.said(at + 2, stop)) if stop else 0
    return _contacted(draft, at)


def _contacted(draft: Draft, i: int) -> int:
    """`I haven't talked to`, `I met`: the days after it are those of the contact."""
    line, at = draft.line, i
    if line.low[at] not in ("i", "we", "haven't", "havent", "have", "did"):
        return 0
    while line.low[at] in ("i", "we", "have", "'ve", "did", "haven't", "havent", "not", "never", "didn't", "didnt"):
        if at > i + 5:
            return 0
        draft.negative = draft.negative or line.low[at] in ("haven't", "havent", "not", "never", "didn't", "didnt")
        at += 1
    if at == i or line.low[at] not in _CONTACTED:
        return 0
    at += 1
    while line.low[at] in ("to", "with", "from", "up", "out", "in"):
        if line.low[at] == "in" and (
            line.low[at + 1] in ("a", "the", "over", "ages") or line.low[at + 1][:1].isdigit()
        ):
            break
        at += 1
    return at


def medium(draft: Draft, i: int) -> int:
    """`on Zoom`, `over coffee`, `by phone`: how it went."""
    line = draft.line
    if "medium" not in draft.takes:
        return 0
    at = i + 1
    while line.low[at] in PRAISE or line.low[at] in ("a", "the", "an", "some"):
        at += 1
    kind = MEDIA.get(line.low[at])
    if not kind or (draft.mode in ("topic", "task") and not draft.fresh) or line.low[i] == "from":
        return 0
    after = line.low[at + 1]
    if line.low[i] in ("at", "in", "for", "after", "during") and kind not in ("meal", "coffee"):
        return 0
    if after and (
        line.cap[at + 1]
        or (
            after.isalpha()
            and not ordinal(after) is not None
            and not followups.ends_clause(line, at + 1)
            and not is_clause(draft, at + 1)
        )
    ):
        return _two_words(draft, i, at)
    draft.telling(kind)
    draft.note("kind", i, at + 1, "medium")
    return at + 1


def _two_words(draft: Draft, i: int, at: int) -> int:
    """`over a video call`, `on the phone call`."""
    if draft.line.low[at + 1] in ("call", "message", "dm", "chat", "meeting", "dms", "messages"):
        draft.telling(MEDIA[draft.line.low[at]])
        draft.note("kind", i, at + 2, "medium")
        return at + 2
    return 0
