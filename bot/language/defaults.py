"""What a sentence without a verb of its own means where it was typed, and what may follow another command."""

from __future__ import annotations

from bot.language import contact, slips, when
from bot.language.clauses import read_clause
from bot.language.companies import company_end
from bot.language.day import MONTHS, WEEKDAYS
from bot.language.draft import Draft
from bot.language.holding import take_limit
from bot.language.patterns import Match, find
from bot.language.people import read_people
from bot.language.rhythms import read_rhythm
from bot.language.scene import Scene
from bot.language.searches import FIND
from bot.language.tasks import TOUCH
from bot.language.text import Line
from bot.language.whom import people_of_task
from bot.language.words import COMMON, MARKS, ROLES, STOPS, words


def read_slips(line: Line, scene: Scene) -> None:
    """Replace what is meant by a slip in the words that rules see; the text keeps it as typed."""
    for i in range(line.size):
        low = line.low[i]
        if low in slips.MISSPELT:
            line.low[i] = slips.MISSPELT[low]
            continue
        if len(low) < slips.AT_VERB or low in COMMON or low in STOPS or (line.cap[i] and i > 0):
            continue
        if len(low) < slips.ANYWHERE and i > 0 and line.low[i - 1] not in MARKS:
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


def empty(line: Line, i: int, scene: Scene) -> Draft | None:
    """Nothing but greetings, or nothing at all."""
    if line.size == 0 and not line.text.strip():
        return _plain(line, scene, "help_me", 0)
    if scene.command == "thread" and line.size:
        return None
    if any(low in ("ok", "well") for low in line.low[: line.size]):
        return None
    return None


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
    if scene.command == "nudge" and low == "me":
        from bot.language.tasks import remind_me

        return remind_me(Match(line, scene, "/nudge me", i, i + 1))
    return None


def stands(draft: Draft) -> bool:
    """Whether what a rule made of the sentence holds where it was typed."""
    return True


def follows(draft: Draft, found: Draft, i: int, strong: bool) -> bool:
    """Whether a command may begin here: inside a topic only what is surely one."""
    line = draft.line
    if found.intent in (
        "undo",
        "skip",
        "stats",
        "help_me",
        "import",
        "export",
        "done",
        "upcoming",
        "due",
        "find",
        "brief",
        "owed",
        "correct",
        "settings",
        "log",
    ):
        if found.intent == "log":
            return _is_another_contact(draft, found, i, strong)
        return strong and found.intent in (
            "find",
            "brief",
            "due",
            "upcoming",
            "owed",
            "stats",
            "import",
            "export",
            "undo",
        )
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
        return False
    if joined and draft.intent == "remind":
        return line.low[i + 1] not in ("him", "her", "them")
    return True


def _is_another_contact(draft: Draft, found: Draft, i: int, strong: bool) -> bool:
    """`met Ana, called Sam` are two; `met Ana, talked to her about hiring` is one."""
    if draft.intent != "log":
        return draft.intent not in ("log", "done") and (strong or found.style == "past")
    own = {name.lower() for name in draft.people}
    return found.style == "past" and bool(found.people) and {name.lower() for name in found.people} != own


def without_verb(line: Line, i: int, scene: Scene) -> Draft | None:
    """The default reading of the command; none for a direct message."""
    reader = {"met": _met, "nudge": _nudge, "whois": _whois, "thread": _thread}.get(scene.command)
    return reader(line, i, scene) if reader else None


def opening_clause(line: Line, i: int, scene: Scene) -> Draft | None:
    """`at the Rust meetup in Berlin met Jonas`, `yesterday I called Sam`: a place or a day before the verb."""
    lead = Draft(line, scene, "log", i, "ahead", words("day time place"))
    at = i
    while at < line.size:
        end = read_clause(lead, at)
        if end <= 0:
            return None
        at = end + (line.low[end] in (",", ":", "-", "—", "–"))
        at += line.low[at] in ("i", "we")
        at += line.low[at] in ("'ve", "just", "also", "finally")
        draft = find(line, at, scene)
        if draft:
            draft.day, draft.where, draft.time = (
                draft.day or lead.day,
                draft.where or lead.where,
                draft.time or lead.time,
            )
            draft.trace = lead.trace + draft.trace
            return draft
    return None


def _met(line: Line, i: int, scene: Scene) -> Draft | None:
    """`Priya at conference`, `at PyCon with Ana`, `yesterday Sam`: a log, if it names somebody."""
    found = read_people(line, i, scene, pronouns=False)
    if found:
        return contact.names_alone(Match(line, scene, "/met", i, found.end), found)
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
    at = i + (line.low[i] in ("about", "for"))
    if line.low[at] in ("me", "to"):
        return None
    found = read_people(line, at, scene, pronouns=False)
    rhythm = read_rhythm(line, at, scene.today)
    if (not found and line.low[at][:1] == "#") or (rhythm and rhythm.every and not found):
        return _plain(line, scene, "cadence", at, "ahead", TOUCH)
    if not found:
        draft = _plain(line, scene, "remind", at, "ahead", words("day time tag rhythm"))
        people = people_of_task(line, at, scene)
        if not people:
            return None
        draft.people += people.names
        draft.mode, draft.style = "task", "task"
        return draft
    draft = _plain(line, scene, "remind", found.end, "ahead", TOUCH)
    draft.people += found.names
    draft.style = "touch"
    return draft


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
    if found and line.low[at].removesuffix("s") in ROLES and not line.cap[at]:
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
