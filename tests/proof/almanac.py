"""Owns an almanac of clock changes found by trying; it shares no code with the program."""

import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONES = (
    "Australia/Melbourne",
    "Australia/Adelaide",
    "Australia/Perth",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Europe/London",
    "America/New_York",
)
"""The zones to keep honest; Perth, Kathmandu and Kiritimati never change."""

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2029, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=30)
_DAY = timedelta(days=1)
_AROUND = timedelta(hours=26)


@dataclass(frozen=True)
class Change:
    """One change of a zone's clocks."""

    zone: str
    at: datetime
    """The first half hour, in UTC, with the new offset."""

    def __str__(self) -> str:
        return f"{self.zone.rpartition('/')[2]}-{self.at:%Y-%m-%d}"


@cache
def zone_data(zone: str) -> ZoneInfo:
    """Read a zone from the packaged data, never from the machine's."""
    area, _, place = zone.partition("/")
    with importlib.resources.files(f"tzdata.zoneinfo.{area}").joinpath(place).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


def wall(instant: datetime, zone: str) -> datetime:
    """Give what the clocks of a zone show at an instant."""
    return instant.astimezone(zone_data(zone)).replace(tzinfo=None)


def offset(instant: datetime, zone: str) -> int:
    """Give the minutes east of UTC at an instant."""
    ahead = instant.astimezone(zone_data(zone)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds()) // 60


@cache
def changes() -> tuple[Change, ...]:
    """Find every change of every zone by comparing each half hour of the days that end otherwise than they began."""
    found = []
    for zone in ZONES:
        day, at_first = FIRST, offset(FIRST - _STEP, zone)
        while day < LAST:
            at_last = offset(day + _DAY - _STEP, zone)
            if at_last != at_first:
                found += [Change(zone, instant) for instant in _within(day, zone)]
            day, at_first = day + _DAY, at_last
    return tuple(found)


def _within(day: datetime, zone: str) -> Iterator[datetime]:
    """Find the half hours of a day with another offset than the one before."""
    for number in range(_DAY // _STEP):
        instant = day + number * _STEP
        if offset(instant, zone) != offset(instant - _STEP, zone):
            yield instant


def walls_around(change: Change, clock: str) -> Iterator[tuple[datetime, tuple[datetime, ...]]]:
    """Give every half hour that a clock may show around a change, with the instants at which it shows it.

    No instant means that the time is skipped, two that it is repeated. ``clock`` may be another zone than the one
    that changes.
    """
    shown: dict[datetime, list[datetime]] = {}
    instant = change.at - 2 * _AROUND
    while instant <= change.at + 2 * _AROUND:
        shown.setdefault(wall(instant, clock), []).append(instant)
        instant += timedelta(minutes=15)
    middle = wall(change.at, clock).replace(minute=0)
    time = middle - _AROUND
    while time <= middle + _AROUND:
        yield time, tuple(shown.get(time, ()))
        time += _STEP
