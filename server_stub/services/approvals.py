"""Owns the answering of requests for extra sessions; who answers never learns who the client is."""

from datetime import datetime

from consultant_tui.contract.cases import AnsweredRequest
from consultant_tui.contract.extras import ExtraAnswer, OpenRequests
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import LedgerCause, RequestState
from server_stub.domain import extras as rules
from server_stub.services import wire
from server_stub.services.answers import announce_answer
from server_stub.services.office import Hearing, Office
from server_stub.services.refused import RefusedError, because
from server_stub.storage import books, extras, people, turns
from server_stub.storage.engines import Engines
from server_stub.storage.extras import Request
from server_stub.storage.faults import Transaction, looking, persistent, reading, writing

BY_PROVIDER = "provider"
"""Who answered, when it was the provider on an organisation's behalf."""


@persistent
def open_requests(office: Office, hearing: Hearing) -> OpenRequests:
    """Return what waits for the approver's organisation, once clinical review is passed; each look is audited."""
    with looking(office.engines) as transaction:
        zone = people.load_settings(transaction).provider_zone
        waiting = extras.open_requests(transaction, hearing.approver.organisation, (RequestState.PENDING,))
        for request in waiting:
            _audit(transaction, request, "read_request", hearing.approver.organisation, hearing.now)
    return OpenRequests(
        organisation=hearing.approver.name,
        now=wire.moment(hearing.now, zone),
        requests=tuple(wire.open_request(request, hearing.now, zone) for request in waiting),
    )


@persistent
def answer(office: Office, hearing: Hearing, reference: str, given: ExtraAnswer) -> AnsweredRequest:
    """Answer a request of the approver's organisation; the same answer again changes nothing.

    Raises:
        RefusedError: If there is no such request, or a rule stands against the answer.
    """
    with writing(office.engines) as transaction:
        turns.hold_request(transaction, reference)
        request = extras.find(transaction, reference)
        mine = request is not None and request.organisation == hearing.approver.organisation
        if request is None or not mine or request.state is RequestState.IN_REVIEW:
            raise because(Code.NOT_FOUND)
        return _answer(transaction, request, given, hearing.approver.organisation, hearing.now)


@persistent
def answer_for_provider(engines: Engines, reference: str, given: ExtraAnswer, now: datetime) -> AnsweredRequest:
    """Answer a request on behalf of its organisation; one in clinical review can only be declined.

    Raises:
        RefusedError: If there is no such request, or a rule stands against the answer.
    """
    with writing(engines) as transaction:
        turns.hold_request(transaction, reference)
        request = extras.find(transaction, reference)
        if request is None:
            raise because(Code.NOT_FOUND)
        return _answer(transaction, request, given, BY_PROVIDER, now)


def all_open(engines: Engines, organisation: str | None = None) -> list[Request]:
    """Return every request without an answer, those in clinical review among them."""
    with reading(engines) as transaction:
        return extras.open_requests(transaction, organisation)


def asked(engines: Engines, reference: str) -> int:
    """Return how many sessions a request asks for.

    Raises:
        RefusedError: If there is no such request.
    """
    with reading(engines) as transaction:
        request = extras.find(transaction, reference)
    if request is None:
        raise because(Code.NOT_FOUND)
    return request.sessions


@persistent
def pass_review(engines: Engines, reference: str, now: datetime) -> Request:
    """Hand a request on from clinical review to the organisation's approver.

    Raises:
        RefusedError: If there is no such request, or it is not in review.
    """
    with writing(engines) as transaction:
        turns.hold_request(transaction, reference)
        request = extras.find(transaction, reference)
        if request is None:
            raise because(Code.NOT_FOUND)
        if request.state is not RequestState.IN_REVIEW:
            raise because(Code.NOT_IN_REVIEW, name=request.state)
        extras.pass_review(transaction, request.id)
        _audit(transaction, request, "extra_reviewed", BY_PROVIDER, now)
    return request


def _answer(transaction: Transaction, request: Request, given: ExtraAnswer, by: str, now: datetime) -> AnsweredRequest:
    zone = people.load_settings(transaction).provider_zone
    reason = " ".join(given.reason.split())
    if request.answered and (request.granted, request.answer_reason) == (given.granted, reason):
        return wire.answered_request(request, zone)
    against = rules.objections_to_answer(
        request.state, request.sessions, given.granted, reason, reviewer=by == BY_PROVIDER
    )
    if against:
        raise RefusedError(wire.refusal(objection) for objection in against)
    state = rules.state_of(RequestState.DECLINED, request.sessions, given.granted)
    extras.answer(transaction, request.id, state=state, granted=given.granted, by=by, reason=reason, at=now)
    if given.granted:
        books.post(
            transaction,
            case_id=request.case_id,
            cause=LedgerCause.EXTRA_GRANTED,
            sessions=given.granted,
            at=now,
            note=rules.note(request.reference, given.granted, request.sessions),
        )
    _audit(transaction, request, f"extra_{state}", by, now)
    answered = extras.find(transaction, request.reference)
    assert answered is not None  # noqa: S101  (it was found a moment ago)
    announce_answer(transaction, answered, now)
    return wire.answered_request(answered, zone)


def _audit(transaction: Transaction, request: Request, act: str, by: str, now: datetime) -> None:
    books.write_audit(
        transaction,
        at=now,
        act=act,
        profile_id=None,
        client_id=request.client_id,
        detail=request.reference,
        staff=by,
    )
