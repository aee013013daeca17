"""Owns the writing of what happened: appointments with claims, ledger with sums, audit.

Each function writes in the transaction that it is handed, so that a booking is recorded whole or not at all.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Insert, Integer, Table, bindparam, insert, select, update

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    LedgerCause,
    Modality,
    Platform,
)
from server_stub.domain.cases import Figures, effect
from server_stub.domain.clocks import Reading
from server_stub.domain.spans import Span
from server_stub.storage import trail
from server_stub.storage.columns import CELL_SECONDS
from server_stub.storage.faults import StaleError
from server_stub.storage.finding import remember
from server_stub.storage.prepared import Prepared
from server_stub.storage.tables import (
    appointments,
    balances,
    client_claims,
    counters,
    ledger,
    person_claims,
)

APPOINTMENT = "APP"
"""The kind of reference that appointments have."""

SERIES = "SER"
"""The kind of reference that the appointments of a series share."""

_COUNT = Prepared(
    update(counters)
    .where(counters.c.kind == bindparam("of_kind"))
    .values(last=counters.c.last + 1)
    .returning(counters.c.last)
)

_ADD = Prepared(
    update(balances)
    .where(balances.c.case_id == bindparam("of_case"))
    .values({name: balances.c[name] + bindparam(f"more_{name}") for name in Figures._fields})
    .returning(*(balances.c[name] for name in Figures._fields))
)

_COMMENCE = (
    update(appointments)
    .where(appointments.c.id == bindparam("of_id"), appointments.c.version == bindparam("of_version"))
    .values(state=AppointmentState.COMMENCED, commenced_at=bindparam("at"), version=appointments.c.version + 1)
)


def _claiming(claims: Table, holder: str) -> Insert:
    """Make the statement that claims every cell from the first to the last; row by row would take twice as long."""
    first, last, of_holder, of_appointment = (
        bindparam(name, type_=Integer) for name in ("first", "last", "holder", "appointment")
    )
    held = select(first.label("cell")).cte("held", recursive=True)
    held = held.union_all(select(held.c.cell + 1).where(held.c.cell < last))
    return insert(claims).from_select(
        [holder, "cell", "appointment_id"], select(of_holder, held.c.cell, of_appointment)
    )


_CLAIM_PERSON = Prepared(_claiming(person_claims, "person_id"))
_CLAIM_CLIENT = Prepared(_claiming(client_claims, "client_id"))

_NEW_APPOINTMENT = Prepared(insert(appointments).returning(appointments.c.id))
_NEW_POSTING = Prepared(insert(ledger))
_NEW_BALANCE = Prepared(insert(balances))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """Everything that is recorded of a new appointment."""

    reference: str
    case_id: int
    client_id: int
    person_id: int
    profile_id: int
    schedule_id: int | None
    approach: Approach
    modality: Modality
    platform: Platform | None
    attendance: Attendance
    confirmed: bool
    notify: bool
    approval: str
    agreed: Reading
    """The start as it was agreed with the client."""
    ends: datetime
    booked_at: datetime
    state: AppointmentState = AppointmentState.BOOKED
    commenced_at: datetime | None = None
    ended_at: datetime | None = None
    charged: bool = False
    series: str | None = None
    """The reference of the series it was booked in."""
    version: int = 1


_AS_GIVEN = tuple(field.name for field in fields(NewAppointment) if field.name != "agreed")


def next_reference(connection: Connection, kind: str) -> str:
    """Return a reference that was never given out before."""
    row = _COUNT.run(connection, {"of_kind": kind})
    last = row[0] if row else 1
    if not row:
        connection.execute(insert(counters), {"kind": kind, "last": last})
    return f"{kind}-{last}"


def record_appointment(connection: Connection, new: NewAppointment) -> int:
    """Record an appointment, claim the time of both sides, and let it be found; returns its id.

    A cancelled appointment claims nothing.
    """
    (appointment_id,) = _NEW_APPOINTMENT.run(
        connection,
        {
            **{name: getattr(new, name) for name in _AS_GIVEN},
            "wall_start": new.agreed.wall,
            "zone": new.agreed.zone,
            "offset": new.agreed.offset,
            "starts": new.agreed.utc,
        },
    )
    if new.state is not AppointmentState.CANCELLED:
        claim(connection, appointment_id, new.person_id, new.client_id, Span(new.agreed.utc, new.ends))
    remember(
        connection,
        profile_id=new.profile_id,
        client_id=new.client_id,
        case_id=new.case_id,
        appointment_id=appointment_id,
        reference=new.reference,
    )
    return int(appointment_id)


def claim(connection: Connection, appointment_id: int, person_id: int, client_id: int, span: Span) -> None:
    """Claim the time of both sides for an appointment."""
    held = cells(span)
    claimed = {"first": held[0], "last": held[-1], "appointment": appointment_id}
    _CLAIM_PERSON.run(connection, {"holder": person_id, **claimed})
    _CLAIM_CLIENT.run(connection, {"holder": client_id, **claimed})


def cells(span: Span) -> range:
    """Return the cells that a span claims, those that it only touches included."""
    return range(int(span.starts.timestamp()) // CELL_SECONDS, -(-int(span.ends.timestamp()) // CELL_SECONDS))


def open_balance(connection: Connection, case_id: int) -> None:
    """Begin the sums of a new case at nought."""
    _NEW_BALANCE.run(connection, {"case_id": case_id, **Figures()._asdict()})


def post(
    connection: Connection,
    *,
    case_id: int,
    cause: LedgerCause,
    at: datetime,
    sessions: int = 1,
    appointment_id: int | None = None,
    version: int | None = None,
    note: str = "",
) -> Figures:
    """Write one ledger entry and change the sums with it; returns the new sums.

    Args:
        connection: The transaction.
        case_id: Whose count it is.
        cause: Why it changes.
        at: When.
        sessions: How many are entitled or granted.
        appointment_id: The appointment it belongs to, if any.
        version: That appointment's version after the change.
        note: A word on it.
    """
    return post_figures(
        connection,
        effect(cause, sessions),
        case_id=case_id,
        cause=cause,
        at=at,
        appointment_id=appointment_id,
        version=version,
        note=note,
    )


def post_figures(
    connection: Connection,
    change: Figures,
    *,
    case_id: int,
    cause: LedgerCause,
    at: datetime,
    appointment_id: int | None = None,
    version: int | None = None,
    note: str = "",
) -> Figures:
    """Write one ledger entry of given figures and change the sums with it; returns the new sums."""
    row = _ADD.run(
        connection, {"of_case": case_id, **{f"more_{name}": number for name, number in change._asdict().items()}}
    )
    _NEW_POSTING.run(
        connection,
        {
            "case_id": case_id,
            "appointment_id": appointment_id,
            "version": version,
            "at": at,
            "cause": cause,
            **change._asdict(),
            "note": note,
        },
    )
    return Figures(*row)


def write_audit(
    connection: Connection,
    *,
    at: datetime,
    act: str,
    profile_id: int | None,
    client_id: int | None = None,
    appointment_id: int | None = None,
    version: int | None = None,
    detail: str = "",
    account_id: int | None = None,
    staff: str = "",
) -> None:
    """Write who did or read what: a profile, a client's account, or one of the provider's staff by name."""
    trail.write(
        connection,
        {
            "at": at,
            "profile_id": profile_id,
            "act": act,
            "client_id": client_id,
            "appointment_id": appointment_id,
            "version": version,
            "detail": detail,
            "account_id": account_id,
            "staff": staff,
        },
    )


def commence(connection: Connection, appointment_id: int, version: int, at: datetime) -> int:
    """Mark an appointment as commenced; returns its new version.

    Raises:
        StaleError: If the appointment no longer has that version.
    """
    changed = connection.execute(_COMMENCE, {"of_id": appointment_id, "of_version": version, "at": at})
    if changed.rowcount != 1:
        raise StaleError
    return version + 1
