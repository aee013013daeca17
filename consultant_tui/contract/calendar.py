"""Owns the calendar on the wire: what a consultant's days hold, leave, and the private feed."""

from datetime import date, time

import msgspec

from consultant_tui.contract.appointments import Row
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.refusals import Refusal
from consultant_tui.contract.vocabulary import ScheduleKind


class Engaged(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment, or a time that is held for a client who is booking it online."""

    span: Span
    row: Row | None
    """What is known of it; None when it is one of another profile of the same person, or held."""
    held: Moment | None = None
    """Until when it is held."""


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a consultant is away: days, or a break of minutes."""

    reference: str
    span: Span
    reason: str


class Free(msgspec.Struct, frozen=True, kw_only=True):
    """A time at which a session could begin."""

    schedule: str
    """The reference of the line that it lies in."""
    kind: ScheduleKind
    span: Span


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of one line on one day."""

    schedule: str
    kind: ScheduleKind
    span: Span


class CalendarDay(msgspec.Struct, frozen=True, kw_only=True):
    """One date on the consultant's clock."""

    day: date
    holiday: str = ""
    """The public holiday of the provider's region, if it is one."""
    hours: tuple[Hours, ...] = ()
    """When lines work that begin on this date."""


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Days of a consultant across all schedules; every time is on the consultant's clock."""

    now: Moment
    client_term: str
    days: tuple[CalendarDay, ...]
    """In order, without gaps."""
    engaged: tuple[Engaged, ...]
    """In order of time."""
    leave: tuple[Leave, ...]
    free: tuple[Free, ...]
    feed: Moment | None = None
    """When the private feed was made; None when there is none."""


class LeaveWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Leave or a break that is to be added, on the consultant's clock."""

    first: date
    starts: time | None = None
    """None for the beginning of the day."""
    last: date
    ends: time | None = None
    """None for the end of the day."""
    reason: str = ""


class LeaveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What leave would do; nothing is changed by asking."""

    span: Span | None
    """None while it cannot be told."""
    refusals: tuple[Refusal, ...]
    hits: tuple[Engaged, ...]
    """Appointments that lie in it; they stay as they are."""


class LeaveAdded(msgspec.Struct, frozen=True, kw_only=True):
    """Leave that stands, and the appointments in it, which are unchanged."""

    leave: Leave
    hits: tuple[Engaged, ...]


class LeaveRemoved(msgspec.Struct, frozen=True, kw_only=True):
    """Leave that is no more."""

    reference: str


class FeedMade(msgspec.Struct, frozen=True, kw_only=True):
    """A new private feed; its address is told this once."""

    path: str
    """To be put behind the backend's address."""
    made: Moment


class FeedRevoked(msgspec.Struct, frozen=True, kw_only=True):
    """No private feed can be read any more."""

    had: bool
    """Whether there was one."""
