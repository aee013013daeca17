"""Owns the turning of wall times into instants and back; nothing else in the backend touches a time zone.

Only the packaged zone data is used, so that every machine agrees, and no wall time is ever guessed: one that
the clocks skip or show twice is told apart from one that exists once.
"""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path

import tzdata  # type: ignore[import-untyped]  # it carries no types

zoneinfo.reset_tzpath(to=())

from pendulum.helpers import add_duration  # noqa: E402  (after the path was emptied)
from pendulum.tz.exceptions import AmbiguousTime, NonExistingTime  # noqa: E402
from pendulum.tz.timezone import Timezone  # noqa: E402

TZDATA: str = tzdata.IANA_VERSION
"""The version of the zone data in use."""

FIRST_YEAR = 1971
LAST_YEAR = 2199
"""Dates beyond these two years are refused before any arithmetic."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One instant as the clocks of a zone show it."""

    utc: datetime
    wall: datetime
    zone: str
    offset: int
    """Minutes east of UTC."""


@dataclass(frozen=True, slots=True)
class Once:
    """A wall time that exists, once."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """A wall time that the clocks skip; both readings are of the one instant at which they jump."""

    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True)
class Twice:
    """A wall time that the clocks show twice."""

    first: Reading
    second: Reading


class ZoneNotKnownError(ValueError):
    """The name is not a canonical IANA zone."""


@cache
def canonical_names() -> frozenset[str]:
    """Return every zone name that is accepted: one for each place, no aliases, and UTC."""
    table = (Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    names = {line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")}
    return frozenset(names | {"UTC", "Etc/UTC"})


@cache
def _zone(name: str) -> Timezone:
    return Timezone(name)


def check_zone(name: str) -> str:
    """Return the name when it is accepted.

    Raises:
        ZoneNotKnownError: If it is an alias or no zone at all.
    """
    if name not in canonical_names():
        raise ZoneNotKnownError(name)
    return name


@lru_cache(maxsize=4096)
def read(instant: datetime, zone: str) -> Reading:
    """Read an instant on the clocks of a zone; the same few are asked for with every page and every view of a day."""
    local = instant.astimezone(_zone(zone))
    offset = local.utcoffset()
    assert offset is not None  # noqa: S101  (a zone always has one)
    return Reading(instant.astimezone(UTC), local.replace(tzinfo=None, fold=0), zone, offset // _MINUTE)


def day_of(instant: datetime, zone: str) -> date:
    """Return the calendar date of an instant in a zone."""
    return instant.astimezone(_zone(zone)).date()


def place(wall: datetime, zone: str) -> Once | Never | Twice:
    """Find the instant, or instants, at which the clocks of a zone show a wall time."""
    clock = _zone(zone)
    wall = wall.replace(microsecond=0, fold=0)
    try:
        return Once(clock.convert(wall, raise_on_unknown_times=True).astimezone(UTC))
    except NonExistingTime:
        return _skipped(wall, clock)
    except AmbiguousTime:
        first, second = (wall.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1))
        return Twice(read(first, zone), read(second, zone))


def edge(wall: datetime, zone: str) -> datetime:
    """Return the instant at which hours that are given by wall time begin or end.

    Hours are a promise about a whole day, so they are never in doubt: an edge that the clocks skip is the moment
    at which they jump, one that they show twice is the first of the two.
    """
    match place(wall, zone):
        case Once(instant):
            return instant
        case Never(before=before):
            return before.utc
        case Twice(first=first):
            return first.utc


@lru_cache(maxsize=4096)
def midnight(day: date, zone: str) -> datetime:
    """Return the instant at which a calendar day begins in a zone; the same are asked for again and again."""
    return edge(datetime.combine(day, time.min), zone)


def months_after(instant: datetime, zone: str, months: int) -> datetime:
    """Return the instant at which a zone's clocks show the same time so many months later."""
    return edge(add_duration(read(instant, zone).wall, months=months), zone)


def in_range(day: date) -> bool:
    """Whether a date is near enough for arithmetic on it to be safe."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _skipped(wall: datetime, clock: Timezone) -> Never:
    low, high = (wall.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (1, 0))
    old, new = (moment.astimezone(clock).utcoffset() for moment in (low, high))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0) if middle.microsecond else middle
        if middle.astimezone(clock).utcoffset() == old:
            low = middle
        else:
            high = middle
    assert old is not None  # noqa: S101
    assert new is not None  # noqa: S101
    naive = high.replace(tzinfo=None)
    return Never(
        Reading(high, naive + old, clock.key, old // _MINUTE), Reading(high, naive + new, clock.key, new // _MINUTE)
    )
