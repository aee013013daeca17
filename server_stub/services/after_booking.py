"""Owns what a client takes along from a booking: where it was sent to, how to prepare, a file for the own calendar."""

from dataclasses import dataclass

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState
from server_stub.letters.calendar_file import Told, calendar_file
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.storage import online, outbox, people
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.own_appointments import OwnAppointment, own


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAlong:
    """What a client is told once a session is booked."""

    mail: str
    """The address that it was sent to; empty when there is none."""
    instructions: str
    """How to prepare."""
    unverified: bool
    """Whether the address of the account is not confirmed yet."""


def taken_along(office: Office, account_id: int, reference: str) -> TakenAlong:
    """Return what is told of a session of an account's holder.

    Raises:
        RefusedError: If the holder has no such session.
    """
    with reading(office.engines) as transaction:
        holder, found = _own(transaction, account_id, reference)
        reason = settings_in_force(transaction).reason(found.reason)
        return TakenAlong(
            mail=outbox.subject(transaction, found.id).recipient,
            instructions=reason.instructions if reason else "",
            unverified=holder.state is AccountState.UNVERIFIED,
        )


def calendar_of(office: Office, account_id: int, reference: str) -> bytes:
    """Return a session as an iCalendar file, under the name by which the invitation sent by mail changes it.

    Raises:
        RefusedError: If the holder has no such session.
    """
    with reading(office.engines) as transaction:
        _, found = _own(transaction, account_id, reference)
        told, domain = outbox.subject(transaction, found.id), people.load_settings(transaction).mail_domain
    entry = Told(uid=f"{told.reference}@{domain}", summary="Appointment", span=told.span, sequence=told.sequence)
    return calendar_file([entry], office.clock())


def _own(transaction: Transaction, account_id: int, reference: str) -> tuple[online.Holder, OwnAppointment]:
    holder = online.holder(transaction, account_id)
    found = own(transaction, holder.booked_for, reference) if holder else None
    if holder is None or found is None:
        raise because(Code.NOT_FOUND)
    return holder, found
