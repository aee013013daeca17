"""Owns what the questions of online booking are put from: what is offered, and to whom."""

from dataclasses import dataclass

from consultant_tui.contract.refusals import Code
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_steps import Booker
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.storage import attendees, online
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.online import Holder


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
        return begin_in(transaction, account_id)


def begin_in(transaction: Transaction, account_id: int) -> Asked:
    """Return the same within a transaction."""
    settings = settings_in_force(transaction)
    holder = online.holder(transaction, account_id)
    if not settings.enabled:
        raise because(Code.ONLINE_BOOKING_OFF)
    if holder is None:
        raise because(Code.NOT_FOUND)
    known = attendees.of_account(transaction, account_id, holder.client_id)
    return Asked(settings, holder, Booker(holder.state, known))
