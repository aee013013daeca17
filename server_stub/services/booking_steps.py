"""Owns what the questions of online booking are put from: what is offered, and to whom."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_rules import Bookings, objection_to_another
from server_stub.domain.online_steps import ME, Answers, Booker
from server_stub.services import online_cases, wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.storage import attendees, online, people
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.online import Holder
from server_stub.storage.own_appointments import OwnAppointment, own


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the questions are put to, and what they may answer."""

    online: OnlineBooking
    holder: Holder
    booker: Booker


def begin(office: Office, account_id: int) -> Asked:
    """Return what the holder of an account is asked.

    Raises:
        RefusedError: If nothing can be booked online.
    """
    with reading(office.engines) as transaction:
        settings = settings_in_force(transaction)
        if not settings.enabled:
            raise because(Code.ONLINE_BOOKING_OFF)
        holder = _holder(transaction, account_id)
        return Asked(
            settings,
            holder,
            Booker(holder.state, attendees.of_account(transaction, account_id, holder.client_id)),
        )


def free_cancel_hours(office: Office) -> int:
    """Return how long before its start a session can still be cancelled without a cost."""
    with reading(office.engines) as transaction:
        return people.load_settings(transaction).free_cancel_hours


def obstacle(office: Office, account_id: int, case: str) -> Refusal | None:
    """Say why nothing more can be booked with an account, whatever is answered; None when something can.

    Args:
        office: What all services share.
        account_id: The account.
        case: The case that is wanted, if any.

    Raises:
        RefusedError: If there is no such case.
    """
    with reading(office.engines) as transaction:
        holder, now = _holder(transaction, account_id), office.clock()
        ever, coming = online.bookings_of(transaction, holder, now)
        bookings = Bookings(ever=ever, coming=coming)
        known = online_cases.cases_of(transaction, holder, people.load_settings(transaction))
        chosen = online_cases.choose(known, case, "", now)
        against = objection_to_another(holder.state, bookings, settings_in_force(transaction)) or (
            online_cases.objection(known, chosen, holder, case, "", now, now)
        )
    return wire.refusal(against) if against else None


def consultant_again(office: Office, account_id: int, reference: str) -> str:
    """Name the consultant who is wanted again; empty where the provider does not show it.

    Raises:
        RefusedError: If the holder has no such appointment.
    """
    with reading(office.engines) as transaction:
        found = _own(transaction, account_id, reference)
        return found.consultant if settings_in_force(transaction).show_consultant else ""


def again(office: Office, account_id: int, reference: str) -> Answers:
    """Return the answers by which an appointment is booked again with the same consultant (seed 000).

    Raises:
        RefusedError: If the holder has no such appointment.
    """
    with reading(office.engines) as transaction:
        found = _own(transaction, account_id, reference)
        return Answers(
            location=_location_again(transaction, found),
            who=attendees.of_appointment(transaction, reference) or ME,
            reason=found.reason,
            modality=found.modality,
            same=reference,
            case=_case_again(transaction, account_id, found, office.clock()),
        )


def _location_again(transaction: Transaction, found: OwnAppointment) -> str:
    """Return where a consultant can be booked again: as before, or the only place; empty when that is open."""
    settings = settings_in_force(transaction)
    lines = online.open_lines(transaction, found.person_id)
    at = {line.line.reference: place.key for line in lines if (place := settings.location(line.location))}
    places = set(at.values())
    if found.location in places:
        return found.location
    return places.pop() if len(places) == 1 else at.get(found.schedule or "", "")


def _case_again(transaction: Transaction, account_id: int, found: OwnAppointment, now: datetime) -> str:
    """Return the case of an appointment if another session can be booked under it; empty where the rules choose."""
    holder = _holder(transaction, account_id)
    known = online_cases.cases_of(transaction, holder, people.load_settings(transaction))
    chosen = online_cases.choose(known, found.case, "", now)
    return "" if online_cases.objection(known, chosen, holder, found.case, "", now, now) else found.case


def _own(transaction: Transaction, account_id: int, reference: str) -> OwnAppointment:
    found = own(transaction, _holder(transaction, account_id).booked_for, reference)
    if found is None:
        raise because(Code.NOT_FOUND)
    return found


def _holder(transaction: Transaction, account_id: int) -> Holder:
    holder = online.holder(transaction, account_id)
    if holder is None:
        raise because(Code.NOT_FOUND)
    return holder
