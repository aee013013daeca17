"""Checks every message: that it can be read, belongs to what it tells, and that its state makes sense."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Row

from consultant_tui.contract.vocabulary import MessageKind, MessageState
from server_stub.letters import facts
from server_stub.letters.subjects import subject
from server_stub.practice.checks.contents import Contents, named
from server_stub.storage import tables as t


def broken(contents: Contents) -> Iterator[str]:
    """Name every message that contradicts itself or what it is about."""
    appointments = contents.by_id(t.appointments)
    for row in contents.rows(t.outbox):
        reasons = [reason for wrong, reason in _ALONE if wrong(row)]
        if row.appointment_id is not None and (about := appointments.get(row.appointment_id)):
            reasons += _about(row, about)
        yield from (f"{named(t.outbox, row)}: {reason}" for reason in reasons)


def _cannot_be_read(row: Row[Any]) -> bool:
    try:
        subject(MessageKind(row.kind), row.facts)
    except (ValueError, KeyError):
        return True
    return False


_ALONE: tuple[tuple[Callable[[Row[Any]], bool], str], ...] = (
    (_cannot_be_read, "its facts cannot be read"),
    (
        lambda row: (row.state == MessageState.SENT) != (row.sent is not None),
        "its state and the time of sending differ",
    ),
    (lambda row: row.due < row.made, "it is due before it was made"),
    (lambda row: bool(row.sent and row.sent < row.made), "it was sent before it was made"),
    (lambda row: row.state == MessageState.FAILED and not row.problem, "it failed and does not say why"),
)


def _about(row: Row[Any], appointment: Row[Any]) -> Iterator[str]:
    if row.client_id != appointment.client_id:
        yield f"it is about {appointment.reference}, which is another client's"
    if appointment.withdrawn and row.state == MessageState.WAITING:
        yield f"it waits, and {appointment.reference} was taken back"
    if not _cannot_be_read(row) and facts.unpack(row.facts).reference != appointment.reference:
        yield f"it does not tell of {appointment.reference}"
