"""Owns short ways to write down the facts that rules are tried on."""

from datetime import UTC, date, datetime, time
from typing import Any

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.vocabulary import Approach, EngagementType, Modality, ScheduleKind
from server_stub.domain import clocks
from server_stub.domain.booking import Facts
from server_stub.domain.lines import Line
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

MELBOURNE = "Australia/Melbourne"
ADELAIDE = "Australia/Adelaide"
NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne, 08:34 in Adelaide."""


def line(reference: str = "SCH-1", kind: ScheduleKind = ScheduleKind.OPEN, **other: Any) -> Line:
    """Write a line: Monday to Friday, nine to five in Melbourne, unless told otherwise."""
    given: dict[str, Any] = {
        "id": 1,
        "days": (1, 2, 3, 4, 5),
        "opens": time(9),
        "closes": time(17),
        "zone": MELBOURNE,
        "rate": "A",
    }
    return Line(reference=reference, kind=kind, **{**given, **other})


def at(wall: str, zone: str = MELBOURNE) -> datetime:
    """Write an instant by a wall time."""
    return clocks.edge(datetime.fromisoformat(wall), zone)


def span(start: str, end: str, zone: str = MELBOURNE) -> Span:
    """Write a stretch by two wall times."""
    return Span(at(start, zone), at(end, zone))


def facts(*lines: Line, **other: Any) -> Facts:
    """Write the facts of a case with three sessions left, of a client in Adelaide."""
    given: dict[str, Any] = {
        "now": NOW,
        "zone": MELBOURNE,
        "client_zone": ADELAIDE,
        "engagement": EngagementType.PARTNER,
        "settings": Settings(),
        "lines": lines or (line(),),
        "available": 3,
        "expires": None,
    }
    return Facts(**{**given, **other})


def request(day: str = "2026-11-30", start: str = "14:00", **other: Any) -> BookingRequest:
    """Write a request that nothing stands against: a week from now, on the first line, by phone."""
    given: dict[str, Any] = {
        "previous": "APP-1",
        "approach": Approach.MANUAL,
        "schedule": "SCH-1",
        "modality": Modality.PHONE,
        "day": date.fromisoformat(day),
        "start": time.fromisoformat(start),
    }
    return BookingRequest(**{**given, **other})
