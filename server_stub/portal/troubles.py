"""Owns the pages that say what went wrong: each with its code, and with a link to a ticket that is filled in."""

import logging
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException

from consultant_tui.contract.refusals import Code, Refusal
from server_stub.portal.frame import bare_page
from server_stub.portal.guests import HOME, SignInNeededError
from server_stub.services.refused import RefusedError
from server_stub.silence import told
from server_stub.storage.faults import BusyError, FullError, IllegibleError, StaleError, TakenError

log = logging.getLogger("server_stub")

_TITLES = {
    400: "We could not read that",
    403: "Please send that again",
    404: "There is no such page",
    405: "That cannot be done here",
    410: "This link is not good any more",
    429: "Please wait a little",
    503: "We are very busy",
}

_STATUS = {
    Code.NOT_FOUND: 404,
    Code.FORM_EXPIRED: 403,
    Code.LINK_NOT_VALID: 410,
    Code.ONLINE_BOOKING_OFF: 503,
    Code.TOO_MANY_TRIES: 429,
    Code.BUSY_TRY_LATER: 503,
    Code.OUT_OF_SPACE: 507,
    Code.INTERNAL: 500,
    Code.STALE: 409,
    Code.MALFORMED: 422,
}

_CODE_OF_STATUS = {404: Code.NOT_FOUND, 405: Code.NOT_FOUND, 429: Code.TOO_MANY_TRIES, 503: Code.BUSY_TRY_LATER}

_CODE_OF_FAULT: dict[type[Exception], Code] = {
    StaleError: Code.STALE,
    BusyError: Code.BUSY_TRY_LATER,
    FullError: Code.OUT_OF_SPACE,
    IllegibleError: Code.MALFORMED,
}


def trouble(request: Request[Any, Any, Any], refusal: Refusal, status: int) -> Response[str]:
    """Make a page that says what went wrong; it needs neither the database nor a form."""
    title = _TITLES.get(status, "Something went wrong" if status >= 500 else "That is not possible")
    return bare_page(request.url.path, "trouble.html", title, status, refusal=refusal)


def needs_sign_in(request: Request[Any, Any, Any], _error: SignInNeededError) -> Response[str]:
    """Ask somebody to sign in first, and bring them back to where they were going."""
    wanted = request.url.path.removeprefix(HOME)
    if request.method == "GET" and request.url.query:
        wanted += f"?{request.url.query}"
    return Response("", status_code=303, headers={"location": f"{HOME}/sign-in?next={quote(wanted, safe='')}"})


def refused(request: Request[Any, Any, Any], error: RefusedError) -> Response[str]:
    """Say a service's no."""
    refusal = error.refusals[0]
    return trouble(request, refusal, _STATUS.get(refusal.code, 422))


def out_of_reach(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """Say that the database would not do it."""
    code = (
        error.code
        if isinstance(error, TakenError)
        else next(code for kind, code in _CODE_OF_FAULT.items() if isinstance(error, kind))
    )
    return trouble(request, Refusal(code=code), _STATUS.get(code, 409))


def not_understood(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    """Say what the framework refuses: no such address, a wrong method, too much at once."""
    if error.status_code >= 500:
        return failed(request, error)
    return trouble(request, Refusal(code=_CODE_OF_STATUS.get(error.status_code, Code.MALFORMED)), error.status_code)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """Say that something is broken; the log gets the places, never the values."""
    log.error("showing a page: %s", told(error))
    return trouble(request, Refusal(code=Code.INTERNAL), 500)


HANDLERS: dict[Any, Any] = {
    SignInNeededError: needs_sign_in,
    RefusedError: refused,
    StaleError: out_of_reach,
    BusyError: out_of_reach,
    FullError: out_of_reach,
    IllegibleError: out_of_reach,
    TakenError: out_of_reach,
    HTTPException: not_understood,
    Exception: failed,
}
"""Which of them answers each error of a page."""
