"""Owns what an appointment's life does to the session count of its case."""

from collections.abc import Iterator
from datetime import datetime

from consultant_tui.contract.vocabulary import AppointmentState, LedgerCause
from server_stub.practice.records import Appointment


def causes(state: str, charged: bool) -> tuple[LedgerCause, ...]:
    """Tell the ledger entries that an appointment in a state must have, in their order."""
    match state:
        case AppointmentState.BOOKED:
            return (LedgerCause.BOOKED,)
        case AppointmentState.COMMENCED | AppointmentState.COMPLETED:
            return (LedgerCause.BOOKED, LedgerCause.COMMENCED)
        case AppointmentState.NO_SHOW:
            return (LedgerCause.BOOKED, LedgerCause.NO_SHOW)
        case _:
            return (LedgerCause.BOOKED, LedgerCause.LATE_CANCELLATION if charged else LedgerCause.RELEASED)


def costs(row: Appointment) -> bool:
    """Whether the appointment takes one of the case's sessions, used or booked."""
    return row.state != AppointmentState.CANCELLED or row.charged


def entries(row: Appointment) -> Iterator[tuple[datetime, LedgerCause]]:
    """Tell an appointment's ledger entries with their times."""
    turned = row.commenced_at or row.ended_at or row.booked_at
    for cause in causes(row.state, row.charged):
        yield row.booked_at if cause == LedgerCause.BOOKED else turned, cause


def life(row: Appointment) -> Iterator[tuple[datetime, AppointmentState]]:
    """Tell the states an appointment went through, each with its time; each is one version of its row."""
    yield row.booked_at, AppointmentState.BOOKED
    if row.commenced_at:
        yield row.commenced_at, AppointmentState.COMMENCED
    if row.ended_at:
        yield row.ended_at, AppointmentState(row.state)
