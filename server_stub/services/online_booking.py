"""Owns the booking of a session by a client online: judged and recorded in one transaction, once for each hold."""

from dataclasses import dataclass

from consultant_tui.contract.cases import Figures as WireFigures
from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.contract.vocabulary import Modality, Platform
from server_stub.domain.online import Location, Reason
from server_stub.services import wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.online_orders import Order, judge, kept_for, record
from server_stub.services.online_times import open_search
from server_stub.services.refused import because, unless_none
from server_stub.storage import holds
from server_stub.storage import online as stored
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing
from server_stub.storage.online import Holder
from server_stub.storage.own_appointments import OwnAppointment, own, own_by_id
from server_stub.storage.turns import take_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCheck:
    """What would become of an order, without anything being booked."""

    refusals: tuple[Refusal, ...]
    """Every rule against it; none means that it would be booked now."""
    case: str
    """The reference of the case it would belong to; empty when one would be opened."""
    figures: WireFigures | None
    """How that case stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A session that is booked."""

    reference: str
    version: int
    client: WireSpan
    consultant_time: WireSpan | None
    """The same on the clock of the consultant's line."""
    consultant: str
    """The consultant's name; empty when the provider does not show it."""
    location: Location | None
    reason: Reason | None
    reason_name: str
    modality: Modality
    platform: Platform | None
    case: str


def check(office: Office, account_id: int, order: Order) -> OrderCheck:
    """Return what would become of an order.

    Raises:
        RefusedError: If the time is not kept for the account, or the wish is not offered any more.
    """
    with reading(office.engines) as transaction:
        search = open_search(transaction, office.clock(), account_id, order.wish)
        kept = kept_for(transaction, account_id, order.hold)
        chosen, against = judge(transaction, search, kept, order)
    return OrderCheck(
        refusals=tuple(wire.refusal(objection) for objection in against),
        case=chosen.own.reference if chosen else "",
        figures=chosen.figures if chosen else None,
    )


def confirm(office: Office, account_id: int, order: Order) -> Booked:
    """Book what is kept for an account; the same hold books once, however often it is confirmed.

    Raises:
        RefusedError: If any rule stands against it; what was typed and chosen is as good for another time.
    """
    try:
        return _confirm(office, account_id, order)
    except TakenError as taken:
        code = Code.TIME_GONE if taken.code is Code.CONSULTANT_BUSY else taken.code
        raise because(code, Field.TIME) from taken


def booked(office: Office, account_id: int, reference: str) -> Booked:
    """Return a session of the account's holder.

    Raises:
        RefusedError: If the holder has no such session.
    """
    with reading(office.engines) as transaction:
        holder = stored.holder(transaction, account_id)
        found = own(transaction, holder.booked_for, reference) if holder else None
        if holder is None or found is None:
            raise because(Code.NOT_FOUND)
        return _booked(transaction, holder, found)


@persistent
def _confirm(office: Office, account_id: int, order: Order) -> Booked:
    with writing(office.engines) as transaction:
        return _book(transaction, office, account_id, order)


def _book(transaction: Transaction, office: Office, account_id: int, order: Order) -> Booked:
    holder = stored.holder(transaction, account_id, turn=True)
    kept = kept_for(transaction, account_id, order.hold)
    if holder is not None and kept.appointment_id is not None:
        return _found(transaction, holder, kept.appointment_id)
    take_turn(transaction, kept.person_id)
    search = open_search(transaction, office.clock(), account_id, order.wish)
    chosen, against = judge(transaction, search, kept, order)
    unless_none(against)
    appointment_id = record(transaction, search, kept, order, chosen)
    if not holds.become(transaction, kept.id, appointment_id):
        raise because(Code.BUSY_TRY_LATER)
    renewed = stored.holder(transaction, account_id)
    assert renewed is not None  # noqa: S101  (it was there a moment ago)
    return _found(transaction, renewed, appointment_id)


def _found(transaction: Transaction, holder: Holder, appointment_id: int) -> Booked:
    found = own_by_id(transaction, holder.booked_for, appointment_id)
    if found is None:
        raise because(Code.NOT_FOUND)
    return _booked(transaction, holder, found)


def _booked(transaction: Transaction, holder: Holder, found: OwnAppointment) -> Booked:
    online = settings_in_force(transaction)
    return Booked(
        reference=found.reference,
        version=found.version,
        client=wire.span(found.span, holder.zone),
        consultant_time=wire.span(found.span, found.line_zone) if found.line_zone else None,
        consultant=found.consultant if online.show_consultant else "",
        location=online.location(found.location) if found.location else None,
        reason=online.reason(found.reason),
        reason_name=found.reason_name,
        modality=found.modality,
        platform=found.platform,
        case=found.case,
    )
