"""Owns the month as a client chooses a day in it: weeks of days, each with how many times are free."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month."""

    day: date
    free: int
    """How many times are free."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks, Monday first; None stands where a week reaches into another month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    before: date | None
    """The first of the month before, unless nothing can be booked in it any more."""
    after: date | None

    @property
    def free(self) -> int:
        """How many days have a free time."""
        return sum(1 for week in self.weeks for day in week if day and day.free)


def first_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """Return the last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_of(day: date, free: Mapping[date, int], first: date, last: date) -> Month:
    """Lay out the month of a day, without the weeks in which nothing can be booked any more.

    Args:
        day: Any day of it.
        free: How many times are free on each day.
        first: The first day that can be booked at all.
        last: The last one.
    """
    begin = first_of(day)
    weeks = [week for week in _weeks(day.year, day.month) if week[-1] >= first]
    before, after = first_of(begin - timedelta(days=1)), last_of(day) + timedelta(days=1)
    return Month(
        first=begin,
        weeks=tuple(
            tuple(Day(one, free.get(one, 0)) if one.month == day.month else None for one in week) for week in weeks
        ),
        before=before if before >= first_of(first) else None,
        after=after if after <= last else None,
    )


@lru_cache(maxsize=64)
def _weeks(year: int, month: int) -> tuple[tuple[date, ...], ...]:
    return tuple(map(tuple, calendar.Calendar().monthdatescalendar(year, month)))
