"""Owns the pages that links in messages lead to, and the one that asks for such a message."""

from litestar import Response, get, post
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import LinkKind
from server_stub.domain.accounts import email_read, hidden
from server_stub.portal.entries import email_troubles, password_troubles
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.guests import HOME, Guest, TheGuest
from server_stub.services import accounts, links
from server_stub.services.refused import RefusedError


@get("/forgot", sync_to_thread=False)
def get_forgot(guest: TheGuest) -> Response[str]:
    """Ask whose password was forgotten."""
    return _forgot_page(guest, Posted())


@post("/forgot", status_code=200, sync_to_thread=True)
def post_forgot(guest: TheGuest, posted: ThePosted) -> Response[str]:
    """Send a link, if there is such an account; the answer is the same if there is none."""
    email = email_read(posted.line("email"))
    if email is None:
        return _forgot_page(guest, posted, email_troubles(email))
    try:
        accounts.forgot(guest.office, email, guest.address)
    except RefusedError as error:
        return _forgot_page(guest, posted, refusing(error))
    return go(guest, "/forgot/sent")


@get("/forgot/sent", sync_to_thread=False)
def get_forgot_sent(guest: TheGuest) -> Response[str]:
    """Say what happens next."""
    return page(guest, "forgot_sent.html", "Look into your mail")


@get("/verify/{secret:str}", sync_to_thread=True)
def get_verify(guest: TheGuest, secret: FromPath[str]) -> Response[str]:
    """Ask whether the address is to be confirmed; programs that open every link confirm nothing."""
    seen = links.look(guest.office, LinkKind.VERIFY, secret, guest.address)
    if not seen.good:
        return _too_late(guest, LinkKind.VERIFY, secret, seen)
    return page(
        guest, "verify.html", "Confirm your e‑mail address", secret=secret, owner=seen.account, shown=seen.account.email
    )


@post("/verify/{secret:str}", status_code=200, sync_to_thread=True)
def post_verify(guest: TheGuest, posted: ThePosted, secret: FromPath[str]) -> Response[str]:  # noqa: ARG001  (checked)
    """Confirm the address."""
    account = links.verify(guest.office, secret)
    mine = guest.account is not None and guest.account.id == account.id
    return go(guest, "/account" if mine else "/sign-in", told="verified")


@post("/verify/{secret:str}/disown", status_code=200, sync_to_thread=True)
def post_disown(guest: TheGuest, posted: ThePosted, secret: FromPath[str]) -> Response[str]:  # noqa: ARG001
    """Shut an account that its address's owner did not make."""
    links.disown(guest.office, secret)
    return go(guest, "/verify/disowned")


@get("/verify/disowned", sync_to_thread=False)
def get_disowned(guest: TheGuest) -> Response[str]:
    """Say that the account is shut."""
    return page(guest, "disowned.html", "That account is shut")


@get("/reset/{secret:str}", sync_to_thread=True)
def get_reset(guest: TheGuest, secret: FromPath[str]) -> Response[str]:
    """Ask for a new password."""
    seen = links.look(guest.office, LinkKind.RESET, secret, guest.address)
    if not seen.good:
        return _too_late(guest, LinkKind.RESET, secret, seen)
    return _reset_page(guest, secret, seen.account.email)


@post("/reset/{secret:str}", status_code=200, sync_to_thread=True)
def post_reset(guest: TheGuest, posted: ThePosted, secret: FromPath[str]) -> Response[str]:
    """Keep the new password and sign its owner in."""
    seen = links.look(guest.office, LinkKind.RESET, secret, guest.address)
    password = posted.secret("password")
    troubles = password_troubles(password, seen.account.email)
    if troubles and seen.good:
        return _reset_page(guest, secret, seen.account.email, troubles)
    guest.sign_in(links.reset(guest.office, secret, password, guest.address, guest.know_device()), remembered=False)
    return go(guest, "/account", told="password")


@post("/verify/{secret:str}/again", status_code=200, sync_to_thread=True)
def post_verify_again(guest: TheGuest, posted: ThePosted, secret: FromPath[str]) -> Response[str]:  # noqa: ARG001
    """Send a new link in the place of one that confirms no more."""
    links.send_again(guest.office, LinkKind.VERIFY, secret, guest.address)
    return go(guest, "/forgot/sent")


@post("/reset/{secret:str}/again", status_code=200, sync_to_thread=True)
def post_reset_again(guest: TheGuest, posted: ThePosted, secret: FromPath[str]) -> Response[str]:  # noqa: ARG001
    """Send a new link in the place of one that is good for no new password any more."""
    links.send_again(guest.office, LinkKind.RESET, secret, guest.address)
    return go(guest, "/forgot/sent")


def _forgot_page(guest: Guest, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    return page(guest, "forgot.html", "Choose a new password", back=f"{HOME}/sign-in", typed=posted, troubles=troubles)


def _reset_page(guest: Guest, secret: str, email: str, troubles: Troubles | None = None) -> Response[str]:
    return page(guest, "reset.html", "Choose a new password", troubles=troubles, secret=secret, shown=email)


def _too_late(guest: Guest, kind: LinkKind, secret: str, seen: links.Seen) -> Response[str]:
    done = kind is LinkKind.VERIFY and seen.account.verified is not None
    title = "Your e‑mail address is confirmed" if done else "This link is not good any more"
    return page(
        guest,
        "too_late.html",
        title,
        status=200 if done else 410,
        done=done,
        again=f"/{kind}/{secret}/again",
        shown=hidden(seen.account.email),
        code=Code.LINK_NOT_VALID,
    )


ROUTES = [
    get_forgot,
    post_forgot,
    get_forgot_sent,
    get_verify,
    post_verify,
    get_reset,
    post_reset,
    post_verify_again,
    post_disown,
    get_disowned,
    post_reset_again,
]
