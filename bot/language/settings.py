"""Settings: `quiet hours 8pm to 8am`, `at most 2 nudges a day`, `timezone Europe/Paris`; what a setting is given as."""

from __future__ import annotations

from functools import lru_cache

from bot.language.day import WEEKDAYS
from bot.language.draft import Draft
from bot.language.numbers import read_span
from bot.language.patterns import Match, rule
from bot.language.rhythms import read_rhythm
from bot.language.text import read
from bot.language.times import read_clock
from bot.language.words import words

_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_BEFORE_TIME = words("nudge ping message write set change make move send nudges my the me")
_ENDED = words("! . please pls thanks") | {""}
_AFTER_TIME = words("every each day daily in the morning instead from now on afternoon please")


def setting(m: Match, name: str, value: str | None, end: int) -> Draft:
    draft = m.draft("settings")
    draft.setting, draft.value, draft.at = name, value, end
    draft.note("setting", m.start, end, name)
    return draft


def doubted(m: Match, name: str, end: int) -> Draft:
    """The setting without a value: what was given does not exist, so its words stay in the text."""
    draft = setting(m, name, None, m.end)
    if m.end < end:
        draft.doubts.append(m.line.said(m.end, end))
        draft.piece(m.end, end)
    draft.at = end
    return draft


@rule(
    "[my|show|change|open|edit|what|list] [me|are] [my|the] settings|preferences|config|configuration|options",
    "set|settings|change setting|settings",
    rank=-1,
)
def show(m: Match) -> Draft | None:
    if m.line.low[m.end] not in ("", "?", "!", ".", "please", "pls"):
        return None
    return setting_none(m)


def setting_none(m: Match) -> Draft:
    return m.draft("settings")


@rule(
    "[set|change|make] [my] quiet hours|time [are|is|to|:|from|between] [from|between]",
    "[be|stay] quiet [from|between]",
    "no quiet hours",
    "do not|don't disturb [me] [from|between]",
    "don't|no|never [nudge|nudges|ping] [me] [from|between]",
    rank=-1,
)
def quiet_hours(m: Match) -> Draft | None:
    """`quiet hours 8pm to 8am`, `quiet hours 19-7`."""
    line = m.line
    span = _hours(m, m.end)
    if span:
        return setting(m, "quiet_hours", span[0], span[1])
    if "hours" not in line.low[m.start : m.end]:
        return None
    end = m.end
    if line.low[end] in ("off", "none") or line.low[m.start] == "no":
        return setting(m, "quiet_hours", "none", end + (line.low[m.start] != "no"))
    while end < line.size and line.low[end] not in (",", ".", ";", "\n"):
        end += 1
    return doubted(m, "quiet_hours", end)


def _hours(m: Match, i: int) -> tuple[str, int] | None:
    line = m.line
    first, dash, second = line.low[i].partition("-")
    if dash and first[:1].isdigit() and second[:1].isdigit():
        start, end = _hour(first), _hour(second)
        return (f"{start}-{end}", i + 1) if start and end else None
    begin = read_clock(line, i, after_at=True)
    if not begin or line.low[begin.end] not in ("to", "until", "till", "til", "-", "–", "—", "and", "through"):
        return None
    finish = read_clock(line, begin.end + 1, after_at=True)
    if not finish:
        return None
    start, end = begin.time or _hour(line.low[i]), finish.time or _hour(line.low[begin.end + 1])
    return (f"{start}-{end}", finish.end) if start and end else None


def _hour(text: str) -> str | None:
    """`7`, `7:30`, `8pm` as HH:MM; between hours of silence a bare 7 is clear."""
    if text.isdecimal():
        return f"{int(text):02}:00" if int(text) < 24 else None
    found = read_clock(read(text), 0, after_at=True)
    return found.time if found else None


@rule(
    "[at] most|max|maximum [of] {number} [nudges|nudge|messages|reminders|check-ins|people] [a|"
    "per|each|every|/] [day] [day]",
    "[set|change|make] [my] [the] daily limit [is|to|of|:] {number} [nudges]",
    "[don't|dont|do] [not] [send|nudge] [me] [no|not] more than {number} [nudges|nudge|messages] [a|per|each] [day]",
    "limit [me] [nudges] [to] {number} [nudges] [a|per|each] [day]",
    "up to {number} nudges [a|per|each] [day]",
    "only {number} nudges|nudge [a|per|each] [day]",
    "{number} nudges [a|per|each] day [max|at] [most]",
    rank=-1,
)
def daily_limit(m: Match) -> Draft | None:
    said = m.line.low[m.start : m.end]
    if not {"nudges", "nudge", "messages", "limit", "reminders", "day", "check-ins", "people"} & set(said):
        return None
    number: int = m.slots["number"]
    if not 0 < number <= 1000:
        return doubted(m, "daily_limit", m.end)
    return setting(m, "daily_limit", str(number), m.end)


@rule(
    "nudge|ping|remind|message|write [me] [every|each] [daily|day|morning] at|around|by",
    "[set|change|make|move] [my] [the] nudge|nudges [time] [is|are|to|:] [at]",
    "send [me] [my|the] nudges [every] [day] [at|around]",
    "nudges|nudge [time] [at|:|is|to]",
    rank=-1,
)
def nudge_time(m: Match) -> Draft | None:
    """`nudge me at 9:30`."""
    line = m.line
    found = read_clock(line, m.end, after_at=True)
    if not found or (
        "me" not in line.low[m.start : m.end] and not {"nudges", "nudge"} & set(line.low[m.start : m.end])
    ):
        return None
    if line.low[m.start] not in _BEFORE_TIME:
        return None
    end = found.end
    while line.low[end] in _AFTER_TIME:
        end += 1
    if line.low[end] in ("to", "about", "tomorrow", "on", "today", "tmrw"):
        return None
    if found.time is None:
        return doubted(m, "nudge_time", found.end)
    return setting(m, "nudge_time", found.time, end)


@rule(
    "no nudges|nudge|nudging|reminders [on|at|over|during] [the] weekends|weekend",
    "don't|dont|never nudge|ping|bug [me] [on|at|over|during] [the] weekends|weekend",
    "weekdays only",
    "weekends|weekend off",
    "only [nudge] [me] [on] weekdays|workdays",
    "nudge [me] only on weekdays",
    rank=-1,
)
def no_weekends(m: Match) -> Draft | None:
    return setting(m, "working_days", "mon-fri", m.end)


@rule(
    "[set|change|make] [my] [the] working|work days|week [are|is|to|:]",
    "[set|change] [my] workdays|workweek [are|is|to|:]",
    "i work [on] [only]",
    "work [on] [only]",
    "nudge me [only] on",
    "only nudge [me] [on]",
    rank=-1,
)
def working_days(m: Match) -> Draft | None:
    """`working days mon-thu`, `I work Sunday to Thursday`."""
    line, i = m.line, m.end
    days: list[int] = []
    while i < line.size:
        low = line.low[i]
        first, dash, second = low.partition("-")
        if dash and first in WEEKDAYS and second in WEEKDAYS:
            days += _range(WEEKDAYS[first], WEEKDAYS[second])
        elif _weekday(low) is not None:
            day = _weekday(low) or 0
            days += (
                _range(days.pop(), day)
                if days and line.low[i - 1] in ("to", "-", "–", "through", "thru", "until")
                else [day]
            )
        elif low in ("weekdays", "workdays"):
            days += range(5)
        elif low not in (",", "and", "to", "-", "–", "through", "thru", "&", "until") or not days:
            break
        i += 1
    if not days or (
        len(days) == 1
        and "work" in line.low[m.start : m.end]
        and "days" not in line.low[m.start : m.end]
        and line.low[i] != ""
    ):
        return None
    return setting(m, "working_days", _named(sorted(set(days))), i)


def _weekday(low: str) -> int | None:
    return WEEKDAYS.get(low, WEEKDAYS.get(low.removesuffix("s")))


def _range(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _named(days: list[int]) -> str:
    """`mon-fri`, `sun-thu`, `mon,wed,fri`."""
    for start in days:
        run = [(start + step) % 7 for step in range(len(days))]
        if sorted(run) == days and len(days) > 2:
            return f"{_SHORT[run[0]]}-{_SHORT[run[-1]]}"
    return ",".join(_SHORT[day] for day in days)


@rule(
    "[set|change|make] [my] [the] timezone|time-zone|tz [is|to|:|=]",
    "[set|change|make] [my] [the] time zone [is|to|:|=]",
    "'m|am now in timezone|tz",
    rank=-1,
)
def timezone(m: Match) -> Draft | None:
    line = m.line
    if m.end >= line.size:
        return setting_none(m) if m.end == m.start + 1 else None
    for end in range(min(m.end + 3, line.size), m.end, -1):
        name = _zones().get(line.said(m.end, end).lower().replace(" ", "_"))
        if name:
            return setting(m, "timezone", name, end)
    return doubted(m, "timezone", line.size)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every zone by its name and, where only one has it, by its city."""
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    cities = {
        zone.rpartition("/")[2].lower(): zone
        for zone in reversed(zones)
        if zone.count("/") == 1 and not zone.startswith("Etc/")
    }
    return cities | {zone.lower(): zone for zone in zones}


@rule(
    "[set|change|make] [my] [the] default [rhythm|cadence|check-in|frequency] [rhythm|frequency] [is|to|:|=]",
    "check in [with] [everyone|everybody|people] [by] [default]",
    "[by] default check in",
    rank=-1,
)
def default_cadence(m: Match) -> Draft | None:
    """`default rhythm every 2 months`."""
    line = m.line
    found = read_rhythm(line, m.end, m.scene.today)
    if (
        not found
        and "default" in line.low[m.start : m.end]
        and (span := read_span(line, m.end))
        and 0 < span[0].size < 1000
    ):
        return setting(m, "default_cadence", span[0].iso(), span[1])
    if "default" not in line.low[m.start : m.end] or not found:
        return None
    if not found.every:
        return doubted(m, "default_cadence", found.end)
    return setting(m, "default_cadence", found.every, found.end)


@rule(
    "deliver|delivery|send|nudges|nudge [me] [nudges|them|everything|all] [is|:|come] [all] "
    "together|separately|each|digest|one|individually|bundled [by] [one]",
    "[set] delivery [to|:|is] each|together",
    rank=-1,
)
def delivery(m: Match) -> Draft | None:
    together = {"together", "digest", "bundled"} & set(m.line.low[m.start : m.end])
    return setting(m, "delivery", "together" if together else "each", m.end)


@rule(
    "[set|turn|switch|make] [my] [the] discreet [mode|notifications|setting] [is|to|:] on|off",
    "turn|switch on|off [my] [the] discreet [mode|notifications]",
    "be discreet",
    "no|don't|dont [show] names in [my] [the] notifications",
    rank=-1,
)
def discreet(m: Match) -> Draft | None:
    """`discreet on`."""
    return setting(m, "discreet", "off" if "off" in m.line.low[m.start : m.end] else "on", m.end)


@rule(
    "[set] [my] lead days|time|day [is|to|:] {number} [days]",
    "tell|warn|remind|announce|nudge [me] [about|of] [birthdays|milestones] {number} days|day "
    "ahead|before|early [of] [birthdays|milestones]",
    "announce [birthdays|milestones] {number} days|day ahead|before|early",
    rank=-1,
)
def lead_days(m: Match) -> Draft | None:
    number: int = m.slots["number"]
    if m.line.low[m.end] not in ("", ".", "!", ",", "and", "please"):
        return None  # "remind me 3 days before Ana's birthday"
    if not 0 <= number <= 30:
        return doubted(m, "lead_days", m.end)
    return setting(m, "lead_days", str(number), m.end)


@rule(
    "[set] [my|public] [public] holidays [are|is|to|:|of|in|for] [of|in|for] [the]",
    "[set] [my] country [is|to|:]",
    "no public|bank|national [public] holidays|holiday",
    "no holidays",
    rank=-1,
)
def holidays(m: Match) -> Draft | None:
    line = m.line
    if line.low[m.start] == "no":
        return setting(m, "holidays", "none", m.end) if line.low[m.end] in _ENDED else None
    if m.end >= line.size:
        return None
    value = line.said(m.end, min(m.end + 3, line.size))
    return setting(m, "holidays", value.upper() if len(value) == 2 else value, line.size)
