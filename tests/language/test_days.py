"""Days as people say them: each phrase, the day that it means looking back, and the one looking ahead."""

from datetime import date

import pytest

from bot.language.almanac import Span, step
from bot.language.days import read_day
from bot.language.text import read

MONDAY = date(2026, 11, 23)

FIXED = [
    ("tomorrow", "2026-11-24"),
    ("tomorrow morning", "2026-11-24"),
    ("yday", "2026-11-22"),
    ("the day after tomorrow", "2026-11-25"),
    ("the day before yesterday", "2026-11-21"),
    ("last night", "2026-11-22"),
    ("the other day", "2026-11-21"),
    ("last Friday", "2026-11-20"),
    ("next Friday", "2026-12-04"),
    ("this Friday", "2026-11-27"),
    ("Tuesday next week", "2026-12-01"),
    ("Friday last week", "2026-11-20"),
    ("a week from Friday", "2026-12-04"),
    ("2 weeks from Monday", "2026-12-14"),
    ("next week", "2026-11-30"),
    ("next month", "2026-12-01"),
    ("next quarter", "2027-01-01"),
    ("next year", "2027-01-01"),
    ("next weekend", "2026-12-05"),
    ("last week", "2026-11-16"),
    ("last month", "2026-10-23"),
    ("last year", "2025-11-23"),
    ("end of the month", "2026-11-30"),
    ("eow", "2026-11-27"),
    ("early next week", "2026-11-30"),
    ("the week after next", "2026-12-07"),
    ("the 5th of next month", "2026-12-05"),
    ("the first Monday of next month", "2026-12-07"),
    ("two weeks ago", "2026-11-09"),
    ("a couple of weeks ago", "2026-11-09"),
    ("a few days ago", "2026-11-20"),
    ("a fortnight ago", "2026-11-09"),
    ("two Fridays ago", "2026-11-13"),
    ("2026-05-03", "2026-05-03"),
    ("May 3rd, 2027", "2027-05-03"),
    ("3rd of May 2027", "2027-05-03"),
    ("12/11/25", "2025-12-11"),
    ("3.5.2027", "2027-05-03"),
    ("3-May-2027", "2027-05-03"),  # an unusual form, which dateparser reads
]

LOOSE = [
    ("Monday", "2026-11-16", "2026-11-30"),  # said on a Monday, it is never today
    ("Friday", "2026-11-20", "2026-11-27"),
    ("May 3", "2026-05-03", "2027-05-03"),
    ("23 November", "2026-11-23", "2026-11-23"),  # today's date is today, either way
    ("Friday 4 December", "2025-12-04", "2026-12-04"),
    ("3/5", "2026-03-05", "2027-03-05"),
    ("3.5.", "2026-05-03", "2027-05-03"),
    ("25/12", "2025-12-25", "2026-12-25"),  # only one order makes a day
    ("Feb 29", "2024-02-29", "2028-02-29"),
    ("the 5th", "2026-11-05", "2026-12-05"),
    ("the 31st", "2026-10-31", "2026-12-31"),  # the last and the next there is
    ("the weekend", "2026-11-21", "2026-11-28"),
    ("March", "2026-03-01", "2027-03-01"),
    ("end of March", "2026-03-31", "2027-03-31"),
    ("mid March", "2026-03-15", "2027-03-15"),
    ("mid-March", "2026-03-15", "2027-03-15"),
    ("early March", "2026-03-01", "2027-03-01"),
    ("the first Monday of March", "2026-03-02", "2027-03-01"),
]

DOUBTS = ["Feb 30", "30/2", "2026-02-30", "13/13", "the 32nd", "99999999999 days ago"]
NO_DAYS = ["24/7", "50/50", "1:1", "3.5", "9-5", "2 weeks", "late March", "hiring", "q4"]


@pytest.mark.parametrize(("phrase", "day"), FIXED)
def test_a_fixed_day_is_the_same_either_way(phrase: str, day: str) -> None:
    line = read(phrase)
    found = read_day(line, 0, MONDAY)
    assert found is not None
    assert (found.end, str(found.back), str(found.ahead)) == (line.size, day, day)


@pytest.mark.parametrize(("phrase", "back", "ahead"), LOOSE)
def test_a_loose_day_turns_with_its_sentence(phrase: str, back: str, ahead: str) -> None:
    line = read(phrase)
    found = read_day(line, 0, MONDAY)
    assert found is not None
    assert (found.end, str(found.back), str(found.ahead), found.loose) == (line.size, back, ahead, True)


@pytest.mark.parametrize("phrase", DOUBTS)
def test_a_day_that_does_not_exist_is_a_doubt(phrase: str) -> None:
    found = read_day(read(phrase), 0, MONDAY)
    assert found is not None
    assert found.doubt


@pytest.mark.parametrize("phrase", NO_DAYS)
def test_what_only_looks_like_a_day_is_none(phrase: str) -> None:
    assert read_day(read(phrase), 0, MONDAY) is None


def test_figures_are_read_in_the_speakers_order() -> None:
    found = read_day(read("3/5"), 0, MONDAY, day_first=True)
    assert found is not None
    assert str(found.ahead) == "2027-05-03"


@pytest.mark.parametrize(
    ("phrase", "limit"),
    [
        ("this week", "2026-11-29"),
        ("this month", "2026-11-30"),
        ("next week", "2026-12-06"),
        ("next month", "2026-12-31"),
    ],
)
def test_a_period_as_a_limit_runs_to_its_last_day(phrase: str, limit: str) -> None:
    found = read_day(read(phrase), 0, MONDAY)
    assert found is not None
    assert str(found.limit) == limit


@pytest.mark.parametrize(
    ("start", "span", "sign", "day"),
    [
        ("2026-01-31", Span(1, "month"), 1, "2026-02-28"),  # cut at the month's end
        ("2028-02-29", Span(1, "year"), -1, "2027-02-28"),
        ("2026-11-20", Span(2, "working day"), 1, "2026-11-24"),  # Friday: Monday, Tuesday
        ("2026-11-21", Span(1, "working day"), 1, "2026-11-23"),  # Saturday
        ("2026-11-23", Span(1, "working day"), -1, "2026-11-20"),
        ("2026-11-23", Span(7, "working day"), 1, "2026-12-02"),
    ],
)
def test_steps_of_the_calendar(start: str, span: Span, sign: int, day: str) -> None:
    assert step(date.fromisoformat(start), span, sign) == date.fromisoformat(day)
