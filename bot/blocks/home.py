"""The App Home: what is due and its answers, what comes up, what is owed, who rests; for a newcomer, how to begin.

Each list shows a page, and buttons to the pages before and after it, so that the view holds its 100 blocks whatever
there is. What a person sees of a single nudge is in `nudges`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, ExternalDataSelectElement

from bot.blocks.briefs import reminder_line
from bot.blocks.days import day, plain_day
from bot.blocks.item_forms import edit_button
from bot.blocks.layout import (
    VIEW_BLOCKS,
    Ask,
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
from bot.blocks.nudges import other_answers
from bot.blocks.phrases import tags
from bot.blocks.reasons import reason
from bot.blocks.shown import paused as paused_until
from bot.blocks.shown import settings_said
from bot.blocks.text import bold, code, counted, instant, listed, one_line, sentence_case, shorten, words
from bot.blocks.welcome import welcome
from bot.network.outcomes import (
    DueNow,
    FailedNudge,
    HomeView,
    NudgeView,
    Page,
    Person,
    PromiseFact,
    ReminderFact,
    RestingFact,
)

_edit = partial(edit_button, "home:item")
_ANSWER = 8  # blocks of an answer that stands above all else
_IN_TOUCH = ("check_in", "follow_up")  # what being in touch settles, with no nudge to answer
_CAN_WAIT = (*_IN_TOUCH, "reminder")
_ERASE = Ask(
    "Erase everything?",
    "All people, their histories and your settings go. For 10 minutes it can be undone; then nothing of it is left.",
    "Erase everything",
    "Keep it",
)
_OFF = frozenset({"messages_tab_disabled", "cannot_dm_bot", "channel_not_found", "is_archived", "restricted_action"})
_NOT_ALLOWED = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "ekm_access_denied"})
_ILL_SAID = frozenset({"msg_too_long", "invalid_blocks", "invalid_blocks_format", "no_text", "invalid_arguments"})


def home(view: HomeView, said: Sequence[Json] = ()) -> Json:
    """The view to publish: `{"type": "home", "blocks": […]}`. `said` is the answer to what was clicked there."""
    if view.erased_at is not None:
        blocks = _going(view, view.erased_at)
    elif view.is_first:
        blocks = [*_answered(said), *_first_run(view), divider(), *_settings(view)]
    else:
        lists = [*_due(view), *_failed(view), *_ahead(view), *_owed(view), *_resting(view)]
        blocks = [*_answered(said), _first_row(), *lists, divider(), *_settings(view)]
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _answered(said: Sequence[Json]) -> list[Json]:
    """What came of a click, in short, and the way back."""
    texts = [block for block in said if block["type"] != "actions"]
    buttons = [block for block in said if block["type"] == "actions"]
    return [*texts[:_ANSWER], *buttons[-1:], divider()] if said else []


def _going(view: HomeView, at: datetime) -> list[Json]:
    """Everything is about to be erased: nothing is shown but the way back."""
    text = f"*Everything of yours is erased for good at {instant(at)}.* Until then you can have all of it back."
    keep = Button("Keep everything", "undo", view.erasure or "-", "Keep everything: undo the erasing")
    return [section(text, keep if view.erasure else None), context(f"Or type {code('undo')}.")]


def _first_row() -> Json:
    """What one comes here to do: log somebody, look somebody up."""
    search = ExternalDataSelectElement(action_id="home:brief", placeholder="Look somebody up", min_query_length=1)
    return made(ActionsBlock(elements=[element(_LOG), search]))


_LOG = Button("Log an interaction", "home:log", "-", "Log an interaction: opens a form", is_primary=True)


def _first_run(view: HomeView) -> list[Json]:
    """How to begin: the card that a first answer brings."""
    return [header("Keep in touch"), *welcome(view.settings.nudge_time)[1:], actions([_LOG])]


def _due(view: HomeView) -> list[Json]:
    blocks = [header("Due now")]
    if view.settings.paused_until is not None and view.settings.paused_until > view.today:
        text = f"{sentence_case(paused_until(view.settings.paused_until))}."
        blocks.append(section(text, Button("Resume", "home:say", "resume", "Resume all nudges")))
    if not view.due.total:
        return [*blocks, section(_nobody_due(view))]
    where = [context(sentence_case(_where(view.due)))] if _has_pages(view.due) else []
    rows = [block for each in view.due.rows for block in _due_row(each)]
    return [*blocks, *where, *rows, *_turning("due", "what is due", view.due)]


def _due_row(due: DueNow) -> list[Json]:
    """Why now, and what can be done: answer the nudge where one was sent, else say what it would have asked."""
    nudge = due.nudge
    answers = _answers(nudge) if nudge.id else _unasked(nudge, due.promise)
    more = [_edit(due.item, nudge.person.name if nudge.person else None, nudge.about)] if due.item is not None else []
    more += [_open(nudge.person)] if nudge.person is not None else []
    if not answers:
        return [section(reason(nudge), more[0])] if len(more) == 1 else [section(reason(nudge)), *_row(more)]
    return [section(reason(nudge), other_answers(nudge) if nudge.id else None), actions([*answers, *more])]


def _row(buttons: Sequence[Button]) -> list[Json]:
    return [actions(buttons)] if buttons else []


def _answers(due: NudgeView) -> list[Button]:
    done, snooze = _spoken(due)
    return [Button("Done", "nudge:done", due.id, done), Button("In a week", "nudge:snooze_week", due.id, snooze)]


def _unasked(due: NudgeView, promise: int | None) -> list[Button]:
    """What can be done before its nudge comes."""
    if due.person is None:
        return []
    value, (done, snooze) = str(due.person.id), _spoken(due)
    if promise is not None:
        return [_kept(promise, due.direction, due.person.name)]
    is_touch = due.kind in _IN_TOUCH or (due.kind == "plan" and due.stage == "after")
    answers = [Button("Done", "home:done", value, done)] if is_touch else []
    return [*answers, *([Button("In a week", "home:snooze", value, snooze)] if due.kind in _CAN_WAIT else [])]


def _spoken(due: NudgeView) -> tuple[str, str]:
    """What a screen reader calls "done" and "in a week"."""
    if due.person is None:
        what = shorten(one_line(due.about), 40) or "this"
        return f"Done: {what}", f"Ask again in a week: {what}"
    name = label(due.person)
    return f"Done: was in touch with {name}", f"Ask again in a week about {name}"


def _open(person: Person) -> Button:
    return Button("Open", "home:brief", str(person.id), f"Open what I know of {label(person)}")


def _counts(view: HomeView) -> str:
    people = counted(view.people, "person", "people")
    since = f" · in touch with {view.in_touch:,} since {plain_day(view.since, view.today)}" if view.since else ""
    return f"{people} · {view.with_rhythm:,} with a rhythm{since}"


def _nobody_due(view: HomeView) -> str:
    up = view.next_up
    if up is not None:
        return f"Nobody is due today. Next up: {due_row(up, view.today)}."
    if view.people and not view.with_rhythm:
        example = code("check in with Priya every 3 months")
        return f"Nobody is due, and nobody has a rhythm yet, so nothing comes by itself. To give one: {example}"
    return "Nobody is due today. Enjoy the quiet."


def _has_pages(page: Page[Any]) -> bool:
    return page.total > page.size


def _where(page: Page[Any]) -> str:
    """`9 to 16 of 300`."""
    first = page.number * page.size + 1
    last = min(first + page.size - 1, page.total)
    of = f"{page.total:,}{' or more' if page.or_more else ''}"
    return f"{first:,} to {last:,} of {of}" if last > first else f"{last:,} of {of}"


def _turning(name: str, spoken: str, page: Page[Any]) -> list[Json]:
    """Buttons to the pages before and after this one. Their values are claims: see `network.home`."""
    last = max(page.total - 1, 0) // page.size
    buttons = []
    if page.number > 0:
        buttons.append(_to(name, page.number - 1, "Back", f"Back to the page before of {spoken}"))
    if page.number < last:
        left = page.total - (page.number + 1) * page.size
        text = f"Show {min(left, page.size)} more"
        buttons.append(_to(name, page.number + 1, text, f"{text} of {spoken}"))
    return [actions(buttons)] if buttons else []


def _to(name: str, number: int, text: str, spoken: str) -> Button:
    return Button(text, f"home:page:{number}", f"{name}:{number}", spoken)


def _title(title: str, page: Page[Any]) -> str:
    return f"*{title}*{f' · {_where(page)}' if _has_pages(page) else ''}"


def _failed(view: HomeView) -> list[Json]:
    """Nudges that Slack did not take: they can be answered here, or tried again."""
    if not view.failed.total:
        return []
    rows = [block for each in view.failed.rows for block in _failed_row(each)]
    title = section(_title("Could not be sent to you", view.failed))
    return [title, *rows, *_turning("failed", "what could not be sent", view.failed)]


def _failed_row(failed: FailedNudge) -> list[Json]:
    about = label(failed.nudge.person) if failed.nudge.person is not None else "this"
    retry = Button("Try again", "home:retry", failed.nudge.id, f"Try again to send the nudge about {about}")
    return [
        section(f"{reason(failed.nudge)}\n{_trouble(failed.code)}"),
        actions([retry, *_answers(failed.nudge)]),
    ]


def _trouble(reason_code: str | None) -> str:
    """Why Slack did not take it, and what to do."""
    known = f" ({code(reason_code)})" if reason_code and one_line(reason_code) else ""
    if reason_code in _OFF:
        ask = "Whoever looks after the app can allow it: its Messages tab must be on. Then try again."
        return f"Slack says that I may not write to you here{known}. {ask}"
    if reason_code in _NOT_ALLOWED:
        ask = f"Whoever runs me finds out with {code('rapport doctor')} and installs it again. Then try again."
        return f"The app lacks a permission{known}. {ask}"
    if reason_code in _ILL_SAID:
        return f"Slack did not take how I wrote it{known}. It can be answered here all the same."
    return f"Slack did not take it, tried several times{known}. Try again; if it stays so, tell whoever runs me."


def _ahead(view: HomeView) -> list[Json]:
    celebrated = [milestone_row(each, view.today) for each in view.milestones.rows]
    return [
        *_list("milestones", "To celebrate", "what there is to celebrate", view.milestones, celebrated),
        *_to_come("plans", "plan", "Planned", "what is planned", view.plans, view.today),
        *_to_come("reminders", "reminder", "To be reminded of", "what you are reminded of", view.reminders, view.today),
    ]


def _to_come(name: str, kind: str, title: str, spoken: str, page: Page[ReminderFact], today: date) -> list[Json]:
    """A heading and a row for each plan or reminder, which can be edited there."""
    if not page.total:
        return []
    rows = [
        section(f"• {_ahead_row(each, today)}", _edit(f"{kind}:{each.id}", each.name, each.about)) for each in page.rows
    ]
    return [section(_title(title, page)), *rows, *_turning(name, spoken, page)]


def _ahead_row(fact: ReminderFact, today: date) -> str:
    said = reminder_line(fact, today)
    whom = listed([named(one) for one in fact.others or ((fact.name,) if fact.name else ())], most=5)
    return f"{whom} · {said}" if whom else said


def _list(name: str, title: str, spoken: str, page: Page[Any], rows: Sequence[str]) -> list[Json]:
    """A heading and its rows in as few blocks as hold them; nothing when there are none."""
    if not page.total:
        return []
    return [*paragraphs([_title(title, page), *(f"• {row}" for row in rows)]), *_turning(name, spoken, page)]


def _owed(view: HomeView) -> list[Json]:
    return [
        *_promises("mine", "You owe", view.mine, view.today),
        *_promises("theirs", "You are waiting for", view.theirs, view.today),
    ]


def _promises(name: str, title: str, page: Page[PromiseFact], today: date) -> list[Json]:
    """A heading and a row for each promise, which can be ticked off there."""
    if not page.total:
        return []
    rows = [block for each in page.rows for block in _promise(each, today)]
    return [section(_title(title, page)), *rows, *_turning(name, f"what {title.lower()}", page)]


def _promise(promise: PromiseFact, today: date) -> list[Json]:
    kept = _kept(promise.id, promise.direction, promise.name)
    return [
        section(promise_row(promise, today)),
        actions([kept, _edit(f"promise:{promise.id}", promise.name, promise.about)]),
    ]


def _kept(promise: int, direction: str | None, name: str) -> Button:
    whose = "Kept the promise to" if direction == "mine" else "Got what was promised by"
    return Button("Kept", "home:kept", str(promise), f"{whose} {plain_name(name)}")


def _resting(view: HomeView) -> list[Json]:
    """Who is paused or snoozed, each with the way back."""
    if not view.resting.total:
        return []
    rows = [section(_rests(each, view.today), _resume(each)) for each in view.resting.rows]
    title = section(_title("Paused and snoozed", view.resting))
    return [title, *rows, *_turning("resting", "who is paused or snoozed", view.resting)]


def _rests(resting: RestingFact, today: date) -> str:
    until = f"until {day(resting.until, today)}" if resting.until is not None else ""
    subject = who(resting.person) if resting.person is not None else ""
    what = words(resting.about, 160) if resting.person is not None else bold(resting.about or "a reminder")
    parts = [tags([resting.tag]) if resting.tag else "", subject, what if not resting.tag else ""]
    return " · ".join(part for part in [*parts, f"{resting.kind} {until}".strip()] if part)


def _resume(resting: RestingFact) -> Button:
    if resting.tag is not None:
        return Button("Resume", "home:tag", resting.tag, f"Resume nudges about #{resting.tag}")
    if resting.person is not None:
        spoken = f"Resume nudges about {label(resting.person)}"
        return Button("Resume", "home:resume", str(resting.person.id), spoken)
    return Button("Resume", "home:wake", resting.nudge or "-", f"Ask again today: {one_line(resting.about)}")


def _settings(view: HomeView) -> list[Json]:
    said = settings_said(view.settings)
    shown = [said[name] for name in ("nudge_time", "working_days", "quiet_hours", "daily_limit", "default_cadence")]
    buttons = [
        *([] if view.is_first else [Button("Figures", "home:say:1", "stats", "My network in figures")]),
        Button("Settings", "home:settings", "-", "Settings: opens a form"),
        Button("Import", "home:import", "-", "Import contacts: opens a form"),
        *([] if view.is_first else [Button("Export", "home:say:3", "export", "Export everything as a file")]),
        Button("Help", "home:say:4", "help", "Show what I understand"),
        *([] if view.is_first else [_erase()]),
    ]
    times = f"{sentence_case(' · '.join(shown))} · times are those of {words(view.settings.timezone, 60)}"
    return [context(times if view.is_first else f"{_counts(view)}\n{times}"), actions(buttons)]


def _erase() -> Button:
    spoken = "Erase everything of mine; asks first"
    return Button("Erase everything", "home:say:5", "forget everything about me", spoken, asks=_ERASE)
