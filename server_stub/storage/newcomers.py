"""Owns the writing of what a booking online begins: a prospect for its holder, a case, who attends."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from consultant_tui.contract.vocabulary import LedgerCause, Standing
from server_stub.storage import books
from server_stub.storage.appointments import CASE_COLUMNS, case_from
from server_stub.storage.faults import StaleError
from server_stub.storage.finding import renew_client_words
from server_stub.storage.online import Holder
from server_stub.storage.portal_tables import accounts, attendees
from server_stub.storage.records import Case
from server_stub.storage.tables import balances, cases, clients, organisations

CLIENT, CASE, ATTENDEE = "CLI", "ASST", "ATT"
"""The kinds of references that are given out."""

_CASES = (
    select(*CASE_COLUMNS)
    .join_from(cases, clients)
    .join(organisations, cases.c.organisation_id == organisations.c.id)
    .join(balances, balances.c.case_id == cases.c.id)
    .where(cases.c.client_id == bindparam("client"))
    .order_by(cases.c.id)
)
_SESSIONS = select(organisations.c.sessions_per_case).where(organisations.c.id == bindparam("organisation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What a holder tells of themselves with a booking."""

    first_name: str
    last_name: str
    phone: str
    address: str = ""

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.first_name} {self.last_name}".strip()


def cases_of(connection: Connection, client_id: int | None) -> list[Case]:
    """Return the cases of a client or prospect, the oldest first."""
    return [case_from(row) for row in connection.execute(_CASES, {"client": client_id or 0})]


def sessions_per_case(connection: Connection, organisation_id: int) -> int:
    """Return what a case is entitled to that is opened online."""
    number: int = connection.execute(_SESSIONS, {"organisation": organisation_id}).scalar_one()
    return number


def prospect(connection: Connection, holder: Holder, contact: Contact) -> int:
    """Return the row that stands for an account's holder until it is associated; made or renewed as they tell it now.

    Raises:
        StaleError: If the account got another one meanwhile.
    """
    told = {
        "name": contact.name,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "phone": contact.phone,
        "address": contact.address,
        "email": holder.email,
        "zone": holder.zone,
    }
    if holder.prospect_id is not None:
        connection.execute(update(clients).where(clients.c.id == holder.prospect_id), told)
        renew_client_words(connection, (holder.prospect_id,))
        return holder.prospect_id
    made: int = connection.execute(
        insert(clients).returning(clients.c.id),
        {**told, "reference": books.next_reference(connection, CLIENT), "standing": Standing.PROSPECT},
    ).scalar_one()
    theirs = update(accounts).where(
        accounts.c.id == holder.id, accounts.c.prospect_id.is_(None), accounts.c.client_id.is_(None)
    )
    if connection.execute(theirs.values(prospect_id=made)).rowcount != 1:
        raise StaleError
    return made


def open_case(
    connection: Connection,
    *,
    account_id: int,
    client_id: int,
    organisation_id: int,
    issue: str,
    sessions: int,
    at: datetime,
) -> Case:
    """Open a case with the sessions that it is entitled to, and tell the audit which account asked for it."""
    case_id = connection.execute(
        insert(cases).returning(cases.c.id),
        {
            "reference": books.next_reference(connection, CASE),
            "client_id": client_id,
            "organisation_id": organisation_id,
            "issue": issue,
            "opened": at,
        },
    ).scalar_one()
    books.open_balance(connection, case_id)
    books.post(connection, case_id=case_id, cause=LedgerCause.ENTITLED, at=at, sessions=sessions)
    opened = next(case for case in cases_of(connection, client_id) if case.id == case_id)
    books.write_audit(
        connection,
        at=at,
        act="case_opened",
        profile_id=None,
        account_id=account_id,
        client_id=client_id,
        detail=opened.reference,
    )
    return opened


def attendee_by_reference(connection: Connection, holder: Holder, reference: str) -> tuple[int, str] | None:
    """Return the id and the kind of who attended in a holder's place before; another's is not found."""
    whose = or_(attendees.c.account_id == holder.id, attendees.c.client_id == (holder.client_id or 0))
    asked = select(attendees.c.id, attendees.c.kind).where(attendees.c.reference == reference, whose)
    row = connection.execute(asked).one_or_none()
    return (row.id, row.kind) if row else None


def attendee(connection: Connection, holder: Holder, name: str, kind: str, details: str) -> int:
    """Return who attends in a holder's place; somebody of the same name and kind is the same (seed 004)."""
    whose = or_(attendees.c.account_id == holder.id, attendees.c.client_id == (holder.client_id or 0))
    asked = select(attendees.c.id).where(whose, attendees.c.name == name, attendees.c.kind == kind)
    known: int | None = connection.execute(asked.order_by(attendees.c.id).limit(1)).scalar()
    if known is not None:
        return known
    made: int = connection.execute(
        insert(attendees).returning(attendees.c.id),
        {
            "reference": books.next_reference(connection, ATTENDEE),
            "account_id": holder.id,
            "client_id": holder.client_id,
            "name": name,
            "kind": kind,
            "details": details,
        },
    ).scalar_one()
    return made


def remember(connection: Connection, account_id: int, contact: Contact) -> None:
    """Keep what a holder told for the next booking."""
    values = {"first_name": contact.first_name, "last_name": contact.last_name, "phone": contact.phone}
    if contact.address:
        values["address"] = contact.address
    connection.execute(
        update(accounts).where(accounts.c.id == account_id).values(**values, version=accounts.c.version + 1)
    )
