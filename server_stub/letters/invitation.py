"""Owns the invitation: the appointment as a calendar takes it, changes it and takes it out again."""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Link, MessageKind
from server_stub.letters import words
from server_stub.letters.facts import Facts

PRODUCT = "-//consultant-tui//booking backend//EN"

TOLD = frozenset({MessageKind.CONFIRMATION, MessageKind.CHANGED, MessageKind.MOVED, MessageKind.CANCELLED})
"""Messages that change a calendar."""


def method(kind: MessageKind) -> str:
    """Return what a calendar is to do."""
    return "CANCEL" if kind is MessageKind.CANCELLED else "REQUEST"


def invitation(kind: MessageKind, facts: Facts, made: datetime, sender: str, recipient: str) -> bytes:
    """Write the invitation to an appointment, or the taking back of one.

    Times are in UTC: a calendar shows them on its owner's clock, and needs no zone of ours.

    Args:
        kind: What the message tells.
        facts: What it is about.
        made: When the change was made.
        sender: The address that it comes from.
        recipient: The address of the one who attends.
    """
    cancelled = kind is MessageKind.CANCELLED
    event = Event()
    event.add("uid", clean(f"{facts.reference}@{facts.domain}"))
    event.add("sequence", facts.sequence)
    event.add("dtstamp", made)
    event.add("dtstart", facts.starts)
    event.add("dtend", facts.ends)
    event.add("summary", "Appointment")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{sender}"))
    event.add(
        "attendee", vCalAddress(f"mailto:{recipient}"), parameters={"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"}
    )
    if not cancelled:
        told = f"With {facts.consultant}, {words.how(facts)}. Reference {facts.reference}."
        event.add("description", clean(told))
        if facts.link is Link.IN_NOTICE:
            event.add("location", clean(facts.join))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method(kind))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
