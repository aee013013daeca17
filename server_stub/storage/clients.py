"""Owns the questions about one client as a profile may know them, and about what was done with an appointment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, or_, select, tuple_

from consultant_tui.contract.vocabulary import AccountState, AppointmentState, Modality, Origin, Standing
from server_stub.domain.prospects import state_of
from server_stub.domain.spans import Span
from server_stub.storage.appointments import CASE_COLUMNS, case_from
from server_stub.storage.portal_tables import accounts, associations
from server_stub.storage.records import Case
from server_stub.storage.tables import appointments, audit, balances, cases, clients, organisations, persons, profiles

_SEEN = (
    select(
        clients.c.id,
        clients.c.reference,
        clients.c.name,
        clients.c.zone,
        clients.c.email,
        clients.c.phone,
        clients.c.standing,
        accounts.c.id.label("account_id"),
        accounts.c.verified,
    )
    .join_from(
        clients,
        accounts,
        or_(accounts.c.client_id == clients.c.id, accounts.c.prospect_id == clients.c.id),
        isouter=True,
    )
    .where(
        clients.c.reference == bindparam("reference"),
        exists().where(appointments.c.client_id == clients.c.id, appointments.c.profile_id == bindparam("profile_id")),
    )
)

_CASES = (
    select(*CASE_COLUMNS, cases.c.opened)
    .join_from(cases, clients)
    .join(organisations, cases.c.organisation_id == organisations.c.id)
    .join(balances, balances.c.case_id == cases.c.id)
    .where(
        cases.c.client_id == bindparam("of_client"),
        exists().where(appointments.c.case_id == cases.c.id, appointments.c.profile_id == bindparam("profile_id")),
    )
    .order_by(cases.c.opened.desc(), cases.c.id.desc())
)

_MET = select(
    appointments.c.id,
    appointments.c.client_id,
    appointments.c.reference,
    cases.c.reference.label("case"),
    clients.c.name.label("client"),
    appointments.c.version,
    appointments.c.starts,
    appointments.c.ends,
    appointments.c.modality,
    appointments.c.state,
    appointments.c.charged,
    appointments.c.withdrawn,
    appointments.c.attempts,
    appointments.c.origin,
).join_from(appointments, cases, appointments.c.case_id == cases.c.id).join(
    clients, appointments.c.client_id == clients.c.id
).where(appointments.c.profile_id == bindparam("profile_id"))  # fmt: skip

_OF_CLIENT = _MET.where(appointments.c.client_id == bindparam("of_client"))

_NEXT = (
    _OF_CLIENT.where(appointments.c.state == AppointmentState.BOOKED, appointments.c.starts > bindparam("now"))
    .order_by(appointments.c.starts)
    .limit(bindparam("limit"))
)

_NEWEST_FIRST = (appointments.c.starts.desc(), appointments.c.id.desc())

_PAST = _OF_CLIENT.order_by(*_NEWEST_FIRST).limit(bindparam("limit"))

_last = appointments.alias("last")

_PAST_ONWARD: Select[Any] = _PAST.where(
    tuple_(appointments.c.starts, appointments.c.id)
    < select(_last.c.starts, _last.c.id)
    .where(_last.c.reference == bindparam("after"), _last.c.client_id == bindparam("of_client"))
    .scalar_subquery()
)

_TRIED = _OF_CLIENT.where(appointments.c.attempts != "").order_by(*_NEWEST_FIRST).limit(bindparam("limit"))

_ONE = _MET.where(appointments.c.reference == bindparam("reference"))

_ONCE = (
    select(associations.c.client_id)
    .where(associations.c.account_id.in_(select(accounts.c.id).where(accounts.c.prospect_id == bindparam("of_client"))))
    .union_all(
        select(accounts.c.prospect_id).where(
            accounts.c.client_id == bindparam("of_client"), accounts.c.prospect_id.is_not(None)
        )
    )
)
"""Whose the appointments of a client's account were once, or were for a while."""

_DEEDS = (
    select(
        audit.c.at,
        audit.c.act,
        audit.c.detail,
        audit.c.version,
        audit.c.profile_id,
        audit.c.account_id,
        audit.c.staff,
        persons.c.name,
    )
    .join_from(audit, profiles, audit.c.profile_id == profiles.c.id, isouter=True)
    .join(persons, profiles.c.person_id == persons.c.id, isouter=True)
    .where(
        or_(audit.c.client_id == bindparam("of_client"), audit.c.client_id.in_(_ONCE)),
        audit.c.appointment_id == bindparam("appointment_id"),
    )
    .order_by(audit.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A client whom a profile has an appointment with."""

    id: int
    reference: str
    name: str
    zone: str
    email: str
    phone: str
    standing: Standing
    account: AccountState | None
    """How far the account has come; None when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One appointment of a profile with a client."""

    id: int
    client_id: int
    reference: str
    case: str
    client: str
    version: int
    span: Span
    modality: Modality
    state: AppointmentState
    charged: bool
    withdrawn: bool
    attempts: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One audit row of an appointment."""

    at: datetime
    by: str
    act: str
    detail: str
    version: int | None
    online: bool
    """Whether the client did it, online."""


def known(connection: Connection, profile_id: int, reference: str) -> Known | None:
    """Return a client whom a profile has an appointment with; any other is not found."""
    row = connection.execute(_SEEN, {"profile_id": profile_id, "reference": reference}).one_or_none()
    if row is None:
        return None
    standing = Standing(row.standing)
    joined = row.account_id if standing is Standing.CLIENT else None
    return Known(
        id=row.id,
        reference=row.reference,
        name=row.name,
        zone=row.zone,
        email=row.email,
        phone=row.phone,
        standing=standing,
        account=state_of(row.verified, joined) if row.account_id else None,
    )


def cases_of(connection: Connection, profile_id: int, client_id: int) -> Iterator[tuple[Case, datetime]]:
    """Yield a client's cases in which a profile has an appointment, the newest first, and when they were opened."""
    for row in connection.execute(_CASES, {"profile_id": profile_id, "of_client": client_id}):
        yield case_from(row), row.opened


def next_met(connection: Connection, profile_id: int, client_id: int, now: datetime, limit: int) -> list[Met]:
    """Return a profile's next booked appointments with a client."""
    asked = {"profile_id": profile_id, "of_client": client_id, "now": now, "limit": limit}
    return [_met(row) for row in connection.execute(_NEXT, asked)]


def all_met(connection: Connection, profile_id: int, client_id: int, after: str | None, limit: int) -> list[Met]:
    """Return a profile's appointments with a client, the newest first, from the one after another one on."""
    asked = {"profile_id": profile_id, "of_client": client_id, "limit": limit}
    if after is not None:
        return [_met(row) for row in connection.execute(_PAST_ONWARD, asked | {"after": after})]
    return [_met(row) for row in connection.execute(_PAST, asked)]


def tried(connection: Connection, profile_id: int, client_id: int, limit: int) -> list[Met]:
    """Return the newest appointments for which a client was tried to be reached."""
    asked = {"profile_id": profile_id, "of_client": client_id, "limit": limit}
    return [_met(row) for row in connection.execute(_TRIED, asked)]


def one_met(connection: Connection, profile_id: int, reference: str) -> Met | None:
    """Return one appointment of a profile, taken back or not; another profile's is not found."""
    row = connection.execute(_ONE, {"profile_id": profile_id, "reference": reference}).one_or_none()
    return _met(row) if row else None


def deeds(connection: Connection, client_id: int, appointment_id: int) -> list[Written]:
    """Return what was done with an appointment, oldest first."""
    rows = connection.execute(_DEEDS, {"of_client": client_id, "appointment_id": appointment_id})
    return [
        Written(
            at=row.at,
            by=row.staff or row.name or "",
            act=row.act,
            detail=row.detail,
            version=row.version,
            online=row.account_id is not None and row.profile_id is None and not row.staff,
        )
        for row in rows
    ]


def _met(row: Row[*tuple[Any, ...]]) -> Met:
    return Met(
        id=row.id,
        client_id=row.client_id,
        reference=row.reference,
        case=row.case,
        client=row.client,
        version=row.version,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        state=AppointmentState(row.state),
        charged=row.charged,
        withdrawn=row.withdrawn,
        attempts=row.attempts,
        origin=Origin(row.origin),
    )
