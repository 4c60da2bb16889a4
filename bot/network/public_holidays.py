"""Public holidays of a country, or of a part of it (`DE`, `DE-BY`), as the `holidays` library has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache


@cache
def public_holiday(code: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday there. Raises `ValueError` for a country or part that the library lacks."""
    from holidays import country_holidays  # 100 ms to load: only for those who set a country

    country, _, part = code.partition("-")
    try:
        days = country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise ValueError(code) from error
    return days.__contains__


def country_code(name: str) -> str:
    """`Germany` and `de-by` as the code to keep: `DE`, `DE-BY`. Raises `ValueError` for what is neither."""
    from holidays.registry import COUNTRIES

    known = COUNTRIES.get("_".join(name.lower().removeprefix("the ").split()))
    code = str(known[1]) if known is not None else name.upper()
    public_holiday(code)
    return code
