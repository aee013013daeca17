"""Owns the asking for extra sessions; one request of a case is open at a time, so that a retry asks once."""

from consultant_tui.contract.cases import PendingRequest
from consultant_tui.contract.extras import ExtraAsk
from consultant_tui.contract.refusals import Code
from server_stub.domain import extras as rules
from server_stub.services import wire
from server_stub.services.office import Office, Visit
from server_stub.services.refused import RefusedError, because
from server_stub.storage import books, cases, extras, people, turns
from server_stub.storage.faults import Transaction, persistent, writing
from server_stub.storage.records import Case


@persistent
def ask(office: Office, visit: Visit, case_reference: str, asked: ExtraAsk) -> PendingRequest:
    """Ask the organisation for extra sessions of a case.

    Raises:
        RefusedError: If a rule stands against it, such as an open request for something else.
    """
    reason = " ".join(asked.reason.split())
    with writing(office.engines, visit.caller.person_id) as transaction:
        case = cases.case_seen_by(transaction, visit.caller.profile_id, case_reference)
        if case is None:
            raise because(Code.NOT_FOUND)
        turns.hold_case(transaction, case.id)
        before = extras.open_of_case(transaction, case.id)
        if before and (before.profile_id, before.sessions, before.reason) == (
            visit.caller.profile_id,
            asked.sessions,
            reason,
        ):
            return wire.pending(before, visit.now, visit.zone)
        settings = people.load_settings(transaction)
        against = rules.objections(asked.sessions, reason, case.client.name, before.state if before else None, settings)
        if against:
            raise RefusedError(wire.refusal(objection) for objection in against)
        _record(transaction, visit, case, asked.sessions, reason)
        made = extras.open_of_case(transaction, case.id)
        assert made is not None  # noqa: S101  (it was recorded a moment ago)
    return wire.pending(made, visit.now, visit.zone)


def _record(transaction: Transaction, visit: Visit, case: Case, sessions: int, reason: str) -> None:
    settings = people.load_settings(transaction)
    reference = books.next_reference(transaction, extras.KIND)
    extras.record(
        transaction,
        reference=reference,
        case_id=case.id,
        profile_id=visit.caller.profile_id,
        sessions=sessions,
        reason=reason,
        asked=visit.now,
        answer_due=rules.answer_due(visit.now, settings),
        state=rules.first_state(extras.given(transaction, case.id), sessions, visit.now, settings),
    )
    books.write_audit(
        transaction,
        at=visit.now,
        act="extra_requested",
        profile_id=visit.caller.profile_id,
        staff=visit.caller.staff,
        client_id=case.client.id,
        detail=reference,
    )
