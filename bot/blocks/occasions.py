"""A day to celebrate, or to be kind on: why a nudge comes now, and the wish to send.

`told` news ("had a baby") happened once and read as such; an occasion ("wedding") has a day of its own.
"""

from __future__ import annotations

import re

from bot.blocks.days import coming_day, in_days, past_day, weekday
from bot.blocks.names import NOBODY, who, whose
from bot.blocks.phrases import MILESTONES
from bot.blocks.text import one_line, words
from bot.blocks.topics import addressed, is_loss, is_sad, told, topic, yours
from bot.network.outcomes import NudgeView

_YEARLY = ("birthday", "work_anniversary")
_LIMIT = 160  # characters of what somebody said that a wish repeats
_BABY = re.compile(r"had (?:a |an? \w+ )?(?P<who>baby|boy|girl|son|daughter|twins|child)\b", re.IGNORECASE)
_BORN = {"boy": "baby", "girl": "baby", "son": "baby", "daughter": "baby", "child": "baby"}
_MARRIED = re.compile(r"(?:got |just )?married\b", re.IGNORECASE)
_ENGAGED = re.compile(r"got engaged\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:the|a|an|his|her|their)\s+", re.IGNORECASE)
_BRIEF = {
    "birthday": "A few words are enough.",
    "sad": "A few kind words may help.",
    "glad": "A good moment to congratulate.",
}


def is_sorry(view: NudgeView) -> bool:
    """Whether it is an occasion on which nobody congratulates."""
    return view.milestone not in _YEARLY and is_sad(view.about)


def occasion(view: NudgeView) -> str:
    """Why now: what it is, and when."""
    on = view.on or view.due_on
    if view.milestone in _YEARLY:
        return _yearly(view)
    when = "" if on == view.today else past_day(on, view.today) if on < view.today else coming_day(on, view.today)
    if news := _news(view):
        said = f"{_whom(view)} {news}{f' {when}' if when and on < view.today else ''}."
        return f"{said} {_word(view)}"
    name = _noun(view)
    if on == view.today:
        return f"It's {_whose(view)} {name} today. {_word(view)}"
    if on < view.today:
        return f"{_whose(view)} {name} was {when}. {_word(view)}"
    return _ahead(view, f"{_whose(view)} {name}")


def _yearly(view: NudgeView) -> str:
    on, name = view.on or view.due_on, _whose(view)
    if view.milestone == "birthday":
        what, today = f"{name} birthday", f"It's {name} birthday today."
    else:
        what = f"{name} work anniversary{_years_there(view)}"
        at = _at_company(view)
        spent = view.years and f"{_whom(view)} has been{at or ' in the job'} for {_years(view)} today."
        today = spent or f"It's {what} today."
    if on == view.today:
        return today
    if on < view.today:
        return f"{what} was {past_day(on, view.today)}. A belated wish still counts."
    return _ahead(view, what)


def _ahead(view: NudgeView, what: str) -> str:
    """A day to come, and why it is told now."""
    on = view.on or view.due_on
    if view.is_ahead:
        return f"{what} is {in_days(on, view.today)}. I'll remind you on the day as well."
    return f"{what} is {coming_day(on, view.today)}. That's a day off, so I'm telling you now."


def _years_there(view: NudgeView) -> str:
    """`, 5 years at Acme`."""
    at = _at_company(view)
    return f" ({_years(view)}{at})" if view.years else f" ({at.strip()})" if at else ""


def _years(view: NudgeView) -> str:
    return f"{view.years} year" if view.years == 1 else f"{view.years} years"


def _company(view: NudgeView) -> str:
    """Where it is celebrated: what was said of the day, else where they work."""
    person = view.person
    if view.milestone == "work_anniversary" and one_line(view.about):
        return one_line(view.about).split("; ")[0].rpartition(" at ")[2]
    return one_line(person.company) if person is not None else ""


def _at_company(view: NudgeView) -> str:
    company = words(_company(view), 100)
    return f" at {company}" if company else ""


def _whom(view: NudgeView) -> str:
    return who(view.person) if view.person is not None else NOBODY


def _whose(view: NudgeView) -> str:
    return whose(view.person) if view.person is not None else f"{NOBODY}'s"


def _news(view: NudgeView) -> str:
    """What happened, to stand after the name: `got promoted to VP`, `had a baby`; empty of an occasion with a name."""
    if view.milestone == "promotion":
        return "got promoted" + _promoted_to(view)
    if view.milestone == "new_job":
        return f"has a new job{_at_company(view)}"
    return words(told(view.about))


def _promoted_to(view: NudgeView) -> str:
    """` to VP at Acme`, or the words that were said: ` (finally)`."""
    text, person = one_line(view.about).split("; ")[0], view.person
    if not text:
        return ""
    is_role = person is not None and person.role and text.casefold().startswith(one_line(person.role).casefold())
    return f" to {words(text)}" if is_role else f" ({words(text)})"


def _noun(view: NudgeView) -> str:
    """`wedding`, `achievement`, `news (“she is moving”)`."""
    text = one_line(yours(view.about))
    if topic(text):
        return words(_OWNED.sub("", text, count=1))
    if text:
        return f"news (“{words(text)}”)"
    return MILESTONES.get(view.milestone or "", "day")


def _word(view: NudgeView) -> str:
    if is_sorry(view):
        return _BRIEF["sad"]
    return "A good moment to wish them well." if view.milestone == "new_job" else _BRIEF["glad"]


def wish(view: NudgeView) -> list[str]:
    """What to send: sentences of which one greets by `{name}`; none where it is too early."""
    on = view.on or view.due_on
    if view.is_ahead and on > view.today:
        return []
    if view.milestone == "birthday":
        return [_birthday(view)]
    if is_sorry(view):
        return _kind_words(view)
    return _congratulations(view)


def _birthday(view: NudgeView) -> str:
    on = view.on or view.due_on
    if view.is_belated or on < view.today:
        return "Happy belated birthday{name}! I hope you had a lovely day."
    if on > view.today:
        day = "tomorrow" if (on - view.today).days == 1 else weekday(on)
        return f"Happy birthday for {day}{{name}}! I hope you have a lovely day."
    return "Happy birthday{name}! I hope you have a lovely day."


def _kind_words(view: NudgeView) -> list[str]:
    if is_loss(view.about):
        return ["I'm so sorry for your loss{name}.", "I'm thinking of you, and I'm here if there is anything I can do."]
    on = view.on or view.due_on
    if not told(view.about) and on >= view.today:
        return ["I'm thinking of you{name}, and I hope all goes well.", "If there is anything I can do, just say."]
    return ["I heard the news{name}, and I'm thinking of you.", "If there is anything I can do, just say."]


def _congratulations(view: NudgeView) -> list[str]:
    company, news = _company(view), told(view.about)
    at = f" at {company}" if company and len(company) < _LIMIT else ""
    person = view.person
    if view.milestone == "work_anniversary":
        return [f"Congratulations on {_years(view) if view.years else 'your anniversary'}{_plain(at)}{{name}}!"]
    if view.milestone == "promotion":
        role = one_line(person.role) if person is not None and _promoted_to(view).startswith(" to ") else ""
        to = f" to {role}" if role and len(role) < _LIMIT else ""
        return [f"Congratulations on your promotion{_plain(to)}{{name}}!", "Well deserved."]
    if view.milestone == "new_job":
        return [f"Congratulations on the new job{_plain(at)}{{name}}!", "I hope it starts well."]
    if found := _BABY.match(news):
        born = found["who"].lower()
        return [f"Congratulations on the {_BORN.get(born, born)}{{name}}!", "I hope you are all doing well."]
    if _MARRIED.match(news):
        return ["Congratulations on getting married{name}!", "I wish you both all the best."]
    if _ENGAGED.match(news):
        return ["Congratulations on your engagement{name}!", "I'm so happy for you both."]
    if news and not news.startswith(("is ", "was ", "has ")) and (said := addressed(news)):
        return ["Congratulations{name}!", f"I heard you {_plain(said)}."]
    if not news and (text := addressed(topic(view.about))):
        return [f"Congratulations on your {_plain(_OWNED.sub('', text, count=1))}{{name}}!"]
    return ["Congratulations{name}!", "I was glad to hear the news."]


def _plain(text: str) -> str:
    """Somebody's words where `{name}` is put in later."""
    return text.replace("{", "(").replace("}", ")")
