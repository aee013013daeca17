"""Owns the questions about what was booked online: what a consultant is told of it, and what the client wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select

from consultant_tui.contract.vocabulary import AppointmentState, Modality, Platform
from server_stub.domain.spans import Span
from server_stub.storage.portal_tables import accounts, attendees
from server_stub.storage.tables import appointments, persons, profiles

_ARRIVAL = (
    select(
        appointments.c.reference,
        appointments.c.client_id,
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.modality,
        appointments.c.platform,
        appointments.c.reason_name,
        persons.c.name.label("consultant"),
        profiles.c.email,
        profiles.c.zone,
        accounts.c.verified,
        accounts.c.client_id.label("associated"),
    )
    .join_from(appointments, profiles, appointments.c.profile_id == profiles.c.id)
    .join(persons, appointments.c.person_id == persons.c.id)
    .join(
        accounts,
        or_(accounts.c.client_id == appointments.c.client_id, accounts.c.prospect_id == appointments.c.client_id),
    )
    .where(appointments.c.id == bindparam("of_id"))
)


_BOOKINGS = (
    select(
        appointments.c.account_id,
        appointments.c.reference,
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.modality,
        appointments.c.state,
        appointments.c.booked_at,
        appointments.c.reason_name,
        appointments.c.wishes,
        appointments.c.location,
        persons.c.name.label("consultant"),
        attendees.c.name.label("attendee_name"),
        attendees.c.kind.label("attendee_kind"),
        attendees.c.details.label("attendee_details"),
        accounts.c.verified,
        accounts.c.client_id,
    )
    .join_from(appointments, accounts, appointments.c.account_id == accounts.c.id)
    .join(persons, appointments.c.person_id == persons.c.id)
    .join(attendees, appointments.c.attendee_id == attendees.c.id, isouter=True)
    .where(appointments.c.withdrawn.is_(False))
    .order_by(appointments.c.starts.desc(), appointments.c.id.desc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An appointment that was booked online, as its consultant is told of it."""

    reference: str
    client_id: int
    span: Span
    modality: Modality
    platform: Platform | None
    reason: str
    consultant: str
    email: str
    zone: str
    verified: datetime | None
    associated: int | None
    """The id of the client with whom the account is associated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A session that an account has booked."""

    account_id: int
    reference: str
    span: Span
    modality: Modality
    state: AppointmentState
    booked_at: datetime
    reason: str
    wishes: str
    location: str
    consultant: str
    attendee: tuple[str, str, str] | None
    """Name, kind and details of who attends in the holder's place."""
    verified: datetime | None
    client_id: int | None


def arrival(connection: Connection, appointment_id: int) -> Arrival:
    """Return an appointment that was booked online."""
    row = connection.execute(_ARRIVAL, {"of_id": appointment_id}).one()
    return Arrival(
        reference=row.reference,
        client_id=row.client_id,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        platform=Platform(row.platform) if row.platform else None,
        reason=row.reason_name,
        consultant=row.consultant,
        email=row.email,
        zone=row.zone,
        verified=row.verified,
        associated=row.associated,
    )


def bookings(connection: Connection, account_ids: list[int], profile_id: int | None, most: int) -> list[Booked]:
    """Return what some accounts have booked, the newest first.

    Args:
        connection: The transaction.
        account_ids: The accounts.
        profile_id: With whom; None for anybody.
        most: How many.
    """
    asked = _BOOKINGS.where(appointments.c.account_id.in_(account_ids)).limit(most)
    return [_booking(row) for row in connection.execute(_with(asked, profile_id))]


def booked_for(connection: Connection, client_id: int, profile_id: int, since: datetime, most: int) -> list[Booked]:
    """Return what was booked online for a client with a profile and begins after an instant, the newest first."""
    asked = _BOOKINGS.where(appointments.c.client_id == client_id, appointments.c.starts > since).limit(most)
    return [_booking(row) for row in connection.execute(_with(asked, profile_id))]


def booked_as(connection: Connection, appointment_id: int) -> Booked | None:
    """Return what a client said when booking an appointment; None when it was not booked online."""
    row = connection.execute(_BOOKINGS.where(appointments.c.id == appointment_id)).one_or_none()
    return _booking(row) if row else None


def _with(asked: Select[Any], profile_id: int | None) -> Select[Any]:
    return asked if profile_id is None else asked.where(appointments.c.profile_id == profile_id)


def _booking(row: Row[*tuple[Any, ...]]) -> Booked:
    attendee = (row.attendee_name, row.attendee_kind, row.attendee_details) if row.attendee_name else None
    return Booked(
        account_id=row.account_id,
        reference=row.reference,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        state=AppointmentState(row.state),
        booked_at=row.booked_at,
        reason=row.reason_name,
        wishes=row.wishes,
        location=row.location,
        consultant=row.consultant,
        attendee=attendee,
        verified=row.verified,
        client_id=row.client_id,
    )
