"""Owns the reading of prospects: which accounts wait, what is known of them, and whom they may be."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from consultant_tui.contract.cases import Attends, Meeting, OnlineBooked
from consultant_tui.contract.prospects import (
    Candidate,
    Joined,
    Person,
    Prospect,
    ProspectPage,
    Prospects,
)
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.domain.online import OnlineBooking
from server_stub.domain.prospects import Details, matches, same, state_of
from server_stub.services import wire
from server_stub.services.clerks import Clerk, write_audit
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because
from server_stub.storage import arrivals, people, prospects
from server_stub.storage.arrivals import Booked
from server_stub.storage.faults import Transaction, looking
from server_stub.storage.prospects import Alike, Waiting

MOST = 200
"""Accounts, or sessions of one, that are answered at once."""


class _Known(NamedTuple):
    """A client whom a prospect is compared with."""

    id: int
    reference: str
    name: str
    details: Details


def waiting(office: Office, by: Clerk) -> Prospects:
    """Return the accounts that wait and are the caller's business, and those that were associated lately."""
    with looking(office.engines) as transaction:
        settings = people.load_settings(transaction)
        alike = _own_matches(transaction, by)
        found = prospects.waiting(transaction, by.profile_id, list(alike), MOST)
        booked = arrivals.bookings(transaction, [one.account.id for one in found], by.profile_id, MOST * 5)
        makers = prospects.makers(transaction, [one.account.id for one in found])
        since = by.now - timedelta(days=settings.recent_days)
        lately = prospects.lately(transaction, by.profile_id, since, MOST)
        write_audit(transaction, by, "read_prospects")
    return Prospects(
        now=wire.moment(by.now, by.zone),
        client_term=settings.client_term,
        waiting=tuple(
            _prospect(
                one,
                [session for session in booked if session.account_id == one.account.id],
                by,
                makers.get(one.account.id, ""),
                None if by.profile_id is None else len(alike.get(one.account.id, ())),
            )
            for one in found
        ),
        lately=tuple(
            Joined(
                account=one.reference,
                version=one.version,
                email=one.email,
                client=one.client,
                name=one.name,
                kind=one.kind,
                at=wire.moment(one.at, by.zone),
                by=one.doer,
            )
            for one in lately
        ),
    )


def page(office: Office, by: Clerk, reference: str, compared: str | None = None) -> ProspectPage:
    """Return everything about one account that is the caller's business; each client it is compared with is audited.

    Args:
        office: What all services share.
        by: Who asks.
        reference: The account's.
        compared: The reference of a client who is to be compared as well, whether or not the rules match.
    """
    with looking(office.engines) as transaction:
        one = seen(transaction, by, reference)
        account = one.account
        alike, elsewhere = _alike(transaction, by, one, compared)
        taken = prospects.with_account(transaction, [found.id for found in alike])
        candidates = tuple(_candidate(transaction, one, found, taken=found.id in taken) for found in alike)
        booked = arrivals.bookings(transaction, [account.id], by.profile_id, MOST)
        makers = prospects.makers(transaction, [account.id])
        online = settings_in_force(transaction)
        attending = prospects.attending(transaction, [account.id], [])
        term = people.load_settings(transaction).client_term
        write_audit(transaction, by, "read_prospect", account_id=account.id)
        for found in alike:
            write_audit(transaction, by, "read_candidate", client_id=found.id, detail=account.reference)
    return ProspectPage(
        prospect=_prospect(one, booked, by, makers.get(account.id, ""), len(candidates)),
        person=_person(one.details),
        now=wire.moment(by.now, by.zone),
        client_term=term,
        verified=wire.moment(account.verified, by.zone) if account.verified else None,
        booked=tuple(online_booked(session, by.zone, online) for session in booked),
        attendees=tuple(_attends(row.name, row.kind, row.details, online) for row in attending),
        candidates=candidates,
        elsewhere=elsewhere,
    )


def seen(transaction: Transaction, by: Clerk, reference: str) -> Waiting:
    """Return an account that is the caller's business.

    A consultant sees accounts that booked with them, that they made or associated, or that match a client of theirs.

    Raises:
        RefusedError: If there is none; another's is not told apart from that.
    """
    one = prospects.one(transaction, reference)
    if one is None:
        raise because(Code.NOT_FOUND)
    account, profile_id = one.account, by.profile_id
    if profile_id is None or account.made_by == profile_id:
        return one
    if prospects.has_booked_with(transaction, account.id, profile_id):
        return one
    if prospects.has_associated(transaction, account.id, profile_id):
        return one
    if account.client_id is None and account.id in _own_matches(transaction, by):
        return one
    raise because(Code.NOT_FOUND)


def may_be(transaction: Transaction, by: Clerk, reference: str) -> tuple[int, str, Details]:
    """Return a client whom the caller may associate with an account: their own, or for customer service anybody.

    Raises:
        RefusedError: If there is none; another's is not told apart from that.
    """
    found = prospects.client(transaction, reference)
    if found is None or not _is_own(transaction, by, found[0]):
        raise because(Code.NOT_FOUND, name=reference[: wire.LONGEST_NAME])
    return found


def online_booked(session: Booked, zone: str, online: OnlineBooking) -> OnlineBooked:
    """Make what a client said when booking online."""
    place = online.location(session.location) if session.location else None
    return OnlineBooked(
        meeting=_meeting(session, zone),
        consultant=session.consultant,
        booked=wire.moment(session.booked_at, zone),
        reason=session.reason,
        wishes=session.wishes,
        attendee=_attends(*session.attendee, online) if session.attendee else None,
        location=place.name if place else session.location,
        account=state_of(session.verified, session.client_id),
    )


def _own_matches(transaction: Transaction, by: Clerk) -> dict[int, list[Alike]]:
    """Return the caller's own clients who match accounts that wait, by account."""
    found: dict[int, list[Alike]] = {}
    if by.profile_id is not None:
        for pair in prospects.own_pairs(transaction, by.profile_id):
            if matches(same(pair.held, pair.details, whole=pair.name)):
                found.setdefault(pair.account_id, []).append(pair)
    return found


def _is_own(transaction: Transaction, by: Clerk, client_id: int) -> bool:
    return by.profile_id is None or client_id in prospects.own_clients(transaction, by.profile_id, [client_id])


def _alike(transaction: Transaction, by: Clerk, one: Waiting, compared: str | None) -> tuple[list[_Known], bool]:
    """Return the clients whom a prospect may be, and whether there are others whom the caller may not see."""
    if one.account.client_id is not None:
        return [], False
    matching = [
        _Known(pair.id, pair.reference, pair.name, pair.details)
        for pair in prospects.pairs_of(transaction, one.account.id)
        if matches(same(one.details, pair.details, whole=pair.name))
    ]
    ids = [found.id for found in matching]
    own = set(ids) if by.profile_id is None else prospects.own_clients(transaction, by.profile_id, ids)
    wanted = [found for found in matching if found.id in own]
    if compared is not None and compared not in {found.reference for found in wanted}:
        client_id, name, details = may_be(transaction, by, compared)
        wanted.append(_Known(client_id, compared, name, details))
    return wanted, own < set(ids)


def _candidate(transaction: Transaction, one: Waiting, of: _Known, *, taken: bool) -> Candidate:
    online = settings_in_force(transaction)
    rows = prospects.attending(transaction, [one.account.id], [of.id])
    theirs = {(row.name, row.kind) for row in rows if row.client_id == of.id}
    return Candidate(
        client=of.reference,
        name=of.name,
        person=_person(of.details),
        same=same(one.details, of.details, whole=of.name),
        has_account=taken,
        same_attendees=tuple(
            _attends(row.name, row.kind, row.details, online)
            for row in rows
            if row.client_id != of.id and (row.name, row.kind) in theirs
        ),
    )


def _prospect(one: Waiting, booked: Sequence[Booked], by: Clerk, maker: str, candidates: int | None) -> Prospect:
    account = one.account
    return Prospect(
        account=account.reference,
        version=account.version,
        state=account.state,
        name=one.details.name,
        email=account.email,
        organisation=account.organisation_name,
        made=wire.moment(account.made, by.zone),
        by_consultant=maker,
        next=_next(booked, by),
        candidates=candidates,
    )


def _next(booked: Sequence[Booked], by: Clerk) -> Meeting | None:
    """Return the next session of those booked, or the last one; they are given newest first."""
    coming = [one for one in booked if one.state is AppointmentState.BOOKED and one.span.starts > by.now]
    found = coming[-1] if coming else booked[0] if booked else None
    return _meeting(found, by.zone) if found else None


def _meeting(session: Booked, zone: str) -> Meeting:
    return Meeting(
        reference=session.reference,
        span=wire.span(session.span, zone),
        modality=session.modality,
        state=session.state,
    )


def _person(details: Details) -> Person:
    return Person(
        first_name=details.first_name,
        last_name=details.last_name,
        email=details.email,
        phone=details.phone,
        address=details.address,
        zone=details.zone,
    )


def _attends(name: str, kind: str, details: str, online: OnlineBooking) -> Attends:
    known = online.kind(kind)
    return Attends(name=name, kind=known.name if known else kind, details=details)
