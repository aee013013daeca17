"""Owns the page on which a client checks another time for a session, and the confirmation that moves it."""

from litestar import Response, get, post
from litestar.params import FromPath

from consultant_tui.contract.refusals import Code
from server_stub.domain.spans import Span
from server_stub.portal import times
from server_stub.portal.booking import wording as booking_words
from server_stub.portal.forms import Posted, ThePosted, Troubles
from server_stub.portal.frame import go, page, refusing
from server_stub.portal.free_times import OTHER_TIME
from server_stub.portal.guests import TheHolder
from server_stub.portal.sessions import wording
from server_stub.portal.sessions.cancelling import number
from server_stub.portal.sessions.looking import HERE, address_of
from server_stub.portal.sessions.moving import Change, change_of, lost
from server_stub.services import holds, online_changes, own_sessions
from server_stub.services.holds import Held
from server_stub.services.refused import RefusedError, because
from server_stub.storage.columns import id_from


@get(HERE + "/{reference:str}/move/check", sync_to_thread=True)
def get_check(holder: TheHolder, reference: FromPath[str]) -> Response[str]:
    """Show both times and the cost before anything is changed."""
    hold = id_from(holder.query.get("hold", ""))
    if hold is None:
        raise because(Code.NOT_FOUND)
    kept = holds.held(holder.office, holder.account.id, hold)
    change = change_of(holder, reference)
    if _is_done(change, kept):
        return go(holder, address_of(reference), told="moved")
    return _check_page(change, kept) if kept.live else lost(change, kept.starts)


@post(HERE + "/{reference:str}/move", status_code=200, sync_to_thread=True)
def post_move(holder: TheHolder, posted: ThePosted, reference: FromPath[str]) -> Response[str]:
    """Move the session for what was said; sent twice, it is moved once, and a lost time leads to the nearest."""
    kept = holds.held(holder.office, holder.account.id, number(posted, "hold"))
    change = change_of(holder, reference)
    if _is_done(change, kept):
        return go(holder, address_of(reference), told="moved")
    try:
        _move(change, kept, posted)
    except RefusedError as error:
        if error.refusals[0].code in OTHER_TIME:
            return lost(change, kept.starts)
        return _check_page(change_of(holder, reference), kept, refusing(error))
    return go(holder, address_of(reference), told="moved")


def _is_done(change: Change, kept: Held) -> bool:
    """Whether the session has the time already that was kept for it: the confirmation was sent before."""
    return change.offer.client.start.utc == kept.starts


def _move(change: Change, kept: Held, posted: Posted) -> None:
    online_changes.move(
        change.guest.office,
        change.guest.account.id,
        change.offer.reference,
        number(posted, "version"),
        kept.id,
        charged=posted.ticked("charged"),
    )


def _check_page(change: Change, kept: Held, troubles: Troubles | None = None) -> Response[str]:
    guest, offer = change.guest, change.offer
    session = own_sessions.session(guest.office, guest.account.id, offer.reference)
    start, theirs = kept.client.start, kept.consultant_time.start.zone
    span = Span(start.utc, kept.client.end.utc)
    new = times.when(span, change.zone, shows_end=session.shows_length)
    return page(
        guest,
        "sessions/check.html",
        "Check the new time",
        back=change.link("/time", day=start.wall.date().isoformat()),
        troubles=troubles,
        status=409 if troubles else 200,
        rows=[
            ("New time", booking_words.clocks(new, start.utc, change.zone, theirs), change.link()),
            ("Until now", wording.when(session), ""),
            *([("With", kept.consultant, "")] if kept.consultant else []),
        ],
        offer=offer,
        consequence=wording.of_moving(offer),
        hold=kept.id,
        until=times.clock(kept.until.utc, change.zone),
    )


ROUTES = [get_check, post_move]
