"""Owns the writing of what happened: appointments with claims, ledger with sums, audit, messages, keys.

Each function writes in the transaction that it is handed, so that a booking is recorded whole or not at all.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Insert, Integer, Table, bindparam, insert, select, update

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    KeyState,
    LedgerCause,
    Link,
    Modality,
    Platform,
)
from server_stub.domain.cases import Figures, effect
from server_stub.domain.clocks import Reading
from server_stub.domain.spans import Span
from server_stub.storage.faults import StaleError
from server_stub.storage.prepared import Prepared
from server_stub.storage.records import KeptKey
from server_stub.storage.tables import (
    CELL_SECONDS,
    appointments,
    audit,
    balances,
    booking_keys,
    client_claims,
    counters,
    ledger,
    outbox,
    person_claims,
)

APPOINTMENT = "APP"
"""The kind of reference that appointments have."""

CONFIRMATION = "confirmation"
"""The message that tells a client of a booking."""

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

_KEY = select(booking_keys.c.fingerprint, booking_keys.c.answer).where(
    booking_keys.c.profile_id == bindparam("profile_id"), booking_keys.c.key == bindparam("key")
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
_NEW_AUDIT = Prepared(insert(audit))
_NEW_MESSAGE = Prepared(insert(outbox))
_NEW_KEY = Prepared(insert(booking_keys))


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
    version: int = 1


def next_reference(connection: Connection, kind: str) -> str:
    """Return a reference that was never given out before."""
    row = _COUNT.run(connection, {"of_kind": kind})
    last = row[0] if row else 1
    if not row:
        connection.execute(insert(counters), {"kind": kind, "last": last})
    return f"{kind}-{last}"


def record_appointment(connection: Connection, new: NewAppointment) -> int:
    """Record an appointment and claim the time of both sides; returns its id.

    A cancelled appointment claims nothing.
    """
    (appointment_id,) = _NEW_APPOINTMENT.run(
        connection,
        {
            "reference": new.reference,
            "case_id": new.case_id,
            "client_id": new.client_id,
            "person_id": new.person_id,
            "profile_id": new.profile_id,
            "schedule_id": new.schedule_id,
            "state": new.state,
            "approach": new.approach,
            "modality": new.modality,
            "platform": new.platform,
            "attendance": new.attendance,
            "confirmed": new.confirmed,
            "notify": new.notify,
            "approval": new.approval,
            "wall_start": new.agreed.wall,
            "zone": new.agreed.zone,
            "offset": new.agreed.offset,
            "starts": new.agreed.utc,
            "ends": new.ends,
            "booked_at": new.booked_at,
            "commenced_at": new.commenced_at,
            "ended_at": new.ended_at,
            "charged": new.charged,
            "version": new.version,
        },
    )
    if new.state is not AppointmentState.CANCELLED:
        _claim(connection, appointment_id, new)
    return int(appointment_id)


def _claim(connection: Connection, appointment_id: int, new: NewAppointment) -> None:
    held = cells(Span(new.agreed.utc, new.ends))
    claimed = {"first": held[0], "last": held[-1], "appointment": appointment_id}
    _CLAIM_PERSON.run(connection, {"holder": new.person_id, **claimed})
    _CLAIM_CLIENT.run(connection, {"holder": new.client_id, **claimed})


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
    note: str = "",
) -> Figures:
    """Write one ledger entry and change the sums with it; returns the new sums."""
    change = effect(cause, sessions)
    row = _ADD.run(
        connection, {"of_case": case_id, **{f"more_{name}": number for name, number in change._asdict().items()}}
    )
    _NEW_POSTING.run(
        connection,
        {
            "case_id": case_id,
            "appointment_id": appointment_id,
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
) -> None:
    """Write who did or read what."""
    _NEW_AUDIT.run(
        connection,
        {
            "at": at,
            "profile_id": profile_id,
            "act": act,
            "client_id": client_id,
            "appointment_id": appointment_id,
            "version": version,
            "detail": detail,
        },
    )


def put_in_outbox(connection: Connection, *, appointment_id: int, recipient: str, link: Link, made: datetime) -> None:
    """Leave the confirmation of a booking for sending."""
    _NEW_MESSAGE.run(
        connection,
        {
            "appointment_id": appointment_id,
            "kind": CONFIRMATION,
            "recipient": recipient,
            "link": link,
            "made": made,
            "sent": None,
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


def kept_key(connection: Connection, profile_id: int, key: str) -> KeptKey | None:
    """Return what a profile's booking key stands for, if it was ever kept."""
    row = connection.execute(_KEY, {"profile_id": profile_id, "key": key}).one_or_none()
    return KeptKey(fingerprint=row.fingerprint, answer=row.answer) if row else None


def keep_key(
    connection: Connection,
    *,
    profile_id: int,
    key: str,
    at: datetime,
    fingerprint: str = "",
    appointment_id: int | None = None,
    answer: str | None = None,
) -> None:
    """Keep a key with the answer to its booking, or voided when there is no booking."""
    _NEW_KEY.run(
        connection,
        {
            "profile_id": profile_id,
            "key": key,
            "state": KeyState.VOIDED if appointment_id is None else KeyState.BOOKED,
            "fingerprint": fingerprint,
            "appointment_id": appointment_id,
            "answer": answer,
            "at": at,
        },
    )
