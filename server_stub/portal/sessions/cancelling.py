"""Owns the page on which a client cancels a session: what it costs is said first (seed 000)."""

from litestar import Response, get, post
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.domain.endings import LONGEST_REASON
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.guests import HOME, Holder, TheHolder
from server_stub.portal.sessions import wording
from server_stub.portal.sessions.looking import HERE, address_of
from server_stub.services import online_changes, own_sessions
from server_stub.services.refused import RefusedError


@get(HERE + "/{reference:str}/cancel", sync_to_thread=True)
def get_cancel(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Say what cancelling costs, and ask."""
    return cancel_page(holder, reference, Posted())


@post(HERE + "/{reference:str}/cancel", status_code=200, sync_to_thread=True)
def post_cancel(holder: TheHolder, posted: ThePosted, reference: FromPath[str]) -> Response[str]:
    """Cancel for what was said; sent twice, it is cancelled once."""
    try:
        online_changes.cancel(
            holder.office,
            holder.account.id,
            reference,
            number(posted, "version"),
            posted.line("reason", LONGEST_REASON),
            charged=posted.ticked("charged"),
        )
    except RefusedError as error:
        return _refused(holder, reference, posted, error)
    return go(holder, address_of(reference), told="cancelled")


def cancel_page(holder: Holder, reference: str, posted: Posted, troubles: Troubles | None = None) -> Response[str]:
    """Make the page; where it cannot be cancelled any more, it says so instead."""
    offer = online_changes.offer(holder.office, holder.account.id, reference)
    session = own_sessions.session(holder.office, holder.account.id, reference)
    if offer.may.refusal is not None:
        troubles = {"": offer.may.refusal}
    return page(
        holder,
        "sessions/cancel.html",
        "Cancel this session?",
        back=HOME + address_of(session.reference),
        typed=posted,
        troubles=troubles,
        status=409 if troubles else 200,
        rows=wording.rows(session)[:1],
        offer=offer,
        consequence=wording.of_cancelling(offer),
        longest=LONGEST_REASON,
    )


def number(posted: Posted, name: str) -> int:
    """Read a number that the page itself put into a form."""
    text = posted.line(name, 9)
    return int(text) if text.isascii() and text.isdecimal() else 0


def _refused(holder: Holder, reference: str, posted: Posted, error: RefusedError) -> Response[str]:
    refusal: Refusal = error.refusals[0]
    if refusal.code is Code.NOT_FOUND:
        raise error
    session = own_sessions.session(holder.office, holder.account.id, reference)
    if session.state is AppointmentState.CANCELLED:
        return go(holder, address_of(reference), told="cancelled")
    return cancel_page(holder, reference, posted, refusing(error))


ROUTES = [get_cancel, post_cancel]
