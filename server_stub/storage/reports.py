"""Owns the questions behind the reports: what began in a stretch of weeks, what is left, what waits to be completed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select

from consultant_tui.contract.vocabulary import AppointmentState, Modality
from server_stub.domain.cases import Figures
from server_stub.domain.spans import Span
from server_stub.storage.tables import appointments, balances, cases, clients

_COUNTED = (AppointmentState.COMMENCED, AppointmentState.COMPLETED, AppointmentState.NO_SHOW)

_BEGAN = select(appointments.c.starts, appointments.c.state).where(
    appointments.c.profile_id == bindparam("profile_id"),
    appointments.c.state.in_((*_COUNTED, AppointmentState.CANCELLED)),
    appointments.c.starts >= bindparam("since"),
    appointments.c.starts < bindparam("until"),
    or_(appointments.c.state != AppointmentState.CANCELLED, appointments.c.charged.is_(True)),
)

_LATELY = (
    select(appointments.c.case_id)
    .where(
        appointments.c.profile_id == bindparam("profile_id"),
        appointments.c.state.in_(tuple(AppointmentState)),
        appointments.c.starts >= bindparam("since"),
        appointments.c.withdrawn.is_(False),
    )
    .distinct()
)

_available = balances.c.entitled + balances.c.extra - balances.c.used - balances.c.booked

_LEFT: Select[Any] = (
    select(
        clients.c.reference.label("client"),
        clients.c.name,
        cases.c.reference.label("case"),
        balances.c.entitled,
        balances.c.extra,
        balances.c.used,
        balances.c.booked,
    )
    .join_from(cases, clients)
    .join(balances, balances.c.case_id == cases.c.id)
    .where(cases.c.id.in_(_LATELY))
    .order_by(_available, clients.c.name, cases.c.id)
    .limit(bindparam("limit"))
)

_GOING = (
    select(
        appointments.c.reference,
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.modality,
        clients.c.reference.label("client"),
        clients.c.name,
        cases.c.reference.label("case"),
    )
    .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
    .join(clients, appointments.c.client_id == clients.c.id)
    .where(
        appointments.c.profile_id == bindparam("profile_id"),
        appointments.c.state == AppointmentState.COMMENCED,
        appointments.c.starts < bindparam("until"),
    )
    .order_by(appointments.c.starts)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLeft:
    """A case with its figures."""

    client: str
    name: str
    case: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A session that was started and not completed."""

    reference: str
    span: Span
    modality: Modality
    client: str
    name: str
    case: str


def began(connection: Connection, profile_id: int, within: Span) -> list[tuple[datetime, AppointmentState]]:
    """Return when a profile's appointments began that took place, were missed, or were cancelled at a charge."""
    asked = {"profile_id": profile_id, "since": within.starts, "until": within.ends}
    return [(row.starts, AppointmentState(row.state)) for row in connection.execute(_BEGAN, asked)]


def left(connection: Connection, profile_id: int, since: datetime, limit: int) -> list[CaseLeft]:
    """Return the cases in which a profile has an appointment since an instant, those with the fewest left first."""
    rows = connection.execute(_LEFT, {"profile_id": profile_id, "since": since, "limit": limit})
    return [
        CaseLeft(
            client=row.client,
            name=row.name,
            case=row.case,
            figures=Figures(row.entitled, row.extra, row.used, row.booked),
        )
        for row in rows
    ]


def going(connection: Connection, profile_id: int, until: datetime, limit: int) -> list[Going]:
    """Return a profile's sessions that began before an instant and are not completed, oldest first."""
    rows = connection.execute(_GOING, {"profile_id": profile_id, "until": until, "limit": limit})
    return [_going(row) for row in rows]


def _going(row: Row[*tuple[Any, ...]]) -> Going:
    return Going(
        reference=row.reference,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        client=row.client,
        name=row.name,
        case=row.case,
    )
