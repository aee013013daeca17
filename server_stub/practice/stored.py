"""Owns reading a whole practice out of the database, as the rows of its files."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, exists, or_, select

from server_stub.practice import portal_stored, times
from server_stub.practice.record import Record
from server_stub.practice.records import (
    RECORDS,
    Appointment,
    Case,
    Client,
    Consultant,
    ExtraRequest,
    Leave,
    Organisation,
    Schedule,
    Setting,
)
from server_stub.storage import portal_tables as p
from server_stub.storage import tables as t

Rows = Mapping[type[Record], Sequence[Record]]

_SELECTS: dict[type[Record], Select[Any]] = {
    Setting: select(t.settings.c.name, t.settings.c.value),
    Organisation: select(t.organisations.c.reference, t.organisations.c.name, t.organisations.c.sessions_per_case),
    Consultant: select(
        t.persons.c.reference.label("person"), t.persons.c.name, t.profiles.c.email, t.profiles.c.engagement,
        t.profiles.c.zone,
    ).join_from(t.profiles, t.persons),
    Schedule: select(
        t.schedules.c.reference, t.profiles.c.email.label("consultant"), t.schedules.c.kind, t.schedules.c.days,
        t.schedules.c.opens, t.schedules.c.closes, t.schedules.c.zone, t.schedules.c.rate, t.schedules.c.location,
        t.schedules.c.valid_from, t.schedules.c.valid_until,
    ).join_from(t.schedules, t.profiles),
    Leave: select(
        t.leave.c.reference, t.persons.c.reference.label("person"), t.leave.c.wall_start.label("start"),
        t.leave.c.wall_end.label("end"), t.leave.c.zone, t.leave.c.reason,
    ).join_from(t.leave, t.persons),
    Client: select(
        t.clients.c.reference, t.clients.c.name, t.clients.c.zone, t.clients.c.email, t.clients.c.phone,
        t.clients.c.first_name, t.clients.c.last_name, t.clients.c.address, t.clients.c.standing,
    ),
    Case: select(
        t.cases.c.reference, t.clients.c.reference.label("client"), t.organisations.c.reference.label("organisation"),
        t.cases.c.issue, t.cases.c.opened, t.balances.c.entitled, t.balances.c.extra,
    ).join_from(t.cases, t.clients).join(t.organisations).join(t.balances),
    ExtraRequest: select(
        t.extra_requests.c.reference, t.cases.c.reference.label("case"), t.profiles.c.email.label("consultant"),
        t.extra_requests.c.sessions, t.extra_requests.c.reason, t.extra_requests.c.asked,
        t.extra_requests.c.answer_due, t.extra_requests.c.answered, t.extra_requests.c.state,
        t.extra_requests.c.granted, t.extra_requests.c.answered_by, t.extra_requests.c.answer_reason,
    ).join_from(t.extra_requests, t.cases).join(t.profiles),
    **portal_stored.SELECTS,
}  # fmt: skip

_APPOINTMENTS = (
    select(
        t.appointments.c.reference, t.cases.c.reference.label("case"), t.profiles.c.email.label("consultant"),
        t.schedules.c.reference.label("schedule"), t.appointments.c.state, t.appointments.c.wall_start,
        t.appointments.c.zone, t.appointments.c.starts, t.appointments.c.ends, t.appointments.c.approach,
        t.appointments.c.modality, t.appointments.c.platform, t.appointments.c.attendance, t.appointments.c.confirmed,
        t.appointments.c.notify, t.appointments.c.approval, t.appointments.c.booked_at, t.appointments.c.commenced_at,
        t.appointments.c.ended_at, t.appointments.c.charged, t.appointments.c.cancelled_by,
        t.appointments.c.end_reason, t.appointments.c.attempts, t.appointments.c.late_moves, t.appointments.c.withdrawn,
        t.appointments.c.sequence, t.appointments.c.series, t.appointments.c.origin,
        p.accounts.c.reference.label("account"), p.attendees.c.reference.label("attendee"), t.appointments.c.location,
        t.appointments.c.reason, t.appointments.c.reason_name, t.appointments.c.wishes,
    )
    .join_from(t.appointments, t.cases)
    .join(t.profiles, t.profiles.c.id == t.appointments.c.profile_id)
    .outerjoin(t.schedules, t.schedules.c.id == t.appointments.c.schedule_id)
    .outerjoin(p.accounts, p.accounts.c.id == t.appointments.c.account_id)
    .outerjoin(p.attendees, p.attendees.c.id == t.appointments.c.attendee_id)
)  # fmt: skip


def read_stored(connection: Connection) -> Rows:
    """Read everything that the files of a practice hold."""
    if _is_empty(connection):
        return {record: [] for record in RECORDS}
    rows: dict[type[Record], Sequence[Record]] = {
        record: [record(**row) for row in connection.execute(query).mappings()] for record, query in _SELECTS.items()
    }
    rows[Appointment] = [_appointment(row) for row in connection.execute(_APPOINTMENTS).mappings()]
    return rows


def _is_empty(connection: Connection) -> bool:
    """Tell whether there is nothing yet, as before a first import, which need not ask for every file then.

    Whatever is not asked about points to one of these.
    """
    roots = (t.settings, t.organisations, t.persons, t.clients)
    return not connection.execute(select(or_(*(exists().select_from(table) for table in roots)))).scalar_one()


def _appointment(row: Mapping[Any, Any]) -> Appointment:
    values = dict(row)
    wall, starts, ends = values.pop("wall_start"), values.pop("starts"), values.pop("ends")
    for name in ("schedule", "platform", "cancelled_by", "series", "account", "attendee"):
        values[name] = values[name] or ""
    return Appointment(
        start=wall,
        occurrence=times.occurrence(wall, values["zone"], starts),
        minutes=int((ends - starts).total_seconds()) // 60,
        **values,
    )
