"""Owns the calendar as a file: appointments by their reference, leave, and nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

from consultant_tui.contract.text import clean
from server_stub.domain.spans import Span
from server_stub.letters.invitation import PRODUCT

NAME = "Appointments"
"""What calendar programs call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of the file."""

    uid: str
    summary: str
    span: Span
    sequence: int = 0


def calendar_file(entries: Iterable[Told], now: datetime) -> bytes:
    """Write entries as an iCalendar file, with times in UTC, which every program shows on its owner's clock.

    Args:
        entries: What is in it.
        now: When it is written.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", NAME)
    calendar.add("x-wr-calname", NAME)
    for entry in entries:
        event = Event()
        event.add("uid", clean(entry.uid))
        event.add("sequence", entry.sequence)
        event.add("dtstamp", now)
        event.add("dtstart", entry.span.starts)
        event.add("dtend", entry.span.ends)
        event.add("summary", clean(entry.summary))
        event.add("status", "CONFIRMED")
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
