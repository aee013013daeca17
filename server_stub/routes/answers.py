"""Owns how the backend answers when it does not do what was asked: always a Problem, with a status that fits."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from consultant_tui.contract.refusals import Code, Problem, Refusal
from server_stub.services.refused import RefusedError
from server_stub.silence import told
from server_stub.storage.faults import BusyError, FullError, IllegibleError, StaleError, TakenError

log = logging.getLogger("server_stub")

_RETRY_SECONDS = {503: 2, 507: 60}
"""When to ask again after the database was busy, or had no room."""

_STATUS = {
    Code.CONSULTANT_BUSY: 409,
    Code.HELD: 409,
    Code.CLIENT_BUSY: 409,
    Code.ON_LEAVE: 409,
    Code.NO_SESSIONS_LEFT: 409,
    Code.NOT_BOOKED: 409,
    Code.NO_SHOW_TOO_EARLY: 409,
    Code.LEAVE_EXISTS: 409,
    Code.UNDO_TOO_LATE: 409,
    Code.UNDO_NOT_POSSIBLE: 409,
    Code.NOT_COMMENCED: 409,
    Code.ACCOUNT_NOT_VERIFIED: 409,
    Code.ACCOUNT_VERIFIED: 409,
    Code.ACCOUNT_ASSOCIATED: 409,
    Code.CLIENT_HAS_ACCOUNT: 409,
    Code.BOOKED_SINCE: 409,
    Code.NO_RECORD: 409,
    Code.KEY_IN_PROGRESS: 409,
    Code.KEY_VOIDED: 409,
    Code.STALE: 412,
    Code.DRAFT_CHANGED: 412,
    Code.VERSION_NEEDED: 428,
    Code.KEY_NEEDED: 428,
    Code.NOT_FOUND: 404,
    Code.NOT_SIGNED_IN: 401,
    Code.READ_ONLY: 403,
    Code.NOT_YOUR_ROLE: 403,
    Code.REQUEST_OPEN: 409,
    Code.REQUEST_ANSWERED: 409,
    Code.NOT_IN_REVIEW: 409,
    Code.ACCOUNT_EXISTS: 409,
    Code.TOO_MANY_TRIES: 429,
    Code.TICKET_CLOSED: 409,
    Code.ACCOUNT_NOT_ASSOCIATED: 409,
    Code.CASE_IS_OPEN: 409,
    Code.CASE_NOT_BEGUN: 409,
    Code.BUSY_TRY_LATER: 503,
    Code.OUT_OF_SPACE: 507,
    Code.INTERNAL: 500,
}
"""The status of each code; a broken rule is 422."""

_CODE_OF_STATUS = {401: Code.NOT_SIGNED_IN, 404: Code.NOT_FOUND}

_CODE_OF_FAULT: dict[type[Exception], Code] = {
    StaleError: Code.STALE,
    BusyError: Code.BUSY_TRY_LATER,
    FullError: Code.OUT_OF_SPACE,
    IllegibleError: Code.MALFORMED,
}


def status_of(problem: Problem) -> int:
    """Return the status of a problem: that of a clash when there is one, else that of its first refusal."""
    found = [_STATUS.get(refusal.code, 422) for refusal in problem.refusals]
    return 409 if 409 in found else found[0]


def refused(_request: Request[Any, Any, Any], error: RefusedError) -> Response[Problem]:
    """Answer a service's no."""
    waits = [refusal.number for refusal in error.refusals if refusal.code is Code.TOO_MANY_TRIES]
    headers = {"Retry-After": str(waits[0])} if waits else None
    return _answer(Problem(refusals=error.refusals, nearest=error.nearest), headers=headers)


def taken(_request: Request[Any, Any, Any], error: TakenError) -> Response[Problem]:
    """Answer that somebody else was quicker, where no service has more to say about it."""
    return _answer(Problem(refusals=(Refusal(code=error.code),)))


def out_of_reach(_request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer that the database would not do it."""
    code = next(code for kind, code in _CODE_OF_FAULT.items() if isinstance(error, kind))
    return _answer(Problem(refusals=(Refusal(code=code),)))


def not_understood(_request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what the framework refuses: no such address, a wrong method, a body or parameter that does not decode."""
    status = 422 if error.status_code == 400 else error.status_code
    if status >= 500:
        return failed(_request, error)
    problem = Problem(refusals=(Refusal(code=_CODE_OF_STATUS.get(status, Code.MALFORMED)),))
    return _answer(problem, status, error.headers)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer that something is broken; the log gets the places, never the values."""
    log.error("answering %s: %s", request.method, told(error))
    return _answer(Problem(refusals=(Refusal(code=Code.INTERNAL),)))


HANDLERS: dict[Any, Any] = {
    RefusedError: refused,
    TakenError: taken,
    StaleError: out_of_reach,
    BusyError: out_of_reach,
    FullError: out_of_reach,
    IllegibleError: out_of_reach,
    HTTPException: not_understood,
    Exception: failed,
}
"""Which of them answers each error."""


def _answer(problem: Problem, status: int | None = None, headers: dict[str, str] | None = None) -> Response[Problem]:
    status = status or status_of(problem)
    extra = dict(headers or {})
    if status in _RETRY_SECONDS:
        extra["Retry-After"] = str(_RETRY_SECONDS[status])
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    return Response(problem, status_code=status, headers=extra, media_type=MediaType.JSON)
