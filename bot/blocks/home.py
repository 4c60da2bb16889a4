"""The App Home: who is due and its answers, what comes up, what is owed, who is paused; for a newcomer, how to begin.

Lists show their beginning and say how many more there are, so that the view holds its 100 blocks whatever there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, ExternalDataSelectElement

from bot.blocks.briefs import reminder_line
from bot.blocks.days import day, plain_day
from bot.blocks.layout import (
    VIEW_BLOCKS,
    Button,
    Json,
    actions,
    context,
    divider,
    element,
    header,
    made,
    paragraphs,
    section,
)
from bot.blocks.lists import due_row, milestone_row, promise_row
from bot.blocks.names import label, named, plain_name, who
from bot.blocks.shown import paused as paused_until
from bot.blocks.shown import settings_said
from bot.blocks.text import code, counted, sentence_case, words
from bot.blocks.welcome import welcome
from bot.network.outcomes import DuePerson, HomeView, Person, PromiseFact, ReminderFact, Stats

_DUE = 15
_PAUSED = 10
_ROWS = 8
_ANSWER = 8  # blocks of an answer that stands above all else
_IN_TOUCH = ("check_in", "follow_up")  # what being in touch settles, with no nudge to answer
_CAN_WAIT = (*_IN_TOUCH, "reminder")
_ASK = (("Who is due", "who's due"), ("Birthdays ahead", "upcoming birthdays"), ("What do I owe", "what do I owe"))


def home(view: HomeView, said: Sequence[Json] = ()) -> Json:
    """The view to publish: `{"type": "home", "blocks": […]}`. `said` is the answer to what was clicked there."""
    blocks = _first_run(view) if view.is_first else [*_due(view), *_ahead(view), *_owed(view), *_paused(view)]
    blocks = [*_answered(said), *_first_row(view), *blocks, divider(), *_settings(view)]
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _answered(said: Sequence[Json]) -> list[Json]:
    """What came of a click, in short, and the way back."""
    texts = [block for block in said if block["type"] != "actions"]
    buttons = [block for block in said if block["type"] == "actions"]
    return [*texts[:_ANSWER], *buttons[-1:], divider()] if said else []


def _first_row(view: HomeView) -> list[Json]:
    """What one comes here to do: log somebody, look somebody up."""
    log = element(Button("Log an interaction", "home:log", "-", is_primary=True))
    if view.is_first:
        return [made(ActionsBlock(elements=[log]))]
    search = ExternalDataSelectElement(action_id="home:brief", placeholder="Look somebody up", min_query_length=1)
    return [made(ActionsBlock(elements=[log, search]))]


def _first_run(view: HomeView) -> list[Json]:
    """How to begin: the card that a first answer brings."""
    return [header("Keep in touch"), *welcome(view.settings.nudge_time)[1:]]


def _due(view: HomeView) -> list[Json]:
    blocks = [header("Due now"), *([context(_counts(view.stats))] if view.stats is not None else [])]
    if view.settings.paused_until is not None and view.settings.paused_until > view.today:
        text = f"{sentence_case(paused_until(view.settings.paused_until))}."
        blocks.append(section(text, Button("Resume", "home:say", "resume", "Resume all nudges")))
    if not view.due:
        return [*blocks, section(_nobody_due(view))]
    for each in view.due[:_DUE]:
        blocks += [section(due_row(each, view.today)), actions(_answers(each))]
    return [*blocks, *_more(len(view.due) - _DUE, "who's due")]


def _answers(due: DuePerson) -> list[Button]:
    """What can be done about somebody due: answer the nudge where one was sent, else say what it would have asked."""
    name = label(due.person)
    done, snooze = f"Done: was in touch with {name}", f"Ask again in a week about {name}"
    brief = _brief(due.person)
    if due.nudge is not None:
        answers = [
            Button("Done", "nudge:done", due.nudge, done),
            Button("In a week", "nudge:snooze_week", due.nudge, snooze),
        ]
    else:
        value = str(due.person.id)
        answers = [Button("Done", "home:done", value, done)] if due.kind in _IN_TOUCH else []
        answers += [Button("In a week", "home:snooze", value, snooze)] if due.kind in _CAN_WAIT else []
    return [*answers, brief]


def _counts(stats: Stats) -> str:
    people = counted(stats.people, "person", "people")
    touched = counted(stats.people_met, "person", "people")
    since = plain_day(stats.since, stats.today)
    return f"{people} · {stats.with_rhythm:,} with a rhythm · in touch with {touched} since {since}"


def _nobody_due(view: HomeView) -> str:
    up = view.next_up
    return "Nobody is due today." + (f" Next up: {due_row(up, view.today)}." if up is not None else " Enjoy the quiet.")


def _brief(person: Person) -> Button:
    return Button("Brief", "home:brief", str(person.id), f"Brief me on {label(person)}")


def _more(count: int, sentence: str) -> list[Json]:
    return [context(f"… and {count:,} more: {code(sentence)}")] if count > 0 else []


def _ahead(view: HomeView) -> list[Json]:
    milestones = _list("To celebrate", [milestone_row(each, view.today) for each in view.milestones])
    return [*milestones, *_list("Planned", [_plan(each, view.today) for each in view.plans])]


def _plan(plan: ReminderFact, today: date) -> str:
    said = reminder_line(plan, today)
    return f"{named(plan.name)} · {said}" if plan.name else said


def _owed(view: HomeView) -> list[Json]:
    mine = [each for each in view.promises if each.direction == "mine"]
    theirs = [each for each in view.promises if each.direction != "mine"]
    return [*_promises("You owe", mine, view.today), *_promises("You are waiting for", theirs, view.today)]


def _promises(title: str, promises: Sequence[PromiseFact], today: date) -> list[Json]:
    """A heading and a row for each promise, which can be ticked off there."""
    if not promises:
        return []
    rows = [section(promise_row(each, today), _kept(each)) for each in promises[:_ROWS]]
    left = len(promises) - _ROWS
    return [section(f"*{title}*"), *rows, *([context(f"… and {left:,} more")] if left > 0 else [])]


def _kept(promise: PromiseFact) -> Button:
    whose = "Kept the promise to" if promise.direction == "mine" else "Got what was promised by"
    return Button("Kept", "home:kept", str(promise.id), f"{whose} {plain_name(promise.name)}")


def _list(title: str, rows: Sequence[str]) -> list[Json]:
    """A heading and its rows in as few blocks as hold them; nothing when there are none."""
    if not rows:
        return []
    more = [f"… and {len(rows) - _ROWS:,} more"] if len(rows) > _ROWS else []
    return paragraphs([f"*{title}*", *(f"• {row}" for row in rows[:_ROWS]), *more])


def _paused(view: HomeView) -> list[Json]:
    rows = [section(_rests(person, until, view.today), _resume(person)) for person, until in view.paused[:_PAUSED]]
    if not rows:
        return []
    left = len(view.paused) - _PAUSED
    return [section("*Paused*"), *rows, *([context(f"… and {left:,} more")] if left > 0 else [])]


def _rests(person: Person, until: date | None, today: date) -> str:
    return who(person) + (f" · until {day(until, today)}" if until is not None and until != date.max else "")


def _resume(person: Person) -> Button:
    return Button("Resume", "home:resume", str(person.id), f"Resume nudges about {label(person)}")


def _settings(view: HomeView) -> list[Json]:
    said = settings_said(view.settings)
    shown = [said[name] for name in ("nudge_time", "working_days", "quiet_hours", "daily_limit", "default_cadence")]
    ask = [Button(text, f"home:say:{place}", line) for place, (text, line) in enumerate(_ASK, start=3)]
    buttons = [
        *([] if view.is_first else ask),
        Button("Settings", "home:settings", "-"),
        Button("Import", "home:say:6", "import", "How to bring contacts in"),
        *([] if view.is_first else [Button("Export", "home:say:7", "export", "Export everything as a file")]),
        Button("Help", "home:say:8", "help"),
    ]
    return [
        context(f"{sentence_case(' · '.join(shown))} · times are those of {words(view.settings.timezone, 60)}"),
        actions(buttons),
    ]
