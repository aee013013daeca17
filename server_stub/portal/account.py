"""Owns the pages of an account itself: how far it has come, contact details, the password, and the link once more."""

from dataclasses import asdict

from litestar import Response, get, post

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AccountState
from server_stub.portal.entries import ContactForm, asked, password_troubles
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.guests import HOME, Holder, TheHolder
from server_stub.portal.looks import look
from server_stub.portal.sessions import wording
from server_stub.portal.zones import place, zone_groups
from server_stub.services import accounts, contact, own_sessions
from server_stub.services.refused import RefusedError
from server_stub.services.throttling import Guess
from server_stub.storage import people
from server_stub.storage.faults import reading

HERE = f"{HOME}/account"


@get("/account")
@look
def get_account(holder: Holder) -> Response[str]:
    """Show how far the account has come, and lead to everything that it can do."""
    known = contact.known(holder.office, holder.account)
    return page(
        holder,
        "account.html",
        "Your account",
        known=known,
        place=place(known.contact.zone),
        unverified=holder.account.state is AccountState.UNVERIFIED,
        coming=[wording.shown(one) for one in own_sessions.coming(holder.office, holder.account.id, most=1)],
    )


@post("/account/verification", status_code=200, sync_to_thread=True)
def post_verification(holder: TheHolder, posted: ThePosted) -> Response[str]:  # noqa: ARG001  (it has been checked)
    """Send the link that confirms the address once more."""
    accounts.resend(holder.office, holder.account, holder.address)
    return go(holder, "/account", told="sent")


@get("/account/details")
@look
def get_details(holder: Holder) -> Response[str]:
    """Show the contact details, to be changed."""
    known = contact.known(holder.office, holder.account)
    return _details_page(holder, known, Posted(asdict(known.contact) | {"version": known.version}))


@post("/account/details", status_code=200, sync_to_thread=True)
def post_details(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Keep the contact details; what stays as it was is not objected to."""
    form = ContactForm.read(posted)
    known = contact.known(holder.office, holder.account)
    stays = {name for name, value in asdict(known.contact).items() if value == getattr(form, name)}
    troubles = {name: trouble for name, trouble in form.troubles.items() if name not in stays}
    if troubles:
        return _details_page(holder, known, posted, troubles)
    contact.change(holder.office, holder.account, posted.line("version"), form.wanted)
    return go(holder, "/account", told="details")


@get("/account/password", sync_to_thread=False)
def get_password(holder: TheHolder) -> Response[str]:
    """Ask for the present password and a new one."""
    return _password_page(holder)


@post("/account/password", status_code=200, sync_to_thread=True)
def post_password(holder: TheHolder, posted: ThePosted) -> Response[str]:
    """Keep the new password."""
    present, wanted = posted.secret("present"), posted.secret("password")
    troubles = (asked("present", "your present password") if not present else {}) | password_troubles(
        wanted, holder.account.email
    )
    return _password_page(holder, troubles) if troubles else _change(holder, present, wanted)


def _change(holder: Holder, present: str, wanted: str) -> Response[str]:
    guess = Guess(kind="password", target=holder.account.email, address=holder.address, device=holder.know_device())
    try:
        accounts.change_password(holder.office, holder.account, present, wanted, guess, holder.session)
    except RefusedError as error:
        return _password_page(holder, refusing(error, Code.WRONG_CREDENTIALS, "present"))
    return go(holder, "/account", told="password")


def _details_page(
    holder: Holder, known: contact.Known, posted: Posted, troubles: Troubles | None = None
) -> Response[str]:
    with reading(holder.office.engines) as transaction:
        near = people.load_settings(transaction).provider_zone
    return page(
        holder,
        "details.html",
        "Your contact details",
        back=HERE,
        typed=posted,
        troubles=troubles,
        named=holder.account.books_for is None,
        name=known.name,
        zones=zone_groups(near, every=holder.query.get("zones") == "all", chosen=posted.get("zone", "")),
    )


def _password_page(holder: Holder, troubles: Troubles | None = None) -> Response[str]:
    return page(holder, "password.html", "Change your password", back=HERE, troubles=troubles)


ROUTES = [get_account, post_verification, get_details, post_details, get_password, post_password]
