"""Owns the reading of a client's case: the session summary and the ledger; each reading is audited."""

from datetime import timedelta

from consultant_tui.contract.cases import Ledger, Meeting, SessionSummary
from consultant_tui.contract.refusals import Code
from server_stub.domain import extras as rules
from server_stub.domain.appointments import is_early, objection_to_starting
from server_stub.domain.booking import objection_to_another
from server_stub.domain.cases import expiry
from server_stub.services import wire
from server_stub.services.clients import what_was_said
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because
from server_stub.storage import appointments, books, cases, completions, extras, people
from server_stub.storage.faults import looking, persistent


@persistent
def summary(office: Office, visit: Visit, reference: str) -> SessionSummary:
    """Return what is reviewed before a session is started or the client is rebooked (seed 001, step 2)."""
    with looking(office.engines) as connection:
        opened = appointments.opened(connection, visit.caller.profile_id, reference)
        if opened is None:
            raise because(Code.NOT_FOUND)
        last, following = appointments.last_and_next(connection, visit.caller.profile_id, opened.case.id, visit.now)
        pending = extras.open_of_case(connection, opened.case.id)
        settings = people.load_settings(connection)
        recorded = completions.has_record(connection, opened.id)
        since = visit.now - timedelta(days=settings.recent_days)
        answered = extras.last_answered(connection, opened.case.id, since)
        said = what_was_said(connection, visit, opened.id)
        books.write_audit(
            connection,
            at=visit.now,
            act="read_summary",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=opened.case.client.id,
            appointment_id=opened.id,
        )
    case = opened.case
    expires = expiry(case.first_session, case.client.zone, settings.case_months)
    due = pending.answer_due if pending else None
    shown, today = wire.span(opened.span, visit.zone), wire.moment(visit.now, visit.zone).wall.date()
    return SessionSummary(
        appointment=Meeting(
            reference=opened.reference,
            span=shown,
            modality=opened.modality,
            state=opened.state,
        ),
        version=opened.version,
        case=case.reference,
        client=case.client.name,
        client_zone=case.client.zone,
        issue=case.issue,
        organisation=case.organisation,
        expires=wire.moment(expires, visit.zone) if expires else None,
        figures=wire.figures(case.figures),
        early=is_early(shown.start.wall.date(), today),
        recorded=recorded,
        last=wire.meeting(last, visit.zone) if last else None,
        next=wire.meeting(following, visit.zone) if following else None,
        pending=wire.pending(pending, visit.now, visit.zone) if pending else None,
        start=wire.verdict(objection_to_starting(opened.state)),
        rebook=wire.verdict(
            objection_to_another(case.figures.available, expires, visit.now, case.client.zone, settings, due)
        ),
        extra=wire.verdict(rules.objection_to_asking(pending.state if pending else None)),
        max_extra=settings.max_extra,
        answered=wire.answered_request(answered, visit.zone) if answered else None,
        online=said,
    )


@persistent
def ledger(office: Office, visit: Visit, reference: str) -> Ledger:
    """Return everything that made the figures of a case."""
    with looking(office.engines) as connection:
        case = cases.case_seen_by(connection, visit.caller.profile_id, reference)
        if case is None:
            raise because(Code.NOT_FOUND)
        postings = cases.postings(connection, visit.caller.profile_id, case.id)
        pending = extras.open_of_case(connection, case.id)
        books.write_audit(
            connection,
            at=visit.now,
            act="read_ledger",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=case.client.id,
            detail=case.reference,
        )
    return Ledger(
        case=case.reference,
        client=case.client.name,
        figures=wire.figures(case.figures),
        entries=wire.ledger_entries(postings, visit.zone),
        pending=wire.pending(pending, visit.now, visit.zone) if pending else None,
    )
