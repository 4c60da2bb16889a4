"""Nudges held back and let go again: `snooze`, `pause`, `resume`, and `skip`."""

from __future__ import annotations

from bot.language import when
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.meanings import Intent
from bot.language.patterns import Match, rule
from bot.language.words import words

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
    end = when.until(draft, i)
    return end if end > 0 else i


@rule(
    "snooze|postpone|defer|delay [all|the|my] nudges|nudge|reminders|everything about|for|from|on {who}",
    "snooze|postpone|defer|delay [on|about] {who}",
    "snooze|postpone|defer|delay [it|this|that|him|her|them|nudges|nudge] [nudges] [about|for] [{who}]",
    "push {who} [back|off] to|until|till|til|by|for",
    "hold off on {who}",
    "not now",
    "not right now",
    "remind|ask|nudge|ping me [again] later",
    "later [please]",
    "maybe later",
)
def snooze(m: Match) -> Draft | None:
    draft = hold(m, "snooze")
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
    if m.line.low[m.end] in ("to", "after", "before", "between", "at"):
        return None
    return hold(m, "pause")


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
    start = read_day(line, m.end + 1, m.scene.today, m.scene.day_first) if line.low[m.end] == "from" else None
    if start and line.low[start.end] in ("until", "till", "til", "to", "through", "thru"):
        m.end = start.end
    draft = hold(m, "pause")
    if draft.until is None and draft.at < line.size and line.low[draft.at] not in ("please", "pls", ".", "!", "now"):
        return None
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
