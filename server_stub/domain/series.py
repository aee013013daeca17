"""Owns the rules about several appointments that are booked in one go."""

from collections.abc import Sequence

from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.series import SeriesDate, SeriesRequest
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span


def objection_to_length(request: SeriesRequest, settings: Settings) -> Objection | None:
    """Say that a series has no dates, or too many, or None when it may have so many."""
    if not request.dates:
        return Objection(Code.NO_DATES)
    if len(request.dates) > settings.series_most:
        return Objection(Code.TOO_MANY_DATES, number=settings.series_most)
    return None


def booking_of(request: SeriesRequest, date: SeriesDate) -> BookingRequest:
    """Return one date of a series as the booking that it is."""
    return BookingRequest(
        previous=request.previous,
        approach=request.approach,
        schedule=request.schedule,
        modality=request.modality,
        platform=request.platform,
        day=date.day,
        start=date.start,
        occurrence=date.occurrence,
        notify=request.notify,
        attendance=request.attendance,
        confirmed=request.confirmed,
        approval=request.approval,
    )


def objection_to_overlap(span: Span, others: Sequence[Span], zone: str) -> Objection | None:
    """Say which other date of a series has the time of one, by its number, or None when none has.

    Args:
        span: The time of the one.
        others: The times of the dates before it, in their order.
        zone: In which the time is told.
    """
    for number, other in enumerate(others, start=1):
        if span.overlaps(other):
            start, end = clocks.read(other.starts, zone), clocks.read(other.ends, zone)
            return Objection(Code.CONSULTANT_BUSY, Field.TIME, number=number, start=start, end=end)
    return None


def shift(first: Span, span: Span, client_zone: str, zone: str) -> int:
    """Return by how many minutes two clocks lie apart otherwise than at the first session."""
    before, now = (
        clocks.read(at.starts, zone).offset - clocks.read(at.starts, client_zone).offset for at in (first, span)
    )
    return now - before
