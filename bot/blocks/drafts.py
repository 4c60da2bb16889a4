"""A message to copy, for each occasion and channel: made of what was really said, inventing nothing.

A short message for a chat, a letter for a mail, a line to say on the phone. Drafts are plain text, to be sent by their
reader; they are read as no mark-up and hold nothing escaped. Wishes for a milestone are in `occasions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zlib import crc32

from bot.blocks.days import weekday
from bot.blocks.names import first_name
from bot.blocks.occasions import wish
from bot.blocks.phrases import towards
from bot.blocks.text import listed, one_line
from bot.blocks.topics import addressed, asked, is_sad, is_task
from bot.blocks.topics import topic as as_topic
from bot.network.outcomes import InteractionFact, NudgeView

_LIMIT = 160  # characters of what somebody said that a draft repeats
_A_WHILE = 28  # days after which "it's been a while" is true
_WRITTEN = frozenset({"message", "email"})
_SPOKEN = frozenset({"call", "video"})
_MEETING = {
    "met": "we met",
    "call": "we last spoke",
    "video": "we last spoke",
    "coffee": "our coffee",
    "meal": "our last meal together",
    "event": "we last met",
    "intro": "we were introduced",
}
_QUESTIONS = (
    "How are things going with {topic}?",
    "I was thinking of our conversation about {topic}. What's new there?",
    "Is there any news about {topic}?",
)
_CLOSINGS = (
    "I'd love to catch up.",
    "It would be good to talk again.",
    "Would you have time to catch up soon?",
)
_STATUS = {
    "left": "I heard that you've moved on. What comes next for you?",
    "laid_off": "I was sorry to hear about your job. How are you? If an introduction would help, just say.",
    "retired": "I heard that you've retired. How are you enjoying it?",
}


def draft(view: NudgeView) -> str | None:
    """What to write or to say, as plain text of one or more lines; None where there is nothing to write."""
    if view.person is None or view.kind == "review":
        return None
    name = first_name(view.person)
    lines = [line for line in _DRAFTS.get(view.kind, _check_in)(view) if line]
    if not lines:
        return None
    if view.kind == "milestone":
        return _wish(name, lines, view)
    if _channel(view) == "email":
        return _letter(name, lines)
    return _chat(name, [_GOOD_MOMENT, *lines] if _is_said(view) else lines)


_GOOD_MOMENT = "Is this a good moment?"


def _channel(view: NudgeView) -> str | None:
    """What they prefer; a mail where an address is all that is known."""
    if view.channel or view.phone or view.links or (view.person is not None and view.person.slack_user):
        return view.channel
    return "email" if view.email else None


def _is_said(view: NudgeView) -> bool:
    """Whether it is a line to say on the phone."""
    calls = view.kind == "reminder" and bool(_CALL.match(one_line(view.about)))
    return calls or (view.channel == "phone" and view.kind != "plan")


def _chat(name: str | None, lines: list[str]) -> str:
    return (
        f"Hi {name}, {_lower(lines[0])}{''.join(f' {line}' for line in lines[1:])}"
        if name
        else f"Hi! {' '.join(lines)}"
    )


def _letter(name: str | None, lines: list[str]) -> str:
    """The same for a mail: greeting, a paragraph, a close."""
    return "\n\n".join([f"Hi {name}," if name else "Hello,", " ".join(lines), "Best wishes"])


def _wish(name: str | None, lines: list[str], view: NudgeView) -> str:
    """The name stands in the wish; in a letter, in its greeting."""
    text = " ".join(lines)
    if _channel(view) == "email":
        return _letter(name, [text.replace("{name}", "")])
    return text.replace("{name}", f", {name}" if name else "")


def _lower(line: str) -> str:
    """A sentence that goes on after the greeting; "I" stays large."""
    return line if re.match(r"I\b", line) else line[:1].lower() + line[1:]


def said(text: str | None) -> str:
    """A topic that can be named to the person themselves; empty where it would not fit."""
    line = as_topic(one_line(text).rstrip(".!? "))
    return "" if "://" in line else addressed(line)


def _check_in(view: NudgeView) -> list[str]:
    last = view.reason_last
    if view.tried_on is not None:
        return ["I know how busy things get, so just a short hello.", *_subject(view), _no_hurry(view)]
    rest = [line for line in (*(_news(view) or _subject(view)), _asked(view), _owed(view)) if line]
    is_recent = last is not None and last.outcome is None and (view.today - last.on).days < _A_WHILE
    if is_recent:
        return [*(rest or [_opening(view, last)]), _closing(view)]
    return [_opening(view, last), *(rest or ["How have you been?"]), _closing(view)]


def _opening(view: NudgeView, last: InteractionFact | None) -> str:
    if last is None or last.outcome == "no_answer":
        return "I was just thinking of you."
    meeting = _met(last)
    if (view.today - last.on).days >= _A_WHILE:
        return f"It's been a while since {meeting}."
    return f"How have things been since {meeting}?"


def _met(last: InteractionFact) -> str:
    meeting = _MEETING.get(last.kind, "we were last in touch")
    if last.kind == "intro" and last.others:
        meeting = "we were last in touch"
    place = one_line(last.place)
    if not place or len(place) > _LIMIT:
        return meeting
    return f"{meeting} {towards(place)} {place}"


def _news(view: NudgeView) -> list[str]:
    """What has changed for them since."""
    if view.status in _STATUS:
        return [_STATUS[view.status]]
    company = one_line(view.person.company) if view.person is not None else ""
    if view.moved_on is None or not company or len(company) > _LIMIT:
        return []
    return [f"I heard that you're at {company} now. How is it going there?"]


def _subject(view: NudgeView) -> list[str]:
    """What was talked about; of something sad, only that they are thought of."""
    about = view.reason_last.about if view.reason_last is not None else None
    if is_sad(about) and len(one_line(about)) <= _LIMIT:
        return ["I've been thinking of you, and I hope you are doing all right."]
    topic = said(about)
    return [_one_of(_QUESTIONS, view).format(topic=topic.replace("{", "(").replace("}", ")"))] if topic else []


def _asked(view: NudgeView) -> str:
    """The first thing noted for the next time, where it is a question."""
    for text in view.bring_up:
        if what := addressed(asked(text)):
            return f"I've been meaning to ask {'' if what.startswith('how') else 'about '}{what}."
    return ""


def _owed(view: NudgeView) -> str:
    for text in view.i_owe:
        if what := said(text):
            owed = f"I promised to {what}" if is_task(text) else f"I still owe you {what}"
            return f"And I haven't forgotten: {owed}."
    return ""


def _closing(view: NudgeView) -> str:
    if view.channel == "phone":
        return ""
    if view.channel == "in person":
        return "Shall we meet for a coffee soon?"
    if _channel(view) == "email":
        return "If you have half an hour in the next few weeks, I'd love to catch up."
    return _one_of(_CLOSINGS, view)


def _no_hurry(view: NudgeView) -> str:
    return "" if view.channel == "phone" else "No hurry to answer."


def _one_of(wordings: Sequence[str], view: NudgeView) -> str:
    """One of several wordings, always the same for a nudge: five drafts of one morning do not sound alike."""
    name = view.person.name if view.person is not None else ""
    return wordings[crc32(f"{name}{view.due_on}".encode("utf-8", "replace")) % len(wordings)]


def _follow_up(view: NudgeView) -> list[str]:
    if view.first_met is not None:
        return _thanks(view, view.first_met)
    topic = said(view.about) or (said(view.reason_last.about) if view.reason_last is not None else "")
    first = f"I wanted to follow up on {topic}." if topic else "I wanted to pick up where we left off."
    return [first, _time(view)]


def _thanks(view: NudgeView, first: InteractionFact) -> list[str]:
    place, topic = one_line(first.place), said(first.about)
    where = f" {towards(place)} {place}" if place and len(place) <= _LIMIT else ""
    if first.kind == "intro":
        return _introduced(view, first)
    if first.kind in ("met", "event"):
        opening = f"It was good to meet you{where}."
    elif first.kind in ("coffee", "meal"):
        opening = f"It was good to see you{where}."
    else:
        opening = f"It was good to {'hear from' if first.kind in _WRITTEN else 'talk with'} you{where}."
    thanks = f"Thank you for the conversation about {topic}." if topic else "Thank you for the conversation."
    return [opening, thanks, "I'd be glad to stay in touch."]


def _introduced(view: NudgeView, first: InteractionFact) -> list[str]:
    if first.others:
        others = listed([one_line(name) for name in first.others if "<" not in name], most=3) or "the other"
        return [f"I hope that you and {others} have found each other.", "Did you get a chance to talk?"]
    by = listed([one_line(name) for name in view.via if "<" not in name], most=3)
    return [
        f"I'm glad that {by} introduced us." if by else "I'm glad that we were introduced.",
        "Would you have time for a short call in the next few days?",
    ]


def _time(view: NudgeView) -> str:
    return (
        "Would a short call suit you this week?" if view.channel == "text" else "Do you have a few minutes this week?"
    )


# Tasks that are something to say: how they begin, and the sentences that do them.
_SEND = re.compile(r"(?:send|forward|give|share|show|email|mail)\s+(?P<what>.+)", re.IGNORECASE)
_CALL = re.compile(r"(?:call|phone|ring)\b(?:.*?\babout\s+(?P<what>.+))?", re.IGNORECASE)
_SAYING: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(r"(?:send|write)\s+(?:\S+\s+){1,4}?(?P<what>a few kind words)", re.IGNORECASE),
        ("I've been thinking of you, and I hope you are doing all right.",),
    ),
    (_SEND, ("Here {is} {what}.", "Let me know what you think.")),
    (re.compile(r"thank\s+(?:\S+\s+){1,3}?for\s+(?P<what>.+)", re.IGNORECASE), ("Thank you for {what}.",)),
    (re.compile(r"wish\s+(?P<what>.+)", re.IGNORECASE), ("I wish you {what}.",)),
    (
        re.compile(r"congratulate\s+(?:\S+\s+){1,3}?(?:on|for)\s+(?P<what>.+)", re.IGNORECASE),
        ("Congratulations on {what}!",),
    ),
    (re.compile(r"invite\s+(?:\S+\s+){1,3}?to\s+(?P<what>.+)", re.IGNORECASE), ("Would you like to come to {what}?",)),
    (re.compile(r"ask\s+(?:\S+\s+){0,3}?about\s+(?P<what>.+)", re.IGNORECASE), ("I wanted to ask you about {what}.",)),
)


def _reminder(view: NudgeView) -> list[str]:
    text = one_line(view.about)
    if not text:
        return _check_in(view)
    if called := _CALL.match(text):
        topic = said(called["what"])
        return [f"I'm calling about {topic}."] if topic else [*_subject(view)] or [_JUST_A_WORD]
    for task, sentences in _SAYING:
        found = task.fullmatch(text)
        if found and (what := said(_without_name(found["what"], view))):
            plain = what.replace("{", "(").replace("}", ")")
            number = "are" if _PLURAL.search(what) else "is"
            return [sentence.format(what=plain, **{"is": number}) for sentence in sentences]
    if not is_task(text) and (topic := said(text)):
        return [f"I wanted to get in touch about {topic}.", _time(view)]
    return []  # an errand: nothing to say to them


_PLURAL = re.compile(r"^(?:these|those)\b|[^siu]s$", re.IGNORECASE)
_JUST_A_WORD = "I wanted to have a quick word with you."


def _without_name(text: str, view: NudgeView) -> str:
    """`Ana the deck` and `her the deck` as `the deck`, `the deck to Ana` too."""
    name = first_name(view.person) if view.person is not None else None
    names = [re.escape(one) for one in (one_line(view.person.name), name) if one] if view.person is not None else []
    whom = "|".join([*names, "him", "them"])
    text = re.sub(rf"^(?:{whom}|her(?=\s+(?:{_DETERMINERS})\b))\s+(?=\S)", "", text, count=1, flags=re.IGNORECASE)
    return re.sub(rf"\s+to\s+(?:{whom}|her)(?!\w).*", "", text, flags=re.IGNORECASE)


_DETERMINERS = "the|an?|my|our|some|this|that|these|those|it"


def _promise(view: NudgeView) -> list[str]:
    what = said(view.about)
    if view.direction == "theirs":
        about = f" about {what}" if what and not is_task(view.about) else ""
        return [f"A quick question{about}: is there anything you need from me?", "No rush at all."]
    if what and is_task(view.about):
        return [f"I haven't forgotten that I promised to {what}.", f"I'll get to it {_when_kept(view)}."]
    promised = f"{re.sub(r'^an? ', 'the ', what)} that I promised you" if what else "what I promised you"
    return [f"I haven't forgotten {promised}.", f"I'll get back to you {_when_kept(view)}."]


def _when_kept(view: NudgeView) -> str:
    days = (view.on - view.today).days if view.on is not None else -1
    if days < 0 or view.on is None or days > _WEEK:
        return "this week"
    return {0: "today", 1: "by tomorrow"}.get(days) or f"by {weekday(view.on)}"


_WEEK = 6  # days in which a weekday names one day only


def _plan(view: NudgeView) -> list[str]:
    on = view.on or view.due_on
    spoken, topic = view.milestone in (_SPOKEN | _WRITTEN), said(view.about)
    if view.stage == "after" or on < view.today:
        thanks = f"Thank you for the conversation about {topic}." if topic else "Thank you for your time."
        return [f"It was good to {'talk with' if spoken else 'see'} you.", thanks]
    clock = f" at {one_line(view.time)}" if view.time else ""
    place = one_line(view.place)
    where = f", {towards(place)} {place}" if place and len(place) <= _LIMIT else ""
    day = {0: "today", 1: "tomorrow"}.get((on - view.today).days, "soon")
    return [f"Looking forward to {'talking to' if spoken else 'seeing'} you {day}{clock}{where}."]


def _feedback(view: NudgeView) -> list[str]:
    what = said(view.about)
    on = f" on {what}" if what else ""
    if view.stage == "got":
        return ["Thank you again for your feedback.", "It has been of real use to me."]
    if view.stage == "acted":
        return ["I acted on your feedback, and wanted you to know.", "Thank you!"]
    if view.stage == "asked":
        about = what or "my request for feedback"
        return [f"Did you get a chance to think about {about}?", "Even one honest line would help me."]
    return [f"Could you give me some feedback{on}?", "Two or three honest lines would help me a lot."]


_DRAFTS: dict[str, Callable[[NudgeView], list[str]]] = {
    "check_in": _check_in,
    "follow_up": _follow_up,
    "reminder": _reminder,
    "promise": _promise,
    "plan": _plan,
    "feedback": _feedback,
    "milestone": wish,
}
