"""Owns the questions about a client's own appointments, as the client sees them online."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from consultant_tui.contract.vocabulary import AppointmentState, Modality, Platform
from server_stub.domain.spans import Span
from server_stub.storage.tables import appointments, cases, persons, profiles, schedules

_OWN = (
    select(
        appointments.c.id,
        appointments.c.reference,
        appointments.c.version,
        appointments.c.case_id,
        cases.c.reference.label("case"),
        appointments.c.person_id,
        appointments.c.profile_id,
        profiles.c.email.label("profile"),
        persons.c.name.label("consultant"),
        schedules.c.reference.label("schedule"),
        schedules.c.zone.label("line_zone"),
        appointments.c.state,
        appointments.c.modality,
        appointments.c.platform,
        appointments.c.location,
        appointments.c.reason,
        appointments.c.reason_name,
        appointments.c.starts,
        appointments.c.ends,
    )
    .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
    .join(persons, appointments.c.person_id == persons.c.id)
    .join(profiles, appointments.c.profile_id == profiles.c.id)
    .outerjoin(schedules, appointments.c.schedule_id == schedules.c.id)
    .where(appointments.c.client_id == bindparam("client"), appointments.c.withdrawn.is_(False))
)
_BY_REFERENCE = _OWN.where(appointments.c.reference == bindparam("reference"))
_BY_ID = _OWN.where(appointments.c.id == bindparam("of_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAppointment:
    """An appointment of whoever asks."""

    id: int
    reference: str
    version: int
    case_id: int
    case: str
    person_id: int
    profile_id: int
    profile: str
    """The address of the consultant's profile."""
    consultant: str
    schedule: str | None
    line_zone: str | None
    """The line's clock."""
    state: AppointmentState
    modality: Modality
    platform: Platform | None
    location: str
    reason: str
    reason_name: str
    span: Span


def own(connection: Connection, client_id: int | None, reference: str) -> OwnAppointment | None:
    """Return an appointment of a client; another's is not found."""
    return _one(connection, _BY_REFERENCE, {"client": client_id, "reference": reference})


def own_by_id(connection: Connection, client_id: int | None, appointment_id: int) -> OwnAppointment | None:
    """Return an appointment of a client by its id."""
    return _one(connection, _BY_ID, {"client": client_id, "of_id": appointment_id})


def _one(connection: Connection, question: Select[Any], asked: dict[str, object]) -> OwnAppointment | None:
    row = connection.execute(question, asked).one_or_none()
    if row is None:
        return None
    return OwnAppointment(
        id=row.id,
        reference=row.reference,
        version=row.version,
        case_id=row.case_id,
        case=row.case,
        person_id=row.person_id,
        profile_id=row.profile_id,
        profile=row.profile,
        consultant=row.consultant,
        schedule=row.schedule,
        line_zone=row.line_zone,
        state=AppointmentState(row.state),
        modality=Modality(row.modality),
        platform=Platform(row.platform) if row.platform else None,
        location=row.location,
        reason=row.reason,
        reason_name=row.reason_name,
        span=Span(row.starts, row.ends),
    )
