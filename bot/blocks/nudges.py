"""A nudge as its owner reads it: why now, what helps, a draft, four answers; once answered, what was done and Undo.

The reason is worded in `reasons.py`, the draft in `drafts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from slack_sdk.models.blocks import Option, OverflowMenuElement

from bot.blocks.days import day, number, on_day, plain_day, rhythm, rhythm_label
from bot.blocks.drafts import draft
from bot.blocks.layout import (
    MESSAGE_BLOCKS,
    OPTIONS,
    Button,
    Json,
    Part,
    actions,
    composed,
    context,
    divider,
    paragraphs,
    preformatted,
    section,
)
from bot.blocks.message import Message
from bot.blocks.names import label, who, work
from bot.blocks.occasions import is_sorry
from bot.blocks.phrases import STATUSES, about, ahead, and_about, at, contact, joined
from bot.blocks.reach import Handles, ways
from bot.blocks.reasons import last_time, person_of, reason, task_of
from bot.blocks.text import TEXT_LIMIT, clip, code, escape, sentence_case, words
from bot.blocks.topics import asked, is_task, yours
from bot.language.meanings import Meaning
from bot.network.outcomes import NudgeView

_EACH = 3  # things to bring up, owed and known: a nudge is read in a moment
_FACT = 200
_CHANGED = ("left", "laid_off", "retired")
_LABELS = {
    "done": "Done",
    "no_answer": "No answer yet",
    "snooze_day": "Tomorrow",
    "snooze_week": "In a week",
    "snooze_month": "In a month",
    "snooze_until": "Until a day…",
    "skip": "Skip",
    "stop": "Stop these nudges",
}
_SPOKEN = {
    "done": "Done: was in touch with {name}",
    "no_answer": "Reached out to {name}, no answer yet",
    "snooze_day": "Ask again tomorrow about {name}",
    "snooze_week": "Ask again in a week about {name}",
    "skip": "Skip {name} this time",
}
_PERSONAL = ("no_answer", "stop")
_MILD = (
    "snooze_day",
    "snooze_month",
    "snooze_until",
)  # left out where a menu holds all answers, of which it may have five
_BARE, _FULL, _HELPFUL, _APART = 2, 3, 4, 5  # blocks of a row with answers, with a draft, what helps, a line across
_ADAPTED = 3  # blocks of one that was answered and suggests another rhythm
_TOGETHER, _SHORTEST = 9000, 150  # characters of all reasons of one message, and of one at the least
_TO_WRITE = ("done", "no_answer", "snooze_week", "skip")
_TO_DO = ("done", "snooze_day", "snooze_week", "skip")


def nudge(view: NudgeView) -> Message:
    """The message of one nudge, as it is now: open, or answered."""
    if view.answered is not None:
        return composed([answered_part(view), *proposed(view)])
    lines, text = (reason(view), *_helpful(view)), draft(view)
    blocks = paragraphs(line for line in lines[:1] if line)
    blocks += [context("\n".join(lines[1:]))] if lines[1:] else []
    blocks += [preformatted(text)] if text else []
    said = "\n".join([*lines, *([f"Draft: {_lined(text)}"] if text else [])])
    return Message(text=clip(said, TEXT_LIMIT), blocks=[*blocks, answers(view)])


def together(views: Sequence[NudgeView]) -> Message:
    """All nudges of a morning in one message: a row for each, open with its answers or answered with its Undo.

    There are `MOST_SHARED` at the most, for each takes a block at the least. The buttons of each row have the same
    action ids as those of a nudge of its own; the value says which one is meant.
    """
    room = (MESSAGE_BLOCKS - 1) // max(len(views), 1)  # blocks a nudge may take
    longest = max(_TOGETHER // max(len(views), 1), _SHORTEST)
    blocks = [section(title(views)), *(block for view in views for block in row(view, room, longest))]
    lines = [title(views), *(clip(_line(view), longest) for view in views)]
    return Message(text=clip("\n".join(lines), TEXT_LIMIT), blocks=blocks)


def title(views: Sequence[NudgeView]) -> str:
    """What stands above the nudges of a morning, and in its notification; it names nobody."""
    if all(view.answered is not None for view in views):
        return "*All answered for today*"
    return f"*{sentence_case(number(len(views)))} to think of today*"


def _line(view: NudgeView) -> str:
    return reason(view) if view.answered is None else answered_part(view).lines[0]


def row(view: NudgeView, room: int, longest: int = TEXT_LIMIT) -> list[Json]:
    """One nudge of several in as many blocks as there is room for: reason, draft, answers; at the least, one."""
    if view.answered is not None:
        part = answered_part(view)
        blocks = [section(clip(part.lines[0], longest), part.buttons[0])]
        further = [block for each in proposed(view) for block in (section(each.lines[0]), actions(each.buttons))]
        return [*blocks, *further] if room >= _ADAPTED else blocks
    why = clip(reason(view), longest)
    if room < _BARE:
        return [section(why, _more(view, ()))]
    text = draft(view) if room >= _FULL else None
    helpful = _helpful(view) if room >= _HELPFUL else []
    return [
        *([divider()] if room >= _APART else []),
        section(why),
        *([context(clip("\n".join(helpful), longest))] if helpful else []),
        *([preformatted(text)] if text else []),
        answers(view),
    ]


def _lined(text: str) -> str:
    """A draft of several lines, escaped line by line."""
    return "\n".join(escape(line) for line in text.splitlines() if line)


def _helpful(view: NudgeView) -> list[str]:
    """What is good to have in mind when writing."""
    is_over = view.kind == "plan" and (view.stage == "after" or (view.on or view.due_on) < view.today)
    if is_over or (view.kind == "milestone" and is_sorry(view)):
        return [line for line in [_reach(view)] if line]
    i_owe = [text for text in view.i_owe if not _is_subject(view, text)]
    lines = [
        _news(view),
        _listed("Bring up", [asked(text) or yours(text) for text in view.bring_up]),
        _listed("You owe them", [yours(text) for text in i_owe if not is_task(text)]),
        _listed("You promised to", [yours(text) for text in i_owe if is_task(text)]),
        _listed("They owe you", [yours(text) for text in view.they_owe if not _is_subject(view, text)]),
        _listed("Good to know", view.interests),
        _reach(view),
    ]
    if view.kind in ("milestone", "promise", "plan", "feedback") and (last := last_time(view)):
        lines.insert(0, f"It's been {last}.")
    return [line for line in lines if line]


def _is_subject(view: NudgeView, text: str) -> bool:
    """Whether the reason says it already."""
    return view.kind == "promise" and text == view.about


def _news(view: NudgeView) -> str:
    """What has changed for them since they were last in touch."""
    job = work(view.person.company, view.person.role) if view.person is not None else ""
    if view.kind == "milestone" and view.milestone in ("promotion", "new_job"):
        return ""
    if view.moved_on is not None and job:
        return f"New: {job} since {plain_day(view.moved_on, view.today)}"
    return f"New: {STATUSES[view.status]}" if view.status in _CHANGED else ""


def _listed(title: str, facts: Sequence[str]) -> str:
    seen = [words(fact, _FACT) for fact in facts if words(fact)]
    more = f" and {len(seen) - _EACH} more" if len(seen) > _EACH else ""
    joint = ", " if title == "You promised to" else "; "
    return f"{title}: {joint.join(seen[:_EACH])}{more}".replace(" to: ", " to ", 1) if seen else ""


def _reach(view: NudgeView) -> str:
    slack_user = view.person.slack_user if view.person is not None else None
    found = ways(Handles(view.channel, view.email, view.phone, view.links, view.team, slack_user))
    return f"Reach: {' · '.join(found)}" if found else ""


def answers(view: NudgeView) -> Json:
    """The row of buttons; what is needed less often is behind the dots."""
    name = label(view.person) if view.person is not None else "this"
    main = _main(view)
    buttons = [
        Button(_LABELS[each], f"nudge:{each}", view.id, _SPOKEN[each].format(name=name), each == "done")
        for each in main
    ]
    row = actions(buttons)
    return row | {"elements": [*row["elements"], _filled(view, _rest(view, main))]}


def _main(view: NudgeView) -> tuple[str, ...]:
    is_errand = view.kind in ("reminder", "plan", "milestone", "review") or (
        view.kind == "promise" and view.direction == "mine"
    )
    return _TO_DO if is_errand or view.person is None else _TO_WRITE


def _more(view: NudgeView, main: tuple[str, ...]) -> OverflowMenuElement:
    return _menu(view, _rest(view, main))


def _rest(view: NudgeView, main: tuple[str, ...]) -> list[str]:
    """The answers behind the dots."""
    rest = [each for each in _LABELS if each not in (*main, *_unfit(view))]
    if not main:
        rest = [each for each in rest if each not in _MILD][:OPTIONS]
    return rest


def _unfit(view: NudgeView) -> tuple[str, ...]:
    """Answers that make no sense for it."""
    return _PERSONAL if view.person is None else _PERSONAL[:1] if view.kind == "milestone" else ()


def _menu(view: NudgeView, answers: Sequence[str]) -> OverflowMenuElement:
    options = [Option(text=text, value=value) for text, value in _options(view, answers)]
    return OverflowMenuElement(action_id="nudge:more", options=options)


def _options(view: NudgeView, answers: Sequence[str]) -> list[tuple[str, str]]:
    options = [(_LABELS[each], f"{each}:{view.id}"[:150]) for each in answers]
    if view.person is not None and len(options) < OPTIONS:
        options.append(("Open their page", f"page:{view.person.id}"))
    return options


def _filled(view: NudgeView, answers: Sequence[str]) -> Json:
    """The menu as it is sent. Of thousands of nudges few differ in more than its values: the rest is made once."""
    texts, values = zip(*_options(view, answers), strict=True)
    mould = _mould(texts)
    options = [option | {"value": value} for option, value in zip(mould["options"], values, strict=True)]
    return mould | {"options": options}


@lru_cache(maxsize=64)
def _mould(texts: tuple[str, ...]) -> Json:
    options = [Option(text=text, value="-") for text in texts]
    found: Json = OverflowMenuElement(action_id="nudge:more", options=options).to_dict()
    return found


def other_answers(view: NudgeView) -> OverflowMenuElement:
    """The menu of what is answered less often, where "done" and "in a week" are buttons."""
    rest = ("no_answer", "snooze_month", "snooze_until", "skip", "stop")
    return _menu(view, [each for each in rest if each not in _unfit(view)])


def answered_part(view: NudgeView, said: Meaning | None = None) -> Part:
    """What became of a nudge, in the line that replaces it, and Undo; of an answer in words, what was understood."""
    name = label(view.person) if view.person is not None else "this"
    undo = Button("Undo", "nudge:undo", view.id, f"Undo the answer about {name}")
    return Part((" · ".join(part for part in (_done(view), _understood(view, said), _then(view)) if part),), (undo,))


def _understood(view: NudgeView, said: Meaning | None) -> str:
    """`a call with *Priya*, about the deck · I'll remind you to follow up on Tue 24 Nov`."""
    if said is None or view.person is None or view.answered not in ("done", "no_answer"):
        return ""
    what = joined(contact(said.kind, person_of(view)) if said.kind else "", at(said.where))
    parts = [and_about(what, said.about) if what else about(said.about).removeprefix("— ")]
    if said.follow_up is not None:
        soon = "in two working days" if said.follow_up == "soon" else on_day(said.follow_up, view.today)
        parts.append(f"I'll remind you to follow up {soon}")
    return " · ".join(part for part in parts if part)


def proposed(view: NudgeView) -> list[Part]:
    """Another rhythm that an answer suggests, to be taken up with one click; once it was, the way back."""
    if view.proposes is None or view.person is None:
        return []
    often, name = rhythm(view.proposes), label(view.person)
    if view.is_adapted:
        back = Button("Undo", "nudge:back", view.id, f"Back to the rhythm before for {name}")
        return [Part((f"{who(view.person)} {often} from now on.",), (back,))]
    take = Button(rhythm_label(view.proposes), "nudge:slower", view.id, f"{rhythm_label(view.proposes)} for {name}")
    keep = Button("No thanks", "nudge:keep", view.id, f"Keep the rhythm for {name}")
    why = "You are in touch more often than you set out to be"
    why = why if view.answered == "done" else "That has been put off a few times now"
    return [Part((f"{why}. Would {often} suit you better?",), (take, keep))]


def _done(view: NudgeView) -> str:
    whom = person_of(view)
    on = day(view.answered_on or view.today, view.today)
    if view.answered == "done":
        return _done_by_kind(view, whom, on)
    if view.person is None and view.answered in ("no_answer", "stopped"):
        return f"{'📨 No answer yet' if view.answered == 'no_answer' else '🔕 Dropped'}: {words(task_of(view), _FACT)}"
    if view.answered == "no_answer":
        return f"📨 Reached out to {whom} {on}, no answer yet"
    if view.answered == "stopped":
        return f"🔕 No more nudges about {whom}"
    is_errand = view.person is None or (view.kind == "reminder" and is_task(view.about))
    what = f": {words(task_of(view), _FACT) or 'this'}" if is_errand else f" {whom}"
    return f"💤 Snoozed{what}" if view.answered == "snoozed" else f"⏭ Skipped{what}{'' if is_errand else ' this time'}"


def _done_by_kind(view: NudgeView, whom: str, on: str) -> str:
    what = words(yours(view.about), _FACT)
    if view.kind == "reminder" and (view.person is None or is_task(view.about)):
        logged = f" · logged with {whom}" if view.person is not None else ""
        return f"✅ Done {on}: {words(task_of(view), _FACT) or 'this'}{logged}"
    if view.kind == "promise":
        kept = f"{whom} kept the promise" if view.direction == "theirs" else f"Promise to {whom} kept {on}"
        return f"✅ {kept}{f': {what}' if what else ''}"
    if view.kind == "feedback":
        return f"✅ {_FEEDBACK_DONE.get(view.stage or '', 'Told {whom}').format(whom=whom)} {on}"
    if view.kind == "plan" and view.on is not None and view.on <= view.today:
        return f"✅ Logged: {ahead(view.milestone, whom, view.time)} {day(view.on, view.today)}"
    return f"✅ Logged {on} with {whom}"


_FEEDBACK_DONE = {
    "ask": "Asked {whom} for feedback",
    "asked": "Got feedback from {whom}",
    "got": "Acted on feedback from {whom}",
}


def _then(view: NudgeView) -> str:
    if view.answered in ("snoozed", "no_answer") and not view.is_adapted:
        return f"I'll ask again {_plainly(view)}" if view.again_on is not None else ""
    if view.answered == "stopped":
        name = label(view.person) if view.person is not None else ""
        return f"to start again: {code(f'resume {name}')}" if name else ""
    if view.answered == "done" and view.kind == "feedback" and view.stage in ("ask", "asked"):
        return "I'll ask in a week whether it came" if view.stage == "ask" else "I'll ask in two weeks what came of it"
    if view.next_check_in_on is not None:
        return f"next check-in {day(view.next_check_in_on, view.today)}"
    return ""


def _plainly(view: NudgeView) -> str:
    if view.again_on is None:
        return ""
    said = day(view.again_on, view.today)
    return said if said in ("today", "tomorrow") else f"on {plain_day(view.again_on, view.today)}"
