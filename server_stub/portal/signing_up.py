"""Owns the pages by which a client makes an account: the organisation's code, then address, password and zone."""

from litestar import Response, get, post

from consultant_tui.contract.refusals import Code
from server_stub.portal.entries import SignUpForm, asked
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.guests import HOME, Guest, TheGuest
from server_stub.portal.zones import zone_groups
from server_stub.services import accounts, online
from server_stub.services.refused import RefusedError, because
from server_stub.storage import people
from server_stub.storage.faults import reading

CODE = "portal_code"
"""The cookie that carries the code from one page to the next."""
CODE_SECONDS = 3600
HERE = f"{HOME}/sign-up"


@get("/sign-up", sync_to_thread=True)
def get_code(guest: TheGuest) -> Response[str]:
    """Ask for the organisation's code."""
    if guest.account:
        return go(guest, "/account")
    _check_open(guest)
    return _code_page(guest, Posted({"code": guest.brought.get(CODE, "")}))


@post("/sign-up", status_code=200, sync_to_thread=True)
def post_code(guest: TheGuest, posted: ThePosted) -> Response[str]:
    """Look the code up."""
    _check_open(guest)
    code = posted.line("code", 64)
    if not code:
        return _code_page(guest, posted, asked("code", "the code that your organisation gave you"))
    try:
        accounts.organisation_behind(guest.office, code, guest.address)
    except RefusedError as error:
        return _code_page(guest, posted, refusing(error, Code.CODE_NOT_KNOWN, "code"))
    guest.keep(CODE, code, CODE_SECONDS, HERE)
    return go(guest, "/sign-up/account")


@get("/sign-up/account", sync_to_thread=True)
def get_account(guest: TheGuest) -> Response[str]:
    """Ask for address, password and zone."""
    if CODE not in guest.brought:
        return go(guest, "/sign-up")
    return _account_page(guest, Posted())


@post("/sign-up/account", status_code=200, sync_to_thread=True)
def post_account(guest: TheGuest, posted: ThePosted) -> Response[str]:
    """Make the account; the answer is the same where the address has one already."""
    _check_open(guest)
    form, troubles = SignUpForm.read(posted), SignUpForm.read(posted).troubles
    if troubles:
        return _account_page(guest, posted, troubles)
    try:
        secret = accounts.sign_up(guest.office, form.wanted(guest.brought.get(CODE, "")), guest.address)
    except RefusedError as error:
        return _refused(guest, posted, error)
    return _signed_up(guest, secret)


@get("/sign-up/sent", sync_to_thread=False)
def get_sent(guest: TheGuest) -> Response[str]:
    """Say that a link is on its way."""
    return page(guest, "sign_up_sent.html", "Look into your mail")


def _signed_up(guest: Guest, secret: str) -> Response[str]:
    guest.drop(CODE, HERE)
    guest.sign_in(secret, remembered=False)
    return go(guest, "/sign-up/sent")


def _refused(guest: Guest, posted: Posted, error: RefusedError) -> Response[str]:
    if error.refusals[0].code is Code.CODE_NOT_KNOWN:
        guest.drop(CODE, HERE)
        return _code_page(guest, posted, refusing(error, Code.CODE_NOT_KNOWN, "code"))
    return _account_page(guest, posted, refusing(error))


def _code_page(guest: Guest, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    return page(guest, "sign_up_code.html", "Your organisation’s code", back=HOME, typed=posted, troubles=troubles)


def _account_page(guest: Guest, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    with reading(guest.office.engines) as transaction:
        near = people.load_settings(transaction).provider_zone
    chosen = posted.get("zone", near)
    return page(
        guest,
        "sign_up_account.html",
        "Create your account",
        back=HERE,
        typed=posted | {"zone": chosen},
        troubles=troubles,
        untouched="zone" not in posted,
        zones=zone_groups(near, every=guest.query.get("zones") == "all", chosen=chosen),
    )


def _check_open(guest: Guest) -> None:
    with reading(guest.office.engines) as transaction:
        if not online.settings_in_force(transaction).enabled:
            raise because(Code.ONLINE_BOOKING_OFF)


ROUTES = [get_code, post_code, get_account, post_account, get_sent]
