"""Why a nudge comes now, in a sentence or two: what was said and when, never a reproach. Drafts are in `drafts.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.blocks.days import coming_day, number, on_day, past_day, plain_day, rhythm, span
from bot.blocks.names import NOBODY, who, whose
from bot.blocks.phrases import (
    MILESTONES,
    SINCE,
    ahead,
    at,
    joined,
    milestone_name,
    talked,
)
from bot.blocks.text import bold, sentence_case, words
from bot.blocks.topics import is_own, is_sad, is_task, is_topic, told
from bot.network.outcomes import InteractionFact, NudgeView


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
    topic = talked(last.about)
    return f"{said}; {topic}" if topic else said


def since(last: InteractionFact, today: date) -> str:
    """`3 months since you met at PyCon`."""
    if last.outcome == "no_answer":
        return f"{span(last.on, today)} since you last tried to reach them"
    return joined(f"{span(last.on, today)} since", SINCE.get(last.kind, "you were last in touch"), at(last.place))


def _check_in(view: NudgeView) -> str:
    name, last, fact = person_of(view), last_time(view), view.reason_last
    topic = f" You wanted to talk about {words(view.about)}." if words(view.about) and is_topic(view.about) else ""
    if not last:
        if view.cadence in (None, "none"):
            return f"{name} — a good day to say hello.{topic}"
        return f"{name} — you wanted to be in touch {rhythm(view.cadence)}. A good day to say hello.{topic}"
    if fact is not None and fact.on == view.today:
        return f"{name} — you were in touch today already.{topic}"
    return f"{name} — it's been {last}.{topic}"


def _follow_up(view: NudgeView) -> str:
    if view.first_met is not None:
        return _after_meeting(view, view.first_met)
    topic = f" about {words(view.about)}" if words(view.about) and not is_task(view.about) else ""
    task = f": {bold(view.about)}" if view.about and is_task(view.about) else ""
    when = _due(view)
    last = last_time(view)
    return f"You wanted to follow up with {person_of(view)}{topic} {when}{task}." + (
        f" It's been {last}." if last else ""
    )


def _after_meeting(view: NudgeView, first: InteractionFact) -> str:
    days = (view.today - first.on).days
    ago = {0: "Today", 1: "Yesterday"}.get(days) or f"{sentence_case(number(days))} days ago"
    met = {"call": "first spoke with", "video": "first spoke with", "intro": "were introduced to"}.get(
        first.kind, "met"
    )
    topic = f" and {talked(first.about)}" if first.about and is_topic(first.about) else ""
    topic = topic.replace(" and you talked", " and talked")
    return f"{ago} you {met} {joined(person_of(view), at(first.place))}{topic}. A short thank-you keeps the door open."


def _due(view: NudgeView) -> str:
    """`today`, `on Saturday`, `today at 15:00`."""
    on = view.on or view.due_on
    said = past_day(on, view.today) if on < view.today else on_day(on, view.today)
    return joined(said, f"at {words(view.time, 10)}" if view.time else "")


def _reminder(view: NudgeView) -> str:
    shown, when = words(view.about), _due(view)
    last = last_time(view)
    context = (
        f" It's been {last}." if last and view.reason_last is not None and view.reason_last.on < view.today else ""
    )
    if not shown:
        return f"You wanted to get in touch with {person_of(view)} {when}.{context}"
    if is_task(view.about):
        return f"You wanted to {bold_words(view.about)} {when}.{context}"
    if view.person is None:
        return f"You wanted to think of {bold_words(view.about)} {when}."
    return f"You wanted to get in touch with {person_of(view)} {when} about {shown}.{context}"


def bold_words(text: str | None) -> str:
    """A task in bold."""
    return f"*{words(text).replace('*', '∗')}*"


def _promise(view: NudgeView) -> str:
    name, what = person_of(view), words(view.about) or "something"
    by = f" by {past_day(view.on, view.today).removeprefix('on ')}" if view.on is not None else ""
    if view.direction == "theirs":
        return f"{name} promised you {what}{by}. A friendly word may help it along."
    promised = f"to {what}" if is_task(view.about) else what
    return f"You promised {name} {promised}{by}."


def _plan(view: NudgeView) -> str:
    """`milestone` holds the kind of contact, `stage` whether it is `before` or `after` it."""
    on = view.on or view.due_on
    what = ahead(view.milestone, person_of(view))
    topic = f" ({words(view.about)})" if words(view.about) else ""
    clock = f" at {words(view.time, 10)}" if view.time else ""
    if view.stage == "after" or on < view.today:
        when = past_day(on, view.today).removeprefix("on ")
        return f"{sentence_case(what)} was planned for {when}{topic}. How did it go?"
    return f"{sentence_case(what)} is {coming_day(on, view.today)}{clock}{topic}."


def _feedback(view: NudgeView) -> str:
    name, text = person_of(view), words(view.about)
    quoted = f"“{text}”" if text and (not is_topic(view.about) or is_own(view.about)) else text
    if view.stage == "got":
        what = f": “{text}”" if text else ""
        return f"You got feedback from {name}{what}. Has any of it been of use? They may like to hear."
    if view.stage == "acted":
        return f"You acted on feedback from {name}. Letting them know is the best thank-you."
    what = f" on {quoted}" if quoted else ""
    return f"You wanted to ask {name} for feedback{what}{_by(view)}."


def _by(view: NudgeView) -> str:
    on = view.on or view.due_on
    return f" {_due(view)}" if on <= view.today else f" by {plain_day(on, view.today)}"


def _milestone(view: NudgeView) -> str:
    on = view.on or view.due_on
    if on == view.today:
        return _on_the_day(view)
    name = whose(view.person) if view.person is not None else f"{NOBODY}'s"
    what = _occasion(view)
    if on < view.today:
        return f"{name} {what} was {past_day(on, view.today)}. A belated wish still counts."
    return f"{name} {what} is {coming_day(on, view.today)}."


def _occasion(view: NudgeView) -> str:
    """`birthday`, `work anniversary (5 years at Acme)`, `milestone “had a baby”`."""
    if view.milestone == "work_anniversary" and view.years:
        return f"work anniversary ({_years(view)}{_at_company(view)})"
    if view.milestone in MILESTONES and view.milestone != "achievement":
        return MILESTONES[view.milestone]
    return f"day ({milestone_name(view.milestone, view.about)})"


def _years(view: NudgeView) -> str:
    return f"{view.years} year" if view.years == 1 else f"{view.years} years"


def _at_company(view: NudgeView) -> str:
    company = words(view.person.company, 100) if view.person is not None else ""
    return f" at {company}" if company else ""


def _on_the_day(view: NudgeView) -> str:
    name = person_of(view)
    possessive = whose(view.person) if view.person is not None else f"{NOBODY}'s"
    if view.milestone == "work_anniversary" and view.years and _at_company(view):
        return f"{name} has been{_at_company(view)} for {_years(view)} today."
    if view.milestone == "promotion":
        about = f" ({words(view.about)})" if words(view.about) else ""
        return f"{name} got promoted{about}. A good moment to congratulate."
    if view.milestone == "new_job":
        return f"{name} has a new job{_at_company(view)}. A good moment to wish them well."
    if view.milestone in MILESTONES and view.milestone != "achievement":
        return f"It's {possessive} {_occasion(view)} today."
    news = words(told(view.about)) or f"— {milestone_name(view.milestone, view.about)}"
    return f"{name} {news}. {'A few kind words may help.' if is_sad(view.about) else 'A good moment to congratulate.'}"


def _review(view: NudgeView) -> str:
    text = words(view.about)
    return f"Your week: {text}" if text else "Your week with your network, at a glance."


_REASONS: dict[str, Callable[[NudgeView], str]] = {
    "check_in": _check_in,
    "follow_up": _follow_up,
    "reminder": _reminder,
    "milestone": _milestone,
    "promise": _promise,
    "plan": _plan,
    "feedback": _feedback,
    "review": _review,
}
