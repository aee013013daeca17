"""Owns series on the wire: several appointments that are previewed and booked in one go."""

from datetime import date, time

import msgspec

from consultant_tui.contract.appointments import Notice
from consultant_tui.contract.moments import Span
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.schedules import Line, Opening
from consultant_tui.contract.vocabulary import Approach, Attendance, Modality, Occurrence, Platform


class SeriesDate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One date of a series, on the client's clock."""

    day: date
    start: time
    occurrence: Occurrence | None = None
    """Which one, when the clocks show the time twice that day."""


class SeriesRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Next appointments for the client of an earlier one, all of them on one line or none."""

    previous: str
    approach: Approach
    schedule: str
    modality: Modality
    platform: Platform | None = None
    dates: tuple[SeriesDate, ...]
    notify: bool = True
    attendance: Attendance = Attendance.INDIVIDUAL
    confirmed: bool = True
    approval: str = ""


class DateCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The backend's verdict on one date, the dates before it taken as booked."""

    client: Span | None
    """None while the time cannot be told."""
    consultant: Span | None
    shift: int
    """By how many minutes the two clocks lie apart otherwise than on the first date, because one was put forward or
    back: the consultant's time of day differs by so much."""
    left: int
    """Sessions left after it; below nought when it goes beyond them."""
    refusals: tuple[Refusal, ...]
    nearest: tuple[Opening, ...]


class SeriesCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a series; nothing is held by it."""

    dates: tuple[DateCheck, ...]
    line: Line | None
    refusals: tuple[Refusal, ...]
    """Each reason that stands against any of the dates, once."""
    notice: Notice
