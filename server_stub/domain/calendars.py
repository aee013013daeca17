"""Owns what a consultant's days hold: the hours of all lines, and the sessions that would still fit into them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from consultant_tui.contract.vocabulary import Approach, ScheduleKind
from server_stub.domain import approaches, availability, clocks
from server_stub.domain.availability import Diary
from server_stub.domain.lines import Line
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

FEED_BACK = timedelta(days=28)
"""How far back a feed goes."""

_DAY = timedelta(days=1)
_ORDER = (ScheduleKind.OPEN, ScheduleKind.AD_HOC)
"""Lines that may be booked, those that need no approval first."""


def stretch_of(first: date, days: int, zone: str) -> Span:
    """Return the stretch that some dates of a clock take, however long each of them is."""
    return Span(clocks.midnight(first, zone), clocks.midnight(first + days * _DAY, zone))


def stretch_of_feed(now: datetime, zone: str, settings: Settings) -> Span:
    """Return the stretch that a feed tells of: some weeks back, and as far ahead as may be booked."""
    today = clocks.day_of(now, zone)
    return Span(clocks.midnight(today, zone) - FEED_BACK, clocks.midnight(today + settings.furthest_days * _DAY, zone))


def hours(lines: Iterable[Line], within: Span) -> list[tuple[Line, Span]]:
    """Return the hours of every line that begin within a stretch, in order of time."""
    found = [
        (line, span)
        for line in lines
        for span in line.hours_touching(within)
        if within.starts <= span.starts < within.ends
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].reference))


def free(
    lines: Iterable[Line],
    within: Span,
    busy: tuple[Span, ...],
    leave: tuple[Span, ...],
    now: datetime,
    zone: str,
    settings: Settings,
) -> list[tuple[Line, Span]]:
    """Return the sessions that fit one after the other into the hours of all lines that may be booked.

    What an open line offers is not offered again by an ad hoc line that works at the same time.
    """
    taken = list(busy)
    found: list[tuple[Line, Span]] = []
    for kind in _ORDER:
        for line in lines:
            if line.kind is not kind:
                continue
            diary = Diary(
                busy=tuple(taken),
                leave=leave,
                client_busy=(),
                allowed=approaches.starts_allowed(Approach.MANUAL, now, zone, settings),
                length=timedelta(minutes=settings.session_minutes),
                grid_minutes=settings.grid_minutes,
                client_zone=zone,
            )
            sessions = [
                session for span in line.hours_touching(within) for session in availability.openings(span, diary)
            ]
            fresh = [session for session in sessions if within.starts <= session.starts < within.ends]
            found += [(line, session) for session in fresh]
            taken += fresh
    return sorted(found, key=lambda pair: pair[1])
