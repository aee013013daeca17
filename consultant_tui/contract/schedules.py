"""Owns work schedules on the wire: a line of recurring hours, its week at a glance, and free times."""

from datetime import date, time

import msgspec

from consultant_tui.contract.moments import Span
from consultant_tui.contract.vocabulary import ScheduleKind, StretchState


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a consultant's recurring hours."""

    reference: str
    kind: ScheduleKind
    days: tuple[int, ...]
    """ISO weekdays, 1 is Monday, in order."""
    opens: time
    """Wall time in ``zone``."""
    closes: time
    """Wall time in ``zone``; a session must end by it."""
    zone: str
    rate: str


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One free time that a session fits into, on both clocks."""

    schedule: str
    """The reference of the line."""
    consultant: Span
    client: Span


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a line's day that is free, busy, leave or held, on the consultant's clock.

    It is held while a client is booking it online.
    """

    state: StretchState
    span: Span


class DayGlance(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a line: what is taken and what could be booked."""

    day: date
    """The date on the line's clock."""
    stretches: tuple[Stretch, ...]
    """In order, without gaps, over the line's hours; empty on a day the line does not work."""
    openings: tuple[Opening, ...]
    """The free times a session could start at, one after the other."""


class WeekGlance(msgspec.Struct, frozen=True, kw_only=True):
    """Seven days of one line, from a Monday."""

    line: Line
    days: tuple[DayGlance, ...]


class OpeningsByDay(msgspec.Struct, frozen=True, kw_only=True):
    """The free times of one day, on the client's calendar."""

    day: date
    openings: tuple[Opening, ...]


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """A page of free times for *Rebook with me*."""

    days: tuple[OpeningsByDay, ...]
    """Only days that have free times, in order."""
    searched_until: date
    """The last day that was looked at."""
    more_from: date | None
    """The first date to ask for the next page; None at the furthest bookable day."""
