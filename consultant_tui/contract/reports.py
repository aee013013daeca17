"""Owns reports on the wire: a consultant's weeks, the sessions that clients have left, and sessions to complete."""

from datetime import date

import msgspec

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.moments import Moment


class WeekCount(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the appointments that began in one week."""

    monday: date
    """Where the week begins on the consultant's calendar."""
    sessions: int
    """Sessions that took place or are taking place."""
    no_shows: int
    late_cancellations: int
    """Cancellations that cost a session."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """The sessions that a case has left."""

    client: str
    """The client's reference."""
    name: str
    case: str
    available: int
    booked: int
    total: int
    """All that were ever granted."""


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """A session that was started and should have been completed by now."""

    meeting: Meeting
    client: str
    """The client's reference."""
    name: str
    case: str
    days: int
    """Whole days since it began."""


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """What a consultant looks at now and then."""

    now: Moment
    client_term: str
    weeks: tuple[WeekCount, ...]
    """The oldest first; the last one is the present one."""
    left: tuple[Left, ...]
    """The cases in which the caller had or has an appointment in these weeks or later, the fewest first."""
    overdue: tuple[Overdue, ...]
    """The oldest first."""
