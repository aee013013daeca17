"""Owns what a client sees online of the own sessions: those to come, all that were, and one of them (seed 003)."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState, AppointmentState, CancelledBy, Modality, Platform
from server_stub.domain import online_rules
from server_stub.domain.online import Location, OnlineBooking
from server_stub.services import wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.storage import online as stored
from server_stub.storage import own_appointments as kept
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.online import Holder
from server_stub.storage.own_appointments import OwnAppointment

MOST_COMING = 50
"""How many sessions to come are shown at most."""

PAGE = 20
"""How many sessions of the history are shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """A session as its client sees it."""

    reference: str
    version: int
    state: AppointmentState
    client: WireSpan
    consultant_time: WireSpan | None
    """The same on the clock of the consultant's line."""
    consultant: str
    """The consultant's name; empty when the provider does not show it."""
    attendee: str
    """Who attends, if that is not the client."""
    location: Location | None
    reason_name: str
    issue: str
    """What its case is about."""
    case: str
    modality: Modality
    platform: Platform | None
    charged: bool
    """Whether cancelling or missing it cost a session."""
    cancelled_by: CancelledBy | None
    begun: bool
    """Whether its time has come."""
    over: bool
    """Whether its time is over."""
    may_change: bool
    """Whether it can be cancelled or moved online."""
    may_repeat: bool
    """Whether another one with the same consultant can be booked online (seed 000)."""
    shows_length: bool
    """Whether the provider shows how long a session is."""


@dataclass(frozen=True, slots=True)
class History:
    """A page of what was."""

    sessions: tuple[OwnSession, ...]
    more: bool
    """Whether there are older ones."""


def coming(office: Office, account_id: int, most: int = MOST_COMING) -> tuple[OwnSession, ...]:
    """Return the sessions that are going on or to come, the next first."""
    with reading(office.engines) as transaction:
        holder, online, now = _holder(transaction, account_id), settings_in_force(transaction), office.clock()
        found = kept.coming(transaction, holder.booked_for, now, most)
    return tuple(_session(one, holder, online, now) for one in found)


def history(office: Office, account_id: int, after: str = "") -> History:
    """Return every other session, the newest first; a page begins after an own session.

    Raises:
        RefusedError: If the holder has no such session to come after.
    """
    with reading(office.engines) as transaction:
        holder, online, now = _holder(transaction, account_id), settings_in_force(transaction), office.clock()
        if after and kept.own(transaction, holder.booked_for, after) is None:
            raise because(Code.NOT_FOUND)
        found = kept.past(transaction, holder.booked_for, now, PAGE + 1, after)
    return History(tuple(_session(one, holder, online, now) for one in found[:PAGE]), len(found) > PAGE)


def session(office: Office, account_id: int, reference: str) -> OwnSession:
    """Return one session.

    Raises:
        RefusedError: If the holder has no such session.
    """
    with reading(office.engines) as transaction:
        holder = _holder(transaction, account_id)
        found = kept.own(transaction, holder.booked_for, reference)
        if found is None:
            raise because(Code.NOT_FOUND)
        return _session(found, holder, settings_in_force(transaction), office.clock())


def _holder(transaction: Transaction, account_id: int) -> Holder:
    holder = stored.holder(transaction, account_id)
    if holder is None:
        raise because(Code.NOT_FOUND)
    return holder


def _session(found: OwnAppointment, holder: Holder, online: OnlineBooking, now: datetime) -> OwnSession:
    against = online_rules.objection_to_change(found.state, found.span.starts, now, holder.zone)
    return OwnSession(
        reference=found.reference,
        version=found.version,
        state=found.state,
        client=wire.span(found.span, holder.zone),
        consultant_time=wire.span(found.span, found.line_zone) if found.line_zone else None,
        consultant=found.consultant if online.show_consultant else "",
        attendee=found.attendee,
        location=online.location(found.location) if found.location else None,
        reason_name=found.reason_name,
        issue=found.issue,
        case=found.case,
        modality=found.modality,
        platform=found.platform,
        charged=found.charged,
        cancelled_by=found.cancelled_by,
        begun=found.span.starts <= now,
        over=found.span.ends <= now,
        may_change=against is None,
        may_repeat=online.enabled and holder.state is AccountState.ASSOCIATED,
        shows_length=online.show_length,
    )
