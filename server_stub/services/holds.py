"""Owns the keeping of a time for a client who fills in the form: for some minutes, seen by everybody, one at a time."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Code, Field
from server_stub.domain import clocks, online_rules
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.online_times import Search, Wish, offering, open_search
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import books, holds, own_appointments
from server_stub.storage import online as stored
from server_stub.storage.faults import TakenError, Transaction, persistent, reading, writing
from server_stub.storage.holds import Hold
from server_stub.storage.online import Holder
from server_stub.storage.turns import take_turns

TRIES = 4
"""How many consultants are asked when each is taken in the moment between looking and claiming."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A time that is kept for a client, or was."""

    id: int
    """What it is called in requests."""
    starts: datetime
    client: WireSpan
    consultant_time: WireSpan
    """The same on the clock of the consultant's line."""
    consultant: str
    """The consultant's name; empty when the provider does not show it."""
    until: Moment
    """Until when it is kept, on the client's clock."""
    live: bool
    """Whether it is kept still."""
    booked: str
    """The reference of the appointment that it became; empty while it has not."""


def hold(office: Office, account_id: int, wish: Wish, at: datetime) -> Held:
    """Keep a time for a client in place of any that was kept before; of several consultants, one is chosen now.

    Raises:
        RefusedError: If the wish is not offered, the account books no more, or the time is not free.
    """
    for _ in range(TRIES - 1):
        try:
            return _hold(office, account_id, wish, at)
        except TakenError:
            continue
    try:
        return _hold(office, account_id, wish, at)
    except TakenError as taken:
        raise because(Code.TIME_GONE, Field.TIME) from taken


def held(office: Office, account_id: int, hold_id: int) -> Held:
    """Return a time that is or was kept for an account.

    Raises:
        RefusedError: If the account has no such hold.
    """
    with reading(office.engines) as transaction:
        holder = stored.holder(transaction, account_id)
        found = holds.find(transaction, account_id, hold_id)
        if holder is None or found is None:
            raise because(Code.NOT_FOUND)
        return _held(transaction, holder, found, office.clock())


@persistent
def let_go(office: Office, account_id: int) -> None:
    """Give free whatever is kept for an account."""
    with writing(office.engines) as transaction:
        stored.holder(transaction, account_id, turn=True)
        holds.let_go(transaction, account_id, office.clock())


def objection_to_another(transaction: Transaction, search: Search) -> Objection | None:
    """Say why an account books no further session online; a move is no further one."""
    if search.moved is not None:
        return None
    ever, coming = stored.bookings_of(transaction, search.holder, search.now)
    bookings = online_rules.Bookings(ever=ever, coming=coming)
    return online_rules.objection_to_another(search.holder.state, bookings, search.online)


@persistent
def _hold(office: Office, account_id: int, wish: Wish, at: datetime) -> Held:
    now = office.clock()
    if at.tzinfo is None or not clocks.in_range(at.date()):
        raise because(Code.MALFORMED, Field.TIME)
    with writing(office.engines) as transaction:
        search = open_search(transaction, now, account_id, wish, turn=True)
        unless_allowed(objection_to_another(transaction, search))
        unless_allowed(online_rules.objection_to_start(at, search.allowed, now, search.holder.zone))
        offered = offering(transaction, search, at)
        if not offered:
            raise because(Code.TIME_GONE, Field.TIME)
        person = offered[0].person_id
        take_turns(transaction, {person, *holds.persons_of(transaction, account_id, now)})
        offered = [line for line in offering(transaction, search, at) if line.person_id == person]
        if not offered:
            raise TakenError(Code.CONSULTANT_BUSY)
        holds.let_go(transaction, account_id, now)
        made = holds.add(
            transaction,
            account_id=account_id,
            schedule_id=offered[0].line.id,
            person_id=offered[0].person_id,
            span=Span(at, at + search.sessions.length),
            made=now,
            expires=now + search.online.hold,
            moved=search.moved.id if search.moved else 0,
        )
        books.write_audit(
            transaction,
            at=now,
            act="time_held",
            profile_id=None,
            account_id=account_id,
            client_id=search.holder.booked_for,
            detail=f"{offered[0].line.reference} {at:%Y-%m-%dT%H:%MZ}",
        )
        found = holds.find(transaction, account_id, made)
        assert found is not None  # noqa: S101  (it was just made)
        return _held(transaction, search.holder, found, now)


def _held(transaction: Transaction, holder: Holder, found: Hold, now: datetime) -> Held:
    booked = (
        own_appointments.own_by_id(transaction, holder.booked_for, found.appointment_id)
        if found.appointment_id is not None
        else None
    )
    shown = settings_in_force(transaction).show_consultant
    return Held(
        id=found.id,
        starts=found.span.starts,
        client=wire.span(found.span, holder.zone),
        consultant_time=wire.span(found.span, found.zone),
        consultant=found.consultant if shown else "",
        until=wire.moment(found.expires, holder.zone),
        live=found.is_live(now),
        booked=booked.reference if booked else "",
    )
