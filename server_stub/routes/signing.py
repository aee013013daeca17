"""Owns the routes of signing in: in, on, out, and a new password."""

from typing import Any

from litestar import Request, delete, post
from litestar.params import JSONBody

from consultant_tui.contract import paths
from consultant_tui.contract.signing import NewPassword, Renewal, SignedIn, SignedOut, SignIn
from server_stub.routes.access import TheOffice, ThisVisit
from server_stub.routes.describing import CHANGING, GUESSABLE, LETTING_IN
from server_stub.services import signing


@post(paths.SESSIONS, **LETTING_IN)
def post_sign_in(request: Request[Any, Any, Any], office: TheOffice, data: JSONBody[SignIn]) -> SignedIn:
    """Sign in with an address and a password."""
    return signing.sign_in(office, data, office.proxies.client_address(request.scope))


@post(paths.RENEWALS, **LETTING_IN)
def post_renewal(office: TheOffice, data: JSONBody[Renewal]) -> SignedIn:
    """Exchange a renewal for the next pair of tokens."""
    return signing.renew(office, data)


@delete(paths.PRESENT_SESSION, status_code=200, **CHANGING)
def delete_session(office: TheOffice, visit: ThisVisit) -> SignedOut:
    """Sign out."""
    return signing.sign_out(office, visit)


@post(paths.PASSWORD, status_code=200, **GUESSABLE)
def post_password(
    request: Request[Any, Any, Any], office: TheOffice, visit: ThisVisit, data: JSONBody[NewPassword]
) -> SignedIn:
    """Change one's own password; every sign-in ends, and a new one begins."""
    return signing.change_password(office, visit, data, office.proxies.client_address(request.scope))


ROUTES = [post_sign_in, post_renewal, delete_session, post_password]
