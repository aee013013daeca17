"""Owns the dates of a series in the making: planned by rule, then moved or dropped one by one."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

import msgspec
from msgspec.structs import replace

from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.series import SeriesDate
from consultant_tui.contract.vocabulary import Occurrence

LEAST = 2
"""The fewest sessions that are a series."""


class Repeat(StrEnum):
    """How often a booking is repeated."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"

    @property
    def step(self) -> timedelta:
        """How far two dates lie apart."""
        return timedelta(weeks={"weekly": 1, "fortnightly": 2}.get(self.value, 0))


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One date of a series."""

    planned: datetime
    """Where the rule puts it, on the client's clock; what tells it from the others."""
    day: date
    start: time
    occurrence: Occurrence | None = None
    instant: datetime | None = None
    """The instant of a free time that was taken, which settles a repeated time by itself."""
    dropped: bool = False

    @property
    def moved(self) -> bool:
        """Whether it lies elsewhere than the rule puts it."""
        return datetime.combine(self.day, self.start) != self.planned

    def at(self, day: date, start: time, occurrence: Occurrence | None = None) -> Self:
        """Move it; a dropped one is taken again."""
        return replace(self, day=day, start=start, occurrence=occurrence, instant=None, dropped=False)

    def with_opening(self, opening: Opening) -> Self:
        """Move it to a free time."""
        wall = opening.client.start.wall
        return replace(self.at(wall.date(), wall.time()), instant=opening.client.start.utc)

    def taken(self) -> Self:
        """Take it again if it was dropped."""
        return replace(self, dropped=False)

    def toggled(self) -> Self:
        """Drop it, or take it again."""
        return replace(self, dropped=not self.dropped)

    def settled(self, refusals: tuple[Refusal, ...]) -> Self:
        """Answer by itself which of two equal wall times is meant, when a free time was taken."""
        for refusal in refusals:
            if refusal.code is Code.TIME_EXISTS_TWICE and self.instant and refusal.start and refusal.end:
                which = Occurrence.FIRST if refusal.start.utc == self.instant else Occurrence.SECOND
                return replace(self, occurrence=which)
        return self

    def as_date(self) -> SeriesDate:
        """The date as it is sent."""
        return SeriesDate(day=self.day, start=self.start, occurrence=self.occurrence)


def plan(
    day: date, start: time, occurrence: Occurrence | None, repeat: Repeat, times: int, kept: tuple[Slot, ...]
) -> tuple[Slot, ...]:
    """Lay out the dates of a series; what was moved or dropped before stays so while its place is the same.

    Args:
        day: The first date, on the client's clock.
        start: The starting time, on the client's clock.
        occurrence: Which one the first is, where the clocks show the time twice.
        repeat: How far apart the dates lie.
        times: How many there are.
        kept: The dates as they were before.
    """
    before = {slot.planned: slot for slot in kept}
    slots = []
    for number in range(times):
        planned = datetime.combine(day + repeat.step * number, start)
        fresh = Slot(planned=planned, day=planned.date(), start=start, occurrence=None if number else occurrence)
        slots.append(before.get(planned, fresh))
    return tuple(slots)
