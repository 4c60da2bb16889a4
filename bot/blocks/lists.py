"""Lists and counts: who fits, who is due, what comes up, what is owed, how the network is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.blocks.days import day, on_day, past_day, plain_day
from bot.blocks.names import named, who, work
from bot.blocks.phrases import PLANNED, at, joined, milestone_name, people_of, tags
from bot.blocks.text import code, counted, listed, sentence_case, words
from bot.language.meanings import Meaning
from bot.network.outcomes import (
    DueList,
    DuePerson,
    Foretold,
    Found,
    MilestoneFact,
    NudgeView,
    Owed,
    Person,
    PromiseFact,
    Stats,
    Upcoming,
)

_EXAMPLE = "Priya's birthday is May 3"
_SEARCHES = " · ".join(map(code, ("who did I meet at PyCon", "who works at Acme", "who is into rust", "#python")))
_ROWS = 15
_ROW = 160  # characters of a person's words in a row
DUE_KINDS = {
    "check_in": "check-in",
    "follow_up": "follow-up",
    "reminder": "reminder",
    "milestone": "milestone",
    "promise": "promise",
    "plan": "plan",
    "feedback": "feedback",
    "review": "your week in review",
}


def found_lines(found: Found) -> tuple[str, ...]:
    """Who fits, and why; when nobody does, what was looked for."""
    asked = _asked(found.meaning, found.today)
    what = f" ({asked})" if asked else ""
    if not found.people:
        return (f"I found nobody{what}.", f"I look for places, companies, topics, tags and days: {_SEARCHES}")
    first = f"Found {counted(found.total, 'person', 'people')}{what}:"
    whys = [*found.why, *[None] * len(found.people)]
    rows = [_person(person, why, found.today) for person, why in zip(found.people, whys, strict=False)]
    return (first, *_bulleted(rows, found.total))


def _asked(meaning: Meaning, today: date) -> str:
    job = work(meaning.company, meaning.role)
    pieces = [
        f"work: {job}" if job else "",
        at(meaning.where),
        f"about {words(meaning.about)}" if words(meaning.about) else "",
        tags(meaning.tags),
        f"in touch {on_day(meaning.on, today)}" if meaning.on else "",
        f"in touch since {plain_day(meaning.since, today)}" if meaning.since else "",
        f"not in touch since {plain_day(meaning.before, today)}" if meaning.before else "",
        f"through {listed([named(name) for name in meaning.via])}" if meaning.via else "",
        f"together with {people_of(meaning)}" if meaning.people else "",
    ]
    return ", ".join(piece for piece in pieces if piece)


def _person(person: Person, why: str | None, today: date) -> str:
    last = f"last {day(person.last_interaction_on, today)}" if person.last_interaction_on else ""
    facts = [who(person), work(person.company, person.role), words(why, _ROW), last]
    return " · ".join(fact for fact in facts if fact)


def _bulleted(rows: Sequence[str], total: int) -> list[str]:
    more = max(total, len(rows)) - len(rows[:_ROWS])
    return [*(f"• {row}" for row in rows[:_ROWS]), *([f"… and {more:,} more."] if more > 0 else [])]


def due_lines(due: DueList) -> tuple[str, ...]:
    """Who is due, soonest first; on an empty day, who comes next."""
    until = "today" if due.until <= due.today else f"until {day(due.until, due.today)}"
    if due.people:
        first = f"{counted(due.total, 'person', 'people')} to be in touch with {until}:"
        return (first, *_bulleted([due_row(each, due.today) for each in due.people], due.total))
    if due.next_up is None:
        return (f"Nobody is due {until}. Tell me whom you meet, and I'll suggest when to be in touch again.",)
    return (f"Nobody is due {until}. Next up: {due_row(due.next_up, due.today)}.",)


def due_row(due: DuePerson, today: date) -> str:
    """`*Ana* · check-in · tomorrow`."""
    when = past_day(due.due_on, today) if due.due_on < today else day(due.due_on, today)
    kind = DUE_KINDS.get(due.kind, "nudge")
    said = f"{kind}: {words(due.about, _ROW)}" if words(due.about) else kind
    return f"{who(due.person)} · {said} · {'from ' if due.due_on < today else ''}{when.removeprefix('on ')}"


def upcoming_lines(upcoming: Upcoming) -> tuple[str, ...]:
    """Days to celebrate, soonest first; and what will be brought up when, a line each."""
    if not upcoming.nudges:
        return _celebrations(upcoming)
    rows = [_foretold(each, upcoming.today) for each in upcoming.nudges]
    milestones = _celebrations(upcoming) if upcoming.milestones else ()
    return ("What I'll bring up, and when:", *_bulleted(rows, len(rows)), *milestones)


def _foretold(foretold: Foretold, today: date) -> str:
    """`Mon 30 Nov, 09:00 · *Ana* · check-in · in one message`."""
    nudge, when = foretold.nudge, f"{sentence_case(day(foretold.at.date(), today))}, {foretold.at:%H:%M}"
    name = who(nudge.person) if nudge.person is not None else ""
    shared = "in one message" if foretold.is_shared else ""
    return " · ".join(part for part in (when, name, nudge_said(nudge), shared) if part)


def nudge_said(view: NudgeView) -> str:
    """What a nudge is about in a few words: `birthday`, `check-in`, `coffee at 12:30`, `promise: the deck`."""
    if view.kind == "milestone":
        return milestone_name(view.milestone, view.about)
    kind = DUE_KINDS.get(view.kind, "nudge")
    if view.kind == "plan":
        kind = PLANNED.get(view.milestone or "", "meeting")
        clock = f"{kind} at {words(view.time, 10)}" if view.time else kind
        kind = f"after the {kind}" if view.stage == "after" else clock
    about = words(view.about, _ROW)
    return f"{kind}: {about}" if about else kind


def _celebrations(upcoming: Upcoming) -> tuple[str, ...]:
    asked = upcoming.meaning.milestone
    what = "milestones" if asked in (None, "other") else f"{milestone_name(asked)}s"
    until = f" until {day(upcoming.until, upcoming.today)}" if upcoming.until is not None else ""
    if not upcoming.milestones:
        return (f"No {what} ahead{until}. To add one: {code(_EXAMPLE)}",)
    rows = [milestone_row(each, upcoming.today) for each in upcoming.milestones]
    return (f"{sentence_case(what)} ahead{until}:", *_bulleted(rows, len(rows)))


def milestone_row(fact: MilestoneFact, today: date) -> str:
    """`*Ana* · birthday · tomorrow`."""
    on = fact.next_on or fact.on
    what = milestone_name(fact.kind, fact.about)
    years = f" ({counted(fact.years, 'year')})" if fact.years else ""
    return " · ".join(part for part in (named(fact.name), f"{what}{years}", day(on, today) if on else "") if part)


def owed_lines(owed: Owed) -> tuple[str, ...]:
    """Open promises, what the owner owes first."""
    mine = [each for each in owed.promises if each.direction == "mine"]
    theirs = [each for each in owed.promises if each.direction != "mine"]
    whom = f" with {people_of(owed.meaning)}" if owed.meaning.people else ""
    if not owed.promises:
        side = {"mine": "You owe nothing", "theirs": "Nobody owes you anything"}.get(owed.meaning.direction or "")
        return (f"{side or 'There is no open promise'}{whom} that I know of. All clear.",)
    lines: list[str] = []
    if mine:
        lines += [
            "You owe:",
            *_bulleted([promise_row(each, owed.today) for each in mine], 0),
        ]
    if theirs:
        rows = [promise_row(each, owed.today) for each in theirs]
        lines += ["You are waiting for:", *_bulleted(rows, 0)]
    return tuple(lines)


def promise_row(fact: PromiseFact, today: date) -> str:
    """`*Ana* · the deck · by Thu 26 Nov`."""
    due = f"by {day(fact.due_on, today)}" if fact.due_on else f"said {day(fact.said_on, today)}"
    return f"{named(fact.name)} · {words(fact.about, _ROW) or 'something'} · {due}"


def stats_lines(stats: Stats) -> tuple[str, ...]:
    """The network in counts, as facts and not as marks."""
    people = counted(stats.people, "person", "people")
    rhythm = f"{stats.with_rhythm:,}" if stats.with_rhythm else "none"
    first = f"Your network: {people}, {rhythm} with a rhythm{_paused(stats.paused)}."
    if not stats.people:
        first = f"Your network is empty so far. A first line: {code('met Priya at PyCon about hiring')}"
    since = f"Since {plain_day(stats.since, stats.today)} you were in touch {_times(stats.interactions)}"
    new = f", {stats.new_people:,} of them new" if stats.new_people else ""
    met = f" with {counted(stats.people_met, 'person', 'people')}{new}." if stats.interactions else "."
    due = f"{counted(stats.due_soon, 'person', 'people')} to be in touch with soon."
    owed = f"Open promises: {stats.promises_mine:,} of yours, {stats.promises_theirs:,} of theirs."
    helped = f"Help: {stats.help_given:,} given, {stats.help_received:,} received."
    helped = helped if stats.help_given or stats.help_received else ""
    tops = [("Companies", stats.companies), ("Tags", stats.tags), ("Places", stats.places)]
    lines = (first, since + met, joined(due, owed), helped, *(_top(title, counts) for title, counts in tops))
    return tuple(line for line in lines if line)


def _times(count: int) -> str:
    return {0: "with nobody that I know of", 1: "once", 2: "twice"}.get(count) or counted(count, "time")


def _paused(count: int) -> str:
    return f", {count:,} paused" if count else ""


def _top(title: str, counts: Iterable[tuple[str, int]]) -> str:
    mark = "#" if title == "Tags" else ""
    shown = [f"{mark}{words(name, 60)} ({count:,})" for name, count in list(counts)[:6] if words(name)]
    return f"{title}: {', '.join(shown)}." if shown else ""
