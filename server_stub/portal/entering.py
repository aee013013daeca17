"""Owns the pages by which one comes in and leaves: the start, signing in, signing out, and what every page loads."""

from litestar import Response, get, post
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code
from server_stub.portal.entries import asked, email_troubles
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import STATIC, go, inside, page, refusing
from server_stub.portal.guests import HOME, Guest, TheGuest
from server_stub.portal.near import look_up
from server_stub.services import online, signing_in
from server_stub.services.refused import RefusedError
from server_stub.services.throttling import Guess

AFTER_SIGNING_IN = "/account"

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FILES = {file.name: (file.read_bytes(), _TYPES[file.suffix]) for file in sorted(STATIC.iterdir())}
_FOR_A_YEAR = {"cache-control": "public, max-age=31536000, immutable"}


@get("/static/{name:str}", sync_to_thread=False)
def get_static(name: FromPath[str]) -> Response[bytes]:
    """Give a file that belongs to every page."""
    content, kind = _FILES.get(name, (b"", "text/plain"))
    headers = _FOR_A_YEAR if content else {}
    return Response(content, media_type=kind, status_code=200 if content else 404, headers=headers)


@get("/")
async def get_start(guest: TheGuest) -> Response[str]:
    """Say what this is, and lead to the ways in; whoever is signed in is led on."""
    if guest.account:
        return go(guest, AFTER_SIGNING_IN)
    settings = await look_up(guest.office, online.in_force, guest.office)
    return page(guest, "start.html", "Book a session online", settings=settings)


@get("/sign-in", sync_to_thread=False)
def get_sign_in(guest: TheGuest) -> Response[str]:
    """Ask for e-mail address and password."""
    onward = inside(guest.query.get("next", ""))
    if guest.account:
        return go(guest, AFTER_SIGNING_IN)
    return _sign_in_page(guest, Posted({"next": onward}))


@post("/sign-in", status_code=200, sync_to_thread=True)
def post_sign_in(guest: TheGuest, posted: ThePosted) -> Response[str]:
    """Sign somebody in, or say that it is not right, without saying what of it."""
    email, password = posted.line("email").lower(), posted.secret("password")
    troubles = _missing(email, password)
    if not troubles:
        try:
            return _signed_in(guest, posted, email, password)
        except RefusedError as error:
            troubles = refusing(error, Code.WRONG_CREDENTIALS, "email")
    return _sign_in_page(guest, posted, troubles)


@post("/sign-out", status_code=200, sync_to_thread=True)
def post_sign_out(guest: TheGuest, posted: ThePosted) -> Response[str]:  # noqa: ARG001  (it has been checked)
    """Sign somebody out."""
    if guest.session:
        signing_in.sign_out(guest.office, guest.session, guest.account.id if guest.account else None)
    guest.sign_out()
    return go(guest, "/", told="signed-out")


def _signed_in(guest: Guest, posted: Posted, email: str, password: str) -> Response[str]:
    remembered = posted.ticked("remember")
    guess = Guess(kind="password", target=email, address=guest.address, device=guest.know_device())
    secret = signing_in.sign_in(guest.office, email, password, guess, remembered=remembered)
    guest.sign_in(secret, remembered=remembered)
    path, _, query = (inside(posted.line("next")) or AFTER_SIGNING_IN).partition("?")
    return go(guest, path, query)


def _missing(email: str, password: str) -> Troubles:
    return ({} if email else email_troubles(None)) | ({} if password else asked("password", "your password"))


def _sign_in_page(guest: Guest, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    onward = inside(posted.line("next"))
    return page(guest, "sign_in.html", "Sign in", back=HOME, typed=posted, troubles=troubles, onward=onward)


ROUTES = [get_static, get_start, get_sign_in, post_sign_in, post_sign_out]
