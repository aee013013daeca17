"""Owns the telling of a consultant of what a client did online."""

from datetime import datetime

from consultant_tui.contract.vocabulary import MessageKind
from server_stub.domain.prospects import state_of
from server_stub.letters.arrivals import ArrivalFacts, pack
from server_stub.services.online import settings_in_force
from server_stub.storage import arrivals, outbox
from server_stub.storage.faults import Transaction


def tell_consultant(
    transaction: Transaction, appointment_id: int, kind: MessageKind, now: datetime, was: datetime | None = None
) -> None:
    """Tell a consultant of an appointment that this transaction booked, moved or cancelled for a client online.

    What a client does online is not undone by a consultant, so it is told at once; not at all where the provider
    does not wish it.

    Args:
        transaction: The transaction.
        appointment_id: The appointment, as it stands now.
        kind: One of ``PORTAL_BOOKED``, ``PORTAL_MOVED`` and ``PORTAL_CANCELLED``.
        now: The present.
        was: When it started before, if it was moved.
    """
    if not settings_in_force(transaction).tell_consultant:
        return
    arrival = arrivals.arrival(transaction, appointment_id)
    facts = ArrivalFacts(
        name=arrival.consultant,
        reference=arrival.reference,
        zone=arrival.zone,
        starts=arrival.span.starts,
        ends=arrival.span.ends,
        was=was,
        modality=arrival.modality,
        platform=arrival.platform,
        reason=arrival.reason,
        account=state_of(arrival.verified, arrival.associated),
    )
    outbox.put(
        transaction,
        kind=kind,
        recipient=arrival.email,
        client_id=arrival.client_id,
        facts=pack(facts),
        made=now,
        due=now,
    )
