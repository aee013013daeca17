"""Owns the questions behind the calendar: a person's appointments and leave in a stretch, and the changing of leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, insert, select

from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.domain.leave import Absence
from server_stub.domain.spans import LONGEST, Span
from server_stub.storage.appointments import ENTRIES, entry_from
from server_stub.storage.records import Entry
from server_stub.storage.tables import acts, appointments, leave

LEAVE = "LV"
"""The kind of reference that leave has."""

_ENGAGED = (
    ENTRIES.add_columns(appointments.c.profile_id, appointments.c.sequence, acts.c.act, acts.c.at.label("acted"))
    .outerjoin(
        acts,
        and_(
            acts.c.appointment_id == appointments.c.id,
            acts.c.version == appointments.c.version,
            acts.c.profile_id == appointments.c.profile_id,
            acts.c.at > bindparam("undoable_since"),
        ),
    )
    .where(
        appointments.c.person_id == bindparam("person_id"),
        appointments.c.starts > bindparam("earliest"),
        appointments.c.starts < bindparam("until"),
        appointments.c.ends > bindparam("since"),
        appointments.c.state != AppointmentState.CANCELLED,
    )
    .order_by(appointments.c.starts, appointments.c.id)
)

_LEAVE = (
    select(leave.c.reference, leave.c.starts, leave.c.ends, leave.c.reason)
    .where(
        leave.c.person_id == bindparam("person_id"),
        leave.c.starts < bindparam("until"),
        leave.c.ends > bindparam("since"),
    )
    .order_by(leave.c.starts, leave.c.id)
)

_SAME = select(leave.c.reference).where(
    leave.c.person_id == bindparam("person_id"),
    leave.c.starts == bindparam("starts"),
    leave.c.ends == bindparam("ends"),
)

_ADD = insert(leave)

_REMOVE = delete(leave).where(leave.c.person_id == bindparam("of_person"), leave.c.reference == bindparam("of_leave"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagedTime:
    """An appointment of a person."""

    profile_id: int
    sequence: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveTime:
    """A time in which a person is away."""

    reference: str
    span: Span
    reason: str


def engaged(connection: Connection, person_id: int, within: Span, undoable_since: datetime) -> list[EngagedTime]:
    """Return a person's appointments that share time with a stretch, whichever profile they are of.

    Args:
        connection: The transaction.
        person_id: Whose.
        within: The stretch.
        undoable_since: After which an act may still be taken back.
    """
    asked = {
        "person_id": person_id,
        "earliest": within.starts - LONGEST,
        "since": within.starts,
        "until": within.ends,
        "undoable_since": undoable_since,
    }
    return [
        EngagedTime(profile_id=row.profile_id, sequence=row.sequence, entry=entry_from(row, row.act, row.acted))
        for row in connection.execute(_ENGAGED, asked)
    ]


def leave_of(connection: Connection, person_id: int, within: Span) -> list[LeaveTime]:
    """Return a person's leave that shares time with a stretch."""
    asked = {"person_id": person_id, "since": within.starts, "until": within.ends}
    return [
        LeaveTime(reference=row.reference, span=Span(row.starts, row.ends), reason=row.reason)
        for row in connection.execute(_LEAVE, asked)
    ]


def same_leave(connection: Connection, person_id: int, span: Span) -> str | None:
    """Return the reference of the leave that is from just then to just then, if there is one."""
    asked = {"person_id": person_id, "starts": span.starts, "ends": span.ends}
    return connection.execute(_SAME, asked).scalars().first()


def add_leave(connection: Connection, person_id: int, reference: str, away: Absence, reason: str) -> None:
    """Record leave."""
    connection.execute(
        _ADD,
        {
            "reference": reference,
            "person_id": person_id,
            "wall_start": away.first.wall,
            "wall_end": away.last.wall,
            "zone": away.first.zone,
            "starts": away.first.utc,
            "ends": away.last.utc,
            "reason": reason,
        },
    )


def remove_leave(connection: Connection, person_id: int, reference: str) -> bool:
    """Remove a person's leave.

    Returns:
        Whether there was such leave.
    """
    return connection.execute(_REMOVE, {"of_person": person_id, "of_leave": reference}).rowcount == 1
