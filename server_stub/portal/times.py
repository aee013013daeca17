"""Owns how the portal writes days and times: in words, on a named clock, and on both where two clocks differ."""

from datetime import date, datetime
from functools import lru_cache

from server_stub.domain import clocks
from server_stub.domain.spans import Span
from server_stub.letters.words import offset

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday(day: date) -> str:
    """Name the day of the week."""
    return _WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """Name the month, as in November 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=1024)
def long_day(day: date) -> str:
    """Write a day, as in Monday 30 November 2026."""
    return f"{weekday(day)} {day.day} {month(day)}"


def clock(instant: datetime, zone: str) -> str:
    """Write what a zone's clocks show, as in 14:00."""
    return f"{clocks.read(instant, zone).wall:%H:%M}"


def place(zone: str) -> str:
    """Name the place whose clock it is, as in Melbourne."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock_name(instant: datetime, zone: str) -> str:
    """Name a clock, as in Melbourne time (UTC+11)."""
    return f"{place(zone)} time ({offset(clocks.read(instant, zone).offset)})"


def day_of(instant: datetime, zone: str) -> str:
    """Write the day on a zone's clock."""
    return long_day(clocks.day_of(instant, zone))


def when(span: Span, zone: str, *, shows_end: bool = True) -> str:
    """Write when something is, as in Monday 30 November 2026, 14:00 to 15:00; without the end if told."""
    if not shows_end:
        return f"{day_of(span.starts, zone)}, {clock(span.starts, zone)}"
    last = clock(span.ends, zone)
    if clocks.day_of(span.ends, zone) != clocks.day_of(span.starts, zone):
        last = f"{day_of(span.ends, zone)}, {last}"
    return f"{day_of(span.starts, zone)}, {clock(span.starts, zone)} to {last}"


def differ(instant: datetime, zone: str, other: str) -> bool:
    """Whether the clocks of two zones show something else then."""
    return clocks.read(instant, zone).offset != clocks.read(instant, other).offset


def elsewhere(instant: datetime, zone: str, other: str) -> str:
    """Write an instant on another clock, with the day where that is another one; empty when the clocks agree."""
    if not differ(instant, zone, other):
        return ""
    same_day = clocks.day_of(instant, zone) == clocks.day_of(instant, other)
    shown = clock(instant, other) if same_day else f"{day_of(instant, other)}, {clock(instant, other)}"
    return f"{shown} {clock_name(instant, other)}"
