"""The clauses of time: the day, the clock, the rhythm, "until". Each reader returns where its clause ends.

0 says that there is no such clause at the word; a negative end, that the words up to there stay in the text ("Feb 30").
"""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.language import almanac
from bot.language.day import LARGEST_SPAN, MONTHS, PARTS_OF_DAY, WEEKDAYS, Day, doubtful, fixed, yeared
from bot.language.days import read_day
from bot.language.draft import Draft
from bot.language.numbers import NUMBERS, read_span
from bot.language.rhythms import ADVERBS, read_rhythm
from bot.language.scene import Scene
from bot.language.text import Line
from bot.language.times import Clock, read_clock, read_moment
from bot.language.words import MARKS, STOPS, words

PREPOSITIONS = words(
    "on by in at over around within for before this come from starting beginning due during sometime since around"
)

_NOUN_PHRASE = words(
    "to or than the a an this that these those my your his her our their its 's next last upcoming of every no"
)

_AFTER_DAY = STOPS | words(
    "then again f/u fwup follow circle check ping remind keep stay talked discussed promised call instead at the"
)

_AFTER_MONTH = words("about re at with w/ for on from f/u")
_SMALL_MONTHS = frozenset(("may", "march", "mar", "sun", "sat", "mon", "wed", "jan", "dec"))


_TOLD = words("went was were had said told loved liked enjoyed talked discussed")
LONGEST_CLAUSE = 14  # words in which a day is looked for
NEAR_AFTER = 3
_YEAR = re.compile(r"20\d\d")
NEAR = 12  # words before a clock time that may tell its half of the day
_LIMITING = words("until till til 'til thru through to by for in on at before over and -")


def when(draft: Draft, i: int) -> int:
    """A day with or without its preposition: "on Friday", "in 2 weeks", "next month", "by eow"."""
    line, low = draft.line, draft.line.low[i]
    if "day" not in draft.takes:
        return 0
    preposition = low if low in PREPOSITIONS and low != "this" else ""
    start = i + 1 if preposition else i
    if preposition in ("around", "by", "for", "before") and line.low[start] == "about":
        start += 1
    day = day_after(line, start, preposition, draft.scene)
    if not day or not is_meant(draft, i, day, preposition):
        return 0
    if preposition == "by" and draft.kind == "intro" and day.rule == "month" and not draft.via:
        return 0  # "introduced to Hana by April"
    if preposition == "by" and draft.intent in ("log", "done"):
        return -day.end  # a deadline, and not when it was
    if draft.milestone == "birthday" and day.rule in ("year", "month of a year"):
        return -day.end  # no day to celebrate
    if day.doubt:
        draft.doubts.append(line.said(start, day.end))
        return -day.end
    value = day.back if draft.look == "back" else day.ahead
    if draft.follow_up == "soon" and day.ahead and _is_of_follow_up(draft, i):
        draft.follow_up = day.ahead
        draft.note("follow_up", i, day.end, day.rule)
        return day.end
    if value and draft.style == "past" and draft.mode != "open" and not day.loose and value > draft.scene.today:
        return -day.end  # what was done is not dated ahead: "met Ana about her talk next week"
    if value and draft.style == "noun" and draft.mode == "plain" and value > draft.scene.today and _is_told(draft, i):
        return -day.end  # "interview with Sanjay went well, offer next week?"
    if draft.day is not None or value is None:
        return 0 if draft.day is None else -day.end
    draft.day = day
    draft.note("on", i, day.end, day.rule)
    return day.end


def _is_told(draft: Draft, i: int) -> bool:
    """Whether what stands before word `i` tells how it went."""
    return any(low in _TOLD for low in draft.line.low[max(draft.at, i - NEAR) : i])


def compact(draft: Draft, i: int) -> int:
    """`followup Meera 2w`: so long from now, where nothing else can be meant."""
    if draft.intent != "remind" or draft.style != "touch" or draft.mode != "open" or draft.day is not None:
        return 0
    found = in_span(draft.line, i, draft.scene.today) if not draft.line.low[i].isdecimal() else None
    if not found or found.doubt or (draft.line.low[found.end] and draft.line.low[found.end] not in _AFTER_DAY | MARKS):
        return 0
    draft.day = found
    draft.note("on", i, found.end, found.rule)
    return found.end


def moment(draft: Draft, i: int) -> int:
    """`in 90 minutes`, `an hour ago`: the day, and ahead the clock time too."""
    if "day" not in draft.takes or draft.day is not None or (draft.sentence and not draft.fresh):
        return 0
    found = moment_of(draft.line, i, draft.scene)
    if not found:
        return 0
    at, end = found
    is_past = at < draft.scene.now
    if is_past == (draft.look == "ahead") or (is_past and draft.mode != "open" and draft.style != "past"):
        return 0
    draft.day = fixed(end, "moment", at.date())
    if not is_past and "time" in draft.takes:
        draft.time = draft.time or f"{at:%H:%M}"
    draft.note("on", i, end, "moment")
    return end


def moment_of(line: Line, i: int, scene: Scene) -> tuple[datetime, int] | None:
    try:
        return read_moment(line, i, scene.now)
    except OverflowError:
        return None


def is_dated(line: Line, i: int, scene: Scene) -> bool:
    """Whether a day stands in the rest of the clause."""
    for k in range(i, min(i + LONGEST_CLAUSE, line.size)):
        if line.low[k] in MARKS and line.low[k] not in ("-", "'"):
            return False
        day = read_day(line, k, scene.today, scene.day_first)
        if day and not day.doubt and line.low[day.end] != "'s":
            return True
    return False


def _is_of_follow_up(draft: Draft, i: int) -> bool:
    """Whether the day stands in the clause of a follow-up: "follow up with the deck by Friday"."""
    ends = [last for name, _, last, _ in draft.trace[-1:] if name == "follow_up"]
    return bool(ends) and ends[0] <= i and not any(low in MARKS for low in draft.line.low[ends[0] : i])


def about_then(draft: Draft, i: int) -> int:
    """`about a month ago`: a day, and no topic."""
    day = read_day(draft.line, i + 1, draft.scene.today)
    return when(draft, i + 1) if day and day.rule == "span ago" else 0


def day_after(line: Line, i: int, preposition: str, scene: Scene) -> Day | None:
    if preposition in ("in", "within"):
        found = in_span(line, i, scene.today)
        if found:
            return found
    if preposition in ("in", "during"):
        return in_period(line, i, scene)
    day = read_day(line, i, scene.today, scene.day_first)
    if not day:
        return None
    if (
        preposition == "at"
        and day.rule not in ("weekend", "today", "end of the day")
        and "end" not in day.rule
        and "start" not in day.rule
    ):
        return None
    return day


def in_span(line: Line, i: int, today: date) -> Day | None:
    """The day after "in": `2 weeks`, `a month or so`, `a week's time`."""
    found = read_span(line, i)
    if not found:
        return None
    span, end = found
    if (line.low[end] in ("'s", "'") and line.low[end + 1] == "time") or line.low[end : end + 2] == ["or", "so"]:
        end += 2
    elif line.low[end] in ("time", "again") and span.size:
        end += 1
    elif line.low[end : end + 2] == ["from", "now"]:
        end += 2
    if span.size > LARGEST_SPAN:
        return doubtful(end)
    try:
        return fixed(end, "span ahead", almanac.step(today, span))
    except (OverflowError, ValueError):
        return doubtful(end)


def in_period(line: Line, i: int, scene: Scene) -> Day | None:
    """`in March`, `in early May`, `in the first week of …` is none; `in 2019` is 1 January of it."""
    low = line.low[i]
    if low.isdecimal() and len(low) == 4 and low[0] in "12":
        return yeared(i + 1, "year", date(int(low), 1, 1))
    start = i + 1 if low == "the" else i
    if (
        low in MONTHS
        or line.low[start] in ("early", "mid", "middle", "end", "beginning", "start", "next", "last")
        or low.startswith("mid-")
    ):
        return read_day(line, start, scene.today, scene.day_first)
    return None


def is_meant(draft: Draft, i: int, day: Day, preposition: str) -> bool:
    """Whether the day is one here, and no part of a name or of a noun phrase ("the Friday launch")."""
    line, after = draft.line, draft.line.low[day.end]
    if after == "'s" or (after == "of" and day.rule != "month"):
        return False
    if preposition and preposition not in ("for", "from", "before", "in"):
        return not (draft.mode in ("topic", "plain", "task") and draft.sentence)
    if not preposition and not _bare_is_day(draft, i, day):
        return False
    if draft.mode == "open":
        return True
    if draft.sentence and not draft.fresh:
        return False
    if i > 0 and not preposition and line.low[i - 1] in _NOUN_PHRASE and (line.low[i - 1] != "her" or day.loose):
        return False
    if preposition == "in" and day.rule == "span ahead":
        return True
    return (
        not after or after in _AFTER_DAY or _begins_clause(line, day.end) or (bool(preposition) and preposition == "in")
    )


def _bare_is_day(draft: Draft, i: int, day: Day) -> bool:
    """A day without a preposition: no bare "5th", no "may" that is a verb, no month inside a topic."""
    line, low = draft.line, draft.line.low[i]
    if day.rule == "day of the month" and low != "the":
        return False
    if day.rule == "month":
        after = line.low[day.end]
        is_clear = line.cap[i] or low not in _SMALL_MONTHS or not after or after in MARKS or after in _AFTER_MONTH
        return low == "this" or (draft.mode == "open" and is_clear)
    if day.rule == "weekday" and low in ("sun", "sat", "wed", "mon") and draft.mode != "open":
        return not line.low[i + 1] or line.low[i + 1] in STOPS
    return True


def _begins_clause(line: Line, i: int) -> bool:
    low = line.low[i]
    return low[0] == "#" or low in ADVERBS or read_clock(line, i) is not None or low in WEEKDAYS


def clock(draft: Draft, i: int) -> int:
    """A clock time: "at 3pm", "@ 15:00", "at noon", "by 5pm", or bare "3pm"."""
    line = draft.line
    if "time" not in draft.takes:
        return 0
    preposition = line.low[i] in ("at", "@", "by", "around", "from")
    found: Clock | None = read_clock(line, i + preposition, after_at=line.low[i] in ("at", "@"))
    if not found:
        return 0
    end = _past_half(line, found.end)
    found = found.within(_near(draft, i, end))._replace(end=end)
    after = line.low[found.end]
    if draft.mode in ("topic", "plain", "task") and (
        line.low[i - 1] in _NOUN_PHRASE or not _ends_time(line, found.end)
    ):
        return 0
    if after in ("people", "times", "of", "%", "years", "x") or (
        draft.time is not None and draft.intent in ("remind", "plan")
    ):
        return 0
    if found.time is None:
        draft.doubts.append(line.said(i, found.end))
        return -found.end
    draft.time = found.time
    draft.note("time", i, found.end, "clock")
    return found.end


def _near(draft: Draft, i: int, end: int) -> list[str]:
    """The words of this command around a clock time: the half of the day is often said there."""
    low = draft.line.low
    first = max(draft.trace[0][1] if draft.trace else draft.at, i - NEAR)
    last = next((k for k in range(end, end + NEAR_AFTER) if low[k] in MARKS), end + NEAR_AFTER)
    return low[first:last]


def _past_half(line: Line, i: int) -> int:
    """Past "in the evening", "at night", "sharp" after a time."""
    if line.low[i : i + 2] == ["in", "the"] and line.low[i + 2] in PARTS_OF_DAY:
        return i + 3
    return i + 2 if line.low[i : i + 2] == ["at", "night"] else i + (line.low[i] in ("sharp", "ish"))


def _ends_time(line: Line, i: int) -> bool:
    low = line.low[i]
    return not low or low in _AFTER_DAY or low in WEEKDAYS or low in MONTHS or low[0] == "#" or low[0].isdigit()


def rhythm(draft: Draft, i: int) -> int:
    """A rhythm: "every 2 weeks", "on a monthly basis", "twice a year"."""
    line = draft.line
    if "rhythm" not in draft.takes or draft.every is not None:
        return 0
    if (
        draft.mode != "open"
        and line.low[i] in ADVERBS
        and (line.low[i - 1] in _NOUN_PHRASE or (line.low[i + 1] and line.low[i + 1] not in _AFTER_DAY))
    ):
        return 0
    if draft.sentence and not draft.fresh:
        return 0
    found = read_rhythm(line, i, draft.scene.today)
    if not found:
        return 0
    if found.every is None:
        draft.unclear_rhythm = True
        draft.doubts.append(line.said(i, found.end))
        return -found.end
    draft.every = found.every
    draft.rhythm_on = found.on
    draft.note("every", i, found.end, "rhythm")
    return found.end


def until(draft: Draft, i: int) -> int:
    """`until March`, `til the 2nd`, `through Friday`; in a snooze or a pause also `for 2 weeks`, `2 weeks`."""
    line = draft.line
    if "until" not in draft.takes or draft.until is not None:
        return 0
    low = line.low[i]
    preposition = low in _LIMITING
    day = limit_day(line, i + preposition, draft.scene, spans=low not in ("until", "till", "til", "to"))
    if not day or line.low[day.end] == "'s":
        return 0
    if day.doubt or day.ahead is None:
        draft.doubts.append(line.said(i, day.end))
        return -day.end
    draft.until = day.ahead
    if draft.intent in ("due", "upcoming", "owed"):
        within = day.rule in ("month", "month of a year") and low in ("in", "for", "during")
        draft.until = almanac.month_end(day.ahead) if within else day.limit
    draft.note("until", i, day.end, day.rule)
    return day.end


def limit_day(line: Line, i: int, scene: Scene, spans: bool = True) -> Day | None:
    """A day or a length of time from today, as a snooze takes it."""
    i += line.low[i] == "about"
    if (
        line.low[i] == "the"
        and line.low[i + 1] in ("next", "coming")
        and (line.low[i + 2][:1].isdigit() or line.low[i + 2] in NUMBERS or line.low[i + 2] == "fortnight")
    ):
        i += 2
    day = read_day(line, i, scene.today, scene.day_first)
    if not day and _YEAR.fullmatch(line.low[i]):
        return yeared(i + 1, "year", date(int(line.low[i]), 1, 1))
    return day or (in_span(line, i, scene.today) if spans else None)


def is_clause(draft: Draft, i: int, named: bool = False) -> bool:
    """Whether a clause of time or another one begins at word `i`; nothing is taken."""
    line, low = draft.line, draft.line.low[i]
    if named and low not in ("next", "last", "this", "every"):
        return False
    if low[0] == "#":
        return True
    day = read_day(line, i, draft.scene.today, draft.scene.day_first)
    if not day and low in PREPOSITIONS:
        day = day_after(line, i + 1, low, draft.scene)
    if day and not day.doubt and line.low[day.end] != "'s":
        return not (low[0].isdigit() and day.rule == "day of the month")
    return (
        read_rhythm(line, i, draft.scene.today) is not None
        or (low in ("at", "@") and read_clock(line, i + 1, True) is not None)
        or (read_clock(line, i) is not None)
    )
