"""Why a nudge comes now, in a sentence or two: what was said and when, never a reproach.

Milestones are in `occasions.py`, drafts in `drafts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.blocks.days import ago, coming_day, number, on_day, past_day, plain_day, rhythm, span
from bot.blocks.names import NOBODY, label, named, who
from bot.blocks.occasions import occasion
from bot.blocks.phrases import SINCE, about, ahead, at, feedback_on, joined, talked
from bot.blocks.text import bold, listed, sentence_case, words
from bot.blocks.topics import is_task, naming, yours
from bot.blocks.topics import topic as as_topic
from bot.network.outcomes import InteractionFact, NudgeView

_QUOTED = 240  # characters of a note that a reason repeats: the brief has all of it


def reason(view: NudgeView) -> str:
    """Why now, as mrkdwn; a nudge of a kind not known here says the least that is true."""
    return _REASONS.get(view.kind, _check_in)(view)


def person_of(view: NudgeView) -> str:
    """Who it is about."""
    return who(view.person) if view.person is not None else NOBODY


def last_time(view: NudgeView) -> str:
    """`3 months since you met at PyCon; you talked about hiring`; empty when nothing is known."""
    last = view.reason_last
    if last is None or last.on > view.today:
        return ""
    said = since(last, view.today)
    topic = talked(last.about, _QUOTED)
    return f"{said}; {topic}" if topic else said


def since(last: InteractionFact, today: date) -> str:
    """`3 months since you met at PyCon`."""
    if last.outcome == "no_answer":
        return f"{span(last.on, today)} since you last tried to reach them"
    what = SINCE.get(last.kind, "you were last in touch")
    if last.kind == "intro" and last.others:
        what = f"you introduced them to {listed([named(name) for name in last.others], most=3)}"
    return joined(f"{span(last.on, today)} since", what, at(last.place))


def _check_in(view: NudgeView) -> str:
    name, last, fact = person_of(view), last_time(view), view.reason_last
    if view.tried_on is not None:
        tried = f"{name} — you reached out {ago(view.tried_on, view.today)} and haven't noted an answer yet."
        return f"{tried} It's been {last}." if last else tried
    if not last:
        if view.cadence in (None, "none"):
            return f"{name} — a good day to say hello."
        return f"{name} — you wanted to be in touch {rhythm(view.cadence)}. A good day to say hello."
    if fact is not None and fact.on == view.today:
        return f"{name} — you were in touch today already."
    return f"{name} — it's been {last}."


def _follow_up(view: NudgeView) -> str:
    if view.first_met is not None:
        return _after_meeting(view, view.first_met)
    task = f": {bold(yours(view.about))}" if view.about and is_task(view.about) else ""
    topic = f" {about(view.about)}" if words(view.about) and not task else ""
    last = last_time(view)
    return f"You wanted to follow up with {person_of(view)}{topic} {_due(view)}{task}." + (
        f" It's been {last}." if last else ""
    )


_FIRST = {
    "met": "you met {who}",
    "event": "you met {who}",
    "coffee": "you had coffee with {who}",
    "meal": "you shared a meal with {who}",
    "intro": "you were introduced to {who}",
}


def _after_meeting(view: NudgeView, first: InteractionFact) -> str:
    days = (view.today - first.on).days
    when = {0: "Today", 1: "Yesterday"}.get(days) or f"{sentence_case(number(days))} days ago"
    name, topic = person_of(view), about(first.about) if as_topic(first.about) else ""
    if first.kind == "intro" and first.others:
        others = listed([named(other) for other in first.others], most=3)
        return f"{when} you introduced {name} to {others}. A good moment to ask whether they have talked."
    if first.kind == "intro":
        by = listed([named(one) for one in view.via], most=3)
        met = f"{by} introduced you to {name}" if by else f"you were introduced to {name}"
        return f"{when} {joined(met, topic)}. A short hello gets it started."
    met = _FIRST.get(first.kind, "you spoke with {who}").format(who=name)
    talk = f"and talked {topic}" if topic and first.kind in _FIRST else topic
    return f"{when} {joined(met, at(first.place), talk)}. A short thank-you keeps the door open."


def _due(view: NudgeView) -> str:
    """`today`, `on Saturday`, `today at 15:00`."""
    on = view.on or view.due_on
    said = past_day(on, view.today) if on < view.today else on_day(on, view.today)
    return joined(said, f"at {words(view.time, 10)}" if view.time else "")


def _reminder(view: NudgeView) -> str:
    when, last = _due(view), last_time(view)
    context = (
        f" It's been {last}." if last and view.reason_last is not None and view.reason_last.on < view.today else ""
    )
    if not words(view.about):
        return f"You wanted to get in touch with {person_of(view)} {when}.{context}"
    if is_task(view.about):
        return f"You wanted to {bold_words(task_of(view))} {when}.{context}"
    if view.person is None:
        return f"You wanted to think of {bold_words(yours(view.about))} {when}."
    return f"You wanted to get in touch with {person_of(view)} {when} {about(view.about)}.{context}"


def task_of(view: NudgeView) -> str:
    """What was to be done, with the name of whom it is for: `call Dave`."""
    return yours(view.about) if view.person is None else naming(view.about, label(view.person))


def bold_words(text: str | None) -> str:
    """A task in bold."""
    return f"*{words(text).replace('*', '∗')}*"


def _promise(view: NudgeView) -> str:
    name, what = person_of(view), words(yours(view.about)) or "something"
    by = f" by {past_day(view.on, view.today).removeprefix('on ')}" if view.on is not None else ""
    if view.direction == "theirs":
        return f"{name} promised you {what}{by}. A friendly word may help it along."
    promised = f"to {what}" if is_task(view.about) else what
    return f"You promised {name} {promised}{by}."


def _plan(view: NudgeView) -> str:
    """`milestone` holds the kind of contact, `stage` whether it is `before` or `after` it."""
    on = view.on or view.due_on
    what = sentence_case(ahead(view.milestone, person_of(view), view.time))
    topic = about(view.about)
    if view.stage == "after" or on < view.today:
        when = past_day(on, view.today).removeprefix("on ")
        planned = joined(what, "was planned for", when, at(view.place)) + (f", {topic}" if topic else "")
        return f"{planned}. How did it go? A line in this thread keeps it for the next time."
    clock = f"at {words(view.time, 10)}" if view.time else ""
    return joined(what, "is", coming_day(on, view.today), clock, at(view.place)) + (f", {topic}." if topic else ".")


def _feedback(view: NudgeView) -> str:
    name = person_of(view)
    on = f" {feedback_on(view.about)}" if words(view.about) else ""
    if view.stage == "got":
        what = f" (“{words(yours(view.about))}”)" if words(view.about) else ""
        return f"You got feedback from {name}{what}. Has any of it been of use? They may like to hear."
    if view.stage == "acted":
        return f"You acted on feedback from {name}. Letting them know is the best thank-you."
    if view.stage == "asked":
        when = f" {ago(view.on, view.today)}" if view.on is not None and view.on <= view.today else ""
        return f"You asked {name} for feedback{on}{when}. Did it come?"
    return f"You wanted to ask {name} for feedback{on}{_by(view)}."


def _by(view: NudgeView) -> str:
    on = view.on or view.due_on
    return f" {_due(view)}" if on <= view.today else f" by {plain_day(on, view.today)}"


def _review(view: NudgeView) -> str:
    text = words(view.about)
    return f"Your week: {text}" if text else "Your week with your network, at a glance."


_REASONS: dict[str, Callable[[NudgeView], str]] = {
    "check_in": _check_in,
    "follow_up": _follow_up,
    "reminder": _reminder,
    "milestone": occasion,
    "promise": _promise,
    "plan": _plan,
    "feedback": _feedback,
    "review": _review,
}
