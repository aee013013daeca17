"""Owns the taking back of what was done last: columns, claims, count and waiting messages, exactly."""

from consultant_tui.contract.endings import Changed
from consultant_tui.contract.vocabulary import Act, AppointmentState
from server_stub.domain import undoing
from server_stub.domain.spans import Span
from server_stub.services import messages
from server_stub.services.changes import changed, open_for_change, write_audit
from server_stub.services.diaries import Dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import books, changes
from server_stub.storage.changes import Before
from server_stub.storage.faults import TakenError, Transaction, persistent, writing

_HOLDS_OTHERWISE = (Act.CANCELLED, Act.MOVED)
"""What left the time of both sides to others."""


@persistent
def undo(office: Office, visit: Visit, reference: str, version: int) -> Changed:
    """Take back what was done last to an appointment.

    Raises:
        RefusedError: If it is too late, something else was done since, or its time or session went to another.
    """
    try:
        with writing(office.engines, visit.caller.person_id) as transaction:
            return _undo(transaction, visit, open_for_change(transaction, visit, reference, version))
    except TakenError as taken:
        raise because(taken.code) from taken


def _undo(transaction: Transaction, visit: Visit, dossier: Dossier) -> Changed:
    opened = dossier.opened
    found = changes.latest_act(transaction, opened.id)
    done = found[0] if found else None
    caller = visit.caller.profile_id
    unless_allowed(undoing.objection_to_undoing(done, opened.version, caller, visit.now, visit.zone, dossier.settings))
    assert found is not None  # noqa: S101  (without it there is an objection)
    done, before = found
    renewed = _restore(transaction, visit, dossier, done.act, before)
    figures = changes.post_back(
        transaction,
        case_id=opened.case.id,
        appointment_id=opened.id,
        undone=done.version,
        version=renewed,
        at=visit.now,
    )
    if before.told and not messages.withdraw(transaction, opened.id):
        unless_allowed(undoing.told_already(done, visit.zone, dossier.settings))
    write_audit(transaction, visit, opened, "undone", renewed, done.act)
    return changed(transaction, visit, dossier, renewed, figures or opened.case.figures, undone=done.act)


def _restore(transaction: Transaction, visit: Visit, dossier: Dossier, act: Act, before: Before) -> int:
    opened = dossier.opened
    if act is Act.BOOKED:
        changes.release(transaction, opened.id)
        gone = {"state": AppointmentState.CANCELLED, "ended_at": visit.now, "withdrawn": True}
        return changes.change(transaction, opened.id, opened.version, gone)
    if act in _HOLDS_OTHERWISE:
        changes.release(transaction, opened.id)
        span = Span(before.standing.starts, before.standing.ends)
        books.claim(transaction, opened.id, visit.caller.person_id, opened.case.client.id, span, visit.now)
    return changes.restore(transaction, opened.id, opened.version, before.standing)
