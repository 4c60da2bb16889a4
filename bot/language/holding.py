"""Nudges held back and let go again: `snooze`, `pause`, `resume`, and `skip`."""

from __future__ import annotations

from bot.language import when
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.meanings import Intent
from bot.language.patterns import Match, rule
from bot.language.words import CLOSERS, MARKS, words

HOLD = words("until tag time")


_AFTER_BACK = words(
    "from vacation holiday holidays pto leave again now please to work the office in at me about nudges"
)


def hold(m: Match, intent: Intent) -> Draft:
    """A draft that ends on a day, or after so long."""
    draft = m.draft(intent, "ahead", HOLD)
    draft.at = take_limit(draft, m.end)
    return draft


def take_limit(draft: Draft, i: int) -> int:
    """Past "for 2 weeks", "until March", "to next week"; where they end."""
    while draft.line.low[i] in ("again", "please", "pls", ":", ",", "-", "him", "her", "them", "me", "it", "this"):
        i += 1 if draft.line.low[i] != "this" or draft.line.low[i + 1] in ("", "until", "til", "till", "for") else 0
        if draft.line.low[i] == "this":
            break
    i = _past_start(draft, i)
    end = when.until(draft, i)
    return end if end > 0 else i


def _past_start(draft: Draft, i: int) -> int:
    """Past "from Dec 24" in "from Dec 24 to Jan 2": when it begins stays in the text."""
    line, scene = draft.line, draft.scene
    start = read_day(line, i + 1, scene.today, scene.day_first) if line.low[i] in ("from", "between") else None
    if not start or line.low[start.end] not in words("until till til to through thru and -"):
        return i
    if start.ahead and start.ahead > scene.today:
        draft.piece(i, start.end)
        draft.doubts.append(line.said(i, start.end))
    return start.end


@rule(
    "snooze|postpone|defer|delay [all|the|my] nudges|nudge|reminders|everything about|for|from|on {who}",
    "snooze|postpone|defer|delay [on|about] {who}",
    "snooze|postpone|defer|delay [it|this|that|him|her|them|nudges|nudge] [nudges] [about|for] [{who}]",
    "push {who} [back|off] to|until|till|til|by|for",
    "push {who} back|off|out",
    "hold [off|back] [on] [all|the|my] [nudges|nudge|reminders] on|about|for {who}",
    "hold [off|back] [on] [all|the|my] nudges|reminders",
    "hold off on {who}",
    "not now",
    "not right now",
    "remind|ask|nudge|ping me [again] later",
    "later [please]",
    "maybe later",
)
def snooze(m: Match) -> Draft | None:
    draft = hold(m, "snooze")
    if m.line.low[m.start] in ("push", "hold") and draft.until is None:
        return None
    if not (draft.people or draft.tags or m.scene.command == "thread" or _is_whole(draft)):
        return None
    if (
        m.line.low[m.start] in ("later", "maybe", "not")
        and draft.at < m.line.size
        and m.line.low[draft.at].isalpha()
        and draft.until is None
    ):
        return None
    return draft


@rule(
    "pause|mute|silence [all|the|my] nudges|reminders|everything|notifications about|for|from|on {who}",
    "pause|mute|silence {who}",
    "pause|mute|silence [all|the|my|everything] [nudges|reminders|notifications]",
    "stop|quit|cease nudging|pinging|bugging|reminding|bothering|notifying|messaging [me] [about|"
    "for|of|on|regarding|re] {who}",
    "stop|quit|cease nudging|pinging|bugging|reminding|bothering|notifying|messaging [me]",
    "stop [all|the|my] nudges|reminders|notifications [about|for|on|re] {who}",
    "stop [all|the|my] nudges|reminders|notifications",
    "no [more] nudges|reminders|nudging [about|for|on|re] {who}",
    "no [more] nudges|reminders",
    "don't|dont|do|never [not] nudge|remind|ping|bug [me] about|of|for|on {who}",
    "don't|dont nudge|bug|remind [me]",
)
def pause(m: Match) -> Draft | None:
    if m.line.low[m.start] == "do" and m.line.low[m.start + 1] != "not":
        return None
    if m.line.low[m.start] == "no" and m.line.low[m.end] in ("on", "at", "before", "after"):
        return None
    if m.line.low[m.end] in ("to", "after", "before", "at"):
        return None
    draft = hold(m, "pause")
    return draft if draft.people or draft.tags or _is_whole(draft) else None


def _is_whole(draft: Draft) -> bool:
    """Whether nothing of weight is left of what names nobody: half understood, it would hold back everything."""
    low = draft.line.low[draft.at]
    return draft.until is not None or not low or low in MARKS or low in CLOSERS or low in ("for", "now", "and", "then")


@rule(
    "['m|am|im] [going] [away|out] on vacation|holiday|holidays|pto|leave|sabbatical|break|"
    "parental|maternity|paternity [leave]",
    "on vacation|holiday|holidays|pto|sabbatical|leave",
    "'m|am|im away|off|out|ooo|traveling|travelling|unavailable [of] [office]",
    "away|ooo|vacation|pto|holiday [until|till|til|from|for]",
    "out of office",
    "taking|take time|a off|break|vacation",
)
def away(m: Match) -> Draft | None:
    """`I'm on vacation until Jan 5`: everything rests, but not without saying so ("on leave of her senses")."""
    line = m.line
    m.end -= line.low[m.end - 1] in ("until", "till", "til", "for", "from")
    if line.low[m.end] == "on" or read_day(line, m.end, m.scene.today, m.scene.day_first):
        return _away_then(m)
    draft = hold(m, "pause")
    if draft.until is None and draft.at < line.size and line.low[draft.at] not in ("please", "pls", ".", "!", "now"):
        return None
    return draft


def _away_then(m: Match) -> Draft | None:
    """`on vacation next week` lasts until its end; a single day ("off on Friday") is no end of anything."""
    period = read_day(m.line, m.end, m.scene.today, m.scene.day_first)
    if not period or not period.limit or (period.limit == period.ahead and not period.rule.startswith("this ")):
        return None
    draft = m.draft("pause", "ahead", HOLD)
    draft.until, draft.at = period.limit, period.end
    draft.piece(m.end, period.end)
    draft.note("until", m.end, period.end, period.rule)
    return draft


@rule(
    "resume|unpause|unmute|restart|reactivate [all|the|my] nudges|reminders|everything about|for|on {who}",
    "resume|unpause|unmute|unsnooze|reactivate|restart|wake {who}",
    "resume|unpause|unmute|unsnooze|restart [all|the|my|everything] [nudges|reminders]",
    "start|begin|resume nudging|reminding|pinging [me] [about|for|on] {who} [again]",
    "start|begin|resume nudging|reminding [me] [again]",
    "nudge|remind|ping me about|for {who} again",
    "start|turn [on] [the|my] nudges|reminders [again|on]",
    "'m|am|im back",
    "back from|to vacation|holiday|holidays|pto|leave|work|sabbatical|break",
    "back at|in work|office",
)
def resume(m: Match) -> Draft | None:
    if m.line.low[m.end - 1] == "back" and m.line.low[m.end] not in (
        "",
        ".",
        "!",
        ",",
        "from",
        "to",
        "now",
        "at",
        "in",
        "and",
        "again",
        "please",
    ):
        return None
    draft = m.draft("resume", "ahead", words("tag"))
    if not (draft.people or draft.tags or "back" in m.line.low[m.start : m.end] or _is_whole(draft)):
        return None
    low = m.line.low[draft.at : draft.at + 2]
    while low and low[0] in _AFTER_BACK:
        draft.at += 1
        low = m.line.low[draft.at : draft.at + 2]
    return draft


@rule(
    "skip [this|it|that|him|her|them] [one|time|for] [now|once|time]",
    "not this time|one|week|month",
    "pass [on] [this|it|that] [one|time]",
)
def skip(m: Match) -> Draft | None:
    if m.scene.command != "thread" and m.line.low[m.end] not in ("", ".", "!"):
        return None
    return m.draft("skip", "ahead")
