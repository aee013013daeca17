"""Owns the reading of a client's page and of an appointment's history; each reading is audited."""

from datetime import datetime

from consultant_tui.contract.cases import Meeting, OnlineBooked
from consultant_tui.contract.finding import (
    AppointmentHistory,
    CaseLine,
    ClientPage,
    Contact,
    Deed,
    Past,
    PastPage,
)
from consultant_tui.contract.refusals import Code
from server_stub.domain.cases import expiry
from server_stub.domain.contacts import attempts_read
from server_stub.domain.online import OFF
from server_stub.domain.settings import Settings
from server_stub.services import wire
from server_stub.services.office import Office, Visit
from server_stub.services.online import settings_in_force
from server_stub.services.prospects import online_booked
from server_stub.services.refused import because
from server_stub.storage import arrivals, books, clients, extras, people
from server_stub.storage.faults import Transaction, looking, persistent
from server_stub.storage.records import Case

PAGE = 100
"""Appointments that are answered at once."""
NEXT = 5
"""Booked appointments that are shown by themselves."""
TRIED = 20
"""Appointments whose contact attempts are shown."""


@persistent
def page(office: Office, visit: Visit, reference: str) -> ClientPage:
    """Return everything about a client that the caller may see."""
    profile_id = visit.caller.profile_id
    with looking(office.engines) as connection:
        client = _known(connection, visit, reference)
        settings = people.load_settings(connection)
        listed = tuple(
            _case(connection, case, opened, visit, settings)
            for case, opened in clients.cases_of(connection, profile_id, client.id)
        )
        following = clients.next_met(connection, profile_id, client.id, visit.now, NEXT)
        tried = clients.tried(connection, profile_id, client.id, TRIED)
        past = _past(connection, visit, client.id, None)
        coming = arrivals.booked_for(connection, client.id, profile_id, visit.now, NEXT)
        online = settings_in_force(connection) if coming else OFF
        said = tuple(online_booked(one, visit.zone, online) for one in coming)
    return ClientPage(
        reference=client.reference,
        name=client.name,
        zone=client.zone,
        email=client.email,
        phone=client.phone,
        organisations=tuple(dict.fromkeys(case.organisation for case in listed)),
        now=wire.moment(visit.now, visit.zone),
        client_term=settings.client_term,
        cases=listed,
        next=tuple(_meeting(met, visit) for met in following),
        contacts=tuple(
            Contact(appointment=met.reference, at=wire.moment(at, visit.zone), means=means)
            for met in tried
            for at, means in reversed(attempts_read(met.attempts))
        ),
        past=past,
        account=client.account,
        standing=client.standing,
        online=said,
    )


@persistent
def past(office: Office, visit: Visit, reference: str, after: str | None) -> PastPage:
    """Return a page of the caller's appointments with a client, the newest first."""
    with looking(office.engines) as connection:
        client = _known(connection, visit, reference)
        return _past(connection, visit, client.id, after)


@persistent
def history(office: Office, visit: Visit, reference: str) -> AppointmentHistory:
    """Return who did what with an appointment, oldest first."""
    with looking(office.engines) as connection:
        met = clients.one_met(connection, visit.caller.profile_id, reference)
        if met is None:
            raise because(Code.NOT_FOUND)
        written = clients.deeds(connection, met.client_id, met.id)
        said = what_was_said(connection, visit, met.id)
        books.write_audit(
            connection,
            at=visit.now,
            act="read_history",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=met.client_id,
            appointment_id=met.id,
        )
    return AppointmentHistory(
        appointment=_meeting(met, visit),
        case=met.case,
        client=met.client,
        now=wire.moment(visit.now, visit.zone),
        online=said,
        deeds=tuple(
            Deed(
                at=wire.moment(deed.at, visit.zone),
                by=deed.by,
                act=deed.act,
                detail=deed.detail,
                version=deed.version,
                online=deed.online,
            )
            for deed in written
        ),
    )


def what_was_said(transaction: Transaction, visit: Visit, appointment_id: int) -> OnlineBooked | None:
    """Return what a client said when booking an appointment online; None when it was booked otherwise."""
    booked = arrivals.booked_as(transaction, appointment_id)
    return online_booked(booked, visit.zone, settings_in_force(transaction)) if booked else None


def _known(connection: Transaction, visit: Visit, reference: str) -> clients.Known:
    client = clients.known(connection, visit.caller.profile_id, reference)
    if client is None:
        raise because(Code.NOT_FOUND)
    books.write_audit(
        connection,
        at=visit.now,
        act="read_client",
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        client_id=client.id,
    )
    return client


def _case(connection: Transaction, case: Case, opened: datetime, visit: Visit, settings: Settings) -> CaseLine:
    expires = expiry(case.first_session, case.client.zone, settings.case_months)
    pending = extras.open_of_case(connection, case.id)
    return CaseLine(
        reference=case.reference,
        issue=case.issue,
        organisation=case.organisation,
        opened=wire.moment(opened, visit.zone),
        expires=wire.moment(expires, visit.zone) if expires else None,
        figures=wire.figures(case.figures),
        pending=wire.pending(pending, visit.now, visit.zone) if pending else None,
    )


def _past(connection: Transaction, visit: Visit, client_id: int, after: str | None) -> PastPage:
    met = clients.all_met(connection, visit.caller.profile_id, client_id, after, PAGE + 1)
    return PastPage(
        appointments=tuple(
            Past(
                meeting=_meeting(one, visit),
                case=one.case,
                version=one.version,
                charged=one.charged,
                withdrawn=one.withdrawn,
                origin=one.origin,
            )
            for one in met[:PAGE]
        ),
        after=met[PAGE - 1].reference if len(met) > PAGE else None,
    )


def _meeting(met: clients.Met, visit: Visit) -> Meeting:
    return Meeting(
        reference=met.reference, span=wire.span(met.span, visit.zone), modality=met.modality, state=met.state
    )
