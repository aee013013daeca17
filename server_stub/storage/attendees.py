"""Owns the questions about those who attend in the holder's place."""

from sqlalchemy import Connection, bindparam, or_, select

from server_stub.domain.online_steps import Attendee
from server_stub.storage.portal_tables import attendees
from server_stub.storage.prepared import Question
from server_stub.storage.tables import appointments

_OF_ACCOUNT = Question(
    select(attendees.c.reference, attendees.c.name, attendees.c.kind)
    .where(or_(attendees.c.account_id == bindparam("account"), attendees.c.client_id == bindparam("client")))
    .order_by(attendees.c.name, attendees.c.id)
)


def of_account(connection: Connection, account_id: int, client_id: int | None) -> tuple[Attendee, ...]:
    """Return for whom an account, or the client it is associated with, has booked, by name.

    Args:
        connection: The transaction.
        account_id: The account.
        client_id: The client it is associated with, if any.
    """
    return tuple(Attendee(*row) for row in _OF_ACCOUNT.ask(connection, account=account_id, client=client_id or 0))


def of_appointment(connection: Connection, reference: str) -> str:
    """Return the reference of who attends an appointment in the holder's place; empty when nobody does."""
    query = (
        select(attendees.c.reference)
        .join_from(appointments, attendees, appointments.c.attendee_id == attendees.c.id)
        .where(appointments.c.reference == reference)
    )
    return connection.scalar(query) or ""
