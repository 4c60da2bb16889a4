"""What a sentence without a verb of its own means where it was typed, and what may follow another command."""

from __future__ import annotations

from bot.language import contact, slips, when
from bot.language.clauses import read_clause
from bot.language.companies import company_end, is_city
from bot.language.day import MONTHS, WEEKDAYS
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.followups import follow_up
from bot.language.holding import take_limit
from bot.language.patterns import Match, find
from bot.language.people import NAMES_THAT_ARE_WORDS, People, is_named, read_people
from bot.language.rhythms import read_rhythm
from bot.language.scene import Scene
from bot.language.searches import FIND
from bot.language.settings import nudge_time
from bot.language.tasks import TOUCH, remind_me, task
from bot.language.text import Line
from bot.language.whom import OF_TASKS, people_of_task
from bot.language.words import ARTICLES, COMMON, MARKS, OPENERS, POSSESSIVES, ROLES, STOPS, words

_BEFORE_SLIP = MARKS | OPENERS | words("a an the had grabbed got quick over")
_STAND_ALONE = words("undo skip stats help_me import export done upcoming due find brief owed correct settings log")
_BEGIN_A_SENTENCE = words("find brief due upcoming owed stats import export undo")


def read_slips(line: Line, scene: Scene) -> None:
    """Replace what is meant by a slip in the words that rules see; the text keeps it as typed."""
    for i in range(line.size):
        low = line.low[i]
        if low in slips.MISSPELT:
            line.low[i] = slips.MISSPELT[low]
            continue
        if len(low) < slips.AT_VERB or low in COMMON or low in STOPS or (line.cap[i] and i > 0):
            continue
        if len(low) < slips.ANYWHERE and i > 0 and line.low[i - 1] not in _BEFORE_SLIP:
            continue
        meant = slips.meant(low)
        if meant and (i > 0 or not line.cap[i] or len(low) >= slips.ANYWHERE) and _fits(line, i, meant, scene):
            line.low[i] = meant


def _fits(line: Line, i: int, meant: str, scene: Scene) -> bool:
    """Whether no name fits where the slip stands: names of people and of months are easily mistaken."""
    if scene.known.person(line.low, i):
        return False
    if meant in MONTHS or meant in WEEKDAYS:
        return i > 0 and (
            line.low[i - 1] in when.PREPOSITIONS
            or line.low[i - 1] in ("next", "last", "this", "every", "until", "til", "by", "since")
            or meant in WEEKDAYS
        )
    return True


def empty(line: Line, scene: Scene) -> Draft | None:
    """Nothing at all asks how this works; greetings alone are not understood."""
    return _plain(line, scene, "help_me", 0) if not line.text.strip() else None


def _plain(
    line: Line, scene: Scene, intent: str, at: int, look: str = "ahead", takes: frozenset[str] = frozenset()
) -> Draft:
    return Draft(line, scene, intent, at, look, takes)  # type: ignore[arg-type]  # literals of this module


def before_rules(line: Line, i: int, scene: Scene) -> Draft | None:
    """What is typed as the rest of a command: `/met up with Sam`, `/nudge me to …`."""
    low = line.low[i]
    if scene.command == "met" and low in ("up", "with", "w/"):
        at = i + (low == "up")
        at += line.low[at] in ("with", "w/")
        found = read_people(line, at, scene)
        if found:
            return contact.names_alone(Match(line, scene, "/met", i, found.end), found)
    if scene.command == "nudge" and low == "to":
        return task(Match(line, scene, "/nudge to", i, i + 1), i + 1)
    if scene.command == "nudge" and low == "me":
        at = i + 1 + (line.low[i + 1] in ("at", "around"))
        return nudge_time(Match(line, scene, "/nudge me", i, at)) or remind_me(
            Match(line, scene, "/nudge me", i, i + 1)
        )
    return None


def follows(draft: Draft, found: Draft, i: int, strong: bool) -> bool:
    """Whether a command may begin here: inside a topic only what is surely one."""
    line = draft.line
    if found.intent in _STAND_ALONE:
        if found.intent == "log":
            return _is_another_contact(draft, found, i, strong)
        if found.intent == "settings":
            return found.setting is not None and (strong or draft.intent == "settings")
        is_tag = line.low[i][:1] == "#"  # a tag of what was said, and no search for it
        return strong and found.intent in _BEGIN_A_SENTENCE and not is_tag
    if found.intent == "remind" and not strong and found.style == "task":
        return _is_task(draft, found, i)
    return line.low[i - 1] not in ("to", "the", "a")


def _is_task(draft: Draft, found: Draft, i: int) -> bool:
    """A task after a comma or "and" needs somebody by name or a day of its own."""
    line = draft.line
    joined = line.low[i - 1] in ("and", "&", "+")
    if line.low[i] in ("remind", "reminder", "don't", "need", "please", "i", "todo", "set"):
        return True
    if not found.people:
        return (
            not joined and (draft.intent != "remind" or draft.day is not None) and when.is_dated(line, i, draft.scene)
        )
    if joined and draft.intent == "remind":
        return line.low[i + 1] not in ("him", "her", "them")
    return True


def _is_another_contact(draft: Draft, found: Draft, i: int, strong: bool) -> bool:
    """`met Ana, called Sam` are two; `met Ana, talked to her about hiring` is one."""
    if draft.intent != "log":
        return draft.intent not in ("log", "done") and (strong or found.style == "past")
    own = {name.lower() for name in draft.people}
    is_told = found.style == "past" or (found.style == "noun" and draft.line.low[i + 1] in ("with", "w/"))
    return is_told and bool(found.people) and {name.lower() for name in found.people} != own


_SAME_AGAIN = words("log plan remind cadence snooze pause milestone")


def same_again(draft: Draft, i: int, scene: Scene) -> Draft | None:
    """`met Ana at PyCon, Sam at FOSDEM`, `ping Ana tomorrow, Sam on Friday`: the verb holds for the next one too."""
    line = draft.line
    if draft.intent not in _SAME_AGAIN or draft.mode != "open" or draft.style == "task":
        return None
    found = read_people(line, i, scene, pronouns=False)
    if draft.intent == "milestone":
        return _whose_too(draft, found)
    is_written_alike = is_named(line, i, scene) or all(name.islower() for name in draft.people)
    if (
        not found
        or not is_written_alike
        or found.end >= line.size
        or set(found.names) & set(draft.people)
        or is_city(found.names[0])
    ):
        return None
    again = Draft(line, scene, draft.intent, found.end, draft.look, draft.takes)
    field = "where" if draft.intent == "log" else "until" if draft.intent in ("snooze", "pause") else "day"
    if getattr(draft, field) is None or read_clause(again, found.end) <= 0 or getattr(again, field) is None:
        return None
    again = Draft(line, scene, draft.intent, found.end, draft.look, draft.takes)
    again.people, again.kind, again.default_kind = list(found.names), draft.kind, draft.default_kind
    again.style = draft.style
    return again


def _whose_too(draft: Draft, found: People | None) -> Draft | None:
    """`Ida's birthday is 4 May and Lars's is 5 June`: of the same kind, on a day of its own."""
    line = draft.line
    if not found or line.low[found.end] != "'s" or draft.day is None:
        return None
    at = found.end + 1
    while line.low[at] in ("is", "on", "birthday", "bday", ":"):
        at += 1
    again = Draft(line, draft.scene, "milestone", at, draft.look, draft.takes)
    if at == found.end + 1 or read_clause(again, at) <= 0 or again.day is None:
        return None
    again = Draft(line, draft.scene, "milestone", at, draft.look, draft.takes)
    again.people, again.milestone, again.yearless = list(found.names), draft.milestone, draft.yearless
    return again


def without_verb(line: Line, i: int, scene: Scene) -> Draft | None:
    """The default reading of the command; none for a direct message."""
    reader = {"met": _met, "nudge": _nudge, "whois": _whois, "thread": _thread}.get(scene.command)
    return reader(line, i, scene) if reader else None


def opening_clause(line: Line, i: int, scene: Scene) -> Draft | None:
    """`at the Rust meetup met Jonas`, `yesterday I called Sam`, `every month ping Ana`: what stands before the verb."""
    lead = Draft(line, scene, "log", i, "ahead", words("day time place tag rhythm"))
    at = i
    while at < line.size:
        end = read_clause(lead, at)
        if end <= 0:
            return None
        at = end + (line.low[end] in (",", ":", "-", "—", "–"))
        at += line.low[at] in ("i", "we")
        at += line.low[at] in ("'ve", "just", "also", "finally")
        draft = find(line, at, scene) if line.low[at][:1] != "#" else None
        if draft:
            return _led(draft, lead)
    return None


def _led(draft: Draft, lead: Draft) -> Draft | None:
    """The command with what was said before it; a rhythm before what takes none is not understood."""
    if lead.every and "rhythm" not in draft.takes:
        return None
    draft.day, draft.where, draft.time = draft.day or lead.day, draft.where or lead.where, draft.time or lead.time
    draft.every, draft.rhythm_on = draft.every or lead.every, draft.rhythm_on or lead.rhythm_on
    draft.tags += lead.tags
    draft.trace = lead.trace + draft.trace
    return draft


def opening_follow_up(line: Line, i: int, scene: Scene) -> Draft | None:
    """`follow up in 2 weeks - met Sam`, `in 3 weeks follow up: Jonas at KubeCon`: asked for before the log is told."""
    if line.low[i] in NAMES_THAT_ARE_WORDS:
        return None  # "Chase from Friday Labs"
    lead = Draft(line, scene, "log", i, "back", words("follow"))
    at = i + (line.low[i] in when.PREPOSITIONS and line.low[i] != "this")
    day = when.in_span(line, at, scene.today) or read_day(line, at, scene.today, scene.day_first)
    end = follow_up(lead, i) or (follow_up(lead, day.end) if day else 0)
    if not end:
        return None
    if lead.follow_up == "soon" and day and end > day.end > i:
        lead.follow_up = day.ahead
    while end < line.size and (line.low[end] in MARKS or line.low[end] in ("and", "i", "we", "just", "with", "w/")):
        end += 1
    draft = find(line, end, scene) or (_met(line, end, scene) if scene.command == "met" else None)
    if not draft or draft.intent != "log":
        return None
    draft.follow_up, draft.every = lead.follow_up, lead.every
    draft.trace = lead.trace + draft.trace
    return draft


def _met(line: Line, i: int, scene: Scene) -> Draft | None:
    """`Priya at conference`, `at PyCon with Ana`, `yesterday Sam`: a log, if it names somebody."""
    found = read_people(line, i, scene, pronouns=False, related=True)
    if found:
        return contact.names_alone(Match(line, scene, "/met", i, found.end), found)
    if contact.may_be_others(line, i, scene):
        return contact.names_alone(Match(line, scene, "/met", i, i), People((), i))
    lead = Draft(line, scene, "log", i, "back", words("day time place tag"))
    at = i
    while at < line.size and (end := read_clause(lead, at)) > 0:
        at = end + (line.low[end] in (",", ":", "-", "—", "–"))
        at += line.low[at] in ("with", "w/")
        found = read_people(line, at, scene, pronouns=False)
        if found:
            draft = contact.names_alone(Match(line, scene, "/met", i, found.end), found)
            draft.day, draft.where, draft.time, draft.tags = lead.day, lead.where, lead.time, lead.tags
            draft.trace += lead.trace
            return draft
    return None


def _nudge(line: Line, i: int, scene: Scene) -> Draft | None:
    """A date makes it a reminder, a repetition a rhythm (`settle` says so), neither a reminder with no date."""
    lead = Draft(line, scene, "remind", i, "ahead", TOUCH - {"place", "topic", "company"})
    at = i
    while at < line.size and not read_people(line, at, scene, pronouns=False) and (end := read_clause(lead, at)) > 0:
        at = end + (line.low[end] in (",", ":", "-", "—", "–"))
    at += line.low[at] in ("about", "for", "with", "w/")
    if line.low[at] in ("me", "to"):
        return None
    found = read_people(line, at, scene, pronouns=False)
    if not found and (lead.tags or lead.every):
        lead.intent, lead.takes, lead.at = "cadence", TOUCH, at
        return lead
    if found and (_is_thing(line, found.end, scene) or line.low[at] in OF_TASKS - NAMES_THAT_ARE_WORDS):
        found = None  # "Return the drill to Bas"
    if found and line.low[found.end] == "'s":
        lead.people += found.names
        lead.mode, lead.style, lead.at = "task", "task", at
        return lead  # "Kari's launch on Friday"
    if found:
        lead.takes, lead.style, lead.at = TOUCH, "touch", found.end
        lead.people += found.names
        return lead
    people = people_of_task(line, at, scene)
    if not people and not _says_when(lead, at):
        return None
    lead.people += people.names if people else ()
    lead.mode, lead.style, lead.at = "task", "task", at
    return lead


def _is_thing(line: Line, i: int, scene: Scene) -> bool:
    """Whether "the drill" begins here, and no "the 5th"."""
    return line.low[i] in ARTICLES | POSSESSIVES and not read_day(line, i, scene.today, scene.day_first)


def _says_when(lead: Draft, i: int) -> bool:
    """Whether a day was or will be said: a date alone makes a reminder."""
    line, today = lead.line, lead.scene.today
    if lead.day is not None:
        return i < line.size
    return any(read_day(line, k, today, lead.scene.day_first) for k in range(i + 1, min(i + 20, line.size)))


def _whois(line: Line, i: int, scene: Scene) -> Draft | None:
    """A person's name makes it a brief, anything else a search."""
    at = i
    while line.low[at] in ("is", "was", "about", "the", "who", "'s"):
        at += 1
    from dataclasses import replace

    whole = replace(scene, whole_names=True)
    company = scene.known.company(line.low, at)
    if company and scene.known.person(line.low, at) < company:
        draft = _plain(line, scene, "find", at + company, "back", FIND)
        draft.company = line.said(at, at + company)
        return draft
    found = read_people(line, at, whole, pronouns=False)
    is_role = line.low[at].removesuffix("s") in ROLES
    if found and is_role and (not line.cap[at] or line.raw[at].isupper() or line.low[at - 1] == "the"):
        found = None
    if found and line.low[found.end] in ("from", "at", "@", "of") and (stop := company_end(line, found.end + 1, scene)):
        draft = _plain(line, scene, "brief", stop)
        draft.people, draft.company = list(found.names), line.said(found.end + 1, stop)
        return draft
    if found and (line.low[found.end] in MARKS or line.low[found.end] in ("", "again", "please")):
        draft = _plain(line, scene, "brief", found.end)
        draft.people += found.names
        return draft
    if at >= line.size:
        return None
    return _plain(line, scene, "find", i, "back", FIND)


def _thread(line: Line, i: int, scene: Scene) -> Draft | None:
    """A day alone snoozes, a rhythm alone is theirs."""
    found = read_rhythm(line, i, scene.today)
    if found and found.every:
        return _plain(line, scene, "cadence", i, "ahead", TOUCH)
    draft = _plain(line, scene, "snooze", i, "ahead", words("until tag"))
    end = take_limit(draft, i)
    if draft.until is not None:
        draft.at = end
        return draft
    return None


def settle(draft: Draft) -> None:
    """Where it was typed decides last: a plan in `/nudge` is a reminder, a log in a nudge's thread its answer."""
    scene = draft.scene
    if scene.command == "nudge" and draft.intent == "plan" and not scene.follows:
        _as_reminder(draft)
    if scene.command == "thread" and draft.intent == "log" and not draft.people and not scene.follows:
        draft.intent = "done"
    if draft.intent == "done":
        draft.default_kind = None


def _as_reminder(draft: Draft) -> None:
    first = draft.trace[0][1] if draft.trace else 0
    draft.intent, draft.kind, draft.look = "remind", None, "ahead"
    end = next((last for field, _, last, _ in draft.trace if field in ("intent", "people")), draft.at)
    last = max([last for field, _, last, _ in draft.trace if field == "people"], default=end)
    draft.pieces.insert(0, (first, draft.line.said(first, max(end, last))))
