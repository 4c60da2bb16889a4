"""A message to copy, for each occasion and channel: made of what was really said, inventing nothing.

Drafts are plain text, to be sent by their reader; they are read as no mark-up and hold nothing escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zlib import crc32

from bot.blocks.names import first_name
from bot.blocks.phrases import towards
from bot.blocks.text import one_line
from bot.blocks.topics import is_sad, is_task, is_topic, told
from bot.network.outcomes import InteractionFact, NudgeView

_LIMIT = 160  # characters of what somebody said that a draft repeats
_A_WHILE = 28  # days after which "it's been a while" is true
_THEIRS = re.compile(r"\b(?:her|his|their)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|hers|theirs|you|your)\b", re.IGNORECASE)
_SEND = re.compile(r"(?:send|forward|give|share|show|email|mail)\s+(?P<what>.+)", re.IGNORECASE)
_CALL = re.compile(r"(?:call|phone|ring)\b", re.IGNORECASE)
_ASK = re.compile(r"ask\s+(?:\S+\s+){0,3}?(?:about|how)\s+(?P<what>.+)", re.IGNORECASE)
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
    "I was thinking of our conversation about {topic}. How is it going?",
    "What came of {topic}?",
)
_CLOSINGS = (
    "I'd love to catch up.",
    "It would be good to hear how you are.",
    "Would you have time to catch up soon?",
)


def draft(view: NudgeView) -> str | None:
    """What to write, as plain text of one or more lines; None where there is nobody to write to."""
    if view.person is None or view.kind == "review":
        return None
    name = first_name(view.person)
    lines = [line for line in _DRAFTS.get(view.kind, _check_in)(view) if line]
    if view.kind == "milestone" or not lines:
        return _milestone_draft(name, lines)
    return _letter(name, lines) if view.channel == "email" else _chat(name, lines)


def _chat(name: str | None, lines: list[str]) -> str:
    return (
        f"Hi {name}, {_lower(lines[0])}{''.join(f' {line}' for line in lines[1:])}"
        if name
        else f"Hi! {' '.join(lines)}"
    )


def _letter(name: str | None, lines: list[str]) -> str:
    """The same for a mail: greeting, a paragraph, an offer, a close."""
    return "\n\n".join([f"Hi {name}," if name else "Hello,", " ".join(lines), "Best wishes"])


def _milestone_draft(name: str | None, lines: list[str]) -> str:
    text = " ".join(lines)
    return text.replace("{name}", name) if name else text.replace(", {name}", "")


def _lower(line: str) -> str:
    """A sentence that goes on after the greeting; "I" stays large."""
    return line if re.match(r"I\b", line) else line[:1].lower() + line[1:]


def said(text: str | None) -> str:
    """Words that can be said to the person themselves; empty where they would not fit."""
    line = one_line(text).rstrip(".!? ")
    if not line or len(line) > _LIMIT or not is_topic(line) or re.search(r"https?://|;", line):
        return ""
    turned = _THEIRS.sub("your", line)
    return "" if _PRONOUN.search(_THEIRS.sub("", line)) else turned


def _check_in(view: NudgeView) -> list[str]:
    last = view.reason_last
    topic = said(view.about) or (said(last.about) if last is not None else "")
    return [_opening(view, last), _question(topic, view), _asked(view), _owed(view), _closing(view)]


def _opening(view: NudgeView, last: InteractionFact | None) -> str:
    if last is None or last.outcome == "no_answer":
        return "I was just thinking of you. How have you been?"
    meeting = _met(last)
    if (view.today - last.on).days >= _A_WHILE:
        return f"It's been a while since {meeting}."
    return f"How have things been since {meeting}?"


def _met(last: InteractionFact) -> str:
    meeting = _MEETING.get(last.kind, "we were last in touch")
    place = one_line(last.place)
    if not place or len(place) > _LIMIT:
        return meeting
    return f"{meeting} {towards(place)} {place}"


def _question(topic: str, view: NudgeView) -> str:
    if topic:
        return _one_of(_QUESTIONS, view).format(topic=topic.replace("{", "(").replace("}", ")"))
    last = view.reason_last
    is_long = last is not None and last.outcome is None and (view.today - last.on).days >= _A_WHILE
    return "How are you?" if is_long else ""


def _asked(view: NudgeView) -> str:
    """The first thing noted for the next time, where it is a question."""
    for text in view.bring_up:
        found = _ASK.fullmatch(one_line(text).rstrip(".!? "))
        if found and said(found["what"]):
            return f"I've also been meaning to ask about {said(found['what'])}."
    return ""


def _owed(view: NudgeView) -> str:
    what = next((said(text) for text in view.i_owe if said(text) and not is_task(text)), "")
    return f"And I haven't forgotten: I still owe you {what}." if what else ""


def _closing(view: NudgeView) -> str:
    if view.channel == "phone":
        return "Do you have ten minutes for a call this week?"
    if view.channel == "in person":
        return "Shall we meet for a coffee soon?"
    if view.channel == "email":
        return "If you have half an hour in the next weeks, I'd enjoy catching up."
    return _one_of(_CLOSINGS, view)


def _one_of(wordings: Sequence[str], view: NudgeView) -> str:
    """One of several wordings, always the same for a nudge: five drafts of one morning do not sound alike."""
    name = view.person.name if view.person is not None else ""
    return wordings[crc32(f"{name}{view.due_on}".encode("utf-8", "replace")) % len(wordings)]


def _follow_up(view: NudgeView) -> list[str]:
    first = view.first_met
    if first is None:
        topic = said(view.about) or (said(view.reason_last.about) if view.reason_last is not None else "")
        return [f"I wanted to follow up on {topic}." if topic else "I wanted to follow up with you.", _time(view)]
    place = one_line(first.place)
    where = f" {towards(place)} {place}" if place and len(place) <= _LIMIT else ""
    met = "talk with you" if first.kind in ("call", "video", "message", "email") else "meet you"
    topic = said(first.about)
    thanks = f"Thank you for the conversation about {topic}." if topic else "Thank you for the conversation."
    return [f"It was good to {met}{where}.", thanks, "I'd be glad to stay in touch."]


def _time(view: NudgeView) -> str:
    return (
        "Would a short call suit you this week?" if view.channel == "phone" else "Do you have a few minutes this week?"
    )


def _reminder(view: NudgeView) -> list[str]:
    text = one_line(view.about)
    sent = _SEND.fullmatch(text)
    if sent and (what := said(_without_name(sent["what"], view))):
        return [f"Here is {what}.", "Let me know what you think."]
    if _CALL.match(text):
        return ["Do you have a moment for a call today?"]
    if text and not is_task(text) and (topic := said(text)):
        return [f"I wanted to get in touch about {topic}.", _time(view)]
    return ["Do you have a moment today?"] if text else _check_in(view)


def _without_name(text: str, view: NudgeView) -> str:
    """`Ana the deck` as `the deck`."""
    name = first_name(view.person) if view.person is not None else None
    if name and text.lower().startswith(f"{name.lower()} "):
        return text[len(name) :].strip()
    return re.sub(rf"\s+to\s+{re.escape(name)}\b.*", "", text, flags=re.IGNORECASE) if name else text


def _promise(view: NudgeView) -> list[str]:
    what = said(view.about)
    if view.direction == "theirs":
        about = f" about {what}" if what else ""
        return [f"Just a friendly question{about}: is there anything you need from me?", "No rush at all."]
    if what and is_task(view.about):
        return [f"I promised to {what}, and I'm getting to it today."]
    return [f"I promised you {what or 'to get back to you'}, and I'm getting to it today."]


def _plan(view: NudgeView) -> list[str]:
    on = view.on or view.due_on
    if view.stage == "after" or on < view.today:
        topic = said(view.about)
        return [
            "It was good to see you.",
            f"Thank you for the conversation about {topic}." if topic else "Thank you for your time.",
        ]
    clock = f" at {one_line(view.time)}" if view.time else ""
    day = {0: "today", 1: "tomorrow"}.get((on - view.today).days, "soon")
    verb = "talking to" if view.milestone in ("call", "video", "message", "email") else "seeing"
    return [f"Looking forward to {verb} you {day}{clock}."]


def _feedback(view: NudgeView) -> list[str]:
    what = said(view.about)
    if view.stage == "got":
        return ["Thank you again for your feedback.", "It gave me something to work with."]
    if view.stage == "acted":
        return ["I acted on your feedback, and wanted you to know.", "Thank you!"]
    on = f" on {what}" if what else ""
    return [f"Could you give me some feedback{on}?", "Two or three honest lines would help me a lot."]


def _milestone(view: NudgeView) -> list[str]:
    news = told(view.about)
    company = one_line(view.person.company) if view.person is not None else ""
    at_company = f" at {company}" if company and len(company) < _LIMIT else ""
    if view.milestone == "birthday":
        belated = view.is_belated or (view.on is not None and view.on < view.today)
        return [
            "Happy belated birthday, {name}! I hope you had a lovely day."
            if belated
            else "Happy birthday, {name}! I hope you have a lovely day."
        ]
    if view.milestone == "work_anniversary":
        years = f"{view.years} year{'' if view.years == 1 else 's'}" if view.years else "your anniversary"
        return [f"Congratulations on {years}{at_company}, {{name}}!"]
    if view.milestone == "promotion":
        return ["Congratulations on the promotion, {name}! Well deserved."]
    if view.milestone == "new_job":
        return [f"Congratulations on the new job{at_company}, {{name}}! I hope it starts well."]
    if is_sad(view.about):
        return ["I heard the news, {name}, and I'm thinking of you."]
    if news and not news.startswith(("is ", "was ", "has ")):
        return ["Congratulations, {name}!", f"I heard you {_THEIRS.sub('your', news)}."]
    return ["Congratulations, {name}! I was glad to hear the news."]


_DRAFTS: dict[str, Callable[[NudgeView], list[str]]] = {
    "check_in": _check_in,
    "follow_up": _follow_up,
    "reminder": _reminder,
    "promise": _promise,
    "plan": _plan,
    "feedback": _feedback,
    "milestone": _milestone,
}
