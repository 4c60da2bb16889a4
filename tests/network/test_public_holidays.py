"""A country's public holidays are days off."""

from __future__ import annotations

from datetime import date

import pytest

from bot.network.errors import BadSettingError
from bot.network.owners import set_setting, settings_of
from bot.network.public_holidays import public_holiday
from bot.network.turns import calendar_of
from bot.store.tables import OwnerRow

DAYS = [
    ("US", date(2026, 11, 26), True),  # Thanksgiving
    ("GB", date(2026, 11, 26), False),
    ("DE", date(2026, 10, 3), True),
    ("DE-BY", date(2027, 1, 6), True),  # Epiphany, in Bavaria
    ("DE", date(2027, 1, 6), False),
]


@pytest.mark.parametrize(("code", "day", "off"), DAYS)
def test_a_holiday_is_no_working_day(code: str, day: date, off: bool) -> None:
    row = OwnerRow(team="T1", user="U1")
    set_setting(row, "holidays", code.lower())
    assert public_holiday(code)(day) is off
    assert calendar_of(settings_of(row)).is_working(day) is (not off and day.weekday() < 5)


@pytest.mark.parametrize("value", ["Atlantis", "ZZ", "DE-XX", "12"])
def test_a_country_that_nobody_knows_is_refused(value: str) -> None:
    row = OwnerRow(team="T1", user="U1")
    with pytest.raises(BadSettingError):
        set_setting(row, "holidays", value)
    assert row.holidays is None


def test_none_ends_them() -> None:
    row = OwnerRow(team="T1", user="U1", holidays="US")
    set_setting(row, "holidays", "none")
    assert row.holidays is None
