"""What fills the slots of a pattern: `{people}`, `{who}`, `{kind}`, `{name}`, and the rest."""

from __future__ import annotations

from dataclasses import replace

from bot.language.draft import Draft
from bot.language.meanings import Kind
from bot.language.numbers import NUMBERS, read_number
from bot.language.patterns import POSSESSIVES, SLOTS, SLOTS_AT, Who
from bot.language.people import People, read_name, read_people
from bot.language.places import place_end
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import ARTICLES, KIND_OF_NOUN, OCCASIONS, PRAISE, SESSIONS, WEIGHT, words


def _people(line: Line, i: int, scene: Scene) -> tuple[People, int] | None:
    found = read_people(line, i, scene, related=True)
    return (found, found.end) if found else None


def _receivers(line: Line, i: int, scene: Scene) -> tuple[People, int] | None:
    """People before what they get: `tane and hine dinner`."""
    found = read_people(line, i, scene, related=True, things=True)
    return (found, found.end) if found else None


def _whole(line: Line, i: int, scene: Scene) -> tuple[People, int] | None:
    """People where no day can stand: `April and May June`."""
    return _people(line, i, replace(scene, whole_names=True))


def _owner(line: Line, i: int, scene: Scene) -> tuple[People, int] | None:
    """People and what marks them as owners: `Maria's`, `her`."""
    if line.low[i] in POSSESSIVES:
        return People(scene.meant_by({"his": "he", "her": "she"}.get(line.low[i], "they")), i + 1), i + 1
    found = read_people(line, i, scene, pronouns=False)
    if found and line.low[found.end] == "'s":
        return found, found.end + 1
    return None


_ALL = frozenset(["everything", "everyone", "everybody", "all", "nudges", "reminders", "notifications", "it", "them"])


def _who(line: Line, i: int, scene: Scene) -> tuple[Who, int] | None:
    """`Sam and #mentors`, `#recruiters`, `everything`, `all nudges`."""
    people: list[str] = []
    tags: list[str] = []
    at, end = i, i
    while True:
        at += line.low[at] in ("the", "people", "everyone", "in", "all") and line.low[at + 1][:1] == "#"
        if line.low[at][:1] == "#" and len(line.low[at]) > 1:
            tags.append(line.raw[at][1:].lower())
            at = end = at + 1
        elif found := read_people(line, at, scene):
            people += found.names
            at = end = found.end
        else:
            break
        if line.low[at] not in (",", "and", "&", "+"):
            break
        at += 1
    if end > i:
        return Who(tuple(people), tuple(tags)), end
    while line.low[end] in _ALL or (end > i and line.low[end] in ("my", "the")):
        end += 1
    return (Who((), ()), end) if end > i else None


def _kind(line: Line, i: int, scene: Scene) -> tuple[Kind, int] | None:
    """A noun of contact with what praises it: `a great call`, `quick coffee`, `video call`."""
    start = i
    while line.low[i] in PRAISE or line.low[i] in ("a", "an", "the", "some", "our", "my", "another"):
        i += 1
    i = past_occasion(line, i)
    i += 2 * (line.low[i].isdecimal() and line.low[i + 1] in ("min", "mins", "minute", "hour", "hr"))
    if i > start and line.low[i] in ("with", "w/") and line.low[i - 1] in KIND_OF_NOUN:
        i -= 1  # "catch-up with Maeve"
    kind = KIND_OF_NOUN.get(line.low[i])
    if line.low[i : i + 2] in (["catch", "up"], ["catching", "up"]):
        return "other", i + 2
    if line.low[i : i + 2] in (
        ["video", "call"],
        ["video", "chat"],
        ["teams", "call"],
        ["google", "meet"],
        ["teams", "meeting"],
    ):
        return "video", i + 2
    if not kind and i > start and line.low[i - 1] in SESSIONS and (i > start + 1 or line.low[start] != "review"):
        return "met", i
    if not kind:
        return None
    end = i + 1
    while (after := KIND_OF_NOUN.get(line.low[end])) or line.low[end] in ("thread", "exchange"):
        if after and WEIGHT[after] > WEIGHT[kind]:
            kind = after
        end += 1
    if line.low[end] in ("and", "&") and (more := KIND_OF_NOUN.get(line.low[end + 1])):
        kind, end = more if WEIGHT[more] > WEIGHT[kind] else kind, end + 2
    return kind, end


MOST_OF_OCCASION = 4  # words before "meeting" in "quarterly budget review meeting"


def past_occasion(line: Line, i: int) -> int:
    """Past "quarterly budget" before "meeting", or "design review" before "with"; else the same place."""
    at = i
    while at < i + MOST_OF_OCCASION and line.low[at] in OCCASIONS and line.low[at] not in KIND_OF_NOUN:
        at += 1
    is_named = line.low[at] in KIND_OF_NOUN or (line.low[at - 1] in SESSIONS and line.low[at] not in OCCASIONS)
    return at if at > i and is_named else i


def _event(line: Line, i: int, scene: Scene) -> tuple[str, int] | None:
    """The occasion in "went to KubeCon with Sam"."""
    if line.low[i] in KIND_OF_NOUN or line.low[i] in ("with", "w/"):
        return None
    end = place_end(Draft(line, scene, "log", i, "back", frozenset()), i)
    start = i + (line.low[i] in ARTICLES)
    return (line.said(start, end), end) if end > start else None


_LEAVE_OF = frozenset(
    [
        "parental",
        "maternity",
        "paternity",
        "sick",
        "medical",
        "family",
        "unpaid",
        "study",
        "garden",
        "gardening",
        "extended",
        "long",
        "annual",
        "bereavement",
        "mat",
        "pat",
    ]
)


def _leave(line: Line, i: int, scene: Scene) -> tuple[str, int] | None:
    """`parental leave`, `leave`, `sabbatical`."""
    start = i
    while line.low[i] in _LEAVE_OF:
        i += 1
    return (
        (line.said(start, i + 1), i + 1)
        if line.low[i] in ("leave", "sabbatical", "pto", "vacation", "holiday")
        else None
    )


def _tags(line: Line, i: int, scene: Scene) -> tuple[tuple[str, ...], int] | None:
    """`#vip and #rust`."""
    found: list[str] = []
    while (line.low[i][:1] == "#" and len(line.low[i]) > 1) or (found and line.low[i] in (",", "and", "&")):
        if line.low[i][0] == "#":
            found.append(line.raw[i][1:].lower())
        i += 1
    return (tuple(found), i) if found else None


def _name(line: Line, i: int, scene: Scene) -> tuple[str, int] | None:
    """One whole name, days in it too: `Mark Friday`."""
    found = read_name(line, i, replace(scene, whole_names=True))
    if not found and line.low[i] in ("him", "her", "them") and scene.one:
        return scene.one[0], i + 1
    return found


def _names(line: Line, i: int, scene: Scene) -> tuple[str, int] | None:
    """One whole name and its 's."""
    found = _name(line, i, scene)
    return (found[0], found[1] + 1) if found and line.low[found[1]] == "'s" else None


def _number(line: Line, i: int, scene: Scene) -> tuple[int, int] | None:
    return read_number(line, i)


SLOTS.update(
    people=_people, whole=_whole, receivers=_receivers, others=_people, owner=_owner, who=_who, kind=_kind,
    event=_event, leave=_leave, tags=_tags,
    name=_name, names=_names, number=_number,
)  # fmt: skip
SLOTS_AT["#"] = ("{tags}",)
_KINDS_AT = words("a an the our my another catch catching google teams video")
SLOTS_AT.update(
    dict.fromkeys((PRAISE - frozenset(NUMBERS)) | frozenset(KIND_OF_NOUN) | _KINDS_AT | OCCASIONS, ("{kind}",))
)
for _word in NUMBERS:
    SLOTS_AT[_word] = (*SLOTS_AT.get(_word, ()), "{number}")
