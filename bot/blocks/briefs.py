"""Everything worth knowing before talking to one person, on one screen: what matters for the next talk first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.blocks.days import day, plain_day, rhythm, span
from bot.blocks.names import named, who, work
from bot.blocks.phrases import (
    PLANNED,
    STATUSES,
    about,
    at,
    contact,
    feedback_on,
    joined,
    milestone_name,
    tags,
)
from bot.blocks.reach import Handles, ways
from bot.blocks.text import counted, listed, one_line, shorten, words
from bot.blocks.topics import is_task, yours
from bot.network.outcomes import Brief, InteractionFact, MilestoneFact, PromiseFact, ReminderFact

_EACH = 5  # of each kind of fact
_FACT = 200  # characters of one


def brief_lines(brief: Brief) -> tuple[str, ...]:
    """The brief, line by line; nothing is said of what is unknown."""
    lines = [headline(brief), touch(brief), *_before_talking(brief), *_history(brief), *background(brief), reach(brief)]
    return tuple(line for line in lines if line)


def headline(brief: Brief) -> str:
    """Who it is: name, work, place, tags, and how they are."""
    person = brief.person
    facts = [who(person), work(person.company, person.role), words(brief.place, 100), tags(brief.tags[:10])]
    status = STATUSES.get(brief.status or "")
    return " · ".join(part for part in [*facts, status] if part)


def touch(brief: Brief) -> str:
    """When last, how often, when next."""
    today = brief.today
    last = brief.interactions[0] if brief.interactions else None
    if last is None:
        said = ["You haven't logged being in touch yet"]
    elif last.on == today:
        said = ["Last in touch today"]
    else:
        said = [f"Last in touch {day(last.on, today)} ({span(last.on, today)} ago)"]
    if brief.interaction_count > 1:
        said.append(f"{brief.interaction_count:,} times in all")
    said.append(_next(brief))
    return f"{' · '.join(part for part in said if part)}."


def _next(brief: Brief) -> str:
    if brief.status in ("deceased", "do_not_contact"):
        return "no nudges"
    if brief.paused_until is not None and brief.paused_until > brief.today:
        return (
            "paused" if brief.paused_until == date.max else f"paused until {plain_day(brief.paused_until, brief.today)}"
        )
    if brief.cadence is None or brief.cadence == "none":
        return "no check-ins"
    upcoming = f", next {day(brief.next_check_in_on, brief.today)}" if brief.next_check_in_on else ""
    return f"check-ins {rhythm(brief.cadence)}{upcoming}"


def _before_talking(brief: Brief) -> Iterator[str]:
    """What to have in mind: plans, what to bring up, what is owed, days to celebrate."""
    today = brief.today
    yield row("Ahead", [reminder_line(plan, today) for plan in (*brief.plans, *brief.reminders)])
    yield row("Bring up", [words(note.text, _FACT) for note in brief.notes if note.next_time])
    yield row("You owe", [promise_line(each, today) for each in brief.promises if each.direction == "mine"])
    yield row("They owe you", [promise_line(each, today) for each in brief.promises if each.direction != "mine"])
    yield row("To celebrate", [milestone_line(each, today) for each in brief.milestones])


def _history(brief: Brief) -> Iterator[str]:
    facts = [interaction_line(each, brief.today) for each in brief.interactions]
    yield row("History", facts, bullet=True)
    yield row("Notes", [words(note.text, _FACT) for note in brief.notes if not note.next_time])
    yield row("Help", [help_line(*each, brief.today) for each in brief.help])
    yield row("Feedback", [feedback_line(*each, brief.today) for each in brief.feedback])


def background(brief: Brief) -> Iterator[str]:
    """What was before, through whom they are known, other names."""
    before = [each for each in brief.positions if each[3] is not None]
    yield row("Before", [_position(*each) for each in before])
    yield row("Known through", [named(name) for name in brief.via])
    yield row("Also called", [named(name) for name in brief.aliases])


def row(title: str, facts: Sequence[str], bullet: bool = False) -> str:
    """`*Notes:* likes climbing; …`, or the facts as a list; empty of none."""
    seen = [fact for fact in facts if fact]
    if not seen:
        return ""
    more = f"and {counted(len(seen) - _EACH, 'more')}".removesuffix("s") if len(seen) > _EACH else ""
    items = [*seen[:_EACH], *([more] if more else [])]
    if bullet:
        return "\n".join([f"*{title}*", *(f"• {item}" for item in items)])
    return f"*{title}:* {'; '.join(items)}"


def reminder_line(plan: ReminderFact, today: date) -> str:
    """`coffee at Café Milo (Thu 26 Nov at 12:30)`: a plan or a reminder in a list."""
    on = day(plan.on, today) if plan.on is not None else ""
    clock = f"at {words(plan.time, 20)}" if plan.time else ""
    topic = shorten(one_line(plan.about), _FACT)
    is_plan = plan.kind not in ("reminder", "follow_up")
    what = joined(PLANNED.get(plan.kind, "catching up"), about(topic)) if is_plan else words(topic)
    return joined(what or plan.kind.replace("_", "-"), at(plan.place), f"({joined(on, clock)})" if on or clock else "")


def promise_line(promise: PromiseFact, today: date) -> str:
    """What is owed, and by when."""
    due = f" (by {day(promise.due_on, today)})" if promise.due_on is not None else ""
    what = words(yours(promise.about), _FACT) or "something"
    return f"{'to ' if is_task(promise.about) else ''}{what}{due}"


def milestone_line(fact: MilestoneFact, today: date) -> str:
    """A day to celebrate."""
    on = fact.next_on or fact.on
    years = f", {counted(fact.years, 'year')}" if fact.years and fact.next_on else ""
    return joined(milestone_name(fact.kind, fact.about), f"({day(on, today)}{years})" if on is not None else "")


def interaction_line(fact: InteractionFact, today: date) -> str:
    """`Mon 3 May: coffee at Café Milo with *Sam* — her new team`."""
    with_them = f"with {listed([named(name) for name in fact.others], most=5)}" if fact.others else ""
    what = contact(fact.kind, "them", fact.outcome).removesuffix(" with them").removesuffix(" them")
    topic = words(fact.about, _FACT)
    return joined(f"{plain_day(fact.on, today)}:", what, at(fact.place), with_them) + (f" — {topic}" if topic else "")


def help_line(direction: str, about: str | None, on: date, today: date) -> str:
    """Help given or had."""
    whose = "they helped you" if direction == "received" else "you helped"
    return joined(whose, f"with {words(about, _FACT)}" if words(about) else "", f"({plain_day(on, today)})")


def feedback_line(stage: str, about: str | None, on: date | None, today: date) -> str:
    """Feedback asked for, had or acted on."""
    said = {"ask": "asked for it", "got": "got", "acted": "acted on"}.get(stage, "noted")
    quoted = f"“{words(yours(about), _FACT)}”" if words(about) else ""
    what = feedback_on(shorten(one_line(about), _FACT)) if stage == "ask" else quoted
    return joined(said, what, f"({day(on, today)})" if on is not None else "")


def _position(company: str | None, role: str | None, start: date | None, end: date | None) -> str:
    years = "–".join(str(each.year) if each else "" for each in (start, end))
    return joined(work(company, role), f"({years})" if start or end else "")


def reach(brief: Brief) -> str:
    """How they like to be reached, and how they can be."""
    return row("Reach", ways(Handles(brief.channel, brief.email, brief.phone, brief.links)))
