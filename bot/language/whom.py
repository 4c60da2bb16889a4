"""With or for whom a task is done: `call Ana`, `send the deck to Ana`, `book a table with Sam`."""

from __future__ import annotations

from bot.language.companies import is_city
from bot.language.people import NAMES_THAT_ARE_WORDS, People, ends_name, is_named, read_people
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.words import COMMON, DETERMINERS, KIN, MARKS, SUBJECT_MATTER, SUBJECTS, TASKS, words

# Verbs whose object is a person.
TO_PERSON = words(
    "call phone ring email e-mail mail text message msg dm whatsapp facetime zoom ping ask thank "
    "tell invite congratulate congrats meet "
    "visit see remind wish interview update brief follow answer help contact nudge chase poke "
    "check catch reach touch circle skype "
    "invoice pitch onboard refund reimburse pester nag warn notify coach mentor recruit reassure console praise "
    "apologise apologize approach host repay hug chauffeur invoice quiz bug hassle alert brief debrief consult "
    "wake surprise comfort babysit forgive escort accompany tutor "
    "greet welcome reply respond write talk speak chat introduce intro connect"
)

_TO_TWO = words("introduce intro connect")

# Verbs whose first object may be a person and the second a thing.
_GIVING = words(
    "send give show bring buy get lend forward share offer book make pay write owe return mail "
    "ship hand pass promise order fetch repay"
)

# What is to be done, as an order begins.
OF_TASKS = TO_PERSON | _GIVING | TASKS
_OF_SOMEBODY_NAMED = words("drive feed")  # "drive Ana home", no "feed cats"
_JOURNEYS = words(
    "flight flights fly train trains bus buses ferry trip trips journey ride drive travel ticket tickets go move "
    "relocate commute sail taxi"
)
_COLLECTED_AT = words("airport station hotel")  # where people, not things, are picked up
_GIFTS = words("gift present card flowers cake birthday")
PARTICLES_OF_VERBS = words("up back with w/ to out in on off")


def people_of_task(line: Line, i: int, scene: Scene) -> People | None:
    """With or for whom a task is done: `call Ana`, `send the deck to Ana`, `book a table with Sam`."""
    verb = line.low[i]
    if verb in TO_PERSON:
        at = i + 1
        while line.low[at] in PARTICLES_OF_VERBS:
            at += 1
        found = read_people(line, at, scene, related=True)
        if found and verb == "visit" and _is_city(line, at, found, scene):
            return _with_whom(line, at, scene)
        if found and line.low[found.end] == "'s":
            return None  # "call Ana's boss" is not for Ana
        if found:
            return _both(line, found, scene) if verb in _TO_TWO else found
    elif verb == "pick" and line.low[i + 1] == "up":
        found = read_people(line, i + 2, scene)
        if found and (is_named(line, i + 2, scene) or _COLLECTED_AT & set(line.low[found.end : found.end + 4])):
            return found
    elif (verb in _OF_SOMEBODY_NAMED and is_named(line, i + 1, scene)) or (
        verb in ("pick", "drop", "pay") and _is_enclosed(line, i + 1, scene)
    ):
        return read_people(line, i + 1, scene)
    elif verb in _GIVING:
        at = i + 1 + (line.low[i + 1] in ("back", "over"))
        paid = read_people(line, at, scene) if verb == "pay" and line.low[at] not in SUBJECT_MATTER else None
        is_repaid = paid is not None and ends_name(line, paid.end)
        if is_repaid or _is_receiver(line, at, scene):
            return read_people(line, at, scene)
    return _with_whom(line, i + 1, scene)


def _is_enclosed(line: Line, i: int, scene: Scene) -> bool:
    """Whether somebody stands between a verb and its particle: `pick Jo up`, `pay Uma back`."""
    found = read_people(line, i, scene)
    return found is not None and line.low[found.end] in ("up", "off", "back") and line.low[i] not in SUBJECT_MATTER


def _both(line: Line, first: People, scene: Scene) -> People:
    """`intro Sam to Lee`: both of them."""
    second = read_people(line, first.end + 1, scene) if line.low[first.end] in ("to", "with", "and") else None
    return People(first.names + second.names, second.end) if second else first


def _is_receiver(line: Line, i: int, scene: Scene) -> bool:
    """Whether the word after "send" is who gets it: a name, or a lower-case one with the thing after it."""
    if is_named(line, i, scene) or (line.low[i] in ("him", "her", "them") and line.low[i + 1] not in MARKS):
        return True
    found = read_people(line, i, scene)
    if not found:
        return False
    return (
        line.low[found.end] in DETERMINERS
        or line.low[found.end] in words("my some feedback info notes")
        or line.low[i] in KIN
    )


def _is_city(line: Line, i: int, found: People, scene: Scene) -> bool:
    """Whether the first one named at word `i` is a city, and nobody known."""
    return bool(found.names) and is_city(found.names[0]) and not scene.known.person(line.low, i)


def _with_whom(line: Line, i: int, scene: Scene) -> People | None:
    """The first "with", "to" or "for" somebody, before any topic."""
    for k in range(i, min(i + 12, line.size)):
        low = line.low[k]
        if low in ("about", "re", "regarding", ".", ";", "!", "?", "\n") or low in SUBJECTS:
            return None
        if (low == "to" and line.low[k + 1] in OF_TASKS) or (
            low == "to" and line.low[k + 2] in DETERMINERS and not line.cap[k + 1]
        ):
            continue  # "at 4 to water the plants"
        if low in ("with", "w/", "to", "for", "from") and line.low[k + 1] not in DETERMINERS:
            if low == "for" and line.low[k - 1] not in _GIFTS and not _is_surely_someone(line, k + 1, scene):
                continue
            found = read_people(line, k + 1, scene)
            is_journey = low in ("to", "from") and _JOURNEYS & set(line.low[max(i - 1, 0) : k])
            if found and is_journey and _is_city(line, k + 1, found, scene):
                continue  # "book the flight to Lisbon"
            if (
                found
                and line.low[found.end] != "'s"
                and (line.low[k + 1] not in COMMON - NAMES_THAT_ARE_WORDS or line.cap[k + 1])
                and (
                    is_named(line, k + 1, scene)
                    or line.low[k + 1] in ("him", "her", "them")
                    or ends_name(line, found.end)
                )
            ):
                return found
    return None


def _is_surely_someone(line: Line, i: int, scene: Scene) -> bool:
    raw = line.raw[i]
    plain = line.cap[i] and raw[1:].islower() and not line.cap[i + 1] and raw.isalpha()
    return (
        plain
        or line.low[i] in KIN
        or line.low[i] in ("him", "her", "them")
        or raw.startswith("<@")
        or scene.known.person(line.low, i) > 0
    )
