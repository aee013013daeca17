"""Owns support tickets as they are kept: written once, answered often, closed once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from consultant_tui.contract.vocabulary import TicketState
from server_stub.domain.tickets import Written
from server_stub.storage.faults import StaleError
from server_stub.storage.portal_tables import accounts, ticket_answers, tickets

KIND = "TKT"
"""The kind of reference that tickets have."""

_TICKETS = select(
    tickets,
    accounts.c.reference.label("account"),
    accounts.c.verified,
    accounts.c.client_id,
).join_from(tickets, accounts, tickets.c.account_id == accounts.c.id, isouter=True)

_BY_REFERENCE = _TICKETS.where(tickets.c.reference == bindparam("reference"))

_LIST = _TICKETS.where(tickets.c.id > bindparam("after")).order_by(tickets.c.id).limit(bindparam("most"))

_IN_STATE = _LIST.where(tickets.c.state == bindparam("in_state"))

_ANSWERS = (
    select(ticket_answers.c.at, ticket_answers.c.by, ticket_answers.c.text)
    .where(ticket_answers.c.ticket_id == bindparam("of_id"))
    .order_by(ticket_answers.c.id)
)

_CHANGE = (
    update(tickets)
    .where(tickets.c.id == bindparam("of_id"), tickets.c.version == bindparam("seen"))
    .values(state=bindparam("to"), version=tickets.c.version + 1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket, wherever it stands."""

    id: int
    reference: str
    account_id: int | None
    account: str
    """The reference of the account; empty for somebody who was not signed in."""
    verified: bool
    associated: bool
    written: Written
    state: TicketState
    made: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a ticket."""

    at: datetime
    by: str
    text: str


def find(connection: Connection, reference: str) -> Ticket | None:
    """Return a ticket by its reference."""
    row = connection.execute(_BY_REFERENCE, {"reference": reference}).one_or_none()
    return _made(row) if row else None


def listed(connection: Connection, state: TicketState | None, after: int, most: int) -> list[Ticket]:
    """Return tickets in the order in which they came.

    Args:
        connection: A transaction.
        state: Where they stand; None for anywhere.
        after: The id of the ticket that they come after.
        most: How many at most.
    """
    asked: dict[str, object] = {"after": after, "most": most}
    query = _LIST
    if state is not None:
        query, asked = _IN_STATE, {**asked, "in_state": state}
    return [_made(row) for row in connection.execute(query, asked)]


def answers(connection: Connection, ticket_id: int) -> list[Answer]:
    """Return what was answered, the oldest first."""
    return [Answer(row.at, row.by, row.text) for row in connection.execute(_ANSWERS, {"of_id": ticket_id})]


def record(connection: Connection, written: Written, *, reference: str, account_id: int | None, made: datetime) -> None:
    """Keep a new ticket."""
    connection.execute(
        insert(tickets),
        {
            "reference": reference,
            "account_id": account_id,
            "email": written.email,
            "name": written.name,
            "code": written.code,
            "page": written.page,
            "message": written.message,
            "state": TicketState.OPEN,
            "made": made,
        },
    )


def change(connection: Connection, ticket_id: int, version: int, state: TicketState) -> None:
    """Let a ticket stand somewhere else.

    Raises:
        StaleError: If somebody changed it meanwhile.
    """
    if connection.execute(_CHANGE, {"of_id": ticket_id, "seen": version, "to": state}).rowcount != 1:
        raise StaleError


def add_answer(connection: Connection, ticket_id: int, answer: Answer) -> None:
    """Keep an answer."""
    connection.execute(
        insert(ticket_answers), {"ticket_id": ticket_id, "at": answer.at, "by": answer.by, "text": answer.text}
    )


def _made(row: Row[*tuple[Any, ...]]) -> Ticket:
    return Ticket(
        id=row.id,
        reference=row.reference,
        account_id=row.account_id,
        account=row.account or "",
        verified=row.verified is not None,
        associated=row.client_id is not None,
        written=Written(email=row.email, message=row.message, name=row.name, code=row.code, page=row.page),
        state=TicketState(row.state),
        made=row.made,
        version=row.version,
    )
