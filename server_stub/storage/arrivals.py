"""Owns the questions about what was booked online: what a consultant is told of it, and what the client wrote."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from consultant_tui.contract.vocabulary import Modality, Platform
from server_stub.domain.spans import Span
from server_stub.storage.portal_tables import accounts
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
    .join(accounts, appointments.c.account_id == accounts.c.id)
    .where(appointments.c.id == bindparam("of_id"))
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
