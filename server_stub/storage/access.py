"""Owns the question about a client to whom a consultant gives access to online booking."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, select

from consultant_tui.contract.vocabulary import Standing
from server_stub.domain.prospects import Details
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import appointments, cases, clients

_SUBJECT = (
    select(
        clients.c.id,
        clients.c.name,
        clients.c.first_name,
        clients.c.last_name,
        clients.c.email,
        clients.c.phone,
        clients.c.address,
        clients.c.zone,
        cases.c.organisation_id,
        accounts.c.email.label("taken"),
    )
    .join_from(clients, cases, cases.c.client_id == clients.c.id)
    .join(accounts, accounts.c.client_id == clients.c.id, isouter=True)
    .where(
        clients.c.reference == bindparam("reference"),
        clients.c.standing == Standing.CLIENT,
        exists().where(appointments.c.case_id == cases.c.id, appointments.c.profile_id == bindparam("profile_id")),
    )
    .order_by(cases.c.opened.desc(), cases.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSubject:
    """A client of a profile, with the organisation of their newest case."""

    client_id: int
    name: str
    details: Details
    organisation_id: int
    taken: str
    """The address of the account that they have; empty when there is none."""


def subject(connection: Connection, profile_id: int, reference: str) -> AccessSubject | None:
    """Return a client whom a profile has an appointment with; any other, and a prospect, is not found."""
    row = connection.execute(_SUBJECT, {"profile_id": profile_id, "reference": reference}).one_or_none()
    if row is None:
        return None
    names = Details.__dataclass_fields__
    return AccessSubject(
        client_id=row.id,
        name=row.name,
        details=Details(**{name: getattr(row, name) for name in names}),
        organisation_id=row.organisation_id,
        taken=row.taken or "",
    )
