"""Owns the requests for extra sessions as they are kept: asked once at a time, answered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from consultant_tui.contract.vocabulary import LedgerCause, RequestState
from server_stub.storage.faults import StaleError
from server_stub.storage.tables import cases, clients, extra_requests, ledger, organisations

KIND = "EXT"
"""The kind of reference that requests have."""

_REQUESTS = (
    select(
        extra_requests.c.id,
        extra_requests.c.reference,
        extra_requests.c.case_id,
        extra_requests.c.profile_id,
        extra_requests.c.sessions,
        extra_requests.c.reason,
        extra_requests.c.asked,
        extra_requests.c.answer_due,
        extra_requests.c.answered,
        extra_requests.c.state,
        extra_requests.c.granted,
        extra_requests.c.answer_reason,
        cases.c.reference.label("case"),
        cases.c.client_id,
        organisations.c.reference.label("organisation"),
    )
    .join_from(extra_requests, cases)
    .join(organisations, cases.c.organisation_id == organisations.c.id)
)

_BY_REFERENCE = _REQUESTS.where(extra_requests.c.reference == bindparam("reference"))

_OPEN = _REQUESTS.where(extra_requests.c.answered.is_(None))

_OPEN_OF_CASE = _OPEN.where(extra_requests.c.case_id == bindparam("case_id"))

_LAST_ANSWER = (
    _REQUESTS.where(extra_requests.c.case_id == bindparam("case_id"), extra_requests.c.answered >= bindparam("since"))
    .order_by(extra_requests.c.answered.desc(), extra_requests.c.id.desc())
    .limit(1)
)

_GIVEN = select(ledger.c.at, (ledger.c.entitled + ledger.c.extra).label("number")).where(
    ledger.c.case_id == bindparam("case_id"),
    ledger.c.cause.in_((LedgerCause.ENTITLED, LedgerCause.EXTRA_GRANTED)),
)

_NEW = insert(extra_requests)

_ANSWER = (
    update(extra_requests)
    .where(extra_requests.c.id == bindparam("of_id"), extra_requests.c.answered.is_(None))
    .values(
        answered=bindparam("at"),
        state=bindparam("to"),
        granted=bindparam("sessions_granted"),
        answered_by=bindparam("by"),
        answer_reason=bindparam("why"),
    )
)

_PASS = (
    update(extra_requests)
    .where(extra_requests.c.id == bindparam("of_id"), extra_requests.c.state == RequestState.IN_REVIEW)
    .values(state=RequestState.PENDING)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for extra sessions, wherever it stands."""

    id: int
    reference: str
    case_id: int
    case: str
    client_id: int
    organisation: str
    profile_id: int
    """The profile that asked."""
    sessions: int
    reason: str
    asked: datetime
    answer_due: datetime
    answered: datetime | None
    state: RequestState
    granted: int
    answer_reason: str


def open_of_case(connection: Connection, case_id: int) -> Request | None:
    """Return the request of a case that has no answer yet."""
    return _one(connection.execute(_OPEN_OF_CASE, {"case_id": case_id}).one_or_none())


def last_answered(connection: Connection, case_id: int, since: datetime) -> Request | None:
    """Return the newest answered request of a case, if that was not too long ago."""
    return _one(connection.execute(_LAST_ANSWER, {"case_id": case_id, "since": since}).one_or_none())


def find(connection: Connection, reference: str) -> Request | None:
    """Return a request by its reference."""
    return _one(connection.execute(_BY_REFERENCE, {"reference": reference}).one_or_none())


def open_requests(
    connection: Connection, organisation: str | None = None, states: Sequence[RequestState] = tuple(RequestState)
) -> list[Request]:
    """Return the requests without an answer, the most urgent first.

    Args:
        connection: A transaction.
        organisation: The reference of the organisation that is to answer; None for all.
        states: Where they may stand.
    """
    query = _OPEN.where(extra_requests.c.state.in_(states))
    if organisation is not None:
        query = query.where(organisations.c.reference == organisation)
    rows = connection.execute(query.order_by(extra_requests.c.answer_due, extra_requests.c.id))
    return [_made(row) for row in rows]


def given(connection: Connection, case_id: int) -> list[tuple[datetime, int]]:
    """Return when how many sessions were entitled or granted to a case."""
    return [(row.at, row.number) for row in connection.execute(_GIVEN, {"case_id": case_id})]


def client_name(connection: Connection, client_id: int) -> str:
    """Return what a client is called."""
    return str(connection.execute(select(clients.c.name).where(clients.c.id == client_id)).scalar_one())


def record(
    connection: Connection,
    *,
    reference: str,
    case_id: int,
    profile_id: int,
    sessions: int,
    reason: str,
    asked: datetime,
    answer_due: datetime,
    state: RequestState,
) -> None:
    """Record a new request; a second open one of the same case is refused by the database."""
    connection.execute(
        _NEW,
        {
            "reference": reference,
            "case_id": case_id,
            "profile_id": profile_id,
            "sessions": sessions,
            "reason": reason,
            "asked": asked,
            "answer_due": answer_due,
            "state": state,
        },
    )


def answer(
    connection: Connection, request_id: int, *, state: RequestState, granted: int, by: str, reason: str, at: datetime
) -> None:
    """Record the answer to an open request.

    Raises:
        StaleError: If it was answered meanwhile.
    """
    values = {"of_id": request_id, "at": at, "to": state, "sessions_granted": granted, "by": by, "why": reason}
    if connection.execute(_ANSWER, values).rowcount != 1:
        raise StaleError


def pass_review(connection: Connection, request_id: int) -> None:
    """Hand a request on from clinical review to the approver.

    Raises:
        StaleError: If it is not in review.
    """
    if connection.execute(_PASS, {"of_id": request_id}).rowcount != 1:
        raise StaleError


def _one(row: Row[*tuple[Any, ...]] | None) -> Request | None:
    return _made(row) if row is not None else None


def _made(row: Row[*tuple[Any, ...]]) -> Request:
    values = dict(row._mapping)  # noqa: SLF001  (the documented way to a row's columns)
    return Request(**values | {"state": RequestState(row.state)})
