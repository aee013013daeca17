"""Owns what an appointment's life does to the session count of its case."""

from collections.abc import Iterator
from datetime import datetime

from consultant_tui.contract.vocabulary import AppointmentState, LedgerCause
from server_stub.domain.cases import Figures, effect
from server_stub.practice.records import Appointment

UNDONE = "undone"
"""What the audit calls the taking back of something."""


def causes(state: str, *, charged: bool, late_moves: int, withdrawn: bool) -> tuple[LedgerCause, ...]:
    """Tell the ledger entries of an appointment in a state that stand, in their order; what was undone does not."""
    if withdrawn:
        return ()
    begun = (LedgerCause.BOOKED, *(LedgerCause.LATE_MOVE,) * late_moves)
    match state:
        case AppointmentState.BOOKED:
            return begun
        case AppointmentState.COMMENCED | AppointmentState.COMPLETED:
            return (*begun, LedgerCause.COMMENCED)
        case AppointmentState.NO_SHOW:
            return (*begun, LedgerCause.NO_SHOW)
        case _:
            return (*begun, LedgerCause.LATE_CANCELLATION if charged else LedgerCause.RELEASED)


def costs(row: Appointment) -> int:
    """Tell how many of the case's sessions the appointment takes, used or booked."""
    return row.late_moves + (row.state != AppointmentState.CANCELLED or row.charged)


def entries(row: Appointment) -> Iterator[tuple[datetime, LedgerCause]]:
    """Tell the ledger entries of an appointment that is imported, with their times; each has a version of its own."""
    turned = row.commenced_at or row.ended_at or row.booked_at
    if row.withdrawn:
        yield row.booked_at, LedgerCause.BOOKED
        yield turned, LedgerCause.UNDONE
    for cause in causes(row.state, charged=row.charged, late_moves=row.late_moves, withdrawn=row.withdrawn):
        yield row.booked_at if cause in (LedgerCause.BOOKED, LedgerCause.LATE_MOVE) else turned, cause


def change_of(cause: LedgerCause) -> Figures:
    """Tell what an entry of an imported appointment adds; the only thing that is undone there is a booking."""
    if cause is LedgerCause.UNDONE:
        return Figures(*(-number for number in effect(LedgerCause.BOOKED)))
    return effect(cause)


def life(row: Appointment) -> Iterator[tuple[datetime, str]]:
    """Tell what happened to an appointment, each with its time; each is one version of its row."""
    yield row.booked_at, AppointmentState.BOOKED
    for _ in range(row.late_moves):
        yield row.booked_at, "moved"
    if row.commenced_at:
        yield row.commenced_at, AppointmentState.COMMENCED
    if row.ended_at:
        yield row.ended_at, UNDONE if row.withdrawn else AppointmentState(row.state)
