"""What was written down, said in one sentence for each intent, with what was stored in it.

What comes next and what else is worth knowing follows in `recorded.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.blocks.days import dated, day, on_day, plain_day, rhythm
from bot.blocks.names import everyone, label, named, names, plain_name, whose, work
from bot.blocks.phrases import (
    STATUSES,
    about,
    ahead,
    at,
    channel_name,
    contact,
    gist,
    joined,
    milestone_name,
    people_of,
    tags,
    task,
)
from bot.blocks.text import code, listed, sentence_case, words
from bot.blocks.topics import is_own, is_sad, is_topic, told
from bot.language.meanings import Meaning
from bot.network.outcomes import Recorded


def statement(outcome: Recorded) -> str:
    """What was understood and stored, as one or two sentences."""
    write = _STATEMENTS.get(outcome.meaning.intent)
    return write(outcome) if write else f"Noted: {gist(outcome.meaning)}."


def subjects(outcome: Recorded) -> str:
    """Who it is about: the people found, else those and the tags that were named."""
    return everyone(outcome.people) or people_of(outcome.meaning)


def _log(outcome: Recorded) -> str:
    meaning = outcome.meaning
    done = contact(meaning.kind, subjects(outcome), meaning.outcome)
    if meaning.kind == "intro" and meaning.via:
        done += f" by {listed([named(name) for name in meaning.via])}"
    when = dated(meaning.on or outcome.today, outcome.today)
    topic = about(meaning.about)
    missed = " — no answer yet" if meaning.outcome == "no_answer" else ""
    comma = "," if topic and is_topic(meaning.about) else ""
    return f"Logged: {joined(joined(done, at(meaning.where), when) + comma, topic)}{missed}."


def _when(meaning: Meaning, today: date) -> str:
    clock = f"at {words(meaning.time, 20)}" if meaning.time else ""
    return joined(dated(meaning.on, today) if meaning.on else "", clock)


def _remind(outcome: Recorded) -> str:
    meaning = outcome.meaning
    when = _when(meaning, outcome.today)
    whom = names(outcome.people) if outcome.people else "them"
    said = task(meaning, whom)
    return f"I'll remind you {joined(said, when)}." if when else f"Noted: {said}."


def _plan(outcome: Recorded) -> str:
    meaning = outcome.meaning
    pieces = joined(
        ahead(meaning.kind, subjects(outcome)), at(meaning.where), _when(meaning, outcome.today), about(meaning.about)
    )
    if meaning.on is None:
        return f"Planned: {pieces}. To set the day: `make it Friday`"
    return f"Planned: {pieces}. I'll remind you on the day, and ask afterwards how it went."


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
    back = f" I'll come back to it {on_day(until, outcome.today)}." if until else ""
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
    on = f", {day(meaning.on, today)}" if meaning.on is not None else ""
    yearly = meaning.milestone in ("birthday", "work_anniversary")
    return f"Noted: {_news(outcome)}{on}. {_YEARLY if yearly and meaning.on else _ahead_of(meaning, today)}"


_YEARLY = "I'll remind you each year."


def _news(outcome: Recorded) -> str:
    """`*Priya's* birthday`, `*Ana* got promoted (VP)`, `*Ana* had a baby`."""
    meaning, whom = outcome.meaning, subjects(outcome)
    whose_day = whose(outcome.people[0]) if len(outcome.people) == 1 else f"{whom}:"
    job, text = work(meaning.company, meaning.role), words(meaning.about)
    if meaning.milestone == "promotion":
        news = joined(whom, "got promoted", f"({job})" if job else "")
    elif meaning.milestone == "new_job":
        news = joined(whom, "has a new job", f"({job})" if job else "")
    elif meaning.milestone in ("birthday", "work_anniversary"):
        news = joined(whose_day, milestone_name(meaning.milestone), f"({job})" if job else "")
    else:
        rest = words(told(meaning.about)) or f"— {text or 'a milestone'}"
        return joined(whom, rest, f"({job})" if job else "")
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
        return f"I'm sorry to hear about {whom}. I won't nudge you about them again; your memories of them stay here."
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
    return f"Noted about {whom}: {', '.join(part for part in (channel, text) if part) or 'nothing new'}."


def _promise(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = words(meaning.about) or "something"
    due = f" by {day(meaning.on, outcome.today)}" if meaning.on else ""
    if meaning.direction == "theirs":
        later = " I'll remind you in time." if due else ""
        return f"Noted: {whom} owes you {what}{due}.{later}"
    nudge = "I'll remind you in time." if meaning.on else "It stays on your list until it is done."
    return f"Noted: you owe {whom} {what}{due}. {nudge}"


def _kept(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = words(meaning.about) or "what was promised"
    when = f" {on_day(meaning.on, outcome.today)}" if meaning.on and meaning.on != outcome.today else ""
    if meaning.direction == "theirs":
        return f"Ticked off: {whom} kept the promise ({what}){when}."
    return f"Ticked off: your promise to {whom} is kept ({what}){when}."


def _help(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    what = f" with {words(meaning.about)}" if words(meaning.about) else ""
    when = f" {on_day(meaning.on, outcome.today)}" if meaning.on else ""
    if meaning.direction == "received":
        return f"Noted: {whom} helped you{what}{when}. Worth a thank-you, if it hasn't been said."
    return f"Noted: you helped {whom}{what}{when}."


def _feedback(outcome: Recorded) -> str:
    meaning, whom = outcome.meaning, subjects(outcome)
    topic = words(meaning.about)
    if meaning.stage == "got":
        said = f": “{topic}”" if topic else ""
        when = f" {on_day(meaning.on, outcome.today)}" if meaning.on else ""
        return f"Noted {whom}'s feedback{when}{said}. I'll ask in a while what came of it."
    if meaning.stage == "acted":
        what = f" ({topic})" if topic else ""
        return f"Noted: you acted on feedback from {whom}{what}. Telling them would make their day."
    return _asked(meaning, whom, topic, outcome.today)


def _asked(meaning: Meaning, whom: str, topic: str, today: date) -> str:
    quoted = f"“{topic}”" if is_own(meaning.about) or not is_topic(meaning.about) else topic
    what = f" on {quoted}" if topic else ""
    if isinstance(meaning.on, date) and meaning.on > today:
        return f"I'll remind you to ask {whom} for feedback{what} by {day(meaning.on, today)}."
    when = f" {on_day(meaning.on, today)}" if meaning.on else ""
    return f"Noted: you asked {whom} for feedback{what}{when}."


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
    old, kept = people_of(outcome.meaning), named(outcome.meaning.to or "")
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
