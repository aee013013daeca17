"""Owns what the times in practice files mean: a client's wall time, which of two, and the instant that follows."""

from datetime import datetime, timedelta
from typing import NamedTuple

from consultant_tui.contract.vocabulary import Occurrence
from server_stub.domain import clocks
from server_stub.practice.kinds import WrongCellError
from server_stub.practice.records import Appointment, Leave


class Agreed(NamedTuple):
    """The instants that follow from a client's wall time."""

    starts: datetime
    ends: datetime
    offset: int
    """Minutes east of UTC at the start."""


class WrongTimeError(WrongCellError):
    """A time that the clocks of its zone skip, or show twice without saying which is meant."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def agreed(row: Appointment) -> Agreed:
    """Work out when an appointment is.

    Raises:
        WrongTimeError: If the wall time is not one instant.
    """
    match clocks.place(row.start, row.zone):
        case clocks.Never():
            raise WrongTimeError("start", _skipped(row.start, row.zone))
        case clocks.Once(starts):
            if row.occurrence:
                raise WrongTimeError("occurrence", "must be empty, the clocks show this time once")
        case clocks.Twice(first, second):
            if not row.occurrence:
                raise WrongTimeError("occurrence", f"must be first or second, {row.zone} shows this time twice")
            starts = (first if row.occurrence == Occurrence.FIRST else second).utc
    return Agreed(starts, starts + timedelta(minutes=row.minutes), clocks.read(starts, row.zone).offset)


def occurrence(wall: datetime, zone: str, starts: datetime) -> str:
    """Tell which one an instant is when the clocks show its wall time twice; empty when they show it once."""
    match clocks.place(wall, zone):
        case clocks.Twice(second=second):
            return Occurrence.SECOND.value if starts == second.utc else Occurrence.FIRST.value
        case _:
            return ""


def away(row: Leave) -> tuple[datetime, datetime]:
    """Work out from when until when a leave is.

    Raises:
        WrongTimeError: If the clocks skip one of the two times, or the end is not after the start.
    """
    for column in ("start", "end"):
        if isinstance(clocks.place(getattr(row, column), row.zone), clocks.Never):
            raise WrongTimeError(column, _skipped(getattr(row, column), row.zone))
    starts, ends = clocks.edge(row.start, row.zone), clocks.edge(row.end, row.zone)
    if starts >= ends:
        raise WrongTimeError("end", "must be after the start")
    return starts, ends


def _skipped(wall: datetime, zone: str) -> str:
    return f"{wall:%H:%M} does not exist that day in {zone}, the clocks go forward over it"
