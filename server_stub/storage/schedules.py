"""Owns the questions about a profile's lines and about what is taken of a person's and a client's time."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, literal, select, union_all

from consultant_tui.contract.vocabulary import AppointmentState, ScheduleKind
from server_stub.domain.lines import Line, parse_days
from server_stub.domain.spans import LONGEST, Span
from server_stub.storage.portal_tables import holds
from server_stub.storage.prepared import Question
from server_stub.storage.records import Taken
from server_stub.storage.tables import appointments, leave, schedules

_LINES = Question(select(schedules).where(schedules.c.profile_id == bindparam("profile_id")).order_by(schedules.c.id))


def _busy(of: str, column: ColumnElement[int]) -> Select[Any]:
    return select(literal(of).label("of"), appointments.c.starts, appointments.c.ends).where(
        column == bindparam(of),
        appointments.c.starts > bindparam("earliest"),
        appointments.c.starts < bindparam("until"),
        appointments.c.ends > bindparam("since"),
        appointments.c.state != AppointmentState.CANCELLED,
        appointments.c.id != bindparam("without"),
    )


_TAKEN = Question(
    union_all(
        _busy("person", appointments.c.person_id),
        _busy("client", appointments.c.client_id),
        select(literal("leave").label("of"), leave.c.starts, leave.c.ends).where(
            leave.c.person_id == bindparam("person"),
            leave.c.starts < bindparam("until"),
            leave.c.ends > bindparam("since"),
        ),
        select(literal("held").label("of"), holds.c.starts, holds.c.ends).where(
            holds.c.person_id == bindparam("person"),
            holds.c.starts < bindparam("until"),
            holds.c.ends > bindparam("since"),
            holds.c.appointment_id.is_(None),
            holds.c.expires > bindparam("now"),
        ),
    )
)


def lines_of(connection: Connection, profile_id: int) -> tuple[Line, ...]:
    """Return every line of a profile, in the order in which they were made."""
    return tuple(line_from(row) for row in _LINES.ask(connection, profile_id=profile_id))


def line_from(row: Row[Any]) -> Line:
    """Make a line of a row of schedules."""
    return Line(
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


def taken(
    connection: Connection, person_id: int, client_id: int, within: Span, now: datetime, *, without: int = 0
) -> Taken:
    """Return what a person and a client have in a span: appointments under any profile, with anybody, leave and holds.

    Args:
        connection: The transaction.
        person_id: The consultant.
        client_id: The client.
        within: The span.
        now: The present; what was held online until then is free.
        without: An appointment that is left out, because it is to be moved.
    """
    asked = {
        "without": without,
        "now": now,
        "person": person_id,
        "client": client_id,
        "earliest": within.starts - LONGEST,
        "since": within.starts,
        "until": within.ends,
    }
    found: dict[str, list[Span]] = {"person": [], "client": [], "leave": [], "held": []}
    for of, starts, ends in _TAKEN.ask(connection, **asked):
        found[of].append(Span(starts, ends))
    return Taken(
        person=tuple(sorted(found["person"])),
        client=tuple(sorted(found["client"])),
        leave=tuple(sorted(found["leave"])),
        held=tuple(sorted(found["held"])),
    )
