"""Owns what a client orders online: what stands against it, and everything that is written down when nothing does."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import (
    AccountState,
    Approach,
    Attendance,
    LedgerCause,
    MessageKind,
    Modality,
    Origin,
    Platform,
)
from server_stub.domain import clocks, online_rules
from server_stub.domain import online_times as times
from server_stub.domain.objections import Objection
from server_stub.domain.prospects import objection_to_name
from server_stub.domain.spans import first_overlap
from server_stub.services import arrivals, messages, online_cases
from server_stub.services.holds import objection_to_another
from server_stub.services.office import Visit
from server_stub.services.online_cases import Known
from server_stub.services.online_times import Search, Wish, offering
from server_stub.services.refused import because
from server_stub.storage import books, holds, newcomers, online_profiles
from server_stub.storage import online as stored
from server_stub.storage.faults import Transaction
from server_stub.storage.holds import Hold
from server_stub.storage.newcomers import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who attends in the holder's place for the first time."""

    name: str
    kind: str
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that a client says of a session, once a time is kept for it."""

    hold: int
    wish: Wish
    contact: Contact | None = None
    """Needed until the account is associated; what is known of a client is never overwritten."""
    attendee: str = ""
    """The reference of who attends, if that is somebody who did so before."""
    newcomer: Newcomer | None = None
    wishes: str = ""
    remember: bool = False
    """Whether the contact details are to be filled in for the next booking."""
    case: str = ""
    """The case it belongs to, or ``online_cases.NEW``; chosen by the rules when nothing is said."""


class _Case(NamedTuple):
    id: int
    client_id: int
    zone: str


def kept_for(transaction: Transaction, account_id: int, hold_id: int) -> Hold:
    """Return what is or was kept for an account.

    Raises:
        RefusedError: If the account has no such hold.
    """
    found = holds.find(transaction, account_id, hold_id)
    if found is None:
        raise because(Code.NOT_FOUND)
    return found


def judge(
    transaction: Transaction, search: Search, kept: Hold, order: Order
) -> tuple[Known | None, tuple[Objection, ...]]:
    """Choose the case of an order and say everything that stands against it.

    A time that is kept still was early enough when it was chosen; one that is not kept any more is judged like any.
    """
    if kept.is_live(search.now):
        allowed = times.allowed(kept.made, search.holder.zone, search.online, search.settings)
        search = replace(search, allowed=allowed)
    known = online_cases.cases_of(transaction, search.holder, search.settings)
    issue, at = _issue(search), kept.span.starts
    chosen = online_cases.choose(known, order.case, issue, at)
    found = (
        objection_to_another(transaction, search),
        _against_people(transaction, search, order),
        objection_to_time(transaction, search, kept),
        online_cases.objection(known, chosen, search.holder, order.case, issue, at, search.now),
    )
    return chosen, tuple(objection for objection in found if objection is not None)


def record(transaction: Transaction, search: Search, kept: Hold, order: Order, chosen: Known | None) -> int:
    """Record an order that nothing stands against: claims, count, messages and audit; returns the appointment's id.

    Args:
        transaction: The transaction, in which it was judged.
        search: What was searched.
        kept: The time.
        order: The order.
        chosen: Its case; one is opened when there is none.
    """
    case = _case(transaction, search, order, chosen)
    agreed = clocks.read(kept.span.starts, case.zone)
    wish, online = order.wish, search.online
    location, reason = online.location(wish.location), online.reason(wish.reason)
    holds.free(transaction, kept.id)
    appointment_id = books.record_appointment(
        transaction,
        books.NewAppointment(
            reference=books.next_reference(transaction, books.APPOINTMENT),
            case_id=case.id,
            client_id=case.client_id,
            person_id=kept.person_id,
            profile_id=kept.profile_id,
            schedule_id=kept.schedule_id,
            approach=Approach.REBOOK_WITH_ME,
            modality=wish.modality,
            platform=Platform.TEAMS if wish.modality is Modality.VIDEO_CALL else None,
            attendance=Attendance.INDIVIDUAL,
            confirmed=True,
            notify=True,
            approval="",
            agreed=agreed,
            ends=kept.span.ends,
            booked_at=search.now,
            origin=Origin.PORTAL,
            account_id=search.holder.id,
            attendee_id=_attendee(transaction, search, order),
            location=location.key if location else "",
            reason=wish.reason,
            reason_name=reason.name if reason else "",
            wishes=order.wishes,
        ),
    )
    books.post(
        transaction, case_id=case.id, cause=LedgerCause.BOOKED, at=search.now, appointment_id=appointment_id, version=1
    )
    _tell(transaction, search, kept, appointment_id, case.client_id)
    return appointment_id


def _tell(transaction: Transaction, search: Search, kept: Hold, appointment_id: int, client_id: int) -> None:
    caller = online_profiles.in_place_of(transaction, kept.profile_id, search.now)
    visit = Visit(caller, search.now, search.holder.zone, search.holder.id)
    messages.announce(transaction, visit, appointment_id, MessageKind.CONFIRMATION, search.settings)
    arrivals.tell_consultant(transaction, appointment_id, MessageKind.PORTAL_BOOKED, search.now)
    books.write_audit(
        transaction,
        at=search.now,
        act="booked",
        profile_id=None,
        account_id=search.holder.id,
        client_id=client_id,
        appointment_id=appointment_id,
        version=1,
    )


def _case(transaction: Transaction, search: Search, order: Order, chosen: Known | None) -> _Case:
    """Return the case of an order, with the client it is of; a prospect's details are as they are told now."""
    holder, client_id = search.holder, search.holder.client_id
    if order.contact is not None:
        if client_id is None:
            client_id = newcomers.prospect(transaction, holder, order.contact)
        if order.remember:
            newcomers.remember(transaction, holder.id, order.contact)
    if chosen is not None:
        return _Case(chosen.case.id, chosen.case.client.id, holder.zone)
    assert client_id is not None  # noqa: S101  (without contact details there is an objection)
    opened = newcomers.open_case(
        transaction,
        account_id=holder.id,
        client_id=client_id,
        organisation_id=holder.organisation_id,
        issue=_issue(search),
        sessions=newcomers.sessions_per_case(transaction, holder.organisation_id),
        at=search.now,
    )
    return _Case(opened.id, opened.client.id, holder.zone)


def _attendee(transaction: Transaction, search: Search, order: Order) -> int | None:
    if order.attendee:
        found = newcomers.attendee_by_reference(transaction, search.holder, order.attendee)
        return found[0] if found else None
    if order.newcomer is None:
        return None
    who = order.newcomer
    return newcomers.attendee(transaction, search.holder, who.name, who.kind, who.details)


def _against_people(transaction: Transaction, search: Search, order: Order) -> Objection | None:
    """Say what stands against the holder, not known yet or with too long a name, or against who attends instead."""
    if search.holder.state is not AccountState.ASSOCIATED and search.holder.client_id is None and not order.contact:
        return Objection(Code.MALFORMED, Field.NAME)
    too_long = objection_to_name(order.contact.first_name, order.contact.last_name) if order.contact else None
    if too_long:
        return too_long
    kind = order.newcomer.kind if order.newcomer else ""
    if order.attendee:
        found = newcomers.attendee_by_reference(transaction, search.holder, order.attendee)
        if found is None:
            return Objection(Code.CHOICE_NOT_OFFERED, Field.ATTENDEE)
        kind = found[1]
    return online_rules.objection_to_kind(order.wish.location, kind, search.online) if kind else None


def objection_to_time(transaction: Transaction, search: Search, kept: Hold) -> Objection | None:
    """Say why a time cannot be booked: too near or far, the client is elsewhere, or it is not free (any more)."""
    zone, span = search.holder.zone, kept.span
    too_near = online_rules.objection_to_start(span.starts, search.allowed, search.now, zone)
    if too_near:
        return too_near
    without = search.moved.id if search.moved else 0
    elsewhere = stored.taken_of_client(transaction, search.holder.booked_for, span, without=without)
    clash = first_overlap(span, elsewhere)
    if clash is not None:
        start, end = (clocks.read(at, zone) for at in clash)
        return Objection(Code.CLIENT_BUSY, Field.TIME, start=start, end=end)
    free = any(line.line.id == kept.schedule_id for line in offering(transaction, search, span.starts))
    return None if free and span.length == search.sessions.length else Objection(Code.TIME_GONE, Field.TIME)


def _issue(search: Search) -> str:
    reason = search.online.reason(search.wish.reason)
    return reason.name if reason else ""
