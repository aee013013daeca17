"""Owns the starting of a session: booked becomes commenced, and one booked session becomes a used one."""

from consultant_tui.contract.appointments import Started
from consultant_tui.contract.vocabulary import LedgerCause
from server_stub.domain.appointments import objection_to_starting
from server_stub.services import wire
from server_stub.services.changes import open_for_change
from server_stub.services.office import Office, Visit
from server_stub.services.refused import unless_allowed
from server_stub.storage import books
from server_stub.storage.faults import persistent, writing


@persistent
def start(office: Office, visit: Visit, reference: str, version: int) -> Started:
    """Commence a booked appointment that still has the version the caller saw."""
    with writing(office.engines, visit.caller.person_id) as connection:
        opened = open_for_change(connection, visit, reference, version).opened
        unless_allowed(objection_to_starting(opened.state))
        renewed = books.commence(connection, opened.id, version, visit.now)
        books.post(
            connection,
            case_id=opened.case.id,
            cause=LedgerCause.COMMENCED,
            at=visit.now,
            appointment_id=opened.id,
            version=renewed,
        )
        books.write_audit(
            connection,
            at=visit.now,
            act="commenced",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=opened.case.client.id,
            appointment_id=opened.id,
            version=renewed,
        )
    return Started(reference=reference, version=renewed, commenced=wire.moment(visit.now, visit.zone))
