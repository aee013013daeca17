"""Owns the questions about a profile's lines and about what is taken of a person's and a client's time."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from consultant_tui.contract.vocabulary import AppointmentState, ScheduleKind
from server_stub.domain.lines import Line, parse_days
from server_stub.domain.spans import LONGEST, Span
from server_stub.storage.tables import appointments, leave, schedules

_LINES = select(schedules).where(schedules.c.profile_id == bindparam("profile_id")).order_by(schedules.c.id)

_BUSY = select(appointments.c.starts, appointments.c.ends).where(
    appointments.c.starts > bindparam("earliest"),
    appointments.c.starts < bindparam("until"),
    appointments.c.ends > bindparam("since"),
    appointments.c.state != AppointmentState.CANCELLED,
)
_PERSON_BUSY = _BUSY.where(appointments.c.person_id == bindparam("whose"))
_CLIENT_BUSY = _BUSY.where(appointments.c.client_id == bindparam("whose"))

_LEAVE = select(leave.c.starts, leave.c.ends).where(
    leave.c.person_id == bindparam("whose"), leave.c.starts < bindparam("until"), leave.c.ends > bindparam("since")
)


def lines_of(connection: Connection, profile_id: int) -> tuple[Line, ...]:
    """Return every line of a profile, in the order in which they were made."""
    return tuple(
        Line(
            id=row.id,
            reference=row.reference,
            kind=ScheduleKind(row.kind),
            days=parse_days(row.days),
            opens=row.opens,
            closes=row.closes,
            zone=row.zone,
            rate=row.rate,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in connection.execute(_LINES, {"profile_id": profile_id})
    )


def person_busy(connection: Connection, person_id: int, within: Span) -> tuple[Span, ...]:
    """Return a person's appointments that share time with a span, under any of their profiles."""
    return _taken(connection, _PERSON_BUSY, person_id, within)


def client_busy(connection: Connection, client_id: int, within: Span) -> tuple[Span, ...]:
    """Return a client's appointments that share time with a span, with any consultant."""
    return _taken(connection, _CLIENT_BUSY, client_id, within)


def leave_of(connection: Connection, person_id: int, within: Span) -> tuple[Span, ...]:
    """Return a person's leave that shares time with a span."""
    return _taken(connection, _LEAVE, person_id, within)


def _taken(connection: Connection, question: Select[Any], whose: int, within: Span) -> tuple[Span, ...]:
    asked = {"whose": whose, "since": within.starts, "until": within.ends}
    if question is not _LEAVE:
        asked["earliest"] = within.starts - LONGEST
    return tuple(Span(row.starts, row.ends) for row in connection.execute(question, asked))
