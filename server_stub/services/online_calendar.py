"""Owns a session as a file for the client's own calendar; the invitation by mail changes the same entry."""

from server_stub.domain.spans import Span
from server_stub.letters.calendar_file import Told, calendar_file
from server_stub.services import online_booking
from server_stub.services.office import Office
from server_stub.storage import people
from server_stub.storage.faults import reading


def calendar_of(office: Office, account_id: int, reference: str) -> bytes:
    """Return a session of an account's holder as an iCalendar file.

    Raises:
        RefusedError: If the holder has no such session.
    """
    booked = online_booking.booked(office, account_id, reference)
    with reading(office.engines) as transaction:
        domain = people.load_settings(transaction).mail_domain
    span = Span(booked.client.start.utc, booked.client.end.utc)
    return calendar_file([Told(uid=f"{booked.reference}@{domain}", summary="Appointment", span=span)], office.clock())
