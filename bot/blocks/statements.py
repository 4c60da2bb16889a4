"""What was written down, said in one sentence for each intent, with what was stored in it.

What comes next and what else is worth knowing follows in `recorded.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.blocks.days import dated, day, on_day, plain_day, rhythm
from bot.blocks.kindness import needs_kindness
from bot.blocks.names import everyone, label, named, names, plain_name, whose, work
from bot.blocks.phrases import (
    STATUSES,
    about,
    ahead,
    and_about,
    at,
    channel_name,
    contact,
    feedback_on,
    gist,
    joined,
    milestone_name,
    people_of,
    tags,
    task,
)
from bot.blocks.text import code, listed, sentence_case, words
from bot.blocks.topics import is_sad, is_task, told, yours
from bot.blocks.topics import topic as as_topic
from bot.language.meanings import Meaning
from bot.network.outcomes import Recorded


def statement(outcome: Recorded) -> str:
    """What was understood and stored, as one or two sentences."""
    outcome = replace(outcome, meaning=_without_doubts(outcome.meaning))
    write = _STATEMENTS.get(outcome.meaning.intent)
    return write(outcome) if write else f"Noted: {gist(outcome.meaning, outcome.today)}."


def _without_doubts(meaning: Meaning) -> Meaning:
    """What could not be placed is said in a line of its own, so a text that is no more than that is not repeated."""
    if not meaning.doubts or not meaning.about:
        return meaning
    doubts = {doubt.casefold() for doubt in meaning.doubts}
    kept = [piece for piece in meaning.about.split("; ") if _PREPOSITION.sub("", piece).casefold() not in doubts]
    return replace(meaning, about="; ".join(kept) or None)


_PREPOSITION = re.compile(r"^(?:on|at|in|by|from|until|till?|every)\s+", re.IGNORECASE)


def subjects(outcome: Recorded) -> str:
    """Who it is about: the people found, else those and the tags that were named."""
    return everyone(outcome.people) or people_of(outcome.meaning)


def _log(outcome: Recorded) -> str:
    meaning = outcome.meaning
    done = _introduced(outcome) or contact(meaning.kind, subjects(outcome), meaning.outcome)
    when = dated(meaning.on or outcome.today, outcome.today)
    missed = " — no answer yet" if meaning.outcome == "no_answer" else ""
    return f"Logged: {and_about(joined(done, at(meaning.where), when), meaning.about)}{missed}."


def _introduced(outcome: Recorded) -> str:
    """Who made whom known: `*Sam* introduced you to *Noor* (new)`, `you introduced *Ana* to *Lee*`."""
    meaning, people = outcome.meaning, outcome.people
    if meaning.kind != "intro":
        return ""
    if meaning.via:
        return f"{listed([named(name) for name in meaning.via])} introduced you to {subjects(outcome)}"
    return f"you introduced {everyone(people[:1])} to {everyone(people[1:])}" if len(people) > 1 else ""


def _when(meaning: Meaning, today: date) -> str:
    clock = f"at {words(meaning.time, 20)}" if meaning.time else ""
    return joined(dated(meaning.on, today) if meaning.on else "", clock)


def _remind(outcome: Recorded) -> str:
    meaning = outcome.meaning
    when = _when(meaning, outcome.today)
    whom = names(outcome.people) if outcome.people else "them"
    said = task(meaning, whom)
    if not when:
        return f"I'll remind you {said}. On which day?"
    if isinstance(meaning.on, date) and meaning.on < outcome.today:
        return f"Noted: a reminder {said}, for {when.removeprefix('on ')}."
    return f"I'll remind you {joined(said, when)}."


def _plan(outcome: Recorded) -> str:
    meaning = outcome.meaning
    what = ahead(meaning.kind, subjects(outcome), meaning.time)
    planned = and_about(joined(what, at(meaning.where), _when(meaning, outcome.today)), meaning.about)
    if meaning.on is None:
        return f"Planned: {planned}. On which day? Say for instance `make it Friday`."
    remind = "" if meaning.on == outcome.today else "remind you on the day, and "
    return f"Planned: {planned}. I'll {remind}ask afterwards how it went."


def _cadence(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    if outcome.people and meaning.tags:
        whom = listed([whom, tags(meaning.tags)])
    topic = f" {about(meaning.about)}" if meaning.about else ""
    if meaning.every == "none":
        return f"No more check-ins with {whom}{topic}. What you tell me about them is still kept."
    first = outcome.next_check_in_on
    start = f" The first one comes {on_day(first, outcome.today)}." if first else ""
    return f"I'll suggest a check-in with {whom} {rhythm(meaning.every or outcome.cadence)}{topic}.{start}"


def _snooze(outcome: Recorded) -> str:
    until = outcome.meaning.until or outcome.next_check_in_on
    back = f" I'll ask again {on_day(until, outcome.today)}." if until else ""
    return f"Snoozed {subjects(outcome)}.{back}"


def _pause(outcome: Recorded) -> str:
    meaning = outcome.meaning
    until = f"until {plain_day(meaning.until, outcome.today)}" if meaning.until else "until you say otherwise"
    if not (outcome.people or meaning.people or meaning.tags):
        return f"All nudges are paused {until}. To start again: `resume`"
    name = names(outcome.people) if outcome.people else people_of(meaning)
    if meaning.until is not None:
        return f"No nudges about {name} {until}; then they start again by themselves."
    return f"No nudges about {name} {until}: {code(f'resume {_typed(outcome)}')}. What you noted is kept."


def _typed(outcome: Recorded) -> str:
    """Whom to name in a line to type."""
    if outcome.people:
        return label(outcome.people[0])
    return plain_name(outcome.meaning.people[0]) if outcome.meaning.people else f"#{outcome.meaning.tags[0]}"


def _resume(outcome: Recorded) -> str:
    meaning, on = outcome.meaning, outcome.next_check_in_on
    first = f" The next check-in is {on_day(on, outcome.today)}." if on else ""
    if not (outcome.people or meaning.people or meaning.tags):
        return "Nudges are on again. What waited comes little by little, not in a heap."
    return f"Nudges about {subjects(outcome)} are on again.{first}"


def _milestone(outcome: Recorded) -> str:
    meaning, today = outcome.meaning, outcome.today
    yearly = meaning.milestone in ("birthday", "work_anniversary")
    on = f", {day(meaning.on, today)}" if meaning.on is not None and meaning.on != today else ""
    if isinstance(meaning.on, date) and meaning.on < today and not yearly:
        on = f" {on_day(meaning.on, today)}"
    return f"Noted: {_news(outcome)}{on}. {_YEARLY if yearly and meaning.on else _ahead_of(meaning, today)}"


_YEARLY = "I'll remind you each year."


def _news(outcome: Recorded) -> str:
    """`*Priya's* birthday`, `*Ana* got promoted to VP`, `*Ana* had a baby`."""
    meaning, whom = outcome.meaning, subjects(outcome)
    whose_day = whose(outcome.people[0]) if len(outcome.people) == 1 else f"{whom}:"
    job, text = work(meaning.company, meaning.role), words(yours(meaning.about))
    if meaning.milestone == "promotion":
        news = joined(whom, "got promoted", f"{'to' if meaning.role else 'at'} {job}" if job else "")
    elif meaning.milestone == "new_job":
        news = joined(whom, "has a new job", f"{'as' if meaning.role else 'at'} {job}" if job else "")
    elif meaning.milestone in ("birthday", "work_anniversary"):
        news = joined(whose_day, milestone_name(meaning.milestone), f"at {job}" if job else "")
    elif told(meaning.about):
        return joined(whom, words(told(meaning.about)), f"({job})" if job else "")
    elif as_topic(meaning.about):
        return joined(whose_day, text, f"({job})" if job else "")
    else:
        return joined(whom, f"— “{text}”" if text else "— a milestone", f"({job})" if job else "")
    return f"{news} — “{text}”" if text else news


def _ahead_of(meaning: Meaning, today: date) -> str:
    if isinstance(meaning.on, date) and meaning.on > today:
        return "I'll remind you on the day."
    if is_sad(meaning.about):
        return "A few kind words may help."
    return "A few words from you would be welcome." if meaning.on else "Tell me the day and I'll remind you of it."


def _change(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    since = f" (since {plain_day(meaning.on, outcome.today)})" if meaning.on else ""
    if meaning.status is not None:
        return _status(outcome, whom, since)
    job = work(meaning.company, meaning.role)
    place = f"now {at(meaning.where)}" if meaning.where else ""
    news = ", ".join(part for part in (job, place, words(meaning.about)) if part)
    return f"Updated {whom}: {news or 'noted'}{since}. What was before stays in their history."


def _status(outcome: Recorded, whom: str, since: str) -> str:
    meaning = outcome.meaning
    if meaning.status == "deceased":
        known = names(outcome.people) if outcome.people else whom
        return f"I'm sorry to hear about {known}. I won't nudge you about them again; your memories of them stay here."
    if meaning.status == "do_not_contact":
        return f"Understood: no more nudges about {whom}, for good. What you noted stays with you."
    end = f" until {plain_day(meaning.until, outcome.today)}" if meaning.until else ""
    left = words(meaning.company, 100) if meaning.status == "left" else ""
    where = f" {left}" if left else f" ({work(meaning.company, meaning.role)})" if meaning.company else ""
    also = f" — “{words(meaning.about)}”" if meaning.about else ""
    rest = " I'll hold the nudges until then." if end else _AFTER.get(meaning.status or "", "")
    return f"Noted: {whom} {STATUSES.get(meaning.status or '', 'has news')}{where}{end}{since}{also}.{rest}"


_AFTER = {
    "left": " A good moment to ask what comes next for them.",
    "laid_off": " A kind word may be welcome now.",
    "retired": " Congratulations may be in order.",
}


def _note(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    channel = f"prefers {channel_name(meaning.channel)}" if meaning.channel else ""
    text = f"“{words(meaning.about)}”" if words(meaning.about) else ""
    if meaning.next_time:
        return f"I'll bring this up the next time {whom} comes round: {text}."
    kindly = " A few kind words may help." if needs_kindness(outcome) else ""
    return f"Noted about {whom}: {', '.join(part for part in (channel, text) if part) or 'nothing new'}.{kindly}"


def _promise(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = words(yours(meaning.about)) or "something"
    due = f" by {day(meaning.on, outcome.today)}" if meaning.on else ""
    if meaning.direction == "theirs":
        owed = f"{whom} promised to {what}" if is_task(meaning.about) else f"{whom} owes you {what}"
        return f"Noted: {owed}{due}." + (" I'll ask you afterwards whether it came." if due else "")
    owed = f"you promised {whom} to {what}" if is_task(meaning.about) else f"you owe {whom} {what}"
    return f"Noted: {owed}{due}. {_IN_TIME if meaning.on else 'It stays on your list until it is done.'}"


_IN_TIME = "I'll remind you in time."


def _kept(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = f" ({words(yours(meaning.about))})" if words(meaning.about) else ""
    when = f" {on_day(meaning.on, outcome.today)}" if meaning.on and meaning.on != outcome.today else ""
    if meaning.direction == "theirs":
        return f"Ticked off: {whom} kept the promise{what}{when}."
    return f"Ticked off: your promise to {whom} is kept{what}{when}."


def _help(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = f" with {words(meaning.about)}" if words(meaning.about) else ""
    when = f" {on_day(meaning.on, outcome.today)}" if meaning.on else ""
    if meaning.direction == "received":
        return f"Noted: {whom} helped you{what}{when}. Worth a thank-you, if it hasn't been said."
    return f"Noted: you helped {whom}{what}{when}."


def _feedback(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    on = meaning.on if isinstance(meaning.on, date) else None
    when = f" {on_day(on, outcome.today)}" if on is not None else ""
    if meaning.stage == "got":
        said = f": “{words(meaning.about)}”" if words(meaning.about) else ""
        return f"Noted: feedback from {whom}{when}{said}. I'll ask in two weeks what came of it."
    if meaning.stage == "acted":
        what = f" ({words(yours(meaning.about))})" if words(meaning.about) else ""
        return f"Noted: you acted on feedback from {whom}{what}. Telling them would make their day."
    if on is not None and on > outcome.today:
        by = f"by {day(on, outcome.today)}"
        return f"I'll remind you to ask {whom} for feedback {joined(feedback_on(meaning.about), by)}."
    asked = joined(f"feedback asked of {whom}", feedback_on(meaning.about), when.strip())
    return f"Noted: {asked}. I'll ask in a week whether it came."


def _details(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    kept = [
        f"email {words(meaning.email)}" if meaning.email else "",
        f"phone {words(meaning.phone)}" if meaning.phone else "",
        f"link {words(meaning.link)}" if meaning.link else "",
        f"also goes by {named(meaning.to)}" if meaning.to else "",
        f"filed under {tags(meaning.tags)}" if meaning.tags else "",
        f"prefers {channel_name(meaning.channel)}" if meaning.channel else "",
        words(meaning.about),
    ]
    return f"Kept for {whom}: {listed([part for part in kept if part]) or 'nothing new'}."


def _rename(outcome: Recorded) -> str:
    old = people_of(outcome.meaning)
    return f"{sentence_case(old)} is now {named(outcome.meaning.to or '')}."


def _merge(outcome: Recorded) -> str:
    old = people_of(outcome.meaning)
    kept = names(outcome.people[:1]) if outcome.people else named(outcome.meaning.to or "")
    return f"{old} and {kept} are one person now, with the history of both; {old} stays as another name."


def _correct(outcome: Recorded) -> str:
    meaning, today = outcome.meaning, outcome.today
    given = [
        listed([named(name) for name in meaning.people]),
        contact(meaning.kind, "them") if meaning.kind else "",
        dated(meaning.on, today) if meaning.on else "",
        at(meaning.where),
        f"at {words(meaning.time, 20)}" if meaning.time else "",
        work(meaning.company, meaning.role),
        about(meaning.about),
    ]
    return f"Corrected: {', '.join(part for part in given if part) or 'done'}."


_STATEMENTS: dict[str, Callable[[Recorded], str]] = {
    "log": _log,
    "remind": _remind,
    "plan": _plan,
    "cadence": _cadence,
    "snooze": _snooze,
    "pause": _pause,
    "resume": _resume,
    "milestone": _milestone,
    "change": _change,
    "note": _note,
    "details": _details,
    "promise": _promise,
    "kept": _kept,
    "help": _help,
    "feedback": _feedback,
    "rename": _rename,
    "merge": _merge,
    "correct": _correct,
}
