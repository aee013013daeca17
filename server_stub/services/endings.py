"""Owns the ending of a booked appointment that does not take place: cancelled, or not attended."""

from consultant_tui.contract.endings import Cancellation, Changed, Charge, EndingOffer, NoShow
from consultant_tui.contract.vocabulary import Act, AppointmentState, CancelledBy, LedgerCause, MessageKind
from server_stub.domain import endings
from server_stub.domain.appointments import is_news
from server_stub.domain.cases import effect
from server_stub.services import wire
from server_stub.services.changes import open_for_change, record
from server_stub.services.diaries import Dossier, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import unless_allowed, unless_none
from server_stub.storage import books, changes
from server_stub.storage.faults import Transaction, looking, persistent, writing


@persistent
def offer(office: Office, visit: Visit, reference: str) -> EndingOffer:
    """Return what ending an appointment would cost, before anything happens; reading it is audited."""
    with looking(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        books.write_audit(
            transaction,
            at=visit.now,
            act="read_ending",
            profile_id=visit.profile_id,
            staff=visit.caller.staff,
            account_id=visit.account_id,
            client_id=dossier.opened.case.client.id,
            appointment_id=dossier.opened.id,
        )
    opened, settings = dossier.opened, dossier.settings
    starts, case = opened.span.starts, opened.case
    return EndingOffer(
        reference=opened.reference,
        version=opened.version,
        case=case.reference,
        client=case.client.name,
        client_term=settings.client_term,
        span=wire.span(opened.span, visit.zone),
        now=wire.moment(visit.now, visit.zone),
        cancel=wire.verdict(endings.objection_to_ending(opened.state, AppointmentState.CANCELLED)),
        no_show=wire.verdict(endings.objection_to_no_show(opened.state, starts, visit.now, visit.zone, settings)),
        free_until=wire.moment(endings.free_until(starts, settings), visit.zone),
        charges=tuple(Charge(by=by, charged=endings.is_charged(by, starts, visit.now, settings)) for by in CancelledBy),
        figures=wire.figures(case.figures),
        figures_free=wire.figures(case.figures.plus(effect(LedgerCause.RELEASED))),
        figures_charged=wire.figures(case.figures.plus(effect(LedgerCause.LATE_CANCELLATION))),
        notified=opened.notify and bool(opened.recipient) and is_news(starts, visit.now),
    )


@persistent
def cancel(office: Office, visit: Visit, reference: str, version: int, asked: Cancellation) -> Changed:
    """Call an appointment off: its time is free again, and a session is charged when that is the rule or decided so.

    Raises:
        RefusedError: If it is not booked, was changed meanwhile, or the charge is neither computed nor explained.
    """
    with writing(office.engines, visit.caller.person_id) as transaction:
        return cancel_opened(transaction, visit, open_for_change(transaction, visit, reference, version), asked)


def cancel_opened(transaction: Transaction, visit: Visit, dossier: Dossier, asked: Cancellation) -> Changed:
    """Call off an appointment that was opened for it, in a transaction that may have more to do.

    Raises:
        RefusedError: If it is not booked, or the charge is neither computed nor explained.
    """
    opened = dossier.opened
    unless_allowed(endings.objection_to_ending(opened.state, AppointmentState.CANCELLED))
    computed = endings.is_charged(asked.by, opened.span.starts, visit.now, dossier.settings)
    unless_none(endings.objections_to_cancelling(asked, computed=computed))
    otherwise = endings.written(asked.override) if asked.charged != computed else ""
    values = {
        "state": AppointmentState.CANCELLED,
        "cancelled_by": asked.by,
        "end_reason": endings.written(asked.reason),
        "charged": asked.charged,
        "ended_at": visit.now,
    }
    changes.release(transaction, opened.id)
    return record(
        transaction,
        visit,
        dossier,
        values,
        act="cancelled",
        undoable=Act.CANCELLED,
        cause=endings.cause_of(charged=asked.charged),
        tells=MessageKind.CANCELLED,
        detail=f"by {asked.by}, {'charged' if asked.charged else 'not charged'}",
        note=otherwise,
    )


@persistent
def mark_no_show(office: Office, visit: Visit, reference: str, version: int, asked: NoShow) -> Changed:
    """Record that a client did not come, and how they were tried to be reached; it costs a session.

    Raises:
        RefusedError: If it is too early, not booked, changed meanwhile, or too little is told.
    """
    with writing(office.engines, visit.caller.person_id) as transaction:
        dossier = open_for_change(transaction, visit, reference, version)
        opened = dossier.opened
        starts = opened.span.starts
        unless_allowed(endings.objection_to_no_show(opened.state, starts, visit.now, visit.zone, dossier.settings))
        unless_none(endings.objections_to_no_show(asked, opened.span, visit.now, visit.zone, dossier.settings))
        tried = [
            (endings.instant_of(attempt, opened.span, visit.zone, dossier.settings), attempt.means)
            for attempt in asked.attempts
        ]
        values = {
            "state": AppointmentState.NO_SHOW,
            "end_reason": endings.written(asked.reason),
            "attempts": endings.attempts_written(tried),
            "ended_at": visit.now,
        }
        return record(
            transaction,
            visit,
            dossier,
            values,
            act="no_show",
            undoable=Act.NO_SHOW,
            cause=LedgerCause.NO_SHOW,
            detail=f"tried at {', '.join(f'{attempt.at:%H:%M}' for attempt in asked.attempts)}",
        )
