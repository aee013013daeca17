"""Owns public holidays and business days, by region."""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = timedelta(days=1)


class RegionNotKnownError(ValueError):
    """Nobody knows the public holidays of that region."""


def holidays_between(first: date, last: date, region: str) -> dict[date, str]:
    """Return the public holidays of a region, both days included, each with its name.

    Args:
        first: The first day.
        last: The last day.
        region: A country and a part of it, such as ``AU-VIC``, or a country alone.

    Raises:
        RegionNotKnownError: If there is no such region.
    """
    calendar = _calendar(region)
    days = (first + _DAY * number for number in range((last - first).days + 1))
    return {day: str(calendar[day]) for day in days if day in calendar}


def business_days_after(day: date, number: int, region: str) -> date:
    """Return the business day that is so many after a day, which itself does not count.

    Raises:
        RegionNotKnownError: If there is no such region.
    """
    found = _calendar(region).get_nth_working_day(day, number)
    assert isinstance(found, date)  # noqa: S101  (the library's types allow a list of days)
    return found


def knows_region(region: str) -> bool:
    """Whether the public holidays of a region are known."""
    try:
        _calendar(region)
    except RegionNotKnownError:
        return False
    return True


@cache
def _calendar(region: str) -> "HolidayBase":
    # Loaded late: it takes longer than all the other rules together.
    from holidays import country_holidays

    country, _, part = region.partition("-")
    try:
        return country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise RegionNotKnownError(region) from error
