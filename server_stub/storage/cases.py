"""Owns the questions about a case and its ledger."""

from sqlalchemy import Connection, and_, bindparam, exists, select

from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain.cases import Figures
from server_stub.storage.appointments import CASE_COLUMNS, case_from
from server_stub.storage.records import Case, Posting
from server_stub.storage.tables import appointments, balances, cases, clients, ledger, organisations

_SEEN = (
    select(*CASE_COLUMNS)
    .join_from(cases, clients)
    .join(organisations, cases.c.organisation_id == organisations.c.id)
    .join(balances, balances.c.case_id == cases.c.id)
    .where(
        cases.c.reference == bindparam("reference"),
        exists().where(appointments.c.case_id == cases.c.id, appointments.c.profile_id == bindparam("profile_id")),
    )
)

_POSTINGS = (
    select(
        ledger.c.at,
        ledger.c.cause,
        ledger.c.entitled,
        ledger.c.extra,
        ledger.c.used,
        ledger.c.booked,
        ledger.c.note,
        ledger.c.appointment_id,
        appointments.c.reference.label("appointment"),
    )
    .join_from(
        ledger,
        appointments,
        and_(ledger.c.appointment_id == appointments.c.id, appointments.c.profile_id == bindparam("profile_id")),
        isouter=True,
    )
    .where(ledger.c.case_id == bindparam("case_id"))
    .order_by(ledger.c.id)
)


def case_seen_by(connection: Connection, profile_id: int, reference: str) -> Case | None:
    """Return a case in which a profile has an appointment; any other is not found."""
    row = connection.execute(_SEEN, {"profile_id": profile_id, "reference": reference}).one_or_none()
    return case_from(row) if row else None


def postings(connection: Connection, profile_id: int, case_id: int) -> list[Posting]:
    """Return a case's ledger in the order in which it was written, naming only the profile's own appointments."""
    return [
        Posting(
            at=row.at,
            cause=LedgerCause(row.cause),
            change=Figures(row.entitled, row.extra, row.used, row.booked),
            appointment=row.appointment or "",
            note=row.note if row.appointment or row.appointment_id is None else "",
        )
        for row in connection.execute(_POSTINGS, {"profile_id": profile_id, "case_id": case_id})
    ]
